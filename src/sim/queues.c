// SPDX-License-Identifier: MIT
#include "sim/queues.h"

/* A row without a switch is always on. (0, the first parameter of the table, means none.) */
static const struct {
	enum stage stage;
	enum param_id service_s, service_cv, servers;
	enum param_id on, dist, timeout_s;
} rows[QUEUE_COUNT] = {
	[QUEUE_EMBED] = { .stage = STAGE_EMBED,
			  .service_s = P_rag_embed_s,
			  .service_cv = P_rag_embed_cv,
			  .servers = P_rag_embed_servers },
	[QUEUE_SEARCH] = { .stage = STAGE_SEARCH,
			   .service_s = P_rag_search_s,
			   .service_cv = P_rag_search_cv,
			   .servers = P_rag_search_servers,
			   .dist = P_rag_search_dist,
			   .timeout_s = P_rag_timeout_s },
	[QUEUE_RERANK] = { .stage = STAGE_RERANK,
			   .service_s = P_rag_rerank_s,
			   .service_cv = P_rag_rerank_cv,
			   .servers = P_rag_rerank_servers,
			   .on = P_rag_rerank },
};

enum stage queue_stage(enum queue queue)
{
	return rows[queue].stage;
}

static double cv_of(const struct params *params, enum queue queue)
{
	double cv = params_get(params, rows[queue].service_cv);

	if (!rows[queue].dist)
		return cv;
	switch ((enum dist)(int)params_get(params, rows[queue].dist)) {
	case DIST_LOGNORMAL:
	case DIST_GAMMA:
		return cv;
	case DIST_EXPONENTIAL:
		return 1;
	case DIST_DETERMINISTIC:
		return 0;
	}
	return 0;
}

void queue_demand(const struct params *params, enum queue queue, struct queue_demand *demand)
{
	*demand = (struct queue_demand){ .stage = rows[queue].stage };
	if (rows[queue].on && params_get(params, rows[queue].on) == 0)
		return;
	demand->service_s = params_get(params, rows[queue].service_s);
	demand->service_cv = cv_of(params, queue);
	demand->servers = (int)params_get(params, rows[queue].servers);
	if (rows[queue].timeout_s)
		demand->timeout_s = params_get(params, rows[queue].timeout_s);
	/* Rights are looked up as part of the search. */
	if (queue == QUEUE_SEARCH && params->rag.permission_filter != 0)
		demand->service_s += params->rag.filter_s;
}
