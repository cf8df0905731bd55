// SPDX-License-Identifier: MIT
/* What the frameworks ask, out of the parameters, targets and traits of a scenario. */
#include <assert.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/format.h"
#include "study/advise.h"

#define DAYS_PER_MONTH 30.0

/* Under which key a trait is given in a scenario file. Filled in from the table: only these names
 * are known at compile time. */
static const struct advise_input_info params_info[ADVISE_INPUTS - TRAIT_COUNT] = {
	[ADVISE_VOLUME - TRAIT_COUNT] = { "traffic.volume_qpm", "queries a month", UNIT_COUNT },
	[ADVISE_CHANGES -
		TRAIT_COUNT] = { "knowledge.updates_per_month", "changes a month", UNIT_COUNT },
	[ADVISE_LATENCY - TRAIT_COUNT] = { "targets.latency_p95_s", "latency budget", UNIT_S },
	[ADVISE_SLACK - TRAIT_COUNT] = { "targets.latency_p95_s", "left for retrieval", UNIT_S },
	[ADVISE_CORPUS - TRAIT_COUNT] = { "knowledge.corpus_tok", "corpus", UNIT_TOK },
	[ADVISE_FITS - TRAIT_COUNT] = { "base.window_tok", "fits the window", UNIT_FLAG },
	[ADVISE_RAFT - TRAIT_COUNT] = { "hybrid.raft", "trained as RAFT", UNIT_FLAG },
};

struct advise_input_info advise_input_info(int input)
{
	assert(input >= 0 && input < ADVISE_INPUTS);
	if (input >= TRAIT_COUNT)
		return params_info[input - TRAIT_COUNT];
	return (struct advise_input_info){ trait_table[input].key, trait_table[input].label,
					   trait_table[input].unit };
}

void advise_input_text(int input, double value, char *text, size_t size)
{
	struct advise_input_info info = advise_input_info(input);

	if (isnan(value))
		snprintf(text, size, "unknown");
	else if (info.unit == UNIT_FLAG)
		snprintf(text, size, "%s", value != 0 ? "yes" : "no");
	else if (info.unit == UNIT_CHOICE)
		snprintf(text, size, "%s", trait_table[input].choices[(int)value]);
	else if (isinf(value))
		snprintf(text, size, "for ever");
	else
		format_set_value(text, size, value, info.unit);
}

void advise_inputs_init(struct advise_inputs *inputs)
{
	for (int i = 0; i < ADVISE_INPUTS; i++)
		inputs->at[i] = (struct advise_input){ .value = PARAM_NULL };
}

void advise_know(struct advise_inputs *inputs, int input, double value)
{
	inputs->at[input] = (struct advise_input){ value, advise_input_info(input).key, false };
}

static void know(struct advise_inputs *inputs, int input, double value, const char *from)
{
	inputs->at[input] = (struct advise_input){ value, from, false };
}

static bool is_known(const struct advise_inputs *inputs, int input)
{
	return !isnan(inputs->at[input].value);
}

/* Has somebody chosen this value, or is it just built in? */
static bool is_chosen(const struct scenario *scenario, enum param_id id)
{
	double value = params_get(&scenario->params, id), def = param_table[id].def;

	return scenario->own[id] || scenario_recorded(scenario, id) || isnan(value) != isnan(def) ||
	       (!isnan(value) && value != def);
}

/* A flag that a parameter implies: yes where it is above 0, no where somebody made it 0. */
static void take_flag(struct advise_inputs *inputs, int input, const struct scenario *scenario,
		      enum param_id id, const char *from)
{
	double value = params_get(&scenario->params, id);

	if (!is_known(inputs, input) && is_chosen(scenario, id) && !isnan(value))
		know(inputs, input, value > 0 ? 1 : 0, from);
}

static void take_flags(struct advise_inputs *inputs, const struct scenario *scenario)
{
	take_flag(inputs, TRAIT_CITATIONS, scenario, P_traffic_citation_frac,
		  "traffic.citation_frac");
	take_flag(inputs, TRAIT_FORMAT, scenario, P_traffic_format_frac, "traffic.format_frac");
	take_flag(inputs, TRAIT_DELETION_RIGHT, scenario, P_knowledge_deletions_per_month,
		  "knowledge.deletions_per_month");
	take_flag(inputs, TRAIT_ACCESS_CONTROL, scenario, P_rag_permission_filter,
		  "rag.permission_filter");
	take_flag(inputs, TRAIT_CACHING_OR_STREAMING, scenario, P_serving_response_ttl_s,
		  "serving.response_ttl_s");
	take_flag(inputs, TRAIT_MIXED_CYCLES, scenario, P_knowledge_second_query_frac,
		  "knowledge.second_query_frac");
	take_flag(inputs, ADVISE_RAFT, scenario, P_hybrid_raft, "hybrid.raft");
}

/* Dated changes of facts count as well, spread over the horizon. */
static double dated_changes_per_month(const struct scenario *scenario)
{
	int count = 0;

	for (int i = 0; i < scenario->timeline_count; i++)
		count += scenario->timeline[i].kind == TIMELINE_CHANGE;
	return count / (scenario->horizon_days / DAYS_PER_MONTH);
}

/* Of the sources of facts that are asked the one that changes fastest. */
static double changes_per_month(const struct scenario *scenario, const char **from)
{
	const struct params *p = &scenario->params;
	double second = p->knowledge.second_query_frac, third = p->knowledge.third_query_frac;
	double changes = 0;

	*from = "knowledge.updates_per_month";
	if (second + third < 1)
		changes = p->knowledge.updates_per_month;
	if (second > 0 && p->knowledge.second_updates_per_month > changes) {
		changes = p->knowledge.second_updates_per_month;
		*from = "knowledge.second_updates_per_month";
	}
	if (third > 0 && p->knowledge.third_updates_per_month > changes) {
		changes = p->knowledge.third_updates_per_month;
		*from = "knowledge.third_updates_per_month";
	}
	if (dated_changes_per_month(scenario) > 0)
		*from = "knowledge.updates_per_month, timeline";
	return changes + dated_changes_per_month(scenario);
}

static void take_pace(struct advise_inputs *inputs, const struct scenario *scenario)
{
	const char *from;
	double changes = changes_per_month(scenario, &from);

	know(inputs, ADVISE_VOLUME, scenario_volume_qpm(scenario), "traffic.volume_qpm");
	inputs->at[ADVISE_VOLUME].is_default = !is_chosen(scenario, P_traffic_volume_qpm);
	know(inputs, ADVISE_CHANGES, changes, from);
	inputs->at[ADVISE_CHANGES].is_default =
		!is_chosen(scenario, P_knowledge_updates_per_month) &&
		changes == param_table[P_knowledge_updates_per_month].def;
	if (!is_known(inputs, TRAIT_STABLE_MONTHS)) {
		know(inputs, TRAIT_STABLE_MONTHS, changes > 0 ? 1 / changes : (double)INFINITY,
		     "1 / changes a month");
		inputs->at[TRAIT_STABLE_MONTHS].is_default = inputs->at[ADVISE_CHANGES].is_default;
	}
}

/* What the model alone needs, on average and with no load: to the first token, or to the last. */
static double generation_s(const struct params *p, bool whole)
{
	double first = p->base.ttft_s +
		       p->base.prompt_tok_s * (p->base.system_tok + p->traffic.prompt_tok);

	return whole ? first + p->base.output_tok_s * p->traffic.answer_tok : first;
}

static void take_latency(struct advise_inputs *inputs, const struct scenario *scenario)
{
	double first = scenario->targets[TARGET_TTFT_P95_S];
	double whole = scenario->targets[TARGET_LATENCY_P95_S];
	double slack = INFINITY;

	if (!isnan(first))
		slack = fmin(slack, first - generation_s(&scenario->params, false));
	if (!isnan(whole))
		slack = fmin(slack, whole - generation_s(&scenario->params, true));
	if (isnan(first) && isnan(whole))
		return;
	if (!isnan(first) && !(whole <= first))
		know(inputs, ADVISE_LATENCY, first, "targets.ttft_p95_s");
	else
		know(inputs, ADVISE_LATENCY, whole, "targets.latency_p95_s");
	know(inputs, ADVISE_SLACK, slack, "targets less the model's own time");
}

static void take_sizes(struct advise_inputs *inputs, const struct scenario *scenario)
{
	const struct params *p = &scenario->params;

	if (is_chosen(scenario, P_knowledge_corpus_tok))
		know(inputs, ADVISE_CORPUS, p->knowledge.corpus_tok, "knowledge.corpus_tok");
	if (is_known(inputs, ADVISE_CORPUS) && is_chosen(scenario, P_base_window_tok))
		know(inputs, ADVISE_FITS, p->knowledge.corpus_tok <= p->base.window_tok,
		     "knowledge.corpus_tok, base.window_tok");
	if (!is_known(inputs, TRAIT_LABELS) && is_chosen(scenario, P_ft_labels))
		know(inputs, TRAIT_LABELS, p->ft.labels, "ft.labels");
}

void advise_inputs_take(struct advise_inputs *inputs, const struct scenario *scenario)
{
	advise_inputs_init(inputs);
	for (int i = 0; i < TRAIT_COUNT; i++) {
		if (!isnan(scenario->traits[i]))
			know(inputs, i, scenario->traits[i], "traits");
	}
	take_flags(inputs, scenario);
	take_pace(inputs, scenario);
	take_latency(inputs, scenario);
	take_sizes(inputs, scenario);
}
