// SPDX-License-Identifier: MIT
/*
 * A row of the parameter table as words, for `ragtop params`.
 */
#ifndef RAGTOP_CLI_PARAM_TEXT_H
#define RAGTOP_CLI_PARAM_TEXT_H

#include <stdbool.h>
#include <stdio.h>

#include <ragtop/params.h>
#include "io/json_write.h"

/* Its name, default, unit and meaning, for a list. */
void param_list(FILE *out, enum param_id id);
/* All that is known of it, one thing a line. */
void param_explain(FILE *out, enum param_id id);
/* Is one of the articles S0 to S4 named there? */
bool param_cites_article(enum param_id id);
/* The same as an object. */
void param_json(struct json_writer *writer, enum param_id id);
/* The same as a row of a table in Markdown, and the head of that table. */
void param_markdown(FILE *out, enum param_id id);
void param_markdown_head(FILE *out, enum param_group group);

#endif
