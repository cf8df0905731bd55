// SPDX-License-Identifier: MIT
#include "report/page.h"

#include <math.h>

#include "base/format.h"
#include "io/price_book.h"
#include "io/report_rows.h"
#include "report/page_parts.h"
#include "ui/view.h"

enum { TEXT_SIZE = 512, HEAD_MAX = ARCH_COUNT + 1 };

const struct result *page_result(const struct page *page)
{
	return &page->snapshot->result;
}

const struct arch_result *page_arch(const struct page *page, int i)
{
	return &page_result(page)->arch[page->scenario->archs[i]];
}

/* A table with a column for each architecture. */
void page_arch_table(struct doc *doc, const struct page *page, const char *caption, bool folded)
{
	char names[HEAD_MAX][CHART_NAME_SIZE];
	const char *head[HEAD_MAX] = { "" };
	int n = page->scenario->arch_count;

	for (int i = 0; i < n; i++) {
		enum arch arch = page->scenario->archs[i];

		snprintf(names[i], sizeof(names[i]), "%s %s", arch_sign(arch), arch_label(arch));
		head[i + 1] = names[i];
	}
	doc_table(doc, TABLE_FIGURES, caption, folded, head, n + 1);
}

/* ---- the answer ---- */

/* "■ hybrid is best above 3.62M queries a month (3.55M to 3.69M)." */
static void put_next_answer(struct doc *doc, const struct crossing *crossing)
{
	char at[FORMAT_SIZE], who[CHART_NAME_SIZE];

	format_interval(at, sizeof(at), crossing->at_qpm, crossing->lo_qpm, crossing->hi_qpm,
			UNIT_COUNT);
	if (crossing->nobody_above)
		snprintf(who, sizeof(who), "nobody meets the targets");
	else
		snprintf(who, sizeof(who), "%s %s is best", arch_sign(crossing->above),
			 arch_label(crossing->above));
	doc_paragraph(doc, "╳ Above %s queries a month %s.", at, who);
}

static void put_answer(struct doc *doc, const struct page *page)
{
	const struct price_book *book = price_book_find(page->scenario->price_book);

	doc_heading(doc, 1, "%s", page->scenario->name);
	doc_paragraph(doc, "%s", page->answer);
	for (int i = 0; i < page->snapshot->curve.crossing_count; i++)
		put_next_answer(doc, &page->snapshot->curve.crossing[i]);
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

		if (!report_part_applies(part, page->scenario, page_result(page)))
			continue;
		page_arch_table(doc, page, part->heading, false);
		for (int i = 0; i < part->count; i++) {
			report_line_make(&line, &part->rows[i], page->scenario, page_result(page));
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

	doc_cell(doc, "%s below, %s above", arch_label(crossing->below),
		 arch_label(crossing->above));
	put_end(track, crossing->at, text);
	doc_cell(doc, "%s", text);
	put_band(doc, track, crossing->ci.lo, crossing->ci.hi);
	if (crossing->input.draws > 0)
		put_band(doc, track, crossing->input.p10, crossing->input.p90);
	else
		doc_cell(doc, FORMAT_MISSING);
	put_end(track, found->formula.at, text);
	doc_cell(doc, "%s", found->formula.known && found->formula.crosses ? text : "none");
}

static void put_pair(struct doc *doc, const struct page *page, const struct breakeven *found)
{
	const char *a = arch_label(found->a), *b = arch_label(found->b);

	for (int i = 0; i < found->count; i++)
		put_crossing(doc, page, found, &found->crossing[i]);
	if (found->count > 0)
		return;
	if (breakeven_is_hidden(found))
		doc_cell(doc, "%s or %s", a, b);
	else if (found->at_lo.a)
		doc_cell(doc, "%s everywhere, not %s", a, b);
	else if (found->at_lo.b)
		doc_cell(doc, "%s everywhere, not %s", b, a);
	else
		doc_cell(doc, "%s and %s cost the same", a, b);
	doc_cell(doc,
		 breakeven_is_hidden(found) ? "in range, but no run says where" : "never in range");
	for (int i = 0; i < 3; i++)
		doc_cell(doc, FORMAT_MISSING);
}

static void put_breakeven(struct doc *doc, const struct page *page)
{
	static const char *const head[] = { "cheaper", "break-even", "by simulation, 95 %",
					    "by inputs, p10 to p90", "by the formula" };

	doc_heading(doc, 2, "Where it flips");
	put_curve(doc, page);
	if (page->breakeven->pair_count == 0)
		return;
	doc_table(doc, TABLE_FIGURES, "Break-even over monthly queries, by all-in cost", false,
		  head, 5);
	for (int i = 0; i < page->breakeven->pair_count; i++)
		put_pair(doc, page, &page->breakeven->pairs[i].found);
	doc_paragraph(doc, "By simulation: what chance in the runs leaves open.");
	if (page->breakeven->draws > 0 && page->breakeven->inputs.count > 0)
		doc_paragraph(doc,
			      "By inputs: where it lies when the %d inputs that are assumed move "
			      "over their plausible ranges, in %d draws.",
			      page->breakeven->inputs.count, page->breakeven->draws);
}

void page_build(struct doc *doc, const struct page *page)
{
	put_answer(doc, page);
	put_figures(doc, page);
	put_breakeven(doc, page);
	page_put_hangs(doc, page);
	page_put_time(doc, page);
	page_put_inputs(doc, page);
	page_put_again(doc, page);
}
