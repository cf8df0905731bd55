// SPDX-License-Identifier: MIT
/* View 9: the stations of one architecture as a pipeline, around the playhead, as time goes by. */
#include <math.h>
#include <stdio.h>

#include "base/text.h"
#include "ui/view_flow.h"

enum { BLOCK_MOST = 6, WIDE_NUMBERS = 44 };

/* "day 179 15:00:03.250" */
static void moment(char *text, size_t size, double s)
{
	double ms = floor(s * 1000 + 0.5), day = floor(ms / 86400000);
	int of_day = (int)(ms - day * 86400000);

	snprintf(text, size, "day %.0f %02d:%02d:%02d.%03d", day, of_day / 3600000,
		 of_day / 60000 % 60, of_day / 1000 % 60, of_day % 1000);
}

void flow_draw_head(const struct flow_picture *picture, struct rect row)
{
	const struct frame *frame = picture->frame;
	const struct flow_total *total = &picture->total;
	enum arch arch = picture->record->arch;
	char at[64], come[32], gone[32], inside[FORMAT_SIZE], text[160];
	int x = row.x + 1;

	moment(at, sizeof(at), picture->at_s);
	flow_rate(come, sizeof(come), total->arrived, total->span_s);
	flow_rate(gone, sizeof(gone), total->answered, total->span_s);
	format_count_narrow(inside, sizeof(inside), total->under_way);
	x += canvas_printf(frame->canvas, x, row.y, role_of_arch(arch, false), CELL_BOLD, "%s %s  ",
			   arch_sign(arch),
			   frame->narrow ? arch_name_short(arch) : arch_name(arch));
	x += canvas_text(frame->canvas, x, row.y, ROLE_TITLE, CELL_BOLD, at);
	x += canvas_printf(frame->canvas, x, row.y, ROLE_TITLE, 0, "  %s %.0fx  ",
			   frame->state->playing ? "►" : "‖", frame->state->flow.speed);
	snprintf(text, sizeof(text),
		 row.w >= 100 ? "%s come, %s are answered, %s are under way"
			      : "in %s  out %s  here %s",
		 come, gone, inside);
	canvas_rich_in(frame->canvas, x, row.y, row.x + row.w - 1 - x, ROLE_TEXT, 0, text);
}

/* ---- numbers ---- */

struct columns {
	int x;       /* of the first */
	bool wide;   /* all of them */
	bool short_; /* only who waits */
};

static struct columns columns_of(const struct flow_picture *picture, struct rect area)
{
	return (struct columns){ area.x + area.w - picture->numbers_w,
				 picture->numbers_w >= WIDE_NUMBERS, picture->numbers_w < 20 };
}

static void draw_headings(const struct flow_picture *picture, struct rect row)
{
	struct canvas *canvas = picture->frame->canvas;
	struct columns columns = columns_of(picture, row);
	int queue_end = row.x + picture->name_w + picture->arrow_w + picture->queue_w;

	canvas_right(canvas, queue_end, row.y, ROLE_HINT, 0, "queue");
	canvas_text(canvas, queue_end + 1, row.y, ROLE_HINT, 0, "served");
	canvas_right(canvas, columns.x + 7, row.y, ROLE_HINT, 0, "wait");
	if (columns.short_)
		return;
	canvas_right(canvas, columns.x + 17, row.y, ROLE_HINT, 0, "served");
	canvas_right(canvas, columns.x + 24, row.y, ROLE_HINT, 0, "busy");
	if (!columns.wide)
		return;
	canvas_right(canvas, columns.x + 33, row.y, ROLE_HINT, 0, "come");
	canvas_right(canvas, columns.x + 43, row.y, ROLE_HINT, 0, "mean wait");
}

static void trouble(const struct flow_figures *figures, char *text, size_t size)
{
	const struct {
		double count;
		const char *word;
	} of[] = { { figures->dropped, "dropped" },
		   { figures->timed_out, "timed out" },
		   { figures->refused, "refused" },
		   { figures->failed, "failed" } };
	size_t used = 0;

	text[0] = '\0';
	for (int i = 0; i < 4 && used < size; i++) {
		char count[FORMAT_SIZE];

		if (!(of[i].count > 0))
			continue;
		format_count_narrow(count, sizeof(count), of[i].count);
		used += (size_t)snprintf(text + used, size - used, "%s%s %s", used ? ", " : "",
					 count, of[i].word);
	}
}

static void draw_served(const struct flow_picture *picture, int s, const struct columns *columns,
			int y)
{
	const struct flow_station *station = &picture->stations[s];
	const struct flow_figures *figures = &picture->figures[s];
	struct canvas *canvas = picture->frame->canvas;
	char text[64], busy[FORMAT_SIZE], all[FORMAT_SIZE];

	if (station->kind == STATION_RETRY)
		return;
	format_count_narrow(busy, sizeof(busy), figures->busy);
	format_count_narrow(all, sizeof(all), station->servers);
	snprintf(text, sizeof(text), station->servers > 0 ? "%s/%s" : "%s", busy, all);
	canvas_right(canvas, columns->x + 17, y, ROLE_TEXT, 0, text);
	if (station->servers == 0)
		return;
	format_share_narrow(text, sizeof(text), figures->busy_mean / station->servers);
	canvas_right(canvas, columns->x + 24, y, ROLE_TEXT, 0, text);
}

static void draw_rates(const struct flow_figures *figures, const struct flow_picture *picture,
		       const struct columns *columns, int y)
{
	struct canvas *canvas = picture->frame->canvas;
	char text[64];

	flow_rate(text, sizeof(text), figures->came, figures->span_s);
	canvas_right(canvas, columns->x + 33, y, ROLE_TEXT, 0, text);
	snprintf(text, sizeof(text), "%s", FORMAT_MISSING);
	if (figures->began > 0)
		format_time_narrow(text, sizeof(text), figures->waited_s / figures->began);
	canvas_right(canvas, columns->x + 43, y, ROLE_TEXT, 0, text);
}

static void draw_numbers(const struct flow_picture *picture, int s, struct rect area)
{
	const struct flow_figures *figures = &picture->figures[s];
	struct columns columns = columns_of(picture, area);
	struct canvas *canvas = picture->frame->canvas;
	char text[128];

	format_count_narrow(text, sizeof(text), figures->waiting);
	canvas_right(canvas, columns.x + 7, area.y, figures->waiting > 0 ? ROLE_MISSED : ROLE_TEXT,
		     figures->waiting > 0 ? CELL_BOLD : 0, text);
	if (columns.short_)
		return;
	draw_served(picture, s, &columns, area.y);
	if (columns.wide)
		draw_rates(figures, picture, &columns, area.y);
	trouble(figures, text, sizeof(text));
	if (area.h > 1)
		canvas_right(canvas, area.x + area.w - 1, area.y + 1, ROLE_MISSED, 0, text);
}

/* ---- rows ---- */

static void draw_block(const struct flow_picture *picture, int s, struct rect area)
{
	const struct frame *frame = picture->frame;
	bool chosen = s == frame->state->flow.station;
	struct rect picture_area = { area.x + picture->name_w, area.y,
				     area.w - picture->name_w - picture->numbers_w, area.h };
	char note[64];

	canvas_hit(frame->canvas, area, ACTION_HIT_STATION, s);
	if (chosen)
		canvas_text(frame->canvas, area.x, area.y + (area.h - 1) / 2, ROLE_TITLE, CELL_BOLD,
			    "▸");
	canvas_text(frame->canvas, area.x + 1, area.y + (area.h - 1) / 2,
		    chosen ? ROLE_TITLE : ROLE_TEXT, chosen ? CELL_BOLD : 0,
		    picture->stations[s].name);
	flow_cell_note(picture, s, area.h, note, sizeof(note));
	if (area.h > 2)
		canvas_text(frame->canvas, area.x + 1, area.y + (area.h - 1) / 2 + 1, ROLE_HINT, 0,
			    note);
	flow_draw_station(picture, s, picture_area);
	draw_numbers(picture, s, area);
}

/* Returns the column after it. */
static int draw_way_out(const struct flow_picture *picture, struct rect row)
{
	struct canvas *canvas = picture->frame->canvas;
	int x = row.x + picture->name_w;
	char rate[32], dropped[32], text[160];

	canvas_text(canvas, row.x + 1, row.y, ROLE_TEXT, 0, "answered");
	flow_draw_arrow(picture, picture->count, x, row.y);
	flow_rate(rate, sizeof(rate), picture->total.answered, picture->total.span_s);
	flow_rate(dropped, sizeof(dropped), picture->total.dropped, picture->total.span_s);
	x += picture->arrow_w;
	snprintf(text, sizeof(text), picture->total.dropped > 0 ? "%s, ! %s dropped" : "%s", rate,
		 dropped);
	return x + canvas_rich_in(canvas, x, row.y, row.x + row.w - 1 - x, ROLE_TEXT, 0, text);
}

/* What one has to know of the picture beside what is in it: in full, and in few words. */
static void note(const struct flow_picture *picture, char *text, size_t size, bool full)
{
	const struct flow_state *flow = &picture->frame->state->flow;
	char count[FORMAT_SIZE];

	text[0] = '\0';
	if (picture->record->every > 1) {
		format_count_narrow(count, sizeof(count), picture->record->every);
		snprintf(text, size,
			 full ? "more than can be drawn: one of %s is drawn" : "1 of %s drawn",
			 count);
	} else if (flow->held_up && picture->frame->state->playing) {
		snprintf(text, size, "%s",
			 full ? "as fast as every query can be simulated" : "at full speed");
	} else if (picture->arrow_most > 1) {
		format_count_narrow(count, sizeof(count), picture->arrow_most);
		snprintf(text, size,
			 full ? "one sign on an arrow is up to %s queries" : "a sign is 1 to %s",
			 count);
	}
}

/* Between the columns, at the right; in few words, or not at all, where there is no room. */
static void draw_note(const struct flow_picture *picture, int x, struct rect row)
{
	int end = row.x + row.w - 1;
	char text[160];

	note(picture, text, sizeof(text), true);
	if (x + 2 + text_width(text) > end)
		note(picture, text, sizeof(text), false);
	if (x + 2 + text_width(text) <= end)
		canvas_right(picture->frame->canvas, end, row.y, ROLE_HINT, 0, text);
}

/* So many of the stations as there are rows, the chosen one among them. */
static int first_shown(const struct flow_picture *picture, int shown)
{
	int chosen = picture->frame->state->flow.station, first = 0;

	if (chosen >= picture->count)
		chosen = picture->count - 1;
	if (chosen >= shown)
		first = chosen - shown + 1;
	return first;
}

static void draw_stations(const struct flow_picture *picture, struct rect area)
{
	int per = area.h / picture->count, shown, first;

	per = per < 1 ? 1 : per > BLOCK_MOST ? BLOCK_MOST : per;
	shown = area.h / per < picture->count ? area.h / per : picture->count;
	first = first_shown(picture, shown);
	for (int i = 0; i < shown; i++)
		draw_block(
			picture, first + i,
			(struct rect){ area.x, area.y + i * per, area.w, per > 2 ? per - 1 : per });
}

/* Headings above the stations; the way out and the sentence below them. */
static void draw_around(const struct flow_picture *picture, struct rect inner)
{
	struct rect last = { inner.x, inner.y + inner.h - 1, inner.w, 1 };
	struct rect out = { inner.x, last.y - 1, inner.w, 1 };
	char text[200];

	draw_headings(picture, (struct rect){ inner.x, inner.y + 1, inner.w, 1 });
	draw_note(picture, draw_way_out(picture, out), out);
	flow_sentence(picture, flow_bottleneck(picture), text, sizeof(text));
	canvas_rich_in(picture->frame->canvas, last.x + 1, last.y, last.w - 2, ROLE_TITLE, 0, text);
}

static void all_stations(const struct flow_picture *picture, struct rect inner)
{
	bool roomy = inner.h >= picture->count + 4;
	int top = roomy ? 2 : inner.h > picture->count ? 1 : 0, bottom = roomy ? 2 : 0;

	if (top > 0)
		flow_draw_head(picture, (struct rect){ inner.x, inner.y, inner.w, 1 });
	if (roomy)
		draw_around(picture, inner);
	draw_stations(picture,
		      (struct rect){ inner.x, inner.y + top, inner.w, inner.h - top - bottom });
}

static const char *nothing(const struct frame *frame)
{
	if (frame->state->flow.refused)
		return "this moment cannot be simulated query by query";
	return "simulating every query around the playhead …";
}

static void draw_flow(const struct frame *frame, struct rect area, bool zoomed)
{
	const struct hint hints[] = {
		{ "Space", NULL, frame->state->playing ? "pause" : "play", ACTION_PLAY,
		  ACTION_NONE },
		{ "< ", ">", "speed", ACTION_SLOWER, ACTION_FASTER },
		{ ", ", ".", "step", ACTION_STEP_BACK, ACTION_STEP_FORWARD },
		{ "v", NULL, frame->state->flow.one ? "all stations" : "one station", ACTION_FORM,
		  ACTION_NONE },
		{ "j ", "k", "station", ACTION_NEXT, ACTION_PREVIOUS },
		{ "s", NULL, "next ● ▲ ■", ACTION_ARCH_NEXT, ACTION_NONE },
		{ "Esc", NULL, "back", ACTION_BACK, ACTION_NONE },
	};
	struct rect inner, old;
	struct flow_picture picture;

	inner = panel_box(frame, area, PANEL_FLOW, "9 flow", hints, zoomed ? 7 : 0);
	if (!frame_ready(frame) || inner.h < 1)
		return;
	if (!flow_picture_init(&picture, frame, inner.w)) {
		panel_note(frame, inner, nothing(frame));
		return;
	}
	old = canvas_clip(frame->canvas, inner);
	if (!frame->state->flow.one)
		all_stations(&picture, inner);
	canvas_unclip(frame->canvas, old);
	if (frame->state->flow.one)
		flow_draw_one(&picture, inner, panel_has_box(frame, area));
}

const struct view view_flow = { PANEL_FLOW, "flow", ACTION_ZOOM_FLOW, draw_flow };
