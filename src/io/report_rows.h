// SPDX-License-Identifier: MIT
/*
 * L2. The figures that reports for people have, row by row: what each is called, its target, who is
 * best and who misses it.
 */
#ifndef RAGTOP_IO_REPORT_ROWS_H
#define RAGTOP_IO_REPORT_ROWS_H

#include <stdbool.h>

#include <ragtop/result.h>
#include <ragtop/scenario.h>
#include "base/format.h"

enum { REPORT_CELL_SIZE = 2 * FORMAT_SIZE + 8 };

struct report_row {
	const char *label;
	const char *path;   /* of figure_table */
	enum target target; /* TARGET_COUNT: none */
	bool interval;      /* is shown as well */
};

struct report_part {
	const char *heading;
	const struct report_row *rows;
	int count;
};

extern const struct report_part report_parts[];
extern const int report_part_count;

/* Some are only of use where somebody asked for what they are about. */
bool report_part_applies(const struct report_part *part, const struct scenario *scenario,
			 const struct result *result);

/* A row as text, cells in the order of the scenario's architectures. */
struct report_line {
	char label[REPORT_CELL_SIZE];
	char cells[ARCH_COUNT][REPORT_CELL_SIZE];
	const char *flags[ARCH_COUNT]; /* "★" best, "!" misses the target, or NULL */
	bool has_interval;
	char intervals[ARCH_COUNT][REPORT_CELL_SIZE]; /* of 95 %, with has_interval */
};

void report_line_make(struct report_line *line, const struct report_row *row,
		      const struct scenario *scenario, const struct result *result);

#endif
