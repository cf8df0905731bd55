// SPDX-License-Identifier: MIT
#include <inttypes.h>
#include <math.h>
#include <string.h>

#include "io/json_write.h"
#include "io/model.h"
#include "io/report.h"

/* Bytes that two paths share in whole folders: "cost.ledger.x" and "cost.y" share "cost.". */
static size_t shared_folders(const char *a, const char *b)
{
	size_t shared = 0;

	for (size_t i = 0; a[i] != '\0' && a[i] == b[i]; i++) {
		if (a[i] == '.')
			shared = i + 1;
	}
	return shared;
}

static void close_folders(struct json_writer *writer, const char *path)
{
	for (; *path != '\0'; path++) {
		if (*path == '.')
			json_end(writer, '}');
	}
}

/* Opens the folders of a path and returns what is left, the name of the figure. */
static const char *open_folders(struct json_writer *writer, const char *path)
{
	const char *dot;

	while ((dot = strchr(path, '.')) != NULL) {
		char key[64];

		snprintf(key, sizeof(key), "%.*s", (int)(dot - path), path);
		json_begin(writer, key, '{');
		path = dot + 1;
	}
	return path;
}

/* The table's order makes the objects: neighbours share their folders. */
static void put_figures(struct json_writer *writer, const struct arch_result *arch)
{
	const char *last = "";

	for (int i = 0; i < figure_count; i++) {
		const char *path = figure_table[i].path;
		size_t shared = shared_folders(last, path);

		close_folders(writer, last + shared);
		json_put_figure(writer, open_folders(writer, path + shared),
				figure_value(arch, &figure_table[i]));
		last = path;
	}
	close_folders(writer, last);
}

static void put_intervals(struct json_writer *writer, const struct arch_result *arch)
{
	struct interval interval;

	json_begin(writer, "ci95", '{');
	for (int i = 0; i < figure_count; i++) {
		if (!figure_interval(arch, &figure_table[i], &interval))
			continue;
		json_begin_flat(writer, figure_table[i].path, '[');
		json_put_figure(writer, NULL, interval.lo);
		json_put_figure(writer, NULL, interval.hi);
		json_end(writer, ']');
	}
	json_end(writer, '}');
}

static void put_architectures(struct json_writer *writer, const struct scenario *scenario,
			      const struct result *result)
{
	json_begin(writer, "architectures", '{');
	for (int i = 0; i < scenario->arch_count; i++) {
		enum arch arch = scenario->archs[i];

		json_begin(writer, arch_key(arch), '{');
		put_figures(writer, &result->arch[arch]);
		put_intervals(writer, &result->arch[arch]);
		json_end(writer, '}');
	}
	json_end(writer, '}');
}

static void put_fidelity(struct json_writer *writer, const struct result *result)
{
	json_begin(writer, "fidelity", '{');
	/* Exact is the level above the sampled ones. */
	json_put_number(writer, "level",
			result->fidelity == FIDELITY_EXACT ? FIDELITY_LEVELS : result->fidelity);
	json_put_bool(writer, "exact", result->exact);
	json_put_figure(writer, "queries_simulated", result->queries_simulated);
	json_put_figure(writer, "queries_represented", result->queries_represented);
	json_put_number(writer, "macro_reps", result->macro_reps);
	json_put_number(writer, "micro_reps", result->micro_reps);
	json_put_figure(writer, "ttft_p95_band_frac", result->band_rel);
	json_end(writer, '}');
}

static void put_targets(struct json_writer *writer, const struct scenario *scenario)
{
	json_begin(writer, "targets", '{');
	for (unsigned int i = 0; i < TARGET_COUNT; i++) {
		if (!isnan(scenario->targets[i]))
			json_put_number(writer, target_key((enum target)i), scenario->targets[i]);
	}
	json_end(writer, '}');
}

static void put_switches(struct json_writer *writer, const struct scenario *scenario)
{
	bool any = false;

	for (int i = 0; i < scenario->timeline_count; i++) {
		const struct timeline_entry *entry = &scenario->timeline[i];

		if (entry->kind != TIMELINE_SWITCH)
			continue;
		if (!any)
			json_begin(writer, "switches", '[');
		any = true;
		json_begin_flat(writer, NULL, '{');
		json_put_number(writer, "at_days", entry->at_days);
		json_put_string(writer, "from", arch_key(entry->from));
		json_put_string(writer, "to", arch_key(entry->to));
		json_put_number(writer, "migration_usd", entry->migration_usd);
		json_end(writer, '}');
	}
	if (any)
		json_end(writer, ']');
}

static void put_missed(struct json_writer *writer, enum arch arch, const struct verdict *verdict)
{
	json_begin_flat(writer, arch_key(arch), '[');
	for (unsigned int i = 0; i < TARGET_COUNT; i++) {
		if (verdict->missed[arch][i])
			json_put_string(writer, NULL, target_key((enum target)i));
	}
	json_end(writer, ']');
}

static void put_verdict(struct json_writer *writer, const struct scenario *scenario,
			const struct verdict *verdict)
{
	json_begin(writer, "verdict", '{');
	json_put_string(writer, "cheapest", arch_key(verdict->cheapest));
	json_put_string(writer, "best", arch_key(verdict->best));
	json_put_bool(writer, "none_meets", verdict->none_meets);
	json_begin_flat(writer, "meets", '{');
	for (int i = 0; i < scenario->arch_count; i++)
		json_put_bool(writer, arch_key(scenario->archs[i]),
			      verdict->meets[scenario->archs[i]]);
	json_end(writer, '}');
	json_begin(writer, "missed", '{');
	for (int i = 0; i < scenario->arch_count; i++)
		put_missed(writer, scenario->archs[i], verdict);
	json_end(writer, '}');
	json_put_string(writer, "why", verdict->why);
	json_end(writer, '}');
}

static void put_model(struct json_writer *writer, const struct model *model)
{
	char unsaid[128];

	model_unsaid(model, unsaid, sizeof(unsaid));
	json_put_string(writer, "model", model->id);
	if (unsaid[0] != '\0')
		json_put_string(writer, "model_not_known", unsaid);
}

void report_json(FILE *out, const struct scenario *scenario, const struct result *result)
{
	struct json_writer writer;
	char seed[24];

	snprintf(seed, sizeof(seed), "%" PRIu64, result->seed);
	json_writer_init(&writer, out);
	json_begin(&writer, NULL, '{');
	json_put_number(&writer, "ragtop", 1);
	json_put_string(&writer, "engine", RAGTOP_VERSION);
	json_put_string(&writer, "scenario", scenario->name);
	json_put_string(&writer, "seed", seed);
	json_put_string(&writer, "digest", result->digest);
	if (scenario->price_book[0] != '\0')
		json_put_string(&writer, "price_book", scenario->price_book);
	if (scenario->model[0] != '\0')
		put_model(&writer, model_find(scenario->model));
	put_fidelity(&writer, result);
	json_put_number(&writer, "horizon_days", scenario->horizon_days);
	put_targets(&writer, scenario);
	put_switches(&writer, scenario);
	put_architectures(&writer, scenario, result);
	put_verdict(&writer, scenario, &result->verdict);
	json_end(&writer, '}');
}
