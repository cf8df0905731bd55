// SPDX-License-Identifier: MIT
/*
 * L1. What each architecture is made of: a row of stages, and the demand that one query puts on
 * them.
 *
 * A demand is an architecture under one set of parameters, with every "null: as the base model"
 * resolved. The micro simulation, the ledger and the quality model all read it, so a length or a
 * price means the same in each of them.
 */
#ifndef RAGTOP_SIM_ARCH_H
#define RAGTOP_SIM_ARCH_H

#include <stdbool.h>

#include <ragtop/arch.h>
#include <ragtop/params.h>
#include "sim/answers.h"
#include "sim/batch.h"
#include "sim/queues.h"

/* Where an architecture has your facts from. */
enum facts {
	FACTS_NONE,   /* it does not: what the base model happens to know */
	FACTS_INDEX,  /* passages found by a search */
	FACTS_MODEL,  /* trained into the model */
	FACTS_PROMPT, /* the whole corpus, in every prompt */
};

/* The start of the prompt that queries share, kept by whoever serves the model. */
struct prefix {
	double tok;               /* 0: nothing is kept */
	bool shared;              /* by all queries; else by those that a trace says begin alike */
	double ttl_s;             /* since it was used last */
	double changes_rps;       /* it is rewritten so often, and then has to be read anew */
	double read_usd_per_tok;  /* price when it is there */
	double write_usd_per_tok; /* and when it is not */
};

/* The other way of a routed hybrid: a share of the queries goes to the tuned model at once. */
struct direct {
	double frac; /* 0: there is no other way */
	double instructions_tok, question_tok, answer_tok;
	double ttft_s, prompt_tok_s, output_tok_s;
	double input_usd_per_tok, output_usd_per_tok;
	double valid_frac;
};

struct demand {
	enum arch arch;
	enum facts facts;
	bool retrieves; /* embeds and searches */
	bool tuned;     /* by a model that is retrained */
	struct direct direct;
	double instructions_tok; /* the same in every prompt */
	double history_tok;      /* mean; of the conversation so far */
	double question_tok;     /* mean; varies with the query's length */
	double context_tok;      /* passages or corpus, as far as they fit; else 0 */
	double fits_frac;        /* of the passages or the corpus */
	double answer_tok;       /* mean; varies with the query's length */
	double window_tok;       /* the model takes no more than this in prompt and answer */
	struct prefix prefix;    /* part of instructions and context */

	struct queue_demand queues[QUEUE_COUNT]; /* without servers where it does not retrieve */
	double queue_limit;
	/* behind an API */
	double ttft_s, prompt_tok_s, output_tok_s;
	double rpm_limit, tpm_limit;
	/* or served by yourself: then tokens cost nothing, hours do */
	bool self;
	/* what is broken, see condition.h */
	bool search_down;
	double api_fail_frac, api_slow;
	bool failover; /* a call that failed goes to another provider, later and dearer */
	double failover_s, failover_usd_factor, failover_input_usd_per_tok,
		failover_output_usd_per_tok;
	struct batch_setup serving;
	double serving_usd_per_hour; /* all replicas */
	struct batch_load load;      /* what the replicas have to expect */

	double input_usd_per_tok; /* static cached share included */
	double output_usd_per_tok;
	double embed_usd_per_query, read_usd_per_query, rerank_usd_per_query;

	struct answer_law answers; /* the cache of whole answers */
	double answers_s;          /* time to look into it */
	double format_frac;        /* of the answers, whose format matters */
	double valid_frac;         /* in the demanded format, at the first try */
	int repair_tries;
	double review_frac, review_s, review_usd;
};

/* Read units of a query when the corpus is of this size, beside those at time 0. */
double arch_read_growth(const struct params *params, double corpus_scale);

void arch_demand(const struct params *params, enum arch arch, struct demand *demand);
/* Share of the queries that find the prefix, under Poisson arrivals: they come so often, it is
 * rewritten so often, and lives for ttl_s since its last use: r / (r + u) (1 - exp(-(r + u) ttl)).
 */
double prefix_hit_frac(const struct prefix *prefix, double rate_rps);
/* Mean calls of the model's API for a query, where some fail. */
double demand_tries(const struct demand *demand);
/* Of a routed hybrid: the queries that need no fact go to the cheaper of the two ways that serves
 * them well (routed.min_correct_frac); if neither does, to the better one. Facts are looked up. */
bool arch_routes_directly(const struct params *params);
/* Mean tokens of a whole prompt. */
double demand_prompt_tok(const struct demand *demand);

/* Answers asked for again, by answer; how many there are in all is one more. */
double demand_repairs_mean(const struct demand *demand);

/* Does the architecture have this stage? */
bool arch_has_stage(enum arch arch, enum stage stage);
bool arch_retrieves(enum arch arch);
bool arch_tuned(enum arch arch);
enum facts arch_facts(enum arch arch);
/* Is the model of any architecture behind an API? */
bool arch_any_api(const struct params *params);
/* Seconds until it goes live, in the parameters of the start; 0 in those of a regime in which it is
 * live, see profile.c. Until then its demand is that of a prompt alone. */
double arch_build_s(const struct params *params, enum arch arch);
bool arch_live(const struct params *params, enum arch arch);
void arch_go_live(struct params *params, enum arch arch);
/* Fees that an architecture has under a parameter of its own. */
double arch_engineering_usd_per_month(const struct params *params, enum arch arch);
double arch_upfront_usd(const struct params *params, enum arch arch);

#endif
