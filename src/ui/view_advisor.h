// SPDX-License-Identifier: MIT
/*
 * L4. What the articles' frameworks say beside the simulation: the list, and in a word by article.
 */
#ifndef RAGTOP_UI_VIEW_ADVISOR_H
#define RAGTOP_UI_VIEW_ADVISOR_H

#include "study/advise.h"
#include "ui/view.h"

/* The advice on what is shown, beside its run; the caller frees. */
struct advise_report *advisor_report(const struct frame *frame);
/* Rows of the list: frameworks, or with `only` those that do not agree with the run. */
int advisor_rows(const struct advise_report *report, const struct verdict *verdict, bool only,
		 int rows[ADVISE_FRAMEWORKS]);
/* "S0 ● S1 ● S2 ●▲ S3 – S4 ●": what each article's frameworks answer. */
void advisor_strip(const struct frame *frame, char *text, size_t size);

/* The claims, in view_claims.c: rows as numbers of claims, the title, the list with what is said of
 * the one with the cursor. */
int claims_rows(const struct advisor_view *view, int rows[CLAIM_COUNT]);
void claims_title(const struct frame *frame, char *title, size_t size);
void claims_inside(const struct frame *frame, struct rect inner);

#endif
