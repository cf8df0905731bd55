// SPDX-License-Identifier: MIT
#include "sim/growth.h"

#include "base/fmath.h"

static const double LN_2 = 0.69314718055994530942;

/* Of the size, a second. */
static double rate(const struct regime *regime)
{
	return fm_log1p(regime->params.knowledge.corpus_growth_frac_per_month) / MONTH_S;
}

double growth_scale(const struct regime *regime, double t_s)
{
	if (regime->params.knowledge.corpus_growth_frac_per_month == 0)
		return regime->corpus_scale;
	return regime->corpus_scale * fm_exp(rate(regime) * (t_s - regime->start_s));
}

double growth_more_s(const struct regime *regime, double a, double b)
{
	if (regime->params.knowledge.corpus_growth_frac_per_month == 0)
		return (regime->corpus_scale - 1) * (b - a);
	return growth_scale(regime, a) * fm_expm1(rate(regime) * (b - a)) / rate(regime) - (b - a);
}

double growth_search_s(const struct params *params, double corpus_scale)
{
	double factor;

	if (corpus_scale == 1)
		return params->rag.search_s;
	factor = 1 + params->rag.search_growth_frac * fm_log(corpus_scale) / LN_2;
	return factor > 0 ? factor * params->rag.search_s : 0;
}

void growth_params(const struct params *params, double corpus_scale, struct params *out)
{
	*out = *params;
	out->rag.search_s = growth_search_s(params, corpus_scale);
	out->knowledge.corpus_tok *= corpus_scale;
}
