// SPDX-License-Identifier: MIT
/* Price books: all of them, what they may move, and what a saved file keeps of them. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <ragtop/result.h>
#include <ragtop/run.h>
#include "base/suite.h"
#include "base/xalloc.h"
#include "io/price_book.h"
#include "io/scenario_io.h"
#include "io/scenario_same.h"

static struct scenario *scenario;

static void set_up(void)
{
	scenario = xcalloc(1, sizeof(*scenario));
}

static void tear_down(void)
{
	free(scenario);
}

static void read_scenario(const char *text)
{
	struct error error;

	ck_assert_msg(scenario_parse(text, strlen(text), "s.json", scenario, &error), "%s in %s",
		      error.message, text);
}

static double get(const char *name)
{
	enum param_id id;
	char near[96];

	ck_assert_msg(param_find(name, &id, near, sizeof(near)), "%s", name);
	return params_get(&scenario->params, id);
}

/* --- the books --- */

START_TEST(all_are_there)
{
	static const char *const ids[] = { "s0", "s1", "s2", "s3", "s4", "current" };

	ck_assert_int_eq(price_book_count(), 6);
	for (int i = 0; i < 6; i++) {
		const struct price_book *book = price_book_at(i);

		ck_assert_str_eq(book->id, ids[i]);
		ck_assert_ptr_eq(price_book_find(ids[i]), book);
		ck_assert_str_ne(book->label, "");
		ck_assert_str_ne(book->title, "");
		ck_assert_str_ne(book->summary, "");
		ck_assert_int_gt(book->quote_count, 0);
	}
	ck_assert_ptr_null(price_book_find(""));
	ck_assert_str_eq(price_book_label("s4"), "S4");
	ck_assert_str_eq(price_book_label(""), "");
}
END_TEST

/* "S4:125" with the number of the book somewhere in the note. */
static bool cites(const char *note, const char *label)
{
	const char *at = strstr(note, label);

	return at && at[2] == ':' && at[3] >= '1' && at[3] <= '9';
}

/* A price or what it is billed by; nothing that a trace says; each once, legal, with its source. */
START_TEST(every_value_is_legal_and_has_a_source)
{
	const struct price_book *book = price_book_at(_i);
	bool seen[PARAM_COUNT] = { false };

	for (int i = 0; i < book->quote_count; i++) {
		const struct quote *quote = &book->quotes[i];
		const struct param_note *note = &quote->note;
		const char *affects = param_table[quote->param].affects;
		char name[96];

		param_full_name(quote->param, name, sizeof(name));
		ck_assert_msg(!seen[quote->param], "%s", name);
		seen[quote->param] = true;
		ck_assert_msg(param_legal(quote->param, quote->value), "%s", name);
		ck_assert_msg(strstr(affects, "cost") != NULL, "%s", name);
		ck_assert_msg(note->present && note->note[0] != '\0', "%s", name);
		if (strcmp(book->id, "current") == 0)
			ck_assert_msg(note->date[0] != '\0' || strstr(note->note, " 202"), "%s",
				      name);
		else
			ck_assert_msg(cites(note->note, book->label), "%s: %s", name, note->note);
		ck_assert_ptr_eq(price_book_quote(book, quote->param), quote);
	}
}
END_TEST

/* What the parser of the catalogue refuses, so that a broken book is found here and not in use. */
START_TEST(refuses_broken_books)
{
	static const struct {
		const char *values, *message;
	} broken[] = {
		{ "\"ft.run_usd\":{\"value\":-1,\"kind\":\"assumed\",\"note\":\"n\"}",
		  "out of range, 0 to 1e+12 is legal: \"ft.run_usd\"" },
		{ "\"ft.run_eur\":{\"value\":1,\"kind\":\"assumed\",\"note\":\"n\"}",
		  "unknown key, did you mean \"ft.run_usd\": \"ft.run_eur\"" },
		{ "\"ft.run_usd\":{\"value\":1,\"note\":\"n\"}", "missing key: \"kind\"" },
		{ "\"ft.run_usd\":{\"kind\":\"assumed\",\"note\":\"n\"}",
		  "missing key: \"value\"" },
		{ "\"ft.run_usd\":{\"value\":1,\"kind\":\"assumed\"}",
		  "no source: \"ft.run_usd\"" },
		{ "\"ft.run_usd\":1", "no source: \"ft.run_usd\"" },
		{ "\"ft.run_usd\":{\"value\":1,\"kind\":\"guessed\",\"note\":\"n\"}",
		  "not one of measured, published, assumed: \"kind\"" },
	};
	struct price_book *book = xcalloc(1, sizeof(*book));

	for (size_t i = 0; i < sizeof(broken) / sizeof(broken[0]); i++) {
		struct error error;
		char text[512];

		snprintf(text, sizeof(text),
			 "{\"price_book\":\"x\",\"label\":\"X\",\"title\":\"t\",\"summary\":\"s\","
			 "\"values\":{%s}}",
			 broken[i].values);
		ck_assert(!price_book_parse(text, strlen(text), book, &error));
		ck_assert_str_eq(error.message, broken[i].message);
	}
	free(book);
}
END_TEST

/* --- precedence --- */

#define HEAD "{\"ragtop\":1,\"name\":\"a\","

START_TEST(default_then_book_then_params)
{
	read_scenario(HEAD "\"price_book\":null}");
	ck_assert_str_eq(scenario->price_book, "");
	ck_assert_double_eq(get("base.input_usd_per_mtok"), 2.5);
	read_scenario(HEAD "\"params\":{\"ft\":{\"run_usd\":77}},\"price_book\":\"s0\"}");
	ck_assert_str_eq(scenario->price_book, "s0");
	ck_assert_double_eq(get("base.input_usd_per_mtok"), 1.75);
	ck_assert_double_eq(get("base.output_usd_per_mtok"), 10); /* the article has none */
	ck_assert_double_eq(get("ft.run_usd"), 77);
	ck_assert(scenario_from_book(scenario, P_base_input_usd_per_mtok));
	ck_assert(!scenario_from_book(scenario, P_base_output_usd_per_mtok));
	ck_assert(scenario_is_own(scenario, P_ft_run_usd));
	ck_assert(!scenario_is_own(scenario, P_base_output_usd_per_mtok));
}
END_TEST

/* A dated price beats the book from its day on, and the book does not touch it. */
START_TEST(the_timeline_comes_last)
{
	read_scenario(HEAD "\"price_book\":\"s0\",\"timeline\":[{\"at_days\":9,\"set\":"
			   "{\"base.input_usd_per_mtok\":9}}]}");
	scenario_price_book(scenario, "s4");
	ck_assert_double_eq(get("base.input_usd_per_mtok"), 2.5);
	ck_assert_double_eq(scenario->timeline[0].value, 9);
}
END_TEST

START_TEST(another_book_moves_only_what_is_not_own)
{
	struct error error;

	read_scenario(HEAD "\"params\":{\"ft\":{\"run_usd\":5000}}}");
	ck_assert(scenario_set(scenario, "rag.read_usd_per_m", "16", &error));
	scenario->params.rag.storage_usd_per_gb_month = 0.5; /* as the dashboard turns a knob */
	scenario_price_book(scenario, "s4");
	ck_assert_double_eq(get("ft.run_usd"), 5000);       /* by the file, like the default */
	ck_assert_double_eq(get("rag.read_usd_per_m"), 16); /* by a setting, like the default */
	ck_assert_double_eq(get("rag.storage_usd_per_gb_month"), 0.5);
	ck_assert_double_eq(get("rag.write_usd_per_m"), 0);
	scenario_price_book(scenario, "s0");
	ck_assert_double_eq(get("ft.run_usd"), 5000);
	ck_assert_double_eq(get("rag.write_usd_per_m"), 4);
	ck_assert_double_eq(get("rag.storage_usd_per_gb_month"), 0.5);
	scenario->params.rag.storage_usd_per_gb_month = 0.33; /* and back */
	ck_assert(scenario_from_book(scenario, P_rag_storage_usd_per_gb_month));
	scenario_price_book(scenario, "");
	ck_assert_str_eq(scenario->price_book, "");
	ck_assert_double_eq(get("ft.hosting_usd_per_month"),
			    param_table[P_ft_hosting_usd_per_month].def);
}
END_TEST

/* Turned to what the next book happens to say, a value is no less the scenario's own. */
START_TEST(agreeing_by_chance_gives_nothing_away)
{
	scenario_init(scenario);
	scenario->params.base.input_usd_per_mtok = 1.75;
	scenario_price_book(scenario, "s0");
	ck_assert(!scenario_from_book(scenario, P_base_input_usd_per_mtok));
	scenario_price_book(scenario, "s4");
	ck_assert_double_eq(get("base.input_usd_per_mtok"), 1.75);
}
END_TEST

/* From every book to every other and back: as if it had been that one from the start. */
START_TEST(books_leave_no_traces)
{
	struct params first;

	scenario_init(scenario);
	scenario_price_book(scenario, price_book_at(_i)->id);
	first = scenario->params;
	for (int i = 0; i < price_book_count(); i++) {
		scenario_price_book(scenario, price_book_at(i)->id);
		scenario_price_book(scenario, price_book_at(_i)->id);
		for (unsigned int p = 0; p < PARAM_COUNT; p++)
			ck_assert(same_double(params_get(&first, (enum param_id)p),
					      params_get(&scenario->params, (enum param_id)p)));
	}
}
END_TEST

START_TEST(a_source_is_that_of_the_value)
{
	const struct param_note *note;

	read_scenario(HEAD
		      "\"price_book\":\"s4\",\"params\":{\"ft\":{\"run_usd\":5000}},"
		      "\"sources\":{\"ft.run_usd\":{\"kind\":\"measured\",\"note\":\"ours\"}}}");
	note = scenario_source(scenario, P_ft_run_usd);
	ck_assert_str_eq(note->note, "ours");
	note = scenario_source(scenario, P_base_input_usd_per_mtok);
	ck_assert_int_eq(note->kind, PROVENANCE_PUBLISHED);
	ck_assert_ptr_nonnull(strstr(note->note, "S4:125"));
	scenario->params.base.input_usd_per_mtok = 3; /* then it is nobody's */
	ck_assert_ptr_null(scenario_source(scenario, P_base_input_usd_per_mtok));
	ck_assert_ptr_null(scenario_source(scenario, P_rag_search_s));
}
END_TEST

/* --- saving --- */

static char *to_text(void)
{
	char *text = NULL;
	size_t size = 0;
	FILE *out = open_memstream(&text, &size);

	ck_assert_ptr_nonnull(out);
	scenario_write(scenario, out);
	fclose(out);
	return text;
}

/* The same values, the same digest, the same book, and it can still be changed for another. */
START_TEST(a_saved_file_keeps_its_book)
{
	struct scenario *before = xmalloc(sizeof(*before));
	struct error error;
	char *text;

	read_scenario(HEAD "\"price_book\":\"s4\",\"params\":{\"rag\":{\"search_s\":0.1}},"
			   "\"sources\":{\"rag.search_s\":{\"kind\":\"measured\"}}}");
	ck_assert(scenario_set(scenario, "ft.run_usd", "4k", &error));
	*before = *scenario;
	text = to_text();
	ck_assert_ptr_nonnull(strstr(text, "\"price_book\": \"s4\""));
	ck_assert_ptr_nonnull(
		strstr(text, "\"base.input_usd_per_mtok\": { \"kind\": \"published\", \"note\": "
			     "\"S4:125: GPT-4o\", \"book\": \"s4\" }"));
	read_scenario(text);
	ck_assert(scenario_same(before, scenario));
	ck_assert(scenario_from_book(scenario, P_base_input_usd_per_mtok));
	scenario_price_book(scenario, "s0");
	scenario_price_book(before, "s0");
	ck_assert(scenario_same(before, scenario));
	ck_assert_double_eq(get("ft.run_usd"), 4000);
	ck_assert_double_eq(get("rag.search_s"), 0.1);
	ck_assert_double_eq(get("base.input_usd_per_mtok"), 1.75);
	free(text);
	free(before);
}
END_TEST

/* A book that has changed since the file was saved changes nothing in it. */
START_TEST(a_saved_value_stands)
{
	char *text, *at;

	read_scenario(HEAD "\"price_book\":\"s4\"}");
	text = to_text();
	at = strstr(text, "\"input_usd_per_mtok\": 2.5,");
	ck_assert_ptr_nonnull(at);
	memcpy(at, "\"input_usd_per_mtok\": 2.4,", 26);
	read_scenario(text);
	ck_assert_double_eq(get("base.input_usd_per_mtok"), 2.4);
	ck_assert(!scenario_from_book(scenario, P_base_input_usd_per_mtok));
	ck_assert_str_eq(scenario_source(scenario, P_base_input_usd_per_mtok)->note,
			 "S4:125: GPT-4o");
	scenario_price_book(scenario, "s0");
	ck_assert_double_eq(get("base.input_usd_per_mtok"), 2.4);
	free(text);
}
END_TEST

/* --- the worked example --- */

/* S4:125 to 139 from the book's prices: 300,000 queries a month, 500 tokens of context or 50 of
 * prompt, $200 and $80 of output, which are its own, and hosting at both ends. */
START_TEST(s4_adds_up_as_it_says)
{
	static const double hosting_usd[] = { 200, 800 }, total_usd[] = { 317.50, 917.50 };
	struct result *result = xcalloc(1, sizeof(*result));
	struct run_options options = { 0 };
	struct error error;

	read_scenario(HEAD "\"price_book\":\"s4\",\"horizon_days\":30,\"fidelity\":0,"
			   "\"architectures\":[\"rag\",\"ft\"],\"params\":{"
			   "\"traffic\":{\"volume_qpm\":300000,\"prompt_tok\":0,\"answer_tok\":"
			   "66.66666666666667},\"knowledge\":{\"updates_per_month\":0},"
			   "\"base\":{\"system_tok\":0},\"rag\":{\"context_tok\":500,"
			   "\"queue_limit\":0,\"timeout_s\":0,\"orchestration_usd_per_month\":0},"
			   "\"ft\":{\"prompt_tok\":50,\"answer_tok\":26.666666666666668,"
			   "\"retrain_policy\":\"never\"}}}");
	for (int i = 0; i < 2; i++) {
		scenario->params.ft.hosting_usd_per_month = hosting_usd[i];
		ck_assert(run(scenario, &options, result, &error));
		ck_assert_double_eq_tol(result->arch[ARCH_RAG].monthly_usd, 725, 0.005);
		ck_assert_double_eq_tol(result->arch[ARCH_FT].monthly_usd, total_usd[i], 0.005);
	}
	free(result);
}
END_TEST

/* S0:41 to 44 and S0:67 from the book's prices. */
START_TEST(s0_adds_up_as_it_says)
{
	static const double volume_qpm[] = { 10e6, 50e6, 100e6 },
			    context_usd[] = { 8750, 43750, 87500 };
	const struct price_book *book = price_book_find("s0");
	struct result *result = xcalloc(1, sizeof(*result));
	struct run_options options = { 0 };
	struct error error;

	read_scenario(HEAD "\"price_book\":\"s0\",\"horizon_days\":30,\"fidelity\":0,"
			   "\"architectures\":[\"rag\"],\"params\":{\"rag\":{\"context_tok\":500,"
			   "\"queue_limit\":0,\"timeout_s\":0}}}");
	for (int i = 0; i < 3; i++) {
		scenario->params.traffic.volume_qpm = volume_qpm[i];
		ck_assert(run(scenario, &options, result, &error));
		ck_assert_double_eq_tol(result->arch[ARCH_RAG].ledger_usd[LEDGER_CONTEXT],
					context_usd[i], 0.005);
	}
	ck_assert_double_eq(20 * price_book_quote(book, P_ft_train_usd_per_mtok)->value,
			    price_book_quote(book, P_ft_run_usd)->value);
	free(result);
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("price_book");

	tcase_add_checked_fixture(tcase, set_up, tear_down);
	tcase_add_test(tcase, all_are_there);
	tcase_add_loop_test(tcase, every_value_is_legal_and_has_a_source, 0, 6);
	tcase_add_test(tcase, refuses_broken_books);
	tcase_add_test(tcase, default_then_book_then_params);
	tcase_add_test(tcase, the_timeline_comes_last);
	tcase_add_test(tcase, another_book_moves_only_what_is_not_own);
	tcase_add_test(tcase, agreeing_by_chance_gives_nothing_away);
	tcase_add_loop_test(tcase, books_leave_no_traces, 0, 6);
	tcase_add_test(tcase, a_source_is_that_of_the_value);
	tcase_add_test(tcase, a_saved_file_keeps_its_book);
	tcase_add_test(tcase, a_saved_value_stands);
	tcase_add_test(tcase, s0_adds_up_as_it_says);
	tcase_add_test(tcase, s4_adds_up_as_it_says);
	return suite_run("price_book", tcase);
}
