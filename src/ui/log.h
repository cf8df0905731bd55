// SPDX-License-Identifier: MIT
/*
 * L4. The rows of the log: what happened in this seed's run and what somebody set, in order of
 * time; and the parameters with where they come from. Views draw them, keys act on them.
 */
#ifndef RAGTOP_UI_LOG_H
#define RAGTOP_UI_LOG_H

#include <stdbool.h>
#include <stddef.h>

#include "session/session.h"
#include "ui/state.h"

struct log_row {
	double at_s;
	int entry;            /* of the timeline; -1: the run did it by itself */
	enum arch arch;       /* when the run did it */
	enum event_kind kind; /* likewise */
	int order;            /* among the events of the architecture */
};

struct log_rows {
	int count;
	struct log_row *rows; /* in order of time */
};

/* Those that the filters let through. */
struct log_rows log_rows(const struct snapshot *snapshot, const struct ui_state *state);
void log_rows_free(struct log_rows *rows);
/* "evaluation failed", "vector database down, 4 h" */
void log_row_text(const struct snapshot *snapshot, const struct log_row *row, char *buffer,
		  size_t size);
/* The last row at or before a moment, 0 when there is none. */
int log_row_at(const struct log_rows *rows, double at_s);

/* The parameters that are shown: all, or those that the scenario has of its own. */
int log_params(const struct snapshot *snapshot, const struct ui_state *state,
	       enum param_id params[PARAM_COUNT]);
/* "measured", "published", "assumed"; "set" when somebody gave the value and did not say why. */
const char *log_param_kind(const struct scenario *scenario, enum param_id id);
/* Where from and when; "" where nobody said. */
const char *log_param_source(const struct scenario *scenario, enum param_id id, const char **date);

#endif
