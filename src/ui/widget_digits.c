// SPDX-License-Identifier: MIT
#include "ui/widget_digits.h"

#include <stdint.h>
#include <string.h>

#include "base/text.h"

enum { PIXEL_ROWS = 2 * DIGITS_H, GAP = 1 };

/* Pictures of half cells. */
static const struct glyph {
	const char *of;
	const char *rows[PIXEL_ROWS];
} glyphs[] = {
	/* clang-format off */
	{ "0", { ".###.", "#...#", "#...#", "#...#", "#...#", ".###." } },
	{ "1", { ".#.", "##.", ".#.", ".#.", ".#.", "###" } },
	{ "2", { ".###.", "#...#", "...#.", "..#..", ".#...", "#####" } },
	{ "3", { "####.", "....#", ".###.", "....#", "....#", "####." } },
	{ "4", { "...#.", "..##.", ".#.#.", "#..#.", "#####", "...#." } },
	{ "5", { "#####", "#....", "####.", "....#", "#...#", ".###." } },
	{ "6", { ".###.", "#....", "####.", "#...#", "#...#", ".###." } },
	{ "7", { "#####", "....#", "...#.", "..#..", "..#..", "..#.." } },
	{ "8", { ".###.", "#...#", ".###.", "#...#", "#...#", ".###." } },
	{ "9", { ".###.", "#...#", "#...#", ".####", "....#", ".###." } },
	{ ".", { ".", ".", ".", ".", ".", "#" } },
	{ ",", { "..", "..", "..", "..", ".#", "#." } },
	{ "-", { "...", "...", "###", "...", "...", "..." } },
	{ "+", { ".....", "..#..", "#####", "..#..", ".....", "....." } },
	{ "$", { "..#..", ".####", "#.#..", ".###.", "..#.#", "####." } },
	{ "%", { "##....#", "##...#.", "....#..", "..#....", ".#...##", "#....##" } },
	{ "<", { "...", "..#", ".#.", "#..", ".#.", "..#" } },
	{ "k", { "#...", "#..#", "#.#.", "##..", "#.#.", "#..#" } },
	{ "M", { "#...#", "##.##", "#.#.#", "#...#", "#...#", "#...#" } },
	{ "B", { "####.", "#...#", "####.", "#...#", "#...#", "####." } },
	{ "?", { ".###.", "#...#", "...#.", "..#..", ".....", "..#.." } },
	{ "x", { "....", "....", "#..#", ".##.", ".##.", "#..#" } },
	{ "d", { "...#", "...#", ".###", "#..#", "#..#", ".###" } },
	{ "h", { "#...", "#...", "###.", "#..#", "#..#", "#..#" } },
	{ "m", { ".....", ".....", "####.", "#.#.#", "#.#.#", "#.#.#" } },
	{ "s", { "....", "....", ".###", "##..", "..##", "###." } },
	{ "i", { "#", ".", "#", "#", "#", "#" } },
	{ "o", { ".....", ".....", ".###.", "#...#", "#...#", ".###." } },
	{ "t", { ".#.", ".#.", "###", ".#.", ".#.", ".##" } },
	{ "y", { ".....", ".....", "#...#", ".#.#.", "..#..", ".#..." } },
	{ "n", { "....", "....", "###.", "#..#", "#..#", "#..#" } },
	{ " ", { "..", "..", "..", "..", "..", ".." } },
	/* clang-format on */
};

enum { GLYPHS = sizeof(glyphs) / sizeof(glyphs[0]) };

static const struct glyph *glyph_of(char c)
{
	for (int i = 0; i < GLYPHS; i++)
		if (glyphs[i].of[0] == c)
			return &glyphs[i];
	return NULL;
}

int digits_width(const char *text)
{
	int width = 0;

	for (; *text != '\0'; text++) {
		const struct glyph *glyph = glyph_of(*text);

		if (glyph == NULL)
			return 0;
		width += (int)strlen(glyph->rows[0]) + GAP;
	}
	return width > 0 ? width - GAP : 0;
}

static void draw_glyph(struct canvas *canvas, int x, int y, enum role role,
		       const struct glyph *glyph)
{
	static const uint32_t halves[] = { ' ', 0x2580, 0x2584, 0x2588 }; /* ▀ ▄ █ */

	for (int row = 0; row < DIGITS_H; row++) {
		const char *upper = glyph->rows[2 * row], *lower = glyph->rows[2 * row + 1];

		for (int i = 0; upper[i] != '\0'; i++) {
			int both = (upper[i] == '#' ? 1 : 0) + (lower[i] == '#' ? 2 : 0);

			if (both != 0)
				canvas_put(canvas, x + i, y + row, halves[both], role, 0);
		}
	}
}

void digits_draw(struct canvas *canvas, struct rect area, enum role role, const char *text)
{
	int width = digits_width(text), x = area.x;

	if (width == 0 || width > area.w || area.h < DIGITS_H || canvas->charset == CHARSET_ASCII) {
		canvas_rich_in(canvas, area.x, area.y + (area.h - 1) / 2, area.w, role, CELL_BOLD,
			       text);
		return;
	}
	for (; *text != '\0'; text++) {
		const struct glyph *glyph = glyph_of(*text);

		draw_glyph(canvas, x, area.y, role, glyph);
		x += (int)strlen(glyph->rows[0]) + GAP;
	}
}
