// SPDX-License-Identifier: MIT
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "ui/draw.h"
#include "ui/view.h"

enum {
	COLUMN_W = 25, /* of the keys */
	KEYS_W = 9,
	WIDEST = 132,
	GROUPS_MAX = 8,
};

/* A row of the page of keys: one action, or two that belong together with a text of their own. */
struct key_row {
	enum action action, action2;
	const char *text;
};

/* Rows of one group stand together; a group's first row is its heading. */
static const struct key_row key_rows[] = {
	{ ACTION_NONE, ACTION_NONE, "MOVE" },
	{ ACTION_LESS, ACTION_MORE, "less, more" },
	{ ACTION_LESS_COARSE, ACTION_MORE_COARSE, "ten steps" },
	{ ACTION_NEXT, ACTION_PREVIOUS, "next item" },
	{ ACTION_TEN_DOWN, ACTION_TEN_UP, "ten rows" },
	{ ACTION_FIRST, ACTION_LAST, "first, last" },
	{ ACTION_PAGE_DOWN, ACTION_PAGE_UP, "page" },
	{ ACTION_PANEL_NEXT, ACTION_PANEL_PREVIOUS, "next panel" },
	{ ACTION_ZOOM_COST, ACTION_ZOOM_SCORES, "cost, scores" },
	{ ACTION_ZOOM_LATENCY, ACTION_ZOOM_FRESHNESS, "latency, stale" },
	{ ACTION_ZOOM_KNOBS, ACTION_ZOOM_MAP, "knobs, map" },
	{ ACTION_ZOOM_SENSITIVITY, ACTION_ZOOM_ADVISOR, "flips, advice" },
	{ ACTION_ZOOM_FLOW, ACTION_ZOOM_LOG, "flow, log" },
	{ ACTION_ENTER, ACTION_NONE, NULL },
	{ ACTION_BACK, ACTION_NONE, NULL },
	{ ACTION_CROSSING, ACTION_NONE, NULL },
	{ ACTION_NONE, ACTION_NONE, "KNOBS, FROM ANYWHERE" },
	{ ACTION_KNOB_PREVIOUS, ACTION_KNOB_NEXT, "previous, next" },
	{ ACTION_FINE_LESS, ACTION_FINE_MORE, "fine step" },
	{ ACTION_TYPE_VALUE, ACTION_NONE, NULL },
	{ ACTION_RESET, ACTION_NONE, NULL },
	{ ACTION_LOCK, ACTION_NONE, NULL },
	{ ACTION_UNDO, ACTION_REDO, "undo, redo" },
	{ ACTION_SOURCE, ACTION_PRICES, "source, prices" },
	{ ACTION_NONE, ACTION_NONE, "TIME" },
	{ ACTION_PLAY, ACTION_NONE, NULL },
	{ ACTION_STEP_BACK, ACTION_STEP_FORWARD, "one step" },
	{ ACTION_SLOWER, ACTION_FASTER, "slower, faster" },
	{ ACTION_EVENT_PREVIOUS, ACTION_EVENT_NEXT, "event" },
	{ ACTION_BOOKMARK, ACTION_BOOKMARK_NEXT, "bookmark, next" },
	{ ACTION_INCIDENT, ACTION_NONE, "incident" },
	{ ACTION_BASELINE, ACTION_BASELINE_LOOK, "baseline, look" },
	{ ACTION_DELETE, ACTION_NONE, "delete entry" },
	{ ACTION_NONE, ACTION_NONE, "SHOW" },
	{ ACTION_WHY, ACTION_NONE, NULL },
	{ ACTION_ARCH_NEXT, ACTION_ARCHS, "next ● ▲ ■, all" },
	{ ACTION_FIGURE, ACTION_NONE, NULL },
	{ ACTION_FORM, ACTION_SCALE, "view, scale" },
	{ ACTION_DETAIL, ACTION_FILTER, "layer, filter" },
	{ ACTION_AXIS_X, ACTION_AXIS_Y, "axes of the map" },
	{ ACTION_ZOOM_IN, ACTION_ZOOM_OUT, "zoom in, out" },
	{ ACTION_TILL, ACTION_NONE, "whole, till here" },
	{ ACTION_REFINE, ACTION_NONE, "refine" },
	{ ACTION_NONE, ACTION_NONE, "FILE AND PROGRAM" },
	{ ACTION_SAVE, ACTION_SAVE_AS, "save, save as" },
	{ ACTION_EXPORT, ACTION_RECORD, "export, record" },
	{ ACTION_COPY, ACTION_OPEN, "copy, open" },
	{ ACTION_FIND, ACTION_NONE, NULL },
	{ ACTION_FIND_NEXT, ACTION_FIND_PREVIOUS, "next match" },
	{ ACTION_COMMAND, ACTION_NONE, NULL },
	{ ACTION_HELP, ACTION_NONE, NULL },
	{ ACTION_THEME, ACTION_MOUSE, "theme, mouse" },
	{ ACTION_REDRAW, ACTION_NONE, NULL },
	{ ACTION_SUSPEND, ACTION_NONE, NULL },
	{ ACTION_QUIT, ACTION_NONE, NULL },
	{ ACTION_STEP_AGAIN, ACTION_ECHO, "tour again, echo" },
};

enum { KEY_ROWS = sizeof(key_rows) / sizeof(key_rows[0]) };

static const char *const figures_page[] = {
	"all in           running cost a month + upfront / months it is spread over:",
	"                 this decides who is cheapest",
	"running          what a month costs without upfront: tokens, index, hosting,",
	"                 retraining, people",
	"per 1,000 good   total cost by good answers: right, fresh, valid and in time",
	"first token      from the question to the first token of its answer,",
	"                 all waiting included; p95: 95 % are faster",
	"whole answer     the same to its last token",
	"time per token   from one token of an answer to the next, the first left out",
	"stale answers    share of answers made from facts that have changed since",
	"oldest missed    the longest that a change stayed invisible",
	"update to        what the last change that became visible had taken until then;",
	"  visible        at the end of the run: 95 % of all changes are faster",
	"right answers    share of all queries that are answered correctly",
	"in time          share of all queries that meet the latency targets",
	"retrained        retrainings of the run, how many of them failed",
	"±2 %             half the 95 % interval of first token p95, relative",
	"",
	"In the log (0) h l move what you set by a day, H L by ten, = changes it.",
	"In the flow (9) every query of a short time is simulated; figures are over",
	"5 s of watching. busy: mean share of the servers that serve; come: a second;",
	"mean wait: of those who began to be served.",
	"",
	"Tables and the answer give means over the runs, the plots over time this",
	"seed's run. Bands are the smallest to the largest value of a bucket, or",
	"of three cycles where a series cycles faster than the plot can show.",
	"Around cost by time, with d: a tenth of the runs lie below, a tenth above.",
	"The stack of costs (1, v): what the focused one has spent on what, so far; with",
	"f in each part of the run, where what is paid at once stands out.",
	"Heat maps: brighter is more answers, each step six tenths of a decade.",
	"A month has 30 days, a year 360.",
};

static const char *const signs_page[] = {
	"●  RAG            ▲  fine-tuned       ■  hybrid",
	"★  best           !  target missed    ∅  nobody meets the targets",
	"╳  break-even     ┊  you              ╌  target",
	"╎  your guess, in a tour",
	"",
	"On a knob's track",
	"█  where it is    ┊  where the file has it",
	"● ▲ ■  the answer becomes that one      ∅  nobody meets the targets",
	"–  nowhere in range   …  not known yet   ×  locked   ▁▃█  cost, 1/10 to 10x",
	"",
	"On the time line",
	"┴  deployed       ×  evaluation failed      ┃  playhead",
	"▼  set by you     ▽  bookmark, note",
	"",
	"In the first line",
	"*  not saved      REC the screen, MOVES what you do, to a file",
	"",
	"In the flow (9)",
	"● on an arrow  will be there in a moment    ● before │  waits",
	"█ behind │  is served       ░  a free place       █=5  stands for 5",
	"",
	"In the map (6)",
	"┼ you          your place, or the cursor    ⠒ frontier: the best changes there",
	"┊ ╌ S0 to S4   what the articles say; S0:125 is line 125 of the first of five",
	"",
	"In plots",
	"solid RAG         long dashes fine-tuned    dots hybrid",
	"solid p95         dots p50                  dashes p99",
	"≈  the axis is broken: the row below is 0   ↑ ↓  beyond the axis",
};

/* Does the action have the key of this name? */
static bool has_key(enum action action, const char *name)
{
	const char *keys = action_table[action].keys;
	size_t n = strlen(name);

	for (const char *at = strstr(keys, name); at != NULL; at = strstr(at + 1, name))
		if ((at == keys || at[-1] == ' ') && (at[n] == ' ' || at[n] == '\0'))
			return true;
	return false;
}

/* The first key of each action, and the arrows that do the same. */
static void keys_text(const struct key_row *row, char *buffer, size_t size)
{
	char first[24], second[24] = "";
	const char *arrows = "";

	action_hint(row->action, first, sizeof(first));
	if (row->action2 != ACTION_NONE)
		action_hint(row->action2, second, sizeof(second));
	if (has_key(row->action, "Left") && has_key(row->action2, "Right"))
		arrows = " ←→";
	if (has_key(row->action, "Down") && has_key(row->action2, "Up"))
		arrows = " ↓↑";
	snprintf(buffer, size, "%s%s%s%s", first, second[0] != '\0' ? " " : "", second, arrows);
}

/* A group of rows with its place on the page. */
struct group {
	int first, count; /* rows of key_rows */
	int column, row;
};

static int find_groups(struct group groups[GROUPS_MAX])
{
	int n = 0;

	for (int i = 0; i < KEY_ROWS; i++) {
		if (key_rows[i].action == ACTION_NONE)
			groups[n++] = (struct group){ .first = i };
		groups[n - 1].count++;
	}
	return n;
}

/* Puts groups below each other, with a blank row between, while the column has `rows`. Returns how
 * many columns that takes. */
static int pack(struct group *groups, int n, int rows)
{
	int column = 0, row = 0;

	for (int i = 0; i < n; i++) {
		if (row > 0 && row + 1 + groups[i].count > rows) {
			column++;
			row = 0;
		}
		row += row > 0;
		groups[i].column = column;
		groups[i].row = row;
		row += groups[i].count;
	}
	return column + 1;
}

/* The lowest page that has room in so many columns. Returns its rows. */
static int place_groups(struct group groups[GROUPS_MAX], int *n, int columns)
{
	int rows = 1;

	*n = find_groups(groups);
	for (int i = 0; i < *n; i++)
		rows = groups[i].count > rows ? groups[i].count : rows;
	while (pack(groups, *n, rows) > columns)
		rows++;
	return rows;
}

static int page_of(const struct ui_state *state)
{
	return state->help_page >= 0 && state->help_page <= 2 ? state->help_page : 0;
}

static const char *const *text_page(int page, int *n)
{
	if (page == 1) {
		*n = sizeof(figures_page) / sizeof(figures_page[0]);
		return figures_page;
	}
	*n = sizeof(signs_page) / sizeof(signs_page[0]);
	return signs_page;
}

static int key_columns(int columns)
{
	int inner = (columns < WIDEST ? columns : WIDEST) - 4;

	return inner / COLUMN_W > 0 ? inner / COLUMN_W : 1;
}

int view_help_lines(const struct ui_state *state, int columns)
{
	struct group groups[GROUPS_MAX];
	int n;

	if (page_of(state) == 0)
		return place_groups(groups, &n, key_columns(columns));
	text_page(page_of(state), &n);
	return n;
}

static void draw_key_row(const struct frame *frame, int x, int y, int columns,
			 const struct key_row *row)
{
	char keys[64];
	int keys_w;

	if (row->action == ACTION_NONE) {
		canvas_text(frame->canvas, x, y, ROLE_TITLE, CELL_BOLD, row->text);
		return;
	}
	keys_text(row, keys, sizeof(keys));
	canvas_text(frame->canvas, x, y, ROLE_KEY, 0, keys);
	keys_w = text_width(keys) < KEYS_W ? KEYS_W : text_width(keys) + 1;
	canvas_rich_in(frame->canvas, x + keys_w, y, columns - keys_w, ROLE_TEXT, 0,
		       row->text != NULL ? row->text : action_table[row->action].help);
}

static void draw_keys(const struct frame *frame, struct rect inner)
{
	struct group groups[GROUPS_MAX];
	int n, columns = key_columns(frame->canvas->w), width = inner.w / columns;

	place_groups(groups, &n, columns);
	for (int i = 0; i < n; i++)
		for (int k = 0; k < groups[i].count; k++)
			draw_key_row(frame, inner.x + groups[i].column * width,
				     inner.y + groups[i].row + k - frame->state->help_scroll, width,
				     &key_rows[groups[i].first + k]);
}

static void draw_text_page(const struct frame *frame, struct rect inner)
{
	int n;
	const char *const *lines = text_page(page_of(frame->state), &n);

	for (int i = frame->state->help_scroll; i < n; i++) {
		if (i < 0 || i - frame->state->help_scroll >= inner.h)
			continue;
		canvas_rich_in(frame->canvas, inner.x, inner.y + i - frame->state->help_scroll,
			       inner.w, ROLE_TEXT, 0, lines[i]);
	}
}

/* The area of the overlay: as high as its page, centred. */
static struct rect help_area(const struct frame *frame)
{
	int w = frame->canvas->w < WIDEST ? frame->canvas->w : WIDEST;
	int lines = view_help_lines(frame->state, frame->canvas->w), h = lines + 2;

	if (page_of(frame->state) > 0 && w > 84)
		w = 84;
	h = h < frame->canvas->h ? h : frame->canvas->h;
	return (struct rect){ (frame->canvas->w - w) / 2, (frame->canvas->h - h) / 2, w, h };
}

/* That there is more below, in the border. */
static void draw_more(const struct frame *frame, struct rect area, int room)
{
	int below = view_help_lines(frame->state, frame->canvas->w) - frame->state->help_scroll -
		    room;

	if (below > 0)
		canvas_printf(frame->canvas, area.x + 2, area.y + area.h - 1, ROLE_HINT, 0,
			      area.w < 24 ? " j: %d more " : " j: %d more below ", below);
}

void view_help_draw(const struct frame *frame)
{
	static const struct hint hints[] = {
		{ "Tab", NULL, "next page", ACTION_NONE, ACTION_NONE },
		{ "Esc", NULL, "close", ACTION_NONE, ACTION_NONE },
	};
	static const char *const titles[] = { "? keys", "? figures", "? signs" };
	struct rect area = help_area(frame),
		    inner = { area.x + 2, area.y + 1, area.w - 4, area.h - 2 };
	struct rect old;

	canvas_fill(frame->canvas, area, ' ', ROLE_TEXT, 0);
	if (area.w < 12 || area.h < 4) {
		canvas_rich_in(frame->canvas, area.x, area.y, area.w, ROLE_TITLE, 0,
			       "Esc closes the help");
		return;
	}
	canvas_box(frame->canvas, area, titles[page_of(frame->state)], false);
	hints_draw_border(frame->canvas, area.x + 14, area.x + area.w - 2, area.y, hints, 2);
	draw_more(frame, area, inner.h);
	old = canvas_clip(frame->canvas, inner);
	if (page_of(frame->state) == 0)
		draw_keys(frame, inner);
	else
		draw_text_page(frame, inner);
	canvas_unclip(frame->canvas, old);
}
