// SPDX-License-Identifier: MIT
#include "validate/theory.h"

#include <assert.h>
#include <math.h> /* fabs */

#include "base/fmath.h"

static double offered_load(const struct theory_station *station)
{
	return station->rate_rps * station->service_s;
}

static double utilisation(const struct theory_station *station)
{
	return offered_load(station) / station->servers;
}

double theory_erlang_b(int servers, double offered)
{
	double inverse = 1;

	for (int n = 1; n <= servers; n++)
		inverse = 1 + inverse * n / offered;
	return 1 / inverse;
}

double theory_erlang_c(int servers, double offered)
{
	double b = theory_erlang_b(servers, offered);

	assert(offered < servers);
	return b / (1 - offered / servers * (1 - b));
}

double theory_mmc_wait_s(const struct theory_station *station)
{
	double offered = offered_load(station);

	return theory_erlang_c(station->servers, offered) * station->service_s /
	       (station->servers - offered);
}

/* The wait is 0, or exponential of rate c mu - lambda; the service is exponential of rate mu. */
double theory_mmc_sojourn_tail(const struct theory_station *station, double t_s)
{
	double mu = 1 / station->service_s, drain = station->servers * mu - station->rate_rps;
	double waits = theory_erlang_c(station->servers, offered_load(station)), both;

	assert(t_s >= 0);
	if (fabs(drain - mu) < 1e-9 * mu)
		both = mu * t_s * fm_exp(-mu * t_s);
	else
		both = mu * (fm_exp(-drain * t_s) - fm_exp(-mu * t_s)) / (mu - drain);
	return fm_exp(-mu * t_s) + waits * both;
}

double theory_mmc_wait_quantile_s(const struct theory_station *station, double p)
{
	double offered = offered_load(station),
	       drain = station->servers / station->service_s - station->rate_rps;
	double waits = theory_erlang_c(station->servers, offered);

	return waits > 1 - p ? fm_log(waits / (1 - p)) / drain : 0;
}

double theory_mg1_wait_s(const struct theory_station *station, double service_cv)
{
	double rho = utilisation(station);

	assert(station->servers == 1);
	return rho / (1 - rho) * station->service_s * (1 + service_cv * service_cv) / 2;
}

double theory_md1_level(const struct theory_station *station, double t_s)
{
	double sum = 0;

	assert(station->servers == 1);
	for (int k = 0; k * station->service_s <= t_s; k++) {
		double x = station->rate_rps * (t_s - k * station->service_s), term = fm_exp(x);

		for (int i = 1; i <= k; i++)
			term *= -x / i;
		sum += term;
	}
	return sum;
}

double theory_md1_wait_tail(const struct theory_station *station, double t_s)
{
	return 1 - (1 - utilisation(station)) * theory_md1_level(station, t_s);
}

/* Laplace transform of the gap. */
static double gap_transform(const struct theory_station *station, double gap_cv, double theta)
{
	double variance = gap_cv * gap_cv;

	if (variance == 0)
		return fm_exp(-theta / station->rate_rps);
	return fm_exp(-fm_log1p(variance * theta / station->rate_rps) / variance);
}

double theory_gmc_sigma(const struct theory_station *station, double gap_cv)
{
	double full = station->servers / station->service_s, lo = 0, hi = 1;

	assert(utilisation(station) < 1);
	/* A*(c mu (1 - x)) is above x below the root, and under it from there to 1. */
	while (hi - lo > 1e-14) {
		double middle = lo + (hi - lo) / 2;

		if (middle <= lo || middle >= hi)
			break;
		if (gap_transform(station, gap_cv, full * (1 - middle)) > middle)
			lo = middle;
		else
			hi = middle;
	}
	return lo;
}

static double binomial(int n, int k)
{
	double product = 1;

	for (int i = 1; i <= k; i++)
		product *= (double)(n - k + i) / i;
	return product;
}

double theory_gmc_wait_s(const struct theory_station *station, double gap_cv)
{
	double sigma = theory_gmc_sigma(station, gap_cv), mu = 1 / station->service_s;
	double sum = 1 / (1 - sigma), chain = 1;
	int c = station->servers;

	for (int j = 1; j <= c; j++) {
		double beta = gap_transform(station, gap_cv, j * mu);

		chain *= beta / (1 - beta);
		sum += binomial(c, j) / (chain * (1 - beta)) * (c * (1 - beta) - j) /
		       (c * (1 - sigma) - j);
	}
	return 1 / sum / (c * mu * (1 - sigma) * (1 - sigma));
}

/* Weights of n visitors, by balance of flows between n - 1 and n. */
struct theory_loss theory_mmck(const struct theory_station *station, int room)
{
	double offered = offered_load(station), weight = 1, total = 1, waiting = 0;

	for (int n = 1; n <= station->servers + room; n++) {
		weight *= offered / (n < station->servers ? n : station->servers);
		total += weight;
		if (n > station->servers)
			waiting += (n - station->servers) * weight;
	}
	return (struct theory_loss){
		.lost_frac = weight / total,
		.wait_s = waiting / total / (station->rate_rps * (1 - weight / total)),
	};
}

/* (e^(rate t) - 1) / rate, and its integral from 0 to t: both go on smoothly through rate 0. */
static double growth(double rate, double t)
{
	return fabs(rate * t) < 1e-9 ? t : fm_expm1(rate * t) / rate;
}

static double growth_area(double rate, double t)
{
	return fabs(rate * t) < 1e-4 ? t * t / 2 * (1 + rate * t / 3)
				     : (growth(rate, t) - t) / rate;
}

/*
 * Work in store has density idle x lambda e^(g v) on (0, patience), g = lambda - mu. By level
 * crossing: the rate down through v is the density, the rate up lambda x P(work + service > v), and
 * cutting jumps at `patience` changes neither below it. An arrival finds the work as it is over
 * time (Poisson).
 */
struct theory_patience theory_mm1_patience(const struct theory_station *station, double patience_s)
{
	double lambda = station->rate_rps, g = lambda - 1 / station->service_s, idle;

	assert(station->servers == 1);
	idle = 1 / (1 + lambda * growth(g, patience_s));
	return (struct theory_patience){
		.idle_frac = idle,
		/* work + service > patience: the work is v, the service exponential */
		.cut_frac = idle * fm_exp(g * patience_s),
		/* integral of v e^(g v) by parts */
		.wait_s = idle * lambda *
			  (patience_s * growth(g, patience_s) - growth_area(g, patience_s)),
	};
}

struct theory_patience theory_md1_patience(const struct theory_station *station, double patience_s)
{
	double level = theory_md1_level(station, patience_s);

	assert(patience_s > station->service_s);
	return (struct theory_patience){
		.idle_frac = 1 / level,
		.cut_frac = 1 - theory_md1_level(station, patience_s - station->service_s) / level,
		.wait_s = (double)NAN,
	};
}

double theory_stale_frac(double rate, double period, double lead)
{
	return 1 - fm_exp(-rate * lead) * (period > 0 ? growth(-rate, period) / period : 1);
}

double theory_prefix_hit_frac(double rate_rps, double changes_rps, double ttl_s)
{
	double both = rate_rps + changes_rps;

	return -rate_rps / both * fm_expm1(-both * ttl_s);
}

double theory_answers_hit_frac(double rate_rps, double repeat_frac, int topics, double zipf_s,
			       double ttl_s, double change_rps)
{
	double life_s = growth(-change_rps, ttl_s), weights = 0, sum = 0;

	for (int i = 1; i <= topics; i++)
		weights += fm_pow(i, -zipf_s);
	for (int i = 1; i <= topics; i++) {
		double often = repeat_frac * fm_pow(i, -zipf_s) / weights;
		double hits = rate_rps * often * life_s; /* for each miss */

		sum += often * hits / (1 + hits);
	}
	return sum;
}

double theory_tail_inverse(double (*tail)(const struct theory_station *, double),
			   const struct theory_station *station, double share)
{
	double lo = 0, hi = station->service_s;

	while (tail(station, hi) > share)
		hi *= 2;
	for (int i = 0; i < 200 && hi - lo > 1e-14 * hi; i++) {
		double middle = lo + (hi - lo) / 2;

		if (tail(station, middle) > share)
			lo = middle;
		else
			hi = middle;
	}
	return lo + (hi - lo) / 2;
}
