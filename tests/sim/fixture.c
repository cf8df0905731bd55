// SPDX-License-Identifier: MIT
#include "sim/fixture.h"

#include <assert.h>
#include <math.h>
#include <string.h>

static void no_cost(struct params *p)
{
	for (int i = 0; i < PARAM_COUNT; i++) {
		enum unit unit = param_table[i].unit;

		if (param_nullable((enum param_id)i))
			continue; /* as the other model's, which is free */
		if (unit == UNIT_USD || unit == UNIT_USD_PER_MONTH || unit == UNIT_USD_PER_MTOK ||
		    unit == UNIT_USD_PER_GB_MONTH || unit == UNIT_USD_PER_M ||
		    i == P_money_noncompliance_usd_per_hour)
			params_set(p, (enum param_id)i, 0);
	}
}

static void no_spread(struct params *p)
{
	p->traffic.prompt_cv = p->traffic.answer_cv = 0;
	p->base.ttft_cv = p->base.output_cv = 0;
	p->rag.embed_cv = p->rag.search_cv = 0;
	p->rag.search_dist = DIST_DETERMINISTIC;
}

void fixture_quiet(struct scenario *scenario)
{
	struct params *p = &scenario->params;

	scenario_init(scenario);
	no_cost(p);
	no_spread(p);
	p->traffic.knowledge_frac = 1;
	p->knowledge.updates_per_month = p->knowledge.behaviour_changes_per_month = 0;
	p->ft.forgetting_frac = 0;
	p->ft.retrain_policy = p->hybrid.retrain_policy = RETRAIN_NEVER;
	p->ft.run_usd = p->hybrid.run_usd = 0;
	p->ft.eval_pass_frac = 1;
	p->ft.min_gap_days = 0;
	scenario->fidelity = FIDELITY_MAP;
}

static struct timeline_entry *append(struct scenario *scenario, double at_days)
{
	struct timeline_entry *entry = &scenario->timeline[scenario->timeline_count];

	assert(scenario->timeline_count < SCENARIO_TIMELINE_MAX);
	assert(scenario->timeline_count++ == 0 || entry[-1].at_days <= at_days);
	*entry = (struct timeline_entry){ .at_days = at_days };
	return entry;
}

void fixture_set_at(struct scenario *scenario, double at_days, enum param_id param, double value)
{
	struct timeline_entry *entry = append(scenario, at_days);

	assert(param_legal(param, value) && !param_table[param].fixed_in_time);
	entry->kind = TIMELINE_SET;
	entry->param = param;
	entry->value = value;
}

void fixture_change_at(struct scenario *scenario, double at_days, int facts, double query_share)
{
	struct timeline_entry *entry = append(scenario, at_days);

	entry->kind = TIMELINE_CHANGE;
	entry->facts = facts;
	entry->query_share = query_share;
}

void fixture_incident_at(struct scenario *scenario, double at_days, enum incident incident,
			 double times)
{
	struct timeline_entry *entry = append(scenario, at_days);

	entry->kind = TIMELINE_INCIDENT;
	entry->incident = incident;
	entry->times = times;
}

double fixture_gap(double a, double b)
{
	return a == b ? 0 : fabs(a - b) / fmax(fabs(a), fabs(b));
}

void world_init(struct world *world, const struct scenario *scenario)
{
	memset(world, 0, sizeof(*world));
	world->scenario = scenario;
	profile_init(&world->profile, scenario);
	knowledge_init(&world->knowledge, scenario);
	macro_scratch_init(&world->scratch, &world->knowledge);
}

void world_release(struct world *world)
{
	macro_scratch_release(&world->scratch);
	knowledge_release(&world->knowledge);
	profile_release(&world->profile);
}

void world_run(struct world *world, uint64_t replication)
{
	memset(world->out, 0, sizeof(world->out));
	memset(world->series, 0, sizeof(world->series));
	memset(world->stale, 0, sizeof(world->stale));
	memset(world->model, 0, sizeof(world->model));
	for (int a = 0; a < ARCH_COUNT; a++) {
		world->out[a].stale = world->stale[a];
		world->out[a].model = world->model[a];
		world->out[a].delays_s = world->delays_s[a];
		world->out[a].deletion_delays_s = world->deletion_delays_s[a];
	}
	macro_run(world->scenario, &world->profile, &world->knowledge, replication, &world->scratch,
		  world->out, world->series);
}

void world_once(struct world *world, const struct scenario *scenario)
{
	world_init(world, scenario);
	world_run(world, 0);
	world_release(world);
}

int world_events(const struct world *world, enum arch arch, enum event_kind kind, double *at_s,
		 int max)
{
	const struct macro_series *series = &world->series[arch];
	int count = 0;

	for (int i = 0; i < series->event_count; i++) {
		if (series->events[i].kind != kind)
			continue;
		if (count < max)
			at_s[count] = series->events[i].at_s;
		count++;
	}
	return count;
}
