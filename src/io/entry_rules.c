// SPDX-License-Identifier: MIT
/* What the entries of a timeline may be, whoever wrote them. Declared in scenario_io.h. */
#include <stdlib.h>

#include "base/xalloc.h"
#include "io/names.h"
#include "io/scenario_io.h"
#include "io/tour.h"

static const double SHARE_ROUNDING = 1e-12; /* of shares that are meant to come to 1 */

bool entry_may_set(const struct scenario *scenario, const struct timeline_entry *entry,
		   struct error *error)
{
	struct ramp before = scenario_ramp(scenario, entry->param, scenario->timeline_count,
					   entry->at_days);
	char name[NAME_SIZE];

	param_full_name(entry->param, name, sizeof(name));
	if (param_table[entry->param].fixed_in_time)
		return error_set(error, "cannot change during a run: \"%s\"", name);
	if (!scenario_dated_check(scenario, entry->param, entry->value, error))
		return false;
	return entry->over_days == 0 ||
	       ramp_possible(entry->param, ramp_value(&before, entry->at_days), entry->value) ||
	       error_set(error, "cannot change gradually, only from a number to a number: \"%s\"",
			 name);
}

/* All single facts of the timeline are asked from the start, each change's by others. */
bool entry_may_change(const struct scenario *scenario, const struct timeline_entry *entry,
		      struct error *error)
{
	double facts = entry->facts, share = entry->query_share;

	for (int i = 0; i < scenario->timeline_count; i++) {
		if (scenario->timeline[i].kind != TIMELINE_CHANGE)
			continue;
		facts += scenario->timeline[i].facts;
		share += scenario->timeline[i].query_share;
	}
	if (facts > ENTRY_FACTS_MAX)
		return error_set(error, "more than %d facts in all: \"facts\"", ENTRY_FACTS_MAX);
	return share <= 1 + SHARE_ROUNDING ||
	       error_set(error, "more than 1 in all: \"query_share\"");
}

bool entry_may_switch_from(const struct scenario *scenario, const struct timeline_entry *entry,
			   struct error *error)
{
	if (!scenario_compares(scenario, entry->from))
		return error_set(error, "not among the architectures: \"%s\"",
				 arch_key(entry->from));
	return !scenario_switch(scenario, entry->from) ||
	       error_set(error, "switches once, and has already: \"%s\"", arch_key(entry->from));
}

bool entry_may_switch_to(const struct timeline_entry *entry, struct error *error)
{
	return entry->to != entry->from ||
	       error_set(error, "is that already: \"%s\"", arch_key(entry->to));
}

bool entry_may_switch_then(const struct timeline_entry *entry, struct error *error)
{
	return entry->at_days > 0 ||
	       error_set(error, "not at the start, where it is another architecture: \"switch\"");
}

bool entry_check(const struct scenario *scenario, const struct timeline_entry *entry,
		 struct error *error)
{
	switch (entry->kind) {
	case TIMELINE_SET:
		return entry_may_set(scenario, entry, error);
	case TIMELINE_CHANGE:
		return entry_may_change(scenario, entry, error);
	case TIMELINE_SWITCH:
		return entry_may_switch_to(entry, error) &&
		       entry_may_switch_from(scenario, entry, error) &&
		       entry_may_switch_then(entry, error);
	case TIMELINE_INCIDENT:
	case TIMELINE_NOTE:
		break;
	}
	return true;
}

bool entry_add(struct scenario *scenario, const struct timeline_entry *entry, struct error *error)
{
	return entry_check(scenario, entry, error) &&
	       (scenario_timeline_add(scenario, entry) >= 0 ||
		error_set(error, "the timeline is full: %d entries", SCENARIO_TIMELINE_MAX));
}

bool timeline_check(const struct scenario *scenario, struct error *error)
{
	struct scenario *so_far = xmalloc(sizeof(*so_far));
	bool ok = true;

	*so_far = *scenario;
	so_far->timeline_count = 0;
	for (int i = 0; ok && i < scenario->timeline_count; i++)
		ok = entry_add(so_far, &scenario->timeline[i], error);
	for (int i = 0; ok && scenario->tour && i < scenario->tour->step_count; i++)
		ok = tour_step_check(scenario->tour, i, so_far, error);
	free(so_far);
	return ok;
}
