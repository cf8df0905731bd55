// SPDX-License-Identifier: MIT
#include "pty/bytes.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"

/* A sequence after its CSI: private sign, numbers, final byte. */
struct csi {
	char private, final;
	int count, numbers[16];
};

static bool complain(struct bytes *bytes, const char *what, const char *text, size_t at)
{
	size_t n = strnlen(text + at, 12), used;

	snprintf(bytes->complaint, sizeof(bytes->complaint), "%s at byte %zu:", what, at);
	for (size_t i = 0; i < n; i++) {
		used = strlen(bytes->complaint);
		snprintf(bytes->complaint + used, sizeof(bytes->complaint) - used, " %02x",
			 (unsigned char)text[at + i]);
	}
	return false;
}

/* Returns its length, 0 when it is none. */
static size_t parse_csi(const char *text, struct csi *csi)
{
	size_t at = 0;

	*csi = (struct csi){ .count = 1 };
	if (strchr("?>=", text[at]) && text[at] != '\0')
		csi->private = text[at++];
	for (; (text[at] >= '0' && text[at] <= '9') || text[at] == ';' || text[at] == ':'; at++) {
		if (text[at] != ';' && text[at] != ':')
			csi->numbers[csi->count - 1] = csi->numbers[csi->count - 1] * 10 +
						       text[at] - '0';
		else if (csi->count++ == 16)
			return 0;
		if (csi->numbers[csi->count - 1] > 99999)
			return 0;
	}
	csi->final = text[at];
	return csi->final >= '@' && csi->final <= '~' ? at + 1 : 0;
}

static bool set_mode(struct bytes *bytes, int mode, bool on)
{
	switch (mode) {
	case 1: // cursor keys
		bytes->keypad = on;
		return true;
	case 7:  // wrap
	case 12: // cursor blinks
	case 1034:
		return true;
	case 25:
		bytes->hidden = !on;
		return true;
	case 1000:
	case 1002:
	case 1006:
		bytes->mouse = on;
		return true;
	case 1049:
		bytes->alternate = on;
		return true;
	case 2026:
		bytes->sync = on;
		return true;
	default:
		return false;
	}
}

static bool take_mode(struct bytes *bytes, const struct csi *csi)
{
	bool on = csi->final == 'h';

	// Insert mode and line feed mode off, as terminals begin; the cursor of screen.
	if (csi->private == '\0')
		return csi->count == 1 &&
		       (csi->numbers[0] == 34 ||
			((csi->numbers[0] == 4 || csi->numbers[0] == 20) && !on));
	for (int i = 0; i < csi->count; i++)
		if (csi->private != '?' || !set_mode(bytes, csi->numbers[i], on))
			return false;
	return true;
}

/* Colours as 38:5:number, or 38:2::red:green:blue. How many numbers more than one these are; 0:
 * neither. */
static int take_colour(const struct csi *csi, int i)
{
	int more = csi->numbers[i + 1] == 5 ? 2 : csi->numbers[i + 1] == 2 ? 5 : 0;

	if (i + more >= csi->count)
		return 0;
	for (int k = 2; k <= more; k++)
		if (csi->numbers[i + k] > 255)
			return 0;
	return more;
}

static bool take_attributes(struct bytes *bytes, const struct csi *csi)
{
	for (int i = 0; i < csi->count; i++) {
		int n = csi->numbers[i];

		if (n == 38 || n == 48) {
			int more = i + 2 < csi->count ? take_colour(csi, i) : 0;

			if (more == 0)
				return false;
			i += more;
			bytes->colour = true;
		} else if (n == 0) {
			bytes->attributes = false;
			bytes->colour = false;
			continue;
		} else if ((n >= 30 && n <= 37) || (n >= 40 && n <= 47) || (n >= 90 && n <= 107)) {
			bytes->colour = true;
		} else if (!((n >= 1 && n <= 7) || (n >= 10 && n <= 12) || (n >= 22 && n <= 27) ||
			     n == 39 || n == 49)) {
			return false;
		}
		bytes->attributes = true;
	}
	return true;
}

/* Places and distances within the screen. */
static bool is_within(const struct bytes *bytes, const struct csi *csi)
{
	int n = csi->numbers[0], second = csi->count > 1 ? csi->numbers[1] : 0;

	switch (csi->final) {
	case 'H':
	case 'f':
		return csi->count <= 2 && n <= bytes->h && second <= bytes->w;
	case 'r':
		return csi->count <= 2 && n <= bytes->h && second <= bytes->h;
	case 'd':
	case 'A':
	case 'B':
	case 'L':
	case 'M':
	case 'S':
	case 'T':
		return csi->count == 1 && n <= bytes->h;
	case 'G':
	case 'C':
	case 'D':
	case '@':
	case 'P':
	case 'X':
	case 'Z':
	case '`':
		return csi->count == 1 && n <= bytes->w;
	case 'J':
	case 'K':
		return csi->count == 1 && n <= 2;
	default:
		return false;
	}
}

/* What is to be copied, in base64; ends with BEL. Returns its length, 0 when it is not that. */
static size_t take_copy(const char *text)
{
	static const char head[] = "\033]52;c;";
	size_t length = sizeof(head) - 1;

	if (strncmp(text, head, length) != 0)
		return 0;
	length += strspn(text + length, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
					"0123456789+/=");
	return text[length] == '\a' ? length + 1 : 0;
}

static bool take_csi(struct bytes *bytes, const struct csi *csi)
{
	if (csi->final == 'h' || csi->final == 'l')
		return take_mode(bytes, csi);
	if (csi->private == '?' && csi->final == 'c') // shape of the cursor on the Linux console
		return true;
	if (csi->private != '\0')
		return false;
	if (csi->final == 'm')
		return take_attributes(bytes, csi);
	if (csi->final == 't') // keeps the title, as xterm's entry does
		return csi->count == 3 && (csi->numbers[0] == 22 || csi->numbers[0] == 23);
	return is_within(bytes, csi);
}

/* A sequence from its Esc on. Returns its length, 0 when it is not one. */
static size_t take_sequence(struct bytes *bytes, const char *text)
{
	struct csi csi;
	size_t length;

	switch (text[1]) {
	case '[':
		length = parse_csi(text + 2, &csi);
		return length > 0 && take_csi(bytes, &csi) ? length + 2 : 0;
	case ']':
		return take_copy(text);
	case '(':
	case ')':
		return text[2] == 'B' || text[2] == '0' || text[2] == 'U' || text[2] == 'K' ? 3 : 0;
	case '=':
		bytes->keypad = true;
		return 2;
	case '>':
		bytes->keypad = false;
		return 2;
	case '7':
	case '8':
	case 'M':
	case 'D':
	case 'E':
	case 'H':
		return 2;
	default:
		return 0;
	}
}

static size_t take_character(const struct bytes *bytes, const char *text, size_t left)
{
	uint32_t code;
	size_t n = text_utf8_decode(text, left, &code);

	if (strchr("\r\n\b\t\016\017", text[0]) && text[0] != '\0')
		return 1;
	if (code == TEXT_REPLACEMENT && n == 1)
		return 0;
	if (!text_codepoint_safe(code) || (code > 0x7e && !bytes->utf8))
		return 0;
	return n;
}

bool bytes_read(struct bytes *bytes, const char *text, size_t size)
{
	bytes->complaint[0] = '\0';
	for (size_t at = 0; at < size;) {
		size_t n = text[at] == '\033' ? take_sequence(bytes, text + at)
					      : take_character(bytes, text + at, size - at);

		if (n == 0)
			return complain(bytes, "not for terminals", text, at);
		at += n;
	}
	return true;
}

bool bytes_given_back(struct bytes *bytes)
{
	snprintf(bytes->complaint, sizeof(bytes->complaint), "left on:%s%s%s%s%s%s",
		 bytes->alternate ? " alternate screen" : "", bytes->hidden ? " no cursor" : "",
		 bytes->mouse ? " mouse" : "", bytes->sync ? " synchronised output" : "",
		 bytes->keypad ? " keypad" : "",
		 bytes->attributes || bytes->colour ? " attributes" : "");
	return strcmp(bytes->complaint, "left on:") == 0;
}
