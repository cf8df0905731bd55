// SPDX-License-Identifier: MIT
#include <math.h>

#include "ui/widget_slider.h"

/* The column of a position; -1 without one. */
static int column_of(double position, int columns)
{
	if (isnan(position))
		return -1;
	return (int)lround(fmin(fmax(position, 0), 1) * (columns - 1));
}

/* A mark stays visible beside the thumb: it is shown on the side where it lies. */
static int beside(int mark, int thumb, double position, double thumb_position, int columns)
{
	if (mark != thumb || mark < 0)
		return mark;
	mark += position < thumb_position ? -1 : 1;
	return mark >= columns ? columns - 2 : mark < 0 ? 1 : mark;
}

void slider_draw(struct canvas *canvas, int x, int y, int columns, const struct slider *slider)
{
	int thumb = column_of(slider->position, columns);
	int file = column_of(slider->file, columns);
	int flip = beside(column_of(slider->flip, columns), thumb, slider->flip, slider->position,
			  columns);
	int attrs = slider->locked ? CELL_DIM : slider->active ? CELL_BOLD : 0;
	enum charset charset = canvas->charset;

	if (columns <= 0)
		return;
	for (int i = 0; i < columns; i++) {
		bool left = i < thumb;

		canvas_put(canvas, x + i, y,
			   sign_code(charset, left ? SIGN_TRACK_LEFT : SIGN_TRACK_RIGHT),
			   left ? ROLE_HINT : ROLE_BORDER, attrs);
	}
	if (file >= 0)
		canvas_put(canvas, x + file, y, sign_code(charset, SIGN_YOU), ROLE_TITLE, attrs);
	if (flip >= 0 && flip < columns)
		canvas_put(canvas, x + flip, y, sign_code(charset, slider->flip_sign),
			   slider->flip_role, CELL_BOLD);
	if (thumb >= 0)
		canvas_put(canvas, x + thumb, y, sign_code(charset, SIGN_THUMB),
			   slider->active ? ROLE_CURSOR : ROLE_TITLE,
			   slider->locked ? CELL_DIM : 0);
}
