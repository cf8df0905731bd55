// SPDX-License-Identifier: MIT
/* The real program on wrong arguments, hostile files and broken outputs. */
#include <signal.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>
#include <string.h>

#include "base/suite.h"
#include "base/xalloc.h"
#include "cli/program.h"

static const struct {
	const char *arguments, *message;
} refusals[] = {
	{ "run none.json", "ragtop: no such file or directory: \"none.json\"\n" },
	{ "rnu", "ragtop: no such file, scenario or command: \"rnu\"\n" },
	{ "run .", "ragtop: is a directory: \".\"\n" },
	{ "run s.json other.json", "ragtop: one argument too many: \"other.json\"\n" },
	{ "run --formt json", "ragtop: unknown option, did you mean \"--format\": \"--formt\"\n" },
	{ "run --utterly", "ragtop: unknown option: \"--utterly\"\n" },
	{ "run --format xml", "ragtop: not one of text|json|csv: \"xml\"\n" },
	{ "run --format", "ragtop: value missing: \"--format\"\n" },
	{ "run --exact=yes", "ragtop: takes no value: \"--exact\"\n" },
	{ "run --reps many", "ragtop: not a whole number from 0 to 1024: \"--reps\"\n" },
	{ "run --reps 1025", "ragtop: not a whole number from 0 to 1024: \"--reps\"\n" },
	{ "run --threads -1", "ragtop: not a whole number from 0 to 256: \"--threads\"\n" },
	{ "run --seed x", "ragtop: not a whole number from 0 to 2^64 - 1: \"--seed\"\n" },
	{ "run --fidelity 6", "ragtop: not one of 0|1|2|3|4|5|exact: \"6\"\n" },
	{ "run --until 361", "ragtop: after the end of the scenario, day 360: \"361\"\n" },
	{ "run --set rag.search_s", "ragtop: not KEY=VALUE: \"rag.search_s\"\n" },
	{ "run --set =1", "ragtop: not KEY=VALUE: \"=1\"\n" },
	{ "run --set rag.serch_s=1",
	  "ragtop: unknown key, did you mean \"rag.search_s\": \"rag.serch_s\"\n" },
	{ "run --set rag.search_s=601",
	  "ragtop: out of range, 0 to 600 is legal: \"rag.search_s\"\n" },
	{ "--theme pink", "ragtop: not one of dark, light, terminal, mono: \"pink\"\n" },
	{ "params --format csv", "ragtop: not one of text|json: \"csv\"\n" },
	{ "params extra", "ragtop: no parameter mentions it: \"extra\"\n" },
};

START_TEST(refuses)
{
	check_refused(refusals[_i].arguments, refusals[_i].message);
}
END_TEST

START_TEST(scenario_errors_have_a_place)
{
	program_write("bad.json", "{\n  \"ragtop\": 1,\n  \"name\": \"n\",\n  \"seeds\": 1\n}\n");
	check_refused("run bad.json",
		      "ragtop: bad.json:4:3: unknown key, did you mean \"seed\": \"seeds\"\n");
	check_refused("bad.json",
		      "ragtop: bad.json:4:3: unknown key, did you mean \"seed\": \"seeds\"\n");
}
END_TEST

/* A FIFO that nobody writes to must not hang the program. */
START_TEST(refuses_fifos)
{
	ck_assert_int_eq(mkfifo("fifo.json", 0600), 0);
	check_refused("run fifo.json", "ragtop: not a regular file: \"fifo.json\"\n");
}
END_TEST

static void fill(const char *path, const char *unit, size_t bytes)
{
	FILE *file = fopen(path, "w");

	for (size_t written = 0; written < bytes; written += strlen(unit))
		fputs(unit, file);
	fclose(file);
}

/* Files made to exhaust stack, memory or time. */
START_TEST(refuses_hostile_files)
{
	static const struct {
		const char *unit;
		size_t bytes;
		const char *message;
	} rows[] = {
		{ "[", 8 << 20, "ragtop: h.json:1:33: nested more than 32 deep: \"[\"\n" },
		{ "{\"a\":", 8000000, "ragtop: h.json:1:161: nested more than 32 deep: \"{\"\n" },
		{ "x", (8 << 20) + 1, "ragtop: larger than 8388608 bytes: \"h.json\"\n" },
		{ "9", 8 << 20, "ragtop: h.json:1:1: number of more than 63 characters: \"9\"\n" },
		{ "\n", 8 << 20, "ragtop: h.json:8388609:1: expected a value: end of file\n" },
		{ "\xff", 100, "ragtop: h.json:1:1: expected a value: byte 0xff\n" },
		{ "", 0, "ragtop: h.json:1:1: expected a value: end of file\n" },
	};

	fill("h.json", rows[_i].unit, rows[_i].bytes);
	check_refused("run h.json", rows[_i].message);
}
END_TEST

/* A terminal must not be steered by names, keys or values out of a file, nor by its file name. */
START_TEST(no_raw_control_bytes)
{
	static const char *const texts[] = {
		"{\"ragtop\":1,\"name\":\"\\u001b]0;\\u0007\\u009b31m\\u202e\\r\\b\"}",
		"{\"ragtop\":1,\"name\":\"n\",\"\\u001b[31m\":1}",
		"{\"ragtop\":1,\"name\":\"n\",\"architectures\":[\"\\u001b[31m\\u009b\"]}",
		"{\"ragtop\":1,\"name\":\"n\",\"a\x1b\":1}",
		"\x1b[31m",
	};
	static const char *const arguments[] = { "run n\x1b.json", "run --format json n\x1b.json" };

	program_write("n\x1b.json", texts[_i]);
	for (size_t i = 0; i < 2; i++) {
		struct outcome outcome = ragtop(arguments[i]);
		const char *texts_out[] = { outcome.out, outcome.err };

		check_status(&outcome, _i == 0 ? 0 : 2);
		for (size_t j = 0; j < 2; j++) {
			ck_assert_ptr_null(strstr(texts_out[j], "\xc2\x9b"));
			ck_assert_ptr_null(strstr(texts_out[j], "\xe2\x80\xae"));
			for (const char *c = texts_out[j]; *c != '\0'; c++)
				ck_assert((unsigned char)*c >= 0x20 || *c == '\n');
		}
		program_release(&outcome);
	}
}
END_TEST

/* A full disk loses the report; that must not look like success. */
START_TEST(notices_write_errors)
{
	static const char *const arguments[] = {
		"run s.json", "run --format csv s.json",
		"params",     "scenarios",
		"--help",     "--version",
		"run --help",
	};
	struct outcome outcome;

	program_write("s.json", SMALL "}");
	outcome = ragtop_to("/dev/full", "/dev/null", arguments[_i]);
	check_status(&outcome, 2);
	ck_assert_ptr_nonnull(strstr(outcome.err, "\"standard output\"\n"));
	program_release(&outcome);
}
END_TEST

/* As in `ragtop params | head`: what nobody reads any more is nothing to complain about. */
START_TEST(ends_quietly_on_closed_pipes)
{
	char *argv[] = { getenv("RAGTOP_BIN"), xstrdup("params"), NULL };
	int fds[2];
	pid_t child;

	ck_assert_int_eq(pipe(fds), 0);
	close(fds[0]);
	child = fork();
	if (child == 0) {
		signal(SIGPIPE, SIG_DFL); /* whatever runs the tests */
		dup2(fds[1], STDOUT_FILENO);
		program_redirect(".err", O_WRONLY | O_CREAT | O_TRUNC, STDERR_FILENO);
		execv(argv[0], argv);
		_exit(98);
	}
	close(fds[1]);
	ck_assert_int_eq(program_wait(child), 128 + SIGPIPE);
	char *err = program_read(".err");
	ck_assert_str_eq(err, "");
	free(err);
	free(argv[1]);
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("cli_hostile");

	tcase_add_checked_fixture(tcase, program_enter_folder, program_leave_folder);
	tcase_add_loop_test(tcase, refuses, 0, sizeof(refusals) / sizeof(refusals[0]));
	tcase_add_test(tcase, scenario_errors_have_a_place);
	tcase_add_test(tcase, refuses_fifos);
	tcase_add_loop_test(tcase, refuses_hostile_files, 0, 7);
	tcase_add_loop_test(tcase, no_raw_control_bytes, 0, 5);
	tcase_add_loop_test(tcase, notices_write_errors, 0, 7);
	tcase_add_test(tcase, ends_quietly_on_closed_pipes);
	return suite_run("cli_hostile", tcase);
}
