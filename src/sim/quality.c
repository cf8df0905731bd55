// SPDX-License-Identifier: MIT
#include "sim/quality.h"

#include "base/fmath.h"
#include "sim/arch.h"

const double QUALITY_LABELS_ENOUGH = 500;
static const double NOISE_EXPONENT = 6.5; /* 0.7^6.5 < 0.1, so 10,000 noisy count as under 1,000 */

static double clamp01(double x)
{
	return x < 0 ? 0 : x > 1 ? 1 : x;
}

double quality_label_value(double labels, double noise_frac)
{
	double clean = labels * fm_pow(1 - noise_frac, NOISE_EXPONENT);

	return 1 - 2 * fm_pow(0.5, clean / QUALITY_LABELS_ENOUGH);
}

/* The tuned model makes fewer (or, with too few labels, more) of the base model's mistakes. */
static double tuned(const struct params *p, double skill)
{
	double gain = p->ft.gain_frac * quality_label_value(p->ft.labels, p->ft.label_noise_frac);

	return clamp01(skill + gain * (1 - skill));
}

/* Of the context that an architecture has in its prompts. */
static double drift(const struct params *p, double context_tok)
{
	return p->rag.format_drift_frac_per_ktok * context_tok / 1000;
}

/* What is left of reading when there is much to read. */
static double undiluted(const struct params *p, double context_tok)
{
	return 1 - p->base.dilution_frac * context_tok / (context_tok + p->base.dilution_half_tok);
}

static double tuned_format(const struct params *p)
{
	double value = quality_label_value(p->ft.labels, p->ft.label_noise_frac);

	return clamp01(p->base.format_valid_frac +
		       value * (p->ft.format_valid_frac - p->base.format_valid_frac));
}

/* Found passages are read with skill `hit`; missed ones leave `miss`, and nobody warns the user. */
static void retrieved(const struct params *p, struct skill *skill, double hit, double fits,
		      double miss)
{
	double recall = p->rag.recall_frac * fits;

	skill->know_fresh = recall * hit + (1 - recall) * miss;
	skill->made_fresh = recall * (1 - hit) * p->base.confident_frac + (1 - recall) * (1 - miss);
}

static void skill_rag(const struct params *p, const struct demand *demand, struct skill *skill)
{
	retrieved(p, skill, p->rag.hit_correct_frac * undiluted(p, demand->context_tok),
		  demand->fits_frac, p->rag.miss_correct_frac);
	skill->format_sighted = clamp01(skill->format_blind - drift(p, demand->context_tok));
}

/* Everything is in the prompt, as far as it fits; for the rest the model guesses. */
static void skill_longctx(const struct params *p, const struct demand *demand, struct skill *skill)
{
	double fits = demand->fits_frac, guess = p->base.closed_book_frac;
	double hit = p->rag.hit_correct_frac * undiluted(p, demand->context_tok);

	skill->know_fresh = fits * hit + (1 - fits) * guess;
	skill->made_fresh = (fits * (1 - hit) + (1 - fits) * (1 - guess)) * p->base.confident_frac;
	skill->format_sighted = clamp01(skill->format_blind - drift(p, demand->context_tok));
}

/* Facts learnt by training are recalled or made up: the model does not know which. */
static void skill_ft(const struct params *p, struct skill *skill)
{
	double recalled = p->ft.fact_recall_frac, guess = p->base.closed_book_frac;

	skill->general = tuned(p, p->base.correct_frac);
	skill->know_fresh = recalled * skill->general + (1 - recalled) * guess;
	skill->made_fresh = recalled * (1 - skill->general) * p->base.confident_frac +
			    (1 - recalled) * (1 - guess);
	skill->format_sighted = skill->format_blind = tuned_format(p);
}

/* RAFT has learnt to pass over wrong passages; a naive stack is misled by them, S0:113, S4:165. */
static void skill_hybrid(const struct params *p, const struct demand *demand, struct skill *skill)
{
	double hit = tuned(p, p->rag.hit_correct_frac) * undiluted(p, demand->context_tok);

	if (p->hybrid.raft != 0)
		retrieved(p, skill, hit, demand->fits_frac, p->base.closed_book_frac);
	else
		retrieved(p, skill, hit * (1 - p->hybrid.naive_loss_frac), demand->fits_frac,
			  p->rag.miss_correct_frac);
	skill->general = tuned(p, p->base.correct_frac);
	skill->format_blind = tuned_format(p);
	skill->format_sighted = clamp01(skill->format_blind - drift(p, demand->context_tok));
}

static void skill_of(const struct params *params, const struct demand *demand, struct skill *skill)
{
	*skill = (struct skill){
		.know_blind = params->base.closed_book_frac,
		.made_blind = (1 - params->base.closed_book_frac) * params->base.confident_frac,
		.general = params->base.correct_frac,
		.format_blind = params->base.format_valid_frac,
		.know_share = params->traffic.knowledge_frac,
	};
	switch (demand->facts) {
	case FACTS_INDEX:
		if (demand->tuned)
			skill_hybrid(params, demand, skill);
		else
			skill_rag(params, demand, skill);
		break;
	case FACTS_MODEL:
		skill_ft(params, skill);
		break;
	case FACTS_PROMPT:
		skill_longctx(params, demand, skill);
		break;
	case FACTS_NONE:
		skill->know_fresh = skill->know_blind;
		skill->made_fresh = skill->made_blind;
		skill->format_sighted = skill->format_blind;
		break;
	}
	skill->made_general = (1 - skill->general) * params->base.confident_frac;
}

void quality_skill(const struct params *params, enum arch arch, struct skill *skill)
{
	struct demand demand;

	arch_demand(params, arch, &demand);
	skill_of(params, &demand, skill);
}

/* The base model behind the same prompts: what it was taught is gone, what is looked up is not. */
static void skill_untuned(const struct params *params, const struct demand *tuned,
			  struct skill *skill)
{
	struct demand demand = *tuned;

	demand.tuned = false;
	if (demand.facts == FACTS_MODEL)
		demand.facts = FACTS_NONE;
	skill_of(params, &demand, skill);
}

struct outcome quality_outcome(const struct skill *skill, const struct flow *flow, double stale)
{
	double k = skill->know_share, fresh = 1 - stale;
	double answered = flow->sighted + flow->blind;
	struct outcome outcome = {
		.answered = answered,
		.correct = k * (flow->sighted * fresh * skill->know_fresh +
				flow->blind * skill->know_blind) +
			   (1 - k) * answered * skill->general,
		.good = k * (flow->met_sighted * fresh * skill->know_fresh +
			     flow->met_blind * skill->know_blind) +
			(1 - k) * (flow->met_sighted + flow->met_blind) * skill->general,
		.stale = k * flow->sighted * stale,
		.hallucinated = k * (flow->sighted * fresh * skill->made_fresh +
				     flow->blind * skill->made_blind) +
				(1 - k) * answered * skill->made_general,
		.format_valid = flow->sighted * skill->format_sighted +
				flow->blind * skill->format_blind,
	};

	outcome.wrong = answered - outcome.correct - outcome.stale;
	return outcome;
}

void quality_outcomes(const struct params *params, enum arch arch, const struct flow *flow,
		      struct outcome in[CONDITION_COUNT])
{
	struct demand demand;
	struct skill skill, worn, outdated, untuned;

	arch_demand(params, arch, &demand);
	skill_of(params, &demand, &skill);
	skill_untuned(params, &demand, &untuned);
	worn = outdated = skill;
	worn.general = 0;
	worn.made_general = params->base.confident_frac;
	outdated.format_sighted = outdated.format_blind = 0;
	in[CONDITION_FRESH] = quality_outcome(&skill, flow, 0);
	in[CONDITION_STALE] = quality_outcome(&skill, flow, 1);
	in[CONDITION_WORN] = quality_outcome(&worn, flow, 0);
	in[CONDITION_OUTDATED] = quality_outcome(&outdated, flow, 0);
	in[CONDITION_UNTUNED] = quality_outcome(&untuned, flow, 0);
	in[CONDITION_UNTUNED_STALE] = quality_outcome(&untuned, flow, 1);
}
