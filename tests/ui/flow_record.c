// SPDX-License-Identifier: MIT
#include "ui/flow_record.h"

#include <math.h>
#include <stdlib.h>

#include "base/xalloc.h"

enum { QUERIES = FLOW_RECORD_SPAN_S * FLOW_RECORD_RPS, VISITS_EACH = 6 };

struct maker {
	struct scope_record *record;
	double free_s[FLOW_RECORD_SERVERS];
};

static void visit(struct maker *maker, uint32_t query, enum stage stage, enum turn turn,
		  double enter_s, double start_s, double end_s)
{
	struct scope_record *record = maker->record;

	record->stages |= 1u << stage;
	record->visits[record->visit_count++] = (struct tap_visit){ enter_s,        start_s,
								    end_s,          query,
								    (uint8_t)stage, (uint8_t)turn };
}

/* By the server that is free first; a wait of more than ten seconds is given up. */
static double search(struct maker *maker, uint32_t query, double at_s)
{
	double takes_s = at_s < FLOW_RECORD_SLOW_S ? 0.1 : 0.5, start_s;
	int first = 0;

	for (int i = 1; i < FLOW_RECORD_SERVERS; i++)
		if (maker->free_s[i] < maker->free_s[first])
			first = i;
	start_s = fmax(maker->free_s[first], at_s);
	if (start_s > at_s + 10) {
		visit(maker, query, STAGE_SEARCH, TURN_TIMED_OUT, at_s, at_s + 10, at_s + 10);
		return at_s + 10;
	}
	maker->free_s[first] = start_s + takes_s;
	visit(maker, query, STAGE_SEARCH, TURN_SERVED, at_s, start_s, start_s + takes_s);
	return start_s + takes_s;
}

/* Every tenth call is refused, every fortieth for good. */
static void query_way(struct maker *maker, uint32_t query)
{
	struct tap_query *of = &maker->record->queries[query];
	double t_s = (double)query / FLOW_RECORD_RPS;

	*of = (struct tap_query){ .arrival_s = t_s, .weight = 1, .fate = FATE_ANSWERED };
	visit(maker, query, STAGE_EMBED, TURN_SERVED, t_s, t_s, t_s + 0.02);
	t_s = search(maker, query, t_s + 0.02);
	if (query % 10 == 9) {
		visit(maker, query, STAGE_RATE_LIMIT, TURN_REFUSED, t_s, t_s + 1, t_s + 1);
		t_s += 1;
	}
	if (query % 40 == 39) {
		of->leave_s = t_s;
		of->fate = FATE_DROPPED;
		of->stage = STAGE_RATE_LIMIT;
		return;
	}
	visit(maker, query, STAGE_PROMPT, TURN_SERVED, t_s, t_s, t_s + 0.1);
	visit(maker, query, STAGE_FIRST, TURN_SERVED, t_s + 0.1, t_s + 0.1, t_s + 0.4);
	visit(maker, query, STAGE_DECODE, TURN_SERVED, t_s + 0.4, t_s + 0.4, t_s + 2);
	of->leave_s = t_s + 2;
}

struct scope_record *flow_record(void)
{
	struct scope_record *record = xcalloc(1, sizeof(*record));
	struct maker maker = { .record = record };

	record->arch = ARCH_RAG;
	record->origin_s = record->from_s = FLOW_RECORD_FROM_S;
	record->to_s = record->from_s + FLOW_RECORD_SPAN_S;
	record->every = 1;
	record->setup_count = 1;
	record->setups = xcalloc(1, sizeof(*record->setups));
	record->setups[0] = (struct scope_setup){
		.at_s = record->from_s,
		.rate_rps = FLOW_RECORD_RPS,
		.servers = { [QUEUE_EMBED] = 8, [QUEUE_SEARCH] = FLOW_RECORD_SERVERS },
		.timeout_s = { [QUEUE_SEARCH] = 10 },
		.rpm_limit = 540,
	};
	record->query_count = QUERIES;
	record->queries = xcalloc(QUERIES, sizeof(*record->queries));
	record->visits = xcalloc(QUERIES * VISITS_EACH, sizeof(*record->visits));
	for (uint32_t query = 0; query < QUERIES; query++)
		query_way(&maker, query);
	return record;
}
