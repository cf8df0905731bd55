// SPDX-License-Identifier: MIT
/*
 * Names of keys, both ways. Declared in input.h.
 */
#include "ui/input.h"

#include <stdio.h>
#include <string.h>

#include "base/text.h"

static const struct {
	const char *name;
	uint32_t key;
} names[] = {
	{ "Left", INPUT_LEFT },    { "Right", INPUT_RIGHT },    { "Up", INPUT_UP },
	{ "Down", INPUT_DOWN },    { "Home", INPUT_HOME },      { "End", INPUT_END },
	{ "PgUp", INPUT_PAGE_UP }, { "PgDn", INPUT_PAGE_DOWN }, { "Ins", INPUT_INSERT },
	{ "Del", INPUT_DELETE },   { "Bksp", INPUT_BACKSPACE }, { "Tab", INPUT_TAB },
	{ "Enter", INPUT_ENTER },  { "Esc", INPUT_ESCAPE },     { "Space", ' ' },
	{ "F1", INPUT_F1 },        { "F2", INPUT_F1 + 1 },      { "F3", INPUT_F1 + 2 },
	{ "F4", INPUT_F1 + 3 },    { "F5", INPUT_F1 + 4 },      { "F6", INPUT_F1 + 5 },
	{ "F7", INPUT_F1 + 6 },    { "F8", INPUT_F1 + 7 },      { "F9", INPUT_F1 + 8 },
	{ "F10", INPUT_F1 + 9 },   { "F11", INPUT_F1 + 10 },    { "F12", INPUT_F12 },
};

enum { NAME_COUNT = sizeof(names) / sizeof(names[0]) };

static uint32_t parse_base(const char *text, size_t size)
{
	uint32_t code;

	for (int i = 0; i < NAME_COUNT; i++)
		if (strlen(names[i].name) == size && memcmp(names[i].name, text, size) == 0)
			return names[i].key;
	if (size == 0 || text_utf8_decode(text, size, &code) != size || code == TEXT_REPLACEMENT)
		return 0;
	return code;
}

uint32_t input_key_parse(const char *text, size_t size)
{
	uint32_t modifiers = 0, key;

	// "-" alone is the key; "C-x" has something behind its dash.
	while (size > 2 && text[1] == '-' && (text[0] == 'C' || text[0] == 'S')) {
		modifiers |= text[0] == 'C' ? INPUT_CTRL : INPUT_SHIFT;
		text += 2;
		size -= 2;
	}
	key = parse_base(text, size);
	return key ? key | modifiers : 0;
}

const char *input_key_name(uint32_t key, char *buffer, size_t size)
{
	uint32_t base = key & ~(uint32_t)(INPUT_SHIFT | INPUT_CTRL);
	char utf8[5] = "";
	const char *name = utf8;

	for (int i = 0; i < NAME_COUNT; i++)
		if (names[i].key == base)
			name = names[i].name;
	if (name == utf8 && base < INPUT_LEFT)
		utf8[text_utf8_encode(base, utf8)] = '\0';
	snprintf(buffer, size, "%s%s%s", key & INPUT_CTRL ? "C-" : "",
		 key & INPUT_SHIFT ? "S-" : "", name);
	return buffer;
}

bool input_key_printable(uint32_t key)
{
	return key >= 0x20 && key < INPUT_LEFT && text_codepoint_safe(key);
}
