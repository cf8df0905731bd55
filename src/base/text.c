// SPDX-License-Identifier: MIT
#include "base/text.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "base/text_table.h"

#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))

static bool is_continuation(unsigned char byte)
{
	return (byte & 0xc0) == 0x80;
}

/* Length that a first byte announces, 0 for one that cannot come first. */
static size_t announced_length(unsigned char first)
{
	if (first < 0x80)
		return 1;
	if (first >= 0xc2 && first <= 0xdf)
		return 2;
	if (first >= 0xe0 && first <= 0xef)
		return 3;
	if (first >= 0xf0 && first <= 0xf4)
		return 4;
	return 0;
}

/* Neither overlong for its length, nor a surrogate, nor beyond Unicode. */
static bool is_legal(uint32_t codepoint, size_t length)
{
	static const uint32_t least[5] = { 0, 0, 0x80, 0x800, 0x10000 };

	return codepoint >= least[length] && codepoint <= 0x10ffff &&
	       !(codepoint >= 0xd800 && codepoint <= 0xdfff);
}

size_t text_utf8_decode(const char *text, size_t n, uint32_t *codepoint)
{
	const unsigned char *bytes = (const unsigned char *)text;
	size_t length;
	uint32_t value;

	*codepoint = TEXT_REPLACEMENT;
	if (n == 0)
		return 0;
	length = announced_length(bytes[0]);
	if (length == 0 || length > n)
		return 1;
	value = length == 1 ? bytes[0] : bytes[0] & (0x7fu >> length);
	for (size_t i = 1; i < length; i++) {
		if (!is_continuation(bytes[i]))
			return 1;
		value = value << 6 | (bytes[i] & 0x3fu);
	}
	if (!is_legal(value, length))
		return 1;
	*codepoint = value;
	return length;
}

size_t text_utf8_encode(uint32_t codepoint, char out[4])
{
	static const unsigned char lead[5] = { 0, 0, 0xc0, 0xe0, 0xf0 };
	size_t length = codepoint < 0x80 ? 1 : codepoint < 0x800 ? 2 : codepoint < 0x10000 ? 3 : 4;

	assert(is_legal(codepoint, length));
	for (size_t i = length - 1; i > 0; i--) {
		out[i] = (char)(0x80 | (codepoint & 0x3f));
		codepoint >>= 6;
	}
	out[0] = (char)(lead[length] | codepoint);
	return length;
}

static bool in_ranges(uint32_t codepoint, const struct text_range *ranges, size_t n)
{
	size_t lo = 0, hi = n;

	while (lo < hi) {
		size_t middle = (lo + hi) / 2;

		if (codepoint > ranges[middle].last)
			lo = middle + 1;
		else if (codepoint < ranges[middle].first)
			hi = middle;
		else
			return true;
	}
	return false;
}

int text_codepoint_width(uint32_t codepoint)
{
	if (codepoint < 0x20 || (codepoint >= 0x7f && codepoint < 0xa0))
		return 0;
	if (codepoint < 0x300)
		return 1;
	if (in_ranges(codepoint, text_no_column, COUNT_OF(text_no_column)))
		return 0;
	return in_ranges(codepoint, text_two_columns, COUNT_OF(text_two_columns)) ? 2 : 1;
}

int text_width(const char *text)
{
	size_t left = strlen(text);
	int width = 0;

	while (left > 0) {
		uint32_t codepoint;
		size_t taken = text_utf8_decode(text, left, &codepoint);

		width += text_codepoint_width(codepoint);
		text += taken;
		left -= taken;
	}
	return width;
}

size_t text_fit(const char *text, int columns)
{
	size_t n = strlen(text);
	size_t at = 0;

	while (at < n) {
		uint32_t codepoint;
		size_t taken = text_utf8_decode(text + at, n - at, &codepoint);

		columns -= text_codepoint_width(codepoint);
		if (columns < 0)
			break;
		at += taken;
	}
	return at;
}

/* Everything here can move the cursor, reorder what stands around it, or hide. */
static const struct text_range unsafe[] = {
	{ 0x0000, 0x001f }, { 0x007f, 0x009f }, { 0x00ad, 0x00ad },   { 0x034f, 0x034f },
	{ 0x061c, 0x061c }, { 0x180e, 0x180e }, { 0x200b, 0x200f },   { 0x2028, 0x202e },
	{ 0x2060, 0x206f }, { 0xd800, 0xdfff }, { 0xfdd0, 0xfdef },   { 0xfeff, 0xfeff },
	{ 0xfff9, 0xfffb }, { 0xfffe, 0xffff }, { 0xe0000, 0xe0fff },
};

bool text_codepoint_safe(uint32_t codepoint)
{
	/* Nearly all there is. */
	if (codepoint >= 0x20 && codepoint < 0x7f)
		return true;
	/* The last two of every plane are noncharacters. */
	return !in_ranges(codepoint, unsafe, COUNT_OF(unsafe)) && (codepoint & 0xfffe) != 0xfffe &&
	       codepoint <= 0x10ffff;
}

bool text_sanitise(char *dst, size_t size, const char *src)
{
	size_t left = strlen(src);
	size_t room = size - 1;
	bool same = true;

	assert(size >= 1);
	while (left > 0) {
		uint32_t codepoint;
		char encoded[4];
		size_t taken = text_utf8_decode(src, left, &codepoint);
		size_t length;

		if (!text_codepoint_safe(codepoint))
			codepoint = TEXT_REPLACEMENT;
		length = text_utf8_encode(codepoint, encoded);
		if (length > room)
			break;
		same = same && length == taken && memcmp(encoded, src, length) == 0;
		memcpy(dst, encoded, length);
		dst += length;
		room -= length;
		src += taken;
		left -= taken;
	}
	*dst = '\0';
	return same && left == 0;
}

static char lower(char byte)
{
	return byte >= 'A' && byte <= 'Z' ? (char)(byte - 'A' + 'a') : byte;
}

bool text_mentions(const char *text, const char *part, size_t length)
{
	for (; *text != '\0'; text++) {
		size_t i = 0;

		while (i < length && lower(text[i]) == lower(part[i]))
			i++;
		if (i == length)
			return true;
	}
	return false;
}

enum { DISTANCE_MAX = 63 };

static int smaller(int a, int b)
{
	return a < b ? a : b;
}

static int bounded_length(const char *text)
{
	size_t length = strlen(text);

	return length < DISTANCE_MAX ? (int)length : DISTANCE_MAX;
}

/* One row of the table needs the two before it: those of a[0..i-1) and a[0..i-2). */
int text_distance(const char *a, const char *b)
{
	int rows[3][DISTANCE_MAX + 1];
	int a_length = bounded_length(a), b_length = bounded_length(b);

	for (int j = 0; j <= b_length; j++)
		rows[0][j] = j;
	for (int i = 1; i <= a_length; i++) {
		int *row = rows[i % 3];
		const int *above = rows[(i + 2) % 3], *above2 = rows[(i + 1) % 3];

		row[0] = i;
		for (int j = 1; j <= b_length; j++) {
			row[j] = smaller(above[j], row[j - 1]) + 1;
			row[j] = smaller(row[j], above[j - 1] + (a[i - 1] != b[j - 1]));
			if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
				row[j] = smaller(row[j], above2[j - 2] + 1);
		}
	}
	return rows[a_length % 3][b_length];
}

/* Our own signs in ASCII; what else is not ASCII becomes a question mark. */
static const char *ascii_for(uint32_t codepoint)
{
	switch (codepoint) {
	case 0x2013:
		return "-";
	case 0x221e:
		return "inf";
	case 0xb5:
		return "u";
	case 0xb1:
		return "+-";
	case 0x2264:
		return "<=";
	case 0x2265:
		return ">=";
	case 0x2605:
		return "*";
	case 0x2502:
		return "|";
	case 0x2588:
		return "#";
	default:
		return "?";
	}
}

void text_to_ascii(char *dst, size_t size, const char *src)
{
	size_t used = 0, left = strlen(src);

	dst[0] = '\0';
	while (left > 0 && used < size) {
		uint32_t codepoint;
		size_t taken = text_utf8_decode(src, left, &codepoint);
		char ascii[2] = { (char)codepoint, '\0' };

		used += (size_t)snprintf(dst + used, size - used, "%s",
					 codepoint < 0x80 ? ascii : ascii_for(codepoint));
		src += taken;
		left -= taken;
	}
}
