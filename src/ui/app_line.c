// SPDX-License-Identifier: MIT
/* What the kinds of prompt mean: a value for a knob, a file name, a command, a search. */
#include "ui/app.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/format.h"
#include "base/text.h"
#include "ui/app_tour.h"

/* Characters fold only in ASCII: names of parameters and labels have no others. */
static char lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

bool app_text_contains(const char *text, const char *part)
{
	for (; *text; text++) {
		size_t i = 0;
		while (part[i] && lower(text[i]) == lower(part[i]))
			i++;
		if (part[i] == '\0')
			return true;
	}
	return part[0] == '\0';
}

static bool equals_folded(const char *a, const char *b)
{
	return strlen(a) == strlen(b) && app_text_contains(a, b);
}

/* --- a value --- */

static bool is_null_word(const char *text)
{
	return equals_folded(text, "null") || equals_folded(text, "none") || strcmp(text, "-") == 0;
}

static bool parse_listed(const struct param_info *info, const char *text, double *value,
			 struct error *error)
{
	static const char *const flags[] = { "off", "on", "no", "yes", "false", "true", "0", "1" };

	if (info->kind == PARAM_FLAG)
		for (int i = 0; i < (int)(sizeof(flags) / sizeof(flags[0])); i++)
			if (equals_folded(text, flags[i])) {
				*value = i % 2;
				return true;
			}
	if (info->kind == PARAM_FLAG)
		return error_set(error, "neither on nor off: \"%.40s\"", text);
	for (int i = 0; info->choices[i]; i++)
		if (equals_folded(text, info->choices[i])) {
			*value = i;
			return true;
		}
	return error_set(error, "no such choice: \"%.40s\"; Tab names them", text);
}

static bool parse_value(struct knob knob, const char *text, double current, double *value,
			struct error *error)
{
	if (knob_nullable(knob) && is_null_word(text)) {
		*value = (double)NAN;
		return true;
	}
	if (!knob.is_target && (param_table[knob.param].kind == PARAM_FLAG ||
				param_table[knob.param].kind == PARAM_CHOICE))
		return parse_listed(&param_table[knob.param], text, value, error);
	return parse_quantity(text, knob_unit(knob), current, value, error);
}

/* Whole numbers only where the knob has no others; out of range goes to the bound. */
static bool make_legal(struct knob knob, double *value)
{
	double lo, hi, wanted = *value;

	if (isnan(wanted))
		return false;
	if (knob_grain(knob) > 0)
		*value = floor(wanted + 0.5);
	knob_legal_range(knob, &lo, &hi);
	*value = fmin(fmax(*value, lo), hi);
	return *value != wanted;
}

static void describe_value(struct prompt *prompt, struct knob knob)
{
	char text[FORMAT_SIZE] = "", rate[FORMAT_SIZE + 16] = "";

	if (isnan(prompt->value))
		snprintf(text, sizeof(text), "%s",
			 knob.is_target                ? "no target"
			 : knob_unit(knob) == UNIT_QPM ? "as recorded, once"
						       : "as by default");
	else if (knob_unit(knob) == UNIT_CHOICE)
		snprintf(text, sizeof(text), "%s",
			 param_table[knob.param].choices[(int)prompt->value]);
	else
		format_value_long(text, sizeof(text), prompt->value, knob_unit(knob));
	if (knob_unit(knob) == UNIT_QPM && !isnan(prompt->value))
		snprintf(rate, sizeof(rate), " a month, %.3g a second", prompt->value / MONTH_S);
	snprintf(prompt->message, sizeof(prompt->message), "%s%s%s", text, rate,
		 prompt->bounded ? ", the nearest legal value" : "");
}

void app_line_restore(struct app *app)
{
	knob_set(&app->scenario, app->preview_knob, app->preview_before);
	app->edited = true;
	app->full = true;
}

/* Everything valid is tried out at once, outside the log of edits; what is not valid leaves the
 * curves as they were before. */
static void value_changed(struct app *app)
{
	struct prompt *prompt = &app->ui.prompt;
	struct knob knob = app->ui.knobs[app->ui.knob];
	struct error error;
	bool ok;

	app_line_restore(app);
	app->full = false;
	// While it is played, another value may have come into force.
	app->preview_knob = knob;
	app->preview_before = knob_get(&app->scenario, knob);
	prompt->message[0] = '\0';
	prompt->valid = false;
	if (prompt->text[strspn(prompt->text, " ")] == '\0')
		return;
	ok = parse_value(knob, prompt->text, app->preview_before, &prompt->value, &error);
	prompt->bounded = ok && make_legal(knob, &prompt->value);
	if (!ok || !edit_knob_check(&app->scenario, knob, prompt->value, &error)) {
		snprintf(prompt->message, sizeof(prompt->message), "! %.150s", error.message);
		return;
	}
	prompt->valid = true;
	describe_value(prompt, knob);
	knob_set(&app->scenario, knob, prompt->value);
}

static bool accept_value(struct app *app)
{
	const struct prompt *prompt = &app->ui.prompt;

	if (prompt->text[0] != '\0' && !prompt->valid)
		return false;
	app_line_restore(app);
	if (prompt->text[0] == '\0')
		return true;
	app_set_knob(app, app->ui.knob, prompt->value, false);
	if (prompt->bounded)
		app_say(app, "%s: %s", knob_label(app->ui.knobs[app->ui.knob]), prompt->message);
	return true;
}

static void list_units(struct app *app)
{
	struct prompt *prompt = &app->ui.prompt;
	struct knob knob = app->ui.knobs[app->ui.knob];
	struct error error;
	size_t used = 0;

	if (knob_unit(knob) != UNIT_CHOICE) {
		snprintf(prompt->message, sizeof(prompt->message),
			 "k M B  ms s min h d  $  %%  /day /s  x2  +10 %%%s",
			 knob_nullable(knob) &&
					 edit_knob_check(&app->scenario, knob, PARAM_NULL, &error)
				 ? "  none"
				 : "");
		return;
	}
	prompt->message[0] = '\0';
	for (int i = 0; param_table[knob.param].choices[i]; i++)
		used += (size_t)snprintf(prompt->message + used, sizeof(prompt->message) - used,
					 "%s%s", i > 0 ? "  " : "",
					 param_table[knob.param].choices[i]);
}

/* --- a search --- */

static bool knob_matches(struct knob knob, const char *text)
{
	char full[96];

	if (app_text_contains(knob_label(knob), text))
		return true;
	if (knob.is_target)
		return app_text_contains(target_key(knob.target), text);
	param_full_name(knob.param, full, sizeof(full));
	return app_text_contains(full, text);
}

/* From the knob after `from`, around the end; with direction 0 `from` itself counts first. */
void app_find(struct app *app, const char *text, int from, int direction)
{
	int n = app->ui.knob_count, step = direction < 0 ? -1 : 1;
	bool in_log = app->ui.zoom == PANEL_LOG;

	if (in_log && text[0] != '\0' && app_log_find(app, text, direction))
		return;
	for (int i = direction == 0 ? 0 : 1; i <= n && !in_log && text[0] != '\0'; i++) {
		int index = ((from + i * step) % n + n) % n;
		if (knob_matches(app->ui.knobs[index], text)) {
			app->ui.focus = PANEL_KNOBS;
			app_select_knob(app, index);
			return;
		}
	}
	if (app->ui.overlay == OVERLAY_PROMPT)
		snprintf(app->ui.prompt.message, sizeof(app->ui.prompt.message), "! no such %s",
			 in_log ? "row" : "knob");
	else if (text[0] != '\0')
		app_say(app, "no %s matches \"%s\"", in_log ? "row" : "knob", text);
	else
		app_say(app, "nothing to look for yet: / asks");
}

/* --- by kind --- */

void app_line_changed(struct app *app)
{
	struct prompt *prompt = &app->ui.prompt;

	app->changed = true;
	switch ((int)prompt->kind) {
	case PROMPT_VALUE:
		value_changed(app);
		return;
	case PROMPT_FIND:
		prompt->message[0] = '\0';
		if (prompt->text[0] != '\0')
			app_find(app, prompt->text, app->ui.knob, 0);
		return;
	case PROMPT_INCIDENT:
		app_incident_typing(app);
		return;
	case PROMPT_GUESS:
		app_tour_guessing(app);
		return;
	}
	prompt->message[0] = '\0';
}

void app_line_complete(struct app *app)
{
	struct prompt *prompt = &app->ui.prompt;

	app->changed = true;
	if (prompt->kind == PROMPT_VALUE)
		list_units(app);
	else if (prompt->kind != PROMPT_FIND && prompt->kind != PROMPT_INCIDENT &&
		 prompt->kind != PROMPT_GUESS)
		app_complete(app);
}

bool app_line_accept(struct app *app, const char *text)
{
	struct prompt *prompt = &app->ui.prompt;
	struct error error;
	bool ok = true;

	switch ((int)prompt->kind) {
	case PROMPT_VALUE:
		return accept_value(app);
	case PROMPT_FIND:
		snprintf(app->find_text, sizeof(app->find_text), "%s", text);
		return true;
	case PROMPT_INCIDENT:
		return app_incident_typed(app);
	case PROMPT_GUESS:
		return app_tour_guessed(app);
	case PROMPT_SAVE_AS:
		ok = app_save_as(app, text, &error);
		break;
	case PROMPT_EXPORT:
		ok = app_export(app, text, false, &error);
		break;
	case PROMPT_RECORD:
		ok = app_record_start(app, text, &error);
		break;
	case PROMPT_COMMAND:
		ok = app_command(app, text, &error);
		break;
	}
	if (!ok)
		snprintf(prompt->message, sizeof(prompt->message), "! %.150s", error.message);
	return ok;
}
