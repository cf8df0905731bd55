// SPDX-License-Identifier: MIT
#include "base/text.h"
#include "ui/widget_hints.h"

enum { BETWEEN = 2 };

static int key_width(const struct hint *hint)
{
	return text_width(hint->key) + (hint->key2 != NULL ? text_width(hint->key2) : 0);
}

static int hint_width(const struct hint *hint)
{
	return key_width(hint) + 1 + text_width(hint->text);
}

static int draw_hint(struct canvas *canvas, int x, int y, const struct hint *hint)
{
	int first = text_width(hint->key), width = hint_width(hint);

	canvas_hit(canvas, (struct rect){ x, y, width, 1 }, (int)hint->action, 0);
	canvas_text(canvas, x, y, ROLE_KEY, 0, hint->key);
	if (hint->key2 != NULL) {
		int second = canvas_text(canvas, x + first, y, ROLE_KEY, 0, hint->key2);

		canvas_hit(canvas, (struct rect){ x + first, y, second, 1 }, (int)hint->action2, 0);
	}
	canvas_text(canvas, x + key_width(hint) + 1, y, ROLE_HINT, 0, hint->text);
	return width;
}

/* How many of the hints fit, and how wide they are together. */
static int hints_fit(const struct hint *hints, int n, int columns, int *width)
{
	int count = 0;

	*width = 0;
	while (count < n) {
		int more = hint_width(&hints[count]) + (count > 0 ? BETWEEN : 0);

		if (*width + more > columns)
			break;
		*width += more;
		count++;
	}
	return count;
}

int hints_draw(struct canvas *canvas, int x, int y, int columns, const struct hint *hints, int n)
{
	int width, count = hints_fit(hints, n, columns, &width);

	for (int i = 0; i < count; i++)
		x += draw_hint(canvas, x, y, &hints[i]) + BETWEEN;
	return width;
}

int hints_draw_border(struct canvas *canvas, int x, int x_end, int y, const struct hint *hints,
		      int n)
{
	int width, count = hints_fit(hints, n, x_end - x - 2, &width);

	if (count == 0)
		return x_end;
	x = x_end - width - 2;
	canvas_fill(canvas, (struct rect){ x, y, width + 2, 1 }, ' ', ROLE_HINT, 0);
	hints_draw(canvas, x + 1, y, width, hints, n);
	return x;
}

int hint_draw(struct canvas *canvas, int x, int y, const char *key, const char *text)
{
	if (x + text_width(key) + text_width(text) + 3 >= canvas->w)
		return x;
	x += canvas_text(canvas, x, y, ROLE_HINT, 0, " ");
	x += canvas_text(canvas, x, y, ROLE_KEY, 0, key);
	x += canvas_text(canvas, x, y, ROLE_HINT, 0, " ");
	x += canvas_text(canvas, x, y, ROLE_HINT, 0, text);
	x += canvas_text(canvas, x, y, ROLE_HINT, 0, " ");
	return x + 1;
}
