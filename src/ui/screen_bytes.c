// SPDX-License-Identifier: MIT
#include "ui/screen_bytes.h"

#include <string.h>

/* How many bytes "CSI 4 b" takes, and the 4; 0 when it is something else. */
static size_t repetition(const char *bytes, size_t size, size_t *count)
{
	size_t at = 2;

	*count = 0;
	if (size < 4 || bytes[0] != '\033' || bytes[1] != '[')
		return 0;
	for (; at < size && bytes[at] >= '0' && bytes[at] <= '9'; at++)
		*count = 10 * *count + (size_t)(bytes[at] - '0');
	return at > 2 && at < size && bytes[at] == 'b' ? at + 1 : 0;
}

/* Does the sequence that gives the palette back stand here? We never touch it, and what the user
 * made of it is not ours to undo. Its length, or 0. */
static size_t reset_at(const char *palette_reset, const char *bytes, size_t size)
{
	size_t length = strlen(palette_reset);

	return length > 0 && length <= size && memcmp(bytes, palette_reset, length) == 0 ? length
											 : 0;
}

size_t screen_mend(const char *palette_reset, const char *bytes, size_t size, char *out,
		   size_t room)
{
	size_t used = 0;

	for (size_t at = 0; at < size && used < room;) {
		size_t count, length = repetition(bytes + at, size - at, &count);

		for (; length > 0 && used > 0 && count > 0 && used < room; count--, used++)
			out[used] = out[used - 1];
		if (length == 0)
			length = reset_at(palette_reset, bytes + at, size - at);
		if (length == 0)
			out[used++] = bytes[at];
		at += length > 0 ? length : 1;
	}
	return used;
}

size_t screen_base64(const char *bytes, size_t size, char *out)
{
	static const char digits[] =
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	size_t used = 0;

	for (size_t at = 0; at < size; at += 3) {
		size_t left = size - at;
		unsigned int three = (unsigned int)(unsigned char)bytes[at] << 16;

		three |= left > 1 ? (unsigned int)(unsigned char)bytes[at + 1] << 8 : 0;
		three |= left > 2 ? (unsigned int)(unsigned char)bytes[at + 2] : 0;
		out[used++] = digits[three >> 18];
		out[used++] = digits[three >> 12 & 63];
		out[used++] = left > 1 ? digits[three >> 6 & 63] : '=';
		out[used++] = left > 2 ? digits[three & 63] : '=';
	}
	return used;
}

uint32_t screen_code(uint32_t code, bool utf8)
{
	if (code < 0x20)
		return ' ';
	return code < 0x7f || utf8 ? code : '?';
}
