// SPDX-License-Identifier: MIT
#include "study/payback.h"

#include <math.h>
#include <stddef.h>

#include "study/gap.h"

static void find_months(const struct result *result, struct payback *payback)
{
	struct side invested = { result, payback->invested }, other = { result, payback->other };
	struct gap saving = gap_measure(other, invested, MEASURE_MONTHLY);
	double upfront = payback->upfront_usd;

	payback->saving_usd = saving.value;
	payback->months = INFINITY;
	payback->ci_months = (struct interval){ NAN, NAN };
	payback->kind = PAYBACK_NOTHING;
	if (!(upfront > 0))
		return;
	payback->kind = saving.value > 0 ? PAYBACK_AFTER : PAYBACK_NEVER;
	if (payback->kind == PAYBACK_NEVER)
		return;
	payback->months = upfront / saving.value;
	if (isnan(saving.half))
		return;
	payback->ci_months.lo = upfront / (saving.value + saving.half);
	payback->ci_months.hi = saving.half < saving.value ? upfront / (saving.value - saving.half)
							   : INFINITY;
}

static void add_time(struct payback *payback, double days, enum arch cheaper)
{
	if (payback->time_count == PAYBACK_TIMES_MAX)
		return;
	payback->at_days[payback->time_count] = days;
	payback->cheaper_after[payback->time_count++] = cheaper;
}

/* Costs come evenly over a bucket, as far as the series can tell. */
static void find_times(const struct result *result, enum arch a, enum arch b,
		       struct payback *payback)
{
	const double *usd_a = result->arch[a].series.cumulative_usd;
	const double *usd_b = result->arch[b].series.cumulative_usd;
	double width_days = result->horizon_s / RESULT_BUCKETS / DAY_S;
	double last = result->arch[a].upfront_usd - result->arch[b].upfront_usd, last_days = 0;

	for (int i = 0; i < RESULT_BUCKETS; i++) {
		double gap = usd_a[i] - usd_b[i], days = (i + 1) * width_days;

		if (gap == 0)
			continue;
		if (last != 0 && (gap < 0) != (last < 0))
			add_time(payback, last_days + (days - last_days) * last / (last - gap),
				 gap < 0 ? a : b);
		last = gap;
		last_days = days;
	}
	payback->cheaper_at_end = last <= 0 ? a : b;
}

void payback_find(const struct result *result, enum arch a, enum arch b, struct payback *payback)
{
	double more = result->arch[a].upfront_usd - result->arch[b].upfront_usd;

	*payback = (struct payback){
		.invested = more >= 0 ? a : b,
		.other = more >= 0 ? b : a,
		.upfront_usd = fabs(more),
	};
	find_months(result, payback);
	find_times(result, a, b, payback);
}
