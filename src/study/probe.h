// SPDX-License-Identifier: MIT
/*
 * L2. One cheap question to the simulator: what does this scenario cost, and who is best?
 *
 * Runs at FIDELITY_MAP on the calling thread with working memory that is kept from question to
 * question. Studies ask hundreds of these in a row. Not shared between threads.
 */
#ifndef RAGTOP_STUDY_PROBE_H
#define RAGTOP_STUDY_PROBE_H

#include <stdatomic.h>
#include <stdbool.h>

#include <ragtop/result.h>
#include <ragtop/run.h>
#include <ragtop/scenario.h>

/* By how much a finer run differs at one place: costs by dollars, since what chance there is in
 * them (retrainings) does not grow with the traffic; shares and times by factors. */
struct probe_shift {
	double all_in_usd, monthly_usd;           /* added */
	double ttft_p95, e2e_p95, stale, correct; /* factors */
	double half_all_in, half_monthly, half_ttft_p95, half_e2e_p95,
		half_stale; /* of the intervals */
};

struct probe {
	struct scenario scenario; /* the question: the caller changes it between runs */
	struct result result;     /* the answer to the last question that was answered */
	struct sim_scratch *scratch;
	const atomic_bool *cancel; /* may be NULL */
	double costs_lost_frac;    /* as in run_options */
	bool calibrated;
	struct probe_shift shift[ARCH_COUNT];
};

/* Large: on the heap. Copies the scenario and sets FIDELITY_MAP. */
struct probe *probe_new(const struct scenario *scenario, const atomic_bool *cancel);
void probe_free(struct probe *probe);
/*
 * Makes later answers agree with `finer`, a run of the present question at a higher fidelity: the
 * random numbers are common, so the two differ by nearly the same everywhere. The studies then turn
 * over where the dashboard's figures do. With NULL nothing happens. False as probe_run; the answer
 * to the present question is then there.
 */
bool probe_calibrate(struct probe *probe, const struct result *finer);
/* False when cancelled, or when the simulator refuses the scenario. */
bool probe_run(struct probe *probe);
bool probe_cancelled(const struct probe *probe);

/* The verdict as one number, to see where it changes: the best architecture, or ARCH_COUNT where
 * none meets the targets (whoever is cheapest there does not matter). */
int probe_state(const struct verdict *verdict);

#endif
