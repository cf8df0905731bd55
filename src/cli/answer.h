// SPDX-License-Identifier: MIT
/*
 * What commands have in common that answer a question about one scenario and its run.
 */
#ifndef RAGTOP_CLI_ANSWER_H
#define RAGTOP_CLI_ANSWER_H

#include <ragtop/error.h>
#include <ragtop/result.h>
#include <ragtop/scenario.h>
#include "cli/options.h"

/* Opens the scenario, runs it and writes what is asked: both are room for it. */
typedef bool answer_function(const struct options *options, struct scenario *scenario,
			     struct result *result, struct error *error);

/* Takes the options and gives the answer; the exit status. */
int answer_command(const struct usage *usage, int argc, char **argv, answer_function *answer);

#endif
