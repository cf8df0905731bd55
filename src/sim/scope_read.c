// SPDX-License-Identifier: MIT
/* What a record of the microscope says of a moment. */
#include <math.h>

#include "sim/scope.h"

const struct scope_setup *scope_setup_at(const struct scope_record *record, double at_s)
{
	int at = 0;

	while (at + 1 < record->setup_count && record->setups[at + 1].at_s <= at_s)
		at++;
	return &record->setups[at];
}

/* They leave the line evenly; then the servers finish one after another over one service. */
struct scope_count scope_ghosts(const struct scope_record *record, enum queue queue, double at_s)
{
	const struct scope_preload *preload = &record->preload[queue];
	double t_s = at_s - record->origin_s, servers;

	if (!(preload->count > 0) || t_s >= preload->drained_s + preload->service_s)
		return (struct scope_count){ 0, 0 };
	servers = scope_setup_at(record, at_s)->servers[queue];
	if (t_s < preload->drained_s)
		return (struct scope_count){ ceil(preload->count * (1 - t_s / preload->drained_s)),
					     servers };
	return (struct scope_count){ 0, ceil(servers * (1 - (t_s - preload->drained_s) /
								    preload->service_s)) };
}

void scope_count(const struct scope_record *record, double at_s,
		 struct scope_count counts[STAGE_COUNT])
{
	double t_s = at_s - record->origin_s;

	for (int i = 0; i < STAGE_COUNT; i++)
		counts[i] = (struct scope_count){ 0, 0 };
	for (uint32_t i = 0; i < record->visit_count; i++) {
		const struct tap_visit *visit = &record->visits[i];
		struct scope_count *count = &counts[visit->stage];

		if (t_s < visit->enter_s || t_s >= visit->end_s)
			continue;
		if (t_s < visit->start_s)
			count->waiting += record->queries[visit->query].weight;
		else
			count->busy += record->queries[visit->query].weight;
	}
	for (int q = 0; q < QUEUE_COUNT; q++) {
		struct scope_count ghosts = scope_ghosts(record, (enum queue)q, at_s);

		counts[queue_stage((enum queue)q)].waiting += ghosts.waiting;
		counts[queue_stage((enum queue)q)].busy += ghosts.busy;
	}
	counts[STAGE_PROMPT].waiting += record->before;
}
