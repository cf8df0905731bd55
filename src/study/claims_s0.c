// SPDX-License-Identifier: MIT
/* Claims of article S0 about volume and change. Declared in claim_rows.h. */
#include "study/claim_rows.h"

#include <stdio.h>

#include "base/fmath.h"

/* The least and the most that a retraining of a 7B model or the like costs in the articles, S1:79
 * and S3:12. */
#define RUN_LEAST 10
#define RUN_MOST 200000

/* By how much tuning is dearer than RAG at a volume, and both on the page. */
static double ft_above_rag(struct claim_look *look, double qpm, const char *volume)
{
	char label[CLAIM_LABEL_SIZE];
	double rag, ft;

	look_at(look, P_traffic_volume_qpm, qpm);
	snprintf(label, sizeof(label), "RAG at %s queries a month", volume);
	rag = look_shown(look, label, ALL_IN("rag"));
	snprintf(label, sizeof(label), "tuned at %s queries a month", volume);
	ft = look_shown(look, label, ALL_IN("ft"));
	return look_below(rag, ft);
}

static double b01(struct claim_look *look)
{
	double small = ft_above_rag(look, 1e5, "100,000"), large = ft_above_rag(look, 10e6, "10M");

	return fmin(small, large);
}

static double b02(struct claim_look *look)
{
	double low = ft_above_rag(look, 10e6, "10M"), high = ft_above_rag(look, 50e6, "50M");

	return fmin(low, -high);
}

static double b03(struct claim_look *look)
{
	double low = ft_above_rag(look, 50e6, "50M"), high = ft_above_rag(look, 100e6, "100M");

	return fmin(-low, -high);
}

static double b04(struct claim_look *look)
{
	double low = ft_above_rag(look, 100e6, "100M"), high = ft_above_rag(look, 200e6, "200M");
	double rag = look_shown(look, "RAG, first token p95 at 200M", "rag.latency.ttft_s.p95");
	double ft = look_shown(look, "tuned, first token p95 at 200M", "ft.latency.ttft_s.p95");

	return fmin(fmin(-low, -high), look_below(ft, rag));
}

static double b05(struct claim_look *look)
{
	double low = ft_above_rag(look, 10e6, "10M"), high = ft_above_rag(look, 50e6, "50M");

	return fmin(low, high);
}

static double b06(struct claim_look *look)
{
	double rag, often, seldom;

	look_at(look, P_ft_retrain_every_days, 27);
	rag = look_shown(look, "RAG", ALL_IN("rag"));
	often = look_shown(look, "tuned, retrained every 27 days", ALL_IN("ft"));
	look_at(look, P_ft_retrain_every_days, 90);
	seldom = look_shown(look, "tuned, retrained every 90 days", ALL_IN("ft"));
	return fmin(look_below(rag, often), look_below(seldom, rag));
}

static double b07(struct claim_look *look)
{
	double at_1m, at_100m, slope;

	look_at(look, P_traffic_volume_qpm, 1e6);
	at_1m = look_shown(look, "context at 1M queries a month", "rag.cost.ledger.context");
	look_at(look, P_traffic_volume_qpm, 100e6);
	at_100m = look_shown(look, "context at 100M", "rag.cost.ledger.context");
	slope = fm_log(at_100m / at_1m) / fm_log(100);
	look_put(look, "slope between them, both logarithmic", UNIT_NONE, slope, 1, 1);
	return look_within(slope, 0.99, 1.01);
}

/* Read units per query that would give a bill. */
static double units_for(const struct claim_look *look, double bill_usd)
{
	double reads = look_figure(look, "rag.cost.ledger.vector_reads");
	double others = look_figure(look, "rag.cost.total_usd") - reads;

	return look->probe->scenario.params.rag.read_units_per_query * (bill_usd - others) / reads;
}

static double b08(struct claim_look *look)
{
	const struct params *p = &look->base.params;
	double at_50m, at_200m;

	look_run(look);
	at_50m = look_figure(look, MONTHLY("rag"));
	look_put(look, "vector database at 50M", UNIT_USD_PER_MONTH, at_50m, 1532, 1532);
	look_put(look, "read units a query that give $1,532", UNIT_NONE, units_for(look, 1532),
		 PARAM_NULL, PARAM_NULL);
	look_set(look, P_rag_storage_gb, 4 * p->rag.storage_gb);
	look_set(look, P_rag_write_units_per_update, 4 * p->rag.write_units_per_update);
	look_at(look, P_traffic_volume_qpm, 200e6);
	at_200m = look_figure(look, MONTHLY("rag"));
	look_put(look, "at 200M, with four times the vectors", UNIT_USD_PER_MONTH, at_200m, 9000,
		 9000);
	look_put(look, "read units a query that give $9,000", UNIT_NONE, units_for(look, 9000),
		 PARAM_NULL, PARAM_NULL);
	return fmin(look_within(at_50m, 0.95 * 1532, 1.05 * 1532),
		    look_within(at_200m, 0.95 * 9000, 1.05 * 9000));
}

static double b09(struct claim_look *look)
{
	double prep, labels, training, evaluation, share;

	look_run(look);
	prep = look_shown(look, "preparation", "ft.cost.ledger.preparation");
	labels = look_shown(look, "labels", "ft.cost.ledger.labels");
	training = look_shown(look, "training and roll-out", "ft.cost.ledger.retraining");
	evaluation = look_shown(look, "evaluation", "ft.cost.ledger.evaluation");
	share = (prep + labels) / (prep + labels + training + evaluation);
	look_put(look, "data, of all that tuning costs", UNIT_SHARE, share, 0.2, 0.4);
	return look_within(share, 0.2, 0.4);
}

/* Share of a year's cost that is spent in its first 30 days. */
static double first_month(const struct claim_look *look, enum arch arch)
{
	const struct arch_result *result = &look->probe->result.arch[arch];
	int bucket = (int)(30.0 * RESULT_BUCKETS / look->probe->scenario.horizon_days) - 1;

	return result->series.cumulative_usd[bucket] / result->total_usd;
}

static double b10(struct claim_look *look)
{
	double rag, ft;

	look_run(look);
	rag = look_put(look, "RAG, share of a year's cost in 30 days", UNIT_SHARE,
		       first_month(look, ARCH_RAG), PARAM_NULL, PARAM_NULL);
	ft = look_put(look, "tuned, the same", UNIT_SHARE, first_month(look, ARCH_FT), PARAM_NULL,
		      PARAM_NULL);
	return fmin(look_below(2.0 / 12, ft), look_below(rag, 1.1 / 12));
}

const struct claim claims_s0[CLAIMS_S0] = {
	{
		.id = "B01",
		.source = "S0:134",
		.title = "RAG is cheaper below 10 million queries a month",
		.says = "Up to ten million queries a month the context that RAG adds to every "
			"query costs less than tuning.",
		.test = "RAG costs less at 100,000 and at 10 million queries a month",
		.note = "Context alone is charged, as in the article's own table; tuning has one "
			"retraining a month, all in.",
		.scenario = "context-cost-10m",
		CLAIM_SETS({ P_ft_run_usd, 500 }),
		.margin = b01,
		.over = { P_ft_run_usd, RUN_LEAST, RUN_MOST },
	},
	{
		.id = "B02",
		.source = "S0:135",
		.title = "10 to 50 million: work it out",
		.says = "Between ten and fifty million queries a month either can be cheaper, so "
			"both have to be worked out.",
		.test = "RAG costs less at 10 million, tuning at 50 million",
		.note = "One retraining a month, all in.",
		.scenario = "context-cost-10m",
		CLAIM_SETS({ P_ft_run_usd, 20000 }),
		.margin = b02,
		.over = { P_ft_run_usd, RUN_LEAST, RUN_MOST },
	},
	{
		.id = "B03",
		.source = "S0:136",
		.title = "50 to 100 million: tuning or a hybrid",
		.says = "From fifty to a hundred million queries a month a tuned model, with or "
			"without retrieval, is the better choice.",
		.test = "tuning costs less at 50 and at 100 million queries a month",
		.note = "A hybrid pays for context and for tuning, so it is not the cheapest of "
			"three by cost alone: see B30.",
		.scenario = "context-cost-10m",
		CLAIM_SETS({ P_ft_run_usd, 20000 }),
		.margin = b03,
		.over = { P_ft_run_usd, RUN_LEAST, RUN_MOST },
	},
	{
		.id = "B04",
		.source = "S0:94-95, S0:137",
		.title = "Above 100 million tuning wins if knowledge is stable",
		.says = "Beyond a hundred million queries a month a tuned model is better built "
			"for the load, by cost and by time, if knowledge seldom changes.",
		.test = "tuning costs less at 100 and 200 million queries a month, one retraining "
			"a month, and its p95 to the first token is lower",
		.note = "The article's own table puts that edge at 50 million, half as much.",
		.scenario = "context-cost-10m",
		CLAIM_SETS({ P_ft_run_usd, 20000 }),
		.margin = b04,
		.over = { P_ft_run_usd, RUN_LEAST, RUN_MOST },
	},
	{
		.id = "B05",
		.source = "S0:87, S0:154",
		.title = "Weekly changes at 10 to 50 million: RAG",
		.says = "With moderate traffic and knowledge that changes every week RAG is the "
			"cheaper one to keep.",
		.test = "RAG costs less at 10 and at 50 million queries a month, one retraining a "
			"week",
		.note = "The article calls $43,750 of context a month low here and significant in "
			"another place (S0:45).",
		.scenario = "context-cost-10m",
		.horizon_days = 360,
		CLAIM_SETS({ P_ft_run_usd, 5000 }, { P_ft_retrain_every_days, 7 }),
		.margin = b05,
		.over = { P_ft_run_usd, RUN_LEAST, RUN_MOST },
	},
	{
		.id = "B06",
		.source = "S0:128-129",
		.title = "Changes more than monthly: RAG; stable for months: tuning",
		.says = "Knowledge that changes more often than once a month asks for RAG; "
			"if it stays for several months tuning becomes possible.",
		.test = "at 10 million queries a month RAG costs less than tuning every 27 days "
			"and more than tuning every 90",
		.note = "The article names no cost; the edge between the two moves with it.",
		.scenario = "context-cost-10m",
		.horizon_days = 360,
		CLAIM_SETS({ P_ft_run_usd, 5000 }),
		.margin = b06,
		.over = { P_ft_run_usd, RUN_LEAST, RUN_MOST },
	},
	{
		.id = "B07",
		.source = "S0:39, S0:131",
		.title = "Cost of context grows in proportion to traffic",
		.says = "Twice the queries cost twice the context.",
		.test = "the slope between 1 and 100 million queries a month, both logarithmic, is "
			"1 within 1 %",
		.note = "What bends it is a cache of answers: the more is asked, the more of it "
			"was asked before.",
		.scenario = "context-cost-10m",
		CLAIM_SETS({ P_serving_response_ttl_s, 0 }),
		.margin = b07,
		.over = { P_serving_response_ttl_s, 0, 86400 },
	},
	{
		.id = "B08",
		.source = "S0:52-56",
		.title = "A vector database: $1,532 at 50 million, $9,000 at 200 million",
		.says = "At list prices fifty million queries a month cost $1,532 of vector "
			"database and two hundred million $9,000.",
		.test = "both bills come out within 5 % with the same read units a query, and "
			"vectors and writes in proportion to traffic",
		.note = "With one read unit a query, the article's own count, neither comes out: "
			"see A0-16 and A0-18.",
		.scenario = "vector-database-published",
		CLAIM_SETS({ P_rag_read_units_per_query, 1 }),
		.margin = b08,
		.over = { P_rag_read_units_per_query, 0.5, 10 },
	},
	{
		.id = "B09",
		.source = "S0:65, S0:26, S0:81",
		.title = "Data are 20 to 40 % of what tuning costs",
		.says = "Preparing data takes a fifth to two fifths of a tuning budget.",
		.test = "preparation and labels are 20 to 40 % of what a year of retraining costs, "
			"charged by its parts",
		.note = "S0:81 also calls it often the dearest part; the largest of four parts is "
			"at least a quarter of them.",
		.scenario = "saas-support-bot",
		CLAIM_SETS({ P_ft_run_usd, PARAM_NULL }),
		.margin = b09,
		.over = { P_ft_prep_usd, 20, 5000 },
	},
	{
		.id = "B10",
		.source = "S0:61, S0:71",
		.title = "Tuning is paid at the beginning, RAG as it goes",
		.says = "The cost of tuning stands at the start and rises little with use; that of "
			"RAG follows use.",
		.test = "the first of twelve months has at least two twelfths of a year's cost of "
			"tuning, and at most 1.1 twelfths of RAG's",
		.note = "Retraining every quarter. Above the edge tokens are most of the bill.",
		.scenario = "saas-support-bot",
		CLAIM_SETS({ P_ft_retrain_policy, RETRAIN_CALENDAR },
			   { P_ft_retrain_every_days, 90 }),
		.margin = b10,
		.over = { P_traffic_volume_qpm, 1000, 100e6 },
	},
};
