// SPDX-License-Identifier: MIT
/* Which architecture is cheapest, which of those that meet every target is, and why. Where none
 * does, which gives a good answer for the least money. */
#include "sim/sim.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* A figure that does not exist (no query was answered) misses its target only if queries came. */
static bool misses(const struct arch_result *arch, enum target target, double bound)
{
	double figure = target_figure(arch, target);

	if (isnan(bound))
		return false;
	if (isnan(figure))
		return arch->queries > 0;
	return target_is_floor(target) ? figure < bound : figure > bound;
}

static void judge(const struct scenario *scenario, const struct arch_result *arch, enum arch which,
		  struct verdict *verdict)
{
	verdict->meets[which] = true;
	for (int t = 0; t < TARGET_COUNT; t++) {
		verdict->missed[which][t] = misses(arch, (enum target)t, scenario->targets[t]);
		verdict->meets[which] = verdict->meets[which] && !verdict->missed[which][t];
	}
}

static int targets_set(const struct scenario *scenario)
{
	int count = 0;

	for (int t = 0; t < TARGET_COUNT; t++)
		count += !isnan(scenario->targets[t]);
	return count;
}

static void add(char *text, size_t size, const char *more)
{
	size_t used = strlen(text);

	snprintf(text + used, size - used, "%s", more);
}

static void add_missed(const struct verdict *verdict, enum arch arch, char *text, size_t size)
{
	bool first = true;

	add(text, size, arch_label(arch));
	for (int t = 0; t < TARGET_COUNT; t++)
		if (verdict->missed[arch][t]) {
			add(text, size, first ? " misses " : ", ");
			add(text, size, target_label((enum target)t));
			first = false;
		}
}

static void explain(const struct scenario *scenario, struct verdict *verdict)
{
	char *why = verdict->why;
	size_t size = sizeof(verdict->why);

	if (targets_set(scenario) == 0) {
		add(why, size, "cheapest, no targets set");
		return;
	}
	add(why, size,
	    verdict->none_meets ? "no architecture meets every target"
				: "cheapest that meets every target");
	for (int i = 0; i < scenario->arch_count; i++)
		if (!verdict->meets[scenario->archs[i]]) {
			add(why, size, "; ");
			add_missed(verdict, scenario->archs[i], why, size);
		}
}

static double usd_for(double usd, double frac)
{
	return frac > 0 ? usd / frac : INFINITY;
}

/* Money alone would choose who turns queries away: what is not answered costs nothing. So a good
 * answer is what is paid for; where there is none a right one, late as it may be. */
static bool gives_more(const struct arch_result *a, const struct arch_result *b)
{
	double good_a = usd_for(a->all_in_usd, a->good_frac);
	double good_b = usd_for(b->all_in_usd, b->good_frac);
	double right_a = usd_for(a->all_in_usd, a->correct_frac);
	double right_b = usd_for(b->all_in_usd, b->correct_frac);

	if (good_a != good_b)
		return good_a < good_b;
	if (right_a != right_b)
		return right_a < right_b;
	return a->all_in_usd < b->all_in_usd;
}

static enum arch best_of_nobody(const struct scenario *scenario,
				const struct arch_result archs[ARCH_COUNT])
{
	enum arch best = scenario->archs[0];

	for (int i = 1; i < scenario->arch_count; i++)
		if (gives_more(&archs[scenario->archs[i]], &archs[best]))
			best = scenario->archs[i];
	return best;
}

void verdict_reach(const struct scenario *scenario, const struct arch_result archs[ARCH_COUNT],
		   struct verdict *verdict)
{
	*verdict = (struct verdict){ .cheapest = scenario->archs[0], .none_meets = true };
	for (int i = 0; i < scenario->arch_count; i++) {
		enum arch arch = scenario->archs[i];

		judge(scenario, &archs[arch], arch, verdict);
		if (archs[arch].all_in_usd < archs[verdict->cheapest].all_in_usd)
			verdict->cheapest = arch;
		if (verdict->meets[arch] &&
		    (verdict->none_meets ||
		     archs[arch].all_in_usd < archs[verdict->best].all_in_usd)) {
			verdict->best = arch;
			verdict->none_meets = false;
		}
	}
	if (verdict->none_meets)
		verdict->best = best_of_nobody(scenario, archs);
	explain(scenario, verdict);
}
