// SPDX-License-Identifier: MIT
/* Traces from memory: the four forms, and what is refused and where. */
#include "io/trace.h"

#include <stdlib.h>
#include <string.h>

#include "base/suite.h"
#include "base/xalloc.h"
#include "io/lines.h"

static struct error error;
static struct trace *trace;

static void tear_down(void)
{
	trace_free(trace);
	trace = NULL;
}

static bool parse_with(const char *text, const struct trace_parts *parts)
{
	return trace_parse(text, strlen(text), "t", parts, &trace, &error);
}

static void check_parses(const char *text)
{
	if (!parse_with(text, NULL))
		ck_abort_msg("%s:%d:%d: %s", error.file, error.line, error.column, error.message);
}

static void check_row(size_t i, double at_s, unsigned question, unsigned answer)
{
	ck_assert_double_eq_tol(trace->at_s[i], at_s, 1e-12);
	ck_assert_uint_eq(trace->question_tok[i], question);
	ck_assert_uint_eq(trace->answer_tok[i], answer);
}

#define AZURE "TIMESTAMP,ContextTokens,GeneratedTokens\r\n"
#define BURST "Timestamp,Model,Request tokens,Response tokens,Total tokens,Log Type\n"

/* ---- the four forms ---- */

/* Ends of lines as they are in the published file: CRLF, and none behind the last row. */
START_TEST(azure)
{
	check_parses(AZURE "2023-11-16 18:15:46.6805900,374,44\r\n"
			   "2023-11-16 18:15:50.9951690,396,109\r\n"
			   "2023-11-17 00:00:00,0,1");
	ck_assert_int_eq(trace->format, TRACE_AZURE);
	ck_assert_uint_eq(trace->count, 3);
	check_row(0, 0, 374, 44);
	check_row(1, 4.314579, 396, 109);
	check_row(2, 20653.31941, 0, 1);
	ck_assert_double_eq_tol(trace->period_s, 20653.31941 * 1.5, 1e-9);
	ck_assert_ptr_null(trace->context_tok);
	ck_assert_ptr_null(trace->prefix);
	ck_assert_double_eq(trace->system_tok, 0);
}
END_TEST

/* Days are counted as a calendar does: over the end of a leap February and of a year, and in
 * whatever order the columns stand. */
START_TEST(azure_calendar)
{
	check_parses("GeneratedTokens,TIMESTAMP,ContextTokens\n"
		     "1,2023-12-31 23:59:59.5,2\n"
		     "1,2024-01-01 00:00:00.25+00:00,3\n"
		     "1,2024-02-28 00:00:00,4\n"
		     "1,2024-03-01 00:00:00.25,5\n");
	check_row(1, 0.75, 3, 1);
	check_row(3, 0.75 + 60 * 86400, 5, 1);
	ck_assert_double_eq_tol(trace->at_s[3] - trace->at_s[2], 2 * 86400 + 0.25, 1e-6);
}
END_TEST

/* By the names of the columns; failures, which have no answer, are counted and are no queries. */
START_TEST(burstgpt)
{
	check_parses("Model,Log Type,Total tokens,Response tokens,Request tokens,Timestamp\n"
		     "ChatGPT,Conversation log,490,18,472,5\n"
		     "GPT-4,API log,21,0,21,8\n"
		     "\n"
		     "ChatGPT,API log,12,2,10,45.5\n"
		     "ChatGPT,API log,12,0,12,47\n");
	ck_assert_int_eq(trace->format, TRACE_BURSTGPT);
	ck_assert_uint_eq(trace->count, 2);
	ck_assert_uint_eq(trace->skipped, 2);
	ck_assert_int_eq(trace->first_skipped, 3);
	check_row(0, 0, 472, 18);
	check_row(1, 40.5, 10, 2);
}
END_TEST

START_TEST(mooncake)
{
	check_parses("{\"timestamp\": 27482, \"input_length\": 6955, \"output_length\": 52, "
		     "\"hash_ids\": [46, 47, 48]}\n"
		     "{\"timestamp\": 30535, \"input_length\": 6472, \"output_length\": 26, "
		     "\"hash_ids\": [4294967295]}\n"
		     "{\"timestamp\": 30535, \"input_length\": 1, \"output_length\": 2, "
		     "\"hash_ids\": []}\n");
	ck_assert_int_eq(trace->format, TRACE_MOONCAKE);
	check_row(0, 0, 6955, 52);
	check_row(1, 3.053, 6472, 26);
	check_row(2, 3.053, 1, 2);
	ck_assert_uint_eq(trace->prefix[0], 46);
	ck_assert_uint_eq(trace->prefix[1], UINT32_MAX);
	ck_assert_uint_eq(trace->prefix[2], 0);
}
END_TEST

#define PULSE(time, input, output, system, passages)                                              \
	"{\"timestamp\": \"" time "\", \"input_length\": " #input ", \"output_length\": " #output \
	", \"hash_ids\": {\"sys_prompt\": " system ", \"passages_ids\": " passages                \
	", \"history\": [7], \"web_search\": [], \"user_input\": [9]}, \"session_id\": \"s\"}\n"

/* Rows that come late are put where they belong, and those of one time stay in order. */
START_TEST(ragpulse)
{
	check_parses(PULSE("82", 3000, 10, "[1, 2]", "[]") PULSE("93", 3001, 11, "[5]", "[]") PULSE(
		"92.5", 3002, 12, "[1]", "[]") PULSE("93", 3003, 13, "[6]", "[]"));
	ck_assert_int_eq(trace->format, TRACE_RAGPULSE);
	ck_assert_uint_eq(trace->late, 1);
	check_row(0, 0, 3000, 10);
	check_row(1, 10.5, 3002, 12);
	check_row(2, 11, 3001, 11);
	check_row(3, 11, 3003, 13);
	ck_assert_uint_eq(trace->prefix[2], 5);
	ck_assert_ptr_null(trace->context_tok);
	ck_assert_double_eq(trace->system_tok, 0);
}
END_TEST

static void read_lengths(const char *text, struct trace_lengths *lengths)
{
	if (!trace_lengths_parse(text, strlen(text), "l", lengths, &error))
		ck_abort_msg("%d:%d: %s", error.line, error.column, error.message);
}

/* The input is split exactly: instructions that all have (the shortest first block), passages,
 * history, and what is left. */
START_TEST(ragpulse_parts)
{
	struct trace_parts parts = { 0 };

	read_lengths("{\"sys_prompt_id\": 2, \"token_length\": 100}\n"
		     "{\"sys_prompt_id\": 1, \"token_length\": 512}\n"
		     "{\"token_length\": 510, \"sys_prompt_id\": 5}\n\n",
		     &parts.system);
	read_lengths("{\"passage_id\": 30, \"token_length\": 70}\n"
		     "{\"passage_id\": 31, \"token_length\": 80}",
		     &parts.passages);
	read_lengths("{\"history_id\": 7, \"token_length\": 9}\n", &parts.history);
	ck_assert(parse_with(PULSE("0", 1000, 1, "[1, 2]", "[30, 31, 30]")
				     PULSE("1", 519, 1, "[5]", "[]"),
			     &parts));
	ck_assert_double_eq(trace->system_tok, 510);
	ck_assert_uint_eq(trace->context_tok[0], 220);
	ck_assert_uint_eq(trace->context_tok[1], 0);
	ck_assert_uint_eq(trace->history_tok[0], 9);
	check_row(0, 0, 1000 - 510 - 220 - 9, 1);
	check_row(1, 1, 0, 1);
	tear_down();
	ck_assert(!parse_with(PULSE("0", 600, 1, "[1]", "[]") PULSE("1", 520, 1, "[1]", "[]"),
			      &parts));
	ck_assert_str_eq(error.message, "its parts are longer than input_length");
	ck_assert_int_eq(error.line, 2);
	ck_assert(!parse_with(PULSE("0", 600, 1, "[1]", "[32]"), &parts));
	ck_assert_str_eq(error.message, "no length is given for this id: \"passages_ids\"");
	trace_lengths_release(&parts.system);
	trace_lengths_release(&parts.passages);
	trace_lengths_release(&parts.history);
}
END_TEST

/* The hash is of what is replayed: not of blanks, but of every number. */
START_TEST(hash_is_of_the_content)
{
	uint64_t hash;

	check_parses(AZURE "2023-11-16 18:15:46,374,44\r\n2023-11-16 18:15:50.5,396,109");
	hash = trace->hash;
	tear_down();
	check_parses("TIMESTAMP,ContextTokens,GeneratedTokens\n\n2023-11-16 18:15:50.500,396,109\n"
		     "2023-11-16 18:15:46,374,44\n");
	ck_assert_uint_eq(trace->hash, hash);
	tear_down();
	check_parses(AZURE "2023-11-16 18:15:46,374,44\r\n2023-11-16 18:15:50.5,396,110");
	ck_assert_uint_ne(trace->hash, hash);
}
END_TEST

START_TEST(means)
{
	struct trace_means all;

	check_parses(BURST "0,m,10,1,11,l\n1,m,20,2,22,l\n5,m,60,6,66,l\n");
	trace_measure(trace, 3, &all);
	ck_assert_double_eq_tol(all.question_tok, 30, 1e-12);
	ck_assert_double_eq_tol(all.question_cv * all.question_cv, 1400.0 / 3 / 900, 1e-12);
	ck_assert_double_eq_tol(all.gap_cv, 0.6, 1e-12);
	trace_measure(trace, 7, &all); /* twice, and the first once more */
	ck_assert_double_eq_tol(all.question_tok, 190.0 / 7, 1e-12);
	ck_assert_double_eq_tol(all.answer_tok, 19.0 / 7, 1e-12);
	ck_assert_double_eq_tol(trace_volume_qpm(trace), 3 / 7.5 * 30 * 86400, 1e-6);
}
END_TEST

/* ---- what is refused ---- */

#define A1 "2023-11-16 18:15:46,1,1\n"
#define M1 "{\"timestamp\":1,\"input_length\":2,\"output_length\":3,\"hash_ids\":[]}\n"

/* clang-format off */
static const struct {
	const char *text;
	int line, column;
	const char *message;
} refused[] = {
	{ "", 1, 1, "empty" },
	{ "\n \n", 1, 1, "empty" },
	{ "hello", 1, 1, "no trace: neither a JSON object nor a header with TIMESTAMP or Timestamp" },
	{ "\xef\xbb\xbfTIMESTAMP,ContextTokens,GeneratedTokens\n", 1, 1,
	  "fewer than two queries with an answer" },
	{ "TIMESTAMP,ContextTokens\n", 1, 1, "missing column: \"GeneratedTokens\"" },
	{ "Timestamp,Request tokens\n", 1, 1, "missing column: \"Response tokens\"" },
	{ "TIMESTAMP,ContextTokens,GeneratedTokens,ContextTokens\n", 1, 1,
	  "column given twice: \"ContextTokens\"" },
	{ "\"TIMESTAMP\",ContextTokens\n", 1, 1, "quoted fields are no part of this format" },
	{ AZURE, 1, 1, "fewer than two queries with an answer" },
	{ AZURE A1, 2, 1, "fewer than two queries with an answer" },
	{ AZURE A1 A1, 3, 1, "all queries at the same time" },
	{ AZURE A1 "2033-11-16 18:15:46,1,1\n", 3, 1, "more than 3600 days after the first query" },
	{ AZURE A1 "2023-11-16 18:15:47,1\n", 3, 1, "2 columns where the header has 3" },
	{ AZURE A1 "2023-11-16 18:15:47,1,1,1\n", 3, 1, "4 columns where the header has 3" },
	{ AZURE A1 "2023-11-16 18:15:47,-1,1\n", 3, 21, "not a whole number" },
	{ AZURE A1 "2023-11-16 18:15:47,1,1.5\n", 3, 24, "not a whole number" },
	{ AZURE A1 "2023-11-16 18:15:47,1,NaN\n", 3, 23, "not a whole number" },
	{ AZURE A1 "2023-11-16 18:15:47,1, 1\n", 3, 23, "not a whole number" },
	{ AZURE A1 "2023-11-16 18:15:47,,1\n", 3, 21, "empty field" },
	{ AZURE A1 "2023-11-16 18:15:47,\"1\",1\n", 3, 21, "quoted fields are no part of this format" },
	{ AZURE A1 "2023-11-16 18:15:47,10000001,1\n", 3, 21, "out of range, 0 to 10000000 is legal" },
	{ AZURE A1 "2023-11-16 18:15:47,1,99999999999999999999999999\n", 3, 23,
	  "out of range, 0 to 1000000 is legal" },
	{ AZURE A1 "2023-11-16T18:15:47,1,1\n", 3, 11, "not YYYY-MM-DD hh:mm:ss" },
	{ AZURE A1 "2023-11-16 18:15:4,1,1\n", 3, 1, "not YYYY-MM-DD hh:mm:ss" },
	{ AZURE A1 "2023-11-16 18:15:47.,1,1\n", 3, 20, "not a number of seconds" },
	{ AZURE A1 "2023-11-16 18:15:47.5e3,1,1\n", 3, 22, "not a number of seconds" },
	{ AZURE A1 "2023-11-16 18:15:61,1,1\n", 3, 1, "no such date or time" },
	{ AZURE A1 "2023-11-16 24:15:47,1,1\n", 3, 1, "no such date or time" },
	{ AZURE A1 "2023-11-31 18:15:47,1,1\n", 3, 1, "no such date or time" },
	{ AZURE A1 "2023-02-29 18:15:47,1,1\n", 3, 1, "no such date or time" },
	{ AZURE A1 "1969-02-27 18:15:47,1,1\n", 3, 1, "no such date or time" },
	{ AZURE A1 "2200-01-01 18:15:47,1,1\n", 3, 1, "no such date or time" },
	{ AZURE A1 "2023-13-01 18:15:47,1,1\n", 3, 1, "no such date or time" },
	{ BURST "1,m,1,1,2,l\n2,m,1,1,3,l\n", 3, 9, "not the sum of request and response: 3" },
	{ BURST "1,m,1,1,2,l\n-2,m,1,1,2,l\n", 3, 1, "not a number of seconds" },
	{ BURST "1,m,1,1,2,l\n1e5,m,1,1,2,l\n", 3, 2, "not a number of seconds" },
	{ BURST "1,m,1,1,2,l\n.5,m,1,1,2,l\n", 3, 1, "not a number of seconds" },
	{ BURST "1,m,1,1,2,l\n99999999999999999999,m,1,1,2,l\n", 3, 1,
	  "out of range, below 9e9 s is legal" },
	{ BURST "1,m,1,0,1,l\n2,m,1,0,1,l\n", 1, 1, "fewer than two queries with an answer" },
	{ "{}", 1, 1, "missing key: \"hash_ids\"" },
	{ "{\"hash_ids\":1}", 1, 13, "no trace: neither array nor object: \"hash_ids\"" },
	{ "{\"hash_ids\":[]}", 1, 1, "missing key: \"timestamp\"" },
	{ M1 "7", 2, 1, "not an object" },
	{ M1 "{", 2, 2, "expected a key: end of file" },
	{ M1 "{\"a\":1,\"a\":2}", 2, 8, "key given twice: \"a\"" },
	{ M1 "{\"timestamp\":\"1\"}", 2, 14, "not a number of milliseconds: \"timestamp\"" },
	{ M1 "{\"timestamp\":-1}", 2, 14, "out of range, 0 to 9e12 ms is legal" },
	{ M1 "{\"timestamp\":NaN}", 2, 14, "expected a value: \"N\"" },
	{ M1 "{\"timestamp\":1e999}", 2, 14, "number too large: \"1\"" },
	{ M1 "{\"timestamp\":1}", 2, 1, "missing key: \"input_length\"" },
	{ M1 "{\"timestamp\":1,\"input_length\":1.5}", 2, 31, "not a whole number: \"input_length\"" },
	{ M1 "{\"timestamp\":1,\"input_length\":1,\"output_length\":1000001}", 2, 49,
	  "out of range, 0 to 1000000 is legal: \"output_length\"" },
	{ M1 "{\"timestamp\":1,\"input_length\":1,\"output_length\":1,\"hash_ids\":{}}", 2, 62,
	  "not an array: \"hash_ids\"" },
	{ M1 "{\"timestamp\":1,\"input_length\":1,\"output_length\":1,\"hash_ids\":[-1]}", 2, 63,
	  "out of range, 0 to 4294967295 is legal: \"hash_ids\"" },
	{ PULSE("x", 1, 1, "[]", "[]"), 1, 15, "not a number of seconds: \"timestamp\"" },
	{ PULSE("1.2.3", 1, 1, "[]", "[]"), 1, 15, "not a number of seconds: \"timestamp\"" },
	{ PULSE("", 1, 1, "[]", "[]"), 1, 15, "not a number of seconds: \"timestamp\"" },
	{ PULSE("99999999999", 1, 1, "[]", "[]"), 1, 15, "out of range, below 9e9 s is legal" },
	{ PULSE("1", 1, 1, "7", "[]"), 1, 86, "not an array: \"sys_prompt\"" },
	{ PULSE("1", 1, 1, "[\"x\"]", "[]"), 1, 87, "not a whole number: \"sys_prompt\"" },
};
/* clang-format on */

START_TEST(says_what_is_wrong_and_where)
{
	ck_assert(!parse_with(refused[_i].text, NULL));
	ck_assert_str_eq(error.message, refused[_i].message);
	ck_assert_str_eq(error.file, "t");
	ck_assert_int_eq(error.line, refused[_i].line);
	ck_assert_int_eq(error.column, refused[_i].column);
}
END_TEST

/* clang-format off */
static const struct {
	const char *text;
	int line;
	const char *message;
} wrong_lengths[] = {
	{ "", 1, "empty" },
	{ "{\"token_length\":1}", 1, "missing key: the id's" },
	{ "{\"id\":1}", 1, "missing key: \"token_length\"" },
	{ "{\"id\":1,\"token_length\":1,\"x\":1}", 1, "more than an id and token_length" },
	{ "{\"id\":1,\"token_length\":1}\n{\"id\":-1,\"token_length\":1}", 2,
	  "out of range, 0 to 4294967295 is legal: \"id\"" },
	{ "{\"id\":1,\"token_length\":1}\n{\"id\":1,\"token_length\":2}", 1, "id given twice: 1" },
};
/* clang-format on */

START_TEST(refuses_lengths)
{
	struct trace_lengths lengths = { 0 };

	ck_assert(!trace_lengths_parse(wrong_lengths[_i].text, strlen(wrong_lengths[_i].text), "l",
				       &lengths, &error));
	ck_assert_str_eq(error.message, wrong_lengths[_i].message);
	ck_assert_int_eq(error.line, wrong_lengths[_i].line);
	ck_assert_str_eq(error.file, "l");
	ck_assert_ptr_null(lengths.of);
}
END_TEST

/* A zero byte is a byte like others: it ends nothing, and is in no number. */
START_TEST(zero_bytes)
{
	static const char text[] = AZURE "2023-11-16 18:15:46,1\0002,1\n";

	ck_assert(!trace_parse(text, sizeof(text) - 1, "t", NULL, &trace, &error));
	ck_assert_str_eq(error.message, "not a whole number");
	ck_assert_int_eq(error.column, 22);
}
END_TEST

START_TEST(long_lines)
{
	size_t size = LINE_BYTES_MAX + 2;
	char *text = xmalloc(size);

	memset(text, 'x', size);
	ck_assert(!trace_parse(text, size, "t", NULL, &trace, &error));
	ck_assert_str_eq(error.message, "line of more than 1048576 bytes");
	memset(text, ',', size);
	ck_assert(!trace_parse(text, LINE_BYTES_MAX, "t", NULL, &trace, &error));
	ck_assert_str_eq(error.message, "more than 64 columns");
	free(text);
}
END_TEST

/* No byte of a file may be trusted: each one changed in turn is refused with a place, or read. */
START_TEST(survives_changed_bytes)
{
	static const char *const texts[] = {
		AZURE "2023-11-16 18:15:46.5,1,1\n2024-02-29 18:15:47.25,2,3",
		BURST "1,m,1,1,2,l\n2.5,m,1,0,1,l\n3,m,1,1,2,l\n",
		M1 "{\"timestamp\":9,\"input_length\":2,\"output_length\":3,\"hash_ids\":[7]}",
		PULSE("82", 3000, 10, "[1, 2]", "[]") PULSE("93", 3001, 11, "[5]", "[]"),
	};
	static const char bytes[] = "\"\\{}[]:,0-.9eN \r\n\x1b\x80\xff";
	size_t size = strlen(texts[_i]);
	char *changed = xmalloc(size + 1);

	for (size_t i = 0; i < size; i++)
		for (size_t j = 0; j < sizeof(bytes); j++) {
			memcpy(changed, texts[_i], size + 1);
			changed[i] = bytes[j];
			if (!trace_parse(changed, size, "f", NULL, &trace, &error))
				ck_assert(error.line >= 1 && error.column >= 1);
			tear_down();
		}
	free(changed);
}
END_TEST

#define LOOP(tcase, test, table) \
	tcase_add_loop_test(tcase, test, 0, sizeof(table) / sizeof((table)[0]))

int main(void)
{
	TCase *tcase = tcase_create("text");

	tcase_add_checked_fixture(tcase, NULL, tear_down);
	tcase_add_test(tcase, azure);
	tcase_add_test(tcase, azure_calendar);
	tcase_add_test(tcase, burstgpt);
	tcase_add_test(tcase, mooncake);
	tcase_add_test(tcase, ragpulse);
	tcase_add_test(tcase, ragpulse_parts);
	tcase_add_test(tcase, hash_is_of_the_content);
	tcase_add_test(tcase, means);
	LOOP(tcase, says_what_is_wrong_and_where, refused);
	LOOP(tcase, refuses_lengths, wrong_lengths);
	tcase_add_test(tcase, zero_bytes);
	tcase_add_test(tcase, long_lines);
	tcase_add_loop_test(tcase, survives_changed_bytes, 0, 4);
	return suite_run("trace", tcase);
}
