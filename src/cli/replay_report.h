// SPDX-License-Identifier: MIT
/*
 * What `ragtop replay` writes.
 */
#ifndef RAGTOP_CLI_REPLAY_REPORT_H
#define RAGTOP_CLI_REPLAY_REPORT_H

#include <stdio.h>

#include <ragtop/result.h>
#include <ragtop/scenario.h>
#include "cli/options.h"
#include "study/expect.h"

/* One run and how it compares; check borrows from the other two. */
struct replayed {
	const char *name; /* as given */
	struct scenario *scenario;
	struct result *result;
	struct expect_check check;
};

struct replay {
	double within;
	int count;
	struct replayed runs[OPTION_WORDS_MAX];
};

void replay_text(FILE *out, const struct replay *replay);
void replay_json(FILE *out, const struct replay *replay);

/* `ragtop replay --moves`. Returns the exit status. */
int replay_moves(const struct options *options);

#endif
