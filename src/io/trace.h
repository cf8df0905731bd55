// SPDX-License-Identifier: MIT
/*
 * L2. Traces from files: queries that were really asked, in four published forms.
 *
 *   Azure LLM inference trace   CSV, columns TIMESTAMP,ContextTokens,GeneratedTokens
 *   BurstGPT                    CSV, columns Timestamp, Request tokens, Response tokens and others
 *   Mooncake                    a JSON object a line: timestamp (ms), input_length, output_length,
 *                               hash_ids (array)
 *   RAGPulse                    the same with timestamp as a string of seconds and hash_ids an
 *                               object of arrays: sys_prompt, passages_ids, history, web_search,
 *                               user_input; files beside it say how long the parts are
 *
 * Which of them a file is, its first line tells, never its name. Columns go by name, in any order.
 * Keys and columns that are not needed are passed over, blank lines too. Rows out of order are
 * sorted, stably; rows without an answer (failed requests) are no queries: both are counted.
 * Everything else that is not as it should be is an error with line and column, never a guess.
 *
 * Limits: 256 MiB a file, 1 MiB a line, 5 million rows, 3,600 days from the first to the last.
 */
#ifndef RAGTOP_IO_TRACE_H
#define RAGTOP_IO_TRACE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <ragtop/error.h>
#include <ragtop/trace.h>

enum {
	TRACE_FILE_MAX = 256 << 20,
};

/* Tokens by id: one of the files beside a RAGPulse trace. ids ascend; none: no such file. */
struct trace_lengths {
	size_t count, room;
	struct trace_length {
		uint32_t id, tok;
	} * of;
};

/* The parts of a prompt whose lengths are asked for; what they leave of the input is the question.
 */
struct trace_parts {
	struct trace_lengths system, passages, history;
};

/* From memory; file_name is for errors. `parts` may be NULL. The trace is to be freed. */
bool trace_parse(const char *text, size_t size, const char *file_name,
		 const struct trace_parts *parts, struct trace **trace, struct error *error);
bool trace_recognise(const char *text, size_t size, const char *file_name,
		     enum trace_format *format, struct error *error);
/* A file of lengths: a JSON object a line with token_length and one other key, the id's. */
bool trace_lengths_parse(const char *text, size_t size, const char *file_name,
			 struct trace_lengths *lengths, struct error *error);
void trace_lengths_release(struct trace_lengths *lengths);

/*
 * The trace that the scenario file `scenario_name` calls `path`: relative to its folder ("" and "-"
 * are in the current one) and inside of it, whatever links there are. The trace belongs to a keeper
 * that hands the same one to whoever asks for the same file, and frees all at exit. One thread at a
 * time.
 */
bool trace_open(const char *scenario_name, const char *path, const struct trace **trace,
		struct error *error);

#endif
