// SPDX-License-Identifier: MIT
/*
 * L2. What needs no run to be judged: sums in the articles that do not come out, and figures in
 * which they contradict each other or themselves. Both are worked out from what is printed, here.
 */
#ifndef RAGTOP_STUDY_CLAIM_PAPER_H
#define RAGTOP_STUDY_CLAIM_PAPER_H

#include <stdbool.h>

#include <ragtop/params.h>

enum { PAPER_TERMS_MAX = 6 };

/* Times of something at a price each, from the least to the most. */
struct paper_term {
	const char *what;
	double count_lo, count_hi;
	double each_lo, each_hi;
};

/* A figure that an article gives, beside the sum of its own parts. */
struct paper_sum {
	const char *id;     /* "A0-16" */
	const char *source; /* "S0:52" */
	const char *title;
	const char *note; /* what would explain it; NULL */
	enum unit unit;
	double said_lo, said_hi;
	struct paper_term terms[PAPER_TERMS_MAX]; /* the end is one without `what` */
};

/* A figure as one article has it. */
struct paper_figure {
	const char *source, *what;
	double lo, hi;
};

/* The same thing said in several ways. */
struct paper_clash {
	const char *id; /* "X1" */
	const char *title;
	const char *decides; /* on what it hangs; NULL */
	enum unit unit;      /* of figures; without any, what they say cannot be measured */
	struct paper_figure figures[PAPER_TERMS_MAX];
};

enum { PAPER_SUMS = 12, PAPER_CLASHES = 27 };
extern const struct paper_sum paper_sums[PAPER_SUMS];
extern const struct paper_clash paper_clashes[PAPER_CLASHES];

/* What the parts add up to. */
void paper_sum_add(const struct paper_sum *sum, double *lo, double *hi);
/* How many times too much (above 1) or too little is said, at either end. */
void paper_sum_factors(const struct paper_sum *sum, double *lo, double *hi);
int paper_term_count(const struct paper_sum *sum);

int paper_figure_count(const struct paper_clash *clash);
/* The largest figure by the smallest; NaN: these are no figures. */
double paper_clash_factor(const struct paper_clash *clash);
/* How far apart the two are that are furthest from each other, hi of one to lo of the other; at
 * most 1: all of them overlap. NaN as above. */
double paper_clash_gap(const struct paper_clash *clash);

#endif
