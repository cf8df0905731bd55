// SPDX-License-Identifier: MIT
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/format.h"
#include "cli/param_text.h"
#include "cli/wrap.h"

enum { TEXT_SIZE = 256, LABEL_WIDTH = 10, NAME_WIDTH = 39, VALUE_WIDTH = 15, HELP_INDENT = 6 };

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

static bool is_number(enum param_id id)
{
	enum param_kind kind = param_table[id].kind;

	return kind == PARAM_NUMBER || kind == PARAM_INTEGER;
}

/* As scenario files have it. */
static void plain_value(char *text, enum param_id id, double value)
{
	if (!isnan(value) && is_number(id))
		snprintf(text, TEXT_SIZE, "%.10g", value);
	else
		format_param_value(text, TEXT_SIZE, id, value);
}

static void shown_value(char text[TEXT_SIZE], enum param_id id, double value)
{
	format_param_value(text, TEXT_SIZE, id, value);
}

static void add(char *text, const char *more)
{
	size_t used = strlen(text);

	snprintf(text + used, TEXT_SIZE - used, "%s", more);
}

/* Legal values as files have them: a range, or the names of a choice. */
static void plain_legal(char *text, enum param_id id)
{
	const struct param_info *info = &param_table[id];
	char value[TEXT_SIZE];

	text[0] = '\0';
	if (info->kind == PARAM_CHOICE) {
		for (int i = 0; info->choices[i]; i++) {
			add(text, i > 0 ? ", " : "");
			add(text, info->choices[i]);
		}
	} else if (info->kind == PARAM_FLAG) {
		add(text, "true, false");
	} else {
		plain_value(value, id, info->min);
		add(text, value);
		add(text, " to ");
		plain_value(value, id, info->max);
		add(text, value);
	}
	if (info->nullable)
		add(text, ", null");
}

/* The ends of its knob. */
static void shown_slider(char *text, enum param_id id)
{
	const struct param_info *info = &param_table[id];
	char value[TEXT_SIZE];

	shown_value(text, id, info->slider_lo);
	add(text, " to ");
	shown_value(value, id, info->slider_hi);
	add(text, value);
	add(text, ", ");
	add(text, scale_names[info->scale]);
}

void param_list(FILE *out, enum param_id id)
{
	const struct param_info *info = &param_table[id];
	char name[TEXT_SIZE], value[TEXT_SIZE];

	param_full_name(id, name, sizeof(name));
	shown_value(value, id, info->def);
	fputs("  ", out);
	put_column(out, name, NAME_WIDTH);
	put_column(out, value, VALUE_WIDTH);
	fprintf(out, "%s\n%*s", unit_name(info->unit), HELP_INDENT, "");
	put_wrapped(out, info->help, HELP_INDENT);
}

static void put_labelled(FILE *out, const char *label, const char *text)
{
	fputs("  ", out);
	put_column(out, label, LABEL_WIDTH);
	put_wrapped(out, text, 2 + LABEL_WIDTH);
}

static void put_default(FILE *out, enum param_id id)
{
	char text[TEXT_SIZE], plain[TEXT_SIZE];

	shown_value(text, id, param_table[id].def);
	plain_value(plain, id, param_table[id].def);
	if (strcmp(text, plain) != 0) {
		add(text, ", in a file ");
		add(text, plain);
	}
	put_labelled(out, "default", text);
}

static void put_kind(FILE *out, enum param_id id)
{
	const struct param_info *info = &param_table[id];
	char text[TEXT_SIZE];

	snprintf(text, sizeof(text), "%s%s%s", kind_names[info->kind],
		 is_number(id) && info->unit != UNIT_NONE ? ", " : "",
		 is_number(id) ? unit_name(info->unit) : "");
	put_labelled(out, "kind", text);
	plain_legal(text, id);
	put_labelled(out, "legal", text);
	if (is_number(id)) {
		shown_slider(text, id);
		put_labelled(out, "slider", text);
	}
	if (info->nullable)
		put_labelled(out, "null", param_null_meaning(id));
}

static void put_source(FILE *out, enum param_id id)
{
	const struct param_info *info = &param_table[id];
	char text[TEXT_SIZE];

	snprintf(text, sizeof(text), "%s: %s%s%s%s", provenance_name(info->provenance),
		 info->source, info->date ? " (" : "", info->date ? info->date : "",
		 info->date ? ")" : "");
	put_labelled(out, "source", text);
}

/* How the default would be given. */
static void put_uses(FILE *out, enum param_id id)
{
	const struct param_info *info = &param_table[id];
	const char *quote = info->kind == PARAM_CHOICE && !isnan(info->def) ? "\"" : "";
	char value[TEXT_SIZE], text[2 * TEXT_SIZE];

	plain_value(value, id, info->def);
	snprintf(text, sizeof(text), "\"%s\": { \"%s\": %s%s%s }", info->group, info->name, quote,
		 value, quote);
	put_labelled(out, "params", text);
	snprintf(text, sizeof(text), "--set %s.%s=%s", info->group, info->name, value);
	put_labelled(out, "option", text);
}

void param_explain(FILE *out, enum param_id id)
{
	const struct param_info *info = &param_table[id];
	fprintf(out, "%s.%s: %s\n", info->group, info->name, info->label);
	put_wrapped(out, info->help, 0);
	fputc('\n', out);
	put_default(out, id);
	put_kind(out, id);
	put_labelled(out, "affects", info->affects);
	put_labelled(out, "in time",
		     info->fixed_in_time ? "fixed for the whole run"
					 : "may change on a day of the timeline");
	put_source(out, id);
	put_uses(out, id);
}

bool param_cites_article(enum param_id id)
{
	const char *at = strchr(param_table[id].source, 'S');

	while (at && !(at[1] >= '0' && at[1] <= '4' && at[2] == ':'))
		at = strchr(at + 1, 'S');
	return at != NULL;
}

/* ---- as a page ---- */

void param_markdown_head(FILE *out, enum param_group group)
{
	fprintf(out,
		"\n## %s\n\n"
		"| name | what | default | unit | in a file | slider | affects | provenance | "
		"source | date |\n|---|---|---|---|---|---|---|---|---|---|\n",
		param_group_title(group));
}

void param_markdown(FILE *out, enum param_id id)
{
	const struct param_info *info = &param_table[id];
	char def[TEXT_SIZE], legal[TEXT_SIZE], slider[TEXT_SIZE] = "–";

	shown_value(def, id, info->def);
	plain_legal(legal, id);
	if (is_number(id))
		shown_slider(slider, id);
	fprintf(out, "| `%s.%s` | %s%s | %s | %s | %s | %s | %s | %s | %s | %s |\n", info->group,
		info->name, info->help, info->fixed_in_time ? " (fixed for the whole run)" : "",
		def, unit_name(info->unit), legal, slider, info->affects,
		provenance_name(info->provenance), info->source, info->date ? info->date : "");
}

/* ---- as JSON ---- */

static void json_value(struct json_writer *writer, const char *key, enum param_id id, double value)
{
	char text[TEXT_SIZE];

	if (isnan(value) || is_number(id)) {
		json_put_number(writer, key, value); /* or null */
	} else if (param_table[id].kind == PARAM_FLAG) {
		json_put_bool(writer, key, value != 0);
	} else {
		plain_value(text, id, value);
		json_put_string(writer, key, text);
	}
}

static void json_ranges(struct json_writer *writer, const struct param_info *info)
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

static void json_text(struct json_writer *writer, const char *key, const char *text)
{
	if (text)
		json_put_string(writer, key, text);
	else
		json_put_null(writer, key);
}

void param_json(struct json_writer *writer, enum param_id id)
{
	const struct param_info *info = &param_table[id];
	char name[TEXT_SIZE];

	param_full_name(id, name, sizeof(name));
	json_begin(writer, NULL, '{');
	json_put_string(writer, "name", name);
	json_put_string(writer, "group", param_group_title(info->group_id));
	json_put_string(writer, "label", info->label);
	json_put_string(writer, "help", info->help);
	json_put_string(writer, "kind", kind_names[info->kind]);
	json_put_string(writer, "unit", unit_name(info->unit));
	json_put_bool(writer, "nullable", info->nullable);
	json_text(writer, "null_means", param_null_meaning(id));
	json_value(writer, "default", id, info->def);
	json_ranges(writer, info);
	json_put_bool(writer, "fixed_in_time", info->fixed_in_time);
	json_put_string(writer, "affects", info->affects);
	json_put_string(writer, "provenance", provenance_name(info->provenance));
	json_put_string(writer, "source", info->source);
	json_text(writer, "date", info->date);
	json_end(writer, '}');
}
