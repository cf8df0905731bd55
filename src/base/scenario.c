// SPDX-License-Identifier: MIT
#include <assert.h>
#include <stdio.h>
#include <string.h>

#include <ragtop/scenario.h>

static const struct {
	const char *key, *label;
	enum unit unit;
	bool is_floor;
	double max; /* all start at 0 */
} targets[TARGET_COUNT] = {
	[TARGET_TTFT_P95_S] = { "ttft_p95_s", "first token p95", UNIT_S, false, 1e9 },
	[TARGET_LATENCY_P95_S] = { "latency_p95_s", "whole answer p95", UNIT_S, false, 1e9 },
	[TARGET_STALE_ANSWER_FRAC] = { "stale_answer_frac", "stale answers", UNIT_SHARE, false, 1 },
	[TARGET_CORRECT_FRAC] = { "correct_frac", "right answers", UNIT_SHARE, true, 1 },
	[TARGET_MONTHLY_USD] = { "monthly_usd", "monthly cost", UNIT_USD_PER_MONTH, false, 1e12 },
};

static const struct {
	const char *key, *label;
	struct incident_form form;
} incidents[INCIDENT_COUNT] = {
	[INCIDENT_NONE] = { "", "", { false, false, false } },
	[INCIDENT_RETRAIN] = { "retrain", "retraining asked for", { false, false, false } },
	[INCIDENT_RETRAIN_FAILS] = { "retrain_fails", "retraining fails", { false, false, false } },
	[INCIDENT_VECTOR_DB_DOWN] = { "vector_db_down",
				      "vector database down",
				      { true, false, false } },
	[INCIDENT_API_BROWNOUT] = { "api_brownout", "API brownout", { true, true, false } },
	[INCIDENT_UPDATE_BURST] = { "update_burst", "burst of updates", { false, true, true } },
	[INCIDENT_TRAFFIC] = { "traffic", "more traffic", { true, true, true } },
	[INCIDENT_DELETION_REQUEST] = { "deletion_request",
					"deletion request",
					{ false, false, false } },
	[INCIDENT_PRICE_CHANGE] = { "price_change", "price change", { false, false, false } },
};

const char *incident_key(enum incident incident)
{
	assert(incident < INCIDENT_COUNT);
	return incidents[incident].key;
}

const char *incident_label(enum incident incident)
{
	assert(incident < INCIDENT_COUNT);
	return incidents[incident].label;
}

bool incident_from_key(const char *key, enum incident *incident)
{
	for (unsigned int i = INCIDENT_NONE + 1; i < INCIDENT_COUNT; i++) {
		if (strcmp(incidents[i].key, key) == 0) {
			*incident = (enum incident)i;
			return true;
		}
	}
	return false;
}

struct incident_form incident_form(enum incident incident)
{
	assert(incident < INCIDENT_COUNT);
	return incidents[incident].form;
}

const char *target_key(enum target target)
{
	assert(target < TARGET_COUNT);
	return targets[target].key;
}

const char *target_label(enum target target)
{
	assert(target < TARGET_COUNT);
	return targets[target].label;
}

bool target_from_key(const char *key, enum target *target)
{
	for (unsigned int i = 0; i < TARGET_COUNT; i++) {
		if (strcmp(targets[i].key, key) == 0) {
			*target = (enum target)i;
			return true;
		}
	}
	return false;
}

enum unit target_unit(enum target target)
{
	assert(target < TARGET_COUNT);
	return targets[target].unit;
}

bool target_is_floor(enum target target)
{
	assert(target < TARGET_COUNT);
	return targets[target].is_floor;
}

void target_legal_range(enum target target, double *lo, double *hi)
{
	assert(target < TARGET_COUNT);
	*lo = 0;
	*hi = targets[target].max;
}

void scenario_init(struct scenario *scenario)
{
	/* Padding included: scenarios are compared and hashed by field, but copies of this one
	 * shall not carry what was on the stack. */
	memset(scenario, 0, sizeof(*scenario));
	strcpy(scenario->name, "untitled");
	scenario->seed = 1;
	scenario->horizon_days = 360;
	scenario->fidelity = 1;
	scenario->arch_count = ARCH_DEFAULTS;
	for (unsigned int i = 0; i < ARCH_DEFAULTS; i++)
		scenario->archs[i] = (enum arch)i;
	params_init(&scenario->params);
	for (int i = 0; i < TARGET_COUNT; i++)
		scenario->targets[i] = PARAM_NULL;
	for (int i = 0; i < TRAIT_COUNT; i++)
		scenario->traits[i] = PARAM_NULL;
}

bool scenario_compares(const struct scenario *scenario, enum arch arch)
{
	for (int i = 0; i < scenario->arch_count; i++)
		if (scenario->archs[i] == arch)
			return true;
	return false;
}

int scenario_timeline_add(struct scenario *scenario, const struct timeline_entry *entry)
{
	int i = scenario->timeline_count;

	if (i == SCENARIO_TIMELINE_MAX)
		return -1;
	for (; i > 0 && scenario->timeline[i - 1].at_days > entry->at_days; i--)
		scenario->timeline[i] = scenario->timeline[i - 1];
	scenario->timeline[i] = *entry;
	scenario->timeline_count++;
	return i;
}

void scenario_timeline_remove(struct scenario *scenario, int index)
{
	assert(index >= 0 && index < scenario->timeline_count);
	scenario->timeline_count--;
	for (int i = index; i < scenario->timeline_count; i++)
		scenario->timeline[i] = scenario->timeline[i + 1];
}

const struct timeline_entry *scenario_switch(const struct scenario *scenario, enum arch from)
{
	for (int i = 0; i < scenario->timeline_count; i++)
		if (scenario->timeline[i].kind == TIMELINE_SWITCH &&
		    scenario->timeline[i].from == from)
			return &scenario->timeline[i];
	return NULL;
}

const char *scenario_arch_label(const struct scenario *scenario, enum arch arch,
				char label[ARCH_LABEL_SIZE])
{
	const struct timeline_entry *entry = scenario_switch(scenario, arch);

	if (entry && entry->at_days < scenario->horizon_days)
		snprintf(label, ARCH_LABEL_SIZE, "%s, %s from day %.4g", arch_label(arch),
			 arch_label(entry->to), entry->at_days);
	else
		snprintf(label, ARCH_LABEL_SIZE, "%s", arch_label(arch));
	return label;
}

bool scenario_expects(const struct scenario *scenario)
{
	return scenario->expect_digest[0] != '\0' || scenario->expect_best.present ||
	       scenario->expect_cheapest.present || scenario->expect_count > 0;
}
