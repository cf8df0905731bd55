// SPDX-License-Identifier: MIT
/*
 * L2. The search for the crossings of a pair on its way, shared by breakeven.c, which knows where
 * costs change places along the sweep and what is to be said of that, and breakeven_place.c, which
 * finds one such place. Nobody else includes this.
 */
#ifndef RAGTOP_STUDY_BREAKEVEN_PLACE_H
#define RAGTOP_STUDY_BREAKEVEN_PLACE_H

#include "study/breakeven.h"
#include "study/path.h"

struct finder {
	struct seek cheap, fine; /* the same gap at FIDELITY_MAP and at the scenario's level */
	const struct question *question;
	const struct result *now;
	struct path *path;
	struct breakeven *found;
	struct gap gap; /* the last one that was looked at with the fine one */
	bool confirms;  /* crossings by fine looks; else cheap ones are enough */
};

static inline bool finder_cancelled(const struct finder *finder)
{
	return probe_cancelled(finder->cheap.probe);
}

/* The crossing between spots number lo and hi of the path, where costs change places as cheap looks
 * have it. *found: fine ones have it, too, if it is to be confirmed. False when cancelled. */
bool crossing_search(struct finder *finder, int lo, int hi, struct crossing_at *crossing,
		     bool *found);

#endif
