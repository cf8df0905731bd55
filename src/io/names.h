// SPDX-License-Identifier: MIT
/*
 * L2. Names that people mistype, and values they may give: shared by the reader of scenario files
 * and by settings from the command line, so that both say the same.
 */
#ifndef RAGTOP_IO_NAMES_H
#define RAGTOP_IO_NAMES_H

#include <stdbool.h>
#include <stddef.h>

#include <ragtop/error.h>
#include <ragtop/params.h>
#include <ragtop/traits.h>

enum { NAME_SIZE = 96 };

/* Writes `candidate` into `best` when it is the likeliest so far to be what `name` should have
 * been. Start with best empty. */
void name_suggest(const char *name, const char *candidate, char best[NAME_SIZE]);

/* The index of a name among those of a list that ends in NULL. The error names them all. */
bool name_choose(const char *const *choices, const char *name, double *value, struct error *error);
/* The index of a choice's name. The error names the choices. */
bool choice_find(enum param_id id, const char *name, double *value, struct error *error);

/* The likeliest trait to be meant by a key that is none; "" where nothing is near. */
void trait_suggest(const char *key, char near[NAME_SIZE]);
/* The same as choice_find for a trait, and a check of its kind and range. */
bool trait_choice_find(enum trait trait, const char *name, double *value, struct error *error);
bool trait_check(enum trait trait, double value, struct error *error);

/* Checks kind and range of a number; the error names the legal range. */
bool param_check(enum param_id id, double value, struct error *error);
bool range_check(const char *name, double value, double lo, double hi, struct error *error);

#endif
