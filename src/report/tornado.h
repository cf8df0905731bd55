// SPDX-License-Identifier: MIT
/*
 * L6. What moves the gap between the best and the next, as bars to both sides of the present one.
 * Every bar has its values in words, for who points at it and for who cannot see it.
 */
#ifndef RAGTOP_REPORT_TORNADO_H
#define RAGTOP_REPORT_TORNADO_H

#include <stdbool.h>
#include <stdio.h>

enum { TORNADO_BARS_MAX = 12, TORNADO_TEXT_SIZE = 256 };

struct tornado {
	char title[128];
	double now; /* the gap as it stands, in dollars */
	int count;
	struct tornado_bar {
		char name[96], label[64];
		double lo, hi;                 /* the gap at each end of the range; NaN: unknown */
		char words[TORNADO_TEXT_SIZE]; /* all of it, as one sentence */
	} bar[TORNADO_BARS_MAX];
};

void tornado_write_svg(const struct tornado *tornado, FILE *out);

#endif
