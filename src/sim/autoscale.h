// SPDX-License-Identifier: MIT
/*
 * L1. How many replicas of its own an architecture runs by the hour.
 *
 * At each instant so many are wanted that the arrival rate is `target_utilisation` of what their
 * full batches serve (batch_full_rps), at least `min_replicas` and at most `max_replicas`. What is
 * wanted is there `provision_minutes` later, and what is no longer wanted goes after
 * `scale_in_minutes`: as many run as were wanted at any time between the longer of the two and the
 * provisioning delay ago. So scaling in is never faster than scaling out. Before time 0 the rate is
 * what it is then. Decided on the expected rate: bursts inside an hour scale nothing.
 *
 * Equations: docs/MODEL.md, [G6].
 */
#ifndef RAGTOP_SIM_AUTOSCALE_H
#define RAGTOP_SIM_AUTOSCALE_H

#include "sim/profile.h"

/* Cuts the slots where the number of replicas changes, and writes it into them. */
void autoscale_slots(struct profile *profile);

#endif
