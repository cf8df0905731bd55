// SPDX-License-Identifier: MIT
/* Golden frames of what studies found: map, sensitivity, advisor, claims, why. */
#include <math.h>
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
static struct map *map;
static struct sensitivity *found;
static struct claims_known *claims;

static void setup(void)
{
	snapshot = synthetic_snapshot();
	state = xcalloc(1, sizeof(*state));
	map = xcalloc(1, sizeof(*map));
	found = xcalloc(1, sizeof(*found));
	claims = xcalloc(1, sizeof(*claims));
	synthetic_state(state, snapshot);
	canvas_init(&canvas, 120, 40, CHARSET_UNICODE);
}

static void teardown(void)
{
	canvas_release(&canvas);
	free(claims);
	free(found);
	free(map);
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

/* ---- map ---- */

/* Costs by the formula: tuned models cost by the update, and are too stale above two a month. */
static void fill_cell(struct map_cell *cell, double volume_qpm, double updates)
{
	*cell = (struct map_cell){ .known = true, .meets = 1U << ARCH_RAG | 1U << ARCH_HYBRID };
	for (int a = 0; a < ARCH_COUNT; a++) {
		cell->cost[a] = (double)NAN;
		cell->ttft_p95_s[a] = 0.8F;
		cell->stale_frac[a] = a == ARCH_FT ? (float)updates / 100 : 0;
	}
	cell->cost[ARCH_RAG] = 215 + 0.003878 * volume_qpm;
	cell->cost[ARCH_FT] = 1500 + 5000 * updates + 0.0013 * volume_qpm;
	cell->cost[ARCH_HYBRID] = 3129 + 0.002953 * volume_qpm;
	if (updates <= 2)
		cell->meets |= 1U << ARCH_FT;
	if (volume_qpm > 5e8)
		cell->meets = 0;
}

static void make_map(int cells)
{
	struct track x, y;
	struct error error;

	ck_assert(map_axis(&x, &snapshot->scenario, P_traffic_volume_qpm, (double)NAN, (double)NAN,
			   &error));
	ck_assert(map_axis(&y, &snapshot->scenario, P_knowledge_updates_per_month, (double)NAN,
			   (double)NAN, &error));
	map_init(map, &snapshot->scenario, &x, &y, 40, 20);
	for (int k = 0; k < cells && k < map->cell_count; k++) {
		int i = map->order[k];

		fill_cell(&map->cell[i], map->x_at[i % map->columns], map->y_at[i / map->columns]);
	}
	map_edges_find(map);
	map_trace(map);
	state->map = (struct map_view){
		.map = map,
		.news = { .generation = 1, .pieces = cells, .complete = cells >= map->cell_count },
		.at_x = 0.8,
		.at_y = 0.25,
		.articles = true
	};
	zoom(PANEL_MAP);
}

START_TEST(maps)
{
	make_map(10000);
	expect_all("map");
	state->map.articles = false;
	state->map.figure = MAP_MARGIN;
	expect("map-margin", 120, 40);
	canvas.charset = CHARSET_ASCII;
	state->map.figure = MAP_BEST;
	expect("map-ascii", 80, 24);
}
END_TEST

/* With a few cells known, the rest takes their place without a sign of its own. */
START_TEST(maps_fill_from_coarse_to_fine)
{
	make_map(24);
	expect("map-coarse", 120, 40);
	state->map = (struct map_view){ 0 };
	expect("map-none", 80, 24);
}
END_TEST

/* ---- sensitivity ---- */

static void add_row(enum param_id id, double gap_lo, double gap_hi, double breakeven_lo,
		    struct flip flip)
{
	struct knob knob = { .param = id };
	struct sensitivity_row *row = &found->row[found->row_count];
	double lo, hi;

	knob_slider_range(knob, &lo, &hi);
	*row = (struct sensitivity_row){
		.knob = knob,
		.known = true,
		.acts = true,
		.now = knob_get(&snapshot->scenario, knob),
		.lo = { true, lo, gap_lo, breakeven_lo, ARCH_RAG },
		.hi = { true, hi, gap_hi, (double)NAN, ARCH_HYBRID },
		.flip = flip,
	};
	found->row_count++;
}

static void make_sensitivity(void)
{
	const struct flip none = { .known = true };

	*found = (struct sensitivity){ .known = true,
				       .two = true,
				       .best = ARCH_RAG,
				       .next = ARCH_HYBRID,
				       .gap = 2859,
				       .breakeven_qpm = 3.15e6 };
	add_row(P_traffic_volume_qpm, 2914, -60000, 3.15e6,
		(struct flip){ true, true, 3.15e6, false, ARCH_HYBRID });
	add_row(P_hybrid_run_usd, 1500, 24000, 1.2e6, none);
	add_row(P_rag_context_tok, 2700, 2990, 2e6,
		(struct flip){ true, true, 3230, true, ARCH_RAG });
	add_row(P_rag_search_s, 2859, 2859, 3.15e6,
		(struct flip){ true, true, 0.155, true, ARCH_RAG });
	add_row(P_base_output_usd_per_mtok, 2880, 2100, 9e6, none);
	sensitivity_rank(found, ORDER_EFFECT);
	sensitivity_pairs(found);
	for (int p = 0; p < found->pair_count; p++) {
		found->pair[p].known = true;
		found->pair[p].together = p == 0 ? -400000 : -1000;
		found->pair[p].apart = p == 0 ? -62859 : -1000;
	}
	state->sensitivity.found = found;
	state->sensitivity.news = (struct study_news){ 1, 9, 5, true };
	zoom(PANEL_SENSITIVITY);
}

START_TEST(sensitivities)
{
	make_sensitivity();
	sensitivity_rank(found, ORDER_FLIP);
	expect_all("sensitivity");
	state->sensitivity.figure = SENSITIVITY_GAP;
	sensitivity_rank(found, ORDER_EFFECT);
	expect("sensitivity-gap", 120, 40);
	state->sensitivity.figure = SENSITIVITY_BREAKEVEN;
	sensitivity_rank(found, ORDER_BREAKEVEN);
	expect("sensitivity-breakeven", 80, 24);
	state->sensitivity.figure = SENSITIVITY_FLIP;
	state->sensitivity.list.only = true;
	sensitivity_rank(found, ORDER_FLIP);
	expect("sensitivity-flips", 80, 24);
}
END_TEST

/* ---- advisor ---- */

START_TEST(frameworks)
{
	zoom(PANEL_ADVISOR);
	expect_all("advisor");
	snapshot->result.verdict.best = ARCH_HYBRID;
	state->advisor.list[ADVISOR_FRAMEWORKS].only = true;
	state->advisor.list[ADVISOR_FRAMEWORKS].row = 3;
	expect("advisor-differ", 120, 40);
}
END_TEST

START_TEST(claim_lists)
{
	zoom(PANEL_ADVISOR);
	state->advisor.form = ADVISOR_CLAIMS;
	state->advisor.claims = claims;
	expect("claims-none", 80, 24);
	claims->count = 2;
	claims->known[0] = claims->known[7] = true;
	claims->outcome[0] = (struct claim_outcome){
		.verdict = CLAIM_ONLY_IF,
		.now = 500,
		.edge_count = 1,
		.edge = { { 8750, true, 8700, 8800 } },
		.figure_count = 1,
		.figure = { { "RAG at 10M queries a month", UNIT_USD_PER_MONTH, 8750, 0, 0 } },
	};
	claims->outcome[7] = (struct claim_outcome){ .verdict = CLAIM_FAILS };
	expect_all("claims");
	state->advisor.list[ADVISOR_CLAIMS].only = true;
	expect("claims-only", 80, 24);
}
END_TEST

/* ---- why ---- */

START_TEST(whys)
{
	state->overlay = OVERLAY_WHY;
	expect("why", 80, 24);
	expect("why", 120, 40);
	state->why_pair = 1;
	expect("why-other", 80, 24);
	snapshot->scenario.arch_count = 1;
	expect("why-alone", 80, 24);
}
END_TEST

/* The rows of the box are the ledger's, and their sum is what the scoreboard says. */
START_TEST(why_is_the_ledger)
{
	char *text;

	state->overlay = OVERLAY_WHY;
	canvas_resize(&canvas, 120, 40);
	view_draw(snapshot, state, &canvas);
	text = canvas_to_text(&canvas);
	ck_assert_ptr_nonnull(strstr(text, "$447.68"));
	ck_assert_ptr_nonnull(strstr(text, "+$2,858.56"));
	free(text);
}
END_TEST

/* ---- any size ---- */

static void draw_all_sizes(void)
{
	static const int sizes[] = { 1, 2, 7, 20, 39, 40, 79, 95, 96, 130, 300 };
	enum { SIZES = sizeof(sizes) / sizeof(sizes[0]) };

	for (int i = 0; i < SIZES; i++)
		for (int j = 0; j < SIZES && sizes[j] < 100; j++) {
			canvas_resize(&canvas, sizes[i], sizes[j]);
			view_draw(snapshot, state, &canvas);
		}
}

START_TEST(any_size)
{
	for (int charset = CHARSET_UNICODE; charset <= CHARSET_ASCII; charset++) {
		canvas.charset = (enum charset)charset;
		make_map(100);
		draw_all_sizes();
		make_sensitivity();
		draw_all_sizes();
		zoom(PANEL_ADVISOR);
		state->advisor.claims = claims;
		for (int form = 0; form < ADVISOR_FORMS; form++) {
			state->advisor.form = (enum advisor_form)form;
			draw_all_sizes();
		}
		state->overlay = OVERLAY_WHY;
		draw_all_sizes();
		state->overlay = OVERLAY_NONE;
	}
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("view_studies");

	tcase_add_checked_fixture(tcase, setup, teardown);
	tcase_set_timeout(tcase, 60);
	tcase_add_test(tcase, maps);
	tcase_add_test(tcase, maps_fill_from_coarse_to_fine);
	tcase_add_test(tcase, sensitivities);
	tcase_add_test(tcase, frameworks);
	tcase_add_test(tcase, claim_lists);
	tcase_add_test(tcase, whys);
	tcase_add_test(tcase, why_is_the_ledger);
	tcase_add_test(tcase, any_size);
	return suite_run("ui/view_studies", tcase);
}
