// SPDX-License-Identifier: MIT
#include "sim/random_scenario.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/rng.h"
#include "sim/knowledge.h"

enum { MOST_ENTRIES = 12 }; /* of the timeline */

static const double DAYS_PER_MONTH = 30;

static int below(struct rng *rng, int n)
{
	return (int)(n * rng_unit(rng));
}

static bool chance(struct rng *rng, double share)
{
	return rng_unit(rng) < share;
}

static double log_between(struct rng *rng, double lo, double hi)
{
	return lo * pow(hi / lo, rng_unit(rng));
}

/* ---- parameters ---- */

static double random_value(struct rng *rng, enum param_id id)
{
	if (param_nullable(id) && id != P_traffic_volume_qpm && chance(rng, 0.2))
		return PARAM_NULL;
	if (param_table[id].kind == PARAM_CHOICE)
		return below(rng, (int)param_table[id].max + 1);
	return param_from_position(id, rng_unit(rng));
}

/* How many queries there are is decided elsewhere. */
static void move_params(struct rng *rng, struct scenario *scenario)
{
	static const double shares[] = { 0.02, 0.05, 0.05, 0.1, 0.1, 0.3, 0.7 };
	double share = shares[below(rng, sizeof(shares) / sizeof(shares[0]))];

	for (int i = 0; i < PARAM_COUNT; i++) {
		enum param_id id = (enum param_id)i;

		if (id != P_traffic_volume_qpm && chance(rng, share) &&
		    !scenario_replays(scenario, id))
			params_set(&scenario->params, id, random_value(rng, id));
	}
}

/* Millions of changes of facts are legal and take seconds. */
static void tame_updates(struct params *p)
{
	if (p->knowledge.facts_per_update * knowledge_updates_per_month(p) > 2e4)
		p->knowledge.facts_per_update = 2;
}

/* Few queries, at rates from one a day to some in a second. */
static void size_it(struct rng *rng, struct scenario *scenario)
{
	static const int levels[] = { FIDELITY_EXACT, FIDELITY_EXACT, FIDELITY_MAP, 0 };
	double queries = log_between(rng, 20, 2000);

	scenario->fidelity = levels[below(rng, sizeof(levels) / sizeof(levels[0]))];
	scenario->horizon_days = log_between(rng, 0.01, 150);
	if (scenario->fidelity != FIDELITY_EXACT && chance(rng, 0.7))
		queries = log_between(rng, 100, 1e7);
	scenario->params.traffic.volume_qpm = DAYS_PER_MONTH * queries / scenario->horizon_days;
}

static void random_archs(struct rng *rng, struct scenario *scenario)
{
	int order[ARCH_COUNT];

	for (int a = 0; a < ARCH_COUNT; a++)
		order[a] = a;
	for (int a = ARCH_COUNT - 1; a > 0; a--) {
		int other = below(rng, a + 1), was = order[a];

		order[a] = order[other];
		order[other] = was;
	}
	scenario->arch_count = chance(rng, 0.5) ? ARCH_COUNT : 1 + below(rng, ARCH_COUNT);
	for (int a = 0; a < scenario->arch_count; a++)
		scenario->archs[a] = (enum arch)order[a];
}

static void random_targets(struct rng *rng, struct scenario *scenario)
{
	if (chance(rng, 0.3))
		scenario->targets[TARGET_TTFT_P95_S] = log_between(rng, 0.1, 100);
	if (chance(rng, 0.3))
		scenario->targets[TARGET_LATENCY_P95_S] = log_between(rng, 0.5, 500);
	if (chance(rng, 0.2))
		scenario->targets[TARGET_CORRECT_FRAC] = rng_unit(rng);
}

/* ---- timeline ---- */

static bool may_be_dated(const struct scenario *scenario, enum param_id id)
{
	return !param_table[id].fixed_in_time && !scenario_replays(scenario, id) &&
	       !(scenario->trace && id == P_traffic_volume_qpm);
}

static void random_set(struct rng *rng, const struct scenario *scenario,
		       struct timeline_entry *entry)
{
	entry->kind = TIMELINE_SET;
	do
		entry->param = (enum param_id)below(rng, PARAM_COUNT);
	while (!may_be_dated(scenario, entry->param));
	entry->value = random_value(rng, entry->param);
	if (entry->param == P_traffic_volume_qpm)
		entry->value = 2 * rng_unit(rng) * scenario->params.traffic.volume_qpm;
	if (chance(rng, 0.2))
		entry->incident = INCIDENT_PRICE_CHANGE;
}

static void random_incident(struct rng *rng, const struct scenario *scenario,
			    struct timeline_entry *entry)
{
	struct incident_form form;

	entry->kind = TIMELINE_INCIDENT;
	do
		entry->incident = (enum incident)(1 + below(rng, INCIDENT_COUNT - 1));
	while (entry->incident == INCIDENT_PRICE_CHANGE ||
	       (scenario->trace && entry->incident == INCIDENT_TRAFFIC));
	form = incident_form(entry->incident);
	if (form.lasts)
		entry->for_hours = log_between(rng, 0.01, 500);
	if (form.counts_always || (form.counts && chance(rng, 0.5)))
		entry->times = entry->incident == INCIDENT_TRAFFIC ? 4 * rng_unit(rng)
								   : 1 + below(rng, 20);
}

static void random_entry(struct rng *rng, const struct scenario *scenario,
			 struct timeline_entry *entry)
{
	switch (below(rng, 4)) {
	case 0:
		entry->kind = TIMELINE_CHANGE;
		entry->facts = 1 + below(rng, 30);
		entry->query_share = rng_unit(rng) / MOST_ENTRIES;
		break;
	case 1:
		random_incident(rng, scenario, entry);
		break;
	case 2:
		entry->kind = TIMELINE_NOTE;
		strcpy(entry->note, "something is noted");
		break;
	default:
		random_set(rng, scenario, entry);
	}
}

static int by_time(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

/* Some entries share their time, and some are at the very beginning or end. */
static void random_timeline(struct rng *rng, struct scenario *scenario)
{
	double at_days[MOST_ENTRIES];
	int count = chance(rng, 0.3) ? 0 : below(rng, MOST_ENTRIES + 1);

	for (int i = 0; i < count; i++) {
		double u = rng_unit(rng);

		at_days[i] = scenario->horizon_days * (u < 0.05 ? 0 : u > 0.97 ? 1 : u);
		if (i > 0 && chance(rng, 0.1))
			at_days[i] = at_days[i - 1];
	}
	qsort(at_days, (size_t)count, sizeof(at_days[0]), by_time);
	for (int i = 0; i < count; i++) {
		scenario->timeline[i].at_days = at_days[i];
		random_entry(rng, scenario, &scenario->timeline[i]);
	}
	scenario->timeline_count = count;
}

/* ---- traces ---- */

static void random_trace(struct rng *rng, struct random_trace *room)
{
	double mean_gap_s = log_between(rng, 0.1, 5000);
	bool passages = chance(rng, 0.3);

	memset(room, 0, sizeof(*room));
	for (int i = 0; i < RANDOM_TRACE_ROWS; i++) {
		double u = rng_unit(rng);

		room->at_s[i] = i > 0 ? room->at_s[i - 1] + 4 * mean_gap_s * u * u * u : 0;
		room->question_tok[i] = (uint32_t)(2000 * rng_unit(rng) * rng_unit(rng));
		room->answer_tok[i] = 1 + (uint32_t)(600 * rng_unit(rng) * rng_unit(rng));
		room->context_tok[i] = (uint32_t)(4000 * rng_unit(rng));
		room->history_tok[i] = (uint32_t)(500 * rng_unit(rng));
		room->prefix[i] = (uint32_t)below(rng, 5);
	}
	room->trace = (struct trace){
		.count = RANDOM_TRACE_ROWS,
		.at_s = room->at_s,
		.question_tok = room->question_tok,
		.answer_tok = room->answer_tok,
		.context_tok = passages ? room->context_tok : NULL,
		.history_tok = passages ? room->history_tok : NULL,
		.prefix = chance(rng, 0.5) ? room->prefix : NULL,
		.system_tok = passages ? 300 : 0,
		.period_s = room->at_s[RANDOM_TRACE_ROWS - 1] * RANDOM_TRACE_ROWS /
			    (RANDOM_TRACE_ROWS - 1),
	};
	trace_seal(&room->trace);
}

/* Once as it was, or stretched and again and again. */
static void replay(struct rng *rng, struct scenario *scenario, struct random_trace *room)
{
	random_trace(rng, room);
	scenario_take_trace(scenario, "random", &room->trace);
	scenario->horizon_days = trace_days(&room->trace);
	scenario->params.traffic.volume_qpm = PARAM_NULL;
	if (chance(rng, 0.5))
		return;
	scenario->params.traffic.volume_qpm = trace_volume_qpm(&room->trace) *
					      log_between(rng, 0.3, 3);
	scenario->horizon_days *= 2 * rng_unit(rng);
}

void random_scenario(uint64_t number, struct scenario *scenario, struct random_trace *room)
{
	struct rng rng;

	rng_open(&rng, number, 0, 0, "random-scenario");
	scenario_init(scenario);
	scenario->seed = rng_u64(&rng);
	size_it(&rng, scenario);
	if (chance(&rng, 1.0 / 12))
		replay(&rng, scenario, room);
	random_archs(&rng, scenario);
	move_params(&rng, scenario);
	tame_updates(&scenario->params);
	random_targets(&rng, scenario);
	random_timeline(&rng, scenario);
}

/* ---- for people ---- */

static void print_entry(const struct timeline_entry *entry)
{
	char name[80] = "";

	if (entry->kind == TIMELINE_SET)
		param_full_name(entry->param, name, sizeof(name));
	fprintf(stderr, "  at %.17g days: ", entry->at_days);
	switch (entry->kind) {
	case TIMELINE_SET:
		fprintf(stderr, "%s = %.17g, over %.17g days\n", name, entry->value,
			entry->over_days);
		break;
	case TIMELINE_CHANGE:
		fprintf(stderr, "%d facts, share %.17g\n", entry->facts, entry->query_share);
		break;
	case TIMELINE_INCIDENT:
		fprintf(stderr, "%s, for_hours %.17g, times %.17g\n", incident_key(entry->incident),
			entry->for_hours, entry->times);
		break;
	case TIMELINE_SWITCH:
		fprintf(stderr, "%s is %s, for %.17g\n", arch_key(entry->from), arch_key(entry->to),
			entry->migration_usd);
		break;
	case TIMELINE_NOTE:
		fprintf(stderr, "a note\n");
		break;
	}
}

void random_scenario_print(const struct scenario *scenario)
{
	char name[80];

	fprintf(stderr, "  fidelity %d, %.17g days, seed %llu%s\n ", scenario->fidelity,
		scenario->horizon_days, (unsigned long long)scenario->seed,
		scenario->trace ? ", a trace" : "");
	for (int a = 0; a < scenario->arch_count; a++)
		fprintf(stderr, " %s", arch_key(scenario->archs[a]));
	fprintf(stderr, "\n");
	for (int i = 0; i < PARAM_COUNT; i++) {
		enum param_id id = (enum param_id)i;
		double value = params_get(&scenario->params, id), def = param_table[id].def;

		if (value == def || (isnan(value) && isnan(def)))
			continue;
		param_full_name(id, name, sizeof(name));
		fprintf(stderr, "  %s = %.17g\n", name, value);
	}
	for (int i = 0; i < scenario->timeline_count; i++)
		print_entry(&scenario->timeline[i]);
}
