// SPDX-License-Identifier: MIT
/* Claims of article S4 about cost. Declared in claim_rows.h. */
#include "study/claim_rows.h"

#include "study/payback.h"

/* Queries a month for so many a day, in the article's months of 30 days. */
#define A_DAY(queries) (30.0 * (queries))

static double b32(struct claim_look *look)
{
	double rag, ft, ratio;

	look_run(look);
	rag = look_shown(look, "RAG, 1,000 queries", "rag.cost.per_1k_queries_usd");
	ft = look_figure(look, MONTHLY("ft")) / look_figure(look, MONTHLY("rag")) * rag;
	look_put(look, "tuned, 1,000 queries, upfront cost left out", UNIT_USD, ft, PARAM_NULL,
		 PARAM_NULL);
	ratio = look_put(look, "times cheaper", UNIT_NONE, rag / ft, 10, 50);
	return look_within(ratio, 10, 50);
}

static double b33(struct claim_look *look)
{
	double rag, bare, saved;

	look_run(look);
	rag = look_figure(look, "rag.cost.per_1k_queries_usd");
	bare = look_figure(look, "prompt.cost.per_1k_queries_usd");
	look_put(look, "with context, 1,000 queries", UNIT_USD, rag, 41, 41);
	look_put(look, "without, 1,000 queries", UNIT_USD, bare, 11, 11);
	saved = look_put(look, "difference", UNIT_USD, rag - bare, 30, 30);
	look_put(look, "difference in a year of 100,000 a day", UNIT_USD, 365 * 100 * saved, 2e5,
		 9e5);
	return look_within(saved, 27, 33);
}

/* Weeks after which the upfront cost of tuning has come back, at a volume. */
static double weeks_back(struct claim_look *look, double qpm, const char *label, double lo,
			 double hi)
{
	struct payback payback;
	double weeks;

	look_at(look, P_traffic_volume_qpm, qpm);
	payback_find(&look->probe->result, ARCH_RAG, ARCH_FT, &payback);
	weeks = payback.kind == PAYBACK_AFTER && payback.invested == ARCH_FT
			? payback.months * 30 / 7
			: (double)INFINITY;
	return look_put(look, label, UNIT_NONE, weeks, lo, hi);
}

static double b34(struct claim_look *look)
{
	return look_below(
		weeks_back(look, A_DAY(100000), "weeks, 100,000 queries a day", PARAM_NULL, 8), 8);
}

static double b35(struct claim_look *look)
{
	double low = weeks_back(look, A_DAY(50000), "weeks, 50,000 queries a day", 4, 8);
	double high = weeks_back(look, A_DAY(100000), "weeks, 100,000 queries a day", 4, 8);

	return fmin(look_below(low, 8), look_below(high, 8));
}

static double b36(struct claim_look *look)
{
	double rag, ft, at;

	look_at(look, P_traffic_volume_qpm, A_DAY(50000));
	rag = look_shown(look, "RAG, 50,000 queries a day", ALL_IN("rag"));
	ft = look_shown(look, "tuned, 50,000 queries a day", ALL_IN("ft"));
	at = look_breakeven_qpm(look, ARCH_RAG, ARCH_FT) / A_DAY(1);
	look_put(look, "break-even, queries a day", UNIT_COUNT, at, 50000, 100000);
	return look_below(rag, ft);
}

static double b37(struct claim_look *look)
{
	double saving, months;

	look_run(look);
	saving = look_put(look, "tuning saves", UNIT_USD_PER_MONTH,
			  look_figure(look, MONTHLY("rag")) - look_figure(look, MONTHLY("ft")),
			  PARAM_NULL, PARAM_NULL);
	months = look->probe->scenario.params.ft.run_usd / saving;
	look_put(look, "months of it for one retraining", UNIT_MONTHS,
		 saving > 0 ? months : (double)INFINITY, 2, PARAM_NULL);
	return saving > 0 ? look_below(2, months) : 1;
}

static double b38(struct claim_look *look)
{
	double rag, longctx, rag_s, longctx_s;

	look_run(look);
	rag = look_shown(look, "RAG", ALL_IN("rag"));
	longctx = look_shown(look, "long context, cached", ALL_IN("longctx"));
	rag_s = look_shown(look, "RAG, first token p50", "rag.latency.ttft_s.p50");
	longctx_s = look_shown(look, "long context, first token p50", "longctx.latency.ttft_s.p50");
	look_shown(look, "prompts found in the cache", "longctx.service.prompt_cache_hit_frac");
	return fmin(look_below(longctx, rag), look_below(longctx_s, rag_s));
}

static double b47(struct claim_look *look)
{
	double runs, full, adapters, ratio;

	look_run(look);
	runs = look_figure(look, "ft.retrain.runs");
	full = look_put(look, "a run, full tuning", UNIT_USD,
			(look_figure(look, MONTHLY("ft")) - 500) * 12 / runs, PARAM_NULL,
			PARAM_NULL);
	look_set(look, P_ft_train_usd_per_mtok, 0.01 * look->base.params.ft.train_usd_per_mtok);
	look_run(look);
	adapters = look_put(look, "a run, training 100 times cheaper", UNIT_USD,
			    (look_figure(look, MONTHLY("ft")) - 500) * 12 / runs, PARAM_NULL,
			    PARAM_NULL);
	ratio = look_put(look, "times cheaper", UNIT_NONE, full / adapters, 10, 100);
	return look_below(10, ratio);
}

const struct claim claims_s4[CLAIMS_S4] = {
	{
		.id = "B32",
		.source = "S4:79",
		.title = "A small tuned model is 10 to 50 times cheaper a query",
		.says = "From 100,000 queries a day a small tuned model costs a tenth to a "
			"fiftieth of a large one with RAG.",
		.test = "RAG costs 10 to 50 times as much a query, upfront cost left out",
		.note = "At the article's own worked example, one price for both models and $200 a "
			"month of hosting.",
		.scenario = "worked-cost-example",
		CLAIM_SETS({ P_traffic_volume_qpm, A_DAY(100000) }),
		.margin = b32,
		.over = { P_rag_context_tok, 100, 50000 },
	},
	{
		.id = "B33",
		.source = "S4:66, S4:79",
		.title = "$41 a thousand queries with context, $11 without",
		.says = "Context makes a thousand queries $30 dearer, which at 100,000 a day is "
			"hundreds of thousands of dollars a year.",
		.test = "RAG costs $27 to 33 a thousand more than the bare prompt, at 100,000 "
			"queries a day",
		.note = "S4:125 injects 500 tokens in its own example. What $30 a thousand come to "
			"in a year is above what the article says: see A4-12.",
		.scenario = "agriculture-benchmark",
		CLAIM_SETS({ P_traffic_volume_qpm, A_DAY(100000) }, { P_rag_context_tok, 500 }),
		.margin = b33,
		.over = { P_rag_context_tok, 100, 50000 },
	},
	{
		.id = "B34",
		.source = "S4:143",
		.title = "At 100,000 a day tuning is paid off within weeks",
		.says = "With very many queries the upfront cost of tuning comes back within "
			"weeks.",
		.test = "it has come back after at most 8 weeks",
		.note = "The range is the article's upfront cost, $5,000 to 20,000 (S4:132).",
		.scenario = "worked-cost-example",
		.margin = b34,
		.over = { P_ft_upfront_usd, 5000, 20000 },
	},
	{
		.id = "B35",
		.source = "S4:296",
		.title = "Above 50,000 to 100,000 a day: paid off in 4 to 8 weeks",
		.says = "Beyond 50,000 to 100,000 queries a day what is saved on context exceeds "
			"the cost of training within four to eight weeks.",
		.test = "it has come back after at most 8 weeks at 50,000 and at 100,000 queries a "
			"day",
		.note = "The article's upfront cost is $5,000 to 20,000 (S4:132); the range goes "
			"below it.",
		.scenario = "worked-cost-example",
		.margin = b35,
		.over = { P_ft_upfront_usd, 1000, 20000 },
	},
	{
		.id = "B36",
		.source = "S4:250, S4:296",
		.title = "Below 50,000 queries a day RAG is cheaper",
		.says = "Under 50,000 queries a day RAG costs less than tuning with its upfront "
			"cost spread.",
		.test = "RAG's all-in cost is lower at 50,000 queries a day",
		.note = "Upfront $12,500, the middle of S4:132. The article does not say over how "
			"many months it is spread, and that decides.",
		.scenario = "worked-cost-example",
		CLAIM_SETS({ P_ft_upfront_usd, 12500 }, { P_ft_hosting_usd_per_month, 500 }),
		.margin = b36,
		.over = { P_money_amortise_months, 1, 36 },
	},
	{
		.id = "B37",
		.source = "S4:145",
		.title = "One retraining eats months of savings",
		.says = "A single large change of knowledge that has to be trained costs several "
			"months of what tuning saves.",
		.test = "a retraining costs at least 2 months of what tuning saves at 50,000 "
			"queries a day",
		.note = "B34 and this one hold together only where changes are rare.",
		.scenario = "worked-cost-example",
		CLAIM_SETS({ P_traffic_volume_qpm, A_DAY(50000) }, { P_ft_run_usd, 5000 }),
		.margin = b37,
		.over = { P_ft_run_usd, 10, 200000 },
	},
	{
		.id = "B38",
		.source = "S4:43",
		.title = "Below 200,000 tokens long context beats RAG",
		.says = "If the corpus has fewer than about 200,000 tokens, a cached long prompt "
			"can be faster and cheaper than retrieval.",
		.test = "with 200,000 tokens long context costs less than RAG, and its median to "
			"the first token is lower",
		.note = "RAG has $150 of vector database and $50 of orchestration a month (S4:120, "
			"S4:123) and no people; 4,000 queries a month, in office hours.",
		.scenario = "internal-copilot",
		CLAIM_SETS({ P_knowledge_corpus_tok, 200000 }, { P_base_window_tok, 400000 },
			   { P_rag_upfront_usd, 0 }, { P_rag_engineering_usd_per_month, 0 },
			   { P_longctx_upfront_usd, 0 }),
		.margin = b38,
		.over = { P_knowledge_corpus_tok, 1000, 200000 },
	},
	{
		.id = "B47",
		.source = "S4:292",
		.title = "LoRA takes 10 to 100 times less computing",
		.says = "Adapters need a tenth to a hundredth of the computing of full tuning and "
			"are as good on narrow tasks.",
		.test = "with training 100 times cheaper a whole run, charged by its parts, is at "
			"least 10 times cheaper",
		.note = "S2:17 says 2.5 to 5 times: see X7. Data, evaluation and roll-out do not "
			"shrink with the training.",
		.scenario = "saas-support-bot",
		CLAIM_SETS({ P_ft_run_usd, PARAM_NULL }, { P_ft_eval_pass_frac, 1 }),
		.margin = b47,
		.over = { P_ft_train_tok, 1e6, 1e10 },
	},
};
