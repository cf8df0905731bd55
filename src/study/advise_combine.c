// SPDX-License-Identifier: MIT
/*
 * One answer out of twenty-one (ours). First whether either is needed at all. Then candidates are
 * struck out, in the order of precedence, and what was struck out does not come back: gates (data,
 * team, compliance), volatility, the primary problem (the votes of C5c where nobody knows it),
 * latency, volume. What is left at the end is
 * a tie, which RAG wins, the default of S0:162 and S3:21.
 */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "study/advise_rules.h"

#define BIT(arch) (1u << (arch))
#define RAG BIT(ARCH_RAG)
#define FT BIT(ARCH_FT)
#define HYBRID BIT(ARCH_HYBRID)

struct combination {
	const struct advice *advice;
	struct advise_combined *out;
	unsigned int left;
};

static const struct advice *advice_of(const struct combination *c, const char *id)
{
	return &c->advice[advise_index(id)];
}

/* The rule of a framework that stands in this line of its article, or is about this part, and
 * fires; NULL: it does not. */
static const struct advise_rule *fired(const struct advice *advice, const char *where)
{
	for (int i = 0; i < advice->framework->rule_count; i++) {
		const struct advise_rule *rule = &advice->framework->rules[i];

		if (advice_fires(advice, i) && (strcmp(rule->source, where) == 0 ||
						(rule->part && strcmp(rule->part, where) == 0)))
			return rule;
	}
	return NULL;
}

__attribute__((format(printf, 3, 4))) static void note(struct combination *c, const char *id,
						       const char *format, ...)
{
	struct advise_step *step = &c->out->steps[c->out->step_count];
	va_list arguments;

	if (c->out->step_count == ADVISE_STEPS_MAX)
		return;
	c->out->step_count++;
	step->framework = id;
	va_start(arguments, format);
	vsnprintf(step->text, sizeof(step->text), format, arguments);
	va_end(arguments);
}

static void name_left(unsigned int left, char *text, size_t size)
{
	text[0] = '\0';
	for (unsigned int i = 0; i <= ARCH_HYBRID; i++) {
		size_t used = strlen(text);

		if (left & BIT(i))
			snprintf(text + used, size - used, "%s%s", used > 0 ? ", " : "",
				 arch_label((enum arch)i));
	}
}

static bool is_decided(const struct combination *c)
{
	return (c->left & (c->left - 1)) == 0;
}

/* Keeps these candidates only, for this reason; does nothing where that changes nothing or would
 * leave nobody. */
static void keep(struct combination *c, const char *id, unsigned int mask, const char *reason)
{
	char names[64];

	if (is_decided(c) || (c->left & mask) == c->left)
		return;
	if ((c->left & mask) == 0) {
		note(c, id, "%s, which fits none that is left", reason);
		return;
	}
	c->left &= mask;
	name_left(c->left, names, sizeof(names));
	note(c, id, "%s: leaves %s", reason, names);
	if (is_decided(c))
		c->out->decided_by = id;
}

static unsigned int mask_of(enum advise_answer answer)
{
	unsigned int mask = 0;

	for (unsigned int i = 0; i <= ARCH_HYBRID; i++)
		mask |= advise_answer_allows(answer, (enum arch)i) ? BIT(i) : 0;
	return mask;
}

static void keep_answer(struct combination *c, const char *id, const struct advise_rule *rule)
{
	if (rule && advise_answer_says(rule->answer))
		keep(c, id, mask_of(rule->answer), rule->text);
}

/* ---- the steps ---- */

/* Is nothing of it to be built? */
static bool neither(struct combination *c)
{
	const struct advice *needed = advice_of(c, "C5a"), *team = advice_of(c, "C1c");
	const struct advice *by = advise_answer_says(needed->answer) ? needed
				  : team->answer == ANSWER_NEITHER   ? team
								     : NULL;

	if (!by)
		return false;
	c->out->answer = by->answer;
	c->out->decided_by = by->framework->id;
	note(c, by->framework->id, "%s", by->text);
	return true;
}

static void gates(struct combination *c)
{
	static const char *const with_vetoes[] = { "C3a", "C5g" };
	const struct advice *team = advice_of(c, "C1c");

	if (advise_answer_says(team->answer))
		keep(c, "C1c", team->vetoes_ft ? RAG : FT, "the team can do no other");
	for (size_t i = 0; i < sizeof(with_vetoes) / sizeof(with_vetoes[0]); i++) {
		const struct advice *advice = advice_of(c, with_vetoes[i]);

		for (int k = 0; k < advice->framework->rule_count; k++) {
			if (advice_fires(advice, k) && advice->framework->rules[k].vetoes_ft)
				keep(c, with_vetoes[i], RAG, advice->framework->rules[k].text);
		}
	}
}

static void volatility(struct combination *c)
{
	const struct advise_rule *unstable = fired(advice_of(c, "C4a"), "question 1");
	const struct advice *pace = advice_of(c, "C1a");

	if (unstable)
		keep(c, "C4a", RAG | HYBRID, "stable for less than six months");
	if (pace->answer == ANSWER_RAG)
		keep(c, "C1a", RAG | HYBRID, pace->text);
}

/* Where knowledge changes too fast to be tuned in, behaviour still can be: that is a hybrid. */
static void problem(struct combination *c)
{
	const struct advice *diagnosis = advice_of(c, "C5b"), *matrix = advice_of(c, "C5c");
	const struct advice *by = advise_answer_says(diagnosis->answer) ? diagnosis : matrix;
	unsigned int mask = mask_of(by->answer);

	if (!advise_answer_says(by->answer))
		return;
	if (by->rule >= 0 && by->answer == ANSWER_FT && (c->left & FT) == 0)
		mask |= HYBRID;
	keep(c, by->framework->id, mask, by->text);
}

static void latency(struct combination *c)
{
	keep_answer(c, "C1e", fired(advice_of(c, "C1e"), "S0:107"));
	keep_answer(c, "C5d", fired(advice_of(c, "C5d"), "S4:255"));
	keep_answer(c, "C4a", fired(advice_of(c, "C4a"), "question 2"));
}

static void volume(struct combination *c)
{
	const struct advice *triggers = advice_of(c, "C1b");

	if (triggers->rule >= 0)
		keep_answer(c, "C1b", &triggers->framework->rules[triggers->rule]);
	keep_answer(c, "C5g", fired(advice_of(c, "C5g"), "volume"));
	keep_answer(c, "C4a", fired(advice_of(c, "C4a"), "question 4"));
}

void advise_combine(const struct advice advice[ADVISE_FRAMEWORKS], struct advise_combined *combined)
{
	struct combination c = { advice, combined, RAG | FT | HYBRID };

	*combined = (struct advise_combined){ .decided_by = "tie" };
	if (neither(&c))
		return;
	gates(&c);
	volatility(&c);
	problem(&c);
	latency(&c);
	volume(&c);
	if (!is_decided(&c))
		note(&c, "tie", "what is left is a tie: %s",
		     c.left & RAG ? "RAG is the default (S0:162, S3:21)"
				  : "tuning needs one system less");
	combined->answer = c.left & RAG ? ANSWER_RAG : c.left & FT ? ANSWER_FT : ANSWER_HYBRID;
}
