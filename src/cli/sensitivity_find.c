// SPDX-License-Identifier: MIT
#include "cli/sensitivity_report.h"
#include "session/each.h"

/* Everything that threads work on. */
struct work {
	const struct scenario *scenario;
	const struct result *result;
	struct sensitivity *found;
};

static void row_work(void *context, int i)
{
	struct work *work = context;

	sensitivity_row(work->found, i, work->scenario, work->result, NULL);
}

static void pair_work(void *context, int p)
{
	struct work *work = context;

	sensitivity_pair(work->found, p, work->scenario, work->result, NULL);
}

void sensitivity_find(struct sensitivity *found, const struct scenario *scenario,
		      enum cost_measure measure, const struct result *result, int threads)
{
	struct work work = { scenario, result, found };

	sensitivity_init(found, scenario, measure, result, NULL);
	session_each(found->row_count, threads, row_work, &work);
	/* What acts together is looked for among those that move the gap most. */
	sensitivity_rank(found, ORDER_EFFECT);
	sensitivity_pairs(found);
	session_each(found->pair_count, threads, pair_work, &work);
}
