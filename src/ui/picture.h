// SPDX-License-Identifier: MIT
/*
 * L4. The dashboard's screen without a terminal: what it shows of a scenario once everything is
 * computed, as text, with ANSI colours, or as SVG. For documents, and for people without a
 * terminal.
 */
#ifndef RAGTOP_UI_PICTURE_H
#define RAGTOP_UI_PICTURE_H

#include <ragtop/scenario.h>
#include "ui/theme.h"

enum picture_format { PICTURE_SVG, PICTURE_ANSI, PICTURE_TEXT };

enum { PICTURE_COLUMNS_MAX = 500, PICTURE_ROWS_MAX = 200 };

struct picture {
	int columns, rows; /* 1 to the limits above */
	enum picture_format format;
	enum theme theme; /* not for text */
	int threads;      /* of the simulation; 0: one per processor */
};

/* Blocks until the figures are settled. file_name as in dashboard_main. The caller frees. */
char *picture_draw(const struct scenario *scenario, const char *file_name,
		   const struct picture *picture);

#endif
