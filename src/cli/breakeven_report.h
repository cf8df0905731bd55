// SPDX-License-Identifier: MIT
/*
 * What `ragtop breakeven` found, for people and for programs.
 */
#ifndef RAGTOP_CLI_BREAKEVEN_REPORT_H
#define RAGTOP_CLI_BREAKEVEN_REPORT_H

#include <stdbool.h>
#include <stdio.h>

#include "cli/breakeven_find.h"

void breakeven_text(FILE *out, const struct breakevens *answer);
/* One object; with `all` an array of them. */
void breakeven_json(FILE *out, const struct breakevens *answer, bool all);

#endif
