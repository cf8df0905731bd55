// SPDX-License-Identifier: MIT
#include "study/tour_text.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/format.h"

static bool crossing_value(const struct curve *curve, enum arch a, enum arch b, double *value)
{
	if (!curve)
		return false;
	for (int i = 0; i < curve->crossing_count; i++) {
		const struct crossing *at = &curve->crossing[i];

		if (at->nobody_below || at->nobody_above)
			continue;
		if ((at->below == a && at->above == b) || (at->below == b && at->above == a)) {
			*value = at->at_qpm;
			return true;
		}
	}
	*value = (double)INFINITY;
	return curve->complete;
}

static bool figure_now(const struct tour_figures *figures, const struct tour_figure *figure,
		       double *value)
{
	switch (figure->kind) {
	case TOUR_OF_RESULT:
		if (!figures->result || !figures->result->arch[figure->a].present)
			return false;
		*value = figure_value(&figures->result->arch[figure->a], figure->figure);
		return true;
	case TOUR_OF_PARAM:
		*value = params_get(&figures->scenario->params, figure->param);
		return true;
	case TOUR_OF_CROSSING:
		return crossing_value(figures->curve, figure->a, figure->b, value);
	case TOUR_OF_BEST:
	case TOUR_OF_CHEAPEST:
		break;
	}
	return false;
}

static bool sum_now(const struct tour_figures *figures, const struct tour_sum *sum, double *value)
{
	double b;

	if (!figure_now(figures, &sum->a, value))
		return false;
	if (sum->sign == '\0')
		return true;
	if (!figure_now(figures, &sum->b, &b))
		return false;
	*value = sum->sign == '/' ? *value / b : sum->sign == '-' ? *value - b : *value + b;
	return true;
}

bool tour_value(const struct tour_figures *figures, const char *name, double *value,
		enum unit *unit)
{
	struct tour_sum sum;
	struct error error;

	if (!tour_sum_parse(name, strlen(name), &sum, &error))
		return false;
	*unit = sum.unit;
	return sum_now(figures, &sum, value);
}

bool tour_value_arch(const char *name, enum arch *arch)
{
	struct tour_sum sum;
	struct error error;

	if (!tour_sum_parse(name, strlen(name), &sum, &error) || sum.sign != '\0' ||
	    sum.a.kind != TOUR_OF_RESULT)
		return false;
	*arch = sum.a.a;
	return true;
}

/* By the month goes without saying: labels and sentences say it. */
void tour_unit_text(enum unit unit, double value, char *text, size_t size)
{
	if (unit == UNIT_USD_PER_MONTH)
		format_money(text, size, value);
	else if (unit == UNIT_QPM)
		format_count(text, size, value);
	else
		format_value(text, size, value, unit);
}

static void name_of_verdict(const struct result *result, bool best, char *text, size_t size)
{
	if (!result)
		snprintf(text, size, "%s", FORMAT_PENDING);
	else if (best && result->verdict.none_meets)
		snprintf(text, size, "nobody");
	else
		snprintf(text, size, "%s",
			 arch_label(best ? result->verdict.best : result->verdict.cheapest));
}

static void sum_text(const struct tour_figures *figures, const struct tour_sum *sum, char *text,
		     size_t size)
{
	double value;

	if (sum->a.kind == TOUR_OF_BEST || sum->a.kind == TOUR_OF_CHEAPEST)
		name_of_verdict(figures->result, sum->a.kind == TOUR_OF_BEST, text, size);
	else if (!sum_now(figures, sum, &value))
		snprintf(text, size, "%s", FORMAT_PENDING);
	else if (sum->a.kind == TOUR_OF_CROSSING && isinf(value))
		snprintf(text, size, "nowhere");
	else if (sum->sign == '/')
		format_ratio(text, size, value);
	else if (sum->a.kind == TOUR_OF_PARAM && sum->sign == '\0' && sum->unit == UNIT_CHOICE &&
		 !isnan(value))
		snprintf(text, size, "%s", param_table[sum->a.param].choices[(int)value]);
	else if (sum->a.kind == TOUR_OF_PARAM && sum->sign == '\0')
		format_set_value(text, size, value, sum->unit);
	else
		tour_unit_text(sum->unit, value, text, size);
}

void tour_value_text(const struct tour_figures *figures, const char *name, char *text, size_t size)
{
	struct tour_sum sum;
	struct error error;

	text[0] = '\0';
	if (tour_sum_parse(name, strlen(name), &sum, &error))
		sum_text(figures, &sum, text, size);
}

void tour_expand(const struct tour_figures *figures, const char *text, char *out, size_t size)
{
	size_t used = 0;

	out[0] = '\0';
	while (*text != '\0' && used + 1 < size) {
		size_t plain = strcspn(text, "{"), name;
		struct tour_sum sum;
		struct error error;

		used += (size_t)snprintf(out + used, size - used, "%.*s", (int)plain, text);
		text += plain;
		if (*text != '{' || used + 1 >= size)
			continue;
		name = strcspn(text + 1, "}");
		if (tour_sum_parse(text + 1, name, &sum, &error)) {
			sum_text(figures, &sum, out + used, size - used);
			used += strlen(out + used);
		}
		text += name + 1 + (text[name + 1] == '}');
	}
}
