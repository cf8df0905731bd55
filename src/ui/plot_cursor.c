// SPDX-License-Identifier: MIT
#include "ui/plot_cursor.h"

#include <math.h>
#include <stdio.h>

#include "base/format.h"
#include "base/text.h"

enum {
	ROOM_W = 3, /* a box takes at most this part of the plot's columns, */
	ROOM_H = 2, /* and this of its rows */
	WORD_WEIGHT = 8,
};

/* A series and what it says at the cursor. */
struct reading {
	const struct plot_line *line;
	double value;
	char text[FORMAT_SIZE];
};

struct box {
	struct reading readings[PLOT_LINES_MAX];
	int count;
	int name_w, value_w;
	struct rect area; /* x, y from the plot's dots */
};

/* Those who have a name, least first: less is better of everything that is plotted. */
static void read_lines(const struct plot *plot, struct box *box)
{
	int dot = axis_dot(&plot->x, plot->box_at);

	for (int i = 0; i < plot->line_count; i++) {
		const struct plot_line *line = &plot->line[i];
		const struct column *column = &line->columns[dot];
		struct reading reading = { .line = line, .value = line->reads };
		int k = box->count;

		if (isnan(reading.value))
			reading.value = (column->lo + column->hi) / 2;
		if (line->name[0] == '\0' || isnan(reading.value))
			continue;
		for (; k > 0 && box->readings[k - 1].value > reading.value; k--)
			box->readings[k] = box->readings[k - 1];
		box->readings[k] = reading;
		box->count++;
	}
}

static int max_int(int a, int b)
{
	return a > b ? a : b;
}

static void write_values(const struct plot *plot, struct box *box)
{
	double values[PLOT_LINES_MAX];
	struct format_row row;

	for (int i = 0; i < box->count; i++)
		values[i] = box->readings[i].value;
	format_row_init(&row, plot->y.unit, values, (size_t)box->count, PARAM_NULL);
	for (int i = 0; i < box->count; i++) {
		struct reading *reading = &box->readings[i];

		if (plot->y.unit == UNIT_SHARE)
			format_share(reading->text, sizeof(reading->text), reading->value);
		else
			format_row_value(&row, reading->text, sizeof(reading->text),
					 reading->value);
		box->name_w = max_int(box->name_w, text_width(reading->line->name));
		box->value_w = max_int(box->value_w, text_width(reading->text));
	}
}

/* Cells with a line under a box at this row; words, which are useless in part, count for more. */
static int hidden(const struct raster *raster, struct rect area)
{
	int count = 0;

	for (int y = area.y; y < area.y + area.h; y++)
		for (int x = area.x; x < area.x + area.w; x++)
			count += raster_free(raster, x, y)       ? 0
				 : raster_has_sign(raster, x, y) ? WORD_WEIGHT
								 : 1;
	return count;
}

/* At the side with more room, in the rows where it hides least; the higher of equals. */
static bool place(const struct plot *plot, const struct raster *raster, struct box *box)
{
	int x = axis_cell(&plot->x, plot->box_at), least = -1, best = 0;
	int w = max_int(box->name_w + 1 + box->value_w, text_width(plot->box)) + 4;
	int h = box->count + 3;
	bool right = plot->dots.w - x > x;

	box->area = (struct rect){ right ? x + 2 : x - 1 - w, 0, w, h };
	if (ROOM_W * w > plot->dots.w || ROOM_H * h > plot->dots.h || box->area.x < 0 ||
	    box->area.x + w > plot->dots.w)
		return false;
	for (int y = 0; y + h <= plot->dots.h; y++) {
		struct rect at = { box->area.x, y, w, h };
		int count = hidden(raster, at);

		if (least >= 0 && count >= least)
			continue;
		least = count;
		best = y;
	}
	box->area.y = best;
	return true;
}

static void draw(const struct plot *plot, const struct box *box)
{
	struct rect area = { plot->dots.x + box->area.x, plot->dots.y + box->area.y, box->area.w,
			     box->area.h };
	int y = area.y + 1;

	canvas_fill(plot->canvas, area, ' ', ROLE_TEXT, 0);
	canvas_box(plot->canvas, area, "", false);
	canvas_fill(plot->canvas, (struct rect){ area.x + 1, area.y, area.w - 2, 1 },
		    sign_code(plot->canvas->charset, SIGN_HORIZONTAL), ROLE_BORDER, 0);
	canvas_rich(plot->canvas, area.x + 2, y++, ROLE_TITLE, 0, plot->box);
	for (int i = 0; i < box->count; i++, y++) {
		const struct reading *reading = &box->readings[i];

		canvas_rich(plot->canvas, area.x + 2, y, reading->line->role, 0,
			    reading->line->name);
		canvas_right(plot->canvas, area.x + area.w - 2, y, ROLE_TEXT, 0, reading->text);
	}
}

void plot_cursor_draw(const struct plot *plot, const struct raster *raster)
{
	struct box box = { .count = 0 };

	if (plot->box[0] == '\0' || !(plot->box_at >= plot->x.lo && plot->box_at <= plot->x.hi))
		return;
	read_lines(plot, &box);
	if (box.count == 0)
		return;
	write_values(plot, &box);
	if (place(plot, raster, &box))
		draw(plot, &box);
}
