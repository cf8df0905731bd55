// SPDX-License-Identifier: MIT
/* What is kept, against closed forms: starts of prompts, and whole answers. */
#include <math.h> /* constants */
#include <stdlib.h>

#include "base/xalloc.h"
#include "validate/checks.h"
#include "validate/theory.h"

struct prompts {
	double volume_qpm, updates_per_month, ttl_s;
	bool sampled;
};

/* Poisson arrivals and changes: found if the last query came within the life, and no change since.
 */
static void prompt_cache(const void *argument, struct claims *claims)
{
	const struct prompts *prompts = argument;
	struct scenario *scenario = xmalloc(sizeof(*scenario));
	struct result *result = xcalloc(1, sizeof(*result));
	double found[REPLICATES];

	plain_scenario(scenario, ARCH_LONGCTX);
	scenario->params.traffic.volume_qpm = prompts->volume_qpm;
	scenario->params.knowledge.updates_per_month = prompts->updates_per_month;
	scenario->params.knowledge.facts_per_update = 1;
	scenario->params.knowledge.corpus_tok = 50000;
	scenario->params.longctx.cache_ttl_s = prompts->ttl_s;
	if (prompts->sampled)
		scenario->fidelity = 0;
	for (int i = 0; i < REPLICATES; i++) {
		const struct arch_result *arch = plain_run(scenario, 1 + (uint64_t)i, result);

		found[i] = arch ? arch->prompt_cache_hit_frac : (double)NAN;
	}
	claim_mean(claims, 0,
		   theory_prefix_hit_frac(prompts->volume_qpm / MONTH_S,
					  prompts->updates_per_month / MONTH_S, prompts->ttl_s),
		   found, REPLICATES, 1e-4);
	free(result);
	free(scenario);
}

struct kept {
	double repeat_frac, ttl_s, updates_per_month;
	bool purge;
	bool sampled;
	double gap_cv;
};

/* Topic by topic. An exact run begins with nothing kept, so that a little less is found. */
static void answer_cache(const void *argument, struct claims *claims)
{
	const double volume_qpm = 30e3;
	const int facts = 200;
	const struct kept *kept = argument;
	struct scenario *scenario = xmalloc(sizeof(*scenario));
	struct result *result = xcalloc(1, sizeof(*result));
	struct params *p = &scenario->params;
	double found[REPLICATES];

	plain_scenario(scenario, ARCH_FT);
	p->traffic.volume_qpm = volume_qpm;
	p->traffic.repeat_frac = kept->repeat_frac;
	p->traffic.burst_cv = kept->gap_cv;
	p->knowledge.facts = facts;
	p->knowledge.facts_per_update = 1;
	p->knowledge.updates_per_month = kept->updates_per_month;
	p->serving.response_ttl_s = kept->ttl_s;
	p->serving.response_purge = kept->purge;
	if (kept->sampled)
		scenario->fidelity = 0;
	for (int i = 0; i < REPLICATES; i++) {
		const struct arch_result *arch = plain_run(scenario, 1 + (uint64_t)i, result);

		found[i] = arch ? arch->response_cache_hit_frac : (double)NAN;
	}
	claim_mean(claims, 0,
		   theory_answers_hit_frac(volume_qpm / MONTH_S, kept->repeat_frac, facts,
					   p->knowledge.zipf_s, kept->ttl_s,
					   kept->purge ? kept->updates_per_month / MONTH_S / facts
						       : 0),
		   found, REPLICATES, kept->sampled ? 0.002 : kept->ttl_s / MONTH_S);
	free(result);
	free(scenario);
}

/* In money, where only so many queries come in each of the stretches that an exact run is reckoned
 * by: crowds find a prompt kept more often. */
static void few_prompts(const void *setting, struct claims *claims)
{
	const double *in_stretch = setting;
	struct scenario *scenario = xmalloc(sizeof(*scenario));
	struct result *result = xcalloc(1, sizeof(*result));
	struct params *p = &scenario->params;
	double queries = RESULT_BUCKETS * *in_stretch, hits, each_usd, found_usd[REPLICATES];

	plain_scenario(scenario, ARCH_LONGCTX);
	p->traffic.volume_qpm = queries;
	p->knowledge.corpus_tok = 50000;
	p->base.input_usd_per_mtok = 2.5;
	p->longctx.cache_ttl_s = MONTH_S / queries;
	hits = theory_prefix_hit_frac(queries / MONTH_S, 0, p->longctx.cache_ttl_s);
	each_usd = (p->knowledge.corpus_tok + p->base.system_tok) * 2.5e-6 *
		   (hits * p->longctx.cache_read_frac + (1 - hits) * p->longctx.cache_write_frac);
	for (int i = 0; i < REPLICATES; i++) {
		const struct arch_result *arch = plain_run(scenario, 1 + (uint64_t)i, result);

		found_usd[i] = arch ? arch->ledger_usd[LEDGER_PROMPT_CACHE] : (double)NAN;
	}
	claim_mean(claims, 0, queries * each_usd, found_usd, REPLICATES, 0.005);
	free(result);
	free(scenario);
}

/* clang-format off */
#define PROMPTS(name, ...) \
	{ "Prompt cache", name, { "found" }, prompt_cache, &(const struct prompts){ __VA_ARGS__ }, 0, NULL }
#define KEPT(name, ...) \
	{ "Answer cache", name, { "found" }, answer_cache, \
	  &(const struct kept){ .gap_cv = 1, __VA_ARGS__ }, 0, NULL }

const struct check cache_checks[] = {
	PROMPTS("5 min, no change", 20e3, 0, 300, false),
	PROMPTS("30 min, changes", 2e3, 1e3, 1800, false),
	PROMPTS("1 h, changes", 2e3, 1e3, 3600, false),
	PROMPTS("1 min", 20e3, 1, 60, false),
	PROMPTS("1 s, sample", 2e6, 0, 1, true),
	{ "Prompt cache", "20 a stretch", { "$" }, few_prompts, &(const double){ 20 }, 0, NULL },
	{ "Prompt cache", "100 a stretch", { "$" }, few_prompts, &(const double){ 100 }, 0, NULL },
	KEPT("1 h", .repeat_frac = .3, .ttl_s = 3600, .purge = true),
	KEPT("1 d", .repeat_frac = .8, .ttl_s = 86400, .purge = true),
	KEPT("1 d, purged", .repeat_frac = .5, .ttl_s = 86400, .updates_per_month = 2e3, .purge = true),
	KEPT("1 d, purged, sample", .repeat_frac = .5, .ttl_s = 86400, .updates_per_month = 2e3,
	     .purge = true, .sampled = true),
	{ 0 },
};
