// SPDX-License-Identifier: MIT
/*
 * No parameter is decoration: every row of the table is moved, and some figure has to follow; also
 * when it is moved half way through the run, and then not before. Everything is simulated exactly,
 * so a figure that moves at all has moved because of the parameter.
 */
#include <ragtop/run.h>

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/suite.h"
#include "sim/fixture.h"

static struct scenario scenario;
static struct params *const p = &scenario.params;
static struct result everything_on, before, after;
static char name[80];

enum { HORIZON_DAYS = 36, DAY_OF_CHANGE = 20 };

static void run_into(struct result *into)
{
	struct error error;

	ck_assert_msg(run(&scenario, NULL, into, &error), "%s: %s", name, error.message);
}

/* Slow motion: 6 queries an hour at services of minutes, so that five weeks have queues, drops,
 * timeouts, retries and refusals in a few thousand queries. */
static void slow_traffic(void)
{
	p->traffic.volume_qpm = 4000;
	p->traffic.growth_frac_per_month = 0.1;
	p->traffic.diurnal_frac = 0.5;
	p->traffic.weekend_frac = 0.3;
	p->traffic.burst_cv = 1.5;
	p->base.ttft_s = 20;
	p->base.prompt_tok_s = 0.02;
	p->base.output_tok_s = 0.5;
	p->rag.embed_s = 300;
	p->rag.embed_servers = 1;
	p->rag.search_s = 700;
	p->rag.search_servers = 2;
	p->rag.queue_limit = 4;
	p->rag.timeout_s = 1500;
	p->base.rpm_limit = 0.7;
	p->base.tpm_limit = 450;
	scenario.targets[TARGET_TTFT_P95_S] = 900;
	scenario.targets[TARGET_LATENCY_P95_S] = 1200;
}

/* The same slow motion on one replica of two places, for when a model is served by oneself. */
static void slow_serving(void)
{
	p->serving.replicas = 1;
	p->serving.max_batch = 2;
	p->serving.kv_tok = 1800;
	p->serving.prefill_budget_tok = 300;
	p->serving.queue_limit = 5;
	p->serving.step_a_ms = 2000;
	p->serving.step_b_ms = 50;
	p->serving.step_c_ms = 0.2;
	p->serving.step_d_ms = 2;
}

static void prices(void)
{
	p->base.cached_input_frac = 0.3;
	p->rag.engineering_usd_per_month = p->ft.engineering_usd_per_month = 100;
	p->hybrid.engineering_usd_per_month = 100;
	p->rag.upfront_usd = 1000;
	p->rag.storage_gb = 10;
	p->rag.namespaces = 4;
	p->money.stale_answer_usd = 0.5;
	p->money.wrong_answer_usd = 0.1;
}

/* Everything is on at once: failing evaluations, a slow index, skewed changes, two policies. */
static void everything(void)
{
	scenario_init(&scenario);
	scenario.horizon_days = HORIZON_DAYS;
	scenario.arch_count = ARCH_COUNT;
	for (int a = 0; a < ARCH_COUNT; a++)
		scenario.archs[a] = (enum arch)a;
	scenario.fidelity = FIDELITY_EXACT;
	slow_traffic();
	slow_serving();
	prices();
	p->knowledge.updates_per_month = 30;
	p->knowledge.update_skew = 0.5;
	p->rag.ingest_facts_per_s = 1e-3;
	p->rag.index_lag_s = p->longctx.refresh_s = 40000;
	p->knowledge.corpus_tok = 400;
	p->longctx.cache_ttl_s = 3000;
	p->base.window_tok = 1500;
	p->rag.rerank = 1;
	p->rag.rerank_s = 60;
	p->rag.rerank_servers = 2;
	p->rag.distraction_frac = 0.1;
	p->rag.visible_frac = 0.7;
	p->traffic.format_frac = 0.4;
	p->traffic.citation_frac = 0.2;
	p->serving.repair_tries = 2;
	p->ft.output_usd_per_mtok = 50;
	p->routed.min_correct_frac = 0.9;
	p->serving.review_frac = 0.2;
	p->serving.response_ttl_s = 50000;
	p->ft.retrain_policy = RETRAIN_UPDATES;
	p->ft.retrain_after_updates = 5;
	p->ft.min_gap_days = 4;
	p->ft.eval_days = 3;
	p->ft.eval_pass_frac = 0.6;
	p->knowledge.behaviour_changes_per_month = 20;
	p->base.life_days = 18;
	p->ft.forgetting_frac = 0.05;
	p->hybrid.retrain_policy = RETRAIN_CALENDAR;
	p->hybrid.retrain_every_days = 7;
}

/* Once for all tests. */
static void run_everything(void)
{
	everything();
	run_into(&everything_on);
}

/* Parameters that act only if another one lets them. */
static const struct {
	enum param_id param, condition;
	double value;
} conditions[] = {
	{ P_ft_retrain_every_days, P_ft_retrain_policy, RETRAIN_CALENDAR },
	{ P_hybrid_retrain_policy, P_ft_eval_days, 0.5 }, /* else one run follows the other */
	{ P_hybrid_retrain_after_changes, P_hybrid_retrain_policy, RETRAIN_UPDATES },
	{ P_ft_retrain_stale_frac, P_ft_retrain_policy, RETRAIN_STALENESS },
	{ P_ft_experiments, P_ft_run_usd, PARAM_NULL },
	{ P_ft_prep_usd, P_ft_run_usd, PARAM_NULL },
	{ P_ft_new_labels, P_ft_run_usd, PARAM_NULL },
	{ P_ft_label_usd, P_ft_run_usd, PARAM_NULL },
	{ P_ft_train_tok, P_ft_run_usd, PARAM_NULL },
	{ P_ft_epochs, P_ft_run_usd, PARAM_NULL },
	{ P_ft_train_usd_per_mtok, P_ft_run_usd, PARAM_NULL },
	{ P_ft_train_gpu_usd_per_hour, P_ft_run_usd, PARAM_NULL },
	{ P_ft_model_params_b, P_ft_run_usd, PARAM_NULL },
	{ P_ft_model_params_b, P_ft_train_gpu_usd_per_hour, 2 },
	{ P_ft_gpu_tflops, P_ft_run_usd, PARAM_NULL },
	{ P_ft_gpu_tflops, P_ft_train_gpu_usd_per_hour, 2 },
	{ P_ft_eval_usd, P_ft_run_usd, PARAM_NULL },
	{ P_ft_deploy_usd, P_ft_run_usd, PARAM_NULL },
	{ P_hybrid_naive_loss_frac, P_hybrid_raft, 0 },
	{ P_rag_filter_s, P_rag_permission_filter, 1 },
	{ P_knowledge_second_facts, P_knowledge_second_query_frac, 0.3 },
	{ P_knowledge_second_updates_per_month, P_knowledge_second_query_frac, 0.3 },
	{ P_knowledge_third_facts, P_knowledge_third_query_frac, 0.3 },
	{ P_knowledge_third_updates_per_month, P_knowledge_third_query_frac, 0.3 },
	{ P_knowledge_deletion_deadline_days, P_knowledge_deletions_per_month, 5 },
	{ P_ft_retrain_on_deletion, P_knowledge_deletions_per_month, 5 },
	{ P_money_noncompliance_usd_per_hour, P_knowledge_deletions_per_month, 5 },
	{ P_knowledge_corpus_tok, P_rag_reembed_every_days, 5 },
	{ P_rag_chunk_tok, P_rag_reembed_every_days, 5 },
	{ P_rag_reembed_every_days, P_rag_reembed_every_days, 5 },
	{ P_rag_search_growth_frac, P_knowledge_corpus_growth_frac_per_month, 0.3 },
	{ P_traffic_burst_minutes, P_traffic_burst_factor, 5 },
	{ P_traffic_bursts_per_day, P_traffic_burst_factor, 5 },
	{ P_base_incident_hours, P_base_incidents_per_month, 10 },
	{ P_base_incident_fail_frac, P_base_incidents_per_month, 10 },
	{ P_base_incident_slow, P_base_incidents_per_month, 10 },
	{ P_base_failover, P_base_incidents_per_month, 10 },
	{ P_base_failover_s, P_base_incidents_per_month, 10 },
	{ P_base_failover_s, P_base_failover, 1 },
	{ P_base_failover_usd_factor, P_base_incidents_per_month, 10 },
	{ P_base_failover_usd_factor, P_base_failover, 1 },
	{ P_rag_repair_hours, P_rag_outages_per_month, 10 },
	{ P_rag_failover_s, P_rag_outages_per_month, 10 },
	{ P_rag_failover_s, P_rag_failover, 1 },
	{ P_rag_standby_usd_per_month, P_rag_failover, 1 },
	{ P_serving_autoscale, P_serving_mode, SERVING_SELF },
	{ P_serving_min_replicas, P_serving_mode, SERVING_SELF },
	{ P_serving_min_replicas, P_serving_autoscale, 1 },
	{ P_serving_max_replicas, P_serving_mode, SERVING_SELF },
	{ P_serving_max_replicas, P_serving_autoscale, 1 },
	{ P_serving_max_replicas, P_serving_target_utilisation, 0.01 },
	{ P_serving_target_utilisation, P_serving_mode, SERVING_SELF },
	{ P_serving_target_utilisation, P_serving_autoscale, 1 },
	{ P_serving_provision_minutes, P_serving_mode, SERVING_SELF },
	{ P_serving_provision_minutes, P_serving_autoscale, 1 },
	{ P_serving_scale_in_minutes, P_serving_mode, SERVING_SELF },
	{ P_serving_scale_in_minutes, P_serving_autoscale, 1 },
	{ P_serving_failures_per_month, P_serving_mode, SERVING_SELF },
	{ P_serving_repair_hours, P_serving_mode, SERVING_SELF },
	{ P_serving_repair_hours, P_serving_failures_per_month, 10 },
	{ P_ft_kv_tok, P_serving_mode, SERVING_SELF },
	{ P_ft_replica_usd_per_hour, P_serving_mode, SERVING_SELF },
	{ P_ft_replicas, P_serving_mode, SERVING_SELF },
	{ P_ft_step_a_ms, P_serving_mode, SERVING_SELF },
	{ P_ft_step_b_ms, P_serving_mode, SERVING_SELF },
	{ P_ft_step_c_ms, P_serving_mode, SERVING_SELF },
	{ P_ft_step_d_ms, P_serving_mode, SERVING_SELF },
	{ P_hybrid_replicas, P_serving_mode, SERVING_SELF },
	{ P_serving_kv_tok, P_serving_mode, SERVING_SELF },
	{ P_serving_max_batch, P_serving_mode, SERVING_SELF },
	{ P_serving_prefill_budget_tok, P_serving_mode, SERVING_SELF },
	{ P_serving_queue_limit, P_serving_mode, SERVING_SELF },
	{ P_serving_replica_usd_per_hour, P_serving_mode, SERVING_SELF },
	{ P_serving_replicas, P_serving_mode, SERVING_SELF },
	{ P_serving_step_a_ms, P_serving_mode, SERVING_SELF },
	{ P_serving_step_b_ms, P_serving_mode, SERVING_SELF },
	{ P_serving_step_c_ms, P_serving_mode, SERVING_SELF },
	{ P_serving_step_d_ms, P_serving_mode, SERVING_SELF },
};

/* Some queries whose prompts begin in two ways, for what matters only with a trace. */
static void replay(void)
{
	enum { ROWS = 64 };
	static double at_s[ROWS];
	static uint32_t question_tok[ROWS], answer_tok[ROWS], prefix[ROWS];
	static struct trace trace;

	for (int i = 0; i < ROWS; i++) {
		at_s[i] = 40000 * i;
		question_tok[i] = answer_tok[i] = 100;
		prefix[i] = (uint32_t)(i % 2);
	}
	trace = (struct trace){ .count = ROWS,
				.period_s = 40000 * ROWS,
				.at_s = at_s,
				.question_tok = question_tok,
				.answer_tok = answer_tok,
				.prefix = prefix };
	scenario.trace = &trace;
	p->longctx.cache_ttl_s = 60000;
}

static void start(enum param_id id)
{
	param_full_name(id, name, sizeof(name));
	everything();
	before = everything_on;
	if (id == P_longctx_shared_prefix) {
		replay();
		run_into(&before);
	}
	for (size_t i = 0; i < sizeof(conditions) / sizeof(conditions[0]); i++)
		if (conditions[i].param == id) {
			params_set(p, conditions[i].condition, conditions[i].value);
			run_into(&before);
		}
}

/* Another legal value, well away: on the other half of the slider. A choice's next, a flag's
 * other. */
static double moved(enum param_id id)
{
	const struct param_info *info = &param_table[id];
	double value = params_get(p, id);

	if (id == P_traffic_volume_qpm)
		return 1.5 * value; /* all of them are simulated */
	if (info->kind == PARAM_FLAG)
		return 1 - value;
	if (info->kind == PARAM_CHOICE)
		return value < info->max ? value + 1 : isnan(value) ? info->max : 0;
	return param_from_position(id, param_to_position(id, value) < 0.5 ? 0.8 : 0.2);
}

/* NaN is a value here: "does not exist". */
static bool same(double a, double b)
{
	return (isnan(a) && isnan(b)) || fixture_gap(a, b) < 1e-9;
}

static int figures_moved(enum arch arch)
{
	int count = 0;

	for (int i = 0; i < figure_count; i++)
		count += !same(figure_value(&before.arch[arch], &figure_table[i]),
			       figure_value(&after.arch[arch], &figure_table[i]));
	return count;
}

/* Where the run is cut into stretches, every architecture's queries are weighted by stretch. */
static bool cuts_time(enum param_id id)
{
	return id == P_rag_outages_per_month || id == P_rag_repair_hours || id == P_rag_failover ||
	       id == P_rag_failover_s;
}

START_TEST(every_parameter_acts)
{
	enum param_id id = (enum param_id)_i;
	int count = 0;
	double value;

	start(id);
	value = moved(id);
	ck_assert(param_legal(id, value));
	ck_assert_double_ne(value, params_get(p, id));
	params_set(p, id, value);
	run_into(&after);
	for (int a = 0; a < ARCH_COUNT; a++)
		count += figures_moved((enum arch)a);
	ck_assert_msg(count > 0, "%s moves nothing", name);
	/* and what it does not belong to stays where it is */
	if ((param_table[id].group_id == GROUP_rag && id != P_rag_visible_frac && !cuts_time(id)) ||
	    param_table[id].group_id == GROUP_hybrid)
		ck_assert_msg(figures_moved(ARCH_FT) == 0, "%s moves the tuned model", name);
	if (param_table[id].group_id == GROUP_ft || param_table[id].group_id == GROUP_hybrid)
		ck_assert_msg(figures_moved(ARCH_RAG) == 0, "%s moves RAG", name);
	ck_assert_str_ne(before.digest, after.digest);
}
END_TEST

/* Buckets that end at least a day before anything changed. */
static void check_past(const struct arch_series *a, const struct arch_series *b)
{
	const double *const past[][2] = {
		{ a->cumulative_usd, b->cumulative_usd },
		{ a->queries, b->queries },
		{ a->good, b->good },
		{ a->e2e_p95_s, b->e2e_p95_s },
		{ a->stale_frac, b->stale_frac },
		{ a->pending, b->pending },
		{ a->dropped, b->dropped },
		{ a->timed_out, b->timed_out },
	};

	for (int bucket = 0;
	     (bucket + 1) * (double)HORIZON_DAYS / RESULT_BUCKETS < DAY_OF_CHANGE - 1; bucket++)
		for (size_t i = 0; i < sizeof(past) / sizeof(past[0]); i++)
			ck_assert_msg(same(past[i][0][bucket], past[i][1][bucket]),
				      "%s changes bucket %d of series %zu", name, bucket, i);
}

/* A dated change acts, and only from its day on. */
START_TEST(every_dated_change_acts)
{
	enum param_id id = (enum param_id)_i;
	int count = 0;

	if (param_table[id].fixed_in_time)
		return;
	start(id);
	fixture_set_at(&scenario, DAY_OF_CHANGE, id, moved(id));
	run_into(&after);
	for (int a = 0; a < ARCH_COUNT; a++) {
		count += figures_moved((enum arch)a);
		check_past(&before.arch[a].series, &after.arch[a].series);
	}
	/* what is paid once has been paid */
	if (strcmp(param_table[id].name, "upfront_usd") == 0)
		ck_assert_int_eq(count, 0);
	else
		ck_assert_msg(count > 0, "%s moves nothing when dated", name);
}
END_TEST

/* The scenario of this file is what it claims to be. */
START_TEST(everything_is_on)
{
	for (int a = 0; a < ARCH_COUNT; a++) {
		const struct arch_result *arch = &everything_on.arch[a];

		if (a != ARCH_PROMPT)
			ck_assert_double_gt(arch->stale_answer_frac, 0.001);
		ck_assert_double_gt(arch->retried, 10);
		ck_assert_double_gt(arch->dropped, 0);
		if (a != ARCH_FT && a != ARCH_HYBRID)
			continue;
		ck_assert_double_gt(arch->retrain_failed, 0);
		ck_assert_double_gt(arch->retrain_deployed, 0);
	}
	ck_assert_double_gt(everything_on.arch[ARCH_RAG].timed_out, 10);
	ck_assert_double_gt(everything_on.arch[ARCH_RAG].latency_met_frac, 0.1);
	ck_assert_double_lt(everything_on.arch[ARCH_RAG].latency_met_frac, 0.95);
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("params_act");

	tcase_set_timeout(tcase, 60);
	tcase_add_unchecked_fixture(tcase, run_everything, NULL);
	tcase_add_test(tcase, everything_is_on);
	tcase_add_loop_test(tcase, every_parameter_acts, 0, PARAM_COUNT);
	tcase_add_loop_test(tcase, every_dated_change_acts, 0, PARAM_COUNT);
	return suite_run("params_act", tcase);
}
