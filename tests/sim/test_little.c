// SPDX-License-Identifier: MIT
/*
 * What must hold in every single run: Little's law at each stage, to rounding, and that an API lets
 * through what its limits say.
 */
#include "bare.h"

#include <math.h>
#include <stdlib.h>

#include "base/suite.h"

/* L over lambda W of a stage that `reached` of the simulated queries came to. */
static double little_ratio(const struct result *result, int stage, double reached)
{
	const struct arch_result *rag = &result->arch[ARCH_RAG];
	double w_s = rag->wait_s[stage] + rag->service_s[stage];

	return rag->in_system_mean[stage] / (reached / result->horizon_s * w_s);
}

/* Nobody comes in the last tenth of the horizon and the queues are empty by then: so no sojourn is
 * cut by the end, and L = lambda W holds to rounding. Lambda is of the queries that were simulated.
 */
static void quiet_end(struct scenario *scenario)
{
	scenario->timeline_count = 1;
	scenario->timeline[0] = (struct timeline_entry){
		.at_days = 27, .kind = TIMELINE_SET, .param = P_traffic_volume_qpm, .value = 0
	};
}

/* Every stage of one run, with queries turned away and cut off at the search. */
START_TEST(little_at_every_stage)
{
	struct theory_station station = bare_station(50e3, 3, 0.95);
	struct result *result = malloc(sizeof(*result));
	const struct arch_result *rag = &result->arch[ARCH_RAG];
	struct scenario scenario;

	bare_search(&scenario, &station);
	scenario.params.rag.embed_s = 20 / station.rate_rps;
	scenario.params.rag.embed_servers = 1024;
	scenario.params.rag.queue_limit = 12;
	scenario.params.rag.timeout_s = 7 * station.service_s;
	scenario.params.base.ttft_s = 0.3;
	scenario.params.base.output_tok_s = 0.01;
	scenario.params.base.prompt_tok_s = 1e-4;
	quiet_end(&scenario);
	for (uint64_t seed = 1; seed <= 3; seed++) {
		double all, left;

		bare_run(&scenario, seed, result);
		all = result->queries_simulated;
		left = all * (1 - rag->dropped / rag->queries);
		ck_assert_double_gt(rag->timed_out, 0);
		ck_assert_double_lt(left, all);
		ck_assert_double_eq_tol(little_ratio(result, STAGE_EMBED, all), 1, 1e-9);
		ck_assert_double_eq_tol(little_ratio(result, STAGE_SEARCH, left), 1, 1e-9);
		ck_assert_double_eq(rag->in_system_mean[STAGE_RATE_LIMIT], 0);
		for (int stage = STAGE_PROMPT; stage <= STAGE_DECODE; stage++)
			ck_assert_double_eq_tol(little_ratio(result, stage, left), 1, 1e-9);
	}
	free(result);
}
END_TEST

/* A model of one's own is full for hours and turns some away; waiting for a place and for the
 * prompt to be read is a stage, writing the other. */
START_TEST(little_in_the_batch)
{
	struct theory_station station = bare_station(50e3, 3, 0.5);
	struct result *result = malloc(sizeof(*result));
	const struct arch_result *rag = &result->arch[ARCH_RAG];
	struct scenario scenario;

	bare_search(&scenario, &station);
	scenario.params.serving.mode = SERVING_SELF;
	scenario.params.serving.replicas = 3;
	scenario.params.serving.max_batch = 4;
	scenario.params.serving.queue_limit = 5;
	scenario.params.serving.step_a_ms = 2500;
	scenario.params.traffic.prompt_tok = 500;
	scenario.params.traffic.answer_tok = 250;
	quiet_end(&scenario);
	for (uint64_t seed = 1; seed <= 3; seed++) {
		double answered, busy;

		bare_run(&scenario, seed, result);
		answered = result->queries_simulated * (1 - rag->dropped / rag->queries);
		ck_assert_double_gt(rag->dropped, 0.01 * rag->queries);
		ck_assert_double_gt(rag->wait_s[STAGE_PROMPT], 0);
		ck_assert(isnan(rag->wait_s[STAGE_FIRST]) && isnan(rag->wait_s[STAGE_RATE_LIMIT]));
		ck_assert_double_eq_tol(little_ratio(result, STAGE_PROMPT, answered), 1, 1e-9);
		ck_assert_double_eq_tol(little_ratio(result, STAGE_DECODE, answered), 1, 1e-9);
		/* places in the batch: those who read or write, of three times four */
		busy = answered / result->horizon_s *
		       (rag->service_s[STAGE_PROMPT] + rag->service_s[STAGE_DECODE]) / 12;
		ck_assert_double_eq_tol(rag->utilisation[STAGE_DECODE], busy, 1e-9);
		ck_assert_double_gt(busy, 0.5);
	}
	free(result);
}
END_TEST

/* Waiting for the API counts as being there, too; those refused for good have waited all
 * the same. */
START_TEST(little_at_the_api)
{
	struct theory_station station = bare_station(50e3, 3, 0.5);
	struct result *result = malloc(sizeof(*result));
	const struct arch_result *rag = &result->arch[ARCH_RAG];
	struct scenario scenario;

	bare_search(&scenario, &station);
	scenario.params.traffic.burst_cv = 2;
	scenario.params.base.rpm_limit = 60 * station.rate_rps;
	scenario.params.base.ttft_s = 0.3;
	quiet_end(&scenario);
	for (uint64_t seed = 1; seed <= 3; seed++) {
		bare_run(&scenario, seed, result);
		ck_assert_double_gt(rag->retried, 1000);
		ck_assert_double_eq_tol(
			little_ratio(result, STAGE_RATE_LIMIT, result->queries_simulated), 1, 1e-9);
	}
	free(result);
}
END_TEST

/* With twice what can be served, even gaps and even service, half of it still waits at the end; the
 * waits go on beyond the horizon, those present do not. As fluids, L is half of lambda W then. */
START_TEST(little_is_cut_at_the_horizon)
{
	struct theory_station station = bare_station(20e3, 1, 2);
	struct result *result = malloc(sizeof(*result));
	const struct arch_result *rag = &result->arch[ARCH_RAG];
	struct scenario scenario;

	bare_search(&scenario, &station);
	scenario.params.traffic.burst_cv = 0;
	scenario.params.rag.search_dist = DIST_DETERMINISTIC;
	bare_run(&scenario, 1, result);
	ck_assert_double_eq_tol(little_ratio(result, STAGE_SEARCH, result->queries_simulated), 0.5,
				1e-3);
	ck_assert_double_eq_tol(rag->utilisation[STAGE_SEARCH], 1, 1e-3);
	ck_assert_double_eq_tol(rag->wait_s[STAGE_SEARCH] / BARE_MONTH_S, 0.5, 1e-3);
	free(result);
}
END_TEST

/* A model alone, whose API takes `limit` times as many requests a minute as come, or as many
 * tokens. */
static void bare_model(struct scenario *scenario, double limit, bool by_tokens)
{
	struct theory_station station = bare_station(200e3, 1, 0.5);
	double per_min = 200e3 / (24 * 60), tok = 50 + 100;

	bare_search(scenario, &station);
	scenario->horizon_days = 1;
	scenario->params.traffic.volume_qpm = 30 * 200e3;
	scenario->archs[0] = ARCH_FT;
	scenario->params.ft.prompt_tok = 50;
	scenario->params.ft.answer_tok = 100;
	if (by_tokens)
		scenario->params.base.tpm_limit = limit * per_min * tok;
	else
		scenario->params.base.rpm_limit = limit * per_min;
}

/* A bucket that holds a minute's worth is never empty far above the rate, sometimes just above it;
 * and below it lets through what it is refilled with and what it held, not one request more. */
START_TEST(api_limits)
{
	struct result *result = malloc(sizeof(*result));
	const struct arch_result *ft = &result->arch[ARCH_FT];
	struct scenario scenario;

	for (int by_tokens = 0; by_tokens < 2; by_tokens++) {
		double limit = 0.6, taken, full;

		bare_model(&scenario, 10, by_tokens);
		bare_run(&scenario, 1, result);
		ck_assert_double_eq(ft->retried, 0);
		ck_assert_double_eq(ft->dropped, 0);

		bare_model(&scenario, 1.01, by_tokens);
		bare_run(&scenario, 1, result);
		ck_assert_double_gt(ft->retried, 0);
		ck_assert_double_lt(ft->retried, 0.5 * ft->queries);

		bare_model(&scenario, limit, by_tokens);
		bare_run(&scenario, 1, result);
		/* in queries of the run, the last of which come back up to a minute after
		 * the end */
		taken = result->queries_simulated * (1 - ft->dropped / ft->queries);
		full = limit * 200e3 * (1 + 2 / (24.0 * 60));
		ck_assert_double_le(taken, full + 1);
		ck_assert_double_ge(taken, 0.995 * full);
		/* six tries, five of them again */
		ck_assert_double_gt(ft->retried, 5 * ft->dropped);
	}
	free(result);
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("little");

	tcase_set_timeout(tcase, 60);
	tcase_add_test(tcase, little_at_every_stage);
	tcase_add_test(tcase, little_in_the_batch);
	tcase_add_test(tcase, little_at_the_api);
	tcase_add_test(tcase, little_is_cut_at_the_horizon);
	tcase_add_test(tcase, api_limits);
	return suite_run("little", tcase);
}
