// SPDX-License-Identifier: MIT
#include "ui/log.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/entry_text.h"
#include "base/xalloc.h"
#include "io/price_book.h"

/* --- what happened --- */

static bool is_running(const struct snapshot *snapshot, enum arch arch)
{
	return snapshot->has_result && snapshot->result.arch[arch].present;
}

static bool lets_arch(const struct ui_state *state, enum arch arch)
{
	return !state->log_mine && (!state->log_one_arch || arch == state->arch);
}

static int by_time(const void *a, const void *b)
{
	const struct log_row *x = a, *y = b;

	if (x->at_s != y->at_s)
		return x->at_s < y->at_s ? -1 : 1;
	// What was set comes before what came of it, then as the architectures and their events do.
	if ((x->entry < 0) != (y->entry < 0))
		return x->entry < 0 ? 1 : -1;
	if (x->entry != y->entry)
		return x->entry < y->entry ? -1 : 1;
	if (x->arch != y->arch)
		return x->arch < y->arch ? -1 : 1;
	return (x->order > y->order) - (x->order < y->order);
}

static size_t count_most(const struct snapshot *snapshot)
{
	size_t most = (size_t)snapshot->scenario.timeline_count + 1;

	for (int a = 0; a < ARCH_COUNT; a++)
		if (is_running(snapshot, (enum arch)a))
			most += (size_t)snapshot->result.arch[a].event_count;
	return most;
}

static void add_events(struct log_rows *rows, const struct arch_result *result, enum arch arch)
{
	for (int i = 0; i < result->event_count; i++) {
		const struct event *event = &result->events[i];

		// Entries of the timeline are in the events of every architecture.
		if (event->timeline_index < 0)
			rows->rows[rows->count++] = (struct log_row){ event->at_s, -1, arch,
								      event->kind, i };
	}
}

struct log_rows log_rows(const struct snapshot *snapshot, const struct ui_state *state)
{
	const struct scenario *scenario = &snapshot->scenario;
	struct log_rows rows = { 0 };

	rows.rows = xcalloc(count_most(snapshot), sizeof(*rows.rows));
	for (int i = 0; i < scenario->timeline_count; i++)
		rows.rows[rows.count++] = (struct log_row){
			.at_s = scenario->timeline[i].at_days * DAY_S, .entry = i
		};
	for (int a = 0; a < ARCH_COUNT; a++)
		if (is_running(snapshot, (enum arch)a) && lets_arch(state, (enum arch)a))
			add_events(&rows, &snapshot->result.arch[a], (enum arch)a);
	qsort(rows.rows, (size_t)rows.count, sizeof(*rows.rows), by_time);
	return rows;
}

void log_rows_free(struct log_rows *rows)
{
	free(rows->rows);
	*rows = (struct log_rows){ 0 };
}

static const char *event_words(enum event_kind kind)
{
	switch (kind) {
	case EVENT_TRIGGERED:
		return "retraining starts";
	case EVENT_FAILED:
		return "× evaluation failed";
	case EVENT_GIVEN_UP:
		return "× retraining given up, the old model stays";
	case EVENT_ROLLED_BACK:
		return "× canary failed, rolled back to the old model";
	case EVENT_DEPLOYED:
		return "┴ new model deployed";
	case EVENT_LIVE:
		return "┴ live, with its first model";
	case EVENT_RETIRED:
		return "× the base model is withdrawn";
	case EVENT_SET:
	case EVENT_CHANGE:
	case EVENT_INCIDENT:
	case EVENT_SWITCHED:
		break;
	}
	return "";
}

void log_row_text(const struct snapshot *snapshot, const struct log_row *row, char *buffer,
		  size_t size)
{
	if (row->entry >= 0)
		entry_text(&snapshot->scenario.timeline[row->entry], ENTRY_LABELS, buffer, size);
	else
		snprintf(buffer, size, "%s", event_words(row->kind));
}

int log_row_at(const struct log_rows *rows, double at_s)
{
	int last = 0;

	for (int i = 0; i < rows->count && rows->rows[i].at_s <= at_s; i++)
		last = i;
	return last;
}

/* --- where the numbers come from --- */

int log_params(const struct snapshot *snapshot, const struct ui_state *state,
	       enum param_id params[PARAM_COUNT])
{
	int count = 0;

	for (int i = 0; i < PARAM_COUNT; i++)
		if (!state->log_mine || scenario_is_own(&snapshot->scenario, (enum param_id)i))
			params[count++] = (enum param_id)i;
	return count;
}

const char *log_param_kind(const struct scenario *scenario, enum param_id id)
{
	const struct param_note *note = scenario_source(scenario, id);

	if (scenario_recorded(scenario, id))
		return "measured";
	if (note)
		return provenance_name(note->kind);
	return scenario_is_own(scenario, id) ? "set" : provenance_name(param_table[id].provenance);
}

const char *log_param_source(const struct scenario *scenario, enum param_id id, const char **date)
{
	const struct param_note *note = scenario_source(scenario, id);

	*date = note ? note->date : "";
	if (scenario_recorded(scenario, id))
		return "the trace";
	if (note)
		return note->note;
	if (scenario_is_own(scenario, id))
		return "";
	*date = param_table[id].date ? param_table[id].date : "";
	return param_table[id].source;
}
