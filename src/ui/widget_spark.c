// SPDX-License-Identifier: MIT
#include "ui/widget_spark.h"

#include <math.h>

/* From low to high; a console has no eighths of a block. */
static uint32_t code_of(enum charset charset, double height)
{
	static const uint32_t blocks[] = { '_', 0x2584, 0x2588 };
	static const char ascii[] = "_.-=+*%#";

	switch (charset) {
	case CHARSET_UNICODE:
		return 0x2581 + (uint32_t)lround(height * 7);
	case CHARSET_BLOCKS:
		return blocks[lround(height * 2)];
	case CHARSET_ASCII:
		break;
	}
	return (uint32_t)ascii[lround(height * 7)];
}

void spark_cell_draw(struct canvas *canvas, int x, int y, double height, enum role role)
{
	if (isnan(height))
		return;
	canvas_put(canvas, x, y, code_of(canvas->charset, fmin(fmax(height, 0), 1)), role, 0);
}
