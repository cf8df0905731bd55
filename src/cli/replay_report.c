// SPDX-License-Identifier: MIT
/* Declared in replay_report.h. */
#include "cli/replay_report.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>

#include "cli/wrap.h"
#include "io/json_write.h"

enum { SHOWN_MAX = 12 }; /* figures that differ; more are counted */

static bool is_foreign(const struct scenario *scenario)
{
	return scenario->engine[0] != '\0' && strcmp(scenario->engine, RAGTOP_VERSION) != 0;
}

static void put_number(FILE *out, double value)
{
	char text[JSON_NUMBER_SIZE];

	if (!isfinite(value)) {
		fputs(isnan(value) ? "none" : "without end", out);
		return;
	}
	json_number_text(text, value);
	fputs(text, out);
}

static void put_off(FILE *out, const struct expect_miss *miss)
{
	if (!isfinite(miss->off))
		return;
	fprintf(out, ", off by %+.3g", miss->off);
	if (!isnan(miss->off_rel))
		fprintf(out, " (%+.3g %%)", 100 * miss->off_rel);
}

static void put_miss(FILE *out, const struct expect_miss *miss)
{
	fprintf(out, "%s\n    ", miss->name);
	if (miss->what != EXPECTED_FIGURE) {
		fprintf(out, "%s, saved %s\n", miss->is, miss->wants);
		return;
	}
	if (miss->run)
		put_number(out, miss->value);
	else
		fputs("not run", out);
	fputs(miss->lo == miss->hi ? ", saved " : ", expected ", out);
	put_number(out, miss->lo);
	if (miss->lo != miss->hi) {
		fputs(" to ", out);
		put_number(out, miss->hi);
	}
	put_off(out, miss);
	fputc('\n', out);
}

static void put_misses(FILE *out, const struct expect_check *check)
{
	const struct expect_miss *first = expect_first_figure(check);
	int shown = 0;

	for (int i = 0; i < check->count; i++) {
		const struct expect_miss *miss = &check->misses[i];

		if (miss->what == EXPECTED_FIGURE && ++shown > SHOWN_MAX)
			continue;
		fputs(miss == first ? "  first " : "  ", out);
		put_miss(out, miss);
	}
	if (shown > SHOWN_MAX)
		fprintf(out, "  and %d more figures, all with --format json\n", shown - SHOWN_MAX);
	if (!first && check->misses[0].what == EXPECTED_DIGEST)
		fprintf(out, "  %d figures are as saved: what differs is none of them\n",
			check->figures);
}

static void put_run(FILE *out, const struct replayed *run)
{
	const struct scenario *scenario = run->scenario;
	const struct expect_check *check = &run->check;
	char level[16] = "exact";

	if (scenario->fidelity != FIDELITY_EXACT)
		snprintf(level, sizeof(level), "level %d", scenario->fidelity);
	fprintf(out, "%s  %s\n", check->count == 0 ? "as saved" : "DIFFERS ", run->name);
	fprintf(out, "  digest %s, %d figures, seed %" PRIu64 ", %s\n", run->result->digest,
		check->figures, scenario->seed, level);
	if (is_foreign(scenario))
		fprintf(out, "  saved by version %s: held to its figures only\n", scenario->engine);
	if (check->count > 0)
		put_misses(out, check);
}

void replay_text(FILE *out, const struct replay *replay)
{
	int differ = 0;

	for (int i = 0; i < replay->count; i++) {
		put_run(out, &replay->runs[i]);
		differ += replay->runs[i].check.count > 0;
	}
	if (replay->count > 1)
		fprintf(out, "\n%d of %d as saved\n", replay->count - differ, replay->count);
}

static void json_miss(struct json_writer *writer, const struct expect_miss *miss)
{
	json_begin_flat(writer, NULL, '{');
	json_put_string(writer, "figure", miss->name);
	if (miss->what == EXPECTED_FIGURE) {
		json_put_number(writer, "value", miss->value);
		json_begin(writer, "expected", '[');
		json_put_number(writer, NULL, miss->lo);
		json_put_number(writer, NULL, miss->hi);
		json_end(writer, ']');
		json_put_number(writer, "off", miss->off);
		json_put_number(writer, "off_frac", miss->off_rel);
	} else {
		json_put_string(writer, "value", miss->is);
		json_put_string(writer, "expected", miss->wants);
	}
	json_end(writer, '}');
}

static void json_run(struct json_writer *writer, const struct replayed *run)
{
	const struct scenario *scenario = run->scenario;
	const struct expect_miss *first = expect_first_figure(&run->check);
	char seed[24];

	snprintf(seed, sizeof(seed), "%" PRIu64, scenario->seed);
	json_begin(writer, NULL, '{');
	json_put_string(writer, "file", run->name);
	json_put_string(writer, "scenario", scenario->name);
	if (scenario->engine[0] != '\0')
		json_put_string(writer, "saved_by", scenario->engine);
	json_put_string(writer, "seed", seed);
	if (scenario->fidelity == FIDELITY_EXACT)
		json_put_string(writer, "fidelity", "exact");
	else
		json_put_number(writer, "fidelity", scenario->fidelity);
	json_put_string(writer, "digest", run->result->digest);
	json_put_bool(writer, "digest_compared", run->check.digest);
	json_put_number(writer, "figures_compared", run->check.figures);
	json_put_bool(writer, "as_saved", run->check.count == 0);
	if (first)
		json_put_string(writer, "first", first->name);
	else
		json_put_null(writer, "first");
	json_begin(writer, "differ", '[');
	for (int i = 0; i < run->check.count; i++)
		json_miss(writer, &run->check.misses[i]);
	json_end(writer, ']');
	json_end(writer, '}');
}

void replay_json(FILE *out, const struct replay *replay)
{
	struct json_writer writer;

	json_writer_init(&writer, out);
	json_begin(&writer, NULL, '{');
	json_put_number(&writer, "ragtop", 1);
	json_put_string(&writer, "engine", RAGTOP_VERSION);
	json_put_number(&writer, "within", replay->within);
	json_begin(&writer, "runs", '[');
	for (int i = 0; i < replay->count; i++)
		json_run(&writer, &replay->runs[i]);
	json_end(&writer, ']');
	json_end(&writer, '}');
}
