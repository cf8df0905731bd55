// SPDX-License-Identifier: MIT
/*
 * What can stand where the cursor is in a command line, one line each: the word, a tab and what it
 * means; a line ":files" where files can stand as well. Everything comes from the tables that the
 * program itself goes by: commands, options, parameters, models, claims.
 */
#ifndef RAGTOP_CLI_COMPLETION_WORDS_H
#define RAGTOP_CLI_COMPLETION_WORDS_H

#include <stdio.h>

#include "cli/cli.h"
#include "cli/options.h"

struct completion {
	FILE *out;
	const char *start; /* what is typed of the word so far */
	int kept_length;   /* bytes of it that stand before every word offered, "rag," of a list */
	const struct command *commands;
	int command_count, with_options;
	const char *command; /* that is completed; "dashboard" when none is named */
	const char *view;    /* after --view; NULL */
};

/* One word, if what is typed begins it. */
void completion_offer(const struct completion *completion, const char *word, const char *meaning);
/* Words of what an option takes, or an operand is called in a synopsis, such as SCENARIO. */
void completion_values(struct completion *completion, const char *option, const char *argument);

#endif
