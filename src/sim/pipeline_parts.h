// SPDX-License-Identifier: MIT
/* L1. What the two files of the pipeline share: pipeline.c takes queries through the stages,
 * pipeline_setup.c makes it ready and changes it on the way. Nobody else includes this. */
#ifndef RAGTOP_SIM_PIPELINE_PARTS_H
#define RAGTOP_SIM_PIPELINE_PARTS_H

#include "sim/pipeline.h"

/* Everything that is due up to t_s. */
void pipeline_happen(struct pipeline *pipeline, double t_s);
/* Whoever the batch has served by t_s arrives. Nothing follows the batch, so it may lag behind: it
 * is only asked when somebody comes. */
void pipeline_land_served(struct pipeline *pipeline, double t_s);

#endif
