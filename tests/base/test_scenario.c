// SPDX-License-Identifier: MIT
#include <ragtop/scenario.h>

#include <math.h>

#include "base/suite.h"

/* A file with only a name relies on these. */
START_TEST(defaults)
{
	struct scenario *scenario = malloc(sizeof(*scenario));
	const struct param_info *info = &param_table[P_traffic_volume_qpm];

	scenario_init(scenario);
	ck_assert_str_eq(scenario->name, "untitled");
	ck_assert_uint_eq(scenario->seed, 1);
	ck_assert_double_eq(scenario->horizon_days, 360);
	ck_assert_int_eq(scenario->fidelity, 1);
	ck_assert_int_eq(scenario->arch_count, 3);
	ck_assert_int_eq(scenario->archs[2], ARCH_HYBRID);
	ck_assert_double_eq(scenario->params.traffic.volume_qpm, info->def);
	ck_assert_int_eq(scenario->timeline_count, 0);
	for (int i = 0; i < TARGET_COUNT; i++)
		ck_assert(isnan(scenario->targets[i]));
	free(scenario);
}
END_TEST

START_TEST(targets_by_key)
{
	enum target target = TARGET_MONTHLY_USD;
	double lo, hi;

	for (unsigned int i = 0; i < TARGET_COUNT; i++) {
		ck_assert(target_from_key(target_key((enum target)i), &target));
		ck_assert_uint_eq(target, i);
		target_legal_range(target, &lo, &hi);
		ck_assert_double_lt(lo, hi);
		ck_assert_int_eq(target_is_floor(target), i == TARGET_CORRECT_FRAC);
	}
	ck_assert(!target_from_key("ttft_p99_s", &target));
	ck_assert_int_eq(target, TARGET_MONTHLY_USD);
	ck_assert_int_eq(target_unit(TARGET_MONTHLY_USD), UNIT_USD_PER_MONTH);
}
END_TEST

START_TEST(architectures_by_key)
{
	enum arch arch = ARCH_FT;

	for (unsigned int i = 0; i < ARCH_COUNT; i++) {
		ck_assert(arch_from_key(arch_key((enum arch)i), &arch));
		ck_assert_uint_eq(arch, i);
	}
	ck_assert(!arch_from_key("RAG", &arch));
	ck_assert(!arch_from_key("", &arch));
	ck_assert_int_eq(arch, ARCH_COUNT - 1);
}
END_TEST

/* Behind those of the same time; a full timeline takes nothing. */
START_TEST(timeline_in_order)
{
	static struct scenario scenario;
	static const double days[] = { 5, 1, 5, 3 };

	scenario_init(&scenario);
	for (int i = 0; i < 4; i++)
		scenario_timeline_add(&scenario,
				      &(struct timeline_entry){ .at_days = days[i], .facts = i });
	ck_assert_int_eq(scenario.timeline[0].facts, 1);
	ck_assert_int_eq(scenario.timeline[1].facts, 3);
	ck_assert_int_eq(scenario.timeline[2].facts, 0);
	ck_assert_int_eq(scenario.timeline[3].facts, 2);
	scenario_timeline_remove(&scenario, 1);
	ck_assert_int_eq(scenario.timeline_count, 3);
	ck_assert_int_eq(scenario.timeline[1].facts, 0);
	while (scenario.timeline_count < SCENARIO_TIMELINE_MAX)
		ck_assert_int_eq(
			scenario_timeline_add(&scenario, &(struct timeline_entry){ .at_days = 9 }),
			scenario.timeline_count - 1);
	ck_assert_int_eq(scenario_timeline_add(&scenario, &(struct timeline_entry){ 0 }), -1);
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("scenario");

	tcase_add_test(tcase, defaults);
	tcase_add_test(tcase, targets_by_key);
	tcase_add_test(tcase, architectures_by_key);
	tcase_add_test(tcase, timeline_in_order);
	return suite_run("scenario", tcase);
}
