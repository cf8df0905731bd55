// SPDX-License-Identifier: MIT
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/suite.h"
#include "ui/app_rig.h"

static struct rig rig;

static void setup(void)
{
	rig_open(&rig, "");
}

static void teardown(void)
{
	rig_close(&rig);
}

static bool shows(const char *text)
{
	char *picture = canvas_to_text(&rig.app->canvas);
	bool found = strstr(picture, text) != NULL;

	free(picture);
	return found;
}

/* What a newcomer finds: whole curves, the volume under the arrow keys, nothing moving. */
START_TEST(opens_as_designed)
{
	const struct ui_state *ui = &rig.app->ui;

	ck_assert_int_eq(ui->focus, PANEL_KNOBS);
	ck_assert_int_eq(ui->knob, 0);
	ck_assert(!ui->playing);
	ck_assert_double_eq(ui->playhead_frac, 1);
	ck_assert_int_eq(ui->overlay, OVERLAY_NONE);
	ck_assert_int_gt(rig.app->shown.curve.point_count, 0);
	ck_assert(rig.app->shown.has_result);
	ck_assert(shows("monthly queries"));
}
END_TEST

/* An idle dashboard must not wake up: no time is wanted and nothing is to be drawn. */
START_TEST(rests_when_nothing_happens)
{
	rig_settle(&rig);
	ck_assert(isinf(app_wake_s(rig.app)));
	ck_assert(!rig.app->changed);
	rig_pass(&rig, 60);
	ck_assert(isinf(app_wake_s(rig.app)));
	ck_assert(!rig.app->edited);
}
END_TEST

/* Every action, in every panel and zoom, at sizes from nothing to huge: never a crash. */
START_TEST(every_action_everywhere)
{
	static const int sizes[][2] = { { 120, 40 }, { 20, 6 }, { 1, 1 }, { 300, 80 } };

	for (int panel = PANEL_COST; panel < PANEL_COUNT; panel++)
		for (int action = 0; action < ACTION_COUNT; action++) {
			const int *size = sizes[action % 4];

			app_resize(rig.app, size[0], size[1]);
			rig.app->ui.overlay = OVERLAY_NONE;
			rig.app->ui.focus = (enum panel)panel;
			rig.app->ui.zoom = action % 3 ? PANEL_NONE : (enum panel)panel;
			app_act(rig.app, (enum action)action);
			app_draw(rig.app);
		}
	rig.app->quit = false;
	app_submit(rig.app);
}
END_TEST

/* Keys held down, nonsense, all in any order, with drawing in between. */
START_TEST(survives_random_input)
{
	uint64_t state = 99;

	for (int i = 0; i < 3000; i++) {
		struct input_event event = { .kind = INPUT_KEY };

		state = state * 6364136223846793005u + 1442695040888963407u;
		event.key = (uint32_t)(state >> 40) % 0x7f;
		if (state >> 33 & 1)
			event.key = INPUT_LEFT + (uint32_t)(state >> 50) % 26;
		if ((state >> 36) % 5 == 0) {
			event.kind = (enum input_kind)(1 + (state >> 45) % 4);
			event.x = (int)(state >> 20 & 127);
			event.y = (int)(state >> 28 & 31);
			event.wheel = 1;
		}
		// Saving belongs to other tests; this one leaves no files.
		if (event.key == 'w' || event.key == 'W' || rig.app->ui.overlay == OVERLAY_PROMPT)
			event = (struct input_event){ .kind = INPUT_KEY, .key = INPUT_ESCAPE };
		app_event(rig.app, &event, rig.now_s += 0.01);
		if (i % 50 == 0)
			rig_pass(&rig, 0.2);
	}
}
END_TEST

START_TEST(unknown_keys_are_named)
{
	rig_keys(&rig, "B");
	ck_assert_str_eq(rig.app->ui.message, "B does nothing here; ? lists the keys");
	ck_assert(shows("B does nothing here"));
	rig_keys(&rig, "s");
	ck_assert_str_eq(rig.app->ui.message, "");
}
END_TEST

/* --- focus, zoom, forms --- */

START_TEST(digits_zoom_and_come_back)
{
	rig_keys(&rig, "3");
	ck_assert_int_eq(rig.app->ui.zoom, PANEL_LATENCY);
	rig_keys(&rig, "1");
	ck_assert_int_eq(rig.app->ui.zoom, PANEL_COST);
	rig_keys(&rig, "1");
	ck_assert_int_eq(rig.app->ui.zoom, PANEL_NONE);
	rig_keys(&rig, "5 Esc");
	ck_assert_int_eq(rig.app->ui.zoom, PANEL_NONE);
	rig_keys(&rig, "Esc Esc");
	ck_assert(!rig.app->quit);
}
END_TEST

/* Tab goes round all panels in sight and never to one that is not drawn. */
START_TEST(tab_goes_round)
{
	enum panel first = rig.app->ui.focus;
	int seen = 0;

	do {
		rig_keys(&rig, "Tab");
		rig_hit(&rig, ACTION_HIT_PANEL, (int)rig.app->ui.focus);
		seen++;
	} while (rig.app->ui.focus != first && seen < 20);
	/* Those with a key from 1 to 5, and the time line. */
	ck_assert_int_eq(seen, PANEL_KNOBS - PANEL_NONE + 1);
	rig_keys(&rig, "Tab S-Tab");
	ck_assert_int_eq(rig.app->ui.focus, first);
	app_resize(rig.app, 80, 24);
	app_draw(rig.app);
	for (int i = 0; i < 12; i++) {
		rig_keys(&rig, "Tab");
		ck_assert_int_ne(rig.app->ui.focus, PANEL_LATENCY);
	}
}
END_TEST

START_TEST(f_v_and_big_v_act_on_the_panel)
{
	struct ui_state *ui = &rig.app->ui;

	rig_keys(&rig, "v");
	ck_assert_int_eq(ui->cost_form, COST_BY_TIME); // knobs have no form: panel 1
	rig_keys(&rig, "3 f V v");
	ck_assert_int_eq(ui->latency_form, LATENCY_HISTOGRAM);
	ck_assert_int_eq(ui->latency_figure, LATENCY_E2E);
	ck_assert_int_eq(ui->latency_scale, 1);
	rig_keys(&rig, "4 f V V V");
	ck_assert_int_eq(ui->fresh_figure, FRESH_OLDEST);
	ck_assert_int_eq(ui->fresh_scale, 0);
	rig_keys(&rig, "2 v");
	ck_assert(ui->scoreboard_all);
	rig_keys(&rig, "1 f V");
	ck_assert_int_eq(ui->cost_figure, COST_SO_FAR);
	ck_assert(ui->cost_linear);
	rig_keys(&rig, "v v f V");
	ck_assert_int_eq(ui->cost_form, COST_STACK);
	ck_assert(ui->cost_each);
	ck_assert_int_eq(ui->cost_figure, COST_SO_FAR);
	ck_assert(ui->cost_linear);
	ck_assert_ptr_nonnull(strstr(ui->message, "linear scale only"));
}
END_TEST

START_TEST(s_goes_through_the_architectures)
{
	ck_assert_int_eq(rig.app->ui.arch, ARCH_RAG);
	rig_keys(&rig, "s");
	ck_assert_int_eq(rig.app->ui.arch, ARCH_FT);
	rig_keys(&rig, "s s");
	ck_assert_int_eq(rig.app->ui.arch, ARCH_RAG);
}
END_TEST

START_TEST(baseline_is_pinned)
{
	char digest[17];

	rig_keys(&rig, "a");
	ck_assert(rig.app->ui.has_baseline);
	memcpy(digest, rig.app->pinned.result.digest, sizeof(digest));
	rig_keys(&rig, "L");
	rig_settle(&rig);
	ck_assert_str_eq(rig.app->ui.baseline->digest, digest);
	ck_assert_str_ne(rig.app->shown.result.digest, digest);
	rig_keys(&rig, "a");
	ck_assert(!rig.app->ui.has_baseline);
}
END_TEST

/* --- overlays --- */

START_TEST(help_scrolls_and_closes)
{
	rig_keys(&rig, "?");
	ck_assert_int_eq(rig.app->ui.overlay, OVERLAY_HELP);
	rig_keys(&rig, "j j G k PgDn Tab g k Tab Tab q");
	ck_assert_int_eq(rig.app->ui.overlay, OVERLAY_NONE);
	ck_assert(!rig.app->quit);
	rig_keys(&rig, "F1 G");
	ck_assert_int_ge(rig.app->ui.help_scroll, 0);
	ck_assert_int_lt(rig.app->ui.help_scroll, 1000);
	rig_keys(&rig, "Esc");
	ck_assert_int_eq(rig.app->ui.overlay, OVERLAY_NONE);
}
END_TEST

START_TEST(hints_can_be_clicked)
{
	struct hit hint = rig_hit(&rig, ACTION_HELP, 0);

	rig_click(&rig, hint.area.x, hint.area.y);
	ck_assert_int_eq(rig.app->ui.overlay, OVERLAY_HELP);
	rig_click(&rig, 0, 39);
	ck_assert_int_eq(rig.app->ui.overlay, OVERLAY_NONE);
}
END_TEST

START_TEST(where_a_number_comes_from)
{
	rig_keys(&rig, "p");
	ck_assert_int_eq(rig.app->ui.overlay, OVERLAY_SOURCE);
	rig_keys(&rig, "]");
	ck_assert_int_eq(rig.app->ui.knob, 1);
	rig_keys(&rig, "p");
	ck_assert_int_eq(rig.app->ui.overlay, OVERLAY_NONE);
}
END_TEST

/* Quitting asks once, and only when something would be lost. */
START_TEST(quit_asks_once)
{
	rig_keys(&rig, "q");
	ck_assert(rig.app->quit);
	rig.app->quit = false;
	rig_keys(&rig, "l q");
	ck_assert(!rig.app->quit);
	ck_assert_int_eq(rig.app->ui.overlay, OVERLAY_QUIT);
	rig_keys(&rig, "Esc");
	ck_assert_int_eq(rig.app->ui.overlay, OVERLAY_NONE);
	rig_keys(&rig, "C-c C-c");
	ck_assert(rig.app->quit);
}
END_TEST

START_TEST(wishes_for_the_terminal)
{
	rig_keys(&rig, "C-l C-z");
	ck_assert(rig.app->want_redraw);
	ck_assert(rig.app->want_stop);
	rig_keys(&rig, "M T");
	ck_assert(rig.app->ui.mouse);
	ck_assert_int_eq(rig.app->ui.theme, 1);
}
END_TEST

/* --- finding and commands --- */

START_TEST(find_goes_to_a_knob)
{
	rig_keys(&rig, "/");
	rig_type(&rig, "upfront");
	ck_assert_str_eq(knob_label(rig.app->ui.knobs[rig.app->ui.knob]), "fine-tune upfront");
	rig_keys(&rig, "Enter n");
	ck_assert_ptr_nonnull(strstr(knob_label(rig.app->ui.knobs[rig.app->ui.knob]), "upfront"));
	ck_assert_str_ne(knob_label(rig.app->ui.knobs[rig.app->ui.knob]), "fine-tune upfront");
	rig_keys(&rig, "N");
	ck_assert_str_eq(knob_label(rig.app->ui.knobs[rig.app->ui.knob]), "fine-tune upfront");
	rig_keys(&rig, "/");
	rig_type(&rig, "rag.search_s");
	ck_assert_int_eq(rig.app->ui.knobs[rig.app->ui.knob].param, P_rag_search_s);
	rig_keys(&rig, "C-u");
	rig_type(&rig, "qqqq");
	ck_assert_str_eq(rig.app->ui.prompt.message, "! no such knob");
}
END_TEST

static bool command(const char *line, char *message)
{
	struct error error = { 0 };
	bool ok = app_command(rig.app, line, &error);

	strcpy(message, error.message);
	app_submit(rig.app);
	return ok;
}

START_TEST(commands)
{
	char message[256];

	ck_assert(command("set traffic.volume_qpm 3.5M", message));
	ck_assert_double_eq(rig.app->scenario.params.traffic.volume_qpm, 3.5e6);
	ck_assert(command("  set targets.ttft_p95_s=900ms ", message));
	ck_assert_double_eq(rig.app->scenario.targets[TARGET_TTFT_P95_S], 0.9);
	ck_assert_int_eq(rig.app->log.count, 2);
	ck_assert(command("seed 12345", message));
	ck_assert_uint_eq(rig.app->scenario.seed, 12345);
	ck_assert(command("day 15", message));
	ck_assert_double_eq(rig.app->ui.playhead_frac, 0.5);
	ck_assert(command("theme light", message));
	ck_assert(command("", message));
	ck_assert(!command("set traffic.volume_qp 5", message));
	ck_assert_ptr_nonnull(strstr(message, "traffic.volume_qpm"));
	ck_assert(!command("set traffic.volume_qpm", message));
	ck_assert(!command("set targets.nothing 3", message));
	ck_assert(!command("seed -4", message));
	ck_assert(!command("day 31", message));
	ck_assert(!command("theme pink", message));
	ck_assert(!command("frobnicate", message));
	rig_keys(&rig, "u u u");
	ck_assert(!edit_dirty(&rig.app->log));
	ck_assert(command("q", message));
	ck_assert(rig.app->quit);
}
END_TEST

START_TEST(command_line_by_keys)
{
	rig_keys(&rig, ":");
	rig_type(&rig, "se");
	rig_keys(&rig, "Tab");
	ck_assert_str_eq(rig.app->ui.prompt.text, "se"); // set and seed
	ck_assert_ptr_nonnull(strstr(rig.app->ui.prompt.message, "seed NUMBER"));
	rig_type(&rig, "t traffic.vo");
	rig_keys(&rig, "Tab");
	ck_assert_str_eq(rig.app->ui.prompt.text, "set traffic.volume_qpm ");
	rig_type(&rig, "x2x");
	rig_keys(&rig, "Enter");
	ck_assert_int_eq(rig.app->ui.overlay, OVERLAY_PROMPT);
	ck_assert_int_eq(rig.app->ui.prompt.message[0], '!');
	rig_keys(&rig, "Bksp Enter");
	ck_assert_int_eq(rig.app->ui.overlay, OVERLAY_NONE);
	ck_assert_double_eq(rig.app->scenario.params.traffic.volume_qpm, 120000);
}
END_TEST

/* --- figures --- */

/* The verdict changed: line 1 flashes for a second and then rests. */
START_TEST(flash_ends)
{
	rig_keys(&rig, "=");
	rig_type(&rig, "50M");
	rig_keys(&rig, "Enter");
	rig_settle(&rig);
	ck_assert_double_gt(rig.app->ui.flash_s, 0);
	rig_pass(&rig, APP_FLASH_S / 2);
	ck_assert_double_gt(rig.app->ui.flash_s, 0);
	rig_pass(&rig, APP_FLASH_S);
	ck_assert_double_eq(rig.app->ui.flash_s, 0);
}
END_TEST

START_TEST(refine_to_exact)
{
	rig_keys(&rig, "=");
	rig_type(&rig, "2000");
	rig_keys(&rig, "Enter");
	rig_settle(&rig);
	rig_keys(&rig, "r");
	rig_wait_exact(&rig);
	ck_assert(rig.app->shown.result.exact);
}
END_TEST

/* A scenario that is refused says why and can be taken back. */
START_TEST(refusal_is_said)
{
	char message[256];

	ck_assert(command("set knowledge.facts 1M", message));
	ck_assert(command("set knowledge.facts_per_update 1M", message));
	ck_assert(command("set knowledge.updates_per_month 1M", message));
	rig_settle(&rig);
	ck_assert(rig.app->ui.message_is_error);
	ck_assert_str_ne(rig.app->ui.message, "");
	app_draw(rig.app);
	rig_keys(&rig, "u u u");
	rig_settle(&rig);
	ck_assert(rig.app->shown.has_result);
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("app");

	tcase_add_checked_fixture(tcase, setup, teardown);
	tcase_set_timeout(tcase, 120);
	tcase_add_test(tcase, opens_as_designed);
	tcase_add_test(tcase, rests_when_nothing_happens);
	tcase_add_test(tcase, every_action_everywhere);
	tcase_add_test(tcase, survives_random_input);
	tcase_add_test(tcase, unknown_keys_are_named);
	tcase_add_test(tcase, digits_zoom_and_come_back);
	tcase_add_test(tcase, tab_goes_round);
	tcase_add_test(tcase, f_v_and_big_v_act_on_the_panel);
	tcase_add_test(tcase, s_goes_through_the_architectures);
	tcase_add_test(tcase, baseline_is_pinned);
	tcase_add_test(tcase, help_scrolls_and_closes);
	tcase_add_test(tcase, hints_can_be_clicked);
	tcase_add_test(tcase, where_a_number_comes_from);
	tcase_add_test(tcase, quit_asks_once);
	tcase_add_test(tcase, wishes_for_the_terminal);
	tcase_add_test(tcase, find_goes_to_a_knob);
	tcase_add_test(tcase, commands);
	tcase_add_test(tcase, command_line_by_keys);
	tcase_add_test(tcase, flash_ends);
	tcase_add_test(tcase, refine_to_exact);
	tcase_add_test(tcase, refusal_is_said);
	return suite_run("app", tcase);
}
