// SPDX-License-Identifier: MIT
#include "validate/words.h"

#include <string.h>

#include "base/text.h"

bool words_match(const char *words, const char *name)
{
	while (words && *words != '\0') {
		size_t length = strcspn(words, " ");

		if (length > 0 && !text_mentions(name, words, length))
			return false;
		words += length + strspn(words + length, " ");
	}
	return true;
}
