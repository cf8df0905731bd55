// SPDX-License-Identifier: MIT
#include "ui/plot_memory.h"

#include <math.h>

#define SHRINK_AFTER_S 2.0 /* since the last input */
#define SHRINK_EVERY_S 0.25
#define LABELS_STAY_S 0.3

static const double headroom = 1.05; /* as the axis leaves it */
static const double worth_it = 0.6;  /* of the old top: a smaller one is worth a change */

void plot_memory_init(struct plot_memory *memory)
{
	*memory = (struct plot_memory){ .wake_s = HUGE_VAL, .input_s = -HUGE_VAL };
}

void plot_memory_begin(struct plot_memory *memory, double now_s, bool moving)
{
	memory->now_s = now_s;
	memory->moving = moving;
	memory->wake_s = HUGE_VAL;
	memory->frame++;
}

struct plot_held *plot_memory_of(struct plot_memory *memory, uint32_t id)
{
	struct plot_held *held = NULL;

	for (int i = 0; memory && i < PLOTS_HELD; i++) {
		struct plot_held *one = &memory->held[i];
		bool old = one->frame + 1 < memory->frame;

		if (one->id == id && !old) {
			one->frame = memory->frame;
			return one;
		}
		held = old || one->frame == 0 ? one : held;
	}
	if (held)
		*held = (struct plot_held){
			.memory = memory, .id = id, .frame = memory->frame, .differ_s = NAN
		};
	return held;
}

static void wake_at(struct plot_held *held, double at_s)
{
	held->memory->wake_s = fmin(held->memory->wake_s, at_s);
}

/* When the range may lose a tick; never while something moves. */
static double shrink_due_s(const struct plot_held *held)
{
	if (held->memory->moving)
		return HUGE_VAL;
	return held->shrinking ? held->shrunk_s + SHRINK_EVERY_S
			       : held->memory->input_s + SHRINK_AFTER_S;
}

static double tick_below_top(const struct axis *axis)
{
	double below = axis->log ? axis->hi / 10 : 0;

	for (int i = 0; i < axis->tick_count; i++)
		if (axis->tick[i].at < axis->hi * (1 - 1e-9))
			below = fmax(below, axis->tick[i].at);
	return below;
}

static bool is_too_large(const struct plot_held *held, const struct axis *axis,
			 const struct axis *wanted)
{
	return wanted->hi < axis->hi * (held->shrinking ? 1 - 1e-9 : worth_it);
}

void held_scale(struct plot_held *held, struct axis *axis, const struct extent *extent,
		enum unit unit, bool log, double target, int rows, int dots)
{
	struct extent kept = *extent;
	struct axis wanted;

	axis_init_y(&wanted, extent, unit, log, target, rows, dots);
	*axis = wanted;
	if (!held)
		return;
	if (!held->scaled || held->log != wanted.log) {
		held->scaled = true;
		held->log = wanted.log;
		held->shrinking = false;
		held->largest = extent->hi;
		held->lowest = extent->lo_positive;
		return;
	}
	kept.hi = held->largest = fmax(held->largest, extent->hi);
	kept.lo_positive = held->lowest = fmin(held->lowest, extent->lo_positive);
	if (kept.hi == extent->hi && kept.lo_positive == extent->lo_positive) {
		held->shrinking = false;
		return;
	}
	axis_init_y(axis, &kept, unit, log, target, rows, dots);
	if (!is_too_large(held, axis, &wanted)) {
		held->shrinking = false;
		return;
	}
	if (held->memory->now_s < shrink_due_s(held)) {
		wake_at(held, shrink_due_s(held));
		return;
	}
	kept.hi = fmax(extent->hi, tick_below_top(axis) / headroom * (1 - 1e-6));
	kept.lo_positive = extent->lo_positive;
	held->largest = kept.hi;
	held->lowest = kept.lo_positive;
	held->shrinking = true;
	held->shrunk_s = held->memory->now_s;
	axis_init_y(axis, &kept, unit, log, target, rows, dots);
	if (is_too_large(held, axis, &wanted))
		wake_at(held, held->shrunk_s + SHRINK_EVERY_S);
}

static bool same_rows(const struct plot_held *held, const struct label_place *labels, int n)
{
	for (int i = 0; i < n; i++)
		if (held->rows[i] != labels[i].row)
			return false;
	return true;
}

void held_labels(struct plot_held *held, struct label_place *labels, int n, int rows)
{
	bool fresh, same;

	if (!held)
		return;
	fresh = held->label_count != n || held->label_rows != rows;
	same = !fresh && same_rows(held, labels, n);
	if (!fresh && !same && isnan(held->differ_s))
		held->differ_s = held->memory->now_s;
	if (fresh || same || held->memory->now_s >= held->differ_s + LABELS_STAY_S) {
		held->label_count = n;
		held->label_rows = rows;
		held->differ_s = NAN;
		for (int i = 0; i < n; i++)
			held->rows[i] = labels[i].row;
		return;
	}
	wake_at(held, held->differ_s + LABELS_STAY_S);
	for (int i = 0; i < n; i++)
		labels[i].row = held->rows[i];
}
