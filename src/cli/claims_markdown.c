// SPDX-License-Identifier: MIT
/* Claims as docs/CLAIMS.md. Declared in claims_report.h. */
#include <math.h>
#include <string.h>

#include "base/format.h"
#include "cli/claims_report.h"

/* ---- tables ---- */

static void put_claim_row(FILE *out, const struct judged *judged)
{
	char text[CLAIMS_TEXT_SIZE] = "", here[CLAIMS_TEXT_SIZE] = "";

	if (judged->outcome.verdict == CLAIM_ONLY_IF) {
		claim_condition(judged->claim, &judged->outcome, text);
		claim_here(judged->claim, &judged->outcome, here);
	}
	fprintf(out, "| [%s](#%c%s) | %s | %s | %s%s%s%s%s |\n", judged->claim->id,
		judged->claim->id[0] + ('a' - 'A'), judged->claim->id + 1, judged->claim->source,
		judged->claim->title, claim_verdict_label(judged->outcome.verdict),
		text[0] != '\0' ? " " : "", text, here[0] != '\0' ? "; " : "", here);
}

static void put_sum_row(FILE *out, const struct paper_sum *sum)
{
	char said[128], added[128], verdict[256], terms[512] = "", term[128];
	double lo, hi;

	for (int i = 0; i < paper_term_count(sum); i++) {
		paper_term_text(sum, i, term, sizeof(term));
		snprintf(terms + strlen(terms), sizeof(terms) - strlen(terms), "%s%s",
			 i > 0 ? "; " : "", term);
	}
	paper_sum_add(sum, &lo, &hi);
	paper_range_text(sum->said_lo, sum->said_hi, sum->unit, said, sizeof(said));
	paper_range_text(lo, hi, sum->unit, added, sizeof(added));
	paper_sum_verdict(sum, verdict, sizeof(verdict));
	fprintf(out, "| %s | %s | %s | %s | %s (%s) | %s. %s |\n", sum->id, sum->source, sum->title,
		said, added, terms, verdict, sum->note ? sum->note : "");
}

static void put_clash_row(FILE *out, const struct paper_clash *clash)
{
	char verdict[256];

	fprintf(out, "| %s | %s | ", clash->id, clash->title);
	for (int i = 0; i < paper_figure_count(clash); i++) {
		const struct paper_figure *figure = &clash->figures[i];
		char range[128] = "";

		if (!isnan(figure->lo))
			paper_range_text(figure->lo, figure->hi, clash->unit, range, sizeof(range));
		fprintf(out, "%s%s%s%s%s%s%s", i > 0 ? "; " : "", figure->source,
			range[0] != '\0' ? " " : "", range, figure->what[0] != '\0' ? " (" : "",
			figure->what, figure->what[0] != '\0' ? ")" : "");
	}
	paper_clash_verdict(clash, verdict, sizeof(verdict));
	fprintf(out, " | %s | %s |\n", verdict, clash->decides ? clash->decides : "");
}

/* ---- a section each ---- */

static void put_figures(FILE *out, const struct claim_outcome *outcome)
{
	fputs("\n| figure | run | article |\n|---|---|---|\n", out);
	for (int i = 0; i < outcome->figure_count; i++) {
		const struct claim_figure *figure = &outcome->figure[i];
		char value[FORMAT_SIZE], said[3 * FORMAT_SIZE];

		format_value(value, sizeof(value), figure->value, figure->unit);
		claims_said(figure, said, sizeof(said));
		fprintf(out, "| %s | %s | %s |\n", figure->label, value, said);
	}
}

static void put_verdict(FILE *out, const struct judged *judged)
{
	char text[CLAIMS_TEXT_SIZE] = "";
	const struct claim_outcome *outcome = &judged->outcome;

	if (outcome->verdict == CLAIM_ONLY_IF)
		claim_condition(judged->claim, outcome, text);
	fprintf(out, "\n**%s%s%s.** As it is set here it %s.",
		claim_verdict_label(outcome->verdict), text[0] != '\0' ? " " : "", text,
		outcome->as_stated ? "holds" : "does not hold");
	if (judged->claim->over.lo < judged->claim->over.hi) {
		claims_search(judged->claim, outcome, text);
		fprintf(out, " %s.", text);
	}
	fputc('\n', out);
	if (judged->claim->note)
		fprintf(out, "\n%s\n", judged->claim->note);
}

static void put_section(FILE *out, const struct claims_page *page, const struct judged *judged)
{
	const struct claim *claim = judged->claim;
	char text[CLAIMS_TEXT_SIZE];

	fprintf(out, "\n### %s\n\n%s (%s). %s\n", claim->id, claim->title, claim->source,
		claim->says);
	if (!claim->margin) {
		fprintf(out, "\n**Not simulated.** %s\n", claim->why_not);
		return;
	}
	claims_command(page, claim, text);
	fprintf(out, "\nHolds if %s.\n\n```\n%s\n```\n", claim->test, text);
	put_figures(out, &judged->outcome);
	put_verdict(out, judged);
}

static void put_introduction(FILE *out, const struct claims_page *page)
{
	fputs("# Claims\n\n"
	      "What five articles say about RAG and fine-tuning, put to the test. Made by\n"
	      "`ragtop claims --markdown` (`make docs`); every verdict comes from runs.\n\n"
	      "S0 to S4 are the articles, listed in [MODEL.md](MODEL.md), with the line;\n"
	      "claims are in our words. A claim is run as it stands and over the plausible\n"
	      "range of the one parameter that it hangs on most: it *holds* throughout,\n"
	      "*fails* everywhere, or *holds only if* the parameter lies where a search\n"
	      "found it to, with a run on either side. Other parameters stay as the scenario\n"
	      "has them, so a verdict is one about that setting: the command under each\n"
	      "claim runs it, `ragtop claims ID --set KEY=VALUE` judges it with another one.\n\n",
	      out);
	for (int v = 0; v < CLAIM_VERDICTS; v++)
		if (claims_tally(page, (enum claim_verdict)v) > 0)
			fprintf(out, "- %s: %d\n", claim_verdict_label((enum claim_verdict)v),
				claims_tally(page, (enum claim_verdict)v));
}

static void put_tables(FILE *out, const struct claims_page *page)
{
	fputs("\n| id | source | claim | verdict |\n|---|---|---|---|\n", out);
	for (int i = 0; i < CLAIM_COUNT; i++)
		if (page->claims[i].shown)
			put_claim_row(out, &page->claims[i]);
	fputs("\n## Sums of the articles\n\n"
	      "What an article says beside the sum of its own parts.\n\n"
	      "| id | source | what | said | sum | verdict |\n|---|---|---|---|---|---|\n",
	      out);
	for (int i = 0; i < PAPER_SUMS; i++)
		if (page->sum_shown[i])
			put_sum_row(out, &paper_sums[i]);
	fputs("\n## Contradictions\n\nBetween the articles and inside them.\n\n"
	      "| id | what | said | factor | hangs on |\n|---|---|---|---|---|\n",
	      out);
	for (int i = 0; i < PAPER_CLASHES; i++)
		if (page->clash_shown[i])
			put_clash_row(out, &paper_clashes[i]);
}

void claims_markdown(FILE *out, const struct claims_page *page)
{
	put_introduction(out, page);
	put_tables(out, page);
	fputs("\n## Each claim\n", out);
	for (int i = 0; i < CLAIM_COUNT; i++)
		if (page->claims[i].shown)
			put_section(out, page, &page->claims[i]);
}
