// SPDX-License-Identifier: MIT
/* L6. What the parts of page.c share; only page*.c include this. */
#ifndef RAGTOP_REPORT_PAGE_PARTS_H
#define RAGTOP_REPORT_PAGE_PARTS_H

#include "report/page.h"

const struct result *page_result(const struct page *page);
const struct arch_result *page_arch(const struct page *page, int i); /* of the scenario's */
/* Begins a table with a column for each architecture. */
void page_arch_table(struct doc *doc, const struct page *page, const char *caption, bool folded);

void page_put_time(struct doc *doc, const struct page *page);
void page_put_hangs(struct doc *doc, const struct page *page);
void page_put_inputs(struct doc *doc, const struct page *page);
void page_put_again(struct doc *doc, const struct page *page);

#endif
