// SPDX-License-Identifier: MIT
#include "study/claim_words.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/format.h"

static void append(char text[CLAIM_WORDS_SIZE], const char *more)
{
	size_t used = strlen(text);

	snprintf(text + used, CLAIM_WORDS_SIZE - used, "%s", more);
}

static void append_value(char text[CLAIM_WORDS_SIZE], double value, enum unit unit)
{
	char number[FORMAT_SIZE];

	format_value(number, sizeof(number), value, unit);
	append(text, number);
}

/* A stretch on which it holds; ends at which nothing changes are infinite. */
static void append_stretch(char text[CLAIM_WORDS_SIZE], double lo, double hi, enum unit unit)
{
	if (isfinite(lo) && isfinite(hi)) {
		append(text, "from ");
		append_value(text, lo, unit);
		append(text, " to ");
		append_value(text, hi, unit);
		return;
	}
	append(text, isfinite(lo) ? "at least " : "at most ");
	append_value(text, isfinite(lo) ? lo : hi, unit);
}

void claim_condition(const struct claim *claim, const struct claim_outcome *outcome,
		     char text[CLAIM_WORDS_SIZE])
{
	enum unit unit = param_table[claim->over.param].unit;
	double from = -INFINITY;
	bool holds = outcome->holds_at_lo, first = true;
	char name[96];

	param_full_name(claim->over.param, name, sizeof(name));
	snprintf(text, CLAIM_WORDS_SIZE, "%s is ", name);
	for (int i = 0; i <= outcome->edge_count; i++) {
		double to = i < outcome->edge_count ? outcome->edge[i].at : (double)INFINITY;

		if (holds) {
			append(text, first ? "" : " or ");
			append_stretch(text, from, to, unit);
			first = false;
		}
		holds = !holds;
		from = to;
	}
}

void claim_here(const struct claim *claim, const struct claim_outcome *outcome,
		char text[CLAIM_WORDS_SIZE])
{
	*text = '\0';
	if (isnan(outcome->now))
		return;
	append_value(text, outcome->now, param_table[claim->over.param].unit);
	append(text, outcome->as_stated ? " here, so it does" : " here, so it does not");
}
