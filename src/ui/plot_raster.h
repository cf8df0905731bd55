// SPDX-License-Identifier: MIT
/*
 * L4. The dots of a plot: lines, dashes, bands and signs on a grid that knows no axes.
 *
 * A cell has 2 x 4 dots as braille, 1 x 2 as half blocks, 1 x 3 as ASCII; dot (0, 0) is at the
 * bottom left. Lines are drawn bottom to top: dots of one cell are ORed, the cell has the colour of
 * the topmost. From the bottom: bands, backs (target line, you), lines, signs. A band gives up its
 * dots in a cell that has a line; a back shows only in cells with neither.
 */
#ifndef RAGTOP_UI_PLOT_RASTER_H
#define RAGTOP_UI_PLOT_RASTER_H

#include <stdbool.h>
#include <stdint.h>

#include "ui/canvas.h"

/* The dots of one column of a line or band, both included; a gap when lo > hi. */
struct span {
	int lo, hi;
	bool floor; /* zero on a log axis: every second column of the lowest dot */
};

extern const struct span span_gap;

/* Dashes in dots along the line: on, off, on, off; all 0 for a solid line. */
struct dash {
	uint8_t on, off, on2, off2;
};

/* Initialisers of the dashes in use. */
/* clang-format off */
#define DASH_SOLID { 0, 0, 0, 0 } /* RAG; p95 */
#define DASH_LONG { 6, 2, 6, 2 }  /* fine-tuned */
#define DASH_FINE { 1, 1, 1, 1 }  /* hybrid; p50 */
#define DASH_DOT { 6, 2, 2, 2 }   /* long context */
#define DASH_SPARSE { 2, 6, 2, 6 } /* prompt-only */
#define DASH_MIXED { 4, 2, 1, 2 } /* routed */
#define DASH_EVEN { 3, 3, 3, 3 }  /* p99 */
/* clang-format on */

struct pen {
	enum role role;
	int attrs;
	struct dash dash;
	char letter; /* stands in the line every 8 columns in ASCII; 0: none */
	const uint8_t
		*mine; /* one per column of cells: 0 where another line's colour stays; or NULL */
};

struct raster_cell {
	uint8_t line, band; /* bits of dots, see plot_raster.c */
	uint8_t line_role, band_role, line_attrs;
	char letter;
	uint32_t back, sign; /* 0: none */
	uint8_t back_role, sign_role, sign_attrs;
};

struct raster {
	int w, h;         /* cells */
	int dot_w, dot_h; /* dots of a cell */
	enum charset charset;
	struct raster_cell *cells;
};

void raster_init(struct raster *raster, int w, int h, enum charset charset);
void raster_release(struct raster *raster);
/* Dots of a cell in a charset. */
int raster_dot_w(enum charset charset);
int raster_dot_h(enum charset charset);

/* `spans` holds one per dot column: w * dot_w of them. */
void raster_line(struct raster *raster, const struct span *spans, const struct pen *pen);
/* One dot of a line that is no function of x; outside the raster nothing happens. */
void raster_dot(struct raster *raster, int x, int y, enum role role, int attrs);
void raster_band(struct raster *raster, const struct span *spans, enum role role);
/* Signs and backs by cell, row 0 at the top; outside the raster nothing happens. */
void raster_back(struct raster *raster, int x, int y, enum sign sign, enum role role);
void raster_sign(struct raster *raster, int x, int y, uint32_t code, enum role role, int attrs);
/* Nothing but perhaps a band in it? False outside. */
bool raster_free(const struct raster *raster, int x, int y);
/* No line and no sign in it; a line of the background may be. False outside. */
bool raster_open(const struct raster *raster, int x, int y);
/* Is a sign, or a letter of a label, here? */
bool raster_has_sign(const struct raster *raster, int x, int y);
/* Cells from column `dim_from` on are dimmed. */
void raster_draw(const struct raster *raster, struct canvas *canvas, int x, int y, int dim_from);

#endif
