// SPDX-License-Identifier: MIT
#include "ui/view_latency.h"

static const struct look {
	const char *name;
	enum target target;
	enum heat heat;
} looks[LATENCY_FIGURES] = {
	[LATENCY_TTFT] = { "first token", TARGET_TTFT_P95_S, HEAT_TTFT },
	[LATENCY_E2E] = { "whole answer", TARGET_LATENCY_P95_S, HEAT_E2E },
	[LATENCY_TPOT] = { "time per token", TARGET_COUNT, HEAT_TPOT },
};

static const struct look *look_of(enum latency_figure figure)
{
	return &looks[figure < LATENCY_FIGURES ? figure : LATENCY_TTFT];
}

const char *latency_name(enum latency_figure figure)
{
	return look_of(figure)->name;
}

enum heat latency_heat(enum latency_figure figure)
{
	return look_of(figure)->heat;
}

double latency_target(const struct frame *frame)
{
	enum target target = look_of(frame->state->latency_figure)->target;

	return target < TARGET_COUNT ? frame->snapshot->scenario.targets[target] : PARAM_NULL;
}

const double *latency_series(const struct arch_result *result, enum latency_figure figure,
			     enum percentile percentile)
{
	const struct arch_series *series = &result->series;
	const struct arch_pictures *pictures = &result->pictures;
	const double *const all[HEAT_COUNT][PERCENTILES] = {
		[HEAT_TTFT] = { series->ttft_p50_s, series->ttft_p99_s, series->ttft_p95_s },
		[HEAT_E2E] = { series->e2e_p50_s, series->e2e_p99_s, series->e2e_p95_s },
		[HEAT_TPOT] = { pictures->tpot_p50_s, pictures->tpot_p99_s, pictures->tpot_p95_s },
	};

	return all[latency_heat(figure)][percentile];
}

double latency_whole(const struct arch_result *result, enum latency_figure figure,
		     enum percentile percentile)
{
	const struct latency *const all[HEAT_COUNT] = {
		[HEAT_TTFT] = &result->ttft_s,
		[HEAT_E2E] = &result->e2e_s,
		[HEAT_TPOT] = &result->tpot_s,
	};
	const struct latency *latency = all[latency_heat(figure)];
	const double values[PERCENTILES] = { latency->p50, latency->p99, latency->p95 };

	return values[percentile];
}

const double *latency_bins(const struct arch_result *result, enum latency_figure figure)
{
	const double *const all[HEAT_COUNT] = {
		[HEAT_TTFT] = result->ttft_hist,
		[HEAT_E2E] = result->e2e_hist,
		[HEAT_TPOT] = result->pictures.tpot_hist,
	};

	return all[latency_heat(figure)];
}

int latency_archs(const struct frame *frame, int height, int rows, enum arch archs[ARCH_COUNT])
{
	archs[0] = frame_focus(frame);
	return frame->state->latency_others ? frame_archs_in(frame, height / rows, archs) : 1;
}
