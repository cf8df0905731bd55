// SPDX-License-Identifier: MIT
/*
 * L4. What panels show, as CSV: for `e`, and for the commands that write the same. Numbers are in
 * SI units, see io/csv.h.
 */
#ifndef RAGTOP_UI_EXPORT_CSV_H
#define RAGTOP_UI_EXPORT_CSV_H

#include <stdbool.h>
#include <stdio.h>

#include "study/map.h"
#include "study/sensitivity.h"
#include "ui/state.h"

/* A row per cell, and per point of the frontier. */
void map_csv(FILE *out, const struct map *map, const struct scenario *scenario);
/* A row per parameter that acts. */
void sensitivity_csv(FILE *out, const struct sensitivity *found);
/* What a panel shows of a snapshot. False, with nothing written: it has no table, or has it not
 * yet; the error says which. */
bool panel_csv(FILE *out, enum panel panel, const struct snapshot *snapshot,
	       const struct ui_state *state, struct error *error);

#endif
