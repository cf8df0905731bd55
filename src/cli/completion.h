// SPDX-License-Identifier: MIT
/* The command `completion`: scripts for shells, and what those ask. */
#ifndef RAGTOP_CLI_COMPLETION_H
#define RAGTOP_CLI_COMPLETION_H

#include "cli/cli.h"

/* `commands` are all there are; the first one is meant when none is named. The first `with_options`
 * of them begin with options_take. */
int completion_main(const struct command *commands, int count, int with_options, int argc,
		    char **argv);

#endif
