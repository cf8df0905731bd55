// SPDX-License-Identifier: MIT
/* Claims for people. Declared in claims_report.h. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/format.h"
#include "base/text.h"
#include "cli/claims_report.h"
#include "cli/wrap.h"

enum { ID_WIDTH = 7, VERDICT_WIDTH = 15, LABEL_WIDTH = 44, INDENT = 12 };

static void put_part(FILE *out, const char *name, const char *text)
{
	fputs("  ", out);
	put_column(out, name, INDENT - 2);
	put_wrapped(out, text, INDENT);
}

/* ---- a line each ---- */

static void put_line(FILE *out, const char *id, const char *verdict, const char *text)
{
	put_column(out, id, ID_WIDTH);
	put_column(out, verdict, VERDICT_WIDTH);
	put_wrapped(out, text, ID_WIDTH + VERDICT_WIDTH);
}

static void put_claim_line(FILE *out, const struct judged *judged)
{
	char text[CLAIMS_TEXT_SIZE], here[CLAIMS_TEXT_SIZE], both[2 * CLAIMS_TEXT_SIZE];

	put_line(out, judged->claim->id, claim_verdict_label(judged->outcome.verdict),
		 judged->claim->title);
	if (judged->outcome.verdict != CLAIM_ONLY_IF)
		return;
	claim_condition(judged->claim, &judged->outcome, text);
	claim_here(judged->claim, &judged->outcome, here);
	snprintf(both, sizeof(both), "%s%s%s", text, here[0] != '\0' ? "; " : "", here);
	put_line(out, "", "", both);
}

static void put_tally(FILE *out, const struct claims_page *page)
{
	const char *between = "";
	int shown = 0;

	for (int v = 0; v < CLAIM_VERDICTS; v++)
		shown += claims_tally(page, (enum claim_verdict)v);
	if (shown == 0)
		return;
	fprintf(out, "\n%d claims: ", shown);
	for (int v = 0; v < CLAIM_VERDICTS; v++) {
		int count = claims_tally(page, (enum claim_verdict)v);

		if (count == 0)
			continue;
		fprintf(out, "%s%d %s", between, count, claim_verdict_key((enum claim_verdict)v));
		between = ", ";
	}
	fputc('\n', out);
}

static void put_sum_lines(FILE *out, const struct claims_page *page)
{
	bool any = false;

	for (int i = 0; i < PAPER_SUMS; i++) {
		char text[256];

		if (!page->sum_shown[i])
			continue;
		if (!any)
			fputs("\nSums of the articles\n\n", out);
		any = true;
		put_line(out, paper_sums[i].id,
			 paper_sum_holds(&paper_sums[i]) ? "comes out" : "does not",
			 paper_sums[i].title);
		if (paper_sum_holds(&paper_sums[i]))
			continue;
		paper_sum_verdict(&paper_sums[i], text, sizeof(text));
		put_line(out, "", "", strchr(text, ':') + 2);
	}
}

static void put_clash_lines(FILE *out, const struct claims_page *page)
{
	bool any = false;

	for (int i = 0; i < PAPER_CLASHES; i++) {
		const struct paper_clash *clash = &paper_clashes[i];
		double factor = paper_clash_factor(clash);
		char text[FORMAT_SIZE + 8] = "opposite", ends[FORMAT_SIZE];

		if (!page->clash_shown[i])
			continue;
		if (!any)
			fputs("\nContradictions, from end to end\n\n", out);
		any = true;
		claims_factor(factor, ends);
		if (!isnan(factor))
			snprintf(text, sizeof(text), "%s times", ends);
		put_line(out, clash->id, text, clash->title);
	}
}

/* ---- one whole ---- */

static void put_head(FILE *out, const char *id, const char *title, const char *source)
{
	char text[512];

	put_column(out, id, ID_WIDTH);
	snprintf(text, sizeof(text), "%s (%s)", title, source);
	put_wrapped(out, text, ID_WIDTH);
	fputc('\n', out);
}

static void put_figures(FILE *out, const struct claim_outcome *outcome)
{
	for (int i = 0; i < outcome->figure_count; i++) {
		const struct claim_figure *figure = &outcome->figure[i];
		char value[FORMAT_SIZE], said[3 * FORMAT_SIZE], text[256];

		fputs("  ", out);
		put_column(out, i == 0 ? "Figures" : "", INDENT - 2);
		put_column(out, figure->label, LABEL_WIDTH);
		format_value(value, sizeof(value), figure->value, figure->unit);
		claims_said(figure, said, sizeof(said));
		snprintf(text, sizeof(text), "%s%s%s%s", value, said[0] != '\0' ? " (said: " : "",
			 said, said[0] != '\0' ? ")" : "");
		put_wrapped(out, text, INDENT + LABEL_WIDTH);
	}
}

static void put_verdict(FILE *out, const struct judged *judged)
{
	char text[CLAIMS_TEXT_SIZE], verdict[CLAIMS_TEXT_SIZE + 32];
	const struct claim_outcome *outcome = &judged->outcome;

	put_part(out, "As it is", outcome->as_stated ? "it holds" : "it does not hold");
	snprintf(verdict, sizeof(verdict), "%s", claim_verdict_label(outcome->verdict));
	if (outcome->verdict == CLAIM_ONLY_IF) {
		claim_condition(judged->claim, outcome, text);
		snprintf(verdict, sizeof(verdict), "holds only if %s", text);
	} else if (outcome->verdict == CLAIM_UNCLEAR) {
		snprintf(verdict, sizeof(verdict),
			 "unclear: finer runs do not bear out what the search found");
	}
	put_part(out, "Verdict", verdict);
	if (judged->claim->over.lo < judged->claim->over.hi) {
		claims_search(judged->claim, outcome, text);
		put_part(out, "Search", text);
	}
}

static void put_claim(FILE *out, const struct claims_page *page, const struct judged *judged)
{
	const struct claim *claim = judged->claim;
	char text[CLAIMS_TEXT_SIZE];

	put_head(out, claim->id, claim->title, claim->source);
	put_part(out, "Claim", claim->says);
	if (!claim->margin) {
		put_part(out, "Verdict", "not simulated");
		put_part(out, "Why", claim->why_not);
		return;
	}
	put_part(out, "Holds if", claim->test);
	claims_command(page, claim, text);
	put_part(out, "Run", text);
	put_figures(out, &judged->outcome);
	put_verdict(out, judged);
	if (claim->note)
		put_part(out, "Note", claim->note);
}

static void put_sum(FILE *out, const struct paper_sum *sum)
{
	char text[256];
	double lo, hi;

	put_head(out, sum->id, sum->title, sum->source);
	paper_range_text(sum->said_lo, sum->said_hi, sum->unit, text, sizeof(text));
	put_part(out, "Said", text);
	for (int i = 0; i < paper_term_count(sum); i++) {
		paper_term_text(sum, i, text, sizeof(text));
		put_part(out, i == 0 ? "Parts" : "", text);
	}
	paper_sum_add(sum, &lo, &hi);
	paper_range_text(lo, hi, sum->unit, text, sizeof(text));
	put_part(out, "Sum", text);
	paper_sum_verdict(sum, text, sizeof(text));
	put_part(out, "Verdict", text);
	if (sum->note)
		put_part(out, "Note", sum->note);
}

static void put_clash(FILE *out, const struct paper_clash *clash)
{
	char text[256];

	put_column(out, clash->id, ID_WIDTH);
	put_wrapped(out, clash->title, ID_WIDTH);
	fputc('\n', out);
	for (int i = 0; i < paper_figure_count(clash); i++) {
		const struct paper_figure *figure = &clash->figures[i];
		char range[128] = "";

		if (!isnan(figure->lo))
			paper_range_text(figure->lo, figure->hi, clash->unit, range, sizeof(range));
		snprintf(text, sizeof(text), "%s%s%s", range,
			 range[0] != '\0' && figure->what[0] != '\0' ? ", " : "", figure->what);
		put_part(out, figure->source, text);
	}
	paper_clash_verdict(clash, text, sizeof(text));
	put_part(out, "Verdict", text);
	if (clash->decides)
		put_part(out, "Hangs on", clash->decides);
}

static void put_wholes(FILE *out, const struct claims_page *page)
{
	const char *between = "";

	for (int i = 0; i < CLAIM_COUNT; i++)
		if (page->claims[i].shown) {
			fputs(between, out);
			put_claim(out, page, &page->claims[i]);
			between = "\n";
		}
	for (int i = 0; i < PAPER_SUMS; i++)
		if (page->sum_shown[i]) {
			fputs(between, out);
			put_sum(out, &paper_sums[i]);
			between = "\n";
		}
	for (int i = 0; i < PAPER_CLASHES; i++)
		if (page->clash_shown[i]) {
			fputs(between, out);
			put_clash(out, &paper_clashes[i]);
			between = "\n";
		}
}

void claims_text(FILE *out, const struct claims_page *page)
{
	if (page->whole) {
		put_wholes(out, page);
		return;
	}
	for (int i = 0; i < CLAIM_COUNT; i++)
		if (page->claims[i].shown)
			put_claim_line(out, &page->claims[i]);
	put_tally(out, page);
	put_sum_lines(out, page);
	put_clash_lines(out, page);
}
