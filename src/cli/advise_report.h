// SPDX-License-Identifier: MIT
/*
 * What `ragtop advise` prints.
 */
#ifndef RAGTOP_CLI_ADVISE_REPORT_H
#define RAGTOP_CLI_ADVISE_REPORT_H

#include <stdbool.h>
#include <stdio.h>

#include <ragtop/result.h>
#include <ragtop/scenario.h>
#include "study/advise.h"

struct advise_shown {
	const struct scenario *scenario;
	const struct result *result;
	const struct advise_report *report;
	bool only[ADVISE_FRAMEWORKS]; /* those asked for, where some are */
	bool explains;
};

void advise_text(FILE *out, const struct advise_shown *shown);
/* Every rule of the frameworks asked for, whether it fires, and on which inputs. */
void advise_explain(FILE *out, const struct advise_shown *shown);
void advise_json(FILE *out, const struct advise_shown *shown);

/* "knowledge", "behaviour", or "yes or no": what an input takes. */
void advise_choices(int input, char *text, size_t size);

#endif
