// SPDX-License-Identifier: MIT
#include "sim/prefix_uses.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"

enum { ROOM_FIRST = 64 };

void prefix_uses_reset(struct prefix_uses *uses)
{
	uses->zero_s = -(double)INFINITY;
	if (uses->count > 0)
		memset(uses->uses, 0, uses->room * sizeof(*uses->uses));
	uses->count = 0;
}

void prefix_uses_release(struct prefix_uses *uses)
{
	free(uses->uses);
	*uses = (struct prefix_uses){ 0 };
}

/* Its place, or the empty one where it belongs. Multiplied by the golden ratio (Knuth), so that ids
 * in a row are spread. */
static struct prefix_use *find(const struct prefix_uses *uses, uint32_t id)
{
	uint32_t mask = uses->room - 1;
	uint32_t at = (uint32_t)(id * UINT64_C(2654435769) >> 16) & mask;

	while (uses->uses[at].id != 0 && uses->uses[at].id != id)
		at = (at + 1) & mask;
	return &uses->uses[at];
}

static void grow(struct prefix_uses *uses)
{
	struct prefix_uses old = *uses;

	uses->room = old.room > 0 ? 2 * old.room : ROOM_FIRST;
	uses->uses = xcalloc(uses->room, sizeof(*uses->uses));
	for (uint32_t i = 0; i < old.room; i++)
		if (old.uses[i].id != 0)
			*find(uses, old.uses[i].id) = old.uses[i];
	free(old.uses);
}

double *prefix_used_s(struct prefix_uses *uses, uint32_t id)
{
	struct prefix_use *use;

	if (id == 0)
		return &uses->zero_s;
	if (2 * uses->count >= uses->room)
		grow(uses);
	use = find(uses, id);
	if (use->id == 0) {
		*use = (struct prefix_use){ id, -(double)INFINITY };
		uses->count++;
	}
	return &use->used_s;
}
