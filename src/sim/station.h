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
 *
 * Equations: docs/MODEL.md, [W1] to [W3].
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
	/* The servers' next free times, ascending: a window that moves up through a larger room by
	 * one place with every visit. The first free server is taken out in front and comes back
	 * near the end, so only those move that are busy for longer. */
	double *free_at_s;
	double *room, *room_end; /* free_at_s at room_end: the window has reached the end */
	size_t room_capacity;
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

/* Private to station_arrive. */
struct visit station_arrive_limited(struct station *station, double t_s, double service_s);
void station_occupy_several(struct station *station, double end_s);

/* The server that is free first takes the visitor and is free again at end_s. */
static inline void station_occupy(struct station *station, double end_s)
{
	if (station->servers == 1)
		station->free_at_s[0] = end_s;
	else
		station_occupy_several(station, end_s);
}

/* Inline, because a lone queue is a handful of operations. */
static inline struct visit station_arrive(struct station *station, double t_s, double service_s)
{
	double start_s = station->free_at_s[0] > t_s ? station->free_at_s[0] : t_s;
	struct visit visit = { .wait_s = start_s - t_s, .service_s = service_s };

	if (station->queue_limit || station->timeout_s > 0)
		return station_arrive_limited(station, t_s, service_s);
	visit.leave_s = t_s + visit.wait_s + visit.service_s;
	station_occupy(station, visit.leave_s);
	return visit;
}

/* A visit while the station is down: given up after the timeout, at once if there is none. */
struct visit station_silent(const struct station *station, double t_s);

/* Probability that an arrival has to wait in M/M/c at offered load a = arrival rate x service
 * (Erlang 1917); 1 when a >= servers. */
double station_erlang_c(int servers, double offered);

#endif
