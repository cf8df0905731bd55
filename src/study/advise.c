// SPDX-License-Identifier: MIT
#include "study/advise.h"

#include <assert.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "study/advise_rules.h"

const struct advise_framework *const advise_table[ADVISE_FRAMEWORKS] = {
	&framework_c1a, &framework_c1b, &framework_c1c, &framework_c1d, &framework_c1e,
	&framework_c1f, &framework_c1g, &framework_c2a, &framework_c2b, &framework_c2c,
	&framework_c3a, &framework_c3b, &framework_c4a, &framework_c4b, &framework_c5a,
	&framework_c5b, &framework_c5c, &framework_c5d, &framework_c5e, &framework_c5f,
	&framework_c5g,
};

#define BIT(arch) (1u << (arch))
#define RAG BIT(ARCH_RAG)
#define FT BIT(ARCH_FT)
#define HYBRID (BIT(ARCH_HYBRID) | BIT(ARCH_ROUTED)) /* a routed one is one of them */
#define ALL (BIT(ARCH_COUNT) - 1)

static const struct {
	const char *key, *label;
	unsigned int allows;
	bool says;
} answers[ANSWER_COUNT] = {
	[ANSWER_NONE] = { "none", "no answer", ALL, false },
	[ANSWER_OPEN] = { "open", "nothing ruled out", ALL, false },
	[ANSWER_RAG] = { "rag", "RAG", RAG, true },
	[ANSWER_FT] = { "ft", "fine-tune", FT, true },
	[ANSWER_HYBRID] = { "hybrid", "hybrid", HYBRID, true },
	[ANSWER_PROMPT] = { "prompt", "prompt only", BIT(ARCH_PROMPT), true },
	[ANSWER_LONGCTX] = { "longctx", "long context", BIT(ARCH_LONGCTX), true },
	[ANSWER_NEITHER] = { "neither", "neither of them", BIT(ARCH_PROMPT) | BIT(ARCH_LONGCTX),
			     true },
	[ANSWER_COMPUTE] = { "compute", "RAG or tuning: compute", RAG | FT, false },
	[ANSWER_CONSIDER_FT] = { "consider_ft", "consider tuning", RAG | FT, false },
	[ANSWER_FT_OR_HYBRID] = { "ft_or_hybrid", "fine-tune or hybrid", FT | HYBRID, true },
	[ANSWER_FT_OR_SMALL] = { "ft_or_small_model", "tuned or small model", FT | BIT(ARCH_PROMPT),
				 true },
	[ANSWER_FT_OR_STRONGER] = { "ft_or_stronger_model", "tuned, or stronger base",
				    FT | BIT(ARCH_PROMPT), true },
	[ANSWER_NOT_HYBRID] = { "not_hybrid", "not a hybrid", ALL & ~HYBRID, true },
};

const char *advise_answer_key(enum advise_answer answer)
{
	assert(answer < ANSWER_COUNT);
	return answers[answer].key;
}

const char *advise_answer_label(enum advise_answer answer)
{
	assert(answer < ANSWER_COUNT);
	return answers[answer].label;
}

bool advise_answer_allows(enum advise_answer answer, enum arch arch)
{
	assert(answer < ANSWER_COUNT);
	return (answers[answer].allows & BIT(arch)) != 0;
}

bool advise_answer_says(enum advise_answer answer)
{
	assert(answer < ANSWER_COUNT);
	return answers[answer].says;
}

/* ---- rules ---- */

static enum advise_state holds(bool it_does)
{
	return it_does ? RULE_FIRES : RULE_NO;
}

static enum advise_state condition_state(const struct advise_when *when,
					 const struct advise_inputs *inputs)
{
	double value = inputs->at[when->input].value;

	if (when->op == WHEN_UNKNOWN)
		return holds(isnan(value));
	if (isnan(value))
		return RULE_UNDECIDED;
	switch (when->op) {
	case WHEN_BELOW:
		return holds(value < when->value);
	case WHEN_UP_TO:
		return holds(value <= when->value);
	case WHEN_FROM:
		return holds(value >= when->value);
	case WHEN_ABOVE:
		return holds(value > when->value);
	case WHEN_IS:
		return holds(value == when->value);
	case WHEN_UNKNOWN:
	case WHEN_END:
		break;
	}
	return RULE_FIRES;
}

static enum advise_state rule_state(const struct advise_rule *rule,
				    const struct advise_inputs *inputs)
{
	enum advise_state state = RULE_FIRES;

	for (int i = 0; i < ADVISE_WHEN_MAX && rule->when[i].op != WHEN_END; i++) {
		enum advise_state one = condition_state(&rule->when[i], inputs);

		if (one == RULE_NO)
			return RULE_NO;
		if (one == RULE_UNDECIDED)
			state = RULE_UNDECIDED;
	}
	return state;
}

void advice_look_until(const struct advise_inputs *inputs, struct advice *advice, int end)
{
	memset(advice->used, 0, sizeof(advice->used));
	memset(advice->missing, 0, sizeof(advice->missing));
	for (int i = 0; i < end; i++) {
		const struct advise_when *when = advice->framework->rules[i].when;

		for (int k = 0; k < ADVISE_WHEN_MAX && when[k].op != WHEN_END; k++) {
			bool unknown = isnan(inputs->at[when[k].input].value);

			if (!unknown)
				advice->used[when[k].input] = true;
			else if (advice->state[i] == RULE_UNDECIDED || when[k].op == WHEN_UNKNOWN)
				advice->missing[when[k].input] = true;
		}
	}
}

bool advice_fires(const struct advice *advice, int rule)
{
	return advice->state[rule] == RULE_FIRES;
}

int advice_first(const struct advice *advice, int from, int to)
{
	for (int i = from; i < to; i++) {
		if (advice_fires(advice, i))
			return i;
	}
	return -1;
}

int advice_count(const struct advice *advice, int from, int to)
{
	int count = 0;

	for (int i = from; i < to; i++)
		count += advice_fires(advice, i);
	return count;
}

int advice_votes(const struct advice *advice, enum advise_answer answer)
{
	int votes = 0;

	for (int i = 0; i < advice->framework->rule_count; i++)
		votes += advice_fires(advice, i) && advice->framework->rules[i].answer == answer;
	return votes;
}

bool advice_undecided(const struct advice *advice, int from, int to)
{
	for (int i = from; i < to; i++) {
		if (advice->state[i] != RULE_UNDECIDED &&
		    advice->framework->rules[i].when[0].op != WHEN_END)
			return false;
	}
	return true;
}

bool advice_knows_nothing(const struct advice *advice)
{
	return advice_undecided(advice, 0, advice->framework->rule_count);
}

enum advise_state advice_any(const struct advice *advice, int from, int to)
{
	enum advise_state any = RULE_NO;

	for (int i = from; i < to; i++) {
		if (advice_fires(advice, i))
			return RULE_FIRES;
		if (advice->state[i] == RULE_UNDECIDED)
			any = RULE_UNDECIDED;
	}
	return any;
}

/* ---- answers ---- */

void advice_remark(struct advice *advice, enum advise_remark_kind kind, const char *format, ...)
{
	struct advise_remark *remark;
	va_list arguments;

	assert(advice->remark_count < ADVISE_REMARKS_MAX);
	remark = &advice->remarks[advice->remark_count++];
	remark->kind = kind;
	va_start(arguments, format);
	vsnprintf(remark->text, sizeof(remark->text), format, arguments);
	va_end(arguments);
}

void advice_take(struct advice *advice, int rule)
{
	const struct advise_rule *taken = &advice->framework->rules[rule];

	advice->rule = rule;
	advice->answer = taken->answer;
	advice->ours = taken->ours;
	snprintf(advice->text, sizeof(advice->text), "%s%s%s", taken->part ? taken->part : "",
		 taken->part ? ": " : "", taken->text);
	snprintf(advice->source, sizeof(advice->source), "%s", taken->source);
	if (taken->gap)
		advice_remark(advice, REMARK_GAP, "%s", taken->gap);
}

void advice_say(struct advice *advice, enum advise_answer answer, const char *source,
		const char *format, ...)
{
	va_list arguments;

	advice->rule = -1;
	advice->answer = answer;
	snprintf(advice->source, sizeof(advice->source), "%s", source);
	va_start(arguments, format);
	vsnprintf(advice->text, sizeof(advice->text), format, arguments);
	va_end(arguments);
}

void advice_overlaps(struct advice *advice, int from, int to)
{
	const struct advise_rule *rules = advice->framework->rules;
	int first = advice_first(advice, from, to);

	for (int i = first + 1; first >= 0 && i < to; i++) {
		if (!advice_fires(advice, i) || rules[i].answer == rules[first].answer)
			continue;
		advice_remark(advice, REMARK_OVERLAP, "\"%s\" says %s, \"%s\" says %s",
			      rules[first].text, advise_answer_label(rules[first].answer),
			      rules[i].text, advise_answer_label(rules[i].answer));
		return;
	}
}

/* A last rule without conditions says what holds when no other does; of which nothing is known as
 * long as all are undecided. */
static bool is_early(const struct advice *advice, int rule)
{
	return rule > 0 && advice->framework->rules[rule].when[0].op == WHEN_END &&
	       advice_knows_nothing(advice);
}

void decide_first(const struct advise_inputs *inputs, struct advice *advice)
{
	int rule = advice_first(advice, 0, advice->framework->rule_count);

	if (rule < 0 || is_early(advice, rule))
		return;
	advice_take(advice, rule);
	advice_look_until(inputs, advice, rule + 1);
}

void advise_one(const struct advise_framework *framework, const struct advise_inputs *inputs,
		struct advice *advice)
{
	assert(framework->rule_count <= ADVISE_RULES_MAX);
	*advice = (struct advice){ .framework = framework, .rule = -1 };
	for (int i = 0; i < framework->rule_count; i++) {
		advice->state[i] = rule_state(&framework->rules[i], inputs);
		advice->vetoes_ft = advice->vetoes_ft || (framework->rules[i].vetoes_ft &&
							  advice->state[i] == RULE_FIRES);
	}
	advice_look_until(inputs, advice, framework->rule_count);
	framework->decide(inputs, advice);
}

int advise_index(const char *id)
{
	int i = 0;

	while (strcmp(advise_table[i]->id, id) != 0)
		i++;
	return i;
}

void advise_all(const struct scenario *scenario, struct advise_report *report)
{
	memset(report, 0, sizeof(*report));
	advise_inputs_take(&report->inputs, scenario);
	for (int i = 0; i < ADVISE_FRAMEWORKS; i++)
		advise_one(advise_table[i], &report->inputs, &report->advice[i]);
	advise_combine(report->advice, &report->combined);
}

int advise_missing_count(const struct advise_report *report, int input)
{
	int count = 0;

	for (int i = 0; i < ADVISE_FRAMEWORKS; i++)
		count += report->advice[i].missing[input];
	return count;
}
