// SPDX-License-Identifier: MIT
/*
 * L2. The scenario that is shown when none is named: scenarios/saas-support-bot.json, made into C
 * by scripts/embed while building, so that one installed binary works alone.
 */
#ifndef RAGTOP_IO_DEFAULT_SCENARIO_H
#define RAGTOP_IO_DEFAULT_SCENARIO_H

#include <stddef.h>

extern const char default_scenario_json[]; /* ends in a zero byte that the size does not count */
extern const size_t default_scenario_json_size;

#endif
