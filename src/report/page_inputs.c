// SPDX-License-Identifier: MIT
/* What a run was made from, and how to make it again. */
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>

#include "base/entry_text.h"
#include "base/format.h"
#include "base/xalloc.h"
#include "io/price_book.h"
#include "io/scenario_io.h"
#include "report/page_parts.h"

enum { TEXT_SIZE = 512 };

static void put_input(struct doc *doc, const struct page *page, enum param_id id)
{
	const struct param_note *note = scenario_source(page->scenario, id);
	const struct param_info *info = &param_table[id];
	char name[TEXT_SIZE], value[TEXT_SIZE];

	param_full_name(id, name, sizeof(name));
	format_param_value(value, sizeof(value), id, params_get(&page->scenario->params, id));
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
		entry_text(&page->scenario->timeline[i], ENTRY_NAMES, text, sizeof(text));
		doc_cell(doc, "%.4g", page->scenario->timeline[i].at_days);
		doc_cell(doc, "%s", text);
	}
}

void page_put_inputs(struct doc *doc, const struct page *page)
{
	doc_heading(doc, 2, "What was put in");
	put_timeline(doc, page);
	put_inputs(doc, page, true, "Inputs of this scenario");
	put_inputs(doc, page, false, "All other inputs, as ragtop has them");
}

/* ---- how to get it again ---- */

static void put_file(struct doc *doc, const struct page *page)
{
	char *text;
	size_t size;
	FILE *memory = xmemstream(&text, &size);

	scenario_write(page->scenario, memory);
	xmemstream_close(memory);
	doc_listing(doc, "The scenario, whole", text);
	free(text);
}

void page_put_again(struct doc *doc, const struct page *page)
{
	const struct result *result = page_result(page);
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
