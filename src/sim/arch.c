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
static double read_units(const struct params *p)
{
	double gb = p->rag.storage_gb / p->rag.namespaces;

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
	demand->read_usd_per_query = read_units(p) * p->rag.read_usd_per_m / 1e6;
}

void arch_demand(const struct params *params, enum arch arch, struct demand *demand)
{
	*demand = (struct demand){ .retrieves = arch_retrieves(arch), .tuned = arch_tuned(arch) };
	prompt_and_answer(params, arch, demand);
	model_speed(params, demand);
	model_price(params, arch, demand);
	retrieval(params, demand);
}
