// SPDX-License-Identifier: MIT
/* The map for people. Declared in breakeven_map.h. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/format.h"
#include "base/text.h"
#include "cli/breakeven_map.h"
#include "cli/wrap.h"
#include "study/threshold.h"

enum {
	LEFT = 10, /* columns of the labels of y */
	EVERY_ROW = 4,
	EVERY_COLUMN = 10,
	LINES_SHOWN = 8,
	POINTS_SHOWN = 5,
	MARKS_MAX = 16, /* on both axes */
	MARK_ROWS = 4,
	LINE_SIZE = 512,
};

/* Of architectures, MAP_NOBODY, and places that the simulator refuses. */
static const char letters[ARCH_COUNT + 2] = { 'R', 'F', 'H', 'L', 'P', 'X', '.', '?' };

/* What an article says, at columns or rows of the map. */
struct mark {
	bool on_y;
	int lo, hi; /* -1: out of the range */
	struct threshold threshold;
};

struct marks {
	int count;
	struct mark mark[MARKS_MAX];
};

static void value_text(const struct track *track, double value, char text[FORMAT_SIZE])
{
	format_value(text, FORMAT_SIZE, value, param_table[track->param].unit);
}

static int index_of(const struct track *track, double value, int count)
{
	double position = track_position(track, value);

	if (!(position > -0.5 / count && position < 1 + 0.5 / count))
		return -1;
	return (int)floor(position * (count - 1) + 0.5);
}

static void take_marks(struct marks *marks, const struct track *track, bool on_y, int count)
{
	struct threshold threshold;

	for (int i = 0; threshold_on(track->param, i, &threshold); i++) {
		struct mark mark = { on_y, index_of(track, threshold.lo, count),
				     index_of(track, threshold.hi, count), threshold };

		if (marks->count < MARKS_MAX && (mark.lo >= 0 || mark.hi >= 0))
			marks->mark[marks->count++] = mark;
	}
}

static char letter_of(const struct map *map, const struct map_cell *cell)
{
	return letters[cell->known ? map_best(map, cell) : ARCH_COUNT + 1];
}

static void put_title(FILE *out, const struct map *map, const struct scenario *scenario)
{
	char text[LINE_SIZE], name[64];

	snprintf(text, sizeof(text), "%s, by %s: %s",
		 map->any ? "The cheapest, whether targets are met or not"
			  : "The cheapest that meets the targets",
		 cost_measure_label(map->measure), scenario->name);
	put_wrapped(out, text, 0);
	param_full_name(map->x.param, name, sizeof(name));
	snprintf(text, sizeof(text), "across: %s (%s)", param_table[map->x.param].label, name);
	put_wrapped(out, text, 0);
	param_full_name(map->y.param, name, sizeof(name));
	snprintf(text, sizeof(text), "up: %s (%s)", param_table[map->y.param].label, name);
	put_wrapped(out, text, 0);
	fputc('\n', out);
}

/* Marks over the columns, in as many rows as they need to keep clear of each other. */
static void put_x_marks(FILE *out, const struct map *map, const struct marks *marks)
{
	char rows[MARK_ROWS][MAP_TEXT_COLUMNS + 1];
	int used = 0;

	memset(rows, ' ', sizeof(rows));
	for (int row = 0; row < MARK_ROWS; row++)
		rows[row][MAP_TEXT_COLUMNS] = '\0';
	for (int m = 0; m < marks->count; m++) {
		const struct mark *mark = &marks->mark[m];
		int lo = mark->lo < 0 ? 0 : mark->lo;
		int hi = mark->hi < 0 ? map->columns - 1 : mark->hi, row = 0;

		if (mark->on_y)
			continue;
		while (row + 1 < MARK_ROWS && strspn(&rows[row][lo], " ") < (size_t)(hi - lo + 1))
			row++;
		for (int column = lo; column <= hi; column++)
			rows[row][column] = (char)('a' + m);
		used = row + 1 > used ? row + 1 : used;
	}
	while (used-- > 0)
		fprintf(out, "%*s%.*s\n", LEFT + 1, "", map->columns, rows[used]);
}

static void put_row(FILE *out, const struct map *map, const struct marks *marks, int row)
{
	int x_now = index_of(&map->x, map->x_now, map->columns);
	int y_now = index_of(&map->y, map->y_now, map->rows);
	char label[FORMAT_SIZE] = "";

	if (row % EVERY_ROW == 0 || row == map->rows - 1)
		value_text(&map->y, map->y_at[row], label);
	fprintf(out, "%*s%s|", LEFT - text_width(label), "", label);
	for (int column = 0; column < map->columns; column++)
		fputc(column == x_now && row == y_now
			      ? '@'
			      : letter_of(map, &map->cell[row * map->columns + column]),
		      out);
	fputc('|', out);
	for (int m = 0; m < marks->count; m++) {
		const struct mark *mark = &marks->mark[m];

		if (mark->on_y && row >= mark->lo && row <= mark->hi)
			fputc('a' + m, out);
	}
	fputc('\n', out);
}

/* Values under every tenth column and the last one, where there is room. */
static void put_x_axis(FILE *out, const struct map *map)
{
	int at = 0;

	fprintf(out, "%*s", LEFT + 1, "");
	for (int column = 0; column < map->columns; column += EVERY_COLUMN) {
		char label[FORMAT_SIZE];

		value_text(&map->x, map->x_at[column], label);
		if (at > column)
			continue;
		fprintf(out, "%*s%s", column - at, "", label);
		at = column + text_width(label);
	}
	if (map->columns - 1 > at) {
		char label[FORMAT_SIZE];

		value_text(&map->x, map->x_at[map->columns - 1], label);
		fprintf(out, "%*s%s", map->columns - 1 - at, "", label);
	}
	fputs("\n\n", out);
}

static void put_legend(FILE *out, const struct map *map)
{
	bool seen[ARCH_COUNT + 2] = { false };
	char text[LINE_SIZE] = "", x[FORMAT_SIZE], y[FORMAT_SIZE];

	for (int i = 0; i < map->cell_count; i++)
		seen[map->cell[i].known ? map_best(map, &map->cell[i]) : ARCH_COUNT + 1] = true;
	for (int best = 0; best < ARCH_COUNT + 2; best++)
		if (seen[best])
			snprintf(text + strlen(text), sizeof(text) - strlen(text), "%s%c %s",
				 text[0] ? ", " : "", letters[best],
				 best == ARCH_COUNT + 1 ? "refused by the simulator"
				 : best == MAP_NOBODY   ? "nobody meets the targets"
							: arch_label((enum arch)best));
	value_text(&map->x, map->x_now, x);
	value_text(&map->y, map->y_now, y);
	if (!isnan(map->x_now) && !isnan(map->y_now))
		snprintf(text + strlen(text), sizeof(text) - strlen(text),
			 ", @ you are here (%s, %s)", x, y);
	put_wrapped(out, text, 0);
}

static void point_text(const struct map *map, const struct map_point *point,
		       char text[2 * FORMAT_SIZE + 8])
{
	char x[FORMAT_SIZE], y[FORMAT_SIZE];

	value_text(&map->x, point->x, x);
	value_text(&map->y, point->y, y);
	snprintf(text, 2 * FORMAT_SIZE + 8, "%s at %s", x, y);
}

static void put_line(FILE *out, const struct map *map, const struct map_line *line)
{
	int shown = line->count < POINTS_SHOWN ? line->count : POINTS_SHOWN;
	char text[LINE_SIZE] = "", head[64], point[2 * FORMAT_SIZE + 8];

	snprintf(head, sizeof(head), "  %s, %s", map_label(line->one), map_label(line->other));
	put_column(out, head, 28);
	for (int i = 0; i < shown; i++) {
		int at = i * (line->count - 1) / (shown - 1);

		point_text(map, &map->point[line->first + at], point);
		snprintf(text + strlen(text), sizeof(text) - strlen(text), "%s%s",
			 i > 0 ? "; " : "", point);
	}
	put_wrapped(out, text, 28);
}

static void put_frontier(FILE *out, const struct map *map)
{
	bool shown[MAP_LINES_MAX] = { false };

	if (map->line_count == 0) {
		put_wrapped(out, "no frontier: the best is the same all over the map", 0);
		return;
	}
	fputs("\nfrontier, across at up:\n", out);
	for (int n = 0; n < map->line_count && n < LINES_SHOWN; n++) {
		int longest = -1;

		for (int l = 0; l < map->line_count; l++)
			if (!shown[l] &&
			    (longest < 0 || map->line[l].count > map->line[longest].count))
				longest = l;
		shown[longest] = true;
		put_line(out, map, &map->line[longest]);
	}
	if (map->line_count > LINES_SHOWN)
		fprintf(out, "  and %d shorter ones\n", map->line_count - LINES_SHOWN);
	if (map->more)
		fputs("  and more than there is room for\n", out);
}

static void put_marks(FILE *out, const struct map *map, const struct marks *marks)
{
	if (marks->count > 0)
		fputs("\nthe articles:\n", out);
	for (int m = 0; m < marks->count; m++) {
		const struct mark *mark = &marks->mark[m];
		const struct track *track = mark->on_y ? &map->y : &map->x;
		char lo[FORMAT_SIZE], hi[FORMAT_SIZE], text[LINE_SIZE];

		value_text(track, mark->threshold.lo, lo);
		value_text(track, mark->threshold.hi, hi);
		fprintf(out, "  %c  ", 'a' + m);
		put_column(out, mark->threshold.source, 8);
		snprintf(text, sizeof(text), "%s%s%s: %s", lo,
			 mark->threshold.hi > mark->threshold.lo ? " to " : "",
			 mark->threshold.hi > mark->threshold.lo ? hi : "", mark->threshold.says);
		put_wrapped(out, text, 13);
	}
}

void map_text(FILE *out, const struct map *map, const struct scenario *scenario)
{
	struct marks marks = { 0 };

	take_marks(&marks, &map->x, false, map->columns);
	take_marks(&marks, &map->y, true, map->rows);
	put_title(out, map, scenario);
	put_x_marks(out, map, &marks);
	for (int row = map->rows - 1; row >= 0; row--)
		put_row(out, map, &marks, row);
	put_x_axis(out, map);
	put_legend(out, map);
	put_frontier(out, map);
	put_marks(out, map, &marks);
}
