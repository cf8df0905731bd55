// SPDX-License-Identifier: MIT
/* What a scenario says of its trace, and what may not be said beside it or without it. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "io/names.h"
#include "io/scenario_io.h"
#include "io/scenario_reader.h"
#include "io/trace.h"

bool scenario_param_check(const struct scenario *scenario, enum param_id id, double value,
			  struct error *error)
{
	char name[NAME_SIZE];

	param_full_name(id, name, sizeof(name));
	if (scenario_replays(scenario, id))
		return error_set(error, "the trace says it, so it cannot be set: \"%s\"", name);
	if (id == P_traffic_volume_qpm && isnan(value) && !scenario->trace)
		return error_set(error, "null only where a trace is replayed: \"%s\"", name);
	return true;
}

bool scenario_dated_check(const struct scenario *scenario, enum param_id id, double value,
			  struct error *error)
{
	if (scenario->trace && id == P_traffic_volume_qpm)
		return error_set(error, "cannot change during a trace: \"traffic.volume_qpm\"");
	return scenario_param_check(scenario, id, value, error);
}

static bool check_params(struct reader *reader)
{
	struct error error;

	for (unsigned int i = 0; i < PARAM_COUNT; i++) {
		enum param_id id = (enum param_id)i;

		if (reader->set[id].item &&
		    !scenario_param_check(reader->scenario, id,
					  params_get(&reader->scenario->params, id), &error))
			return json_key_error(reader->set[id], reader->error, "%s", error.message);
	}
	return true;
}

static bool open_trace(struct reader *reader)
{
	struct json_value value = reader->trace;
	const char *path = value.item->valuestring;
	const struct trace *trace;
	struct error error;

	if (!cJSON_IsString(value.item))
		return json_error(value, reader->error, "not a string: \"trace\"");
	if (!reader->file_name)
		return json_error(value, reader->error,
				  "a trace stands beside a scenario's file, and this one has none");
	if (!trace_open(reader->file_name, path, &trace, &error)) {
		if (error.file[0] == '\0')
			return json_error(value, reader->error, "%s", error.message);
		*reader->error = error;
		return false;
	}
	scenario_take_trace(reader->scenario, path, trace);
	if (!reader->has_horizon)
		reader->scenario->horizon_days = trace_days(trace);
	return true;
}

bool read_trace(struct reader *reader)
{
	if (reader->trace.item && !cJSON_IsNull(reader->trace.item) && !open_trace(reader))
		return false;
	return check_params(reader);
}

/* ---- by what a person typed ---- */

static bool timeline_fits(const struct scenario *scenario, struct error *error)
{
	for (int i = 0; i < scenario->timeline_count; i++) {
		const struct timeline_entry *entry = &scenario->timeline[i];

		if (entry->kind == TIMELINE_SET &&
		    !scenario_dated_check(scenario, entry->param, entry->value, error))
			return false;
	}
	return true;
}

static void drop_trace(struct scenario *scenario)
{
	scenario->params.traffic.volume_qpm = scenario_volume_qpm(scenario);
	scenario_take_trace(scenario, "", NULL);
}

bool scenario_set_trace(struct scenario *scenario, const char *scenario_name, const char *path,
			struct error *error)
{
	const struct trace *before = scenario->trace, *trace;

	if (strcmp(path, "null") == 0) {
		if (before)
			drop_trace(scenario);
		return true;
	}
	if (!trace_open(scenario_name, path, &trace, error))
		return false;
	scenario->trace = trace;
	if (!timeline_fits(scenario, error)) {
		scenario->trace = before;
		return false;
	}
	scenario_take_trace(scenario, path, trace);
	return true;
}

bool scenario_trace_stays(const struct scenario *scenario, const char *path, struct error *error)
{
	const struct trace *found;

	if (!scenario->trace)
		return true;
	if (!trace_open(path, scenario->trace_path, &found, error))
		return false;
	return found->hash == scenario->trace->hash ||
	       error_set(error, "beside it is another trace than the one that was read: \"%s\"",
			 scenario->trace_path);
}
