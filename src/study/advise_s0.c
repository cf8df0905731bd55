// SPDX-License-Identifier: MIT
/* The frameworks of S0, most of them steps of one "quantified" framework. */
#include <stdio.h>
#include <string.h>

#include "study/advise_rules.h"

#define M 1e6
#define REAL_TIME_S 0.1 /* S0:107 */

/* ---- C1a: how often does knowledge change? ---- */

static const struct advise_rule c1a_rules[] = {
	{ "S0:125", NULL, ANSWER_RAG, "changes weekly or more often",
	  .when = { FROM(ADVISE_CHANGES, WEEKLY) } },
	{ "S0:128", NULL, ANSWER_RAG, "changes more than monthly",
	  .when = { ABOVE(ADVISE_CHANGES, MONTHLY) } },
	{ "S0:129", NULL, ANSWER_CONSIDER_FT, "stable for two months or more",
	  .when = { FROM(TRAIT_STABLE_MONTHS, MONTHS) } },
	{ "S0:127-129", NULL, ANSWER_OPEN, "neither more than monthly nor stable for months",
	  .gap = "nothing is said of knowledge that changes monthly or is stable for less than two "
		 "months; nothing is eliminated, step 2 is next (ours)",
	  .ours = true,
	  .when = { UP_TO(ADVISE_CHANGES, MONTHLY), BELOW(TRAIT_STABLE_MONTHS, MONTHS) } },
};

static void decide_c1a(const struct advise_inputs *inputs, struct advice *advice)
{
	decide_first(inputs, advice);
	if (advice->answer == ANSWER_RAG && advice_fires(advice, 2))
		advice_remark(advice, REMARK_OVERLAP,
			      "it is said to be stable for months and to change more than monthly");
}

const struct advise_framework framework_c1a = { "C1a", "S0:124-129", "knowledge volatility, step 1",
						RULES(c1a_rules), decide_c1a };

/* ---- C1b: triggers by volume ---- */

static const struct advise_rule c1b_rules[] = {
	{ "S0:134", NULL, ANSWER_RAG, "below 10M queries a month",
	  .when = { BELOW(ADVISE_VOLUME, 10 * M) } },
	{ "S0:135", NULL, ANSWER_COMPUTE, "10M to 50M queries a month",
	  .when = { FROM(ADVISE_VOLUME, 10 * M), BELOW(ADVISE_VOLUME, 50 * M) } },
	{ "S0:136", NULL, ANSWER_FT_OR_HYBRID, "50M to 100M queries a month",
	  .when = { FROM(ADVISE_VOLUME, 50 * M), BELOW(ADVISE_VOLUME, 100 * M) } },
	{ "S0:137", NULL, ANSWER_FT_OR_HYBRID, "100M queries a month or more",
	  .when = { FROM(ADVISE_VOLUME, 100 * M) } },
};

static void decide_c1b(const struct advise_inputs *inputs, struct advice *advice)
{
	double volume = inputs->at[ADVISE_VOLUME].value;

	decide_first(inputs, advice);
	if (volume == 10 * M || volume == 50 * M || volume == 100 * M)
		advice_remark(advice, REMARK_OVERLAP,
			      "%.0fM is the end of one row and the start of the next, which is "
			      "taken (ours)",
			      volume / M);
	if (advice->rule == 2)
		advice_remark(advice, REMARK_NOTE,
			      "S0:94 lets fine-tuning win only above 100M queries a month");
}

const struct advise_framework framework_c1b = { "C1b", "S0:132-137", "query volume, step 2",
						RULES(c1b_rules), decide_c1b };

/* ---- C1c: what the team can do ---- */

enum { C1C_RAG, C1C_FT = 4, C1C_ALL = 8 };

static const struct advise_rule c1c_rules[] = {
	{ "S0:141", "RAG lacks", ANSWER_FT, "data engineering",
	  .when = { NO(TRAIT_TEAM_DATA_ENGINEERING) } },
	{ "S0:142", "RAG lacks", ANSWER_FT, "data pipelines",
	  .when = { NO(TRAIT_TEAM_PIPELINES) } },
	{ "S0:143", "RAG lacks", ANSWER_FT, "a vector database laid out well",
	  .when = { NO(TRAIT_TEAM_VECTOR_DB) } },
	{ "S0:144", "RAG lacks", ANSWER_FT, "monitoring", .when = { NO(TRAIT_TEAM_MONITORING) } },
	{ "S0:146", "tuning lacks", ANSWER_RAG, "labels", .when = { IS(TRAIT_LABELS, 0) } },
	{ "S0:147", "tuning lacks", ANSWER_RAG, "ML expertise", .when = { NO(TRAIT_TEAM_ML) } },
	{ "S0:148", "tuning lacks", ANSWER_RAG, "computing", .when = { NO(TRAIT_TEAM_COMPUTE) } },
	{ "S0:149", "tuning lacks", ANSWER_RAG, "evaluation",
	  .when = { NO(TRAIT_TEAM_EVALUATION) } },
};

/* Three or four missing of four are a veto, one or two are gaps (ours). */
static enum advise_state c1c_veto(const struct advice *advice, int from)
{
	int lacking = 0, unknown = 0;

	for (int i = from; i < from + 4; i++) {
		lacking += advice->state[i] == RULE_FIRES;
		unknown += advice->state[i] == RULE_UNDECIDED;
	}
	if (lacking >= 3)
		return RULE_FIRES;
	return lacking + unknown >= 3 ? RULE_UNDECIDED : RULE_NO;
}

static void c1c_lacking(const struct advice *advice, int from, char *text, size_t size)
{
	snprintf(text, size, "nothing known to be missing");
	for (int i = from, count = 0; i < from + 4; i++) {
		size_t used = count > 0 ? strlen(text) : 0;

		if (advice_fires(advice, i))
			snprintf(text + used, size - used, "%s%s", count++ > 0 ? ", " : "",
				 advice->framework->rules[i].text);
	}
}

static enum advise_answer c1c_answer(enum advise_state rag, enum advise_state ft)
{
	if (rag == RULE_FIRES && ft == RULE_FIRES)
		return ANSWER_NEITHER;
	if (ft == RULE_FIRES)
		return ANSWER_RAG;
	if (rag == RULE_FIRES)
		return ANSWER_FT;
	return rag == RULE_NO && ft == RULE_NO ? ANSWER_OPEN : ANSWER_NONE;
}

static void decide_c1c(const struct advise_inputs *inputs, struct advice *advice)
{
	enum advise_state rag = c1c_veto(advice, C1C_RAG), ft = c1c_veto(advice, C1C_FT);
	enum advise_answer answer = c1c_answer(rag, ft);
	char rag_lacks[96], ft_lacks[96];

	(void)inputs;
	advice->vetoes_ft = ft == RULE_FIRES;
	if (answer == ANSWER_NONE)
		return;
	c1c_lacking(advice, C1C_RAG, rag_lacks, sizeof(rag_lacks));
	c1c_lacking(advice, C1C_FT, ft_lacks, sizeof(ft_lacks));
	advice_say(advice, answer, "S0:139-150", "for RAG: %s; for tuning: %s", rag_lacks,
		   ft_lacks);
	advice_remark(
		advice, REMARK_GAP,
		"no count is given; three or four missing of four are taken as a veto (ours)");
	if (advice_count(advice, 0, C1C_ALL) > 0 && advise_answer_allows(answer, ARCH_HYBRID))
		advice_remark(advice, REMARK_NOTE, "a hybrid needs all of both lists, S0:162");
}

const struct advise_framework framework_c1c = { "C1c", "S0:138-150", "team capability, step 3",
						RULES(c1c_rules), decide_c1c };

/* ---- C1d: the decision matrix ---- */

enum { C1D_WEEKLY, C1D_STABLE, C1D_STRUCTURE, C1D_REASONING, C1D_DOMAINS, C1D_ROWS };

/* The rows, and what is made of C1a and C1b where none of them fits (ours). */
static const struct advise_rule c1d_rules[] = {
	[C1D_WEEKLY] = { "S0:154", "row 1", ANSWER_RAG, "10M to 50M queries, weekly changes",
			 .when = { FROM(ADVISE_VOLUME, 10 * M), BELOW(ADVISE_VOLUME, 50 * M),
				   FROM(ADVISE_CHANGES, WEEKLY) } },
	[C1D_STABLE] = { "S0:155", "row 2", ANSWER_FT,
			 "50M queries or more, less than one change a month",
			 .when = { FROM(ADVISE_VOLUME, 50 * M), BELOW(ADVISE_CHANGES, MONTHLY) } },
	[C1D_STRUCTURE] = { "S0:156", "row 3", ANSWER_FT, "structured output or code",
			    .when = { YES(TRAIT_FORMAT) } },
	[C1D_REASONING] = { "S0:157", "row 4", ANSWER_HYBRID,
			    "special reasoning, 10M to 50M queries, weekly changes",
			    .when = { YES(TRAIT_REASONING), FROM(ADVISE_VOLUME, 10 * M),
				      BELOW(ADVISE_VOLUME, 50 * M),
				      FROM(ADVISE_CHANGES, WEEKLY) } },
	[C1D_DOMAINS] = { "S0:158", "row 5", ANSWER_HYBRID,
			  "domains of mixed cycles, 10M to 100M queries",
			  .when = { YES(TRAIT_MIXED_CYCLES), FROM(ADVISE_VOLUME, 10 * M),
				    UP_TO(ADVISE_VOLUME, 100 * M) } },
	{ "S0:128-134", "steps 1 and 2", ANSWER_RAG, "changes above monthly, below 50M queries",
	  .ours = true, .when = { ABOVE(ADVISE_CHANGES, MONTHLY), BELOW(ADVISE_VOLUME, 50 * M) } },
	{ "S0:128-137", "steps 1 and 2", ANSWER_HYBRID,
	  "changes above monthly ask for RAG, 50M queries for tuning", .ours = true,
	  .when = { ABOVE(ADVISE_CHANGES, MONTHLY), FROM(ADVISE_VOLUME, 50 * M) } },
	{ "S0:107, 129", "step 1, latency", ANSWER_FT, "stable, below 10M queries, below 100 ms",
	  .ours = true,
	  .when = { UP_TO(ADVISE_CHANGES, MONTHLY), FROM(TRAIT_STABLE_MONTHS, MONTHS),
		    BELOW(ADVISE_VOLUME, 10 * M), BELOW(ADVISE_LATENCY, REAL_TIME_S) } },
	{ "S0:134", "steps 1 and 2", ANSWER_RAG, "below 10M queries", .ours = true,
	  .when = { UP_TO(ADVISE_CHANGES, MONTHLY), BELOW(ADVISE_VOLUME, 10 * M) } },
	{ "S0:135", "steps 1 and 2", ANSWER_COMPUTE, "10M to 50M queries, changes up to monthly",
	  .ours = true, .when = { UP_TO(ADVISE_CHANGES, MONTHLY), BELOW(ADVISE_VOLUME, 50 * M) } },
	{ "S0:136", "steps 1 and 2", ANSWER_FT_OR_HYBRID, "50M queries or more, one change a month",
	  .ours = true, .when = { UP_TO(ADVISE_CHANGES, MONTHLY), FROM(ADVISE_VOLUME, 50 * M) } },
};

/* Row 3 holds for any pace of change, and yet knowledge that changes is to be retrieved. */
static bool c1d_conflict(const struct advise_inputs *inputs, struct advice *advice)
{
	if (!(inputs->at[ADVISE_CHANGES].value > MONTHLY))
		return false;
	advice_say(advice, ANSWER_HYBRID, "S0:115, 156",
		   "row 3 wants tuning for the structure, S0:115 RAG for what changes");
	advice->ours = true;
	advice_remark(advice, REMARK_OVERLAP,
		      "row 3 says fine-tune whatever changes; \"tune for format, RAG for "
		      "knowledge\" (S0:115) says both: hybrid (ours)");
	return true;
}

static void decide_c1d(const struct advise_inputs *inputs, struct advice *advice)
{
	static const int order[] = { C1D_REASONING, C1D_DOMAINS, C1D_STRUCTURE, C1D_WEEKLY,
				     C1D_STABLE };
	int rule = -1;

	for (int i = C1D_ROWS - 1; i >= 0; i--)
		rule = advice_fires(advice, order[i]) ? order[i] : rule;
	if (rule >= 0)
		advice_overlaps(advice, 0, C1D_ROWS);
	if (rule == C1D_STRUCTURE && c1d_conflict(inputs, advice))
		return;
	if (rule < 0) {
		rule = advice_first(advice, C1D_ROWS, advice->framework->rule_count);
		if (rule >= 0)
			advice_remark(advice, REMARK_GAP,
				      "no row of the matrix %s; steps 1 and 2 are put together "
				      "(ours)",
				      advice_any(advice, 0, C1D_ROWS) == RULE_NO
					      ? "fits"
					      : "is known to fit");
	}
	if (rule >= 0)
		advice_take(advice, rule);
}

const struct advise_framework framework_c1d = { "C1d", "S0:154-158", "decision matrix",
						RULES(c1d_rules), decide_c1d };

/* ---- C1e: when each of them wins ---- */

enum { C1E_RAG, C1E_FT = 4, C1E_ALL = 8 };

static const struct advise_rule c1e_rules[] = {
	{ "S0:78", NULL, ANSWER_RAG, "changes weekly or more often",
	  .when = { FROM(ADVISE_CHANGES, WEEKLY) } },
	{ "S0:80", NULL, ANSWER_RAG, "much unstructured, little labelled",
	  .when = { YES(TRAIT_UNSTRUCTURED) } },
	{ "S0:83", NULL, ANSWER_RAG, "strict governance or residency",
	  .when = { YES(TRAIT_GOVERNANCE) } },
	{ "S0:86-87, 154", NULL, ANSWER_RAG, "moderate volume, below 50M queries a month",
	  .when = { BELOW(ADVISE_VOLUME, 50 * M) } },
	{ "S0:94", NULL, ANSWER_FT, "more than 100M queries a month",
	  .when = { ABOVE(ADVISE_VOLUME, 100 * M) } },
	{ "S0:97", NULL, ANSWER_FT, "output structure is critical", .when = { YES(TRAIT_FORMAT) } },
	{ "S0:107", NULL, ANSWER_FT, "latency below 100 ms",
	  .when = { BELOW(ADVISE_LATENCY, REAL_TIME_S) } },
	{ "S0:108", NULL, ANSWER_FT, "domain reasoning matters more than freshness",
	  .when = { IS(TRAIT_PRIORITY, PRIORITY_REASONING) } },
};

static void decide_c1e(const struct advise_inputs *inputs, struct advice *advice)
{
	int rag = advice_count(advice, C1E_RAG, C1E_FT);
	int ft = advice_count(advice, C1E_FT, C1E_ALL);

	(void)inputs;
	if (advice_knows_nothing(advice))
		return;
	advice_say(advice,
		   rag > ft   ? ANSWER_RAG
		   : ft > rag ? ANSWER_FT
			      : ANSWER_NONE,
		   rag >= ft ? "S0:75-87" : "S0:92-110", "%d of 4 for RAG, %d of 4 for tuning", rag,
		   ft);
	if (rag > 0 && ft > 0)
		advice_remark(advice, REMARK_OVERLAP,
			      "both lists have something, and none says which weighs more%s",
			      rag == ft ? "" : "; the longer one is taken (ours)");
	if (rag == 0 && ft == 0)
		advice_remark(advice, REMARK_GAP, "neither list has anything that is known");
}

const struct advise_framework framework_c1e = { "C1e", "S0:75-110", "when each one wins",
						RULES(c1e_rules), decide_c1e };

/* ---- C1f: in short ---- */

static const struct advise_rule c1f_rules[] = {
	{ "S0:13", NULL, ANSWER_HYBRID, "changes above monthly, and a critical format",
	  .when = { ABOVE(ADVISE_CHANGES, MONTHLY), YES(TRAIT_FORMAT) } },
	{ "S0:13", NULL, ANSWER_HYBRID, "changes above monthly, and below 100 ms",
	  .when = { ABOVE(ADVISE_CHANGES, MONTHLY), BELOW(ADVISE_LATENCY, REAL_TIME_S) } },
	{ "S0:13", NULL, ANSWER_HYBRID, "changes above monthly, and 50M queries or more",
	  .when = { ABOVE(ADVISE_CHANGES, MONTHLY), FROM(ADVISE_VOLUME, 50 * M) } },
	{ "S0:11", NULL, ANSWER_RAG, "changes above monthly, moderate traffic",
	  .when = { ABOVE(ADVISE_CHANGES, MONTHLY), BELOW(ADVISE_VOLUME, 50 * M) } },
	{ "S0:12", NULL, ANSWER_FT, "stable, and 50M queries or more",
	  .when = { FROM(TRAIT_STABLE_MONTHS, MONTHS), FROM(ADVISE_VOLUME, 50 * M) } },
	{ "S0:12", NULL, ANSWER_FT, "stable, and below 100 ms",
	  .when = { FROM(TRAIT_STABLE_MONTHS, MONTHS), BELOW(ADVISE_LATENCY, REAL_TIME_S) } },
};

static void decide_c1f(const struct advise_inputs *inputs, struct advice *advice)
{
	decide_first(inputs, advice);
	if (advice->answer == ANSWER_HYBRID)
		advice_overlaps(advice, 0, 4);
	if (advice->rule < 0 && !advice_knows_nothing(advice))
		advice_remark(advice, REMARK_GAP,
			      "nothing is said of stable knowledge with moderate traffic and time, "
			      "nor of what is neither frequent nor stable");
}

const struct advise_framework framework_c1f = { "C1f", "S0:11-14", "the article in short",
						RULES(c1f_rules), decide_c1f };

/* ---- C1g: may it be a hybrid? ---- */

static const struct advise_rule c1g_rules[] = {
	{ "S0:162", NULL, ANSWER_NOT_HYBRID, "no ML expertise, a hybrid needs both teams",
	  .when = { NO(TRAIT_TEAM_ML) } },
	{ "S0:162", NULL, ANSWER_NOT_HYBRID, "no data engineering, a hybrid needs both teams",
	  .when = { NO(TRAIT_TEAM_DATA_ENGINEERING) } },
	{ "S0:113", NULL, ANSWER_NOT_HYBRID,
	  "not trained to use passages: expect errors from distractors",
	  .when = { NO(ADVISE_RAFT) } },
	{ "S0:113-114", NULL, ANSWER_HYBRID, "trained on passages, 80 % with the right one",
	  .when = { YES(ADVISE_RAFT) } },
};

const struct advise_framework framework_c1g = { "C1g", "S0:113-115, 162", "is a hybrid admissible",
						RULES(c1g_rules), decide_first };
