// SPDX-License-Identifier: MIT
#include <assert.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/entry_text.h"
#include "base/text.h"
#include "ui/view.h"

enum { MARK_LABEL_PART = 2 }; /* the label of a mark takes at most this part of a plot */

struct arch_look {
	const char *sign, *name, *name_short, *tiny;
	struct dash dash;
	char letter;
};

/* clang-format off */
static const struct arch_look looks[ARCH_COUNT] = {
	[ARCH_RAG] =    { "●", "RAG", "RAG", "RAG", DASH_SOLID, 'R' },
	[ARCH_FT] =     { "▲", "fine-tuned", "tuned", "FT", DASH_LONG, 'F' },
	[ARCH_HYBRID] = { "■", "hybrid", "hybrid", "hyb", DASH_FINE, 'H' },
	[ARCH_LONGCTX] = { "◆", "long context", "long", "lctx", DASH_DOT, 'L' },
	[ARCH_PROMPT] = { "○", "prompt-only", "prompt", "prm", DASH_SPARSE, 'P' },
	[ARCH_ROUTED] = { "◇", "routed", "routed", "rout", DASH_MIXED, 'X' },
};
/* clang-format on */

const char *arch_sign(enum arch arch)
{
	return looks[arch].sign;
}

const char *arch_name(enum arch arch)
{
	return looks[arch].name;
}

const char *arch_name_short(enum arch arch)
{
	return looks[arch].name_short;
}

const char *arch_name_tiny(enum arch arch)
{
	return looks[arch].tiny;
}

struct dash arch_dash(enum arch arch)
{
	return looks[arch].dash;
}

char arch_letter(enum arch arch)
{
	return looks[arch].letter;
}

bool frame_ready(const struct frame *frame)
{
	enum arch archs[ARCH_COUNT];

	return frame->snapshot != NULL && frame->snapshot->has_result &&
	       frame->snapshot->result.horizon_s > 0 && frame_archs(frame, archs) > 0;
}

int frame_archs(const struct frame *frame, enum arch archs[ARCH_COUNT])
{
	const struct snapshot *snapshot = frame->snapshot;
	int n = 0;

	for (int i = 0; i < snapshot->scenario.arch_count; i++) {
		enum arch arch = snapshot->scenario.archs[i];

		if (snapshot->result.arch[arch].present)
			archs[n++] = arch;
	}
	return n;
}

int frame_archs_in(const struct frame *frame, int room, enum arch archs[ARCH_COUNT])
{
	int n = frame_archs(frame, archs), at = 0;

	room = room > 1 ? room : 1;
	if (n <= room)
		return n;
	while (at < n - 1 && archs[at] != frame_focus(frame))
		at++;
	if (at >= room)
		archs[room - 1] = archs[at];
	return room;
}

enum arch frame_focus(const struct frame *frame)
{
	enum arch archs[ARCH_COUNT];
	int n = frame_archs(frame, archs);

	for (int i = 0; i < n; i++)
		if (archs[i] == frame->state->arch)
			return archs[i];
	return n > 0 ? archs[0] : ARCH_RAG;
}

int frame_archs_bottom_up(const struct frame *frame, enum arch archs[ARCH_COUNT])
{
	enum arch focus = frame_focus(frame);
	int n = 0;

	for (int i = ARCH_COUNT - 1; i >= 0; i--)
		if ((enum arch)i != focus && frame->snapshot->result.arch[i].present)
			archs[n++] = (enum arch)i;
	archs[n++] = focus;
	return n;
}

const struct arch_result *frame_result(const struct frame *frame, enum arch arch)
{
	return &frame->snapshot->result.arch[arch];
}

double frame_horizon_s(const struct frame *frame)
{
	return frame->snapshot->result.horizon_s;
}

double frame_volume(const struct frame *frame)
{
	return scenario_volume_qpm(&frame->snapshot->scenario);
}

bool frame_at_end(const struct frame *frame)
{
	return !(frame->state->playhead_frac < 1);
}

int frame_bucket(const struct frame *frame)
{
	double bucket = floor(frame->state->playhead_frac * RESULT_BUCKETS);

	if (!(bucket < RESULT_BUCKETS))
		return RESULT_BUCKETS - 1;
	return bucket < 0 ? 0 : (int)bucket;
}

bool panel_has_box(const struct frame *frame, struct rect area)
{
	return frame->layout.boxes && area.h >= 3 && area.w >= 12;
}

struct rect panel_box(const struct frame *frame, struct rect area, enum panel panel,
		      const char *title, const struct hint *hints, int hint_count)
{
	bool focused = panel != PANEL_NONE && frame->state->focus == panel;
	int title_end = area.x + 4 + text_width(title);

	if (panel != PANEL_NONE)
		canvas_hit(frame->canvas, area, ACTION_HIT_PANEL, (int)panel);
	if (!panel_has_box(frame, area))
		return area;
	canvas_box(frame->canvas, area, title, focused);
	hints_draw_border(frame->canvas, title_end, area.x + area.w - 2, area.y, hints, hint_count);
	return (struct rect){ area.x + 1, area.y + 1, area.w - 2, area.h - 2 };
}

int list_first(int row, int rows, int room)
{
	int first = row - room / 2;

	if (first > rows - room)
		first = rows - room;
	return first < 0 ? 0 : first;
}

/* Would a row end between a number and its unit, as in 14.6 d? */
static bool parts_unit(const char *text, size_t cut)
{
	const size_t unit_longest = 3;

	return cut > 0 && text[cut] == ' ' && text[cut - 1] >= '0' && text[cut - 1] <= '9' &&
	       strcspn(text + cut + 1, " .,:;") <= unit_longest;
}

/* Bytes of a text that fit into a row, cut at a word if it can be. */
static size_t words_fit(const char *text, int columns)
{
	size_t fit = text_fit(text, columns), cut = fit;

	while (text[fit] != '\0' && cut > 0 && (text[cut] != ' ' || parts_unit(text, cut)))
		cut--;
	return cut > 0 ? cut : fit;
}

int panel_words(const struct frame *frame, struct rect area, int y, enum role role,
		const char *text)
{
	while (*text != '\0' && y < area.y + area.h && area.w > 0) {
		size_t cut = words_fit(text, area.w);
		char line[1024];

		if (cut == 0)
			break;
		if (y == area.y + area.h - 1 && text[cut] != '\0') {
			/* The last row says that there is more. */
			canvas_rich_in(frame->canvas, area.x, y, area.w, role, 0, text);
			return y + 1;
		}
		snprintf(line, sizeof(line), "%.*s", (int)cut, text);
		canvas_rich(frame->canvas, area.x, y++, role, 0, line);
		text += cut;
		text += strspn(text, " ");
	}
	return y;
}

int panel_words_rows(const char *text, int columns)
{
	int rows = 0;

	while (*text != '\0' && columns > 0) {
		size_t cut = words_fit(text, columns);

		if (cut == 0)
			break;
		rows++;
		text += cut;
		text += strspn(text, " ");
	}
	return rows;
}

void panel_note(const struct frame *frame, struct rect inner, const char *text)
{
	int width = text_width(text), columns = inner.w < width ? inner.w : width;

	canvas_rich_in(frame->canvas, inner.x + (inner.w - columns) / 2, inner.y + inner.h / 2,
		       columns, ROLE_HINT, 0, text);
}

/* The part of the run that is shown, in seconds. */
static void visible_time(const struct frame *frame, double *from, double *to)
{
	double lo = frame->state->time_zoom_lo, hi = frame->state->time_zoom_hi;

	if (!(lo >= 0 && hi > lo && hi <= 1)) {
		lo = 0;
		hi = 1;
	}
	*from = lo * frame_horizon_s(frame);
	*to = hi * frame_horizon_s(frame);
}

void time_axis(struct axis *axis, const struct frame *frame, int columns)
{
	double from, to;

	visible_time(frame, &from, &to);
	axis_init_x(axis, from, to, UNIT_S, false, columns, 1);
}

void axis_labels(const struct frame *frame, struct axis *axis, int x, int y, bool boxed)
{
	axis_ticks_x(axis, "", boxed ? 2 : 1);
	for (int i = 0; i < axis->tick_count; i++) {
		const struct tick *tick = &axis->tick[i];
		int at = x + axis_label_x(tick), end = at + text_width(tick->text);

		canvas_text(frame->canvas, at, y, ROLE_HINT, 0, tick->text);
		if (boxed) {
			canvas_put(frame->canvas, at - 1, y, ' ', ROLE_HINT, 0);
			canvas_put(frame->canvas, end, y, ' ', ROLE_HINT, 0);
		}
	}
}

void playhead_line(const struct frame *frame, const struct axis *axis, struct rect dots)
{
	double at = frame->state->playhead_frac * frame_horizon_s(frame);
	int x = dots.x + axis_cell(axis, at);

	if (frame_at_end(frame) || !(at >= axis->lo && at <= axis->hi))
		return;
	for (int y = dots.y; y < dots.y + dots.h; y++)
		canvas_put(frame->canvas, x, y, sign_code(frame->canvas->charset, SIGN_PLAYHEAD),
			   ROLE_CURSOR, 0);
}

/* As much of a note as a plot has room for, whole words of it. */
static void write_mark_label(const struct plot *plot, struct plot_mark *mark, const char *note)
{
	int columns = plot->dots.w / MARK_LABEL_PART;
	size_t cut = words_fit(note, columns);

	while (cut >= sizeof(mark->label))
		cut = words_fit(note, --columns);
	if (note[cut] != '\0' && cut > 0 && note[cut - 1] == ',')
		cut--;
	snprintf(mark->label, sizeof(mark->label), "%.*s", (int)cut, note);
}

static void mark_interventions(struct plot *plot, const struct frame *frame)
{
	const struct scenario *scenario = &frame->snapshot->scenario;

	for (int i = 0; i < scenario->timeline_count; i++) {
		const struct timeline_entry *entry = &scenario->timeline[i];
		double at = entry->at_days * DAY_S;
		char text[SCENARIO_NOTE_SIZE + 128];
		struct plot_mark *mark;

		if (!(at >= plot->x.lo && at <= plot->x.hi))
			continue;
		mark = plot_mark_add(plot, at, SIGN_YOU, ROLE_HINT);
		if (mark == NULL)
			return;
		mark->sign = SIGN_INCIDENT;
		entry_text(entry, ENTRY_LABELS, text, sizeof(text));
		write_mark_label(plot, mark, entry->note[0] != '\0' ? entry->note : text);
	}
}

void plot_remember(struct plot *plot, const struct frame *frame, enum panel panel, int kind)
{
	uint32_t place = (uint32_t)plot->dots.x << 20 ^ (uint32_t)plot->dots.y << 12;

	plot->thick = frame->state->tour.on;
	plot->held = plot_memory_of(frame->state->plots,
				    place ^ (uint32_t)panel << 8 ^ (uint32_t)kind ^ 1U << 31);
}

void plot_over_time(struct plot *plot, const struct frame *frame)
{
	double from, to, playhead;
	struct plot_mark *mark;
	char day[FORMAT_SIZE];

	visible_time(frame, &from, &to);
	plot_x(plot, from, to, UNIT_S, false);
	plot->x_unit = "day";
	canvas_hit(frame->canvas, plot->dots, ACTION_HIT_TIME, 0);
	if (frame_at_end(frame)) {
		mark_interventions(plot, frame);
		return;
	}
	playhead = fmax(frame->state->playhead_frac, 0) * frame_horizon_s(frame);
	if (playhead >= from && playhead <= to) {
		mark = plot_mark_add(plot, playhead, SIGN_PLAYHEAD, ROLE_CURSOR);
		mark->over = true;
		format_day(day, sizeof(day), playhead);
		snprintf(mark->label, sizeof(mark->label), "day %.40s", day);
		plot->box_at = playhead;
		if (frame->state->zoom != PANEL_NONE)
			snprintf(plot->box, sizeof(plot->box), "%s", mark->label);
		plot->dim_from = frame->state->playing ? axis_cell(&plot->x, playhead) + 1
						       : plot->dots.w;
	} else if (frame->state->playing && playhead < from) {
		plot->dim_from = 0;
	}
	mark_interventions(plot, frame);
}
