// SPDX-License-Identifier: MIT
/* The frameworks of S4 that look at the project: is anything needed, what is wrong, the matrix, the
 * quick guide. */
#include "study/advise_rules.h"

#define SMALL_CORPUS_TOK 200e3 /* S4:43 */
#define DAILY(queries) ((queries)*QPD)

/* ---- C5a: is either needed? ---- */

#define NEITHER                                                                                   \
	{ "S4:41, 220, 269", NULL, ANSWER_PROMPT, "a good prompt solves 80 % or more",            \
	  .when = { FROM(TRAIT_PROMPTING_FRAC, 0.8) } },                                          \
		{ "S4:43, 268", NULL, ANSWER_LONGCTX, "corpus below 200,000 tokens",              \
		  .when = { BELOW(ADVISE_CORPUS, SMALL_CORPUS_TOK) } },                           \
	{                                                                                         \
		"S4:270", NULL, ANSWER_NEITHER, "engineering costs more than it saves", .when = { \
			YES(TRAIT_ENGINEERING_EXCEEDS_SAVING)                                     \
		}                                                                                 \
	}

enum { NEITHER_RULES = 3 };

static const struct advise_rule c5a_rules[] = {
	NEITHER,
	{ "S4:45", NULL, ANSWER_OPEN, "none of that: the question becomes real", .gap = NULL },
};

static void decide_c5a(const struct advise_inputs *inputs, struct advice *advice)
{
	decide_first(inputs, advice);
	if (advice->answer == ANSWER_LONGCTX && inputs->at[ADVISE_CHANGES].value > MONTHLY)
		advice_remark(advice, REMARK_NOTE,
			      "a cached prompt pays for knowledge that is stable (S4:43), and this "
			      "changes more than monthly");
}

const struct advise_framework framework_c5a = { "C5a", "S4:39-45, 266-270", "is either needed",
						RULES(c5a_rules), decide_c5a };

/* ---- C5b: facts or behaviour ---- */

static const struct advise_rule c5b_rules[] = {
	{ "S4:30", NULL, ANSWER_RAG, "facts are missing",
	  .when = { IS(TRAIT_PROBLEM, PROBLEM_KNOWLEDGE) } },
	{ "S4:32", NULL, ANSWER_FT, "behaviour is wrong",
	  .when = { IS(TRAIT_PROBLEM, PROBLEM_BEHAVIOUR) } },
	{ "S4:150", NULL, ANSWER_HYBRID, "facts are missing and behaviour is wrong",
	  .when = { IS(TRAIT_PROBLEM, PROBLEM_BOTH) } },
	{ "S4:28", NULL, ANSWER_NONE, "neither facts nor behaviour",
	  .gap = "the diagnosis knows facts and behaviour only; for wrong reasoning and failures "
		 "without a pattern see C5f",
	  .when = { FROM(TRAIT_PROBLEM, PROBLEM_REASONING) } },
};

const struct advise_framework framework_c5b = { "C5b", "S4:28-34", "core diagnosis",
						RULES(c5b_rules), decide_first };

/* ---- C5c: the matrix of nine factors ---- */

enum { C5C_PROBLEM_FROM, C5C_PROBLEM_TO = 4 };

static const struct advise_rule c5c_rules[] = {
	{ "S4:104", "primary problem", ANSWER_RAG, "missing knowledge",
	  .when = { IS(TRAIT_PROBLEM, PROBLEM_KNOWLEDGE) } },
	{ "S4:104", "primary problem", ANSWER_FT, "wrong behaviour",
	  .when = { IS(TRAIT_PROBLEM, PROBLEM_BEHAVIOUR) } },
	{ "S4:104, 77", "primary problem", ANSWER_FT, "wrong reasoning",
	  .when = { IS(TRAIT_PROBLEM, PROBLEM_REASONING) } },
	{ "S4:104, 150", "primary problem", ANSWER_HYBRID, "knowledge and behaviour",
	  .when = { IS(TRAIT_PROBLEM, PROBLEM_BOTH) } },
	{ "S4:103, 52", "data", ANSWER_RAG, "change monthly or more often",
	  .when = { FROM(ADVISE_CHANGES, MONTHLY) } },
	{ "S4:103", "data", ANSWER_FT, "stable for months",
	  .when = { FROM(TRAIT_STABLE_MONTHS, MONTHS) } },
	{ "S4:105", "latency", ANSWER_RAG, "500 ms or more are fine",
	  .when = { FROM(ADVISE_LATENCY, 0.5) } },
	{ "S4:105", "latency", ANSWER_FT, "below 200 ms", .when = { BELOW(ADVISE_LATENCY, 0.2) } },
	{ "S4:106", "attribution", ANSWER_RAG, "needed", .when = { YES(TRAIT_CITATIONS) } },
	{ "S4:106", "attribution", ANSWER_FT, "not needed", .when = { NO(TRAIT_CITATIONS) } },
	{ "S4:107", "volume", ANSWER_RAG, "below 100,000 a day",
	  .when = { BELOW(ADVISE_VOLUME, DAILY(100e3)) } },
	{ "S4:107", "volume", ANSWER_FT, "100,000 a day or more",
	  .when = { FROM(ADVISE_VOLUME, DAILY(100e3)) } },
	{ "S4:108", "labels", ANSWER_RAG, "none", .when = { IS(TRAIT_LABELS, 0) } },
	{ "S4:108", "labels", ANSWER_FT, "500 or more", .when = { FROM(TRAIT_LABELS, 500) } },
	{ "S4:109", "time", ANSWER_RAG, "a month or less",
	  .when = { UP_TO(TRAIT_PRODUCTION_MONTHS, 1) } },
	{ "S4:109", "time", ANSWER_FT, "12 weeks or more",
	  .when = { FROM(TRAIT_PRODUCTION_MONTHS, 12 * 7 / 30.0) } },
	{ "S4:110", "budget", ANSWER_RAG, "less than $5,000 at first",
	  .when = { BELOW(TRAIT_UPFRONT_USD, 5000) } },
	{ "S4:110", "budget", ANSWER_FT, "$5,000 or more at first",
	  .when = { FROM(TRAIT_UPFRONT_USD, 5000) } },
	{ "S4:111", "expertise", ANSWER_RAG, "no ML engineers", .when = { NO(TRAIT_TEAM_ML) } },
	{ "S4:111", "expertise", ANSWER_FT, "ML engineers", .when = { YES(TRAIT_TEAM_ML) } },
};

static void c5c_gaps(const struct advise_inputs *inputs, struct advice *advice)
{
	double latency = inputs->at[ADVISE_LATENCY].value;
	double labels = inputs->at[TRAIT_LABELS].value;
	double months = inputs->at[TRAIT_PRODUCTION_MONTHS].value;

	if (latency >= 0.2 && latency < 0.5)
		advice_remark(advice, REMARK_GAP, "gap 200 to 500 ms: no vote on latency");
	if (labels > 0 && labels < 500)
		advice_remark(advice, REMARK_GAP, "gap 1 to 499 labels: no vote on labels");
	if (months > 1 && months < 12 * 7 / 30.0)
		advice_remark(advice, REMARK_GAP, "gap 4 to 12 weeks: no vote on time");
	if (inputs->at[TRAIT_PROBLEM].value == PROBLEM_RANDOM)
		advice_remark(advice, REMARK_GAP,
			      "failures without a pattern are not in the row that decides");
}

static void decide_c5c(const struct advise_inputs *inputs, struct advice *advice)
{
	int problem = advice_first(advice, C5C_PROBLEM_FROM, C5C_PROBLEM_TO);
	int rag = advice_votes(advice, ANSWER_RAG), ft = advice_votes(advice, ANSWER_FT);

	if (advice_knows_nothing(advice))
		return;
	if (problem >= 0)
		advice_say(advice, advice->framework->rules[problem].answer,
			   advice->framework->rules[problem].source,
			   "primary problem: %s; it outweighs all votes, %d for RAG, %d for tuning",
			   advice->framework->rules[problem].text,
			   rag - (advice->framework->rules[problem].answer == ANSWER_RAG),
			   ft - (advice->framework->rules[problem].answer == ANSWER_FT));
	else
		advice_say(advice,
			   rag > ft   ? ANSWER_RAG
			   : ft > rag ? ANSWER_FT
				      : ANSWER_NONE,
			   "S4:102-111", "votes for RAG: %d, for tuning: %d", rag, ft);
	if (problem >= 0) {
		advice->rule = problem;
		for (int i = 0; i < ADVISE_INPUTS; i++) /* no vote can change it */
			advice->missing[i] = false;
	} else {
		advice_remark(advice, REMARK_NOTE,
			      "the primary problem, the row that counts most (S4:113), is unknown; "
			      "votes are counted (ours)");
	}
	c5c_gaps(inputs, advice);
}

const struct advise_framework framework_c5c = { "C5c", "S4:102-113", "matrix of nine factors",
						RULES(c5c_rules), decide_c5c };

/* ---- C5d: the quick guide ---- */

enum {
	C5D_RAG = NEITHER_RULES,
	C5D_FT = C5D_RAG + 5,
	C5D_BOTH = C5D_FT + 5,
	C5D_ALL = C5D_BOTH + 3
};

static const struct advise_rule c5d_rules[] = {
	NEITHER,
	{ "S4:246", NULL, ANSWER_RAG, "changes more than once a month",
	  .when = { ABOVE(ADVISE_CHANGES, MONTHLY) } },
	{ "S4:247", NULL, ANSWER_RAG, "sources must be cited", .when = { YES(TRAIT_CITATIONS) } },
	{ "S4:248", NULL, ANSWER_RAG, "no labels", .when = { IS(TRAIT_LABELS, 0) } },
	{ "S4:249", NULL, ANSWER_RAG, "in production within a month",
	  .when = { UP_TO(TRAIT_PRODUCTION_MONTHS, 1) } },
	{ "S4:250", NULL, ANSWER_RAG, "below 50,000 queries a day",
	  .when = { BELOW(ADVISE_VOLUME, DAILY(50e3)) } },
	{ "S4:254", NULL, ANSWER_FT, "behaviour, not knowledge",
	  .when = { IS(TRAIT_PROBLEM, PROBLEM_BEHAVIOUR) } },
	{ "S4:255", NULL, ANSWER_FT, "below 200 ms", .when = { BELOW(ADVISE_LATENCY, 0.2) } },
	{ "S4:256", NULL, ANSWER_FT, "more than 100,000 queries a day",
	  .when = { ABOVE(ADVISE_VOLUME, DAILY(100e3)) } },
	{ "S4:257", NULL, ANSWER_FT, "narrow, well defined, stable for months",
	  .when = { YES(TRAIT_NARROW), FROM(TRAIT_STABLE_MONTHS, MONTHS) } },
	{ "S4:258", NULL, ANSWER_FT, "500 good labels or more",
	  .when = { FROM(TRAIT_LABELS, 500) } },
	{ "S4:262", NULL, ANSWER_HYBRID, "behaviour and knowledge, which changes",
	  .when = { IS(TRAIT_PROBLEM, PROBLEM_BOTH), ABOVE(ADVISE_CHANGES, MONTHLY) } },
	{ "S4:262", NULL, ANSWER_HYBRID, "one style, and knowledge that changes",
	  .when = { YES(TRAIT_STYLE), ABOVE(ADVISE_CHANGES, MONTHLY) } },
	{ "S4:263", NULL, ANSWER_HYBRID, "format matters, and facts change",
	  .when = { YES(TRAIT_FORMAT), ABOVE(ADVISE_CHANGES, MONTHLY) } },
};

/* Which of two equal lists? What is wrong decides, as in the matrix. */
static enum advise_answer c5d_tie(const struct advise_inputs *inputs)
{
	double problem = inputs->at[TRAIT_PROBLEM].value;

	if (problem == PROBLEM_KNOWLEDGE)
		return ANSWER_RAG;
	if (problem == PROBLEM_BEHAVIOUR || problem == PROBLEM_REASONING)
		return ANSWER_FT;
	return problem == PROBLEM_BOTH ? ANSWER_HYBRID : ANSWER_NONE;
}

static void c5d_count(const struct advise_inputs *inputs, struct advice *advice)
{
	int rag = advice_count(advice, C5D_RAG, C5D_FT);
	int ft = advice_count(advice, C5D_FT, C5D_BOTH);
	enum advise_answer answer = rag > ft ? ANSWER_RAG : ft > rag ? ANSWER_FT : c5d_tie(inputs);

	if (rag == 0 && ft == 0) {
		advice_remark(advice, REMARK_GAP, "none of the lists has anything that is known");
		return;
	}
	advice_say(advice, answer, ft > rag ? "S4:252-258" : "S4:244-250",
		   "%d of 5 for RAG, %d of 5 for tuning%s", rag, ft,
		   rag == ft && answer != ANSWER_NONE ? "; the primary problem decides" : "");
	if (rag > 0 && ft > 0)
		advice_remark(
			advice, REMARK_OVERLAP,
			"both lists have something, and nothing says whether one bullet or all "
			"are needed; the longer one is taken (ours)");
}

static void c5d_volume(const struct advise_inputs *inputs, struct advice *advice)
{
	double daily = inputs->at[ADVISE_VOLUME].value / QPD;

	if (daily >= 50e3 && daily <= 100e3)
		advice_remark(advice, REMARK_GAP,
			      "gap 50,000 to 100,000 a day: no bullet on volume fits");
}

static void decide_c5d(const struct advise_inputs *inputs, struct advice *advice)
{
	int neither = advice_first(advice, 0, NEITHER_RULES);
	int both = advice_first(advice, C5D_BOTH, C5D_ALL);

	if (advice_knows_nothing(advice))
		return;
	if (neither >= 0) {
		advice_take(advice, neither);
		advice_look_until(inputs, advice, neither + 1);
		if (advice_first(advice, C5D_RAG, C5D_ALL) >= 0)
			advice_remark(advice, REMARK_OVERLAP,
				      "bullets of other lists fit as well; \"neither\" goes first "
				      "(ours, as S4:45)");
	} else if (both >= 0) {
		advice_take(advice, both);
	} else {
		c5d_count(inputs, advice);
	}
	c5d_volume(inputs, advice);
}

const struct advise_framework framework_c5d = { "C5d", "S4:244-270", "quick guide",
						RULES(c5d_rules), decide_c5d };
