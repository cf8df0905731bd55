// SPDX-License-Identifier: MIT
#include "io/report_rows.h"

#include <assert.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

static const struct report_row cost_rows[] = {
	{ "all in a month", "cost.all_in_usd", TARGET_COUNT, true },
	{ "running a month", "cost.monthly_usd", TARGET_MONTHLY_USD, false },
	{ "upfront", "cost.upfront_usd", TARGET_COUNT, false },
	{ "per 1,000 queries", "cost.per_1k_queries_usd", TARGET_COUNT, false },
	{ "per 1,000 good answers", "cost.per_1k_good_answers_usd", TARGET_COUNT, false },
};

static const struct report_row latency_rows[] = {
	{ "first token p50", "latency.ttft_s.p50", TARGET_COUNT, false },
	{ "first token p95", "latency.ttft_s.p95", TARGET_TTFT_P95_S, true },
	{ "first token p99", "latency.ttft_s.p99", TARGET_COUNT, false },
	{ "whole answer p50", "latency.e2e_s.p50", TARGET_COUNT, false },
	{ "whole answer p95", "latency.e2e_s.p95", TARGET_LATENCY_P95_S, false },
	{ "in time", "service.latency_met_frac", TARGET_COUNT, false },
	{ "dropped queries", "service.dropped", TARGET_COUNT, false },
	{ "searches timed out", "service.timed_out", TARGET_COUNT, false },
	{ "tries again at the API", "service.retried", TARGET_COUNT, false },
};

static const struct report_row answer_rows[] = {
	{ "stale answers", "freshness.stale_answer_frac", TARGET_STALE_ANSWER_FRAC, false },
	{ "oldest missed change", "freshness.oldest_missed_s", TARGET_COUNT, false },
	{ "outdated behaviour", "freshness.outdated_behaviour_frac", TARGET_COUNT, false },
	{ "right answers", "quality.correct_frac", TARGET_CORRECT_FRAC, false },
	{ "made-up answers", "quality.hallucinated_frac", TARGET_COUNT, false },
	{ "valid format", "quality.format_valid_frac", TARGET_COUNT, false },
	{ "good answers", "quality.good_frac", TARGET_COUNT, false },
	{ "retrainings", "retrain.runs", TARGET_COUNT, false },
	{ "failed evaluations", "retrain.failed", TARGET_COUNT, false },
	{ "general skill lost", "retrain.forgotten_frac", TARGET_COUNT, false },
};

/* Only where somebody asked for one. */
static const struct report_row deletion_rows[] = {
	{ "requests", "governance.deletions", TARGET_COUNT, false },
	{ "gone everywhere p95", "governance.deletion_delay_p95_s", TARGET_COUNT, false },
	{ "hours still held", "governance.noncompliant_hours", TARGET_COUNT, false },
	{ "late", "governance.late", TARGET_COUNT, false },
};

#define PART(heading, rows)                                     \
	{                                                       \
		heading, rows, sizeof(rows) / sizeof((rows)[0]) \
	}

const struct report_part report_parts[] = {
	PART("cost", cost_rows),
	PART("latency", latency_rows),
	PART("answers", answer_rows),
	PART("deletion", deletion_rows),
};
const int report_part_count = sizeof(report_parts) / sizeof(report_parts[0]);

bool report_part_applies(const struct report_part *part, const struct scenario *scenario,
			 const struct result *result)
{
	return part->rows != deletion_rows || result->arch[scenario->archs[0]].deletions > 0;
}

static const struct figure *row_figure(const struct report_row *row)
{
	int i = 0;

	while (i < figure_count && strcmp(figure_table[i].path, row->path) != 0)
		i++;
	assert(i < figure_count);
	return &figure_table[i];
}

static void label_row(const struct scenario *scenario, const struct report_row *row, char *label)
{
	char target[FORMAT_SIZE];

	snprintf(label, REPORT_CELL_SIZE, "%s", row->label);
	if (row->target == TARGET_COUNT || isnan(scenario->targets[row->target]))
		return;
	format_set_value(target, sizeof(target), scenario->targets[row->target],
			 target_unit(row->target));
	snprintf(label, REPORT_CELL_SIZE, "%s %s %s", row->label,
		 target_is_floor(row->target) ? "≥" : "≤", target);
}

/* A flag beside each cell: misses its target, or is the best. */
static void flag_row(const struct scenario *scenario, const struct result *result,
		     const struct report_row *row, const double *values, int better,
		     struct report_line *line)
{
	const char *texts[ARCH_COUNT];
	bool best[ARCH_COUNT];

	for (int i = 0; i < scenario->arch_count; i++)
		texts[i] = line->cells[i];
	result_best_of(result, scenario->archs, scenario->arch_count, better, values, texts, best);
	for (int i = 0; i < scenario->arch_count; i++) {
		enum arch arch = scenario->archs[i];

		if (row->target != TARGET_COUNT && result->verdict.missed[arch][row->target])
			line->flags[i] = "!";
		else
			line->flags[i] = best[i] ? "★" : NULL;
	}
}

/* An interval too narrow to be seen is not shown. */
static bool interval_cell(const struct arch_result *arch, const struct figure *figure, char *cell)
{
	char lo[FORMAT_SIZE], hi[FORMAT_SIZE];
	struct interval interval;

	snprintf(cell, REPORT_CELL_SIZE, "%s", FORMAT_MISSING);
	if (!figure_interval(arch, figure, &interval) || isnan(interval.lo) || isnan(interval.hi))
		return false;
	format_value_narrow(lo, sizeof(lo), interval.lo, figure->unit);
	format_value_narrow(hi, sizeof(hi), interval.hi, figure->unit);
	if (strcmp(lo, hi) == 0)
		return false;
	snprintf(cell, REPORT_CELL_SIZE, "%s to %s", lo, hi);
	return true;
}

void report_line_make(struct report_line *line, const struct report_row *row,
		      const struct scenario *scenario, const struct result *result)
{
	const struct figure *figure = row_figure(row);
	int n = scenario->arch_count;
	double values[ARCH_COUNT] = { 0 }, target = PARAM_NULL;
	struct format_row form;

	*line = (struct report_line){ 0 };
	if (row->target != TARGET_COUNT)
		target = scenario->targets[row->target];
	for (int i = 0; i < n; i++)
		values[i] = figure_value(&result->arch[scenario->archs[i]], figure);
	format_row_init(&form, figure->unit, values, (size_t)n, target);
	for (int i = 0; i < n; i++)
		format_row_value(&form, line->cells[i], REPORT_CELL_SIZE, values[i]);
	flag_row(scenario, result, row, values, figure->better, line);
	label_row(scenario, row, line->label);
	for (int i = 0; i < n && row->interval; i++)
		line->has_interval |= interval_cell(&result->arch[scenario->archs[i]], figure,
						    line->intervals[i]);
}
