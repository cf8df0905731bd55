// SPDX-License-Identifier: MIT
#include <assert.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "base/xalloc.h"
#include "ui/plot.h"
#include "ui/plot_cursor.h"
#include "ui/plot_label.h"

enum {
	DOTS_MIN = 8,       /* columns of dots under which labels, then numbers give way */
	MARK_ROWS = 3,      /* rows that the labels of marks may use */
	TOGETHER_CELLS = 3, /* cells that lines must share to count as coinciding */
	TOGETHER_RUN = 2,   /* cells that each of them then gets in turn */
};

void plot_init(struct plot *plot, struct canvas *canvas, struct rect area, bool boxed)
{
	*plot = (struct plot){ .canvas = canvas, .boxed = boxed, .target = PARAM_NULL };
	plot->x_suffix = plot->x_unit = "";
	plot->label_w = area.w >= PLOT_GUTTER + DOTS_MIN + PLOT_LABELS ? PLOT_LABELS : 0;
	plot->number_w = area.w >= PLOT_GUTTER + DOTS_MIN ? PLOT_GUTTER : 0;
	plot->dots = (struct rect){ area.x + plot->number_w, area.y,
				    area.w - plot->number_w - plot->label_w, area.h };
	plot->dots.w = plot->dots.w > 0 ? plot->dots.w : 1;
	plot->dots.h = plot->dots.h > 0 ? plot->dots.h : 1;
	plot->label_x = plot->dots.x + plot->dots.w;
	plot->dim_from = plot->dots.w;
}

void plot_release(struct plot *plot)
{
	for (int i = 0; i < plot->line_count; i++) {
		free(plot->line[i].columns);
		free(plot->line[i].band);
	}
	plot->line_count = 0;
}

void plot_x(struct plot *plot, double lo, double hi, enum unit unit, bool log)
{
	axis_init_x(&plot->x, lo, hi, unit, log, plot->dots.w, raster_dot_w(plot->canvas->charset));
}

static struct column *columns_new(const struct plot *plot)
{
	int n = axis_dots(&plot->x);
	struct column *columns = xcalloc((size_t)n, sizeof(columns[0]));

	for (int i = 0; i < n; i++)
		columns[i].lo = columns[i].hi = PARAM_NULL;
	return columns;
}

struct plot_line *plot_line_add(struct plot *plot, enum role role, struct dash dash)
{
	struct plot_line *line;

	assert(plot->line_count < PLOT_LINES_MAX && plot->x.cells > 0);
	line = &plot->line[plot->line_count++];
	*line = (struct plot_line){ .role = role, .dash = dash, .reads = PARAM_NULL };
	line->columns = columns_new(plot);
	return line;
}

struct column *plot_band_add(struct plot *plot, struct plot_line *line, enum role role)
{
	assert(line->band == NULL);
	line->band = columns_new(plot);
	line->band_role = role;
	return line->band;
}

struct plot_mark *plot_mark_add(struct plot *plot, double at, enum sign line, enum role role)
{
	struct plot_mark *mark;

	if (plot->mark_count == PLOT_MARKS_MAX)
		return NULL;
	mark = &plot->mark[plot->mark_count++];
	*mark = (struct plot_mark){ .at = at, .line = line, .sign = SIGN_COUNT, .role = role };
	mark->y = mark->lo = mark->hi = PARAM_NULL;
	return mark;
}

static void extent_of(const struct plot *plot, struct extent *extent)
{
	extent_init(extent);
	for (int i = 0; i < plot->line_count; i++) {
		columns_extent(plot->line[i].columns, &plot->x, extent);
		if (plot->line[i].band != NULL)
			columns_extent(plot->line[i].band, &plot->x, extent);
	}
}

void plot_scale(struct plot *plot, enum unit unit, bool log, double target)
{
	struct extent extent;

	extent_of(plot, &extent);
	plot->target = target;
	held_scale(plot->held, &plot->y, &extent, unit, log, target, plot->dots.h,
		   raster_dot_h(plot->canvas->charset));
}

bool plot_wants_log(const struct plot *plot, double ratio)
{
	struct extent all;

	for (int i = 0; i < plot->line_count; i++) {
		struct extent own;

		extent_init(&own);
		columns_extent(plot->line[i].columns, &plot->x, &own);
		if (3 * own.zeros > own.values)
			return false;
	}
	extent_of(plot, &all);
	return all.hi > ratio * all.lo_positive;
}

static struct span span_of(const struct plot *plot, struct column column)
{
	struct span span;

	if (isnan(column.lo) || isnan(column.hi))
		return span_gap;
	span.lo = axis_dot(&plot->y, column.lo);
	span.hi = axis_dot(&plot->y, column.hi);
	span.floor = plot->y.log && column.hi <= 0;
	return span;
}

static struct span *spans_of(const struct plot *plot, const struct column *columns)
{
	int n = axis_dots(&plot->x);
	struct span *spans = xcalloc((size_t)n, sizeof(spans[0]));

	for (int i = 0; i < n; i++)
		spans[i] = span_of(plot, columns[i]);
	return spans;
}

static void draw_bands(const struct plot *plot, struct raster *raster)
{
	for (int i = 0; i < plot->line_count; i++) {
		struct span *spans;

		if (plot->line[i].band == NULL)
			continue;
		spans = spans_of(plot, plot->line[i].band);
		raster_band(raster, spans, plot->line[i].band_role);
		free(spans);
	}
}

/* At most a dot apart over a whole column of cells? */
static bool cell_together(const struct span *a, const struct span *b, int cell, int dot_w)
{
	for (int i = cell * dot_w; i < (cell + 1) * dot_w; i++) {
		if (a[i].lo > a[i].hi || b[i].lo > b[i].hi)
			return false;
		if (a[i].lo > b[i].hi + 1 || b[i].lo > a[i].hi + 1)
			return false;
	}
	return true;
}

/* Of two lines that run together, each gets two cells in turn. */
static void share_cells(const struct span *a, const struct span *b, uint8_t *mine_a,
			uint8_t *mine_b, int cells, int dot_w)
{
	for (int start = 0, end; start < cells; start = end + 1) {
		end = start;
		while (end < cells && cell_together(a, b, end, dot_w))
			end++;
		if (end - start < TOGETHER_CELLS)
			continue;
		for (int i = start; i < end; i++)
			(i / TOGETHER_RUN % 2 == 0 ? mine_b : mine_a)[i] = 0;
	}
}

/* A second dot above, or below at the top. */
static void thicken(struct span *spans, int n, int dots)
{
	for (int i = 0; i < n; i++) {
		if (spans[i].lo > spans[i].hi)
			continue;
		if (spans[i].hi + 1 < dots)
			spans[i].hi++;
		else
			spans[i].lo--;
	}
}

static void draw_lines(const struct plot *plot, struct raster *raster)
{
	struct span *spans[PLOT_LINES_MAX];
	uint8_t *mine[PLOT_LINES_MAX];
	int n = plot->line_count;

	for (int i = 0; i < n; i++) {
		spans[i] = spans_of(plot, plot->line[i].columns);
		mine[i] = xmalloc((size_t)raster->w);
		memset(mine[i], 1, (size_t)raster->w);
	}
	for (int i = 0; i < n; i++)
		for (int k = i + 1; k < n; k++)
			if (!plot->line[i].ghost && !plot->line[k].ghost)
				share_cells(spans[i], spans[k], mine[i], mine[k], raster->w,
					    raster->dot_w);
	for (int i = 0; i < n; i++) {
		const struct plot_line *line = &plot->line[i];
		struct pen pen = { line->role, line->attrs, line->dash, line->letter, mine[i] };

		/* Larger dots are thick enough. */
		if (plot->thick && !line->ghost && raster->charset == CHARSET_UNICODE)
			thicken(spans[i], axis_dots(&plot->x), raster->h * raster->dot_h);
		raster_line(raster, spans[i], &pen);
		free(spans[i]);
		free(mine[i]);
	}
}

static int row_of(const struct plot *plot, double y)
{
	return plot->dots.h - 1 - axis_cell(&plot->y, y);
}

static void draw_interval(const struct plot *plot, struct raster *raster,
			  const struct plot_mark *mark, int x, int row)
{
	int lo = axis_cell(&plot->x, mark->lo), hi = axis_cell(&plot->x, mark->hi);
	enum charset charset = raster->charset;

	if (hi - lo < 1 || lo > x || hi < x)
		return;
	for (int i = lo; i <= hi; i++)
		raster_sign(raster, i, row, sign_code(charset, SIGN_HORIZONTAL), mark->role, 0);
	if (lo < x)
		raster_sign(raster, lo, row, sign_code(charset, SIGN_TEE), mark->role, 0);
	if (hi > x)
		raster_sign(raster, hi, row, sign_code(charset, SIGN_TICK), mark->role, 0);
}

static void draw_mark_line(const struct plot *plot, struct raster *raster,
			   const struct plot_mark *mark)
{
	int x = axis_cell(&plot->x, mark->at);
	int top = isnan(mark->y) ? 0 : row_of(plot, mark->y);

	for (int row = top; row < raster->h; row++) {
		if (mark->over)
			raster_sign(raster, x, row, sign_code(raster->charset, mark->line),
				    mark->role, 0);
		else
			raster_back(raster, x, row, mark->line, mark->role);
	}
	if (isnan(mark->y) || mark->sign == SIGN_COUNT)
		return;
	if (!isnan(mark->lo) && !isnan(mark->hi))
		draw_interval(plot, raster, mark, x, top);
	raster_sign(raster, x, top, sign_code(raster->charset, mark->sign), ROLE_TITLE, CELL_BOLD);
}

/* Puts a text where every cell is free, or nothing. Signs hold their place for the next label. */
static bool put_label(struct raster *raster, int x, int row, const char *text, enum role role)
{
	int width = text_width(text);
	size_t left = strlen(text);

	if (x < 0 || x + width > raster->w)
		return false;
	/* With a blank on both sides. */
	for (int i = x > 0 ? -1 : 0; i < width + (x + width < raster->w); i++)
		if (!raster_free(raster, x + i, row))
			return false;
	while (left > 0) {
		uint32_t code;
		size_t n = text_utf8_decode(text, left, &code);

		raster_sign(raster, x++, row, charset_translate(raster->charset, code), role, 0);
		text += n;
		left -= n;
	}
	return true;
}

/* Right of the mark, left if there is no room, lower on collision, else the sign alone. The sign
 * stands in the column of the mark. */
static void draw_mark_label(const struct plot *plot, struct raster *raster,
			    const struct plot_mark *mark)
{
	int x = axis_cell(&plot->x, mark->at), width = text_width(mark->label), row = 0;

	for (; width > 0 && row < MARK_ROWS; row++)
		if (put_label(raster, x + 2, row, mark->label, ROLE_TEXT) ||
		    put_label(raster, x - 1 - width, row, mark->label, ROLE_TEXT))
			break;
	if (row == MARK_ROWS)
		row = 0;
	if (mark->sign != SIGN_COUNT && raster_open(raster, x, row))
		raster_sign(raster, x, row, sign_code(raster->charset, mark->sign),
			    mark->sign == SIGN_INCIDENT ? ROLE_CURSOR : ROLE_TITLE, CELL_BOLD);
}

static void draw_target(const struct plot *plot, struct raster *raster)
{
	if (!isfinite(plot->target) || (plot->y.log && plot->target <= 0))
		return;
	for (int x = 0; x < raster->w; x++)
		raster_back(raster, x, row_of(plot, plot->target), SIGN_TARGET, ROLE_HINT);
}

static void draw_y_axis(const struct plot *plot)
{
	int x = plot->dots.x - 1, bottom = plot->dots.y + plot->dots.h - 1;

	if (plot->number_w == 0)
		return;
	for (int y = plot->dots.y; y <= bottom; y++)
		canvas_put(plot->canvas, x, y, sign_code(plot->canvas->charset, SIGN_VERTICAL),
			   ROLE_BORDER, 0);
	if (plot->y.zero)
		canvas_put(plot->canvas, x, bottom - 1,
			   sign_code(plot->canvas->charset, SIGN_AXIS_BREAK), ROLE_HINT, 0);
	for (int i = 0; i < plot->y.tick_count; i++) {
		const struct tick *tick = &plot->y.tick[i];
		int y = bottom - tick->cell;
		int end = text_width(tick->text) < PLOT_GUTTER - 1 ? x - 1 : x;

		canvas_put(plot->canvas, x, y, sign_code(plot->canvas->charset, SIGN_TICK),
			   ROLE_BORDER, 0);
		canvas_right(plot->canvas, end, y, ROLE_HINT, 0, tick->text);
	}
}

static void draw_x_label(const struct plot *plot, int x, int y, const char *text)
{
	int width = text_width(text);

	canvas_text(plot->canvas, x, y, ROLE_HINT, 0, text);
	if (!plot->boxed)
		return;
	canvas_put(plot->canvas, x - 1, y, ' ', ROLE_HINT, 0);
	canvas_put(plot->canvas, x + width, y, ' ', ROLE_HINT, 0);
}

static void draw_x_axis(struct plot *plot)
{
	int y = plot->dots.y + plot->dots.h + plot->x_row, labels_end = plot->dots.x;
	int left = plot->dots.x - plot->number_w, right = plot->label_x + plot->label_w;
	int unit_x = right - 2 - text_width(plot->x_unit);
	/* The corners of the border stay. */
	struct rect old = canvas_clip(plot->canvas, (struct rect){ left, y, right - left, 1 });

	axis_ticks_x(&plot->x, plot->x_suffix, plot->boxed ? 2 : 1);
	for (int i = 0; i < plot->x.tick_count; i++) {
		const struct tick *tick = &plot->x.tick[i];
		int x = plot->dots.x + axis_label_x(tick), end = x + text_width(tick->text);

		draw_x_label(plot, x, y, tick->text);
		labels_end = end > labels_end ? end : labels_end;
	}
	if (plot->x_unit[0] != '\0' && unit_x > labels_end + 1)
		draw_x_label(plot, unit_x, y, plot->x_unit);
	canvas_unclip(plot->canvas, old);
}

/* The label of a line, or of several that end together and say the same. */
struct end_label {
	char signs[4 * PLOT_LINES_MAX];
	const char *text;
	enum role role;
	double value; /* where the line ends */
};

static bool end_value(const struct plot *plot, const struct plot_line *line, double *value)
{
	for (int i = axis_dots(&plot->x) - 1; i >= 0; i--) {
		if (isnan(line->columns[i].lo))
			continue;
		*value = (line->columns[i].lo + line->columns[i].hi) / 2;
		return true;
	}
	return false;
}

/* Adds the sign to a label that says the same in the same row. */
static bool merge_label(const struct plot *plot, struct end_label *labels, int n,
			const struct plot_line *line, double value)
{
	for (int i = 0; i < n; i++) {
		size_t used = strlen(labels[i].signs);

		if (line->sign[0] == '\0' || strcmp(labels[i].text, line->label) != 0 ||
		    row_of(plot, labels[i].value) != row_of(plot, value))
			continue;
		snprintf(labels[i].signs + used, sizeof(labels[i].signs) - used, "%s", line->sign);
		return true;
	}
	return false;
}

/* From the top line down, the target last. */
static int collect_labels(const struct plot *plot, struct end_label *labels)
{
	int n = 0;

	for (int i = plot->line_count - 1; i >= 0; i--) {
		const struct plot_line *line = &plot->line[i];
		double value;

		if (line->label[0] == '\0' || !end_value(plot, line, &value) ||
		    merge_label(plot, labels, n, line, value))
			continue;
		labels[n] = (struct end_label){ "", line->label, line->role, value };
		memcpy(labels[n++].signs, line->sign, sizeof(line->sign));
	}
	if (isfinite(plot->target))
		labels[n++] = (struct end_label){ "╌", "target", ROLE_HINT, plot->target };
	return n;
}

/* Where a line goes on outside of the plot. */
static const char *beyond(const struct plot *plot, double value)
{
	if (isinf(value) || value > plot->y.hi * 1.001)
		return "↑";
	return plot->y.log && value > 0 && value < plot->y.lo * 0.999 ? "↓" : "";
}

static void draw_end_labels(const struct plot *plot)
{
	struct end_label labels[PLOT_LINES_MAX + 1];
	struct label_place places[PLOT_LINES_MAX + 1];
	int n = collect_labels(plot, labels);

	if (plot->label_w == 0)
		return;
	for (int i = 0; i < n; i++)
		places[i].wanted = plot->dots.h - 0.5 -
				   (axis_dot(&plot->y, labels[i].value) + 0.5) / plot->y.per_cell;
	label_place(places, n, plot->dots.h);
	held_labels(plot->held, places, n, plot->dots.h);
	for (int i = 0; i < n; i++) {
		int y = plot->dots.y + places[i].row, x = plot->label_x + 1, spare;

		if (places[i].row < 0)
			continue;
		canvas_text(plot->canvas, plot->label_x, y, labels[i].role, 0,
			    beyond(plot, labels[i].value));
		spare = plot->label_w - 2 - text_width(labels[i].signs) -
			text_width(labels[i].text);
		/* Three signs and "0.00 %" need the column of the arrow, if it has none. */
		x -= spare < 0 && beyond(plot, labels[i].value)[0] == '\0';
		x += canvas_rich(plot->canvas, x, y, labels[i].role, 0, labels[i].signs);
		x += labels[i].signs[0] != '\0' && spare > -2;
		canvas_rich_in(plot->canvas, x, y, plot->label_x + plot->label_w - x,
			       labels[i].role, 0, labels[i].text);
	}
}

void plot_draw(struct plot *plot)
{
	struct raster raster;

	assert(plot->y.cells > 0);
	raster_init(&raster, plot->dots.w, plot->dots.h, plot->canvas->charset);
	draw_bands(plot, &raster);
	draw_target(plot, &raster);
	draw_lines(plot, &raster);
	for (int i = plot->mark_count - 1; i >= 0; i--)
		draw_mark_line(plot, &raster, &plot->mark[i]);
	for (int i = 0; i < plot->mark_count; i++)
		draw_mark_label(plot, &raster, &plot->mark[i]);
	raster_draw(&raster, plot->canvas, plot->dots.x, plot->dots.y, plot->dim_from);
	plot_cursor_draw(plot, &raster);
	raster_release(&raster);
	draw_y_axis(plot);
	draw_x_axis(plot);
	draw_end_labels(plot);
}
