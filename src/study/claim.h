// SPDX-License-Identifier: MIT
/*
 * L2. What the five articles say, put to the test: each claim is a setting, a condition on figures
 * of runs, and mostly one parameter that it hangs on.
 *
 * A claim is judged as it stands and over the plausible range of its parameter: it holds
 * throughout, nowhere, or only if the parameter lies on one side of a value that is searched for.
 * Nothing of a verdict is stored. Sums and contradictions of the articles, which need no run, are
 * in claim_paper.h.
 *
 * Places are looked for at FIDELITY_MAP and found again at the scenario's own level; what is said
 * (as it stands, on both sides of every edge, at both ends) comes from runs at that level.
 *
 * Equations: docs/MODEL.md, [CL1].
 */
#ifndef RAGTOP_STUDY_CLAIM_H
#define RAGTOP_STUDY_CLAIM_H

#include <stdatomic.h>
#include <stdbool.h>

#include <ragtop/result.h>
#include <ragtop/scenario.h>

enum {
	CLAIM_FIDELITY = 0,
	CLAIM_SETS_MAX = 16,
	CLAIM_FIGURES_MAX = 10,
	CLAIM_EDGES_MAX = 4,
	CLAIM_LABEL_SIZE = 64,
};

enum claim_verdict {
	CLAIM_HOLDS,
	CLAIM_ONLY_IF,
	CLAIM_FAILS,
	CLAIM_UNCLEAR, /* a finer run does not bear out what the search found, or was refused */
	CLAIM_NOT_RUN, /* the simulation has nothing to say about it */
	CLAIM_VERDICTS,
};

/* "holds", "only-if", "fails", "unclear", "not-run" */
const char *claim_verdict_key(enum claim_verdict verdict);
/* "holds", "holds only if", "fails", "unclear", "not simulated": for people. */
const char *claim_verdict_label(enum claim_verdict verdict);

struct claim_look;

struct claim {
	const char *id;       /* "B01" */
	const char *source;   /* "S0:134", several with commas */
	const char *title;    /* a line */
	const char *says;     /* in our words */
	const char *test;     /* what has to be true of the runs for it to hold */
	const char *note;     /* what one should know beside the verdict; NULL */
	const char *why_not;  /* CLAIM_NOT_RUN: why; else NULL */
	const char *scenario; /* a shipped one */
	double horizon_days;  /* 0: the scenario's */
	struct claim_set {
		enum param_id param;
		double value;
	} sets[CLAIM_SETS_MAX];
	int set_count;
	/* By how much it holds, relative; below 0: it does not. */
	double (*margin)(struct claim_look *look);
	/* What it hangs on; lo = hi: nothing is searched. */
	struct claim_over {
		enum param_id param;
		double lo, hi;
	} over;
};

struct claim_figure {
	char label[CLAIM_LABEL_SIZE];
	enum unit unit;
	double value;
	double lo, hi; /* what the article says; NaN: nothing, or no end on that side */
};

/* Where it stops or begins to hold. */
struct claim_edge {
	double at;
	bool holds_above;
	double below, above; /* runs beside it that say so, one on either side */
};

struct claim_outcome {
	enum claim_verdict verdict;
	bool as_stated; /* does it hold with the settings as they stand? */
	double margin;  /* of that */
	int figure_count;
	struct claim_figure figure[CLAIM_FIGURES_MAX];
	double now; /* the parameter's value as it stands; NaN: null, or nothing is searched */
	bool holds_at_lo;
	int edge_count;
	struct claim_edge edge[CLAIM_EDGES_MAX];
};

enum { CLAIM_COUNT = 50 };

/* In the order of their numbers, from 0. */
const struct claim *claim_at(int i);
/* Applies the claim's settings, and CLAIM_FIDELITY, to its scenario. */
void claim_apply(const struct claim *claim, struct scenario *scenario);
/* `scenario`: the claim's, with its settings applied, and whatever else the caller changes; NULL
 * for one that is not run. False when cancelled. */
bool claim_judge(const struct claim *claim, const struct scenario *scenario,
		 struct claim_outcome *outcome, const atomic_bool *cancel);

#endif
