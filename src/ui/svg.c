// SPDX-License-Identifier: MIT
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "base/xalloc.h"
#include "ui/svg.h"

enum {
	CELL_W = 8,
	CELL_H = 17,
	BASELINE = 13,
	FONT_SIZE = 13,
	BRAILLE = 0x2800,
	BRAILLE_END = 0x2900,
	BLOCK_UPPER = 0x2580,
	BLOCK_FULL = 0x2588,
	SHADE = 0x2591,
};

static const uint32_t rgb_text = 0xd0d0d0, rgb_ground = 0x000000;

/* A text that grows. */
struct out {
	char *text;
	size_t n, capacity;
};

__attribute__((format(printf, 2, 3))) static void put(struct out *out, const char *format, ...)
{
	char piece[256];
	va_list args;
	size_t n;

	va_start(args, format);
	n = (size_t)vsnprintf(piece, sizeof(piece), format, args);
	va_end(args);
	if (n >= sizeof(piece))
		n = sizeof(piece) - 1;
	if (out->n + n + 1 > out->capacity) {
		out->capacity = 2 * out->capacity + n + 4096;
		out->text = xrealloc(out->text, out->capacity);
	}
	memcpy(out->text + out->n, piece, n + 1);
	out->n += n;
}

/* What a cell is drawn with. */
struct paint {
	uint32_t fg, bg;
	bool bold, underline, faint;
};

static uint32_t rgb_or(int index, uint32_t otherwise)
{
	return index == COLOUR_DEFAULT ? otherwise : theme_rgb(index);
}

static struct paint paint_of(struct cell cell, enum theme theme)
{
	struct style style = theme_cell_style(theme, DEPTH_256, cell);
	struct paint paint = { rgb_or(style.fg, rgb_text), rgb_or(style.bg, rgb_ground),
			       (style.attrs & CELL_BOLD) != 0, (style.attrs & CELL_UNDERLINE) != 0,
			       (style.attrs & CELL_DIM) != 0 };

	if ((style.attrs & CELL_REVERSE) != 0) {
		uint32_t fg = paint.fg;

		paint.fg = paint.bg;
		paint.bg = fg;
	}
	return paint;
}

/* Strokes of a line character, from the middle of the cell outwards. */
struct strokes {
	uint32_t code;
	bool left, right, up, down, heavy, dashed, round;
};

static const struct strokes *strokes_of(uint32_t code)
{
	static const struct strokes table[] = {
		{ 0x2500, 1, 1, 0, 0, 0, 0, 0 }, /* ─ */
		{ 0x2502, 0, 0, 1, 1, 0, 0, 0 }, /* │ */
		{ 0x256d, 0, 1, 0, 1, 0, 0, 1 }, /* ╭ */
		{ 0x256e, 1, 0, 0, 1, 0, 0, 1 }, /* ╮ */
		{ 0x2570, 0, 1, 1, 0, 0, 0, 1 }, /* ╰ */
		{ 0x256f, 1, 0, 1, 0, 0, 0, 1 }, /* ╯ */
		{ 0x250c, 0, 1, 0, 1, 0, 0, 0 }, /* ┌ */
		{ 0x2510, 1, 0, 0, 1, 0, 0, 0 }, /* ┐ */
		{ 0x2514, 0, 1, 1, 0, 0, 0, 0 }, /* └ */
		{ 0x2518, 1, 0, 1, 0, 0, 0, 0 }, /* ┘ */
		{ 0x251c, 0, 1, 1, 1, 0, 0, 0 }, /* ├ */
		{ 0x2524, 1, 0, 1, 1, 0, 0, 0 }, /* ┤ */
		{ 0x2534, 1, 1, 1, 0, 0, 0, 0 }, /* ┴ */
		{ 0x253c, 1, 1, 1, 1, 0, 0, 0 }, /* ┼ */
		{ 0x2501, 1, 1, 0, 0, 1, 0, 0 }, /* ━ */
		{ 0x2503, 0, 0, 1, 1, 1, 0, 0 }, /* ┃ */
		{ 0x250a, 0, 0, 1, 1, 0, 1, 0 }, /* ┊ */
		{ 0x254c, 1, 1, 0, 0, 0, 1, 0 }, /* ╌ */
	};

	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++)
		if (table[i].code == code)
			return &table[i];
	return NULL;
}

static void put_strokes(struct out *out, int x, int y, const struct strokes *strokes, uint32_t rgb)
{
	double cx = x + CELL_W / 2.0, cy = y + CELL_H / 2.0;
	double h_end = strokes->right ? x + CELL_W : x, v_end = strokes->down ? y + CELL_H : y;

	put(out, "<path d=\"");
	if (strokes->dashed) {
		put(out, strokes->up ? "M%g %gv%d" : "M%g %gh%d", strokes->up ? cx : (double)x,
		    strokes->up ? (double)y : cy, strokes->up ? CELL_H : CELL_W);
	} else if (strokes->round) {
		put(out, "M%g %gQ%g %g %g %g", h_end, cy, cx, cy, cx, v_end);
	} else {
		if (strokes->left)
			put(out, "M%g %gH%d", cx, cy, x);
		if (strokes->right)
			put(out, "M%g %gH%d", cx, cy, x + CELL_W);
		if (strokes->up)
			put(out, "M%g %gV%d", cx, cy, y);
		if (strokes->down)
			put(out, "M%g %gV%d", cx, cy, y + CELL_H);
	}
	put(out, "\" fill=\"none\" stroke=\"#%06x\" stroke-width=\"%d\"%s/>\n", (unsigned int)rgb,
	    strokes->heavy ? 2 : 1, strokes->dashed ? " stroke-dasharray=\"2.25 2\"" : "");
}

static void put_braille(struct out *out, int x, int y, uint32_t code, uint32_t rgb)
{
	static const struct {
		int x, y;
	} dots[8] = {
		{ 0, 0 }, { 0, 1 }, { 0, 2 }, { 1, 0 }, { 1, 1 }, { 1, 2 }, { 0, 3 }, { 1, 3 }
	};

	put(out, "<path fill=\"#%06x\" d=\"", (unsigned int)rgb);
	for (int i = 0; i < 8; i++)
		if (((code - BRAILLE) >> i & 1U) != 0)
			put(out, "M%d %gh2.6v2.6h-2.6z", x + 1 + dots[i].x * CELL_W / 2,
			    y + 1 + dots[i].y * CELL_H / 4.0);
	put(out, "\"/>\n");
}

static void put_rect(struct out *out, int x, double y, int w, double h, uint32_t rgb,
		     const char *more)
{
	put(out, "<rect x=\"%d\" y=\"%g\" width=\"%d\" height=\"%g\" fill=\"#%06x\"%s/>\n", x, y, w,
	    h, (unsigned int)rgb, more);
}

/* Draws what is no letter; false for letters. */
static bool put_drawn(struct out *out, int x, int y, uint32_t code, uint32_t rgb)
{
	const struct strokes *strokes = strokes_of(code);

	if (strokes != NULL)
		put_strokes(out, x, y, strokes, rgb);
	else if (code > BRAILLE && code < BRAILLE_END)
		put_braille(out, x, y, code, rgb);
	else if (code == BLOCK_UPPER)
		put_rect(out, x, y, CELL_W, CELL_H / 2.0, rgb, "");
	else if (code > BLOCK_UPPER && code <= BLOCK_FULL)
		put_rect(out, x, y + CELL_H - (double)(code - BLOCK_UPPER) * CELL_H / 8, CELL_W,
			 (double)(code - BLOCK_UPPER) * CELL_H / 8, rgb, "");
	else if (code == SHADE)
		put_rect(out, x, y, CELL_W, CELL_H, rgb, " fill-opacity=\"0.4\"");
	else
		return code == ' ' || code == BRAILLE;
	return true;
}

static void put_letter(struct out *out, uint32_t code)
{
	char utf8[5];

	utf8[text_utf8_encode(code, utf8)] = '\0';
	if (code == '<')
		put(out, "&lt;");
	else if (code == '&')
		put(out, "&amp;");
	else
		put(out, "%s", utf8);
}

static bool same_paint(struct paint a, struct paint b)
{
	return a.fg == b.fg && a.bold == b.bold && a.underline == b.underline && a.faint == b.faint;
}

/* A run of letters with one paint: where each stands, then the letters. Returns its end. */
static int put_run(struct out *out, const struct cell *row, int start, int w, int y,
		   enum theme theme)
{
	struct paint paint = paint_of(row[start], theme);
	int end = start;

	put(out, "<text y=\"%d\" fill=\"#%06x\"%s%s%s x=\"", y + BASELINE, (unsigned int)paint.fg,
	    paint.bold ? " font-weight=\"bold\"" : "",
	    paint.underline ? " text-decoration=\"underline\"" : "",
	    paint.faint ? " opacity=\"0.6\"" : "");
	while (end < w && row[end].code != ' ' && strokes_of(row[end].code) == NULL &&
	       !(row[end].code >= BLOCK_UPPER && row[end].code <= SHADE) &&
	       !(row[end].code >= BRAILLE && row[end].code < BRAILLE_END) &&
	       same_paint(paint, paint_of(row[end], theme)))
		put(out, "%d ", end++ * CELL_W);
	put(out, "\">");
	for (int x = start; x < end; x++)
		put_letter(out, row[x].code);
	put(out, "</text>\n");
	return end;
}

static void put_row(struct out *out, const struct cell *cells, int w, int y, enum theme theme,
		    uint32_t ground)
{
	for (int x = 0; x < w; x++) {
		struct paint paint = paint_of(cells[x], theme);

		if (paint.bg != ground)
			put_rect(out, x * CELL_W, y, CELL_W, CELL_H, paint.bg, "");
	}
	for (int x = 0; x < w;) {
		if (put_drawn(out, x * CELL_W, y, cells[x].code, paint_of(cells[x], theme).fg))
			x++;
		else
			x = put_run(out, cells, x, w, y, theme);
	}
}

char *canvas_to_svg(const struct canvas *canvas, enum theme theme)
{
	struct out out = { 0 };
	struct style plain = theme_style(theme, DEPTH_256, ROLE_TEXT, 0);
	uint32_t ground = rgb_or(plain.bg, rgb_ground);
	int w = canvas->w * CELL_W, h = canvas->h * CELL_H;
	struct cell *cells = xcalloc((size_t)canvas->w, sizeof(*cells));

	put(&out, "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" ", w, h);
	put(&out, "viewBox=\"0 0 %d %d\" font-size=\"%d\" ", w, h, FONT_SIZE);
	put(&out, "font-family=\"DejaVu Sans Mono, Menlo, Consolas, monospace\">\n");
	put_rect(&out, 0, 0, w, h, ground, "");
	for (int row = 0; row < canvas->h; row++) {
		for (int x = 0; x < canvas->w; x++) {
			cells[x] = canvas->cells[(size_t)row * (size_t)canvas->w + (size_t)x];
			cells[x].code = theme_cell_code(theme, DEPTH_256, cells[x]);
		}
		put_row(&out, cells, canvas->w, row * CELL_H, theme, ground);
	}
	free(cells);
	put(&out, "</svg>\n");
	return out.text;
}
