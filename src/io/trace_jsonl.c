// SPDX-License-Identifier: MIT
/* Traces of a JSON object a line, Mooncake's and RAGPulse's, and the lengths beside the latter. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"
#include "io/json_doc.h"
#include "io/trace_reader.h"

/* The place inside of the line becomes the place in the file. */
static bool in_line(const struct line *line, struct error *error)
{
	char message[sizeof(error->message)];

	memcpy(message, error->message, sizeof(message));
	return line_error(line, error->column > 0 ? (size_t)error->column - 1 : 0, error, "%s",
			  message);
}

static bool open_object(const struct line *line, struct json_doc *doc, struct error *error)
{
	if (!json_doc_open(doc, line->text, line->size, error))
		return in_line(line, error);
	if (cJSON_IsObject(doc->root))
		return true;
	json_doc_close(doc);
	return line_error(line, 0, error, "not an object");
}

static bool find_member(struct json_value object, const char *key, struct json_value *member)
{
	for (bool more = json_first(object, member); more; more = json_next(member))
		if (strcmp(member->item->string, key) == 0)
			return true;
	return false;
}

static bool need_member(struct json_value object, const char *key, struct json_value *member,
			struct error *error)
{
	return find_member(object, key, member) ||
	       json_error(object, error, "missing key: \"%s\"", key);
}

static bool read_whole(struct json_value value, const char *what, uint32_t max, uint32_t *out,
		       struct error *error)
{
	double number = value.item->valuedouble;

	if (!cJSON_IsNumber(value.item) || number != floor(number))
		return json_error(value, error, "not a whole number: \"%s\"", what);
	if (!(number >= 0 && number <= max))
		return json_error(value, error, "out of range, 0 to %u is legal: \"%s\"",
				  (unsigned)max, what);
	*out = (uint32_t)number;
	return true;
}

static bool read_member(struct json_value object, const char *key, uint32_t max, uint32_t *out,
			struct error *error)
{
	struct json_value member;

	return need_member(object, key, &member, error) && read_whole(member, key, max, out, error);
}

bool trace_jsonl_format(const struct line *line, enum trace_format *format, struct error *error)
{
	struct json_value ids;
	struct json_doc doc;
	bool ok;

	if (!open_object(line, &doc, error))
		return false;
	ok = need_member(json_root(&doc), "hash_ids", &ids, error);
	if (ok && cJSON_IsArray(ids.item))
		*format = TRACE_MOONCAKE;
	else if (ok && cJSON_IsObject(ids.item))
		*format = TRACE_RAGPULSE;
	else if (ok)
		ok = json_error(ids, error, "no trace: neither array nor object: \"hash_ids\"");
	json_doc_close(&doc);
	return ok || in_line(line, error);
}

/* ---- lengths by id ---- */

static int by_id(const void *a, const void *b)
{
	const struct trace_length *x = a, *y = b;

	return (x->id > y->id) - (x->id < y->id);
}

static bool read_length(struct json_value object, struct trace_length *length, struct error *error)
{
	struct json_value member;
	bool found = false;

	if (!read_member(object, "token_length", TRACE_INPUT_MAX, &length->tok, error))
		return false;
	for (bool more = json_first(object, &member); more; more = json_next(&member)) {
		if (strcmp(member.item->string, "token_length") == 0)
			continue;
		if (found)
			return json_key_error(member, error, "more than an id and token_length");
		if (!read_whole(member, member.item->string, UINT32_MAX, &length->id, error))
			return false;
		found = true;
	}
	return found || json_error(object, error, "missing key: the id's");
}

static bool add_length(struct trace_lengths *lengths, const struct line *line, struct error *error)
{
	struct trace_length length;
	struct json_doc doc;
	bool ok;

	if (!open_object(line, &doc, error))
		return false;
	ok = read_length(json_root(&doc), &length, error) || in_line(line, error);
	json_doc_close(&doc);
	if (!ok)
		return false;
	if (lengths->count == TRACE_ROWS_MAX)
		return line_error(line, 0, error, "more than %d rows", TRACE_ROWS_MAX);
	if (lengths->count == lengths->room) {
		lengths->room = lengths->room ? 2 * lengths->room : 1024;
		lengths->of = xrealloc_array(lengths->of, lengths->room, sizeof(*lengths->of));
	}
	lengths->of[lengths->count++] = length;
	return true;
}

static bool ids_differ(struct trace_lengths *lengths, struct error *error)
{
	static const struct line whole = { .number = 1 };

	qsort(lengths->of, lengths->count, sizeof(*lengths->of), by_id);
	for (size_t i = 1; i < lengths->count; i++)
		if (lengths->of[i].id == lengths->of[i - 1].id)
			return line_error(&whole, 0, error, "id given twice: %u",
					  (unsigned)lengths->of[i].id);
	return true;
}

bool trace_lengths_parse(const char *text, size_t size, const char *file_name,
			 struct trace_lengths *lengths, struct error *error)
{
	struct lines lines = { .text = text, .size = size };
	struct trace_lengths read = { 0 };
	bool ok = true;

	while (ok && lines_next(&lines, error))
		ok = add_length(&read, &lines.line, error);
	ok = ok && !lines.failed;
	if (ok && read.count == 0)
		ok = line_error(&(struct line){ .number = 1 }, 0, error, "empty");
	if (ok && ids_differ(&read, error)) {
		*lengths = read;
		return true;
	}
	trace_lengths_release(&read);
	return error_at(error, file_name, error->line, error->column);
}

void trace_lengths_release(struct trace_lengths *lengths)
{
	free(lengths->of);
	*lengths = (struct trace_lengths){ 0 };
}

/* ---- rows ---- */

static bool length_of(struct json_value element, const char *what,
		      const struct trace_lengths *lengths, uint32_t *tok, struct error *error)
{
	const struct trace_length *found;
	struct trace_length key = { 0 };

	if (!read_whole(element, what, UINT32_MAX, &key.id, error))
		return false;
	found = bsearch(&key, lengths->of, lengths->count, sizeof(*lengths->of), by_id);
	if (!found)
		return json_error(element, error, "no length is given for this id: \"%s\"", what);
	*tok = found->tok;
	return true;
}

/* Tokens of all blocks of one kind; 0 where lengths are not known. */
static bool blocks_tok(struct json_value ids, const char *kind, const struct trace_lengths *lengths,
		       uint32_t *sum, struct error *error)
{
	struct json_value array, element;
	uint64_t total = 0;

	*sum = 0;
	if (!need_member(ids, kind, &array, error))
		return false;
	if (!cJSON_IsArray(array.item))
		return json_error(array, error, "not an array: \"%s\"", kind);
	if (lengths->count == 0)
		return true;
	for (bool more = json_first(array, &element); more; more = json_next(&element)) {
		uint32_t tok;

		if (!length_of(element, kind, lengths, &tok, error))
			return false;
		total += tok;
		if (total > TRACE_INPUT_MAX)
			return json_error(array, error, "more than %d tokens: \"%s\"",
					  TRACE_INPUT_MAX, kind);
	}
	*sum = (uint32_t)total;
	return true;
}

/* The first block is what queries have in common, if anything. */
static bool first_block(struct json_value array, const char *kind,
			const struct trace_lengths *lengths, struct trace_rows *rows,
			struct trace_row *row, struct error *error)
{
	struct json_value first;
	uint32_t tok = 0;

	if (json_first(array, &first)) {
		if (!read_whole(first, kind, UINT32_MAX, &row->prefix, error) ||
		    (lengths->count > 0 && !length_of(first, kind, lengths, &tok, error)))
			return false;
	}
	if (tok < rows->system_tok)
		rows->system_tok = tok;
	return true;
}

static bool read_parts(struct json_value ids, const struct trace_parts *parts,
		       struct trace_rows *rows, struct trace_row *row, struct error *error)
{
	struct json_value system;
	uint32_t system_tok;

	if (!cJSON_IsObject(ids.item))
		return json_error(ids, error, "not an object: \"hash_ids\"");
	if (!blocks_tok(ids, "sys_prompt", &parts->system, &system_tok, error) ||
	    !blocks_tok(ids, "passages_ids", &parts->passages, &row->context_tok, error) ||
	    !blocks_tok(ids, "history", &parts->history, &row->history_tok, error))
		return false;
	if ((uint64_t)system_tok + row->context_tok + row->history_tok > row->input_tok)
		return json_error(ids, error, "its parts are longer than input_length");
	return need_member(ids, "sys_prompt", &system, error) &&
	       first_block(system, "sys_prompt", &parts->system, rows, row, error);
}

static bool read_string_time(struct json_value value, int64_t *at_ns, struct error *error)
{
	const char *text = value.item->valuestring;
	double seconds;

	if (!cJSON_IsString(value.item))
		return json_error(value, error, "not a string of seconds: \"timestamp\"");
	if (text[0] == '\0' || strlen(text) > 30 || strspn(text, "0123456789.") != strlen(text) ||
	    strchr(text, '.') != strrchr(text, '.') || text[0] == '.')
		return json_error(value, error, "not a number of seconds: \"timestamp\"");
	seconds = strtod(text, NULL);
	if (!(seconds < 9e9))
		return json_error(value, error, "out of range, below 9e9 s is legal");
	*at_ns = (int64_t)floor(seconds * 1e9 + 0.5);
	return true;
}

static bool read_ms_time(struct json_value value, int64_t *at_ns, struct error *error)
{
	double ms = value.item->valuedouble;

	if (!cJSON_IsNumber(value.item))
		return json_error(value, error, "not a number of milliseconds: \"timestamp\"");
	if (!(ms >= 0 && ms < 9e12))
		return json_error(value, error, "out of range, 0 to 9e12 ms is legal");
	*at_ns = (int64_t)floor(ms * 1e6 + 0.5);
	return true;
}

static bool read_row(struct json_value object, const struct trace_parts *parts,
		     struct trace_rows *rows, struct trace_row *row, struct error *error)
{
	bool mooncake = rows->format == TRACE_MOONCAKE;
	struct json_value time, ids;

	*row = (struct trace_row){ 0 };
	if (!need_member(object, "timestamp", &time, error) ||
	    !(mooncake ? read_ms_time : read_string_time)(time, &row->at_ns, error) ||
	    !read_member(object, "input_length", TRACE_INPUT_MAX, &row->input_tok, error) ||
	    !read_member(object, "output_length", TRACE_ANSWER_MAX, &row->answer_tok, error) ||
	    !need_member(object, "hash_ids", &ids, error))
		return false;
	if (!mooncake)
		return read_parts(ids, parts, rows, row, error);
	if (!cJSON_IsArray(ids.item))
		return json_error(ids, error, "not an array: \"hash_ids\"");
	return first_block(ids, "hash_ids", &(struct trace_lengths){ 0 }, rows, row, error);
}

static bool read_line(const struct line *line, const struct trace_parts *parts,
		      struct trace_rows *rows, struct error *error)
{
	struct trace_row row;
	struct json_doc doc;
	bool ok;

	if (!open_object(line, &doc, error))
		return false;
	ok = read_row(json_root(&doc), parts, rows, &row, error) || in_line(line, error);
	json_doc_close(&doc);
	return ok && trace_rows_add(rows, line, &row, error);
}

bool trace_read_jsonl(struct lines *lines, const struct trace_parts *parts, struct trace_rows *rows,
		      struct error *error)
{
	rows->has_prefix = true;
	rows->has_context = rows->format == TRACE_RAGPULSE && parts->passages.count > 0;
	rows->has_history = rows->format == TRACE_RAGPULSE && parts->history.count > 0;
	while (lines_next(lines, error))
		if (!read_line(&lines->line, parts, rows, error))
			return false;
	return true;
}
