// SPDX-License-Identifier: MIT
#include "ui/export_csv.h"

#include <math.h>

#include "io/csv.h"
#include "io/report.h"
#include "ui/log.h"

/* --- the map --- */

static void map_cell_row(FILE *out, const struct map *map, const struct scenario *scenario, int i)
{
	const struct map_cell *cell = &map->cell[i];

	fputs("cell,", out);
	csv_next_number(out, map->x_at[i % map->columns]);
	csv_next_number(out, map->y_at[i / map->columns]);
	fprintf(out, ",%s,", cell->known ? map_key(map_best(map, cell)) : "");
	for (int a = 0; a < scenario->arch_count; a++) {
		enum arch arch = scenario->archs[a];

		csv_next_number(out, cell->known && isfinite(cell->cost[arch]) ? cell->cost[arch]
									       : (double)NAN);
		fprintf(out, ",%s",
			!cell->known                      ? ""
			: (cell->meets & 1U << arch) != 0 ? "true"
							  : "false");
	}
	fputc('\n', out);
}

static void map_line_rows(FILE *out, const struct map *map, const struct scenario *scenario, int l)
{
	const struct map_line *line = &map->line[l];

	for (int i = 0; i < line->count; i++) {
		fprintf(out, "frontier,%d", l + 1);
		csv_next_number(out, map->point[line->first + i].x);
		csv_next_number(out, map->point[line->first + i].y);
		fprintf(out, ",%s,%s", map_key(line->one), map_key(line->other));
		for (int a = 0; a < scenario->arch_count; a++)
			fputs(",,", out);
		fputc('\n', out);
	}
}

void map_csv(FILE *out, const struct map *map, const struct scenario *scenario)
{
	fputs("kind,line,x,y,best,other", out);
	for (int a = 0; a < scenario->arch_count; a++)
		fprintf(out, ",%s_cost,%s_meets", arch_key(scenario->archs[a]),
			arch_key(scenario->archs[a]));
	fputc('\n', out);
	for (int i = 0; i < map->cell_count; i++)
		map_cell_row(out, map, scenario, i);
	for (int l = 0; l < map->line_count; l++)
		map_line_rows(out, map, scenario, l);
}

/* --- what it hangs on --- */

void sensitivity_csv(FILE *out, const struct sensitivity *found)
{
	char name[96];

	fputs("param,now,lo,hi,gap_usd,lo_gap_usd,hi_gap_usd,breakeven_qpm,lo_breakeven_qpm,"
	      "hi_breakeven_qpm,flip_at,flip_to\n",
	      out);
	for (int i = 0; i < found->ranked_count; i++) {
		const struct sensitivity_row *row = &found->row[found->ranked[i]];
		const double values[] = { row->now,
					  row->lo.value,
					  row->hi.value,
					  found->gap,
					  row->lo.known ? row->lo.gap : (double)NAN,
					  row->hi.known ? row->hi.gap : (double)NAN,
					  found->breakeven_qpm,
					  row->lo.breakeven_qpm,
					  row->hi.breakeven_qpm,
					  row->flip.found ? row->flip.at : (double)NAN };

		knob_name(row->knob, name, sizeof(name));
		fputs(name, out);
		for (size_t c = 0; c < sizeof(values) / sizeof(values[0]); c++)
			csv_next_number(out, values[c]);
		fprintf(out, ",%s\n",
			!row->flip.found   ? ""
			: row->flip.nobody ? "nobody"
					   : arch_key(row->flip.best));
	}
}

/* --- cost --- */

static void curve_csv(FILE *out, const struct snapshot *snapshot)
{
	const struct scenario *scenario = &snapshot->scenario;

	fputs("volume_qpm,architecture,all_in_usd,total_usd,per_1k_queries_usd,"
	      "per_1k_good_answers_usd,meets\n",
	      out);
	for (int i = 0; i < snapshot->curve.point_count; i++) {
		const struct curve_point *point = &snapshot->curve.point[i];

		for (int a = 0; point->known && a < scenario->arch_count; a++) {
			const struct curve_arch *arch = &point->arch[scenario->archs[a]];

			csv_number(out, point->volume_qpm);
			fprintf(out, ",%s", arch_key(scenario->archs[a]));
			csv_next_number(out, arch->all_in_usd);
			csv_next_number(out, arch->total_usd);
			csv_next_number(out, arch->per_1k_queries_usd);
			csv_next_number(out, arch->per_1k_good_usd);
			fprintf(out, ",%s\n",
				point->costs_only ? ""
				: arch->meets     ? "true"
						  : "false");
		}
	}
}

static void ledger_csv(FILE *out, const struct snapshot *snapshot)
{
	const struct scenario *scenario = &snapshot->scenario;

	fputs("category,architecture,usd\n", out);
	for (unsigned int c = 0; c < LEDGER_COUNT; c++)
		for (int a = 0; a < scenario->arch_count; a++) {
			enum arch arch = scenario->archs[a];

			fprintf(out, "%s,%s", ledger_key((enum ledger)c), arch_key(arch));
			csv_next_number(out, snapshot->result.arch[arch].ledger_usd[c]);
			fputc('\n', out);
		}
}

/* Spent in each part of the horizon; nothing is left out but what is 0. */
static void stack_csv(FILE *out, const struct snapshot *snapshot)
{
	const struct scenario *scenario = &snapshot->scenario;
	double days = scenario->horizon_days / RESULT_BUCKETS;

	fputs("from_day,to_day,category,architecture,usd\n", out);
	for (int b = 0; b < RESULT_BUCKETS; b++)
		for (int a = 0; a < scenario->arch_count; a++)
			for (int c = 0; c < LEDGER_COUNT; c++) {
				enum arch arch = scenario->archs[a];
				float usd = snapshot->result.arch[arch].pictures.ledger_usd[c][b];

				if (usd == 0)
					continue;
				csv_number(out, b * days);
				csv_next_number(out, (b + 1) * days);
				fprintf(out, ",%s,%s", ledger_key((enum ledger)c), arch_key(arch));
				csv_next_number(out, usd);
				fputc('\n', out);
			}
}

static void cost_csv(FILE *out, const struct snapshot *snapshot, enum cost_form form)
{
	switch (form) {
	case COST_BY_VOLUME:
	case COST_FORMS:
		break;
	case COST_BY_TIME:
		report_csv(out, &snapshot->scenario, &snapshot->result, TOPIC_COST);
		return;
	case COST_LEDGER:
		ledger_csv(out, snapshot);
		return;
	case COST_STACK:
		stack_csv(out, snapshot);
		return;
	}
	curve_csv(out, snapshot);
}

/* --- the others --- */

static void scoreboard_csv(FILE *out, const struct snapshot *snapshot)
{
	const struct scenario *scenario = &snapshot->scenario;

	fputs("figure,architecture,value,lo,hi\n", out);
	for (int i = 0; i < figure_count; i++)
		for (int a = 0; a < scenario->arch_count; a++) {
			const struct arch_result *arch = &snapshot->result.arch[scenario->archs[a]];
			struct interval interval = { (double)NAN, (double)NAN };

			fprintf(out, "%s,%s", figure_table[i].path, arch_key(scenario->archs[a]));
			csv_next_number(out, figure_value(arch, &figure_table[i]));
			figure_interval(arch, &figure_table[i], &interval);
			csv_next_number(out, interval.lo);
			csv_next_number(out, interval.hi);
			fputc('\n', out);
		}
}

static void knobs_csv(FILE *out, const struct snapshot *snapshot, const struct ui_state *state)
{
	char name[96];

	fputs("param,value\n", out);
	for (int i = 0; i < state->knob_count; i++) {
		knob_name(state->knobs[i], name, sizeof(name));
		fputs(name, out);
		csv_next_number(out, knob_get(&snapshot->scenario, state->knobs[i]));
		fputc('\n', out);
	}
}

static void events_csv(FILE *out, const struct snapshot *snapshot, const struct ui_state *state)
{
	struct log_rows rows = log_rows(snapshot, state);
	char text[SCENARIO_NOTE_SIZE + 64];

	fputs("day,architecture,what\n", out);
	for (int i = 0; i < rows.count; i++) {
		const struct log_row *row = &rows.rows[i];

		csv_number(out, row->at_s / 86400);
		fprintf(out, ",%s,", row->entry < 0 ? arch_key(row->arch) : "");
		log_row_text(snapshot, row, text, sizeof(text));
		csv_text(out, text);
		fputc('\n', out);
	}
	log_rows_free(&rows);
}

static void provenance_csv(FILE *out, const struct snapshot *snapshot, const struct ui_state *state)
{
	enum param_id params[PARAM_COUNT];
	int count = log_params(snapshot, state, params);
	const char *date, *source;
	char name[96];

	fputs("param,value,kind,source,date\n", out);
	for (int i = 0; i < count; i++) {
		param_full_name(params[i], name, sizeof(name));
		fputs(name, out);
		csv_next_number(out, params_get(&snapshot->scenario.params, params[i]));
		fprintf(out, ",%s,", log_param_kind(&snapshot->scenario, params[i]));
		source = log_param_source(&snapshot->scenario, params[i], &date);
		csv_text(out, source);
		fputc(',', out);
		csv_text(out, date);
		fputc('\n', out);
	}
}

/* Is there what the panel is made of? */
static bool is_there(enum panel panel, const struct snapshot *snapshot,
		     const struct ui_state *state, struct error *error)
{
	bool there = snapshot->has_result;

	if (panel == PANEL_MAP)
		there = state->map.map != NULL;
	else if (panel == PANEL_SENSITIVITY)
		there = state->sensitivity.found != NULL;
	return there || error_set(error, "there are no figures yet");
}

bool panel_csv(FILE *out, enum panel panel, const struct snapshot *snapshot,
	       const struct ui_state *state, struct error *error)
{
	if (!is_there(panel, snapshot, state, error))
		return false;
	switch (panel) {
	case PANEL_COST:
		cost_csv(out, snapshot, state->cost_form);
		return true;
	case PANEL_SCOREBOARD:
		scoreboard_csv(out, snapshot);
		return true;
	case PANEL_LATENCY:
		report_csv(out, &snapshot->scenario, &snapshot->result, TOPIC_LATENCY);
		return true;
	case PANEL_FRESHNESS:
		report_csv(out, &snapshot->scenario, &snapshot->result, TOPIC_FRESHNESS);
		return true;
	case PANEL_KNOBS:
		knobs_csv(out, snapshot, state);
		return true;
	case PANEL_MAP:
		map_csv(out, state->map.map, &snapshot->scenario);
		return true;
	case PANEL_SENSITIVITY:
		sensitivity_csv(out, state->sensitivity.found);
		return true;
	case PANEL_LOG:
		if (state->log_form == LOG_EVENTS)
			events_csv(out, snapshot, state);
		else
			provenance_csv(out, snapshot, state);
		return true;
	case PANEL_NONE:
	case PANEL_ADVISOR:
	case PANEL_FLOW:
	case PANEL_TIME:
	case PANEL_COUNT:
		break;
	}
	return error_set(error, "no table in this panel: .svg, .txt or .ansi draws it");
}
