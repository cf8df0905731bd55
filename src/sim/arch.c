// SPDX-License-Identifier: MIT
#include "sim/arch.h"

#include <math.h>

#include "base/fmath.h"
#include "sim/form.h"
#include "sim/knowledge.h"
#include "sim/profile.h"
#include "sim/ratelimit.h"

/*
 * One row per architecture; a new one is one more. Parameters stand for what an architecture has of
 * its own: where that is null, or the row names none, the more general one holds. (No row names the
 * first parameter of the table, so 0 is free to mean none.)
 */
static const struct {
	unsigned stages; /* bit set of enum stage */
	enum facts facts;
	bool tuned;
	bool routed; /* looked up as by RAG, or answered at once by the tuned model */
	enum param_id mode, replicas, system_tok, answer_tok, input_usd, output_usd;
	enum param_id engineering_usd, upfront_usd, build_days;
} rows[ARCH_COUNT] = {
#define BIT(stage) (1u << STAGE_##stage)
#define RETRIEVE (BIT(EMBED) | BIT(SEARCH) | BIT(RERANK))
#define ANSWER                                                                                 \
	(BIT(CACHE) | BIT(RATE_LIMIT) | BIT(PROMPT) | BIT(FIRST) | BIT(DECODE) | BIT(REPAIR) | \
	 BIT(REVIEW))
	[ARCH_RAG] = { .stages = RETRIEVE | ANSWER,
		       .facts = FACTS_INDEX,
		       .mode = P_rag_mode,
		       .engineering_usd = P_rag_engineering_usd_per_month,
		       .upfront_usd = P_rag_upfront_usd,
		       .build_days = P_rag_build_days },
	[ARCH_FT] = { .stages = ANSWER,
		      .facts = FACTS_MODEL,
		      .tuned = true,
		      .mode = P_ft_mode,
		      .replicas = P_ft_replicas,
		      .engineering_usd = P_ft_engineering_usd_per_month,
		      .upfront_usd = P_ft_upfront_usd,
		      .build_days = P_ft_build_days },
	[ARCH_HYBRID] = { .stages = RETRIEVE | ANSWER,
			  .facts = FACTS_INDEX,
			  .tuned = true,
			  .mode = P_hybrid_mode,
			  .replicas = P_hybrid_replicas,
			  .answer_tok = P_hybrid_answer_tok,
			  .input_usd = P_hybrid_input_usd_per_mtok,
			  .output_usd = P_hybrid_output_usd_per_mtok,
			  .engineering_usd = P_hybrid_engineering_usd_per_month,
			  .upfront_usd = P_hybrid_upfront_usd,
			  .build_days = P_hybrid_build_days },
	[ARCH_LONGCTX] = { .stages = ANSWER,
			   .facts = FACTS_PROMPT,
			   .engineering_usd = P_longctx_engineering_usd_per_month,
			   .upfront_usd = P_longctx_upfront_usd,
			   .build_days = P_longctx_build_days },
	[ARCH_PROMPT] = { .stages = ANSWER,
			  .facts = FACTS_NONE,
			  .system_tok = P_prompt_system_tok,
			  .engineering_usd = P_prompt_engineering_usd_per_month,
			  .upfront_usd = P_prompt_upfront_usd },
	[ARCH_ROUTED] = { .stages = RETRIEVE | ANSWER,
			  .facts = FACTS_INDEX,
			  .tuned = true,
			  .routed = true,
			  .mode = P_routed_mode,
			  .engineering_usd = P_routed_engineering_usd_per_month,
			  .upfront_usd = P_routed_upfront_usd,
			  .build_days = P_routed_build_days },
};

bool arch_has_stage(enum arch arch, enum stage stage)
{
	return rows[arch].stages >> stage & 1;
}

bool arch_retrieves(enum arch arch)
{
	return arch_has_stage(arch, STAGE_SEARCH);
}

bool arch_tuned(enum arch arch)
{
	return rows[arch].tuned;
}

enum facts arch_facts(enum arch arch)
{
	return rows[arch].facts;
}

static double either(double value, double fallback)
{
	return isnan(value) ? fallback : value;
}

/* An architecture's own parameter, or what holds for more than it. */
static double own(const struct params *params, enum param_id id, double fallback)
{
	return id ? either(params_get(params, id), fallback) : fallback;
}

static bool is_self(const struct params *params, enum arch arch)
{
	return own(params, rows[arch].mode, params->serving.mode) == SERVING_SELF;
}

bool arch_any_api(const struct params *params)
{
	for (int arch = 0; arch < ARCH_COUNT; arch++)
		if (!is_self(params, (enum arch)arch))
			return true;
	return false;
}

double arch_engineering_usd_per_month(const struct params *params, enum arch arch)
{
	return own(params, rows[arch].engineering_usd, 0);
}

double arch_upfront_usd(const struct params *params, enum arch arch)
{
	return own(params, rows[arch].upfront_usd, 0);
}

double demand_tries(const struct demand *demand)
{
	double left = demand->api_fail_frac, tries = 1;

	for (int i = 1; i < RATELIMIT_TRIES && !demand->failover; i++) {
		tries += left;
		left *= demand->api_fail_frac;
	}
	return tries;
}

double arch_build_s(const struct params *params, enum arch arch)
{
	return DAY_S * own(params, rows[arch].build_days, 0);
}

void arch_go_live(struct params *params, enum arch arch)
{
	if (rows[arch].build_days)
		params_set(params, rows[arch].build_days, 0);
}

bool arch_live(const struct params *params, enum arch arch)
{
	return arch_build_s(params, arch) <= 0;
}

double demand_prompt_tok(const struct demand *demand)
{
	return demand->instructions_tok + demand->history_tok + demand->question_tok +
	       demand->context_tok;
}

/* Of the context only so much as the window has room for behind the rest. */
static void fit_context(struct demand *demand, double wanted_tok)
{
	double others_tok = demand_prompt_tok(demand) + demand->answer_tok;
	double room_tok = demand->window_tok > others_tok ? demand->window_tok - others_tok : 0;

	demand->context_tok = wanted_tok < room_tok ? wanted_tok : room_tok;
	demand->fits_frac = wanted_tok > 0 ? demand->context_tok / wanted_tok : 1;
}

static double context_wanted_tok(const struct params *p, enum facts facts)
{
	switch (facts) {
	case FACTS_INDEX:
		return p->rag.context_tok;
	case FACTS_PROMPT:
		return p->knowledge.corpus_tok;
	case FACTS_NONE:
	case FACTS_MODEL:
		break;
	}
	return 0;
}

static void prompt_and_answer(const struct params *p, enum arch arch, struct demand *demand)
{
	demand->instructions_tok = own(p, rows[arch].system_tok, p->base.system_tok);
	demand->history_tok = p->traffic.history_tok;
	demand->question_tok = p->traffic.prompt_tok;
	demand->answer_tok = p->traffic.answer_tok;
	demand->window_tok = p->base.window_tok;
	if (demand->tuned && !isnan(p->ft.prompt_tok)) {
		demand->instructions_tok = 0;
		demand->question_tok = p->ft.prompt_tok;
	}
	if (demand->tuned)
		demand->answer_tok = own(p, rows[arch].answer_tok,
					 either(p->ft.answer_tok, demand->answer_tok));
	fit_context(demand, context_wanted_tok(p, demand->facts));
}

static double tuned_or_base(const struct demand *demand, double tuned, double base)
{
	return demand->tuned ? either(tuned, base) : base;
}

double prefix_hit_frac(const struct prefix *prefix, double rate_rps)
{
	double events_rps = rate_rps + prefix->changes_rps;

	if (prefix->tok <= 0 || !(events_rps > 0))
		return 0;
	return rate_rps / events_rps * -fm_expm1(-events_rps * prefix->ttl_s);
}

/* What does not change from query to query may be kept by whoever serves the model. */
static void shared_prefix(const struct params *p, double input_usd_per_tok, struct demand *demand)
{
	bool corpus = demand->facts == FACTS_PROMPT;

	if (!corpus && p->base.cache_instructions == 0)
		return;
	demand->prefix = (struct prefix){
		.tok = demand->instructions_tok + (corpus ? demand->context_tok : 0),
		.shared = p->longctx.shared_prefix != 0,
		.ttl_s = p->longctx.cache_ttl_s,
		.changes_rps = corpus ? knowledge_updates_per_month(p) / MONTH_S : 0,
		.read_usd_per_tok = input_usd_per_tok * p->longctx.cache_read_frac,
		.write_usd_per_tok = input_usd_per_tok * p->longctx.cache_write_frac,
	};
	if (demand->prefix.ttl_s <= 0)
		demand->prefix.tok = 0;
}

/* Over both ways. */
static double mixed(const struct demand *demand, double looked_up, double direct)
{
	return looked_up + demand->direct.frac * (direct - looked_up);
}

static void model_serving(const struct params *p, enum arch arch, struct demand *demand)
{
	double replicas = own(p, rows[arch].replicas, p->serving.replicas);
	double usd = tuned_or_base(demand, p->ft.replica_usd_per_hour,
				   p->serving.replica_usd_per_hour);

	demand->serving = (struct batch_setup){
		.replicas = (int)replicas,
		.max_batch = (int)p->serving.max_batch,
		.queue_limit = (int)p->serving.queue_limit,
		.kv_tok = tuned_or_base(demand, p->ft.kv_tok, p->serving.kv_tok),
		.prefill_budget_tok = p->serving.prefill_budget_tok,
		.step_a_s = tuned_or_base(demand, p->ft.step_a_ms, p->serving.step_a_ms) / 1000,
		.step_b_s = tuned_or_base(demand, p->ft.step_b_ms, p->serving.step_b_ms) / 1000,
		.step_c_s = tuned_or_base(demand, p->ft.step_c_ms, p->serving.step_c_ms) / 1000,
		.step_d_s = tuned_or_base(demand, p->ft.step_d_ms, p->serving.step_d_ms) / 1000,
	};
	demand->serving_usd_per_hour = demand->self ? replicas * usd : 0;
	demand->load = (struct batch_load){
		.prompt_tok = mixed(demand, demand_prompt_tok(demand),
				    demand->direct.instructions_tok + demand->history_tok +
					    demand->direct.question_tok),
		.known_tok = demand->prefix.tok *
			     prefix_hit_frac(&demand->prefix, p->traffic.volume_qpm / MONTH_S),
		.output_tok = mixed(demand, demand->answer_tok > 1 ? demand->answer_tok : 1,
				    demand->direct.answer_tok > 1 ? demand->direct.answer_tok : 1) *
			      (1 + demand_repairs_mean(demand)),
		.output_cv = p->traffic.answer_cv,
	};
}

static void model_speed(const struct params *p, struct demand *demand)
{
	demand->ttft_s = p->base.ttft_s;
	demand->prompt_tok_s = p->base.prompt_tok_s;
	demand->output_tok_s = p->base.output_tok_s;
	demand->rpm_limit = p->base.rpm_limit;
	demand->tpm_limit = p->base.tpm_limit;
	if (!demand->tuned)
		return;
	demand->ttft_s = either(p->ft.ttft_s, demand->ttft_s);
	demand->prompt_tok_s = either(p->ft.prompt_tok_s, demand->prompt_tok_s);
	demand->output_tok_s = either(p->ft.output_tok_s, demand->output_tok_s);
}

static void model_price(const struct params *p, enum arch arch, struct demand *demand)
{
	double input = p->base.input_usd_per_mtok, output = p->base.output_usd_per_mtok;
	double cached = p->base.cached_input_frac, cached_usd;

	if (demand->tuned) {
		input = either(p->ft.input_usd_per_mtok, input);
		output = either(p->ft.output_usd_per_mtok, output);
	}
	input = own(p, rows[arch].input_usd, input);
	output = own(p, rows[arch].output_usd, output);
	demand->failover_usd_factor = p->base.failover_usd_factor;
	demand->failover_input_usd_per_tok = input / 1e6 * p->base.failover_usd_factor;
	demand->failover_output_usd_per_tok = output / 1e6 * p->base.failover_usd_factor;
	if (demand->self)
		input = output = 0;
	cached_usd = demand->self ? 0 : either(p->base.cached_usd_per_mtok, 0.1 * input);
	demand->input_usd_per_tok = ((1 - cached) * input + cached * cached_usd) / 1e6;
	demand->output_usd_per_tok = output / 1e6;
	shared_prefix(p, input / 1e6, demand);
}

/* Published rule of a metered vector database: as many read units as the namespace has GB, at least
 * 1/4. */
static double read_units(const struct params *p, double corpus_scale)
{
	double gb = p->rag.storage_gb * corpus_scale / p->rag.namespaces;
	/* to be left with enough, so many more have to be read */
	double fetched = p->rag.permission_filter != 0 ? 1 / p->rag.visible_frac : 1;

	return fetched * either(p->rag.read_units_per_query, gb > 0.25 ? gb : 0.25);
}

static void retrieval(const struct params *p, struct demand *demand)
{
	if (!demand->retrieves)
		return;
	for (int q = 0; q < QUEUE_COUNT; q++)
		if (arch_has_stage(demand->arch, queue_stage((enum queue)q)))
			queue_demand(p, (enum queue)q, &demand->queues[q]);
	demand->queue_limit = p->rag.queue_limit;
	demand->rerank_usd_per_query = p->rag.rerank_usd_per_k / 1000;
	demand->embed_usd_per_query = p->traffic.prompt_tok * p->rag.embed_usd_per_mtok / 1e6;
	demand->read_usd_per_query = read_units(p, 1) * p->rag.read_usd_per_m / 1e6;
}

/* What becomes of an answer. */
static void answer(const struct params *p, struct demand *demand)
{
	answer_law(p, &demand->answers);
	demand->answers_s = demand->answers.ttl_s > 0 ? p->serving.response_s : 0;
	demand->format_frac = p->traffic.format_frac;
	demand->valid_frac = form_valid_frac(p, demand->tuned, demand->context_tok);
	demand->repair_tries = (int)p->serving.repair_tries;
	demand->review_frac = p->serving.review_frac;
	demand->review_s = 60 * p->serving.review_minutes;
	demand->review_usd = p->serving.review_usd;
}

double demand_repairs_mean(const struct demand *demand)
{
	return demand->format_frac * form_repairs_mean(demand->valid_frac, demand->repair_tries);
}

double arch_read_growth(const struct params *params, double corpus_scale)
{
	double at_first = read_units(params, 1);

	return at_first > 0 ? read_units(params, corpus_scale) / at_first : 1;
}

static double tokens_usd(const struct demand *demand)
{
	return demand_prompt_tok(demand) * demand->input_usd_per_tok +
	       demand->answer_tok * demand->output_usd_per_tok;
}

/* Right, and in a format that is of use. */
static double serves_frac(const struct params *params, const struct demand *demand)
{
	double usable = form_repaired_frac(demand->valid_frac, demand->repair_tries);
	double right = params->base.correct_frac;

	if (demand->tuned)
		right = form_tuned(params, right);
	return right * (1 - demand->format_frac * (1 - usable));
}

bool arch_routes_directly(const struct params *params)
{
	struct demand looked_up, direct;
	double looked_up_frac, direct_frac, least = params->routed.min_correct_frac;
	double search_usd;

	arch_demand(params, ARCH_RAG, &looked_up);
	arch_demand(params, ARCH_FT, &direct);
	looked_up_frac = serves_frac(params, &looked_up);
	direct_frac = serves_frac(params, &direct);
	search_usd = looked_up.embed_usd_per_query + looked_up.read_usd_per_query;
	if (looked_up_frac >= least && direct_frac >= least)
		return tokens_usd(&direct) < tokens_usd(&looked_up) + search_usd;
	return direct_frac > looked_up_frac;
}

static void route(const struct params *params, struct demand *demand)
{
	struct demand direct;

	if (!arch_routes_directly(params))
		return;
	arch_demand(params, ARCH_FT, &direct);
	demand->direct = (struct direct){
		.frac = 1 - params->traffic.knowledge_frac,
		.instructions_tok = direct.instructions_tok,
		.question_tok = direct.question_tok,
		.answer_tok = direct.answer_tok,
		.ttft_s = direct.ttft_s,
		.prompt_tok_s = direct.prompt_tok_s,
		.output_tok_s = direct.output_tok_s,
		.input_usd_per_tok = demand->self ? 0 : direct.input_usd_per_tok,
		.output_usd_per_tok = demand->self ? 0 : direct.output_usd_per_tok,
		.valid_frac = direct.valid_frac,
	};
}

void arch_demand(const struct params *params, enum arch which, struct demand *demand)
{
	/* What is not there yet is a prompt until then. */
	enum arch arch = arch_live(params, which) ? which : ARCH_PROMPT;

	*demand = (struct demand){ .arch = which,
				   .facts = arch_facts(arch),
				   .retrieves = arch_retrieves(arch),
				   .tuned = arch_tuned(arch) && !rows[arch].routed };
	prompt_and_answer(params, arch, demand);
	demand->self = is_self(params, arch);
	answer(params, demand);
	model_speed(params, demand);
	model_price(params, arch, demand);
	if (rows[arch].routed)
		route(params, demand);
	model_serving(params, arch, demand);
	retrieval(params, demand);
}
