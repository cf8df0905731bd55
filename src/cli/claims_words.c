// SPDX-License-Identifier: MIT
/* Parts of what is said about claims. Declared in claims_report.h. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/format.h"
#include "cli/claims_report.h"
#include "io/json_write.h"
#include "io/names.h"

enum { NUMBER_SIZE = JSON_NUMBER_SIZE };

static void append(char text[CLAIMS_TEXT_SIZE], const char *more)
{
	size_t used = strlen(text);

	snprintf(text + used, CLAIMS_TEXT_SIZE - used, "%s", more);
}

int claims_tally(const struct claims_page *page, enum claim_verdict verdict)
{
	int count = 0;

	for (int i = 0; i < CLAIM_COUNT; i++)
		count += page->claims[i].shown && page->claims[i].outcome.verdict == verdict;
	return count;
}

static void append_value(char text[CLAIMS_TEXT_SIZE], double value, enum unit unit)
{
	char number[FORMAT_SIZE];

	format_value(number, sizeof(number), value, unit);
	append(text, number);
}

/* In five digits: enough to tell the two sides of an edge. */
static void side_text(double value, enum unit unit, char text[FORMAT_SIZE])
{
	char digits[FORMAT_SIZE];

	snprintf(digits, sizeof(digits), "%.5g", value);
	format_value_long(text, FORMAT_SIZE, strtod(digits, NULL), unit);
}

void claims_search(const struct claim *claim, const struct claim_outcome *outcome,
		   char text[CLAIMS_TEXT_SIZE])
{
	enum unit unit = param_table[claim->over.param].unit;
	char name[NAME_SIZE];

	param_full_name(claim->over.param, name, sizeof(name));
	snprintf(text, CLAIMS_TEXT_SIZE, "%s was tried from ", name);
	append_value(text, claim->over.lo, unit);
	append(text, " to ");
	append_value(text, claim->over.hi, unit);
	if (!isnan(outcome->now)) {
		append(text, "; as it stands it is ");
		append_value(text, outcome->now, unit);
	}
	for (int i = 0; i < outcome->edge_count; i++) {
		const struct claim_edge *edge = &outcome->edge[i];
		char sides[128], below[FORMAT_SIZE], above[FORMAT_SIZE];

		side_text(edge->below, unit, below);
		side_text(edge->above, unit, above);
		snprintf(sides, sizeof(sides), "; a run at %s says %s, one at %s %s", below,
			 edge->holds_above ? "no" : "yes", above, edge->holds_above ? "yes" : "no");
		append(text, sides);
	}
}

static void value_text(enum param_id id, double value, char text[NUMBER_SIZE])
{
	const struct param_info *info = &param_table[id];

	if (isnan(value))
		snprintf(text, NUMBER_SIZE, "null");
	else if (info->kind == PARAM_CHOICE)
		snprintf(text, NUMBER_SIZE, "%s", info->choices[(int)value]);
	else if (info->kind == PARAM_FLAG)
		snprintf(text, NUMBER_SIZE, "%s", value != 0 ? "true" : "false");
	else
		json_number_text(text, value);
}

void claims_command(const struct claims_page *page, const struct claim *claim,
		    char text[CLAIMS_TEXT_SIZE])
{
	char part[256], name[NAME_SIZE], value[NUMBER_SIZE];

	snprintf(text, CLAIMS_TEXT_SIZE, "ragtop run %s --fidelity %d", claim->scenario,
		 CLAIM_FIDELITY);
	if (claim->horizon_days > 0) {
		snprintf(part, sizeof(part), " --set horizon_days=%.10g", claim->horizon_days);
		append(text, part);
	}
	for (int i = 0; i < claim->set_count; i++) {
		param_full_name(claim->sets[i].param, name, sizeof(name));
		value_text(claim->sets[i].param, claim->sets[i].value, value);
		snprintf(part, sizeof(part), " --set %s=%s", name, value);
		append(text, part);
	}
	for (int i = 0; i < page->set_count; i++) {
		snprintf(part, sizeof(part), " --set %s", page->sets[i]);
		append(text, part);
	}
}

void paper_range_text(double lo, double hi, enum unit unit, char *text, size_t size)
{
	char from[FORMAT_SIZE], to[FORMAT_SIZE];

	format_value(from, sizeof(from), isnan(lo) ? hi : lo, unit);
	format_value(to, sizeof(to), isnan(hi) ? lo : hi, unit);
	if (isnan(lo))
		snprintf(text, size, "at most %s", to);
	else if (isnan(hi))
		snprintf(text, size, "at least %s", from);
	else if (lo == hi)
		snprintf(text, size, "%s", from);
	else
		snprintf(text, size, "%s to %s", from, to);
}

void claims_said(const struct claim_figure *figure, char *text, size_t size)
{
	*text = '\0';
	if (!isnan(figure->lo) || !isnan(figure->hi))
		paper_range_text(figure->lo, figure->hi, figure->unit, text, size);
}

void claims_factor(double factor, char text[FORMAT_SIZE])
{
	char digits[FORMAT_SIZE];

	snprintf(digits, sizeof(digits), "%.3g", factor);
	snprintf(text, FORMAT_SIZE, "%.10g", strtod(digits, NULL));
}

static bool near_one(double factor)
{
	return factor > 0.99 && factor < 1.01;
}

bool paper_sum_holds(const struct paper_sum *sum)
{
	double lo, hi;

	paper_sum_factors(sum, &lo, &hi);
	return near_one(lo) && near_one(hi);
}

void paper_sum_verdict(const struct paper_sum *sum, char *text, size_t size)
{
	double lo, hi;

	paper_sum_factors(sum, &lo, &hi);
	if (paper_sum_holds(sum))
		snprintf(text, size, "comes out");
	else if (sum->said_lo == sum->said_hi)
		snprintf(text, size, "does not come out: said is %.3g times the sum", lo);
	else
		snprintf(text, size,
			 "does not come out: said is %.3g times the sum at the lower end, "
			 "%.3g at the upper",
			 lo, hi);
}

static void price_text(double value, enum unit unit, char text[FORMAT_SIZE])
{
	format_set_value(text, FORMAT_SIZE, value, unit == UNIT_USD_PER_MONTH ? UNIT_USD : unit);
}

void paper_term_text(const struct paper_sum *sum, int i, char *text, size_t size)
{
	const struct paper_term *term = &sum->terms[i];
	char lo[FORMAT_SIZE], hi[FORMAT_SIZE], count[FORMAT_SIZE], each[3 * FORMAT_SIZE];

	price_text(term->each_lo, sum->unit, lo);
	price_text(term->each_hi, sum->unit, hi);
	snprintf(each, sizeof(each), "%s%s%s", lo, term->each_lo < term->each_hi ? " to " : "",
		 term->each_lo < term->each_hi ? hi : "");
	format_set_value(count, sizeof(count), term->count_lo, UNIT_NONE);
	if (term->count_lo == 1)
		snprintf(text, size, "%s: %s", term->what, each);
	else
		snprintf(text, size, "%s %s at %s", count, term->what, each);
}

void paper_clash_verdict(const struct paper_clash *clash, char *text, size_t size)
{
	double factor = paper_clash_factor(clash), gap = paper_clash_gap(clash);
	char ends[FORMAT_SIZE], nearest[FORMAT_SIZE];

	claims_factor(factor, ends);
	claims_factor(gap, nearest);

	if (isnan(factor))
		snprintf(text, size, "not a matter of figures: they do not go together");
	else if (gap <= 1)
		snprintf(text, size, "a factor of %s from end to end, but they overlap", ends);
	else
		snprintf(text, size,
			 "a factor of %s from end to end; at least %s between the two that are "
			 "furthest apart",
			 ends, nearest);
}
