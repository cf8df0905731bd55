// SPDX-License-Identifier: MIT
#include "sim/condition.h"

#include <stdlib.h>

#include "base/rng.h"
#include "base/variate.h"
#include "base/xalloc.h"
#include "sim/growth.h"

static void span_add(struct spans *spans, enum trouble trouble, double start_s, double length_s,
		     double times)
{
	if (length_s > 0)
		spans->spans[spans->count++] = (struct span){ trouble, start_s, start_s + length_s,
							      times };
}

/* How often something breaks, and how long the mean repair takes. */
struct habit {
	double per_s, repair_s;
};

static struct habit habit_of(const struct params *p, enum trouble trouble)
{
	switch (trouble) {
	case TROUBLE_SEARCH:
		return (struct habit){ p->rag.outages_per_month / MONTH_S,
				       p->rag.repair_hours * HOUR_S };
	case TROUBLE_API:
		return (struct habit){ p->base.incidents_per_month / MONTH_S,
				       p->base.incident_hours * HOUR_S };
	case TROUBLE_REPLICA:
		return (struct habit){ p->serving.failures_per_month / MONTH_S,
				       p->serving.repair_hours * HOUR_S };
	case TROUBLE_TRAFFIC:
	case TROUBLES:
		break;
	}
	return (struct habit){ 0, 0 };
}

/* A standby takes over while the repair goes on. */
static double down_s(const struct params *p, enum trouble trouble, double repair_s)
{
	bool cut = trouble == TROUBLE_SEARCH && p->rag.failover != 0 &&
		   p->rag.failover_s < repair_s;

	return cut ? p->rag.failover_s : repair_s;
}

struct renewal_walk {
	const struct regime *regimes;
	int count, regime;
	double now_s;
};

/* Goes on until `gap` mean gaps have passed at the rates in force. False: the horizon is over. */
static bool walk_gap(struct renewal_walk *walk, enum trouble trouble, double gap)
{
	for (; walk->regime < walk->count; walk->regime++) {
		const struct regime *regime = &walk->regimes[walk->regime];
		double per_s = habit_of(&regime->params, trouble).per_s;
		double from_s = walk->now_s > regime->start_s ? walk->now_s : regime->start_s;
		double left = per_s * (regime->end_s - from_s);

		if (from_s < regime->end_s && gap < left) {
			walk->now_s = from_s + gap / per_s;
			return true;
		}
		gap -= left > 0 ? left : 0;
	}
	return false;
}

static void draw(struct spans *spans, const struct scenario *scenario, enum trouble trouble,
		 struct renewal_walk walk)
{
	static const char *const names[TROUBLES] = { [TROUBLE_SEARCH] = "outages-search",
						     [TROUBLE_API] = "outages-api",
						     [TROUBLE_REPLICA] = "outages-replica" };
	struct rng rng;

	rng_open(&rng, scenario->seed, 0, 0, names[trouble]);
	for (int n = 0;; n++) {
		double gap = variate_exponential_from_unit(rng_unit(&rng));
		double repair = variate_exponential_from_unit(rng_unit(&rng)), length_s;
		const struct params *p;

		if (!walk_gap(&walk, trouble, gap))
			return;
		if (2 * (spans->count + 1) > CONDITION_EDGES_MAX || n > CONDITION_EDGES_MAX) {
			spans->too_many = true;
			return;
		}
		p = &walk.regimes[walk.regime].params;
		length_s = down_s(p, trouble, repair * habit_of(p, trouble).repair_s);
		span_add(spans, trouble, walk.now_s, length_s, 0);
		if (trouble != TROUBLE_REPLICA)
			walk.now_s += length_s;
	}
}

static const struct params *params_at(const struct regime *regimes, int count, double t_s)
{
	int r = 0;

	while (r + 1 < count && regimes[r].end_s <= t_s)
		r++;
	return &regimes[r].params;
}

static void add_incident(struct spans *spans, const struct timeline_entry *entry,
			 const struct params *params)
{
	double at_s = entry->at_days * DAY_S, length_s = entry->for_hours * HOUR_S;

	if (entry->incident == INCIDENT_VECTOR_DB_DOWN)
		span_add(spans, TROUBLE_SEARCH, at_s, down_s(params, TROUBLE_SEARCH, length_s), 0);
	if (entry->incident == INCIDENT_API_BROWNOUT)
		span_add(spans, TROUBLE_API, at_s, length_s, entry->times);
	if (entry->incident == INCIDENT_TRAFFIC)
		span_add(spans, TROUBLE_TRAFFIC, at_s, length_s, entry->times);
}

void spans_init(struct spans *spans, const struct scenario *scenario, const struct regime *regimes,
		int count, double horizon_s)
{
	size_t most = CONDITION_EDGES_MAX / 2 + (size_t)scenario->timeline_count;

	*spans = (struct spans){ .spans = xcalloc(most, sizeof(*spans->spans)) };
	for (int trouble = 0; trouble <= TROUBLE_REPLICA; trouble++)
		draw(spans, scenario, (enum trouble)trouble,
		     (struct renewal_walk){ .regimes = regimes, .count = count });
	for (int i = 0; i < scenario->timeline_count; i++) {
		const struct timeline_entry *entry = &scenario->timeline[i];

		if (entry->kind == TIMELINE_INCIDENT && entry->at_days * DAY_S < horizon_s)
			add_incident(spans, entry,
				     params_at(regimes, count, entry->at_days * DAY_S));
	}
}

void spans_release(struct spans *spans)
{
	free(spans->spans);
	*spans = (struct spans){ 0 };
}

/* Of two incidents at once the slower one holds. */
static void add_api(struct condition *condition, const struct params *params, double times)
{
	double slow = times > 0 ? times : params->base.incident_slow;

	condition->api_fail_frac = params->base.incident_fail_frac;
	if (slow > condition->api_slow)
		condition->api_slow = slow;
}

struct condition spans_at(const struct spans *spans, const struct params *params, double t_s)
{
	struct condition condition = { .api_slow = 0, .traffic = 1 };

	for (int i = 0; i < spans->count; i++) {
		const struct span *span = &spans->spans[i];

		if (t_s < span->start_s || t_s >= span->end_s)
			continue;
		switch (span->trouble) {
		case TROUBLE_SEARCH:
			condition.search_down = true;
			break;
		case TROUBLE_API:
			add_api(&condition, params, span->times);
			break;
		case TROUBLE_REPLICA:
			condition.replicas_down++;
			break;
		case TROUBLE_TRAFFIC:
			condition.traffic *= span->times;
			break;
		case TROUBLES:
			break;
		}
	}
	if (condition.api_slow <= 0)
		condition.api_slow = 1;
	return condition;
}

bool condition_same(const struct condition *a, const struct condition *b)
{
	return a->search_down == b->search_down && a->api_fail_frac == b->api_fail_frac &&
	       a->api_slow == b->api_slow && a->replicas_down == b->replicas_down &&
	       a->traffic == b->traffic;
}

static void slow_down(struct demand *demand, double times)
{
	demand->api_slow = times;
	demand->ttft_s *= times;
	demand->prompt_tok_s *= times;
	demand->output_tok_s *= times;
	demand->direct.ttft_s *= times;
	demand->direct.prompt_tok_s *= times;
	demand->direct.output_tok_s *= times;
}

void condition_apply(const struct condition *condition, const struct params *params, int replicas,
		     struct demand *demand)
{
	demand->search_down = demand->retrieves && condition->search_down;
	demand->failover = params->base.failover != 0;
	demand->failover_s = params->base.failover_s;
	demand->api_slow = 1;
	if (!demand->self) {
		demand->api_fail_frac = condition->api_fail_frac;
		slow_down(demand, condition->api_slow);
		return;
	}
	if (replicas > 0)
		demand->serving.replicas = replicas;
	demand->serving.replicas -= condition->replicas_down;
	if (demand->serving.replicas > 0)
		return;
	demand->serving.replicas = 0;
	demand->self = false;
	demand->api_fail_frac = 1;
	demand->rpm_limit = demand->tpm_limit = 0;
}

void slot_demand(const struct profile *profile, const struct slot *slot, enum arch arch,
		 struct demand *demand)
{
	const struct regime *regime = &profile->regimes[slot->regime];
	struct params params;

	growth_params(&regime->params, slot->corpus_scale, &params);
	arch_demand(&params, regime->serves[arch], demand);
	condition_apply(&regime->condition, &params, slot->replicas[arch], demand);
}
