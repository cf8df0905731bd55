// SPDX-License-Identifier: MIT
/*
 * L6. What stands in a report: the answer and how sure it is, the figures, where it flips, what it
 * hangs on, the money, the waiting, the staleness, what was put in and where that is from, how to
 * get it again.
 */
#ifndef RAGTOP_REPORT_PAGE_H
#define RAGTOP_REPORT_PAGE_H

#include "cli/breakeven_report.h"
#include "cli/sensitivity_report.h"
#include "report/doc.h"
#include "session/session.h"

struct page {
	const struct scenario *scenario;
	const char *command; /* that makes it again */
	const struct snapshot *snapshot;
	const char *answer; /* see ui/settled.h */
	const struct breakevens *breakeven;
	const struct sensitivity *sensitivity; /* by effect */
};

void page_build(struct doc *doc, const struct page *page);

#endif
