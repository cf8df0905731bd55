// SPDX-License-Identifier: MIT
#include <math.h>

#include "ui/widget_bars.h"

/* Steps of a cell: eighths, halves or none. */
static int steps_of(enum charset charset)
{
	switch (charset) {
	case CHARSET_UNICODE:
		return 8;
	case CHARSET_BLOCKS:
		return 2;
	case CHARSET_ASCII:
		break;
	}
	return 1;
}

/* A cell filled by so many steps, from the bottom. */
static uint32_t filled(enum charset charset, int steps)
{
	if (charset == CHARSET_ASCII)
		return '#';
	if (charset == CHARSET_BLOCKS)
		return steps == 1 ? 0x2584 : 0x2588;
	return 0x2580 + (uint32_t)steps;
}

void bars_column(struct canvas *canvas, struct rect area, int x, double part, enum role role)
{
	int per_cell = steps_of(canvas->charset), steps;

	if (!(part > 0))
		return;
	steps = (int)lround(fmin(part, 1) * area.h * per_cell);
	steps = steps > 0 ? steps : 1;
	for (int y = area.y + area.h - 1; steps > 0 && y >= area.y; y--, steps -= per_cell)
		canvas_put(canvas, area.x + x, y,
			   filled(canvas->charset, steps < per_cell ? steps : per_cell), role, 0);
}

int bars_row(struct canvas *canvas, int x, int y, int columns, double from, double to,
	     enum sign sign, enum role role)
{
	int first = (int)lround(fmin(fmax(from, 0), 1) * columns);
	int end = (int)lround(fmin(fmax(to, 0), 1) * columns);

	if (columns <= 0 || !(to > from))
		return x + (first > 0 ? first : 0);
	if (first >= columns)
		first = columns - 1;
	if (end <= first)
		end = first + 1;
	for (int i = first; i < end; i++)
		canvas_put(canvas, x + i, y, sign_code(canvas->charset, sign), role, 0);
	return x + end;
}
