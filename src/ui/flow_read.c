// SPDX-License-Identifier: MIT
#include "ui/flow_read.h"

#include <math.h>
#include <stdio.h>

/* ---- stations ---- */

static bool has_visits(const struct scope_record *record, enum stage stage)
{
	return record->stages & 1u << stage;
}

static bool may_refuse(const struct scope_record *record, const struct scope_setup *setup)
{
	return !setup->self && (setup->rpm_limit > 0 || setup->tpm_limit > 0 ||
				setup->api_fail_frac > 0 || has_visits(record, STAGE_RATE_LIMIT));
}

static struct flow_station look(enum stage stage, const char *name)
{
	return (struct flow_station){ .kind = STATION_LOOK, .stages = 1u << stage, .name = name };
}

static struct flow_station queue_station(const struct scope_setup *setup, enum queue queue)
{
	enum stage stage = queue_stage(queue);

	return (struct flow_station){ .kind = STATION_QUEUE,
				      .stages = 1u << stage,
				      .queue = queue,
				      .name = stage_label(stage),
				      .servers = setup->servers[queue] };
}

static int add_model(const struct scope_record *record, const struct scope_setup *setup,
		     struct flow_station *to)
{
	int slots = setup->self ? setup->replicas * setup->max_batch : 0, n = 0;

	if (may_refuse(record, setup))
		to[n++] = (struct flow_station){ .kind = STATION_RETRY,
						 .stages = 1u << STAGE_RATE_LIMIT,
						 .name = "retry" };
	to[n++] = (struct flow_station){ .kind = STATION_READING,
					 .stages = 1u << STAGE_PROMPT | 1u << STAGE_FIRST,
					 .name = "read prompt",
					 .servers = slots };
	to[n++] = (struct flow_station){ .kind = STATION_WRITING,
					 .stages = 1u << STAGE_DECODE,
					 .name = "write",
					 .servers = slots };
	return n;
}

int flow_stations(const struct scope_record *record, double at_s,
		  struct flow_station stations[FLOW_STATIONS_MAX])
{
	const struct scope_setup *setup = scope_setup_at(record, at_s);
	int n = 0;

	if (setup->caches)
		stations[n++] = look(STAGE_CACHE, "kept answers");
	for (int q = 0; q < QUEUE_COUNT; q++)
		if (setup->servers[q] > 0)
			stations[n++] = queue_station(setup, (enum queue)q);
	n += add_model(record, setup, &stations[n]);
	if (has_visits(record, STAGE_REPAIR))
		stations[n++] = look(STAGE_REPAIR, "repair");
	if (has_visits(record, STAGE_REVIEW))
		stations[n++] = look(STAGE_REVIEW, "review");
	return n;
}

int flow_station_count(const struct scope_record *record)
{
	struct flow_station stations[FLOW_STATIONS_MAX];

	return flow_stations(record, record->to_s, stations);
}

/* ---- figures ---- */

static bool within(double t_s, double from_s, double to_s)
{
	return t_s > from_s && t_s <= to_s;
}

/* Seconds that [a, b) and the time have in common. */
static double overlap(double a, double b, double from_s, double to_s)
{
	double lo = a > from_s ? a : from_s, hi = b < to_s ? b : to_s;

	return hi > lo ? hi - lo : 0;
}

static void add_visit(struct flow_figures *figures, const struct tap_visit *visit, double weight,
		      double from_s, double to_s)
{
	bool here = visit->enter_s <= to_s && to_s < visit->end_s;

	if (here && to_s < visit->start_s) {
		figures->waiting += weight;
		figures->oldest_s = fmax(figures->oldest_s, to_s - visit->enter_s);
	} else if (here) {
		figures->busy += weight;
	}
	if (within(visit->end_s, from_s, to_s)) {
		figures->went += weight;
		figures->timed_out += visit->turn == TURN_TIMED_OUT ? weight : 0;
	}
	if (within(visit->enter_s, from_s, to_s)) {
		figures->came += weight;
		figures->refused += visit->turn == TURN_REFUSED ? weight : 0;
		figures->failed += visit->turn == TURN_FAILED ? weight : 0;
	}
	if (within(visit->start_s, from_s, to_s)) {
		figures->began += weight;
		figures->waited_s += weight * (visit->start_s - visit->enter_s);
	}
	figures->busy_mean += weight * overlap(visit->start_s, visit->end_s, from_s, to_s) /
			      (to_s - from_s);
}

int flow_station_of(const struct flow_station *stations, int count, enum stage stage)
{
	for (int i = 0; i < count; i++)
		if (stations[i].stages & 1u << stage)
			return i;
	return -1;
}

/* Who was there before the record began. */
static void add_ghosts(const struct scope_record *record, const struct flow_station *station,
		       double at_s, struct flow_figures *figures)
{
	struct scope_count ghosts = { 0, 0 };

	if (station->kind == STATION_QUEUE)
		ghosts = scope_ghosts(record, station->queue, at_s);
	if (station->kind == STATION_READING)
		ghosts.waiting = record->before;
	figures->waiting += ghosts.waiting;
	figures->busy += ghosts.busy;
	figures->busy_mean += ghosts.busy;
	if (ghosts.waiting > 0)
		figures->oldest_s = fmax(figures->oldest_s, at_s - record->origin_s);
}

/* What leaves the prompt for the first token stays where it is. */
static double both_stages(double prompt, double first)
{
	return prompt > first ? prompt : first;
}

static void add_visits(const struct scope_record *record, double from_s, double to_s,
		       const struct flow_station *stations, int count, struct flow_figures *figures,
		       struct flow_figures *first)
{
	for (uint32_t i = 0; i < record->visit_count; i++) {
		const struct tap_visit *visit = &record->visits[i];
		int at;

		if (visit->enter_s > to_s || visit->end_s <= from_s)
			continue;
		at = flow_station_of(stations, count, (enum stage)visit->stage);
		if (at >= 0)
			add_visit(visit->stage == STAGE_FIRST ? first : &figures[at], visit,
				  record->queries[visit->query].weight, from_s, to_s);
	}
}

static void add_first(struct flow_figures *reading, const struct flow_figures *first)
{
	reading->busy += first->busy;
	reading->busy_mean += first->busy_mean;
	reading->came = both_stages(reading->came, first->came);
	reading->went = both_stages(reading->went, first->went);
}

static void add_drops(const struct scope_record *record, double from_s, double to_s,
		      const struct flow_station *stations, int count, struct flow_figures *figures)
{
	for (uint32_t i = 0; i < record->query_count; i++) {
		const struct tap_query *query = &record->queries[i];
		int at;

		if (query->fate != FATE_DROPPED || !within(query->leave_s, from_s, to_s))
			continue;
		at = flow_station_of(stations, count, (enum stage)query->stage);
		if (at >= 0)
			figures[at].dropped += query->weight;
	}
}

void flow_figures(const struct scope_record *record, double from_s, double to_s,
		  const struct flow_station *stations, int count, struct flow_figures *figures)
{
	double from = fmax(from_s, record->from_s) - record->origin_s;
	double to = to_s - record->origin_s;
	struct flow_figures first = { 0 };

	if (!(to > from))
		from = to - 1e-3;
	for (int i = 0; i < count; i++)
		figures[i] = (struct flow_figures){ 0 };
	add_visits(record, from, to, stations, count, figures, &first);
	add_drops(record, from, to, stations, count, figures);
	for (int i = 0; i < count; i++) {
		add_ghosts(record, &stations[i], to_s, &figures[i]);
		if (stations[i].kind == STATION_READING)
			add_first(&figures[i], &first);
		figures[i].span_s = to - from;
	}
}

bool flow_is_down(const struct scope_record *record, double at_s,
		  const struct flow_station *station)
{
	return station->kind == STATION_QUEUE && station->queue == QUEUE_SEARCH &&
	       scope_setup_at(record, at_s)->search_down;
}

static double load_of(const struct flow_station *station, const struct flow_figures *figures)
{
	return station->servers > 0 ? figures->busy_mean / station->servers : 0;
}

int flow_busiest(const struct scope_record *record, double at_s,
		 const struct flow_station *stations, const struct flow_figures *figures, int count)
{
	int found = 0;

	for (int s = 0; s < count; s++) {
		if (flow_is_down(record, at_s, &stations[s]))
			return s;
		if (figures[s].waiting > figures[found].waiting ||
		    (figures[s].waiting == figures[found].waiting &&
		     load_of(&stations[s], &figures[s]) >
			     load_of(&stations[found], &figures[found])))
			found = s;
	}
	return found;
}

void flow_total(const struct scope_record *record, double from_s, double to_s,
		struct flow_total *total)
{
	double from = fmax(from_s, record->from_s) - record->origin_s;
	double to = to_s - record->origin_s;

	*total = (struct flow_total){ .under_way = record->before,
				      .span_s = fmax(to - from, 1e-3) };
	for (uint32_t i = 0; i < record->query_count; i++) {
		const struct tap_query *query = &record->queries[i];

		if (query->arrival_s <= to && to < query->leave_s)
			total->under_way += query->weight;
		if (within(query->arrival_s, from, to))
			total->arrived += query->weight;
		if (!within(query->leave_s, from, to))
			continue;
		if (query->fate == FATE_DROPPED)
			total->dropped += query->weight;
		else
			total->answered += query->weight;
	}
	for (int q = 0; q < QUEUE_COUNT; q++) {
		struct scope_count ghosts = scope_ghosts(record, (enum queue)q, to_s);

		total->under_way += ghosts.waiting + ghosts.busy;
	}
}

/* ---- history ---- */

/* Adds to every instant in [a, b). */
static void add_span(double *to, int n, double from, double step, double a, double b, double weight)
{
	double first = ceil((a - from) / step);
	int i = first > 0 ? first < n ? (int)first : n : 0;

	for (; i < n && from + i * step < b; i++)
		to[i] += weight;
}

void flow_history(const struct scope_record *record, const struct flow_station *station,
		  double from_s, double to_s, double *waiting, double *busy, int n)
{
	double step = (to_s - from_s) / (n > 1 ? n - 1 : 1), from = from_s - record->origin_s;

	for (int i = 0; i < n; i++) {
		struct flow_figures ghosts = { 0 };

		add_ghosts(record, station, from_s + i * step, &ghosts);
		waiting[i] = ghosts.waiting;
		busy[i] = ghosts.busy;
	}
	for (uint32_t i = 0; i < record->visit_count; i++) {
		const struct tap_visit *visit = &record->visits[i];
		double weight = record->queries[visit->query].weight;

		if (!(station->stages & 1u << visit->stage) || visit->end_s <= from)
			continue;
		add_span(waiting, n, from, step, visit->enter_s, visit->start_s, weight);
		add_span(busy, n, from, step, visit->start_s, visit->end_s, weight);
	}
}

/* ---- one step ---- */

static void consider(struct flow_step *best, double origin_s, double t_s, double at_s,
		     int direction, const char *what, enum stage stage)
{
	const double same_s = 1e-7;
	double then_s = origin_s + t_s;

	if (!isfinite(then_s) || (then_s - at_s) * direction <= same_s ||
	    (best->at_s - then_s) * direction <= 0)
		return;
	best->at_s = then_s;
	snprintf(best->text, sizeof(best->text), "%s %s", stage_label(stage), what);
}

static const char *end_words(const struct tap_visit *visit)
{
	switch ((enum turn)visit->turn) {
	case TURN_SERVED:
		break;
	case TURN_TIMED_OUT:
		return "takes too long and is given up";
	case TURN_REFUSED:
	case TURN_FAILED:
		return "is over, the call is tried again";
	}
	return "is done";
}

static const char *enter_words(const struct tap_visit *visit)
{
	switch ((enum turn)visit->turn) {
	case TURN_SERVED:
	case TURN_TIMED_OUT:
		break;
	case TURN_REFUSED:
		return "begins: the API has refused a call";
	case TURN_FAILED:
		return "begins: a call has failed";
	}
	return visit->start_s > visit->enter_s ? "has one more waiting" : "begins at once";
}

bool flow_step_find(const struct scope_record *record, double at_s, int direction,
		    struct flow_step *step)
{
	double lo_s = record->from_s - record->origin_s, hi_s = record->to_s - record->origin_s;

	*step = (struct flow_step){ .at_s = direction * (double)INFINITY };
	for (uint32_t i = 0; i < record->visit_count; i++) {
		const struct tap_visit *visit = &record->visits[i];
		enum stage stage = (enum stage)visit->stage;

		consider(step, record->origin_s, visit->enter_s, at_s, direction,
			 enter_words(visit), stage);
		if (visit->start_s > visit->enter_s && visit->end_s > visit->start_s)
			consider(step, record->origin_s, visit->start_s, at_s, direction,
				 "begins after a wait", stage);
		consider(step, record->origin_s, visit->end_s, at_s, direction, end_words(visit),
			 stage);
	}
	for (uint32_t i = 0; i < record->query_count; i++)
		if (record->queries[i].fate == FATE_DROPPED)
			consider(step, record->origin_s, record->queries[i].leave_s, at_s,
				 direction, "is full: a query is dropped",
				 (enum stage)record->queries[i].stage);
	return isfinite(step->at_s) && step->at_s - record->origin_s >= lo_s &&
	       step->at_s - record->origin_s <= hi_s;
}
