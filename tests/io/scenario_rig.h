// SPDX-License-Identifier: MIT
/*
 * Tests: a scenario that stands as at first, and text that is read into it.
 */
#ifndef RAGTOP_TESTS_IO_SCENARIO_RIG_H
#define RAGTOP_TESTS_IO_SCENARIO_RIG_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/suite.h"
#include "base/xalloc.h"
#include "io/scenario_io.h"

static struct scenario *scenario;
static struct error error;

static inline void set_up(void)
{
	scenario = xmalloc(sizeof(*scenario));
	scenario_init(scenario);
}

static inline void tear_down(void)
{
	free(scenario);
}

static inline bool parse(const char *text)
{
	return scenario_parse(text, strlen(text), "test.json", scenario, &error);
}

/* The rest of a document after the two keys that must be there. */
static inline bool parse_more(const char *more)
{
	char text[4096];

	snprintf(text, sizeof(text), "{\"ragtop\":1,\"name\":\"n\",%s}", more);
	return parse(text);
}

#endif
