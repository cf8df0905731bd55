// SPDX-License-Identifier: MIT
/*
 * L2. How a claim looks at runs: settings, figures by their path, and margins that are relative, so
 * that the least of several says whether all of them are met. Shared by the files of claim.h.
 */
#ifndef RAGTOP_STUDY_CLAIM_LOOK_H
#define RAGTOP_STUDY_CLAIM_LOOK_H

#include "study/claim.h"
#include "study/probe.h"

struct claim_look {
	struct probe *probe;
	struct scenario base; /* as the claim has it, with the searched parameter where it is */
	bool refused;         /* a run was not possible */
	struct claim_outcome *outcome; /* where figures go; NULL: nobody wants them */
};

/* Back to the claim's settings. */
void look_reset(struct claim_look *look);
void look_set(struct claim_look *look, enum param_id param, double value);
void look_run(struct claim_look *look);
/* Sets one thing and runs. */
void look_at(struct claim_look *look, enum param_id param, double value);

/* "rag.cost.all_in_usd" of the last run; NaN where there is none. */
double look_figure(const struct claim_look *look, const char *path);
/* The same on the page, under a label. */
double look_shown(struct claim_look *look, const char *label, const char *path);
/* Puts a figure on the page, with what the article says (NaN: nothing), and returns it. */
double look_put(struct claim_look *look, const char *label, enum unit unit, double value, double lo,
		double hi);

/* By how much `less` is below `more`, relative to the larger. */
double look_below(double less, double more);
/* By how much a value lies inside, relative. */
double look_within(double value, double lo, double hi);
/* The volume at which two architectures cost the same all in, by runs; 0: `cheap` always does cost
 * more, INFINITY: never. `dear` is cheaper below it. */
double look_breakeven_qpm(struct claim_look *look, enum arch dear, enum arch cheap);

#endif
