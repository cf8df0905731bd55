// SPDX-License-Identifier: MIT
/* The ledger of one architecture over time: what it has come to, or what was spent when. */
#include <math.h>
#include <stdio.h>

#include "base/text.h"
#include "ui/view.h"

enum {
	BANDS_MAX = HEAT_STEPS, /* shades that can be told apart */
	LEGEND_W = 28,
	LEGEND_NARROW_W = 13, /* names only */
	LEGEND_FROM = 64,     /* columns from which there is room for amounts */
	AMOUNT_W = 8,
	DOTS_MIN = 12,
};

/* A category, or all that have no band of their own (LEDGER_COUNT). */
struct band {
	enum ledger category;
	double usd[RESULT_BUCKETS];
};

struct stack {
	int count;
	struct band band[BANDS_MAX]; /* bottom to top, in the order of the ledger */
	double total[RESULT_BUCKETS];
};

static double spent(const struct arch_result *result, int category)
{
	double sum = 0;

	for (int b = 0; b < RESULT_BUCKETS; b++)
		sum += result->pictures.ledger_usd[category][b];
	return sum;
}

static int largest_of(const double *usd, const bool *taken)
{
	int largest = -1;

	for (int c = 0; c < LEDGER_COUNT; c++)
		if (!taken[c] && usd[c] > 0 && (largest < 0 || usd[c] > usd[largest]))
			largest = c;
	return largest;
}

/* Those that get a band: all, or the largest of the run and one band less, for the others. */
static bool choose(const struct arch_result *result, bool own[LEDGER_COUNT])
{
	double usd[LEDGER_COUNT];
	int found = 0, room;

	for (int c = 0; c < LEDGER_COUNT; c++) {
		own[c] = false;
		usd[c] = spent(result, c);
		found += usd[c] > 0;
	}
	room = found > BANDS_MAX ? BANDS_MAX - 1 : found;
	for (int i = 0; i < room; i++)
		own[largest_of(usd, own)] = true;
	return found > room;
}

static void add_to_band(struct band *band, const struct arch_result *result, int category)
{
	for (int b = 0; b < RESULT_BUCKETS; b++)
		band->usd[b] += result->pictures.ledger_usd[category][b];
}

/* Storage that shrinks gives money back; no band is lower than nothing. */
static void stack_sum(struct stack *stack, bool each)
{
	for (int i = 0; i < stack->count; i++)
		for (int b = 0; b < RESULT_BUCKETS; b++) {
			double *usd = stack->band[i].usd;

			if (!each && b > 0)
				usd[b] += usd[b - 1];
			stack->total[b] += fmax(usd[b], 0);
		}
}

/* The others lie at the bottom, upfront, retraining and migration on top. */
static void stack_init(struct stack *stack, const struct arch_result *result, bool each)
{
	bool own[LEDGER_COUNT], others;

	*stack = (struct stack){ 0 };
	others = choose(result, own);
	if (others)
		stack->band[stack->count++].category = LEDGER_COUNT;
	for (int c = 0; c < LEDGER_COUNT; c++) {
		if (own[c]) {
			stack->band[stack->count].category = (enum ledger)c;
			add_to_band(&stack->band[stack->count++], result, c);
		} else if (others) {
			add_to_band(&stack->band[0], result, c);
		}
	}
	stack_sum(stack, each);
}

/* The band at a height, counted from 1; 0 above all of them. */
static int band_at(const struct stack *stack, int bucket, double usd)
{
	double top = 0;

	for (int i = 0; i < stack->count; i++) {
		top += fmax(stack->band[i].usd[bucket], 0);
		if (usd < top)
			return i + 1;
	}
	return 0;
}

/* Of the buckets in a column of cells the one with the most, so that no step vanishes. */
static int bucket_of_column(const struct stack *stack, const struct plot *plot, double horizon_s,
			    int column)
{
	int dots = plot->x.per_cell, largest;
	double width = horizon_s / RESULT_BUCKETS;
	int first = (int)(axis_value(&plot->x, column * dots - 0.5) / width + 0.5);
	int end = (int)(axis_value(&plot->x, (column + 1) * dots - 0.5) / width + 0.5);

	first = first < 0 ? 0 : first > RESULT_BUCKETS - 1 ? RESULT_BUCKETS - 1 : first;
	end = end > RESULT_BUCKETS ? RESULT_BUCKETS : end;
	largest = first;
	for (int b = first + 1; b < end; b++)
		if (stack->total[b] >= stack->total[largest])
			largest = b;
	return largest;
}

/* Half a cell each, as high as it is; what is still to come stays open while time passes. */
static void draw_bands(const struct stack *stack, const struct plot *plot, double horizon_s)
{
	int dots = plot->y.per_cell, columns = plot->dots.w;

	if (plot->dim_from < columns)
		columns = plot->dim_from;
	for (int x = 0; x < columns; x++) {
		int bucket = bucket_of_column(stack, plot, horizon_s, x);

		for (int row = 0; row < plot->dots.h; row++) {
			double lower = axis_value(&plot->y, (row + 0.25) * dots - 0.5);
			double upper = axis_value(&plot->y, (row + 0.75) * dots - 0.5);

			canvas_heat(plot->canvas, plot->dots.x + x,
				    plot->dots.y + plot->dots.h - 1 - row,
				    band_at(stack, bucket, upper), band_at(stack, bucket, lower));
		}
	}
}

static const char *band_name(const struct band *band)
{
	return band->category == LEDGER_COUNT ? "others" : ledger_label(band->category);
}

static void draw_entry(const struct frame *frame, struct rect row, const char *name, double usd,
		       enum role role)
{
	bool amounts = row.w > LEGEND_NARROW_W;
	int room = row.w - (amounts ? AMOUNT_W + 1 : 0);
	char text[FORMAT_SIZE];

	canvas_rich_in(frame->canvas, row.x, row.y, room, role, 0, name);
	format_money(text, sizeof(text), usd);
	if (amounts)
		canvas_right(frame->canvas, row.x + row.w, row.y, role, 0, text);
}

/* From the top of the stack down, with the sum; what it reads at the playhead. */
static void draw_legend(const struct frame *frame, const struct stack *stack, struct rect area)
{
	int bucket = frame_bucket(frame), y = area.y;
	struct rect old = canvas_clip(frame->canvas, area);

	draw_entry(frame, (struct rect){ area.x + 2, y++, area.w - 2, 1 }, "all",
		   stack->total[bucket], ROLE_TITLE);
	for (int i = stack->count - 1; i >= 0; i--, y++) {
		canvas_heat(frame->canvas, area.x, y, i + 1, i + 1);
		draw_entry(frame, (struct rect){ area.x + 2, y, area.w - 2, 1 },
			   band_name(&stack->band[i]), stack->band[i].usd[bucket], ROLE_TEXT);
	}
	canvas_unclip(frame->canvas, old);
}

/* The plot keeps the axes; a stack has no line, but the largest value sets the scale. */
static void add_total(struct plot *plot, const struct frame *frame, const struct stack *stack)
{
	struct plot_line *line = plot_line_add(plot, ROLE_TEXT, (struct dash){ 0 });

	columns_of_buckets(line->columns, &plot->x, stack->total, RESULT_BUCKETS,
			   frame_horizon_s(frame), true);
	plot_scale(plot, UNIT_USD, false, PARAM_NULL);
	for (int i = 0; i < axis_dots(&plot->x); i++)
		line->columns[i].lo = line->columns[i].hi = PARAM_NULL;
}

void cost_stack_title(const struct frame *frame, char *title, size_t size)
{
	char when[FORMAT_SIZE + 8] = "so far", length[FORMAT_SIZE];
	enum arch focus;

	if (!frame_ready(frame)) {
		snprintf(title, size, "1 spent so far");
		return;
	}
	focus = frame_focus(frame);
	format_set_value(length, sizeof(length), frame_horizon_s(frame) / RESULT_BUCKETS, UNIT_S);
	if (frame->state->cost_each)
		snprintf(when, sizeof(when), "in %s", length);
	snprintf(title, size, "1 spent %s, %s %s", when, arch_sign(focus), arch_name_short(focus));
}

void cost_stack_inside(const struct frame *frame, struct rect inner, bool boxed)
{
	struct stack stack;
	struct plot plot;
	int legend = inner.w >= LEGEND_FROM ? LEGEND_W : LEGEND_NARROW_W;

	if (!boxed)
		inner.h--;
	if (inner.w < PLOT_GUTTER + DOTS_MIN + legend)
		legend = 0;
	stack_init(&stack, frame_result(frame, frame_focus(frame)), frame->state->cost_each);
	inner.w -= legend;
	plot_init(&plot, frame->canvas, inner, boxed);
	plot.dots.w += plot.label_w;
	plot.label_x += plot.label_w;
	plot.dim_from = plot.dots.w;
	plot.label_w = 0;
	/* Each architecture has a scale of its own. */
	plot_remember(&plot, frame, PANEL_COST,
		      32 + 2 * (int)frame_focus(frame) + frame->state->cost_each);
	plot_over_time(&plot, frame);
	add_total(&plot, frame, &stack);
	draw_bands(&stack, &plot, frame_horizon_s(frame));
	plot.label_w = legend;
	plot_draw(&plot);
	if (legend > 0)
		draw_legend(frame, &stack,
			    (struct rect){ plot.label_x + 1, inner.y, legend - 2, inner.h });
	plot_release(&plot);
}

void view_cost_stack_draw(const struct frame *frame, struct rect area)
{
	const struct hint hints[] = {
		{ "f", NULL, "figure", ACTION_FIGURE, ACTION_NONE },
		{ "s", NULL, "focus", ACTION_ARCH_NEXT, ACTION_NONE },
	};
	struct rect inner;
	char title[96];

	cost_stack_title(frame, title, sizeof(title));
	inner = panel_box(frame, area, PANEL_COST, title, hints, 2);
	if (frame_ready(frame))
		cost_stack_inside(frame, inner, panel_has_box(frame, area));
}
