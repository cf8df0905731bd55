// SPDX-License-Identifier: MIT
#include "study/claim_paper.h"

#include <math.h>
#include <stddef.h>

int paper_term_count(const struct paper_sum *sum)
{
	int count = 0;

	while (count < PAPER_TERMS_MAX && sum->terms[count].what)
		count++;
	return count;
}

void paper_sum_add(const struct paper_sum *sum, double *lo, double *hi)
{
	*lo = *hi = 0;
	for (int i = 0; i < paper_term_count(sum); i++) {
		const struct paper_term *term = &sum->terms[i];

		*lo += term->count_lo * term->each_lo;
		*hi += term->count_hi * term->each_hi;
	}
}

void paper_sum_factors(const struct paper_sum *sum, double *lo, double *hi)
{
	double least, most;

	paper_sum_add(sum, &least, &most);
	*lo = sum->said_lo / least;
	*hi = sum->said_hi / most;
}

int paper_figure_count(const struct paper_clash *clash)
{
	int count = 0;

	while (count < PAPER_TERMS_MAX && clash->figures[count].what)
		count++;
	return count;
}

double paper_clash_factor(const struct paper_clash *clash)
{
	double least = INFINITY, most = -INFINITY;

	for (int i = 0; i < paper_figure_count(clash); i++) {
		if (isnan(clash->figures[i].lo))
			return NAN;
		least = fmin(least, clash->figures[i].lo);
		most = fmax(most, clash->figures[i].hi);
	}
	return most / least;
}

double paper_clash_gap(const struct paper_clash *clash)
{
	double least = INFINITY, most = -INFINITY;

	for (int i = 0; i < paper_figure_count(clash); i++) {
		if (isnan(clash->figures[i].lo))
			return NAN;
		least = fmin(least, clash->figures[i].hi);
		most = fmax(most, clash->figures[i].lo);
	}
	return most / least;
}
