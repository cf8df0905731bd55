// SPDX-License-Identifier: MIT
#include <assert.h>
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>

#include "base/xalloc.h"
#include "io/file.h"
#include "io/json_write.h"
#include "io/names.h"
#include "io/price_book.h"
#include "io/scenario_io.h"

void scenario_write_value(struct json_writer *writer, const char *key, enum param_id id,
			  double value)
{
	if (isnan(value)) {
		json_put_number(writer, key, value); /* null */
		return;
	}
	switch (param_table[id].kind) {
	case PARAM_NUMBER:
	case PARAM_INTEGER:
		json_put_number(writer, key, value);
		break;
	case PARAM_FLAG:
		json_put_bool(writer, key, value != 0);
		break;
	case PARAM_CHOICE:
		json_put_string(writer, key, param_table[id].choices[(int)value]);
		break;
	}
}

/* What a trace says is not said again. */
static void write_params(struct json_writer *writer, const struct scenario *scenario)
{
	json_begin(writer, "params", '{');
	for (unsigned int group = 0; group < GROUP_COUNT; group++) {
		json_begin(writer, param_group_name((enum param_group)group), '{');
		if (group == GROUP_traffic && scenario->trace)
			json_put_string(writer, "trace", scenario->trace_path);
		for (unsigned int i = 0; i < PARAM_COUNT; i++) {
			enum param_id id = (enum param_id)i;

			if (param_table[i].group_id == group && !scenario_replays(scenario, id))
				scenario_write_value(writer, param_table[i].name, id,
						     params_get(&scenario->params, id));
		}
		json_end(writer, '}');
	}
	json_end(writer, '}');
}

void scenario_write_entry(struct json_writer *writer, const struct timeline_entry *entry)
{
	char name[NAME_SIZE];

	json_begin_flat(writer, NULL, '{');
	json_put_number(writer, "at_days", entry->at_days);
	switch (entry->kind) {
	case TIMELINE_SET:
		if (entry->incident != INCIDENT_NONE)
			json_put_string(writer, "incident", incident_key(entry->incident));
		param_full_name(entry->param, name, sizeof(name));
		json_begin(writer, "set", '{');
		scenario_write_value(writer, name, entry->param, entry->value);
		json_end(writer, '}');
		if (entry->over_days > 0)
			json_put_number(writer, "over_days", entry->over_days);
		break;
	case TIMELINE_CHANGE:
		json_begin(writer, "change", '{');
		json_put_number(writer, "facts", entry->facts);
		json_put_number(writer, "query_share", entry->query_share);
		json_end(writer, '}');
		break;
	case TIMELINE_INCIDENT:
		json_put_string(writer, "incident", incident_key(entry->incident));
		if (entry->for_hours > 0)
			json_put_number(writer, "for_hours", entry->for_hours);
		if (entry->times > 0 || incident_form(entry->incident).counts_always)
			json_put_number(writer, "times", entry->times);
		break;
	case TIMELINE_SWITCH:
		json_begin(writer, "switch", '{');
		json_put_string(writer, "from", arch_key(entry->from));
		json_put_string(writer, "to", arch_key(entry->to));
		json_end(writer, '}');
		if (entry->migration_usd > 0)
			json_put_number(writer, "migration_usd", entry->migration_usd);
		break;
	case TIMELINE_NOTE:
		break;
	}
	if (entry->note[0] != '\0')
		json_put_string(writer, "note", entry->note);
	json_end(writer, '}');
}

void scenario_write_timeline(struct json_writer *writer, const struct scenario *scenario)
{
	if (scenario->timeline_count == 0)
		return;
	json_begin(writer, "timeline", '[');
	for (int i = 0; i < scenario->timeline_count; i++)
		scenario_write_entry(writer, &scenario->timeline[i]);
	json_end(writer, ']');
}

void scenario_write_targets(struct json_writer *writer, const struct scenario *scenario)
{
	json_begin(writer, "targets", '{');
	for (unsigned int i = 0; i < TARGET_COUNT; i++) {
		if (!isnan(scenario->targets[i]))
			json_put_number(writer, target_key((enum target)i), scenario->targets[i]);
	}
	json_end(writer, '}');
}

static void write_trait(struct json_writer *writer, enum trait trait, double value)
{
	const struct trait_info *info = &trait_table[trait];

	switch (info->kind) {
	case TRAIT_FLAG:
		json_put_bool(writer, info->key, value != 0);
		break;
	case TRAIT_CHOICE:
		json_put_string(writer, info->key, info->choices[(int)value]);
		break;
	case TRAIT_NUMBER:
	case TRAIT_WHOLE:
		json_put_number(writer, info->key, value);
		break;
	}
}

void scenario_write_traits(struct json_writer *writer, const struct scenario *scenario)
{
	bool any = false;

	for (unsigned int i = 0; i < TRAIT_COUNT; i++) {
		if (isnan(scenario->traits[i]))
			continue;
		if (!any)
			json_begin(writer, "traits", '{');
		any = true;
		write_trait(writer, (enum trait)i, scenario->traits[i]);
	}
	if (any)
		json_end(writer, '}');
}

/* `book`: the price book that the value is from; NULL when it is the scenario's own. */
static void write_source(struct json_writer *writer, const char *name,
			 const struct param_note *note, const char *book)
{
	json_begin_flat(writer, name, '{');
	json_put_string(writer, "kind", provenance_name(note->kind));
	if (note->note[0] != '\0')
		json_put_string(writer, "note", note->note);
	if (note->date[0] != '\0')
		json_put_string(writer, "date", note->date);
	if (book)
		json_put_string(writer, "book", book);
	json_end(writer, '}');
}

static void write_sources(struct json_writer *writer, const struct scenario *scenario)
{
	char name[NAME_SIZE];

	json_begin(writer, "sources", '{');
	for (unsigned int i = 0; i < PARAM_COUNT; i++) {
		enum param_id id = (enum param_id)i;
		const struct param_note *note = scenario_source(scenario, id);
		bool from_book = scenario_from_book(scenario, id);

		param_full_name(id, name, sizeof(name));
		if (note)
			write_source(writer, name, note, from_book ? scenario->price_book : NULL);
	}
	json_end(writer, '}');
}

static void write_expected_arch(struct json_writer *writer, const char *key,
				const struct expected_arch *expected)
{
	if (expected->present)
		json_put_string(writer, key,
				expected->nobody ? "nobody" : arch_key(expected->arch));
}

void scenario_write_expect(struct json_writer *writer, const struct scenario *scenario)
{
	if (!scenario_expects(scenario))
		return;
	json_begin(writer, "expect", '{');
	if (scenario->expect_digest[0] != '\0')
		json_put_string(writer, "digest", scenario->expect_digest);
	write_expected_arch(writer, "verdict.best", &scenario->expect_best);
	write_expected_arch(writer, "verdict.cheapest", &scenario->expect_cheapest);
	for (int i = 0; i < scenario->expect_count; i++) {
		json_begin_flat(writer, scenario->expect[i].figure, '[');
		json_put_number(writer, NULL, scenario->expect[i].lo);
		json_put_number(writer, NULL, scenario->expect[i].hi);
		json_end(writer, ']');
	}
	json_end(writer, '}');
}

static void write_archs(struct json_writer *writer, const char *key, const enum arch *archs,
			int count)
{
	json_begin_flat(writer, key, '[');
	for (int i = 0; i < count; i++)
		json_put_string(writer, NULL, arch_key(archs[i]));
	json_end(writer, ']');
}

void scenario_write_article(struct json_writer *writer, const struct scenario *scenario)
{
	const struct scenario_article *article = &scenario->article;

	if (article->id[0] == '\0')
		return;
	json_begin(writer, "article", '{');
	json_put_string(writer, "id", article->id);
	if (article->source[0] != '\0')
		json_put_string(writer, "source", article->source);
	write_archs(writer, "recommends", article->recommends, article->recommend_count);
	if (article->says[0] != '\0')
		json_put_string(writer, "says", article->says);
	if (article->shows[0] != '\0')
		json_put_string(writer, "shows", article->shows);
	json_end(writer, '}');
}

static void write_head(struct json_writer *writer, const struct scenario *scenario)
{
	char seed[24];

	if (scenario->schema[0] != '\0')
		json_put_string(writer, "$schema", scenario->schema);
	json_put_number(writer, "ragtop", 1);
	json_put_string(writer, "engine", RAGTOP_VERSION);
	json_put_string(writer, "name", scenario->name);
	if (scenario->summary[0] != '\0')
		json_put_string(writer, "summary", scenario->summary);
	scenario_write_article(writer, scenario);
	snprintf(seed, sizeof(seed), "%" PRIu64, scenario->seed);
	json_put_string(writer, "seed", seed);
	json_put_number(writer, "horizon_days", scenario->horizon_days);
	write_archs(writer, "architectures", scenario->archs, scenario->arch_count);
	assert(scenario->fidelity >= 0);
	if (scenario->fidelity == FIDELITY_EXACT)
		json_put_string(writer, "fidelity", "exact");
	else
		json_put_number(writer, "fidelity", scenario->fidelity);
	if (scenario->price_book[0] != '\0')
		json_put_string(writer, "price_book", scenario->price_book);
}

static void write_members(struct json_writer *writer, const struct scenario *scenario)
{
	write_head(writer, scenario);
	write_params(writer, scenario);
	scenario_write_timeline(writer, scenario);
	scenario_write_targets(writer, scenario);
	scenario_write_traits(writer, scenario);
	write_sources(writer, scenario);
	scenario_write_tour(writer, scenario);
	scenario_write_expect(writer, scenario);
	json_end(writer, '}');
}

void scenario_write(const struct scenario *scenario, FILE *out)
{
	struct json_writer writer;

	json_writer_init(&writer, out);
	json_begin(&writer, NULL, '{');
	write_members(&writer, scenario);
}

void scenario_write_line(const struct scenario *scenario, FILE *out)
{
	struct json_writer writer;

	json_writer_init(&writer, out);
	json_begin_flat(&writer, NULL, '{');
	write_members(&writer, scenario);
}

bool scenario_save(const struct scenario *scenario, const char *path, struct error *error)
{
	char *text;
	size_t size;
	FILE *out;
	bool ok;

	if (!scenario_trace_stays(scenario, path, error))
		return false;
	out = xmemstream(&text, &size);
	scenario_write(scenario, out);
	xmemstream_close(out);
	ok = file_save(path, text, size, error);
	free(text);
	return ok;
}
