// SPDX-License-Identifier: MIT
/*
 * L4. What view 9 reads out of a record of the microscope: its stations, what happens next, and
 * figures over the last seconds. Pure functions of the record and a moment, in seconds of the run.
 */
#ifndef RAGTOP_UI_FLOW_READ_H
#define RAGTOP_UI_FLOW_READ_H

#include <stdbool.h>

#include "sim/scope.h"

/* A row of the pipeline. The model's prompt and first token are read in one place. */
enum station_kind {
	STATION_LOOK,    /* a delay without a queue: the cache of answers, a review, a repair */
	STATION_QUEUE,   /* a queue with servers */
	STATION_RETRY,   /* those whom the API has refused wait to come back */
	STATION_READING, /* the model reads prompts; of your own: behind a line */
	STATION_WRITING, /* the model writes */
};

struct flow_station {
	enum station_kind kind;
	unsigned stages; /* bit set of enum stage */
	enum queue queue;
	const char *name;
	int servers; /* 0: without limit */
};

enum { FLOW_STATIONS_MAX = STAGE_COUNT };

/* Those that the architecture has at this moment, in the order a query meets them. */
int flow_stations(const struct scope_record *record, double at_s,
		  struct flow_station stations[FLOW_STATIONS_MAX]);
/* The same at the record's end. */
int flow_station_count(const struct scope_record *record);

/* The one that has a stage; -1: none has. */
int flow_station_of(const struct flow_station *stations, int count, enum stage stage);

/* Of one station over (from_s, to_s], in queries. */
struct flow_figures {
	double waiting, busy; /* at to_s */
	double came, went;    /* in that time */
	double timed_out, refused, failed, dropped;
	double began, waited_s; /* served from then on: how many, and how long they had waited */
	double busy_mean;       /* mean of `busy` */
	double oldest_s;        /* who waits at to_s: since when at most */
	double span_s;          /* of that time, as far as the record has it */
};
void flow_figures(const struct scope_record *record, double from_s, double to_s,
		  const struct flow_station *stations, int count, struct flow_figures *figures);

bool flow_is_down(const struct scope_record *record, double at_s,
		  const struct flow_station *station);
/* The station that holds the others up: one that is down, the longest queue, the busiest servers.
 */
int flow_busiest(const struct scope_record *record, double at_s,
		 const struct flow_station *stations, const struct flow_figures *figures,
		 int count);

/* Of everything, over the same time. */
struct flow_total {
	double arrived, answered, dropped, under_way, span_s;
};
void flow_total(const struct scope_record *record, double from_s, double to_s,
		struct flow_total *total);

/* How many wait and are served at a station, at n even instants from from_s to to_s. */
void flow_history(const struct scope_record *record, const struct flow_station *station,
		  double from_s, double to_s, double *waiting, double *busy, int n);

/* The next or previous thing that happens to anybody. */
struct flow_step {
	double at_s;
	char text[96];
};
bool flow_step_find(const struct scope_record *record, double at_s, int direction,
		    struct flow_step *step);

#endif
