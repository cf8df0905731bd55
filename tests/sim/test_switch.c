// SPDX-License-Identifier: MIT
/* An architecture that answers as another one from a day on: before it, it is what it was, after it
 * what the other one would be that starts there. */
#include <ragtop/run.h>

#include <math.h>
#include <string.h>

#include "base/suite.h"
#include "sim/fixture.h"
#include "sim/random_scenario.h"

enum { HORIZON = 60, AT = 24, AT_BUCKET = RESULT_BUCKETS * AT / HORIZON };

static struct scenario scenario;
static struct params *const p = &scenario.params;
static struct result result, other;

/* Nothing is drawn of what costs money, and everything costs some. */
static void build(int fidelity)
{
	scenario_init(&scenario);
	scenario.horizon_days = HORIZON;
	scenario.fidelity = fidelity;
	scenario.arch_count = ARCH_COUNT;
	for (int a = 0; a < ARCH_COUNT; a++)
		scenario.archs[a] = (enum arch)a;
	p->traffic.volume_qpm = 20000;
	p->knowledge.update_cv = 0;
	p->knowledge.updates_per_month = 15;
	p->knowledge.behaviour_changes_per_month = 0;
	p->rag.engineering_usd_per_month = 1234.5;
	p->ft.engineering_usd_per_month = 987.6;
	p->hybrid.engineering_usd_per_month = 4321.1;
	p->rag.upfront_usd = 700;
	p->ft.upfront_usd = 800;
	p->hybrid.upfront_usd = 900;
	p->ft.retrain_policy = p->hybrid.retrain_policy = RETRAIN_CALENDAR;
	p->ft.retrain_every_days = p->hybrid.retrain_every_days = 10;
	p->ft.eval_pass_frac = 1;
	p->ft.duration_cv = 0;
	p->ft.hardware_wait_days = 0;
}

static void switch_at(double at_days, enum arch from, enum arch to, double usd)
{
	struct timeline_entry entry = { .at_days = at_days,
					.kind = TIMELINE_SWITCH,
					.from = from,
					.to = to,
					.migration_usd = usd };

	ck_assert_int_ge(scenario_timeline_add(&scenario, &entry), 0);
}

static void run_to(struct result *to)
{
	struct error error;

	ck_assert_msg(run(&scenario, NULL, to, &error), "%s", error.message);
}

/* How often a prompt is found in a cache, and which way a query goes, is drawn. */
static double sampled_frac(int arch)
{
	return arch == ARCH_LONGCTX || arch == ARCH_ROUTED ? 2e-2 : 1e-9;
}

/* Categories that queries and fees make: a share of what they are over the whole horizon, before
 * and after. */
static void check_parts(enum arch from, enum arch to)
{
	const struct arch_result *now = &result.arch[from], *was = &other.arch[from],
				 *is = &other.arch[to];
	double sum = 0, part = (double)AT / HORIZON;

	for (int c = 0; c < LEDGER_COUNT; c++) {
		double expected = part * was->ledger_usd[c] + (1 - part) * is->ledger_usd[c];

		sum += now->ledger_usd[c];
		if (c == LEDGER_RETRAINING || c == LEDGER_UPFRONT || c == LEDGER_MIGRATION ||
		    c == LEDGER_VECTOR_WRITES || c == LEDGER_EMBEDDING)
			continue;
		NEAR(now->ledger_usd[c], expected,
		     fmax(sampled_frac(from), sampled_frac(to)) * (1 + expected));
	}
	ck_assert_double_eq_tol(now->total_usd, sum, 1e-9);
	ck_assert_double_eq(now->ledger_usd[LEDGER_MIGRATION], 12000);
	ck_assert_double_eq(now->ledger_usd[LEDGER_UPFRONT], was->upfront_usd + is->upfront_usd);
	ck_assert_double_eq(now->upfront_usd, 12000 + was->upfront_usd + is->upfront_usd);
	ck_assert_double_eq_tol(now->monthly_usd * HORIZON / 30, now->total_usd - now->upfront_usd,
				1e-9);
	ck_assert_double_eq_tol(now->all_in_usd,
				now->monthly_usd + now->upfront_usd / p->money.amortise_months,
				1e-9);
	ck_assert_double_eq_tol(now->series.cumulative_usd[RESULT_BUCKETS - 1], sum, 1e-6);
}

/* Runs of a calendar that starts at the switch, to the cent. */
static void check_runs(enum arch from, double runs, double run_usd)
{
	ck_assert_double_eq(result.arch[from].retrain_runs, runs);
	ck_assert_double_eq_tol(result.arch[from].ledger_usd[LEDGER_RETRAINING], runs * run_usd,
				1e-9);
}

static void check_pair(int fidelity, enum arch from, enum arch to)
{
	build(fidelity);
	run_to(&other);
	switch_at(AT, from, to, 12000);
	run_to(&result);
	check_parts(from, to);
	/* and nobody else is touched */
	for (int a = 0; a < ARCH_COUNT; a++)
		if (a != (int)from)
			NEAR(result.arch[a].total_usd, other.arch[a].total_usd,
			     sampled_frac(a) * other.arch[a].total_usd);
}

START_TEST(costs_of_each_in_its_time)
{
	static const int fidelities[] = { 0, FIDELITY_EXACT };

	for (int i = 0; i < 2; i++) {
		check_pair(fidelities[i], ARCH_RAG, ARCH_HYBRID);
		/* days 34, 44 and 54 */
		check_runs(ARCH_RAG, 3, p->hybrid.run_usd);
		check_pair(fidelities[i], ARCH_FT, ARCH_RAG);
		/* days 10 and 20 */
		check_runs(ARCH_FT, 2, p->ft.run_usd);
		check_pair(fidelities[i], ARCH_RAG, ARCH_FT);
		check_runs(ARCH_RAG, 3, p->ft.run_usd);
		check_pair(fidelities[i], ARCH_HYBRID, ARCH_LONGCTX);
		check_pair(fidelities[i], ARCH_PROMPT, ARCH_ROUTED);
	}
}
END_TEST

/* Queries of a window go through the stations of the day: the percentiles of each part are those of
 * who answered in it, and over all of them those of the mixture. */
START_TEST(percentiles_of_who_answers)
{
	const struct arch_series *now = &result.arch[ARCH_FT].series,
				 *was = &other.arch[ARCH_FT].series,
				 *is = &other.arch[ARCH_RAG].series;

	build(FIDELITY_EXACT);
	p->rag.search_s = 0.8;
	run_to(&other);
	switch_at(AT, ARCH_FT, ARCH_RAG, 0);
	run_to(&result);
	for (int b = 0; b < RESULT_BUCKETS; b++) {
		/* a query on its way is not served anew */
		if (b == AT_BUCKET)
			continue;
		NEAR(now->ttft_p95_s[b], (b < AT_BUCKET ? was : is)->ttft_p95_s[b], 1e-12);
		NEAR(now->e2e_p50_s[b], (b < AT_BUCKET ? was : is)->e2e_p50_s[b], 1e-12);
	}
	for (int bin = 0; bin < RESULT_HIST_BINS; bin++)
		NEAR(result.arch[ARCH_FT].ttft_hist[bin],
		     0.4 * other.arch[ARCH_FT].ttft_hist[bin] +
			     0.6 * other.arch[ARCH_RAG].ttft_hist[bin],
		     0.003);
	ck_assert_double_eq_tol(result.arch[ARCH_FT].wait_s[STAGE_SEARCH] +
					result.arch[ARCH_FT].service_s[STAGE_SEARCH],
				other.arch[ARCH_RAG].wait_s[STAGE_SEARCH] +
					other.arch[ARCH_RAG].service_s[STAGE_SEARCH],
				0.02);
}
END_TEST

START_TEST(sampled_and_exact_agree)
{
	const struct arch_result *exact = &other.arch[ARCH_RAG], *sampled = &result.arch[ARCH_RAG];

	build(FIDELITY_EXACT);
	p->traffic.volume_qpm = 60000;
	p->traffic.diurnal_frac = 0.5;
	p->hybrid.answer_tok = 400;
	switch_at(AT, ARCH_RAG, ARCH_HYBRID, 12000);
	run_to(&other);
	scenario.fidelity = 2;
	run_to(&result);
	ck_assert_double_eq_tol(sampled->total_usd, exact->total_usd, 1e-9 * exact->total_usd);
	ck_assert_double_eq_tol(sampled->correct_frac, exact->correct_frac, 1e-9);
	ck_assert_double_eq_tol(sampled->stale_answer_frac, exact->stale_answer_frac, 1e-12);
	ck_assert_double_eq_tol(sampled->ttft_s.p95, exact->ttft_s.p95, 0.02 * exact->ttft_s.p95);
	ck_assert_double_eq_tol(sampled->e2e_s.p50, exact->e2e_s.p50, 0.02 * exact->e2e_s.p50);
	ck_assert_double_eq_tol(sampled->e2e_s.p95, exact->e2e_s.p95, 0.02 * exact->e2e_s.p95);
}
END_TEST

/* One fact changes on day 20. Until the switch a model that was frozen before knows nothing of it,
 * an index finds it at once. */
static double stale_on(double day)
{
	return result.arch[scenario.archs[0]]
		.series.stale_frac[(int)(day / HORIZON * RESULT_BUCKETS)];
}

static void stale_build(enum arch from, enum arch to, double change_days)
{
	fixture_quiet(&scenario);
	scenario.horizon_days = HORIZON;
	scenario.arch_count = 1;
	scenario.archs[0] = from;
	p->rag.index_lag_s = 0;
	p->ft.prep_days = 10;
	p->ft.train_hours = p->ft.eval_days = p->ft.canary_days = p->ft.deploy_hours = 0;
	p->ft.hardware_wait_days = p->ft.label_days = 0;
	fixture_change_at(&scenario, change_days, 1, 0.25);
	switch_at(AT, from, to, 0);
	run_to(&result);
}

START_TEST(what_the_new_one_knows)
{
	/* the model to come was frozen on day 14 */
	stale_build(ARCH_RAG, ARCH_FT, 20);
	ck_assert_double_eq(stale_on(22), 0);
	ck_assert_double_eq_tol(stale_on(30), 0.25, 1e-12);
	ck_assert_double_eq_tol(stale_on(59), 0.25, 1e-12);
	/* it was told of this in time */
	stale_build(ARCH_RAG, ARCH_FT, 12);
	ck_assert_double_eq(stale_on(30), 0);
	/* and from a model back to an index */
	stale_build(ARCH_FT, ARCH_RAG, 20);
	ck_assert_double_eq_tol(stale_on(22), 0.25, 1e-12);
	ck_assert_double_eq(stale_on(30), 0);
	ck_assert_double_eq_tol(result.arch[ARCH_FT].visible_delay_p50_s, 4 * DAY_S, 1e-6);
	ck_assert_double_eq_tol(result.arch[ARCH_FT].stale_answer_frac, 0.25 * 4 / HORIZON, 1e-12);
	ck_assert_int_eq(result.arch[ARCH_FT].events[1].kind, EVENT_SWITCHED);
}
END_TEST

/* Found once, then gone again with the index: the delay counts once. */
START_TEST(seen_is_seen)
{
	stale_build(ARCH_RAG, ARCH_FT, 20);
	ck_assert_double_eq(result.arch[ARCH_RAG].visible_delay_p95_s, 0);
}
END_TEST

/* A record of day 20 is out of the index at once, and in the model of the new one. */
START_TEST(records_come_back_with_a_model)
{
	fixture_quiet(&scenario);
	scenario.horizon_days = HORIZON;
	scenario.arch_count = 1;
	scenario.archs[0] = ARCH_RAG;
	p->rag.index_lag_s = 0;
	p->ft.prep_days = 10;
	p->ft.train_hours = p->ft.eval_days = p->ft.canary_days = p->ft.deploy_hours = 0;
	p->ft.hardware_wait_days = p->ft.label_days = 0;
	fixture_incident_at(&scenario, 20, INCIDENT_DELETION_REQUEST, 0);
	switch_at(AT, ARCH_RAG, ARCH_HYBRID, 0);
	run_to(&result);
	ck_assert_double_eq_tol(result.arch[ARCH_RAG].noncompliant_hours, 24 * (HORIZON - AT),
				1e-6);
	ck_assert_double_eq(result.arch[ARCH_RAG].deletion_delay_p95_s, 0);
	ck_assert_double_eq(result.arch[ARCH_RAG].deletions, 1);
}
END_TEST

/* Nothing asks for a migration's digest where there is none, and everything does where there is. */
START_TEST(digests_tell_them_apart)
{
	char digest[3][17];

	build(0);
	run_to(&result);
	strcpy(digest[0], result.digest);
	switch_at(AT, ARCH_RAG, ARCH_HYBRID, 0);
	run_to(&result);
	strcpy(digest[1], result.digest);
	scenario.timeline[0].migration_usd = 1;
	run_to(&result);
	strcpy(digest[2], result.digest);
	ck_assert_str_ne(digest[0], digest[1]);
	ck_assert_str_ne(digest[1], digest[2]);
	/* out of whose sight it happens, he is as he was */
	scenario.arch_count = 1;
	scenario.archs[0] = ARCH_FT;
	run_to(&result);
	scenario.timeline_count = 0;
	run_to(&other);
	ck_assert_double_eq(result.arch[ARCH_FT].total_usd, other.arch[ARCH_FT].total_usd);
}
END_TEST

/* What begins on the last day is paid as on any other, and answers nothing: a switch as a run. */
START_TEST(paid_on_the_last_day)
{
	const struct timeline_entry retrain = { .at_days = HORIZON,
						.kind = TIMELINE_INCIDENT,
						.incident = INCIDENT_RETRAIN };
	const struct arch_result *now = &result.arch[ARCH_RAG], *was = &other.arch[ARCH_RAG];

	build(FIDELITY_MAP);
	p->ft.retrain_policy = p->hybrid.retrain_policy = RETRAIN_MANUAL;
	run_to(&other);
	switch_at(HORIZON, ARCH_RAG, ARCH_HYBRID, 12000);
	ck_assert_int_ge(scenario_timeline_add(&scenario, &retrain), 0);
	run_to(&result);
	HOLDS(result.arch[ARCH_FT].ledger_usd[LEDGER_RETRAINING] >
	      other.arch[ARCH_FT].ledger_usd[LEDGER_RETRAINING] + 1);
	ck_assert_double_eq(now->ledger_usd[LEDGER_MIGRATION], 12000);
	ck_assert_double_eq(now->upfront_usd,
			    12000 + was->upfront_usd + other.arch[ARCH_HYBRID].upfront_usd);
	ck_assert_double_eq_tol(now->monthly_usd, was->monthly_usd, 1e-9);
	ck_assert_double_eq(now->correct_frac, was->correct_frac);
	ck_assert_double_eq_tol(now->series.cumulative_usd[RESULT_BUCKETS - 1], now->total_usd,
				1e-6);
}
END_TEST

/* Whatever else is on the timeline: sums hold, and the same comes out twice. */
START_TEST(among_other_things)
{
	static struct random_trace room;

	for (uint64_t number = 0; number < 30; number++) {
		struct error error;
		enum arch from, to;

		random_scenario(number, &scenario, &room);
		scenario.fidelity = number % 8 == 0 ? scenario.fidelity : FIDELITY_MAP;
		from = scenario.archs[0];
		to = (enum arch)((from + 1 + number % (ARCH_COUNT - 1)) % ARCH_COUNT);
		switch_at(scenario.horizon_days * (double)(1 + number % 9) / 10, from, to, 5000);
		if (!run(&scenario, NULL, &result, &error))
			continue;
		ck_assert_double_eq(result.arch[from].ledger_usd[LEDGER_MIGRATION], 5000);
		for (int i = 0; i < scenario.arch_count; i++) {
			const struct arch_result *arch = &result.arch[scenario.archs[i]];
			double sum = 0;

			for (int c = 0; c < LEDGER_COUNT; c++) {
				HOLDS(arch->ledger_usd[c] >= 0);
				sum += arch->ledger_usd[c];
			}
			NEAR(arch->total_usd, sum, 1e-12 * sum);
			HOLDS(arch->correct_frac >= -1e-12 && arch->correct_frac <= 1 + 1e-12);
			HOLDS(arch->stale_answer_frac >= 0 && arch->stale_answer_frac <= 1);
			HOLDS(!(arch->untuned_frac < 0) && !(arch->untuned_frac > 1 + 1e-9));
		}
		ck_assert(run(&scenario, NULL, &other, &error));
		ck_assert_str_eq(result.digest, other.digest);
	}
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("switch");

	tcase_set_timeout(tcase, 120);
	tcase_add_test(tcase, costs_of_each_in_its_time);
	tcase_add_test(tcase, percentiles_of_who_answers);
	tcase_add_test(tcase, sampled_and_exact_agree);
	tcase_add_test(tcase, what_the_new_one_knows);
	tcase_add_test(tcase, seen_is_seen);
	tcase_add_test(tcase, records_come_back_with_a_model);
	tcase_add_test(tcase, digests_tell_them_apart);
	tcase_add_test(tcase, paid_on_the_last_day);
	tcase_add_test(tcase, among_other_things);
	return suite_run("switch", tcase);
}
