// SPDX-License-Identifier: MIT
#include "validate/words.h"

#include <string.h>

static char lower(char byte)
{
	return byte >= 'A' && byte <= 'Z' ? (char)(byte - 'A' + 'a') : byte;
}

static bool contains(const char *text, const char *word, size_t length)
{
	for (; *text != '\0'; text++) {
		size_t i = 0;

		while (i < length && lower(text[i]) == lower(word[i]))
			i++;
		if (i == length)
			return true;
	}
	return false;
}

bool words_match(const char *words, const char *name)
{
	while (words && *words != '\0') {
		size_t length = strcspn(words, " ");

		if (length > 0 && !contains(name, words, length))
			return false;
		words += length + strspn(words + length, " ");
	}
	return true;
}
