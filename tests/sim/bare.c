// SPDX-License-Identifier: MIT
#include "bare.h"

#include <check.h>

void bare_search(struct scenario *scenario, const struct theory_station *station)
{
	struct params *p = &scenario->params;

	scenario_init(scenario);
	scenario->fidelity = FIDELITY_EXACT;
	scenario->horizon_days = BARE_MONTH_DAYS;
	scenario->arch_count = 1;
	scenario->archs[0] = ARCH_RAG;
	p->traffic.volume_qpm = station->rate_rps * BARE_MONTH_S;
	p->traffic.burst_cv = 1;
	p->rag.embed_s = 0;
	p->rag.search_s = station->service_s;
	p->rag.search_servers = station->servers;
	p->rag.search_dist = DIST_EXPONENTIAL;
	p->rag.queue_limit = p->rag.timeout_s = 0;
	p->base.ttft_s = p->base.prompt_tok_s = p->base.output_tok_s = 0;
	/* what is not asked for costs no random numbers */
	p->traffic.prompt_cv = p->traffic.answer_cv = 0;
	p->rag.embed_cv = p->base.ttft_cv = p->base.output_cv = 0;
	p->knowledge.updates_per_month = 0;
}

struct theory_station bare_station(double queries, int servers, double load)
{
	double rate_rps = queries / BARE_MONTH_S;

	return (struct theory_station){ rate_rps, load * servers / rate_rps, servers };
}

void bare_run(struct scenario *scenario, uint64_t seed, struct result *result)
{
	struct error error;

	scenario->seed = seed;
	ck_assert_msg(run(scenario, NULL, result, &error), "%s", error.message);
}
