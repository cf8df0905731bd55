// SPDX-License-Identifier: MIT
/* The figure under the cursor, to the clipboard of the terminal. */
#include "ui/app.h"

#include <math.h>
#include <stdio.h>

#include "base/format.h"
#include "io/json_write.h"
#include "ui/log.h"
#include "ui/view_map.h"
#include "ui/view_sensitivity.h"

/* What is copied, and what it is called. */
struct copied {
	char name[128];
	char text[APP_COPY_SIZE];
};

static const struct snapshot *seen(const struct app *app)
{
	return app->ui.looking ? &app->pinned : &app->shown;
}

static bool take(struct copied *copied, const char *name, double value)
{
	snprintf(copied->name, sizeof(copied->name), "%s", name);
	if (!isfinite(value))
		return false;
	json_figure_text(copied->text, value);
	return true;
}

static bool take_knob(const struct app *app, struct knob knob, struct copied *copied)
{
	return take(copied, knob_label(knob), knob_get(&seen(app)->scenario, knob));
}

/* A figure of the focused architecture, by its path. */
static bool take_figure(const struct app *app, const char *path, struct copied *copied)
{
	enum arch arch = app->ui.arch;
	char full[96];
	double value;

	if (!seen(app)->has_result)
		return false;
	if (!seen(app)->result.arch[arch].present)
		arch = seen(app)->scenario.archs[0];
	snprintf(full, sizeof(full), "%s.%s", arch_key(arch), path);
	return result_figure(&seen(app)->result, full, &value) && take(copied, full, value);
}

static const char *cost_path(enum cost_figure figure)
{
	switch (figure) {
	case COST_ALL_IN:
	case COST_FIGURES:
		break;
	case COST_SO_FAR:
		return "cost.total_usd";
	case COST_PER_1K:
		return "cost.per_1k_queries_usd";
	case COST_PER_1K_GOOD:
		return "cost.per_1k_good_answers_usd";
	}
	return "cost.all_in_usd";
}

static const char *latency_path(enum latency_figure figure)
{
	switch (figure) {
	case LATENCY_TTFT:
	case LATENCY_FIGURES:
		break;
	case LATENCY_E2E:
		return "latency.e2e_s.p95";
	case LATENCY_TPOT:
		return "latency.tpot_s.p95";
	}
	return "latency.ttft_s.p95";
}

static const char *freshness_path(enum freshness_figure figure)
{
	return figure == FRESH_OLDEST ? "freshness.oldest_missed_s" : "freshness.stale_answer_frac";
}

/* What the best costs there. */
static bool take_map(const struct app *app, struct copied *copied)
{
	const struct map *map = app->ui.map.map;
	struct map_cell cell;
	double x, y, margin;
	int best;

	if (!map)
		return false;
	map_cursor(&app->ui.map, &x, &y);
	if (!map_place_look(map, x, y, &cell))
		return false;
	best = map_cell_best(map, &cell, &margin);
	return best != MAP_NOBODY && take(copied, map_key(best), cell.cost[best]);
}

static bool take_row(const struct app *app, struct copied *copied)
{
	const struct sensitivity_view *view = &app->ui.sensitivity;
	int rows[SENSITIVITY_ROWS_MAX], n = view->found ? sensitivity_rows(view, rows) : 0;
	const struct sensitivity_row *row;

	if (view->list.row >= n)
		return false;
	row = &view->found->row[rows[view->list.row]];
	return take(copied, knob_label(row->knob), row->flip.found ? row->flip.at : row->now);
}

static bool take_log(const struct app *app, struct copied *copied)
{
	struct log_rows rows = log_rows(seen(app), &app->ui);
	int chosen = app->ui.log_row[LOG_EVENTS];
	bool ok = app->ui.log_form == LOG_EVENTS && chosen < rows.count;

	if (ok) {
		snprintf(copied->name, sizeof(copied->name), "row");
		log_row_text(seen(app), &rows.rows[chosen], copied->text, sizeof(copied->text));
	}
	log_rows_free(&rows);
	return ok;
}

static bool find(const struct app *app, struct copied *copied)
{
	switch (app_panel(app)) {
	case PANEL_COST:
		return take_figure(app, cost_path(app->ui.cost_figure), copied);
	case PANEL_SCOREBOARD:
		return take_figure(app, "cost.all_in_usd", copied);
	case PANEL_LATENCY:
		return take_figure(app, latency_path(app->ui.latency_figure), copied);
	case PANEL_FRESHNESS:
		return take_figure(app, freshness_path(app->ui.fresh_figure), copied);
	case PANEL_KNOBS:
		return take_knob(app, app->ui.knobs[app->ui.knob], copied);
	case PANEL_MAP:
		return take_map(app, copied);
	case PANEL_SENSITIVITY:
		return take_row(app, copied);
	case PANEL_LOG:
		return take_log(app, copied);
	case PANEL_NONE:
	case PANEL_ADVISOR:
	case PANEL_FLOW:
	case PANEL_TIME:
	case PANEL_COUNT:
		break;
	}
	return false;
}

void app_copy(struct app *app)
{
	struct copied copied = { { 0 }, { 0 } };

	if (!find(app, &copied)) {
		app_say(app, "no figure under the cursor here");
		return;
	}
	snprintf(app->want_copy, sizeof(app->want_copy), "%s", copied.text);
	app_say(app, "copied %s %.100s; not every terminal allows that", copied.name, copied.text);
}
