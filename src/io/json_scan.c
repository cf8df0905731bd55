// SPDX-License-Identifier: MIT
#include <assert.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "base/xalloc.h"
#include "io/json_scan.h"

/* A key of an object that is still open, without escapes. */
struct key {
	const char *text;
	uint32_t size;
	uint32_t at;
};

struct scan {
	const char *text;
	size_t size, at;
	int depth;
	struct json_index index;
	struct key *keys; /* of all open objects, the innermost last */
	size_t key_count, key_room;
	char *decoded; /* what the keys point into; never longer than the text */
	size_t decoded_size;
	struct error *error;
};

static bool scan_value(struct scan *s, uint32_t key_at);

void json_place(const char *text, size_t at, int *line, int *column)
{
	size_t start = 0;

	*line = 1;
	for (size_t i = 0; i < at; i++) {
		if (text[i] == '\n') {
			++*line;
			start = i + 1;
		}
	}
	*column = (int)(at - start) + 1;
}

static bool fail(struct scan *s, size_t at, const char *cause)
{
	unsigned char byte = at < s->size ? (unsigned char)s->text[at] : 0;
	int line, column;

	if (at >= s->size)
		error_set(s->error, "%s: end of file", cause);
	else if (byte > 0x20 && byte < 0x7f)
		error_set(s->error, "%s: \"%c\"", cause, byte);
	else
		error_set(s->error, "%s: byte 0x%02x", cause, byte);
	json_place(s->text, at, &line, &column);
	return error_at(s->error, "", line, column);
}

/* The next byte, or -1 at the end. */
static int peek(const struct scan *s)
{
	return s->at < s->size ? (unsigned char)s->text[s->at] : -1;
}

static void skip_space(struct scan *s)
{
	while (s->at < s->size && memchr(" \t\r\n", s->text[s->at], 4))
		s->at++;
}

static bool is_digit(int byte)
{
	return byte >= '0' && byte <= '9';
}

static bool scan_hex4(struct scan *s, uint32_t *value)
{
	*value = 0;
	for (int i = 0; i < 4; i++, s->at++) {
		int byte = peek(s);
		int lower = byte | 0x20;

		if (is_digit(byte))
			*value = *value << 4 | (uint32_t)(byte - '0');
		else if (byte >= 0 && lower >= 'a' && lower <= 'f')
			*value = *value << 4 | (uint32_t)(lower - 'a' + 10);
		else
			return fail(s, s->at, "expected a hexadecimal digit");
	}
	return true;
}

/* After "\u": one escape, or two that make a surrogate pair. */
static bool scan_unicode_escape(struct scan *s, uint32_t *codepoint)
{
	size_t start = s->at - 2;
	uint32_t low;

	if (!scan_hex4(s, codepoint))
		return false;
	if (*codepoint == 0)
		return fail(s, start, "escaped zero byte");
	if (*codepoint < 0xd800 || *codepoint > 0xdfff)
		return true;
	if (*codepoint > 0xdbff || peek(s) != '\\')
		return fail(s, start, "unpaired surrogate");
	s->at++;
	if (peek(s) != 'u')
		return fail(s, start, "unpaired surrogate");
	s->at++;
	if (!scan_hex4(s, &low))
		return false;
	if (low < 0xdc00 || low > 0xdfff)
		return fail(s, start, "unpaired surrogate");
	*codepoint = 0x10000 + ((*codepoint - 0xd800) << 10) + (low - 0xdc00);
	return true;
}

static bool scan_escape(struct scan *s, uint32_t *codepoint)
{
	static const char letters[] = "\"\\/bfnrt", meant[] = "\"\\/\b\f\n\r\t";
	const char *found;

	s->at++;
	int byte = peek(s);
	if (byte == 'u') {
		s->at++;
		return scan_unicode_escape(s, codepoint);
	}
	found = byte > 0 ? strchr(letters, byte) : NULL;
	if (!found)
		return fail(s, s->at, "unknown escape");
	*codepoint = (unsigned char)meant[found - letters];
	s->at++;
	return true;
}

/* One character of a string that is not the closing quote. */
static bool scan_character(struct scan *s, uint32_t *codepoint)
{
	size_t taken;

	if (s->text[s->at] == '\\')
		return scan_escape(s, codepoint);
	if ((unsigned char)s->text[s->at] < 0x20)
		return fail(s, s->at, "control byte in a string");
	taken = text_utf8_decode(s->text + s->at, s->size - s->at, codepoint);
	if (*codepoint == TEXT_REPLACEMENT && taken == 1)
		return fail(s, s->at, "ill-formed UTF-8");
	s->at += taken;
	return true;
}

/* Most of most texts, and therefore not taken character by character. */
static void scan_plain(struct scan *s, bool keep)
{
	const char *start = s->text + s->at, *at = start, *end = s->text + s->size;
	size_t size;

	while (at < end && (signed char)*at >= 0x20 && *at != '"' && *at != '\\')
		at++;
	size = (size_t)(at - start);
	if (keep)
		memcpy(s->decoded + s->decoded_size, start, size);
	s->decoded_size += keep ? size : 0;
	s->at += size;
}

/* From the opening quote to behind the closing one; with `keep` it is written to s->decoded. */
static bool scan_string(struct scan *s, bool keep)
{
	uint32_t codepoint;

	s->at++;
	for (scan_plain(s, keep); peek(s) != '"'; scan_plain(s, keep)) {
		if (s->at >= s->size)
			return fail(s, s->at, "string without an end");
		if (!scan_character(s, &codepoint))
			return false;
		if (keep)
			s->decoded_size += text_utf8_encode(codepoint,
							    s->decoded + s->decoded_size);
	}
	s->at++;
	return true;
}

static bool scan_digits(struct scan *s)
{
	if (!is_digit(peek(s)))
		return fail(s, s->at, "expected a digit");
	while (is_digit(peek(s)))
		s->at++;
	return true;
}

static bool number_is_finite(struct scan *s, size_t start)
{
	char number[JSON_NUMBER_MAX + 1];
	size_t size = s->at - start;

	if (size > JSON_NUMBER_MAX)
		return fail(s, start, "number of more than 63 characters");
	memcpy(number, s->text + start, size);
	number[size] = '\0';
	if (!isfinite(strtod(number, NULL)))
		return fail(s, start, "number too large");
	return true;
}

static bool scan_number(struct scan *s)
{
	size_t start = s->at;

	if (peek(s) == '-')
		s->at++;
	if (peek(s) == '0') {
		s->at++;
		if (is_digit(peek(s)))
			return fail(s, start, "number with a leading zero");
	} else if (!scan_digits(s)) {
		return false;
	}
	if (peek(s) == '.') {
		s->at++;
		if (!scan_digits(s))
			return false;
	}
	if (peek(s) == 'e' || peek(s) == 'E') {
		s->at++;
		if (peek(s) == '+' || peek(s) == '-')
			s->at++;
		if (!scan_digits(s))
			return false;
	}
	return number_is_finite(s, start);
}

static bool scan_word(struct scan *s)
{
	static const char *const words[] = { "true", "false", "null" };

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		size_t length = strlen(words[i]);

		if (s->size - s->at >= length && !memcmp(s->text + s->at, words[i], length)) {
			s->at += length;
			return true;
		}
	}
	return fail(s, s->at, "expected a value");
}

static bool scan_array(struct scan *s)
{
	s->at++;
	skip_space(s);
	if (peek(s) == ']') {
		s->at++;
		return true;
	}
	for (;;) {
		if (!scan_value(s, JSON_NO_KEY))
			return false;
		int byte = peek(s);
		if (byte != ',' && byte != ']')
			return fail(s, s->at, "expected \",\" or \"]\"");
		s->at++;
		if (byte == ']')
			return true;
	}
}

static bool scan_key(struct scan *s)
{
	size_t at = s->at, decoded_at = s->decoded_size;

	if (peek(s) != '"')
		return fail(s, at, "expected a key");
	/* Only texts with a key pay for this. */
	if (!s->decoded)
		s->decoded = xmalloc(s->size);
	if (!scan_string(s, true))
		return false;
	if (s->key_count == s->key_room) {
		s->key_room = s->key_room ? 2 * s->key_room : 64;
		s->keys = xrealloc_array(s->keys, s->key_room, sizeof(*s->keys));
	}
	s->keys[s->key_count++] = (struct key){
		.text = s->decoded + decoded_at,
		.size = (uint32_t)(s->decoded_size - decoded_at),
		.at = (uint32_t)at,
	};
	return true;
}

static bool scan_member(struct scan *s)
{
	size_t key_at = s->at;

	if (!scan_key(s))
		return false;
	skip_space(s);
	if (peek(s) != ':')
		return fail(s, s->at, "expected \":\"");
	s->at++;
	return scan_value(s, (uint32_t)key_at);
}

static int key_order(const void *a, const void *b)
{
	const struct key *x = a, *y = b;
	int order = memcmp(x->text, y->text, x->size < y->size ? x->size : y->size);

	if (order != 0)
		return order;
	if (x->size != y->size)
		return x->size < y->size ? -1 : 1;
	return x->at < y->at ? -1 : x->at > y->at;
}

/* Sorted and not hashed: no choice of keys can make this slow. */
static bool keys_differ(struct scan *s, size_t first)
{
	struct key *keys = s->keys + first;
	size_t n = s->key_count - first;

	if (n > 1)
		qsort(keys, n, sizeof(*keys), key_order);
	for (size_t i = 1; i < n; i++) {
		if (keys[i - 1].size == keys[i].size &&
		    memcmp(keys[i - 1].text, keys[i].text, keys[i].size) == 0) {
			int line, column;

			error_set(s->error, "key given twice: \"%.*s\"",
				  keys[i].size < 64 ? (int)keys[i].size : 0, keys[i].text);
			json_place(s->text, keys[i].at, &line, &column);
			return error_at(s->error, "", line, column);
		}
	}
	return true;
}

static bool scan_object(struct scan *s)
{
	size_t first_key = s->key_count;
	int byte;

	s->at++;
	skip_space(s);
	if (peek(s) == '}') {
		s->at++;
		return true;
	}
	do {
		skip_space(s);
		if (!scan_member(s))
			return false;
		byte = peek(s);
		if (byte != ',' && byte != '}')
			return fail(s, s->at, "expected \",\" or \"}\"");
		s->at++;
	} while (byte == ',');
	if (!keys_differ(s, first_key))
		return false;
	s->key_count = first_key;
	return true;
}

static bool add_node(struct scan *s, uint32_t key_at)
{
	struct json_index *index = &s->index;

	if (index->count == JSON_NODES_MAX)
		return fail(s, s->at, "more than 200000 values");
	if (index->count == index->room) {
		index->room = index->room ? 2 * index->room : 256;
		index->nodes = xrealloc_array(index->nodes, index->room, sizeof(*index->nodes));
	}
	index->nodes[index->count++] = (struct json_node){ (uint32_t)s->at, key_at, 0 };
	return true;
}

static bool scan_nested(struct scan *s)
{
	bool ok;

	if (s->depth == JSON_DEPTH_MAX)
		return fail(s, s->at, "nested more than 32 deep");
	s->depth++;
	ok = peek(s) == '{' ? scan_object(s) : scan_array(s);
	s->depth--;
	return ok;
}

static bool scan_value(struct scan *s, uint32_t key_at)
{
	uint32_t node = s->index.count;
	bool ok;

	skip_space(s);
	if (!add_node(s, key_at))
		return false;
	int byte = peek(s);
	if (byte == '{' || byte == '[')
		ok = scan_nested(s);
	else if (byte == '"')
		ok = scan_string(s, false);
	else if (byte == '-' || is_digit(byte))
		ok = scan_number(s);
	else
		ok = scan_word(s);
	if (!ok)
		return false;
	s->index.nodes[node].next = s->index.count;
	skip_space(s);
	return true;
}

static bool scan_document(struct scan *s)
{
	if (s->size > JSON_SIZE_MAX)
		return error_set(s->error, "larger than 8 MiB");
	if (s->size >= 3 && memcmp(s->text, "\xef\xbb\xbf", 3) == 0)
		return fail(s, 0, "byte order mark");
	if (!scan_value(s, JSON_NO_KEY))
		return false;
	if (s->at < s->size)
		return fail(s, s->at, "text after the end");
	return true;
}

bool json_scan(const char *text, size_t size, struct json_index *index, struct error *error)
{
	struct scan s = { .text = text, .size = size, .error = error };
	bool ok = scan_document(&s);

	free(s.keys);
	free(s.decoded);
	if (ok)
		*index = s.index;
	else
		json_index_release(&s.index);
	return ok;
}

void json_index_release(struct json_index *index)
{
	free(index->nodes);
	*index = (struct json_index){ 0 };
}
