// SPDX-License-Identifier: MIT
/*
 * A random legal scenario for each number, small enough to be simulated in milliseconds: for tests
 * of what holds whatever the scenario. Not for production code.
 */
#ifndef RAGTOP_TESTS_SIM_RANDOM_SCENARIO_H
#define RAGTOP_TESTS_SIM_RANDOM_SCENARIO_H

#include <stdint.h>

#include <ragtop/scenario.h>

enum { RANDOM_TRACE_ROWS = 200 };

/* What a scenario with a trace borrows. */
struct random_trace {
	struct trace trace;
	double at_s[RANDOM_TRACE_ROWS];
	uint32_t question_tok[RANDOM_TRACE_ROWS], answer_tok[RANDOM_TRACE_ROWS];
	uint32_t context_tok[RANDOM_TRACE_ROWS], history_tok[RANDOM_TRACE_ROWS];
	uint32_t prefix[RANDOM_TRACE_ROWS];
};

/*
 * Most parameters have their defaults, the others a place on their sliders or, where that is legal,
 * null; how many is drawn first, from a few to most. The timeline has up to a dozen entries of
 * every kind. One scenario in twelve replays a trace. The same number always gives the same
 * scenario.
 */
void random_scenario(uint64_t number, struct scenario *scenario, struct random_trace *room);

/* On stderr: what is not at its default, and the timeline. */
void random_scenario_print(const struct scenario *scenario);

#endif
