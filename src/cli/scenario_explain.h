// SPDX-License-Identifier: MIT
/*
 * What there is to say of one scenario without running it.
 */
#ifndef RAGTOP_CLI_SCENARIO_EXPLAIN_H
#define RAGTOP_CLI_SCENARIO_EXPLAIN_H

#include <stdio.h>

#include <ragtop/scenario.h>
#include "io/json_write.h"

/* `name` is what it is called on the command line; `file` is "" for the compiled-in one. */
void scenario_explain(FILE *out, const char *name, const char *file,
		      const struct scenario *scenario);
void scenario_explain_json(struct json_writer *writer, const char *name, const char *file,
			   const struct scenario *scenario);
/* Members of the object that is being written, which list and explanation have. */
void scenario_head_json(struct json_writer *writer, const char *name, const char *file,
			const struct scenario *scenario);
/* "RAG, hybrid", "nothing"; "" without an article. Keys or labels. */
void scenario_recommended(const struct scenario *scenario, const char *(*name)(enum arch arch),
			  char *text, size_t size);

#endif
