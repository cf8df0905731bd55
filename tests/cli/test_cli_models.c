// SPDX-License-Identifier: MIT
/* The real program: what `ragtop models` says, and what --model and --price-book do to a run. */
#include <string.h>

#include <cjson/cJSON.h>

#include "base/suite.h"
#include "cli/program.h"

static void check_says(const char *arguments, const char *text)
{
	struct outcome outcome = ragtop(arguments);

	check_status(&outcome, 0);
	ck_assert_str_eq(outcome.err, "");
	ck_assert_msg(strstr(outcome.out, text) != NULL, "%s not in\n%s", text, outcome.out);
	program_release(&outcome);
}

START_TEST(lists_and_filters)
{
	struct outcome outcome = ragtop("models");

	check_status(&outcome, 0);
	ck_assert_ptr_nonnull(strstr(outcome.out, "\n  gpt-4o "));
	ck_assert_ptr_nonnull(strstr(outcome.out, "\n  llama-3.1-70b-4xh100 "));
	ck_assert_ptr_nonnull(strstr(outcome.out, "\n  s0 "));
	for (const char *line = outcome.out; *line != '\0'; line += strcspn(line, "\n") + 1)
		ck_assert_uint_le(strcspn(line, "\n"), 80);
	program_release(&outcome);
	outcome = ragtop("models anthropic haiku");
	check_status(&outcome, 0);
	ck_assert_ptr_nonnull(strstr(outcome.out, "claude-haiku-4-5"));
	ck_assert_ptr_null(strstr(outcome.out, "sonnet"));
	ck_assert_ptr_null(strstr(outcome.out, "Price books"));
	program_release(&outcome);
	check_refused("models gpt-4p",
		      "ragtop: no such model, did you mean \"gpt-4o\": \"gpt-4p\"\n");
	check_refused("models nobodys",
		      "ragtop: no model or price book mentions it: \"nobodys\"\n");
}
END_TEST

START_TEST(explains_one)
{
	check_says("models llama-3.1-8b-h100",
		   "serving.step_a_ms                 6.42 ms\n      measured: fitted to 42 ");
	check_says("models gpt-5.2", "time to first token, time per output token.\n");
	check_says("models s4",
		   "base.input_usd_per_mtok           $2.50/M\n      published: S4:125");
	check_says("models --help", "usage: ragtop models [OPTION]... [WORD]...");
}
END_TEST

START_TEST(speaks_json)
{
	struct outcome outcome = ragtop("models --json");
	cJSON *root = cJSON_Parse(outcome.out);

	check_status(&outcome, 0);
	ck_assert_int_ge(cJSON_GetArraySize(cJSON_GetObjectItemCaseSensitive(root, "models")), 15);
	ck_assert_int_eq(cJSON_GetArraySize(cJSON_GetObjectItemCaseSensitive(root, "price_books")),
			 6);
	cJSON_Delete(root);
	program_release(&outcome);
	check_says("models --json gpt-4o",
		   "\"base.input_usd_per_mtok\": { \"value\": 2.5, \"kind\": \"published\", ");
	check_says("models --json s0", "\"ft.run_usd\": { \"value\": 500, ");
}
END_TEST

/* Book, file, model and --set, each beats those before it. */
START_TEST(who_has_the_last_word)
{
	static const struct {
		const char *arguments, *figure;
	} runs[] = {
		/* 500 tokens of context a query, 3,000 queries */
		{ "run s.json", "$3.75" },
		{ "run --price-book s0 s.json", "$2.63" },
		{ "run --price-book s0 own.json", "$6.00" },
		{ "run --price-book s0 --model gpt-4o-mini own.json", "$0.23" },
		{ "run --set base.input_usd_per_mtok=4 --model gpt-4o-mini own.json", "$6.00" },
		{ "run book.json", "$2.63" },
		{ "run --price-book none book.json", "$3.75" },
	};

	program_write("s.json", SMALL "}");
	program_write("own.json", "{\"ragtop\":1,\"name\":\"small\",\"horizon_days\":30,"
				  "\"fidelity\":0,\"params\":{\"traffic\":{\"volume_qpm\":3000},"
				  "\"base\":{\"input_usd_per_mtok\":4}}}");
	program_write("book.json", SMALL ",\"price_book\":\"s0\"}");
	for (size_t i = 0; i < sizeof(runs) / sizeof(runs[0]); i++) {
		struct outcome outcome = ragtop(runs[i].arguments);
		const char *line;

		check_status(&outcome, 0);
		line = strstr(outcome.out, "\ncontext ");
		ck_assert_ptr_nonnull(line);
		line += strspn(line + 9, " ") + 9;
		ck_assert_msg(strncmp(line, runs[i].figure, strlen(runs[i].figure)) == 0,
			      "%s: %.20s", runs[i].arguments, line);
		program_release(&outcome);
	}
}
END_TEST

START_TEST(the_report_names_the_book)
{
	program_write("s.json", SMALL "}");
	check_says("run --price-book s4 s.json", "prices S4: PremAI\n");
	check_says("run --price-book s4 s.json", " by prices S4: ");
	check_says("run --price-book s4 --format json s.json", "\"price_book\": \"s4\",");
}
END_TEST

/* As reports print a book, so it can be typed; files and reports keep one spelling. */
START_TEST(names_in_any_case)
{
	program_write("s.json", SMALL "}");
	program_write("book.json", SMALL ",\"price_book\":\"S4\"}");
	check_says("run --price-book S4 --format json s.json", "\"price_book\": \"s4\",");
	check_says("run --format json book.json", "\"price_book\": \"s4\",");
	check_says("run --price-book CURRENT s.json", "prices ");
	check_says("run --model GPT-4o --format json s.json", "\"model\": \"gpt-4o\",");
	check_says("models GPT-4O", "gpt-4o: GPT-4o\n");
	check_says("models S4", "base.input_usd_per_mtok           $2.50/M\n");
}
END_TEST

/* And what the catalogue does not know of it, which a user would take for the model's. */
START_TEST(the_report_names_the_model)
{
	program_write("s.json", SMALL "}");
	check_says("run --model gpt-4o s.json", "\nmodel gpt-4o: GPT-4o, OpenAI\n");
	check_says("run --model gpt-4o --set base.ttft_s=1 s.json",
		   "\nmodel gpt-4o: GPT-4o, OpenAI; 1 of its 7 values changed\n");
	check_says("run --model gpt-4o-mini s.json",
		   "\nmodel gpt-4o-mini: GPT-4o mini, OpenAI; not known of it, and as it was: time "
		   "to first token,\n  time per output token\n");
	check_says("run --model gpt-4o-mini --format json s.json",
		   "\"model_not_known\": \"time to first token, time per output token\",");
	check_says("run --model llama-3.1-8b-h100 s.json", "\nmodel llama-3.1-8b-h100: ");
}
END_TEST

START_TEST(refuses_what_is_not_there)
{
	program_write("s.json", SMALL "}");
	check_refused("run --price-book s5 s.json",
		      "ragtop: not a price book, s0, s1, s2, s3, s4, current are: \"s5\"\n");
	check_refused("run --model gpt4o s.json",
		      "ragtop: unknown model, did you mean \"gpt-4o\": \"gpt4o\"\n");
	check_refused("run --model x s.json",
		      "ragtop: unknown model, `ragtop models` lists them: \"x\"\n");
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("cli_models");

	tcase_add_checked_fixture(tcase, program_enter_folder, program_leave_folder);
	tcase_set_timeout(tcase, 60);
	tcase_add_test(tcase, lists_and_filters);
	tcase_add_test(tcase, explains_one);
	tcase_add_test(tcase, speaks_json);
	tcase_add_test(tcase, who_has_the_last_word);
	tcase_add_test(tcase, the_report_names_the_book);
	tcase_add_test(tcase, names_in_any_case);
	tcase_add_test(tcase, the_report_names_the_model);
	tcase_add_test(tcase, refuses_what_is_not_there);
	return suite_run("cli_models", tcase);
}
