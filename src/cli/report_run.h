// SPDX-License-Identifier: MIT
/*
 * One run and its report, for `ragtop run` and for a dashboard without a terminal.
 */
#ifndef RAGTOP_CLI_REPORT_RUN_H
#define RAGTOP_CLI_REPORT_RUN_H

#include <ragtop/scenario.h>
#include "cli/options.h"

/* Returns the exit status. */
int report_run(const struct scenario *scenario, const struct options *options);

#endif
