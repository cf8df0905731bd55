// SPDX-License-Identifier: MIT
/* What happens in a run over time: money, waiting, staleness. */
#include <math.h>
#include <string.h>

#include "base/entry_text.h"
#include "base/format.h"
#include "base/text.h"
#include "report/page_parts.h"

enum { TEXT_SIZE = 512 };

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
		entry_text(&scenario->timeline[i], ENTRY_NAMES, text, sizeof(text));
		snprintf(label, sizeof(label), "%.*s", (int)text_fit(text, 60), text);
		chart_add_mark(chart, scenario->timeline[i].at_days * 86400, label);
	}
}

static void put_series(struct doc *doc, const struct page *page, const char *id, const char *title,
		       enum unit unit, const double *(*of)(const struct arch_series *series),
		       double target)
{
	struct chart *chart = chart_new(id, title);
	double bucket_s = page_result(page)->horizon_s / RESULT_BUCKETS;

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
		memcpy(series->y, of(&page_arch(page, a)->series), sizeof(double) * RESULT_BUCKETS);
	}
	mark_timeline(chart, page->scenario);
	doc_chart(doc, chart);
}

static void put_ledger(struct doc *doc, const struct page *page)
{
	char cell[FORMAT_SIZE];

	page_arch_table(doc, page, "Ledger over the horizon", false);
	for (int c = 0; c <= LEDGER_COUNT; c++) {
		bool any = c == LEDGER_COUNT;

		for (int i = 0; i < page->scenario->arch_count && c < LEDGER_COUNT; i++)
			any |= page_arch(page, i)->ledger_usd[c] != 0;
		if (!any)
			continue;
		doc_cell(doc, "%s", c < LEDGER_COUNT ? ledger_label((enum ledger)c) : "total");
		for (int i = 0; i < page->scenario->arch_count; i++) {
			double usd = c < LEDGER_COUNT ? page_arch(page, i)->ledger_usd[c]
						      : page_arch(page, i)->total_usd;

			format_money_long(cell, sizeof(cell), usd);
			doc_cell(doc, "%s", usd != 0 ? cell : FORMAT_MISSING);
		}
	}
}

static void put_stages(struct doc *doc, const struct page *page)
{
	char wait[FORMAT_SIZE], service[FORMAT_SIZE];

	page_arch_table(doc, page, "Mean time by stage, waiting + service", false);
	for (int stage = 0; stage < STAGE_COUNT; stage++) {
		doc_cell(doc, "%s", stage_label((enum stage)stage));
		for (int i = 0; i < page->scenario->arch_count; i++) {
			const struct arch_result *arch = page_arch(page, i);

			format_time(wait, sizeof(wait), arch->wait_s[stage]);
			format_time(service, sizeof(service), arch->service_s[stage]);
			if (arch->service_s[stage] > 0 || arch->wait_s[stage] > 0)
				doc_cell(doc, "%s + %s", wait, service);
			else
				doc_cell(doc, FORMAT_MISSING);
		}
	}
}

void page_put_time(struct doc *doc, const struct page *page)
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
