// SPDX-License-Identifier: MIT
/*
 * L4. The dashboard's screen without a terminal: what it shows of a scenario once everything is
 * computed, as text, with ANSI colours, or as SVG. For documents, and for people without a
 * terminal.
 */
#ifndef RAGTOP_UI_PICTURE_H
#define RAGTOP_UI_PICTURE_H

#include <ragtop/error.h>
#include <ragtop/scenario.h>
#include "ui/theme.h"

enum picture_format { PICTURE_SVG, PICTURE_ANSI, PICTURE_TEXT };

enum { PICTURE_COLUMNS_MAX = 500, PICTURE_ROWS_MAX = 200 };

struct picture {
	int columns, rows; /* 1 to the limits above */
	enum picture_format format;
	enum theme theme; /* not for text */
	int step;         /* of the scenario's tour, 1 the first; 0: no tour */
	int threads;      /* of the simulation; 0: one per processor */
	const char *view; /* that has the screen for itself, by name; NULL: the main screen */
	const char *form; /* of the view, by name; NULL: its first */
	const char
		*keys; /* pressed then, blanks between them, as the help calls them; NULL: none */
};

/* Are there such a view, such a form of it and such keys? */
bool picture_check(const struct picture *picture, struct error *error);

/* What it can draw: all names of views with commas between; the i-th form and its view, NULL beyond
 * the last. */
void picture_views(char *text, size_t size);
const char *picture_form(int i, const char **view);

/* Blocks until the figures are settled. file_name as in dashboard_main. The caller frees. */
char *picture_draw(const struct scenario *scenario, const char *file_name,
		   const struct picture *picture);

#endif
