// SPDX-License-Identifier: MIT
#include "ui/actions.h"

#include <stdio.h>
#include <string.h>

#include "ui/input.h"

const struct action_info action_table[ACTION_COUNT] = {
	[ACTION_NONE] = { "NONE", ACTIONS_MOUSE, "", "" },
#define ACTION(name, group, keys, help) [ACTION_##name] = { #name, ACTIONS_##group, keys, help },
#include "ui/actions.def"
#undef ACTION
};

/* Cuts the next word off *text; 0 at the end. */
static size_t next_word(const char **text, const char **word)
{
	size_t size;

	*text += strspn(*text, " ");
	*word = *text;
	size = strcspn(*text, " ");
	*text += size;
	return size;
}

enum action action_of_key(uint32_t key)
{
	for (int action = ACTION_NONE + 1; action < ACTION_COUNT; action++) {
		const char *keys = action_table[action].keys, *word;
		size_t size;
		while ((size = next_word(&keys, &word)) > 0)
			if (input_key_parse(word, size) == key)
				return (enum action)action;
	}
	return ACTION_NONE;
}

const char *action_hint(enum action action, char *buffer, int size)
{
	const char *keys = action_table[action].keys, *word;
	size_t length = next_word(&keys, &word);

	snprintf(buffer, (size_t)size, "%.*s", (int)length, word);
	return buffer;
}
