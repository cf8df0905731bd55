// SPDX-License-Identifier: MIT
/*
 * Sampled runs under broken conditions against exact ones: the means over some seeds of each agree,
 * to chance and 1.5 %. Conditions are dated, as random outages differ from seed to seed.
 */
#include <math.h>
#include <stdio.h>

#include <ragtop/run.h>
#include "base/suite.h"
#include "sim/arch.h"
#include "sim/fixture.h"

enum { EXACT_SEEDS = 5, SAMPLED_SEEDS = 20 };

static const double ERRORS_ALLOWED = 4.5, BIAS_REL = 0.015;

static const char *const paths[] = {
	"cost.monthly_usd",          "latency.ttft_s.mean",
	"latency.ttft_s.p50",        "latency.ttft_s.p95",
	"latency.e2e_s.p95",         "latency.wait_s.search",
	"latency.wait_s.rate_limit", "latency.wait_s.prompt",
	"service.dropped",           "service.timed_out",
	"service.retried",           "service.available_frac",
	"service.failed_over_frac",  "service.utilisation.decode",
};
enum { PATHS = sizeof(paths) / sizeof(paths[0]) };

struct tally {
	double mean, error;
};

static struct scenario scenario;
static struct params *const p = &scenario.params;

static void base(enum arch arch, double volume_qpm, double days)
{
	scenario_init(&scenario);
	scenario.arch_count = 1;
	scenario.archs[0] = arch;
	scenario.horizon_days = days;
	p->traffic.volume_qpm = volume_qpm;
	p->knowledge.updates_per_month = 0;
	scenario.targets[TARGET_TTFT_P95_S] = 5;
}

static void incident(double at_days, enum incident what, double for_hours, double times)
{
	fixture_incident_at(&scenario, at_days, what, times);
	scenario.timeline[scenario.timeline_count - 1].for_hours = for_hours;
}

static void search_down_by_day(void)
{
	base(ARCH_RAG, 1e6, 3);
	p->traffic.diurnal_frac = 0.5;
	incident(0.55, INCIDENT_VECTOR_DB_DOWN, 5.5, 0);
	incident(1.3, INCIDENT_VECTOR_DB_DOWN, 2.2, 0);
}

static void brownout(void)
{
	base(ARCH_RAG, 1e6, 3);
	p->base.incident_fail_frac = 0.6;
	incident(0.4, INCIDENT_API_BROWNOUT, 9.5, 3);
	incident(1.4, INCIDENT_API_BROWNOUT, 7.3, 1);
}

static void brownout_behind_a_limit(void)
{
	base(ARCH_FT, 3e6, 1);
	p->base.incident_fail_frac = 0.5;
	p->base.rpm_limit = 1.6 * 3e6 / 43200;
	incident(0.25, INCIDENT_API_BROWNOUT, 12, 1);
}

static void another_provider(void)
{
	base(ARCH_HYBRID, 1e6, 2);
	p->base.failover = 1;
	incident(0.4, INCIDENT_API_BROWNOUT, 11.5, 3);
}

static void more_traffic(void)
{
	base(ARCH_RAG, 1e6, 3);
	p->rag.search_servers = 4;
	p->rag.search_s = 3;
	incident(1.2, INCIDENT_TRAFFIC, 20.4, 2.5);
}

static const struct {
	const char *name;
	void (*set)(void);
} cases[] = {
	{ "search down by day", search_down_by_day },
	{ "brownout", brownout },
	{ "brownout behind a limit", brownout_behind_a_limit },
	{ "another provider", another_provider },
	{ "more traffic", more_traffic },
};
enum { CASES = sizeof(cases) / sizeof(cases[0]) };

static void tally(int fidelity, uint64_t first_seed, int seeds, struct tally tallies[PATHS])
{
	double sum[PATHS] = { 0 }, squares[PATHS] = { 0 };
	static struct result result;
	struct error error;

	scenario.fidelity = fidelity;
	for (int s = 0; s < seeds; s++) {
		scenario.seed = first_seed + (uint64_t)s;
		ck_assert_msg(run(&scenario, NULL, &result, &error), "%s", error.message);
		for (int i = 0; i < PATHS; i++) {
			char path[80];
			double x;

			snprintf(path, sizeof(path), "%s.%s", arch_key(scenario.archs[0]),
				 paths[i]);
			ck_assert(result_figure(&result, path, &x));
			sum[i] += x / seeds;
			squares[i] += x * x / seeds;
		}
	}
	for (int i = 0; i < PATHS; i++) {
		double variance = (squares[i] - sum[i] * sum[i]) / (seeds - 1);

		tallies[i] = (struct tally){ sum[i], sqrt(variance > 0 ? variance : 0) };
	}
}

START_TEST(sampled_agrees_with_exact)
{
	struct tally exact[PATHS], sampled[PATHS];

	cases[_i].set();
	tally(FIDELITY_EXACT, 5000, EXACT_SEEDS, exact);
	tally(0, 1, SAMPLED_SEEDS, sampled);
	for (int i = 0; i < PATHS; i++) {
		double allowed = ERRORS_ALLOWED * hypot(exact[i].error, sampled[i].error) +
				 BIAS_REL * fabs(exact[i].mean);

		if (isnan(exact[i].mean))
			continue;
		ck_assert_msg(fabs(sampled[i].mean - exact[i].mean) <= allowed,
			      "%s, %s: exact %.6g, sampled %.6g, allowed %.2g", cases[_i].name,
			      paths[i], exact[i].mean, sampled[i].mean, allowed);
	}
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("condition_exact");

	tcase_set_timeout(tcase, 120);
	tcase_add_loop_test(tcase, sampled_agrees_with_exact, 0, CASES);
	return suite_run("condition_exact", tcase);
}
