// SPDX-License-Identifier: MIT
#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "base/xalloc.h"
#include "ui/canvas.h"

/* What stands for a code point of another width than 1: one per column it would have taken. */
static const uint32_t wide_stand_in = '?';

void canvas_init(struct canvas *canvas, int w, int h, enum charset charset)
{
	*canvas = (struct canvas){ .charset = charset };
	canvas_resize(canvas, w, h);
}

void canvas_release(struct canvas *canvas)
{
	if (canvas == NULL)
		return;
	free(canvas->cells);
	free(canvas->hits);
	*canvas = (struct canvas){ 0 };
}

void canvas_resize(struct canvas *canvas, int w, int h)
{
	assert(w >= 0 && h >= 0);
	canvas->w = w;
	canvas->h = h;
	canvas->cells = xrealloc_array(canvas->cells, (size_t)w * (size_t)h,
				       sizeof(canvas->cells[0]));
	canvas_clear(canvas);
}

void canvas_clear(struct canvas *canvas)
{
	size_t n = (size_t)canvas->w * (size_t)canvas->h;

	for (size_t i = 0; i < n; i++)
		canvas->cells[i] = (struct cell){ .code = ' ', .role = ROLE_TEXT };
	canvas->clip = (struct rect){ 0, 0, canvas->w, canvas->h };
	canvas->hit_count = 0;
}

static int min_int(int a, int b)
{
	return a < b ? a : b;
}

static int max_int(int a, int b)
{
	return a > b ? a : b;
}

static struct rect intersect(struct rect a, struct rect b)
{
	struct rect r;

	r.x = max_int(a.x, b.x);
	r.y = max_int(a.y, b.y);
	r.w = max_int(0, min_int(a.x + a.w, b.x + b.w) - r.x);
	r.h = max_int(0, min_int(a.y + a.h, b.y + b.h) - r.y);
	return r;
}

static bool inside(struct rect area, int x, int y)
{
	return x >= area.x && x < area.x + area.w && y >= area.y && y < area.y + area.h;
}

struct rect canvas_clip(struct canvas *canvas, struct rect clip)
{
	struct rect old = canvas->clip;

	canvas->clip = intersect(old, clip);
	return old;
}

void canvas_unclip(struct canvas *canvas, struct rect old)
{
	canvas->clip = old;
}

void canvas_put(struct canvas *canvas, int x, int y, uint32_t code, enum role role, int attrs)
{
	if (!inside(canvas->clip, x, y))
		return;
	canvas->cells[(size_t)y * (size_t)canvas->w + (size_t)x] = (struct cell){
		.code = charset_translate(canvas->charset, code),
		.role = (uint8_t)role,
		.attrs = (uint8_t)attrs,
	};
}

static enum role heat_role(int step)
{
	return step > 0 ? (enum role)((int)ROLE_HEAT_1 + step - 1) : ROLE_TEXT;
}

void canvas_heat(struct canvas *canvas, int x, int y, int upper, int lower)
{
	const uint32_t upper_half = 0x2580, lower_half = 0x2584, full = 0x2588;
	bool whole = upper == lower && upper > 0;

	if (!inside(canvas->clip, x, y) || (upper == 0 && lower == 0))
		return;
	canvas->cells[(size_t)y * (size_t)canvas->w + (size_t)x] = (struct cell){
		.code = whole       ? full
			: upper > 0 ? upper_half
				    : lower_half,
		.role = (uint8_t)heat_role(upper > 0 ? upper : lower),
		.ground = (uint8_t)heat_role(upper > 0 && !whole ? lower : 0),
	};
	if (canvas->charset == CHARSET_ASCII)
		canvas->cells[(size_t)y * (size_t)canvas->w + (size_t)x].code = cell_plain_code(
			canvas->cells[(size_t)y * (size_t)canvas->w + (size_t)x]);
}

static int heat_step(int role)
{
	return role >= ROLE_HEAT_1 && role <= ROLE_HEAT_5 ? role - ROLE_HEAT_1 + 1 : 0;
}

uint32_t cell_plain_code(struct cell cell)
{
	static const char ramp[HEAT_STEPS + 2] = " .:-=#";
	int role = heat_step(cell.role), ground = heat_step(cell.ground);
	int step = role > ground ? role : ground;

	return step > 0 ? (uint32_t)ramp[step] : cell.code;
}

bool canvas_blank(const struct canvas *canvas, int x, int y)
{
	return inside((struct rect){ 0, 0, canvas->w, canvas->h }, x, y) &&
	       canvas->cells[(size_t)y * (size_t)canvas->w + (size_t)x].code == ' ';
}

/* Draws one code point of a text and returns its columns. */
static int put_text(struct canvas *canvas, int x, int y, uint32_t code, enum role role, int attrs)
{
	int width;

	if (!text_codepoint_safe(code))
		code = TEXT_REPLACEMENT;
	width = text_codepoint_width(code);
	if (width == 1)
		canvas_put(canvas, x, y, code, role, attrs);
	for (int i = 0; width > 1 && i < width; i++)
		canvas_put(canvas, x + i, y, wide_stand_in, role, attrs);
	return width;
}

int canvas_text(struct canvas *canvas, int x, int y, enum role role, int attrs, const char *text)
{
	size_t left = strlen(text);
	int start = x;
	uint32_t code;

	while (left > 0) {
		size_t n = text_utf8_decode(text, left, &code);

		x += put_text(canvas, x, y, code, role, attrs);
		text += n;
		left -= n;
	}
	return x - start;
}

int canvas_printf(struct canvas *canvas, int x, int y, enum role role, int attrs,
		  const char *format, ...)
{
	char text[1024];
	va_list args;

	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	return canvas_text(canvas, x, y, role, attrs, text);
}

void canvas_right(struct canvas *canvas, int x_end, int y, enum role role, int attrs,
		  const char *text)
{
	canvas_text(canvas, x_end - text_width(text), y, role, attrs, text);
}

static bool arch_of_code(uint32_t code, enum arch *arch)
{
	for (int i = 0; i < ARCH_COUNT; i++) {
		if (sign_code(CHARSET_UNICODE, sign_of_arch((enum arch)i)) == code) {
			*arch = (enum arch)i;
			return true;
		}
	}
	return false;
}

/* The first architecture whose sign is in the text. */
static bool arch_named(const char *text, enum arch *arch)
{
	size_t left = strlen(text);
	uint32_t code;

	while (left > 0) {
		size_t n = text_utf8_decode(text, left, &code);

		if (arch_of_code(code, arch))
			return true;
		text += n;
		left -= n;
	}
	return false;
}

/* The role of the code point that the text begins with; `before` is the one before it. */
static enum role rich_role(const char *text, uint32_t before, enum role role)
{
	uint32_t code;
	size_t n;
	enum arch arch;

	/* Of ASCII only this one may be a sign. */
	if ((unsigned char)*text < 0x80 && *text != '!')
		return role;
	n = text_utf8_decode(text, strlen(text), &code);
	if (arch_of_code(code, &arch))
		return role_of_arch(arch, false);
	if (code == sign_code(CHARSET_UNICODE, SIGN_BEST) && arch_named(text, &arch))
		return role_of_arch(arch, false);
	if (code == sign_code(CHARSET_UNICODE, SIGN_NOBODY) ||
	    code == sign_code(CHARSET_UNICODE, SIGN_FAILED))
		return ROLE_MISSED;
	if (code == '!' && before == ' ' && (text[n] == ' ' || text[n] == '\0'))
		return ROLE_MISSED;
	return role;
}

int canvas_rich(struct canvas *canvas, int x, int y, enum role role, int attrs, const char *text)
{
	size_t left = strlen(text);
	int start = x;
	uint32_t code, before = ' ';

	while (left > 0) {
		size_t n = text_utf8_decode(text, left, &code);
		enum role own = rich_role(text, before, role);

		x += put_text(canvas, x, y, code, own, own == role ? attrs : attrs | CELL_BOLD);
		before = code;
		text += n;
		left -= n;
	}
	return x - start;
}

/* Bytes of the start of the text to keep so that it and an ellipsis fit, cut at a word if one ends
 * behind the first third. */
static size_t cut_at_word(const char *text, int columns)
{
	size_t fit = text_fit(text, columns - 1), word = fit;

	while (word > 0 && text[word] != ' ')
		word--;
	while (word > 0 && text[word - 1] == ' ')
		word--;
	return word > fit / 3 ? word : fit;
}

int canvas_rich_in(struct canvas *canvas, int x, int y, int columns, enum role role, int attrs,
		   const char *text)
{
	char cut[1024];
	size_t n;

	if (columns <= 0)
		return 0;
	if (text_width(text) <= columns)
		return canvas_rich(canvas, x, y, role, attrs, text);
	n = cut_at_word(text, columns);
	if (n > sizeof(cut) - 4)
		n = text_fit(text, (int)sizeof(cut) / 4);
	memcpy(cut, text, n);
	memcpy(cut + n, "…", sizeof("…"));
	return canvas_rich(canvas, x, y, role, attrs, cut);
}

void canvas_fill(struct canvas *canvas, struct rect area, uint32_t code, enum role role, int attrs)
{
	struct rect r = intersect(canvas->clip, area);

	for (int y = r.y; y < r.y + r.h; y++)
		for (int x = r.x; x < r.x + r.w; x++)
			canvas_put(canvas, x, y, code, role, attrs);
}

static void box_sides(struct canvas *canvas, struct rect a, enum role role)
{
	uint32_t horizontal = sign_code(canvas->charset, SIGN_HORIZONTAL);
	uint32_t vertical = sign_code(canvas->charset, SIGN_VERTICAL);
	int right = a.x + a.w - 1, bottom = a.y + a.h - 1;

	canvas_fill(canvas, (struct rect){ a.x, a.y, a.w, 1 }, horizontal, role, 0);
	canvas_fill(canvas, (struct rect){ a.x, bottom, a.w, 1 }, horizontal, role, 0);
	canvas_fill(canvas, (struct rect){ a.x, a.y, 1, a.h }, vertical, role, 0);
	canvas_fill(canvas, (struct rect){ right, a.y, 1, a.h }, vertical, role, 0);
	canvas_put(canvas, a.x, a.y, sign_code(canvas->charset, SIGN_CORNER_TL), role, 0);
	canvas_put(canvas, right, a.y, sign_code(canvas->charset, SIGN_CORNER_TR), role, 0);
	canvas_put(canvas, a.x, bottom, sign_code(canvas->charset, SIGN_CORNER_BL), role, 0);
	canvas_put(canvas, right, bottom, sign_code(canvas->charset, SIGN_CORNER_BR), role, 0);
}

void canvas_box(struct canvas *canvas, struct rect area, const char *title, bool focused)
{
	struct rect old;
	int attrs = CELL_BOLD | (focused ? CELL_REVERSE : 0);
	int x = area.x + 2;

	if (area.w < 2 || area.h < 2)
		return;
	box_sides(canvas, area, focused ? ROLE_FOCUS_BORDER : ROLE_BORDER);
	if (title[0] == '\0' || area.w < 8)
		return;
	old = canvas_clip(canvas, (struct rect){ area.x, area.y, area.w - 2, area.h });
	x += canvas_text(canvas, x, area.y, ROLE_TITLE, attrs, " ");
	/* Reversed, the colours of signs would become grounds. */
	if (focused && text_width(title) <= area.w - 5)
		x += canvas_text(canvas, x, area.y, ROLE_TITLE, attrs, title);
	else
		x += canvas_rich_in(canvas, x, area.y, area.w - 5, ROLE_TITLE, attrs, title);
	canvas_text(canvas, x, area.y, ROLE_TITLE, attrs, " ");
	canvas_unclip(canvas, old);
}

void canvas_hit(struct canvas *canvas, struct rect area, int action, int argument)
{
	struct rect seen = intersect(canvas->clip, area);

	if (seen.w == 0 || seen.h == 0)
		return;
	if (canvas->hit_count == canvas->hit_capacity) {
		canvas->hit_capacity = canvas->hit_capacity == 0 ? 64 : 2 * canvas->hit_capacity;
		canvas->hits = xrealloc_array(canvas->hits, (size_t)canvas->hit_capacity,
					      sizeof(canvas->hits[0]));
	}
	canvas->hits[canvas->hit_count++] = (struct hit){ .area = seen,
							  .action = action,
							  .argument = argument };
}

const struct hit *canvas_hit_at(const struct canvas *canvas, int x, int y)
{
	for (int i = canvas->hit_count - 1; i >= 0; i--)
		if (inside(canvas->hits[i].area, x, y))
			return &canvas->hits[i];
	return NULL;
}

static char *row_to_text(const struct canvas *canvas, int y, char *out)
{
	const struct cell *row = canvas->cells + (size_t)y * (size_t)canvas->w;
	int last = canvas->w;

	while (last > 0 && row[last - 1].code == ' ')
		last--;
	for (int x = 0; x < last; x++)
		out += text_utf8_encode(cell_plain_code(row[x]), out);
	*out++ = '\n';
	return out;
}

char *canvas_to_text(const struct canvas *canvas)
{
	size_t most = ((size_t)canvas->w * 4 + 1) * (size_t)canvas->h + 1;
	char *text = xmalloc(most), *end = text;

	for (int y = 0; y < canvas->h; y++)
		end = row_to_text(canvas, y, end);
	*end = '\0';
	return text;
}

bool canvas_same_cells(const struct cell *a, const struct cell *b, int count)
{
	for (int i = 0; i < count; i++)
		if (a[i].code != b[i].code || a[i].role != b[i].role || a[i].attrs != b[i].attrs ||
		    a[i].ground != b[i].ground)
			return false;
	return true;
}
