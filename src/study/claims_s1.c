// SPDX-License-Identifier: MIT
/* Claims of article S1. Declared in claim_rows.h. */
#include "study/claim_rows.h"

static double b14(struct claim_look *look)
{
	double rag, ft, ft_weekly;

	look_at(look, P_knowledge_updates_per_month, 1.1);
	rag = look_shown(look, "RAG", ALL_IN("rag"));
	ft = look_shown(look, "tuned, 1.1 changes a month", ALL_IN("ft"));
	look_at(look, P_knowledge_updates_per_month, 52.0 / 12);
	ft_weekly = look_shown(look, "tuned, weekly changes", ALL_IN("ft"));
	return fmin(look_below(rag, ft), look_below(look_figure(look, ALL_IN("rag")), ft_weekly));
}

static double b15(struct claim_look *look)
{
	double saved;

	look_run(look);
	look_shown(look, "first token p50, RAG", "rag.latency.ttft_s.p50");
	look_shown(look, "first token p50, tuned", "ft.latency.ttft_s.p50");
	saved = look_figure(look, "rag.latency.ttft_s.p50") -
		look_figure(look, "ft.latency.ttft_s.p50");
	look_put(look, "saved", UNIT_S, saved, 0.05, 0.2);
	return look_within(saved, 0.05, 0.2);
}

static double b16(struct claim_look *look)
{
	double rag, longctx;

	look_run(look);
	rag = look_shown(look, "RAG", ALL_IN("rag"));
	longctx = look_shown(look, "whole corpus in the prompt", ALL_IN("longctx"));
	look_shown(look, "first token p95, RAG", "rag.latency.ttft_s.p95");
	look_shown(look, "first token p95, whole corpus", "longctx.latency.ttft_s.p95");
	look_put(look, "a query with the whole corpus", UNIT_USD,
		 look_figure(look, "longctx.cost.per_1k_queries_usd") / 1000, PARAM_NULL,
		 PARAM_NULL);
	return look_below(longctx, rag);
}

static double b17(struct claim_look *look)
{
	double rag, ft;

	look_run(look);
	rag = look_put(look, "RAG tells the new price after", UNIT_S,
		       look_figure(look, "rag.freshness.visible_delay_s.p50"), PARAM_NULL, 3600);
	ft = look_shown(look, "the tuned model after", "ft.freshness.visible_delay_s.p50");
	look_shown(look, "stale answers, RAG", "rag.freshness.stale_answer_frac");
	look_shown(look, "stale answers, tuned", "ft.freshness.stale_answer_frac");
	return fmin(look_below(rag, ft), look_below(rag, 3600));
}

static double b18(struct claim_look *look)
{
	double rag, ft;

	look_run(look);
	rag = look_shown(look, "made up, RAG", "rag.quality.hallucinated_frac");
	ft = look_shown(look, "made up, tuned", "ft.quality.hallucinated_frac");
	return look_below(rag, ft);
}

const struct claim claims_s1[CLAIMS_S1] = {
	{
		.id = "B14",
		.source = "S1:86",
		.title = "From one change a month on RAG costs substantially less",
		.says = "For most teams whose data change more than once a month RAG has the much "
			"lower total cost.",
		.test = "RAG costs less at 1.1 changes a month and at weekly ones, each retrained "
			"for",
		.note = "As it stands a run costs $55 and the vector database $175, the middles of "
			"what the article names ($10 to 100, S1:79; $50 to 300, S1:84), and "
			"nothing is paid for hosting, upfront or orchestration, which it does not "
			"name.",
		.scenario = "saas-support-bot",
		CLAIM_SETS({ P_ft_run_usd, 55 }, { P_ft_upfront_usd, 0 },
			   { P_ft_hosting_usd_per_month, 0 }, { P_ft_answer_tok, PARAM_NULL },
			   { P_rag_vector_db_usd_per_month, 175 },
			   { P_rag_orchestration_usd_per_month, 0 }),
		.margin = b14,
		.over = { P_ft_run_usd, 10, 20000 },
	},
	{
		.id = "B15",
		.source = "S1:51, S1:85",
		.title = "Tuning saves 50 to 200 ms a query",
		.says = "Without the round trip to a search an answer starts 50 to 200 ms sooner.",
		.test = "the medians to the first token differ by 50 to 200 ms, with answers of "
			"equal length",
		.note = "S2:16 and S4:66 say 100 to 500 ms, S3:17 1.5 to 2 s: see X8.",
		.scenario = "saas-support-bot",
		CLAIM_SETS({ P_ft_answer_tok, PARAM_NULL }),
		.margin = b15,
		.over = { P_rag_search_s, 0.005, 1 },
	},
	{
		.id = "B16",
		.source = "S1:75",
		.title = "A corpus under 2 million tokens can go into the prompt",
		.says = "If all documents together stay below two million tokens, putting the "
			"whole of them into every prompt is worth considering.",
		.test = "with 2 million tokens, kept in the prompt cache, it costs no more than "
			"RAG",
		.note = "The article sets no limit of cost; ours is what RAG costs. A window of "
			"one million tokens, the lower end of those it names, does not hold the "
			"corpus.",
		.scenario = "enterprise-assistant",
		CLAIM_SETS({ P_knowledge_corpus_tok, 2e6 }, { P_base_window_tok, 2.5e6 }),
		.margin = b16,
		.over = { P_traffic_volume_qpm, 10, 1e6 },
	},
	{
		.id = "B17",
		.source = "S1:62, S3:7",
		.title = "A price changes: RAG knows at once, a tuned model does not",
		.says = "After one price change RAG is right as soon as one record is written; a "
			"tuned model goes on telling the old price until it is retrained.",
		.test = "RAG tells the new price within an hour (S3:28), and sooner than the tuned "
			"model",
		.scenario = "price-change-49-59",
		.margin = b17,
		.over = { P_rag_index_lag_s, 1, 2.6e6 },
	},
	{
		.id = "B18",
		.source = "S1:39, S2:19, S4:276",
		.title = "RAG makes up less than a tuned model",
		.says = "Answers made from passages that were found are invented less often than "
			"those from weights alone.",
		.test = "RAG has the smaller share of made-up answers",
		.note = "S3:30 says the opposite, 2 to 5 % beside 1 to 3 %: see X13. What is made "
			"up follows from misses of the search and of recall [Q11].",
		.scenario = "saas-support-bot",
		.margin = b18,
		.over = { P_rag_recall_frac, 0.2, 1 },
	},
};
