// SPDX-License-Identifier: MIT
/*
 * Replicas by the hour: how many are there when, held against a reckoning minute by minute; what
 * they cost; and what a long delay does to those who wait.
 */
#include <math.h>

#include <ragtop/run.h>
#include "base/suite.h"
#include "sim/arch.h"
#include "sim/autoscale.h"
#include "sim/fixture.h"

static struct scenario scenario;
static struct params *const p = &scenario.params;
static struct result result;

/* A daily wave over a model of one's own, whose busiest hour wants six replicas at 70 %. */
static void wave(enum arch arch)
{
	struct demand demand;

	fixture_quiet(&scenario);
	scenario.arch_count = 1;
	scenario.archs[0] = arch;
	scenario.horizon_days = 3;
	scenario.fidelity = 1;
	p->serving.mode = SERVING_SELF;
	p->serving.max_batch = 4;
	p->serving.replica_usd_per_hour = 10;
	p->serving.autoscale = 1;
	p->traffic.diurnal_frac = 0.8;
	arch_demand(p, arch, &demand);
	p->traffic.volume_qpm = 0.7 * 6 / 1.82 * MONTH_S *
				batch_full_rps(&demand.serving, &demand.load);
}

static const struct arch_result *run_it(void)
{
	struct error error;

	ck_assert_msg(run(&scenario, NULL, &result, &error), "%s", error.message);
	return &result.arch[scenario.archs[0]];
}

static double rate_at(double t_s)
{
	struct scenario flat = scenario;
	struct profile profile;
	double rate_rps;

	flat.params.serving.autoscale = 0;
	profile_init(&profile, &flat);
	rate_rps = profile.slots[profile_slot_at(&profile, t_s > 0 ? t_s : 0)].rate_rps;
	profile_release(&profile);
	return rate_rps;
}

enum { MINUTES = 3 * 1440 };

/* Minute by minute, in the middle of each; the straightforward way. */
static void reckon(enum arch arch, int running[MINUTES])
{
	static int wanted[MINUTES];
	struct demand demand;
	int out = (int)p->serving.provision_minutes, in = (int)p->serving.scale_in_minutes;

	in = in > out ? in : out;
	arch_demand(p, arch, &demand);
	for (int m = 0; m < MINUTES; m++) {
		double each = p->serving.target_utilisation *
			      batch_full_rps(&demand.serving, &demand.load);
		int n = (int)ceil((m % 60 == 0 ? rate_at(60 * m + 30) : 0) / each);

		n = n > p->serving.max_replicas ? (int)p->serving.max_replicas : n;
		n = n < p->serving.min_replicas ? (int)p->serving.min_replicas : n;
		wanted[m] = m % 60 == 0 ? n : wanted[m - 1];
	}
	for (int m = 0; m < MINUTES; m++) {
		running[m] = 0;
		for (int then = m - in; then <= m - out; then++) {
			int n = wanted[then > 0 ? then : 0];

			running[m] = n > running[m] ? n : running[m];
		}
	}
}

static const struct {
	double out, in, least, most;
} delays[] = { { 5, 15, 1, 16 }, { 0, 0, 1, 16 }, { 90, 20, 2, 5 }, { 20, 400, 1, 4 } };

START_TEST(as_many_as_were_wanted)
{
	static int running[MINUTES];
	struct profile profile;
	double usd = 0;

	wave(ARCH_FT);
	p->serving.provision_minutes = delays[_i].out;
	p->serving.scale_in_minutes = delays[_i].in;
	p->serving.min_replicas = delays[_i].least;
	p->serving.max_replicas = delays[_i].most;
	reckon(ARCH_FT, running);
	profile_init(&profile, &scenario);
	for (int m = 0; m < MINUTES; m++) {
		int slot = profile_slot_at(&profile, 60 * m + 30);

		if (profile.slots[slot].replicas[ARCH_FT] != running[m])
			ck_abort_msg("minute %d: %d, not %d", m,
				     profile.slots[slot].replicas[ARCH_FT], running[m]);
		usd += running[m] * 10 / 60.0;
	}
	/* the slots are the same queries as ever */
	ck_assert_double_eq_tol(profile_mass(&profile, 3 * DAY_S), p->traffic.volume_qpm / 10,
				1e-6 * p->traffic.volume_qpm);
	ck_assert_double_eq_tol(profile_moment(&profile, 1e9),
				profile.slots[profile.slot_count].moment_before, 1e-3);
	profile_release(&profile);
	ck_assert_double_eq_tol(run_it()->ledger_usd[LEDGER_HOSTING], usd, 1e-6 * usd);
}
END_TEST

/* Less than to provide for the peak all day; with a long delay the morning's queries wait. */
START_TEST(cheaper_than_the_peak_and_late)
{
	double peak_usd, peak_p99_s, scaled_p99_s;

	wave(ARCH_RAG);
	p->serving.autoscale = 0;
	p->serving.replicas = 6;
	peak_usd = run_it()->ledger_usd[LEDGER_HOSTING];
	peak_p99_s = run_it()->ttft_s.p99;
	ck_assert_double_eq_tol(peak_usd, 6 * 72 * 10, 1e-6);
	p->serving.autoscale = 1;
	ck_assert_double_lt(run_it()->ledger_usd[LEDGER_HOSTING], 0.75 * peak_usd);
	scaled_p99_s = run_it()->ttft_s.p99;
	ck_assert_double_ge(scaled_p99_s, peak_p99_s);
	p->serving.provision_minutes = 150;
	ck_assert_double_lt(run_it()->ledger_usd[LEDGER_HOSTING], 0.9 * peak_usd);
	ck_assert_double_gt(run_it()->ttft_s.p99, 2 * scaled_p99_s);
	ck_assert_double_gt(run_it()->utilisation[STAGE_DECODE], 0);
}
END_TEST

/* Only from its day on, and not before the replicas are there. */
START_TEST(switched_on_and_off)
{
	struct profile profile;
	int fixed = 0, scaled = 0;

	wave(ARCH_FT);
	p->serving.autoscale = 0;
	p->serving.replicas = 3;
	fixture_set_at(&scenario, 1, P_serving_autoscale, 1);
	fixture_set_at(&scenario, 2, P_serving_autoscale, 0);
	profile_init(&profile, &scenario);
	for (int s = 0; s < profile.slot_count; s++) {
		const struct slot *slot = &profile.slots[s];
		bool on = slot->start_s >= DAY_S && slot->start_s < 2 * DAY_S;

		ck_assert_int_eq(slot->replicas[ARCH_FT] > 0, on);
		ck_assert_int_eq(slot->replicas[ARCH_RAG] > 0, on);
		fixed += !on;
		scaled += on;
	}
	/* on its first minutes the old pool is there still */
	ck_assert_int_eq(profile.slots[profile_slot_at(&profile, DAY_S)].replicas[ARCH_FT], 3);
	ck_assert_int_eq(fixed, 48);
	ck_assert_int_gt(scaled, 24);
	profile_release(&profile);
}
END_TEST

/* Behind an API nothing scales. */
START_TEST(not_behind_an_api)
{
	wave(ARCH_FT);
	p->serving.mode = SERVING_API;
	ck_assert_double_eq(run_it()->ledger_usd[LEDGER_HOSTING], 0);
}
END_TEST

/* A failure takes one of those that are there. */
START_TEST(with_failures)
{
	double before;

	wave(ARCH_FT);
	before = run_it()->e2e_s.p95;
	p->serving.failures_per_month = 60;
	p->serving.repair_hours = 4;
	ck_assert_double_gt(run_it()->e2e_s.p95, before);
}
END_TEST

/* Replicas that come and go in the middle of hours, sampled and exactly. */
START_TEST(sampled_agrees_with_exact)
{
	enum { SEEDS = 8 };
	double mean[2][4] = { { 0 } };

	wave(ARCH_RAG);
	p->traffic.answer_cv = 0.7;
	p->serving.provision_minutes = 10;
	p->serving.target_utilisation = 0.8;
	for (int exact = 0; exact < 2; exact++)
		for (uint64_t seed = 1; seed <= SEEDS; seed++) {
			const struct arch_result *arch;

			scenario.seed = seed;
			scenario.fidelity = exact ? FIDELITY_EXACT : 1;
			if (exact && seed > 3)
				continue;
			arch = run_it();
			mean[exact][0] += arch->ttft_s.mean / (exact ? 3 : SEEDS);
			mean[exact][1] += arch->e2e_s.p95 / (exact ? 3 : SEEDS);
			mean[exact][2] += arch->total_usd / (exact ? 3 : SEEDS);
			mean[exact][3] += arch->utilisation[STAGE_DECODE] / (exact ? 3 : SEEDS);
		}
	for (int i = 0; i < 4; i++)
		ck_assert_msg(fabs(mean[0][i] / mean[1][i] - 1) < (i < 2 ? 0.05 : 0.02),
			      "figure %d: sampled %.6g, exact %.6g", i, mean[0][i], mean[1][i]);
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("autoscale");

	tcase_set_timeout(tcase, 120);
	tcase_add_loop_test(tcase, as_many_as_were_wanted, 0, sizeof(delays) / sizeof(delays[0]));
	tcase_add_test(tcase, cheaper_than_the_peak_and_late);
	tcase_add_test(tcase, switched_on_and_off);
	tcase_add_test(tcase, not_behind_an_api);
	tcase_add_test(tcase, with_failures);
	tcase_add_test(tcase, sampled_agrees_with_exact);
	return suite_run("autoscale", tcase);
}
