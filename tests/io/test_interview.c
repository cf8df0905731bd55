// SPDX-License-Identifier: MIT
/* Answers to the questions of `ragtop new`, and the scenario that comes of them. */
#include "io/interview.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/suite.h"
#include "base/xalloc.h"
#include "io/price_book.h"
#include "io/scenario_io.h"

static struct interview interview;
static struct scenario *scenario;
static struct error error;

static void set_up(void)
{
	interview_init(&interview);
	scenario = xmalloc(sizeof(*scenario));
}

static void tear_down(void)
{
	free(scenario);
}

static void answer(enum question_id id, const char *text)
{
	ck_assert_msg(interview_answer(&interview, id, text, &error), "%s: %s", text,
		      error.message);
}

static void written(void)
{
	char *text = NULL;
	size_t size = 0;
	FILE *out = open_memstream(&text, &size);

	interview_write(&interview, "n", out);
	fclose(out);
	ck_assert_msg(scenario_parse(text, size, "f", scenario, &error), "%d:%d: %s\n%s",
		      error.line, error.column, error.message, text);
	free(text);
}

/* Whoever says nothing has the defaults, with the sources of the table, and two targets. */
START_TEST(silence_is_the_defaults)
{
	static const enum param_id asked[] = {
		P_traffic_volume_qpm,    P_traffic_prompt_tok,  P_traffic_answer_tok,
		P_traffic_citation_frac, P_traffic_format_frac, P_knowledge_updates_per_month,
		P_knowledge_corpus_tok,
	};
	int sourced = 0;

	written();
	for (unsigned int i = 0; i < PARAM_COUNT; i++) {
		double value = params_get(&scenario->params, (enum param_id)i);

		ck_assert_msg(value == param_table[i].def ||
				      (isnan(value) && isnan(param_table[i].def)),
			      "%s", param_table[i].name);
		sourced += scenario->notes[i].present;
	}
	ck_assert_int_eq(sourced, 7);
	for (size_t i = 0; i < sizeof(asked) / sizeof(asked[0]); i++) {
		const struct param_note *note = &scenario->notes[asked[i]];

		ck_assert(note->present);
		ck_assert_int_eq(note->kind, param_table[asked[i]].provenance);
		ck_assert_str_eq(note->note, param_table[asked[i]].source);
	}
	ck_assert_double_eq(scenario->targets[TARGET_TTFT_P95_S], 1);
	ck_assert_double_eq(scenario->targets[TARGET_STALE_ANSWER_FRAC], 0.02);
	ck_assert(isnan(scenario->targets[TARGET_MONTHLY_USD]));
	ck_assert_str_eq(scenario->price_book, "");
}
END_TEST

static const struct {
	enum question_id id;
	const char *text;
	double value;
} read[] = {
	{ QUESTION_VOLUME, "50k", 50000 },
	{ QUESTION_VOLUME, " 3M ", 3e6 },
	{ QUESTION_VOLUME, "2000/day", 60000 },
	{ QUESTION_QUESTION, "400 tokens", 400 },
	{ QUESTION_ANSWER, "5", 5 },
	{ QUESTION_DOCUMENTS, "3M tokens", 3e6 },
	{ QUESTION_DOCUMENTS, "300 pages", 100000 },
	{ QUESTION_DOCUMENTS, "3 page", 1000 },
	{ QUESTION_DOCUMENTS, "2k", 2000 },
	{ QUESTION_CHANGES, "hourly", 720 },
	{ QUESTION_CHANGES, "Daily", 30 },
	{ QUESTION_CHANGES, "weekly", 52.0 / 12 },
	{ QUESTION_CHANGES, "monthly", 1 },
	{ QUESTION_CHANGES, "quarterly", 1.0 / 3 },
	{ QUESTION_CHANGES, "yearly", 1.0 / 12 },
	{ QUESTION_CHANGES, "never", 0 },
	{ QUESTION_CHANGES, "10", 10 },
	{ QUESTION_CHANGES, "3/day", 90 },
	{ QUESTION_LATENCY, "200ms", 0.2 },
	{ QUESTION_LATENCY, "none", (double)NAN },
	{ QUESTION_STALE, "2 %", 0.02 },
	{ QUESTION_STALE, "NONE", (double)NAN },
	{ QUESTION_BUDGET, "$2k", 2000 },
	{ QUESTION_BUDGET, "none", (double)NAN },
	{ QUESTION_CITATIONS, "yes", 1 },
	{ QUESTION_CITATIONS, "N", 0 },
	{ QUESTION_CITATIONS, "30%", 0.3 },
	{ QUESTION_FORMAT, "y", 1 },
	{ QUESTION_FORMAT, "0.5", 0.5 },
};

START_TEST(understands)
{
	double value;

	answer(read[_i].id, read[_i].text);
	value = interview.value[read[_i].id];
	ck_assert_msg((isnan(value) && isnan(read[_i].value)) ||
			      fabs(value - read[_i].value) <= 1e-12 * fabs(value),
		      "%s: %g", read[_i].text, value);
	ck_assert(interview.given[read[_i].id]);
}
END_TEST

static const struct {
	enum question_id id;
	const char *text, *message;
} refused[] = {
	{ QUESTION_VOLUME, "lots", "not a number \"lots\"" },
	{ QUESTION_VOLUME, "", "empty value" },
	{ QUESTION_VOLUME, "-1", "out of range, 0 to 1e+12 is legal: \"traffic.volume_qpm\"" },
	{ QUESTION_VOLUME, "x2", "no value yet to change by \"x2\"" },
	{ QUESTION_ANSWER, "2 s", "unknown unit \"s\": use k, M, B, x2 or +10 %" },
	{ QUESTION_DOCUMENTS, "pages", "empty value" },
	{ QUESTION_DOCUMENTS, "3 books", "unknown unit \"books\": use k, M, B, x2 or +10 %" },
	{ QUESTION_CHANGES, "often",
	  "not hourly, daily, weekly, monthly, quarterly, yearly, never or a rate: \"often\"" },
	{ QUESTION_CHANGES, "-3",
	  "out of range, 0 to 1000000 is legal: "
	  "\"knowledge.updates_per_month\"" },
	{ QUESTION_LATENCY, "fast", "not a number \"fast\"" },
	{ QUESTION_STALE, "120%", "out of range, 0 to 1 is legal: \"stale_answer_frac\"" },
	{ QUESTION_CITATIONS, "maybe", "not yes, no or a share: \"maybe\"" },
	{ QUESTION_STALE, "2", "a share is 0 to 1, did you mean \"2%\": \"2\"" },
	{ QUESTION_STALE, "200", "out of range, 0 to 1 is legal: \"stale_answer_frac\"" },
	{ QUESTION_CITATIONS, "30", "a share is 0 to 1, did you mean \"30%\": \"30\"" },
	{ QUESTION_CITATIONS, "-1", "out of range, 0 to 1 is legal: \"traffic.citation_frac\"" },
};

/* An answer that is refused changes nothing. */
START_TEST(refuses)
{
	struct interview before = interview;

	ck_assert(!interview_answer(&interview, refused[_i].id, refused[_i].text, &error));
	ck_assert_str_eq(error.message, refused[_i].message);
	ck_assert_double_eq(interview.value[refused[_i].id], before.value[refused[_i].id]);
	ck_assert(!interview.given[refused[_i].id]);
}
END_TEST

START_TEST(refuses_books_that_are_not_there)
{
	ck_assert(!interview_answer(&interview, QUESTION_PRICES, "s9", &error));
	ck_assert_str_eq(interview.price_book, "");
	answer(QUESTION_PRICES, "S4");
	ck_assert_str_eq(interview.price_book, "s4");
	written();
	ck_assert_str_eq(scenario->price_book, "s4");
	answer(QUESTION_PRICES, "none");
	ck_assert_str_eq(interview.price_book, "");
}
END_TEST

/* What was given is the asker's, what follows from it says so. */
START_TEST(sets_what_was_said)
{
	answer(QUESTION_VOLUME, "3M");
	answer(QUESTION_QUESTION, "800");
	answer(QUESTION_ANSWER, "40");
	answer(QUESTION_CHANGES, "daily");
	answer(QUESTION_LATENCY, "500ms");
	answer(QUESTION_STALE, "none");
	answer(QUESTION_BUDGET, "$2k");
	answer(QUESTION_CITATIONS, "yes");
	answer(QUESTION_FORMAT, "30%");
	written();
	ck_assert_double_eq(scenario->params.traffic.volume_qpm, 3e6);
	ck_assert_double_eq(scenario->params.traffic.prompt_tok, 800);
	ck_assert(isnan(scenario->params.ft.prompt_tok));
	ck_assert_double_eq(scenario->params.traffic.answer_tok, 40);
	ck_assert_double_eq(scenario->params.knowledge.updates_per_month, 30);
	ck_assert_double_eq(scenario->params.traffic.citation_frac, 1);
	ck_assert_double_eq(scenario->params.traffic.format_frac, 0.3);
	ck_assert_double_eq(scenario->targets[TARGET_TTFT_P95_S], 0.5);
	ck_assert(isnan(scenario->targets[TARGET_STALE_ANSWER_FRAC]));
	ck_assert_double_eq(scenario->targets[TARGET_MONTHLY_USD], 2000);
	ck_assert_str_eq(scenario->notes[P_traffic_volume_qpm].note, "yours");
	ck_assert_int_eq(scenario->notes[P_knowledge_updates_per_month].kind, PROVENANCE_ASSUMED);
	ck_assert_str_eq(scenario->notes[P_knowledge_updates_per_month].note, "yours");
	ck_assert_str_eq(scenario->notes[P_knowledge_corpus_tok].note,
			 param_table[P_knowledge_corpus_tok].source);
}
END_TEST

/* Ten times the documents: ten times the facts and what a change touches. */
START_TEST(documents_take_along_what_is_made_of_them)
{
	answer(QUESTION_DOCUMENTS, "1M");
	written();
	ck_assert_double_eq(scenario->params.knowledge.corpus_tok, 1e6);
	ck_assert_double_eq(scenario->params.knowledge.facts, 15000);
	ck_assert_double_eq(scenario->params.knowledge.facts_per_update, 300);
	ck_assert_double_eq(scenario->params.rag.update_tok, 150000);
	ck_assert_double_eq(scenario->params.rag.write_units_per_update, 1500);
	ck_assert_double_eq(scenario->params.rag.storage_gb, 1);
	ck_assert(!scenario->notes[P_rag_storage_gb].present);
	answer(QUESTION_DOCUMENTS, "1B"); /* 2 million passages of 8 kB; facts at their limit */
	written();
	ck_assert_double_eq_tol(scenario->params.rag.storage_gb, 16, 1e-9);
	ck_assert_double_eq(scenario->params.knowledge.facts, 1e6);
	answer(QUESTION_DOCUMENTS, "0");
	written();
	ck_assert_double_eq(scenario->params.knowledge.facts, 1);
	ck_assert_double_eq(scenario->params.knowledge.facts_per_update, 1);
}
END_TEST

/* Or a default that nobody gave would hide a price of the book. */
START_TEST(books_say_nothing_that_is_asked)
{
	answer(QUESTION_DOCUMENTS, "1B");
	answer(QUESTION_QUESTION, "1");
	written();
	for (unsigned int i = 0; i < PARAM_COUNT; i++) {
		if (!scenario->notes[i].present)
			continue;
		for (int book = 0; book < price_book_count(); book++)
			ck_assert_msg(!price_book_quote(price_book_at(book), (enum param_id)i),
				      "%s", param_table[i].name);
	}
}
END_TEST

START_TEST(questions_are_whole)
{
	for (unsigned int i = 0; i < QUESTION_IDS; i++) {
		const struct question *question = &question_table[i];

		ck_assert(strncmp(question->option, "--", 2) == 0);
		ck_assert_uint_ge(strlen(question->text), 8);
		ck_assert_uint_ge(strlen(question->explanation), 40);
		answer((enum question_id)i, question->fallback);
	}
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("interview");

	tcase_add_checked_fixture(tcase, set_up, tear_down);
	tcase_add_test(tcase, silence_is_the_defaults);
	tcase_add_loop_test(tcase, understands, 0, sizeof(read) / sizeof(read[0]));
	tcase_add_loop_test(tcase, refuses, 0, sizeof(refused) / sizeof(refused[0]));
	tcase_add_test(tcase, refuses_books_that_are_not_there);
	tcase_add_test(tcase, sets_what_was_said);
	tcase_add_test(tcase, documents_take_along_what_is_made_of_them);
	tcase_add_test(tcase, books_say_nothing_that_is_asked);
	tcase_add_test(tcase, questions_are_whole);
	return suite_run("interview", tcase);
}
