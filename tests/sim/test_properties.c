// SPDX-License-Identifier: MIT
/*
 * What holds in whatever scenario, in a thousand random ones, each by its number. A failure names
 * it; to see that one alone:
 *
 *     SCENARIO=number build/tests/sim/test_properties
 *
 * and others than this thousand by SCENARIO=first-last.
 */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/suite.h"
#include "sim/fixture.h"
#include "sim/random_scenario.h"
#include "sim/retrain.h"
#include "sim/pool.h"
#include "sim/sim.h"

enum { GROUPS = 50, GROUP_SIZE = 20 };

static struct scenario scenario;
static struct random_trace trace;
static struct result result, again;
static int number;           /* of the scenario */
static const char *who = ""; /* architecture */
static bool alone;           /* and shown in full */
static double answered_frac[ARCH_COUNT];

#define FAILS(...)                                                     \
	do {                                                           \
		char said[300];                                        \
		snprintf(said, sizeof(said), __VA_ARGS__);             \
		random_scenario_print(&scenario);                      \
		ck_abort_msg("SCENARIO=%d %s: %s", number, who, said); \
	} while (0)
#define MUST(condition)                          \
	do {                                     \
		if (!(condition))                \
			FAILS("%s", #condition); \
	} while (0)
#define MUST_EQUAL(a, b, tolerance)                                              \
	do {                                                                     \
		const double left = (a), right = (b);                            \
		if (!(fabs(left - right) <= (tolerance)))                        \
			FAILS("%s is %.17g, and %s %.17g", #a, left, #b, right); \
	} while (0)
#define MUST_NOT_EXCEED(a, b)                                                        \
	do {                                                                         \
		const double small = (a), large = (b);                               \
		if (!(small <= large))                                               \
			FAILS("%s is %.17g, above %s, %.17g", #a, small, #b, large); \
	} while (0)
#define MUST_BE_SHARE(x)                                    \
	do {                                                \
		const double share = (x);                   \
		if (!(share >= -1e-9 && share <= 1 + 1e-9)) \
			FAILS("%s is %.17g", #x, share);    \
	} while (0)

/* ---- queries ---- */

/* An exact run is drained: whoever came was answered, and so measured once, or dropped. All
 * architectures are asked the same queries. */
static void check_nobody_lost(const struct sim *sim)
{
	uint64_t arrived = sim->measures[scenario.archs[0]][0].sketch.count.arrived;

	for (int i = 0; i < scenario.arch_count; i++) {
		who = arch_key(scenario.archs[i]);
		for (int m = 0; m < sim->measure_count; m++) {
			const struct sketch *sketch = &sim->measures[scenario.archs[i]][m].sketch;
			const struct flow_count *count = &sketch->count;

			MUST(sketch->ttft.total + count->dropped == count->arrived);
			MUST(sketch->e2e.total + count->dropped == count->arrived);
			MUST(count->blind + count->cached + count->direct + count->dropped <=
			     count->arrived);
			MUST(!sim->exact || count->arrived == arrived || m > 0);
		}
	}
}

static double answered_of(const struct flow *flow)
{
	return flow->sighted + flow->direct + flow->blind + flow->cached;
}

/* Quality weighs each stretch by the queries that are expected there, and where nobody happened to
 * come by somebody who is answered. */
static void note_answered(const struct sim *sim, enum arch arch)
{
	double mass = 0, answered = 0;

	for (int cell = 0; cell < sim->cell_count; cell++) {
		struct flow flow = pool_flow(sim, arch, cell);

		mass += sim->cells[cell].mass;
		answered += sim->cells[cell].mass * answered_of(&flow);
	}
	answered_frac[arch] = answered / mass;
}

static void check_flows(const struct arch_result *arch)
{
	double n = arch->queries, sums[2] = { 0, 0 };

	for (int b = 0; b < RESULT_BUCKETS; b++) {
		sums[0] += arch->series.queries[b];
		sums[1] += arch->series.good[b];
		MUST(arch->series.queries[b] >= 0);
	}
	MUST_EQUAL(sums[0], n, 1e-9 * n);
	if (n > 0 && result.macro_reps == 1)
		MUST_EQUAL(sums[1], arch->good_frac * n, 1e-9 * n);
	MUST(arch->dropped >= 0 && arch->timed_out >= 0 && arch->retried >= 0);
	if (result.queries_simulated == 0)
		return; /* nobody happened to come */
	MUST_EQUAL(arch->available_frac * n + arch->dropped, n, 1e-9 * n);
	MUST(arch->timed_out <= arch->available_frac * n * (1 + 1e-9));
	MUST_BE_SHARE(arch->available_frac);
	MUST_BE_SHARE(arch->failed_over_frac);
	MUST_BE_SHARE(arch->response_cache_hit_frac);
	if (arch->available_frac > arch->response_cache_hit_frac)
		MUST_BE_SHARE(arch->prompt_cache_hit_frac);
	MUST(arch->latency_met_frac <= arch->available_frac + 1e-9);
}

static void check_quality(const struct arch_result *arch)
{
	double answered = answered_frac[arch - result.arch];

	if (arch->queries == 0)
		return;
	MUST_BE_SHARE(arch->stale_answer_frac);
	MUST_BE_SHARE(arch->outdated_behaviour_frac);
	MUST_BE_SHARE(arch->correct_frac);
	MUST_BE_SHARE(arch->hallucinated_frac);
	MUST_BE_SHARE(arch->format_valid_frac);
	MUST_BE_SHARE(arch->good_frac);
	MUST_BE_SHARE(arch->cited_frac);
	MUST_BE_SHARE(arch->uncited_frac);
	MUST_BE_SHARE(arch->leaked_frac);
	MUST(arch->correct_frac + arch->hallucinated_frac <= answered + 1e-9);
	MUST(arch->cited_frac + arch->uncited_frac <= answered + 1e-9);
	MUST(arch->good_frac <= arch->correct_frac + 1e-9);
	MUST(isnan(arch->untuned_frac) || (arch->untuned_frac >= 0 && arch->untuned_frac <= 1));
	MUST(isnan(arch->forgotten_frac) ||
	     (arch->forgotten_frac >= 0 && arch->forgotten_frac <= 1));
	MUST(arch->deletions_late <= arch->deletions);
}

/* The three ends of an answer are all there is, in every condition. */
static void check_outcomes(const struct sim *sim, enum arch arch)
{
	const struct params *params = &sim->profile.regimes[0].params;
	double direct = sim->demand[0][arch].direct.frac;
	const struct flow flow = { .sighted = 0.5 * (1 - direct),
				   .met_sighted = 0.4 * (1 - direct),
				   .direct = 0.5 * direct,
				   .met_direct = 0.4 * direct,
				   .blind = 0.1 * (1 - direct),
				   .met_blind = 0.05 * (1 - direct),
				   .cached = 0.2,
				   .met_cached = 0.2,
				   .met_reviewed = 0.1 };
	struct outcome in[STATE_COUNT];

	quality_outcomes(params, arch, &flow, in);
	for (int c = 0; c < STATE_COUNT; c++) {
		MUST_EQUAL(in[c].correct + in[c].stale + in[c].wrong, answered_of(&flow), 1e-12);
		MUST(in[c].correct >= 0 && in[c].stale >= 0 && in[c].wrong >= -1e-12);
		MUST(in[c].hallucinated >= 0 && in[c].hallucinated <= in[c].wrong + 1e-12);
		MUST(in[c].good >= 0 && in[c].good <= in[c].correct + 1e-12);
	}
}

/* ---- times ---- */

static void check_latency(const struct latency *l, const char *what)
{
	if (isnan(l->p50))
		return; /* no answer */
	if (!(l->p50 >= 0 && l->p50 <= l->p90 && l->p90 <= l->p95 && l->p95 <= l->p99 &&
	      l->p99 <= l->p999))
		FAILS("%s: %.17g %.17g %.17g %.17g %.17g", what, l->p50, l->p90, l->p95, l->p99,
		      l->p999);
}

static void check_times(const struct arch_result *arch)
{
	const struct latency *t = &arch->ttft_s, *e = &arch->e2e_s;
	double slack = 1 + 1e-9;

	check_latency(t, "ttft");
	check_latency(e, "e2e");
	check_latency(&arch->tpot_s, "tpot");
	MUST(isnan(t->p50) == isnan(e->p50));
	if (isnan(t->p50))
		return;
	MUST_NOT_EXCEED(t->p50, e->p50 * slack);
	MUST_NOT_EXCEED(t->p90, e->p90 * slack);
	MUST_NOT_EXCEED(t->p95, e->p95 * slack);
	MUST_NOT_EXCEED(t->p99, e->p99 * slack);
	MUST_NOT_EXCEED(t->p999, e->p999 * slack);
	MUST_NOT_EXCEED(t->mean, e->mean * slack);
	for (int stage = 0; stage < STAGE_COUNT; stage++) {
		MUST(!(arch->wait_s[stage] < -1e-9) && !(arch->service_s[stage] < -1e-9));
		MUST(!(arch->utilisation[stage] < 0) && !(arch->utilisation[stage] > 1 + 1e-9));
	}
}

/* ---- money ---- */

static void check_money(const struct arch_result *arch)
{
	double sum = 0, months = scenario.horizon_days / 30, before = 0;

	for (int c = 0; c < LEDGER_COUNT; c++) {
		if (!(arch->ledger_usd[c] >= 0))
			FAILS("%s is %.17g", ledger_key((enum ledger)c), arch->ledger_usd[c]);
		sum += arch->ledger_usd[c];
	}
	MUST_EQUAL(arch->total_usd, sum, 1e-12 * sum);
	MUST_EQUAL(arch->monthly_usd * months + arch->upfront_usd, sum, 1e-12 * sum);
	MUST_EQUAL(arch->all_in_usd,
		   arch->monthly_usd + arch->upfront_usd / scenario.params.money.amortise_months,
		   1e-12 * (sum / months + sum));
	for (int b = 0; b < RESULT_BUCKETS; b++) {
		MUST(arch->series.cumulative_usd[b] >= before * (1 - 1e-12));
		before = arch->series.cumulative_usd[b];
	}
	if (result.macro_reps == 1)
		MUST_EQUAL(before, sum, 1e-9 * sum);
}

/* ---- events ---- */

static void check_events(const struct arch_result *arch)
{
	double before_s = 0;

	for (int i = 0; i < arch->event_count; i++) {
		const struct event *event = &arch->events[i];

		MUST(event->at_s >= before_s && event->at_s <= result.horizon_s);
		MUST(event->timeline_index >= -1 &&
		     event->timeline_index < scenario.timeline_count);
		if (event->timeline_index >= 0)
			MUST_EQUAL(event->at_s,
				   scenario.timeline[event->timeline_index].at_days * 86400,
				   1e-9 * result.horizon_s);
		before_s = event->at_s;
	}
}

/* ---- knowledge ---- */

/* The least value that a parameter ever has. */
static double least(enum param_id id)
{
	double value = params_get(&scenario.params, id);

	for (int i = 0; i < scenario.timeline_count; i++) {
		const struct timeline_entry *entry = &scenario.timeline[i];

		if (entry->kind == TIMELINE_SET && entry->param == id)
			value = fmin(value, entry->value);
	}
	return value;
}

/* The first model of all goes live with the architecture, and is one lead old then. */
static double first_frozen_s(const struct world *world, enum arch arch, double live_s)
{
	struct retrain_spec spec;
	int regime = 0;

	MUST_EQUAL(live_s, arch_build_s(&scenario.params, arch), 1e-9 * live_s);
	while (regime + 1 < world->profile.regime_count &&
	       world->profile.regimes[regime + 1].start_s <= live_s)
		regime++;
	retrain_spec_init(&spec, &world->profile.regimes[regime].params, arch);
	return live_s - retrain_lead_s(&spec);
}

/* When a model was deployed and its data frozen: at the trigger before, for a trigger waits for the
 * end of the run before it. Ascending; returns how many. */
static int deployments(const struct world *world, enum arch arch, double *frozen_s, double *live_s)
{
	const struct macro_series *series = &world->series[arch];
	double triggered_s = NAN;
	int count = 0;

	for (int i = 0; i < series->event_count; i++) {
		if (series->events[i].kind == EVENT_TRIGGERED)
			triggered_s = series->events[i].at_s;
		if (series->events[i].kind == EVENT_LIVE)
			triggered_s = first_frozen_s(world, arch, series->events[i].at_s);
		if (series->events[i].kind != EVENT_DEPLOYED &&
		    series->events[i].kind != EVENT_LIVE)
			continue;
		frozen_s[count] = triggered_s;
		live_s[count++] = series->events[i].at_s;
	}
	return count;
}

/* A model learns a change when one is deployed that was frozen after it, and then certainly. */
static void check_model_learns(const struct world *world, double at_s, double delay_s,
			       const double *frozen_s, const double *live_s, int count)
{
	double tolerance = 1e-9 * world->profile.horizon_s, visible_s = INFINITY;

	for (int d = count - 1; d >= 0 && frozen_s[d] >= at_s; d--)
		visible_s = live_s[d];
	if (visible_s < INFINITY)
		MUST_EQUAL(at_s + delay_s, visible_s, tolerance);
	else
		MUST(at_s + delay_s > world->profile.horizon_s);
}

/* Delays are in the order of the changes of the horizon. */
static void check_delays(const struct world *world, enum arch arch, double lag_s)
{
	static double frozen_s[RESULT_EVENTS_MAX], live_s[RESULT_EVENTS_MAX];
	const struct macro_arch *out = &world->out[arch];
	const struct update_log *log = &world->scratch.log;
	bool model = arch_facts(arch) == FACTS_MODEL && world->series[arch].events_lost == 0;
	int count = model ? deployments(world, arch, frozen_s, live_s) : 0;
	size_t i = 0;

	for (size_t u = 0; u < log->count && i < out->delay_count; u++) {
		const struct update *update = &log->updates[u];

		if (update->at_s < 0 || update->at_s >= world->profile.horizon_s)
			continue;
		MUST(out->delays_s[i] >= lag_s * (1 - 1e-9) - 1e-9 * world->profile.horizon_s);
		if (model)
			check_model_learns(world, update->at_s, out->delays_s[i], frozen_s, live_s,
					   count);
		i++;
	}
	MUST(i == out->delay_count);
}

static void check_macro(const struct world *world, enum arch arch)
{
	const struct macro_arch *out = &world->out[arch];
	double sum = 0, series = 0;

	for (int c = 0; c < LEDGER_COUNT; c++)
		sum += out->usd[c];
	for (int b = 0; b < RESULT_BUCKETS; b++) {
		MUST_BE_SHARE(world->series[arch].stale[b]);
		MUST(world->series[arch].stale[b] <= world->series[arch].stale_max[b] + 1e-9);
		series += world->series[arch].usd[b];
	}
	MUST_EQUAL(series, sum, 1e-9 * sum);
	for (int i = 0; i < MACRO_STRETCHES; i++) {
		double weights[STATE_COUNT], all = 0;

		macro_states(out, i, weights);
		for (int c = 0; c < STATE_COUNT; c++) {
			MUST(fabs(weights[c]) <= 1 + 1e-9);
			all += weights[c];
		}
		MUST_EQUAL(all, 1, 1e-9);
	}
}

/* The slow clock alone, where every change of a fact can be looked at. */
static void check_knowledge(void)
{
	static struct world world;

	if (scenario.trace)
		return; /* needs the run's replay */
	world_init(&world, &scenario);
	world_run(&world, 0);
	for (int i = 0; i < scenario.arch_count; i++) {
		enum arch arch = scenario.archs[i];

		who = arch_key(arch);
		check_macro(&world, arch);
		if (arch_facts(arch) == FACTS_NONE)
			continue;
		check_delays(&world, arch,
			     arch_facts(arch) == FACTS_INDEX    ? least(P_rag_index_lag_s)
			     : arch_facts(arch) == FACTS_PROMPT ? least(P_longctx_refresh_s)
								: 0);
	}
	world_release(&world);
}

/* ---- a scenario ---- */

/* With one replication of the slow clock the figures are those of the series. False: refused. */
static bool run_it(bool single, struct result *into)
{
	struct error error = { .message = "" };
	struct sim_scratch *scratch;
	struct sim *sim;
	int reps;

	if (!sim_new(&scenario, NULL, &sim, &error)) {
		MUST(strncmp(error.message, "too many ", 9) == 0);
		return false;
	}
	reps = sim->macro_reps;
	sim->macro_reps = single ? 1 : reps;
	scratch = sim_scratch_new();
	do {
		for (size_t unit = 0; unit < sim_unit_count(sim); unit++)
			sim_unit_run(sim, unit, scratch, NULL);
	} while (sim_next_wave(sim));
	sim_finish(sim, into);
	check_nobody_lost(sim);
	for (int i = 0; i < scenario.arch_count; i++) {
		check_outcomes(sim, scenario.archs[i]);
		note_answered(sim, scenario.archs[i]);
	}
	sim->macro_reps = reps;
	sim_scratch_free(scratch);
	sim_free(sim);
	return true;
}

static void check_result(void)
{
	for (int i = 0; i < scenario.arch_count; i++) {
		const struct arch_result *arch = &result.arch[scenario.archs[i]];

		who = arch_key(scenario.archs[i]);
		MUST(arch->present);
		MUST_EQUAL(arch->queries, result.queries_represented, 0);
		check_flows(arch);
		check_quality(arch);
		check_times(arch);
		check_money(arch);
		check_events(arch);
	}
	if (scenario.trace)
		MUST(result.queries_simulated == result.queries_represented);
}

static bool check_scenario(int n)
{
	number = n;
	who = "";
	random_scenario((uint64_t)n, &scenario, &trace);
	if (!run_it(n % 10 != 0, &result))
		return false;
	check_result();
	who = "";
	if (n % 7 == 0) {
		run_it(n % 10 != 0, &again);
		MUST(strcmp(result.digest, again.digest) == 0);
	}
	check_knowledge();
	return true;
}

/* In groups, each in a process of its own. */
START_TEST(whatever_the_scenario)
{
	int ran = 0;

	for (int i = 0; i < GROUP_SIZE; i++)
		ran += check_scenario(_i * GROUP_SIZE + i);
	ck_assert_int_ge(ran, GROUP_SIZE / 2); /* few are refused, or nothing is tested */
}
END_TEST

START_TEST(this_one)
{
	random_scenario((uint64_t)_i, &scenario, &trace);
	if (alone)
		random_scenario_print(&scenario);
	if (!check_scenario(_i) && alone)
		fprintf(stderr, "refused\n");
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("properties");
	const char *asked = getenv("SCENARIO");
	int from = 0, to = 0, read = asked ? sscanf(asked, "%d-%d", &from, &to) : 0;

	tcase_set_timeout(tcase, 60);
	alone = read == 1;
	if (asked)
		tcase_add_loop_test(tcase, this_one, from, (alone ? from : to) + 1);
	else
		tcase_add_loop_test(tcase, whatever_the_scenario, 0, GROUPS);
	return suite_run("properties", tcase);
}
