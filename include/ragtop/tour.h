// SPDX-License-Identifier: MIT
/*
 * L0. A tour: what somebody shows a room, step by step. Each step changes the scenario of the one
 * before, has a view and words to it. A scenario borrows its tour (io/tour.h); no run looks at it
 * and no digest has it.
 *
 * Texts name figures in braces, which are put in when they are shown: "{rag.cost.monthly_usd}", a
 * parameter "{traffic.volume_qpm}", "{crossing.rag.hybrid}" for the volume at which the answer
 * turns over between two architectures, "{verdict.best}" and "{verdict.cheapest}"; and sums of two
 * of them: "{ft.cost.monthly_usd - rag.cost.monthly_usd}", likewise + and /.
 */
#ifndef RAGTOP_TOUR_H
#define RAGTOP_TOUR_H

#include <stdbool.h>
#include <stddef.h>

#include <ragtop/arch.h>
#include <ragtop/error.h>
#include <ragtop/params.h>
#include <ragtop/result.h>
#include <ragtop/scenario.h>

enum {
	TOUR_STEPS_MAX = 32,
	TOUR_SETS_MAX = 128,   /* of all steps */
	TOUR_ENTRIES_MAX = 64, /* likewise */
	TOUR_BIG_MAX = 3,
	TOUR_TITLE_SIZE = 64,
	TOUR_TEXT_SIZE = 448,
	TOUR_NOTES_SIZE = 2048,
	TOUR_LABEL_SIZE = 48,
	TOUR_FIGURE_SIZE = 96,
};

/* The main screen and those that can be zoomed, in the order of their digits. */
enum tour_view {
	TOUR_MAIN,
	TOUR_COST,
	TOUR_SCOREBOARD,
	TOUR_LATENCY,
	TOUR_FRESHNESS,
	TOUR_KNOBS,
	TOUR_MAP,
	TOUR_SENSITIVITY,
	TOUR_ADVISOR,
	TOUR_FLOW,
	TOUR_LOG,
	TOUR_VIEWS,
};

/* What can be said of a view in a step: names of its forms and figures, NULL after the last. */
struct tour_view_info {
	const char *name;
	const char *const *forms, *const *figures; /* NULL: there are none to choose from */
	bool detail;                               /* it has an extra layer */
};
extern const struct tour_view_info tour_views[TOUR_VIEWS];

struct tour_step {
	char title[TOUR_TITLE_SIZE]; /* "": none */
	enum tour_view view, highlight;
	int form, figure;                    /* of the view; its first is 0 */
	bool detail;                         /* with the view's extra layer */
	bool has_arch, has_knob, has_map;    /* else they stay as they were */
	enum arch arch;                      /* in focus */
	enum param_id knob, map_x, map_y;    /* the active knob, the axes of the map */
	double at_days;                      /* of the playhead; NaN: the end */
	bool has_book;                       /* prices by another book from here on */
	char price_book[SCENARIO_BOOK_SIZE]; /* "": by none */
	int big_count;                       /* figures in large digits */
	struct tour_big {
		char figure[TOUR_FIGURE_SIZE]; /* as between braces */
		char label[TOUR_LABEL_SIZE];
	} big[TOUR_BIG_MAX];
	char ask[TOUR_TEXT_SIZE];      /* before the reveal; "": nothing is hidden */
	char answer[TOUR_FIGURE_SIZE]; /* what a guess is about; "": nothing to guess */
	char say[TOUR_TEXT_SIZE];
	char try[TOUR_TEXT_SIZE];    /* what to play with now */
	char notes[TOUR_NOTES_SIZE]; /* for the speaker */
};

struct tour {
	int step_count, set_count, entry_count;
	struct tour_step steps[TOUR_STEPS_MAX];
	struct tour_set {
		int step;
		enum param_id param;
		double value;
	} sets[TOUR_SETS_MAX]; /* in the order of the steps, as the entries */
	struct tour_entry {
		int step;
		struct timeline_entry entry;
	} entries[TOUR_ENTRIES_MAX];
};

/* "cost" -> TOUR_COST. */
bool tour_view_find(const char *name, enum tour_view *view);

/* A figure as texts name it. */
struct tour_figure {
	enum tour_figure_kind {
		TOUR_OF_RESULT,
		TOUR_OF_PARAM,
		TOUR_OF_CROSSING, /* or that of b to a */
		TOUR_OF_BEST,
		TOUR_OF_CHEAPEST
	} kind;
	const struct figure *figure; /* TOUR_OF_RESULT, of `a` */
	enum param_id param;
	enum arch a, b;
	enum unit unit;
};

/* One or two of them: a, a + b, a - b, a / b. */
struct tour_sum {
	struct tour_figure a, b;
	char sign; /* '\0': only a */
	enum unit unit;
};

/* What stands between braces, `size` bytes of it. */
bool tour_sum_parse(const char *text, size_t size, struct tour_sum *sum, struct error *error);
/* Does the scenario compare those whose figures they are? Others are never known. */
bool tour_sum_check(const struct tour_sum *sum, const struct scenario *scenario,
		    struct error *error);
/* Are all braces of a text such figures, of those that the scenario compares? */
bool tour_text_check(const char *text, const struct scenario *scenario, struct error *error);

#endif
