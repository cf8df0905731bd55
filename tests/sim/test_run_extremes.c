// SPDX-License-Identifier: MIT
/* Runs at the ends of what is legal: none may crash, take for ever, or make a cost that is no
 * number. */
#include <ragtop/run.h>

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/rng.h"
#include "base/suite.h"
#include "sim/fixture.h"
#include "sim/profile.h"

static struct scenario scenario;
static struct params *const p = &scenario.params;
static struct result result;

/* Money always is a number; and shares of queries are, if there are any. */
static void check_numbers(const char *what)
{
	for (int i = 0; i < scenario.arch_count; i++) {
		const struct arch_result *arch = &result.arch[scenario.archs[i]];

		for (int c = 0; c < LEDGER_COUNT; c++)
			ck_assert_msg(isfinite(arch->ledger_usd[c]) && arch->ledger_usd[c] >= 0,
				      "%s: %s", what, ledger_key((enum ledger)c));
		ck_assert_msg(isfinite(arch->all_in_usd), "%s: all in", what);
		ck_assert_msg(isfinite(arch->stale_answer_frac) &&
				      arch->stale_answer_frac >= -1e-12 &&
				      arch->stale_answer_frac <= 1 + 1e-12,
			      "%s: stale", what);
		ck_assert_msg(arch->queries == 0 || (arch->correct_frac >= -1e-12 &&
						     arch->correct_frac <= 1 + 1e-12),
			      "%s: correct", what);
		ck_assert_msg(arch->queries == 0 ||
				      (arch->good_frac >= -1e-12 && arch->good_frac <= 1 + 1e-12),
			      "%s: good", what);
		for (int b = 0; b < RESULT_BUCKETS; b++)
			ck_assert_msg(isfinite(arch->series.cumulative_usd[b]), "%s: series", what);
	}
}

/* A run, or a refusal that says why. */
static bool attempt(const char *what)
{
	struct error error = { .message = "" };
	bool ran = run(&scenario, NULL, &result, &error);

	if (ran)
		check_numbers(what);
	else
		ck_assert_msg(strncmp(error.message, "too many ", 9) == 0, "%s: %s", what,
			      error.message);
	return ran;
}

static void at_value(enum param_id id, double value)
{
	char name[80];

	param_full_name(id, name, sizeof(name));
	scenario_init(&scenario);
	scenario.fidelity = FIDELITY_MAP;
	scenario.horizon_days = 120;
	params_set(p, id, value);
	attempt(name);
	/* the same as a dated change, alone and among others of its kind */
	if (param_table[id].fixed_in_time)
		return;
	params_set(p, id, param_table[id].def);
	fixture_set_at(&scenario, 40.1, id, value);
	fixture_set_at(&scenario, 80.1, id, param_table[id].def);
	attempt(name);
}

/* Every parameter, in a process of its own that the test's time limit watches. */
START_TEST(one_at_its_limits)
{
	enum param_id id = (enum param_id)_i;

	at_value(id, param_table[id].min);
	at_value(id, param_table[id].max);
	if (param_table[id].unit == UNIT_NONE && param_legal(id, 5e-324))
		at_value(id, 5e-324);
	if (param_nullable(id) && id != P_traffic_volume_qpm) /* null: as a trace has it */
		at_value(id, PARAM_NULL);
}
END_TEST

/* All at once: every parameter at one of its ends, by chance. */
START_TEST(many_at_their_limits)
{
	struct rng rng;
	int runs = 0;

	rng_open(&rng, 12, 0, (uint64_t)_i, "limits");
	for (int round = 0; round < 4; round++) {
		scenario_init(&scenario);
		scenario.fidelity = FIDELITY_MAP;
		scenario.horizon_days = round % 2 ? 1 : 90;
		for (int id = 0; id < PARAM_COUNT; id++) {
			const struct param_info *info = &param_table[id];
			double u = rng_unit(&rng);

			if (u < 0.7)
				params_set(p, (enum param_id)id,
					   u < 0.4 ? info->slider_lo : info->slider_hi);
		}
		runs += attempt("sliders");
	}
	ck_assert_int_gt(runs, 0);
}
END_TEST

/* Nobody asks: fees are paid, and the figures of queries do not exist. */
START_TEST(no_queries)
{
	for (int fidelity = 0; fidelity < 2; fidelity++) {
		const struct arch_result *rag = &result.arch[ARCH_RAG];

		fixture_quiet(&scenario);
		scenario.fidelity = fidelity ? FIDELITY_EXACT : 0;
		p->traffic.volume_qpm = 0;
		p->rag.vector_db_usd_per_month = 150;
		fixture_change_at(&scenario, 90, 1, 0.1);
		ck_assert(attempt("no queries"));
		ck_assert_double_eq_tol(rag->monthly_usd, 150, 1e-9);
		ck_assert_double_eq(result.queries_simulated, 0);
		ck_assert_double_eq(rag->per_1k_good_usd, (double)INFINITY);
		ck_assert_double_nan(rag->ttft_s.p95);
		ck_assert_double_eq_tol(result.arch[ARCH_FT].stale_answer_frac, 0.1 * 0.75, 1e-12);
		ck_assert(result.verdict.meets[ARCH_RAG]);
		ck_assert_double_eq(result.arch[ARCH_FT].series.stale_frac[179], 0.1);
		ck_assert_double_nan(result.arch[ARCH_FT].series.e2e_p95_s[3]);
	}
}
END_TEST

/* Shares that come to all queries, but for rounding; a little more is refused. */
START_TEST(only_single_facts_are_asked)
{
	static const double shares[] = { 0.8, 0.05, 0.05, 0.1 };
	struct error error;

	fixture_quiet(&scenario);
	for (int i = 0; i < 4; i++)
		fixture_change_at(&scenario, 180, 1, shares[i]);
	ck_assert(attempt("all queries"));
	ck_assert_double_eq_tol(result.arch[ARCH_FT].stale_answer_frac, 0.5, 1e-9);
	fixture_change_at(&scenario, 181, 1, 0.001);
	ck_assert(!run(&scenario, NULL, &result, &error));
	ck_assert_ptr_nonnull(strstr(error.message, "more than all queries"));
}
END_TEST

/* Queries begin half way through. */
START_TEST(queries_begin_later)
{
	fixture_quiet(&scenario);
	scenario.fidelity = 0;
	p->traffic.volume_qpm = 0;
	fixture_set_at(&scenario, 180, P_traffic_volume_qpm, 1e6);
	ck_assert(attempt("later"));
	ck_assert_double_eq_tol(result.arch[ARCH_RAG].queries, 6e6, 1e-3);
	ck_assert_double_nan(result.arch[ARCH_RAG].series.e2e_p95_s[80]);
	ck_assert(isfinite(result.arch[ARCH_RAG].series.e2e_p95_s[100]));
}
END_TEST

START_TEST(one_minute)
{
	static const int levels[] = { FIDELITY_MAP, 0, FIDELITY_EXACT };

	for (int i = 0; i < 3; i++) {
		scenario_init(&scenario);
		scenario.fidelity = levels[i];
		scenario.horizon_days = 1 / 1440.0;
		p->traffic.volume_qpm = 43.2e6;
		ck_assert(attempt("a minute"));
		ck_assert_double_eq_tol(result.arch[ARCH_RAG].queries, 1000, 1e-6);
		ck_assert(result.arch[ARCH_RAG].ttft_s.p95 > 0.3 &&
			  result.arch[ARCH_RAG].ttft_s.p95 < 2);
		ck_assert_double_eq_tol(result.arch[ARCH_FT].upfront_usd, 12000, 1e-9);
	}
}
END_TEST

/* Less than a query is expected at all. */
START_TEST(almost_no_queries)
{
	static const int levels[] = { FIDELITY_MAP, FIDELITY_EXACT };

	for (int i = 0; i < 2; i++) {
		scenario_init(&scenario);
		scenario.fidelity = levels[i];
		p->traffic.volume_qpm = 0.01;
		ck_assert(attempt("hardly any"));
		ck_assert_double_eq_tol(result.arch[ARCH_RAG].queries, 0.12, 1e-12);
	}
}
END_TEST

START_TEST(ten_years)
{
	scenario_init(&scenario);
	scenario.fidelity = 0;
	scenario.horizon_days = 3600;
	p->traffic.diurnal_frac = 0.5;
	p->traffic.growth_frac_per_month = 0.02;
	ck_assert(attempt("ten years"));
	ck_assert_double_eq_tol(result.arch[ARCH_RAG].monthly_usd * 120,
				result.arch[ARCH_RAG].total_usd, 1e-4);
	/* a calendar finer than anything else */
	p->hybrid.retrain_every_days = p->ft.retrain_every_days = 0.001;
	p->ft.retrain_policy = RETRAIN_CALENDAR;
	ck_assert(attempt("ten years, every minute"));
}
END_TEST

/* As many dated changes as a scenario can hold, most of them within one bucket. */
START_TEST(full_timeline)
{
	static const int levels[] = { FIDELITY_MAP, FIDELITY_EXACT };

	for (int i = 0; i < 2; i++) {
		scenario_init(&scenario);
		scenario.fidelity = levels[i];
		p->traffic.volume_qpm = 10000;
		for (int k = 0; k < SCENARIO_TIMELINE_MAX; k++)
			fixture_set_at(&scenario, 100 + 0.001 * (k + 1), P_base_output_usd_per_mtok,
				       k % 7);
		ck_assert(attempt("full timeline"));
	}
}
END_TEST

/* Updates by the thousand, pending by the hundred thousand: time may not go with their square. */
START_TEST(many_pending_updates)
{
	scenario_init(&scenario);
	scenario.fidelity = FIDELITY_MAP;
	p->knowledge.updates_per_month = 5e4;
	p->knowledge.facts_per_update = 1;
	p->ft.retrain_after_updates = 1e6;
	p->ft.min_gap_days = 0;
	ck_assert(attempt("many pending"));
}
END_TEST

/* Nothing but an overloaded system all the time, without any bound on its queues. */
START_TEST(hopeless_overload)
{
	scenario_init(&scenario);
	scenario.fidelity = FIDELITY_MAP;
	p->traffic.volume_qpm = 1e12;
	p->rag.queue_limit = p->rag.timeout_s = 0;
	p->base.rpm_limit = p->base.tpm_limit = 1;
	ck_assert(attempt("overload"));
	ck_assert_double_gt(result.arch[ARCH_FT].dropped, 0.99 * result.arch[ARCH_FT].queries);
}
END_TEST

/* Everything takes no time at all: all of it is answered at once. */
START_TEST(instant_answers)
{
	fixture_quiet(&scenario);
	scenario.fidelity = 0;
	p->base.ttft_s = p->base.prompt_tok_s = p->base.output_tok_s = 0;
	p->rag.embed_s = p->rag.search_s = 0;
	ck_assert(attempt("instant"));
	ck_assert_double_eq(result.arch[ARCH_RAG].e2e_s.p99, 0);
	ck_assert_double_eq(result.arch[ARCH_RAG].latency_met_frac, 1);
}
END_TEST

/* So few that they are lost in the sum of all are of no stratum: found by a monkey. */
START_TEST(queries_dry_up)
{
	fixture_quiet(&scenario);
	scenario.horizon_days = 30;
	p->traffic.volume_qpm = 1e9;
	fixture_set_at(&scenario, 29.9, P_traffic_volume_qpm, 1e-6);
	for (int level = FIDELITY_MAP; level <= 0; level++) {
		scenario.fidelity = level;
		ck_assert(attempt("dry"));
		ck_assert_double_eq_tol(result.arch[ARCH_RAG].queries, 1e9 * 29.9 / 30, 1);
	}
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("run_extremes");

	/* hanging is failing; how fast is a matter of the benchmarks */
	tcase_set_timeout(tcase, 20);
	tcase_add_loop_test(tcase, one_at_its_limits, 0, PARAM_COUNT);
	tcase_add_loop_test(tcase, many_at_their_limits, 0, 6);
	tcase_add_test(tcase, no_queries);
	tcase_add_test(tcase, only_single_facts_are_asked);
	tcase_add_test(tcase, queries_begin_later);
	tcase_add_test(tcase, one_minute);
	tcase_add_test(tcase, almost_no_queries);
	tcase_add_test(tcase, ten_years);
	tcase_add_test(tcase, full_timeline);
	tcase_add_test(tcase, many_pending_updates);
	tcase_add_test(tcase, hopeless_overload);
	tcase_add_test(tcase, instant_answers);
	tcase_add_test(tcase, queries_dry_up);
	return suite_run("run_extremes", tcase);
}
