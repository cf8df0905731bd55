// SPDX-License-Identifier: MIT
/*
 * L3. What the simulator claims, checked by the program itself: theory worked out apart from it
 * (theory.h) beside what it simulates. A check is a setting and a few figures; every figure becomes
 * a finding with a verdict. Seeds are fixed, so the findings are the same on every machine.
 *
 * A simulated mean holds if theory lies in its interval at a level such that all of them together
 * fail by chance once in a thousand versions of the program (Bonferroni), and if that interval is
 * narrow enough to say something. What is not random has a tolerance. What is known not to hold is
 * declared with its size: it fails when it has grown beyond that.
 */
#ifndef RAGTOP_VALIDATE_H
#define RAGTOP_VALIDATE_H

#include <stdbool.h>
#include <stddef.h>

enum validity { VALIDITY_HOLDS, VALIDITY_DECLARED, VALIDITY_FAILS };

/* "holds", "declared limit", "FAILS" */
const char *validity_name(enum validity validity);

struct finding {
	const char *group, *name, *figure;
	double theory, found;
	double half;    /* of the 95 % interval of what was found; NaN: nothing is random */
	double allowed; /* how far it may be off, in the figure's own unit */
	enum validity validity;
	const char *reason; /* of a declared limit; else NULL */
};

struct findings {
	struct finding *of;
	size_t count;
	int tally[VALIDITY_FAILS + 1];
};

struct validate_options {
	/* Words that all have to be in "group name: figure", in any case; NULL: everything. */
	const char *only;
	bool intervals; /* counts how often they hold the truth, too, which takes minutes */
	/* 1. Tests put another number in, to see that a theory that is wrong by it is noticed. */
	double theory_factor;
};

/*
 * The checks that are asked for, as independent units, each of which writes to its own place: a
 * caller may spread them over threads in any order. validate() does them one after another.
 */
struct validation;
struct validation *validation_new(const struct validate_options *options);
int validation_unit_count(const struct validation *validation);
/* Thread-safe for different units. */
void validation_unit_run(struct validation *validation, int unit);
/* After all units. Frees the validation. */
void validation_finish(struct validation *validation, struct findings *findings);

void validate(const struct validate_options *options, struct findings *findings);
void findings_release(struct findings *findings);

#endif
