// SPDX-License-Identifier: MIT
/*
 * `ragtop breakeven --map`: the best architecture over two parameters, as text, JSON, CSV or SVG.
 */
#ifndef RAGTOP_CLI_BREAKEVEN_MAP_H
#define RAGTOP_CLI_BREAKEVEN_MAP_H

#include <stdio.h>

#include "cli/options.h"
#include "study/map.h"

/* The scenario is filled here. Returns an exit status. */
int breakeven_map(const struct options *options, struct scenario *scenario);

enum { MAP_TEXT_COLUMNS = 64 }; /* for which text has room */

/* "RAG", or "nobody" of MAP_NOBODY. */
const char *map_label(int best);

void map_text(FILE *out, const struct map *map, const struct scenario *scenario);
void map_json(FILE *out, const struct map *map, const struct scenario *scenario);
void map_svg(FILE *out, const struct map *map, const struct scenario *scenario);

#endif
