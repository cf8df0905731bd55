// SPDX-License-Identifier: MIT
/*
 * Values with their sources as words: what `ragtop models NAME` prints.
 */
#ifndef RAGTOP_CLI_QUOTE_TEXT_H
#define RAGTOP_CLI_QUOTE_TEXT_H

#include <stdio.h>

#include "io/json_write.h"
#include "io/model.h"
#include "io/price_book.h"

/* All that is known of it, a value and its source at a time. */
void model_explain(FILE *out, const struct model *model);
void price_book_explain(FILE *out, const struct price_book *book);

/* The same as objects. */
void model_json(struct json_writer *writer, const struct model *model);
void price_book_json(struct json_writer *writer, const struct price_book *book);

#endif
