// SPDX-License-Identifier: MIT
/* Recordings of moves: what is written is read, and whatever else a file holds is refused. */
#include "io/moves.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/suite.h"
#include "base/xalloc.h"
#include "io/file.h"
#include "io/scenario_same.h"

#define HEAD "{\"ragtop\":1,\"moves\":1}\n"
#define START HEAD "{\"ragtop\":1,\"name\":\"n\",\"horizon_days\":30}\n"
#define END "{\"at_s\":9,\"end\":true}\n"

static char path[64];

static void setup(void)
{
	int fd;

	strcpy(path, "/tmp/ragtop-moves-XXXXXX");
	fd = mkstemp(path);
	ck_assert_int_ge(fd, 0);
	close(fd);
}

static void teardown(void)
{
	remove(path);
}

static struct moves *read_text(const char *text, struct error *error)
{
	ck_assert(file_save(path, text, strlen(text), error));
	return moves_load(path, error);
}

static const struct {
	const char *text;
	int line, column;
	const char *message;
} refused[] = {
	{ "", 1, 1, "ends before it says what it is" },
	{ "\n\n", 1, 1, NULL },
	{ "[]", 1, 1, "not an object: \"scenario\"" },
	{ "{\"ragtop\":1,\"name\":\"n\"}", 1, 1, "no recording of moves: \"moves\"" },
	{ "{\"ragtop\":1,\"moves\":2}", 1, 21,
	  "format 2 of moves is newer than this version reads, up to 1: \"moves\"" },
	{ "{\"ragtop\":1,\"moves\":1,\"x\":1}", 1, 23, "unknown key: \"x\"" },
	{ HEAD, 2, 1, "ends before the scenario at the start" },
	{ HEAD "{\"ragtop\":1}", 2, 1, "missing key: \"name\"" },
	{ HEAD "{\"ragtop\":1,\"name\":\"n\",\"params\":{\"traffic\":{\"trace\":\"../x\"}}}", 2, 53,
	  NULL },
	{ START "\n{\"at_s\":1}", 4, 1, "says of no move what it was: \"move\"" },
	{ START "{\"undo\":true}", 3, 1, "missing key: \"at_s\"" },
	{ START "{\"at_s\":-1,\"undo\":true}", 3, 9, NULL },
	{ START "{\"at_s\":1e400,\"undo\":true}", 3, 9, NULL },
	{ START "{\"at_s\":NaN,\"undo\":true}", 3, 9, NULL },
	{ START "{\"at_s\":1,\"undo\":true,\"at_s\":2}", 3, 23, NULL },
	{ START "{\"at_s\":1,\"undo\":false}", 3, 18, "not true: \"undo\"" },
	{ START "{\"at_s\":1,\"undo\":true,\"redo\":true}", 3, 1, "more than one move: \"move\"" },
	{ START "{\"at_s\":2,\"undo\":true}\n{\"at_s\":1,\"undo\":true}", 4, 1,
	  "before the one before: \"at_s\"" },
	{ START "{\"at_s\":1,\"set\":\"rag.search\"}", 3, 17, "no such parameter: \"rag.search\"" },
	{ START "{\"at_s\":1,\"set\":7,\"value\":1}", 3, 17, "not a name: \"set\"" },
	{ START "{\"at_s\":1,\"set\":\"targets.x\",\"value\":1}", 3, 17,
	  "no such target: \"targets.x\"" },
	{ START "{\"at_s\":1,\"set\":\"rag.search_s\"}", 3, 1, "missing key: \"value\"" },
	{ START "{\"at_s\":1,\"set\":\"rag.search_s\",\"value\":-1}", 3, 40, NULL },
	{ START "{\"at_s\":1,\"set\":\"rag.search_s\",\"value\":null}", 3, 40, NULL },
	{ START "{\"at_s\":1,\"set\":\"serving.mode\",\"value\":\"x\"}", 3, 40, NULL },
	{ START "{\"at_s\":1,\"set\":\"rag.search_s\",\"value\":1,\"dated\":0}", 3, 50, NULL },
	{ START "{\"at_s\":1,\"value\":1,\"undo\":true}", 3, 11, "has no place here: \"value\"" },
	{ START "{\"at_s\":1,\"undo\":true,\"merge\":true}", 3, 1, "only with \"set\": \"merge\"" },
	{ START "{\"at_s\":1,\"undo\":true,\"close\":true}", 3, 1, "only with \"set\": \"close\"" },
	{ START "{\"at_s\":1,\"seed\":7}", 3, 18, NULL },
	{ START "{\"at_s\":1,\"prices\":\"s9\"}", 3, 20, NULL },
	{ START "{\"at_s\":1,\"prices\":\"s4\",\"keep\":[\"x\"]}", 3, 33,
	  "no such parameter: \"keep\"" },
	{ START "{\"at_s\":1,\"undo\":true,\"keep\":[]}", 3, 23, "has no place here: \"keep\"" },
	{ START "{\"at_s\":1,\"architectures\":[]}", 3, 27, "empty: \"architectures\"" },
	{ START "{\"at_s\":1,\"architectures\":[\"rag\",\"rag\"]}", 3, 34, "given twice: \"rag\"" },
	{ START "{\"at_s\":1,\"timeline\":[{\"at_days\":31,\"note\":\"n\"}]}", 3, 34, NULL },
	{ START "{\"at_s\":1,\"view\":11}", 3, 18, NULL },
	{ START "{\"at_s\":1,\"view\":1.5}", 3, 18, "not a whole number: \"view\"" },
	{ START "{\"at_s\":1,\"day\":31}", 3, 17, NULL },
	{ START "{\"at_s\":1,\"what\":1}", 3, 11, "unknown key: \"what\"" },
	{ START "{\"at_s\":1,", 3, 11, NULL },
	{ START END, 4, 1, "ends before the scenario at the end" },
	{ START END "{}", 4, 1, NULL },
	{ START END "{\"ragtop\":1,\"name\":\"n\"}\n{}", 5, 1, "goes on behind its end" },
};

/* Every error has its line and column. */
START_TEST(refuses)
{
	struct error error = { 0 };
	struct moves *moves = read_text(refused[_i].text, &error);

	ck_assert_msg(moves == NULL, "%d", _i);
	ck_assert_str_eq(error.file, path);
	if (refused[_i].message)
		ck_assert_str_eq(error.message, refused[_i].message);
	if (strcmp(refused[_i].text, "\n\n") != 0)
		ck_assert_msg(error.line == refused[_i].line && error.column == refused[_i].column,
			      "%d: %d:%d: %s", _i, error.line, error.column, error.message);
}
END_TEST

/* Brackets without end, in a line, and a line without end: refused, and soon. */
START_TEST(bounded)
{
	const size_t size = 2 << 20;
	char *text = xmalloc(size + 1);
	struct error error;

	memset(text, '[', size);
	text[size] = '\0';
	memcpy(text, START, strlen(START));
	ck_assert_ptr_null(read_text(text, &error));
	ck_assert_int_eq(error.line, 3);
	text[strlen(START) + 1000] = '\n';
	ck_assert_ptr_null(read_text(text, &error));
	ck_assert_int_eq(error.line, 3);
	free(text);
}
END_TEST

static void all_kinds(struct move *moves, bool *keep, struct timeline_entry *entries)
{
	const struct move kinds[] = {
		{ .kind = MOVE_SET, .knob = { .param = P_rag_search_s }, .value = 0.1 },
		{ .kind = MOVE_SET,
		  .knob = { .param = P_ft_prompt_tok, .dated = 3 },
		  .value = (double)NAN,
		  .merge = true,
		  .close = true },
		{ .kind = MOVE_SET,
		  .knob = { .is_target = true, .target = TARGET_MONTHLY_USD },
		  .value = 1e-300 },
		{ .kind = MOVE_SET, .knob = { .param = P_serving_mode }, .value = 1 },
		{ .kind = MOVE_SEED, .seed = UINT64_MAX },
		{ .kind = MOVE_PRICES, .prices = "s4", .keep = keep },
		{ .kind = MOVE_ARCHS, .arch_count = 2, .archs = { ARCH_HYBRID, ARCH_RAG } },
		{ .kind = MOVE_TIMELINE, .entry_count = 2, .entries = entries },
		{ .kind = MOVE_TIMELINE },
		{ .kind = MOVE_UNDO },
		{ .kind = MOVE_REDO },
		{ .kind = MOVE_CHOOSE, .knob = { .param = P_rag_search_s } },
		{ .kind = MOVE_VIEW, .view = 10 },
		{ .kind = MOVE_DAY, .day = 1.0 / 3 },
	};

	memcpy(moves, kinds, sizeof(kinds));
}

enum { KINDS = 14 };

static void same_move(const struct move *a, const struct move *b)
{
	ck_assert_int_eq(a->kind, b->kind);
	ck_assert(same_double(a->at_s, b->at_s) && same_double(a->value, b->value));
	ck_assert(a->knob.is_target == b->knob.is_target && a->knob.dated == b->knob.dated);
	ck_assert(a->knob.is_target ? a->knob.target == b->knob.target
				    : a->knob.param == b->knob.param);
	ck_assert(a->merge == b->merge && a->close == b->close && a->seed == b->seed);
	ck_assert_str_eq(a->prices, b->prices);
	ck_assert_int_eq(a->arch_count, b->arch_count);
	ck_assert_int_eq(memcmp(a->archs, b->archs, sizeof(a->archs)), 0);
	ck_assert_int_eq(a->view, b->view);
	ck_assert(same_double(a->day, b->day));
	ck_assert_int_eq(a->entry_count, b->entry_count);
	for (int i = 0; i < a->entry_count; i++)
		ck_assert(same_entry(&a->entries[i], &b->entries[i]));
	for (int i = 0; a->keep && i < PARAM_COUNT; i++)
		ck_assert_int_eq(a->keep[i], b->keep[i]);
}

/* Every kind of move, to the last bit. */
START_TEST(what_is_written_is_read)
{
	struct timeline_entry entries[] = {
		{ .kind = TIMELINE_NOTE, .at_days = 2, .note = "a \"note\" \xe2\x97\x8f" },
		{ .kind = TIMELINE_SET, .at_days = 3, .param = P_rag_search_s, .value = 0.3 },
	};
	bool keep[PARAM_COUNT] = { [P_rag_search_s] = true, [P_ft_run_usd] = true };
	struct scenario *scenario = xmalloc(sizeof(*scenario));
	struct move written[KINDS];
	struct moves *moves;
	struct error error;
	FILE *out;

	scenario_init(scenario);
	all_kinds(written, keep, entries);
	remove(path);
	out = moves_create(path, &error);
	ck_assert_ptr_nonnull(out);
	ck_assert_ptr_null(moves_create(path, &error));
	moves_write_start(out, scenario);
	for (int i = 0; i < KINDS; i++) {
		written[i].at_s = i / 3.0;
		moves_write(out, &written[i], scenario);
	}
	moves_write_end(out, 9, scenario);
	fclose(out);
	moves = moves_load(path, &error);
	ck_assert_msg(moves != NULL, "%d: %s", error.line, error.message);
	ck_assert(moves->complete && moves_same(scenario, &moves->start) &&
		  moves_same(scenario, &moves->end));
	ck_assert_int_eq(moves->count, KINDS + 1);
	for (int i = 0; i < KINDS; i++)
		same_move(&written[i], &moves->moves[i]);
	moves_free(moves);
	free(scenario);
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("moves");

	tcase_add_checked_fixture(tcase, setup, teardown);
	tcase_add_loop_test(tcase, refuses, 0, sizeof(refused) / sizeof(refused[0]));
	tcase_add_test(tcase, bounded);
	tcase_add_test(tcase, what_is_written_is_read);
	return suite_run("moves", tcase);
}
