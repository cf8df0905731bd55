// SPDX-License-Identifier: MIT
/* The advice beside a run, and why they differ: from the figures of the two architectures. */
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/format.h"
#include "study/advise_rules.h"

struct text {
	char *at;
	size_t size;
};

__attribute__((format(printf, 2, 3))) static void add(struct text *text, const char *format, ...)
{
	size_t used = strlen(text->at);
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(text->at + used, text->size - used, format, arguments);
	va_end(arguments);
}

static void add_missed(struct text *text, const struct scenario *scenario,
		       const struct result *result, enum arch arch)
{
	for (unsigned int i = 0; i < TARGET_COUNT; i++) {
		enum target target = (enum target)i;
		char value[FORMAT_SIZE], bound[FORMAT_SIZE];

		if (!result->verdict.missed[arch][target])
			continue;
		format_value(value, sizeof(value), target_figure(&result->arch[arch], target),
			     target_unit(target));
		format_set_value(bound, sizeof(bound), scenario->targets[target],
				 target_unit(target));
		add(text, "; it misses %s, %s for %s %s", target_label(target), value,
		    target_is_floor(target) ? "at least" : "at most", bound);
	}
}

/* A share that differs by a point or more and is not named among the targets. */
static void add_share(struct text *text, const struct result *result, enum arch arch,
		      enum target target)
{
	enum arch best = result->verdict.best;
	double a = target_figure(&result->arch[arch], target);
	double b = target_figure(&result->arch[best], target);
	char one[FORMAT_SIZE], other[FORMAT_SIZE];

	if (result->verdict.missed[arch][target] || !(fabs(a - b) >= 0.01))
		return;
	format_share(one, sizeof(one), a);
	format_share(other, sizeof(other), b);
	add(text, "; %s %s against %s", target_label(target), one, other);
}

/* Of the architectures that the answer allows and that ran the cheapest; ARCH_COUNT: none ran. */
static enum arch cheapest_of(enum advise_answer answer, const struct scenario *scenario,
			     const struct result *result)
{
	enum arch cheapest = ARCH_COUNT;

	for (int i = 0; i < scenario->arch_count; i++) {
		enum arch arch = scenario->archs[i];

		if (advise_answer_allows(answer, arch) &&
		    (cheapest == ARCH_COUNT ||
		     result->arch[arch].all_in_usd < result->arch[cheapest].all_in_usd))
			cheapest = arch;
	}
	return cheapest;
}

static void explain(const struct scenario *scenario, const struct result *result, enum arch arch,
		    struct text *text)
{
	enum arch best = result->verdict.best;
	char one[FORMAT_SIZE], other[FORMAT_SIZE];

	format_value(one, sizeof(one), result->arch[arch].all_in_usd, UNIT_USD_PER_MONTH);
	format_value(other, sizeof(other), result->arch[best].all_in_usd, UNIT_USD_PER_MONTH);
	add(text, "%s costs %s all in, %s %s", arch_label(arch), one, arch_label(best), other);
	add_missed(text, scenario, result, arch);
	add_share(text, result, arch, TARGET_STALE_ANSWER_FRAC);
	add_share(text, result, arch, TARGET_CORRECT_FRAC);
	if (result->verdict.none_meets)
		add(text, "; no architecture meets every target");
}

bool advise_agrees(enum advise_answer answer, const struct verdict *verdict)
{
	return advise_answer_says(answer) && advise_answer_allows(answer, verdict->best);
}

void advise_compare(const struct scenario *scenario, const struct result *result,
		    struct advise_report *report)
{
	struct text text = { report->why, sizeof(report->why) };
	enum advise_answer answer = report->combined.answer;
	enum arch arch = cheapest_of(answer, scenario, result);

	report->why[0] = '\0';
	report->compared = arch != ARCH_COUNT;
	report->agrees = report->compared && advise_agrees(answer, &result->verdict);
	if (report->agrees)
		return;
	if (report->compared) {
		explain(scenario, result, arch, &text);
		return;
	}
	add(&text, "%s was not simulated; \"architectures\" of the scenario must have",
	    advise_answer_label(answer));
	for (unsigned int i = 0, count = 0; i < ARCH_COUNT; i++) {
		if (advise_answer_allows(answer, (enum arch)i))
			add(&text, "%s \"%s\"", count++ > 0 ? " or" : "", arch_key((enum arch)i));
	}
}
