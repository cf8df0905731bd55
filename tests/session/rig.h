// SPDX-License-Identifier: MIT
/* A session on a month of the sample scenario, and how to wait for it. */
#ifndef RAGTOP_TESTS_SESSION_RIG_H
#define RAGTOP_TESTS_SESSION_RIG_H

#include "session/session.h"
#include "study/sample.h"

enum { PATIENCE_MS = 300000 }; /* only a hang gets this far */

extern struct scenario *scenario;
extern struct result *result;
extern struct session *session;

void rig_setup(void);
void rig_teardown(void);
/* Until there is news. */
void wait_readable(void);
/* The first snapshot of the generation that is settled, with a reference. */
const struct snapshot *wait_settled(uint64_t generation);

#endif
