// SPDX-License-Identifier: MIT
#include <assert.h>
#include <stdlib.h>

#include "base/xalloc.h"
#include "ui/plot_raster.h"

enum { LETTER_EVERY = 8, LETTER_AT = 3 };

const struct span span_gap = { 0, -1, false };

int raster_dot_w(enum charset charset)
{
	return charset == CHARSET_UNICODE ? 2 : 1;
}

int raster_dot_h(enum charset charset)
{
	switch (charset) {
	case CHARSET_UNICODE:
		return 4;
	case CHARSET_BLOCKS:
		return 2;
	case CHARSET_ASCII:
		break;
	}
	return 3;
}

void raster_init(struct raster *raster, int w, int h, enum charset charset)
{
	assert(w >= 0 && h >= 0);
	*raster = (struct raster){ .w = w, .h = h, .charset = charset };
	raster->dot_w = raster_dot_w(charset);
	raster->dot_h = raster_dot_h(charset);
	raster->cells = xcalloc((size_t)w * (size_t)h, sizeof(raster->cells[0]));
}

void raster_release(struct raster *raster)
{
	free(raster->cells);
	*raster = (struct raster){ 0 };
}

/* The cell of a place, row 0 at the top; NULL outside. */
static struct raster_cell *cell_at(const struct raster *raster, int x, int y)
{
	if (x < 0 || y < 0 || x >= raster->w || y >= raster->h)
		return NULL;
	return &raster->cells[(size_t)y * (size_t)raster->w + (size_t)x];
}

/* The cell that a dot is in, and its bit there: bits go from the bottom up, column by column. */
static struct raster_cell *cell_of_dot(const struct raster *raster, int x, int y, uint8_t *bit)
{
	*bit = (uint8_t)(1U << (x % raster->dot_w * raster->dot_h + y % raster->dot_h));
	return cell_at(raster, x / raster->dot_w, raster->h - 1 - y / raster->dot_h);
}

static bool dash_on(const struct dash *dash, int place)
{
	int period = dash->on + dash->off + dash->on2 + dash->off2;

	if (period == 0)
		return true;
	place %= period;
	if (place < dash->on + dash->off)
		return place < dash->on;
	return place - dash->on - dash->off < dash->on2;
}

static void line_dot(struct raster *raster, int x, int y, const struct pen *pen)
{
	uint8_t bit;
	struct raster_cell *cell = cell_of_dot(raster, x, y, &bit);
	int column = x / raster->dot_w;
	bool mine = pen->mine == NULL || pen->mine[column] != 0;

	if (cell == NULL)
		return;
	if (cell->line == 0 || mine) {
		cell->line_role = (uint8_t)pen->role;
		cell->line_attrs = (uint8_t)pen->attrs;
		if (pen->letter != 0)
			cell->letter = column % LETTER_EVERY == LETTER_AT ? pen->letter : '\0';
	}
	cell->line |= bit;
}

void raster_dot(struct raster *raster, int x, int y, enum role role, int attrs)
{
	const struct pen pen = { .role = role, .attrs = attrs };

	if (x >= 0 && y >= 0)
		line_dot(raster, x, y, &pen);
}

/* Draws the dots of a column upwards or downwards and returns the place along the line. */
static int line_column(struct raster *raster, int x, struct span span, bool down,
		       const struct pen *pen, int place)
{
	for (int i = 0; i <= span.hi - span.lo; i++) {
		int y = down ? span.hi - i : span.lo + i;
		bool on = span.floor ? x % 2 == 0 : dash_on(&pen->dash, place);

		if (on)
			line_dot(raster, x, y, pen);
		place++;
	}
	return place;
}

void raster_line(struct raster *raster, const struct span *spans, const struct pen *pen)
{
	struct span last = span_gap;
	int place = 0, top = raster->h * raster->dot_h - 1;

	for (int x = 0; x < raster->w * raster->dot_w; x++) {
		struct span span = spans[x];
		bool down;

		if (span.lo > span.hi) {
			last = span_gap;
			place++;
			continue;
		}
		assert(span.lo >= 0 && span.hi <= top);
		down = last.lo <= last.hi && span.lo < last.lo;
		/* Joined to the column before: the run starts one dot after where that ended. */
		if (last.lo <= last.hi && span.lo > last.hi + 1)
			span.lo = last.hi + 1;
		if (last.lo <= last.hi && span.hi < last.lo - 1)
			span.hi = last.lo - 1;
		span.floor = span.floor && span.lo == span.hi;
		place = line_column(raster, x, span, down, pen, place);
		last = spans[x];
	}
}

void raster_band(struct raster *raster, const struct span *spans, enum role role)
{
	for (int x = 0; x < raster->w * raster->dot_w; x++) {
		if (spans[x].hi - spans[x].lo < 1 || x % 2 != 0)
			continue;
		for (int y = spans[x].lo; y <= spans[x].hi; y++) {
			uint8_t bit;
			struct raster_cell *cell = cell_of_dot(raster, x, y, &bit);

			if (cell == NULL || (x + y) % 4 != 0)
				continue;
			cell->band |= bit;
			cell->band_role = (uint8_t)role;
		}
	}
}

void raster_back(struct raster *raster, int x, int y, enum sign sign, enum role role)
{
	struct raster_cell *cell = cell_at(raster, x, y);

	if (cell == NULL || cell->back != 0)
		return;
	cell->back = sign_code(raster->charset, sign);
	cell->back_role = (uint8_t)role;
}

void raster_sign(struct raster *raster, int x, int y, uint32_t code, enum role role, int attrs)
{
	struct raster_cell *cell = cell_at(raster, x, y);

	if (cell == NULL)
		return;
	cell->sign = code;
	cell->sign_role = (uint8_t)role;
	cell->sign_attrs = (uint8_t)attrs;
}

bool raster_free(const struct raster *raster, int x, int y)
{
	const struct raster_cell *cell = cell_at(raster, x, y);

	return cell != NULL && cell->line == 0 && cell->sign == 0 && cell->back == 0;
}

bool raster_has_sign(const struct raster *raster, int x, int y)
{
	const struct raster_cell *cell = cell_at(raster, x, y);

	return cell != NULL && cell->sign != 0;
}

bool raster_open(const struct raster *raster, int x, int y)
{
	const struct raster_cell *cell = cell_at(raster, x, y);

	return cell != NULL && cell->line == 0 && cell->sign == 0;
}

static uint32_t braille(uint8_t bits)
{
	/* Bit of the braille pattern for each dot, from the bottom up, left column first. */
	static const uint8_t dots[8] = { 0x40, 0x04, 0x02, 0x01, 0x80, 0x20, 0x10, 0x08 };
	uint32_t code = 0x2800;

	for (int i = 0; i < 8; i++)
		if ((bits & (1U << i)) != 0)
			code |= dots[i];
	return code;
}

static uint32_t half_block(uint8_t bits)
{
	static const uint32_t codes[4] = { ' ', 0x2584, 0x2580, 0x2588 };

	return codes[bits & 3U];
}

/* Three heights of a row; more than one of them is a steep line. */
static uint32_t ascii_dots(uint8_t bits)
{
	static const char codes[8] = " .-|'|||";

	return (uint32_t)codes[bits & 7U];
}

static uint32_t code_of_dots(enum charset charset, uint8_t bits)
{
	switch (charset) {
	case CHARSET_UNICODE:
		return braille(bits);
	case CHARSET_BLOCKS:
		return half_block(bits);
	case CHARSET_ASCII:
		break;
	}
	return ascii_dots(bits);
}

static void draw_cell(const struct raster_cell *cell, enum charset charset, struct canvas *canvas,
		      int x, int y, int dim)
{
	/* Dots of a band would pass for a line where there are few of them to a cell. */
	uint32_t band = charset == CHARSET_UNICODE ? braille(cell->band) : ':';

	if (cell->sign != 0)
		canvas_put(canvas, x, y, cell->sign, (enum role)cell->sign_role,
			   cell->sign_attrs | dim);
	else if (cell->letter != '\0' && charset == CHARSET_ASCII)
		canvas_put(canvas, x, y, (uint32_t)cell->letter, (enum role)cell->line_role,
			   cell->line_attrs | dim);
	else if (cell->line != 0)
		canvas_put(canvas, x, y, code_of_dots(charset, cell->line),
			   (enum role)cell->line_role, cell->line_attrs | dim);
	else if (cell->band != 0)
		canvas_put(canvas, x, y, band, (enum role)cell->band_role, dim);
	else if (cell->back != 0)
		canvas_put(canvas, x, y, cell->back, (enum role)cell->back_role, dim);
}

void raster_draw(const struct raster *raster, struct canvas *canvas, int x, int y, int dim_from)
{
	for (int row = 0; row < raster->h; row++)
		for (int column = 0; column < raster->w; column++)
			draw_cell(cell_at(raster, column, row), raster->charset, canvas, x + column,
				  y + row, column >= dim_from ? CELL_DIM : 0);
}
