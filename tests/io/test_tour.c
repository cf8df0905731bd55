// SPDX-License-Identifier: MIT
/* Tours in files: every field is read and written back, limits hold, steps add up. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/suite.h"
#include "base/xalloc.h"
#include "io/scenario_io.h"
#include "io/scenario_same.h"
#include "io/tour.h"

static struct scenario *scenario, *other;
static struct error error;

static void setup(void)
{
	scenario = xmalloc(sizeof(*scenario));
	other = xmalloc(sizeof(*other));
}

static void teardown(void)
{
	free(scenario);
	free(other);
}

static bool parse(const char *text, struct scenario *into)
{
	return scenario_parse(text, strlen(text), "test", into, &error);
}

static char *written(const struct scenario *from)
{
	char *text = NULL;
	size_t size = 0;
	FILE *out = open_memstream(&text, &size);

	scenario_write(from, out);
	ck_assert_int_eq(fclose(out), 0);
	return text;
}

static const char whole[] =
	"{\"ragtop\":1,\"name\":\"a\",\"expect\":{\"rag.cost.total_usd\":[1,2]},\"tour\":["
	"{\"title\":\"one\",\"view\":\"cost\",\"form\":\"time\",\"figure\":\"so_far\","
	"\"detail\":true,"
	"\"highlight\":\"knobs\",\"focus\":\"ft\",\"knob\":\"rag.search_s\",\"at_days\":12,"
	"\"big\":[{\"figure\":\"ft.cost.total_usd - rag.cost.total_usd\",\"label\":\"x\"}],"
	"\"ask\":\"where?\",\"answer\":\"crossing.rag.ft\",\"say\":\"at {crossing.rag.ft}\","
	"\"try\":\"drag\",\"notes\":\"{verdict.best}\"},"
	"{\"set\":{\"rag.search_s\":2,\"rag.mode\":\"api\",\"ft.answer_tok\":null},"
	"\"timeline\":[{\"at_days\":9,\"incident\":\"retrain\",\"note\":\"n\"},"
	"{\"at_days\":3,\"set\":{\"rag.search_s\":3},\"over_days\":30},"
	"{\"at_days\":60,\"switch\":{\"from\":\"rag\",\"to\":\"hybrid\"},"
	"\"migration_usd\":4000}]},"
	"{\"view\":\"map\",\"figure\":\"margin\",\"map\":[\"rag.search_s\",\"ft.run_usd\"],"
	"\"price_book\":\"s0\",\"set\":{\"rag.search_s\":4}},"
	"{\"price_book\":null}]}";

START_TEST(everything_is_read)
{
	const struct tour *tour;

	ck_assert_msg(parse(whole, scenario), "%s", error.message);
	tour = scenario->tour;
	ck_assert_ptr_nonnull(tour);
	ck_assert_int_eq(tour->step_count, 4);
	ck_assert_str_eq(tour->steps[0].title, "one");
	ck_assert_int_eq(tour->steps[0].view, TOUR_COST);
	ck_assert_int_eq(tour->steps[0].form, 1);
	ck_assert_int_eq(tour->steps[0].figure, 1);
	ck_assert(tour->steps[0].detail);
	ck_assert_int_eq(tour->steps[0].highlight, TOUR_KNOBS);
	ck_assert_int_eq(tour->steps[0].arch, ARCH_FT);
	ck_assert_int_eq(tour->steps[0].knob, P_rag_search_s);
	ck_assert_double_eq(tour->steps[0].at_days, 12);
	ck_assert_int_eq(tour->steps[0].big_count, 1);
	ck_assert_str_eq(tour->steps[0].answer, "crossing.rag.ft");
	ck_assert_int_eq(tour->set_count, 4);
	ck_assert_int_eq(tour->entry_count, 3);
	ck_assert_int_eq(tour->entries[2].entry.to, ARCH_HYBRID);
	ck_assert_double_eq(tour->entries[2].entry.migration_usd, 4000);
	ck_assert(isnan(tour->steps[1].at_days));
	ck_assert_int_eq(tour->steps[2].map_y, P_ft_run_usd);
	ck_assert_str_eq(tour->steps[2].price_book, "s0");
	ck_assert(tour->steps[3].has_book);
}
END_TEST

START_TEST(written_and_read_back)
{
	char *text, *again;

	ck_assert_msg(parse(whole, scenario), "%s", error.message);
	text = written(scenario);
	ck_assert_msg(parse(text, other), "%s", error.message);
	ck_assert(scenario_same(scenario, other));
	again = written(other);
	ck_assert_str_eq(text, again);
	free(text);
	free(again);
}
END_TEST

/* Each step is the file and all changes up to it; nothing that was done to another one is left. */
START_TEST(steps_add_up)
{
	double file;

	ck_assert_msg(parse(whole, scenario), "%s", error.message);
	file = scenario->params.rag.search_s;
	tour_scenario(scenario, 0, other);
	ck_assert_double_eq(other->params.rag.search_s, file);
	ck_assert_ptr_null(other->tour);
	ck_assert_int_eq(other->timeline_count, 0);
	ck_assert_int_eq(other->expect_count, 1);
	tour_scenario(scenario, 2, other);
	ck_assert_double_eq(other->params.rag.search_s, 4);
	ck_assert(other->own[P_rag_search_s]);
	ck_assert_str_eq(other->price_book, "s0");
	ck_assert_int_eq(other->timeline_count, 3);
	ck_assert_double_eq(other->timeline[0].at_days, 3);
	ck_assert_int_eq(other->expect_count, 0);
	tour_scenario(scenario, 3, other);
	ck_assert_str_eq(other->price_book, "");
	tour_scenario(scenario, 1, other);
	ck_assert_double_eq(other->params.rag.search_s, 2);
}
END_TEST

/* Whatever a timeline's entry can have, a tour's has too. */
START_TEST(entries_are_whole)
{
	static const char text[] =
		"{\"ragtop\":1,\"name\":\"a\",\"architectures\":[\"rag\"],\"tour\":[{\"timeline\":["
		"{\"at_days\":3,\"set\":{\"rag.search_s\":3},\"over_days\":7},"
		"{\"at_days\":9,\"switch\":{\"from\":\"rag\",\"to\":\"hybrid\"},"
		"\"migration_usd\":4000}]}]}";
	char *again;

	ck_assert_msg(parse(text, scenario), "%s", error.message);
	again = written(scenario);
	ck_assert_msg(parse(again, other), "%s", error.message);
	ck_assert(scenario_same(scenario, other));
	free(again);
	tour_scenario(scenario, 0, other);
	ck_assert_int_eq(other->timeline_count, 2);
	ck_assert_double_eq(other->timeline[0].over_days, 7);
	ck_assert_int_eq(other->timeline[1].kind, TIMELINE_SWITCH);
	ck_assert_int_eq(other->timeline[1].from, ARCH_RAG);
	ck_assert_int_eq(other->timeline[1].to, ARCH_HYBRID);
	ck_assert_double_eq(other->timeline[1].migration_usd, 4000);
}
END_TEST

/* A run that was cut short has no later entries. */
START_TEST(later_than_the_end)
{
	ck_assert_msg(parse(whole, scenario), "%s", error.message);
	scenario->horizon_days = 5;
	tour_scenario(scenario, 1, other);
	ck_assert_int_eq(other->timeline_count, 1);
}
END_TEST

static void repeat(char *text, size_t size, const char *what, int times)
{
	size_t used = (size_t)snprintf(text, size, "{\"ragtop\":1,\"name\":\"a\",\"tour\":[");

	for (int i = 0; i < times; i++)
		used += (size_t)snprintf(text + used, size - used, "%s%s", i > 0 ? "," : "", what);
	snprintf(text + used, size - used, "]}");
}

START_TEST(limits)
{
	static char text[1 << 16];

	repeat(text, sizeof(text), "{}", TOUR_STEPS_MAX);
	ck_assert_msg(parse(text, scenario), "%s", error.message);
	repeat(text, sizeof(text), "{}", TOUR_STEPS_MAX + 1);
	ck_assert(!parse(text, scenario));
	ck_assert_str_eq(error.message, "more than 32 steps: \"tour\"");
	repeat(text, sizeof(text),
	       "{\"set\":{\"rag.search_s\":1,\"rag.search_cv\":1,\"ft.run_usd\":1,"
	       "\"ft.prep_days\":1,\"ft.eval_days\":1}}",
	       26);
	ck_assert(!parse(text, scenario));
	ck_assert_str_eq(error.message, "more than 128 in the tour: \"set\"");
	repeat(text, sizeof(text),
	       "{\"timeline\":[{\"at_days\":1,\"note\":\"a\"},{\"at_days\":1,\"note\":\"a\"},"
	       "{\"at_days\":1,\"note\":\"a\"}]}",
	       22);
	ck_assert(!parse(text, scenario));
	ck_assert_str_eq(error.message, "more than 64 in the tour: \"timeline\"");
}
END_TEST

/* Of text from a file nothing reaches a terminal that would steer it, and none is cut in silence.
 */
START_TEST(hostile_texts)
{
	char text[TOUR_NOTES_SIZE + 256], notes[TOUR_NOTES_SIZE + 1];

	ck_assert(parse("{\"ragtop\":1,\"name\":\"a\",\"tour\":[{\"say\":\"a\\u001b[31m\"}]}",
			scenario));
	ck_assert_str_eq(scenario->tour->steps[0].say, "a\xef\xbf\xbd[31m");
	memset(notes, 'x', sizeof(notes) - 1);
	notes[sizeof(notes) - 1] = '\0';
	snprintf(text, sizeof(text), "{\"ragtop\":1,\"name\":\"a\",\"tour\":[{\"notes\":\"%s\"}]}",
		 notes);
	ck_assert(!parse(text, scenario));
	ck_assert_str_eq(error.message, "longer than 2047 bytes: \"notes\"");
	memmove(strstr(text, "xx"), strstr(text, "xx") + 1, strlen(strstr(text, "xx")));
	ck_assert_msg(parse(text, scenario), "%s", error.message);
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("tour");

	tcase_add_checked_fixture(tcase, setup, teardown);
	tcase_add_test(tcase, everything_is_read);
	tcase_add_test(tcase, written_and_read_back);
	tcase_add_test(tcase, steps_add_up);
	tcase_add_test(tcase, entries_are_whole);
	tcase_add_test(tcase, later_than_the_end);
	tcase_add_test(tcase, limits);
	tcase_add_test(tcase, hostile_texts);
	return suite_run("tour", tcase);
}
