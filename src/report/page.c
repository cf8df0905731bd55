// SPDX-License-Identifier: MIT
#include "report/page.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/format.h"
#include "cli/param_text.h"
#include "cli/scenario_explain.h"
#include "io/price_book.h"
#include "io/report_rows.h"
#include "io/scenario_io.h"

enum { TEXT_SIZE = 512, HEAD_MAX = ARCH_COUNT + 1 };

static const struct result *result_of(const struct page *page)
{
	return &page->snapshot->result;
}

static const struct arch_result *arch_of(const struct page *page, int i)
{
	return &result_of(page)->arch[page->scenario->archs[i]];
}

/* A table with a column for each architecture. */
static void arch_table(struct doc *doc, const struct page *page, const char *caption, bool folded)
{
	char names[HEAD_MAX][CHART_NAME_SIZE];
	const char *head[HEAD_MAX] = { "" };
	int n = page->scenario->arch_count;

	for (int i = 0; i < n; i++) {
		enum arch arch = page->scenario->archs[i];

		snprintf(names[i], sizeof(names[i]), "%s %s", chart_sign(arch), arch_label(arch));
		head[i + 1] = names[i];
	}
	doc_table(doc, TABLE_FIGURES, caption, folded, head, n + 1);
}

/* ---- the answer ---- */

static void put_answer(struct doc *doc, const struct page *page)
{
	const struct price_book *book = price_book_find(page->scenario->price_book);

	doc_heading(doc, 1, "%s", page->scenario->name);
	doc_paragraph(doc, "%s", page->answer);
	doc_paragraph(doc, "%s", page->flips);
	if (page->scenario->summary[0] != '\0')
		doc_paragraph(doc, "%s", page->scenario->summary);
	if (book)
		doc_paragraph(doc, "Prices %s: %s.", book->label, book->title);
}

/* ---- figures ---- */

static void put_line(struct doc *doc, const struct page *page, const struct report_line *line)
{
	int n = page->scenario->arch_count;

	doc_cell(doc, "%s", line->label);
	for (int i = 0; i < n; i++)
		doc_cell(doc, "%s%s%s", line->cells[i], line->flags[i] ? " " : "",
			 line->flags[i] ? line->flags[i] : "");
	if (!line->has_interval)
		return;
	doc_cell(doc, "95 %% interval");
	for (int i = 0; i < n; i++)
		doc_cell(doc, "%s", line->intervals[i]);
}

static void put_figures(struct doc *doc, const struct page *page)
{
	struct report_line line;

	doc_heading(doc, 2, "Figures");
	doc_paragraph(doc, "★ best, ! misses its target.");
	for (int p = 0; p < report_part_count; p++) {
		const struct report_part *part = &report_parts[p];

		if (!report_part_applies(part, page->scenario, result_of(page)))
			continue;
		arch_table(doc, page, part->heading, false);
		for (int i = 0; i < part->count; i++) {
			report_line_make(&line, &part->rows[i], page->scenario, result_of(page));
			put_line(doc, page, &line);
		}
	}
}

/* ---- where it flips ---- */

static void mark_crossings(struct chart *chart, const struct curve *curve)
{
	char at[FORMAT_SIZE], label[CHART_NAME_SIZE];

	for (int i = 0; i < curve->crossing_count; i++) {
		const struct crossing *crossing = &curve->crossing[i];

		format_value(at, sizeof(at), crossing->at_qpm, UNIT_PER_MONTH);
		snprintf(label, sizeof(label), "%s from %s",
			 crossing->nobody_above ? "nobody" : arch_label(crossing->above), at);
		chart_add_mark(chart, crossing->at_qpm, label);
	}
}

static void put_curve(struct doc *doc, const struct page *page)
{
	const struct curve *curve = &page->snapshot->curve;
	struct chart *chart = chart_new("cost-by-volume",
					"All-in cost a month, by queries a month");

	chart->x_unit = UNIT_PER_MONTH;
	chart->y_unit = UNIT_USD_PER_MONTH;
	chart->x_log = chart->y_log = true;
	chart->point_count = curve->point_count;
	for (int i = 0; i < curve->point_count; i++)
		chart->x[i] = curve->point[i].volume_qpm;
	for (int a = 0; a < page->scenario->arch_count; a++) {
		struct chart_series *series = &chart->series[chart->series_count++];

		series->arch = page->scenario->archs[a];
		series->count = curve->point_count;
		for (int i = 0; i < curve->point_count; i++)
			series->y[i] = curve->point[i].known
					       ? curve->point[i].arch[series->arch].all_in_usd
					       : NAN;
	}
	chart_add_mark(chart, scenario_volume_qpm(page->scenario), "you");
	mark_crossings(chart, curve);
	doc_chart(doc, chart);
}

static void put_end(const struct track *track, double value, char text[TEXT_SIZE])
{
	char end[FORMAT_SIZE];

	format_value(end, sizeof(end),
		     isfinite(value) ? value
		     : value > 0     ? track->hi
				     : track->lo,
		     param_table[track->param].unit);
	snprintf(text, TEXT_SIZE, "%s%s",
		 isfinite(value) ? ""
		 : value > 0     ? "above "
				 : "below ",
		 end);
}

static void put_band(struct doc *doc, const struct track *track, double lo, double hi)
{
	char from[TEXT_SIZE], to[TEXT_SIZE];

	if (isnan(lo) || isnan(hi)) {
		doc_cell(doc, FORMAT_MISSING);
		return;
	}
	put_end(track, lo, from);
	put_end(track, hi, to);
	doc_cell(doc, lo == hi ? "exact" : "%s to %s", from, to);
}

static void put_crossing(struct doc *doc, const struct page *page, const struct breakeven *found,
			 const struct crossing_at *crossing)
{
	const struct track *track = &page->breakeven->question.track;
	char text[TEXT_SIZE];

	doc_cell(doc, "%s or %s", arch_label(found->a), arch_label(found->b));
	put_end(track, crossing->at, text);
	doc_cell(doc, "%s", text);
	put_band(doc, track, crossing->ci.lo, crossing->ci.hi);
	if (crossing->input.draws > 0)
		put_band(doc, track, crossing->input.p10, crossing->input.p90);
	else
		doc_cell(doc, FORMAT_MISSING);
	put_end(track, found->formula.at, text);
	doc_cell(doc, "%s", found->formula.known && found->formula.crosses ? text : "none");
	doc_cell(doc, "%s below, %s above", arch_label(crossing->below),
		 arch_label(crossing->above));
}

static void put_pair(struct doc *doc, const struct page *page, const struct breakeven *found)
{
	for (int i = 0; i < found->count; i++)
		put_crossing(doc, page, found, &found->crossing[i]);
	if (found->count > 0)
		return;
	doc_cell(doc, "%s or %s", arch_label(found->a), arch_label(found->b));
	doc_cell(doc, "never in range");
	for (int i = 0; i < 3; i++)
		doc_cell(doc, FORMAT_MISSING);
	if (found->at_lo.a || found->at_lo.b)
		doc_cell(doc, "%s everywhere", arch_label(found->at_lo.a ? found->a : found->b));
	else
		doc_cell(doc, "both cost the same");
}

static void put_breakeven(struct doc *doc, const struct page *page)
{
	static const char *const head[] = { "",
					    "break-even",
					    "by simulation, 95 %",
					    "by inputs, p10 to p90",
					    "by the formula",
					    "cheaper" };

	doc_heading(doc, 2, "Where it flips");
	put_curve(doc, page);
	if (page->breakeven->pair_count == 0)
		return;
	doc_table(doc, TABLE_FIGURES, "Break-even over monthly queries, by all-in cost", false,
		  head, 6);
	for (int i = 0; i < page->breakeven->pair_count; i++)
		put_pair(doc, page, &page->breakeven->pairs[i].found);
	doc_paragraph(
		doc,
		"By simulation: what chance in the runs leaves open. By inputs: where it lies "
		"when the %d inputs that are assumed move over their plausible ranges, in %d "
		"draws.",
		page->breakeven->input_count, page->breakeven->draws);
}

/* The knobs whose moving changes the answer, the nearest of them first by their share of the
 * track. */
struct flip_row {
	double distance;
	int knob;
};

static int nearer(const void *a, const void *b)
{
	const struct flip_row *x = a, *y = b;

	return x->distance < y->distance ? -1 : x->distance > y->distance;
}

static int collect_flips(const struct page *page, struct flip_row rows[SESSION_KNOBS_MAX])
{
	const struct snapshot *snapshot = page->snapshot;
	int count = 0;

	for (int i = 0; i < snapshot->knob_count; i++) {
		struct knob knob = snapshot->knobs[i];
		double now = knob_get(page->scenario, knob);

		if (!snapshot->flips[i].known || !snapshot->flips[i].found)
			continue;
		rows[count++] = (struct flip_row){
			.knob = i,
			.distance = fabs(knob_to_position(knob, snapshot->flips[i].at) -
					 knob_to_position(knob, now)),
		};
	}
	qsort(rows, (size_t)count, sizeof(rows[0]), nearer);
	return count;
}

static void put_flips(struct doc *doc, const struct page *page)
{
	static const char *const head[] = { "turn this alone", "from", "to", "and the answer is" };
	struct flip_row rows[SESSION_KNOBS_MAX];
	int count = collect_flips(page, rows);
	char now[FORMAT_SIZE], at[FORMAT_SIZE];

	if (count == 0) {
		doc_paragraph(doc, "No single knob changes the answer within its range.");
		return;
	}
	doc_table(doc, TABLE_WORDS, "What changes the answer, nearest first", false, head, 4);
	for (int i = 0; i < count; i++) {
		struct knob knob = page->snapshot->knobs[rows[i].knob];
		const struct flip *flip = &page->snapshot->flips[rows[i].knob];

		format_set_value(now, sizeof(now), knob_get(page->scenario, knob), knob_unit(knob));
		format_value(at, sizeof(at), flip->at, knob_unit(knob));
		doc_cell(doc, "%s", knob_label(knob));
		doc_cell(doc, "%s", isnan(knob_get(page->scenario, knob)) ? "none" : now);
		doc_cell(doc, "%s", at);
		doc_cell(doc, "%s",
			 flip->nobody ? "nobody meets the targets" : arch_label(flip->best));
	}
}

/* ---- over time ---- */

static const double *cumulative(const struct arch_series *series)
{
	return series->cumulative_usd;
}

static const double *first_token(const struct arch_series *series)
{
	return series->ttft_p95_s;
}

static const double *whole_answer(const struct arch_series *series)
{
	return series->e2e_p95_s;
}

static const double *stale(const struct arch_series *series)
{
	return series->stale_frac;
}

static void mark_timeline(struct chart *chart, const struct scenario *scenario)
{
	char text[TEXT_SIZE], label[CHART_NAME_SIZE];

	for (int i = 0; i < scenario->timeline_count; i++) {
		timeline_entry_text(text, sizeof(text), &scenario->timeline[i]);
		snprintf(label, sizeof(label), "%.60s", text);
		chart_add_mark(chart, scenario->timeline[i].at_days * 86400, label);
	}
}

static void put_series(struct doc *doc, const struct page *page, const char *id, const char *title,
		       enum unit unit, const double *(*of)(const struct arch_series *series),
		       double target)
{
	struct chart *chart = chart_new(id, title);
	double bucket_s = result_of(page)->horizon_s / RESULT_BUCKETS;

	chart->x_unit = UNIT_S;
	chart->x_suffix = " d";
	chart->y_unit = unit;
	chart->y_log = of == cumulative;
	chart->target = target;
	chart->point_count = RESULT_BUCKETS;
	for (int i = 0; i < RESULT_BUCKETS; i++)
		chart->x[i] = bucket_s * (i + 1);
	for (int a = 0; a < page->scenario->arch_count; a++) {
		struct chart_series *series = &chart->series[chart->series_count++];

		series->arch = page->scenario->archs[a];
		series->count = RESULT_BUCKETS;
		memcpy(series->y, of(&arch_of(page, a)->series), sizeof(double) * RESULT_BUCKETS);
	}
	mark_timeline(chart, page->scenario);
	doc_chart(doc, chart);
}

static void put_ledger(struct doc *doc, const struct page *page)
{
	char cell[FORMAT_SIZE];

	arch_table(doc, page, "Ledger over the horizon", false);
	for (int c = 0; c <= LEDGER_COUNT; c++) {
		bool any = c == LEDGER_COUNT;

		for (int i = 0; i < page->scenario->arch_count && c < LEDGER_COUNT; i++)
			any |= arch_of(page, i)->ledger_usd[c] != 0;
		if (!any)
			continue;
		doc_cell(doc, "%s", c < LEDGER_COUNT ? ledger_label((enum ledger)c) : "total");
		for (int i = 0; i < page->scenario->arch_count; i++) {
			double usd = c < LEDGER_COUNT ? arch_of(page, i)->ledger_usd[c]
						      : arch_of(page, i)->total_usd;

			format_money_long(cell, sizeof(cell), usd);
			doc_cell(doc, "%s", usd != 0 ? cell : FORMAT_MISSING);
		}
	}
}

static void put_stages(struct doc *doc, const struct page *page)
{
	char wait[FORMAT_SIZE], service[FORMAT_SIZE];

	arch_table(doc, page, "Mean time by stage, waiting + service", false);
	for (int stage = 0; stage < STAGE_COUNT; stage++) {
		doc_cell(doc, "%s", stage_label((enum stage)stage));
		for (int i = 0; i < page->scenario->arch_count; i++) {
			const struct arch_result *arch = arch_of(page, i);

			format_time(wait, sizeof(wait), arch->wait_s[stage]);
			format_time(service, sizeof(service), arch->service_s[stage]);
			if (arch->service_s[stage] > 0 || arch->wait_s[stage] > 0)
				doc_cell(doc, "%s + %s", wait, service);
			else
				doc_cell(doc, FORMAT_MISSING);
		}
	}
}

static void put_time(struct doc *doc, const struct page *page)
{
	const double *targets = page->scenario->targets;

	doc_heading(doc, 2, "Money");
	put_series(doc, page, "cost-so-far", "Cost so far, upfront included", UNIT_USD, cumulative,
		   NAN);
	put_ledger(doc, page);
	doc_heading(doc, 2, "Time");
	put_series(doc, page, "first-token", "First token, p95", UNIT_S, first_token,
		   targets[TARGET_TTFT_P95_S]);
	put_series(doc, page, "whole-answer", "Whole answer, p95", UNIT_S, whole_answer,
		   targets[TARGET_LATENCY_P95_S]);
	put_stages(doc, page);
	doc_heading(doc, 2, "Freshness");
	put_series(doc, page, "stale-answers", "Answers made from facts that have changed since",
		   UNIT_SHARE, stale, targets[TARGET_STALE_ANSWER_FRAC]);
}

/* ---- what was put in ---- */

static void put_input(struct doc *doc, const struct page *page, enum param_id id)
{
	const struct param_note *note = scenario_source(page->scenario, id);
	const struct param_info *info = &param_table[id];
	char name[TEXT_SIZE], value[TEXT_SIZE];

	param_full_name(id, name, sizeof(name));
	param_value_text(value, sizeof(value), id, params_get(&page->scenario->params, id));
	doc_cell(doc, "%s", name);
	doc_cell(doc, "%s", value);
	doc_cell(doc, "%s", provenance_name(note ? note->kind : info->provenance));
	doc_cell(doc, "%s", note ? note->note : info->source);
}

/* Does the scenario say something about it that the table does not? */
static bool is_own(const struct page *page, enum param_id id)
{
	double value = params_get(&page->scenario->params, id), def = param_table[id].def;

	return scenario_source(page->scenario, id) || scenario_is_own(page->scenario, id) ||
	       !(value == def || (isnan(value) && isnan(def)));
}

static void put_inputs(struct doc *doc, const struct page *page, bool own, const char *caption)
{
	static const char *const head[] = { "parameter", "value", "kind", "source" };

	doc_table(doc, TABLE_WORDS, caption, !own, head, 4);
	for (unsigned int i = 0; i < PARAM_COUNT; i++)
		if (is_own(page, (enum param_id)i) == own)
			put_input(doc, page, (enum param_id)i);
}

static void put_timeline(struct doc *doc, const struct page *page)
{
	static const char *const head[] = { "day", "what happens" };
	char text[TEXT_SIZE + SCENARIO_NOTE_SIZE];

	if (page->scenario->timeline_count == 0)
		return;
	doc_table(doc, TABLE_WORDS, "Timeline", false, head, 2);
	for (int i = 0; i < page->scenario->timeline_count; i++) {
		timeline_entry_text(text, sizeof(text), &page->scenario->timeline[i]);
		doc_cell(doc, "%.4g", page->scenario->timeline[i].at_days);
		doc_cell(doc, "%s", text);
	}
}

/* ---- how to get it again ---- */

static void put_file(struct doc *doc, const struct page *page)
{
	char *text = NULL;
	size_t size = 0;
	FILE *memory = open_memstream(&text, &size);

	if (!memory)
		return;
	scenario_write(page->scenario, memory);
	fclose(memory);
	doc_listing(doc, "The scenario, whole", text);
	free(text);
}

static void put_again(struct doc *doc, const struct page *page)
{
	const struct result *result = result_of(page);
	char simulated[FORMAT_SIZE], represented[FORMAT_SIZE], band[FORMAT_SIZE];

	format_count(simulated, sizeof(simulated), result->queries_simulated);
	format_count(represented, sizeof(represented), result->queries_represented);
	format_relative(band, sizeof(band), result->band_rel);
	doc_heading(doc, 2, "How to get it again");
	doc_paragraph(doc,
		      "ragtop %s, seed %" PRIu64 ", digest %s: %s queries simulated for %s, %d "
		      "replications, first token p95 known to %s. The same scenario, seed and "
		      "fidelity give the same digest on any machine.",
		      RAGTOP_VERSION, result->seed, result->digest, simulated, represented,
		      result->macro_reps, band);
	doc_paragraph(doc, "%s", page->command);
	put_file(doc, page);
}

void page_build(struct doc *doc, const struct page *page)
{
	put_answer(doc, page);
	put_figures(doc, page);
	put_breakeven(doc, page);
	put_flips(doc, page);
	put_time(doc, page);
	doc_heading(doc, 2, "What was put in");
	put_timeline(doc, page);
	put_inputs(doc, page, true, "Inputs of this scenario");
	put_inputs(doc, page, false, "All other inputs, as ragtop has them");
	put_again(doc, page);
}
