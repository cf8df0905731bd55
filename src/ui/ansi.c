// SPDX-License-Identifier: MIT
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "base/xalloc.h"
#include "ui/ansi.h"

/* The longest sequence, "\033[0;1;2;4;7;38;2;255;255;255;48;2;255;255;255m", and a character. */
enum { CELL_BYTES = 56 };

/* fg and bg into the parameters of SGR: 30 to 37, 90 to 97, or 38;5;n; +10 for a background. */
static int put_colour(char *out, size_t size, int index, enum depth depth, int base)
{
	if (index == COLOUR_DEFAULT)
		return 0;
	if (depth == DEPTH_TRUE)
		return snprintf(out, size, ";%d;2;%d;%d;%d", base + 8, index >> 16,
				index >> 8 & 255, index & 255);
	if (depth == DEPTH_256)
		return snprintf(out, size, ";%d;5;%d", base + 8, index);
	return snprintf(out, size, ";%d", index < 8 ? base + index : base + 60 + index - 8);
}

static size_t put_style(char *out, size_t size, struct style style, enum depth depth)
{
	static const struct {
		int attr;
		const char *code;
	} attrs[] = {
		{ CELL_BOLD, ";1" },
		{ CELL_DIM, ";2" },
		{ CELL_UNDERLINE, ";4" },
		{ CELL_REVERSE, ";7" },
	};
	size_t n = (size_t)snprintf(out, size, "\033[0");

	for (size_t i = 0; i < sizeof(attrs) / sizeof(attrs[0]); i++)
		if ((style.attrs & attrs[i].attr) != 0)
			n += (size_t)snprintf(out + n, size - n, "%s", attrs[i].code);
	n += (size_t)put_colour(out + n, size - n, style.fg, depth, 30);
	n += (size_t)put_colour(out + n, size - n, style.bg, depth, 40);
	return n + (size_t)snprintf(out + n, size - n, "m");
}

static bool same_style(struct style a, struct style b)
{
	return a.fg == b.fg && a.bg == b.bg && a.attrs == b.attrs;
}

char *canvas_to_ansi(const struct canvas *canvas, enum theme theme, enum depth depth)
{
	size_t cells = (size_t)canvas->w * (size_t)canvas->h;
	size_t size = cells * CELL_BYTES + (size_t)canvas->h * 8 + 1;
	char *text = xmalloc(size), *out = text;
	enum depth shown = theme == THEME_TERMINAL && depth > DEPTH_16 ? DEPTH_16 : depth;

	for (int y = 0; y < canvas->h; y++) {
		struct style last = { -2, -2, 0 };

		for (int x = 0; x < canvas->w; x++) {
			struct cell cell = canvas->cells[(size_t)y * (size_t)canvas->w + (size_t)x];
			struct style style = theme_cell_style(theme, depth, cell);

			if (!same_style(style, last))
				out += put_style(out, size - (size_t)(out - text), style, shown);
			last = style;
			out += text_utf8_encode(theme_cell_code(theme, depth, cell), out);
		}
		out += snprintf(out, size - (size_t)(out - text), "\033[0m\n");
	}
	*out = '\0';
	return text;
}
