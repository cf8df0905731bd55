// SPDX-License-Identifier: MIT
/*
 * The dashboard on a recording of moves.
 */
#ifndef RAGTOP_CLI_DASHBOARD_PLAY_H
#define RAGTOP_CLI_DASHBOARD_PLAY_H

#include "cli/options.h"
#include "io/moves.h"

/* Frees the moves. Returns the exit status. */
int dashboard_play(const struct options *options, struct moves *moves, double speed);

#endif
