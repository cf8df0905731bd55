// SPDX-License-Identifier: MIT
#include "sim/form.h"

#include "base/fmath.h"

const double FORM_LABELS_ENOUGH = 500;
static const double NOISE_EXPONENT = 6.5; /* 0.7^6.5 < 0.1, so 10,000 noisy count as under 1,000 */

double form_label_value(double labels, double noise_frac)
{
	double clean = labels * fm_pow(1 - noise_frac, NOISE_EXPONENT);

	return 1 - 2 * fm_pow(0.5, clean / FORM_LABELS_ENOUGH);
}

static double clamp01(double x)
{
	return x < 0 ? 0 : x > 1 ? 1 : x;
}

double form_tuned(const struct params *params, double skill)
{
	double value = form_label_value(params->ft.labels, params->ft.label_noise_frac);

	return clamp01(skill + params->ft.gain_frac * value * (1 - skill));
}

double form_valid_frac(const struct params *params, bool tuned, double context_tok)
{
	double base = params->base.format_valid_frac;
	double value = form_label_value(params->ft.labels, params->ft.label_noise_frac);
	double valid = tuned ? clamp01(base + value * (params->ft.format_valid_frac - base)) : base;

	return clamp01(valid - params->rag.format_drift_frac_per_ktok * context_tok / 1000);
}

double form_repairs_mean(double valid_frac, int tries)
{
	double sum = 0, invalid = 1;

	for (int i = 0; i < tries; i++)
		sum += invalid *= 1 - valid_frac;
	return sum;
}

int form_repairs(double valid_frac, int tries, double u)
{
	double invalid = 1;
	int count = 1;

	while (count < tries && u < (invalid *= 1 - valid_frac))
		count++;
	return count < tries ? count : tries;
}

double form_repaired_frac(double valid_frac, int tries)
{
	double invalid = 1 - valid_frac;

	for (int i = 0; i < tries; i++)
		invalid *= 1 - valid_frac;
	return 1 - invalid;
}
