// SPDX-License-Identifier: MIT
/* The key *: all architectures or the file's, as an edit that can be undone; and the forms of the
 * panels by their keys. */
#include <stdlib.h>
#include <string.h>

#include <ragtop/tour.h>
#include "base/suite.h"
#include "ui/app_rig.h"

static struct rig rig;

static void set_up(void)
{
	rig_open(&rig, "");
}

static void tear_down(void)
{
	rig_close(&rig);
}

static bool compared(enum arch arch)
{
	for (int i = 0; i < rig.app->scenario.arch_count; i++)
		if (rig.app->scenario.archs[i] == arch)
			return true;
	return false;
}

static void check_shows(const char *text, bool shown)
{
	char *screen;

	app_draw(rig.app);
	screen = canvas_to_text(&rig.app->canvas);
	ck_assert_msg((strstr(screen, text) != NULL) == shown, "%s in\n%s", text, screen);
	free(screen);
}

START_TEST(star_adds_and_takes_away)
{
	int count = rig.app->scenario.arch_count;

	rig_settle(&rig);
	check_shows("prompt", false);
	rig_keys(&rig, "*");
	ck_assert(compared(ARCH_PROMPT) && compared(ARCH_LONGCTX) && !compared(ARCH_ROUTED));
	ck_assert_int_eq(rig.app->scenario.archs[0], rig.scenario.archs[0]);
	ck_assert_ptr_nonnull(strstr(rig.app->ui.message, "prompt-only"));
	rig_settle(&rig);
	ck_assert(rig.app->shown.result.arch[ARCH_PROMPT].present);
	check_shows("prompt", true);
	rig_keys(&rig, "*");
	ck_assert_int_eq(rig.app->scenario.arch_count, count);
	ck_assert(!compared(ARCH_PROMPT));
	rig_settle(&rig);
	ck_assert(!rig.app->shown.result.arch[ARCH_PROMPT].present);
}
END_TEST

START_TEST(star_can_be_undone)
{
	rig_keys(&rig, "*");
	ck_assert(edit_dirty(&rig.app->log));
	rig_keys(&rig, "u");
	ck_assert(!compared(ARCH_PROMPT));
	ck_assert(!edit_dirty(&rig.app->log));
	ck_assert_ptr_nonnull(strstr(rig.app->ui.message, "architectures back"));
	rig_keys(&rig, "U");
	ck_assert(compared(ARCH_PROMPT));
}
END_TEST

/* A file that has all of them toggles to the three. */
START_TEST(a_file_with_all_of_them)
{
	struct ui_state *ui = &rig.app->ui;

	rig_keys(&rig, "*");
	ui->file = rig.app->scenario;
	ui->arch = ARCH_PROMPT;
	rig_keys(&rig, "*");
	ck_assert_int_eq(rig.app->scenario.arch_count, ARCH_DEFAULTS);
	ck_assert_int_eq(ui->arch, ARCH_RAG);
	rig_keys(&rig, "*");
	ck_assert_int_eq(rig.app->scenario.arch_count, ui->file.arch_count);
}
END_TEST

/* But one with a tour, which may name figures of every one: with fewer it could not be read. */
START_TEST(a_tour_keeps_its_own)
{
	static const struct tour tour = { .step_count = 1 };
	struct ui_state *ui = &rig.app->ui;

	rig_keys(&rig, "*");
	ui->file = rig.app->scenario;
	ui->file.tour = &tour;
	rig_keys(&rig, "*");
	ck_assert_int_eq(rig.app->scenario.arch_count, ui->file.arch_count);
	ck_assert_ptr_nonnull(strstr(ui->message, "nobody can go"));
}
END_TEST

START_TEST(d_adds_a_layer_or_says_why_not)
{
	struct ui_state *ui = &rig.app->ui;

	rig_settle(&rig);
	rig_keys(&rig, "3 d");
	ck_assert(ui->latency_others);
	check_shows("▲ tuned", true);
	rig_keys(&rig, "v v d");
	ck_assert_int_eq(ui->latency_form, LATENCY_CUMULATIVE);
	ck_assert(ui->latency_others);
	ck_assert_ptr_nonnull(strstr(ui->message, "already"));
	rig_keys(&rig, "1 d");
	ck_assert(!ui->cost_bands);
	ck_assert_ptr_nonnull(strstr(ui->message, "by time"));
	rig_keys(&rig, "v d");
	ck_assert(ui->cost_bands);
	rig_keys(&rig, "v d");
	ck_assert_int_eq(ui->cost_form, COST_LEDGER);
	ck_assert_ptr_nonnull(strstr(ui->message, "a ledger has no bands"));
	rig_keys(&rig, "v d");
	ck_assert_int_eq(ui->cost_form, COST_STACK);
	ck_assert_ptr_nonnull(strstr(ui->message, "a stack has no bands"));
}
END_TEST

START_TEST(the_strip_has_neither_figure_nor_scale)
{
	struct ui_state *ui = &rig.app->ui;

	rig_settle(&rig);
	rig_keys(&rig, "4 v");
	ck_assert_int_eq(ui->fresh_form, FRESH_PIPELINE);
	check_shows("outcome", true);
	rig_keys(&rig, "f V");
	ck_assert_int_eq(ui->fresh_figure, FRESH_STALE);
	ck_assert_int_eq(ui->fresh_scale, 0);
	ck_assert_ptr_nonnull(strstr(ui->message, "v goes to figures"));
	rig_keys(&rig, "v f f f");
	ck_assert_int_eq(ui->fresh_figure, FRESH_VISIBLE);
	check_shows("update to visible", true);
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("archs");

	tcase_add_checked_fixture(tcase, set_up, tear_down);
	tcase_add_test(tcase, star_adds_and_takes_away);
	tcase_add_test(tcase, star_can_be_undone);
	tcase_add_test(tcase, a_file_with_all_of_them);
	tcase_add_test(tcase, a_tour_keeps_its_own);
	tcase_add_test(tcase, d_adds_a_layer_or_says_why_not);
	tcase_add_test(tcase, the_strip_has_neither_figure_nor_scale);
	return suite_run("ui/app_archs", tcase);
}
