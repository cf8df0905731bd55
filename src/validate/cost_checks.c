// SPDX-License-Identifier: MIT
/* Published worked examples, to the cent, in dollars a month. Sources as in docs/MODEL.md. */
#include <stdlib.h>

#include "base/xalloc.h"
#include "validate/checks.h"

/* What is asked for costs as told, the rest nothing; sampled, which must not show in the money. */
static void costs_scenario(struct scenario *scenario, enum arch arch, double volume_qpm)
{
	plain_scenario(scenario, arch);
	scenario->fidelity = FIDELITY_MAP;
	scenario->params.traffic.volume_qpm = volume_qpm;
	scenario->params.traffic.diurnal_frac = 0.6;
	scenario->params.traffic.weekend_frac = 0.3;
	scenario->params.traffic.prompt_tok = scenario->params.base.system_tok = 0;
}

static void claim_monthly(struct claims *claims, int figure, double theory,
			  struct scenario *scenario)
{
	struct result *result = xcalloc(1, sizeof(*result));
	const struct arch_result *arch = plain_run(scenario, 1, result);

	if (arch)
		claim_usd(claims, figure, theory, arch->monthly_usd);
	free(result);
}

/* S0:36-44: 500 tokens of context at $1.75 a million. */
static void context_of_s0(const void *argument, struct claims *claims)
{
	static const double millions[] = { 10, 50, 100 }, usd[] = { 8750, 43750, 87500 };
	struct scenario *scenario = xmalloc(sizeof(*scenario));

	(void)argument;
	for (int i = 0; i < 3; i++) {
		costs_scenario(scenario, ARCH_RAG, millions[i] * 1e6);
		scenario->params.rag.context_tok = 500;
		scenario->params.base.input_usd_per_mtok = 1.75;
		claim_monthly(claims, i, usd[i], scenario);
	}
	free(scenario);
}

/* S4:125-139: 10,000 questions a day; 375 for context, 200 for answers, 150 for the database; tuned
 * 37.50 for the short prompt, 80 for the short answer, and hosting. */
static void example_of_s4(const void *argument, struct claims *claims)
{
	static const double hosting_usd[] = { 200, 500, 800 };
	struct scenario *scenario = xmalloc(sizeof(*scenario));
	struct params *p = &scenario->params;

	(void)argument;
	for (int i = 0; i < 4; i++) {
		costs_scenario(scenario, i == 0 ? ARCH_RAG : ARCH_FT, 300e3);
		p->traffic.answer_tok = 200;
		p->base.input_usd_per_mtok = 2.5;
		p->base.output_usd_per_mtok = 10.0 / 3;
		p->rag.context_tok = 500;
		p->rag.vector_db_usd_per_month = 150;
		p->ft.prompt_tok = 50;
		p->ft.answer_tok = 80;
		p->ft.hosting_usd_per_month = i > 0 ? hosting_usd[i - 1] : 0;
		claim_monthly(claims, i, i == 0 ? 725 : 37.5 + 80 + hosting_usd[i - 1], scenario);
	}
	free(scenario);
}

/* S0:67: 20 million tokens at $25 a million, one run in the month. */
static void training_of_s0(const void *argument, struct claims *claims)
{
	struct scenario *scenario = xmalloc(sizeof(*scenario));
	struct params *p = &scenario->params;

	(void)argument;
	costs_scenario(scenario, ARCH_FT, 1000);
	p->ft.retrain_policy = RETRAIN_MANUAL;
	scenario->timeline_count = 1;
	scenario->timeline[0] = (struct timeline_entry){ .at_days = 1,
							 .kind = TIMELINE_INCIDENT,
							 .incident = INCIDENT_RETRAIN };
	p->ft.run_usd = PARAM_NULL;
	p->ft.train_tok = 20e6;
	p->ft.epochs = 1;
	p->ft.experiments = 0;
	p->ft.train_usd_per_mtok = 25;
	p->ft.train_gpu_usd_per_hour = 0;
	claim_monthly(claims, 0, 500, scenario);
	free(scenario);
}

/* S0's vector database at its list prices: 50 M reads, 6 M writes, 50 M vectors of 4 kB. */
static void database_of_s0(struct scenario *scenario)
{
	struct params *p = &scenario->params;

	costs_scenario(scenario, ARCH_RAG, 50e6);
	p->knowledge.updates_per_month = 30;
	p->knowledge.update_cv = 0;
	p->rag.write_units_per_update = 6e6 / 30;
	p->rag.storage_gb = 204.8;
	p->rag.storage_usd_per_gb_month = 0.33;
	p->rag.read_usd_per_m = 16;
	p->rag.write_usd_per_m = 4;
	p->rag.read_units_per_query = 1;
}

/* 1,532 was published; what is not writing and storing must be reading. */
static const double LIST_USD = 50 * 16 + 6 * 4 + 204.8 * 0.33, WRITE_STORE_USD = 24 + 67.584,
		    PUBLISHED_USD = 1532;

static void vector_database(const void *argument, struct claims *claims)
{
	struct scenario *scenario = xmalloc(sizeof(*scenario));
	struct params *p = &scenario->params;
	double units = (PUBLISHED_USD - WRITE_STORE_USD) / 800;

	(void)argument;
	database_of_s0(scenario);
	claim_monthly(claims, 0, LIST_USD, scenario);
	p->rag.read_units_per_query = units;
	claim_monthly(claims, 1, PUBLISHED_USD, scenario);
	/* a read unit for each GB of the namespace that is read */
	p->rag.read_units_per_query = PARAM_NULL;
	p->rag.namespaces = 114;
	claim_monthly(claims, 2, WRITE_STORE_USD + 800 * 204.8 / 114, scenario);
	p->rag.namespaces = 1;
	claim_monthly(claims, 3, WRITE_STORE_USD + 800 * 204.8, scenario);
	free(scenario);
}

static void published_bill(const void *argument, struct claims *claims)
{
	struct scenario *scenario = xmalloc(sizeof(*scenario));

	(void)argument;
	database_of_s0(scenario);
	claim_monthly(claims, 0, PUBLISHED_USD, scenario);
	free(scenario);
}

/* clang-format off */
const struct check cost_checks[] = {
	{ "Costs, to the cent", "S0 context", { "10 M", "50 M", "100 M" }, context_of_s0, NULL, 0, NULL },
	{ "Costs, to the cent", "S4", { "RAG", "tuned low", "tuned middle", "tuned high" }, example_of_s4,
	  NULL, 0, NULL },
	{ "Costs, to the cent", "S0", { "training run" }, training_of_s0, NULL, 0, NULL },
	{ "Costs, to the cent", "S0 database", { "1 unit", "1.80 units", "114 spaces", "1 space" },
	  vector_database, NULL, 0, NULL },
	{ "Published, does not follow", "S0 database", { "1 unit" }, published_bill, NULL, .42,
	  "S0's 1,532 needs 1.80 read units a query, or 114 namespaces" },
	{ 0 },
};
