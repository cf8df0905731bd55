// SPDX-License-Identifier: MIT
/* The dashboard with the options of a command line; `ragtop tour` opens it, too. */
#ifndef RAGTOP_CLI_DASHBOARD_H
#define RAGTOP_CLI_DASHBOARD_H

#include "cli/options.h"

/* Returns the exit status. */
int dashboard_open(const struct options *options);

#endif
