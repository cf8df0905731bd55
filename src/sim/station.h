// SPDX-License-Identifier: MIT
/*
 * L1. A station: c servers, one FIFO queue that may be finite, and patience that may run out.
 *
 * Arrivals must come in time order. Because the queue is FIFO and nothing downstream feeds back
 * into it, everything about a visit is decided the moment it arrives, from the times at which the
 * servers come free (Kiefer and Wolfowitz 1955; for one server Lindley 1952): no departure event is
 * needed. A visitor that would have to wait for `timeout_s` or longer leaves at that time without
 * service; one whose service would end later than that is cut off, and its server is free again.
 * Times in seconds. Knows nothing of queries, architectures or money.
 */
#ifndef RAGTOP_SIM_STATION_H
#define RAGTOP_SIM_STATION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct station {
	int servers;
	size_t queue_limit; /* visitors that may wait; 0: no limit */
	double timeout_s;   /* 0: none */
	double *free_at_s;  /* binary heap of the servers' next free times */
	int capacity;
	/* When those who have to wait leave the queue, oldest first; kept only under a queue_limit.
	 */
	double *leaves_s;
	size_t ring_capacity, ring_head, ring_count;
};

struct visit {
	bool dropped; /* the queue was full; nothing else is set then */
	bool timed_out;
	double wait_s, service_s; /* as given, until a cut */
	double leave_s;
};

/* A zeroed station is valid input; memory of an earlier use is kept. All servers idle. */
void station_reset(struct station *station, int servers, size_t queue_limit, double timeout_s);
void station_release(struct station *station);

/* Other numbers from t_s on. Who waits keeps the start that was decided; servers that are taken
 * away finish what they have, new ones are free at t_s. Cheap when nothing changes. */
void station_configure(struct station *station, int servers, size_t queue_limit, double timeout_s,
		       double t_s);

/* As if `backlog` visitors of mean service `mean_s` stood waiting at time t_s, all servers busy. */
void station_preload(struct station *station, double t_s, double backlog, double mean_s);

struct visit station_arrive(struct station *station, double t_s, double service_s);

/* Probability that an arrival has to wait in M/M/c at offered load a = arrival rate x service
 * (Erlang 1917); 1 when a >= servers. */
double station_erlang_c(int servers, double offered);

#endif
