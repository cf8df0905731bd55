// SPDX-License-Identifier: MIT
#include <assert.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "ui/view_figures.h"

enum { NARROW_COLUMNS = 6 };

#define AT(field) offsetof(struct arch_result, field)

/* clang-format off */
#define ROW(label, narrow, unit, field, better, target, unit_target, rank) \
	{ label, narrow, unit, AT(field), 0, better, target, unit_target, rank }
#define USD(label, narrow, field, target, rank) \
	ROW(label, narrow, UNIT_USD, field, -1, target, NO_TARGET, rank)
#define TIME(label, narrow, field, rank) \
	ROW(label, narrow, UNIT_S, field, -1, NO_TARGET, NO_TARGET, rank)
#define TTFT(label, narrow, percentile, target, rank) \
	ROW(label, narrow, UNIT_S, ttft_s.percentile, -1, target, TARGET_TTFT_P95_S, rank)
#define E2E(label, narrow, percentile, target, rank) \
	ROW(label, narrow, UNIT_S, e2e_s.percentile, -1, target, TARGET_LATENCY_P95_S, rank)
#define SHARE(label, narrow, field, better, target, rank) \
	ROW(label, narrow, UNIT_SHARE, field, better, target, NO_TARGET, rank)
#define COUNT(label, narrow, field, rank) \
	ROW(label, narrow, UNIT_COUNT, field, -1, NO_TARGET, NO_TARGET, rank)

const struct figure_row figure_rows[] = {
	USD("all in a month", "all in", all_in_usd, NO_TARGET, 0),
	USD("running a month", "running", monthly_usd, TARGET_MONTHLY_USD, 1),
	USD("upfront", "upfront", upfront_usd, NO_TARGET, 2),
	USD("per 1,000 queries", "$/1k all", per_1k_queries_usd, NO_TARGET, 11),
	USD("per 1,000 good", "$/1k ok", per_1k_good_usd, NO_TARGET, 3),
	TTFT("first token p50", "1st p50", p50, NO_TARGET, 4),
	TTFT("first token p95", "1st p95", p95, TARGET_TTFT_P95_S, 5),
	TTFT("first token p99", "1st p99", p99, NO_TARGET, 12),
	E2E("whole answer p50", "full p50", p50, NO_TARGET, 17),
	E2E("whole answer p95", "full p95", p95, TARGET_LATENCY_P95_S, 8),
	E2E("whole answer p99", "full p99", p99, NO_TARGET, 18),
	TIME("per token p50", "tok p50", tpot_s.p50, 30),
	SHARE("stale answers", "stale", stale_answer_frac, -1, TARGET_STALE_ANSWER_FRAC, 6),
	TIME("oldest missed change", "oldest", oldest_missed_s, 9),
	TIME("change visible p95", "seen p95", visible_delay_p95_s, 22),
	TIME("age of knowledge", "age", age_mean_s, 23),
	COUNT("pending updates", "pending", pending_mean, 24),
	SHARE("right answers", "right", correct_frac, 1, TARGET_CORRECT_FRAC, 7),
	SHARE("good answers", "good", good_frac, 1, NO_TARGET, 13),
	SHARE("in time", "in time", latency_met_frac, 1, NO_TARGET, 14),
	SHARE("hallucinated", "made up", hallucinated_frac, -1, NO_TARGET, 19),
	SHARE("valid format", "format", format_valid_frac, 1, NO_TARGET, 20),
	ROW("good answers a second", "good/s", UNIT_PER_S, goodput_rps, 1, NO_TARGET, NO_TARGET, 25),
	COUNT("dropped", "dropped", dropped, 26),
	COUNT("search timed out", "timeouts", timed_out, 27),
	TIME("wait for search", "waits", wait_s[STAGE_SEARCH], 28),
	SHARE("search servers busy", "busy", utilisation[STAGE_SEARCH], 0, NO_TARGET, 29),
	{ "retrainings, failed", "retrains", UNIT_COUNT, AT(retrain_runs), AT(retrain_failed), 0, NO_TARGET, NO_TARGET, 15 },
	TIME("age of the model", "mdl age", model_age_mean_s, 21),
	USD("total", "total", total_usd, NO_TARGET, 16),
};
/* clang-format on */

const int figure_row_count = sizeof(figure_rows) / sizeof(figure_rows[0]);
const int figure_rank_short = 16;

const struct figure_row *figure_of_target(enum target target)
{
	for (int i = 0; i < figure_row_count; i++)
		if (figure_rows[i].target == target)
			return &figure_rows[i];
	assert(!"every target has its row");
	return NULL;
}

static double field(const struct arch_result *arch, size_t offset)
{
	double value;

	memcpy(&value, (const char *)arch + offset, sizeof(value));
	return value;
}

/* Sums over the buckets up to the playhead. */
struct so_far {
	double months, queries, good, stale, correct, pending, oldest_s, dropped, timed_out, total;
};

static double or_zero(double x)
{
	return isnan(x) ? 0 : x;
}

static struct so_far sum_so_far(const struct frame *frame, const struct arch_result *arch)
{
	const struct arch_series *series = &arch->series;
	int n = frame_bucket(frame) + 1;
	struct so_far sum = { 0 };

	for (int i = 0; i < n; i++) {
		sum.queries += or_zero(series->queries[i]);
		sum.good += or_zero(series->good[i]);
		sum.stale += or_zero(series->queries[i] * series->stale_frac[i]);
		sum.correct += or_zero(series->queries[i] * series->correct_frac[i]);
		sum.pending += or_zero(series->pending[i]);
		sum.oldest_s = fmax(sum.oldest_s, series->oldest_missed_s[i]);
		sum.dropped += or_zero(series->dropped[i]);
		sum.timed_out += or_zero(series->timed_out[i]);
	}
	sum.pending /= n;
	sum.months = n * frame_horizon_s(frame) / RESULT_BUCKETS / MONTH_S;
	sum.total = series->cumulative_usd[n - 1];
	return sum;
}

/* The figures that the series tell up to a moment; percentiles are not among them. */
static double value_so_far(const struct frame *frame, const struct arch_result *arch, size_t offset)
{
	struct so_far sum = sum_so_far(frame, arch);
	double running = (sum.total - arch->upfront_usd) / sum.months;
	double spread = arch->upfront_usd / frame->snapshot->scenario.params.money.amortise_months;
	const struct {
		size_t offset;
		double value;
	} figures[] = {
		{ AT(all_in_usd), running + spread },
		{ AT(monthly_usd), running },
		{ AT(upfront_usd), arch->upfront_usd },
		{ AT(per_1k_queries_usd), 1000 * sum.total / sum.queries },
		{ AT(per_1k_good_usd), 1000 * sum.total / sum.good },
		{ AT(stale_answer_frac), sum.stale / sum.queries },
		{ AT(oldest_missed_s), sum.oldest_s },
		{ AT(correct_frac), sum.correct / sum.queries },
		{ AT(good_frac), sum.good / sum.queries },
		{ AT(pending_mean), sum.pending },
		{ AT(dropped), sum.dropped },
		{ AT(timed_out), sum.timed_out },
		{ AT(total_usd), sum.total },
	};

	for (size_t i = 0; i < sizeof(figures) / sizeof(figures[0]); i++)
		if (figures[i].offset == offset)
			return figures[i].value;
	return PARAM_NULL;
}

static void get_values(const struct frame *frame, const struct figure_row *row, bool so_far,
		       struct figure_values *values)
{
	values->n = frame_archs(frame, values->arch);
	for (int i = 0; i < values->n; i++) {
		const struct arch_result *arch = frame_result(frame, values->arch[i]);

		values->second[i] = row->second != 0 ? field(arch, row->second) : PARAM_NULL;
		values->value[i] = so_far ? value_so_far(frame, arch, row->offset)
					  : field(arch, row->offset);
	}
}

void figure_get(const struct frame *frame, const struct figure_row *row,
		struct figure_values *values)
{
	get_values(frame, row, frame->state->till_playhead, values);
}

static void pair_text(const struct format_row *form, double value, double second, char *buffer,
		      size_t size)
{
	char first[FORMAT_SIZE], failed[FORMAT_SIZE];

	format_row_value(form, first, sizeof(first), value);
	format_row_value(form, failed, sizeof(failed), second);
	snprintf(buffer, size, "%.24s, %.24s", first, failed);
}

/* The rows of latencies are one family: they share a unit and decimals, so that they compare. */
static bool is_latency(const struct figure_row *row)
{
	return row->unit_target == TARGET_TTFT_P95_S || row->unit_target == TARGET_LATENCY_P95_S;
}

static void latency_form(const struct frame *frame, struct format_row *form)
{
	enum arch archs[ARCH_COUNT];
	int n = frame_archs(frame, archs), count = 0;
	double values[6 * ARCH_COUNT];

	for (int i = 0; i < n; i++) {
		const struct arch_result *arch = frame_result(frame, archs[i]);
		const struct latency *family[] = { &arch->ttft_s, &arch->e2e_s };

		for (int f = 0; f < 2; f++) {
			values[count++] = family[f]->p50;
			values[count++] = family[f]->p95;
			values[count++] = family[f]->p99;
		}
	}
	format_row_init(form, UNIT_S, values, (size_t)count,
			frame->snapshot->scenario.targets[TARGET_TTFT_P95_S]);
}

void figure_texts(const struct frame *frame, const struct figure_row *row,
		  const struct figure_values *values, char text[ARCH_COUNT][FORMAT_SIZE])
{
	struct format_row form;

	if (is_latency(row))
		latency_form(frame, &form);
	else
		format_row_init(&form, row->unit, values->value, (size_t)values->n, PARAM_NULL);
	for (int i = 0; i < values->n; i++) {
		if (row->second != 0 && !frame->narrow && values->value[i] > 0)
			pair_text(&form, values->value[i], values->second[i], text[i], FORMAT_SIZE);
		else
			format_row_value(&form, text[i], FORMAT_SIZE, values->value[i]);
		if (frame->narrow && (row->unit != UNIT_S || text_width(text[i]) > NARROW_COLUMNS))
			format_value_narrow(text[i], FORMAT_SIZE, values->value[i], row->unit);
	}
}

void figure_text(const struct frame *frame, const struct figure_row *row, enum arch arch,
		 char *buffer, size_t size)
{
	struct frame wide = { frame->snapshot, frame->state, frame->canvas, frame->layout, false };
	struct figure_values values;
	char text[ARCH_COUNT][FORMAT_SIZE];

	get_values(&wide, row, false, &values);
	figure_texts(&wide, row, &values, text);
	snprintf(buffer, size, "%s", FORMAT_MISSING);
	for (int i = 0; i < values.n; i++)
		if (values.arch[i] == arch)
			snprintf(buffer, size, "%s", text[i]);
}
