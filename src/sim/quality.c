// SPDX-License-Identifier: MIT
#include "sim/quality.h"

#include "sim/arch.h"
#include "sim/form.h"

static double clamp01(double x)
{
	return x < 0 ? 0 : x > 1 ? 1 : x;
}

/* What is left of reading when there is much to read. */
static double undiluted(const struct params *p, double context_tok)
{
	return 1 - p->base.dilution_frac * context_tok / (context_tok + p->base.dilution_half_tok);
}

/* Found passages are read with skill `hit`; missed ones leave `miss`, and nobody warns the user. */
static void retrieved(const struct params *p, struct skill *skill, double hit, double fits,
		      double miss)
{
	double gain = p->rag.rerank != 0 ? p->rag.rerank_gain_frac : 0;
	double recall = (p->rag.recall_frac + gain * (1 - p->rag.recall_frac)) * fits;

	skill->know_fresh = recall * hit + (1 - recall) * miss;
	skill->made_fresh = recall * (1 - hit) * p->base.confident_frac + (1 - recall) * (1 - miss);
	skill->leak = p->rag.permission_filter != 0 ? 0 : (1 - p->rag.visible_frac) * recall;
	skill->cited = p->rag.cited_frac;
}

/* Reading what was found, by a model that was not taught to pass over the rest. */
static double undistracted(const struct params *p)
{
	return 1 - p->rag.distraction_frac * p->rag.distractor_frac;
}

static void skill_rag(const struct params *p, const struct demand *demand, struct skill *skill)
{
	double hit = p->rag.hit_correct_frac * undiluted(p, demand->context_tok) * undistracted(p);

	retrieved(p, skill, hit, demand->fits_frac, p->rag.miss_correct_frac);
}

/* Everything is in the prompt, as far as it fits; for the rest the model guesses. */
static void skill_longctx(const struct params *p, const struct demand *demand, struct skill *skill)
{
	double fits = demand->fits_frac, guess = p->base.closed_book_frac;
	double hit = p->rag.hit_correct_frac * undiluted(p, demand->context_tok);

	skill->know_fresh = fits * hit + (1 - fits) * guess;
	skill->made_fresh = (fits * (1 - hit) + (1 - fits) * (1 - guess)) * p->base.confident_frac;
	skill->leak = (1 - p->rag.visible_frac) * fits;
	skill->cited = p->rag.cited_frac;
}

/* Facts learnt by training are recalled or made up: the model does not know which. */
static void skill_ft(const struct params *p, struct skill *skill)
{
	double recalled = p->ft.fact_recall_frac, guess = p->base.closed_book_frac;

	skill->general = form_tuned(p, p->base.correct_frac);
	skill->know_fresh = recalled * skill->general + (1 - recalled) * guess;
	skill->made_fresh = recalled * (1 - skill->general) * p->base.confident_frac +
			    (1 - recalled) * (1 - guess);
	skill->leak = (1 - p->rag.visible_frac) * recalled;
}

/* What RAFT has learnt of passing over wrong passages, 0 to 1: all of it where four fifths of its
 * examples held the right one, less to both sides (S4:169); nothing in a naive stack. */
static double robust(const struct params *p)
{
	double off = (p->hybrid.raft_oracle_frac - 0.8) / 0.8;

	return p->hybrid.raft != 0 ? clamp01(1 - off * off) : 0;
}

/* A naive stack is misled by wrong passages, S0:113, S4:165. */
static void skill_hybrid(const struct params *p, const struct demand *demand, struct skill *skill)
{
	double hit = form_tuned(p, p->rag.hit_correct_frac) * undiluted(p, demand->context_tok);
	double misled = clamp01(p->hybrid.naive_loss_frac * p->rag.distractor_frac / 0.5);
	double learnt = robust(p);

	retrieved(p, skill, hit * (1 - (1 - learnt) * misled), demand->fits_frac,
		  learnt * p->base.closed_book_frac + (1 - learnt) * p->rag.miss_correct_frac);
	skill->general = form_tuned(p, p->base.correct_frac);
}

static void skill_form(const struct params *p, const struct demand *demand, struct skill *skill)
{
	int tries = demand->repair_tries;
	double critical = demand->format_frac;
	double sighted = demand->valid_frac, blind = form_valid_frac(p, demand->tuned, 0);

	skill->usable_sighted = form_repaired_frac(sighted, tries);
	skill->usable_blind = form_repaired_frac(blind, tries);
	skill->format_sighted = (1 - critical) * sighted + critical * skill->usable_sighted;
	skill->format_blind = (1 - critical) * blind + critical * skill->usable_blind;
	skill->usable_sighted = 1 - critical * (1 - skill->usable_sighted);
	skill->usable_blind = 1 - critical * (1 - skill->usable_blind);
}

/* The other way is that of a tuned model. */
static void skill_direct(const struct params *p, const struct demand *demand, struct skill *skill)
{
	double critical = demand->format_frac, valid = demand->direct.valid_frac;
	double repaired = form_repaired_frac(valid, demand->repair_tries);

	skill->direct_frac = demand->direct.frac;
	skill->direct_general = form_tuned(p, p->base.correct_frac);
	skill->direct_made = (1 - skill->direct_general) * p->base.confident_frac;
	skill->direct_format = (1 - critical) * valid + critical * repaired;
	skill->direct_usable = 1 - critical * (1 - repaired);
}

static void skill_of(const struct params *params, const struct demand *demand, struct skill *skill)
{
	*skill = (struct skill){
		.know_blind = params->base.closed_book_frac,
		.made_blind = (1 - params->base.closed_book_frac) * params->base.confident_frac,
		.general = params->base.correct_frac,
		.know_share = params->traffic.knowledge_frac,
		.citation_frac = params->traffic.citation_frac,
		.reviewed = params->serving.review_frac,
		.caught = params->serving.review_catch_frac,
	};
	skill_form(params, demand, skill);
	skill_direct(params, demand, skill);
	skill->kept_stale = answers_stale_frac(&demand->answers);
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
	demand.valid_frac = form_valid_frac(params, false, demand.context_tok);
	demand.direct.valid_frac = form_valid_frac(params, false, 0);
	if (demand.facts == FACTS_MODEL)
		demand.facts = FACTS_NONE;
	skill_of(params, &demand, skill);
	skill->direct_general = params->base.correct_frac;
	skill->direct_made = (1 - skill->direct_general) * params->base.confident_frac;
}

/* All general skill of the tuned model is forgotten. */
static void wear(const struct params *params, const struct demand *demand, struct skill *skill)
{
	skill->direct_general = 0;
	skill->direct_made = params->base.confident_frac;
	if (!demand->tuned)
		return;
	skill->general = 0;
	skill->made_general = params->base.confident_frac;
}

/* No answer of the tuned model is as it is demanded now. */
static void outdate(const struct demand *demand, struct skill *skill)
{
	skill->direct_format = 0;
	skill->direct_usable = 1 - demand->format_frac;
	if (!demand->tuned)
		return;
	skill->format_sighted = skill->format_blind = 0;
	skill->usable_sighted = skill->usable_blind = 1 - demand->format_frac;
}

/* Of queries that were answered so: with passages, with an answer that was kept, or blind. */
struct part {
	double answered, met;
	double fresh; /* of asked facts */
	double know, made, usable;
};

static void part_add(const struct skill *skill, const struct part *part, struct outcome *outcome)
{
	double k = skill->know_share;
	double right = k * part->fresh * part->know + (1 - k) * skill->general;

	outcome->correct += part->answered * right;
	outcome->good += part->met * part->usable * right;
	outcome->stale += part->answered * k * (1 - part->fresh);
	outcome->hallucinated += part->answered *
				 (k * part->fresh * part->made + (1 - k) * skill->made_general);
}

/* An expert puts right what is found wrong or stale; in time for those who had it in time. */
static void review(const struct skill *skill, const struct flow *flow, double met_usable,
		   struct outcome *outcome)
{
	double met = flow->met_sighted + flow->met_blind + flow->met_cached;
	double caught = skill->reviewed * skill->caught;

	outcome->correct += caught * (outcome->answered - outcome->correct);
	outcome->stale *= 1 - caught;
	outcome->hallucinated *= 1 - caught;
	if (met > 0 && flow->met_reviewed < skill->reviewed * met)
		caught = skill->caught * flow->met_reviewed / met;
	outcome->good += caught * (met_usable - outcome->good);
}

/* Of one way. */
static struct outcome outcome_of(const struct skill *skill, const struct flow *flow, double stale)
{
	double fresh = 1 - stale, seen = flow->sighted + flow->cached;
	struct outcome outcome = {
		.answered = seen + flow->blind,
		.format_valid = seen * skill->format_sighted + flow->blind * skill->format_blind,
		.cited = seen * skill->cited,
		.leaked = seen * skill->know_share * skill->leak,
	};
	const struct part parts[] = {
		{ flow->sighted, flow->met_sighted, fresh, skill->know_fresh, skill->made_fresh,
		  skill->usable_sighted },
		{ flow->cached, flow->met_cached, fresh * (1 - skill->kept_stale),
		  skill->know_fresh, skill->made_fresh, skill->usable_sighted },
		{ flow->blind, flow->met_blind, 1, skill->know_blind, skill->made_blind,
		  skill->usable_blind },
	};

	for (int i = 0; i < 3; i++)
		part_add(skill, &parts[i], &outcome);
	if (skill->reviewed > 0)
		review(skill, flow,
		       (flow->met_sighted + flow->met_cached) * skill->usable_sighted +
			       flow->met_blind * skill->usable_blind,
		       &outcome);
	outcome.uncited = skill->citation_frac * (outcome.answered - outcome.cited);
	outcome.wrong = outcome.answered - outcome.correct - outcome.stale;
	return outcome;
}

/* The queries that went to the tuned model at once, as a flow of their own. */
static struct flow direct_flow(const struct skill *skill, const struct flow *flow)
{
	double frac = skill->direct_frac;

	return (struct flow){
		.sighted = flow->direct,
		.met_sighted = flow->met_direct,
		.cached = frac * flow->cached,
		.met_cached = frac * flow->met_cached,
		.met_reviewed = frac * flow->met_reviewed,
	};
}

static void both_ways(struct outcome *sum, const struct outcome *x)
{
	sum->answered += x->answered;
	sum->correct += x->correct;
	sum->stale += x->stale;
	sum->wrong += x->wrong;
	sum->hallucinated += x->hallucinated;
	sum->format_valid += x->format_valid;
	sum->good += x->good;
	sum->cited += x->cited;
	sum->uncited += x->uncited;
	sum->leaked += x->leaked;
}

/* Facts are looked up: who goes the other way needs none, and all the rest is left for this one. */
struct outcome quality_outcome(const struct skill *skill, const struct flow *flow, double stale)
{
	double frac = skill->direct_frac;
	struct flow direct = direct_flow(skill, flow), looked_up = *flow;
	struct skill here = *skill, there = *skill;
	struct outcome outcome, other;

	if (frac == 0)
		return outcome_of(skill, flow, stale);
	looked_up.cached -= direct.cached;
	looked_up.met_cached -= direct.met_cached;
	looked_up.met_reviewed -= direct.met_reviewed;
	here.know_share = frac < 1 ? skill->know_share / (1 - frac) : 0;
	there.know_share = there.cited = 0;
	there.general = skill->direct_general;
	there.made_general = skill->direct_made;
	there.format_sighted = skill->direct_format;
	there.usable_sighted = skill->direct_usable;
	outcome = outcome_of(&here, &looked_up, stale);
	other = outcome_of(&there, &direct, 0);
	both_ways(&outcome, &other);
	return outcome;
}

void quality_outcomes(const struct params *params, enum arch arch, const struct flow *flow,
		      struct outcome in[STATE_COUNT])
{
	struct demand demand;
	struct skill skill, worn, untuned;

	arch_demand(params, arch, &demand);
	skill_of(params, &demand, &skill);
	skill_untuned(params, &demand, &untuned);
	worn = skill;
	wear(params, &demand, &worn);
	in[STATE_FRESH] = quality_outcome(&skill, flow, 0);
	in[STATE_STALE] = quality_outcome(&skill, flow, 1);
	in[STATE_WORN] = quality_outcome(&worn, flow, 0);
	outdate(&demand, &skill);
	outdate(&demand, &worn);
	in[STATE_OUTDATED] = quality_outcome(&skill, flow, 0);
	in[STATE_OUTDATED_STALE] = quality_outcome(&skill, flow, 1);
	in[STATE_OUTDATED_WORN] = quality_outcome(&worn, flow, 0);
	in[STATE_UNTUNED] = quality_outcome(&untuned, flow, 0);
	in[STATE_UNTUNED_STALE] = quality_outcome(&untuned, flow, 1);
}

void outcome_add(struct outcome *sum, const struct outcome *x, double weight)
{
	sum->answered += weight * x->answered;
	sum->correct += weight * x->correct;
	sum->stale += weight * x->stale;
	sum->wrong += weight * x->wrong;
	sum->hallucinated += weight * x->hallucinated;
	sum->format_valid += weight * x->format_valid;
	sum->good += weight * x->good;
	sum->cited += weight * x->cited;
	sum->uncited += weight * x->uncited;
	sum->leaked += weight * x->leaked;
}
