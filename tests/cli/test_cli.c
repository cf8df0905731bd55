// SPDX-License-Identifier: MIT
/* The real program, as a shell sees it: what goes to which stream, and how it ends. */
#include <limits.h>
#include <stdio.h>
#include <sys/stat.h>
#include <string.h>

#include <cjson/cJSON.h>

#include "base/suite.h"
#include "base/xalloc.h"
#include "cli/program.h"

static char *digest_of(const char *arguments)
{
	struct outcome outcome = ragtop(arguments);
	cJSON *root = cJSON_Parse(outcome.out);
	char *digest;

	check_status(&outcome, 0);
	ck_assert_str_eq(outcome.err, "");
	digest = xstrdup(cJSON_GetObjectItemCaseSensitive(root, "digest")->valuestring);
	ck_assert_uint_eq(strlen(digest), 16);
	cJSON_Delete(root);
	program_release(&outcome);
	return digest;
}

/* The promise of a scenario file: the same bits again, on any number of threads. */
START_TEST(same_digest_every_time)
{
	static const char *const arguments[] = {
		"run --format json s.json",
		"run --format=json --threads 1 s.json",
		"run --threads 2 --format json s.json",
		"run --threads=7 --format json -- s.json",
	};
	char *first, *other;

	program_write("s.json", SMALL "}");
	first = digest_of(arguments[0]);
	for (size_t i = 0; i < 4; i++) {
		char *digest = digest_of(arguments[i]);

		ck_assert_str_eq(digest, first);
		free(digest);
	}
	other = digest_of("run --format json --seed 2 s.json");
	ck_assert_str_ne(other, first);
	free(other);
	other = digest_of("run --format json --set rag.search_s=61ms s.json");
	ck_assert_str_ne(other, first);
	free(other);
	free(first);
}
END_TEST

/* As fine as it takes and no finer, which the report says. */
START_TEST(refines_until_it_is_known)
{
	struct outcome outcome;
	char *within, *level;

	program_write("s.json", SMALL "}");
	outcome = ragtop("run --within 50% s.json");
	check_status(&outcome, 0);
	ck_assert_ptr_nonnull(strstr(outcome.out, "level 0:"));
	program_release(&outcome);
	outcome = ragtop("run --within 0.8% s.json");
	check_status(&outcome, 0);
	ck_assert_ptr_nonnull(strstr(outcome.out, "level 1:"));
	program_release(&outcome);
	within = digest_of("run --format json --within 0.8% s.json");
	level = digest_of("run --format json --fidelity 1 s.json");
	ck_assert_str_eq(within, level);
	free(within);
	free(level);
	outcome = ragtop("run --within 0 s.json");
	check_status(&outcome, 2);
	ck_assert_ptr_nonnull(strstr(outcome.err, "not above 0: \"--within\""));
	program_release(&outcome);
}
END_TEST

START_TEST(formats)
{
	struct outcome outcome;

	program_write("s.json", SMALL "}");
	outcome = ragtop("run s.json");
	check_status(&outcome, 0);
	ck_assert_ptr_nonnull(strstr(outcome.out, "small\n"));
	ck_assert_ptr_nonnull(strstr(outcome.out, "digest "));
	program_release(&outcome);
	outcome = ragtop("run --format csv s.json");
	check_status(&outcome, 0);
	ck_assert_int_eq(strncmp(outcome.out, "architecture,bucket,", 20), 0);
	program_release(&outcome);
	outcome = ragtop("s.json"); /* the dashboard without a terminal */
	check_status(&outcome, 0);
	ck_assert_ptr_nonnull(strstr(outcome.out, "digest "));
	program_release(&outcome);
}
END_TEST

START_TEST(no_unicode_without_its_locale)
{
	struct outcome outcome;

	setenv("LC_ALL", "C", 1);
	program_write("s.json", SMALL ",\"targets\":{\"ttft_p95_s\":1}}");
	outcome = ragtop("run s.json");
	check_status(&outcome, 0);
	for (const char *c = outcome.out; *c != '\0'; c++)
		ck_assert_int_lt((unsigned char)*c, 0x7f);
	ck_assert_ptr_nonnull(strstr(outcome.out, " <= 1 s"));
	program_release(&outcome);
}
END_TEST

/* No list of a command has a sign of its own; bars are for test_sensitivity. */
START_TEST(no_command_prints_unicode_without_its_locale)
{
	static const char *const commands[] = { "params", "params base.prompt_tok_s", "models",
						"scenarios saas-support-bot" };

	setenv("LC_ALL", "C", 1);
	for (size_t i = 0; i < sizeof(commands) / sizeof(commands[0]); i++) {
		struct outcome outcome = ragtop(commands[i]);

		check_status(&outcome, 0);
		for (const char *c = outcome.out; *c != '\0'; c++)
			ck_assert_msg((unsigned char)*c < 0x7f, "%s: %s", commands[i], c);
		program_release(&outcome);
	}
}
END_TEST

START_TEST(reads_standard_input)
{
	struct outcome outcome;

	program_write("s.json", SMALL "}");
	outcome = ragtop_to(".out", "s.json", "run -");
	check_status(&outcome, 0);
	program_release(&outcome);
	program_write("bad.json", "{\n\"ragtop\":2}");
	outcome = ragtop_to(".out", "bad.json", "run -");
	check_status(&outcome, 2);
	ck_assert_str_eq(outcome.err, "ragtop: standard input:2:10: format 2 is newer than "
				      "this version reads, up to 1: \"ragtop\"\n");
	program_release(&outcome);
}
END_TEST

START_TEST(writes_to_a_file)
{
	struct outcome outcome, direct;
	char *text;

	program_write("s.json", SMALL "}");
	direct = ragtop("run --format json s.json");
	outcome = ragtop("run --format json -o report.json s.json");
	check_status(&outcome, 0);
	ck_assert_str_eq(outcome.out, "");
	text = program_read("report.json");
	ck_assert_str_eq(text, direct.out);
	free(text);
	program_release(&outcome);
	program_release(&direct);
	check_refused("run -o none/report.json s.json",
		      "ragtop: no such file or directory: \"none/report.json\"\n");
	check_refused("run --output . s.json", "ragtop: is a directory: \".\"\n");
}
END_TEST

START_TEST(verifies)
{
	struct outcome outcome;
	char *digest, text[1024];

	program_write("s.json", SMALL "}");
	check_refused("run --verify s.json",
		      "ragtop: the scenario expects nothing: \"--verify\"\n");
	digest = digest_of("run --format json s.json");
	snprintf(text, sizeof(text),
		 SMALL ",\"expect\":{\"digest\":\"%s\",\"rag.queries\":[2999.9,3000.1]}}", digest);
	program_write("good.json", text);
	outcome = ragtop("run --verify good.json");
	check_status(&outcome, 0);
	ck_assert_str_eq(outcome.err, "");
	program_release(&outcome);

	/* the report is still written, one line says each difference */
	outcome = ragtop("run --verify --set traffic.volume_qpm=6000 good.json");
	check_status(&outcome, 1);
	ck_assert_ptr_nonnull(strstr(outcome.out, "digest "));
	ck_assert_ptr_nonnull(strstr(outcome.err, "ragtop: not the digest that is expected, "));
	ck_assert_ptr_nonnull(strstr(
		outcome.err, "ragtop: 6000 is not within 2999.9 to 3000.1: \"rag.queries\"\n"));
	program_release(&outcome);

	program_write("missing.json",
		      "{\"ragtop\":1,\"name\":\"n\",\"fidelity\":0,\"horizon_days\":1,"
		      "\"architectures\":[\"rag\"],\"expect\":{\"ft.queries\":[0,1]}}");
	outcome = ragtop("run --verify missing.json");
	check_status(&outcome, 1);
	ck_assert_str_eq(outcome.err, "ragtop: architecture was not run: \"ft.queries\"\n");
	program_release(&outcome);
	free(digest);
}
END_TEST

/* Who wins can be expected as well, or that nobody does: none has its first token at once. */
START_TEST(verifies_the_verdict)
{
	static const char won[] = SMALL ",\"expect\":{\"verdict.best\":\"rag\","
					"\"verdict.cheapest\":\"rag\"}}";
	static const char lost[] = SMALL ",\"targets\":{\"ttft_p95_s\":0},\"expect\":{"
					 "\"verdict.best\":\"rag\"}}";
	static const char nobody[] = SMALL ",\"targets\":{\"ttft_p95_s\":0},\"expect\":{"
					   "\"verdict.best\":\"nobody\"}}";
	struct outcome outcome;

	program_write("won.json", won);
	program_write("lost.json", lost);
	program_write("nobody.json", nobody);
	outcome = ragtop("run --verify won.json");
	check_status(&outcome, 0);
	program_release(&outcome);
	outcome = ragtop("run --verify nobody.json");
	check_status(&outcome, 0);
	program_release(&outcome);
	outcome = ragtop("run --verify lost.json");
	check_status(&outcome, 1);
	ck_assert_str_eq(outcome.err, "ragtop: it is nobody, and not rag: \"verdict.best\"\n");
	program_release(&outcome);
	outcome = ragtop("run --verify --set targets.ttft_p95_s=null nobody.json");
	check_status(&outcome, 1);
	ck_assert_str_eq(outcome.err, "ragtop: it is rag, and not nobody: \"verdict.best\"\n");
	program_release(&outcome);
	outcome = ragtop("run --verify --set rag.upfront_usd=1e9 won.json");
	check_status(&outcome, 1);
	ck_assert_str_eq(outcome.err, "ragtop: it is hybrid, and not rag: \"verdict.best\"\n"
				      "ragtop: it is hybrid, and not rag: \"verdict.cheapest\"\n");
	program_release(&outcome);
}
END_TEST

START_TEST(finds_scenarios_by_name)
{
	struct outcome outcome;

	ck_assert_int_eq(mkdir("scenarios", 0700), 0);
	program_write("scenarios/mine.json", SMALL ",\"summary\":\"a summary\"}");
	program_write("scenarios/broken.json", "{");
	outcome = ragtop("run mine");
	check_status(&outcome, 0);
	program_release(&outcome);
	outcome = ragtop("scenarios");
	check_status(&outcome, 0);
	ck_assert_ptr_nonnull(strstr(outcome.out, "mine                              -       -\n"
						  "    small: a summary\n"));
	ck_assert_ptr_nonnull(strstr(outcome.out, "saas-support-bot "));
	ck_assert_str_eq(outcome.err,
			 "ragtop: scenarios/broken.json:1:2: expected a key: end of file\n");
	program_release(&outcome);
	remove("scenarios/broken.json");
	outcome = ragtop("scenarios --json");
	check_status(&outcome, 0);
	cJSON *root = cJSON_Parse(outcome.out);
	ck_assert(cJSON_IsArray(root));
	ck_assert_str_eq(cJSON_GetObjectItemCaseSensitive(root->child, "name")->valuestring,
			 "small");
	cJSON_Delete(root);
	program_release(&outcome);
}
END_TEST

/* One installed binary works alone: the default needs no file. */
START_TEST(has_a_default)
{
	struct outcome outcome = ragtop("run --until 30d --fidelity 0");

	check_status(&outcome, 0);
	ck_assert_ptr_nonnull(strstr(outcome.out, "SaaS support bot\n"));
	program_release(&outcome);
	outcome = ragtop("run saas-support-bot --until 30d --fidelity 0");
	check_status(&outcome, 0);
	program_release(&outcome);
}
END_TEST

/* Settings alone: changed defaults, reported where there is no terminal. */
START_TEST(set_changes_the_default)
{
	struct outcome outcome = ragtop("--set traffic.volume_qpm=1M --until 30d --fidelity 0");

	check_status(&outcome, 0);
	ck_assert_ptr_nonnull(strstr(outcome.out, "SaaS support bot\n"));
	ck_assert_ptr_nonnull(strstr(outcome.out, " queries simulated for 1.00M,"));
	program_release(&outcome);
	check_refused("--set traffic.volume_qpm=lots", "ragtop: not a number \"lots\"\n");
}
END_TEST

START_TEST(lists_parameters)
{
	struct outcome outcome = ragtop("params --json");
	cJSON *root = cJSON_Parse(outcome.out);
	const cJSON *first;

	check_status(&outcome, 0);
	ck_assert(cJSON_IsArray(root));
	ck_assert_int_gt(cJSON_GetArraySize(root), 50);
	first = root->child;
	ck_assert_str_eq(cJSON_GetObjectItemCaseSensitive(first, "name")->valuestring,
			 "traffic.volume_qpm");
	ck_assert_double_eq(cJSON_GetObjectItemCaseSensitive(first, "default")->valuedouble, 60000);
	cJSON_Delete(root);
	program_release(&outcome);
	outcome = ragtop("params --markdown");
	check_status(&outcome, 0);
	ck_assert_int_eq(strncmp(outcome.out, "# Parameters\n", 13), 0);
	ck_assert_ptr_nonnull(strstr(outcome.out, "| `rag.search_dist` | "));
	program_release(&outcome);
	outcome = ragtop("params");
	check_status(&outcome, 0);
	ck_assert_ptr_nonnull(strstr(outcome.out, "\n  rag.search_s "));
	program_release(&outcome);
}
END_TEST

START_TEST(writes_the_schema)
{
	struct outcome outcome = ragtop("schema");
	cJSON *root = cJSON_Parse(outcome.out);

	check_status(&outcome, 0);
	ck_assert_str_eq(cJSON_GetObjectItemCaseSensitive(root, "$schema")->valuestring,
			 "https://json-schema.org/draft/2020-12/schema");
	cJSON_Delete(root);
	program_release(&outcome);
	check_refused("schema s.json", "ragtop: one argument too many: \"s.json\"\n");
}
END_TEST

static const char *const helps[] = {
	"--help",
	"-h",
	"help",
	"run --help",
	"run -h s.json",
	"params --help",
	"scenarios --help",
	"schema --help",
	"new --help",
	"models --help",
	"breakeven --help",
	"compare --help",
	"advise --help",
	"picture --help",
	"replay --help",
	"validate --help",
	"dashboard --help",
	"--no-mouse --help",
};

START_TEST(helps_everywhere)
{
	struct outcome outcome = ragtop(helps[_i]);

	check_status(&outcome, 0);
	ck_assert_int_eq(strncmp(outcome.out, "usage: ragtop ", 14), 0);
	for (const char *line = outcome.out; *line != '\0'; line += strcspn(line, "\n") + 1)
		ck_assert_msg(strcspn(line, "\n") <= 80, "%.100s", line);
	ck_assert_str_eq(outcome.err, "");
	program_release(&outcome);
}
END_TEST

START_TEST(says_its_version)
{
	struct outcome outcome = ragtop("--version"), command = ragtop("version");

	check_status(&outcome, 0);
	ck_assert_int_eq(strncmp(outcome.out, "ragtop ", 7), 0);
	ck_assert_str_eq(outcome.out, command.out);
	program_release(&outcome);
	program_release(&command);
}
END_TEST

#define TRACE                                                                    \
	"Timestamp,Model,Request tokens,Response tokens,Total tokens,Log Type\n" \
	"5,m,10,2,12,l\n9,m,10,0,10,l\n7,m,20,4,24,l\n15,m,30,6,36,l\n"

static void check_said(const char *arguments, const char *said, const char *printed)
{
	struct outcome outcome = ragtop(arguments);

	check_status(&outcome, 0);
	ck_assert_str_eq(outcome.err, said);
	ck_assert_msg(strstr(outcome.out, printed) != NULL, "%s", outcome.out);
	program_release(&outcome);
}

/* What a trace was taken for is said aside, and the report is of its queries. Set from outside it
 * takes the place of what the file says; the file itself may not say both. */
START_TEST(replays_traces)
{
	program_write("t.csv", TRACE);
	program_write("with.json", "{\"ragtop\":1,\"name\":\"n\",\"params\":{\"traffic\":"
				   "{\"trace\":\"t.csv\",\"volume_qpm\":null}}}");
	program_write("plain.json", SMALL "}");
	check_said(
		"run with.json",
		"ragtop: BurstGPT trace, 3 queries in 15.0 s, skipped rows without an answer: 1, "
		"the first in line 3: \"t.csv\"\n",
		"3 queries simulated for 3,");
	check_said(
		"run plain.json --set traffic.volume_qpm=null --set traffic.trace=t.csv",
		"ragtop: BurstGPT trace, 3 queries in 15.0 s, skipped rows without an answer: 1, "
		"the first in line 3: \"t.csv\"\n",
		"3 queries simulated for 3,");
	check_refused("run with.json --set traffic.answer_tok=5",
		      "ragtop: the trace says it, so it cannot be set: \"traffic.answer_tok\"\n");
	check_refused("run plain.json --set traffic.trace=../t.csv",
		      "ragtop: leaves the scenario's folder: \"../t.csv\"\n");
	program_write("t.csv", TRACE "16,m,1,1,3,l\n");
	check_refused("run with.json", "ragtop: t.csv:6:10: not the sum of request and response: "
				       "3\n");
}
END_TEST

/* From standard input a trace is looked for in the current folder. */
START_TEST(replays_traces_from_standard_input)
{
	struct outcome outcome;

	program_write("t.csv", TRACE);
	program_write("in.json", "{\"ragtop\":1,\"name\":\"n\",\"params\":{\"traffic\":"
				 "{\"trace\":\"t.csv\",\"volume_qpm\":null}}}");
	outcome = ragtop_to(".out", "in.json", "run -");
	check_status(&outcome, 0);
	ck_assert_ptr_nonnull(strstr(outcome.out, "3 queries simulated for 3,"));
	program_release(&outcome);
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("cli");

	tcase_add_checked_fixture(tcase, program_enter_folder, program_leave_folder);
	tcase_add_test(tcase, same_digest_every_time);
	tcase_add_test(tcase, refines_until_it_is_known);
	tcase_add_test(tcase, formats);
	tcase_add_test(tcase, no_unicode_without_its_locale);
	tcase_add_test(tcase, no_command_prints_unicode_without_its_locale);
	tcase_add_test(tcase, reads_standard_input);
	tcase_add_test(tcase, writes_to_a_file);
	tcase_add_test(tcase, verifies);
	tcase_add_test(tcase, verifies_the_verdict);
	tcase_add_test(tcase, finds_scenarios_by_name);
	tcase_add_test(tcase, has_a_default);
	tcase_add_test(tcase, set_changes_the_default);
	tcase_add_test(tcase, replays_traces);
	tcase_add_test(tcase, replays_traces_from_standard_input);
	tcase_add_test(tcase, lists_parameters);
	tcase_add_test(tcase, writes_the_schema);
	tcase_add_loop_test(tcase, helps_everywhere, 0, sizeof(helps) / sizeof(helps[0]));
	tcase_add_test(tcase, says_its_version);
	return suite_run("cli", tcase);
}
