// SPDX-License-Identifier: MIT
/*
 * L2. Price books: what one article, or today's list prices, say that things cost. They come before
 * a scenario's own parameters and after the built-in defaults.
 *
 * A parameter is a scenario's own when its file or a setting names it, or when its value is not
 * that of the book or the default. Another book moves all that is not the scenario's own, and
 * nothing else. Books are read from the catalogue once and stay; ask from one thread.
 */
#ifndef RAGTOP_IO_PRICE_BOOK_H
#define RAGTOP_IO_PRICE_BOOK_H

#include <stdbool.h>

#include <ragtop/error.h>
#include <ragtop/scenario.h>

/* A value with where it comes from. */
struct quote {
	enum param_id param;
	double value; /* NaN is null */
	struct param_note note;
};

enum { QUOTES_MAX = 48 };

struct price_book {
	char id[SCENARIO_BOOK_SIZE];    /* "s4" */
	char label[SCENARIO_BOOK_SIZE]; /* "S4" */
	char title[64], summary[SCENARIO_SUMMARY_SIZE];
	char date[16]; /* of its prices, "" or YYYY-MM-DD */
	int quote_count;
	struct quote quotes[QUOTES_MAX];
};

/* In the order of the `$` key: S0 to S4, then current. */
int price_book_count(void);
const struct price_book *price_book_at(int index);
/* In upper or lower case. NULL when there is none of that id. */
const struct price_book *price_book_find(const char *id);
/* The error names those that there are. */
bool price_book_check(const char *id, struct error *error);
/* "S4"; "" for "". */
const char *price_book_label(const char *id);
/* NULL when the book leaves the parameter out. */
const struct quote *price_book_quote(const struct price_book *book, enum param_id param);

/* What a parameter is where the scenario does not say: the book's value, else the default. */
double scenario_base_value(const struct scenario *scenario, enum param_id param);
bool scenario_is_own(const struct scenario *scenario, enum param_id param);
/* Where its value comes from: what the file says, or the book; NULL: the table says it. */
const struct param_note *scenario_source(const struct scenario *scenario, enum param_id param);
/* Is its value a guess: does the file, the book or, where neither says anything, the table call it
 * assumed? What somebody set without saying why is taken as known. */
bool scenario_is_assumed(const struct scenario *scenario, enum param_id param);
/* Is that the book? */
bool scenario_from_book(const struct scenario *scenario, enum param_id param);
/* Prices by this book from now on; "" for none. The id is one of a book, in any case; the scenario
 * has it as the book does. */
void scenario_price_book(struct scenario *scenario, const char *id);

/* From the text of a file of the catalogue; what is wrong with it is said with its place. */
bool price_book_parse(const char *text, size_t size, struct price_book *book, struct error *error);

#endif
