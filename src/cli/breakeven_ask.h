// SPDX-License-Identifier: MIT
/*
 * What `ragtop breakeven` is asked, from its options; with and without --map.
 */
#ifndef RAGTOP_CLI_BREAKEVEN_ASK_H
#define RAGTOP_CLI_BREAKEVEN_ASK_H

#include <stdbool.h>

#include <ragtop/error.h>
#include <ragtop/scenario.h>
#include "cli/options.h"

bool ask_param(const char *name, enum param_id *id, struct error *error);
/* The end of a range, which `option` gave; NaN: it did not. */
bool ask_end(const char *text, enum param_id param, const char *option, double *value,
	     struct error *error);
/* "A,B". Architectures that are named join the scenario. */
bool ask_between(const char *text, struct scenario *scenario, enum arch *a, enum arch *b,
		 struct error *error);
/* Options that say nothing without --map are errors. */
bool ask_no_map(const struct options *options, struct error *error);

#endif
