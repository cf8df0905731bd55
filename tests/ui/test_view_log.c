// SPDX-License-Identifier: MIT
/*
 * Golden frames of the log and of the incident menu, and what they are worth in few cells.
 * UPDATE_GOLDEN=1 writes the frames instead of comparing them.
 */
#include <stdio.h>
#include <string.h>

#include "base/suite.h"
#include "base/text.h"
#include "base/xalloc.h"
#include "ui/draw.h"
#include "ui/incident.h"
#include "ui/input.h"
#include "ui/log.h"
#include "ui/synthetic.h"

static struct snapshot *snapshot;
static struct ui_state *state;
static struct canvas canvas;
static struct result before, after;

static void add(double at_days, enum timeline_kind kind, enum incident incident, double for_hours,
		const char *note)
{
	struct timeline_entry entry = { .at_days = at_days,
					.kind = kind,
					.incident = incident,
					.for_hours = for_hours,
					.param = P_base_output_usd_per_mtok,
					.value = 12 };

	snprintf(entry.note, sizeof(entry.note), "%s", note);
	scenario_timeline_add(&snapshot->scenario, &entry);
}

static void setup(void)
{
	snapshot = synthetic_snapshot();
	state = xcalloc(1, sizeof(*state));
	synthetic_state(state, snapshot);
	canvas_init(&canvas, 120, 40, CHARSET_UNICODE);
	for (int a = 0; a < ARCH_COUNT; a++)
		for (int i = 0; i < snapshot->result.arch[a].event_count; i++)
			snapshot->result.arch[a].events[i].timeline_index = -1;
	add(150, TIMELINE_INCIDENT, INCIDENT_VECTOR_DB_DOWN, 4, "");
	add(90, TIMELINE_SET, INCIDENT_PRICE_CHANGE, 0, "prices +20 %");
	add(200, TIMELINE_NOTE, INCIDENT_NONE, 0, bookmark_note);
	add(210, TIMELINE_NOTE, INCIDENT_NONE, 0, "the new release goes out");
	state->playhead_frac = 0.5;
	state->zoom = state->focus = PANEL_LOG;
	state->log_row[LOG_EVENTS] = 24;
}

static void teardown(void)
{
	canvas_release(&canvas);
	free(state);
	free(snapshot);
}

static char *golden_of(const char *path)
{
	static char text[65536];
	FILE *in = fopen(path, "r");
	size_t n = in ? fread(text, 1, sizeof(text) - 1, in) : 0;

	if (in)
		fclose(in);
	text[n] = '\0';
	return text;
}

static void expect_golden(const char *name, int w, int h)
{
	const char *root = getenv("RAGTOP_SRC");
	char path[512], *text;

	canvas_resize(&canvas, w, h);
	view_draw(snapshot, state, &canvas);
	text = canvas_to_text(&canvas);
	snprintf(path, sizeof(path), "%s/tests/golden/%s.txt", root ? root : ".", name);
	if (getenv("UPDATE_GOLDEN") != NULL) {
		FILE *out = fopen(path, "w");

		ck_assert_msg(out != NULL, "cannot write \"%s\"", path);
		fputs(text, out);
		fclose(out);
	} else {
		ck_assert_msg(strcmp(text, golden_of(path)) == 0,
			      "\"%s\" differs; UPDATE_GOLDEN=1 writes it. It is now:\n%s", name,
			      text);
	}
	free(text);
}

START_TEST(log_frames)
{
	expect_golden("log-80x24", 80, 24);
	expect_golden("log-120x40", 120, 40);
	expect_golden("log-200x60", 200, 60);
	state->log_mine = true;
	expect_golden("log-mine-80x24", 80, 24);
	state->log_mine = false;
	state->log_form = LOG_PROVENANCE;
	expect_golden("log-provenance-80x24", 80, 24);
	expect_golden("log-provenance-120x40", 120, 40);
	canvas.charset = CHARSET_ASCII;
	state->log_form = LOG_EVENTS;
	expect_golden("log-ascii-80x24", 80, 24);
}
END_TEST

static void open_menu(void)
{
	state->zoom = PANEL_NONE;
	state->focus = PANEL_KNOBS;
	state->overlay = OVERLAY_INCIDENT;
	incident_draft_init(&state->incident, 150);
	state->incident.choice = CHOICE_VECTOR_DB_DOWN;
	before = after = snapshot->result;
	for (int i = 0; i < RESULT_BUCKETS; i++)
		after.arch[ARCH_RAG].series.ttft_p95_s[i] *= 3;
	for (int i = 0; i < RESULT_BUCKETS; i++)
		after.arch[ARCH_RAG].series.good[i] *= 0.8;
	after.verdict.best = ARCH_HYBRID;
}

START_TEST(menu_frames)
{
	open_menu();
	state->incident_before = &before;
	state->incident_after = &after;
	expect_golden("incident-80x24", 80, 24);
	expect_golden("incident-120x40", 120, 40);
	state->incident.choice = CHOICE_RETRAIN_FAILS;
	state->incident.field = FIELD_DAY;
	state->incident_after = NULL;
	state->incident.middle = true;
	expect_golden("incident-waiting-80x24", 80, 24);
}
END_TEST

/* What is written for a choice is a key of the menu, and no two choices share one. */
START_TEST(menu_keys)
{
	for (int i = 0; i < CHOICE_COUNT; i++) {
		char key = incident_choice_key((enum incident_choice)i);

		ck_assert_msg(strchr("hjklq=", key) == NULL, "%c", key);
		for (int k = 0; k < i; k++)
			ck_assert_int_ne(key, incident_choice_key((enum incident_choice)k));
	}
}
END_TEST

/* --- amounts --- */

START_TEST(amounts_turn_by_round_steps)
{
	struct incident_draft draft;

	incident_draft_init(&draft, 10);
	draft.choice = CHOICE_TRAFFIC;
	incident_turn(&draft, &snapshot->scenario, 1);
	ck_assert_double_eq(draft.amount[CHOICE_TRAFFIC], 15);
	incident_turn(&draft, &snapshot->scenario, -2);
	ck_assert_double_eq(draft.amount[CHOICE_TRAFFIC], 8);
	incident_turn(&draft, &snapshot->scenario, -100);
	ck_assert_double_eq(draft.amount[CHOICE_TRAFFIC], 0);
	incident_turn(&draft, &snapshot->scenario, 100);
	ck_assert_double_eq(draft.amount[CHOICE_TRAFFIC], 1e6);
	draft.choice = CHOICE_UPDATE_BURST;
	incident_turn(&draft, &snapshot->scenario, -100);
	ck_assert_double_eq(draft.amount[CHOICE_UPDATE_BURST], 1);
	incident_turn(&draft, &snapshot->scenario, 1);
	ck_assert_double_eq(draft.amount[CHOICE_UPDATE_BURST], 2);
	draft.choice = CHOICE_PRICE_CHANGE;
	incident_turn(&draft, &snapshot->scenario, -8);
	ck_assert_double_eq_tol(draft.amount[CHOICE_PRICE_CHANGE], -0.2, 1e-12);
	incident_turn(&draft, &snapshot->scenario, -100);
	ck_assert_double_eq(draft.amount[CHOICE_PRICE_CHANGE], -1);
	draft.field = FIELD_DAY;
	incident_turn(&draft, &snapshot->scenario, 1000);
	ck_assert_double_eq(draft.at_days, 360);
	incident_turn(&draft, &snapshot->scenario, -1);
	ck_assert_double_eq(draft.at_days, 358);
}
END_TEST

static bool types(struct incident_draft *draft, enum incident_choice choice,
		  enum incident_field field, const char *text)
{
	struct error error;

	draft->choice = choice;
	draft->field = field;
	return incident_type(draft, &snapshot->scenario, text, &error);
}

START_TEST(typed_amounts)
{
	struct incident_draft draft;

	incident_draft_init(&draft, 10);
	ck_assert(types(&draft, CHOICE_PRICE_CHANGE, FIELD_AMOUNT, "+35 %"));
	ck_assert_double_eq(draft.amount[CHOICE_PRICE_CHANGE], 0.35);
	ck_assert(types(&draft, CHOICE_PRICE_CHANGE, FIELD_AMOUNT, "-10"));
	ck_assert_double_eq(draft.amount[CHOICE_PRICE_CHANGE], -0.1);
	ck_assert(types(&draft, CHOICE_UPDATE_BURST, FIELD_AMOUNT, "2k"));
	ck_assert_double_eq(draft.amount[CHOICE_UPDATE_BURST], 2000);
	ck_assert(types(&draft, CHOICE_TRAFFIC, FIELD_LENGTH, "2d"));
	ck_assert_double_eq(draft.hours[CHOICE_TRAFFIC], 48);
	ck_assert(types(&draft, CHOICE_TRAFFIC, FIELD_DAY, "90.5"));
	ck_assert_double_eq(draft.at_days, 90.5);
	ck_assert(!types(&draft, CHOICE_UPDATE_BURST, FIELD_AMOUNT, "1.5"));
	ck_assert(!types(&draft, CHOICE_UPDATE_BURST, FIELD_AMOUNT, "0"));
	ck_assert(!types(&draft, CHOICE_PRICE_CHANGE, FIELD_AMOUNT, "-101%"));
	ck_assert(!types(&draft, CHOICE_PRICE_CHANGE, FIELD_AMOUNT, "cheap"));
	ck_assert(!types(&draft, CHOICE_TRAFFIC, FIELD_LENGTH, "0"));
	ck_assert(!types(&draft, CHOICE_TRAFFIC, FIELD_DAY, "361"));
	ck_assert_double_eq(draft.at_days, 90.5);
}
END_TEST

/* What an entry says comes back as the draft that made it. */
START_TEST(there_and_back)
{
	struct scenario *scenario = xcalloc(1, sizeof(*scenario));
	struct incident_draft draft, again;
	struct error error;

	for (int i = 0; i < CHOICE_COUNT; i++) {
		bool one_line = i != CHOICE_PRICE_CHANGE && i != CHOICE_CHANGE &&
				i != CHOICE_SWITCH; /* others are changed as lines */

		scenario_init(scenario);
		incident_draft_init(&draft, 12.25);
		draft.choice = (enum incident_choice)i;
		if (i == CHOICE_NOTE)
			strcpy(draft.note, "said");
		ck_assert_msg(incident_apply(&draft, scenario, &error), "%s", error.message);
		ck_assert_int_ge(scenario->timeline_count, 1);
		ck_assert_int_eq(incident_draft_from(&again, scenario, 0), one_line);
		if (!one_line)
			continue;
		ck_assert_int_eq((int)again.choice, i);
		ck_assert_double_eq(again.amount[i], draft.amount[i]);
		ck_assert_double_eq(again.hours[i], draft.hours[i]);
		ck_assert_double_eq(again.at_days, 12.25);
		ck_assert_str_eq(again.note, draft.note);
	}
	free(scenario);
}
END_TEST

/* Any parameter, by steps of its knob or typed, at once or gradually. */
START_TEST(a_change_of_a_parameter)
{
	struct scenario *scenario = xcalloc(1, sizeof(*scenario));
	struct incident_draft draft;
	struct error error;
	char text[64];

	scenario_init(scenario);
	incident_draft_init(&draft, 10);
	draft.choice = CHOICE_CHANGE;
	incident_draft_param(&draft, scenario, P_rag_search_s);
	ck_assert_double_gt(draft.amount[CHOICE_CHANGE], scenario->params.rag.search_s);
	ck_assert_str_eq(incident_hits(&draft, CHOICE_CHANGE), param_table[P_rag_search_s].label);
	draft.field = FIELD_AMOUNT;
	ck_assert(incident_type(&draft, scenario, "200 ms", &error));
	ck_assert_double_eq(draft.amount[CHOICE_CHANGE], 0.2);
	ck_assert(incident_type(&draft, scenario, "traffic.volume_qpm x2", &error));
	ck_assert_int_eq(draft.param, P_traffic_volume_qpm);
	ck_assert_double_eq(draft.amount[CHOICE_CHANGE], 2 * scenario->params.traffic.volume_qpm);
	incident_turn(&draft, scenario, 1);
	ck_assert_double_gt(draft.amount[CHOICE_CHANGE], 2 * scenario->params.traffic.volume_qpm);
	ck_assert(!incident_type(&draft, scenario, "many", &error));
	draft.field = FIELD_LENGTH;
	ck_assert(incident_type(&draft, scenario, "10d", &error));
	incident_field_text(&draft, CHOICE_CHANGE, FIELD_LENGTH, text, sizeof(text));
	ck_assert_str_eq(text, "over 10 d");
	incident_turn(&draft, scenario, -100);
	incident_field_text(&draft, CHOICE_CHANGE, FIELD_LENGTH, text, sizeof(text));
	ck_assert_str_eq(text, "at once");
	incident_turn(&draft, scenario, 3);
	ck_assert(incident_apply(&draft, scenario, &error));
	ck_assert_int_eq(scenario->timeline[0].kind, TIMELINE_SET);
	ck_assert_double_eq(scenario->timeline[0].over_days, 5);
	/* A choice has no way in between. */
	incident_draft_param(&draft, scenario, P_ft_retrain_policy);
	ck_assert_double_eq(draft.hours[CHOICE_CHANGE], 0);
	ck_assert(incident_apply(&draft, scenario, &error));
	draft.hours[CHOICE_CHANGE] = 24;
	ck_assert(!incident_apply(&draft, scenario, &error));
	ck_assert_ptr_nonnull(strstr(error.message, "gradually"));
	free(scenario);
}
END_TEST

static double turned_once(const struct scenario *scenario, enum param_id id, double from, int steps)
{
	struct incident_draft draft;

	incident_draft_init(&draft, 10);
	draft.choice = CHOICE_CHANGE;
	incident_draft_param(&draft, scenario, id);
	draft.field = FIELD_AMOUNT;
	draft.amount[CHOICE_CHANGE] = from;
	incident_turn(&draft, scenario, steps);
	return draft.amount[CHOICE_CHANGE];
}

/* More is more and less is less, wherever a value was typed: rounded, at the end and beyond. */
START_TEST(a_change_turns_the_right_way)
{
	struct scenario *scenario = xcalloc(1, sizeof(*scenario));

	scenario_init(scenario);
	for (int i = 0; i < PARAM_COUNT; i++) {
		struct knob knob = { .param = (enum param_id)i };
		double lo, hi;

		if (param_table[i].fixed_in_time || param_table[i].kind == PARAM_CHOICE ||
		    param_table[i].kind == PARAM_FLAG)
			continue;
		knob_legal_range(knob, &lo, &hi);
		for (int k = 0; k <= 100; k++) {
			double at = knob_from_position(knob, 1.0 / 101 * k);

			ck_assert_msg(turned_once(scenario, knob.param, at, 1) > at, "%d: %.17g", i,
				      at);
			ck_assert_msg(k == 0 || turned_once(scenario, knob.param, at, -1) < at ||
					      at == knob_from_position(knob, 0),
				      "%d: %.17g", i, at);
		}
		ck_assert_double_ge(turned_once(scenario, knob.param, hi, 1), hi);
		ck_assert_double_le(turned_once(scenario, knob.param, lo, -1), lo);
	}
	free(scenario);
}
END_TEST

/* Pairs that the scenario allows, with what it costs; later incidents go by what stands there. */
START_TEST(a_switch)
{
	struct scenario *scenario = xcalloc(1, sizeof(*scenario));
	struct incident_draft draft;
	struct error error;

	scenario_init(scenario);
	incident_draft_init(&draft, 100);
	draft.choice = CHOICE_SWITCH;
	incident_draft_pair(&draft, scenario);
	ck_assert(incident_type(&draft, scenario, "rag to ft", &error));
	ck_assert(!incident_type(&draft, scenario, "rag", &error));
	ck_assert(!incident_type(&draft, scenario, "rag or ft", &error));
	draft.field = FIELD_LENGTH;
	incident_turn(&draft, scenario, 2);
	ck_assert_double_eq(draft.migration_usd, 2000);
	ck_assert(incident_type(&draft, scenario, "$4k", &error));
	ck_assert(incident_apply(&draft, scenario, &error));
	ck_assert_int_eq(scenario->timeline[0].kind, TIMELINE_SWITCH);
	ck_assert_int_eq(scenario->timeline[0].to, ARCH_FT);
	ck_assert_double_eq(scenario->timeline[0].migration_usd, 4000);
	ck_assert(!incident_apply(&draft, scenario, &error));
	ck_assert_ptr_nonnull(strstr(error.message, "switches once"));
	incident_draft_pair(&draft, scenario);
	ck_assert_int_ne(draft.from, ARCH_RAG);
	ck_assert(!incident_hits_arch(&draft, scenario, CHOICE_VECTOR_DB_DOWN, ARCH_RAG));
	ck_assert(incident_hits_arch(&draft, scenario, CHOICE_RETRAIN_FAILS, ARCH_RAG));
	draft.at_days = 99;
	ck_assert(incident_hits_arch(&draft, scenario, CHOICE_VECTOR_DB_DOWN, ARCH_RAG));
	free(scenario);
}
END_TEST

START_TEST(a_full_timeline_says_so)
{
	struct scenario *scenario = xcalloc(1, sizeof(*scenario));
	struct incident_draft draft;
	struct error error;

	scenario_init(scenario);
	incident_draft_init(&draft, 1);
	draft.choice = CHOICE_DELETION_REQUEST;
	for (int i = 0; i < SCENARIO_TIMELINE_MAX; i++)
		ck_assert(incident_apply(&draft, scenario, &error));
	ck_assert(!incident_apply(&draft, scenario, &error));
	ck_assert_msg(strstr(error.message, "full") != NULL, "%s", error.message);
	free(scenario);
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("view_log");

	tcase_add_checked_fixture(tcase, setup, teardown);
	tcase_add_test(tcase, log_frames);
	tcase_add_test(tcase, menu_frames);
	tcase_add_test(tcase, menu_keys);
	tcase_add_test(tcase, amounts_turn_by_round_steps);
	tcase_add_test(tcase, typed_amounts);
	tcase_add_test(tcase, there_and_back);
	tcase_add_test(tcase, a_change_of_a_parameter);
	tcase_add_test(tcase, a_change_turns_the_right_way);
	tcase_add_test(tcase, a_switch);
	tcase_add_test(tcase, a_full_timeline_says_so);
	return suite_run("ui/view_log", tcase);
}
