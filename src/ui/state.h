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
#include <ragtop/tour.h>
#include "session/session.h"
#include "sim/scope.h"
#include "ui/canvas.h"
#include "ui/incident.h"

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

enum cost_form { COST_BY_VOLUME, COST_BY_TIME, COST_LEDGER, COST_STACK, COST_FORMS };
enum cost_figure { COST_ALL_IN, COST_SO_FAR, COST_PER_1K, COST_PER_1K_GOOD, COST_FIGURES };
enum latency_form {
	LATENCY_OVER_TIME,
	LATENCY_HISTOGRAM,
	LATENCY_CUMULATIVE,
	LATENCY_HEAT,
	LATENCY_FORMS
};
enum latency_figure { LATENCY_TTFT, LATENCY_E2E, LATENCY_TPOT, LATENCY_FIGURES };
enum freshness_form { FRESH_OVER_TIME, FRESH_PIPELINE, FRESH_FORMS };
enum freshness_figure { FRESH_STALE, FRESH_OLDEST, FRESH_PENDING, FRESH_VISIBLE, FRESH_FIGURES };
enum map_figure { MAP_BEST, MAP_CHEAPEST, MAP_MARGIN, MAP_FIGURES };
enum log_form { LOG_EVENTS, LOG_PROVENANCE, LOG_FORMS };
/* What the main screen has room for: all that fits; the cost curve over the knobs; the curve and
 * the figures, for a room. */
enum screen_layout { SCREEN_FULL, SCREEN_FOCUS, SCREEN_TALK };
enum overlay {
	OVERLAY_NONE,
	OVERLAY_HELP,
	OVERLAY_PROMPT,
	OVERLAY_OPEN,
	OVERLAY_QUIT,
	OVERLAY_SOURCE,
	OVERLAY_WHY,
	OVERLAY_INCIDENT,
	OVERLAY_JOURNAL
};

struct prompt {
	enum {
		PROMPT_VALUE,
		PROMPT_SAVE_AS,
		PROMPT_COMMAND,
		PROMPT_FIND,
		PROMPT_INCIDENT,
		PROMPT_GUESS,
		PROMPT_EXPORT,
		PROMPT_RECORD
	} kind;
	char text[256];
	int cursor;    /* bytes */
	bool proposed; /* nobody has typed yet: what is typed replaces the text */
	bool valid;
	double value;      /* PROMPT_VALUE, when valid */
	bool bounded;      /* ... which is not what was typed, but the nearest legal one */
	char message[160]; /* what stands after the text: the value in full, or what is wrong */
};

/* A list that is longer than its panel: the row with the cursor and the first one in sight. */
struct list_view {
	int row;
	bool only; /* what does not matter is left out */
};

/* The map and where one looks on it. */
struct map_view {
	const struct map *map;         /* borrowed from app; NULL before there is one */
	struct study_news news;        /* of it */
	bool old;                      /* it is of an edit before the newest */
	enum param_id x, y;            /* the axes that are wanted */
	double at_x, at_y;             /* cursor, 0 to 1 of the axes; NaN: where "you" are */
	double lo_x, hi_x, lo_y, hi_y; /* the part that is wanted; NaN: all of it */
	enum map_figure figure;
	bool articles; /* what the articles say is laid over it */
};

enum advisor_form { ADVISOR_FRAMEWORKS, ADVISOR_CLAIMS, ADVISOR_FORMS };

struct advisor_view {
	enum advisor_form form;
	struct list_view list[ADVISOR_FORMS];
	const struct claims_known *claims; /* borrowed from app; NULL before there are any */
};

enum sensitivity_figure {
	SENSITIVITY_FLIP,
	SENSITIVITY_GAP,
	SENSITIVITY_BREAKEVEN,
	SENSITIVITY_FIGURES
};

struct sensitivity_view {
	const struct sensitivity *found; /* borrowed from app, in order; NULL before there is one */
	struct study_news news;
	struct list_view list; /* only: those that flip */
	enum sensitivity_figure figure;
};

/* View 9. Times in seconds of the run. */
struct flow_state {
	const struct scope_record *record; /* borrowed from app; NULL: none yet */
	bool one;                          /* one station instead of all */
	int station;                       /* the chosen one, in the order of flow_stations */
	double clock_s;
	double speed; /* 1 to 1000 */
	bool held_up; /* the clock waits for the simulation */
	bool refused; /* there is no record, for a reason that the snapshot has */
};

/* Edits that a program left behind when it died. */
struct journal_offer {
	const struct scenario *scenario; /* borrowed from app */
	char when[32];                   /* local time of the last of them */
	bool file_changed;               /* since they were made */
};

/* The presenter's mode. */
struct tour_state {
	const struct tour *tour; /* of the scenario that was opened; NULL: it has none */
	bool on;
	int step;
	bool revealed; /* what a step that asks had hidden */
	bool guessed;
	double guess;
	uint64_t since; /* of this generation on, figures are those of the step */
	bool entering;  /* ... which is not known yet */
	bool echo;
	char keys[192]; /* what was pressed last */
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
	bool cost_each;  /* of the stack: spent in each bucket instead of so far */
	bool cost_bands; /* p10 to p90 over the runs */
	enum latency_form latency_form;
	enum latency_figure latency_figure;
	int latency_scale;   /* 0 by rule, 1 linear, 2 log */
	bool latency_others; /* beside the focused architecture */
	enum freshness_form fresh_form;
	enum freshness_figure fresh_figure;
	int fresh_scale;
	struct map_view map;
	struct advisor_view advisor;
	struct sensitivity_view sensitivity;
	int why_pair;        /* how many pairs further than the first */
	bool scoreboard_all; /* short or all rows */
	bool till_playhead;  /* figures up to the playhead instead of the whole run */

	struct flow_state flow;
	struct tour_state tour;

	double playhead_frac; /* 0 to 1 of the horizon */
	bool playing;
	double speed_days_per_s;
	double time_zoom_lo, time_zoom_hi; /* visible part of the horizon, 0 to 1 */

	enum log_form log_form;
	bool log_mine, log_one_arch; /* only what I set; only the focused architecture's events */
	int log_row[LOG_FORMS];      /* the chosen one of those that are shown */
	struct incident_draft incident;
	/* What the run was before the incident and is with it; borrowed from app, NULL: not known.
	 */
	const struct result *incident_before, *incident_after;
	struct plot_memory *plots; /* from frame to frame; borrowed from app, NULL: nothing */

	bool has_baseline;
	bool looking;            /* at the baseline instead of the scenario */
	bool delta_relative;     /* the scoreboard's differences in per cent */
	struct result *baseline; /* borrowed from app, as the next */
	const struct curve *baseline_curve;
	struct scenario file; /* as on disk: what reset goes back to */
	bool dirty;           /* unsaved edits */
	bool journal;         /* ... which outlive the program */
	char file_name[256];  /* "" when it was never saved */

	char message[256]; /* last line; "" shows the hints */
	bool message_is_error;
	double flash_s; /* seconds of reverse video left on line 1 after a change of verdict */
	bool refining;
	bool recording;                    /* the screen, to a file */
	bool moves_recorded, moves_played; /* likewise what is done: :moves FILE, replay --moves */
	bool mouse;
	enum screen_layout layout;
	bool still; /* nothing flashes or moves by itself */
	int theme;
	int help_scroll, help_page;
	struct journal_offer offer; /* OVERLAY_JOURNAL */
	int open_index, open_count; /* the open overlay */
	char (*open_names)[256];    /* borrowed from app */
};

#endif
