// SPDX-License-Identifier: MIT
/*
 * The tours that ship, against runs of their steps: every figure that a text names is there, no
 * figure is typed where it could be named, and what the words claim holds.
 */
#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <ragtop/run.h>
#include "base/suite.h"
#include "base/xalloc.h"
#include "io/shipped.h"
#include "io/tour.h"
#include "study/tour_text.h"

/* With the numbers that their words may have: quoted from an article, said of the file. */
static const struct {
	const char *name;
	const char *typed[12];
} tours[] = {
	{ "tour-price-change", { "49", "59", "60", "5 %", "= 7d", "S3 says", "S1 ends" } },
	{ "tour-break-even", { "5M", "100M", "down to 100", "500 tokens" } },
	{ "tour-retraining-failed", { "150", "= 40d" } },
};

enum { TOURS = sizeof(tours) / sizeof(tours[0]), POINTS_A_DECADE = 4 };

static struct scenario *file, *at;
static struct result *result;
static struct curve *curve;

static void setup(void)
{
	file = xmalloc(sizeof(*file));
	at = xmalloc(sizeof(*at));
	result = xmalloc(sizeof(*result));
	curve = xmalloc(sizeof(*curve));
}

static void teardown(void)
{
	free(file);
	free(at);
	free(result);
	free(curve);
}

static void open_tour(const char *name)
{
	struct error error;

	ck_assert_msg(shipped_scenario(name, file, &error), "%s", error.message);
	ck_assert_ptr_nonnull(file->tour);
}

static bool mentions_crossing(const struct tour_step *step)
{
	return strstr(step->title, "{crossing") || strstr(step->ask, "{crossing") ||
	       strstr(step->say, "{crossing") || strstr(step->try, "{crossing") ||
	       strstr(step->notes, "{crossing") || strstr(step->answer, "crossing");
}

static struct tour_figures run_step(int step, bool crossings)
{
	struct run_options options = { 0 };
	struct error error;

	tour_scenario(file, step, at);
	ck_assert_msg(run(at, &options, result, &error), "%s", error.message);
	if (crossings) {
		curve_init(curve, 1e3, 1e8, POINTS_A_DECADE);
		for (int i = 0; i < curve->point_count; i++)
			ck_assert(curve_compute_point(curve, i, at, NULL));
		ck_assert(curve_find_crossings(curve, at, result, NULL));
	}
	return (struct tour_figures){ at, result, crossings ? curve : NULL };
}

static void check_text(const struct tour_figures *figures, const char *name, int step,
		       const char *text)
{
	static char words[2 * TOUR_NOTES_SIZE];

	tour_expand(figures, text, words, sizeof(words));
	ck_assert_msg(!strchr(words, '{') && !strstr(words, "…") && !strstr(words, "∞") &&
			      !strstr(words, "nowhere") && !strstr(words, "–"),
		      "%s, step %d: %s", name, step + 1, words);
}

/* None is pending, infinite or missing. */
START_TEST(every_figure_is_there)
{
	const char *name = tours[_i].name;

	open_tour(name);
	for (int i = 0; i < file->tour->step_count; i++) {
		const struct tour_step *step = &file->tour->steps[i];
		struct tour_figures figures = run_step(i, mentions_crossing(step));

		check_text(&figures, name, i, step->title);
		check_text(&figures, name, i, step->ask);
		check_text(&figures, name, i, step->say);
		check_text(&figures, name, i, step->try);
		check_text(&figures, name, i, step->notes);
		ck_assert_msg(step->notes[0] != '\0', "%s, step %d: no notes", name, i + 1);
		ck_assert_msg(step->title[0] != '\0', "%s, step %d: no title", name, i + 1);
	}
}
END_TEST

/* A mode that an architecture has from what holds for all is no name. */
START_TEST(choices_may_be_missing)
{
	struct tour_figures figures;
	char words[80];

	open_tour(tours[0].name);
	figures = run_step(0, false);
	at->params.serving.mode = SERVING_SELF;
	at->params.ft.mode = PARAM_NULL;
	tour_expand(&figures, "{serving.mode} {ft.mode}", words, sizeof(words));
	ck_assert_str_eq(words, "self –");
}
END_TEST

/* Blanks out one kind of thing that may have digits. */
static void blank(char *text, const char *what)
{
	for (char *found = text; (found = strstr(found, what)) != NULL;)
		memset(found, ' ', strlen(what));
}

static void blank_figures_and_sources(char *text)
{
	for (char *c = text; *c != '\0'; c++) {
		size_t size = 0;

		if (*c == '{')
			size = strcspn(c, "}") + 1;
		else if (*c == 'S' && isdigit((unsigned char)c[1]) && c[2] == ':')
			size = 3 + strspn(c + 3, "0123456789-");
		memset(c, ' ', size);
	}
}

static void check_typed(int which, int step, const char *text)
{
	static char words[TOUR_NOTES_SIZE];

	snprintf(words, sizeof(words), "%s", text);
	blank_figures_and_sources(words);
	for (int i = 0; i < 12 && tours[which].typed[i]; i++)
		blank(words, tours[which].typed[i]);
	ck_assert_msg(strpbrk(words, "0123456789") == NULL, "%s, step %d: a typed figure: %s",
		      tours[which].name, step + 1, strpbrk(words, "0123456789"));
}

START_TEST(figures_are_named_not_typed)
{
	open_tour(tours[_i].name);
	for (int i = 0; i < file->tour->step_count; i++) {
		const struct tour_step *step = &file->tour->steps[i];

		check_typed(_i, i, step->title);
		check_typed(_i, i, step->ask);
		check_typed(_i, i, step->say);
		check_typed(_i, i, step->try);
		check_typed(_i, i, step->notes);
	}
}
END_TEST

/* What sentences say of figures without naming them: "three weeks", "stays", "breaks". */
static const struct {
	const char *tour;
	int step;
	const char *figure;
	double lo, hi;
} claims[] = {
	{ "tour-price-change", 3, "rag.freshness.oldest_missed_s", 59, 61 },
	{ "tour-price-change", 3, "ft.freshness.oldest_missed_s", 20.9 * DAY_S, 21.1 * DAY_S },
	{ "tour-price-change", 7, "ft.freshness.oldest_missed_s", 8.9 * DAY_S, 9.1 * DAY_S },
	{ "tour-price-change", 9, "ft.freshness.stale_answer_frac", 0.05, 0.08 },
	{ "tour-price-change", 9, "rag.freshness.stale_answer_frac", 0, 1e-4 },
	{ "tour-price-change", 11, "hybrid.quality.good_frac - rag.quality.good_frac", 0.02, 0.05 },
	{ "tour-break-even", 2, "ft.cost.all_in_usd / hybrid.cost.all_in_usd", 3, 20 },
	{ "tour-break-even", 3, "crossing.rag.hybrid", 3.4e6, 3.9e6 },
	{ "tour-break-even", 6, "crossing.rag.hybrid", 3.4e6, 3.9e6 },
	{ "tour-break-even", 7, "crossing.rag.ft", 0.8e6, 1.5e6 },
	{ "tour-break-even", 7, "ft.freshness.stale_answer_frac", 0, 0.02 },
	{ "tour-break-even", 8, "crossing.rag.ft", 3e4, 2e5 },
	{ "tour-retraining-failed", 1, "ft.freshness.stale_answer_frac", 0.04, 0.05 },
	{ "tour-retraining-failed", 1, "ft.freshness.oldest_missed_s", 35 * DAY_S, 42 * DAY_S },
	{ "tour-retraining-failed", 3, "ft.freshness.oldest_missed_s", 56 * DAY_S, 70 * DAY_S },
	{ "tour-retraining-failed", 4, "ft.service.dropped", 0, 0 },
	{ "tour-retraining-failed", 5, "ft.freshness.stale_answer_frac", 0.0501, 0.06 },
	{ "tour-retraining-failed", 6, "ft.freshness.oldest_missed_s", 35 * DAY_S, 50 * DAY_S },
	{ "tour-retraining-failed", 7, "ft.freshness.stale_answer_frac", 0.06, 0.12 },
	{ "tour-retraining-failed", 8, "ft.freshness.stale_answer_frac", 0.02, 0.06 },
	{ "tour-retraining-failed", 9, "rag.service.timed_out", 50, 1000 },
};

START_TEST(what_is_said_holds)
{
	struct tour_figures figures;
	double value;
	enum unit unit;

	open_tour(claims[_i].tour);
	figures = run_step(claims[_i].step - 1, strncmp(claims[_i].figure, "crossing", 8) == 0);
	ck_assert(tour_value(&figures, claims[_i].figure, &value, &unit));
	ck_assert_msg(value >= claims[_i].lo && value <= claims[_i].hi, "%s, step %d: %s is %g",
		      claims[_i].tour, claims[_i].step, claims[_i].figure, value);
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("tours");

	tcase_add_checked_fixture(tcase, setup, teardown);
	tcase_set_timeout(tcase, 600);
	tcase_add_loop_test(tcase, every_figure_is_there, 0, TOURS);
	tcase_add_loop_test(tcase, figures_are_named_not_typed, 0, TOURS);
	tcase_add_test(tcase, choices_may_be_missing);
	tcase_add_loop_test(tcase, what_is_said_holds, 0, sizeof(claims) / sizeof(claims[0]));
	return suite_run("study/tours", tcase);
}
