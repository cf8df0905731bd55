// SPDX-License-Identifier: MIT
/*
 * A made-up record of the microscope, without the simulator: even arrivals through an embedder, a
 * search of three servers that is too slow for a while, an API that refuses, and a model. So golden
 * frames change only when drawing changes, and figures can be checked by hand.
 */
#ifndef RAGTOP_TESTS_UI_FLOW_RECORD_H
#define RAGTOP_TESTS_UI_FLOW_RECORD_H

#include "sim/scope.h"

#define FLOW_RECORD_FROM_S 1296000.0 /* day 15 */

enum {
	FLOW_RECORD_SPAN_S = 60,
	FLOW_RECORD_RPS = 10,    /* a query every tenth of a second, the first one at the start */
	FLOW_RECORD_SERVERS = 3, /* of the search */
	FLOW_RECORD_SLOW_S = 20, /* from then on a search takes half a second, else a tenth */
};

/* Freed by scope_record_free. */
struct scope_record *flow_record(void);

#endif
