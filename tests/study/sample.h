// SPDX-License-Identifier: MIT
/*
 * A scenario for the tests of studies and sessions: small numbers of everything, so that a run is
 * quick, with one crossing by cost, one latency target and nothing random in its costs.
 */
#ifndef RAGTOP_TESTS_STUDY_SAMPLE_H
#define RAGTOP_TESTS_STUDY_SAMPLE_H

#include <ragtop/scenario.h>

static inline void sample_init(struct scenario *scenario)
{
	scenario_init(scenario);
	scenario->seed = 7;
	scenario->horizon_days = 90;
	scenario->params.traffic.volume_qpm = 60000;
	scenario->params.knowledge.update_cv = 0;
	scenario->params.ft.eval_pass_frac = 1;
	scenario->params.ft.answer_tok = 80;
	scenario->params.hybrid.answer_tok = 120;
	scenario->targets[TARGET_TTFT_P95_S] = 1;
	scenario->targets[TARGET_STALE_ANSWER_FRAC] = 0.02;
}

#endif
