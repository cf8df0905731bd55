// SPDX-License-Identifier: MIT
/* Golden frames of a tour's step, before the reveal and after it. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/suite.h"
#include "base/xalloc.h"
#include "ui/draw.h"
#include "ui/golden.h"
#include "ui/synthetic.h"

static struct snapshot *snapshot;
static struct ui_state *state;
static struct tour *tour;
static struct canvas canvas;

static void fill_step(struct tour_step *step)
{
	strcpy(step->title, "Where will it cross?");
	step->view = TOUR_COST;
	step->big_count = 3;
	strcpy(step->big[0].label, "today, queries a month");
	strcpy(step->big[0].figure, "traffic.volume_qpm");
	strcpy(step->big[1].label, "■ hybrid takes over");
	strcpy(step->big[1].figure, "crossing.rag.hybrid");
	strcpy(step->big[2].label, "● RAG today, a month");
	strcpy(step->big[2].figure, "rag.cost.all_in_usd");
	strcpy(step->ask, "At how many queries a month does the answer turn over?");
	strcpy(step->answer, "crossing.rag.hybrid");
	strcpy(step->say, "At {crossing.rag.hybrid} the hybrid takes over: it costs "
			  "{hybrid.cost.all_in_usd - rag.cost.all_in_usd} a month more today.");
	strcpy(step->try, "Drag it: who wins at 5M?");
}

static void setup(void)
{
	snapshot = synthetic_snapshot();
	state = xcalloc(1, sizeof(*state));
	tour = xcalloc(1, sizeof(*tour));
	synthetic_state(state, snapshot);
	tour->step_count = 8;
	fill_step(&tour->steps[2]);
	strcpy(tour->steps[3].say, "All of it: {verdict.best} is best.");
	state->tour = (struct tour_state){ .tour = tour, .on = true, .step = 2, .echo = true };
	state->zoom = state->focus = PANEL_COST;
	canvas_init(&canvas, 120, 40, CHARSET_UNICODE);
}

static void teardown(void)
{
	canvas_release(&canvas);
	free(tour);
	free(state);
	free(snapshot);
}

static void expect(const char *name, int w, int h)
{
	char full[96];

	canvas_resize(&canvas, w, h);
	view_draw(snapshot, state, &canvas);
	snprintf(full, sizeof(full), "%s-%dx%d", name, w, h);
	golden_check(full, &canvas);
}

static bool screen_has(const char *text)
{
	char *screen;
	bool has;

	view_draw(snapshot, state, &canvas);
	screen = canvas_to_text(&canvas);
	has = strstr(screen, text) != NULL;
	free(screen);
	return has;
}

START_TEST(before_the_reveal)
{
	state->tour.guessed = true;
	state->tour.guess = 500000;
	strcpy(state->tour.keys, "PgDn step 3   = 500k Enter guess");
	expect("tour-hidden", 80, 24);
	expect("tour-hidden", 120, 40);
	expect("tour-hidden", 200, 60);
	ck_assert(!screen_has("╳"));
	ck_assert(!screen_has("best"));
	ck_assert(!screen_has("takes over:"));
}
END_TEST

START_TEST(after_the_reveal)
{
	state->tour.guessed = true;
	state->tour.guess = 500000;
	state->tour.revealed = true;
	strcpy(state->tour.keys, "= 500k Enter guess   PgDn reveal");
	expect("tour-shown", 80, 24);
	expect("tour-shown", 120, 40);
	expect("tour-shown", 200, 60);
	canvas.charset = CHARSET_ASCII;
	expect("tour-shown-ascii", 80, 24);
}
END_TEST

START_TEST(main_screen)
{
	state->tour.step = 3;
	state->zoom = PANEL_NONE;
	expect("tour-main", 120, 40);
}
END_TEST

/* What a step is about is on the screen, also where the main screen has no room for it. */
START_TEST(what_it_is_about)
{
	state->tour.step = 3;
	state->zoom = PANEL_NONE;
	ck_assert(!screen_has("4 stale answers"));
	tour->steps[3].highlight = TOUR_FRESHNESS;
	state->focus = PANEL_FRESHNESS;
	ck_assert(screen_has("4 stale answers"));
	canvas_resize(&canvas, 80, 24);
	ck_assert(screen_has("4 stale answers"));
}
END_TEST

/* Labels of figures are whole or not there; words end where the rows end, with a sign. */
START_TEST(small_screens)
{
	state->tour.revealed = true;
	canvas_resize(&canvas, 80, 24);
	ck_assert(screen_has("today, queries a month 60k"));
	ck_assert(screen_has("● RAG today, a month   $448"));
	canvas_resize(&canvas, 60, 16);
	ck_assert(screen_has("today, queries a month 60k"));
	ck_assert(!screen_has("■ hybrid takes over  "));
	canvas_resize(&canvas, 20, 6);
	ck_assert(screen_has("At 3.15M the"));
	ck_assert(screen_has("…"));
	ck_assert(!screen_has("100M"));
}
END_TEST

/* Other panels show nothing at all before the reveal: their curves would be the answer. */
START_TEST(covered)
{
	state->zoom = state->focus = PANEL_FRESHNESS;
	ck_assert(screen_has("PgDn reveals"));
	ck_assert(!screen_has("stale"));
	state->tour.revealed = true;
	ck_assert(!screen_has("PgDn reveals"));
}
END_TEST

/* Figures of the step before are not those of this one. */
START_TEST(not_before_they_are_known)
{
	state->tour.revealed = true;
	ck_assert(!screen_has("At … the hybrid takes over"));
	state->tour.since = snapshot->generation + 1;
	ck_assert(screen_has("At … the hybrid takes over: it costs … a month"));
	state->tour.since = 0;
	state->tour.entering = true;
	ck_assert(screen_has("At … the hybrid takes over: it costs … a month"));
}
END_TEST

/* No size is too small, and no step, and no overlay over it. */
START_TEST(any_size)
{
	static const enum panel zooms[] = { PANEL_NONE, PANEL_COST, PANEL_KNOBS, PANEL_MAP,
					    PANEL_LOG };

	for (int w = 1; w <= 130; w += w < 20 ? 1 : 7)
		for (int h = 1; h <= 50; h += h < 20 ? 1 : 5)
			for (int i = 0; i < 10; i++) {
				canvas_resize(&canvas, w, h);
				state->zoom = zooms[i / 2];
				state->tour.step = 2 + i % 2;
				state->tour.revealed = (w + h) % 2 == 0;
				view_draw(snapshot, state, &canvas);
			}
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("view tour");

	tcase_add_checked_fixture(tcase, setup, teardown);
	tcase_set_timeout(tcase, 120);
	tcase_add_test(tcase, before_the_reveal);
	tcase_add_test(tcase, after_the_reveal);
	tcase_add_test(tcase, main_screen);
	tcase_add_test(tcase, what_it_is_about);
	tcase_add_test(tcase, small_screens);
	tcase_add_test(tcase, covered);
	tcase_add_test(tcase, not_before_they_are_known);
	tcase_add_test(tcase, any_size);
	return suite_run("ui/view_tour", tcase);
}
