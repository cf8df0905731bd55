// SPDX-License-Identifier: MIT
/*
 * L4. What the dashboard shows and how, apart from the figures: focus, zoom, forms, playhead,
 * prompt. Views read it together with a snapshot and draw; only app.c changes it.
 */
#ifndef RAGTOP_UI_STATE_H
#define RAGTOP_UI_STATE_H

#include <stdbool.h>
#include <stdint.h>

#include <ragtop/scenario.h>
#include "session/session.h"
#include "ui/canvas.h"

enum panel {
	PANEL_NONE,
	PANEL_COST,        /* 1 */
	PANEL_SCOREBOARD,  /* 2 */
	PANEL_LATENCY,     /* 3 */
	PANEL_FRESHNESS,   /* 4 */
	PANEL_KNOBS,       /* 5 */
	PANEL_MAP,         /* 6 */
	PANEL_SENSITIVITY, /* 7 */
	PANEL_ADVISOR,     /* 8 */
	PANEL_FLOW,        /* 9 */
	PANEL_LOG,         /* 0 */
	PANEL_TIME,        /* the time line */
	PANEL_COUNT,
};

enum cost_form { COST_BY_VOLUME, COST_BY_TIME, COST_LEDGER, COST_FORMS };
enum cost_figure { COST_ALL_IN, COST_SO_FAR, COST_PER_1K, COST_PER_1K_GOOD, COST_FIGURES };
enum latency_form { LATENCY_OVER_TIME, LATENCY_HISTOGRAM, LATENCY_CUMULATIVE, LATENCY_FORMS };
enum latency_figure { LATENCY_TTFT, LATENCY_E2E, LATENCY_FIGURES };
enum freshness_figure { FRESH_STALE, FRESH_OLDEST, FRESH_PENDING, FRESH_FIGURES };
/* What the main screen has room for: all that fits; the cost curve over the knobs; the curve and
 * the figures, for a room. */
enum screen_layout { SCREEN_FULL, SCREEN_FOCUS, SCREEN_TALK };
enum overlay {
	OVERLAY_NONE,
	OVERLAY_HELP,
	OVERLAY_PROMPT,
	OVERLAY_OPEN,
	OVERLAY_QUIT,
	OVERLAY_SOURCE
};

struct prompt {
	enum { PROMPT_VALUE, PROMPT_SAVE_AS, PROMPT_COMMAND, PROMPT_FIND } kind;
	char text[256];
	int cursor; /* bytes */
	bool valid;
	double value;      /* PROMPT_VALUE, when valid */
	bool bounded;      /* ... which is not what was typed, but the nearest legal one */
	char message[160]; /* what stands after the text: the value in full, or what is wrong */
};

struct ui_state {
	enum panel focus, zoom; /* zoom PANEL_NONE: the main screen */
	enum overlay overlay;
	struct prompt prompt;

	int knob_count;
	struct knob knobs[SESSION_KNOBS_MAX]; /* in the order of the panel; targets among them */
	int knob;                             /* the active one */
	bool locked[SESSION_KNOBS_MAX];

	enum arch arch; /* the focused architecture */
	enum cost_form cost_form;
	enum cost_figure cost_figure;
	bool cost_linear;
	enum latency_form latency_form;
	enum latency_figure latency_figure;
	int latency_scale; /* 0 by rule, 1 linear, 2 log */
	enum freshness_figure fresh_figure;
	int fresh_scale;
	bool scoreboard_all; /* short or all rows */
	bool till_playhead;  /* figures up to the playhead instead of the whole run */

	double playhead_frac; /* 0 to 1 of the horizon */
	bool playing;
	double speed_days_per_s;
	double time_zoom_lo, time_zoom_hi; /* visible part of the horizon, 0 to 1 */

	bool has_baseline;
	struct result *baseline; /* borrowed from app */
	struct scenario file;    /* as on disk: what reset goes back to */
	bool dirty;              /* unsaved edits */
	char file_name[256];     /* "" when it was never saved */

	char message[256]; /* last line; "" shows the hints */
	bool message_is_error;
	double flash_s; /* seconds of reverse video left on line 1 after a change of verdict */
	bool refining;
	bool mouse;
	enum screen_layout layout;
	bool still; /* nothing flashes or moves by itself */
	int theme;
	int help_scroll, help_page;
	int open_index, open_count; /* the open overlay */
	char (*open_names)[256];    /* borrowed from app */
};

#endif
