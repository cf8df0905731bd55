// SPDX-License-Identifier: MIT
/*
 * L1. A record of what every query does: which stages it comes to, when, and what becomes of it.
 * A pipeline with a tap writes into it; what is written is the simulation's own, nothing is
 * estimated. Times in seconds of the pipeline's clock.
 *
 * A visit is one query at one stage: it waits from enter_s to start_s and is served from there to
 * end_s. The visits of a query follow each other without a gap, from its arrival to its leaving. A
 * wait after a refusal (STAGE_RATE_LIMIT) is a visit of its own without service.
 *
 * Memory is bounded: beyond TAP_QUERIES queries at a time only every 2nd, 4th ... of those that
 * come is recorded, and counts for as many (`weight`).
 */
#ifndef RAGTOP_SIM_TAP_H
#define RAGTOP_SIM_TAP_H

#include <stdbool.h>
#include <stdint.h>

#include <ragtop/arch.h>

enum { TAP_QUERIES = 20000 };

enum fate { FATE_UNDER_WAY, FATE_ANSWERED, FATE_DROPPED };

enum turn {
	TURN_SERVED,
	TURN_TIMED_OUT, /* given up by the query, or cut off */
	TURN_REFUSED,   /* by the API's limits; the visit is the wait after it */
	TURN_FAILED,    /* a call that failed; likewise */
};

struct tap_query {
	double arrival_s, leave_s; /* INFINITY: not known yet */
	uint32_t weight;           /* queries that it stands for */
	uint8_t fate;              /* enum fate; known at the end of the record */
	uint8_t stage;             /* FATE_DROPPED: where */
	bool ghost;                /* was there when the record began */
};

struct tap_visit {
	double enter_s, start_s, end_s; /* INFINITY: not known yet */
	uint32_t query;
	uint8_t stage; /* enum stage */
	uint8_t turn;  /* enum turn */
};

/* What is known of a flight: its query and its open visits to the batch; TAP_NONE: none. */
struct tap_flight {
	uint32_t query, prompt, decode;
};

#define TAP_NONE UINT32_MAX

struct tap {
	struct tap_query *queries;
	struct tap_visit *visits;
	struct tap_flight *flights;
	uint32_t query_count, query_capacity, visit_count, visit_capacity, flight_capacity;
	uint32_t every; /* so many come for one that is recorded */
	uint64_t come;
};

/* A zeroed tap is valid input; memory of an earlier use is kept. Nobody is recorded. */
void tap_reset(struct tap *tap);
void tap_release(struct tap *tap);

/* A query arrives, by the number of its flight. */
void tap_arrive(struct tap *tap, uint32_t flight, double t_s, bool ghost);
/* One whose answer was kept, which takes no more than the look. */
void tap_found(struct tap *tap, double t_s, double look_s);
/* It waits `wait_s` and is served `service_s` from t_s on. */
void tap_visit(struct tap *tap, uint32_t flight, enum stage stage, double t_s, double wait_s,
	       double service_s, enum turn turn);
/* It joins the line of the batch, reading (`admitted_s`) and writing (`first_s`) as far as that is
 * known: NaN where it is not. */
void tap_batch(struct tap *tap, uint32_t flight, double t_s);
void tap_batch_known(struct tap *tap, uint32_t flight, double admitted_s, double first_s,
		     double done_s);
/* Its way ends at t_s: answered, or dropped at a stage. */
void tap_leave(struct tap *tap, uint32_t flight, double t_s);
void tap_drop(struct tap *tap, uint32_t flight, double t_s, enum stage stage);

/* Lets go of queries that had left by t_s. */
void tap_forget(struct tap *tap, double t_s);

#endif
