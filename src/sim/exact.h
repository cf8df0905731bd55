// SPDX-License-Identifier: MIT
/* L1. One replication at exact fidelity, tile by tile. Only sim.c uses this. */
#ifndef RAGTOP_SIM_EXACT_H
#define RAGTOP_SIM_EXACT_H

#include <stdatomic.h>

#include "sim/sim.h"

struct exact;

struct exact *exact_new(struct sim *sim, int replicate);
void exact_free(struct exact *exact);

/* Draws tile number `tile`, all before having been drawn. May run while `tile - 1` is fed. */
void exact_draw(struct exact *exact, int tile, const atomic_bool *cancel);
/* Was the tile drawn last the last one? */
bool exact_ended(const struct exact *exact);
/* Takes a tile through one architecture, and at the end lets those in flight finish. */
void exact_feed(struct exact *exact, enum arch arch, int tile, const atomic_bool *cancel);
void exact_drain(struct exact *exact, enum arch arch);

#endif
