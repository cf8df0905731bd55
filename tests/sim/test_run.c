// SPDX-License-Identifier: MIT
/* Whole runs: the same bits every time, figures that fit each other, refusals, verdicts. Extreme
 * values are in test_run_extremes.c. */
#include <ragtop/run.h>

#include <math.h>
#include <string.h>

#include "base/suite.h"
#include "sim/fixture.h"
#include "sim/profile.h"

static struct scenario scenario;
static struct params *const p = &scenario.params;
static struct result result, other;
static struct error error;

static void run_into(struct result *into)
{
	ck_assert_msg(run(&scenario, NULL, into, &error), "%s", error.message);
}

/* A busy quarter with dated changes, overload by day, failures, and damage that is priced. */
static void busy(int fidelity)
{
	scenario_init(&scenario);
	scenario.horizon_days = 90;
	scenario.fidelity = fidelity;
	p->traffic.volume_qpm = fidelity == FIDELITY_EXACT ? 30000 : 3e6;
	p->traffic.diurnal_frac = 0.8;
	p->traffic.weekend_frac = 0.4;
	p->traffic.growth_frac_per_month = 0.2;
	p->knowledge.updates_per_month = 20;
	/* peak utilisation of the search is 1.9 / 2 */
	p->rag.search_servers = 2;
	p->rag.search_s = fidelity == FIDELITY_EXACT ? 60 : 0.6;
	p->rag.timeout_s = fidelity == FIDELITY_EXACT ? 200 : 2;
	p->base.rpm_limit = p->traffic.volume_qpm / 28000;
	p->money.stale_answer_usd = 0.02;
	p->money.wrong_answer_usd = 0.001;
	scenario.targets[TARGET_TTFT_P95_S] = fidelity == FIDELITY_EXACT ? 100 : 1.5;
	scenario.targets[TARGET_CORRECT_FRAC] = 0.8;
	fixture_set_at(&scenario, 20.3, P_traffic_knowledge_frac, 0.4);
	fixture_change_at(&scenario, 33, 3, 0.1);
	fixture_set_at(&scenario, 60, P_traffic_volume_qpm, 0.5 * p->traffic.volume_qpm);
	fixture_set_at(&scenario, 60, P_base_output_usd_per_mtok, 20);
}

static const int levels[] = { FIDELITY_MAP, 0, FIDELITY_EXACT };
enum { LEVELS = sizeof(levels) / sizeof(levels[0]) };

START_TEST(same_bits_twice)
{
	busy(levels[_i]);
	run_into(&result);
	run_into(&other);
	ck_assert_str_eq(result.digest, other.digest);
	ck_assert_uint_eq(strlen(result.digest), 16);
	ck_assert_mem_eq(&result, &other, sizeof(result));
	scenario.seed++;
	run_into(&other);
	ck_assert_str_ne(result.digest, other.digest);
}
END_TEST

/* Threads take units in any order and each with its own scratch: nothing may depend on it. */
START_TEST(order_of_units_does_not_matter)
{
	const struct run_options three = { .reps = 3 };
	struct sim_scratch *scratch = sim_scratch_new();
	struct sim *sim;

	busy(levels[_i]);
	ck_assert(run(&scenario, &three, &result, &error));
	ck_assert(sim_new(&scenario, &three, &sim, &error));
	do {
		for (size_t unit = sim_unit_count(sim); unit-- > 0;) {
			ck_assert_double_gt(sim_unit_weight(sim, unit), 0);
			if (unit % 2) {
				sim_scratch_free(scratch);
				scratch = sim_scratch_new();
			}
			sim_unit_run(sim, unit, scratch, NULL);
		}
	} while (sim_next_wave(sim));
	sim_finish(sim, &other);
	sim_free(sim);
	sim_scratch_free(scratch);
	sim_scratch_free(NULL);
	sim_free(NULL);
	ck_assert_mem_eq(&result, &other, sizeof(result));
}
END_TEST

/* A cancelled unit comes back at once, having done little. */
START_TEST(units_can_be_cancelled)
{
	atomic_bool cancel = true;
	struct sim_scratch *scratch = sim_scratch_new();
	struct sim *sim;

	busy(FIDELITY_EXACT);
	p->traffic.volume_qpm = 1e9;
	ck_assert(sim_new(&scenario, NULL, &sim, &error));
	for (size_t unit = 0; unit < sim_unit_count(sim); unit++)
		sim_unit_run(sim, unit, scratch, &cancel);
	sim_free(sim);
	busy(5);
	ck_assert(sim_new(&scenario, NULL, &sim, &error));
	for (size_t unit = 0; unit < sim_unit_count(sim); unit++)
		sim_unit_run(sim, unit, scratch, &cancel);
	sim_free(sim);
	sim_scratch_free(scratch);
}
END_TEST

static void check_money(const struct arch_result *arch)
{
	double sum = 0, months = result.horizon_s / MONTH_S;

	for (int c = 0; c < LEDGER_COUNT; c++)
		sum += arch->ledger_usd[c];
	ck_assert_double_eq_tol(arch->total_usd, sum, 1e-9);
	ck_assert_double_eq(arch->upfront_usd, arch->ledger_usd[LEDGER_UPFRONT]);
	ck_assert_double_eq_tol(arch->monthly_usd * months + arch->upfront_usd, sum, 1e-9);
	ck_assert_double_eq_tol(arch->all_in_usd, arch->monthly_usd + arch->upfront_usd / 12, 1e-9);
	ck_assert_double_eq_tol(arch->per_1k_queries_usd * arch->queries / 1000, sum, 1e-9 * sum);
	ck_assert_double_eq_tol(arch->per_1k_good_usd * arch->good_frac * arch->queries / 1000, sum,
				1e-9 * sum);
	ck_assert_double_le(arch->ci_monthly_usd.lo, arch->monthly_usd + 1e-9);
	ck_assert_double_ge(arch->ci_monthly_usd.hi, arch->monthly_usd - 1e-9);
}

static void check_shares(const struct arch_result *arch)
{
	ck_assert_double_le(arch->good_frac, arch->correct_frac + 1e-12);
	ck_assert_double_le(arch->good_frac, arch->latency_met_frac + 1e-12);
	ck_assert_double_le(arch->correct_frac + arch->hallucinated_frac, 1 + 1e-12);
	ck_assert_double_le(arch->dropped + arch->timed_out, arch->queries * (1 + 1e-12));
	ck_assert_double_eq_tol(arch->goodput_rps * result.horizon_s,
				arch->good_frac * arch->queries, 1e-6 * arch->queries);
}

static void check_latency(const struct latency *l)
{
	ck_assert_double_gt(l->p50, 0);
	ck_assert(l->p50 <= l->p90 && l->p90 <= l->p95 && l->p95 <= l->p99 && l->p99 <= l->p999);
	ck_assert(l->mean > 0 && l->mean < l->p999);
}

static void check_interval(struct interval interval, double value)
{
	ck_assert_double_lt(interval.lo, interval.hi);
	ck_assert_double_le(interval.lo, value * 1.02);
	ck_assert_double_ge(interval.hi, value * 0.98);
}

static void check_series(const struct arch_result *arch)
{
	double queries = 0, good = 0, dropped = 0, before = 0, sums[2] = { 0, 0 };

	for (int b = 0; b < RESULT_BUCKETS; b++) {
		queries += arch->series.queries[b];
		good += arch->series.good[b];
		dropped += arch->series.dropped[b];
		ck_assert_double_ge(arch->series.cumulative_usd[b], before);
		before = arch->series.cumulative_usd[b];
		ck_assert(arch->series.stale_frac[b] <= arch->series.stale_max[b] + 1e-12);
		ck_assert(arch->series.ttft_p50_s[b] <= arch->series.e2e_p99_s[b]);
	}
	ck_assert_double_eq_tol(queries / arch->queries, 1, 1e-12);
	/* by bucket an exact run weighs expected queries by the fate of those that came */
	ck_assert_double_eq_tol(dropped, arch->dropped, 1e-4 * arch->queries);
	/* replication 0 against the mean of all */
	ck_assert_double_eq_tol(before / arch->total_usd, 1, 0.35);
	ck_assert_double_eq_tol(good / (arch->good_frac * arch->queries), 1, 0.1);
	for (int bin = 0; bin < RESULT_HIST_BINS; bin++) {
		sums[0] += arch->ttft_hist[bin];
		sums[1] += arch->e2e_hist[bin];
	}
	ck_assert_double_eq_tol(sums[0], 1, 1e-9);
	ck_assert_double_eq_tol(sums[1], 1, 1e-9);
}

/* Whatever is reported fits the rest of the report. */
START_TEST(figures_fit_together)
{
	busy(levels[_i]);
	run_into(&result);
	for (int a = 0; a < ARCH_DEFAULTS; a++) {
		const struct arch_result *arch = &result.arch[a];

		ck_assert(arch->present);
		ck_assert_double_eq_tol(arch->queries, result.queries_represented, 1e-6);
		check_money(arch);
		check_shares(arch);
		check_latency(&arch->ttft_s);
		check_latency(&arch->e2e_s);
		check_latency(&arch->tpot_s);
		check_interval(arch->ci_ttft_p95_s, arch->ttft_s.p95);
		check_interval(arch->ci_e2e_p95_s, arch->e2e_s.p95);
		check_interval(arch->ci_stale_answer_frac, arch->stale_answer_frac);
		if (levels[_i] != FIDELITY_MAP) /* which has none */
			check_series(arch);
	}
	/* the case is one where the search is overloaded now and then */
	ck_assert_double_gt(result.arch[ARCH_RAG].timed_out, 0);
	check_interval(result.arch[ARCH_RAG].ci_wait_search_s,
		       result.arch[ARCH_RAG].wait_s[STAGE_SEARCH]);
}
END_TEST

/* With two searches asked for where one can be served, half give up. Their waits belong
 * to the mean and to its interval alike. */
START_TEST(waits_of_those_who_give_up)
{
	const struct arch_result *rag = &result.arch[ARCH_RAG];

	fixture_quiet(&scenario);
	scenario.fidelity = 0;
	scenario.horizon_days = 1;
	p->rag.search_servers = 1;
	p->rag.search_s = 1;
	p->rag.timeout_s = 5;
	p->rag.queue_limit = 0;
	p->rag.search_dist = DIST_EXPONENTIAL;
	p->traffic.volume_qpm = 2 * MONTH_S;
	run_into(&result);
	ck_assert_double_gt(rag->timed_out, 0.4 * rag->queries);
	check_interval(rag->ci_wait_search_s, rag->wait_s[STAGE_SEARCH]);
}
END_TEST

/* Every figure that exists is a number; those that do not are the stages an architecture has
 * not. */
START_TEST(figures_are_finite)
{
	busy(0);
	run_into(&result);
	for (int i = 0; i < figure_count; i++)
		for (int a = 0; a < ARCH_DEFAULTS; a++) {
			const struct figure *figure = &figure_table[i];
			double value = figure_value(&result.arch[a], figure);
			bool tail_of_decode = strstr(figure->path, "tail_") &&
					      strstr(figure->path, ".decode");
			bool retrieval = strstr(figure->path, ".embed") ||
					 strstr(figure->path, ".search");
			bool no_servers = strstr(figure->path, "utilisation") && !retrieval;
			bool no_model = strstr(figure->path, "model_age") ||
					strstr(figure->path, "untuned") ||
					strstr(figure->path, "forgotten");

			bool nobody_asked = strstr(figure->path, "deletion_delay") != NULL;
			/* of stages that are off nothing but the ledger and counts exists */
			bool off = (strstr(figure->path, ".cache") ||
				    strstr(figure->path, ".rerank") ||
				    strstr(figure->path, ".repair") ||
				    strstr(figure->path, ".review")) &&
				   !strstr(figure->path, "ledger");

			if (off)
				ck_assert_msg(isnan(value) || value == 0, "%s", figure->path);
			else if (tail_of_decode || no_servers || nobody_asked ||
				 (a == ARCH_RAG && no_model) ||
				 (a == ARCH_FT && retrieval && !strstr(figure->path, "ledger")))
				ck_assert_msg(isnan(value), "%s", figure->path);
			else
				ck_assert_msg(isfinite(value), "%s %s", arch_key((enum arch)a),
					      figure->path);
		}
}
END_TEST

/* Money for stale answers at a dollar each counts them: as many as the share says, although the
 * share of queries about facts changes on the way. */
START_TEST(stale_answers_are_counted_alike)
{
	const struct arch_result *ft = &result.arch[ARCH_FT];
	double answers;

	fixture_quiet(&scenario);
	scenario.horizon_days = 180;
	p->money.stale_answer_usd = 1;
	fixture_change_at(&scenario, 30, 1, 0.1);
	fixture_change_at(&scenario, 90.25, 1, 0.2);
	fixture_set_at(&scenario, 90.5, P_traffic_knowledge_frac, 0.25);
	run_into(&result);
	/* a tenth of the facts from day 30, three tenths from day 90.25, asked by a quarter from
	 * 90.5 */
	answers = 0.1 * 60.25 + 0.3 * (0.25 + 89.5 * 0.25);
	ck_assert_double_eq_tol(ft->ledger_usd[LEDGER_STALE_ANSWERS], 2000 * answers, 1e-6);
	ck_assert_double_eq_tol(ft->stale_answer_frac, answers / 180, 1e-12);
	for (int day = 0; day < 180; day++) {
		double after = day < 30 ? 0 : day < 90 ? 0.1 : 0.075;
		double mean = day == 90 ? 0.1 * 0.25 + 0.3 * 0.25 + 0.075 * 0.5 : after;

		ck_assert_double_eq_tol(ft->series.stale_frac[day], mean, 1e-12);
		ck_assert_double_eq_tol(ft->series.stale_max[day], day == 90 ? 0.3 : after, 1e-12);
	}
}
END_TEST

/* By nearest rank: of 19 delays the 95th percentile is the greatest. */
START_TEST(delays_by_rank)
{
	fixture_quiet(&scenario);
	p->ft.retrain_policy = RETRAIN_CALENDAR;
	p->ft.retrain_every_days = 30;
	p->ft.prep_days = 6;
	p->ft.eval_days = 2;
	p->ft.train_hours = p->ft.deploy_hours = 0;
	p->rag.index_lag_s = 77;
	fixture_change_at(&scenario, 45, 1, 0.1);
	for (int i = 0; i < 18; i++)
		fixture_change_at(&scenario, 60, 1, 0.01);
	run_into(&result);
	ck_assert_double_eq_tol(result.arch[ARCH_FT].visible_delay_p50_s, 8 * DAY_S, 1e-6);
	ck_assert_double_eq_tol(result.arch[ARCH_FT].visible_delay_p95_s, 23 * DAY_S, 1e-6);
	ck_assert_double_eq_tol(result.arch[ARCH_RAG].visible_delay_p95_s, 77, 1e-6);
}
END_TEST

/* Little's law over a whole exact run: mean number at a stage = rate of those who reach it x time
 * there, but for the few who are still inside at the end. */
START_TEST(littles_law_of_a_run)
{
	busy(FIDELITY_EXACT);
	p->rag.queue_limit = 0;
	p->rag.timeout_s = 0;
	p->base.rpm_limit = 0;
	run_into(&result);
	for (int a = 0; a < ARCH_DEFAULTS; a++)
		for (int stage = 0; stage < STAGE_COUNT; stage++) {
			const struct arch_result *arch = &result.arch[a];
			double time_s = arch->wait_s[stage] + arch->service_s[stage];
			double n = result.queries_simulated / result.horizon_s * time_s;

			if (isnan(time_s))
				continue;
			ck_assert_double_eq_tol(arch->in_system_mean[stage], n, 2e-3 * n + 1e-12);
			if (!isnan(arch->utilisation[stage]))
				ck_assert_double_lt(arch->utilisation[stage], 1);
		}
}
END_TEST

static void refused(const char *message)
{
	struct sim *sim = NULL;

	memset(&error, 0, sizeof(error));
	memset(&result, 7, sizeof(result));
	memcpy(&other, &result, sizeof(other));
	ck_assert(!sim_new(&scenario, NULL, &sim, &error));
	ck_assert_ptr_null(sim);
	ck_assert(!run(&scenario, NULL, &result, &error));
	ck_assert_mem_eq(&result, &other, sizeof(result));
	ck_assert_msg(strstr(error.message, message), "%s", error.message);
}

/* What would take hours or gigabytes is refused with a reason, and nothing is touched. */
START_TEST(budgets)
{
	fixture_quiet(&scenario);
	p->knowledge.updates_per_month = 1e6;
	p->knowledge.facts_per_update = 1000;
	refused("too many changes of facts");
	/* the same in the middle of the run */
	fixture_quiet(&scenario);
	fixture_set_at(&scenario, 100, P_knowledge_updates_per_month, 1e6);
	refused("too many changes of facts");
	fixture_quiet(&scenario);
	p->knowledge.deletions_per_month = 1.7e5; /* 2.04 million in 360 days */
	refused("too many requests to delete for one run, at most 2000000: 2.");
	scenario.horizon_days = 36;
	run_into(&result);
	fixture_quiet(&scenario);
	scenario.fidelity = FIDELITY_EXACT;
	p->traffic.volume_qpm = 1e9;
	refused("too many queries for exact fidelity");
	scenario.fidelity = 0;
	run_into(&result);
	/* What waits is kept one by one there, and so is every place of a full batch. */
	scenario_init(&scenario);
	scenario.fidelity = FIDELITY_EXACT;
	p->serving.mode = SERVING_SELF;
	p->serving.replicas = 1;
	p->traffic.volume_qpm = 1e8;
	refused("too many queries waiting");
	scenario_init(&scenario);
	p->serving.mode = SERVING_SELF;
	p->serving.replicas = 4096;
	refused("too many places in batches");
}
END_TEST

/* An update cannot change more facts than there are, so it is not charged for more. */
START_TEST(budget_knows_how_many_facts_there_are)
{
	fixture_quiet(&scenario);
	p->knowledge.facts = 10;
	p->knowledge.facts_per_update = 1e6;
	p->knowledge.updates_per_month = 1000;
	run_into(&result);
}
END_TEST

/* One architecture alone is what it is in company. */
START_TEST(architectures_do_not_disturb_each_other)
{
	busy(0);
	run_into(&other);
	for (int a = 0; a < ARCH_DEFAULTS; a++) {
		const struct arch_result *alone = &result.arch[a], *among = &other.arch[a];

		scenario.arch_count = 1;
		scenario.archs[0] = (enum arch)a;
		run_into(&result);
		ck_assert_int_eq(result.verdict.cheapest, a);
		ck_assert_int_eq(result.verdict.best, a);
		for (int b = 0; b < ARCH_COUNT; b++)
			ck_assert_int_eq(result.arch[b].present, a == b);
		ck_assert_double_eq_tol(alone->total_usd / among->total_usd, 1, 1e-9);
		ck_assert_double_eq_tol(alone->stale_answer_frac / among->stale_answer_frac, 1,
					1e-9);
		ck_assert_double_eq(alone->ttft_s.p95, among->ttft_s.p95);
	}
}
END_TEST

/* The price of one fact, in an article's words: everything after the change is told the old
 * price. */
START_TEST(verdict_weighs_targets)
{
	fixture_quiet(&scenario);
	p->rag.vector_db_usd_per_month = 100;
	p->ft.hosting_usd_per_month = 50;
	p->hybrid.upfront_usd = 12000;
	fixture_change_at(&scenario, 36, 1, 0.5);
	run_into(&result);
	ck_assert_int_eq(result.verdict.cheapest, ARCH_FT);
	ck_assert_int_eq(result.verdict.best, ARCH_FT);
	ck_assert_str_eq(result.verdict.why, "cheapest, no targets set");
	scenario.targets[TARGET_STALE_ANSWER_FRAC] = 0.1;
	run_into(&result);
	ck_assert_int_eq(result.verdict.cheapest, ARCH_FT);
	ck_assert_int_eq(result.verdict.best, ARCH_RAG);
	ck_assert(!result.verdict.meets[ARCH_FT] &&
		  result.verdict.missed[ARCH_FT][TARGET_STALE_ANSWER_FRAC]);
	ck_assert(result.verdict.meets[ARCH_RAG] && result.verdict.meets[ARCH_HYBRID]);
	ck_assert(!result.verdict.none_meets);
	ck_assert_ptr_nonnull(strstr(result.verdict.why, "fine-tuned misses "));
	scenario.targets[TARGET_MONTHLY_USD] = 99;
	run_into(&result);
	ck_assert(result.verdict.none_meets);
	ck_assert_int_eq(result.verdict.cheapest, ARCH_FT);
	ck_assert_int_eq(result.verdict.best, ARCH_RAG); /* twice the money, all of it fresh */
	ck_assert(result.verdict.missed[ARCH_RAG][TARGET_MONTHLY_USD]);
}
END_TEST

/* Moving a slider by half a percent moves the percentile by little: the queries are the same. */
START_TEST(sliders_move_smoothly)
{
	busy(0);
	p->base.rpm_limit = 0;
	for (double factor = 1.005; factor < 1.04; factor += 0.005) {
		run_into(&result);
		p->base.output_tok_s *= factor;
		run_into(&other);
		ck_assert_double_gt(other.arch[ARCH_FT].e2e_s.p95, result.arch[ARCH_FT].e2e_s.p95);
		ck_assert_double_lt(other.arch[ARCH_FT].e2e_s.p95,
				    result.arch[ARCH_FT].e2e_s.p95 * factor * 1.001);
	}
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("run");

	tcase_set_timeout(tcase, 60);
	tcase_add_loop_test(tcase, same_bits_twice, 0, LEVELS);
	tcase_add_loop_test(tcase, order_of_units_does_not_matter, 0, LEVELS);
	tcase_add_test(tcase, units_can_be_cancelled);
	tcase_add_loop_test(tcase, figures_fit_together, 0, LEVELS);
	tcase_add_test(tcase, waits_of_those_who_give_up);
	tcase_add_test(tcase, figures_are_finite);
	tcase_add_test(tcase, stale_answers_are_counted_alike);
	tcase_add_test(tcase, delays_by_rank);
	tcase_add_test(tcase, littles_law_of_a_run);
	tcase_add_test(tcase, budgets);
	tcase_add_test(tcase, budget_knows_how_many_facts_there_are);
	tcase_add_test(tcase, architectures_do_not_disturb_each_other);
	tcase_add_test(tcase, verdict_weighs_targets);
	tcase_add_test(tcase, sliders_move_smoothly);
	return suite_run("run", tcase);
}
