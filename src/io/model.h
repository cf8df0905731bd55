// SPDX-License-Identifier: MIT
/*
 * L2. The model catalogue: models behind an API, and presets of a model on hardware of your own,
 * each a list of values with their sources. Read once and kept; ask from one thread.
 */
#ifndef RAGTOP_IO_MODEL_H
#define RAGTOP_IO_MODEL_H

#include <stdbool.h>
#include <stddef.h>

#include <ragtop/error.h>
#include <ragtop/scenario.h>
#include "io/price_book.h"

struct model {
	char id[SCENARIO_MODEL_SIZE], title[64];
	char provider[64]; /* of the API, or what it runs on */
	bool self;         /* served by yourself */
	int quote_count;
	struct quote quotes[QUOTES_MAX];
};

/* By file and by place in it. */
int model_count(void);
const struct model *model_at(int index);
/* In upper or lower case. NULL when there is none of that id. */
const struct model *model_find(const char *id);
/* "did you mean" when there is none. */
bool model_check(const char *id, struct error *error);
/* NULL when nothing is known of it. */
const struct quote *model_quote(const struct model *model, enum param_id param);

/* What a model of the kind usually says and this one does not, in words: there a scenario keeps
 * what it has. "" for nothing. */
void model_unsaid(const struct model *model, char *text, size_t size);

/* Gives the scenario's base model this one's values, with their sources. They count as the
 * scenario's own. False when a trace that is replayed says one of them. */
bool scenario_take_model(struct scenario *scenario, const struct model *model, struct error *error);

/* Appends the models of the text of a file to an array from xmalloc. */
bool model_parse(const char *text, size_t size, struct model **models, int *count,
		 struct error *error);

#endif
