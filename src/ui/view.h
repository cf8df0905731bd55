// SPDX-License-Identifier: MIT
/*
 * L4. What the views share; only view*.c include this. A view draws one panel into the area it is
 * given, border included, and registers what can be clicked.
 */
#ifndef RAGTOP_UI_VIEW_H
#define RAGTOP_UI_VIEW_H

#include <stdbool.h>

#include "base/format.h"
#include "session/session.h"
#include "ui/actions.h"
#include "ui/canvas.h"
#include "ui/layout.h"
#include "ui/plot.h"
#include "ui/state.h"
#include "ui/widget_hints.h"

/* One frame in the making. snapshot is NULL before there is one. */
struct frame {
	const struct snapshot *snapshot;
	const struct ui_state *state;
	struct canvas *canvas;
	struct layout layout;
	bool narrow; /* under 100 columns: short words and figures */
};

/* A panel of the main screen that can be zoomed. */
struct view {
	enum panel panel;
	const char *name;
	enum action zoom; /* the key that zooms it */
	/* Draws the panel; zoomed: it has the screen for itself. */
	void (*draw)(const struct frame *frame, struct rect area, bool zoomed);
};

extern const struct view view_cost, view_scoreboard, view_latency, view_freshness, view_knobs,
	view_map, view_advisor, view_sensitivity, view_flow, view_log;

/* By name, NULL when there is none; and all names. */
const struct view *view_named(const char *name);
void view_names(char *text, size_t size);

/* Parts that are no panels of their own, in view_<name>.c. */
void view_header_draw(const struct frame *frame, struct rect area);
void view_answer_draw(const struct frame *frame, struct rect area);
void view_cost_time_draw(const struct frame *frame, struct rect area);
void view_cost_stack_draw(const struct frame *frame, struct rect area);
void view_ledger_draw(const struct frame *frame, struct rect area);
void view_histogram_draw(const struct frame *frame, struct rect area);
void view_waterfall_draw(const struct frame *frame, struct rect area);
void view_knob_draw(const struct frame *frame, struct rect area);
void view_time_draw(const struct frame *frame, struct rect area);
void view_footer_draw(const struct frame *frame, struct rect area);
void view_help_draw(const struct frame *frame);
void view_overlay_draw(const struct frame *frame);
/* Into the middle of the screen; as high as what there is to say. */
void view_why_draw(const struct frame *frame, struct rect area);
int view_why_height(const struct frame *frame);
void view_incident_draw(const struct frame *frame);

/* The step of a tour: where its parts are, and those that no view draws. */
void view_tour_layout(struct frame *frame);
void view_tour_draw(const struct frame *frame);
/* Before the reveal the panel is covered, but where the question is about its curves: costs by
 * volume, without what answers it. */
bool view_tour_asks_of(const struct frame *frame);
void view_tour_cover(const struct frame *frame, struct rect area);
/* Is the answer for the room to find first? */
bool frame_hides(const struct frame *frame);

/* The forms of the cost panel that are not by volume, without a box. */
void cost_time_title(const struct frame *frame, char *title, size_t size);
void cost_time_inside(const struct frame *frame, struct rect inner, bool boxed);
void ledger_inside(const struct frame *frame, struct rect inner);
void cost_stack_title(const struct frame *frame, char *title, size_t size);
void cost_stack_inside(const struct frame *frame, struct rect inner, bool boxed);
/* Likewise the waterfall of the latency panel. */
void waterfall_inside(const struct frame *frame, struct rect inner);

/* And the strip of the freshness panel: what becomes of changes in each architecture. */
void pipeline_inside(const struct frame *frame, struct rect inner, bool boxed);

/* Is there a result to show? */
bool frame_ready(const struct frame *frame);
/* The architectures shown, in the order of the file. Returns how many. */
int frame_archs(const struct frame *frame, enum arch archs[ARCH_COUNT]);
/* Of these as many as there is room for, the focused one among them; one at least. */
int frame_archs_in(const struct frame *frame, int room, enum arch archs[ARCH_COUNT]);
/* The same with the focused one last, to be drawn over the others. */
int frame_archs_bottom_up(const struct frame *frame, enum arch archs[ARCH_COUNT]);
/* The focused architecture, or another one if that is not shown. */
enum arch frame_focus(const struct frame *frame);
const struct arch_result *frame_result(const struct frame *frame, enum arch arch);
double frame_horizon_s(const struct frame *frame);
/* Queries a month at the start: where "you" are. */
double frame_volume(const struct frame *frame);

/* "●" as UTF-8, whatever the charset: the canvas translates. */
const char *arch_sign(enum arch arch);
/* "fine-tuned", "tuned", "FT": less and less room. */
const char *arch_name(enum arch arch);
const char *arch_name_short(enum arch arch);
const char *arch_name_tiny(enum arch arch);
struct dash arch_dash(enum arch arch);
char arch_letter(enum arch arch);

/*
 * The box of a panel with its title and the hints of its border, and the hit that gives it the
 * focus. Returns what is inside; without boxes, or in less than 3 rows, all of the area.
 */
struct rect panel_box(const struct frame *frame, struct rect area, enum panel panel,
		      const char *title, const struct hint *hints, int hint_count);
bool panel_has_box(const struct frame *frame, struct rect area);
/* The first row in sight of a list of so many, so that the one with the cursor is. */
int list_first(int row, int rows, int room);
/* A text from row y on in as many rows of the area as it takes, cut at words. Returns the row after
 * it. */
int panel_words(const struct frame *frame, struct rect area, int y, enum role role,
		const char *text);
/* How many that is. */
int panel_words_rows(const char *text, int columns);
/* A text in the middle of a panel that has nothing to show. */
void panel_note(const struct frame *frame, struct rect inner, const char *text);

/* An x axis over the visible time, one dot a column. */
void time_axis(struct axis *axis, const struct frame *frame, int columns);
/* The labels of an x axis that begins in column x, on a border or a free row; and the playhead as a
 * line through rows of such a time axis. */
void axis_labels(const struct frame *frame, struct axis *axis, int x, int y, bool boxed);
void playhead_line(const struct frame *frame, const struct axis *axis, struct rect dots);
/* What a plot remembers from the last frame, and how thick its lines are. `kind` tells the plots of
 * a panel apart. */
void plot_remember(struct plot *plot, const struct frame *frame, enum panel panel, int kind);
/* A plot over time: its x axis, marks, hits and what is dimmed. */
void plot_over_time(struct plot *plot, const struct frame *frame);
/* The bucket of the playhead; the last one when it is at the end. */
int frame_bucket(const struct frame *frame);
bool frame_at_end(const struct frame *frame);

#endif
