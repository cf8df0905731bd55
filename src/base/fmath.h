// SPDX-License-Identifier: MIT
/*
 * L0. Elementary functions whose bits are the same for every compiler, CPU and libm.
 *
 * glibc picks variants by CPU (with and without FMA) and changes results between versions; a
 * simulation that must repeat bit for bit cannot use it. Here only + - * / on doubles, sqrt and
 * bit operations, in a fixed order; compile with -ffp-contract=off. Round to nearest is assumed.
 *
 * Errors, measured against long double in tests/base/test_fmath.c, in units in the last place:
 * fm_log, fm_exp, fm_log1p, fm_sin, fm_cos below 1; fm_expm1 below 2; fm_pow below 1 while
 * |y log x| < 10, growing to 50 at the ends of the range. No errno; exceptions are not promised.
 */
#ifndef RAGTOP_BASE_FMATH_H
#define RAGTOP_BASE_FMATH_H

#include <stddef.h>

/* Natural logarithm. 0 gives -inf, negative NaN, +inf +inf. Subnormals are exact inputs. */
double fm_log(double x);
/* The logarithm of each, in place: the same bits in less time. Only for positive, finite and normal
 * numbers. */
void fm_log_each(double *x, size_t n);
/* log(1 + x), accurate near 0. -1 gives -inf, below NaN. */
double fm_log1p(double x);
/* e to the x. Above 709.7827... +inf, below -745.13... 0; subnormal results are rounded twice. */
double fm_exp(double x);
/* The same of each, in place, in less time; of numbers, not of NaN. */
void fm_exp_each(double *x, size_t n);
/* e to the x minus 1, accurate near 0. */
double fm_expm1(double x);
/* x to the y for x >= 0. y = 0 or x = 1 gives 1; x = 0 gives 0 (y > 0) or +inf (y < 0);
 * negative x gives NaN. */
double fm_pow(double x, double y);
/* x in radians, |x| <= 1e6; NaN beyond that. */
double fm_sin(double x);
double fm_cos(double x);

#endif
