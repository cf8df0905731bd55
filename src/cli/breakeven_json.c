// SPDX-License-Identifier: MIT
/* The answer of `ragtop breakeven` for programs. Declared in breakeven_report.h. */
#include <math.h>
#include <stdio.h>

#include "cli/breakeven_report.h"
#include "io/json_write.h"

static void put_pair(struct json_writer *writer, const char *key, double lo, double hi)
{
	json_begin_flat(writer, key, '[');
	json_put_figure(writer, NULL, lo);
	json_put_figure(writer, NULL, hi);
	json_end(writer, ']');
}

/* Out of range is null; how often that is, is said. */
static void put_band(struct json_writer *writer, const struct input_band *band, int inputs)
{
	if (band->draws == 0)
		return;
	json_begin_flat(writer, "input", '{');
	json_put_figure(writer, "p10", band->p10);
	json_put_figure(writer, "p50", band->p50);
	json_put_figure(writer, "p90", band->p90);
	json_put_number(writer, "draws", band->draws);
	json_put_number(writer, "below_range", band->below);
	json_put_number(writer, "above_range", band->above);
	json_put_number(writer, "inputs", inputs);
	json_end(writer, '}');
}

static void put_crossings(struct json_writer *writer, const struct breakeven *found, int inputs)
{
	json_begin(writer, "crossings", '[');
	for (int i = 0; i < found->count; i++) {
		const struct crossing_at *crossing = &found->crossing[i];

		json_begin(writer, NULL, '{');
		json_put_figure(writer, "at", crossing->at);
		put_pair(writer, "ci95", crossing->ci.lo, crossing->ci.hi);
		put_band(writer, &crossing->input, inputs);
		json_put_string(writer, "cheaper_below", arch_key(crossing->below));
		json_put_string(writer, "cheaper_above", arch_key(crossing->above));
		json_put_bool(writer, "step", crossing->jump);
		json_put_bool(writer, "confirmed", crossing->confirmed);
		json_end(writer, '}');
	}
	json_end(writer, ']');
	if (found->more)
		json_put_bool(writer, "more", true);
}

static void put_cheaper(struct json_writer *writer, const char *key, const struct breakeven *found,
			struct cheaper cheaper)
{
	if (cheaper.a || cheaper.b)
		json_put_string(writer, key, arch_key(cheaper.a ? found->a : found->b));
	else
		json_put_null(writer, key);
}

static void put_bend(struct json_writer *writer, const struct bend *bend)
{
	json_begin(writer, "not_straight", '{');
	json_put_figure(writer, "at", bend->at);
	json_begin(writer, "costs", '[');
	for (int i = 0; i < bend->cost_count; i++) {
		json_begin_flat(writer, NULL, '{');
		json_put_string(writer, "architecture", arch_key(bend->cost[i].arch));
		json_put_string(writer, "category", ledger_key(bend->cost[i].category));
		json_put_figure(writer, "line_usd_per_month", bend->cost[i].line_usd);
		json_put_figure(writer, "run_usd_per_month", bend->cost[i].run_usd);
		json_end(writer, '}');
	}
	json_end(writer, ']');
	json_begin(writer, "because", '[');
	for (int i = 0; i < bend->move_count; i++) {
		json_begin_flat(writer, NULL, '{');
		json_put_string(writer, "architecture", arch_key(bend->move[i].arch));
		json_put_string(writer, "figure", mover_key(bend->move[i].mover));
		json_put_figure(writer, "now", bend->move[i].from);
		json_put_figure(writer, "there", bend->move[i].to);
		json_end(writer, '}');
	}
	json_end(writer, ']');
	json_end(writer, '}');
}

static void put_formula(struct json_writer *writer, const struct breakeven *found)
{
	json_put_figure(writer, "formula_at",
			found->formula.crosses ? found->formula.at : (double)NAN);
	json_put_string(writer, "formula",
			!found->formula.known         ? "none"
			: found->formula.present_cost ? "present_unit_costs"
						      : "straight_on");
	if (found->bend.known && found->bend.cost_count > 0)
		put_bend(writer, &found->bend);
}

static void put_payback(struct json_writer *writer, const struct payback *payback)
{
	json_begin(writer, "payback", '{');
	json_put_string(writer, "invested", arch_key(payback->invested));
	json_put_figure(writer, "upfront_usd", payback->upfront_usd);
	json_put_figure(writer, "saving_usd_per_month", payback->saving_usd);
	json_put_figure(writer, "months", payback->kind == PAYBACK_AFTER ? payback->months : NAN);
	put_pair(writer, "ci95_months", payback->ci_months.lo, payback->ci_months.hi);
	json_begin(writer, "cumulative_crossings", '[');
	for (int i = 0; i < payback->time_count; i++) {
		json_begin_flat(writer, NULL, '{');
		json_put_figure(writer, "at_days", payback->at_days[i]);
		json_put_string(writer, "cheaper_after", arch_key(payback->cheaper_after[i]));
		json_end(writer, '}');
	}
	json_end(writer, ']');
	json_put_string(writer, "cheaper_at_end", arch_key(payback->cheaper_at_end));
	json_end(writer, '}');
}

static void put_answer(struct json_writer *writer, const struct breakevens *answer,
		       const struct breakeven_pair *pair)
{
	const struct question *question = &answer->question;
	const struct breakeven *found = &pair->found;
	char name[64];

	param_full_name(question->track.param, name, sizeof(name));
	json_begin(writer, NULL, '{');
	json_put_string(writer, "param", name);
	json_begin_flat(writer, "between", '[');
	json_put_string(writer, NULL, arch_key(found->a));
	json_put_string(writer, NULL, arch_key(found->b));
	json_end(writer, ']');
	json_put_string(writer, "measure", cost_measure_key(question->measure));
	put_pair(writer, "range", question->track.lo, question->track.hi);
	json_put_figure(writer, "now", found->formula.now);
	put_crossings(writer, found, answer->inputs.count);
	put_cheaper(writer, "cheaper_below", found, found->at_lo);
	put_cheaper(writer, "cheaper_above", found, found->at_hi);
	put_formula(writer, found);
	put_payback(writer, &pair->payback);
	json_end(writer, '}');
}

void breakeven_json(FILE *out, const struct breakevens *answer, bool all)
{
	struct json_writer writer;

	json_writer_init(&writer, out);
	if (all)
		json_begin(&writer, NULL, '[');
	for (int i = 0; i < answer->pair_count; i++)
		put_answer(&writer, answer, &answer->pairs[i]);
	if (all)
		json_end(&writer, ']');
}
