// SPDX-License-Identifier: MIT
/*
 * Tests: figures of a shipped scenario, as the real program prints them in JSON.
 */
#ifndef RAGTOP_TESTS_CLI_FIGURES_H
#define RAGTOP_TESTS_CLI_FIGURES_H

#include <cjson/cJSON.h>
#include <stdbool.h>

/* False, and a line that says so, where RAGTOP_SRC names no source. */
bool shipped_are_here(const char *suite);

/* The file of the scenario "name". Delete it with cJSON_Delete. */
cJSON *shipped_file(const char *name);

/* One run of it with more options, blank between words; "" for none. Delete as well. */
cJSON *shipped_run(const char *name, const char *options);

/* Of a run: "rag.cost.all_in_usd". A figure that is not there fails the test. */
double figure_of(const cJSON *run, const char *figure);

#endif
