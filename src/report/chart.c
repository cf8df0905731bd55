// SPDX-License-Identifier: MIT
#include "report/chart.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>

#include "base/format.h"
#include "base/text.h"
#include "base/xalloc.h"
#include "io/json_write.h"
#include "cli/escape.h"
#include "ui/plot_axis.h"
#include "ui/view.h"

/* The plot in units of the picture, which is scaled to its place. A dot of an axis is a tenth. */
enum {
	LEFT = 76, /* of it: labels of y */
	TOP = 26,  /* labels of marks */
	COLUMNS = 62,
	COLUMN_W = 10,
	ROWS = 13,
	ROW_H = 20,
	RIGHT = 16,
	BOTTOM = 26,
	DOTS = 10,
	PLOT_W = COLUMNS * COLUMN_W,
	PLOT_H = ROWS * ROW_H,
	MARK_CHAR_W = 7, /* of a mark's label */
};

struct chart *chart_new(const char *id, const char *title)
{
	struct chart *chart = xcalloc(1, sizeof(*chart));

	snprintf(chart->id, sizeof(chart->id), "%s", id);
	snprintf(chart->title, sizeof(chart->title), "%s", title);
	chart->x_suffix = "";
	chart->target = NAN;
	return chart;
}

void chart_free(struct chart *chart)
{
	free(chart);
}

void chart_add_mark(struct chart *chart, double x, const char *label)
{
	struct chart_mark *mark = &chart->mark[chart->mark_count];

	if (chart->mark_count == CHART_MARKS_MAX)
		return;
	mark->x = x;
	snprintf(mark->label, sizeof(mark->label), "%s", label);
	chart->mark_count++;
}

void chart_x_text(const struct chart *chart, int point, char *text, size_t size)
{
	char value[FORMAT_SIZE];

	if (chart->x_unit == UNIT_S) {
		format_day(value, sizeof(value), chart->x[point]);
		snprintf(text, size, "day %s", value);
		return;
	}
	format_value(value, sizeof(value), chart->x[point], chart->x_unit);
	snprintf(text, size, "%s%s", value, chart->x_suffix);
}

void chart_y_text(const struct chart *chart, double value, char *text, size_t size)
{
	format_value(text, size, value, chart->y_unit);
}

/* ---- the picture ---- */

struct plot_area {
	const struct chart *chart;
	FILE *out;
	struct axis x, y;
};

static void make_axes(struct plot_area *area)
{
	const struct chart *chart = area->chart;
	struct extent extent;

	extent_init(&extent);
	for (int s = 0; s < chart->series_count; s++)
		for (int i = 0; i < chart->series[s].count; i++)
			extent_add(&extent, chart->series[s].y[i]);
	axis_init_y(&area->y, &extent, chart->y_unit, chart->y_log, chart->target, ROWS,
		    ROW_H * DOTS);
	axis_init_x(&area->x, chart->x[0], chart->x[chart->point_count - 1], chart->x_unit,
		    chart->x_log, COLUMNS, COLUMN_W * DOTS);
	axis_ticks_x(&area->x, chart->x_suffix, 3);
}

static double x_of(const struct plot_area *area, double value)
{
	return LEFT + axis_dot(&area->x, value) / (double)DOTS;
}

static double y_of(const struct plot_area *area, double value)
{
	return TOP + PLOT_H - axis_dot(&area->y, value) / (double)DOTS;
}

static void write_ticks(const struct plot_area *area)
{
	for (int i = 0; i < area->y.tick_count; i++) {
		double y = y_of(area, area->y.tick[i].at);

		fprintf(area->out,
			"<line class=\"grid\" x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\"/>"
			"<text class=\"tick\" x=\"%d\" y=\"%.1f\" text-anchor=\"end\">",
			LEFT, LEFT + PLOT_W, y, y, LEFT - 8, y + 4);
		escape_html(area->out, area->y.tick[i].text);
		fputs("</text>\n", area->out);
	}
	for (int i = 0; i < area->x.tick_count; i++) {
		double x = x_of(area, area->x.tick[i].at);

		fprintf(area->out,
			"<text class=\"tick\" x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">", x,
			TOP + PLOT_H + 18);
		escape_html(area->out, area->x.tick[i].text);
		fputs("</text>\n", area->out);
	}
	fprintf(area->out, "<path class=\"axis\" d=\"M%d %d V%d H%d\"/>\n", LEFT, TOP, TOP + PLOT_H,
		LEFT + PLOT_W);
}

static void write_target(const struct plot_area *area)
{
	double y;

	if (isnan(area->chart->target))
		return;
	y = y_of(area, area->chart->target);
	fprintf(area->out,
		"<line class=\"target\" x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\"/>"
		"<text class=\"tick\" x=\"%d\" y=\"%.1f\" text-anchor=\"end\">target</text>\n",
		LEFT, LEFT + PLOT_W, y, y, LEFT + PLOT_W, y - 4);
}

/* One path, lifted where there is no value. */
static void write_series(const struct plot_area *area, const struct chart_series *series)
{
	bool down = false;
	double last_y = 0;

	fprintf(area->out, "<path class=\"series %s\" d=\"", arch_key(series->arch));
	for (int i = 0; i < series->count; i++) {
		double x, y;

		if (isnan(series->y[i])) {
			down = false;
			continue;
		}
		x = x_of(area, area->chart->x[i]);
		y = y_of(area, series->y[i]);
		if (down && area->chart->steps && y != last_y)
			fprintf(area->out, "L%.1f %.1f", x, last_y);
		fprintf(area->out, "%s%.1f %.1f", down ? "L" : "M", x, y);
		down = true;
		last_y = y;
	}
	fputs("\"/>\n", area->out);
}

static void write_marks(const struct plot_area *area)
{
	double free_from = 0;

	for (int i = 0; i < area->chart->mark_count; i++) {
		const struct chart_mark *mark = &area->chart->mark[i];
		double x = x_of(area, mark->x), from = x + 4;

		fprintf(area->out,
			"<line class=\"mark\" x1=\"%.1f\" x2=\"%.1f\" y1=\"%d\" y2=\"%d\">"
			"<title>",
			x, x, TOP - 4, TOP + PLOT_H);
		escape_html(area->out, mark->label);
		fputs("</title></line>", area->out);
		/* Labels that would cover another are only told when pointed at. */
		if (from >= free_from) {
			fprintf(area->out, "<text class=\"note\" x=\"%.1f\" y=\"%d\">", from,
				TOP - 8);
			escape_html(area->out, mark->label);
			fputs("</text>", area->out);
			free_from = from + MARK_CHAR_W * (double)text_width(mark->label);
		}
		fputc('\n', area->out);
	}
}

void chart_write_svg(const struct chart *chart, FILE *out)
{
	struct plot_area area = { .chart = chart, .out = out };

	assert(chart->point_count > 1 && chart->series_count > 0);
	make_axes(&area);
	fprintf(out,
		"<svg class=\"chart\" id=\"%s\" viewBox=\"0 0 %d %d\" role=\"img\" tabindex=\"0\" "
		"aria-label=\"",
		chart->id, LEFT + PLOT_W + RIGHT, TOP + PLOT_H + BOTTOM);
	escape_html(out, chart->title);
	fputs(". Left and right arrows read its values.\">\n", out);
	write_ticks(&area);
	write_target(&area);
	write_marks(&area);
	for (int s = 0; s < chart->series_count; s++)
		write_series(&area, &chart->series[s]);
	fprintf(out,
		"<line class=\"pointer\" x1=\"0\" x2=\"0\" y1=\"%d\" y2=\"%d\" hidden=\"\"/>\n"
		"</svg>\n",
		TOP, TOP + PLOT_H);
}

/* ---- the values ---- */

static void write_series_data(struct json_writer *writer, const struct chart *chart,
			      const struct chart_series *series)
{
	char text[FORMAT_SIZE];

	json_begin(writer, NULL, '{');
	json_put_string(writer, "arch", arch_key(series->arch));
	json_put_string(writer, "sign", arch_sign(series->arch));
	json_put_string(writer, "label", arch_label(series->arch));
	json_begin_flat(writer, "y", '[');
	for (int i = 0; i < series->count; i++)
		json_put_figure(writer, NULL, series->y[i]);
	json_end(writer, ']');
	json_begin_flat(writer, "text", '[');
	for (int i = 0; i < series->count; i++) {
		chart_y_text(chart, series->y[i], text, sizeof(text));
		json_put_string(writer, NULL, text);
	}
	json_end(writer, ']');
	json_end(writer, '}');
}

void chart_write_data(const struct chart *chart, FILE *out)
{
	struct plot_area area = { .chart = chart, .out = out };
	struct json_writer writer;
	char text[FORMAT_SIZE];

	make_axes(&area);
	json_writer_init(&writer, out);
	json_begin(&writer, NULL, '{');
	json_put_string(&writer, "chart", chart->id);
	json_begin_flat(&writer, "at", '['); /* where the points are in the picture */
	for (int i = 0; i < chart->point_count; i++)
		json_put_number(&writer, NULL, x_of(&area, chart->x[i]));
	json_end(&writer, ']');
	json_begin_flat(&writer, "x", '[');
	for (int i = 0; i < chart->point_count; i++)
		json_put_figure(&writer, NULL, chart->x[i]);
	json_end(&writer, ']');
	json_begin_flat(&writer, "text", '[');
	for (int i = 0; i < chart->point_count; i++) {
		chart_x_text(chart, i, text, sizeof(text));
		json_put_string(&writer, NULL, text);
	}
	json_end(&writer, ']');
	json_begin(&writer, "series", '[');
	for (int s = 0; s < chart->series_count; s++)
		write_series_data(&writer, chart, &chart->series[s]);
	json_end(&writer, ']');
	json_end(&writer, '}');
}
