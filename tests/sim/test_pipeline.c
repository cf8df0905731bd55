// SPDX-License-Identifier: MIT
#include "sim/pipeline.h"

#include <math.h>
#include <string.h>

#include "base/suite.h"
#include "sim/fixture.h"

enum { N = BLOCK_QUERIES };

static struct scenario scenario;
static struct params *const p = &scenario.params;
static struct pipeline pipeline;
static struct demand demand;
static struct block block;
static struct measure measured, expected;

/* Arrivals and luck for all, at this many queries a second. */
static void block_draw(uint64_t seed, double rate_rps)
{
	struct workload workload;

	workload_open(&workload, seed, 0, 0, p);
	workload_fill(&workload, &block, N, (double)INFINITY);
	ck_assert_int_eq(block.count, N);
	for (int i = 0; i < N; i++)
		block.arrival_s[i] = block.clock[i] / rate_rps;
}

static void play(enum arch arch, double observe_until_s)
{
	struct feed feed = { .end_s = observe_until_s, .sinks = { &measured, { NULL, NULL } } };

	memset(&measured, 0, sizeof(measured));
	arch_demand(p, arch, &demand);
	pipeline_reset(&pipeline, &demand, scenario.targets, 1, 2, 3);
	pipeline_feed(&pipeline, &block, 0, N, &feed);
	pipeline_drain(&pipeline, false);
	ck_assert_uint_eq(pipeline.flights.count, 0);
}

/* The reference: a list of queries, each with the instant and the stage it is due at, of which the
 * first is sought out every time. Among equals the one that was scheduled first goes first, and new
 * arrivals go last. */
struct traveller {
	struct trip trip;
	double due_s, search_s, tokens;
	long order;
	enum stage stage;
	bool done;
};

static struct {
	struct traveller travellers[N];
	struct station embed, search;
	struct ratelimit limit;
	struct rng retry;
	double prefix_used_s;
	long order;
} reference;

static double at_least(double x, double least)
{
	return x > least ? x : least;
}

static void reference_plan(struct traveller *t, int i, double observe_until_s)
{
	double question_tok = floor(demand.question_tok * block.luck[LUCK_QUESTION][i] + 0.5);
	double answer_tok = at_least(floor(demand.answer_tok * block.luck[LUCK_ANSWER][i] + 0.5),
				     1);
	double history_tok = floor(demand.history_tok * block.luck[LUCK_HISTORY][i] + 0.5);
	double prompt_tok = demand.instructions_tok + history_tok + question_tok +
			    demand.context_tok;

	*t = (struct traveller){ .due_s = block.arrival_s[i],
				 .order = 1000000 + i,
				 .stage = demand.retrieves ? STAGE_EMBED : STAGE_RATE_LIMIT,
				 .search_s = demand.queues[QUEUE_SEARCH].service_s *
					     block.luck[LUCK_SEARCH][i],
				 .tokens = prompt_tok + answer_tok };
	t->trip.arrival_s = block.arrival_s[i];
	t->trip.end_s = observe_until_s;
	t->trip.answer_tok = answer_tok;
	t->trip.service_s[STAGE_EMBED] = demand.queues[QUEUE_EMBED].service_s *
					 block.luck[LUCK_QUEUE + QUEUE_EMBED][i];
	t->trip.service_s[STAGE_PROMPT] = prompt_tok * demand.prompt_tok_s;
	t->trip.service_s[STAGE_FIRST] = demand.ttft_s * block.luck[LUCK_FIRST][i];
	t->trip.service_s[STAGE_DECODE] = (answer_tok - 1) * demand.output_tok_s *
					  block.luck[LUCK_OUTPUT][i];
}

static void reference_land(struct traveller *t, bool dropped)
{
	double ttft_s, e2e_s;

	t->done = true;
	t->trip.dropped = dropped;
	if (!dropped && demand.prefix.tok > 0) {
		t->trip.warm = t->due_s - reference.prefix_used_s <= demand.prefix.ttl_s;
		reference.prefix_used_s = t->due_s;
		if (t->trip.warm)
			t->trip.service_s[STAGE_PROMPT] -= demand.prefix.tok * demand.prompt_tok_s;
	}
	if (!dropped)
		t->trip.reached |= 1u << STAGE_PROMPT | 1u << STAGE_FIRST | 1u << STAGE_DECODE;
	ttft_s = trip_ttft_s(&t->trip);
	e2e_s = trip_e2e_s(&t->trip, ttft_s);
	t->trip.met = !dropped && !(ttft_s > scenario.targets[TARGET_TTFT_P95_S]) &&
		      !(e2e_s > scenario.targets[TARGET_LATENCY_P95_S]);
	measure_add(&expected, &t->trip, ttft_s, e2e_s);
	sketch_add(&expected.sketch, &t->trip, ttft_s, e2e_s);
}

static void reference_station(struct traveller *t, struct station *station, double service_s)
{
	struct visit visit = station_arrive(station, t->due_s, service_s);

	if (visit.dropped) {
		t->trip.service_s[t->stage] = 0;
		reference_land(t, true);
		return;
	}
	t->trip.reached |= 1u << t->stage;
	t->trip.wait_s[t->stage] = visit.wait_s;
	t->trip.service_s[t->stage] = visit.service_s;
	if (visit.timed_out) {
		t->trip.blind = true;
		t->tokens -= demand.context_tok;
		t->trip.service_s[STAGE_PROMPT] -= demand.context_tok * demand.prompt_tok_s;
	}
	t->due_s = visit.leave_s;
	t->order = reference.order++;
	t->stage = t->stage == STAGE_SEARCH ? STAGE_RATE_LIMIT : STAGE_SEARCH;
}

static void reference_model(struct traveller *t)
{
	double wait_s;

	t->trip.reached |= 1u << STAGE_RATE_LIMIT;
	if (ratelimit_try(&reference.limit, t->due_s, t->tokens)) {
		reference_land(t, false);
		return;
	}
	if (t->trip.retries == RATELIMIT_TRIES - 1) {
		reference_land(t, true);
		return;
	}
	wait_s = ratelimit_backoff_s(++t->trip.retries, rng_unit(&reference.retry));
	t->trip.wait_s[STAGE_RATE_LIMIT] += wait_s;
	t->due_s += wait_s;
	t->order = reference.order++;
}

static struct traveller *reference_first(void)
{
	struct traveller *first = NULL;

	for (int i = 0; i < N; i++) {
		struct traveller *t = &reference.travellers[i];

		if (t->done)
			continue;
		if (!first || t->due_s < first->due_s ||
		    (t->due_s == first->due_s && t->order < first->order))
			first = t;
	}
	return first;
}

static void retell(double observe_until_s)
{
	size_t limit = (size_t)demand.queue_limit;
	struct traveller *t;

	memset(&expected, 0, sizeof(expected));
	reference.order = 0;
	reference.prefix_used_s = -(double)INFINITY;
	if (demand.retrieves) {
		station_reset(&reference.embed, demand.queues[QUEUE_EMBED].servers, limit, 0);
		station_reset(&reference.search, demand.queues[QUEUE_SEARCH].servers, limit,
			      demand.queues[QUEUE_SEARCH].timeout_s);
	}
	ratelimit_reset(&reference.limit, 0, demand.rpm_limit, demand.tpm_limit, false);
	rng_open(&reference.retry, 1, 2, 3, demand.tuned ? "retry-tuned" : "retry");
	for (int i = 0; i < N; i++)
		reference_plan(&reference.travellers[i], i, observe_until_s);
	while ((t = reference_first())) {
		if (t->stage == STAGE_EMBED)
			reference_station(t, &reference.embed, t->trip.service_s[STAGE_EMBED]);
		else if (t->stage == STAGE_SEARCH)
			reference_station(t, &reference.search, t->search_s);
		else
			reference_model(t);
	}
}

static void same_sums(const double a[STAGE_COUNT], const double b[STAGE_COUNT])
{
	for (int stage = 0; stage < STAGE_COUNT; stage++)
		ck_assert_double_eq_tol(a[stage], b[stage], 1e-8);
}

static void compare(void)
{
	ck_assert_mem_eq(&measured.sketch.count, &expected.sketch.count,
			 sizeof(expected.sketch.count));
	ck_assert_mem_eq(measured.passed, expected.passed, sizeof(expected.passed));
	ck_assert_mem_eq(&measured.sketch.e2e, &expected.sketch.e2e, sizeof(expected.sketch.e2e));
	ck_assert_mem_eq(&measured.sketch.ttft, &expected.sketch.ttft,
			 sizeof(expected.sketch.ttft));
	same_sums(measured.wait_s, expected.wait_s);
	same_sums(measured.service_s, expected.service_s);
	same_sums(measured.late_service_s, expected.late_service_s);
	same_sums(measured.late_present_s, expected.late_present_s);
	ck_assert_double_eq_tol(measured.ttft_sum_s, expected.ttft_sum_s, 1e-8);
	ck_assert_double_eq_tol(measured.e2e_sum_s, expected.e2e_sum_s, 1e-8);
	ck_assert_double_eq_tol(measured.tpot_sum_s, expected.tpot_sum_s, 1e-8);
}

/* A place with few servers: 40 queries a second are too many for embedding, search or both. */
static void narrow(void)
{
	fixture_quiet(&scenario);
	params_init(p);
	p->rag.embed_servers = 2;
	p->rag.embed_s = 0.04;
	p->rag.search_servers = 3;
	p->rag.search_s = 0.08;
	p->rag.queue_limit = 12;
	p->rag.timeout_s = 0.3;
	p->knowledge.updates_per_month = 0;
	p->knowledge.corpus_tok = 5000;
	p->longctx.cache_ttl_s = 0.03;
	scenario.targets[TARGET_TTFT_P95_S] = 0.8;
	scenario.targets[TARGET_LATENCY_P95_S] = 4;
}

static const struct {
	double rate_rps, queue_limit, timeout_s, rpm, tpm;
} cases[] = {
	{ 5, 0, 0, 0, 0 },         { 35, 0, 0, 0, 0 },         { 35, 12, 0, 0, 0 },
	{ 35, 0, 0.3, 0, 0 },      { 60, 12, 0.3, 0, 0 },      { 40, 5, 0.5, 300, 0 },
	{ 40, 0, 0.2, 0, 90000 },  { 30, 20, 1, 400, 150000 }, { 60, 3, 0.1, 60, 0 },
	{ 20, 0, 0.001, 0, 5000 },
};

/* Every sum, count and histogram of the fast clock is what the list of travellers says. */
START_TEST(agrees_with_a_list)
{
	for (int arch = 0; arch < ARCH_ROUTED; arch++) {
		narrow();
		p->rag.queue_limit = cases[_i].queue_limit;
		p->rag.timeout_s = cases[_i].timeout_s;
		p->base.rpm_limit = cases[_i].rpm;
		p->base.tpm_limit = cases[_i].tpm;
		block_draw((uint64_t)_i, cases[_i].rate_rps);
		play((enum arch)arch, 12);
		retell(12);
		compare();
	}
}
END_TEST

/* The same pipeline again and again: nothing of an earlier use may be left. */
START_TEST(reuse_leaves_nothing)
{
	static struct measure first;

	narrow();
	p->base.rpm_limit = 300;
	block_draw(1, 50);
	play(ARCH_RAG, 12);
	first = measured;
	block_draw(2, 80);
	play(ARCH_HYBRID, 12);
	block_draw(1, 50);
	play(ARCH_RAG, 12);
	ck_assert_mem_eq(&first, &measured, sizeof(first));
	pipeline_release(&pipeline);
	play(ARCH_RAG, 12);
	ck_assert_mem_eq(&first, &measured, sizeof(first));
	pipeline_release(&pipeline);
}
END_TEST

/* Everybody ends somewhere, and only once. */
START_TEST(nobody_is_lost)
{
	uint64_t reached[STAGE_COUNT];
	struct flow_count count;

	narrow();
	p->base.rpm_limit = 100;
	block_draw(3, 60);
	play(ARCH_RAG, (double)INFINITY);
	count = measured.sketch.count;
	ck_assert_uint_eq(count.arrived, N);
	ck_assert_uint_eq(measured.sketch.e2e.total + count.dropped, N);
	/* the case is one where everything happens */
	ck_assert_uint_gt(count.dropped, 10);
	ck_assert_uint_gt(count.blind, 10);
	ck_assert_uint_gt(count.retried, 10);
	ck_assert_uint_gt(count.met_sighted, 10);
	ck_assert_uint_le(count.met_sighted + count.met_blind + count.dropped, N);
	measure_reached(&measured, reached);
	ck_assert_uint_le(reached[STAGE_SEARCH], reached[STAGE_EMBED]);
	ck_assert_uint_eq(reached[STAGE_DECODE], measured.sketch.e2e.total);
}
END_TEST

/* What Little's law stands on: where nobody is cut off by the end of observation, the area under
 * the number at a stage is the sum of all times there. */
START_TEST(presence_is_wait_and_service)
{
	narrow();
	block_draw(4, 60);
	play(ARCH_HYBRID, (double)INFINITY);
	for (int stage = 0; stage < STAGE_COUNT; stage++) {
		ck_assert_double_eq_tol(measure_present_s(&measured, (enum stage)stage),
					measured.wait_s[stage] + measured.service_s[stage], 1e-9);
		ck_assert_double_eq_tol(measure_busy_s(&measured, (enum stage)stage),
					measured.service_s[stage], 1e-9);
	}
}
END_TEST

/* One query by hand: 100 + 150 + 500 tokens to read at a millisecond, 200 to write at ten. */
START_TEST(times_by_hand)
{
	uint64_t reached[STAGE_COUNT];

	fixture_quiet(&scenario);
	p->base.ttft_s = 0.5;
	p->base.prompt_tok_s = 1e-3;
	p->base.output_tok_s = 1e-2;
	p->rag.embed_s = 0.25;
	p->rag.search_s = 0.125;
	p->ft.prompt_tok = 60;
	p->ft.output_tok_s = 2e-2;
	block_draw(5, 1e-3);
	play(ARCH_RAG, (double)INFINITY);
	ck_assert_double_eq_tol(measured.ttft_sum_s / N, 0.25 + 0.125 + 0.5 + 0.75, 1e-9);
	ck_assert_double_eq_tol(measured.e2e_sum_s / N, 0.25 + 0.125 + 0.5 + 0.75 + 1.99, 1e-9);
	ck_assert_double_eq_tol(measured.tpot_sum_s / N, 1e-2, 1e-12);
	play(ARCH_FT, (double)INFINITY);
	ck_assert_double_eq_tol(measured.ttft_sum_s / N, 0.5 + 0.06, 1e-9);
	ck_assert_double_eq_tol(measured.e2e_sum_s / N, 0.5 + 0.06 + 3.98, 1e-9);
	measure_reached(&measured, reached);
	ck_assert_uint_eq(reached[STAGE_SEARCH] + reached[STAGE_EMBED], 0);
	play(ARCH_HYBRID, (double)INFINITY);
	ck_assert_double_eq_tol(measured.ttft_sum_s / N, 0.25 + 0.125 + 0.5 + 0.56, 1e-9);
}
END_TEST

/* No time for a search: all go on without passages, with a shorter prompt, after the timeout. */
START_TEST(blind_by_hand)
{
	fixture_quiet(&scenario);
	p->base.ttft_s = p->rag.embed_s = 0;
	p->base.prompt_tok_s = 1e-3;
	p->rag.search_s = 3;
	p->rag.timeout_s = 2;
	block_draw(6, 1e-3);
	play(ARCH_RAG, (double)INFINITY);
	ck_assert_uint_eq(measured.sketch.count.blind, N);
	ck_assert_uint_eq(measured.sketch.count.searched, N);
	ck_assert_double_eq_tol(measured.ttft_sum_s / N, 2 + 0.25, 1e-9);
}
END_TEST

/* A target just above or below the time of all. */
START_TEST(targets_by_hand)
{
	static const double rows[][3] = { { 1.001, 3.001, 1 },
					  { 0.999, 3.001, 0 },
					  { 1.001, 2.999, 0 } };

	fixture_quiet(&scenario);
	p->base.ttft_s = 1;
	p->base.prompt_tok_s = 0;
	p->base.output_tok_s = 2.0 / 199;
	block_draw(7, 1);
	for (int i = 0; i < 3; i++) {
		scenario.targets[TARGET_TTFT_P95_S] = rows[i][0];
		scenario.targets[TARGET_LATENCY_P95_S] = rows[i][1];
		play(ARCH_FT, (double)INFINITY);
		ck_assert_uint_eq(measured.sketch.count.met_sighted, rows[i][2] > 0 ? N : 0);
	}
}
END_TEST

/* From now on one server and a slower model: those on their way keep what they were given. */
START_TEST(demand_changes)
{
	struct feed feed = { .end_s = (double)INFINITY, .sinks = { &measured, { NULL, NULL } } };

	fixture_quiet(&scenario);
	p->base.ttft_s = 1;
	p->base.prompt_tok_s = p->base.output_tok_s = p->rag.embed_s = 0;
	p->rag.search_s = 1;
	p->rag.timeout_s = 0;
	p->rag.search_servers = 4;
	arch_demand(p, ARCH_RAG, &demand);
	block_draw(8, 1);
	for (int i = 0; i < 8; i++)
		block.arrival_s[i] = i < 4 ? 10 : 10.5;
	memset(&measured, 0, sizeof(measured));
	pipeline_reset(&pipeline, &demand, scenario.targets, 1, 2, 3);
	for (int i = 0; i < 4; i++)
		pipeline_feed(&pipeline, &block, i, i + 1, &feed);
	p->rag.search_servers = 1;
	p->base.ttft_s = 3;
	arch_demand(p, ARCH_RAG, &demand);
	pipeline_demand(&pipeline, &demand, 10.5);
	for (int i = 4; i < 8; i++)
		pipeline_feed(&pipeline, &block, i, i + 1, &feed);
	pipeline_drain(&pipeline, false);
	/* four at once, then .5, 1.5, 2.5 and 3.5 in line */
	ck_assert_double_eq_tol(measured.wait_s[STAGE_SEARCH], 8, 1e-9);
	ck_assert_double_eq_tol(measured.service_s[STAGE_FIRST], 4 * 1 + 4 * 3, 1e-9);
}
END_TEST

/* Four that are embedded while the model changes hands are answered by the new one, with its times.
 */
START_TEST(model_changes_hands)
{
	static const double modes[2][2] = { { SERVING_API, SERVING_SELF },
					    { SERVING_SELF, SERVING_API } };
	struct feed feed = { .end_s = (double)INFINITY, .sinks = { &measured, { NULL, NULL } } };

	fixture_quiet(&scenario);
	p->base.ttft_s = 1;
	p->base.prompt_tok_s = p->base.output_tok_s = p->rag.search_s = 0;
	p->rag.embed_s = 1;
	p->serving.mode = modes[_i][0];
	arch_demand(p, ARCH_RAG, &demand);
	block_draw(9, 1);
	for (int i = 0; i < 4; i++)
		block.arrival_s[i] = 10 + 0.01 * i;
	memset(&measured, 0, sizeof(measured));
	pipeline_reset(&pipeline, &demand, scenario.targets, 1, 2, 3);
	pipeline_feed(&pipeline, &block, 0, 4, &feed);
	p->serving.mode = modes[_i][1];
	arch_demand(p, ARCH_RAG, &demand);
	pipeline_demand(&pipeline, &demand, 10.5);
	pipeline_drain(&pipeline, false);
	ck_assert_uint_eq(measured.sketch.e2e.total, 4);
	ck_assert_double_eq_tol(measured.service_s[STAGE_FIRST], (_i == 0 ? 0 : 4), 1e-12);
	if (_i == 0) /* a step of its own for each, at least */
		ck_assert_double_gt(measured.service_s[STAGE_PROMPT], 4 * 0.011);
	else
		ck_assert_double_eq(measured.service_s[STAGE_PROMPT], 0);
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("pipeline");

	tcase_set_timeout(tcase, 60);
	tcase_add_loop_test(tcase, agrees_with_a_list, 0, sizeof(cases) / sizeof(cases[0]));
	tcase_add_test(tcase, reuse_leaves_nothing);
	tcase_add_test(tcase, nobody_is_lost);
	tcase_add_test(tcase, presence_is_wait_and_service);
	tcase_add_test(tcase, times_by_hand);
	tcase_add_test(tcase, blind_by_hand);
	tcase_add_test(tcase, targets_by_hand);
	tcase_add_test(tcase, demand_changes);
	tcase_add_loop_test(tcase, model_changes_hands, 0, 2);
	return suite_run("pipeline", tcase);
}
