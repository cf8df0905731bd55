// SPDX-License-Identifier: MIT
/* The frameworks of S3. */
#include "study/advise_rules.h"

/* ---- C4a: five questions ---- */

enum {
	C4A_UNSTABLE,
	C4A_FAST,
	C4A_DOCUMENTS,
	C4A_STYLE,
	C4A_BOTH,
	C4A_BELOW,
	C4A_ABOVE,
	C4A_EXACT,
	C4A_ZERO,
	C4A_SYNTHESIS,
};

static const struct advise_rule c4a_rules[] = {
	[C4A_UNSTABLE] = { "S3:15-16", "question 1", ANSWER_RAG,
			   "stable for less than six months, stop", .vetoes_ft = false,
			   .when = { BELOW(TRAIT_STABLE_MONTHS, 6) } },
	[C4A_FAST] = { "S3:17", "question 2", ANSWER_FT_OR_SMALL, "less than 2 s",
		       .when = { BELOW(ADVISE_LATENCY, 2) } },
	[C4A_DOCUMENTS] = { "S3:18", "question 3", ANSWER_RAG, "knowledge lies in documents",
			    .when = { IS(TRAIT_CONTENT, CONTENT_DOCUMENTS) } },
	[C4A_STYLE] = { "S3:18", "question 3", ANSWER_FT, "knowledge lies in a learned style",
			.when = { IS(TRAIT_CONTENT, CONTENT_STYLE) } },
	[C4A_BOTH] = { "S3:18", "question 3", ANSWER_HYBRID,
		       "knowledge lies in documents and style",
		       .when = { IS(TRAIT_CONTENT, CONTENT_BOTH) } },
	[C4A_BELOW] = { "S3:19", "question 4", ANSWER_RAG, "below 1M queries a month",
			.when = { BELOW(ADVISE_VOLUME, 1e6) } },
	[C4A_ABOVE] = { "S3:19", "question 4", ANSWER_FT, "above 1M queries a month",
			.when = { ABOVE(ADVISE_VOLUME, 1e6) } },
	[C4A_EXACT] = { "S3:19", "question 4", ANSWER_COMPUTE, "1M queries a month",
			.when = { IS(ADVISE_VOLUME, 1e6) } },
	[C4A_ZERO] = { "S3:20", "question 5", ANSWER_RAG,
		       "nothing may be invented: RAG, validated or reviewed",
		       .when = { YES(TRAIT_ZERO_HALLUCINATION) } },
	[C4A_SYNTHESIS] = { "S3:20", "question 5", ANSWER_RAG, "to reason and combine, RAG will do",
			    .when = { NO(TRAIT_ZERO_HALLUCINATION) } },
};

static void c4a_stop(const struct advise_inputs *inputs, struct advice *advice)
{
	advice_take(advice, C4A_UNSTABLE);
	if (inputs->at[TRAIT_STABLE_MONTHS].value >= 2)
		advice_remark(advice, REMARK_GAP,
			      "gap 2 to 6 months: stable asks for six, obsolete is what lasts two; "
			      "taken as no (ours)");
	for (int i = 0; i < ADVISE_INPUTS; i++) /* the others are not asked any more */
		advice->missing[i] = false;
}

/* Question 3 decides; 2 and 4 press, 5 adds a safeguard (ours). */
static void c4a_go_on(struct advice *advice)
{
	int third = advice_first(advice, C4A_DOCUMENTS, C4A_BELOW);
	bool asked = advice->state[C4A_UNSTABLE] == RULE_NO;

	if (third >= 0) {
		advice_take(advice, third);
		advice_overlaps(advice, C4A_FAST, C4A_EXACT);
		return;
	}
	advice_say(advice, ANSWER_RAG, "S3:21", "question 3 is open%s; most start with RAG",
		   asked ? "" : ", question 1 as well");
	if (advice_fires(advice, C4A_FAST) || advice_fires(advice, C4A_ABOVE))
		advice_remark(advice, REMARK_OVERLAP,
			      "question %s is for tuning, and nothing says how the five combine",
			      advice_fires(advice, C4A_FAST) ? "2" : "4");
}

/* "Stop at a no" may be about the first question, or about every one that is answered yes or no. */
static void c4a_reading(const struct advise_inputs *inputs, struct advice *advice)
{
	if (inputs->at[ADVISE_LATENCY].value >= 2 && advice->answer != ANSWER_RAG)
		advice_remark(advice, REMARK_OVERLAP,
			      "if a no to any question stops (reading B), the 2 s or more of "
			      "question 2 stop at RAG");
	if (advice_fires(advice, C4A_FAST) && inputs->at[TRAIT_CACHING_OR_STREAMING].value == 1)
		advice_remark(advice, REMARK_NOTE,
			      "below 2 s RAG is viable with caching and streaming (S3:17)");
	if (advice_fires(advice, C4A_ZERO) && advice->rule != C4A_ZERO)
		advice_remark(advice, REMARK_NOTE,
			      "nothing may be invented: validation or review is needed; tuning "
			      "does not do it (S3:20)");
}

static void decide_c4a(const struct advise_inputs *inputs, struct advice *advice)
{
	if (advice_knows_nothing(advice))
		return;
	if (advice_fires(advice, C4A_UNSTABLE))
		c4a_stop(inputs, advice);
	else
		c4a_go_on(advice);
	c4a_reading(inputs, advice);
}

const struct advise_framework framework_c4a = { "C4a", "S3:15-21", "five questions",
						RULES(c4a_rules), decide_c4a };

/* ---- C4b: when a hybrid pays ---- */

enum { C4B_ALL, C4B_FEW, C4B_TERMS, C4B_STYLE, C4B_SYSTEMS, C4B_SLOW, C4B_STABLE };

static const struct advise_rule c4b_rules[] = {
	[C4B_ALL] = { "S3:37-41", NULL, ANSWER_HYBRID,
		      "10,000 labels, own terms, style matters, two systems are fine",
		      .when = { FROM(TRAIT_LABELS, 10000), YES(TRAIT_TERMINOLOGY), YES(TRAIT_STYLE),
				YES(TRAIT_TWO_SYSTEMS) } },
	[C4B_FEW] = { "S3:38, 43", NULL, ANSWER_RAG, "fewer than 10,000 labels: RAG first",
		      .when = { BELOW(TRAIT_LABELS, 10000) } },
	[C4B_TERMS] = { "S3:39, 43", NULL, ANSWER_RAG, "no terminology to take in: RAG first",
			.when = { NO(TRAIT_TERMINOLOGY) } },
	[C4B_STYLE] = { "S3:40, 43", NULL, ANSWER_RAG, "style does not matter: RAG first",
			.when = { NO(TRAIT_STYLE) } },
	[C4B_SYSTEMS] = { "S3:41, 43", NULL, ANSWER_RAG, "not two systems: RAG first",
			  .when = { NO(TRAIT_TWO_SYSTEMS) } },
	[C4B_SLOW] = { "S3:43", "second choice", ANSWER_FT, "less than 2 s, retrieval is too slow",
		       .when = { BELOW(ADVISE_LATENCY, 2) } },
	[C4B_STABLE] = { "S3:16, 43", "second choice", ANSWER_FT, "stable for six months",
			 .when = { FROM(TRAIT_STABLE_MONTHS, 6) } },
};

static void decide_c4b(const struct advise_inputs *inputs, struct advice *advice)
{
	int rule = advice_first(advice, C4B_ALL, C4B_SLOW);
	int second = advice_first(advice, C4B_SLOW, advice->framework->rule_count);

	(void)inputs;
	if (rule < 0)
		return;
	advice_take(advice, rule);
	if (rule == C4B_ALL)
		return;
	for (int i = 0; i < ADVISE_INPUTS; i++) /* one of four is enough */
		advice->missing[i] = false;
	if (second >= 0)
		advice_remark(advice, REMARK_NOTE, "tuning is the right second choice: %s",
			      advice->framework->rules[second].text);
}

const struct advise_framework framework_c4b = { "C4b", "S3:37-43", "when a hybrid pays",
						RULES(c4b_rules), decide_c4b };
