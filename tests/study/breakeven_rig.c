// SPDX-License-Identifier: MIT
#include "study/breakeven_rig.h"

#include <check.h>
#include <stdlib.h>

#include <ragtop/run.h>
#include "base/xalloc.h"
#include "study/path.h"

void rig_lines(struct scenario *scenario)
{
	struct params *p = &scenario->params;

	scenario_init(scenario);
	scenario->fidelity = 0;
	scenario->arch_count = 2;
	scenario->archs[0] = ARCH_RAG;
	scenario->archs[1] = ARCH_FT;
	p->base.input_usd_per_mtok = 1.75;
	p->base.output_usd_per_mtok = p->rag.embed_usd_per_mtok = p->rag.read_usd_per_m = 0;
	p->rag.storage_usd_per_gb_month = p->rag.write_usd_per_m = 0;
	p->rag.orchestration_usd_per_month = p->rag.engineering_usd_per_month = 0;
	p->rag.upfront_usd = p->ft.engineering_usd_per_month = p->ft.upfront_usd = 0;
	p->rag.vector_db_usd_per_month = p->ft.hosting_usd_per_month = 0;
	p->rag.timeout_s = p->rag.queue_limit = 0;
	p->rag.search_servers = p->rag.embed_servers = 1024;
	p->rag.context_tok = 500;
	p->ft.retrain_policy = RETRAIN_CALENDAR;
	p->ft.eval_pass_frac = p->ft.repeat_frac = 1;
	/* Else a run takes more than a week, and the next one has to wait for it. */
	p->ft.prep_days = p->ft.train_hours = p->ft.eval_days = p->ft.deploy_hours = 0;
	p->ft.min_gap_days = 0;
	p->ft.prompt_tok = PARAM_NULL;
	scenario->horizon_days = 360;
}

struct result *rig_run(const struct scenario *scenario)
{
	const struct run_options options = { 0 };
	struct result *result = xmalloc(sizeof(*result));
	struct error error;

	ck_assert_msg(run(scenario, &options, result, &error), "%s", error.message);
	return result;
}

void rig_find(const struct scenario *scenario, enum param_id param, double lo, double hi,
	      enum cost_measure measure, enum arch a, enum arch b, struct breakeven *found)
{
	struct question question = { .scenario = scenario, .measure = measure };
	struct sweep *sweep = xcalloc(1, sizeof(*sweep));
	struct path *path = xcalloc(1, sizeof(*path));
	struct result *now = rig_run(scenario);
	struct breakeven places;
	struct error error;

	ck_assert_msg(track_init(&question.track, scenario, param, lo, hi, &error), "%s",
		      error.message);
	sweep_init(sweep, &question.track);
	for (int i = 0; i < sweep->count; i++)
		ck_assert(sweep_compute(sweep, i, &question, NULL));
	ck_assert(breakeven_find(&question, sweep, a, b, path, &places, NULL));
	ck_assert(breakeven_confirm(&question, sweep, path, &places, now, found, NULL));
	free(now);
	free(path);
	free(sweep);
}
