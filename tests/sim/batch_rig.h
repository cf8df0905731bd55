// SPDX-License-Identifier: MIT
/*
 * Queries for tests of the batch, and what becomes of them in it. Not for production code.
 */
#ifndef RAGTOP_TESTS_SIM_BATCH_RIG_H
#define RAGTOP_TESTS_SIM_BATCH_RIG_H

#include "sim/batch.h"
#include "validate/steps.h"

enum { QUERIES = 4000 };

extern struct step_query queries[QUERIES];
extern struct batch batch;
/* 70B parameters, 8 bits, 4 x H100; see docs/MODEL.md. */
extern const struct batch_setup large;

/* Poisson arrivals; lengths are lognormal, both of the same variation. */
void draw_queries(uint64_t seed, double rate_rps, double prompt_tok, double output_tok, double cv);
/* Writes what is done before until_s to the queries. */
void take_reports(double until_s);
/* All queries through the batch. */
void closed_form(const struct batch_setup *setup);

#endif
