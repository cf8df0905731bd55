// SPDX-License-Identifier: MIT
/* Traces beside a scenario: which files may be named, who keeps them, and what a scenario may still
 * say. */
#include "io/trace.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/suite.h"
#include "base/xalloc.h"
#include "io/scenario_io.h"

static struct error error;

#define AZURE "TIMESTAMP,ContextTokens,GeneratedTokens\r\n"
#define A1 "2023-11-16 18:15:46,1,1\n"

static char folder[] = "/tmp/ragtop-test-trace-XXXXXX";
static char start[4096];

static void write_file(const char *path, const char *text)
{
	FILE *file = fopen(path, "w");

	ck_assert_ptr_nonnull(file);
	fputs(text, file);
	fclose(file);
}

static void enter_folder(void)
{
	ck_assert_ptr_nonnull(getcwd(start, sizeof(start)));
	ck_assert_ptr_nonnull(mkdtemp(folder));
	ck_assert_int_eq(chdir(folder), 0);
	ck_assert_int_eq(mkdir("in", 0700) | mkdir("in/deep", 0700) | mkdir("inner", 0700), 0);
	write_file("out.csv", AZURE A1 "2023-11-16 18:16:46,1,1\n");
	write_file("inner/out.csv", AZURE A1 "2023-11-16 18:16:46,1,1\n");
	write_file("in/a.csv", AZURE A1 "2023-11-16 18:15:56,3,2\n");
	write_file("in/deep/b.csv", AZURE A1 "2023-11-16 18:15:57,3,2\n");
	write_file("in/bad.csv", AZURE A1 "2023-11-16 18:15:57,x,2\n");
	ck_assert_int_eq(symlink("deep/b.csv", "in/inside.csv") |
				 symlink("../out.csv", "in/outside.csv") |
				 symlink("../inner", "in/link"),
			 0);
}

static void leave_folder(void)
{
	static const char *const files[] = {
		"in/deep/x.json", "in/deep/b.csv",
		"in/inside.csv",  "in/outside.csv",
		"in/link",        "in/bad.csv",
		"in/a.csv",       "in/s.json",
		"in/copy.json",   "in/deep",
		"inner/out.csv",  "inner/s.json",
		"inner",          "in",
		"out.csv",
	};

	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++)
		remove(files[i]);
	ck_assert_int_eq(chdir(start), 0);
	rmdir(folder);
}

START_TEST(opens_below_the_folder)
{
	const struct trace *a, *b;

	ck_assert(trace_open("in/s.json", "a.csv", &a, &error));
	ck_assert_double_eq(a->at_s[1], 10);
	ck_assert(trace_open("in/other.json", "./a.csv", &b, &error));
	ck_assert_ptr_eq(a, b);
	ck_assert(trace_open("in/s.json", "deep/b.csv", &b, &error));
	ck_assert_double_eq(b->at_s[1], 11);
	ck_assert(trace_open("in/s.json", "inside.csv", &a, &error));
	ck_assert_ptr_eq(a, b);
	ck_assert(trace_open("", "out.csv", &a, &error));
	ck_assert(trace_open("-", "out.csv", &b, &error));
	ck_assert_ptr_eq(a, b);
	/* Another file under the same name is another trace; who has the old one keeps it. */
	write_file("out.csv", AZURE A1 "2023-11-16 18:15:56,3,2345\n");
	ck_assert(trace_open("", "out.csv", &b, &error));
	ck_assert_ptr_ne(a, b);
	ck_assert_uint_eq(a->answer_tok[1], 1);
}
END_TEST

/* clang-format off */
static const struct {
	const char *path, *message;
} paths[] = {
	{ "", "empty: \"trace\"" },
	{ "/etc/passwd", "not relative to the scenario's folder: \"/etc/passwd\"" },
	{ "../out.csv", "leaves the scenario's folder: \"../out.csv\"" },
	{ "deep/../../out.csv", "leaves the scenario's folder: \"deep/../../out.csv\"" },
	{ "deep/..", "leaves the scenario's folder: \"deep/..\"" },
	{ "outside.csv", "leads out of the scenario's folder: \"in/outside.csv\"" },
	{ "link/out.csv", "leads out of the scenario's folder: \"in/link/out.csv\"" },
	{ "a\x1b[2J.csv", "not plain text: \"trace\"" },
	{ "a\n.csv", "not plain text: \"trace\"" },
	{ "a\xff.csv", "not plain text: \"trace\"" },
	{ "none.csv", "no such file or directory: \"in/none.csv\"" },
};
/* clang-format on */

START_TEST(stays_below_the_folder)
{
	const struct trace *found;

	ck_assert(!trace_open("in/s.json", paths[_i].path, &found, &error));
	ck_assert_str_eq(error.message, paths[_i].message);
}
END_TEST

START_TEST(long_names_and_folders)
{
	const struct trace *found;
	char path[SCENARIO_TRACE_SIZE + 1];

	memset(path, 'a', SCENARIO_TRACE_SIZE);
	path[SCENARIO_TRACE_SIZE] = '\0';
	ck_assert(!trace_open("in/s.json", path, &found, &error));
	ck_assert_str_eq(error.message, "longer than 255 bytes: \"trace\"");
	ck_assert(!trace_open("in/s.json", "deep", &found, &error));
	ck_assert_ptr_nonnull(strstr(error.message, "is a directory"));
}
END_TEST

/* ---- a scenario that has one ---- */

static bool load(const char *params_and_more, struct scenario *scenario)
{
	char text[1024];

	snprintf(text, sizeof(text), "{\"ragtop\":1,\"name\":\"n\",\"params\":{\"traffic\":{%s",
		 params_and_more);
	write_file("in/s.json", text);
	return scenario_load("in/s.json", scenario, &error);
}

START_TEST(scenario_has_its_means)
{
	struct scenario *s = xcalloc(2, sizeof(*s));

	ck_assert_msg(load("\"trace\":\"a.csv\",\"volume_qpm\":null}}}", s), "%s", error.message);
	ck_assert_str_eq(s->trace_path, "a.csv");
	ck_assert_double_eq(s->params.traffic.prompt_tok, 2);
	ck_assert_double_eq(s->params.traffic.answer_tok, 1.5);
	ck_assert_double_eq(s->params.base.system_tok, 0);
	ck_assert_double_eq_tol(s->horizon_days, 20.0 / 86400, 1e-12);
	ck_assert_double_eq_tol(scenario_volume_qpm(s), 0.1 * 30 * 86400, 1e-6);
	/* Read back from beside the trace it is the same; from elsewhere it cannot be. */
	ck_assert_msg(scenario_save(s, "in/copy.json", &error), "%s", error.message);
	ck_assert_msg(scenario_load("in/copy.json", s + 1, &error), "%s", error.message);
	ck_assert_ptr_eq(s[0].trace, s[1].trace);
	ck_assert_double_eq(s[0].horizon_days, s[1].horizon_days);
	ck_assert_mem_eq(&s[0].params, &s[1].params, sizeof(s->params));
	ck_assert(!scenario_save(s, "in/deep/x.json", &error));
	ck_assert_str_eq(error.message, "no such file or directory: \"in/deep/a.csv\"");
	write_file("in/deep/a.csv", AZURE A1 "2023-11-16 18:15:59,3,2\n");
	ck_assert(!scenario_save(s, "in/deep/x.json", &error));
	ck_assert_str_eq(error.message, "beside it is another trace than the one that was read: "
					"\"a.csv\"");
	remove("in/deep/a.csv");
	/* Without the trace its means stay, and its pace. */
	ck_assert(scenario_set_trace(s, "in/s.json", "null", &error));
	ck_assert_ptr_null(s->trace);
	ck_assert_double_eq_tol(s->params.traffic.volume_qpm, 0.1 * 30 * 86400, 1e-6);
	free(s);
}
END_TEST

/* clang-format off */
static const struct {
	const char *rest;
	const char *file;
	int line, column;
	const char *message;
} scenarios[] = {
	{ "\"trace\":7}}}", "in/s.json", 1, 53, "not a string: \"trace\"" },
	{ "\"trace\":\"/a\"}}}", "in/s.json", 1, 53, "not relative to the scenario's folder: \"/a\"" },
	{ "\"trace\":\"bad.csv\"}}}", "in/bad.csv", 3, 21, "not a whole number" },
	{ "\"trace\":\"a.csv\",\"burst_cv\":1}}}", "in/s.json", 1, 61,
	  "the trace says it, so it cannot be set: \"traffic.burst_cv\"" },
	{ "\"prompt_tok\":1,\"trace\":\"a.csv\"}}}", "in/s.json", 1, 45,
	  "the trace says it, so it cannot be set: \"traffic.prompt_tok\"" },
	{ "\"trace\":\"a.csv\"},\"base\":{\"system_tok\":1}}}", "in/s.json", 1, 70,
	  "the trace says it, so it cannot be set: \"base.system_tok\"" },
	{ "\"trace\":\"a.csv\"}},\"timeline\":[{\"at_days\":0,\"set\":{\"traffic.volume_qpm\":1}}]}",
	  "in/s.json", 1, 95, "cannot change during a trace: \"traffic.volume_qpm\"" },
	{ "\"trace\":\"a.csv\"}},\"timeline\":[{\"at_days\":0,\"set\":{\"traffic.answer_tok\":1}}]}",
	  "in/s.json", 1, 95, "the trace says it, so it cannot be set: \"traffic.answer_tok\"" },
	{ "\"trace\":null,\"volume_qpm\":null}}}", "in/s.json", 1, 58,
	  "null only where a trace is replayed: \"traffic.volume_qpm\"" },
};
/* clang-format on */

START_TEST(scenario_says_nothing_twice)
{
	struct scenario *s = xcalloc(1, sizeof(*s));

	ck_assert(!load(scenarios[_i].rest, s));
	ck_assert_str_eq(error.message, scenarios[_i].message);
	ck_assert_str_eq(error.file, scenarios[_i].file);
	ck_assert_int_eq(error.line, scenarios[_i].line);
	ck_assert_int_eq(error.column, scenarios[_i].column);
	free(s);
}
END_TEST

/* A trace that is put over a scenario takes what it says out of other hands. */
START_TEST(set_from_outside)
{
	struct scenario *s = xcalloc(1, sizeof(*s));

	ck_assert(load("\"prompt_tok\":77,\"volume_qpm\":5}}}", s));
	ck_assert_msg(scenario_set_trace(s, "in/s.json", "a.csv", &error), "%s", error.message);
	ck_assert_double_eq(s->params.traffic.prompt_tok, 2);
	ck_assert_double_eq(s->params.traffic.volume_qpm, 5);
	ck_assert_double_eq(s->horizon_days, 360);
	ck_assert(!scenario_set(s, "traffic.prompt_tok", "3", &error));
	ck_assert(scenario_set(s, "traffic.volume_qpm", "null", &error));
	ck_assert(load("\"volume_qpm\":5}},\"timeline\":[{\"at_days\":0,\"set\":"
		       "{\"traffic.volume_qpm\":1}}]}",
		       s));
	ck_assert(!scenario_set_trace(s, "in/s.json", "a.csv", &error));
	ck_assert_ptr_null(s->trace);
	free(s);
}
END_TEST

#define LOOP(tcase, test, table) \
	tcase_add_loop_test(tcase, test, 0, sizeof(table) / sizeof((table)[0]))

int main(void)
{
	TCase *tcase = tcase_create("trace_files");

	tcase_add_checked_fixture(tcase, enter_folder, leave_folder);
	tcase_add_test(tcase, opens_below_the_folder);
	LOOP(tcase, stays_below_the_folder, paths);
	tcase_add_test(tcase, long_names_and_folders);
	tcase_add_test(tcase, scenario_has_its_means);
	LOOP(tcase, scenario_says_nothing_twice, scenarios);
	tcase_add_test(tcase, set_from_outside);
	return suite_run("trace_files", tcase);
}
