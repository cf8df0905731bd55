// SPDX-License-Identifier: MIT
/* Whole screens at any size, in any form, with any figures: they have to stay screens. */
#include <math.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include "base/suite.h"
#include "base/text.h"
#include "base/xalloc.h"
#include "ui/actions.h"
#include "ui/draw.h"
#include "ui/synthetic.h"

static struct snapshot *snapshot;
static struct ui_state *state;
static struct canvas canvas;

static void setup(void)
{
	snapshot = synthetic_snapshot();
	state = xcalloc(1, sizeof(*state));
	synthetic_state(state, snapshot);
	canvas_init(&canvas, 120, 40, CHARSET_UNICODE);
}

static void teardown(void)
{
	canvas_release(&canvas);
	free(state);
	free(snapshot);
}

static void draw(int w, int h)
{
	canvas_resize(&canvas, w, h);
	view_draw(snapshot, state, &canvas);
}

static unsigned int random_state = 7;

static unsigned int pick(unsigned int n)
{
	random_state = random_state * 1664525U + 1013904223U;
	return (random_state >> 10) % n;
}

static void check_canvas(int w, int h)
{
	ck_assert_int_eq(canvas.w, w);
	for (int i = 0; i < w * h; i++) {
		struct cell cell = canvas.cells[i];

		/* libcheck prepares a message even for what holds: too slow for millions of cells.
		 */
		if (text_codepoint_safe(cell.code) && text_codepoint_width(cell.code) == 1 &&
		    cell.role < ROLE_COUNT)
			continue;
		ck_abort_msg("U+%04X, role %d at %d,%d of %dx%d", (unsigned int)cell.code,
			     (int)cell.role, i % w, i / w, w, h);
	}
	for (int i = 0; i < canvas.hit_count; i++) {
		struct rect area = canvas.hits[i].area;

		ck_assert(area.x >= 0 && area.y >= 0 && area.x + area.w <= w &&
			  area.y + area.h <= h);
		ck_assert_int_lt(canvas.hits[i].action, ACTION_COUNT);
	}
}

static void pick_log(void)
{
	state->log_form = (enum log_form)pick(LOG_FORMS);
	state->log_mine = pick(3) == 0;
	state->log_one_arch = pick(3) == 0;
	state->log_row[state->log_form] = (int)pick(300);
	incident_draft_init(&state->incident, pick(361));
	state->incident.choice = (enum incident_choice)pick(CHOICE_COUNT);
	state->incident.field = (enum incident_field)pick(FIELD_COUNT);
	state->incident.replaces = (int)pick(2) - 1;
	state->incident.middle = pick(2) != 0;
	state->incident_before = snapshot && pick(3) ? &snapshot->result : NULL;
	state->incident_after = snapshot && pick(3) ? &snapshot->result : NULL;
	state->looking = pick(4) == 0;
	state->delta_relative = pick(2) != 0;
	state->baseline_curve = snapshot && pick(2) ? &snapshot->curve : NULL;
}

static void pick_state(void)
{
	state->zoom = (enum panel)pick(PANEL_COUNT);
	state->focus = (enum panel)pick(PANEL_COUNT);
	state->layout = (enum screen_layout)pick(SCREEN_TALK + 1);
	state->overlay = pick(3) == 0 ? (enum overlay)pick(OVERLAY_INCIDENT + 1) : OVERLAY_NONE;
	state->prompt.kind = pick(PROMPT_RECORD + 1);
	pick_log();
	state->cost_form = (enum cost_form)pick(COST_FORMS);
	state->cost_each = pick(2) == 0;
	state->cost_figure = (enum cost_figure)pick(COST_FIGURES);
	state->cost_linear = pick(2) != 0;
	state->latency_form = (enum latency_form)pick(LATENCY_FORMS);
	state->latency_figure = (enum latency_figure)pick(LATENCY_FIGURES);
	state->latency_scale = (int)pick(3);
	state->fresh_figure = (enum freshness_figure)pick(FRESH_FIGURES);
	state->fresh_scale = (int)pick(3);
	state->fresh_form = (enum freshness_form)pick(FRESH_FORMS);
	state->latency_others = pick(2) != 0;
	state->cost_bands = pick(2) != 0;
	state->arch = (enum arch)pick(ARCH_COUNT);
	state->scoreboard_all = pick(2) != 0;
	state->till_playhead = pick(2) != 0;
	state->playing = pick(2) != 0;
	state->playhead_frac = pick(3) == 0 ? 1 : pick(1000) / 1000.0;
	state->time_zoom_lo = pick(4) == 0 ? 0.4 : 0;
	state->time_zoom_hi = pick(4) == 0 ? 0.41 : 1;
	state->knob = (int)pick((unsigned int)state->knob_count);
	state->locked[state->knob] = pick(2) != 0;
	state->help_page = (int)pick(3);
	state->help_scroll = (int)pick(30);
	state->refining = pick(2) != 0;
	state->flash_s = pick(2);
	state->dirty = pick(2) != 0;
	snprintf(state->message, sizeof(state->message), "%s",
		 pick(2) != 0 ? "saved as \"日\a\"" : "");
	state->message_is_error = pick(2) != 0;
	canvas.charset = (enum charset)pick(3);
}

static double strange(void)
{
	static const double values[] = { (double)NAN, HUGE_VAL, -HUGE_VAL, 0,   -1, 1e308,
					 -1e308,      1e-200,   1,         0.5, 1e6 };

	return values[pick(sizeof(values) / sizeof(values[0]))];
}

static void make_strange(double *values, size_t n)
{
	for (size_t i = 0; i < n; i++)
		values[i] = strange();
}

static void make_pictures_strange(struct arch_pictures *pictures)
{
	make_strange(pictures->tpot_hist, RESULT_HIST_BINS);
	make_strange(pictures->tpot_p50_s, RESULT_BUCKETS);
	make_strange(pictures->usd_p10, RESULT_BUCKETS);
	make_strange(pictures->usd_p90, RESULT_BUCKETS);
	make_strange(pictures->visible_s, RESULT_BUCKETS);
	for (int b = 0; b < RESULT_BUCKETS; b++)
		for (int i = 0; i < RESULT_HEAT_BINS; i++)
			pictures->heat[HEAT_TTFT][b][i] = (uint8_t)pick(256);
	for (int c = 0; c < LEDGER_COUNT; c++)
		for (int b = 0; b < RESULT_BUCKETS; b += 1 + (int)pick(20))
			pictures->ledger_usd[c][b] = pick(3) == 0 ? (float)INFINITY
						     : pick(3) == 0
							     ? (float)NAN
							     : (float)fmin(fmax(strange(), -1e30),
									   1e30);
	for (int i = 0; i < pictures->span_count; i++)
		pictures->spans[i].to_s = (float)fmin(fmax(strange(), -1e30), 1e30);
}

/* Figures that no simulation should find, in every place that has doubles only. */
static void pick_figures(void)
{
	struct result *result = &snapshot->result;
	struct curve *curve = &snapshot->curve;

	for (int a = 0; a < ARCH_COUNT; a++) {
		struct arch_result *arch = &result->arch[a];
		size_t from = offsetof(struct arch_result, queries);
		size_t to = offsetof(struct arch_result, event_count);

		make_strange((double *)(void *)((char *)arch + from), (to - from) / sizeof(double));
		for (int i = 0; i < arch->event_count; i++)
			arch->events[i].at_s = strange();
		make_pictures_strange(&arch->pictures);
		arch->present = pick(5) != 0;
	}
	for (int i = 0; i < curve->point_count; i++) {
		curve->point[i].known = pick(4) != 0;
		for (int a = 0; a < ARCH_COUNT; a++)
			make_strange(&curve->point[i].arch[a].all_in_usd, 4);
	}
	curve->crossing_count = (int)pick(4);
	for (int i = 0; i < curve->crossing_count; i++) {
		curve->crossing[i].nobody_above = pick(2) != 0;
		make_strange(&curve->crossing[i].at_qpm, 3);
	}
	for (int i = 0; i < snapshot->knob_count; i++) {
		snapshot->flips[i].at = strange();
		snapshot->sparks[i].all_in_usd[pick(SPARK_PLACES)] = (float)strange();
	}
	for (int i = 0; i < TARGET_COUNT; i++)
		snapshot->scenario.targets[i] = strange();
	params_set(&snapshot->scenario.params, (enum param_id)pick(PARAM_COUNT), strange());
	snapshot->scenario.params.traffic.volume_qpm = strange();
	result->band_rel = strange();
	result->horizon_s = pick(8) == 0 ? strange() : result->horizon_s;
	result->verdict.none_meets = pick(2) != 0;
	result->verdict.best = (enum arch)pick(ARCH_COUNT);
	state->playhead_frac = pick(4) == 0 ? strange() : state->playhead_frac;
}

static void draw_and_check(int w, int h)
{
	pick_state();
	draw(w, h);
	check_canvas(w, h);
}

START_TEST(every_small_size)
{
	for (int h = 1; h <= 14; h++)
		for (int w = 1; w <= 44; w++)
			draw_and_check(w, h);
}
END_TEST

START_TEST(sizes_on_a_grid)
{
	for (int h = 15; h <= 80; h += 6)
		for (int w = 5; w <= 300; w += 11)
			draw_and_check(w, h);
	draw_and_check(300, 80);
}
END_TEST

/* NaN, infinities, huge and negative figures everywhere: the screen has to stay a screen. */
START_TEST(strange_figures_at_strange_sizes)
{
	struct snapshot *good = snapshot;
	struct result *baseline = xmalloc(sizeof(*baseline));
	struct snapshot *bad = xmalloc(sizeof(*bad));

	state->baseline = baseline;
	for (int trial = 0; trial < 700; trial++) {
		*bad = *good;
		snapshot = bad;
		pick_figures();
		*baseline = bad->result;
		state->has_baseline = pick(2) != 0;
		draw_and_check((int)pick(220) + 1, (int)pick(70) + 1);
	}
	snapshot = good;
	free(bad);
	free(baseline);
}
END_TEST

/* Before the first snapshot, without a curve, without knobs: also a screen. */
START_TEST(nothing_to_show)
{
	struct snapshot *good = snapshot;

	for (int h = 1; h < 60; h += 7)
		for (int w = 1; w < 210; w += 23) {
			snapshot = NULL;
			draw_and_check(w, h);
			snapshot = good;
			snapshot->curve.point_count = 0;
			snapshot->curve.crossing_count = 0;
			snapshot->knob_count = 0;
			draw_and_check(w, h);
		}
	state->knob_count = 0;
	state->knob = 0;
	state->zoom = PANEL_KNOBS;
	draw(80, 24);
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("view_any");

	tcase_add_checked_fixture(tcase, setup, teardown);
	tcase_set_timeout(tcase, 120);
	tcase_add_test(tcase, every_small_size);
	tcase_add_test(tcase, sizes_on_a_grid);
	tcase_add_test(tcase, strange_figures_at_strange_sizes);
	tcase_add_test(tcase, nothing_to_show);
	return suite_run("ui/view_any", tcase);
}
