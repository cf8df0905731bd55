// SPDX-License-Identifier: MIT
#include "sim/cost.h"

#include "base/stats.h"
#include "sim/form.h"

static const double HOURS_PER_MONTH = 720;

/* Of the answers that the model gave. */
static double failed_over_share(const struct flow *flow)
{
	double given = flow->sighted + flow->blind + flow->direct;

	return given > 0 ? flow->failed_over / given : 0;
}

/* What went to the tuned model at once. */
static void cost_direct(const struct demand *demand, const struct flow *flow,
			double usd[LEDGER_COUNT])
{
	const struct direct *direct = &demand->direct;
	double count = flow->direct *
		       (1 + failed_over_share(flow) * (demand->failover_usd_factor - 1));
	double input_usd = count * direct->input_usd_per_tok;
	double repairs = demand->format_frac *
			 form_repairs_mean(direct->valid_frac, demand->repair_tries);
	double prompt_usd = (direct->instructions_tok + direct->question_tok) * input_usd;
	double history_usd = demand->history_tok * input_usd;
	double output_usd = count * direct->answer_tok * direct->output_usd_per_tok;

	usd[LEDGER_BASE_PROMPT] += prompt_usd;
	usd[LEDGER_HISTORY] += history_usd;
	usd[LEDGER_OUTPUT] += output_usd;
	usd[LEDGER_REPAIR] += repairs * (prompt_usd + history_usd + output_usd);
	usd[LEDGER_REVIEW] += flow->direct * demand->review_frac * demand->review_usd;
}

void cost_query(const struct demand *demand, const struct flow *flow, double usd[LEDGER_COUNT])
{
	double answered = flow->sighted + flow->blind;
	/* of a token, whoever answers */
	double over = failed_over_share(flow);
	double input_usd = demand->input_usd_per_tok +
			   over * (demand->failover_input_usd_per_tok - demand->input_usd_per_tok);
	double output_usd = demand->output_usd_per_tok +
			    over * (demand->failover_output_usd_per_tok -
				    demand->output_usd_per_tok);
	const struct prefix *prefix = &demand->prefix;
	bool kept = prefix->tok > 0, corpus = kept && demand->facts == FACTS_PROMPT;
	double prompt_tok = demand->question_tok + (kept ? 0 : demand->instructions_tok);
	double context_tok = corpus ? 0 : demand->context_tok;

	usd[LEDGER_BASE_PROMPT] += answered * prompt_tok * input_usd;
	usd[LEDGER_HISTORY] += answered * demand->history_tok * input_usd;
	usd[LEDGER_CONTEXT] += flow->sighted * context_tok * input_usd;
	usd[LEDGER_PROMPT_CACHE] += prefix->tok *
				    (flow->warm * prefix->read_usd_per_tok +
				     (answered * (1 - over) - flow->warm) *
					     prefix->write_usd_per_tok +
				     answered * over * demand->failover_input_usd_per_tok);
	usd[LEDGER_OUTPUT] += answered * demand->answer_tok * output_usd;
	usd[LEDGER_EMBEDDING] += flow->embedded * demand->embed_usd_per_query;
	usd[LEDGER_VECTOR_READS] += flow->searched * demand->read_usd_per_query;
	usd[LEDGER_RERANK] += flow->reranked * demand->rerank_usd_per_query;
	usd[LEDGER_REPAIR] += answered * demand_repairs_mean(demand) *
			      (demand_prompt_tok(demand) * input_usd +
			       demand->answer_tok * output_usd);
	usd[LEDGER_REVIEW] += answered * demand->review_frac * demand->review_usd;
	if (demand->direct.frac > 0)
		cost_direct(demand, flow, usd);
}

struct damage cost_damage(const struct params *params, const struct outcome *outcome)
{
	return (struct damage){ outcome->stale * params->money.stale_answer_usd,
				outcome->wrong * params->money.wrong_answer_usd };
}

void cost_fixed(const struct params *params, enum arch arch, double months,
		double usd[LEDGER_COUNT])
{
	struct demand demand;

	usd[LEDGER_ENGINEERING] += months * arch_engineering_usd_per_month(params, arch);
	arch_demand(params, arch, &demand);
	usd[LEDGER_HOSTING] += months * HOURS_PER_MONTH * demand.serving_usd_per_hour;
	if (!arch_live(params, arch))
		return;
	if (arch_retrieves(arch)) {
		if (params->rag.failover != 0)
			usd[LEDGER_VECTOR_DB] += months * params->rag.standby_usd_per_month;
		usd[LEDGER_VECTOR_STORAGE] += months * params->rag.storage_gb *
					      params->rag.storage_usd_per_gb_month;
		usd[LEDGER_VECTOR_DB] += months * params->rag.vector_db_usd_per_month;
		usd[LEDGER_ORCHESTRATION] += months * params->rag.orchestration_usd_per_month;
	}
	if (arch_tuned(arch))
		usd[LEDGER_HOSTING] += months * params->ft.hosting_usd_per_month;
}

void cost_growth(const struct params *params, enum arch arch, double months,
		 double usd[LEDGER_COUNT])
{
	if (arch_retrieves(arch) && arch_live(params, arch))
		usd[LEDGER_VECTOR_STORAGE] += months * params->rag.storage_gb *
					      params->rag.storage_usd_per_gb_month;
}

void cost_replicas(const struct params *params, enum arch arch, double more_hours,
		   double usd[LEDGER_COUNT])
{
	struct demand demand;

	if (more_hours == 0)
		return;
	arch_demand(params, arch, &demand);
	usd[LEDGER_HOSTING] += more_hours * demand.serving_usd_per_hour / demand.serving.replicas;
}

void cost_reembed(const struct params *params, enum arch arch, double corpus_scale,
		  double usd[LEDGER_COUNT])
{
	static const double KB_PER_TOK = 0.004, LEAST_UNITS = 5;
	double tok = params->knowledge.corpus_tok * corpus_scale;
	double records = tok / params->rag.chunk_tok, units = params->rag.chunk_tok * KB_PER_TOK;

	if (!arch_retrieves(arch) || !arch_live(params, arch))
		return;
	units = units > LEAST_UNITS ? units : LEAST_UNITS;
	usd[LEDGER_EMBEDDING] += tok * params->rag.embed_usd_per_mtok / 1e6;
	usd[LEDGER_VECTOR_WRITES] += records * units * params->rag.write_usd_per_m / 1e6;
}

void cost_update(const struct params *params, enum arch arch, double usd[LEDGER_COUNT])
{
	if (!arch_retrieves(arch) || !arch_live(params, arch))
		return;
	usd[LEDGER_VECTOR_WRITES] += params->rag.write_units_per_update *
				     params->rag.write_usd_per_m / 1e6;
	usd[LEDGER_EMBEDDING] += params->rag.update_tok * params->rag.embed_usd_per_mtok / 1e6;
}

void cost_upfront(const struct params *params, enum arch arch, double usd[LEDGER_COUNT])
{
	usd[LEDGER_UPFRONT] += arch_upfront_usd(params, arch);
}

double cost_total(const double usd[LEDGER_COUNT])
{
	struct ksum sum = { 0 };

	for (int i = 0; i < LEDGER_COUNT; i++)
		ksum_add(&sum, usd[i]);
	return ksum_value(&sum);
}

double cost_recurring(const double usd[LEDGER_COUNT])
{
	struct ksum sum = { 0 };

	for (int i = 0; i < LEDGER_COUNT; i++)
		if (!ledger_once((enum ledger)i))
			ksum_add(&sum, usd[i]);
	return ksum_value(&sum);
}

void damage_add(struct damage *sum, const struct damage *x, double weight)
{
	sum->stale_usd += weight * x->stale_usd;
	sum->wrong_usd += weight * x->wrong_usd;
}
