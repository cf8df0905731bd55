// SPDX-License-Identifier: MIT
/*
 * L1. The queues of retrieval, in the order a query meets them: one row each, of the stage it is
 * and the parameters that it goes by. A new one is a row here, a stage in ragtop/arch.h and a
 * stream of luck. Times in seconds.
 */
#ifndef RAGTOP_SIM_QUEUES_H
#define RAGTOP_SIM_QUEUES_H

#include <stdbool.h>

#include <ragtop/arch.h>
#include <ragtop/params.h>

enum queue {
	QUEUE_EMBED,
	QUEUE_SEARCH,
	QUEUE_RERANK,
	QUEUE_COUNT,
};

/* A queue under one set of parameters. */
struct queue_demand {
	enum stage stage;
	double service_s, service_cv;
	int servers;      /* 0: nobody goes there */
	double timeout_s; /* 0: none */
};

enum stage queue_stage(enum queue queue);
void queue_demand(const struct params *params, enum queue queue, struct queue_demand *demand);

#endif
