// SPDX-License-Identifier: MIT
#include <string.h>

#include "base/text.h"
#include "cli/wrap.h"

static int word_width(const char *word, size_t length)
{
	char copy[WRAP_WIDTH * 4 + 1];

	if (length >= sizeof(copy))
		return WRAP_WIDTH;
	memcpy(copy, word, length);
	copy[length] = '\0';
	return text_width(copy);
}

void put_wrapped(FILE *out, const char *text, int column)
{
	int at = column;

	for (text += strspn(text, " "); *text != '\0'; text += strspn(text, " ")) {
		size_t length = strcspn(text, " ");
		int width = word_width(text, length);

		if (at > column && at + 1 + width > WRAP_WIDTH) {
			fprintf(out, "\n%*s", column, "");
			at = column;
		} else if (at > column) {
			fputc(' ', out);
			at++;
		}
		fwrite(text, 1, length, out);
		at += width;
		text += length;
	}
	fputc('\n', out);
}

void put_column(FILE *out, const char *text, int width)
{
	fputs(text, out);
	for (int i = text_width(text); i < width; i++)
		fputc(' ', out);
}
