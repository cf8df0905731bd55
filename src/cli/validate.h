// SPDX-License-Identifier: MIT
/* The parts of `ragtop validate` that have files of their own. */
#ifndef RAGTOP_CLI_VALIDATE_H
#define RAGTOP_CLI_VALIDATE_H

#include "cli/options.h"

/* The step model beside the measurements of a file; returns the exit status. */
int validate_measured(const struct options *options);

#endif
