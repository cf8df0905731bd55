// SPDX-License-Identifier: MIT
#include <math.h>
#include <stdio.h>
#include <string.h>

#include <ragtop/params.h>
#include "base/format.h"
#include "base/text.h"
#include "cli/cli.h"
#include "cli/options.h"
#include "cli/output.h"
#include "io/json_write.h"

enum { TEXT_SIZE = 128 };

static const char *const kind_names[] = {
	[PARAM_NUMBER] = "number",
	[PARAM_INTEGER] = "whole number",
	[PARAM_FLAG] = "true or false",
	[PARAM_CHOICE] = "choice",
};
static const char *const scale_names[] = {
	[SCALE_LINEAR] = "linear",
	[SCALE_LOG] = "log",
	[SCALE_SQUARE] = "square",
};
static const char *const provenance_names[] = {
	[PROVENANCE_ASSUMED] = "assumed",
	[PROVENANCE_PUBLISHED] = "published",
	[PROVENANCE_MEASURED] = "measured",
};

/* As scenario files have it. */
static void plain_value(char *text, enum param_id id, double value)
{
	const struct param_info *info = &param_table[id];

	if (isnan(value))
		snprintf(text, TEXT_SIZE, "null");
	else if (info->kind == PARAM_FLAG)
		snprintf(text, TEXT_SIZE, "%s", value != 0 ? "true" : "false");
	else if (info->kind == PARAM_CHOICE)
		snprintf(text, TEXT_SIZE, "%s", info->choices[(int)value]);
	else
		snprintf(text, TEXT_SIZE, "%.10g", value);
}

/* As people write it, with its unit. */
static void shown_value(char *text, enum param_id id, double value)
{
	enum param_kind kind = param_table[id].kind;

	if (isnan(value) || kind == PARAM_FLAG || kind == PARAM_CHOICE)
		plain_value(text, id, value);
	else
		format_set_value(text, TEXT_SIZE, value, param_table[id].unit);
}

/* Legal values as files have them: a range, or the names of a choice. */
static void plain_legal(char *text, enum param_id id)
{
	const struct param_info *info = &param_table[id];
	char lo[TEXT_SIZE], hi[TEXT_SIZE];

	if (info->kind == PARAM_CHOICE) {
		text[0] = '\0';
		for (int i = 0; info->choices[i]; i++)
			snprintf(text + strlen(text), TEXT_SIZE - strlen(text), "%s%s",
				 i > 0 ? ", " : "", info->choices[i]);
		if (param_nullable(id))
			snprintf(text + strlen(text), TEXT_SIZE - strlen(text), ", null");
	} else if (info->kind == PARAM_FLAG) {
		snprintf(text, TEXT_SIZE, "true, false");
	} else {
		plain_value(lo, id, info->min);
		plain_value(hi, id, info->max);
		snprintf(text, TEXT_SIZE, "%.40s to %.40s%s", lo, hi,
			 param_nullable(id) ? ", null" : "");
	}
}

static void put_column(FILE *out, const char *text, int width)
{
	fputs(text, out);
	for (int i = text_width(text); i < width; i++)
		fputc(' ', out);
	fputs("  ", out);
}

static void write_text(FILE *out)
{
	char name[TEXT_SIZE], value[TEXT_SIZE];

	for (unsigned int i = 0; i < PARAM_COUNT; i++) {
		enum param_id id = (enum param_id)i;

		if (i == 0 || param_table[i].group_id != param_table[i - 1].group_id)
			fprintf(out, "%s%s\n", i == 0 ? "" : "\n",
				param_group_title(param_table[i].group_id));
		param_full_name(id, name, sizeof(name));
		shown_value(value, id, param_table[i].def);
		fputs("  ", out);
		put_column(out, name, 31);
		put_column(out, value, 10);
		fprintf(out, "%s\n", param_table[i].help);
	}
}

static void write_markdown_row(FILE *out, enum param_id id)
{
	const struct param_info *info = &param_table[id];
	char def[TEXT_SIZE], legal[TEXT_SIZE], lo[TEXT_SIZE], hi[TEXT_SIZE];

	shown_value(def, id, info->def);
	plain_legal(legal, id);
	fprintf(out, "| `%s.%s` | %s%s | %s | %s | ", info->group, info->name, info->help,
		info->fixed_in_time ? " (fixed for the whole run)" : "", def, legal);
	if (info->kind == PARAM_CHOICE || info->kind == PARAM_FLAG) {
		fputs("– | ", out);
	} else {
		shown_value(lo, id, info->slider_lo);
		shown_value(hi, id, info->slider_hi);
		fprintf(out, "%s to %s, %s | ", lo, hi, scale_names[info->scale]);
	}
	fprintf(out, "%s | %s: %s |\n", info->affects, provenance_names[info->provenance],
		info->source);
}

static void write_markdown(FILE *out)
{
	fputs("# Parameters\n\n"
	      "Made by `make docs` from `include/ragtop/params.def`; do not edit.\n\n"
	      "A scenario file sets them as `\"params\": {\"rag\": {\"context_tok\": 500}}`, the "
	      "command line as\n"
	      "`--set rag.context_tok=500`. Files hold plain numbers in the unit of the name "
	      "(seconds, dollars,\n"
	      "tokens, shares of 1); `--set` understands units as well: `200ms`, `3d`, `50M`, "
	      "`2 %`.\n"
	      "S0 to S4 are the five source articles.\n",
	      out);
	for (unsigned int i = 0; i < PARAM_COUNT; i++) {
		if (i == 0 || param_table[i].group_id != param_table[i - 1].group_id)
			fprintf(out,
				"\n## %s\n\n"
				"| name | what | default | in a file | slider | moves | source |\n"
				"|---|---|---|---|---|---|---|\n",
				param_group_title(param_table[i].group_id));
		write_markdown_row(out, (enum param_id)i);
	}
}

static void write_json_value(struct json_writer *writer, const char *key, enum param_id id,
			     double value)
{
	char text[TEXT_SIZE];

	plain_value(text, id, value);
	if (isnan(value))
		json_put_number(writer, key, value); /* null */
	else if (param_table[id].kind == PARAM_FLAG)
		json_put_bool(writer, key, value != 0);
	else if (param_table[id].kind == PARAM_CHOICE)
		json_put_string(writer, key, text);
	else
		json_put_number(writer, key, value);
}

static void write_json_ranges(struct json_writer *writer, const struct param_info *info)
{
	if (info->kind == PARAM_CHOICE) {
		json_begin_flat(writer, "choices", '[');
		for (int i = 0; info->choices[i]; i++)
			json_put_string(writer, NULL, info->choices[i]);
		json_end(writer, ']');
	} else if (info->kind != PARAM_FLAG) {
		json_put_number(writer, "min", info->min);
		json_put_number(writer, "max", info->max);
		json_put_number(writer, "slider_lo", info->slider_lo);
		json_put_number(writer, "slider_hi", info->slider_hi);
		json_put_string(writer, "scale", scale_names[info->scale]);
	}
}

static void write_json_param(struct json_writer *writer, enum param_id id)
{
	const struct param_info *info = &param_table[id];
	char name[TEXT_SIZE];

	param_full_name(id, name, sizeof(name));
	json_begin(writer, NULL, '{');
	json_put_string(writer, "name", name);
	json_put_string(writer, "label", info->label);
	json_put_string(writer, "help", info->help);
	json_put_string(writer, "kind", kind_names[info->kind]);
	json_put_bool(writer, "nullable", info->nullable);
	write_json_value(writer, "default", id, info->def);
	write_json_ranges(writer, info);
	json_put_bool(writer, "fixed_in_time", info->fixed_in_time);
	json_put_string(writer, "affects", info->affects);
	json_put_string(writer, "provenance", provenance_names[info->provenance]);
	json_put_string(writer, "source", info->source);
	json_end(writer, '}');
}

static void write_json(FILE *out)
{
	struct json_writer writer;

	json_writer_init(&writer, out);
	json_begin(&writer, NULL, '[');
	for (unsigned int i = 0; i < PARAM_COUNT; i++)
		write_json_param(&writer, (enum param_id)i);
	json_end(&writer, ']');
}

static const struct option params_options[] = {
	{ "--markdown", NULL, "as the page docs/PARAMETERS.md", OPTION_FLAG,
	  offsetof(struct options, markdown), 1, 0 },
	{ 0 },
};

static const struct usage usage = {
	.synopsis = "params [--json|--markdown]",
	.summary = "Lists every parameter that a scenario can set, with its default.",
	.tables = { listing_options, params_options },
};

int command_params(int argc, char **argv)
{
	struct options options;
	struct output output;
	struct error error;

	if (!options_parse(&usage, argc, argv, &options, &error))
		return cli_fail(&error);
	if (options.help) {
		options_help(&usage, stdout);
		return EXIT_OK;
	}
	if (!output_open(&output, &error))
		return cli_fail(&error);
	if (options.json)
		write_json(output.stream);
	else if (options.markdown)
		write_markdown(output.stream);
	else
		write_text(output.stream);
	return output_close(&output, NULL, &error) ? EXIT_OK : cli_fail(&error);
}
