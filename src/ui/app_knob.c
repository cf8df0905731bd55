// SPDX-License-Identifier: MIT
/* Turning knobs: steps, drags, typed values, reset, locks, undo, and the way to the crossing. */
#include "ui/app.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/entry_text.h"
#include "base/format.h"
#include "io/scenario_io.h"

#define STEP 0.01 /* of the track, one key press */
#define FINE_STEPS 0.1
#define SAME_PLACE 0.004 /* relative: a crossing this near is where we are already */

/* --- which knobs --- */

static const struct knob first_knobs[] = {
	{ .param = P_traffic_volume_qpm },
	{ .param = P_knowledge_updates_per_month },
	{ .param = P_rag_context_tok },
	{ .param = P_traffic_answer_tok },
	{ .is_target = true, .target = TARGET_TTFT_P95_S },
	{ .is_target = true, .target = TARGET_STALE_ANSWER_FRAC },
	{ .param = P_base_input_usd_per_mtok },
	{ .param = P_base_output_usd_per_mtok },
	{ .param = P_ft_run_usd },
	{ .param = P_ft_upfront_usd },
	{ .param = P_rag_vector_db_usd_per_month },
	{ .param = P_rag_index_lag_s },
	{ .param = P_traffic_growth_frac_per_month },
	{ .param = P_traffic_diurnal_frac },
	{ .param = P_traffic_burst_cv },
	{ .param = P_rag_search_s },
	{ .param = P_rag_search_servers },
	{ .param = P_ft_hosting_usd_per_month },
	{ .param = P_ft_answer_tok },
	{ .param = P_ft_eval_pass_frac },
	{ .param = P_hybrid_retrain_every_days },
	{ .param = P_money_amortise_months },
	{ .is_target = true, .target = TARGET_LATENCY_P95_S },
	{ .is_target = true, .target = TARGET_CORRECT_FRAC },
	{ .is_target = true, .target = TARGET_MONTHLY_USD },
};

enum { FIRST_COUNT = sizeof(first_knobs) / sizeof(first_knobs[0]) };

static bool is_among(const struct knob *knobs, int count, struct knob knob)
{
	for (int i = 0; i < count; i++)
		if (knob_equal(knobs[i], knob))
			return true;
	return false;
}

int app_knobs_init(struct knob knobs[SESSION_KNOBS_MAX])
{
	int count = 0;

	for (int i = 0; i < FIRST_COUNT; i++)
		knobs[count++] = first_knobs[i];
	for (int i = 0; i < PARAM_COUNT && count < SESSION_KNOBS_MAX; i++) {
		struct knob knob = { .param = (enum param_id)i };
		if (!is_among(first_knobs, FIRST_COUNT, knob))
			knobs[count++] = knob;
	}
	return count;
}

int app_find_knob(const struct app *app, struct knob knob)
{
	for (int i = 0; i < app->ui.knob_count; i++) {
		struct knob other = app->ui.knobs[i];
		other.dated = knob.dated;
		if (knob_equal(other, knob))
			return i;
	}
	return 0;
}

void app_select_knob(struct app *app, int index)
{
	app->ui.knob = index < 0 ? 0 : index >= app->ui.knob_count ? app->ui.knob_count - 1 : index;
	app->changed = true;
}

/* --- values --- */

double app_round(double value, int digits)
{
	char text[64];

	snprintf(text, sizeof(text), "%.*e", digits - 1, value);
	return strtod(text, NULL);
}

/* The value nearest to `exact` with few digits that is not `from`: three, or as many as it takes.
 * */
static double round_away(struct knob knob, double exact, double from)
{
	for (int digits = 3; digits < 16; digits++) {
		double value = app_round(exact, digits);
		if (value != from && (value > from) == (exact > from) && knob_legal(knob, value))
			return value;
	}
	return exact;
}

void app_say_value(struct app *app, struct knob knob, const char *verb)
{
	char value[FORMAT_SIZE];
	double set = knob_get(&app->scenario, knob);

	if (isnan(set))
		snprintf(value, sizeof(value), "%s", knob.is_target ? "none" : "null");
	else if (knob_unit(knob) == UNIT_CHOICE)
		snprintf(value, sizeof(value), "%s", param_table[knob.param].choices[(int)set]);
	else
		format_set_value(value, sizeof(value), set, knob_unit(knob));
	if (knob.dated > 0)
		app_say(app, "%s%s: %s, from day %g on", knob_label(knob), verb, value,
			app->scenario.timeline[knob.dated - 1].at_days);
	else
		app_say(app, "%s%s: %s", knob_label(knob), verb, value);
}

bool app_set_knob(struct app *app, int index, double value, bool merge)
{
	struct knob knob = app->ui.knobs[index];
	struct error error;

	if (app_baseline_refuses(app, ACTION_TYPE_VALUE))
		return false;
	if (!edit_knob_check(&app->scenario, knob, value, &error)) {
		app_complain(app, "%s", error.message);
		return false;
	}
	if (app->ui.locked[index]) {
		app_complain(app, "%s is locked; x unlocks it", knob_label(knob));
		return false;
	}
	if (!edit_knob(&app->log, &app->scenario, knob, value, merge))
		return true;
	if (knob.dated > 0)
		app_say_value(app, knob, "");
	app->edited = true;
	app->full = !merge;
	app->changed = true;
	return true;
}

/* A row of key presses is one step of undo and is drawn like a drag, until the keys rest. */
static void set_by_key(struct app *app, double value)
{
	if (app_set_knob(app, app->ui.knob, value, true))
		app->settle_s = app->now_s + APP_SETTLE_S;
}

static void turn_listed(struct app *app, struct knob knob, double value, double steps)
{
	double lo, hi;

	knob_legal_range(knob, &lo, &hi);
	value = fmin(fmax(value + (steps > 0 ? 1 : -1), lo), hi);
	set_by_key(app, value);
}

static bool is_listed(struct knob knob)
{
	return !knob.is_target && (param_table[knob.param].kind == PARAM_CHOICE ||
				   param_table[knob.param].kind == PARAM_FLAG);
}

/* Null has no place on the track: the first turn takes the middle of it. */
static double turned(struct knob knob, double value, double steps)
{
	double exact, grain = knob_grain(knob);

	if (isnan(value))
		return round_away(knob, knob_from_position(knob, 0.5), -1);
	exact = knob_from_position(knob, knob_to_position(knob, value) + steps * STEP);
	if (grain > 0 && fabs(exact - value) < grain)
		exact = value + (steps > 0 ? grain : -grain);
	return exact;
}

void app_turn(struct app *app, double steps)
{
	struct knob knob = app->ui.knobs[app->ui.knob];
	double value = knob_get(&app->scenario, knob);
	double exact, lo, hi;

	if (is_listed(knob)) {
		turn_listed(app, knob, value, steps);
		return;
	}
	// From the pace of a trace on.
	if (isnan(value) && !knob.is_target && knob.param == P_traffic_volume_qpm)
		value = scenario_volume_qpm(&app->scenario);
	exact = turned(knob, value, steps);
	knob_slider_range(knob, &lo, &hi);
	// Also when the value lies beyond the track: then it must not jump back onto it.
	if (!isnan(value) && ((steps > 0 && (exact <= value || value >= hi)) ||
			      (steps < 0 && (exact >= value || value <= lo)))) {
		app_say(app, "%s is at the end of its track; = types any value", knob_label(knob));
		return;
	}
	if (!isnan(value) && exact > lo && exact < hi && knob_grain(knob) == 0)
		exact = round_away(knob, exact, value);
	set_by_key(app, fmin(fmax(exact, lo), hi));
}

static double position_value(struct knob knob, double position)
{
	double value = knob_from_position(knob, position);

	return position <= 0 || position >= 1 || knob_grain(knob) > 0 ? value : app_round(value, 3);
}

void app_drag_to(struct app *app, int index, double position)
{
	struct knob knob = app->ui.knobs[index];
	double lo, hi, value = position_value(knob, fmin(fmax(position, 0), 1));

	if (is_listed(knob)) {
		knob_legal_range(knob, &lo, &hi);
		value = floor(lo + (hi - lo) * fmin(fmax(position, 0), 1) + 0.5);
	}
	app_set_knob(app, index, value, true);
}

/* The volume plot's axis is that of the curve. */
void app_drag_volume(struct app *app, double position)
{
	const struct curve *curve = &app->shown.curve;
	struct knob volume = { .param = P_traffic_volume_qpm };
	int index = app_find_knob(app, volume);
	double at = fmin(fmax(position, 0), 1);

	if (curve->point_count == 0)
		return;
	app_select_knob(app, index);
	app_set_knob(app, index,
		     app_round(curve->lo_qpm * pow(curve->hi_qpm / curve->lo_qpm, at), 3), true);
}

void app_drag_end(struct app *app)
{
	edit_close(&app->log);
	app->edited = true;
	app->full = true;
}

void app_reset_knob(struct app *app, int index)
{
	struct knob knob = app->ui.knobs[index];
	double value = edit_reset_value(&app->scenario, &app->ui.file, knob);
	bool to_file = value ==
		       knob_get(&app->ui.file, knob_there(&app->scenario, &app->ui.file, knob));

	if (!knob_legal(knob, value) || !app_set_knob(app, index, value, false))
		return;
	app_say_value(app, knob, to_file ? " as in the file" : " by default");
}

static bool has_entry(const struct edit_timeline *timeline, const struct timeline_entry *entry)
{
	for (int i = 0; i < timeline->count; i++)
		if (edit_entry_same(&timeline->entries[i], entry))
			return true;
	return false;
}

/* The entry that the edit brings, or takes away. */
static void say_timeline(struct app *app, const struct edit *edit, bool redo)
{
	const struct edit_timeline *now = redo ? &edit->timeline_after : &edit->timeline_before;
	const struct edit_timeline *then = redo ? &edit->timeline_before : &edit->timeline_after;
	const char *what = redo ? "again" : "back";
	const struct timeline_entry *entry = NULL;
	char text[SCENARIO_NOTE_SIZE + 64];

	for (int i = 0; i < then->count; i++)
		if (!has_entry(now, &then->entries[i])) {
			entry = &then->entries[i];
			what = "gone";
		}
	for (int i = 0; i < now->count; i++)
		if (!has_entry(then, &now->entries[i])) {
			entry = &now->entries[i];
			what = redo ? "again" : "back";
		}
	if (!entry)
		return;
	entry_text(entry, ENTRY_LABELS, text, sizeof(text));
	app_say(app, "day %.4g, %s: %s", entry->at_days, what, text);
}

void app_undo(struct app *app, bool redo)
{
	struct edit edit;

	app->settle_s = (double)INFINITY;
	if (!(redo ? edit_redo : edit_undo)(&app->log, &app->scenario, &edit)) {
		app_say(app, redo ? "nothing to redo" : "nothing to undo");
		return;
	}
	app->edited = true;
	app->full = true;
	if (edit.kind == EDIT_SEED) {
		app_say(app, "seed: %llu", (unsigned long long)app->scenario.seed);
		return;
	}
	if (edit.kind == EDIT_BOOK) {
		app_say_prices(app, redo ? " again" : " back");
		return;
	}
	if (edit.kind == EDIT_TIMELINE) {
		app_timeline_changed(app);
		say_timeline(app, &edit, redo);
		return;
	}
	if (edit.kind == EDIT_ARCHS) {
		app_say_archs(app, redo ? " again" : " back");
		return;
	}
	app_select_knob(app, app_find_knob(app, edit.knob));
	app_say_value(app, edit.knob, redo ? " again" : " back");
}

/* --- the crossing --- */

/* The first value beyond `at`, seen from where we are, that can be written with three digits. */
static double past(struct knob knob, double from, double at)
{
	double value = app_round(at, 3);
	double step = at != 0 ? pow(10, floor(log10(fabs(at))) - 2) : 0;

	if (knob_grain(knob) > 0)
		return at;
	if (at > from && value <= at)
		value = app_round(value + step, 3);
	if (at < from && value >= at)
		value = app_round(value - step, 3);
	return knob_legal(knob, value) ? value : at;
}

/* The nearest crossing that is not where we are; when there is no other, that one. */
static const struct crossing *next_crossing(const struct curve *curve, double volume_qpm)
{
	const struct crossing *best = NULL;
	double best_distance = 0;

	for (int i = 0; i < curve->crossing_count; i++) {
		double distance = fabs(log(curve->crossing[i].at_qpm / volume_qpm));
		bool here = distance < SAME_PLACE, best_here = best_distance < SAME_PLACE;
		if (!best || (best_here && !here) ||
		    (here == best_here && distance < best_distance)) {
			best = &curve->crossing[i];
			best_distance = distance;
		}
	}
	return best;
}

static const struct flip *find_flip(const struct snapshot *shown, struct knob knob)
{
	for (int i = 0; i < shown->knob_count; i++)
		if (knob_equal(shown->knobs[i], knob) && shown->flips[i].known)
			return &shown->flips[i];
	return NULL;
}

static void to_flip(struct app *app, struct knob knob)
{
	const struct flip *flip = find_flip(&app->shown, knob);
	double value = knob_get(&app->scenario, knob);

	if (!flip || app->shown.generation != app->generation)
		app_say(app, "%s: not known yet where the answer turns over", knob_label(knob));
	else if (!flip->found)
		app_say(app, "%s: the answer turns over nowhere on its track", knob_label(knob));
	else
		app_glide_to(app, past(knob, value, flip->at));
}

bool app_next_crossing(const struct app *app, double *volume_qpm)
{
	double here_qpm = scenario_volume_qpm(&app->scenario);
	const struct crossing *crossing = next_crossing(&app->shown.curve, here_qpm);

	if (crossing)
		*volume_qpm = crossing->at_qpm;
	return crossing != NULL;
}

void app_to_crossing(struct app *app)
{
	struct knob knob = app->ui.knobs[app->ui.knob];
	double volume_qpm = scenario_volume_qpm(&app->scenario), at_qpm;

	if (knob.is_target || knob.param != P_traffic_volume_qpm || knob.dated > 0) {
		to_flip(app, knob);
		return;
	}
	if (!app_next_crossing(app, &at_qpm))
		app_say(app, app->shown.curve.complete
				     ? "the best architecture is the same at every volume"
				     : "still looking for the break-even volume");
	else
		app_glide_to(app, past(knob, volume_qpm, at_qpm));
}

/* --- actions --- */

static void toggle_lock(struct app *app)
{
	int i = app->ui.knob;

	app->ui.locked[i] = !app->ui.locked[i];
	app_say(app, "%s is %s", knob_label(app->ui.knobs[i]),
		app->ui.locked[i] ? "locked" : "free");
}

bool app_act_knob(struct app *app, enum action action)
{
	int steps = action == ACTION_KNOB_NEXT || action == ACTION_FINE_MORE ? 1 : -1;

	if (action == ACTION_KNOB_NEXT || action == ACTION_KNOB_PREVIOUS)
		app_select_knob(app, app->ui.knob + steps);
	else if (action == ACTION_FINE_LESS || action == ACTION_FINE_MORE)
		app_turn(app, steps * FINE_STEPS);
	else if (action == ACTION_RESET)
		app_reset_knob(app, app->ui.knob);
	else if (action == ACTION_LOCK)
		toggle_lock(app);
	else if (action == ACTION_UNDO || action == ACTION_REDO)
		app_undo(app, action == ACTION_REDO);
	else if (action == ACTION_PRICES)
		app_next_prices(app);
	else if (action == ACTION_CROSSING)
		app_to_crossing(app);
	else
		return false;
	return true;
}
