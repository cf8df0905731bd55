// SPDX-License-Identifier: MIT
/*
 * L4. What a role looks like: the table of colours, by theme and by how many colours there are.
 *
 * The base is Okabe-Ito; on dark grounds the lightest close neighbours among the 256 colours, on
 * light grounds darker ones, so that series keep a contrast of 3.5 or more. With 256 colours the
 * themes dark and light paint their ground; with fewer, and in the theme terminal, nobody does,
 * because text then has the terminal's own foreground. Knows no terminal: it gives numbers.
 */
#ifndef RAGTOP_UI_THEME_H
#define RAGTOP_UI_THEME_H

#include <stdbool.h>
#include <stdint.h>

#include "ui/canvas.h"

enum theme { THEME_DARK, THEME_LIGHT, THEME_TERMINAL, THEME_MONO, THEME_COUNT };

/* How many colours the terminal has. */
enum depth { DEPTH_MONO, DEPTH_8, DEPTH_16, DEPTH_256, DEPTH_TRUE };

enum { COLOUR_DEFAULT = -1 };

struct style {
	int fg, bg; /* index into the palette of the depth, 0xrrggbb with DEPTH_TRUE, or
		       COLOUR_DEFAULT */
	int attrs;  /* CELL_* */
};

/* cell_attrs are those of the cell; the style's hold them and what the role adds. */
struct style theme_style(enum theme theme, enum depth depth, enum role role, int cell_attrs);

/* The same of a cell. Steps of heat need 256 colours: with fewer they have those of text. */
struct style theme_cell_style(enum theme theme, enum depth depth, struct cell cell);
/* What stands in the cell then. */
uint32_t theme_cell_code(enum theme theme, enum depth depth, struct cell cell);

/* "dark", "light", "terminal", "mono" */
const char *theme_name(enum theme theme);
/* False when there is no such theme. */
bool theme_from_name(const char *name, enum theme *theme);

/* 0xrrggbb of an index of the 256 colours (the first 16 as xterm has them). */
uint32_t theme_rgb(int index);

/* A blank shows no foreground: with that of its neighbour it costs no change of colour. */
struct style theme_blank_style(struct style style, struct style before);

#endif
