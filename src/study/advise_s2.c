// SPDX-License-Identifier: MIT
/* The frameworks of S2. */
#include <stdio.h>

#include "study/advise_rules.h"

#define CURATED 1000            /* labels: the one number that S2:28 has for a set that does */
#define FASTEST_RETRIEVAL_S 0.1 /* S2:16, 100 to 500 ms */

enum { S2_GATE = S2_SIGNALS };

#define SIGNALS                                                                            \
	{ "S2:24", "RAG signal", ANSWER_RAG, "changes weekly or more often",               \
	  .when = { FROM(ADVISE_CHANGES, WEEKLY) } },                                      \
		{ "S2:25", "RAG signal", ANSWER_RAG, "answers must be traced to sources",  \
		  .when = { YES(TRAIT_CITATIONS) } },                                      \
		{ "S2:27", "tuning signal", ANSWER_FT, "a fixed output format",            \
		  .when = { YES(TRAIT_FORMAT) } },                                         \
		{ "S2:27", "tuning signal", ANSWER_FT, "a way of reasoning of its own",    \
		  .when = { YES(TRAIT_REASONING) } },                                      \
		{ "S2:12, 27", "tuning signal", ANSWER_FT,                                 \
		  "the base model stumbles in the domain",                                 \
		  .when = { YES(TRAIT_BASELINE_WRONG) } },                                 \
		{ "S2:27", "tuning signal", ANSWER_FT, "a terminology of its own",         \
		  .when = { YES(TRAIT_TERMINOLOGY) } },                                    \
		{ "S2:12, 30", "tuning signal", ANSWER_FT, "one tone throughout",          \
		  .when = { YES(TRAIT_STYLE) } },                                          \
	{                                                                                  \
		"S2:16, 22", "tuning signal", ANSWER_FT,                                   \
			"less than 100 ms are left for retrieval", .ours = true, .when = { \
				BELOW(ADVISE_SLACK, FASTEST_RETRIEVAL_S)                   \
			}                                                                  \
	}

/* ---- C3a: four dimensions ---- */

static const struct advise_rule c3a_rules[] = {
	SIGNALS,
	[S2_GATE] = { "S2:28", "gate", ANSWER_RAG,
		      "fewer than 1,000 curated examples, RAG until there are more",
		      .vetoes_ft = true, .when = { BELOW(TRAIT_LABELS, CURATED) } },
};

/* The gate stands between a wish to tune and tuning; without the wish it is not asked. */
static void c3a_wish(const struct advise_inputs *inputs, struct advice *advice,
		     enum advise_state rag)
{
	bool both = rag == RULE_FIRES;

	if (advice_fires(advice, S2_GATE)) {
		advice_take(advice, S2_GATE);
		return;
	}
	advice_say(advice, both ? ANSWER_HYBRID : ANSWER_FT, both ? "S2:30" : "S2:27",
		   "%d signals for tuning, %d for RAG, examples enough%s",
		   advice_count(advice, S2_FT_FROM, S2_SIGNALS),
		   advice_count(advice, S2_RAG_FROM, S2_FT_FROM),
		   advice->state[S2_GATE] == RULE_UNDECIDED ? " if there are any" : "");
	if (inputs->at[ADVISE_SLACK].value >= FASTEST_RETRIEVAL_S &&
	    inputs->at[ADVISE_SLACK].value < 0.5)
		advice_remark(advice, REMARK_NOTE,
			      "retrieval takes 100 to 500 ms (S2:16), which may not fit");
}

static void decide_c3a(const struct advise_inputs *inputs, struct advice *advice)
{
	enum advise_state rag = advice_any(advice, S2_RAG_FROM, S2_FT_FROM);
	enum advise_state ft = advice_any(advice, S2_FT_FROM, S2_SIGNALS);

	if (ft == RULE_FIRES) {
		c3a_wish(inputs, advice, rag);
		return;
	}
	advice->missing[TRAIT_LABELS] = false;
	if (rag == RULE_FIRES) {
		advice_take(advice, advice_first(advice, S2_RAG_FROM, S2_FT_FROM));
	} else if (!advice_undecided(advice, 0, S2_SIGNALS)) {
		advice_say(advice, ANSWER_RAG, "S2:30", "no signal of either kind is known");
		advice->ours = true;
		advice_remark(
			advice, REMARK_GAP,
			"nothing is said of a project without a signal; S2:30 starts with RAG "
			"(ours)");
	}
}

const struct advise_framework framework_c3a = { "C3a", "S2:22-28", "four dimensions",
						RULES(c3a_rules), decide_c3a };

/* ---- C3b: in which order a hybrid is built ---- */

enum { C3B_FEW = S2_SIGNALS, C3B_UNTRIED, C3B_READY };

/* Not all of "in use" can stand in one condition: RAG and what comes after it, tuning aside. */
static const struct advise_rule c3b_rules[] = {
	SIGNALS,
	[C3B_FEW] = { "S2:28, 30", NULL, ANSWER_RAG, "fewer than 1,000 curated examples",
		      .when = { BELOW(TRAIT_LABELS, CURATED) } },
	[C3B_UNTRIED] = { "S2:30", NULL, ANSWER_RAG, "RAG is not in use yet",
			  .when = { BELOW(TRAIT_IN_USE, IN_USE_RAG) } },
	[C3B_READY] = { "S2:30", NULL, ANSWER_HYBRID, "RAG is in use, 1,000 curated examples",
			.when = { FROM(TRAIT_IN_USE, IN_USE_RAG), FROM(TRAIT_LABELS, CURATED) } },
};

/* What is to be done now, and when comes the next. */
static void c3b_plan(const struct advise_inputs *inputs, struct advice *advice)
{
	double labels = inputs->at[TRAIT_LABELS].value, used = inputs->at[TRAIT_IN_USE].value;

	if (advice_fires(advice, C3B_READY)) {
		if (used == IN_USE_FT)
			advice_say(advice, ANSWER_HYBRID, "S2:30",
				   "RAG is added to the tuned model, the other way round");
		else
			advice_take(advice, C3B_READY);
	} else if (used >= IN_USE_RAG && labels < CURATED) {
		advice_say(advice, ANSWER_RAG, "S2:30",
			   "RAG stays; tuning is added when production has given %g more curated "
			   "examples",
			   CURATED - labels);
	} else {
		advice_say(advice, ANSWER_RAG, "S2:30",
			   "RAG first, to validate; tuning is added once production has given "
			   "1,000 curated examples");
	}
}

static void decide_c3b(const struct advise_inputs *inputs, struct advice *advice)
{
	if (advice_any(advice, S2_RAG_FROM, S2_FT_FROM) == RULE_FIRES &&
	    advice_any(advice, S2_FT_FROM, S2_SIGNALS) == RULE_FIRES) {
		c3b_plan(inputs, advice);
		return;
	}
	advice->missing[TRAIT_LABELS] = advice->missing[TRAIT_IN_USE] = false;
	if (!advice_undecided(advice, 0, S2_SIGNALS))
		advice_remark(advice, REMARK_GAP,
			      "it is about hybrids: signals of both kinds are not known");
}

const struct advise_framework framework_c3b = { "C3b", "S2:30", "order of building a hybrid",
						RULES(c3b_rules), decide_c3b };
