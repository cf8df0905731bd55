// SPDX-License-Identifier: MIT
/* Claims of article S0 about answers and their time. Declared in claim_rows.h. */
#include "study/claim_rows.h"

static double b11(struct claim_look *look)
{
	double rag, ft, hybrid;

	look_run(look);
	rag = look_shown(look, "right answers, RAG", CORRECT("rag"));
	ft = look_shown(look, "right answers, tuned", CORRECT("ft"));
	hybrid = look_shown(look, "right answers, hybrid", CORRECT("hybrid"));
	return look_below(fmax(rag, ft), hybrid);
}

static double b12(struct claim_look *look)
{
	double rag, ft, naive, raft;

	look_at(look, P_hybrid_raft, 0);
	rag = look_shown(look, "right answers, RAG", CORRECT("rag"));
	ft = look_shown(look, "right answers, tuned", CORRECT("ft"));
	naive = look_shown(look, "right answers, stacked without RAFT", CORRECT("hybrid"));
	look_at(look, P_hybrid_raft, 1);
	raft = look_shown(look, "right answers, trained by RAFT", CORRECT("hybrid"));
	return fmin(look_below(naive, fmax(rag, ft)), look_below(fmax(rag, ft), raft));
}

static double b13(struct claim_look *look)
{
	double rag, ft;

	look_run(look);
	rag = look_shown(look, "RAG, whole answer p95", "rag.latency.e2e_s.p95");
	ft = look_shown(look, "tuned, whole answer p95", "ft.latency.e2e_s.p95");
	return fmin(look_below(0.1, rag), look_below(ft, 0.1));
}

static double b48(struct claim_look *look)
{
	double p95, load, p95_large, load_large;

	look_at(look, P_rag_context_tok, 500);
	p95 = look_shown(look, "first token p95, 500 tokens of context", "rag.latency.ttft_s.p95");
	load = look_shown(look, "places in the batch that are taken",
			  "rag.service.utilisation.decode");
	look_at(look, P_rag_context_tok, 2000);
	p95_large = look_shown(look, "first token p95, 2,000 tokens", "rag.latency.ttft_s.p95");
	load_large = look_shown(look, "places in the batch that are taken",
				"rag.service.utilisation.decode");
	return fmin(look_below(1.1 * p95, p95_large), look_below(1.1 * load, load_large));
}

static double b49(struct claim_look *look)
{
	double half, mixed, all;

	look_at(look, P_hybrid_raft_oracle_frac, 0.5);
	half = look_shown(look, "right answers, 50 % with the document", CORRECT("hybrid"));
	look_at(look, P_hybrid_raft_oracle_frac, 0.8);
	mixed = look_shown(look, "right answers, 80 %", CORRECT("hybrid"));
	look_at(look, P_hybrid_raft_oracle_frac, 1);
	all = look_shown(look, "right answers, 100 %", CORRECT("hybrid"));
	return fmin(look_below(half, mixed), look_below(all, mixed)) - 1e-6;
}

const struct claim claims_s0_answers[CLAIMS_S0_ANSWERS] = {
	{
		.id = "B11",
		.source = "S0:8, S0:13, S0:109",
		.title = "A hybrid answers better than either alone",
		.says = "Tuning and retrieval together give more right answers than each alone; in "
			"the article's example 86 % beside 81 % for tuning and 75 % for neither.",
		.test = "the hybrid, trained by RAFT, has more right answers than RAG and than the "
			"tuned model",
		.note = "The scenario is set to the published shares; what is judged is that the "
			"order stays when retrieval gets better or worse.",
		.scenario = "agriculture-benchmark",
		.margin = b11,
		.over = { P_rag_recall_frac, 0, 1 },
	},
	{
		.id = "B12",
		.source = "S0:113-114",
		.title = "Retrieval on a tuned model fails unless trained for it",
		.says = "Putting passages before a model that was tuned without them is often "
			"worse than not combining; training it on passages, wrong ones included, "
			"mends that.",
		.test = "the naive stack has fewer right answers than the better of RAG and "
			"tuning, one trained by RAFT more",
		.scenario = "naive-hybrid",
		.margin = b12,
		.over = { P_hybrid_naive_loss_frac, 0, 0.6 },
	},
	{
		.id = "B13",
		.source = "S0:106-107",
		.title = "Below 100 ms only a tuned model",
		.says = "Where an answer is needed within a tenth of a second retrieval is too "
			"slow.",
		.test = "p95 of a whole answer of four tokens, by a model of one's own: RAG above "
			"100 ms, the tuned model below",
		.note = "Beside the search it hangs on the model: a slow one misses 100 ms "
			"without any retrieval.",
		.scenario = "live-recommendations",
		.margin = b13,
		.over = { P_rag_search_s, 0.002, 0.5 },
	},
	{
		.id = "B46",
		.source = "S0:90",
		.title = "Graph retrieval: 77.6 % more accurate, 28.6 % faster resolution",
		.says = "Retrieval over a graph of tickets was 77.6 % more accurate and cut the "
			"median time to resolve an issue by 28.6 %.",
		.why_not =
			"The gain is relative to an accuracy that the article does not name, and "
			"time to resolve an issue is people's, which no run has. A recall above "
			"56 % cannot rise by 77.6 %.",
	},
	{
		.id = "B48",
		.source = "S0:95",
		.title = "Large contexts cost time and throughput",
		.says = "More context for each query makes answers slower and a server take fewer.",
		.test = "from 500 to 2,000 tokens of context p95 to the first token and the places "
			"taken in the batches of one's own replicas rise by at least a tenth",
		.scenario = "live-recommendations",
		CLAIM_SETS({ P_traffic_volume_qpm, 50e6 }),
		.margin = b48,
		.over = { P_traffic_volume_qpm, 1e6, 50e6 },
	},
	{
		.id = "B49",
		.source = "S0:114",
		.title = "RAFT works best with 80 % right documents",
		.says = "Examples of which four fifths hold the right document and one fifth only "
			"wrong ones are the mix that works.",
		.test = "80 % give more right answers than 50 % and than 100 %",
		.note = "The model of RAFT has its best there by assumption [Q7]: no run can bear "
			"this claim out, or refute it.",
		.scenario = "naive-hybrid",
		CLAIM_SETS({ P_hybrid_raft, 1 }),
		.margin = b49,
		.over = { P_hybrid_naive_loss_frac, 0, 0.6 },
	},
};
