// SPDX-License-Identifier: MIT
/*
 * Which scenario is meant: a file, standard input, or one of those that ship by name.
 *
 * Names are looked up as NAME.json in ./scenarios, $XDG_DATA_HOME/ragtop/scenarios (or
 * ~/.local/share), the data folder of the installation and, but for those with a trace, in the
 * program.
 */
#ifndef RAGTOP_CLI_SCENARIO_FIND_H
#define RAGTOP_CLI_SCENARIO_FIND_H

#include <limits.h>
#include <stdbool.h>
#include <stddef.h>

#include <ragtop/error.h>
#include <ragtop/scenario.h>
#include "cli/options.h"

#define DEFAULT_SCENARIO "saas-support-bot"

enum { SCENARIO_FOLDERS = 3 };

/* "" where there is no such folder on this system. */
void scenario_folder(int i, char path[PATH_MAX]);

/* Is this a file, or the name of a scenario that there is? */
bool scenario_is_named(const char *name);

/*
 * Reads the scenario that is named on the command line and applies --price-book, --model, --set,
 * --seed, --fidelity and --until in this order. file_name (PATH_MAX bytes) gets the file it came
 * from, "" for the compiled-in one.
 */
bool scenario_open(const struct options *options, struct scenario *scenario, char *file_name,
		   struct error *error);

#endif
