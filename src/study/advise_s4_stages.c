// SPDX-License-Identifier: MIT
/* The frameworks of S4 that look at evidence: the ladder, the audit of failures, special rules. */
#include <math.h>
#include <stdio.h>

#include "study/advise_rules.h"

#define SMALL_CORPUS_TOK 200e3
#define DAILY(queries) ((queries)*QPD)

/* ---- C5e: the prompting ladder ---- */

enum {
	C5E_SOLVED,
	C5E_BOTH,
	C5E_BEHAVIOUR,
	C5E_REASONING,
	C5E_LARGE,
	C5E_LARGE_BOTH,
	C5E_FITS,
	C5E_FITS_BOTH,
	C5E_UNCONFIRMED,
	C5E_RANDOM,
};

static const struct advise_rule c5e_rules[] = {
	[C5E_SOLVED] = { "S4:220", "rung 1", ANSWER_PROMPT, "a good prompt solves 80 % or more",
			 .when = { FROM(TRAIT_PROMPTING_FRAC, 0.8) } },
	[C5E_BOTH] = { "S4:226", "rung 4", ANSWER_HYBRID,
		       "production data show missing facts and wrong behaviour",
		       .when = { YES(TRAIT_BEHAVIOUR_CONFIRMED),
				 IS(TRAIT_PROBLEM, PROBLEM_BOTH) } },
	[C5E_BEHAVIOUR] = { "S4:224", "rung 3", ANSWER_FT, "production data show wrong behaviour",
			    .when = { YES(TRAIT_BEHAVIOUR_CONFIRMED),
				      IS(TRAIT_PROBLEM, PROBLEM_BEHAVIOUR) } },
	[C5E_REASONING] = { "S4:224, 209", "rung 3", ANSWER_FT,
			    "production data show wrong reasoning",
			    .when = { YES(TRAIT_BEHAVIOUR_CONFIRMED),
				      IS(TRAIT_PROBLEM, PROBLEM_REASONING) } },
	[C5E_LARGE] = { "S4:222", "rung 2", ANSWER_RAG,
			"facts are missing, and too many for a prompt",
			.when = { IS(TRAIT_PROBLEM, PROBLEM_KNOWLEDGE),
				  FROM(ADVISE_CORPUS, SMALL_CORPUS_TOK) } },
	[C5E_LARGE_BOTH] = { "S4:222", "rung 2", ANSWER_RAG,
			     "facts are missing, and too many for a prompt; behaviour is next",
			     .when = { IS(TRAIT_PROBLEM, PROBLEM_BOTH),
				       FROM(ADVISE_CORPUS, SMALL_CORPUS_TOK) } },
	[C5E_FITS] = { "S4:220-222", "rung 1", ANSWER_PROMPT,
		       "facts are missing, and a prompt can hold them",
		       .when = { IS(TRAIT_PROBLEM, PROBLEM_KNOWLEDGE),
				 BELOW(ADVISE_CORPUS, SMALL_CORPUS_TOK) } },
	[C5E_FITS_BOTH] = { "S4:220-222", "rung 1", ANSWER_PROMPT,
			    "facts are missing, and a prompt can hold them",
			    .when = { IS(TRAIT_PROBLEM, PROBLEM_BOTH),
				      BELOW(ADVISE_CORPUS, SMALL_CORPUS_TOK) } },
	[C5E_UNCONFIRMED] = { "S4:220, 224", "rung 1", ANSWER_PROMPT,
			      "no production data say that behaviour fails",
			      .when = { NO(TRAIT_BEHAVIOUR_CONFIRMED),
					FROM(TRAIT_PROBLEM, PROBLEM_BEHAVIOUR) } },
	[C5E_RANDOM] = { "S4:211, 220", "rung 1", ANSWER_PROMPT, "failures have no pattern",
			 .when = { IS(TRAIT_PROBLEM, PROBLEM_RANDOM) } },
};

static void c5e_next(struct advice *advice)
{
	const char *next = NULL;

	if (advice->answer == ANSWER_PROMPT)
		next = "RAG, when facts are missing that a prompt cannot hold; tuning, when "
		       "production data confirm that behaviour fails";
	else if (advice->answer == ANSWER_RAG)
		next = "tuning, when production data confirm that behaviour fails";
	else if (advice->answer == ANSWER_FT)
		next = "a hybrid, when production data show missing facts as well";
	if (next)
		advice_remark(advice, REMARK_NOTE, "next rung: %s", next);
}

static void decide_c5e(const struct advise_inputs *inputs, struct advice *advice)
{
	double used = inputs->at[TRAIT_IN_USE].value;
	bool tried = used >= IN_USE_PROMPT;

	decide_first(inputs, advice);
	c5e_next(advice);
	if (advice->answer != ANSWER_FT && advice->answer != ANSWER_HYBRID)
		return;
	if (isnan(used))
		advice->missing[TRAIT_IN_USE] = true;
	else
		advice->used[TRAIT_IN_USE] = true;
	if (!tried)
		advice_remark(advice, REMARK_NOTE,
			      "skipped rung: tuning before a prompt and RAG were in use (S4:228)");
}

const struct advise_framework framework_c5e = { "C5e", "S4:220-228", "prompting ladder",
						RULES(c5e_rules), decide_c5e };

/* ---- C5f: an audit of failures ---- */

enum { C5F_INFORMATION, C5F_FORMAT, C5F_REASONING, C5F_RANDOM, C5F_KINDS, C5F_FEW = C5F_KINDS };

/* The rows only say which counts are looked at and which answer each has; shares decide. */
static const struct advise_rule c5f_rules[] = {
	[C5F_INFORMATION] = { "S4:205", NULL, ANSWER_RAG, "missing information",
			      .when = { ABOVE(TRAIT_AUDIT_INFORMATION, 0) } },
	[C5F_FORMAT] = { "S4:207", NULL, ANSWER_FT, "format or structure",
			 .when = { ABOVE(TRAIT_AUDIT_FORMAT, 0) } },
	[C5F_REASONING] = { "S4:209", NULL, ANSWER_FT_OR_STRONGER, "wrong reasoning",
			    .when = { ABOVE(TRAIT_AUDIT_REASONING, 0) } },
	[C5F_RANDOM] = { "S4:211", NULL, ANSWER_PROMPT, "no pattern",
			 .when = { ABOVE(TRAIT_AUDIT_RANDOM, 0) } },
	[C5F_FEW] = { "S4:203", NULL, ANSWER_NONE, "fewer than 50 outputs scored",
		      .when = { BELOW(TRAIT_AUDIT_SAMPLES, 50) } },
};

/* Wilson's interval of a share at 95 %. */
static void wilson(double count, double n, double *lo, double *hi)
{
	const double z = 1.959964, p = count / n, z2 = z * z / n;
	const double middle = (p + z2 / 2) / (1 + z2);
	const double half = z / (1 + z2) * sqrt(p * (1 - p) / n + z2 / (4 * n));

	*lo = middle - half;
	*hi = middle + half;
}

/* Failures by kind and their sum; false where one is unknown. */
static bool c5f_counts(const struct advise_inputs *inputs, double count[C5F_KINDS], double *sum)
{
	*sum = 0;
	for (int i = 0; i < C5F_KINDS; i++) {
		count[i] = inputs->at[TRAIT_AUDIT_INFORMATION + i].value;
		*sum += count[i];
	}
	return !isnan(*sum) && !isnan(inputs->at[TRAIT_AUDIT_SAMPLES].value);
}

static int c5f_largest(const double count[C5F_KINDS])
{
	int largest = 0;

	for (int i = 1; i < C5F_KINDS; i++)
		largest = count[i] > count[largest] ? i : largest;
	return largest;
}

static void c5f_cluster(struct advice *advice, const double count[C5F_KINDS], double sum)
{
	const struct advise_rule *rules = advice->framework->rules;
	int top = c5f_largest(count);
	double lo, hi;

	wilson(count[top], sum, &lo, &hi);
	if (count[C5F_INFORMATION] >= 0.3 * sum && count[C5F_FORMAT] >= 0.3 * sum)
		advice_say(advice, ANSWER_HYBRID, "S4:205-207, 226",
			   "information and format are 30 %% or more each of the failures");
	else if (count[top] >= 0.5 * sum)
		advice_say(advice, rules[top].answer, rules[top].source,
			   "%s in %.0f of %.0f failures (%.0f to %.0f %%)", rules[top].text,
			   count[top], sum, 100 * lo, 100 * hi);
	else if (count[top] < 0.4 * sum)
		advice_say(advice, ANSWER_PROMPT, "S4:211",
			   "no kind of failure has 40 %%: without a pattern");
	else
		advice_remark(
			advice, REMARK_GAP,
			"gap 40 to 50 %%: %s leads with %.0f of %.0f (%.0f to %.0f %%), which "
			"is neither a cluster nor none",
			rules[top].text, count[top], sum, 100 * lo, 100 * hi);
	advice_remark(advice, REMARK_NOTE,
		      "\"cluster\" has no number; half, or 30 %% twice, is taken (ours)");
}

static void decide_c5f(const struct advise_inputs *inputs, struct advice *advice)
{
	double count[C5F_KINDS], sum, samples = inputs->at[TRAIT_AUDIT_SAMPLES].value, lo, hi;

	if (!c5f_counts(inputs, count, &sum))
		return;
	if (sum == 0 && samples >= 50) {
		advice_remark(advice, REMARK_NOTE, "no failure: there is nothing to change");
	} else if (advice_fires(advice, C5F_FEW)) {
		wilson(sum < samples ? sum : samples, samples > 0 ? samples : 1, &lo, &hi);
		advice_say(advice, ANSWER_NONE, "S4:203", "inconclusive, fewer than 50 outputs");
		advice_remark(advice, REMARK_NOTE,
			      "the share that fails is known to %.0f to %.0f %% only", 100 * lo,
			      100 * hi);
	} else {
		c5f_cluster(advice, count, sum);
	}
	if (sum > samples)
		advice_remark(advice, REMARK_NOTE, "more failures than outputs scored");
}

const struct advise_framework framework_c5f = { "C5f", "S4:203-211", "audit of failures",
						RULES(c5f_rules), decide_c5f };

/* ---- C5g: special rules ---- */

enum { C5G_FULL = 7 };

static const struct advise_rule c5g_rules[] = {
	{ "S4:235", "compliance", ANSWER_RAG, "records must be deleted on demand",
	  .vetoes_ft = true, .when = { YES(TRAIT_DELETION_RIGHT) } },
	{ "S4:233, 237", "compliance", ANSWER_RAG, "personal data, which tuning has to leave out",
	  .vetoes_ft = true, .when = { YES(TRAIT_PERSONAL_DATA) } },
	{ "S4:233", "compliance", ANSWER_RAG, "access has to be controlled explicitly",
	  .vetoes_ft = true, .when = { YES(TRAIT_ACCESS_CONTROL) } },
	{ "S4:169, 284", "RAFT", ANSWER_HYBRID, "passages are right and misused, or noisy",
	  .when = { YES(TRAIT_RETRIEVED_MISUSED), YES(TRAIT_RAFT_RESOURCES) } },
	{ "S4:296", "volume", ANSWER_RAG, "below 50,000 a day",
	  .when = { BELOW(ADVISE_VOLUME, DAILY(50e3)) } },
	{ "S4:296", "volume", ANSWER_COMPUTE, "50,000 to 100,000 a day",
	  .when = { FROM(ADVISE_VOLUME, DAILY(50e3)), UP_TO(ADVISE_VOLUME, DAILY(100e3)) } },
	{ "S4:296", "volume", ANSWER_FT, "more than 100,000 a day",
	  .when = { ABOVE(ADVISE_VOLUME, DAILY(100e3)) } },
	{ "S4:292", "method", ANSWER_FT, "utmost quality and a very large set: full tuning",
	  .ours = true, .when = { YES(TRAIT_MAXIMUM_PERFORMANCE), ABOVE(TRAIT_LABELS, 10000) } },
};

static void c5g_method(const struct advise_inputs *inputs, struct advice *advice)
{
	bool full = advice_fires(advice, C5G_FULL);

	if (inputs->at[TRAIT_RETRIEVED_MISUSED].value == 1 &&
	    inputs->at[TRAIT_RAFT_RESOURCES].value == 0)
		advice_remark(advice, REMARK_NOTE,
			      "RAFT would be the answer, with engineers to do it (S4:169)");
	advice_remark(advice, REMARK_NOTE, "if it is tuned: %s (S4:292)",
		      full ? "full tuning, more than 10,000 labels are taken for very many (ours)"
			   : "LoRA or QLoRA");
	if (inputs->at[TRAIT_GOVERNANCE].value == 1)
		advice_remark(advice, REMARK_NOTE,
			      "serve it yourself, so that neither documents nor weights leave "
			      "(S4:239)");
}

static void decide_c5g(const struct advise_inputs *inputs, struct advice *advice)
{
	int rule = advice_first(advice, 0, C5G_FULL);

	if (rule < 0)
		return;
	advice_take(advice, rule);
	advice_look_until(inputs, advice, rule + 1);
	advice_overlaps(advice, 0, C5G_FULL);
	c5g_method(inputs, advice);
}

const struct advise_framework framework_c5g = { "C5g", "S4:165-169, 231-239, 284, 292, 296",
						"special rules", RULES(c5g_rules), decide_c5g };
