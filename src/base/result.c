// SPDX-License-Identifier: MIT
#include <assert.h>
#include <math.h>
#include <string.h>

#include <ragtop/result.h>
#include "base/fmath.h"

static const struct {
	const char *key, *label;
} ledgers[LEDGER_COUNT] = {
	[LEDGER_BASE_PROMPT] = { "base_prompt", "prompt" },
	[LEDGER_CONTEXT] = { "context", "context" },
	[LEDGER_HISTORY] = { "history", "history" },
	[LEDGER_PROMPT_CACHE] = { "prompt_cache", "prompt cache" },
	[LEDGER_REVIEW] = { "review", "review" },
	[LEDGER_REPAIR] = { "repair", "repair" },
	[LEDGER_OUTPUT] = { "output", "output" },
	[LEDGER_VECTOR_READS] = { "vector_reads", "vector reads" },
	[LEDGER_VECTOR_WRITES] = { "vector_writes", "vector writes" },
	[LEDGER_VECTOR_STORAGE] = { "vector_storage", "vector storage" },
	[LEDGER_RERANK] = { "rerank", "rerank" },
	[LEDGER_VECTOR_DB] = { "vector_db", "vector database" },
	[LEDGER_EMBEDDING] = { "embedding", "embedding" },
	[LEDGER_ORCHESTRATION] = { "orchestration", "orchestration" },
	[LEDGER_HOSTING] = { "hosting", "hosting" },
	[LEDGER_ENGINEERING] = { "engineering", "engineering" },
	[LEDGER_UPFRONT] = { "upfront", "upfront" },
	[LEDGER_RETRAINING] = { "retraining", "retraining" },
	[LEDGER_PREPARATION] = { "preparation", "preparation" },
	[LEDGER_LABELS] = { "labels", "labels" },
	[LEDGER_EVALUATION] = { "evaluation", "evaluation" },
	[LEDGER_STALE_ANSWERS] = { "stale_answers", "stale answers" },
	[LEDGER_WRONG_ANSWERS] = { "wrong_answers", "wrong answers" },
	[LEDGER_NONCOMPLIANCE] = { "noncompliance", "noncompliance" },
	[LEDGER_MIGRATION] = { "migration", "migration" },
};

const char *ledger_key(enum ledger category)
{
	assert(category < LEDGER_COUNT);
	return ledgers[category].key;
}

const char *ledger_label(enum ledger category)
{
	assert(category < LEDGER_COUNT);
	return ledgers[category].label;
}

bool ledger_once(enum ledger category)
{
	return category == LEDGER_UPFRONT || category == LEDGER_MIGRATION;
}

double target_figure(const struct arch_result *arch, enum target target)
{
	switch (target) {
	case TARGET_TTFT_P95_S:
		return arch->ttft_s.p95;
	case TARGET_LATENCY_P95_S:
		return arch->e2e_s.p95;
	case TARGET_STALE_ANSWER_FRAC:
		return arch->stale_answer_frac;
	case TARGET_CORRECT_FRAC:
		return arch->correct_frac;
	case TARGET_MONTHLY_USD:
		return arch->monthly_usd;
	case TARGET_COUNT:
		break;
	}
	return NAN;
}

bool verdict_best_is(const struct verdict *verdict, const struct expected_arch *expected)
{
	if (!expected->present || expected->nobody)
		return !expected->present || verdict->none_meets;
	return !verdict->none_meets && verdict->best == expected->arch;
}

bool verdict_cheapest_is(const struct verdict *verdict, const struct expected_arch *expected)
{
	return !expected->present || verdict->cheapest == expected->arch;
}

bool result_may_be_best(const struct result *result, enum arch arch)
{
	double most = 0;

	for (int a = 0; a < ARCH_COUNT; a++)
		if (result->arch[a].present && result->arch[a].available_frac > most)
			most = result->arch[a].available_frac;
	return !(result->arch[arch].available_frac < 0.9 * most);
}

void result_best_of(const struct result *result, const enum arch *archs, int count, int better,
		    const double *values, const char *const *texts, bool *best)
{
	bool worse = false;
	int first = -1;

	for (int i = 0; i < count && better != 0; i++)
		if (result_may_be_best(result, archs[i]) && !isnan(values[i]) &&
		    (first < 0 || better * values[i] > better * values[first]))
			first = i;
	for (int i = 0; i < count && first >= 0; i++)
		worse = worse || (strcmp(texts[i], texts[first]) != 0 &&
				  better * values[i] < better * values[first]);
	for (int i = 0; i < count; i++)
		best[i] = worse && result_may_be_best(result, archs[i]) &&
			  strcmp(texts[i], texts[first]) == 0;
}

double result_hist_edge_s(int bin)
{
	return 1e-3 * fm_pow(10, bin / 16.0);
}

double result_heat_edge_s(int bin)
{
	return 1e-3 * fm_pow(10, bin / 8.0);
}

enum { HEAT_TOP = 255, HEAT_STEPS = 12 };

uint8_t result_heat_level(double share)
{
	double level;

	if (!(share > 0))
		return 0;
	level = floor(HEAT_TOP + 0.5 + HEAT_STEPS * fm_log(share) / fm_log(2));
	return (uint8_t)(level < 1 ? 1 : level > HEAT_TOP ? HEAT_TOP : level);
}

double result_heat_share(uint8_t level)
{
	return level == 0 ? 0 : fm_pow(2, (double)(level - HEAT_TOP) / HEAT_STEPS);
}

/*
 * In the order of the JSON output, which is made from this table: figures of one object stand
 * together. Paths are the contract; a new figure may be added anywhere inside its object.
 */
/* clang-format off */
#define AT(member) offsetof(struct arch_result, member)
#define STAGE_AT(array, stage) (AT(array) + (stage) * sizeof(double))

#define LEDGER(category, key) \
	{ "cost.ledger." key, UNIT_USD, AT(ledger_usd) + (category) * sizeof(double), -1, 0 }

#define LATENCY(name, unit) \
	{ "latency." #name ".mean", unit, AT(name.mean), -1, 0 }, \
	{ "latency." #name ".p50", unit, AT(name.p50), -1, INTERVAL_##name##_p50 }, \
	{ "latency." #name ".p90", unit, AT(name.p90), -1, 0 }, \
	{ "latency." #name ".p95", unit, AT(name.p95), -1, INTERVAL_##name##_p95 }, \
	{ "latency." #name ".p99", unit, AT(name.p99), -1, INTERVAL_##name##_p99 }, \
	{ "latency." #name ".p999", unit, AT(name.p999), -1, 0 }
#define INTERVAL_e2e_s_p50 AT(ci_e2e_p50_s)
#define INTERVAL_e2e_s_p95 AT(ci_e2e_p95_s)
#define INTERVAL_e2e_s_p99 AT(ci_e2e_p99_s)
#define INTERVAL_ttft_s_p50 AT(ci_ttft_p50_s)
#define INTERVAL_ttft_s_p95 AT(ci_ttft_p95_s)
#define INTERVAL_ttft_s_p99 AT(ci_ttft_p99_s)
#define INTERVAL_tpot_s_p50 0
#define INTERVAL_tpot_s_p95 0
#define INTERVAL_tpot_s_p99 0

#define STAGES(path, array, unit, better, search_interval) \
	{ path ".cache", unit, STAGE_AT(array, STAGE_CACHE), better, 0 }, \
	{ path ".embed", unit, STAGE_AT(array, STAGE_EMBED), better, 0 }, \
	{ path ".search", unit, STAGE_AT(array, STAGE_SEARCH), better, search_interval }, \
	{ path ".rerank", unit, STAGE_AT(array, STAGE_RERANK), better, 0 }, \
	{ path ".rate_limit", unit, STAGE_AT(array, STAGE_RATE_LIMIT), better, 0 }, \
	{ path ".prompt", unit, STAGE_AT(array, STAGE_PROMPT), better, 0 }, \
	{ path ".first_token", unit, STAGE_AT(array, STAGE_FIRST), better, 0 }, \
	{ path ".decode", unit, STAGE_AT(array, STAGE_DECODE), better, 0 }, \
	{ path ".repair", unit, STAGE_AT(array, STAGE_REPAIR), better, 0 }, \
	{ path ".review", unit, STAGE_AT(array, STAGE_REVIEW), better, 0 }

const struct figure figure_table[] = {
	{ "queries", UNIT_COUNT, AT(queries), 0, 0 },

	{ "cost.total_usd", UNIT_USD, AT(total_usd), -1, 0 },
	{ "cost.upfront_usd", UNIT_USD, AT(upfront_usd), -1, 0 },
	{ "cost.monthly_usd", UNIT_USD_PER_MONTH, AT(monthly_usd), -1, AT(ci_monthly_usd) },
	{ "cost.all_in_usd", UNIT_USD_PER_MONTH, AT(all_in_usd), -1, AT(ci_all_in_usd) },
	{ "cost.per_1k_queries_usd", UNIT_USD, AT(per_1k_queries_usd), -1, 0 },
	{ "cost.per_1k_good_answers_usd", UNIT_USD, AT(per_1k_good_usd), -1, 0 },
	LEDGER(LEDGER_BASE_PROMPT, "base_prompt"),
	LEDGER(LEDGER_CONTEXT, "context"),
	LEDGER(LEDGER_HISTORY, "history"),
	LEDGER(LEDGER_PROMPT_CACHE, "prompt_cache"),
	LEDGER(LEDGER_OUTPUT, "output"),
	LEDGER(LEDGER_REPAIR, "repair"),
	LEDGER(LEDGER_REVIEW, "review"),
	LEDGER(LEDGER_VECTOR_READS, "vector_reads"),
	LEDGER(LEDGER_VECTOR_WRITES, "vector_writes"),
	LEDGER(LEDGER_VECTOR_STORAGE, "vector_storage"),
	LEDGER(LEDGER_VECTOR_DB, "vector_db"),
	LEDGER(LEDGER_RERANK, "rerank"),
	LEDGER(LEDGER_EMBEDDING, "embedding"),
	LEDGER(LEDGER_ORCHESTRATION, "orchestration"),
	LEDGER(LEDGER_HOSTING, "hosting"),
	LEDGER(LEDGER_ENGINEERING, "engineering"),
	LEDGER(LEDGER_UPFRONT, "upfront"),
	LEDGER(LEDGER_MIGRATION, "migration"),
	LEDGER(LEDGER_RETRAINING, "retraining"),
	LEDGER(LEDGER_PREPARATION, "preparation"),
	LEDGER(LEDGER_LABELS, "labels"),
	LEDGER(LEDGER_EVALUATION, "evaluation"),
	LEDGER(LEDGER_STALE_ANSWERS, "stale_answers"),
	LEDGER(LEDGER_WRONG_ANSWERS, "wrong_answers"),
	LEDGER(LEDGER_NONCOMPLIANCE, "noncompliance"),

	LATENCY(e2e_s, UNIT_S),
	LATENCY(ttft_s, UNIT_S),
	LATENCY(tpot_s, UNIT_S_PER_TOK),
	STAGES("latency.wait_s", wait_s, UNIT_S, -1, AT(ci_wait_search_s)),
	STAGES("latency.service_s", service_s, UNIT_S, -1, 0),
	STAGES("latency.tail_wait_s", tail_wait_s, UNIT_S, -1, 0),
	STAGES("latency.tail_service_s", tail_service_s, UNIT_S, -1, 0),

	{ "freshness.stale_answer_frac", UNIT_SHARE, AT(stale_answer_frac), -1, AT(ci_stale_answer_frac) },
	{ "freshness.outdated_behaviour_frac", UNIT_SHARE, AT(outdated_behaviour_frac), -1, 0 },
	{ "freshness.visible_delay_s.p50", UNIT_S, AT(visible_delay_p50_s), -1, 0 },
	{ "freshness.visible_delay_s.p95", UNIT_S, AT(visible_delay_p95_s), -1, 0 },
	{ "freshness.age_mean_s", UNIT_S, AT(age_mean_s), -1, 0 },
	{ "freshness.oldest_missed_s", UNIT_S, AT(oldest_missed_s), -1, 0 },
	{ "freshness.pending_mean", UNIT_COUNT, AT(pending_mean), -1, 0 },

	{ "quality.correct_frac", UNIT_SHARE, AT(correct_frac), 1, 0 },
	{ "quality.hallucinated_frac", UNIT_SHARE, AT(hallucinated_frac), -1, 0 },
	{ "quality.format_valid_frac", UNIT_SHARE, AT(format_valid_frac), 1, 0 },
	{ "quality.good_frac", UNIT_SHARE, AT(good_frac), 1, 0 },
	{ "quality.cited_frac", UNIT_SHARE, AT(cited_frac), 1, 0 },

	{ "service.latency_met_frac", UNIT_SHARE, AT(latency_met_frac), 1, 0 },
	{ "service.dropped", UNIT_COUNT, AT(dropped), -1, 0 },
	{ "service.timed_out", UNIT_COUNT, AT(timed_out), -1, 0 },
	{ "service.retried", UNIT_COUNT, AT(retried), -1, 0 },
	{ "service.goodput_rps", UNIT_PER_S, AT(goodput_rps), 1, 0 },
	{ "service.response_cache_hit_frac", UNIT_SHARE, AT(response_cache_hit_frac), 0, 0 },
	{ "service.repaired", UNIT_COUNT, AT(repaired), 0, 0 },
	{ "service.available_frac", UNIT_SHARE, AT(available_frac), 1, 0 },
	{ "service.failed_over_frac", UNIT_SHARE, AT(failed_over_frac), 0, 0 },
	{ "service.prompt_cache_hit_frac", UNIT_SHARE, AT(prompt_cache_hit_frac), 0, 0 },
	STAGES("service.utilisation", utilisation, UNIT_SHARE, 0, 0),
	STAGES("service.in_system_mean", in_system_mean, UNIT_COUNT, 0, 0),

	{ "retrain.runs", UNIT_COUNT, AT(retrain_runs), 0, 0 },
	{ "retrain.failed", UNIT_COUNT, AT(retrain_failed), 0, 0 },
	{ "retrain.rolled_back", UNIT_COUNT, AT(retrain_rolled_back), 0, 0 },
	{ "retrain.deployed", UNIT_COUNT, AT(retrain_deployed), 0, 0 },
	{ "retrain.base_retired", UNIT_COUNT, AT(retrain_retired), 0, 0 },
	{ "retrain.untuned_frac", UNIT_SHARE, AT(untuned_frac), -1, 0 },
	{ "retrain.forgotten_frac", UNIT_SHARE, AT(forgotten_frac), -1, 0 },
	{ "retrain.model_age_mean_s", UNIT_S, AT(model_age_mean_s), -1, 0 },

	{ "governance.uncited_frac", UNIT_SHARE, AT(uncited_frac), -1, 0 },
	{ "governance.leaked_frac", UNIT_SHARE, AT(leaked_frac), -1, 0 },
	{ "governance.deletions", UNIT_COUNT, AT(deletions), 0, 0 },
	{ "governance.noncompliant_hours", UNIT_HOURS, AT(noncompliant_hours), -1, 0 },
	{ "governance.deletion_delay_p95_s", UNIT_S, AT(deletion_delay_p95_s), -1, 0 },
	{ "governance.late", UNIT_COUNT, AT(deletions_late), -1, 0 },
};
/* clang-format on */

const int figure_count = sizeof(figure_table) / sizeof(figure_table[0]);

double figure_value(const struct arch_result *arch, const struct figure *figure)
{
	double value;

	memcpy(&value, (const char *)arch + figure->offset, sizeof(value));
	return value;
}

bool figure_interval(const struct arch_result *arch, const struct figure *figure,
		     struct interval *interval)
{
	if (figure->interval_offset == 0)
		return false;
	memcpy(interval, (const char *)arch + figure->interval_offset, sizeof(*interval));
	return true;
}

bool figure_find(const char *path, enum arch *arch, const struct figure **figure)
{
	const char *dot = strchr(path, '.');
	char key[16];

	if (!dot || (size_t)(dot - path) >= sizeof(key))
		return false;
	memcpy(key, path, (size_t)(dot - path));
	key[dot - path] = '\0';
	enum arch found;
	if (!arch_from_key(key, &found))
		return false;
	for (int i = 0; i < figure_count; i++) {
		if (strcmp(figure_table[i].path, dot + 1) == 0) {
			*arch = found;
			*figure = &figure_table[i];
			return true;
		}
	}
	return false;
}

bool result_figure(const struct result *result, const char *path, double *value)
{
	const struct figure *figure;
	enum arch arch;

	if (!figure_find(path, &arch, &figure) || !result->arch[arch].present)
		return false;
	*value = figure_value(&result->arch[arch], figure);
	return true;
}
