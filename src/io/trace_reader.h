// SPDX-License-Identifier: MIT
/*
 * L2. What the readers of traces share; nobody else includes this. Functions return false with the
 * error filled in, line and column included; the file's name comes last, see trace.c.
 */
#ifndef RAGTOP_IO_TRACE_READER_H
#define RAGTOP_IO_TRACE_READER_H

#include "io/lines.h"
#include "io/trace.h"

struct trace_row {
	int64_t at_ns; /* from whatever the file counts from */
	uint32_t input_tok, answer_tok;
	uint32_t context_tok, history_tok;
	uint32_t prefix;
	int line;
};

struct trace_rows {
	enum trace_format format;
	bool has_context, has_history, has_prefix;
	uint32_t system_tok; /* of the shortest first block so far; UINT32_MAX: none known */
	size_t count, room;
	struct trace_row *rows;
	size_t skipped;
	int first_skipped;
};

/* Takes a row, or counts it as skipped where it has no answer. */
bool trace_rows_add(struct trace_rows *rows, const struct line *line, const struct trace_row *row,
		    struct error *error);

bool trace_read_csv(struct lines *lines, struct trace_rows *rows, struct error *error);
bool trace_read_jsonl(struct lines *lines, const struct trace_parts *parts, struct trace_rows *rows,
		      struct error *error);

/* By the first line. */
bool trace_csv_format(const struct line *line, enum trace_format *format, struct error *error);
bool trace_jsonl_format(const struct line *line, enum trace_format *format, struct error *error);

#endif
