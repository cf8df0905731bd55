// SPDX-License-Identifier: MIT
/* `ragtop replay` as a shell sees it, and `ragtop run --save`, which writes what it reads. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cjson/cJSON.h>

#include "base/suite.h"
#include "cli/program.h"

static void save(const char *name)
{
	char arguments[128];
	struct outcome outcome;

	program_write("s.json", SMALL "}");
	snprintf(arguments, sizeof(arguments), "run --save %s s.json", name);
	outcome = ragtop(arguments);
	check_status(&outcome, 0);
	program_release(&outcome);
}

static const cJSON *figure(const cJSON *object, const char *key)
{
	const cJSON *found = cJSON_GetObjectItemCaseSensitive(object, key);

	ck_assert_msg(found != NULL, "no %s", key);
	return found;
}

/* One text of the file instead of another. */
static void change(const char *from, const char *to, const char *old, const char *new)
{
	char *text = program_read(from), *at = strstr(text, old);
	FILE *out = fopen(to, "w");

	ck_assert_msg(at != NULL, "no %s in %s", old, from);
	ck_assert_ptr_nonnull(out);
	fprintf(out, "%.*s%s%s", (int)(at - text), text, new, at + strlen(old));
	fclose(out);
	free(text);
}

START_TEST(what_is_saved_replays)
{
	struct outcome outcome;

	save("kept.json");
	outcome = ragtop("replay kept.json");
	check_status(&outcome, 0);
	ck_assert_str_eq(outcome.err, "");
	ck_assert_ptr_nonnull(strstr(outcome.out, "as saved  kept.json\n"));
	ck_assert_ptr_nonnull(strstr(outcome.out, ", 30 figures, seed 1, level 0\n"));
	program_release(&outcome);
	outcome = ragtop("replay --threads 1 kept.json kept.json");
	check_status(&outcome, 0);
	ck_assert_ptr_nonnull(strstr(outcome.out, "\n2 of 2 as saved\n"));
	program_release(&outcome);
}
END_TEST

/* A flat fee more: the first figure of the report that has changed is named,
 * and by how much. */
START_TEST(says_what_differs_first)
{
	struct outcome outcome;
	const cJSON *run, *miss, *expected;
	cJSON *root;
	double value;

	save("kept.json");
	change("kept.json", "other.json", "\"vector_db_usd_per_month\": 150",
	       "\"vector_db_usd_per_month\": 180");
	outcome = ragtop("replay other.json kept.json");
	check_status(&outcome, 1);
	ck_assert_str_eq(outcome.err, "");
	ck_assert_ptr_nonnull(strstr(outcome.out, "DIFFERS   other.json\n"));
	ck_assert_ptr_nonnull(strstr(outcome.out, "  first rag.cost.total_usd\n"));
	ck_assert_ptr_nonnull(strstr(outcome.out, ", off by +30 (+"));
	ck_assert_ptr_nonnull(strstr(outcome.out, "\n1 of 2 as saved\n"));
	program_release(&outcome);

	outcome = ragtop("replay --format json other.json");
	check_status(&outcome, 1);
	root = cJSON_Parse(outcome.out);
	run = cJSON_GetArrayItem(cJSON_GetObjectItemCaseSensitive(root, "runs"), 0);
	ck_assert(cJSON_IsFalse(cJSON_GetObjectItemCaseSensitive(run, "as_saved")));
	ck_assert_str_eq(cJSON_GetObjectItemCaseSensitive(run, "first")->valuestring,
			 "rag.cost.total_usd");
	miss = cJSON_GetArrayItem(cJSON_GetObjectItemCaseSensitive(run, "differ"), 1);
	expected = cJSON_GetObjectItemCaseSensitive(miss, "expected");
	value = cJSON_GetObjectItemCaseSensitive(miss, "value")->valuedouble;
	ck_assert_double_eq_tol(value - cJSON_GetArrayItem(expected, 1)->valuedouble, 30, 1e-9);
	ck_assert_double_eq_tol(cJSON_GetObjectItemCaseSensitive(miss, "off")->valuedouble, 30,
				1e-9);
	ck_assert_double_eq_tol(cJSON_GetObjectItemCaseSensitive(miss, "off_frac")->valuedouble,
				30 / cJSON_GetArrayItem(expected, 1)->valuedouble, 1e-9);
	cJSON_Delete(root);
	program_release(&outcome);
	outcome = ragtop("replay --within 50% other.json");
	check_status(&outcome, 0);
	program_release(&outcome);
}
END_TEST

/* What no figure of the file shows the digest still does. */
START_TEST(digest_alone)
{
	struct outcome outcome;
	char *text, *digest;

	save("kept.json");
	text = program_read("kept.json");
	digest = strstr(text, "\"digest\": \"") + strlen("\"digest\": \"");
	memcpy(digest, "0123456789abcdef", 16);
	program_write("other.json", text);
	free(text);
	outcome = ragtop("replay other.json");
	check_status(&outcome, 1);
	ck_assert_ptr_nonnull(strstr(outcome.out, ", saved 0123456789abcdef\n"));
	ck_assert_ptr_nonnull(
		strstr(outcome.out, "  30 figures are as saved: what differs is none of them\n"));
	program_release(&outcome);
}
END_TEST

/* Another version of the program has other digests: figures count. */
START_TEST(another_version)
{
	struct outcome outcome;

	save("kept.json");
	change("kept.json", "foreign.json", "\"engine\": \"", "\"engine\": \"0.0.");
	outcome = ragtop("replay foreign.json");
	check_status(&outcome, 0);
	ck_assert_ptr_nonnull(strstr(outcome.out, "  saved by version 0.0."));
	program_release(&outcome);
	change("foreign.json", "worse.json", "\"volume_qpm\": 3000", "\"volume_qpm\": 3001");
	outcome = ragtop("replay worse.json");
	check_status(&outcome, 1);
	ck_assert_ptr_null(strstr(outcome.out, "  digest\n"));
	program_release(&outcome);
}
END_TEST

/* The first version of the program saved this file and came to these figures. It knew nothing of
 * forgetting, of dilution, of changes of behaviour: run with their defaults of today, one answer of
 * a thousand would be wrong instead of right, and one of thirty malformed. */
START_TEST(older_files_run_as_they_did)
{
	static const struct {
		const char *arch;
		double correct_frac, hallucinated_frac, format_valid_frac, total_usd;
	} then[] = {
		{ "rag", 0.901999929976852, 0.0514999956114969, 0.94, 5192.21585555556 },
		{ "ft", 0.832114623595837, 0.122151760767708, 0.971769530087293, 26210 },
		{ "hybrid", 0.934994145110628, 0.0387514422620803, 0.961769530087293,
		  22832.2158555556 },
	};
	const char *source = getenv("RAGTOP_SRC");
	struct outcome outcome;
	char arguments[4096];
	cJSON *root;

	if (!source) {
		printf("skip older_files: RAGTOP_SRC names no source\n");
		return;
	}
	snprintf(arguments, sizeof(arguments),
		 "run --fidelity 0 --format json %s/tests/data/saved-by-the-first.json", source);
	outcome = ragtop(arguments);
	check_status(&outcome, 0);
	ck_assert_ptr_nonnull(strstr(outcome.err,
				     "ragtop: saved before there was, and run without: "
				     "knowledge.behaviour_changes_per_month, base.window_tok, "
				     "base.dilution_frac, ft.forgetting_frac: \""));
	root = cJSON_Parse(outcome.out);
	for (size_t i = 0; i < sizeof(then) / sizeof(then[0]); i++) {
		const cJSON *arch = figure(figure(root, "architectures"), then[i].arch);
		const cJSON *quality = figure(arch, "quality");

		ck_assert_double_eq_tol(figure(quality, "correct_frac")->valuedouble,
					then[i].correct_frac, 1e-6);
		ck_assert_double_eq_tol(figure(quality, "hallucinated_frac")->valuedouble,
					then[i].hallucinated_frac, 1e-6);
		ck_assert_double_eq_tol(figure(quality, "format_valid_frac")->valuedouble,
					then[i].format_valid_frac, 1e-6);
		ck_assert_double_eq_tol(figure(figure(arch, "cost"), "total_usd")->valuedouble,
					then[i].total_usd, 1e-6);
	}
	cJSON_Delete(root);
	program_release(&outcome);
}
END_TEST

#define MOVES                                \
	"{\"ragtop\":1,\"moves\":1}\n" SMALL \
	"}\n{\"at_s\":1,\"set\":\"rag.search_s\",\"value\":0.2}\n{\"at_s\":2,\"end\":true}\n"

/* Without a screen: the moves are made, and the end is held against the one that was recorded. */
START_TEST(checks_moves)
{
	struct outcome outcome;
	char text[2048];

	snprintf(text, sizeof(text), "%s%.*s,\"rag\":{\"search_s\":0.2}}}\n", MOVES,
		 (int)strlen(SMALL) - 1, SMALL);
	program_write("m", text);
	outcome = ragtop("replay --moves m --check --save end.json");
	check_status(&outcome, 0);
	ck_assert_ptr_nonnull(strstr(outcome.out, "m  ends as recorded\n  2 moves in 2.0 s\n"));
	program_release(&outcome);
	outcome = ragtop("replay end.json");
	check_status(&outcome, 0);
	program_release(&outcome);
	change("m", "m2", "\"search_s\":0.2}}", "\"search_s\":0.3}}");
	outcome = ragtop("replay --moves m2 --check --format json");
	check_status(&outcome, 1);
	ck_assert_ptr_nonnull(strstr(outcome.out, "\"as_recorded\": false"));
	program_release(&outcome);
	change("m", "m3", "{\"at_s\":1,\"set\":\"rag.search_s\",\"value\":0.2}",
	       "{\"at_s\":1,\"undo\":true}");
	check_refused("replay --moves m3 --check", "ragtop: m3:3:1: nothing to undo: \"undo\"\n");
	check_refused("replay --moves m", "ragtop: needs a terminal, or --check: \"--moves\"\n");
	check_refused("replay --moves m --check s.json",
		      "ragtop: a recording has its own scenario: \"s.json\"\n");
	check_refused("replay --moves m --check --speed 0",
		      "ragtop: not from 0.01 to 1000: \"--speed\"\n");
	check_refused("replay --check end.json", "ragtop: only with --moves: \"--check\"\n");
	check_refused("--record-moves x end.json",
		      "ragtop: needs a terminal: \"--record-moves\"\n");
}
END_TEST

#define MOVES_FROM(more, moves)        \
	"{\"ragtop\":1,\"moves\":1}\n" \
	"{\"ragtop\":1,\"name\":\"n\",\"horizon_days\":30,\"fidelity\":0" more "}\n" moves

/* The move is named since which what they end with cannot run; one that may not be made where it
 * stands is told by the state of then: who is compared, what is set. */
START_TEST(names_the_move)
{
	static const struct {
		const char *moves, *message;
	} refused[] = {
		{ MOVES_FROM(
			  "",
			  "{\"at_s\":1,\"set\":\"knowledge.facts_per_update\",\"value\":1e6}\n"
			  "{\"at_s\":2,\"set\":\"knowledge.updates_per_month\",\"value\":1e6}\n"
			  "{\"at_s\":3,\"set\":\"knowledge.updates_per_month\",\"value\":10}\n"
			  "{\"at_s\":3.25,\"set\":\"knowledge.updates_per_month\",\"value\":1e6}\n"
			  "{\"at_s\":4,\"set\":\"rag.search_s\",\"value\":0.2}\n"),
		  "ragtop: m:6:1: move 4, at 3.25 s, leaves what cannot run: too many changes of "
		  "facts" },
		{ MOVES_FROM(",\"params\":{\"knowledge\":{\"updates_per_month\":1e6,"
			     "\"facts_per_update\":1e6}}",
			     "{\"at_s\":4,\"set\":\"rag.search_s\",\"value\":0.2}\n"),
		  "ragtop: m: the scenario at the start cannot run: too many changes" },
		{ MOVES_FROM("", "{\"at_s\":1,\"timeline\":[{\"at_days\":3,\"switch\":"
				 "{\"from\":\"prompt\",\"to\":\"rag\"}}]}\n"),
		  "ragtop: m:3:1: not among the architectures: \"prompt\"\n" },
		{ MOVES_FROM("", "{\"at_s\":1,\"timeline\":[{\"at_days\":3,\"switch\":"
				 "{\"from\":\"rag\",\"to\":\"ft\"}}]}\n"
				 "{\"at_s\":2,\"architectures\":[\"ft\",\"hybrid\"]}\n"),
		  "ragtop: m:4:1: switches on the timeline, so it stays: \"rag\"\n" },
		{ MOVES_FROM("", "{\"at_s\":1,\"timeline\":[{\"at_days\":3,\"over_days\":9,"
				 "\"set\":{\"ft.answer_tok\":400}}]}\n"),
		  "ragtop: m:3:1: cannot change gradually, only from a number to a number: "
		  "\"ft.answer_tok\"\n" },
		{ MOVES_FROM("", "{\"at_s\":1,\"set\":\"ft.answer_tok\",\"value\":300}\n"
				 "{\"at_s\":2,\"timeline\":[{\"at_days\":3,\"over_days\":9,"
				 "\"set\":{\"ft.answer_tok\":400}}]}\n"
				 "{\"at_s\":3,\"set\":\"ft.answer_tok\",\"value\":null}\n"),
		  "ragtop: m:5:1: cannot change gradually, only from a number to a number: "
		  "\"ft.answer_tok\"\n" },
		{ MOVES_FROM(",\"tour\":[{\"title\":\"a\"},"
			     "{\"say\":\"{hybrid.cost.total_usd}\"}]",
			     "{\"at_s\":1,\"architectures\":[\"rag\",\"ft\"]}\n"),
		  "ragtop: m:3:1: step 2 of the tour: a figure of who is not among the "
		  "architectures: \"hybrid\"\n" },
		{ MOVES_FROM(",\"tour\":[{\"focus\":\"hybrid\"}]",
			     "{\"at_s\":1,\"architectures\":[\"rag\",\"ft\"]}\n"),
		  "ragtop: m:3:1: step 1 of the tour: not among the architectures: \"hybrid\"\n" },
		{ MOVES_FROM(",\"tour\":[{\"big\":[{\"figure\":\"crossing.rag.hybrid\"}]}]",
			     "{\"at_s\":1,\"architectures\":[\"rag\",\"ft\"]}\n"),
		  "ragtop: m:3:1: step 1 of the tour: a figure of who is not among" },
		{ MOVES_FROM(",\"tour\":[{\"timeline\":[{\"at_days\":3,\"switch\":"
			     "{\"from\":\"hybrid\",\"to\":\"ft\"}}]}]",
			     "{\"at_s\":1,\"architectures\":[\"rag\",\"ft\"]}\n"),
		  "ragtop: m:3:1: step 1 of the tour: not among the architectures: \"hybrid\"\n" },
		{ MOVES_FROM(",\"tour\":[{\"set\":{\"ft.answer_tok\":300}},{\"timeline\":["
			     "{\"at_days\":9,\"over_days\":9,\"set\":{\"ft.answer_tok\":400}}]}]",
			     "{\"at_s\":1,\"timeline\":[{\"at_days\":3,"
			     "\"set\":{\"ft.answer_tok\":null}}]}\n"),
		  "ragtop: m:3:1: step 2 of the tour: cannot change gradually, only" },
	};
	struct outcome outcome;

	for (size_t i = 0; i < sizeof(refused) / sizeof(refused[0]); i++) {
		program_write("m", refused[i].moves);
		outcome = ragtop("replay --moves m --check");
		check_status(&outcome, 2);
		ck_assert_str_eq(outcome.out, "");
		ck_assert_msg(
			strncmp(outcome.err, refused[i].message, strlen(refused[i].message)) == 0,
			"%s", outcome.err);
		program_release(&outcome);
	}
	program_write("m", MOVES_FROM("", "{\"at_s\":1,\"set\":\"ft.answer_tok\",\"value\":300}\n"
					  "{\"at_s\":2,\"timeline\":[{\"at_days\":3,"
					  "\"over_days\":9,\"set\":{\"ft.answer_tok\":400}}]}\n"));
	outcome = ragtop("replay --moves m --check");
	check_status(&outcome, 0);
	program_release(&outcome);
}
END_TEST

static void check_runs(const char *arguments)
{
	struct outcome outcome = ragtop(arguments);

	check_status(&outcome, 0);
	program_release(&outcome);
}

/* What is set by hand goes by the rules of files: what is saved can be read. */
START_TEST(settings_leave_a_timeline)
{
	program_write("s.json",
		      "{\"ragtop\":1,\"name\":\"n\",\"horizon_days\":30,\"fidelity\":0,"
		      "\"params\":{\"ft\":{\"answer_tok\":300}},\"timeline\":[{\"at_days\":3,"
		      "\"over_days\":9,\"set\":{\"ft.answer_tok\":400}}]}");
	check_refused("run --set ft.answer_tok=null --save out.json s.json",
		      "ragtop: cannot change gradually, only from a number to a number: "
		      "\"ft.answer_tok\"\n");
	/* What is cut off asks for nothing. */
	check_runs("run --set ft.answer_tok=null --until 2 --save out.json s.json");
	check_runs("replay out.json");
}
END_TEST

START_TEST(refuses)
{
	struct outcome outcome;

	program_write("s.json", SMALL "}");
	program_write("broken.json", "{");
	program_write("old.json", "{\"ragtop\":1,\"engine\":\"0.0.1\",\"name\":\"n\",\"expect\":{"
				  "\"digest\":\"0123456789abcdef\"}}");
	check_refused("replay", "ragtop: which one? Name a file, or a scenario of `ragtop "
				"scenarios`: \"SCENARIO\"\n");
	check_refused("replay s.json",
		      "ragtop: expects nothing, `ragtop run --save` would add it: \"s.json\"\n");
	outcome = ragtop("replay old.json");
	check_status(&outcome, 2);
	ck_assert_str_eq(outcome.out, "");
	ck_assert_ptr_nonnull(strstr(outcome.err, "ragtop: expects no figures, and version 0.0.1 "
						  "had other digests than "));
	program_release(&outcome);
	check_refused("replay none.json", "ragtop: no such file or directory: \"none.json\"\n");
	check_refused("replay broken.json",
		      "ragtop: broken.json:1:2: expected a key: end of file\n");
	check_refused("replay --within -1 s.json", "ragtop: below 0: \"--within\"\n");
	check_refused("run --reps 2 --save x.json s.json",
		      "ragtop: a file cannot keep the number of replications: \"--reps\"\n");
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("cli_replay");

	tcase_add_checked_fixture(tcase, program_enter_folder, program_leave_folder);
	tcase_add_test(tcase, what_is_saved_replays);
	tcase_add_test(tcase, says_what_differs_first);
	tcase_add_test(tcase, digest_alone);
	tcase_add_test(tcase, another_version);
	tcase_add_test(tcase, older_files_run_as_they_did);
	tcase_add_test(tcase, checks_moves);
	tcase_add_test(tcase, names_the_move);
	tcase_add_test(tcase, settings_leave_a_timeline);
	tcase_add_test(tcase, refuses);
	return suite_run("cli_replay", tcase);
}
