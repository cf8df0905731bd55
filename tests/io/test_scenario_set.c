// SPDX-License-Identifier: MIT
#include <math.h>
#include <string.h>

#include "base/suite.h"
#include "base/xalloc.h"
#include "io/scenario_io.h"
#include "io/scenario_same.h"

static struct scenario *scenario;
static struct error error;

static void set_up(void)
{
	scenario = xmalloc(sizeof(*scenario));
	scenario_init(scenario);
}

static void tear_down(void)
{
	free(scenario);
}

/* What people type, with the units that they think in. */
static const struct {
	const char *key, *value;
	enum param_id id;
	double expected;
} settings[] = {
	{ "traffic.volume_qpm", "50M", P_traffic_volume_qpm, 50e6 },
	{ "traffic.volume_qpm", "2000/day", P_traffic_volume_qpm, 60000 },
	{ "traffic.volume_qpm", "x2", P_traffic_volume_qpm, 120000 },
	{ "rag.search_s", "200ms", P_rag_search_s, 0.2 },
	{ "rag.search_s", "0.2", P_rag_search_s, 0.2 },
	{ "ft.min_gap_days", "3d", P_ft_min_gap_days, 3 },
	{ "traffic.weekend_frac", "30 %", P_traffic_weekend_frac, 0.3 },
	{ "base.input_usd_per_mtok", "$2.50/M", P_base_input_usd_per_mtok, 2.5 },
	{ "rag.search_servers", "8", P_rag_search_servers, 8 },
	{ "rag.search_dist", "gamma", P_rag_search_dist, DIST_GAMMA },
	{ "ft.retrain_policy", "never", P_ft_retrain_policy, RETRAIN_NEVER },
	{ "hybrid.raft", "false", P_hybrid_raft, 0 },
	{ "hybrid.raft", "on", P_hybrid_raft, 1 },
	{ "hybrid.raft", "off", P_hybrid_raft, 0 },
	{ "hybrid.raft", "true", P_hybrid_raft, 1 },
};

START_TEST(sets_parameters)
{
	ck_assert_msg(scenario_set(scenario, settings[_i].key, settings[_i].value, &error), "%s",
		      error.message);
	ck_assert_double_eq_tol(params_get(&scenario->params, settings[_i].id),
				settings[_i].expected, 1e-12 * settings[_i].expected + 1e-15);
}
END_TEST

START_TEST(sets_null)
{
	ck_assert(scenario_set(scenario, "ft.answer_tok", "80", &error));
	ck_assert(scenario_set(scenario, "ft.answer_tok", "null", &error));
	ck_assert(isnan(scenario->params.ft.answer_tok));
	ck_assert(!scenario_set(scenario, "ft.upfront_usd", "null", &error));
	ck_assert_str_eq(error.message, "may not be null: \"ft.upfront_usd\"");
}
END_TEST

START_TEST(sets_targets)
{
	ck_assert(scenario_set(scenario, "targets.ttft_p95_s", "800ms", &error));
	ck_assert_double_eq(scenario->targets[TARGET_TTFT_P95_S], 0.8);
	ck_assert(scenario_set(scenario, "targets.stale_answer_frac", "2 %", &error));
	ck_assert_double_eq(scenario->targets[TARGET_STALE_ANSWER_FRAC], 0.02);
	ck_assert(scenario_set(scenario, "targets.ttft_p95_s", "null", &error));
	ck_assert(isnan(scenario->targets[TARGET_TTFT_P95_S]));
	ck_assert(!scenario_set(scenario, "targets.correct_frac", "1.5", &error));
	ck_assert_str_eq(error.message, "out of range, 0 to 1 is legal: \"targets.correct_frac\"");
}
END_TEST

/* A shorter run drops what would come after its end, or the file could not be read again. */
START_TEST(sets_the_horizon)
{
	scenario->timeline_count = 2;
	scenario->timeline[0] = (struct timeline_entry){ .at_days = 30, .kind = TIMELINE_NOTE };
	scenario->timeline[1] = (struct timeline_entry){ .at_days = 31, .kind = TIMELINE_NOTE };
	ck_assert(scenario_set(scenario, "horizon_days", "30d", &error));
	ck_assert_double_eq(scenario->horizon_days, 30);
	ck_assert_int_eq(scenario->timeline_count, 1);
	ck_assert(!scenario_set(scenario, "horizon_days", "0", &error));
	ck_assert(!scenario_set(scenario, "horizon_days", "4000", &error));
	ck_assert(!scenario_set(scenario, "horizon_days", "soon", &error));
	ck_assert_double_eq(scenario->horizon_days, 30);
}
END_TEST

static const struct {
	const char *key, *value, *message;
} wrong[] = {
	{ "rag.serch_s", "1", "unknown key, did you mean \"rag.search_s\": \"rag.serch_s\"" },
	{ "search_s", "1", "unknown key, did you mean \"rag.search_s\": \"search_s\"" },
	{ "stale_answer_frac", "1",
	  "unknown key, did you mean \"targets.stale_answer_frac\": \"stale_answer_frac\"" },
	{ "targets.ttft_p95", "1",
	  "unknown key, did you mean \"targets.ttft_p95_s\": \"targets.ttft_p95\"" },
	{ "horizon_day", "1", "unknown key, did you mean \"horizon_days\": \"horizon_day\"" },
	{ "", "1", "unknown key: \"\"" },
	{ "nothing.like_it_at_all", "1", "unknown key: \"nothing.like_it_at_all\"" },
	{ "traffic.trace", "a.csv",
	  "a trace is named in the file or with --set: \"traffic.trace\"" },
	{ "traffic.volume_qpm", "null",
	  "null only where a trace is replayed: \"traffic.volume_qpm\"" },
	{ "rag.search_s", "601", "out of range, 0 to 600 is legal: \"rag.search_s\"" },
	{ "rag.search_servers", "2.5", "not a whole number: \"rag.search_servers\"" },
	{ "rag.search_dist", "normal",
	  "not one of lognormal, exponential, deterministic, gamma: \"normal\"" },
	{ "hybrid.raft", "2", "not true or false: \"hybrid.raft\"" },
};

START_TEST(refuses)
{
	struct scenario *before = xmalloc(sizeof(*before));

	*before = *scenario;
	ck_assert(!scenario_set(scenario, wrong[_i].key, wrong[_i].value, &error));
	ck_assert_str_eq(error.message, wrong[_i].message);
	ck_assert(scenario_same(before, scenario));
	free(before);
}
END_TEST

START_TEST(parses_seeds_and_levels)
{
	uint64_t seed = 5;
	int fidelity = 7;

	ck_assert(scenario_parse_seed("18446744073709551615", &seed));
	ck_assert_uint_eq(seed, UINT64_MAX);
	ck_assert(!scenario_parse_seed("18446744073709551616", &seed));
	ck_assert(!scenario_parse_seed("", &seed));
	ck_assert(!scenario_parse_seed("-1", &seed));
	ck_assert(!scenario_parse_seed("1 ", &seed));
	ck_assert_uint_eq(seed, UINT64_MAX);
	ck_assert(scenario_parse_fidelity("0", &fidelity));
	ck_assert_int_eq(fidelity, 0);
	ck_assert(scenario_parse_fidelity("exact", &fidelity));
	ck_assert_int_eq(fidelity, FIDELITY_EXACT);
	ck_assert(!scenario_parse_fidelity("6", &fidelity));
	ck_assert(!scenario_parse_fidelity("11", &fidelity));
	ck_assert(!scenario_parse_fidelity("", &fidelity));
	ck_assert_int_eq(fidelity, FIDELITY_EXACT);
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("scenario_set");

	tcase_add_checked_fixture(tcase, set_up, tear_down);
	tcase_add_loop_test(tcase, sets_parameters, 0, sizeof(settings) / sizeof(settings[0]));
	tcase_add_test(tcase, sets_null);
	tcase_add_test(tcase, sets_targets);
	tcase_add_test(tcase, sets_the_horizon);
	tcase_add_loop_test(tcase, refuses, 0, sizeof(wrong) / sizeof(wrong[0]));
	tcase_add_test(tcase, parses_seeds_and_levels);
	return suite_run("scenario_set", tcase);
}
