// SPDX-License-Identifier: MIT
/*
 * What `ragtop claims` found, for people, programs and docs/CLAIMS.md.
 */
#ifndef RAGTOP_CLI_CLAIMS_REPORT_H
#define RAGTOP_CLI_CLAIMS_REPORT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "base/format.h"
#include "study/claim.h"
#include "study/claim_paper.h"
#include "study/claim_words.h"

enum { CLAIMS_TEXT_SIZE = CLAIM_WORDS_SIZE };

/* Everything that is judged; what is not shown was not asked for. */
struct claims_page {
	struct judged {
		const struct claim *claim;
		struct claim_outcome outcome;
		bool shown;
	} claims[CLAIM_COUNT];
	bool sum_shown[PAPER_SUMS], clash_shown[PAPER_CLASHES];
	bool whole; /* each is told whole, not in a line */
	int set_count;
	const char *const *sets; /* "key=value", beside the claims' own */
};

int claims_tally(const struct claims_page *page, enum claim_verdict verdict);

/* Where it was looked for, and the runs beside each edge. */
void claims_search(const struct claim *claim, const struct claim_outcome *outcome,
		   char text[CLAIMS_TEXT_SIZE]);
/* "ragtop run context-cost-10m --fidelity 0 --set ft.run_usd=500" */
void claims_command(const struct claims_page *page, const struct claim *claim,
		    char text[CLAIMS_TEXT_SIZE]);
/* "$1.53k/mo, the article $9.00k/mo" parts of a figure. */
void claims_said(const struct claim_figure *figure, char *text, size_t size);

/* In three digits: "20000", "46.9". */
void claims_factor(double factor, char text[FORMAT_SIZE]);
bool paper_sum_holds(const struct paper_sum *sum);
/* "1.72 times", "1.05 and 1.03 times" */
void paper_sum_verdict(const struct paper_sum *sum, char *text, size_t size);
/* "50 million reads x $16.00 = $800" of each part. */
void paper_term_text(const struct paper_sum *sum, int i, char *text, size_t size);
void paper_range_text(double lo, double hi, enum unit unit, char *text, size_t size);
/* "20,000 times apart", "they cannot all be true" */
void paper_clash_verdict(const struct paper_clash *clash, char *text, size_t size);

void claims_text(FILE *out, const struct claims_page *page);
void claims_json(FILE *out, const struct claims_page *page);
void claims_markdown(FILE *out, const struct claims_page *page);

#endif
