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
#include <ragtop/arch.h>
#include <ragtop/params.h>
#include "sim/batch.h"

struct demand {
	enum arch arch;
	bool retrieves;          /* embeds and searches; its facts come from the index */
	bool tuned;              /* has a model that is retrained */
	double instructions_tok; /* the same in every prompt */
	double question_tok;     /* mean; varies with the query's length */
	double context_tok;      /* 0 without retrieval */
	double answer_tok;       /* mean; varies with the query's length */

	double embed_s, search_s; /* means */
	int embed_servers, search_servers;
	double queue_limit, timeout_s;
	/* behind an API */
	double ttft_s, prompt_tok_s, output_tok_s;
	double rpm_limit, tpm_limit;
	/* or served by yourself: then tokens cost nothing, hours do */
	bool self;
	struct batch_setup serving;
	double serving_usd_per_hour; /* all replicas */
	struct batch_load load;      /* what the replicas have to expect */

	double input_usd_per_tok; /* cached share included */
	double output_usd_per_tok;
	double embed_usd_per_query, read_usd_per_query;
};

/* Read units of a query when the corpus is of this size, beside those at time 0. */
double arch_read_growth(const struct params *params, double corpus_scale);

void arch_demand(const struct params *params, enum arch arch, struct demand *demand);

/* Does the architecture have this stage? */
bool arch_has_stage(enum arch arch, enum stage stage);
bool arch_retrieves(enum arch arch);
bool arch_tuned(enum arch arch);

#endif
