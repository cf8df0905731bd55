// SPDX-License-Identifier: MIT
/*
 * L2. Scenario files: JSON to struct scenario and back, and single settings by name.
 *
 * A file is hostile input: strict JSON (json_scan.h), every number inside its legal range, no key
 * that means nothing. Errors carry file, line and column. Text is made safe for terminals here:
 * what would steer one is replaced by U+FFFD (text_sanitise); text that is too long is an error.
 *
 * A scenario may name a trace, a file below its own folder (trace.h). scenario_parse, which knows
 * no folder, refuses that.
 *
 * A file that another version of the engine wrote loses the digest it expects, because only the
 * same engine can meet it; the figures it expects stay.
 */
#ifndef RAGTOP_IO_SCENARIO_IO_H
#define RAGTOP_IO_SCENARIO_IO_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <ragtop/error.h>
#include <ragtop/scenario.h>
#include "io/json_write.h"

/* From memory; file_name is for errors only. False leaves *scenario as it was. */
bool scenario_parse(const char *text, size_t size, const char *file_name, struct scenario *scenario,
		    struct error *error);
/* As if it were read from a file of this path, which need not exist; "" for one that has no file.
 */
bool scenario_parse_beside(const char *text, size_t size, const char *path,
			   struct scenario *scenario, struct error *error);
/* From a file, or from standard input when path is "-". */
bool scenario_load(const char *path, struct scenario *scenario, struct error *error);

/* Writes every effective value, so that later defaults change nothing. Reading it back gives the
 * same scenario bit for bit (timeline entries made by one "set" of several keys come apart). */
void scenario_write(const struct scenario *scenario, FILE *out);
/* The same in one line. */
void scenario_write_line(const struct scenario *scenario, FILE *out);
/* Parts of that, each a member of the object that is being written; no member where there is
 * nothing to say. */
void scenario_write_article(struct json_writer *writer, const struct scenario *scenario);
void scenario_write_timeline(struct json_writer *writer, const struct scenario *scenario);
void scenario_write_entry(struct json_writer *writer, const struct timeline_entry *entry);
void scenario_write_tour(struct json_writer *writer, const struct scenario *scenario);
void scenario_write_targets(struct json_writer *writer, const struct scenario *scenario);
void scenario_write_traits(struct json_writer *writer, const struct scenario *scenario);
void scenario_write_expect(struct json_writer *writer, const struct scenario *scenario);
/* One parameter's value as files have it: a number, a name, a flag or null. */
void scenario_write_value(struct json_writer *writer, const char *key, enum param_id id,
			  double value);
/* The same to a file, atomically (file.h). */
bool scenario_save(const struct scenario *scenario, const char *path, struct error *error);

/*
 * Sets one thing by what a person typed: a parameter ("rag.search_s", "200ms"), a target
 * ("targets.ttft_p95_s", "1.5s"; "null" takes it away), a trait ("traits.labels") or
 * "horizon_days". Choices go by name, flags by true and false. Out of range is an error that names
 * the range. False changes nothing. A trace is set by scenario_set_trace.
 */
bool scenario_set(struct scenario *scenario, const char *key, const char *value,
		  struct error *error);

/* The same for a trait ("labels", "1,200"); "unknown" takes away what was said. */
bool scenario_set_trait(struct scenario *scenario, const char *key, const char *value,
			struct error *error);

/* May this parameter be set to this value, at the start or from a day on, beside the trace that the
 * scenario has or has not? Its range is not looked at. */
bool scenario_param_check(const struct scenario *scenario, enum param_id id, double value,
			  struct error *error);
bool scenario_dated_check(const struct scenario *scenario, enum param_id id, double value,
			  struct error *error);

/* Largest numbers of an entry of the timeline. */
enum {
	ENTRY_FACTS_MAX = 1000000, /* of one change, and of all of them */
	ENTRY_OVER_DAYS_MAX = 3600,
	ENTRY_HOURS_MAX = 1000000,
	ENTRY_TIMES_MAX = 1000000,
};
#define ENTRY_MIGRATION_MAX_USD 1e12

/* May such an entry be put beside those that are there? A parameter be set, gradually or at once;
 * facts change; a column be served as another: that one, as that one, on that day. Ranges of
 * single numbers are not looked at. */
bool entry_may_set(const struct scenario *scenario, const struct timeline_entry *entry,
		   struct error *error);
bool entry_may_change(const struct scenario *scenario, const struct timeline_entry *entry,
		      struct error *error);
bool entry_may_switch_from(const struct scenario *scenario, const struct timeline_entry *entry,
			   struct error *error);
bool entry_may_switch_to(const struct timeline_entry *entry, struct error *error);
bool entry_may_switch_then(const struct timeline_entry *entry, struct error *error);
/* All of it that goes for its kind. */
bool entry_check(const struct scenario *scenario, const struct timeline_entry *entry,
		 struct error *error);
/* Puts it there, when it may be there. */
bool entry_add(struct scenario *scenario, const struct timeline_entry *entry, struct error *error);
/* May the timeline be as it is, each entry beside those before it, and then the steps of the tour?
 * What this refuses cannot be read back from a file. */
bool timeline_check(const struct scenario *scenario, struct error *error);

/* Replays the trace of this path beside the scenario's file ("" and "-": in the current folder).
 * "null" ends that: parameters then have the means and the pace of the trace. */
bool scenario_set_trace(struct scenario *scenario, const char *scenario_name, const char *path,
			struct error *error);
/* Would a file of this name find the scenario's trace beside it? */
bool scenario_trace_stays(const struct scenario *scenario, const char *path, struct error *error);

/* "90", "90d", "3 months". Entries of the timeline that would come later are dropped. */
bool scenario_set_horizon(struct scenario *scenario, const char *text, struct error *error);

/* Decimal digits only, up to 2^64 - 1. */
bool scenario_parse_seed(const char *text, uint64_t *seed);
/* "0" to "5", or "exact". */
bool scenario_parse_fidelity(const char *text, int *fidelity);

#endif
