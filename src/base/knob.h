// SPDX-License-Identifier: MIT
/*
 * L0. What a person or a study turns: a parameter or a target. What can be done with one is in
 * study/flip.h.
 */
#ifndef RAGTOP_BASE_KNOB_H
#define RAGTOP_BASE_KNOB_H

#include <stdbool.h>
#include <stddef.h>

#include <ragtop/scenario.h>

struct knob {
	bool is_target;
	enum param_id param; /* when !is_target */
	enum target target;  /* when is_target */
	/* 1 + index of the timeline entry whose value it turns; 0: the value in force at the start.
	 * */
	int dated;
};

/* As --set takes it: "traffic.volume_qpm", "targets.ttft_p95_s". */
void knob_name(struct knob knob, char *name, size_t size);

#endif
