// SPDX-License-Identifier: MIT
/* An architecture alone is what it is in company, also where windows warm up longer for one of them
 * than for the others: long context on replicas. */
#include <ragtop/run.h>

#include "base/suite.h"
#include "sim/fixture.h"

static struct scenario scenario;
static struct params *const p = &scenario.params;
static struct result together, alone;

static void run_into(struct result *into)
{
	struct error error;

	ck_assert_msg(run(&scenario, NULL, into, &error), "%s", error.message);
}

START_TEST(windows_on_replicas)
{
	scenario_init(&scenario);
	scenario.horizon_days = 90;
	scenario.fidelity = 0;
	p->traffic.volume_qpm = 1.2e7;
	p->traffic.diurnal_frac = 0.8;
	p->rag.search_servers = 8;
	p->serving.mode = SERVING_SELF;
	p->serving.replicas = 1;
	scenario.arch_count = ARCH_COUNT;
	for (int a = 0; a < ARCH_COUNT; a++)
		scenario.archs[a] = (enum arch)a;
	run_into(&together);
	for (int a = 0; a < ARCH_COUNT; a++) {
		scenario.arch_count = 1;
		scenario.archs[0] = (enum arch)a;
		run_into(&alone);
		ck_assert_double_eq(alone.arch[a].ttft_s.p95, together.arch[a].ttft_s.p95);
		ck_assert_double_eq(alone.arch[a].e2e_s.p99, together.arch[a].e2e_s.p99);
		ck_assert_double_eq(alone.arch[a].ci_ttft_p95_s.hi,
				    together.arch[a].ci_ttft_p95_s.hi);
		ck_assert_double_eq(alone.arch[a].in_system_mean[STAGE_DECODE],
				    together.arch[a].in_system_mean[STAGE_DECODE]);
		ck_assert_double_eq(alone.arch[a].wait_s[STAGE_PROMPT],
				    together.arch[a].wait_s[STAGE_PROMPT]);
	}
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("company");

	tcase_set_timeout(tcase, 120);
	tcase_add_test(tcase, windows_on_replicas);
	return suite_run("company", tcase);
}
