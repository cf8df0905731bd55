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

void renewal_open(struct renewal *renewal, double cv)
{
	renewal->cv = cv;
	renewal->used = RENEWAL_STOCK;
}

void renewal_change(struct renewal *renewal, double cv)
{
	if (renewal->cv != cv)
		renewal_open(renewal, cv);
}

void renewal_restock(struct renewal *renewal, struct rng *rng)
{
	double cv = renewal->cv, shape = 1 / (cv * cv);

	renewal->used = 0;
	if (cv == 1) {
		variate_fill_exponential(rng, renewal->stock, RENEWAL_STOCK);
		return;
	}
	if (cv >= CLOCKWORK_CV)
		variate_fill_gamma(rng, shape, renewal->stock, RENEWAL_STOCK);
	for (int i = 0; i < RENEWAL_STOCK; i++)
		renewal->stock[i] = cv < CLOCKWORK_CV ? 1 : renewal->stock[i] / shape;
}
