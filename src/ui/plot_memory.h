// SPDX-License-Identifier: MIT
/*
 * L4. What plots remember from frame to frame, so that they do not jump: a range grows at once and
 * shrinks slowly, end labels change their rows only when they have wanted to for a while.
 *
 * Its owner sets the clock; without a memory every frame stands for itself.
 */
#ifndef RAGTOP_UI_PLOT_MEMORY_H
#define RAGTOP_UI_PLOT_MEMORY_H

#include <stdbool.h>
#include <stdint.h>

#include "ui/plot_axis.h"
#include "ui/plot_label.h"

enum { PLOTS_HELD = 16 };

/* Of one plot. */
struct plot_held {
	struct plot_memory *memory;
	uint32_t id;
	uint32_t frame; /* in which it was drawn last */
	bool scaled, log, shrinking;
	double largest, lowest;      /* that the range is chosen for */
	double shrunk_s;             /* when it last lost a tick */
	int label_count, label_rows; /* labels, and rows of the plot, that `rows` is for */
	int rows[LABELS_MAX];
	double differ_s; /* since when the labels want other rows; NaN: they do not */
};

struct plot_memory {
	double now_s, input_s; /* input_s: of the last input */
	bool moving;           /* a drag or play: nothing shrinks */
	double wake_s;         /* when a plot wants to be drawn again; INFINITY: none does */
	uint32_t frame;
	struct plot_held held[PLOTS_HELD];
};

void plot_memory_init(struct plot_memory *memory);
/* Before a frame is drawn. */
void plot_memory_begin(struct plot_memory *memory, double now_s, bool moving);
/* What is held of a plot that may have been in the last frame; a plot that comes back starts anew.
 * NULL when there is no memory, or no room. */
struct plot_held *plot_memory_of(struct plot_memory *memory, uint32_t id);

/* As axis_init_y, with the range that is held. held may be NULL. */
void held_scale(struct plot_held *held, struct axis *axis, const struct extent *extent,
		enum unit unit, bool log, double target, int rows, int dots);
/* Gives labels the rows that are held. held may be NULL. */
void held_labels(struct plot_held *held, struct label_place *labels, int n, int rows);

#endif
