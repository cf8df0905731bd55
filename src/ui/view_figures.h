// SPDX-License-Identifier: MIT
/*
 * L4. The figures of the scoreboard: what they are called, what is better, how they are written.
 * The answer takes its figures from here too, so that both say the same in the same digits.
 */
#ifndef RAGTOP_UI_VIEW_FIGURES_H
#define RAGTOP_UI_VIEW_FIGURES_H

#include <stddef.h>

#include "base/format.h"
#include "ui/view.h"

#define NO_TARGET TARGET_COUNT

struct figure_row {
	const char *label, *narrow; /* narrow: at most 10 columns */
	enum unit unit;
	size_t offset;           /* into struct arch_result */
	size_t second;           /* shown behind a comma; 0: none */
	int better;              /* -1: less, 1: more, 0: neither */
	enum target target;      /* that the figure is measured by, or NO_TARGET */
	enum target unit_target; /* in whose unit it is written, or NO_TARGET */
	int rank;                /* rows with low ranks are shown first */
};

extern const struct figure_row figure_rows[];
extern const int figure_row_count;
/* Rows up to this rank are those of the short form. */
extern const int figure_rank_short;

/* The row that a target speaks of. */
const struct figure_row *figure_of_target(enum target target);

/* One value per architecture that is shown; NaN: cannot be told. */
struct figure_values {
	int n;
	enum arch arch[ARCH_COUNT];
	double value[ARCH_COUNT], second[ARCH_COUNT];
};

/* Of the whole run, or up to the playhead if the user asked for that. */
void figure_get(const struct frame *frame, const struct figure_row *row,
		struct figure_values *values);
/* Texts in one form for the row, with the digits that two of them need to differ. */
void figure_texts(const struct frame *frame, const struct figure_row *row,
		  const struct figure_values *values, char text[ARCH_COUNT][FORMAT_SIZE]);
/* One architecture's figure of the whole run, as its row in the scoreboard has it. */
void figure_text(const struct frame *frame, const struct figure_row *row, enum arch arch,
		 char *buffer, size_t size);

#endif
