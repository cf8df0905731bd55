// SPDX-License-Identifier: MIT
/*
 * L2. A scenario from a handful of answers: what `ragtop new` asks, how an answer is read, what it
 * sets, and the file that comes of it. Who asks, and where, is not known here.
 *
 * The file holds what was asked about and no more, so that it stays readable and later defaults
 * apply to the rest. A number that somebody gave has "yours" as its source; a default that nobody
 * objected to keeps the source of the parameter table.
 */
#ifndef RAGTOP_IO_INTERVIEW_H
#define RAGTOP_IO_INTERVIEW_H

#include <stdbool.h>
#include <stdio.h>

#include <ragtop/error.h>
#include <ragtop/scenario.h>

enum question_id {
	QUESTION_VOLUME,
	QUESTION_QUESTION,
	QUESTION_ANSWER,
	QUESTION_DOCUMENTS,
	QUESTION_CHANGES,
	QUESTION_LATENCY,
	QUESTION_STALE,
	QUESTION_BUDGET,
	QUESTION_CITATIONS,
	QUESTION_FORMAT,
	QUESTION_PRICES,
	QUESTION_IDS, /* how many there are */
};

struct question {
	const char *option;   /* "--volume" */
	const char *text;     /* "queries a month" */
	const char *fallback; /* the answer when there is none, as one would type it */
	const char *explanation;
};

extern const struct question question_table[QUESTION_IDS];

struct interview {
	bool given[QUESTION_IDS];   /* else it is the fallback */
	double value[QUESTION_IDS]; /* NaN: no limit wanted */
	char price_book[SCENARIO_BOOK_SIZE];
};

/* Everything as it is when nobody answers. */
void interview_init(struct interview *interview);
/* Takes what somebody typed. False: error says what is wrong, nothing is taken. */
bool interview_answer(struct interview *interview, enum question_id id, const char *text,
		      struct error *error);
void interview_write(const struct interview *interview, const char *name, FILE *out);

#endif
