// SPDX-License-Identifier: MIT
/*
 * Any bytes as a trace, or as the lengths beside one: refused with a place, or read; and what was
 * read can be replayed: times ascend from 0, answers have a token, nothing is larger than it may.
 */
#include <assert.h>
#include <stdint.h>
#include <stdlib.h>

#include "io/trace.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_trace(const struct trace *trace)
{
	assert(trace->count >= 2 && trace->at_s[0] == 0);
	assert(trace->at_s[trace->count - 1] > 0 && trace->period_s > 0);
	for (size_t i = 0; i < trace->count; i++) {
		assert(i == 0 || trace->at_s[i] >= trace->at_s[i - 1]);
		assert(trace->question_tok[i] <= TRACE_INPUT_MAX);
		assert(trace->answer_tok[i] >= 1 && trace->answer_tok[i] <= TRACE_ANSWER_MAX);
	}
}

static void check_error(const struct error *error)
{
	assert(error->message[0] != '\0');
	assert(error->line >= 1 && error->column >= 1);
}

/* With every id of a small range known, so that the parts of a prompt are met as well. */
static struct trace_parts some_parts(void)
{
	static struct trace_length of[] = { { 0, 0 }, { 1, 1 }, { 2, 100 }, { 3, 10000000 } };
	struct trace_lengths lengths = { 4, 4, of };

	return (struct trace_parts){ lengths, lengths, lengths };
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct trace_parts parts = some_parts();
	struct trace_lengths lengths = { 0 };
	struct trace *trace;
	struct error error;

	for (int with = 0; with < 2; with++) {
		if (!trace_parse((const char *)data, size, "f", with ? &parts : NULL, &trace,
				 &error)) {
			check_error(&error);
			continue;
		}
		check_trace(trace);
		trace_free(trace);
	}
	if (trace_lengths_parse((const char *)data, size, "f", &lengths, &error))
		trace_lengths_release(&lengths);
	else
		check_error(&error);
	return 0;
}
