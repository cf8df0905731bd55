// SPDX-License-Identifier: MIT
/*
 * L4. Which panels there are and where, for any size of the screen.
 *
 * Between two sizes extra height goes to the plots first, then to the knobs; extra width to the
 * plots, then to the scoreboard. When height shrinks, latency and freshness go first, then the time
 * box becomes a line, then the scoreboard goes, then the plot.
 */
#ifndef RAGTOP_UI_LAYOUT_H
#define RAGTOP_UI_LAYOUT_H

#include <stdbool.h>

#include "ui/canvas.h"
#include "ui/state.h"

/* What is not shown has no width and no height. Panels of three rows or more have a box. */
struct layout {
	struct rect header;
	struct rect answer;
	int answer_lines;
	bool answer_boxed;
	struct rect cost, cost_time, scoreboard;
	struct rect latency, waterfall, freshness;
	struct rect knobs, ledger;
	struct rect knob; /* a strip with the active knob only */
	struct rect zoom; /* the zoomed panel instead of all others */
	struct rect time, footer;
	/* Of a tour: under the header, over and below what is shown. */
	struct rect rule, big, text, keys;
	bool boxes; /* is there room for borders? */
};

/* zoom: PANEL_NONE for the main screen. Under 80 x 24 there is room for one layout only. */
void layout_compute(struct layout *layout, int w, int h, enum screen_layout screen,
		    enum panel zoom);
/* A tour's step: `zoom` as above, with room for large figures and lines of text. */
struct layout_step {
	bool keys, hides; /* hides: the answer is not to be seen yet */
	bool knob;        /* it has one to play with */
	int big_rows; /* of large figures, where there is no room for digits; 0: there are none */
	int text_rows;
	enum panel highlight; /* shown on the main screen whatever its size; PANEL_NONE: none */
};
void layout_step(struct layout *layout, int w, int h, const struct layout_step *step,
		 enum panel zoom);
bool layout_shown(struct rect area);

#endif
