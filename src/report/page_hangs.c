// SPDX-License-Identifier: MIT
/* What the answer hangs on: which inputs move the gap, the break-even, the answer itself. */
#include <math.h>
#include <stdlib.h>

#include "base/format.h"
#include "base/xalloc.h"
#include "report/page_parts.h"

enum { TEXT_SIZE = 256, ROWS_SHOWN = 20 };

/* A value at each end of the range. */
static void two(char *text, size_t size, const char *lo, const char *hi)
{
	snprintf(text, size, "%s to %s", lo, hi);
}

static void range_text(const struct sensitivity_row *row, char text[TEXT_SIZE])
{
	char lo[FORMAT_SIZE], hi[FORMAT_SIZE];

	sensitivity_value_text(row->knob, row->lo.value, lo, sizeof(lo));
	sensitivity_value_text(row->knob, row->hi.value, hi, sizeof(hi));
	two(text, TEXT_SIZE, lo, hi);
}

static void gap_text(const struct sensitivity_end *end, char text[FORMAT_SIZE])
{
	if (end->known)
		format_money(text, FORMAT_SIZE, end->gap);
	else
		snprintf(text, FORMAT_SIZE, "%s", FORMAT_MISSING);
}

static void gaps_text(const struct sensitivity_row *row, char text[TEXT_SIZE])
{
	char lo[FORMAT_SIZE], hi[FORMAT_SIZE];

	gap_text(&row->lo, lo);
	gap_text(&row->hi, hi);
	two(text, TEXT_SIZE, lo, hi);
}

static void breakevens_text(const struct sensitivity_row *row, char text[TEXT_SIZE])
{
	char lo[FORMAT_SIZE], hi[FORMAT_SIZE];

	sensitivity_breakeven_text(row->lo.breakeven_qpm, lo);
	sensitivity_breakeven_text(row->hi.breakeven_qpm, hi);
	if (isnan(row->lo.breakeven_qpm) && isnan(row->hi.breakeven_qpm))
		snprintf(text, TEXT_SIZE, "never");
	else
		two(text, TEXT_SIZE, lo, hi);
}

static void flip_text(const struct sensitivity_row *row, char text[TEXT_SIZE])
{
	char at[FORMAT_SIZE];

	if (!row->flip.found) {
		snprintf(text, TEXT_SIZE, "%s", FORMAT_MISSING);
		return;
	}
	sensitivity_value_text(row->knob, row->flip.at, at, sizeof(at));
	snprintf(text, TEXT_SIZE, "%s from %s",
		 row->flip.nobody ? "nobody meets the targets" : arch_label(row->flip.best), at);
}

static void put_tornado(struct doc *doc, const struct sensitivity *found)
{
	struct tornado *tornado = xcalloc(1, sizeof(*tornado));
	char range[TEXT_SIZE], gaps[TEXT_SIZE];

	snprintf(tornado->title, sizeof(tornado->title),
		 "By how much %s is dearer than %s a month, each input alone over its range",
		 arch_label(found->next), arch_label(found->best));
	tornado->now = found->gap;
	for (int i = 0; i < found->ranked_count && i < TORNADO_BARS_MAX; i++) {
		const struct sensitivity_row *row = &found->row[found->ranked[i]];
		struct tornado_bar *bar = &tornado->bar[tornado->count++];

		knob_name(row->knob, bar->name, sizeof(bar->name));
		snprintf(bar->label, sizeof(bar->label), "%s", knob_label(row->knob));
		bar->lo = row->lo.known ? row->lo.gap : (double)NAN;
		bar->hi = row->hi.known ? row->hi.gap : (double)NAN;
		range_text(row, range);
		gaps_text(row, gaps);
		snprintf(bar->words, sizeof(bar->words), "%s %s: %s", knob_label(row->knob), range,
			 gaps);
	}
	doc_tornado(doc, tornado);
}

static void put_row(struct doc *doc, const struct sensitivity_row *row)
{
	char text[TEXT_SIZE];

	doc_cell(doc, "%s", knob_label(row->knob));
	sensitivity_value_text(row->knob, row->now, text, sizeof(text));
	doc_cell(doc, "%s", text);
	range_text(row, text);
	doc_cell(doc, "%s", text);
	gaps_text(row, text);
	doc_cell(doc, "%s", text);
	breakevens_text(row, text);
	doc_cell(doc, "%s", text);
	flip_text(row, text);
	doc_cell(doc, "%s", text);
}

static void put_effects(struct doc *doc, const struct sensitivity *found)
{
	static const char *const head[] = {
		"input",         "now", "range", "gap at its ends", "break-even, queries a month",
		"another answer"
	};
	int more = found->ranked_count - ROWS_SHOWN;

	doc_table(doc, TABLE_WORDS, "What moves the gap most", false, head, 6);
	for (int i = 0; i < found->ranked_count && i < ROWS_SHOWN; i++)
		put_row(doc, &found->row[found->ranked[i]]);
	doc_paragraph(doc, "%d more act; %d of %d do nothing here.", more > 0 ? more : 0,
		      found->row_count - found->ranked_count, found->row_count);
}

/* The nearest of them first. */
static void put_flips(struct doc *doc, const struct sensitivity *found)
{
	static const char *const head[] = { "turn this alone", "from", "and the answer is" };
	struct sensitivity *by = xmalloc(sizeof(*by));
	char text[TEXT_SIZE];
	int count = 0;

	*by = *found;
	sensitivity_rank(by, ORDER_FLIP);
	while (count < by->ranked_count && by->row[by->ranked[count]].flip.found)
		count++;
	if (count == 0)
		doc_paragraph(doc, "No single input changes the answer within its range.");
	else
		doc_table(doc, TABLE_WORDS, "What changes the answer, nearest first", false, head,
			  3);
	for (int i = 0; i < count; i++) {
		const struct sensitivity_row *row = &by->row[by->ranked[i]];

		doc_cell(doc, "%s", knob_label(row->knob));
		sensitivity_value_text(row->knob, row->now, text, sizeof(text));
		doc_cell(doc, "%s", text);
		flip_text(row, text);
		doc_cell(doc, "%s", text);
	}
	free(by);
}

void page_put_hangs(struct doc *doc, const struct page *page)
{
	const struct sensitivity *found = page->sensitivity;

	doc_heading(doc, 2, "What it hangs on");
	if (found->two && found->ranked_count > 0) {
		put_tornado(doc, found);
		put_effects(doc, found);
	}
	put_flips(doc, found);
}
