// SPDX-License-Identifier: MIT
#include "ui/picture.h"

#include "ui/ansi.h"
#include "ui/app.h"
#include "ui/settled.h"
#include "ui/svg.h"

static char *rendered(const struct canvas *canvas, const struct picture *picture)
{
	switch (picture->format) {
	case PICTURE_SVG:
		return canvas_to_svg(canvas, picture->theme);
	case PICTURE_ANSI:
		return canvas_to_ansi(canvas, picture->theme, DEPTH_256);
	case PICTURE_TEXT:
		break;
	}
	return canvas_to_text(canvas);
}

char *picture_draw(const struct scenario *scenario, const char *file_name,
		   const struct picture *picture)
{
	struct app *app = app_new(scenario, file_name, picture->threads);
	char *text;

	app_resize(app, picture->columns, picture->rows);
	app_submit(app);
	settled_wait(app);
	app_draw(app);
	text = rendered(&app->canvas, picture);
	app_free(app);
	return text;
}
