// SPDX-License-Identifier: MIT
/* The map against the articles' thresholds, brute force, itself turned over, and made-up cells. */
#include "study/map.h"
#include "study/threshold.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/suite.h"
#include "base/xalloc.h"
#include "study/breakeven_rig.h"

static struct scenario *scenario;
static struct map *map;

static void setup(void)
{
	scenario = xmalloc(sizeof(*scenario));
	map = xmalloc(sizeof(*map));
	rig_lines(scenario);
}

static void teardown(void)
{
	free(map);
	free(scenario);
}

struct range {
	enum param_id param;
	double lo, hi;
};

static void lay_out(struct map *to, struct range x, struct range y, int columns, int rows)
{
	struct track track_x, track_y;
	struct error error;

	ck_assert(map_axis(&track_x, scenario, x.param, x.lo, x.hi, &error));
	ck_assert(map_axis(&track_y, scenario, y.param, y.lo, y.hi, &error));
	map_init(to, scenario, &track_x, &track_y, columns, rows);
}

static void fill(struct map *to)
{
	struct probe *probe = probe_new(scenario, NULL);

	for (int k = 0; k < to->cell_count; k++)
		ck_assert(map_cell_compute(to, k, scenario, probe));
	map_edges_find(to);
	for (int e = 0; e < to->edge_count; e++)
		ck_assert(map_edge_refine(to, e, scenario, probe));
	map_trace(to);
	probe_free(probe);
}

/* Where a frontier is at this y, read off its lines; NaN: nowhere. */
static double frontier_x(const struct map *of, double y)
{
	for (int l = 0; l < of->line_count; l++)
		for (int i = 1; i < of->line[l].count; i++) {
			const struct map_point *b = &of->point[of->line[l].first + i], *a = b - 1;
			double share = log(y / a->y) / log(b->y / a->y);

			if (a->y == y)
				return a->x;
			if (share >= 0 && share <= 1)
				return a->x * pow(b->x / a->x, share);
		}
	return NAN;
}

/* ---- the articles ---- */

static const struct published {
	double run_usd, monthly_qpm, weekly_qpm;
} published[] = {
	{ 5000, 5.7e6, 24.8e6 },
	{ 20000, 22.9e6, 99e6 },
};

/* One surface over volume and how often is retrained: at S4's $5,000 to $20,000 a run, with S0's
 * 500 tokens at $1.75 a million, S0's 10 M is monthly and its 50 to 100 M weekly. */
START_TEST(retrainings_reproduce_the_published_thresholds)
{
	const struct published *row = &published[_i];

	/* 60 weeks and 14 months, so that both are whole. */
	scenario->horizon_days = 420;
	scenario->params.ft.run_usd = row->run_usd;
	lay_out(map, (struct range){ P_traffic_volume_qpm, 1e6, 1e9 },
		(struct range){ P_ft_retrain_every_days, 7, 30 }, 12, 5);
	fill(map);
	ck_assert_int_eq(map->line_count, 1);
	ck_assert_int_eq(map->line[0].one, ARCH_RAG);
	ck_assert_int_eq(map->line[0].other, ARCH_FT);
	ck_assert_double_eq_tol(frontier_x(map, 30) / row->monthly_qpm, 1, 0.02);
	ck_assert_double_eq_tol(frontier_x(map, 7) / row->weekly_qpm, 1, 0.02);
}
END_TEST

/* The same with a retraining for each update, at clockwork. */
START_TEST(updates_reproduce_the_published_thresholds)
{
	const struct published *row = &published[_i];

	scenario->params.ft.run_usd = row->run_usd;
	scenario->params.ft.retrain_policy = RETRAIN_UPDATES;
	scenario->params.ft.retrain_after_updates = 1;
	scenario->params.knowledge.update_cv = 0;
	scenario->params.rag.update_tok = 0;
	scenario->horizon_days = 1080;
	lay_out(map, (struct range){ P_traffic_volume_qpm, 1e6, 1e9 },
		(struct range){ P_knowledge_updates_per_month, 1, 52.0 / 12 }, 12, 5);
	fill(map);
	ck_assert_int_eq(map->line_count, 1);
	ck_assert_double_eq_tol(frontier_x(map, 1) / row->monthly_qpm, 1, 0.02);
	ck_assert_double_eq_tol(frontier_x(map, 52.0 / 12) / row->weekly_qpm, 1, 0.02);
}
END_TEST

START_TEST(thresholds_are_on_their_axes)
{
	struct threshold threshold;
	int volumes = 0, rates = 0, days = 0;

	for (; threshold_on(P_traffic_volume_qpm, volumes, &threshold); volumes++)
		ck_assert(threshold.lo >= 1e6 && threshold.lo <= threshold.hi &&
			  threshold.hi <= 1e8);
	for (; threshold_on(P_knowledge_updates_per_month, rates, &threshold); rates++)
		ck_assert(threshold.lo > 0.16 && threshold.hi < 4.34);
	for (; threshold_on(P_ft_retrain_every_days, days, &threshold); days++)
		ck_assert(threshold.lo >= 7 && threshold.hi <= 180);
	ck_assert_int_eq(volumes, 5);
	/* That S3 cannot train more than once a week is none of the changes. */
	ck_assert_int_eq(days, rates + 1);
	ck_assert(!threshold_on(P_rag_context_tok, 0, &threshold));
}
END_TEST

/* ---- against itself and brute force ---- */

/* Targets that the tuned model misses where much changes, and costs that bend. Updates come at
 * clockwork: else the share of stale answers goes up and down on its way up. */
static void three_ways(void)
{
	struct params *p = &scenario->params;

	scenario_init(scenario);
	scenario->fidelity = 0;
	scenario->horizon_days = 120;
	scenario->targets[TARGET_STALE_ANSWER_FRAC] = 0.05;
	scenario->targets[TARGET_MONTHLY_USD] = 5e5;
	p->ft.run_usd = 2000;
	p->knowledge.update_cv = 0;
	p->serving.response_ttl_s = 3600;
	p->traffic.repeat_frac = 0.5;
}

static const struct range three_x = { P_traffic_volume_qpm, 1e5, 5e8 };
static const struct range three_y = { P_knowledge_updates_per_month, 0.2, 20 };

static int best_at(const struct map *of, struct probe *probe, double x, double y)
{
	struct map_cell cell;

	ck_assert(map_place(of, scenario, x, y, probe, &cell));
	return map_best(of, &cell);
}

/* Along every column and row that the frontier crosses, the best a little before and a little
 * behind each change is who the edge says. */
START_TEST(changes_are_where_brute_force_says)
{
	struct probe *probe;
	bool nobody = false, tuned = false;

	three_ways();
	lay_out(map, three_x, three_y, 9, 7);
	fill(map);
	probe = probe_new(scenario, NULL);
	ck_assert_int_gt(map->edge_count, 8);
	for (int e = 0; e < map->edge_count; e++) {
		const struct map_edge *edge = &map->edge[e];

		ck_assert(edge->refined);
		for (int c = 0; c < edge->count; c++) {
			const struct map_change *change = &edge->change[c];
			double lo = change->at * (1 - 1e-3), hi = change->at * (1 + 1e-3);
			double x = map->x_at[edge->column], y = map->y_at[edge->row];

			printf("edge %d: %g, %d to %d\n", e, change->at, change->below,
			       change->above);
			ck_assert_int_eq(
				best_at(map, probe, edge->along_y ? x : lo, edge->along_y ? lo : y),
				change->below);
			ck_assert_int_eq(
				best_at(map, probe, edge->along_y ? x : hi, edge->along_y ? hi : y),
				change->above);
			nobody |= change->above == MAP_NOBODY;
			tuned |= change->below == ARCH_FT || change->above == ARCH_FT;
		}
	}
	/* Else the test sees less than it was made for. */
	ck_assert(nobody && tuned);
	probe_free(probe);
}
END_TEST

/* Which of the frontier's sides a place is on, by how often a line to the left border crosses it,
 * is what a run there says: for all of a finer grid but those that are next to the frontier. */
START_TEST(sides_are_what_brute_force_says)
{
	struct map *fine = xmalloc(sizeof(*fine));
	int near = 0;

	scenario->params.ft.run_usd = 5000;
	scenario->horizon_days = 360;
	lay_out(map, (struct range){ P_traffic_volume_qpm, 1e6, 1e9 },
		(struct range){ P_ft_run_usd, 500, 50000 }, 10, 8);
	fill(map);
	ck_assert_int_eq(map->line_count, 1);
	lay_out(fine, (struct range){ P_traffic_volume_qpm, 1e6, 1e9 },
		(struct range){ P_ft_run_usd, 500, 50000 }, 61, 31);
	for (int k = 0; k < fine->cell_count; k++) {
		struct probe *probe = NULL;
		int i = fine->order[k];
		double x = fine->x_at[i % fine->columns], y = fine->y_at[i / fine->columns];
		double at = frontier_x(map, y);

		/* A sample of them, they cost. */
		if (k % 7 != 0)
			continue;
		probe = probe_new(scenario, NULL);
		ck_assert(map_cell_compute(fine, k, scenario, probe));
		probe_free(probe);
		/* Below a run of $571 a month it is beyond the left border. */
		if (fabs(x / at - 1) < 2e-3)
			near++;
		else
			ck_assert_int_eq(map_best(fine, &fine->cell[i]),
					 isnan(at) || x > at ? ARCH_FT : ARCH_RAG);
	}
	ck_assert_int_lt(near, 5);
	free(fine);
}
END_TEST

static bool has_point(const struct map *of, double x, double y)
{
	for (int i = 0; i < of->point_count; i++)
		if (fabs(of->point[i].x / x - 1) < 1e-9 && fabs(of->point[i].y / y - 1) < 1e-9)
			return true;
	return false;
}

START_TEST(axes_may_be_exchanged)
{
	struct map *turned = xmalloc(sizeof(*turned));

	three_ways();
	lay_out(map, three_x, three_y, 9, 6);
	lay_out(turned, three_y, three_x, 6, 9);
	fill(map);
	fill(turned);
	ck_assert_int_gt(map->point_count, 8);
	ck_assert_int_eq(map->line_count, turned->line_count);
	ck_assert_int_eq(map->point_count, turned->point_count);
	for (int i = 0; i < map->point_count; i++)
		ck_assert_msg(has_point(turned, map->point[i].y, map->point[i].x),
			      "(%g, %g) is not in the other one", map->point[i].x, map->point[i].y);
	free(turned);
}
END_TEST

/* Whichever order the units are done in, and with whatever was done before by the same probe. */
START_TEST(units_are_independent)
{
	struct map *other = xmalloc(sizeof(*other));
	struct probe *probe;

	three_ways();
	lay_out(map, three_x, three_y, 5, 4);
	*other = *map;
	fill(map);
	probe = probe_new(scenario, NULL);
	for (int k = other->cell_count - 1; k >= 0; k--)
		ck_assert(map_cell_compute(other, k, scenario, probe));
	map_edges_find(other);
	probe_free(probe);
	for (int e = other->edge_count - 1; e >= 0; e--) {
		probe = probe_new(scenario, NULL);
		ck_assert(map_edge_refine(other, e, scenario, probe));
		probe_free(probe);
	}
	map_trace(other);
	ck_assert_int_eq(other->point_count, map->point_count);
	for (int i = 0; i < map->point_count; i++) {
		ck_assert_double_eq(other->point[i].x, map->point[i].x);
		ck_assert_double_eq(other->point[i].y, map->point[i].y);
	}
	free(other);
}
END_TEST

START_TEST(coarse_comes_first)
{
	bool seen[MAP_CELLS_MAX] = { false };

	lay_out(map, three_x, three_y, 40, 20);
	ck_assert_int_eq(map->cell_count, 800);
	ck_assert_ptr_null(map_look(map, 17, 9));
	for (int k = 0; k < map->cell_count; k++) {
		ck_assert(!seen[map->order[k]]);
		seen[map->order[k]] = true;
		map->cell[map->order[k]].known = true;
		/* 3 x 2 cells stand for all of them. */
		if (k >= 5)
			ck_assert_ptr_nonnull(map_look(map, 39 * k / 799, 19));
	}
	ck_assert_ptr_eq(map_look(map, 17, 9), &map->cell[9 * 40 + 17]);
}
END_TEST

START_TEST(cancelled_units_say_so)
{
	atomic_bool cancel = true;
	struct probe *probe = probe_new(scenario, &cancel);

	lay_out(map, three_x, three_y, 4, 3);
	ck_assert(!map_cell_compute(map, 0, scenario, probe));
	ck_assert(!map->cell[map->order[0]].known);
	cancel = false;
	for (int k = 0; k < map->cell_count; k++)
		ck_assert(map_cell_compute(map, k, scenario, probe));
	map_edges_find(map);
	ck_assert_int_gt(map->edge_count, 0);
	cancel = true;
	ck_assert(!map_edge_refine(map, 0, scenario, probe));
	ck_assert(!map->edge[0].refined);
	ck_assert_int_eq(map->edge[0].count, 1);
	/* What was guessed can be drawn all the same. */
	map_trace(map);
	ck_assert_int_gt(map->line_count, 0);
	probe_free(probe);
}
END_TEST

/* ---- made-up cells ---- */

/* Rows from the top; R and F are architectures of cost 1 beside 2, . is nobody, ? unknown. */
static void make_up(const char *const *rows, int columns, int count)
{
	lay_out(map, (struct range){ P_traffic_diurnal_frac, 0, 1 },
		(struct range){ P_traffic_weekend_frac, 0, 1 }, columns, count);
	for (int i = 0; i < map->cell_count; i++) {
		struct map_cell *cell = &map->cell[i];
		char sign = rows[count - 1 - i / columns][i % columns];

		*cell = (struct map_cell){ .known = sign != '?', .meets = sign == '.' ? 0 : 7 };
		for (int a = 0; a < ARCH_COUNT; a++)
			cell->cost[a] = a > ARCH_HYBRID ? (double)NAN : 2;
		if (sign == 'R' || sign == 'F' || sign == 'H')
			cell->cost[sign == 'R'   ? ARCH_RAG
				   : sign == 'F' ? ARCH_FT
						 : ARCH_HYBRID] = 1;
	}
	map_edges_find(map);
	map_trace(map);
}

START_TEST(island_is_a_ring)
{
	static const char *const rows[] = { "RRRR", "RFRR", "RRRR" };

	make_up(rows, 4, 3);
	ck_assert_int_eq(map->edge_count, 4);
	ck_assert_int_eq(map->line_count, 1);
	ck_assert(map->line[0].closed);
	ck_assert_int_eq(map->line[0].count, 5);
	/* Costs of 1 and 2 are equal halfway. */
	ck_assert(has_point(map, 1.0 / 6, 0.5) && has_point(map, 0.5, 0.5) &&
		  has_point(map, 1.0 / 3, 0.25) && has_point(map, 1.0 / 3, 0.75));
}
END_TEST

START_TEST(three_meet_in_one_place)
{
	static const char *const rows[] = { "RFF", "RRF", "HHH" };
	int pairs = 0;

	make_up(rows, 3, 3);
	ck_assert_int_eq(map->line_count, 3);
	for (int l = 0; l < map->line_count; l++) {
		const struct map_line *line = &map->line[l];
		const struct map_point *first = &map->point[line->first];
		const struct map_point *last = first + line->count - 1;
		/* In the middle of (0.75, 0.5), (1, 0.25) and (0.5, 0.25). */
		bool meets = fabs(first->x - 0.75) + fabs(first->y - 1.0 / 3) < 1e-12 ||
			     fabs(last->x - 0.75) + fabs(last->y - 1.0 / 3) < 1e-12;

		ck_assert(!line->closed);
		ck_assert(meets);
		pairs |= 1 << (line->one + line->other);
	}
	ck_assert_int_eq(pairs, 1 << 1 | 1 << 2 | 1 << 3);
}
END_TEST

START_TEST(nobody_has_a_frontier_too)
{
	static const char *const rows[] = { "R..", "RR.", "RRR" };

	make_up(rows, 3, 3);
	ck_assert_int_eq(map->line_count, 1);
	ck_assert_int_eq(map->line[0].one, ARCH_RAG);
	ck_assert_int_eq(map->line[0].other, MAP_NOBODY);
	/* By cost alone all is equal there: the first one. */
	map->any = true;
	map_edges_find(map);
	map_trace(map);
	ck_assert_int_eq(map->line_count, 0);
}
END_TEST

START_TEST(lines_end_beside_what_is_unknown)
{
	static const char *const rows[] = { "RRFF", "RRFF", "R??F", "RRFF" };

	make_up(rows, 4, 4);
	ck_assert_int_eq(map->line_count, 1);
	ck_assert_int_eq(map->line[0].count, 2);
	ck_assert_double_eq(map->point[0].x, 0.5);
}
END_TEST

/* Equals at opposite corners: two lines that do not cross. */
START_TEST(saddles_are_two_lines)
{
	static const char *const rows[] = { "RF", "FR" };

	make_up(rows, 2, 2);
	ck_assert_int_eq(map->line_count, 2);
	ck_assert_int_eq(map->line[0].count, 2);
	ck_assert_int_eq(map->line[1].count, 2);
}
END_TEST

START_TEST(axes_cover_the_scenario)
{
	struct track track;
	struct error error;

	scenario->params.knowledge.updates_per_month = 1000;
	ck_assert(map_axis(&track, scenario, P_knowledge_updates_per_month, NAN, NAN, &error));
	ck_assert_double_eq(track.hi, 1000);
	ck_assert(map_axis(&track, scenario, P_knowledge_updates_per_month, NAN, 10, &error));
	ck_assert_double_eq(track.hi, 10);
	ck_assert(!map_axis(&track, scenario, P_ft_mode, NAN, NAN, &error));
	ck_assert(map_axis(&track, scenario, P_ft_replicas, 1, 4, &error));
	lay_out(map, (struct range){ P_ft_replicas, 1, 4 }, three_x, 40, 20);
	ck_assert_int_eq(map->columns, 4);
	ck_assert_int_eq(map->rows, 20);
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("map");

	tcase_add_checked_fixture(tcase, setup, teardown);
	tcase_set_timeout(tcase, 300);
	tcase_add_loop_test(tcase, retrainings_reproduce_the_published_thresholds, 0, 2);
	tcase_add_loop_test(tcase, updates_reproduce_the_published_thresholds, 0, 2);
	tcase_add_test(tcase, thresholds_are_on_their_axes);
	tcase_add_test(tcase, changes_are_where_brute_force_says);
	tcase_add_test(tcase, sides_are_what_brute_force_says);
	tcase_add_test(tcase, axes_may_be_exchanged);
	tcase_add_test(tcase, units_are_independent);
	tcase_add_test(tcase, coarse_comes_first);
	tcase_add_test(tcase, cancelled_units_say_so);
	tcase_add_test(tcase, island_is_a_ring);
	tcase_add_test(tcase, three_meet_in_one_place);
	tcase_add_test(tcase, nobody_has_a_frontier_too);
	tcase_add_test(tcase, lines_end_beside_what_is_unknown);
	tcase_add_test(tcase, saddles_are_two_lines);
	tcase_add_test(tcase, axes_cover_the_scenario);
	return suite_run("map", tcase);
}
