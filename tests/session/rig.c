// SPDX-License-Identifier: MIT
#include "session/rig.h"

#include <check.h>
#include <poll.h>
#include <stdlib.h>

#include "base/xalloc.h"

struct scenario *scenario;
struct result *result;
struct session *session;

void rig_setup(void)
{
	scenario = xmalloc(sizeof(*scenario));
	result = xmalloc(sizeof(*result));
	sample_init(scenario);
	scenario->horizon_days = 30;
	session = session_new(2);
}

void rig_teardown(void)
{
	session_free(session);
	free(scenario);
	free(result);
}

void wait_readable(void)
{
	struct pollfd fd = { .fd = session_fd(session), .events = POLLIN };

	ck_assert_int_eq(poll(&fd, 1, PATIENCE_MS), 1);
}

const struct snapshot *wait_settled(uint64_t generation)
{
	for (;;) {
		const struct snapshot *snapshot = session_acquire(session);

		if (snapshot && snapshot->generation == generation && snapshot->settled)
			return snapshot;
		session_release(session, snapshot);
		wait_readable();
	}
}
