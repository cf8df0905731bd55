// SPDX-License-Identifier: MIT
/* Golden frames of the forms, figures and layers of the panels 1, 3 and 4, at three sizes. */
#include <stdio.h>
#include <string.h>

#include "base/suite.h"
#include "base/xalloc.h"
#include "ui/draw.h"
#include "ui/golden.h"
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

static void expect(const char *name, int w, int h)
{
	char full[96];

	canvas_resize(&canvas, w, h);
	view_draw(snapshot, state, &canvas);
	snprintf(full, sizeof(full), "%s-%dx%d", name, w, h);
	golden_check(full, &canvas);
}

static void expect_all(const char *name)
{
	expect(name, 80, 24);
	expect(name, 120, 40);
	expect(name, 200, 60);
}

static void zoom(enum panel panel)
{
	state->zoom = state->focus = panel;
}

START_TEST(heat_maps)
{
	zoom(PANEL_LATENCY);
	state->latency_form = LATENCY_HEAT;
	expect_all("form-heat");
	state->latency_others = true;
	expect("form-heat-others", 120, 40);
	state->latency_others = false;
	state->latency_figure = LATENCY_TPOT;
	state->playhead_frac = 0.4;
	canvas.charset = CHARSET_ASCII;
	expect("form-heat-ascii", 80, 24);
}
END_TEST

START_TEST(time_per_token_and_others)
{
	zoom(PANEL_LATENCY);
	state->latency_others = true;
	expect("latency-others", 120, 40);
	state->latency_figure = LATENCY_TPOT;
	expect("latency-token", 80, 24);
	state->latency_form = LATENCY_HISTOGRAM;
	expect("histogram-others", 120, 40);
}
END_TEST

START_TEST(pipelines)
{
	zoom(PANEL_FRESHNESS);
	state->fresh_form = FRESH_PIPELINE;
	expect_all("form-pipeline");
	state->time_zoom_lo = 0.45;
	state->time_zoom_hi = 0.55;
	state->playhead_frac = 0.5;
	expect("form-pipeline-near", 120, 40);
	zoom(PANEL_NONE);
	expect("form-pipeline-small", 120, 40);
}
END_TEST

START_TEST(update_to_visible)
{
	zoom(PANEL_FRESHNESS);
	state->fresh_figure = FRESH_VISIBLE;
	expect("fresh-visible", 80, 24);
}
END_TEST

START_TEST(cost_bands)
{
	zoom(PANEL_COST);
	state->cost_form = COST_BY_TIME;
	state->cost_bands = true;
	expect("cost-bands", 120, 40);
}
END_TEST

/* Hybrid starts with its upfront; from where RAG has spent as much on, it has paid back. */
START_TEST(payback_is_marked)
{
	double *rag = snapshot->result.arch[ARCH_RAG].series.cumulative_usd;
	double *hybrid = snapshot->result.arch[ARCH_HYBRID].series.cumulative_usd;
	char *text;

	for (int b = 0; b < RESULT_BUCKETS; b++) {
		rag[b] = 100 * (b + 1);
		hybrid[b] = 9000 + 10 * (b + 1);
	}
	zoom(PANEL_COST);
	state->cost_form = COST_BY_TIME;
	canvas_resize(&canvas, 120, 40);
	view_draw(snapshot, state, &canvas);
	text = canvas_to_text(&canvas);
	/* 90 n = 9,000 at the end of bucket 100 of 180, two days each */
	ck_assert_ptr_nonnull(strstr(text, "╳ day 200, hybrid payback"));
	free(text);
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("forms");

	tcase_add_checked_fixture(tcase, setup, teardown);
	tcase_add_test(tcase, heat_maps);
	tcase_add_test(tcase, time_per_token_and_others);
	tcase_add_test(tcase, pipelines);
	tcase_add_test(tcase, update_to_visible);
	tcase_add_test(tcase, cost_bands);
	tcase_add_test(tcase, payback_is_marked);
	return suite_run("ui/view_forms", tcase);
}
