// SPDX-License-Identifier: MIT
/*
 * L4. What the files of view 9 share: view_flow.c lays the stations out, view_flow_picture.c draws
 * queues, servers and queries on their way, view_flow_one.c one station at large.
 */
#ifndef RAGTOP_UI_VIEW_FLOW_H
#define RAGTOP_UI_VIEW_FLOW_H

#include "ui/flow_read.h"
#include "ui/view.h"

/* Figures are over so many seconds of watching, but at most over what a record has. */
#define FLOW_FIGURES_S 5.0
/* Signs on an arrow arrive within so many seconds of watching. */
#define FLOW_ARROW_S 0.6

enum { FLOW_ARROW_MAX = 24 };

/* One picture of a record. */
struct flow_picture {
	const struct frame *frame;
	const struct scope_record *record;
	double at_s, from_s; /* the clock, and since when figures are */
	double arrow_s;      /* how far ahead arrows show */
	int count;
	struct flow_station stations[FLOW_STATIONS_MAX];
	struct flow_figures figures[FLOW_STATIONS_MAX];
	struct flow_total total;
	/* where things are in a row */
	int name_w, arrow_w, queue_w, servers_w, numbers_w;
	double arrow_most; /* queries of one sign, at most */
	/* queries by cell; [count]: on the way out */
	double arrows[FLOW_STATIONS_MAX + 1][FLOW_ARROW_MAX];
};

/* False: there is no record, or it is of another architecture. */
bool flow_picture_init(struct flow_picture *picture, const struct frame *frame, int columns);

/* A station in so many rows: its arrow, queue and servers. */
void flow_draw_station(const struct flow_picture *picture, int station, struct rect area);
/* "█=10": what a cell stands for, where it is more than one; else "". */
void flow_cell_note(const struct flow_picture *picture, int station, int rows, char *text,
		    size_t size);
/* The arrow before a station; number count: the way out. */
void flow_draw_arrow(const struct flow_picture *picture, int arrow, int x, int y);
/* "search: 19.3/s come, ...": the sentence that says what is going on there. */
void flow_sentence(const struct flow_picture *picture, int station, char *text, size_t size);
/* The station that holds the others up, or the busiest. */
int flow_bottleneck(const struct flow_picture *picture);
/* Architecture, clock, speed and how many come and go: one row. */
void flow_draw_head(const struct flow_picture *picture, struct rect row);
void flow_draw_one(const struct flow_picture *picture, struct rect inner, bool boxed);
void flow_rate(char *text, size_t size, double count, double span_s);

#endif
