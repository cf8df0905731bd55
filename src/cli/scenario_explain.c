// SPDX-License-Identifier: MIT
#include <math.h>
#include <stdio.h>
#include <string.h>

#include <ragtop/result.h>
#include "base/entry_text.h"
#include "base/format.h"
#include "base/text.h"
#include "cli/scenario_explain.h"
#include "cli/wrap.h"
#include "io/price_book.h"
#include "io/scenario_io.h"

enum { LABEL_WIDTH = 14, NAME_WIDTH = 34, VALUE_WIDTH = 12, TEXT_SIZE = 160 };

static void add(char *text, size_t size, const char *separator, const char *more)
{
	size_t used = strlen(text);

	snprintf(text + used, size - used, "%s%s", used > 0 ? separator : "", more);
}

void scenario_recommended(const struct scenario *scenario, const char *(*name)(enum arch arch),
			  char *text, size_t size)
{
	const struct scenario_article *article = &scenario->article;

	text[0] = '\0';
	for (int i = 0; i < article->recommend_count; i++)
		add(text, size, ", ", name(article->recommends[i]));
	if (article->id[0] != '\0' && article->recommend_count == 0)
		snprintf(text, size, "nothing");
}

static void put_labelled(FILE *out, const char *label, const char *text)
{
	if (text[0] == '\0')
		return;
	put_column(out, label, LABEL_WIDTH);
	put_wrapped(out, text, LABEL_WIDTH);
}

static void put_article(FILE *out, const struct scenario *scenario)
{
	const struct scenario_article *article = &scenario->article;
	char text[TEXT_SIZE] = "";

	if (article->id[0] == '\0')
		return;
	fputc('\n', out);
	add(text, sizeof(text), "", article->id);
	if (article->source[0] != '\0')
		add(text, sizeof(text), ", ", article->source);
	put_labelled(out, "article", text);
	scenario_recommended(scenario, arch_label, text, sizeof(text));
	put_labelled(out, "recommends", text);
	put_labelled(out, "it says", article->says);
	put_labelled(out, "the run shows", article->shows);
}

static void put_compared(FILE *out, const struct scenario *scenario)
{
	char text[TEXT_SIZE] = "", number[FORMAT_SIZE];

	for (int i = 0; i < scenario->arch_count; i++)
		add(text, sizeof(text), ", ", arch_label(scenario->archs[i]));
	snprintf(number, sizeof(number), "%.10g", scenario->horizon_days);
	add(text, sizeof(text), ", over ", number);
	add(text, sizeof(text), " ", "days");
	put_labelled(out, "compares", text);
}

static void put_targets(FILE *out, const struct scenario *scenario)
{
	char text[2 * TEXT_SIZE] = "", value[FORMAT_SIZE], line[TEXT_SIZE];

	for (unsigned int i = 0; i < TARGET_COUNT; i++) {
		enum target target = (enum target)i;

		if (isnan(scenario->targets[i]))
			continue;
		format_value_long(value, sizeof(value), scenario->targets[i], target_unit(target));
		snprintf(line, sizeof(line), "%s %s %s", target_key(target),
			 target_is_floor(target) ? "at least" : "at most", value);
		add(text, sizeof(text), ", ", line);
	}
	put_labelled(out, "targets", text);
}

static void trait_text(char *text, size_t size, const struct trait_info *info, double value)
{
	if (info->kind == TRAIT_CHOICE)
		snprintf(text, size, "%s", info->choices[(int)value]);
	else if (info->kind == TRAIT_FLAG)
		snprintf(text, size, "%s", value != 0 ? "yes" : "no");
	else
		format_set_value(text, size, value, info->unit);
}

static void put_traits(FILE *out, const struct scenario *scenario)
{
	char text[8 * TEXT_SIZE] = "", value[FORMAT_SIZE], line[TEXT_SIZE];

	for (unsigned int i = 0; i < TRAIT_COUNT; i++) {
		if (isnan(scenario->traits[i]))
			continue;
		trait_text(value, sizeof(value), &trait_table[i], scenario->traits[i]);
		snprintf(line, sizeof(line), "%s: %s", trait_table[i].label, value);
		add(text, sizeof(text), ", ", line);
	}
	put_labelled(out, "traits", text);
}

static void put_value(FILE *out, const struct scenario *scenario, enum param_id id)
{
	const struct param_note *note = scenario_source(scenario, id);
	char name[TEXT_SIZE], value[TEXT_SIZE];

	param_full_name(id, name, sizeof(name));
	format_param_value(value, sizeof(value), id, params_get(&scenario->params, id));
	fputs("  ", out);
	put_column(out, name, NAME_WIDTH);
	fprintf(out, "%s\n", value);
	if (note->note[0] != '\0') {
		fputs("      ", out);
		put_wrapped(out, note->note, 6);
	}
}

static bool is_of_kind(const struct scenario *scenario, enum param_id id, enum provenance kind)
{
	const struct param_note *note = scenario_source(scenario, id);

	return note && note->kind == kind;
}

static void put_values(FILE *out, const struct scenario *scenario, enum provenance kind)
{
	int count = 0;

	for (unsigned int i = 0; i < PARAM_COUNT; i++)
		count += is_of_kind(scenario, (enum param_id)i, kind);
	if (count == 0)
		return;
	fprintf(out, "\n%s (%d)\n", provenance_name(kind), count);
	for (unsigned int i = 0; i < PARAM_COUNT; i++) {
		if (is_of_kind(scenario, (enum param_id)i, kind))
			put_value(out, scenario, (enum param_id)i);
	}
}

static void put_timeline(FILE *out, const struct scenario *scenario)
{
	char text[SCENARIO_NOTE_SIZE + 2 * TEXT_SIZE], day[TEXT_SIZE];

	if (scenario->timeline_count > 0)
		fputs("\ntimeline\n", out);
	for (int i = 0; i < scenario->timeline_count; i++) {
		snprintf(day, sizeof(day), "day %.4g", scenario->timeline[i].at_days);
		fputs("  ", out);
		put_column(out, day, LABEL_WIDTH - 2);
		entry_text(&scenario->timeline[i], ENTRY_NAMES, text, sizeof(text));
		put_wrapped(out, text, LABEL_WIDTH);
	}
}

static void put_expected_arch(FILE *out, const char *what, const struct expected_arch *expected)
{
	if (!expected->present)
		return;
	fputs("  ", out);
	put_column(out, what, NAME_WIDTH);
	fprintf(out, "%s\n", expected->nobody ? "nobody" : arch_key(expected->arch));
}

static void put_expected(FILE *out, const struct expectation *expectation)
{
	const struct figure *figure;
	char lo[FORMAT_SIZE], hi[FORMAT_SIZE];
	enum arch arch;

	if (!figure_find(expectation->figure, &arch, &figure))
		return;
	format_value_long(lo, sizeof(lo), expectation->lo, figure->unit);
	format_value_long(hi, sizeof(hi), expectation->hi, figure->unit);
	fputs("  ", out);
	put_column(out, expectation->figure, NAME_WIDTH);
	if (strcmp(lo, hi) == 0)
		fprintf(out, "%s%s\n", strlen(expectation->figure) < NAME_WIDTH ? "" : "  ", lo);
	else
		fprintf(out, "%s%s to %s\n", strlen(expectation->figure) < NAME_WIDTH ? "" : "  ",
			lo, hi);
}

static void put_expect(FILE *out, const struct scenario *scenario)
{
	if (!scenario_expects(scenario))
		return;
	fputs("\nexpected of a run\n", out);
	if (scenario->expect_digest[0] != '\0') {
		fputs("  ", out);
		put_column(out, "digest", NAME_WIDTH);
		fprintf(out, "%s\n", scenario->expect_digest);
	}
	put_expected_arch(out, "verdict.best", &scenario->expect_best);
	put_expected_arch(out, "verdict.cheapest", &scenario->expect_cheapest);
	for (int i = 0; i < scenario->expect_count; i++)
		put_expected(out, &scenario->expect[i]);
}

void scenario_explain(FILE *out, const char *name, const char *file,
		      const struct scenario *scenario)
{
	fprintf(out, "%s: ", name);
	put_wrapped(out, scenario->name,
		    text_width(name) < WRAP_WIDTH / 2 ? text_width(name) + 2 : 4);
	if (file[0] != '\0' && strcmp(file, name) != 0)
		fprintf(out, "%s\n", file);
	if (scenario->summary[0] != '\0')
		fputc('\n', out);
	put_wrapped(out, scenario->summary, 0);
	put_article(out, scenario);
	fputc('\n', out);
	put_compared(out, scenario);
	put_labelled(out, "prices", price_book_label(scenario->price_book));
	put_labelled(out, "replays", scenario->trace_path);
	put_targets(out, scenario);
	put_traits(out, scenario);
	put_values(out, scenario, PROVENANCE_ASSUMED);
	put_values(out, scenario, PROVENANCE_PUBLISHED);
	put_values(out, scenario, PROVENANCE_MEASURED);
	put_timeline(out, scenario);
	put_expect(out, scenario);
}

void scenario_head_json(struct json_writer *writer, const char *name, const char *file,
			const struct scenario *scenario)
{
	json_put_string(writer, "scenario", name);
	json_put_string(writer, "name", scenario->name);
	json_put_string(writer, "summary", scenario->summary);
	if (file[0] != '\0')
		json_put_string(writer, "file", file);
	scenario_write_article(writer, scenario);
}

static void put_value_json(struct json_writer *writer, const struct scenario *scenario,
			   enum param_id id)
{
	const struct param_note *note = scenario_source(scenario, id);
	char name[TEXT_SIZE];

	param_full_name(id, name, sizeof(name));
	json_begin(writer, NULL, '{');
	json_put_string(writer, "param", name);
	scenario_write_value(writer, "value", id, params_get(&scenario->params, id));
	json_put_string(writer, "kind", provenance_name(note->kind));
	json_put_string(writer, "note", note->note);
	if (note->date[0] != '\0')
		json_put_string(writer, "date", note->date);
	json_end(writer, '}');
}

void scenario_explain_json(struct json_writer *writer, const char *name, const char *file,
			   const struct scenario *scenario)
{
	json_begin(writer, NULL, '{');
	scenario_head_json(writer, name, file, scenario);
	json_put_number(writer, "horizon_days", scenario->horizon_days);
	json_begin_flat(writer, "architectures", '[');
	for (int i = 0; i < scenario->arch_count; i++)
		json_put_string(writer, NULL, arch_key(scenario->archs[i]));
	json_end(writer, ']');
	if (scenario->price_book[0] != '\0')
		json_put_string(writer, "price_book", scenario->price_book);
	if (scenario->trace_path[0] != '\0')
		json_put_string(writer, "trace", scenario->trace_path);
	scenario_write_targets(writer, scenario);
	scenario_write_traits(writer, scenario);
	json_begin(writer, "values", '[');
	for (unsigned int i = 0; i < PARAM_COUNT; i++) {
		if (scenario_source(scenario, (enum param_id)i))
			put_value_json(writer, scenario, (enum param_id)i);
	}
	json_end(writer, ']');
	scenario_write_timeline(writer, scenario);
	scenario_write_expect(writer, scenario);
	json_end(writer, '}');
}
