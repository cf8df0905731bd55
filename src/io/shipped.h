// SPDX-License-Identifier: MIT
/*
 * L2. The scenarios of the folder scenarios/ inside the program, made into C by scripts/embed while
 * building, so that what is said about one is always said about the same.
 */
#ifndef RAGTOP_IO_SHIPPED_H
#define RAGTOP_IO_SHIPPED_H

#include <stdbool.h>
#include <stddef.h>

#include <ragtop/error.h>
#include <ragtop/scenario.h>

/* By name, "saas-support-bot". False: there is none, or it replays a trace. */
bool shipped_scenario(const char *name, struct scenario *scenario, struct error *error);

/* Their names in alphabetical order, NULL after the last. */
const char *shipped_name(size_t i, char name[SCENARIO_NAME_SIZE]);

#endif
