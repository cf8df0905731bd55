// SPDX-License-Identifier: MIT
#include "sim/arch.h"

#include <math.h>

/* One row per architecture; a new one is one more. */
static const struct {
	unsigned stages; /* bit set of enum stage */
	bool tuned;
} rows[ARCH_COUNT] = {
#define BIT(stage) (1u << STAGE_##stage)
#define RETRIEVE (BIT(EMBED) | BIT(SEARCH))
#define ANSWER (BIT(RATE_LIMIT) | BIT(PROMPT) | BIT(FIRST) | BIT(DECODE))
	[ARCH_RAG] = { .stages = RETRIEVE | ANSWER },
	[ARCH_FT] = { .stages = ANSWER, .tuned = true },
	[ARCH_HYBRID] = { .stages = RETRIEVE | ANSWER, .tuned = true },
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

static double either(double value, double fallback)
{
	return isnan(value) ? fallback : value;
}

static void prompt_and_answer(const struct params *p, enum arch arch, struct demand *demand)
{
	demand->instructions_tok = p->base.system_tok;
	demand->question_tok = p->traffic.prompt_tok;
	demand->answer_tok = p->traffic.answer_tok;
	demand->context_tok = demand->retrieves ? p->rag.context_tok : 0;
	if (!demand->tuned)
		return;
	if (!isnan(p->ft.prompt_tok)) {
		demand->instructions_tok = 0;
		demand->question_tok = p->ft.prompt_tok;
	}
	demand->answer_tok = either(p->ft.answer_tok, demand->answer_tok);
	if (arch == ARCH_HYBRID)
		demand->answer_tok = either(p->hybrid.answer_tok, demand->answer_tok);
}

static double mode_of(const struct params *p, enum arch arch)
{
	switch (arch) {
	case ARCH_RAG:
		return either(p->rag.mode, p->serving.mode);
	case ARCH_FT:
		return either(p->ft.mode, p->serving.mode);
	case ARCH_HYBRID:
		return either(p->hybrid.mode, p->serving.mode);
	case ARCH_COUNT:
		break;
	}
	return SERVING_API;
}

static double replicas_of(const struct params *p, enum arch arch)
{
	switch (arch) {
	case ARCH_RAG:
		return p->serving.replicas;
	case ARCH_FT:
		return either(p->ft.replicas, p->serving.replicas);
	case ARCH_HYBRID:
		return either(p->hybrid.replicas, p->serving.replicas);
	case ARCH_COUNT:
		break;
	}
	return p->serving.replicas;
}

static double tuned_or_base(const struct demand *demand, double tuned, double base)
{
	return demand->tuned ? either(tuned, base) : base;
}

static void model_serving(const struct params *p, enum arch arch, struct demand *demand)
{
	double replicas = replicas_of(p, arch);
	double usd = tuned_or_base(demand, p->ft.replica_usd_per_hour,
				   p->serving.replica_usd_per_hour);

	demand->self = mode_of(p, arch) == SERVING_SELF;
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
		.prompt_tok = demand->instructions_tok + demand->question_tok + demand->context_tok,
		.output_tok = demand->answer_tok > 1 ? demand->answer_tok : 1,
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
	if (demand->self)
		return;
	if (arch == ARCH_HYBRID) {
		input = either(p->hybrid.input_usd_per_mtok, input);
		output = either(p->hybrid.output_usd_per_mtok, output);
	}
	cached_usd = either(p->base.cached_usd_per_mtok, 0.1 * input);
	demand->input_usd_per_tok = ((1 - cached) * input + cached * cached_usd) / 1e6;
	demand->output_usd_per_tok = output / 1e6;
}

/* Published rule of a metered vector database: as many read units as the namespace has GB, at least
 * 1/4. */
static double read_units(const struct params *p, double corpus_scale)
{
	double gb = p->rag.storage_gb * corpus_scale / p->rag.namespaces;

	return either(p->rag.read_units_per_query, gb > 0.25 ? gb : 0.25);
}

static void retrieval(const struct params *p, struct demand *demand)
{
	if (!demand->retrieves)
		return;
	demand->embed_s = p->rag.embed_s;
	demand->search_s = p->rag.search_s;
	demand->embed_servers = (int)p->rag.embed_servers;
	demand->search_servers = (int)p->rag.search_servers;
	demand->queue_limit = p->rag.queue_limit;
	demand->timeout_s = p->rag.timeout_s;
	demand->embed_usd_per_query = p->traffic.prompt_tok * p->rag.embed_usd_per_mtok / 1e6;
	demand->read_usd_per_query = read_units(p, 1) * p->rag.read_usd_per_m / 1e6;
}

double arch_read_growth(const struct params *params, double corpus_scale)
{
	double at_first = read_units(params, 1);

	return at_first > 0 ? read_units(params, corpus_scale) / at_first : 1;
}

void arch_demand(const struct params *params, enum arch arch, struct demand *demand)
{
	*demand = (struct demand){ .arch = arch,
				   .retrieves = arch_retrieves(arch),
				   .tuned = arch_tuned(arch) };
	prompt_and_answer(params, arch, demand);
	model_speed(params, demand);
	model_serving(params, arch, demand);
	model_price(params, arch, demand);
	retrieval(params, demand);
}
