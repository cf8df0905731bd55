// SPDX-License-Identifier: MIT
#include "sim/renewal.h"

#include "base/variate.h"

static const double CLOCKWORK_CV = 1e-9;

double renewal_gap(struct rng *rng, double cv)
{
	double shape = 1 / (cv * cv);

	if (cv < CLOCKWORK_CV)
		return 1;
	if (cv == 1)
		return variate_exponential_from_unit(rng_unit(rng));
	return variate_gamma(rng, shape) / shape;
}

double renewal_gap_around(struct rng *rng, double cv)
{
	double shape = 1 / (cv * cv);

	return cv < CLOCKWORK_CV ? 1 : variate_gamma(rng, shape + 1) / shape;
}
