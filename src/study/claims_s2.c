// SPDX-License-Identifier: MIT
/* Claims of article S2. Declared in claim_rows.h. */
#include "study/claim_rows.h"

static double b19(struct claim_look *look)
{
	double run_usd = look->base.params.ft.run_usd, full, adapters, ratio;

	full = look_put(look, "break-even, full tuning", UNIT_QPM,
			look_breakeven_qpm(look, ARCH_RAG, ARCH_FT), PARAM_NULL, PARAM_NULL);
	look_set(look, P_ft_run_usd, 0.3 * run_usd);
	adapters = look_put(look, "break-even, a run 70 % cheaper", UNIT_QPM,
			    look_breakeven_qpm(look, ARCH_RAG, ARCH_FT), PARAM_NULL, PARAM_NULL);
	ratio = look_put(look, "lower by", UNIT_SHARE, 1 - adapters / full, 0.6, 0.8);
	return look_within(ratio, 0.6, 0.8);
}

static double b20(struct claim_look *look)
{
	double updates, runs, a_month;

	look_run(look);
	updates = look->probe->scenario.params.knowledge.updates_per_month;
	runs = look_figure(look, "ft.retrain.runs");
	a_month = 30 * runs / look->probe->scenario.horizon_days;
	look_put(look, "changes a month", UNIT_PER_MONTH, updates, PARAM_NULL, PARAM_NULL);
	look_put(look, "retrainings a month", UNIT_PER_MONTH, a_month, PARAM_NULL, PARAM_NULL);
	look_shown(look, "paid for them in a year", "ft.cost.ledger.retraining");
	return look_within(a_month / updates, 0.85, 1.15);
}

static double b21(struct claim_look *look)
{
	double noisy, clean;

	look_at(look, P_ft_labels, 10000);
	noisy = look_shown(look, "right answers, 10,000 noisy labels", CORRECT("ft"));
	look_set(look, P_ft_label_noise_frac, 0.02);
	look_at(look, P_ft_labels, 1000);
	clean = look_shown(look, "right answers, 1,000 of which 2 % are wrong", CORRECT("ft"));
	return look_below(noisy, clean);
}

static double b22(struct claim_look *look)
{
	double rag, ft;

	look_run(look);
	rag = look_shown(look, "right answers, RAG", CORRECT("rag"));
	ft = look_shown(look, "right answers, tuned", CORRECT("ft"));
	return look_below(ft, rag);
}

const struct claim claims_s2[CLAIMS_S2] = {
	{
		.id = "B19",
		.source = "S2:17",
		.title = "Adapters cut the cost of a training by 60 to 80 %",
		.says = "Training adapters instead of all weights costs a fifth to two fifths.",
		.test = "with a run 70 % cheaper the break-even over volume falls by 60 to 80 %",
		.note = "The saving is an input; judged is what is left of it in the answer. What "
			"does not shrink with the training is hosting.",
		.scenario = "context-cost-10m",
		CLAIM_SETS({ P_ft_run_usd, 2750 }),
		.margin = b19,
		.over = { P_ft_hosting_usd_per_month, 0, 5000 },
	},
	{
		.id = "B20",
		.source = "S2:17, S1:81",
		.title = "Training is paid again with every change of knowledge",
		.says = "The training bill grows with the number of times that knowledge shifts.",
		.test = "there are as many retrainings a month as changes, within 15 %",
		.note = "Beyond the edge a change waits for the run before it: the bill stops "
			"growing, staleness does not. S3:11 puts the limit at one run a week.",
		.scenario = "saas-support-bot",
		CLAIM_SETS({ P_knowledge_updates_per_month, 1 }, { P_ft_eval_pass_frac, 1 }),
		.margin = b20,
		.over = { P_knowledge_updates_per_month, 1, 30 },
	},
	{
		.id = "B21",
		.source = "S2:28",
		.title = "1,000 clean examples beat 10,000 noisy ones",
		.says = "A thousand good training examples are often worth more than ten thousand "
			"bad ones.",
		.test = "right answers of the tuned model: more with 1,000 labels of which 2 % are "
			"wrong than with 10,000 noisy ones",
		.note = "How much noise spoils is an assumption [Q1] that was set with this claim "
			"in mind; the article does not say how noisy is noisy.",
		.scenario = "agriculture-benchmark",
		CLAIM_SETS({ P_ft_label_noise_frac, 0.3 }),
		.margin = b21,
		.over = { P_ft_label_noise_frac, 0, 0.8 },
	},
	{
		.id = "B22",
		.source = "S2:19",
		.title = "Good RAG matches or beats tuning on knowledge",
		.says = "On tasks that are mostly about facts a well made RAG is as accurate as a "
			"tuned model, or more.",
		.test = "RAG has at least as many right answers as the tuned model, where nine "
			"queries of ten need a fact",
		.note = "S3:29 says the opposite: see X14.",
		.scenario = "saas-support-bot",
		CLAIM_SETS({ P_traffic_knowledge_frac, 0.9 }, { P_knowledge_updates_per_month, 0 }),
		.margin = b22,
		.over = { P_rag_recall_frac, 0, 1 },
	},
};
