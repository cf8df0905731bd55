// SPDX-License-Identifier: MIT
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/format.h"
#include "cli/breakeven_report.h"
#include "cli/wrap.h"

enum { INDENT = 2, LABEL_WIDTH = 18, LINE_SIZE = 512 };

struct writer {
	FILE *out;
	const struct breakevens *answer;
	enum unit unit; /* of the parameter */
};

static void put(const struct writer *writer, const char *label, const char *text)
{
	fprintf(writer->out, "%*s", INDENT, "");
	put_column(writer->out, label, LABEL_WIDTH);
	put_wrapped(writer->out, text, INDENT + LABEL_WIDTH);
}

/* Two of the same form, so that they can be compared. */
static void value_text(const struct writer *writer, double value, char text[FORMAT_SIZE])
{
	format_value(text, FORMAT_SIZE, value, writer->unit);
}

static void end_text(const struct writer *writer, double value, char text[FORMAT_SIZE + 16])
{
	const struct track *track = &writer->answer->question.track;
	char end[FORMAT_SIZE];

	value_text(writer, isfinite(value) ? value : value > 0 ? track->hi : track->lo, end);
	snprintf(text, FORMAT_SIZE + 16, "%s%s",
		 isfinite(value) ? ""
		 : value > 0     ? "above "
				 : "below ",
		 end);
}

static void put_simulation(const struct writer *writer, const struct crossing_at *crossing)
{
	char lo[FORMAT_SIZE + 16], hi[FORMAT_SIZE + 16], text[LINE_SIZE];

	end_text(writer, crossing->ci.lo, lo);
	end_text(writer, crossing->ci.hi, hi);
	if (!crossing->confirmed)
		snprintf(text, sizeof(text),
			 "a cheap run only: at the scenario's fidelity the simulator refuses");
	else if (isnan(crossing->ci.lo))
		snprintf(text, sizeof(text), "unknown: one estimate has no spread");
	else if (crossing->ci.lo == crossing->ci.hi)
		snprintf(text, sizeof(text), "exact: nothing random decides it");
	else
		snprintf(text, sizeof(text), "%s to %s, 95 %%", lo, hi);
	put(writer, "  by simulation", text);
}

static void put_inputs(const struct writer *writer, const struct crossing_at *crossing)
{
	const struct input_band *band = &crossing->input;
	char lo[FORMAT_SIZE + 16], hi[FORMAT_SIZE + 16], text[LINE_SIZE];
	int inputs = writer->answer->inputs.count;

	if (band->draws == 0)
		return;
	end_text(writer, band->p10, lo);
	end_text(writer, band->p90, hi);
	snprintf(text, sizeof(text), "%s to %s, p10 to p90 of %d draw%s of %d uncertain input%s",
		 lo, hi, band->draws, band->draws == 1 ? "" : "s", inputs, inputs == 1 ? "" : "s");
	if (band->below + band->above > 0)
		snprintf(text + strlen(text), sizeof(text) - strlen(text),
			 "; below the range in %d, above it in %d", band->below, band->above);
	put(writer, "  by inputs", text);
}

static void put_crossing(const struct writer *writer, const struct crossing_at *crossing)
{
	char at[FORMAT_SIZE], text[LINE_SIZE];

	value_text(writer, crossing->at, at);
	snprintf(text, sizeof(text), "%s: %s is cheaper below, %s above%s", at,
		 arch_label(crossing->below), arch_label(crossing->above),
		 crossing->jump ? "; a cost changes in a step there" : "");
	put(writer, "break-even", text);
	put_simulation(writer, crossing);
	put_inputs(writer, crossing);
}

static const char *cheaper_name(const struct breakeven *found, struct cheaper cheaper)
{
	return arch_label(cheaper.a ? found->a : found->b);
}

static void put_never(const struct writer *writer, const struct breakeven *found)
{
	char text[LINE_SIZE];

	if (breakeven_is_hidden(found))
		snprintf(text, sizeof(text),
			 "in range, but no run says where: %s is cheaper below, %s above",
			 cheaper_name(found, found->at_lo), cheaper_name(found, found->at_hi));
	else if (found->at_lo.a || found->at_lo.b)
		snprintf(text, sizeof(text), "never in range: %s is cheaper everywhere",
			 cheaper_name(found, found->at_lo));
	else
		snprintf(text, sizeof(text), "never in range: both cost the same");
	put(writer, "break-even", text);
}

/* Two that look alike say nothing: then the difference does. */
static void cost_text(const struct bend_cost *cost, char text[LINE_SIZE])
{
	double more = cost->run_usd - cost->line_usd;
	char line[FORMAT_SIZE], run[FORMAT_SIZE];
	int length = snprintf(text, LINE_SIZE, "%s, %s: ", arch_label(cost->arch),
			      ledger_label(cost->category));

	format_value(line, sizeof(line), cost->line_usd, UNIT_USD_PER_MONTH);
	format_value(run, sizeof(run), cost->run_usd, UNIT_USD_PER_MONTH);
	if (strcmp(line, run) != 0) {
		snprintf(text + length, LINE_SIZE - (size_t)length, "%s on the line, %s in the run",
			 line, run);
		return;
	}
	format_value(run, sizeof(run), fabs(more), UNIT_USD_PER_MONTH);
	snprintf(text + length, LINE_SIZE - (size_t)length, "%s on the line, %s %s in the run",
		 line, run, more > 0 ? "more" : "less");
}

static void put_bend(const struct writer *writer, const struct breakeven *found)
{
	const struct bend *bend = &found->bend;
	char text[LINE_SIZE], from[FORMAT_SIZE], to[FORMAT_SIZE];

	if (!bend->known)
		return;
	for (int i = 0; i < bend->cost_count; i++) {
		const struct bend_cost *cost = &bend->cost[i];

		cost_text(cost, text);
		put(writer, i == 0 ? "  not a line" : "", text);
	}
	for (int i = 0; i < bend->move_count; i++) {
		const struct bend_move *move = &bend->move[i];

		format_value(from, sizeof(from), move->from, mover_unit(move->mover));
		format_value(to, sizeof(to), move->to, mover_unit(move->mover));
		snprintf(text, sizeof(text), "%s, %s: %s now, %s there", arch_label(move->arch),
			 mover_label(move->mover), from, to);
		put(writer, i == 0 ? "  because" : "", text);
	}
}

static void put_formula(const struct writer *writer, const struct breakeven *found)
{
	const struct formula *formula = &found->formula;
	const struct track *track = &writer->answer->question.track;
	const struct crossing_at *beside = breakeven_beside(found, track);
	char at[FORMAT_SIZE], share[FORMAT_SIZE], text[LINE_SIZE];

	value_text(writer, formula->at, at);
	if (!formula->known) {
		snprintf(text, sizeof(text), "none: there is no present value to go on from");
	} else if (!formula->crosses) {
		snprintf(text, sizeof(text), "never: straight lines do not meet at a legal value");
	} else if (!beside) {
		snprintf(text, sizeof(text), "%s", at);
	} else {
		double off = formula->at / beside->at - 1;

		format_delta(share, sizeof(share), off, UNIT_SHARE);
		snprintf(text, sizeof(text), "%s, %s", at,
			 breakeven_formula_agrees(found, track) ? "the same" : share);
	}
	put(writer, formula->present_cost ? "by the formula" : "straight on", text);
	put_bend(writer, found);
}

static void payback_text(const struct payback *payback, char text[LINE_SIZE])
{
	char upfront[FORMAT_SIZE], saving[FORMAT_SIZE], months[FORMAT_SIZE], lo[FORMAT_SIZE],
		hi[FORMAT_SIZE];

	format_value(upfront, sizeof(upfront), payback->upfront_usd, UNIT_USD);
	format_value(saving, sizeof(saving), fabs(payback->saving_usd), UNIT_USD_PER_MONTH);
	format_value(months, sizeof(months), payback->months, UNIT_MONTHS);
	format_value(lo, sizeof(lo), payback->ci_months.lo, UNIT_MONTHS);
	format_value(hi, sizeof(hi), payback->ci_months.hi, UNIT_MONTHS);
	switch (payback->kind) {
	case PAYBACK_NOTHING:
		snprintf(text, LINE_SIZE, "nothing to come back: upfront costs are equal");
		return;
	case PAYBACK_NEVER:
		snprintf(text, LINE_SIZE, "never: %s costs %s more upfront and saves nothing",
			 arch_label(payback->invested), upfront);
		return;
	case PAYBACK_AFTER:
		break;
	}
	snprintf(text, LINE_SIZE, "%s: %s costs %s more upfront and saves %s", months,
		 arch_label(payback->invested), upfront, saving);
	if (payback->ci_months.hi > payback->ci_months.lo)
		snprintf(text + strlen(text), LINE_SIZE - strlen(text), "; %s to %s, 95 %%", lo,
			 isinf(payback->ci_months.hi) ? "never" : hi);
}

static void put_payback(const struct writer *writer, const struct payback *payback)
{
	char text[LINE_SIZE], days[FORMAT_SIZE];

	payback_text(payback, text);
	put(writer, "payback now", text);
	if (payback->time_count == 0) {
		snprintf(text, sizeof(text), "costs so far do not meet: %s is ahead all along",
			 arch_label(payback->cheaper_at_end));
		put(writer, "in the horizon", text);
	}
	for (int i = 0; i < payback->time_count; i++) {
		format_value(days, sizeof(days), payback->at_days[i], UNIT_DAYS);
		snprintf(text, sizeof(text), "costs so far meet after %s; then %s is ahead", days,
			 arch_label(payback->cheaper_after[i]));
		put(writer, i == 0 ? "in the horizon" : "", text);
	}
}

static void put_head(const struct writer *writer, const struct breakeven *found)
{
	const struct question *question = &writer->answer->question;
	char lo[FORMAT_SIZE], hi[FORMAT_SIZE], name[64], text[LINE_SIZE];

	value_text(writer, question->track.lo, lo);
	value_text(writer, question->track.hi, hi);
	param_full_name(question->track.param, name, sizeof(name));
	snprintf(text, sizeof(text), "%s or %s, over %s (%s) from %s to %s", arch_label(found->a),
		 arch_label(found->b), param_table[question->track.param].label, name, lo, hi);
	put_wrapped(writer->out, text, 0);
	snprintf(text, sizeof(text), "by %s: %s", cost_measure_label(question->measure),
		 question->scenario->name);
	put_wrapped(writer->out, text, 0);
	fputc('\n', writer->out);
}

static void put_pair(const struct writer *writer, const struct breakeven_pair *pair)
{
	const struct breakeven *found = &pair->found;

	put_head(writer, found);
	for (int i = 0; i < found->count; i++)
		put_crossing(writer, &found->crossing[i]);
	if (found->count == 0)
		put_never(writer, found);
	if (found->more)
		put(writer, "", "there are more crossings further up");
	put_formula(writer, found);
	put_payback(writer, &pair->payback);
}

void breakeven_text(FILE *out, const struct breakevens *answer)
{
	const struct writer writer = { out, answer,
				       param_table[answer->question.track.param].unit };

	for (int i = 0; i < answer->pair_count; i++) {
		if (i > 0)
			fputc('\n', out);
		put_pair(&writer, &answer->pairs[i]);
	}
}
