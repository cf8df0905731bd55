// SPDX-License-Identifier: MIT
#include "study/probe.h"

#include <math.h>
#include <stdlib.h>

#include "base/xalloc.h"
#include "sim/sim.h"

struct probe *probe_new(const struct scenario *scenario, const atomic_bool *cancel)
{
	struct probe *probe = xmalloc(sizeof(*probe));

	probe->scenario = *scenario;
	probe->scenario.fidelity = FIDELITY_MAP;
	probe->scratch = sim_scratch_new();
	probe->cancel = cancel;
	probe->costs_lost_frac = 0;
	probe->calibrated = false;
	return probe;
}

void probe_free(struct probe *probe)
{
	if (!probe)
		return;
	sim_scratch_free(probe->scratch);
	free(probe);
}

bool probe_cancelled(const struct probe *probe)
{
	return probe->cancel && atomic_load_explicit(probe->cancel, memory_order_relaxed);
}

static void scale_interval(struct interval *interval, double value, double factor)
{
	double half = factor * (interval->hi - interval->lo) / 2;

	interval->lo = value - half;
	interval->hi = value + half;
}

static void apply_shift(struct arch_result *arch, const struct probe_shift *shift)
{
	arch->all_in_usd += shift->all_in_usd;
	arch->monthly_usd += shift->monthly_usd;
	arch->ttft_s.p95 *= shift->ttft_p95;
	arch->e2e_s.p95 *= shift->e2e_p95;
	arch->stale_answer_frac *= shift->stale;
	arch->correct_frac *= shift->correct;
	scale_interval(&arch->ci_all_in_usd, arch->all_in_usd, shift->half_all_in);
	scale_interval(&arch->ci_monthly_usd, arch->monthly_usd, shift->half_monthly);
	scale_interval(&arch->ci_ttft_p95_s, arch->ttft_s.p95, shift->half_ttft_p95);
	scale_interval(&arch->ci_e2e_p95_s, arch->e2e_s.p95, shift->half_e2e_p95);
	scale_interval(&arch->ci_stale_answer_frac, arch->stale_answer_frac, shift->half_stale);
}

static void apply_shifts(struct probe *probe)
{
	for (int i = 0; i < ARCH_COUNT; i++)
		if (probe->result.arch[i].present)
			apply_shift(&probe->result.arch[i], &probe->shift[i]);
	verdict_reach(&probe->scenario, probe->result.arch, &probe->result.verdict);
}

bool probe_run(struct probe *probe)
{
	const struct run_options options = { .costs_lost_frac = probe->costs_lost_frac,
					     .unnamed = true };
	struct error error;
	struct sim *sim;

	if (probe_cancelled(probe) || !sim_new(&probe->scenario, &options, &sim, &error))
		return false;
	do {
		for (size_t i = 0; i < sim_unit_count(sim) && !probe_cancelled(probe); i++)
			sim_unit_run(sim, i, probe->scratch, probe->cancel);
		// A unit that was cut short looks like a finished one, so ask before going on.
	} while (!probe_cancelled(probe) && sim_next_wave(sim));
	bool finished = !probe_cancelled(probe);
	if (finished)
		sim_finish(sim, &probe->result);
	sim_free(sim);
	if (finished && probe->calibrated)
		apply_shifts(probe);
	return finished;
}

static double factor(double fine, double coarse)
{
	double ratio = fine / coarse;

	return isfinite(ratio) && ratio > 0 ? ratio : 1;
}

static double difference(double fine, double coarse)
{
	return isfinite(fine - coarse) ? fine - coarse : 0;
}

static double half_factor(struct interval fine, struct interval coarse)
{
	return factor(fine.hi - fine.lo, coarse.hi - coarse.lo);
}

static struct probe_shift measure_shift(const struct arch_result *fine,
					const struct arch_result *coarse)
{
	return (struct probe_shift){
		.all_in_usd = difference(fine->all_in_usd, coarse->all_in_usd),
		.monthly_usd = difference(fine->monthly_usd, coarse->monthly_usd),
		.ttft_p95 = factor(fine->ttft_s.p95, coarse->ttft_s.p95),
		.e2e_p95 = factor(fine->e2e_s.p95, coarse->e2e_s.p95),
		.stale = factor(fine->stale_answer_frac, coarse->stale_answer_frac),
		.correct = factor(fine->correct_frac, coarse->correct_frac),
		.half_all_in = half_factor(fine->ci_all_in_usd, coarse->ci_all_in_usd),
		.half_monthly = half_factor(fine->ci_monthly_usd, coarse->ci_monthly_usd),
		.half_ttft_p95 = half_factor(fine->ci_ttft_p95_s, coarse->ci_ttft_p95_s),
		.half_e2e_p95 = half_factor(fine->ci_e2e_p95_s, coarse->ci_e2e_p95_s),
		.half_stale = half_factor(fine->ci_stale_answer_frac, coarse->ci_stale_answer_frac),
	};
}

bool probe_calibrate(struct probe *probe, const struct result *finer)
{
	if (!finer)
		return true;
	probe->calibrated = false;
	if (!probe_run(probe))
		return false;
	for (int i = 0; i < ARCH_COUNT; i++)
		probe->shift[i] = measure_shift(&finer->arch[i], &probe->result.arch[i]);
	probe->calibrated = true;
	apply_shifts(probe);
	return true;
}

int probe_state(const struct verdict *verdict)
{
	return verdict->none_meets ? ARCH_COUNT : (int)verdict->best;
}
