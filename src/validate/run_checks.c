// SPDX-License-Identifier: MIT
/* Whole runs, every query or a sample of them, against closed forms: that queries are drawn, pass
 * through their stations and are measured as they should be. */
#include <math.h> /* constants */
#include <stdlib.h>

#include "base/xalloc.h"
#include "validate/checks.h"
#include "validate/theory.h"

/* Quantiles are read off bins 0.8 % wide, straight inside a bin. */
static const double BIN_REL = 0.002;

enum { RUNS_MAX = 60 };

/* ---- one queue ---- */

struct setting {
	int servers;
	double load;
	double gap_cv, service_cv; /* a service_cv other than 1 is lognormal */
	double thousands;          /* of queries */
	bool sampled;              /* at level 0 instead of every query */
	double bend_rel;
};

static void setting_scenario(const struct setting *setting, struct scenario *scenario)
{
	plain_search(scenario, 1000 * setting->thousands, setting->servers, setting->load);
	scenario->params.traffic.burst_cv = setting->gap_cv;
	if (setting->service_cv != 1) {
		scenario->params.rag.search_dist = DIST_LOGNORMAL;
		scenario->params.rag.search_cv = setting->service_cv;
	}
	if (setting->sampled)
		scenario->fidelity = 0;
}

static double theory_wait_s(const struct setting *setting, const struct theory_station *station)
{
	if (setting->gap_cv != 1)
		return theory_gmc_wait_s(station, setting->gap_cv);
	if (setting->service_cv != 1)
		return theory_mg1_wait_s(station, setting->service_cv);
	return theory_mmc_wait_s(station);
}

/* Waits are in units of the mean service, so that they can be compared with those of stations. */
static void queue(const void *argument, struct claims *claims)
{
	const struct setting *setting = argument;
	struct result *result = xcalloc(1, sizeof(*result));
	double wait[RUNS_MAX], busy[RUNS_MAX], p95[RUNS_MAX], service_s;
	struct theory_station station = { setting->load * setting->servers, 1, setting->servers };
	int runs = setting->sampled ? RUNS_MAX : REPLICATES;
	bool poisson = setting->gap_cv == 1 && setting->service_cv == 1;
	struct scenario *scenario = xmalloc(sizeof(*scenario));

	setting_scenario(setting, scenario);
	service_s = scenario->params.rag.search_s;
	for (int i = 0; i < runs; i++) {
		const struct arch_result *rag = plain_run(scenario, 1000 + (uint64_t)i, result);

		wait[i] = rag ? rag->wait_s[STAGE_SEARCH] / service_s : (double)NAN;
		busy[i] = rag ? rag->utilisation[STAGE_SEARCH] : (double)NAN;
		p95[i] = rag ? rag->ttft_s.p95 / service_s : (double)NAN;
	}
	claim_mean(claims, 0, theory_wait_s(setting, &station), wait, runs, setting->bend_rel);
	claim_mean(claims, 1, setting->load, busy, runs, setting->bend_rel);
	if (poisson)
		claim_mean(claims, 2, theory_tail_inverse(theory_mmc_sojourn_tail, &station, 0.05),
			   p95, runs, BIN_REL + setting->bend_rel);
	free(scenario);
	free(result);
}

/* ---- Little's law ---- */

static double little_ratio(const struct result *result, const struct arch_result *arch, int stage,
			   double reached)
{
	double w_s = arch->wait_s[stage] + arch->service_s[stage];

	return arch->in_system_mean[stage] / (reached / result->horizon_s * w_s);
}

/* Nobody comes in the last tenth of the horizon, so that no stay is cut by its end: the law then
 * holds to rounding. */
static void quiet_end(struct scenario *scenario)
{
	scenario->timeline_count = 1;
	scenario->timeline[0] = (struct timeline_entry){
		.at_days = 27, .kind = TIMELINE_SET, .param = P_traffic_volume_qpm, .value = 0
	};
}

static const double LITTLE_REL = 1e-9;

/* All stages of a RAG behind an API, with some queries turned away and some cut off. */
static void little_api(const void *argument, struct claims *claims)
{
	static const int stages[] = { STAGE_EMBED, STAGE_SEARCH, STAGE_PROMPT, STAGE_FIRST,
				      STAGE_DECODE };
	struct result *result = xcalloc(1, sizeof(*result));
	struct scenario *scenario = xmalloc(sizeof(*scenario));
	const struct arch_result *rag;

	(void)argument;
	plain_search(scenario, 50e3, 3, 0.95);
	scenario->params.rag.embed_s = 40;
	scenario->params.rag.embed_servers = 2;
	scenario->params.rag.queue_limit = 12;
	scenario->params.rag.timeout_s = 7 * scenario->params.rag.search_s;
	scenario->params.base.ttft_s = 0.3;
	scenario->params.base.output_tok_s = 0.01;
	scenario->params.base.prompt_tok_s = 1e-4;
	quiet_end(scenario);
	rag = plain_run(scenario, 1, result);
	for (int i = 0; rag && i < 5; i++) {
		double left = result->queries_simulated * (1 - rag->dropped / rag->queries);
		double reached = stages[i] == STAGE_EMBED ? result->queries_simulated : left;

		claim_exact(claims, i, 1, little_ratio(result, rag, stages[i], reached),
			    LITTLE_REL);
	}
	free(scenario);
	free(result);
}

/* Who waits for the API's limit is there, too, and so is who is refused for good. */
static void little_limit(const void *argument, struct claims *claims)
{
	struct result *result = xcalloc(1, sizeof(*result));
	struct scenario *scenario = xmalloc(sizeof(*scenario));
	const struct arch_result *rag;

	(void)argument;
	plain_search(scenario, 50e3, 3, 0.5);
	scenario->params.traffic.burst_cv = 2;
	scenario->params.base.rpm_limit = 60 * 50e3 / MONTH_S;
	scenario->params.base.ttft_s = 0.3;
	quiet_end(scenario);
	rag = plain_run(scenario, 1, result);
	if (rag && rag->retried > 1000)
		claim_exact(claims, 0, 1,
			    little_ratio(result, rag, STAGE_RATE_LIMIT, result->queries_simulated),
			    LITTLE_REL);
	free(scenario);
	free(result);
}

/* A model of one's own that is full for hours. */
static void little_batch(const void *argument, struct claims *claims)
{
	static const int stages[] = { STAGE_PROMPT, STAGE_DECODE };
	struct result *result = xcalloc(1, sizeof(*result));
	struct scenario *scenario = xmalloc(sizeof(*scenario));
	const struct arch_result *rag;

	(void)argument;
	plain_search(scenario, 50e3, 3, 0.5);
	scenario->params.serving.mode = SERVING_SELF;
	scenario->params.serving.replicas = 3;
	scenario->params.serving.max_batch = 4;
	scenario->params.serving.queue_limit = 5;
	scenario->params.serving.step_a_ms = 2500;
	scenario->params.traffic.prompt_tok = 500;
	scenario->params.traffic.answer_tok = 250;
	quiet_end(scenario);
	rag = plain_run(scenario, 1, result);
	for (int i = 0; rag && i < 2; i++) {
		double answered = result->queries_simulated * (1 - rag->dropped / rag->queries);

		claim_exact(claims, i, 1, little_ratio(result, rag, stages[i], answered),
			    LITTLE_REL);
	}
	free(scenario);
	free(result);
}

/* Twice what can be served, in even gaps: as fluids, half of it still waits at the end, and waits
 * go on beyond it while those present do not. */
static void little_cut(const void *argument, struct claims *claims)
{
	struct result *result = xcalloc(1, sizeof(*result));
	struct scenario *scenario = xmalloc(sizeof(*scenario));
	const struct arch_result *rag;

	(void)argument;
	plain_search(scenario, 20e3, 1, 2);
	scenario->params.traffic.burst_cv = 0;
	scenario->params.rag.search_dist = DIST_DETERMINISTIC;
	rag = plain_run(scenario, 1, result);
	if (rag) {
		claim_exact(claims, 0, 0.5,
			    little_ratio(result, rag, STAGE_SEARCH, result->queries_simulated),
			    5e-4);
		claim_exact(claims, 1, 0.5, rag->wait_s[STAGE_SEARCH] / MONTH_S, 5e-4);
	}
	free(scenario);
	free(result);
}

/* ---- limits of an API ---- */

enum { LIMIT_REQUESTS, LIMIT_TOKENS };

/* A bucket lets through what it is refilled with, and the minute's worth that it held. */
static void rate_limit(const void *argument, struct claims *claims)
{
	const double queries = 200e3, minutes = 1440, share = 0.6;
	struct result *result = xcalloc(1, sizeof(*result));
	struct scenario *scenario = xmalloc(sizeof(*scenario));
	struct params *p = &scenario->params;
	const struct arch_result *ft;

	plain_scenario(scenario, ARCH_FT);
	scenario->horizon_days = 1;
	p->traffic.volume_qpm = 30 * queries;
	p->ft.prompt_tok = 50;
	p->ft.answer_tok = 100;
	if (*(const int *)argument == LIMIT_TOKENS)
		p->base.tpm_limit = share * queries / minutes * (50 + 100);
	else
		p->base.rpm_limit = share * queries / minutes;
	ft = plain_run(scenario, 1, result);
	/* and who is refused in the last minute comes back after the end */
	if (ft)
		claim_exact(claims, 0, share * queries / minutes,
			    result->queries_simulated * (1 - ft->dropped / ft->queries) / minutes,
			    2 * share * queries / minutes / minutes);
	free(scenario);
	free(result);
}

/* clang-format off */
#define SET(...) &(const struct setting){ __VA_ARGS__ }
#define RUN(group, name, ...) \
	{ group, name, { "wait", "busy", "p95 stay" }, queue, \
	  SET(.gap_cv = 1, .service_cv = 1, __VA_ARGS__), 0, NULL }
#define RUN_G(group, name, ...) \
	{ group, name, { "wait", "busy" }, queue, SET(__VA_ARGS__), 0, NULL }

const struct check run_checks[] = {
	RUN("Whole runs, every query", "M/M/1 at .7", .servers = 1, .load = .7, .thousands = 30),
	RUN("Whole runs, every query", "M/M/4 at .8", .servers = 4, .load = .8, .thousands = 40),
	RUN_G("Whole runs, every query", "M/G/1 at .6, cv 1.5", .servers = 1, .load = .6, .gap_cv = 1,
	      .service_cv = 1.5, .thousands = 40),
	RUN_G("Whole runs, every query", "D/M/1 at .8", .servers = 1, .load = .8, .gap_cv = 0,
	      .service_cv = 1, .thousands = 30),
	RUN_G("Whole runs, every query", "G/M/1 at .8, cv .5", .servers = 1, .load = .8,
	      .gap_cv = .5, .service_cv = 1, .thousands = 30),
	RUN_G("Whole runs, every query", "G/M/4 at .8, cv 2", .servers = 4, .load = .8, .gap_cv = 2,
	      .service_cv = 1, .thousands = 60),
	RUN("Whole runs, a sample", "M/M/4 at .7", .servers = 4, .load = .7, .thousands = 30000,
	    .sampled = true, .bend_rel = .01),
	RUN("Whole runs, a sample", "M/M/8 at .8", .servers = 8, .load = .8, .thousands = 30000,
	    .sampled = true, .bend_rel = .01),
	{ "Little's law, L / (rate W)", "API", { "embed", "search", "prompt", "first token", "decode" }, little_api, NULL, 0, NULL },
	{ "Little's law, L / (rate W)", "API", { "limit" }, little_limit, NULL, 0, NULL },
	{ "Little's law, L / (rate W)", "own model", { "prompt", "decode" }, little_batch, NULL, 0,
	  NULL },
	{ "Little's law, L / (rate W)", "overload", { "cut at end", "mean wait" }, little_cut, NULL,
	  0, NULL },
	{ "Limits, answers a minute", "requests", { "at .6" }, rate_limit,
	  &(const int){ LIMIT_REQUESTS }, 0, NULL },
	{ "Limits, answers a minute", "tokens", { "at .6" }, rate_limit,
	  &(const int){ LIMIT_TOKENS }, 0, NULL },
	{ 0 },
};
