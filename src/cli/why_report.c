// SPDX-License-Identifier: MIT
/* The answer of `ragtop why`. Declared in sensitivity_report.h. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/format.h"
#include "base/text.h"
#include "cli/sensitivity_report.h"
#include "cli/wrap.h"
#include "io/json_write.h"

enum { LABEL_W = 22, MONEY_W = 16, BAR_W = 10 };

/* Towards the right for what b costs more, towards the left for what it costs less. */
static void bar_text(double diff, double largest, char text[4 * 2 * BAR_W + 4])
{
	int n = largest > 0 ? (int)lround(fabs(diff) / largest * BAR_W) : 0;
	size_t used = 0;

	text[0] = '\0';
	for (int i = 0; i < BAR_W; i++)
		used += (size_t)snprintf(text + used, 5, "%s",
					 diff < 0 && i >= BAR_W - n ? "█" : " ");
	used += (size_t)snprintf(text + used, 5, "│");
	for (int i = 0; i < n && diff > 0; i++)
		used += (size_t)snprintf(text + used, 5, "█");
}

static void put_money(FILE *out, double usd)
{
	char text[FORMAT_SIZE];

	format_money_long(text, sizeof(text), usd);
	if (usd == 0)
		snprintf(text, sizeof(text), "%s", FORMAT_MISSING);
	fprintf(out, "%*s%s", MONEY_W - text_width(text), "", text);
}

static void put_row(FILE *out, const char *label, double a, double b, double largest)
{
	char bar[4 * 2 * BAR_W + 4], diff[FORMAT_SIZE], signed_diff[FORMAT_SIZE + 1];

	put_column(out, label, LABEL_W);
	put_money(out, a);
	put_money(out, b);
	format_money_long(diff, sizeof(diff), b - a);
	snprintf(signed_diff, sizeof(signed_diff), "%s%s", b > a ? "+" : "", diff);
	if (b == a)
		snprintf(signed_diff, sizeof(signed_diff), "%s", FORMAT_MISSING);
	fprintf(out, "%*s%s", MONEY_W - text_width(signed_diff), "", signed_diff);
	if (largest > 0) {
		bar_text(b - a, largest, bar);
		fprintf(out, "  %s", bar);
	}
	fputc('\n', out);
}

static void put_words(FILE *out, const struct why *why)
{
	char words[256], equal[128], at[FORMAT_SIZE], text[512];
	bool a_always = why->fixed_usd > 0 || why->saving_usd < 0;

	format_value(at, sizeof(at), why->volume_qpm, UNIT_PER_MONTH);
	if (isnan(why->volume_qpm))
		snprintf(equal, sizeof(equal), "%s is cheaper at any volume",
			 arch_label(a_always ? why->a : why->b));
	else
		snprintf(equal, sizeof(equal), "equal at %s queries a month", at);
	why_words(why, arch_label(why->b), words, sizeof(words));
	snprintf(text, sizeof(text), "%s: by that, %s.", words, equal);
	put_wrapped(out, text, 0);
}

void why_text(FILE *out, const struct scenario *scenario, const struct why *why)
{
	char heading[3][64];
	double largest = 0;

	for (int i = 0; i < why->count; i++)
		largest = fmax(largest, fabs(why->row[i].b_usd - why->row[i].a_usd));
	fprintf(out, "%s\n", scenario->name);
	put_wrapped(out,
		    "Dollars a month, upfront spread over the months of money.amortise_months.", 0);
	fputc('\n', out);
	snprintf(heading[0], sizeof(heading[0]), "%s", arch_label(why->a));
	snprintf(heading[1], sizeof(heading[1]), "%s", arch_label(why->b));
	fprintf(out, "%*s%*s%*s%*s\n", LABEL_W, "", MONEY_W, heading[0], MONEY_W, heading[1],
		MONEY_W, "difference");
	for (int i = 0; i < why->count; i++)
		put_row(out, ledger_label(why->row[i].category), why->row[i].a_usd,
			why->row[i].b_usd, largest);
	put_row(out, "all in", why->a_usd, why->b_usd, 0);
	fputc('\n', out);
	put_words(out, why);
}

void why_json(FILE *out, const struct scenario *scenario, const struct why *why)
{
	struct json_writer writer;

	json_writer_init(&writer, out);
	json_begin(&writer, NULL, '{');
	json_put_string(&writer, "scenario", scenario->name);
	json_begin_flat(&writer, "between", '[');
	json_put_string(&writer, NULL, arch_key(why->a));
	json_put_string(&writer, NULL, arch_key(why->b));
	json_end(&writer, ']');
	json_begin(&writer, "monthly_usd", '{');
	for (int i = 0; i < why->count; i++) {
		json_begin_flat(&writer, ledger_key(why->row[i].category), '[');
		json_put_figure(&writer, NULL, why->row[i].a_usd);
		json_put_figure(&writer, NULL, why->row[i].b_usd);
		json_end(&writer, ']');
	}
	json_end(&writer, '}');
	json_begin_flat(&writer, "all_in_usd", '[');
	json_put_figure(&writer, NULL, why->a_usd);
	json_put_figure(&writer, NULL, why->b_usd);
	json_end(&writer, ']');
	json_put_figure(&writer, "saving_usd_per_query", why->saving_usd);
	json_put_figure(&writer, "fixed_usd_per_month", why->fixed_usd);
	json_put_figure(&writer, "formula_at_qpm", why->volume_qpm);
	json_end(&writer, '}');
}
