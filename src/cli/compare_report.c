// SPDX-License-Identifier: MIT
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/format.h"
#include "base/text.h"
#include "cli/compare_report.h"
#include "cli/wrap.h"

enum { PATH_WIDTH = 29, VALUE_WIDTH = 10, DELTA_WIDTH = 11, NAME_WIDTH = 36, LINE_SIZE = 256 };

static char letter(int i)
{
	return (char)('A' + i);
}

static void put_right(FILE *out, const char *text, int width)
{
	fprintf(out, "%*s%s", text_width(text) < width ? width - text_width(text) : 1, "", text);
}

static void put_names(FILE *out, const struct comparison *comparison)
{
	for (int i = 0; i < comparison->count; i++) {
		char text[1024];

		snprintf(text, sizeof(text), "%s: %s", comparison->names[i],
			 comparison->scenarios[i]->name);
		fprintf(out, "%c  ", letter(i));
		put_wrapped(out, text, 3);
	}
	if (comparison->own_seeds)
		put_wrapped(out, "Seeds differ in the files; all were run with that of A.", 0);
}

static void param_text(enum param_id id, double value, char text[FORMAT_SIZE])
{
	const struct param_info *info = &param_table[id];

	if (isnan(value))
		snprintf(text, FORMAT_SIZE, "null");
	else if (info->kind == PARAM_CHOICE)
		snprintf(text, FORMAT_SIZE, "%s", info->choices[(int)value]);
	else
		format_set_value(text, FORMAT_SIZE, value, info->unit);
}

static void put_param(FILE *out, const struct comparison *comparison, enum param_id id)
{
	char name[64], text[FORMAT_SIZE], line[1024] = "";

	param_full_name(id, name, sizeof(name));
	put_column(out, "  ", 2);
	put_column(out, name, NAME_WIDTH);
	for (int i = 0; i < comparison->count; i++) {
		size_t used = strlen(line);

		param_text(id, params_get(&comparison->scenarios[i]->params, id), text);
		snprintf(line + used, sizeof(line) - used, "%s%c %s", i > 0 ? ", " : "", letter(i),
			 text);
	}
	fputc(' ', out);
	put_wrapped(out, line, NAME_WIDTH + 3);
}

static void put_target(FILE *out, const struct comparison *comparison, enum target target)
{
	char text[FORMAT_SIZE], line[1024] = "";

	fputs("  targets.", out);
	put_column(out, target_key(target), NAME_WIDTH - 8);
	for (int i = 0; i < comparison->count; i++) {
		size_t used = strlen(line);
		double value = comparison->scenarios[i]->targets[target];

		format_set_value(text, sizeof(text), value, target_unit(target));
		snprintf(line + used, sizeof(line) - used, "%s%c %s", i > 0 ? ", " : "", letter(i),
			 isnan(value) ? "none" : text);
	}
	fputc(' ', out);
	put_wrapped(out, line, NAME_WIDTH + 3);
}

static void put_inputs(FILE *out, const struct comparison *comparison)
{
	const struct compare_inputs *inputs = &comparison->inputs;
	const struct {
		bool differs;
		const char *name;
	} others[] = {
		{ inputs->architectures, "architectures" }, { inputs->horizon, "horizon_days" },
		{ inputs->timeline, "timeline" },           { inputs->price_book, "price_book" },
		{ inputs->trace, "traffic.trace" },         { inputs->fidelity, "fidelity" },
	};
	bool any = inputs->param_count + inputs->target_count > 0;

	fputs("\nWhat differs in the inputs\n", out);
	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++) {
		any = any || others[i].differs;
		if (others[i].differs)
			fprintf(out, "  %s\n", others[i].name);
	}
	for (int i = 0; i < inputs->target_count; i++)
		put_target(out, comparison, inputs->targets[i]);
	for (int i = 0; i < inputs->param_count; i++)
		put_param(out, comparison, inputs->params[i]);
	if (!any)
		fputs("  nothing\n", out);
}

static void verdict_text(const struct comparison *comparison, int i, char text[LINE_SIZE])
{
	const struct verdict *verdict = &comparison->results[i]->verdict;

	snprintf(text, LINE_SIZE, "%s %s; %s",
		 verdict->none_meets ? "nobody meets the targets, best value" : "best",
		 arch_label(verdict->best), verdict->why);
}

static void put_verdicts(FILE *out, const struct comparison *comparison)
{
	fputs("\nVerdicts\n", out);
	for (int i = 0; i < comparison->count; i++) {
		char text[LINE_SIZE * 2];

		verdict_text(comparison, i, text);
		fprintf(out, "  %c  ", letter(i));
		put_wrapped(out, text, 5);
	}
}

static void put_value(FILE *out, const struct result *result, enum arch arch,
		      const struct figure *figure)
{
	char text[FORMAT_SIZE] = "-";
	double value = figure_value(&result->arch[arch], figure);

	if (result->arch[arch].present && !isnan(value))
		format_value_narrow(text, sizeof(text), value, figure->unit);
	put_right(out, text, VALUE_WIDTH);
}

/* A difference inside its own interval is no news: the interval then has both signs. */
static void put_gap(FILE *out, const struct gap *gap, enum unit unit)
{
	char delta[FORMAT_SIZE] = "-", half[FORMAT_SIZE];

	if (!isnan(gap->value))
		format_delta(delta, sizeof(delta), gap->value, unit);
	put_right(out, delta, DELTA_WIDTH + 1);
	if (isnan(gap->half))
		return;
	format_value(half, sizeof(half), gap->half, unit);
	fputs(gap->half > 0 ? " ±" : "", out);
	fputs(gap->half > 0 ? half : " exactly", out);
}

static void put_figure(FILE *out, const struct comparison *comparison, int other, enum arch arch,
		       const struct figure *figure)
{
	const struct result *a = comparison->results[0], *b = comparison->results[other];
	struct gap gap = compare_gap(a, b, arch, figure);

	fputs("  ", out);
	put_column(out, figure->path, PATH_WIDTH);
	put_value(out, a, arch, figure);
	put_value(out, b, arch, figure);
	put_gap(out, &gap, figure->unit);
	fputc('\n', out);
}

static void put_arch(FILE *out, const struct comparison *comparison, int other, enum arch arch)
{
	char head[8];

	fputc('\n', out);
	put_column(out, arch_label(arch), PATH_WIDTH + 2);
	put_right(out, "A", VALUE_WIDTH);
	snprintf(head, sizeof(head), "%c", letter(other));
	put_right(out, head, VALUE_WIDTH);
	snprintf(head, sizeof(head), "%c - A", letter(other));
	put_right(out, head, DELTA_WIDTH + 1);
	fputs(" 95 %\n", out);
	for (int i = 0; i < figure_count; i++)
		if (compare_shows(&figure_table[i], comparison->results, comparison->count, arch))
			put_figure(out, comparison, other, arch, &figure_table[i]);
}

void compare_text(FILE *out, const struct comparison *comparison)
{
	put_names(out, comparison);
	put_inputs(out, comparison);
	put_verdicts(out, comparison);
	for (int other = 1; other < comparison->count; other++)
		for (unsigned int arch = 0; arch < ARCH_COUNT; arch++)
			if (compare_has(comparison->results, comparison->count, (enum arch)arch))
				put_arch(out, comparison, other, (enum arch)arch);
}
