// SPDX-License-Identifier: MIT
/* The map as a picture, light, with what it shows as text in it. Declared in breakeven_map.h. */
#include <math.h>
#include <stdio.h>

#include "base/format.h"
#include "cli/breakeven_map.h"
#include "study/threshold.h"

enum {
	WIDTH = 960,
	LEFT = 90,
	TOP = 120,
	PLOT_W = 640,
	PLOT_H = 440,
	LEGEND = LEFT + PLOT_W + 20,
	TICKS = 5,
	LINE_H = 18,
};

/* Of architectures and MAP_NOBODY: for eyes of all kinds, and lettered as well. */
static const struct {
	const char *colour, *letter;
} looks[ARCH_COUNT + 1] = {
	{ "#9ecae9", "R" }, { "#fdc38d", "F" }, { "#a1d99b", "H" }, { "#e4b8d8", "L" },
	{ "#f6e58d", "P" }, { "#c9c4e8", "X" }, { "#d0d0d0", "" },
};

static double x_px(const struct map *map, double value)
{
	return LEFT + PLOT_W * track_position(&map->x, value);
}

static double y_px(const struct map *map, double value)
{
	return TOP + PLOT_H * (1 - track_position(&map->y, value));
}

static void put_escaped(FILE *out, const char *text)
{
	for (; *text != '\0'; text++) {
		switch (*text) {
		case '<':
			fputs("&lt;", out);
			break;
		case '>':
			fputs("&gt;", out);
			break;
		case '&':
			fputs("&amp;", out);
			break;
		default:
			fputc(*text, out);
		}
	}
}

static void put_text(FILE *out, double x, double y, const char *anchor, const char *text)
{
	fprintf(out, "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">", x, y, anchor);
	put_escaped(out, text);
	fputs("</text>\n", out);
}

/* From halfway to the neighbour before to halfway to the one behind. */
static void cell_span(const double *at, const struct track *track, int i, int count, double *lo,
		      double *hi)
{
	double here = track_position(track, at[i]);

	*lo = i > 0 ? (track_position(track, at[i - 1]) + here) / 2 : 0;
	*hi = i + 1 < count ? (here + track_position(track, at[i + 1])) / 2 : 1;
}

/* Neighbours of a row that are alike are one rectangle. */
static void put_cells(FILE *out, const struct map *map, int row)
{
	double bottom, top, left, right, end;
	int last;

	cell_span(map->y_at, &map->y, row, map->rows, &bottom, &top);
	for (int column = 0; column < map->columns; column = last + 1) {
		const struct map_cell *cell = &map->cell[row * map->columns + column];
		int best = cell->known ? map_best(map, cell) : -1;

		last = column;
		while (last + 1 < map->columns && cell[last + 1 - column].known == cell->known &&
		       (best < 0 || map_best(map, &cell[last + 1 - column]) == best))
			last++;
		cell_span(map->x_at, &map->x, column, map->columns, &left, &end);
		cell_span(map->x_at, &map->x, last, map->columns, &end, &right);
		fprintf(out,
			"<rect x=\"%.2f\" y=\"%.2f\" width=\"%.2f\" height=\"%.2f\" "
			"fill=\"%s\"/>\n",
			LEFT + PLOT_W * left, TOP + PLOT_H * (1 - top), PLOT_W * (right - left),
			PLOT_H * (top - bottom), best < 0 ? "#ffffff" : looks[best].colour);
	}
}

/* A letter in every fourth column of every third row, so that colours are not all there is. */
static void put_letters(FILE *out, const struct map *map)
{
	fputs("<g font-size=\"11\" fill=\"#555\">\n", out);
	for (int row = 1; row < map->rows; row += 3)
		for (int column = 1 + row / 3 % 2 * 2; column < map->columns; column += 4) {
			const struct map_cell *cell = &map->cell[row * map->columns + column];

			put_text(out, x_px(map, map->x_at[column]), y_px(map, map->y_at[row]) + 4,
				 "middle", cell->known ? looks[map_best(map, cell)].letter : "?");
		}
	fputs("</g>\n", out);
}

static void put_frontier(FILE *out, const struct map *map)
{
	for (int l = 0; l < map->line_count; l++) {
		const struct map_line *line = &map->line[l];

		fputs("<polyline fill=\"none\" stroke=\"#000\" stroke-width=\"2.5\" "
		      "stroke-linejoin=\"round\" points=\"",
		      out);
		for (int i = line->first; i < line->first + line->count; i++)
			fprintf(out, "%s%.2f,%.2f", i > line->first ? " " : "",
				x_px(map, map->point[i].x), y_px(map, map->point[i].y));
		fprintf(out, "\"><title>%s, %s</title></polyline>\n", map_label(line->one),
			map_label(line->other));
	}
}

static bool inside(const struct track *track, double value)
{
	double position = track_position(track, value);

	return position >= 0 && position <= 1;
}

static void put_dashes(FILE *out, const struct map *map, bool on_y, double value)
{
	double x = on_y ? LEFT : x_px(map, value), y = on_y ? y_px(map, value) : TOP;

	if (inside(on_y ? &map->y : &map->x, value))
		fprintf(out,
			"<line x1=\"%.2f\" y1=\"%.2f\" x2=\"%.2f\" y2=\"%.2f\" stroke=\"#444\" "
			"stroke-dasharray=\"5 4\"/>\n",
			x, y, on_y ? LEFT + PLOT_W : x, on_y ? y : TOP + PLOT_H);
}

/* Names stand above the map, each on a line of its own, or beside it. */
static void put_thresholds(FILE *out, const struct map *map)
{
	struct threshold threshold;
	double last = NAN;
	int shift = 0;

	for (int i = 0; threshold_on(map->x.param, i, &threshold); i++) {
		put_dashes(out, map, false, threshold.lo);
		if (threshold.hi > threshold.lo)
			put_dashes(out, map, false, threshold.hi);
		if (inside(&map->x, threshold.lo))
			put_text(out, x_px(map, threshold.lo), TOP - 8 - i % 3 * 14, "middle",
				 threshold.source);
	}
	for (int i = 0; threshold_on(map->y.param, i, &threshold); i++) {
		put_dashes(out, map, true, threshold.lo);
		shift = threshold.lo == last ? shift + 48 : 0;
		last = threshold.lo;
		if (inside(&map->y, threshold.lo))
			put_text(out, LEFT + 6 + shift, y_px(map, threshold.lo) - 4, "start",
				 threshold.source);
	}
}

static void put_axes(FILE *out, const struct map *map)
{
	char text[FORMAT_SIZE];

	fprintf(out,
		"<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" fill=\"none\" "
		"stroke=\"#000\"/>\n",
		LEFT, TOP, PLOT_W, PLOT_H);
	for (int i = 0; i < TICKS; i++) {
		double x = track_value(&map->x, (double)i / (TICKS - 1));
		double y = track_value(&map->y, (double)i / (TICKS - 1));

		format_value(text, sizeof(text), x, param_table[map->x.param].unit);
		put_text(out, x_px(map, x), TOP + PLOT_H + LINE_H, "middle", text);
		format_value(text, sizeof(text), y, param_table[map->y.param].unit);
		put_text(out, LEFT - 6, y_px(map, y) + 4, "end", text);
	}
	put_text(out, LEFT + PLOT_W / 2.0, TOP + PLOT_H + 2.5 * LINE_H, "middle",
		 param_table[map->x.param].label);
	fprintf(out, "<g transform=\"rotate(-90 18 %d)\">\n", TOP + PLOT_H / 2);
	put_text(out, 18, TOP + PLOT_H / 2.0, "middle", param_table[map->y.param].label);
	fputs("</g>\n", out);
}

static void put_you(FILE *out, const struct map *map)
{
	if (inside(&map->x, map->x_now) && inside(&map->y, map->y_now))
		fprintf(out,
			"<circle cx=\"%.2f\" cy=\"%.2f\" r=\"6\" fill=\"#fff\" stroke=\"#000\" "
			"stroke-width=\"2.5\"><title>you are here</title></circle>\n",
			x_px(map, map->x_now), y_px(map, map->y_now));
}

static double put_key(FILE *out, const char *colour, const char *text, double y)
{
	fprintf(out,
		"<rect x=\"%d\" y=\"%.1f\" width=\"14\" height=\"14\" fill=\"%s\" "
		"stroke=\"#000\"/>\n",
		LEGEND, y - 12, colour);
	put_text(out, LEGEND + 22, y, "start", text);
	return y + LINE_H;
}

static void put_legend(FILE *out, const struct map *map)
{
	bool seen[ARCH_COUNT + 1] = { false }, refused = false;
	double y = TOP + 12;
	char text[128];

	for (int i = 0; i < map->cell_count; i++) {
		if (map->cell[i].known)
			seen[map_best(map, &map->cell[i])] = true;
		else
			refused = true;
	}
	for (int best = 0; best <= ARCH_COUNT; best++) {
		snprintf(text, sizeof(text), "%s%s%s", looks[best].letter,
			 best == MAP_NOBODY ? "" : "  ",
			 best == MAP_NOBODY ? "nobody meets the targets" : map_label(best));
		if (seen[best])
			y = put_key(out, looks[best].colour, text, y);
	}
	if (refused)
		y = put_key(out, "#ffffff", "?  refused", y);
	put_text(out, LEGEND, y, "start", "○  you are here");
	put_text(out, LEGEND, y + LINE_H, "start", "▬  frontier");
	put_text(out, LEGEND, y + 2 * LINE_H, "start", "╌  what articles say");
}

/* What the articles say, below the map. Returns where the next line goes. */
static int put_sayings(FILE *out, const struct track *track, int y)
{
	const enum unit unit = param_table[track->param].unit;
	struct threshold threshold;

	for (int i = 0; threshold_on(track->param, i, &threshold); i++) {
		char lo[FORMAT_SIZE], hi[FORMAT_SIZE], text[256];

		format_value(lo, sizeof(lo), threshold.lo, unit);
		format_value(hi, sizeof(hi), threshold.hi, unit);
		snprintf(text, sizeof(text), "%s  %s%s%s: %s", threshold.source, lo,
			 threshold.hi > threshold.lo ? " to " : "",
			 threshold.hi > threshold.lo ? hi : "", threshold.says);
		if (inside(track, threshold.lo) || inside(track, threshold.hi)) {
			put_text(out, LEFT, y, "start", text);
			y += LINE_H;
		}
	}
	return y;
}

static int count_sayings(const struct track *track)
{
	struct threshold threshold;
	int count = 0;

	for (int i = 0; threshold_on(track->param, i, &threshold); i++)
		count += inside(track, threshold.lo) || inside(track, threshold.hi);
	return count;
}

static void put_head(FILE *out, const struct map *map, const struct scenario *scenario, int height)
{
	char title[512];

	snprintf(title, sizeof(title), "%s, by %s",
		 map->any ? "The cheapest, whether targets are met or not"
			  : "The cheapest that meets the targets",
		 cost_measure_label(map->measure));
	fprintf(out,
		"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" role=\"img\" "
		"aria-labelledby=\"t d\" font-family=\"sans-serif\" font-size=\"13\">\n<title "
		"id=\"t\">",
		WIDTH, height);
	put_escaped(out, title);
	fputs("</title>\n<desc id=\"d\">", out);
	put_escaped(out, scenario->name);
	fprintf(out, ": %s across, %s up; %d lines between who is best</desc>\n",
		param_table[map->x.param].label, param_table[map->y.param].label, map->line_count);
	fprintf(out, "<rect width=\"%d\" height=\"%d\" fill=\"#fff\"/>\n", WIDTH, height);
	fputs("<g font-size=\"17\">\n", out);
	put_text(out, LEFT, 28, "start", title);
	fputs("</g>\n", out);
	put_text(out, LEFT, 50, "start", scenario->name);
}

void map_svg(FILE *out, const struct map *map, const struct scenario *scenario)
{
	int y = TOP + PLOT_H + 4 * LINE_H;
	int height = y + LINE_H * (count_sayings(&map->x) + count_sayings(&map->y));

	put_head(out, map, scenario, height);
	fputs("<g shape-rendering=\"crispEdges\">\n", out);
	for (int row = 0; row < map->rows; row++)
		put_cells(out, map, row);
	fputs("</g>\n", out);
	put_letters(out, map);
	put_thresholds(out, map);
	put_frontier(out, map);
	put_axes(out, map);
	put_you(out, map);
	put_legend(out, map);
	y = put_sayings(out, &map->x, y);
	put_sayings(out, &map->y, y);
	fputs("</svg>\n", out);
}
