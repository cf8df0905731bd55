// SPDX-License-Identifier: MIT
#include "sim/station.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"

/* A visit moves the window by one place, and every so many visits it is brought back. */
enum { ROOM_PER_SERVER = 4, ROOM_MIN = 64, BLOCK = 16, NEAR = 4 };

static void window_back(struct station *station)
{
	memmove(station->room, station->free_at_s, (size_t)station->servers * sizeof(double));
	station->free_at_s = station->room;
}

/* Room for as many servers, the window in front. Those there are keep their times. */
static void window_resize(struct station *station, int servers)
{
	size_t capacity = (size_t)servers * ROOM_PER_SERVER + ROOM_MIN;

	if (station->room)
		window_back(station);
	if (capacity > station->room_capacity) {
		station->room = xrealloc_array(station->room, capacity, sizeof(double));
		station->room_capacity = capacity;
	}
	station->free_at_s = station->room;
	station->room_end = station->room + station->room_capacity - servers;
}

/* Puts a time where it belongs among `count` that are sorted; there is room for one more. Where
 * most servers are free that is near the end. The last ones without a branch, as nobody could
 * predict it: each place takes what was below it, what is there, or the new time, whichever is in
 * the middle. */
static void insert(double *sorted, int count, double time_s)
{
	double below, here;
	int place = count - NEAR;

	if (place < 0 || sorted[place] > time_s) {
		for (; count >= BLOCK && sorted[count - BLOCK] > time_s; count -= BLOCK)
			memmove(sorted + count - BLOCK + 1, sorted + count - BLOCK,
				BLOCK * sizeof(double));
		place = count >= BLOCK ? count - BLOCK : 0;
	}
	for (below = -INFINITY; place < count; place++, below = here) {
		double low;

		here = sorted[place];
		low = here < time_s ? here : time_s;
		sorted[place] = below > low ? below : low;
	}
	sorted[count] = below > time_s ? below : time_s;
}

void station_occupy_several(struct station *station, double end_s)
{
	if (station->free_at_s == station->room_end)
		window_back(station);
	station->free_at_s++;
	insert(station->free_at_s, station->servers - 1, end_s);
}

void station_reset(struct station *station, int servers, size_t queue_limit, double timeout_s)
{
	assert(servers >= 1 && timeout_s >= 0);
	station->servers = 0;
	window_resize(station, servers);
	for (int i = 0; i < servers; i++)
		station->free_at_s[i] = 0;
	station->servers = servers;
	station->queue_limit = queue_limit;
	station->timeout_s = timeout_s;
	station->ring_head = station->ring_count = 0;
}

void station_configure(struct station *station, int servers, size_t queue_limit, double timeout_s,
		       double t_s)
{
	assert(servers >= 1 && timeout_s >= 0);
	if (queue_limit && !station->queue_limit)
		station->ring_head = station->ring_count = 0; /* nobody was counted so far */
	station->queue_limit = queue_limit;
	station->timeout_s = timeout_s;
	if (servers == station->servers)
		return;
	/* Those that would be free last stay; the work before them was promised to the others. */
	if (servers < station->servers) {
		station->free_at_s += station->servers - servers;
		station->servers = servers;
	}
	window_resize(station, servers);
	for (; station->servers < servers; station->servers++)
		insert(station->free_at_s, station->servers, t_s);
}

void station_release(struct station *station)
{
	free(station->room);
	free(station->leaves_s);
	*station = (struct station){ 0 };
}

/* The capacity is a power of two. */
static double *ring_at(const struct station *station, size_t place)
{
	return &station->leaves_s[(station->ring_head + place) & (station->ring_capacity - 1)];
}

static void ring_grow(struct station *station)
{
	size_t capacity = station->ring_capacity ? 2 * station->ring_capacity : 64;
	double *ring = xrealloc_array(NULL, capacity, sizeof(*ring));

	for (size_t i = 0; i < station->ring_count; i++)
		ring[i] = *ring_at(station, i);
	free(station->leaves_s);
	station->leaves_s = ring;
	station->ring_capacity = capacity;
	station->ring_head = 0;
}

/* Leaving times come in order: starts are, patience ends are, and so is the lesser of the two. Only
 * after a change of the station does a later visitor leave before earlier ones, and finds its
 * place. */
static void ring_push(struct station *station, double leave_s)
{
	size_t place;

	if (station->ring_count == station->ring_capacity)
		ring_grow(station);
	for (place = station->ring_count++; place > 0; place--) {
		if (*ring_at(station, place - 1) <= leave_s)
			break;
		*ring_at(station, place) = *ring_at(station, place - 1);
	}
	*ring_at(station, place) = leave_s;
}

static size_t waiting_at(struct station *station, double t_s)
{
	while (station->ring_count > 0 && *ring_at(station, 0) <= t_s) {
		station->ring_head = (station->ring_head + 1) & (station->ring_capacity - 1);
		station->ring_count--;
	}
	return station->ring_count;
}

void station_preload(struct station *station, double t_s, double backlog, double mean_s)
{
	double drain_s = backlog * mean_s / station->servers;
	size_t ghosts = station->queue_limit ? (size_t)backlog : 0;

	/* Servers finish one after another, evenly over one service time. */
	for (int i = 0; i < station->servers; i++)
		station->free_at_s[i] = t_s + drain_s + mean_s * (i + 0.5) / station->servers;
	station->ring_head = station->ring_count = 0;
	for (size_t i = 0; i < ghosts; i++)
		ring_push(station, t_s + drain_s * ((double)i + 0.5) / (double)ghosts);
}

static void cut_off(const struct station *station, struct visit *visit)
{
	visit->timed_out = true;
	if (visit->wait_s > station->timeout_s)
		visit->wait_s = station->timeout_s;
	visit->service_s = station->timeout_s - visit->wait_s;
}

struct visit station_arrive_limited(struct station *station, double t_s, double service_s)
{
	double start_s = station->free_at_s[0] > t_s ? station->free_at_s[0] : t_s;
	struct visit visit = { .wait_s = start_s - t_s, .service_s = service_s };
	bool queues = start_s > t_s;

	if (queues && station->queue_limit && waiting_at(station, t_s) >= station->queue_limit)
		return (struct visit){ .dropped = true };
	if (station->timeout_s > 0 && visit.wait_s + service_s > station->timeout_s)
		cut_off(station, &visit);
	visit.leave_s = t_s + visit.wait_s + visit.service_s;
	if (visit.service_s > 0 || !visit.timed_out)
		station_occupy(station, visit.leave_s);
	if (queues && station->queue_limit)
		ring_push(station, t_s + visit.wait_s);
	return visit;
}

struct visit station_silent(const struct station *station, double t_s)
{
	return (struct visit){ .timed_out = true,
			       .wait_s = station->timeout_s,
			       .leave_s = t_s + station->timeout_s };
}

double station_erlang_c(int servers, double offered)
{
	double b = 1;

	if (offered >= servers)
		return 1;
	for (int n = 1; n <= servers; n++) /* Erlang B by its recursion, free of overflow */
		b = offered * b / (n + offered * b);
	return b * servers / (servers - offered * (1 - b));
}
