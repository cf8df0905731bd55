// SPDX-License-Identifier: MIT
/*
 * L4. The track of a knob: how far it is turned, and where on it things happen.
 */
#ifndef RAGTOP_UI_WIDGET_SLIDER_H
#define RAGTOP_UI_WIDGET_SLIDER_H

#include <stdbool.h>

#include "ui/canvas.h"

/* Positions are 0 to 1 along the track; NaN: there is none. */
struct slider {
	double position; /* of the thumb; without one the track is empty */
	double file;     /* the value on disk, when it is another */
	double flip;     /* where the answer changes */
	enum sign flip_sign;
	enum role flip_role;
	bool active, locked;
};

void slider_draw(struct canvas *canvas, int x, int y, int columns, const struct slider *slider);

#endif
