// SPDX-License-Identifier: MIT
/* Recordings of moves, read line by line; a file is hostile input. Declared in moves.h. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"
#include "io/file.h"
#include "io/json_doc.h"
#include "io/lines.h"
#include "io/moves.h"
#include "io/names.h"
#include "io/price_book.h"
#include "io/scenario_io.h"
#include "io/scenario_reader.h"

static const double LONGEST_S = 1e7; /* of a recording */

struct moves_reader {
	struct reader base; /* first: the fields' functions get it */
	struct move *move;
	int verbs; /* that the line has */
};

static struct moves_reader *of(struct reader *reader)
{
	return (struct moves_reader *)(void *)reader;
}

static void is(struct reader *reader, enum move_kind kind)
{
	of(reader)->move->kind = kind;
	of(reader)->verbs++;
}

static bool read_at(struct reader *reader, struct json_value value)
{
	return read_number(reader, value, 0, LONGEST_S, &of(reader)->move->at_s);
}

static bool read_name(struct json_value value, struct error *error)
{
	return (cJSON_IsString(value.item) && strlen(value.item->valuestring) < NAME_SIZE) ||
	       json_error(value, error, "not a name: \"%s\"", value.item->string);
}

static bool read_knob(struct reader *reader, struct json_value value)
{
	static const char prefix[] = "targets.";
	struct knob *knob = &of(reader)->move->knob;
	const char *name = value.item->valuestring;
	char near[NAME_SIZE];

	if (!read_name(value, reader->error))
		return false;
	if (strncmp(name, prefix, sizeof(prefix) - 1) == 0) {
		knob->is_target = true;
		return target_from_key(name + sizeof(prefix) - 1, &knob->target) ||
		       json_error(value, reader->error, "no such target: \"%s\"", name);
	}
	return param_find(name, &knob->param, near, sizeof(near)) ||
	       json_error(value, reader->error, "no such parameter: \"%s\"", name);
}

static bool read_set(struct reader *reader, struct json_value value)
{
	is(reader, MOVE_SET);
	return read_knob(reader, value);
}

static bool read_choose(struct reader *reader, struct json_value value)
{
	is(reader, MOVE_CHOOSE);
	return read_knob(reader, value);
}

static bool read_value(struct reader *reader, struct json_value value)
{
	struct move *move = of(reader)->move;
	double lo, hi;

	if (move->kind != MOVE_SET || of(reader)->verbs == 0)
		return json_key_error(value, reader->error, "has no place here: \"value\"");
	if (!move->knob.is_target)
		return read_param(reader, value, move->knob.param, &move->value);
	move->value = (double)NAN;
	target_legal_range(move->knob.target, &lo, &hi);
	return cJSON_IsNull(value.item) || read_number(reader, value, lo, hi, &move->value);
}

static bool read_whole(struct reader *reader, struct json_value value, int lo, int hi, int *out)
{
	double number;

	if (!read_number(reader, value, lo, hi, &number))
		return false;
	*out = (int)number;
	return *out == number ||
	       json_error(value, reader->error, "not a whole number: \"%s\"", value.item->string);
}

static bool read_dated(struct reader *reader, struct json_value value)
{
	return read_whole(reader, value, 1, SCENARIO_TIMELINE_MAX, &of(reader)->move->knob.dated);
}

static bool read_true(struct reader *reader, struct json_value value)
{
	return cJSON_IsTrue(value.item) ||
	       json_error(value, reader->error, "not true: \"%s\"", value.item->string);
}

static bool read_merge(struct reader *reader, struct json_value value)
{
	of(reader)->move->merge = true;
	return read_true(reader, value);
}

static bool read_close(struct reader *reader, struct json_value value)
{
	of(reader)->move->close = true;
	return read_true(reader, value);
}

static bool read_seed(struct reader *reader, struct json_value value)
{
	is(reader, MOVE_SEED);
	return (cJSON_IsString(value.item) &&
		scenario_parse_seed(value.item->valuestring, &of(reader)->move->seed)) ||
	       json_error(value, reader->error,
			  "not a whole number up to 2^64 - 1, as a string: \"seed\"");
}

static bool read_prices(struct reader *reader, struct json_value value)
{
	struct move *move = of(reader)->move;
	struct error error;

	is(reader, MOVE_PRICES);
	move->keep = xcalloc(PARAM_COUNT, sizeof(move->keep[0]));
	if (!read_text(reader, value, move->prices, sizeof(move->prices)))
		return false;
	return move->prices[0] == '\0' || price_book_check(move->prices, &error) ||
	       json_error(value, reader->error, "%s", error.message);
}

static bool read_keep(struct reader *reader, struct json_value value)
{
	struct json_value element;
	char near[NAME_SIZE];
	enum param_id id;

	if (!of(reader)->move->keep)
		return json_key_error(value, reader->error, "has no place here: \"keep\"");
	if (!expect_array(reader, value))
		return false;
	for (bool more = json_first(value, &element); more; more = json_next(&element)) {
		if (!cJSON_IsString(element.item) ||
		    !param_find(element.item->valuestring, &id, near, sizeof(near)))
			return json_error(element, reader->error, "no such parameter: \"keep\"");
		of(reader)->move->keep[id] = true;
	}
	return true;
}

static bool read_archs(struct reader *reader, struct json_value value)
{
	struct move *move = of(reader)->move;

	is(reader, MOVE_ARCHS);
	return read_arch_list(reader, value, move->archs, &move->arch_count) &&
	       (move->arch_count > 0 ||
		json_error(value, reader->error, "empty: \"architectures\""));
}

static bool read_whole_timeline(struct reader *reader, struct json_value value)
{
	struct move *move = of(reader)->move;
	struct scenario *scenario = reader->scenario;
	size_t count;

	is(reader, MOVE_TIMELINE);
	scenario->timeline_count = 0;
	if (!read_timeline(reader, value))
		return false;
	count = (size_t)scenario->timeline_count;
	move->entry_count = scenario->timeline_count;
	move->entries = xcalloc(count + 1, sizeof(move->entries[0]));
	memcpy(move->entries, scenario->timeline, count * sizeof(move->entries[0]));
	return true;
}

static bool read_undo(struct reader *reader, struct json_value value)
{
	is(reader, MOVE_UNDO);
	return read_true(reader, value);
}

static bool read_redo(struct reader *reader, struct json_value value)
{
	is(reader, MOVE_REDO);
	return read_true(reader, value);
}

static bool read_view(struct reader *reader, struct json_value value)
{
	is(reader, MOVE_VIEW);
	return read_whole(reader, value, 0, MOVE_VIEWS, &of(reader)->move->view);
}

static bool read_day(struct reader *reader, struct json_value value)
{
	is(reader, MOVE_DAY);
	return read_number(reader, value, 0, reader->scenario->horizon_days,
			   &of(reader)->move->day);
}

static bool read_end(struct reader *reader, struct json_value value)
{
	is(reader, MOVE_END);
	return read_true(reader, value);
}

/* The knob comes before its value, the book before what it leaves alone. */
static const struct json_field move_fields[] = {
	{ "at_s", read_at, true },
	{ "set", read_set, false },
	{ "value", read_value, false },
	{ "dated", read_dated, false },
	{ "merge", read_merge, false },
	{ "close", read_close, false },
	{ "seed", read_seed, false },
	{ "prices", read_prices, false },
	{ "keep", read_keep, false },
	{ "choose", read_choose, false },
	{ "architectures", read_archs, false },
	{ "undo", read_undo, false },
	{ "timeline", read_whole_timeline, false },
	{ "redo", read_redo, false },
	{ "view", read_view, false },
	{ "day", read_day, false },
	{ "end", read_end, false },
};

static bool has(struct json_value object, const char *key)
{
	return cJSON_GetObjectItemCaseSensitive(object.item, key) != NULL;
}

static bool check_move(struct reader *reader, struct json_value root, double after_s)
{
	const struct move *move = of(reader)->move;

	if (of(reader)->verbs != 1)
		return json_error(root, reader->error,
				  of(reader)->verbs == 0 ? "says of no move what it was: \"move\""
							 : "more than one move: \"move\"");
	if (move->kind == MOVE_SET && !has(root, "value"))
		return json_error(root, reader->error, "missing key: \"value\"");
	if (move->kind != MOVE_SET && (move->merge || move->close || move->knob.dated > 0))
		return json_error(root, reader->error, "only with \"set\": \"%s\"",
				  move->merge   ? "merge"
				  : move->close ? "close"
						: "dated");
	return move->at_s >= after_s ||
	       json_error(root, reader->error, "before the one before: \"at_s\"");
}

static void release_move(struct move *move)
{
	free(move->keep);
	free(move->entries);
}

/* The next place of the list. */
static struct move *new_move(struct moves *moves)
{
	if (moves->count == moves->room) {
		moves->room = moves->room ? 2 * moves->room : 64;
		moves->moves = xrealloc_array(moves->moves, (size_t)moves->room,
					      sizeof(moves->moves[0]));
	}
	moves->moves[moves->count] = (struct move){ 0 };
	return &moves->moves[moves->count];
}

/* scratch: as the scenario at the start, but for its timeline. */
static bool read_move(const struct line *line, struct moves *moves, struct scenario *scratch,
		      struct error *error)
{
	struct moves_reader reader = {
		.base = { .scenario = scratch, .error = error, .later = true }
	};
	double after_s = moves->count > 0 ? moves->moves[moves->count - 1].at_s : 0;
	struct json_doc doc;
	bool ok;

	if (moves->count == MOVES_MAX)
		return error_set(error, "more than %d moves", MOVES_MAX);
	if (!json_doc_open(&doc, line->text, line->size, error))
		return false;
	reader.move = new_move(moves);
	reader.move->line = line->number;
	ok = read_fields(&reader.base, json_root(&doc), move_fields,
			 sizeof(move_fields) / sizeof(move_fields[0])) &&
	     check_move(&reader.base, json_root(&doc), after_s);
	json_doc_close(&doc);
	if (ok)
		moves->count++;
	else
		release_move(reader.move);
	return ok;
}

static bool read_format(struct reader *reader, struct json_value value)
{
	double format;

	if (!read_number(reader, value, 1, 1e9, &format))
		return false;
	return format == MOVES_FORMAT ||
	       json_error(value, reader->error,
			  "format %.10g of moves is newer than this version reads, up to %d: "
			  "\"moves\"",
			  format, MOVES_FORMAT);
}

static bool read_ragtop(struct reader *reader, struct json_value value)
{
	double format;

	return read_number(reader, value, 1, 1e9, &format);
}

static bool read_engine(struct reader *reader, struct json_value value)
{
	return read_text(reader, value, reader->scenario->engine, SCENARIO_ENGINE_SIZE);
}

static bool read_head(const struct line *line, struct scenario *scratch, struct error *error)
{
	static const struct json_field fields[] = {
		{ "moves", read_format, true },
		{ "ragtop", read_ragtop, true },
		{ "engine", read_engine, false },
	};
	struct reader reader = { .scenario = scratch, .error = error };
	struct json_doc doc;
	bool ok;

	if (!json_doc_open(&doc, line->text, line->size, error))
		return false;
	if (cJSON_IsObject(doc.root) && !has(json_root(&doc), "moves"))
		ok = json_error(json_root(&doc), error, "no recording of moves: \"moves\"");
	else
		ok = read_fields(&reader, json_root(&doc), fields,
				 sizeof(fields) / sizeof(fields[0]));
	json_doc_close(&doc);
	return ok;
}

/* A line of a file as a text of its own has line 1. */
static bool in_line(bool ok, const struct line *line, struct error *error)
{
	if (!ok)
		error_at(error, "", line->number, error->column > 0 ? error->column : 1);
	return ok;
}

static bool next(struct lines *lines, const char *what, struct error *error)
{
	if (lines_next(lines, error))
		return true;
	if (!lines->failed) {
		error_set(error, "ends before %s", what);
		error_at(error, "", lines->line.number + 1, 1);
	}
	return false;
}

static bool read_scenario(struct lines *lines, const char *path, const char *what,
			  struct scenario *scenario, struct error *error)
{
	struct error inner;

	if (!next(lines, what, error))
		return false;
	if (scenario_parse_beside(lines->line.text, lines->line.size, path, scenario, &inner))
		return true;
	*error = inner;
	if (strcmp(inner.file, path) == 0) /* else it is about its trace */
		in_line(false, &lines->line, error);
	return false;
}

static bool read_rest(struct lines *lines, const char *path, struct moves *moves,
		      struct error *error)
{
	struct scenario *scratch = xmalloc(sizeof(*scratch));
	bool ok = true;

	*scratch = moves->start;
	while (ok && !moves->complete && lines_next(lines, error)) {
		ok = in_line(read_move(&lines->line, moves, scratch, error), &lines->line, error);
		moves->complete = ok && moves->moves[moves->count - 1].kind == MOVE_END;
	}
	free(scratch);
	if (!ok || lines->failed)
		return false;
	if (!moves->complete)
		return true;
	if (!read_scenario(lines, path, "the scenario at the end", &moves->end, error))
		return false;
	if (lines_next(lines, error))
		return in_line(error_set(error, "goes on behind its end"), &lines->line, error);
	return !lines->failed;
}

static bool read_all(struct lines *lines, const char *path, struct moves *moves,
		     struct error *error)
{
	return next(lines, "it says what it is", error) &&
	       in_line(read_head(&lines->line, &moves->start, error), &lines->line, error) &&
	       read_scenario(lines, path, "the scenario at the start", &moves->start, error) &&
	       read_rest(lines, path, moves, error);
}

struct moves *moves_load(const char *path, struct error *error)
{
	struct moves *moves;
	struct lines lines = { 0 };
	char *text;
	size_t size;

	if (!file_read(path, MOVES_BYTES_MAX, &text, &size, error))
		return NULL;
	price_book_count(); /* reads the books before, because one document is open at a time */
	moves = xcalloc(1, sizeof(*moves));
	lines.text = text;
	lines.size = size;
	if (!read_all(&lines, path, moves, error)) {
		if (error->file[0] == '\0')
			error_at(error, path, error->line, error->column);
		moves_free(moves);
		moves = NULL;
	}
	free(text);
	return moves;
}

void moves_free(struct moves *moves)
{
	if (!moves)
		return;
	for (int i = 0; i < moves->count; i++)
		release_move(&moves->moves[i]);
	free(moves->moves);
	free(moves);
}
