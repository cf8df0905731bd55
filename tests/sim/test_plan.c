// SPDX-License-Identifier: MIT
#include "sim/plan.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/rng.h"
#include "base/stats.h"
#include "base/suite.h"
#include "sim/fixture.h"

static struct scenario scenario;
static struct params *const p = &scenario.params;
static struct profile profile;
static struct plan plan;
static struct fidelity fidelity;

/* Levels only get finer, and the map is the coarsest. */
START_TEST(levels_get_finer)
{
	struct fidelity coarse = plan_fidelity(FIDELITY_MAP);

	for (int level = 0; level < FIDELITY_LEVELS; level++) {
		struct fidelity fine = plan_fidelity(level);

		ck_assert_int_ge(fine.strata, coarse.strata);
		ck_assert_int_ge(fine.replicates, coarse.replicates);
		ck_assert_int_gt(fine.window_queries, coarse.window_queries);
		ck_assert_int_ge(fine.macro_reps, coarse.macro_reps);
		coarse = fine;
	}
	ck_assert_int_eq(plan_fidelity(FIDELITY_EXACT).strata, 0);
	ck_assert_int_eq(plan_fidelity(FIDELITY_EXACT).replicates, 1);
}
END_TEST

/* A quarter with a busy and a quiet regime, nights and weekends. */
static void shaped(uint64_t round)
{
	struct rng rng;

	rng_open(&rng, 3, round, 0, "plan");
	fixture_quiet(&scenario);
	scenario.horizon_days = 5 + 100 * rng_unit(&rng);
	p->traffic.volume_qpm = 3e6;
	p->traffic.diurnal_frac = rng_unit(&rng);
	p->traffic.weekend_frac = round % 3 ? rng_unit(&rng) : 1;
	p->rag.search_s = rng_unit(&rng);
	p->rag.search_servers = 1;
	fixture_set_at(&scenario, 3 * rng_unit(&rng), P_traffic_volume_qpm, 1e6 * rng_unit(&rng));
	fixture_set_at(&scenario, 4, P_traffic_volume_qpm, round % 2 ? 0 : 5e6);
	fixture_set_at(&scenario, 4.5, P_rag_search_servers, 3);
	fidelity = (struct fidelity){ .strata = 1 + (int)(40 * rng_unit(&rng)),
				      .replicates = 5,
				      .window_queries = 100 };
	profile_init(&profile, &scenario);
	plan_init(&plan, &profile, &fidelity, round);
}

static void release(void)
{
	plan_release(&plan);
	profile_release(&profile);
}

/* Every slot with queries lies in exactly one stratum, of its own regime, and none without. */
START_TEST(strata_tile_the_queries)
{
	static int seen[4000];
	double total = 0;
	int next = 0;

	shaped((uint64_t)_i);
	memset(seen, 0, sizeof(seen));
	for (int s = 0; s < plan.stratum_count; s++) {
		const struct stratum *stratum = &plan.strata[s];
		double mass = 0;

		ck_assert_int_eq(stratum->first, next);
		ck_assert_int_gt(stratum->count, 0);
		next += stratum->count;
		for (int i = stratum->first; i < next; i++) {
			int slot = plan.order[i];

			ck_assert_int_eq(seen[slot]++, 0);
			ck_assert_int_eq(plan.stratum_of[slot], s);
			ck_assert_int_eq(profile.slots[slot].regime, stratum->regime);
			mass += profile_slot_mass(&profile, slot);
		}
		ck_assert_double_le(fixture_gap(mass, stratum->mass), 1e-12);
		total += mass;
	}
	for (int slot = 0; slot < profile.slot_count; slot++) {
		bool asked = profile_slot_mass(&profile, slot) > 0;

		ck_assert_int_eq(seen[slot], asked);
		ck_assert_int_eq(plan.stratum_of[slot] >= 0, asked);
	}
	ck_assert_double_le(fixture_gap(total, profile_mass(&profile, profile.horizon_s)), 1e-9);
	release();
}
END_TEST

/* As many as were asked for, but at least one for each regime that has queries; and of about equal
 * mass: no more than a share and the largest slot. */
START_TEST(strata_have_equal_mass)
{
	double total, largest = 0;

	shaped((uint64_t)_i);
	total = profile_mass(&profile, profile.horizon_s);
	ck_assert_int_le(plan.stratum_count, fidelity.strata + 2 * profile.regime_count);
	for (int slot = 0; slot < profile.slot_count; slot++)
		largest = fmax(largest, profile_slot_mass(&profile, slot));
	for (int s = 0; s < plan.stratum_count; s++)
		ck_assert_double_le(plan.strata[s].mass, 2 * total / fidelity.strata + 2 * largest);
	release();
}
END_TEST

/* Inside a regime strata go from little load to much: rates do not fall where nothing waits. */
START_TEST(strata_are_sorted_by_load)
{
	fixture_quiet(&scenario);
	p->traffic.diurnal_frac = 0.7;
	p->traffic.weekend_frac = 0.4;
	profile_init(&profile, &scenario);
	fidelity = (struct fidelity){ .strata = 12, .replicates = 2, .window_queries = 100 };
	plan_init(&plan, &profile, &fidelity, 1);
	ck_assert_int_eq(plan.stratum_count, 12);
	for (int i = 1; i < plan.strata[11].first + plan.strata[11].count; i++)
		ck_assert_double_ge(profile.slots[plan.order[i]].rate_rps,
				    profile.slots[plan.order[i - 1]].rate_rps);
	release();
}
END_TEST

/* A window stands in its stratum, at an instant of its slot, with a queue that can be. */
START_TEST(places_are_in_their_strata)
{
	shaped((uint64_t)_i);
	for (int s = 0; s < plan.stratum_count; s++)
		for (int r = 0; r < fidelity.replicates; r++) {
			const struct place *place = plan_place(&plan, s, r);

			ck_assert_int_eq(plan.stratum_of[place->slot], s);
			ck_assert_double_ge(place->at_s, profile.slots[place->slot].start_s);
			ck_assert_double_le(place->at_s, profile_slot_end_s(&profile, place->slot));
			ck_assert(place->backlog.queue[QUEUE_EMBED] >= 0 &&
				  place->backlog.queue[QUEUE_SEARCH] >= 0);
			ck_assert(place->backlog.queue[QUEUE_EMBED] <= 1000 &&
				  place->backlog.queue[QUEUE_SEARCH] <= 1000);
		}
	release();
}
END_TEST

/* Over many replicates every slot of a stratum is visited by its share of the queries. */
START_TEST(places_follow_the_queries)
{
	enum { REPLICATES = 4000 };
	static int visits[400];

	fixture_quiet(&scenario);
	scenario.horizon_days = 7;
	p->traffic.diurnal_frac = 0.9;
	profile_init(&profile, &scenario);
	fidelity = (struct fidelity){ .strata = 3,
				      .replicates = REPLICATES,
				      .window_queries = 100 };
	plan_init(&plan, &profile, &fidelity, 5);
	memset(visits, 0, sizeof(visits));
	for (int s = 0; s < plan.stratum_count; s++)
		for (int r = 0; r < REPLICATES; r++)
			visits[plan_place(&plan, s, r)->slot]++;
	for (int slot = 0; slot < profile.slot_count; slot++) {
		double share = profile_slot_mass(&profile, slot) /
			       plan.strata[plan.stratum_of[slot]].mass;

		ck_assert_double_eq_tol(visits[slot], share * REPLICATES,
					4.5 * sqrt(share * REPLICATES));
	}
	release();
}
END_TEST

START_TEST(same_seed_same_plan)
{
	static struct plan other;

	shaped(2);
	plan_init(&other, &profile, &fidelity, 2);
	for (int s = 0; s < plan.stratum_count; s++)
		for (int r = 0; r < fidelity.replicates; r++)
			ck_assert_double_eq(plan_place(&plan, s, r)->at_s,
					    plan_place(&other, s, r)->at_s);
	plan_release(&other);
	plan_init(&other, &profile, &fidelity, 3);
	ck_assert_double_ne(plan_place(&plan, 0, 0)->at_s, plan_place(&other, 0, 0)->at_s);
	ck_assert_double_ne(plan_place(&plan, 0, 0)->at_s, plan_place(&plan, 0, 1)->at_s);
	plan_release(&other);
	release();
}
END_TEST

START_TEST(no_queries_no_strata)
{
	fixture_quiet(&scenario);
	p->traffic.volume_qpm = 0;
	profile_init(&profile, &scenario);
	fidelity = plan_fidelity(0);
	plan_init(&plan, &profile, &fidelity, 1);
	ck_assert_int_eq(plan.stratum_count, 0);
	release();
}
END_TEST

/* Two hours of 2 queries a second between quiet ones, for servers of 1 a second. */
static void two_bad_hours(void)
{
	fixture_quiet(&scenario);
	scenario.horizon_days = 1;
	p->traffic.volume_qpm = 0.5 * MONTH_S;
	p->rag.embed_s = 0;
	p->rag.search_s = 4;
	p->rag.search_servers = 4;
	p->rag.queue_limit = p->rag.timeout_s = 0;
	fixture_set_at(&scenario, 2 / 24.0, P_traffic_volume_qpm, 2 * MONTH_S);
	fixture_set_at(&scenario, 4 / 24.0, P_traffic_volume_qpm, 0.5 * MONTH_S);
}

static const struct backlog *fluid_of(void)
{
	static struct backlog at[64];
	struct backlog *fluid;

	profile_init(&profile, &scenario);
	ck_assert_int_lt(profile.slot_count, 64);
	fluid = backlog_fluid(&profile);
	ck_assert_ptr_nonnull(fluid);
	memcpy(at, fluid, (size_t)(profile.slot_count + 1) * sizeof(*at));
	free(fluid);
	profile_release(&profile);
	return at;
}

/* 3,600 more an hour, then 1,800 fewer, until nobody waits. */
START_TEST(fluid_by_hand)
{
	static const double expected[] = { 0, 0, 0, 3600, 7200, 5400, 3600, 1800, 0, 0 };
	const struct backlog *at;

	two_bad_hours();
	at = fluid_of();
	for (int hour = 0; hour < 10; hour++) {
		ck_assert_double_eq_tol(at[hour].queue[QUEUE_SEARCH], expected[hour], 1e-6);
		ck_assert_double_eq(at[hour].queue[QUEUE_EMBED], 0);
	}
}
END_TEST

/* No more can wait than there is room for, nor than are served while patience lasts. */
START_TEST(fluid_is_bounded)
{
	const struct backlog *at;

	two_bad_hours();
	p->rag.queue_limit = 5000;
	at = fluid_of();
	ck_assert_double_eq_tol(at[3].queue[QUEUE_SEARCH], 3600, 1e-6);
	ck_assert_double_eq_tol(at[4].queue[QUEUE_SEARCH], 5000, 1e-6);
	ck_assert_double_eq_tol(at[5].queue[QUEUE_SEARCH], 3200, 1e-6);
	p->rag.timeout_s = 60;
	at = fluid_of();
	ck_assert_double_eq_tol(at[3].queue[QUEUE_SEARCH], 60, 1e-6);
	ck_assert_double_eq_tol(at[5].queue[QUEUE_SEARCH], 0, 1e-6);
}
END_TEST

/* Who waits for the embedder cannot wait for the search yet: it gets 1.5 a second and grows by
 * half. */
START_TEST(fluid_runs_through_both_stations)
{
	const struct backlog *at;

	two_bad_hours();
	p->rag.embed_s = 2;
	p->rag.embed_servers = 3;
	at = fluid_of();
	ck_assert_double_eq_tol(at[3].queue[QUEUE_EMBED], 1800, 1e-6);
	ck_assert_double_eq_tol(at[4].queue[QUEUE_EMBED], 3600, 1e-6);
	ck_assert_double_eq_tol(at[3].queue[QUEUE_SEARCH], 1800, 1e-6);
	ck_assert_double_eq_tol(at[4].queue[QUEUE_SEARCH], 3600, 1e-6);
	/* the embedder works its queue off in an hour at 1.5, for which the search still grows */
	ck_assert_double_eq_tol(at[5].queue[QUEUE_EMBED], 0, 1e-6);
	ck_assert_double_eq_tol(at[5].queue[QUEUE_SEARCH], 5400, 1e-6);
	ck_assert_double_eq_tol(at[6].queue[QUEUE_SEARCH], 3600, 1e-6);
}
END_TEST

/* Nothing stands waiting where there is room for all of the traffic. */
START_TEST(fluid_without_overload)
{
	two_bad_hours();
	p->rag.search_servers = 100;
	profile_init(&profile, &scenario);
	ck_assert_ptr_null(backlog_fluid(&profile));
	profile_release(&profile);
}
END_TEST

/* The walk is the fluid with chance: in overload that never empties it is right on average, with
 * the spread of the arrivals and services; and without any variation it is the fluid itself. */
START_TEST(walk_is_a_fluid_with_chance)
{
	static struct backlog at[64];
	struct tally tally = { 0 };
	double variance = 7200 * (2 * 1 + 1 * 0.25);

	two_bad_hours();
	p->rag.search_dist = DIST_LOGNORMAL;
	p->rag.search_cv = 0.5;
	profile_init(&profile, &scenario);
	for (uint64_t r = 0; r < 3000; r++) {
		backlog_walk(&profile, 1, r, at);
		tally_add(&tally, at[4].queue[QUEUE_SEARCH]);
		ck_assert_double_ge(at[9].queue[QUEUE_SEARCH], 0);
	}
	profile_release(&profile);
	/* what waits when the overload begins is a few at most */
	ck_assert_double_eq_tol(tally.mean, 7200, 2 + 4.5 * sqrt(variance / 3000));
	ck_assert_double_eq_tol(tally_variance(&tally) / variance, 1, 4.5 * sqrt(2 / 3000.0));
	p->traffic.burst_cv = p->rag.search_cv = 0;
	profile_init(&profile, &scenario);
	backlog_walk(&profile, 1, 0, at);
	profile_release(&profile);
	ck_assert_double_eq_tol(at[4].queue[QUEUE_SEARCH], 7200, 1e-6);
}
END_TEST

static struct demand demand;

static double tokens(void)
{
	return demand.instructions_tok + demand.question_tok + demand.context_tok +
	       demand.answer_tok;
}

/* The API's clock is slowed only where it is asked for more than it gives. */
START_TEST(api_is_slowed_in_overload_only)
{
	fixture_quiet(&scenario);
	arch_demand(p, ARCH_RAG, &demand);
	ck_assert_double_eq(plan_api_slowdown(p, &demand, 1e6), 1);
	demand.rpm_limit = 600;
	ck_assert_double_eq(plan_api_slowdown(p, &demand, 9.99), 1);
	ck_assert_double_gt(plan_api_slowdown(p, &demand, 10.01), 1);
	demand.rpm_limit = 0;
	demand.tpm_limit = 600 * tokens();
	ck_assert_double_eq(plan_api_slowdown(p, &demand, 9.99), 1);
	ck_assert_double_gt(plan_api_slowdown(p, &demand, 10.01), 1);
}
END_TEST

/* Full when hardly used, empty when overloaded, between in between; always a level. */
START_TEST(api_levels)
{
	fixture_quiet(&scenario);
	arch_demand(p, ARCH_FT, &demand);
	demand.rpm_limit = 600;
	for (double u = 0.001; u < 1; u += 0.0173) {
		struct api_level level = plan_api_level(p, &demand, 20, u);

		ck_assert_double_eq(level.requests, 0);
		ck_assert_double_eq(level.tokens, 1);
		level = plan_api_level(p, &demand, 1e-9, u);
		ck_assert_double_eq(level.requests, 1);
		level = plan_api_level(p, &demand, 9.9, u);
		ck_assert(level.requests >= 0 && level.requests <= 1);
	}
}
END_TEST

/* What a bucket lacks is the work in a queue with even services: rho / 2 / (1 - rho) requests on
 * average (Pollaczek and Khinchine), and it is full as often as that queue is empty. */
START_TEST(api_lacks_what_a_queue_holds)
{
	enum { POINTS = 20000 };
	double lack = 0;
	int full = 0;

	fixture_quiet(&scenario);
	arch_demand(p, ARCH_FT, &demand);
	demand.rpm_limit = 60000;
	for (int i = 0; i < POINTS; i++) {
		double level = plan_api_level(p, &demand, 950, (i + 0.5) / POINTS).requests;

		lack += (1 - level) * 60000 / POINTS;
		full += level == 1;
	}
	ck_assert_double_eq_tol(lack, 0.95 / 2 / 0.05, 0.02);
	ck_assert_double_eq_tol(full / (double)POINTS, 0.05, 1e-3);
}
END_TEST

/* Every second answer is asked for again, once: half as many tokens more are taken. */
START_TEST(api_counts_repairs)
{
	fixture_quiet(&scenario);
	p->traffic.format_frac = 1;
	p->base.format_valid_frac = 0.5;
	p->rag.format_drift_frac_per_ktok = 0;
	p->serving.repair_tries = 1;
	arch_demand(p, ARCH_RAG, &demand);
	demand.tpm_limit = 60 * 15 * tokens();
	ck_assert_double_eq(plan_api_slowdown(p, &demand, 9.99), 1);
	ck_assert_double_gt(plan_api_slowdown(p, &demand, 10.01), 1);
	ck_assert_double_eq(plan_api_level(p, &demand, 10.01, 0.5).tokens, 0);
}
END_TEST

/* A warm-up is bounded by the window, longer where it is busier or burstier, and there at all. */
START_TEST(warm_ups)
{
	const struct backlog none = { 0 };
	int before = 0;

	fixture_quiet(&scenario);
	p->rag.search_servers = 4;
	p->rag.search_s = 1;
	arch_demand(p, ARCH_RAG, &demand);
	for (double rate_rps = 0.4; rate_rps < 4; rate_rps += 0.4) {
		int queries = plan_warm_up(p, &demand, rate_rps, &none, 500);

		ck_assert_int_ge(queries, before);
		ck_assert_int_gt(queries, 0);
		ck_assert_int_le(queries, 8 * 500);
		before = queries;
	}
	p->traffic.burst_cv = 5;
	ck_assert_int_gt(plan_warm_up(p, &demand, 0.4, &none, 500),
			 plan_warm_up(p, &demand, 0.4, &none, 1));
	ck_assert_int_le(plan_warm_up(p, &demand, 1e9, &none, 500), 8 * 500);
	ck_assert_int_eq(plan_run_on(&demand, 0.4, 500), 0);
	demand.rpm_limit = 1;
	ck_assert_int_gt(plan_run_on(&demand, 0.4, 500), 0);
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("plan");

	tcase_set_timeout(tcase, 60);
	tcase_add_test(tcase, levels_get_finer);
	tcase_add_loop_test(tcase, strata_tile_the_queries, 0, 12);
	tcase_add_loop_test(tcase, strata_have_equal_mass, 0, 12);
	tcase_add_test(tcase, strata_are_sorted_by_load);
	tcase_add_loop_test(tcase, places_are_in_their_strata, 0, 12);
	tcase_add_test(tcase, places_follow_the_queries);
	tcase_add_test(tcase, same_seed_same_plan);
	tcase_add_test(tcase, no_queries_no_strata);
	tcase_add_test(tcase, fluid_by_hand);
	tcase_add_test(tcase, fluid_is_bounded);
	tcase_add_test(tcase, fluid_runs_through_both_stations);
	tcase_add_test(tcase, fluid_without_overload);
	tcase_add_test(tcase, walk_is_a_fluid_with_chance);
	tcase_add_test(tcase, api_is_slowed_in_overload_only);
	tcase_add_test(tcase, api_levels);
	tcase_add_test(tcase, api_counts_repairs);
	tcase_add_test(tcase, api_lacks_what_a_queue_holds);
	tcase_add_test(tcase, warm_ups);
	return suite_run("plan", tcase);
}
