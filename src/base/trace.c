// SPDX-License-Identifier: MIT
#include <ragtop/trace.h>

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <ragtop/scenario.h>
#include "base/hash.h"
#include "base/stats.h"

const char *trace_format_name(enum trace_format format)
{
	static const char *const names[] = {
		[TRACE_AZURE] = "Azure LLM trace",
		[TRACE_BURSTGPT] = "BurstGPT trace",
		[TRACE_MOONCAKE] = "Mooncake trace",
		[TRACE_RAGPULSE] = "RAGPulse trace",
	};

	return names[format];
}

/* ---- means ---- */

/* Sum, and sum of squares, of a column over its first `count` rows. Tokens are whole numbers, so
 * the sum is exact. */
struct column_sum {
	double sum, squares;
};

static struct column_sum column_sum(const uint32_t *column, size_t count)
{
	struct column_sum sum = { 0 };

	for (size_t i = 0; column && i < count; i++) {
		sum.sum += column[i];
		sum.squares += (double)column[i] * column[i];
	}
	return sum;
}

/* The column played `queries / count` times over. */
static double column_mean(const uint32_t *column, size_t count, uint64_t queries, double *cv)
{
	struct column_sum all = column_sum(column, count),
			  rest = column_sum(column, (size_t)(queries % count));
	double rounds = (double)(queries / count), n = (double)queries, mean, variance;

	if (cv)
		*cv = 0;
	if (queries == 0)
		return 0;
	mean = (rounds * all.sum + rest.sum) / n;
	variance = (rounds * all.squares + rest.squares) / n - mean * mean;
	if (cv && mean > 0 && variance > 0)
		*cv = sqrt(variance) / mean;
	return mean;
}

static double gap_cv(const struct trace *trace)
{
	double mean = trace->at_s[trace->count - 1] / (double)(trace->count - 1);
	struct ksum squares = { 0 };

	for (size_t i = 1; i < trace->count; i++) {
		double gap = trace->at_s[i] - trace->at_s[i - 1] - mean;

		ksum_add(&squares, gap * gap);
	}
	return sqrt(ksum_value(&squares) / (double)(trace->count - 1)) / mean;
}

void trace_measure(const struct trace *trace, uint64_t queries, struct trace_means *means)
{
	size_t n = trace->count;

	*means = (struct trace_means){
		.context_tok = column_mean(trace->context_tok, n, queries, NULL),
		.history_tok = column_mean(trace->history_tok, n, queries, NULL),
		.gap_cv = gap_cv(trace),
	};
	means->question_tok = column_mean(trace->question_tok, n, queries, &means->question_cv);
	means->answer_tok = column_mean(trace->answer_tok, n, queries, &means->answer_cv);
}

double trace_volume_qpm(const struct trace *trace)
{
	return (double)trace->count * (30 * DAY_S / trace->period_s);
}

double trace_days(const struct trace *trace)
{
	return trace->period_s / DAY_S;
}

static void seal_column(struct hash *hash, const uint32_t *column, size_t count)
{
	hash_u64(hash, column != NULL);
	for (size_t i = 0; column && i + 1 < count; i += 2)
		hash_u64(hash, (uint64_t)column[i] << 32 | column[i + 1]);
	if (column && count % 2)
		hash_u64(hash, column[count - 1]);
}

void trace_seal(struct trace *trace)
{
	struct hash hash;

	hash_init(&hash);
	hash_u64(&hash, trace->count);
	for (size_t i = 0; i < trace->count; i++)
		hash_double(&hash, trace->at_s[i]);
	seal_column(&hash, trace->question_tok, trace->count);
	seal_column(&hash, trace->answer_tok, trace->count);
	seal_column(&hash, trace->context_tok, trace->count);
	seal_column(&hash, trace->history_tok, trace->count);
	seal_column(&hash, trace->prefix, trace->count);
	hash_double(&hash, trace->system_tok);
	hash_double(&hash, trace->period_s);
	trace->hash = hash_final(&hash);
}

void trace_free(struct trace *trace)
{
	if (!trace)
		return;
	free(trace->at_s);
	free(trace->question_tok);
	free(trace->answer_tok);
	free(trace->context_tok);
	free(trace->history_tok);
	free(trace->prefix);
	free(trace);
}

/* ---- a scenario that replays one ---- */

bool scenario_replays(const struct scenario *scenario, enum param_id id)
{
	static const enum param_id replaced[] = {
		P_traffic_growth_frac_per_month,
		P_traffic_diurnal_frac,
		P_traffic_weekend_frac,
		P_traffic_burst_cv,
		P_traffic_prompt_tok,
		P_traffic_prompt_cv,
		P_traffic_answer_tok,
		P_traffic_answer_cv,
		P_traffic_history_tok,
		P_base_system_tok,
	};

	if (!scenario->trace)
		return false;
	for (size_t i = 0; i < sizeof(replaced) / sizeof(replaced[0]); i++)
		if (replaced[i] == id)
			return true;
	return id == P_rag_context_tok && scenario->trace->context_tok;
}

bool scenario_recorded(const struct scenario *scenario, enum param_id id)
{
	return scenario_replays(scenario, id) || (scenario->trace && id == P_traffic_volume_qpm &&
						  isnan(params_get(&scenario->params, id)));
}

static double at_most(enum param_id id, double value)
{
	return value < param_table[id].max ? value : param_table[id].max;
}

void scenario_take_means(struct scenario *scenario, const struct trace_means *means)
{
	struct params *p = &scenario->params;

	p->traffic.growth_frac_per_month = 0;
	p->traffic.diurnal_frac = 0;
	p->traffic.weekend_frac = 0;
	p->traffic.burst_cv = at_most(P_traffic_burst_cv, means->gap_cv);
	p->traffic.prompt_tok = means->question_tok;
	p->traffic.prompt_cv = at_most(P_traffic_prompt_cv, means->question_cv);
	p->traffic.answer_tok = means->answer_tok;
	p->traffic.answer_cv = at_most(P_traffic_answer_cv, means->answer_cv);
	p->traffic.history_tok = means->history_tok;
	p->base.system_tok = scenario->trace->system_tok;
	if (scenario->trace->context_tok)
		p->rag.context_tok = means->context_tok;
}

void scenario_take_trace(struct scenario *scenario, const char *path, const struct trace *trace)
{
	struct trace_means means;

	assert(strlen(path) < sizeof(scenario->trace_path));
	strcpy(scenario->trace_path, path);
	scenario->trace = trace;
	if (!trace)
		return;
	trace_measure(trace, trace->count, &means);
	scenario_take_means(scenario, &means);
}

double scenario_volume_qpm(const struct scenario *scenario)
{
	double volume_qpm = scenario->params.traffic.volume_qpm;

	return isnan(volume_qpm) && scenario->trace ? trace_volume_qpm(scenario->trace)
						    : volume_qpm;
}
