// SPDX-License-Identifier: MIT
/* One station at large: its queue and servers now, and both over the last seconds. */
#include <math.h>
#include <stdio.h>

#include "ui/view_flow.h"

enum { POINTS = 240, FIGURES_W = 30 };

static const double WATCHED_S = 30; /* seconds of watching in the plot */

static int chosen(const struct flow_picture *picture)
{
	int station = picture->frame->state->flow.station;

	return station < picture->count ? station : picture->count - 1;
}

static void add_line(struct plot *plot, const double *at, const double *values, enum role role,
		     struct dash dash, const char *label)
{
	struct plot_line *line = plot_line_add(plot, role, dash);

	columns_of_points(line->columns, &plot->x, at, values, POINTS, false);
	snprintf(line->label, sizeof(line->label), "%s", label);
}

static void draw_plot(const struct flow_picture *picture, int s, struct rect area, bool boxed)
{
	static const struct dash solid = DASH_SOLID, dashed = DASH_LONG;
	double at[POINTS], waiting[POINTS], busy[POINTS];
	double span_s = picture->at_s - picture->record->from_s;
	struct plot plot;

	span_s = fmin(span_s, WATCHED_S * picture->frame->state->flow.speed);
	if (area.h < 3 || area.w < 30 || !(span_s > 0))
		return;
	flow_history(picture->record, &picture->stations[s], picture->at_s - span_s, picture->at_s,
		     waiting, busy, POINTS);
	for (int i = 0; i < POINTS; i++)
		at[i] = -span_s + span_s * i / (POINTS - 1);
	plot_init(&plot, picture->frame->canvas, area, boxed);
	plot_x(&plot, -span_s, 0, UNIT_COUNT, false);
	plot.x_unit = "s ago";
	add_line(&plot, at, busy, role_of_arch(picture->record->arch, false), solid, "served");
	add_line(&plot, at, waiting, ROLE_MISSED, dashed, "waiting");
	plot_scale(&plot, UNIT_COUNT, false, PARAM_NULL);
	plot_draw(&plot);
	plot_release(&plot);
}

static void row(const struct flow_picture *picture, struct rect area, int line, const char *name,
		const char *value)
{
	struct canvas *canvas = picture->frame->canvas;

	if (line >= area.h)
		return;
	canvas_text(canvas, area.x, area.y + line, ROLE_HINT, 0, name);
	canvas_right(canvas, area.x + area.w, area.y + line, ROLE_TEXT, 0, value);
}

static void draw_figures(const struct flow_picture *picture, int s, struct rect area)
{
	const struct flow_station *station = &picture->stations[s];
	const struct flow_figures *figures = &picture->figures[s];
	char text[64];
	int line = 0;

	flow_rate(text, sizeof(text), figures->came, figures->span_s);
	row(picture, area, line++, "come", text);
	flow_rate(text, sizeof(text), figures->went, figures->span_s);
	row(picture, area, line++, "go", text);
	format_count(text, sizeof(text), figures->waiting);
	row(picture, area, line++, "wait", text);
	format_time(text, sizeof(text), figures->oldest_s);
	row(picture, area, line++, "the oldest, for", figures->waiting > 0 ? text : FORMAT_MISSING);
	snprintf(text, sizeof(text), "%s", FORMAT_MISSING);
	if (figures->began > 0)
		format_time(text, sizeof(text), figures->waited_s / figures->began);
	row(picture, area, line++, "mean wait", text);
	format_count(text, sizeof(text), figures->busy);
	row(picture, area, line++, "in service", text);
	snprintf(text, sizeof(text), "no limit");
	if (station->servers > 0)
		format_count(text, sizeof(text), station->servers);
	row(picture, area, line++, "servers", text);
	if (station->servers > 0) {
		format_share(text, sizeof(text), figures->busy_mean / station->servers);
		row(picture, area, line++, "busy", text);
	}
	format_count(text, sizeof(text), figures->dropped);
	row(picture, area, line++, "dropped", text);
	if (station->kind == STATION_QUEUE) {
		format_count(text, sizeof(text), figures->timed_out);
		row(picture, area, line++, "timed out", text);
	} else if (station->kind == STATION_RETRY) {
		format_count(text, sizeof(text), figures->refused);
		row(picture, area, line++, "refused", text);
		format_count(text, sizeof(text), figures->failed);
		row(picture, area, line++, "failed", text);
	}
}

static void draw_title(const struct flow_picture *picture, int s, struct rect area)
{
	char text[200];

	flow_sentence(picture, s, text, sizeof(text));
	canvas_rich_in(picture->frame->canvas, area.x + 1, area.y, area.w - 2, ROLE_TITLE,
		       CELL_BOLD, text);
}

void flow_draw_one(const struct flow_picture *picture, struct rect inner, bool boxed)
{
	int s = chosen(picture), picture_h = inner.h >= 24 ? 5 : inner.h >= 12 ? 2 : 1;
	struct flow_picture large = *picture;
	struct rect plot = { inner.x, inner.y + picture_h + 3, inner.w, inner.h - picture_h - 3 };
	struct rect figures = plot;

	flow_draw_head(picture, (struct rect){ inner.x, inner.y, inner.w, 1 });
	draw_title(picture, s, (struct rect){ inner.x, inner.y + 1, inner.w, 1 });
	large.queue_w = (inner.w - large.arrow_w - 1) * 3 / 5;
	large.servers_w = inner.w - large.arrow_w - 1 - large.queue_w;
	flow_draw_station(&large, s, (struct rect){ inner.x, inner.y + 2, inner.w, picture_h });
	if (inner.w >= 70) {
		plot.w -= FIGURES_W;
		figures.x += plot.w;
		figures.w = FIGURES_W - 1;
		draw_figures(picture, s, figures);
	}
	draw_plot(picture, s, plot, boxed);
}
