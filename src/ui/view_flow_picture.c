// SPDX-License-Identifier: MIT
/* Queues, servers and queries on their way, drawn as signs. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "ui/view_flow.h"

enum { WIDE = 110 };

/* ---- what is seen ---- */

static void widths(struct flow_picture *picture, int columns)
{
	bool wide = columns >= WIDE;
	int left;

	picture->name_w = columns >= 50 ? 14 : 10;
	picture->arrow_w = columns >= 160 ? FLOW_ARROW_MAX : wide ? 14 : columns >= 60 ? 8 : 5;
	picture->numbers_w = wide ? 44 : columns >= 60 ? 24 : 8;
	left = columns - picture->name_w - picture->arrow_w - picture->numbers_w - 2;
	left = left > 2 ? left : 2;
	picture->servers_w = left * 2 / 5;
	picture->queue_w = left - picture->servers_w;
}

/* The cell of an arrow, from the left, of a query that arrives in left_s. */
static int arrow_cell(const struct flow_picture *picture, double left_s)
{
	int cell = (int)floor((1 - left_s / picture->arrow_s) * (picture->arrow_w - 2));

	return cell < 0 ? 0 : cell > picture->arrow_w - 3 ? picture->arrow_w - 3 : cell;
}

static void on_arrow(struct flow_picture *picture, int arrow, double left_s, double weight)
{
	double *cell = &picture->arrows[arrow][arrow_cell(picture, left_s)];

	*cell += weight;
	picture->arrow_most = fmax(picture->arrow_most, *cell);
}

/* Who comes to a station within arrow_s, and who has left as an answer not longer ago. */
static void fill_arrows(struct flow_picture *picture)
{
	const struct scope_record *record = picture->record;
	double now_s = picture->at_s - record->origin_s, span_s = picture->arrow_s;
	bool inside = record->stages & 1u << STAGE_PROMPT;

	for (uint32_t i = 0; i < record->visit_count; i++) {
		const struct tap_visit *visit = &record->visits[i];
		double left_s = visit->enter_s - now_s;
		int to;

		if (!(left_s > 0 && left_s <= span_s) || (visit->stage == STAGE_FIRST && inside))
			continue;
		to = flow_station_of(picture->stations, picture->count, (enum stage)visit->stage);
		if (to >= 0)
			on_arrow(picture, to, left_s, record->queries[visit->query].weight);
	}
	for (uint32_t i = 0; i < record->query_count; i++) {
		double ago_s = now_s - record->queries[i].leave_s;

		if (ago_s >= 0 && ago_s < span_s && record->queries[i].fate == FATE_ANSWERED)
			on_arrow(picture, picture->count, span_s - ago_s,
				 record->queries[i].weight);
	}
}

bool flow_picture_init(struct flow_picture *picture, const struct frame *frame, int columns)
{
	const struct flow_state *flow = &frame->state->flow;

	if (!flow->record || flow->record->arch != frame_focus(frame))
		return false;
	memset(picture, 0, sizeof(*picture));
	picture->frame = frame;
	picture->record = flow->record;
	picture->at_s = fmin(fmax(flow->clock_s, flow->record->from_s), flow->record->to_s);
	picture->from_s = fmax(flow->record->from_s,
			       picture->at_s - FLOW_FIGURES_S * fmax(1, flow->speed));
	picture->arrow_s = FLOW_ARROW_S * (flow->speed > 0 ? flow->speed : 1);
	picture->count = flow_stations(flow->record, picture->at_s, picture->stations);
	flow_figures(flow->record, picture->from_s, picture->at_s, picture->stations,
		     picture->count, picture->figures);
	flow_total(flow->record, picture->from_s, picture->at_s, &picture->total);
	widths(picture, columns);
	fill_arrows(picture);
	return true;
}

/* ---- a row ---- */

void flow_draw_arrow(const struct flow_picture *picture, int arrow, int x, int y)
{
	struct canvas *canvas = picture->frame->canvas;
	enum role role = role_of_arch(picture->record->arch, false);

	for (int i = 0; i < picture->arrow_w - 2; i++) {
		bool sign = picture->arrows[arrow][i] > 0;

		if (sign)
			canvas_put(canvas, x + i, y,
				   sign_code(canvas->charset, sign_of_arch(picture->record->arch)),
				   role, CELL_BOLD);
		else
			canvas_text(canvas, x + i, y, ROLE_BORDER, 0, "─");
	}
	canvas_text(canvas, x + picture->arrow_w - 2, y, ROLE_HINT, 0, "▸");
}

/* Queries of one sign, so that all find room. */
static double unit_of(double count, int room)
{
	return count > room ? axis_nice_up(count / room) : 1;
}

static void put_unit(const struct flow_picture *picture, int x, int y, double unit)
{
	char count[FORMAT_SIZE], text[64];

	if (unit <= 1)
		return;
	format_count_narrow(count, sizeof(count), unit);
	snprintf(text, sizeof(text), "%s=%s ", arch_sign(picture->record->arch), count);
	canvas_rich(picture->frame->canvas, x, y, ROLE_HINT, 0, text);
}

/* From the right, where the servers are, column by column. */
static void draw_queue(const struct flow_picture *picture, double waiting, struct rect area)
{
	struct canvas *canvas = picture->frame->canvas;
	int room = (area.w - 7) * area.h;
	double unit = unit_of(waiting, room > 1 ? room : 1);
	int signs = (int)ceil(waiting / unit);

	for (int i = 0; i < signs && i < area.w * area.h; i++)
		canvas_put(canvas, area.x + area.w - 1 - i / area.h, area.y + i % area.h,
			   sign_code(canvas->charset, sign_of_arch(picture->record->arch)),
			   ROLE_MISSED, 0);
	put_unit(picture, area.x, area.y, unit);
}

/* How many of the servers, or of who is served, one cell stands for. */
static double cell_unit(const struct flow_picture *picture, int s, int rows)
{
	const struct flow_station *station = &picture->stations[s];
	double all = station->servers > 0 ? station->servers : picture->figures[s].busy;

	return unit_of(all, picture->servers_w * rows);
}

void flow_cell_note(const struct flow_picture *picture, int s, int rows, char *text, size_t size)
{
	double unit = cell_unit(picture, s, rows);
	char count[FORMAT_SIZE];

	text[0] = '\0';
	if (unit <= 1 || picture->stations[s].kind == STATION_RETRY)
		return;
	format_count_narrow(count, sizeof(count), unit);
	snprintf(text, size, "█=%s", count);
}

static void draw_cells(const struct flow_picture *picture, int s, struct rect area)
{
	const struct flow_station *station = &picture->stations[s];
	struct canvas *canvas = picture->frame->canvas;
	enum role role = role_of_arch(picture->record->arch, false);
	double unit = cell_unit(picture, s, area.h);
	int cells = (int)ceil(station->servers / unit);
	int taken = (int)ceil(picture->figures[s].busy / unit);
	/* Few servers are to be counted at a glance. */
	int apart = station->servers > 0 && (cells + area.h - 1) / area.h * 2 <= area.w ? 2 : 1;

	for (int i = 0; i < cells || i < taken; i++) {
		int x = area.x + i / area.h * apart, y = area.y + i % area.h;

		if (i >= area.w * area.h)
			break;
		if (i < taken)
			canvas_text(canvas, x, y, role, 0, "█");
		else
			canvas_text(canvas, x, y, ROLE_BORDER, 0, "░");
	}
}

static bool is_down(const struct flow_picture *picture, const struct flow_station *station)
{
	return flow_is_down(picture->record, picture->at_s, station);
}

void flow_draw_station(const struct flow_picture *picture, int s, struct rect area)
{
	const struct flow_station *station = &picture->stations[s];
	const struct flow_figures *figures = &picture->figures[s];
	struct canvas *canvas = picture->frame->canvas;
	struct rect queue = { area.x + picture->arrow_w, area.y, picture->queue_w, area.h };
	struct rect servers = { queue.x + queue.w + 1, area.y, picture->servers_w, area.h };

	flow_draw_arrow(picture, s, area.x, area.y + (area.h - 1) / 2);
	draw_queue(picture, figures->waiting, queue);
	if (station->kind == STATION_RETRY)
		return;
	for (int i = 0; i < area.h; i++)
		canvas_text(canvas, queue.x + queue.w, area.y + i, ROLE_HINT, 0, "│");
	if (is_down(picture, station))
		canvas_text(canvas, servers.x, area.y, ROLE_MISSED, CELL_BOLD, "× down");
	else
		draw_cells(picture, s, servers);
}

/* ---- words ---- */

/* Three digits that stay three, so that nothing jitters. */
void flow_rate(char *text, size_t size, double count, double span_s)
{
	double rate = span_s > 0 ? count / span_s : 0;
	char number[FORMAT_SIZE];

	if (!(rate > 0))
		snprintf(text, size, "0/s");
	else if (rate < 100)
		snprintf(text, size, rate < 1 ? "%.3f/s" : rate < 10 ? "%.2f/s" : "%.1f/s", rate);
	else {
		format_count_narrow(number, sizeof(number), rate);
		snprintf(text, size, "%s/s", number);
	}
}

static double load_of(const struct flow_picture *picture, int s)
{
	const struct flow_station *station = &picture->stations[s];

	return station->servers > 0 ? picture->figures[s].busy_mean / station->servers : 0;
}

int flow_bottleneck(const struct flow_picture *picture)
{
	return flow_busiest(picture->record, picture->at_s, picture->stations, picture->figures,
			    picture->count);
}

static void retry_sentence(const struct flow_picture *picture, const struct flow_figures *figures,
			   char *text, size_t size)
{
	char again[32], waiting[FORMAT_SIZE];

	flow_rate(again, sizeof(again), figures->came, figures->span_s);
	format_count_narrow(waiting, sizeof(waiting), figures->waiting);
	snprintf(text, size, "the API turns %s away (%s): %s wait, longer each time, to try again",
		 again,
		 figures->refused >= figures->failed ? "more calls than its limit" : "calls fail",
		 waiting);
	(void)picture;
}

static void queue_sentence(const struct flow_picture *picture, int s, char *text, size_t size)
{
	const struct flow_station *station = &picture->stations[s];
	const struct flow_figures *figures = &picture->figures[s];
	double growth = (figures->came - figures->went) / figures->span_s;
	char came[32], went[32], waiting[FORMAT_SIZE], busy[FORMAT_SIZE];

	flow_rate(came, sizeof(came), figures->came, figures->span_s);
	flow_rate(went, sizeof(went), figures->went, figures->span_s);
	format_count_narrow(waiting, sizeof(waiting), figures->waiting);
	format_share_narrow(busy, sizeof(busy), load_of(picture, s));
	if (figures->waiting > 2 * station->servers &&
	    growth > 0.02 * figures->came / figures->span_s)
		snprintf(text, size, "%s: %s come, %s go: the queue of %s grows", station->name,
			 came, went, waiting);
	else if (figures->waiting > 2 * station->servers)
		snprintf(text, size, "%s: %s come, %s go: %s wait for a free server", station->name,
			 came, went, waiting);
	else
		snprintf(text, size, "%s is %s busy: %s", station->name, busy,
			 figures->waiting > 0 ? "who comes together waits a moment"
					      : "who comes finds a free server");
}

void flow_sentence(const struct flow_picture *picture, int s, char *text, size_t size)
{
	const struct flow_station *station = &picture->stations[s];
	const struct flow_figures *figures = &picture->figures[s];

	if (is_down(picture, station))
		snprintf(text, size,
			 "%s is down: every query waits in vain, and is answered "
			 "without passages",
			 station->name);
	else if (station->kind == STATION_RETRY && figures->waiting > 0)
		retry_sentence(picture, figures, text, size);
	else if (station->servers > 0)
		queue_sentence(picture, s, text, size);
	else
		snprintf(text, size, "%s has no limit: nobody waits here", station->name);
}
