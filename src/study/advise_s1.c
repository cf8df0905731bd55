// SPDX-License-Identifier: MIT
/* The frameworks of S1. */
#include "study/advise_rules.h"

/* ---- C2a: five questions in order ---- */

enum {
	C2A_CHANGES,
	C2A_CITATIONS,
	C2A_REPETITIVE,
	C2A_BASELINE,
	C2A_LARGE,
	C2A_WINDOW,
	C2A_SMALL,
	C2A_NONE
};

static const struct advise_rule c2a_rules[] = {
	[C2A_CHANGES] = { "S1:71", "question 1", ANSWER_RAG, "changes weekly or more often",
			  .when = { FROM(ADVISE_CHANGES, WEEKLY) } },
	[C2A_CITATIONS] = { "S1:72", "question 2", ANSWER_RAG, "sources must be cited",
			    .when = { YES(TRAIT_CITATIONS) } },
	[C2A_REPETITIVE] = { "S1:73", "question 3", ANSWER_FT, "repetitive, with a fixed format",
			     .when = { YES(TRAIT_REPETITIVE) } },
	[C2A_BASELINE] = { "S1:74", "question 4", ANSWER_FT, "the base model is consistently wrong",
			   .when = { YES(TRAIT_BASELINE_WRONG) } },
	[C2A_LARGE] = { "S1:75", "question 5", ANSWER_RAG, "corpus of 2M tokens or more",
			.when = { FROM(ADVISE_CORPUS, 2e6) } },
	[C2A_WINDOW] = { "S1:75", "question 5", ANSWER_RAG,
			 "corpus below 2M tokens, and above the model's window", .ours = true,
			 .when = { BELOW(ADVISE_CORPUS, 2e6), NO(ADVISE_FITS) } },
	[C2A_SMALL] = { "S1:75", "question 5", ANSWER_LONGCTX, "corpus below 2M tokens",
			.when = { BELOW(ADVISE_CORPUS, 2e6) } },
	[C2A_NONE] = { "S1:76", "else", ANSWER_PROMPT, "no yes so far, corpus unknown",
		       .gap = "question 5 has an answer either way, so that \"none applies\" "
			      "cannot be; taken where the corpus is unknown (ours)",
		       .ours = true,
		       .when = { BELOW(ADVISE_CHANGES, WEEKLY),
				 NO(TRAIT_BASELINE_WRONG),
				 { ADVISE_CORPUS, WHEN_UNKNOWN, 0 } } },
};

static void decide_c2a(const struct advise_inputs *inputs, struct advice *advice)
{
	double changes = inputs->at[ADVISE_CHANGES].value;

	decide_first(inputs, advice);
	if (advice_any(advice, C2A_CHANGES, C2A_REPETITIVE) == RULE_FIRES &&
	    advice_any(advice, C2A_REPETITIVE, C2A_LARGE) == RULE_FIRES)
		advice_remark(advice, REMARK_OVERLAP,
			      "RAG by question %s, tuning by question %s: no answer here is a "
			      "hybrid, though most systems are one (S1:65-67)",
			      advice_fires(advice, C2A_CHANGES) ? "1" : "2",
			      advice_fires(advice, C2A_REPETITIVE) ? "3" : "4");
	if (advice->rule >= C2A_LARGE && inputs->at[TRAIT_BASELINE_WRONG].value == 0)
		advice_remark(advice, REMARK_NOTE,
			      "question 4: try prompt engineering first (S1:74), and go on");
	if (changes > MONTHLY && changes < WEEKLY)
		advice_remark(
			advice, REMARK_OVERLAP,
			"question 1 says no below weekly, S1:86 has RAG cheaper above monthly");
}

const struct advise_framework framework_c2a = { "C2a", "S1:70-76", "five questions in order",
						RULES(c2a_rules), decide_c2a };

/* ---- C2b: when each of them makes sense ---- */

enum { C2B_BEHAVIOUR, C2B_OTHER = 2, C2B_RAG = 4, C2B_ALL = 8 };

static const struct advise_rule c2b_rules[] = {
	{ "S1:48", NULL, ANSWER_FT, "repetitive, with a fixed format",
	  .when = { YES(TRAIT_REPETITIVE) } },
	{ "S1:49", NULL, ANSWER_FT, "consistent style or tone", .when = { YES(TRAIT_STYLE) } },
	{ "S1:50", NULL, ANSWER_FT, "knowledge stable for a year",
	  .when = { FROM(TRAIT_STABLE_MONTHS, 12) } },
	{ "S1:51", NULL, ANSWER_FT, "latency below the 200 ms that retrieval may take",
	  .ours = true, .when = { BELOW(ADVISE_LATENCY, 0.2) } },
	{ "S1:55, 71", NULL, ANSWER_RAG, "changes weekly or more often",
	  .when = { FROM(ADVISE_CHANGES, WEEKLY) } },
	{ "S1:56", NULL, ANSWER_RAG, "sources must be cited", .when = { YES(TRAIT_CITATIONS) } },
	{ "S1:57", NULL, ANSWER_RAG, "millions of documents",
	  .when = { FROM(TRAIT_DOCUMENTS, 1e6) } },
	{ "S1:58", NULL, ANSWER_RAG, "nothing may be invented",
	  .when = { YES(TRAIT_ZERO_HALLUCINATION) } },
};

static void decide_c2b(const struct advise_inputs *inputs, struct advice *advice)
{
	bool behaviour = advice_count(advice, C2B_BEHAVIOUR, C2B_OTHER) > 0;
	int ft = advice_count(advice, C2B_BEHAVIOUR, C2B_RAG);
	int rag = advice_count(advice, C2B_RAG, C2B_ALL);
	enum advise_answer answer = rag > ft ? ANSWER_RAG : ft > rag ? ANSWER_FT : ANSWER_NONE;

	(void)inputs;
	if (advice_knows_nothing(advice))
		return;
	if (behaviour && rag > 0)
		answer = ANSWER_HYBRID;
	advice_say(advice, answer,
		   answer == ANSWER_HYBRID ? "S1:65-68"
		   : answer == ANSWER_FT   ? "S1:47-51"
					   : "S1:54-58",
		   "%d of 4 for RAG, %d of 4 for tuning", rag, ft);
	if (answer == ANSWER_HYBRID)
		advice_remark(advice, REMARK_NOTE,
			      "tuning for behaviour, RAG for knowledge (S1:63, 91)");
	else if (rag > 0 && ft > 0)
		advice_remark(advice, REMARK_OVERLAP,
			      "both lists have something, and none says which weighs more%s",
			      rag == ft ? "" : "; the longer one is taken (ours)");
	if (rag == 0 && ft == 0)
		advice_remark(advice, REMARK_GAP, "neither list has anything that is known");
}

const struct advise_framework framework_c2b = { "C2b", "S1:47-58", "when each makes sense",
						RULES(c2b_rules), decide_c2b };

/* ---- C2c: what it costs to own ---- */

static const struct advise_rule c2c_rules[] = {
	{ "S1:86", NULL, ANSWER_RAG, "changes more than once a month: RAG is cheaper to own",
	  .when = { ABOVE(ADVISE_CHANGES, MONTHLY) } },
	{ "S1:86", NULL, ANSWER_NONE, "changes at most once a month",
	  .gap = "nothing is said of what changes once a month or less",
	  .when = { UP_TO(ADVISE_CHANGES, MONTHLY) } },
};

const struct advise_framework framework_c2c = { "C2c", "S1:86", "total cost of ownership",
						RULES(c2c_rules), decide_first };
