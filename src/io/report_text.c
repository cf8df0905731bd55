// SPDX-License-Identifier: MIT
#include <assert.h>
#include <inttypes.h>
#include <math.h>
#include <string.h>

#include "base/format.h"
#include "base/text.h"
#include "io/model.h"
#include "io/price_book.h"
#include "io/report.h"
#include "io/report_rows.h"

enum {
	LABEL_WIDTH = 27,
	CELL_WIDTH = 18, /* a long amount of money */
	LINE_WIDTH = 96,
	CELL_SIZE = REPORT_CELL_SIZE,
};

struct report {
	FILE *out;
	const struct scenario *scenario;
	const struct result *result;
	bool unicode;
};

/* The text as this terminal can show it. */
static void show(const struct report *report, char *out, size_t size, const char *text)
{
	if (report->unicode)
		snprintf(out, size, "%s", text);
	else
		text_to_ascii(out, size, text);
}

static void put_blanks(const struct report *report, int count)
{
	for (; count > 0; count--)
		fputc(' ', report->out);
}

static void put_left(const struct report *report, const char *text, int width)
{
	char shown[3 * CELL_SIZE];

	show(report, shown, sizeof(shown), text);
	fputs(shown, report->out);
	put_blanks(report, width - text_width(shown));
}

static void put_right(const struct report *report, const char *text, int width)
{
	char shown[3 * CELL_SIZE];

	show(report, shown, sizeof(shown), text);
	put_blanks(report, width - text_width(shown));
	fputs(shown, report->out);
}

/* Words in lines of at most LINE_WIDTH columns, later lines indented. */
static void put_paragraph(const struct report *report, const char *text)
{
	char shown[3 * SCENARIO_SUMMARY_SIZE];
	int column = 0;

	show(report, shown, sizeof(shown), text);
	for (char *rest = shown, *word; (word = strtok_r(rest, " ", &rest)) != NULL;) {
		int width = text_width(word);

		if (column > 0 && column + 1 + width > LINE_WIDTH) {
			fputs("\n  ", report->out);
			column = 2;
		} else if (column > 0) {
			fputc(' ', report->out);
			column++;
		}
		fputs(word, report->out);
		column += width;
	}
	fputc('\n', report->out);
}

static const struct arch_result *result_at(const struct report *report, int i)
{
	return &report->result->arch[report->scenario->archs[i]];
}

/* A row of the table: a cell and a flag for each architecture. */
static void put_cells(const struct report *report, const char *label,
		      char cells[ARCH_COUNT][CELL_SIZE], const char *const flags[ARCH_COUNT])
{
	put_left(report, label, LABEL_WIDTH);
	for (int i = 0; i < report->scenario->arch_count; i++) {
		put_right(report, cells[i], CELL_WIDTH);
		if (flags[i] || i + 1 < report->scenario->arch_count)
			put_right(report, flags[i] ? flags[i] : "", 2);
	}
	fputc('\n', report->out);
}

static void put_heading(const struct report *report, const char *heading)
{
	char cells[ARCH_COUNT][CELL_SIZE];
	const char *flags[ARCH_COUNT] = { NULL };

	for (int i = 0; i < report->scenario->arch_count; i++)
		snprintf(cells[i], CELL_SIZE, "%s", arch_label(report->scenario->archs[i]));
	fputc('\n', report->out);
	put_cells(report, heading, cells, flags);
}

static void put_part(const struct report *report, const struct report_part *part)
{
	const char *none[ARCH_COUNT] = { NULL };
	struct report_line line;

	put_heading(report, part->heading);
	for (int i = 0; i < part->count; i++) {
		report_line_make(&line, &part->rows[i], report->scenario, report->result);
		put_cells(report, line.label, line.cells, line.flags);
		if (line.has_interval)
			put_cells(report, "  95 % interval", line.intervals, none);
	}
}

/* Nothing where the architecture lacks the stage or spends no time in it. */
static void stage_cell(double wait_s, double service_s, char cell[CELL_SIZE])
{
	char wait[FORMAT_SIZE], service[FORMAT_SIZE];

	format_time(wait, sizeof(wait), wait_s);
	format_time(service, sizeof(service), service_s);
	if (wait_s > 0 && service_s > 0)
		snprintf(cell, CELL_SIZE, "%s + %s", wait, service);
	else if (wait_s > 0 || service_s > 0)
		snprintf(cell, CELL_SIZE, "%s", wait_s > 0 ? wait : service);
	else
		snprintf(cell, CELL_SIZE, "%s", FORMAT_MISSING);
}

static void put_stages(const struct report *report)
{
	put_heading(report, "mean time, wait + service");
	for (unsigned int stage = 0; stage < STAGE_COUNT; stage++) {
		char cells[ARCH_COUNT][CELL_SIZE];
		const char *flags[ARCH_COUNT] = { NULL };

		for (int i = 0; i < report->scenario->arch_count; i++)
			stage_cell(result_at(report, i)->wait_s[stage],
				   result_at(report, i)->service_s[stage], cells[i]);
		put_cells(report, stage_label((enum stage)stage), cells, flags);
	}
}

static void put_money_row(const struct report *report, const char *label,
			  const double values[ARCH_COUNT])
{
	char cells[ARCH_COUNT][CELL_SIZE];
	const char *flags[ARCH_COUNT] = { NULL };
	bool any = false;

	for (int i = 0; i < report->scenario->arch_count; i++) {
		snprintf(cells[i], CELL_SIZE, "%s", FORMAT_MISSING);
		if (values[i] != 0) {
			format_money_long(cells[i], CELL_SIZE, values[i]);
			any = true;
		}
	}
	if (any)
		put_cells(report, label, cells, flags);
}

static void put_ledger(const struct report *report)
{
	char heading[CELL_SIZE], days[FORMAT_SIZE];
	double values[ARCH_COUNT] = { 0 };

	format_set_value(days, sizeof(days), report->scenario->horizon_days, UNIT_DAYS);
	snprintf(heading, sizeof(heading), "ledger, %s", days);
	put_heading(report, heading);
	for (unsigned int category = 0; category < LEDGER_COUNT; category++) {
		for (int i = 0; i < report->scenario->arch_count; i++)
			values[i] = result_at(report, i)->ledger_usd[category];
		put_money_row(report, ledger_label((enum ledger)category), values);
	}
	for (int i = 0; i < report->scenario->arch_count; i++)
		values[i] = result_at(report, i)->total_usd;
	put_money_row(report, "total", values);
}

/* Columns have the names of the start. */
static void put_switches(const struct report *report)
{
	const struct scenario *scenario = report->scenario;
	char line[2 * SCENARIO_SUMMARY_SIZE], usd[FORMAT_SIZE];

	for (int i = 0; i < scenario->arch_count; i++) {
		const struct timeline_entry *entry = scenario_switch(scenario, scenario->archs[i]);

		if (!entry || entry->at_days >= scenario->horizon_days)
			continue;
		format_value(usd, sizeof(usd), entry->migration_usd, UNIT_USD);
		snprintf(line, sizeof(line), "%s is %s from day %.4g, for a migration of %s.",
			 arch_label(entry->from), arch_label(entry->to), entry->at_days, usd);
		put_paragraph(report, line);
	}
}

static void put_verdict(const struct report *report)
{
	const struct verdict *verdict = &report->result->verdict;
	char line[2 * SCENARIO_SUMMARY_SIZE], best[ARCH_LABEL_SIZE], cheapest[ARCH_LABEL_SIZE];

	scenario_arch_label(report->scenario, verdict->best, best);
	scenario_arch_label(report->scenario, verdict->cheapest, cheapest);
	if (verdict->none_meets && verdict->best == verdict->cheapest)
		snprintf(line, sizeof(line), "! %s; %s is the cheapest", verdict->why, cheapest);
	else if (verdict->none_meets)
		snprintf(line, sizeof(line),
			 "! %s; %s costs least for a good answer, %s is the cheapest", verdict->why,
			 best, cheapest);
	else
		snprintf(line, sizeof(line), "★ %s: %s", best, verdict->why);
	put_paragraph(report, line);
	put_switches(report);
}

static void put_simulated(const struct report *report)
{
	const struct result *result = report->result;
	char simulated[FORMAT_SIZE], represented[FORMAT_SIZE], band[FORMAT_SIZE];
	char line[4 * CELL_SIZE], level[32] = "exact";

	format_count(simulated, sizeof(simulated), result->queries_simulated);
	format_count(represented, sizeof(represented), result->queries_represented);
	format_relative(band, sizeof(band), result->band_rel);
	if (result->fidelity != FIDELITY_EXACT)
		snprintf(level, sizeof(level), "level %d%s", result->fidelity,
			 result->exact ? ", exact" : "");
	snprintf(line, sizeof(line),
		 "%s: %s queries simulated for %s, %d replications, first token p95 %s", level,
		 simulated, represented, result->macro_reps, band);
	put_paragraph(report, line);
}

/* "prices S4: PremAI" */
static void put_price_book(const struct report *report)
{
	const struct price_book *book = price_book_find(report->scenario->price_book);
	char line[2 * CELL_SIZE];

	if (!book)
		return;
	snprintf(line, sizeof(line), "prices %s: %s", book->label, book->title);
	put_paragraph(report, line);
}

/* "model gpt-4o: GPT-4o by OpenAI", what of it was changed since, and what it does not say. */
static void put_model(const struct report *report)
{
	const struct scenario *scenario = report->scenario;
	const struct model *model = model_find(scenario->model);
	char line[4 * CELL_SIZE], unsaid[CELL_SIZE];
	int changed = 0, used;

	if (!model)
		return;
	for (int i = 0; i < model->quote_count; i++)
		changed += params_get(&scenario->params, model->quotes[i].param) !=
			   model->quotes[i].value;
	model_unsaid(model, unsaid, sizeof(unsaid));
	used = snprintf(line, sizeof(line), "model %s: %s, %s", model->id, model->title,
			model->provider);
	if (changed > 0)
		used += snprintf(line + used, sizeof(line) - (size_t)used,
				 "; %d of its %d values changed", changed, model->quote_count);
	if (unsaid[0] != '\0')
		snprintf(line + used, sizeof(line) - (size_t)used,
			 "; not known of it, and as it was: %s", unsaid);
	put_paragraph(report, line);
}

struct inputs {
	int own, of_book, unsourced, of_kind[3];
};

static void count_input(const struct scenario *scenario, enum param_id id, struct inputs *inputs)
{
	const struct param_note *note = scenario_source(scenario, id);
	double value = params_get(&scenario->params, id), def = param_table[id].def;
	bool is_default = value == def || (isnan(value) && isnan(def));

	if (scenario_from_book(scenario, id))
		inputs->of_book++;
	else
		inputs->own += note || !is_default || scenario_recorded(scenario, id);
	if (scenario_recorded(scenario, id))
		inputs->of_kind[PROVENANCE_MEASURED]++;
	else if (note)
		inputs->of_kind[note->kind]++;
	else if (!is_default)
		inputs->unsourced++;
}

/* How much of the input is somebody's guess. */
static void put_provenance(const struct report *report)
{
	const struct scenario *scenario = report->scenario;
	struct inputs inputs = { 0 };
	char line[2 * CELL_SIZE], book[64] = "";

	for (unsigned int i = 0; i < PARAM_COUNT; i++)
		count_input(scenario, (enum param_id)i, &inputs);
	if (scenario->price_book[0] != '\0')
		snprintf(book, sizeof(book), ", %d by prices %s", inputs.of_book,
			 price_book_label(scenario->price_book));
	snprintf(line, sizeof(line),
		 "inputs: %d of %d set by the scenario%s: %d measured, %d published, "
		 "%d assumed, %d unsourced",
		 inputs.own, PARAM_COUNT, book, inputs.of_kind[PROVENANCE_MEASURED],
		 inputs.of_kind[PROVENANCE_PUBLISHED], inputs.of_kind[PROVENANCE_ASSUMED],
		 inputs.unsourced);
	put_paragraph(report, line);
}

void report_text(FILE *out, const struct scenario *scenario, const struct result *result,
		 bool unicode)
{
	const struct report report = { out, scenario, result, unicode };
	const char *star = unicode ? "★" : "*";

	put_paragraph(&report, scenario->name);
	if (scenario->summary[0] != '\0')
		put_paragraph(&report, scenario->summary);
	put_price_book(&report);
	put_model(&report);
	fputc('\n', out);
	put_verdict(&report);
	for (int i = 0; i < report_part_count; i++)
		if (report_part_applies(&report_parts[i], scenario, result))
			put_part(&report, &report_parts[i]);
	put_stages(&report);
	put_ledger(&report);
	fprintf(out, "\n%s best  ! misses a target\n", star);
	put_simulated(&report);
	put_provenance(&report);
	fprintf(out, "seed %" PRIu64 "  digest %s\n", result->seed, result->digest);
}
