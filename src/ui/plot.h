// SPDX-License-Identifier: MIT
/*
 * L4. A plot: axes with their numbers, lines, bands, marks and labels, drawn in one go.
 *
 * Use: plot_init, an x axis, lines whose columns the caller fills, plot_scale, marks, plot_draw,
 * plot_release. The area holds, from the left: 7 columns of numbers and axis, the dots, 10 columns
 * of end labels; the labels of the x axis lie on the row below it, which is a border or free.
 */
#ifndef RAGTOP_UI_PLOT_H
#define RAGTOP_UI_PLOT_H

#include <stdbool.h>

#include "ui/canvas.h"
#include "ui/plot_axis.h"
#include "ui/plot_memory.h"
#include "ui/plot_raster.h"
#include "ui/plot_series.h"

enum {
	PLOT_LINES_MAX = 4 * ARCH_COUNT,
	PLOT_MARKS_MAX = 16,
	PLOT_GUTTER = 7,
	PLOT_LABELS = 10,
	PLOT_LABEL_SIZE = 48,
};

struct plot_line {
	struct column *columns; /* one per dot column, gaps to begin with */
	struct column *band;    /* the same, or NULL */
	enum role role, band_role;
	int attrs;
	struct dash dash;
	char letter;
	bool ghost;                  /* takes no part in coinciding */
	char sign[8];                /* of the architecture; "" none */
	char label[PLOT_LABEL_SIZE]; /* at the right end; "" none */
	char name[PLOT_LABEL_SIZE];  /* in the cursor's box; "" it is not in it */
	double reads;                /* what the box says of it; NaN: what it shows there */
};

/* A place on the x axis that is pointed out. */
struct plot_mark {
	double at;
	enum sign line; /* of which the vertical line is made */
	enum sign sign; /* at the crossing and before the label; SIGN_COUNT: none */
	enum role role;
	bool over;     /* the line covers curves, as the playhead does */
	double y;      /* the line goes down from here, with the sign; NaN: full height */
	double lo, hi; /* an interval around `at`; NaN: none */
	char label[PLOT_LABEL_SIZE];
};

struct plot {
	struct canvas *canvas;
	struct rect dots;     /* where the dots are */
	int label_x, label_w; /* the columns of the end labels; label_w 0: none */
	int number_w;         /* columns of the numbers of the y axis, axis included; 0: none */
	struct axis x, y;
	struct plot_line line[PLOT_LINES_MAX]; /* bottom to top */
	int line_count;
	struct plot_mark mark[PLOT_MARKS_MAX]; /* most important first */
	int mark_count;
	double target;             /* NaN: none */
	int dim_from;              /* column of the dots from which all is dim */
	int x_row;                 /* rows between the dots and the x labels */
	bool boxed;                /* the x labels lie in a border */
	bool thick;                /* lines of two dots, for a room */
	const char *x_suffix;      /* after the last x label */
	const char *x_unit;        /* at the right end of the border */
	struct plot_held *held;    /* from earlier frames; NULL: nothing */
	double box_at;             /* the cursor that has a box with values */
	char box[PLOT_LABEL_SIZE]; /* what the box says of the place; "": no box */
};

/* area: without the row of x labels. boxed: that row is a border. */
void plot_init(struct plot *plot, struct canvas *canvas, struct rect area, bool boxed);
void plot_release(struct plot *plot);
/* Sets the x axis; lines can be added after that. */
void plot_x(struct plot *plot, double lo, double hi, enum unit unit, bool log);
struct plot_line *plot_line_add(struct plot *plot, enum role role, struct dash dash);
struct column *plot_band_add(struct plot *plot, struct plot_line *line, enum role role);
/* A mark with a full-height line, ready to be changed; NULL when there are too many. */
struct plot_mark *plot_mark_add(struct plot *plot, double at, enum sign line, enum role role);
/* Sets the y axis from the lines and the target. */
void plot_scale(struct plot *plot, enum unit unit, bool log, double target);
void plot_draw(struct plot *plot);

/* Is more than a third of a line zero, or is everything within `ratio`? Then linear is better. */
bool plot_wants_log(const struct plot *plot, double ratio);

#endif
