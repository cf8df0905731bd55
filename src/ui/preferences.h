// SPDX-License-Identifier: MIT
/*
 * L4. What somebody likes the dashboard to be: from a file (io/config.h), overruled by the command
 * line. Each knows where it came from.
 *
 * The file is $XDG_CONFIG_HOME/ragtop/config, or ~/.config/ragtop/config. Nothing is written there
 * unless it is asked for, and then one line of it.
 */
#ifndef RAGTOP_UI_PREFERENCES_H
#define RAGTOP_UI_PREFERENCES_H

#include <limits.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <ragtop/error.h>
#include "ui/dashboard.h"

enum preference {
	PREFERENCE_THEME,
	PREFERENCE_COLOR,
	PREFERENCE_CHARSET,
	PREFERENCE_LAYOUT,
	PREFERENCE_MOUSE,
	PREFERENCE_MOTION,
	PREFERENCE_SYNC,
	PREFERENCE_THREADS,
	PREFERENCE_COUNT,
};

/* For those that are on or off. */
enum { PREFERENCE_ON, PREFERENCE_OFF };

enum preference_origin { BY_DEFAULT, BY_FILE, BY_ARGUMENT };

enum { BINDINGS_MAX = 26, BINDING_SIZE = 256 };

struct binding {
	char key;
	char command[BINDING_SIZE];
	int line; /* of the file */
};

struct preferences {
	char path[PATH_MAX]; /* "": nowhere */
	char *text;          /* the file as it was read; NULL: there is none */
	size_t size;
	struct {
		int value; /* the place among its choices, or a whole number */
		enum preference_origin origin;
		int line;
	} of[PREFERENCE_COUNT];
	int binding_count;
	struct binding bindings[BINDINGS_MAX];
};

void preferences_init(struct preferences *preferences);
void preferences_release(struct preferences *preferences);
/* Reads a file, the usual one if path is NULL; that one need not be there. */
bool preferences_load(struct preferences *preferences, const char *path, struct error *error);
void preferences_set(struct preferences *preferences, enum preference which, int value);
/* All of it in the form of a file, with comments that say where it came from. */
void preferences_print(const struct preferences *preferences, FILE *out);
void preferences_apply(const struct preferences *preferences, struct dashboard_options *options);

/* "theme" */
const char *preference_name(enum preference which);
/* "dark|light|terminal|mono" */
const char *preference_choices(enum preference which);
/* Does a change of it act at once, or from the next start on? */
bool preference_is_live(enum preference which);
/* The error names the likeliest to be meant. */
bool preference_find(const char *name, enum preference *which, struct error *error);
bool preference_parse(enum preference which, const char *text, int *value, struct error *error);
const char *preference_text(enum preference which, int value, char *buffer, size_t size);

/* Keys that no action has, so that they are the user's: one character each. */
extern const char preference_free_keys[];
/* The command line that a key is bound to; NULL: none. */
const char *preferences_command(const struct preferences *preferences, uint32_t key);
/* "key.!" -> '!'; 0, with an error, when it cannot be bound. */
char preference_key(const char *name, struct error *error);

/* Changes one line of the file; name is that of a preference or "key.!". When the file is another
 * than was read, that is said first, and a second time writes. */
bool preferences_save(struct preferences *preferences, const char *name, const char *value,
		      struct error *error);

#endif
