// SPDX-License-Identifier: MIT
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/xalloc.h"
#include "ui/synthetic.h"

enum { MONTHS = 12, DAYS = 360 };

static const double day_s = 86400;

/* Fixed and variable cost a month, and the upfront cost that is spread over 12 months. */
static const struct costs {
	double fixed, per_query, upfront;
} costs[ARCH_COUNT] = {
	[ARCH_RAG] = { 215, 0.003878, 0 },
	[ARCH_FT] = { 20010.42, 0.0013, 12000 },
	[ARCH_HYBRID] = { 2129.06, 0.002953, 12000 },
};

static double all_in(enum arch arch, double volume)
{
	return costs[arch].fixed + costs[arch].upfront / MONTHS + costs[arch].per_query * volume;
}

/* Numbers that look random and are the same everywhere. */
static double noise(unsigned int *state)
{
	*state = *state * 1664525U + 1013904223U;
	return (double)(*state >> 8) / (1 << 24);
}

static void fill_scenario(struct scenario *scenario)
{
	scenario_init(scenario);
	strcpy(scenario->name, "SaaS support bot");
	strcpy(scenario->summary, "300 pages, weekly updates");
	scenario->seed = 42;
	scenario->targets[TARGET_TTFT_P95_S] = 1;
	scenario->targets[TARGET_STALE_ANSWER_FRAC] = 0.02;
	scenario->params.traffic.volume_qpm = 60000;
	scenario->params.traffic.answer_tok = 200;
	scenario->params.knowledge.updates_per_month = 52.0 / 12;
	scenario->params.rag.context_tok = 500;
	scenario->params.rag.search_s = 0.06;
	scenario->params.rag.index_lag_s = 900;
	scenario->params.rag.vector_db_usd_per_month = 150;
	scenario->params.base.input_usd_per_mtok = 2.5;
	scenario->params.base.output_usd_per_mtok = 10;
	scenario->params.ft.run_usd = 5000;
	scenario->params.ft.upfront_usd = 12000;
	scenario->params.money.amortise_months = MONTHS;
}

static void fill_ledger(struct arch_result *out, enum arch arch)
{
	static const double monthly[ARCH_COUNT][LEDGER_COUNT] = {
		[ARCH_RAG] = { [LEDGER_BASE_PROMPT] = 37.5,
			       [LEDGER_CONTEXT] = 75,
			       [LEDGER_OUTPUT] = 120,
			       [LEDGER_EMBEDDING] = 15.18,
			       [LEDGER_VECTOR_DB] = 150,
			       [LEDGER_ORCHESTRATION] = 50 },
		[ARCH_FT] = { [LEDGER_BASE_PROMPT] = 30,
			      [LEDGER_OUTPUT] = 48,
			      [LEDGER_HOSTING] = 500,
			      [LEDGER_RETRAINING] = 19510.42 },
		[ARCH_HYBRID] = { [LEDGER_BASE_PROMPT] = 30,
				  [LEDGER_CONTEXT] = 75,
				  [LEDGER_OUTPUT] = 72,
				  [LEDGER_EMBEDDING] = 15.18,
				  [LEDGER_VECTOR_DB] = 150,
				  [LEDGER_ORCHESTRATION] = 50,
				  [LEDGER_HOSTING] = 500,
				  [LEDGER_RETRAINING] = 1414.06 },
	};

	for (int c = 0; c < LEDGER_COUNT; c++)
		out->ledger_usd[c] = MONTHS * monthly[arch][c];
	out->ledger_usd[LEDGER_UPFRONT] = costs[arch].upfront;
	for (int c = 0; c < LEDGER_COUNT; c++)
		out->total_usd += out->ledger_usd[c];
	out->upfront_usd = costs[arch].upfront;
	out->monthly_usd = (out->total_usd - out->upfront_usd) / MONTHS;
	out->all_in_usd = out->monthly_usd + out->upfront_usd / MONTHS;
	out->per_1k_queries_usd = 1000 * out->total_usd / out->queries;
	out->per_1k_good_usd = 1000 * out->total_usd / (out->queries * out->good_frac);
}

/* The figures that the rough calculation gives. */
static void fill_figures(struct arch_result *out, enum arch arch)
{
	static const struct {
		struct latency ttft, e2e;
		double stale, oldest_s, right, good, in_time, runs, failed;
	} figures[ARCH_COUNT] = {
		[ARCH_RAG] = { { 0.46, 0.43, 0.70, 0.84, 1.13, 1.58 },
			       { 2.66, 2.21, 4.4, 5.62, 8.6, 12 },
			       2.4e-5,
			       900,
			       0.88,
			       0.863,
			       0.98,
			       0,
			       0 },
		[ARCH_FT] = { { 0.35, 0.31, 0.58, 0.70, 1.00, 1.4 },
			      { 1.2, 1.02, 1.95, 2.45, 3.7, 5.1 },
			      0.0256,
			      15.7 * 86400,
			      0.819,
			      0.81,
			      0.99,
			      42.3,
			      7.5 },
		[ARCH_HYBRID] = { { 0.46, 0.43, 0.70, 0.83, 1.13, 1.57 },
				  { 1.7, 1.45, 2.8, 3.57, 5.4, 7.5 },
				  2.4e-5,
				  900,
				  0.93,
				  0.912,
				  0.98,
				  3,
				  0.7 },
	};

	out->ttft_s = figures[arch].ttft;
	out->e2e_s = figures[arch].e2e;
	out->tpot_s = (struct latency){ 0.011, 0.011, 0.014, 0.0148, 0.017, 0.02 };
	out->stale_answer_frac = figures[arch].stale;
	out->oldest_missed_s = figures[arch].oldest_s;
	out->visible_delay_p95_s = figures[arch].oldest_s * 0.9;
	out->correct_frac = figures[arch].right;
	out->good_frac = figures[arch].good;
	out->latency_met_frac = figures[arch].in_time;
	out->retrain_runs = figures[arch].runs;
	out->retrain_failed = figures[arch].failed;
	out->hallucinated_frac = 0.03;
	out->format_valid_frac = 0.97;
	out->goodput_rps = 0.02;
	out->model_age_mean_s = arch == ARCH_RAG ? PARAM_NULL : 12 * day_s;
}

static void fill_stages(struct arch_result *out, enum arch arch)
{
	bool retrieval = arch != ARCH_FT;

	for (int stage = 0; stage < STAGE_COUNT; stage++)
		out->utilisation[stage] = PARAM_NULL;
	out->tail_service_s[STAGE_EMBED] = retrieval ? 0.025 : 0;
	out->tail_service_s[STAGE_SEARCH] = retrieval ? 0.087 : 0;
	out->tail_wait_s[STAGE_SEARCH] = retrieval ? 0.014 : 0;
	out->tail_service_s[STAGE_PROMPT] = retrieval ? 0.045 : 0.012;
	out->tail_service_s[STAGE_FIRST] = retrieval ? 0.68 : 0.695;
	out->utilisation[STAGE_SEARCH] = retrieval ? 0.35 : PARAM_NULL;
	out->wait_s[STAGE_SEARCH] = retrieval ? 0.0004 : 0;
}

/* Deployments every 8 days, or every 90; now and then an evaluation fails. */
static void fill_events(struct arch_result *out, enum arch arch)
{
	double every_days = arch == ARCH_FT ? 8 : 90;

	for (int i = 1; arch != ARCH_RAG && i * every_days < DAYS; i++) {
		bool failed = arch == ARCH_FT && i % 11 == 7;

		out->events[out->event_count++] = (struct event){
			i * every_days * day_s, failed ? EVENT_FAILED : EVENT_DEPLOYED, -1
		};
	}
}

static void fill_series(struct arch_result *out, enum arch arch, unsigned int *random)
{
	struct arch_series *series = &out->series;
	double bucket_days = (double)DAYS / RESULT_BUCKETS, spent = costs[arch].upfront;
	double each = arch == ARCH_FT ? 90 : arch == ARCH_HYBRID ? 4 : 0;
	double run_usd = each > 0 ? out->ledger_usd[LEDGER_RETRAINING] / each : 0;

	for (int i = 0; i < RESULT_BUCKETS; i++) {
		double slow = 1 + 0.04 * (noise(random) - 0.5), days = i * bucket_days;
		double phase = days / 8 - floor(days / 8);
		double level = 0.022 + 0.008 * (days / 97 - floor(days / 97));

		spent += (out->monthly_usd - out->ledger_usd[LEDGER_RETRAINING] / MONTHS) *
			 bucket_days / 30;
		for (int run = 0; run < (int)each; run++)
			spent += (int)((run + 0.5) * RESULT_BUCKETS / each) == i ? run_usd : 0;
		series->cumulative_usd[i] = spent;
		series->queries[i] = 4000;
		series->good[i] = 4000 * out->good_frac;
		series->ttft_p50_s[i] = out->ttft_s.p50 * (1 + 0.02 * (noise(random) - 0.5));
		series->ttft_p95_s[i] = out->ttft_s.p95 * slow;
		series->ttft_p99_s[i] = out->ttft_s.p99 * (1 + 0.22 * (noise(random) - 0.5));
		series->e2e_p50_s[i] = out->e2e_s.p50 * slow;
		series->e2e_p95_s[i] = out->e2e_s.p95 * slow;
		series->e2e_p99_s[i] = out->e2e_s.p99 * slow;
		series->stale_frac[i] = arch == ARCH_FT ? level * (0.4 + 1.2 * phase)
							: out->stale_answer_frac;
		series->stale_max[i] = series->stale_frac[i] * 1.1;
		series->oldest_missed_s[i] = out->oldest_missed_s * (0.6 + 0.4 * noise(random));
		series->pending[i] = arch == ARCH_FT ? 1.5 + noise(random) : 0.0002;
		series->correct_frac[i] = out->correct_frac;
	}
}

/* The same money by category: upfront first, retrainings when they are, the rest evenly. */
static void fill_ledger_series(struct arch_result *out)
{
	const double *spent = out->series.cumulative_usd;
	double even = (out->monthly_usd * MONTHS - out->ledger_usd[LEDGER_RETRAINING]) /
		      RESULT_BUCKETS;

	for (int i = 0; i < RESULT_BUCKETS; i++) {
		double here = spent[i] - (i > 0 ? spent[i - 1] : out->upfront_usd);

		for (int c = 0; c < LEDGER_COUNT; c++)
			out->pictures.ledger_usd[c][i] =
				(float)(c == LEDGER_UPFRONT || c == LEDGER_RETRAINING
						? 0
						: out->ledger_usd[c] / RESULT_BUCKETS);
		out->pictures.ledger_usd[LEDGER_RETRAINING][i] = here > even + 1
									 ? (float)(here - even)
									 : 0;
	}
	out->pictures.ledger_usd[LEDGER_UPFRONT][0] = (float)out->upfront_usd;
}

/* A bell over the logarithm of time around the median. */
static void fill_histogram(double hist[RESULT_HIST_BINS], double median_s, double width)
{
	double sum = 0;

	for (int i = 0; i < RESULT_HIST_BINS; i++) {
		double x = (i - 16 * log10(median_s / 1e-3)) / (16 * width);

		hist[i] = fabs(x) < 4 ? 1 / (1 + x * x * x * x * 4) - 1 / 1025.0 : 0;
		sum += hist[i];
	}
	for (int i = 0; i < RESULT_HIST_BINS; i++)
		hist[i] /= sum;
}

/* A run starts six days before every deployment or failure, and waits for hardware for one. */
static void fill_spans(struct arch_result *out)
{
	static const struct {
		double from_days, to_days;
		enum pipeline_stage stage;
	} parts[] = { { 6, 4, PIPELINE_PREPARE },
		      { 4, 3, PIPELINE_WAIT },
		      { 3, 1.2, PIPELINE_TRAIN },
		      { 1.2, 0.2, PIPELINE_EVALUATE },
		      { 0.2, 0, PIPELINE_DEPLOY } };

	for (int i = 0; i < out->event_count; i++)
		for (int k = 0; k < 5; k++) {
			if (out->events[i].kind == EVENT_FAILED &&
			    parts[k].stage == PIPELINE_DEPLOY)
				continue;
			out->pictures.spans[out->pictures.span_count++] = (struct pipeline_span){
				(float)(out->events[i].at_s - parts[k].from_days * day_s),
				(float)(out->events[i].at_s - parts[k].to_days * day_s),
				parts[k].stage
			};
		}
}

static void fill_heat(uint8_t heat[RESULT_BUCKETS][RESULT_HEAT_BINS],
		      const double hist[RESULT_HIST_BINS])
{
	for (int b = 0; b < RESULT_BUCKETS; b++)
		for (int i = 0; i < RESULT_HEAT_BINS; i++) {
			/* an hour of trouble now and then */
			int from = b % 60 > 55 && i > 1 ? i - 2 : i;

			heat[b][i] = result_heat_level(hist[2 * from] + hist[2 * from + 1]);
		}
}

static void fill_pictures(struct arch_result *out, enum arch arch)
{
	struct arch_pictures *pictures = &out->pictures;

	fill_histogram(pictures->tpot_hist, out->tpot_s.p50, 0.1);
	fill_heat(pictures->heat[HEAT_TTFT], out->ttft_hist);
	fill_heat(pictures->heat[HEAT_E2E], out->e2e_hist);
	fill_heat(pictures->heat[HEAT_TPOT], pictures->tpot_hist);
	fill_spans(out);
	for (int b = 0; b < RESULT_BUCKETS; b++) {
		pictures->tpot_p50_s[b] = out->tpot_s.p50;
		pictures->tpot_p95_s[b] = out->tpot_s.p95;
		pictures->tpot_p99_s[b] = out->tpot_s.p99;
		pictures->usd_p10[b] = out->series.cumulative_usd[b] * 0.93;
		pictures->usd_p90[b] = out->series.cumulative_usd[b] * 1.08;
		pictures->visible_s[b] = arch == ARCH_FT && b % 4 != 3 ? PARAM_NULL
								       : out->visible_delay_p95_s;
	}
}

static void fill_result(struct result *result)
{
	unsigned int random = 42;

	strcpy(result->digest, "3f9c2a71d04be815");
	result->seed = 42;
	result->fidelity = 3;
	result->horizon_s = DAYS * day_s;
	result->macro_reps = 32;
	result->micro_reps = 32;
	result->band_rel = 0.02;
	for (int a = 0; a < ARCH_DEFAULTS; a++) {
		struct arch_result *arch = &result->arch[a];

		arch->present = true;
		arch->queries = 60000.0 * MONTHS;
		fill_figures(arch, (enum arch)a);
		fill_ledger(arch, (enum arch)a);
		fill_stages(arch, (enum arch)a);
		fill_events(arch, (enum arch)a);
		fill_series(arch, (enum arch)a, &random);
		fill_ledger_series(arch);
		fill_histogram(arch->ttft_hist, arch->ttft_s.p50, 0.15);
		fill_histogram(arch->e2e_hist, arch->e2e_s.p50, 0.25);
		fill_pictures(arch, (enum arch)a);
	}
	result->verdict.best = result->verdict.cheapest = ARCH_RAG;
	result->verdict.meets[ARCH_RAG] = result->verdict.meets[ARCH_HYBRID] = true;
	result->verdict.missed[ARCH_FT][TARGET_STALE_ANSWER_FRAC] = true;
}

static void fill_curve(struct curve *curve)
{
	curve_init(curve, 1e4, 1e8, 8);
	for (int i = 0; i < curve->point_count; i++) {
		struct curve_point *point = &curve->point[i];

		point->known = true;
		for (int a = 0; a < ARCH_DEFAULTS; a++) {
			double usd = all_in((enum arch)a, point->volume_qpm);

			point->arch[a].all_in_usd = usd;
			point->arch[a].total_usd = usd * MONTHS;
			point->arch[a].per_1k_queries_usd = 1000 * usd / point->volume_qpm;
			point->arch[a].per_1k_good_usd = 1150 * usd / point->volume_qpm;
			point->arch[a].meets = a != ARCH_FT;
		}
		point->best = point->volume_qpm < 3.15e6 ? ARCH_RAG : ARCH_HYBRID;
		point->cheapest = point->best;
	}
	curve->crossing_count = 1;
	curve->crossing[0] = (struct crossing){ .at_qpm = 3.15e6,
						.lo_qpm = 3.08e6,
						.hi_qpm = 3.22e6,
						.below = ARCH_RAG,
						.above = ARCH_HYBRID };
	curve->complete = true;
}

static const struct knob_flip {
	struct knob knob;
	struct flip flip;
} knobs[] = {
	{ { .param = P_traffic_volume_qpm }, { true, true, 3.15e6, false, ARCH_HYBRID } },
	{ { .param = P_knowledge_updates_per_month }, { .known = true } },
	{ { .param = P_rag_context_tok }, { true, true, 3230, true, ARCH_RAG } },
	{ { .param = P_traffic_answer_tok }, { .known = true } },
	{ { .is_target = true, .target = TARGET_TTFT_P95_S },
	  { true, true, 0.836, true, ARCH_RAG } },
	{ { .is_target = true, .target = TARGET_STALE_ANSWER_FRAC }, { .known = true } },
	{ { .param = P_base_input_usd_per_mtok }, { .known = true } },
	{ { .param = P_base_output_usd_per_mtok }, { .known = true } },
	{ { .param = P_ft_run_usd }, { .known = true } },
	{ { .param = P_ft_upfront_usd }, { .known = true } },
	{ { .param = P_rag_vector_db_usd_per_month }, { .known = true } },
	{ { .param = P_rag_index_lag_s }, { .known = true } },
	{ { .param = P_rag_search_s }, { true, true, 0.155, true, ARCH_RAG } },
	{ { .param = P_traffic_growth_frac_per_month }, { .known = false } },
	{ { .param = P_ft_retrain_policy }, { .known = true } },
	{ { .param = P_hybrid_raft }, { .known = true } },
};

enum { KNOBS = sizeof(knobs) / sizeof(knobs[0]) };

/* Rising, falling, bent and flat ones; of the last nothing is known yet. */
static struct spark make_spark(int i)
{
	struct spark spark = { .known = i < KNOBS - 1, .stale = i == KNOBS - 2 };

	for (int k = 0; k < SPARK_PLACES; k++) {
		static const float bends[SPARK_PLACES] = { 0, 40, 60, 70, 75, 80, 120, 200 };

		if (i % 4 == 0)
			spark.all_in_usd[k] = 300 * (float)(k + 1);
		else if (i % 4 == 1)
			spark.all_in_usd[k] = 900 - 100 * (float)k;
		else
			spark.all_in_usd[k] = 450 + (i % 4 == 2 ? bends[k] : 0);
	}
	return spark;
}

struct snapshot *synthetic_snapshot(void)
{
	struct snapshot *snapshot = xcalloc(1, sizeof(*snapshot));

	snapshot->generation = snapshot->curve_generation = 1;
	fill_scenario(&snapshot->scenario);
	snapshot->has_result = true;
	snapshot->level = 3;
	snapshot->settled = true;
	fill_result(&snapshot->result);
	fill_curve(&snapshot->curve);
	snapshot->knob_count = KNOBS;
	for (int i = 0; i < KNOBS; i++) {
		snapshot->knobs[i] = knobs[i].knob;
		snapshot->flips[i] = knobs[i].flip;
		snapshot->sparks[i] = make_spark(i);
	}
	return snapshot;
}

static bool is_listed(enum param_id id)
{
	for (int i = 0; i < KNOBS; i++)
		if (!knobs[i].knob.is_target && knobs[i].knob.param == id)
			return true;
	return false;
}

void synthetic_state(struct ui_state *state, const struct snapshot *snapshot)
{
	memset(state, 0, sizeof(*state));
	state->focus = PANEL_KNOBS;
	for (int i = 0; i < KNOBS; i++)
		state->knobs[state->knob_count++] = knobs[i].knob;
	for (int i = 0; i < PARAM_COUNT && state->knob_count < SESSION_KNOBS_MAX; i++)
		if (!is_listed((enum param_id)i))
			state->knobs[state->knob_count++] = (struct knob){
				.param = (enum param_id)i
			};
	state->playhead_frac = 1;
	state->speed_days_per_s = 10;
	state->time_zoom_hi = 1;
	state->file = snapshot->scenario;
	strcpy(state->file_name, "support-bot.json");
}
