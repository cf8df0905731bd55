// SPDX-License-Identifier: MIT
/* The words of a tour with its figures, for the speaker's second screen or on paper. */
#ifndef RAGTOP_CLI_TOUR_NOTES_H
#define RAGTOP_CLI_TOUR_NOTES_H

#include <stdbool.h>
#include <stdio.h>

#include <ragtop/error.h>
#include <ragtop/scenario.h>
#include "cli/options.h"

/* Has it a tour, and one with the step that is asked for? */
bool tour_check(const struct options *options, const struct scenario *scenario,
		struct error *error);
/* Runs every step. `only`: a step, 1 the first; below: all of them. */
bool tour_notes_write(FILE *out, const struct scenario *scenario, int only, bool markdown,
		      int threads, struct error *error);

#endif
