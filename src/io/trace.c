// SPDX-License-Identifier: MIT
#include "io/trace.h"

#include <stdlib.h>

#include "base/xalloc.h"
#include "io/trace_reader.h"

static const double NS_PER_S = 1e9;
static const int64_t SPAN_MAX_NS = INT64_C(3600) * 86400 * 1000000000;

/* ---- rows ---- */

bool trace_rows_add(struct trace_rows *rows, const struct line *line, const struct trace_row *row,
		    struct error *error)
{
	if (row->answer_tok == 0) {
		if (rows->skipped++ == 0)
			rows->first_skipped = line->number;
		return true;
	}
	if (rows->count == TRACE_ROWS_MAX)
		return line_error(line, 0, error, "more than %d rows", TRACE_ROWS_MAX);
	if (rows->count == rows->room) {
		rows->room = rows->room ? 2 * rows->room : 1024;
		rows->rows = xrealloc_array(rows->rows, rows->room, sizeof(*rows->rows));
	}
	rows->rows[rows->count] = *row;
	rows->rows[rows->count++].line = line->number;
	return true;
}

static int by_time(const void *a, const void *b)
{
	const struct trace_row *x = a, *y = b;

	if (x->at_ns != y->at_ns)
		return x->at_ns < y->at_ns ? -1 : 1;
	return x->line < y->line ? -1 : x->line > y->line;
}

static size_t rows_sort(struct trace_rows *rows)
{
	size_t late = 0;

	for (size_t i = 1; i < rows->count; i++)
		late += rows->rows[i].at_ns < rows->rows[i - 1].at_ns;
	if (late > 0)
		qsort(rows->rows, rows->count, sizeof(*rows->rows), by_time);
	return late;
}

static uint32_t *new_column(bool wanted, size_t count)
{
	return wanted ? xcalloc(count, sizeof(uint32_t)) : NULL;
}

static struct trace *trace_new(const struct trace_rows *rows)
{
	struct trace *trace = xcalloc(1, sizeof(*trace));
	size_t n = rows->count;

	trace->format = rows->format;
	trace->count = n;
	trace->at_s = xcalloc(n, sizeof(double));
	trace->question_tok = new_column(true, n);
	trace->answer_tok = new_column(true, n);
	trace->context_tok = new_column(rows->has_context, n);
	trace->history_tok = new_column(rows->has_history, n);
	trace->prefix = new_column(rows->has_prefix, n);
	trace->system_tok = rows->system_tok == UINT32_MAX ? 0 : rows->system_tok;
	trace->skipped = rows->skipped;
	trace->first_skipped = rows->first_skipped;
	return trace;
}

static void trace_fill(struct trace *trace, const struct trace_rows *rows)
{
	for (size_t i = 0; i < trace->count; i++) {
		const struct trace_row *row = &rows->rows[i];

		trace->at_s[i] = (double)(row->at_ns - rows->rows[0].at_ns) / NS_PER_S;
		trace->question_tok[i] = row->input_tok - (uint32_t)trace->system_tok -
					 row->context_tok - row->history_tok;
		trace->answer_tok[i] = row->answer_tok;
		if (trace->context_tok)
			trace->context_tok[i] = row->context_tok;
		if (trace->history_tok)
			trace->history_tok[i] = row->history_tok;
		if (trace->prefix)
			trace->prefix[i] = row->prefix;
	}
}

/* The last query is followed by a gap like the others. */
static bool rows_to_trace(struct trace_rows *rows, struct trace **out, struct error *error)
{
	size_t late = rows_sort(rows), n = rows->count;
	struct line last = { .number = n > 0 ? rows->rows[n - 1].line : 1 };
	struct trace *trace;
	int64_t span_ns;

	if (n < 2)
		return line_error(&last, 0, error, "fewer than two queries with an answer");
	span_ns = rows->rows[n - 1].at_ns - rows->rows[0].at_ns;
	if (span_ns == 0)
		return line_error(&last, 0, error, "all queries at the same time");
	if (span_ns > SPAN_MAX_NS)
		return line_error(&last, 0, error, "more than 3600 days after the first query");
	trace = trace_new(rows);
	trace_fill(trace, rows);
	trace->late = late;
	trace->period_s = trace->at_s[n - 1] * ((double)n / (double)(n - 1));
	trace_seal(trace);
	*out = trace;
	return true;
}

/* ---- files ---- */

static bool recognise(struct lines *lines, enum trace_format *format, struct error *error)
{
	if (!lines_next(lines, error)) {
		if (!lines->failed)
			line_error(&(struct line){ .number = 1 }, 0, error, "empty");
		return false;
	}
	return lines->line.text[0] == '{' ? trace_jsonl_format(&lines->line, format, error)
					  : trace_csv_format(&lines->line, format, error);
}

bool trace_recognise(const char *text, size_t size, const char *file_name,
		     enum trace_format *format, struct error *error)
{
	struct lines lines = { .text = text, .size = size };

	return recognise(&lines, format, error) ||
	       error_at(error, file_name, error->line, error->column);
}

static bool read_rows(struct lines *lines, const struct trace_parts *parts, struct trace_rows *rows,
		      struct error *error)
{
	switch (rows->format) {
	case TRACE_AZURE:
	case TRACE_BURSTGPT:
		return trace_read_csv(lines, rows, error);
	case TRACE_MOONCAKE:
	case TRACE_RAGPULSE:
		return trace_read_jsonl(lines, parts, rows, error);
	}
	return false;
}

bool trace_parse(const char *text, size_t size, const char *file_name,
		 const struct trace_parts *parts, struct trace **trace, struct error *error)
{
	static const struct trace_parts none = { 0 };
	struct lines first = { .text = text, .size = size }, lines = first;
	struct trace_rows rows = { .system_tok = UINT32_MAX };
	bool ok = recognise(&first, &rows.format, error) &&
		  read_rows(&lines, parts ? parts : &none, &rows, error) && !lines.failed &&
		  rows_to_trace(&rows, trace, error);

	free(rows.rows);
	return ok || error_at(error, file_name, error->line, error->column);
}
