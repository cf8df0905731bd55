// SPDX-License-Identifier: MIT
/* Claims for programs. Declared in claims_report.h. */
#include <math.h>

#include "cli/claims_report.h"
#include "io/json_write.h"
#include "io/names.h"

static void put_optional(struct json_writer *writer, const char *key, const char *text)
{
	if (text)
		json_put_string(writer, key, text);
}

static void put_figures(struct json_writer *writer, const struct claim_outcome *outcome)
{
	json_begin(writer, "figures", '[');
	for (int i = 0; i < outcome->figure_count; i++) {
		const struct claim_figure *figure = &outcome->figure[i];

		json_begin_flat(writer, NULL, '{');
		json_put_string(writer, "label", figure->label);
		json_put_string(writer, "unit", unit_name(figure->unit));
		json_put_figure(writer, "value", figure->value);
		if (!isnan(figure->lo))
			json_put_figure(writer, "said_lo", figure->lo);
		if (!isnan(figure->hi))
			json_put_figure(writer, "said_hi", figure->hi);
		json_end(writer, '}');
	}
	json_end(writer, ']');
}

static void put_search(struct json_writer *writer, const struct claim *claim,
		       const struct claim_outcome *outcome)
{
	char name[NAME_SIZE];

	param_full_name(claim->over.param, name, sizeof(name));
	json_begin(writer, "search", '{');
	json_put_string(writer, "param", name);
	json_put_figure(writer, "from", claim->over.lo);
	json_put_figure(writer, "to", claim->over.hi);
	json_put_figure(writer, "as_stated", outcome->now);
	json_put_bool(writer, "holds_at_from", outcome->holds_at_lo);
	json_begin(writer, "edges", '[');
	for (int i = 0; i < outcome->edge_count; i++) {
		json_begin_flat(writer, NULL, '{');
		json_put_figure(writer, "at", outcome->edge[i].at);
		json_put_bool(writer, "holds_above", outcome->edge[i].holds_above);
		json_put_figure(writer, "run_below", outcome->edge[i].below);
		json_put_figure(writer, "run_above", outcome->edge[i].above);
		json_end(writer, '}');
	}
	json_end(writer, ']');
	json_end(writer, '}');
}

static void put_claim(struct json_writer *writer, const struct claims_page *page,
		      const struct judged *judged)
{
	const struct claim *claim = judged->claim;
	char text[CLAIMS_TEXT_SIZE];

	json_begin(writer, NULL, '{');
	json_put_string(writer, "id", claim->id);
	json_put_string(writer, "source", claim->source);
	json_put_string(writer, "title", claim->title);
	json_put_string(writer, "says", claim->says);
	json_put_string(writer, "verdict", claim_verdict_key(judged->outcome.verdict));
	put_optional(writer, "why_not", claim->why_not);
	if (claim->margin) {
		json_put_string(writer, "holds_if", claim->test);
		json_put_string(writer, "scenario", claim->scenario);
		claims_command(page, claim, text);
		json_put_string(writer, "command", text);
		json_put_bool(writer, "holds_as_stated", judged->outcome.as_stated);
		json_put_figure(writer, "margin", judged->outcome.margin);
		put_figures(writer, &judged->outcome);
		if (claim->over.lo < claim->over.hi)
			put_search(writer, claim, &judged->outcome);
	}
	put_optional(writer, "note", claim->note);
	json_end(writer, '}');
}

static void put_sum(struct json_writer *writer, const struct paper_sum *sum)
{
	double lo, hi;

	json_begin(writer, NULL, '{');
	json_put_string(writer, "id", sum->id);
	json_put_string(writer, "source", sum->source);
	json_put_string(writer, "title", sum->title);
	json_put_string(writer, "unit", unit_name(sum->unit));
	json_put_figure(writer, "said_lo", sum->said_lo);
	json_put_figure(writer, "said_hi", sum->said_hi);
	paper_sum_add(sum, &lo, &hi);
	json_put_figure(writer, "sum_lo", lo);
	json_put_figure(writer, "sum_hi", hi);
	paper_sum_factors(sum, &lo, &hi);
	json_put_figure(writer, "factor_lo", lo);
	json_put_figure(writer, "factor_hi", hi);
	json_put_bool(writer, "comes_out", paper_sum_holds(sum));
	put_optional(writer, "note", sum->note);
	json_end(writer, '}');
}

static void put_clash(struct json_writer *writer, const struct paper_clash *clash)
{
	json_begin(writer, NULL, '{');
	json_put_string(writer, "id", clash->id);
	json_put_string(writer, "title", clash->title);
	json_put_string(writer, "unit", unit_name(clash->unit));
	json_begin(writer, "said", '[');
	for (int i = 0; i < paper_figure_count(clash); i++) {
		json_begin_flat(writer, NULL, '{');
		json_put_string(writer, "source", clash->figures[i].source);
		json_put_string(writer, "what", clash->figures[i].what);
		json_put_figure(writer, "lo", clash->figures[i].lo);
		json_put_figure(writer, "hi", clash->figures[i].hi);
		json_end(writer, '}');
	}
	json_end(writer, ']');
	json_put_figure(writer, "factor", paper_clash_factor(clash));
	json_put_figure(writer, "gap", paper_clash_gap(clash));
	put_optional(writer, "hangs_on", clash->decides);
	json_end(writer, '}');
}

void claims_json(FILE *out, const struct claims_page *page)
{
	struct json_writer writer;

	json_writer_init(&writer, out);
	json_begin(&writer, NULL, '{');
	json_put_number(&writer, "ragtop", 1);
	json_begin(&writer, "verdicts", '{');
	for (int v = 0; v < CLAIM_VERDICTS; v++)
		json_put_number(&writer, claim_verdict_key((enum claim_verdict)v),
				claims_tally(page, (enum claim_verdict)v));
	json_end(&writer, '}');
	json_begin(&writer, "claims", '[');
	for (int i = 0; i < CLAIM_COUNT; i++)
		if (page->claims[i].shown)
			put_claim(&writer, page, &page->claims[i]);
	json_end(&writer, ']');
	json_begin(&writer, "sums", '[');
	for (int i = 0; i < PAPER_SUMS; i++)
		if (page->sum_shown[i])
			put_sum(&writer, &paper_sums[i]);
	json_end(&writer, ']');
	json_begin(&writer, "contradictions", '[');
	for (int i = 0; i < PAPER_CLASHES; i++)
		if (page->clash_shown[i])
			put_clash(&writer, &paper_clashes[i]);
	json_end(&writer, ']');
	json_end(&writer, '}');
}
