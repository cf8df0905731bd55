// SPDX-License-Identifier: MIT
/* ragtop new where nobody can be asked: options, refusals, what is left behind. */
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/suite.h"
#include "base/xalloc.h"
#include "cli/program.h"
#include "io/scenario_io.h"

static void check_gone(const char *path)
{
	ck_assert_int_ne(access(path, F_OK), 0);
}

/* From options to a file that runs. */
START_TEST(options_make_a_scenario)
{
	struct scenario *scenario = xmalloc(sizeof(*scenario));
	struct outcome outcome = ragtop(
		"new --volume 50k --changes daily --latency=200ms --yes a.json");
	struct error error;

	check_status(&outcome, 0);
	ck_assert_str_eq(outcome.err, "");
	ck_assert_ptr_nonnull(strstr(outcome.out, "Wrote a.json."));
	ck_assert_ptr_nonnull(strstr(outcome.out, "  ragtop run a.json "));
	program_release(&outcome);
	ck_assert(scenario_load("a.json", scenario, &error));
	ck_assert_str_eq(scenario->name, "a");
	ck_assert_double_eq(scenario->params.traffic.volume_qpm, 50000);
	ck_assert_double_eq(scenario->params.knowledge.updates_per_month, 30);
	ck_assert_double_eq(scenario->targets[TARGET_TTFT_P95_S], 0.2);
	ck_assert_str_eq(scenario->notes[P_traffic_volume_qpm].note, "yours");
	outcome = ragtop("run a.json --until 30d --fidelity 0");
	check_status(&outcome, 0);
	program_release(&outcome);
	free(scenario);
}
END_TEST

START_TEST(writes_to_standard_output)
{
	struct outcome outcome = ragtop("new --yes --name mine -");

	check_status(&outcome, 0);
	ck_assert_int_eq(strncmp(outcome.out, "{\n  \"ragtop\": 1,\n  \"name\": \"mine\",\n", 35),
			 0);
	ck_assert_str_eq(outcome.err, "");
	program_write("piped.json", outcome.out);
	program_release(&outcome);
	outcome = ragtop_to(".out", "piped.json", "run --until 30d --fidelity 0 -");
	check_status(&outcome, 0);
	program_release(&outcome);
}
END_TEST

START_TEST(answers_all_without_yes)
{
	struct outcome outcome = ragtop(
		"new --volume 1k --question 10 --answer 10 --documents 1k --changes never "
		"--latency none --stale none --budget none --citations no --fixed-format no "
		"--price-book current a.json");
	char *text;

	check_status(&outcome, 0);
	program_release(&outcome);
	text = program_read("a.json");
	ck_assert_ptr_nonnull(strstr(text, "\"price_book\": \"current\""));
	ck_assert_ptr_nonnull(strstr(text, "\"volume_qpm\": 1000"));
	ck_assert_ptr_nonnull(strstr(text, "\"prompt_tok\": 10"));
	ck_assert_ptr_nonnull(strstr(text, "\"answer_tok\": 10"));
	ck_assert_ptr_nonnull(strstr(text, "\"updates_per_month\": 0"));
	ck_assert_ptr_null(strstr(text, "ttft_p95_s"));
	ck_assert_ptr_null(strstr(text, "monthly_usd"));
	free(text);
}
END_TEST

START_TEST(never_overwrites_unasked)
{
	struct outcome outcome;
	char *text;

	program_write("a.json", "mine");
	check_refused("new --yes a.json",
		      "ragtop: is there already, --force replaces it: \"a.json\"\n");
	text = program_read("a.json");
	ck_assert_str_eq(text, "mine");
	free(text);
	outcome = ragtop("new --yes --force a.json");
	check_status(&outcome, 0);
	program_release(&outcome);
	text = program_read("a.json");
	ck_assert_int_eq(text[0], '{');
	free(text);
	ck_assert_int_eq(symlink("nowhere", "link.json"), 0);
	check_refused("new --yes link.json",
		      "ragtop: is there already, --force replaces it: \"link.json\"\n");
}
END_TEST

#define BYTES_32 "0123456789abcdef0123456789abcdef"
#define BYTES_128 BYTES_32 BYTES_32 BYTES_32 BYTES_32

static const struct {
	const char *arguments, *message;
} refused[] = {
	{ "new", "ragtop: no file to write, - is standard output: \"new\"\n" },
	{ "new --yes", "ragtop: no file to write, - is standard output: \"new\"\n" },
	{ "new --yes a.json b.json", "ragtop: one argument too many: \"b.json\"\n" },
	{ "new a.json", "ragtop: no terminal to ask on, and neither --yes nor \"--volume\"\n" },
	{ "new --volume 5 --question 5 a.json",
	  "ragtop: no terminal to ask on, and neither --yes nor \"--answer\"\n" },
	{ "new --yes --volume lots a.json", "ragtop: not a number \"lots\": \"--volume\"\n" },
	{ "new --yes --citations maybe a.json",
	  "ragtop: not yes, no or a share: \"maybe\": \"--citations\"\n" },
	{ "new --yes --documents 1e12 a.json",
	  "ragtop: would not run: too many changes of facts for one run, at most 20000000: "
	  "6.15e+07\n" },
	{ "new --yes --stale 2 a.json",
	  "ragtop: a share is 0 to 1, did you mean \"2%\": \"2\": \"--stale\"\n" },
	{ "new --yes --name " BYTES_128 " a.json",
	  "ragtop: a name of more than 127 bytes: \"--name\"\n" },
	{ "new --yes " BYTES_128 ".json",
	  "ragtop: the file gives a name of more than 127 bytes: \"--name\"\n" },
	{ "new --yes --name= a.json", "ragtop: empty: \"--name\"\n" },
	{ "new --yes none/a.json", "ragtop: no such file or directory: \"none/a.json\"\n" },
	{ "new --yes --force .", "ragtop: is a directory: \".\"\n" },
	{ "new --volum 5 a.json",
	  "ragtop: unknown option, did you mean \"--volume\": \"--volum\"\n" },
};

/* With nothing on standard output and no file. */
START_TEST(refuses)
{
	check_refused(refused[_i].arguments, refused[_i].message);
	check_gone("a.json");
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("cli_new");

	tcase_add_checked_fixture(tcase, program_enter_folder, program_leave_folder);
	tcase_add_test(tcase, options_make_a_scenario);
	tcase_add_test(tcase, writes_to_standard_output);
	tcase_add_test(tcase, answers_all_without_yes);
	tcase_add_test(tcase, never_overwrites_unasked);
	tcase_add_loop_test(tcase, refuses, 0, sizeof(refused) / sizeof(refused[0]));
	return suite_run("cli_new", tcase);
}
