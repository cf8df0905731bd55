// SPDX-License-Identifier: MIT
/*
 * Every reader of the real program on files that somebody made to break it: refused with one line
 * that cannot steer a terminal, nothing on standard output, exit status 2, and little memory.
 */
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/suite.h"
#include "base/xalloc.h"
#include "cli/program.h"
#include "pty/tty.h"

#if defined(__SANITIZE_THREAD__) || defined(__SANITIZE_ADDRESS__)
static const bool is_sanitized = true;
#else
static const bool is_sanitized = false;
#endif

enum { MIB = 1 << 20, MOST_KIB = 64 << 10 };

/* Scenarios: what stands in the middle is repeated until the file is so large. */
struct hostile {
	const char *before, *repeated;
	size_t bytes;
	const char *after, *says; /* part of the message */
	size_t size;              /* of `before` where it has zero bytes */
};

#define HEAD "{\"ragtop\":1,\"name\":\"h\","
#define VOLUME(value) HEAD "\"params\":{\"traffic\":{\"volume_qpm\":" value "}}}"
#define TRACE(path) HEAD "\"params\":{\"traffic\":{\"trace\":\"" path "\"}}}"
#define RAW(text) .before = text, .size = sizeof(text) - 1

static const struct hostile scenarios[] = {
	{ .before = "", .says = "h.json:1:1: expected a value: end of file" },
	{ .before = "", .repeated = "[", .bytes = 8 * MIB, .says = "nested more than 32 deep" },
	{ .before = "", .repeated = "{\"a\":", .bytes = 7 * MIB, .says = "nested more than 32" },
	{ .before = "", .repeated = "[]", .bytes = 7 * MIB, .says = "h.json:1:" },
	{ .before = "", .repeated = "x", .bytes = 8 * MIB + 1, .says = "larger than" },
	{ .before = "", .repeated = "9", .bytes = 7 * MIB, .says = "number of more than 63" },
	{ .before = "", .repeated = "\n", .bytes = 7 * MIB, .says = "end of file" },
	{ .before = "{\"",
	  .repeated = "k",
	  .bytes = 7 * MIB,
	  .after = "\":1}",
	  .says = "h.json:1:" },
	{ .before = HEAD "\"summary\":\"",
	  .repeated = "long ",
	  .bytes = 7 * MIB,
	  .after = "\"}",
	  .says = "h.json:1:" },
	{ .before = HEAD "\"summary\":\"",
	  .repeated = "\\u0041",
	  .bytes = 7 * MIB,
	  .after = "\"}",
	  .says = "h.json:1:" },
	{ .before = HEAD "\"timeline\":[{}",
	  .repeated = ",{}",
	  .bytes = 7 * MIB,
	  .after = "]}",
	  .says = "h.json:1:" },
	{ .before = HEAD "\"timeline\":[{\"at_days\":1,\"note\":\"n\"}",
	  .repeated = ",{\"at_days\":1,\"note\":\"n\"}",
	  .bytes = 7 * MIB,
	  .after = "]}",
	  .says = "h.json:1:" },
	{ .before = HEAD "\"architectures\":[\"rag\"",
	  .repeated = ",\"rag\"",
	  .bytes = 7 * MIB,
	  .after = "]}",
	  .says = "more than 200000 values" },
	{ .before = HEAD "\"architectures\":[\"rag\",\"rag\"]}", .says = "given twice" },
	{ .before = HEAD "\"a\":1",
	  .repeated = ",\"seed\":1",
	  .bytes = 7 * MIB,
	  .after = "}",
	  .says = "h.json:1:" },
	{ .before = HEAD "\"seed\":1,\"seed\":1}", .says = "key given twice" },
	{ .before = HEAD "\"s\\u0065ed\":1,\"seed\":1}", .says = "key given twice" },
	{ .before = HEAD "\"params\":{\"traffic\":{},\"traffic\":{}}}", .says = "key given twice" },
	{ .before = VOLUME("NaN"), .says = "h.json:1:" },
	{ .before = VOLUME("Infinity"), .says = "h.json:1:" },
	{ .before = VOLUME("-Infinity"), .says = "h.json:1:" },
	{ .before = VOLUME("1e999"), .says = "h.json:1:" },
	{ .before = VOLUME("-1e999"), .says = "h.json:1:" },
	{ .before = VOLUME("1e308"), .says = "out of range" },
	{ .before = VOLUME("-1"), .says = "out of range" },
	{ .before = VOLUME("0x10"), .says = "h.json:1:" },
	{ .before = VOLUME("01"), .says = "h.json:1:" },
	{ .before = VOLUME("1."), .says = "h.json:1:" },
	{ .before = VOLUME("+1"), .says = "h.json:1:" },
	{ .before = VOLUME("\"1\""), .says = "h.json:1:" },
	{ .before = VOLUME("[1]"), .says = "h.json:1:" },
	{ .before = VOLUME("true"), .says = "h.json:1:" },
	{ .before = HEAD "\"horizon_days\":1e9}", .says = "out of range" },
	{ .before = HEAD "\"horizon_days\":0}", .says = "out of range" },
	{ .before = HEAD "\"seed\":1e300}", .says = "whole number" },
	{ .before = HEAD "\"seed\":-1}", .says = "whole number" },
	{ .before = HEAD "\"params\":{\"knowledge\":{\"facts\":1e18}}}", .says = "out of range" },
	{ .before = "{\"ragtop\":2,\"name\":\"h\"}", .says = "h.json:1:11" },
	{ .before = "{\"ragtop\":1e999,\"name\":\"h\"}", .says = "h.json:1:11" },
	{ .before = HEAD "}", .says = "h.json:1:" },
	{ .before = HEAD "\"seed\":1}x", .says = "h.json:1:" },
	{ .before = HEAD "\"seed\":1", .says = "h.json:1:" },
	{ .before = HEAD "/* c */\"seed\":1}", .says = "h.json:1:" },
	{ .before = "\xef\xbb\xbf{}", .says = "h.json:1:" },
	{ .before = "\xff\xfe{\0", .says = "h.json:1:" },
	{ RAW("{\"ragtop\":1,\0\"name\":\"h\"}"), .says = "h.json:1:13" },
	{ RAW("{\"ragtop\":1,\"name\":\"h\0\"}"), .says = "h.json:1:" },
	{ RAW("{\"ragtop\":1,\"name\":\"h\"}\0"), .says = "h.json:1:" },
	{ .before = "{\"ragtop\":1,\"name\":\"\\u0000\",\"x\":1}", .says = "h.json:1:" },
	{ .before = "{\"ragtop\":1,\"name\":\"\xc3\x28\"}", .says = "h.json:1:" },
	{ .before = "{\"ragtop\":1,\"name\":\"\xc0\xaf\"}", .says = "h.json:1:" },
	{ .before = "{\"ragtop\":1,\"name\":\"\xed\xa0\x80\"}", .says = "h.json:1:" },
	{ .before = "{\"ragtop\":1,\"name\":\"\xf4\x90\x80\x80\"}", .says = "h.json:1:" },
	{ .before = "{\"ragtop\":1,\"name\":\"\\ud800\"}", .says = "h.json:1:" },
	{ .before = "{\"ragtop\":1,\"name\":\"\x1b[31m\"}", .says = "h.json:1:" },
	{ .before = HEAD "\"\\u001b]0;x\\u0007\":1}", .says = "unknown key" },
	{ .before = HEAD "\"\\u202e\\u009b31m\":1}", .says = "unknown key" },
	{ .before = HEAD "\"architectures\":[\"\\u001b[2J\"]}", .says = "not one of" },
	{ .before = HEAD "\"architectures\":[]}", .says = "empty" },
	{ .before = HEAD "\"price_book\":\"\\u001b[2J\"}", .says = "h.json:1:" },
	{ .before = TRACE("../outside.csv"), .says = "h.json:1:" },
	{ .before = TRACE("/etc/passwd"), .says = "h.json:1:" },
	{ .before = TRACE("link.csv"), .says = "h.json:1:" },
	{ .before = TRACE("door/outside.csv"), .says = "h.json:1:" },
	{ .before = TRACE("zero"), .says = "h.json:1:" },
	{ .before = TRACE("fifo.csv"), .says = "h.json:1:" },
	{ .before = TRACE("."), .says = "h.json:1:" },
	{ .before = TRACE("h.json"), .says = "h.json:1:" },
	{ .before = TRACE("a\\u001b[31m.csv"), .says = "h.json:1:" },
	{ .before = TRACE(""), .says = "h.json:1:" },
};

enum { SCENARIOS = sizeof(scenarios) / sizeof(scenarios[0]) };

static void write_hostile(const char *path, const struct hostile *hostile)
{
	size_t size = hostile->size > 0 ? hostile->size : strlen(hostile->before);
	FILE *out = fopen(path, "w");

	fwrite(hostile->before, 1, size, out);
	for (size_t n = 0; n < hostile->bytes; n += strlen(hostile->repeated))
		fputs(hostile->repeated, out);
	fputs(hostile->after ? hostile->after : "", out);
	fclose(out);
}

/* The folder of the scenario, what is outside of it, and ways there. */
static void enter(void)
{
	program_enter_folder();
	ck_assert_int_eq(mkdir("in", 0700), 0);
	program_write("outside.csv", "TIMESTAMP,ContextTokens,GeneratedTokens\n"
				     "2024-03-04 09:00:04.7,1147,117\n");
	ck_assert_int_eq(chdir("in"), 0);
	ck_assert_int_eq(symlink("../outside.csv", "link.csv"), 0);
	ck_assert_int_eq(symlink("..", "door"), 0);
	ck_assert_int_eq(symlink("/dev/zero", "zero"), 0);
	ck_assert_int_eq(mkfifo("fifo.csv", 0600), 0);
}

/* One line that begins as ours do and has nothing but text in it. */
static void check_line(const char *err, const char *says, const char *what)
{
	size_t length = strlen(err);

	ck_assert_msg(strncmp(err, "ragtop: ", 8) == 0, "%s: %s", what, err);
	ck_assert_msg(strstr(err, says) != NULL, "%s: \"%s\" is not in %s", what, says, err);
	ck_assert_msg(err[length - 1] == '\n', "%s", what);
	ck_assert_msg(strcspn(err, "\n") == length - 1, "%s: more than a line", what);
	ck_assert_int_lt(length, 1024);
	for (const char *c = err; c[1] != '\0'; c++)
		ck_assert_msg((unsigned char)*c >= 0x20 && *c != 0x7f, "%s: byte %d", what, *c);
	ck_assert_msg(!strstr(err, "\xc2\x9b") && !strstr(err, "\xe2\x80\xae"), "%s", what);
}

/* So much memory at most has any child taken until now. */
static void check_memory(const char *what)
{
	struct rusage usage;

	ck_assert_int_eq(getrusage(RUSAGE_CHILDREN, &usage), 0);
	ck_assert_msg(is_sanitized || usage.ru_maxrss <= MOST_KIB, "%s: %ld KiB", what,
		      usage.ru_maxrss);
}

static void check_refusal(const char *in, const char *arguments, const char *says)
{
	struct outcome outcome = ragtop_to(".out", in, arguments);

	ck_assert_msg(outcome.status == 2, "%s: status %d: %.300s%.300s", arguments, outcome.status,
		      outcome.out, outcome.err);
	ck_assert_msg(outcome.out[0] == '\0', "%s: %.300s", arguments, outcome.out);
	check_line(outcome.err, says, arguments);
	program_release(&outcome);
	check_memory(arguments);
}

START_TEST(scenarios_are_refused)
{
	write_hostile("h.json", &scenarios[_i]);
	check_refusal("/dev/null", "run h.json", scenarios[_i].says);
	check_refusal("/dev/null", "--plain h.json", scenarios[_i].says);
	check_refusal("h.json", "run -",
		      strstr(scenarios[_i].says, ".json") ? "" : scenarios[_i].says);
}
END_TEST

/* The dashboard does not even open its screen. A tenth of them: what reads is the same. */
START_TEST(the_dashboard_refuses)
{
	struct tty tty;
	char *err;
	int saved = dup(STDERR_FILENO), status;

	write_hostile("h.json", &scenarios[_i * 10 + 1]);
	program_redirect("err", O_WRONLY | O_CREAT | O_TRUNC, STDERR_FILENO);
	tty_open(&tty, &(struct tty_options){ .w = 80, .h = 24, .args = { "h.json" } });
	status = tty_wait_end(&tty);
	dup2(saved, STDERR_FILENO);
	close(saved);
	ck_assert_int_eq(status, 2);
	ck_assert_msg(tty.size == 0, "%.*s", (int)tty.size, tty.output);
	tty_close(&tty);
	err = program_read("err");
	check_line(err, scenarios[_i * 10 + 1].says, "dashboard");
	free(err);
	tty_remove_folder();
}
END_TEST

/* The other readers. `good` is a scenario for those that need one. */
static const struct {
	const char *arguments; /* the file is called h */
	struct hostile file;
} readers[] = {
#define CONFIG "--print-config --config h"
	{ CONFIG, { .before = "theme = \x1b[31m\n", .says = "h:1:" } },
	{ CONFIG, { .before = "\x1b]0;x\x07 = 1\n", .says = "h:1:" } },
	{ CONFIG, { RAW("theme = dark\0\n"), .says = "h:1:" } },
	{ CONFIG, { .before = "theme = \xff\xfe\n", .says = "h:1:" } },
	{ CONFIG, { .before = "theme", .says = "h:1:" } },
	{ CONFIG, { .before = "theme = ", .repeated = "x", .bytes = 200000, .says = "h:1:" } },
	{ CONFIG, { .before = "", .repeated = "x", .bytes = MIB, .says = "larger than" } },
	{ CONFIG, { .before = "theme = dark\ntheme = dark\n", .says = "h:2:" } },
	{ CONFIG, { .before = "threads = 1e999\n", .says = "h:1:" } },
	{ CONFIG, { .before = "key.! = ", .repeated = "set ", .bytes = 4000, .says = "h:1:" } },
#define MEASURED "validate --step 1,1,1,1 --measured h"
#define COLUMNS "input_tok,output_tok,concurrency,ttft_ms,tpot_ms\n"
	{ MEASURED, { .before = "", .says = "h" } },
	{ MEASURED, { .before = COLUMNS, .says = "h" } },
	{ MEASURED, { .before = COLUMNS "1,2,1,nan,1\n", .says = "h:2:" } },
	{ MEASURED, { .before = COLUMNS "1,2,1,1e999,1\n", .says = "h:2:" } },
	{ MEASURED, { .before = COLUMNS "1e18,2,1,1,1\n", .says = "h:2:" } },
	{ MEASURED, { .before = COLUMNS "1,2,\x1b[31m,1,1\n", .says = "h:2:" } },
	{ MEASURED, { .before = "\x1b[31m," COLUMNS, .says = "h:1:" } },
	{ MEASURED, { RAW(COLUMNS "1,2,1,1\0,1\n"), .says = "h:2:" } },
	{ MEASURED, { .before = COLUMNS, .repeated = "1,2,1,1,1\n", .bytes = MIB, .says = "h:" } },
	{ MEASURED, { .before = COLUMNS, .repeated = "1", .bytes = 15 * MIB, .says = "h:2:" } },
	{ MEASURED, { .before = "", .repeated = ",", .bytes = 17 * MIB, .says = "larger than" } },
#define TRACED "run --set traffic.trace=h"
#define AZURE "TIMESTAMP,ContextTokens,GeneratedTokens\n"
	{ TRACED, { .before = "", .says = "h" } },
	{ TRACED, { .before = AZURE, .says = "h" } },
	{ TRACED, { .before = AZURE "2024-03-04 09:00:04,nan,1\n", .says = "h:2:" } },
	{ TRACED, { .before = AZURE "2024-03-04 09:00:04,1e999,1\n", .says = "h:2:" } },
	{ TRACED, { .before = AZURE "2024-03-04 09:00:04,-1,1\n", .says = "h:2:" } },
	{ TRACED, { .before = AZURE "2024-99-04 09:00:04,1,1\n", .says = "h:2:" } },
	{ TRACED, { .before = AZURE "\x1b[31m,1,1\n", .says = "h:2:" } },
	{ TRACED, { RAW(AZURE "2024-03-04 09:00:04,1,1\0\n"), .says = "h:2:" } },
	{ TRACED, { .before = AZURE, .repeated = "1", .bytes = 2 * MIB, .says = "h:2:" } },
	{ TRACED, { .before = "", .repeated = "[", .bytes = 8 * MIB, .says = "h:1:" } },
	{ TRACED,
	  { .before = "{\"timestamp\":NaN,\"input_length\":1,\"output_length\":1,"
		      "\"hash_ids\":[]}\n",
	    .says = "h:1:" } },
	{ TRACED,
	  { .before = "{\"timestamp\":0,\"input_length\":1e999,\"output_length\":1,"
		      "\"hash_ids\":[]}\n",
	    .says = "h:1:" } },
	{ TRACED,
	  { .before = "{\"timestamp\":0,\"timestamp\":0,\"input_length\":1,"
		      "\"output_length\":1,\"hash_ids\":[]}\n",
	    .says = "h:1:" } },
	{ TRACED,
	  { .before = "{\"timestamp\":0,\"input_length\":1,\"output_length\":1,"
		      "\"hash_ids\":",
	    .repeated = "[",
	    .bytes = 100000,
	    .says = "h:1:" } },
#define ADVISED "advise --trait labels=1\x1b[31m"
	{ ADVISED, { .before = "", .says = "" } },
	{ "run --set traffic.volume_qpm=1e999", { .before = "", .says = "" } },
	{ "run --set traffic.volume_qpm=nan", { .before = "", .says = "" } },
	{ "run --set \x1b[31m=1", { .before = "", .says = "unknown key" } },
	{ "run \x1b[31m", { .before = "", .says = "" } },
	{ "\xff\xfe", { .before = "", .says = "" } },
	{ "--theme \x1b[2J", { .before = "", .says = "" } },
	{ "claims \x1b[2J", { .before = "", .says = "" } },
	{ "new --volume nan a.json", { .before = "", .says = "" } },
	{ "new --volume \x1b[2J a.json", { .before = "", .says = "" } },
	{ "new --yes --name \x1b]0;x\x07 none/a.json", { .before = "", .says = "none/a.json" } },
};

enum { READERS = sizeof(readers) / sizeof(readers[0]) };

START_TEST(readers_refuse)
{
	write_hostile("h", &readers[_i].file);
	check_refusal("/dev/null", readers[_i].arguments, readers[_i].file.says);
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("hostile_files");

	tcase_add_checked_fixture(tcase, enter, program_leave_folder);
	tcase_set_timeout(tcase, 120);
	tcase_add_loop_test(tcase, scenarios_are_refused, 0, SCENARIOS);
	tcase_add_loop_test(tcase, the_dashboard_refuses, 0, SCENARIOS / 10);
	tcase_add_loop_test(tcase, readers_refuse, 0, READERS);
	return suite_run("hostile_files", tcase);
}
