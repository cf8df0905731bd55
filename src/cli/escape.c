// SPDX-License-Identifier: MIT
#include "cli/escape.h"

#include <string.h>

void escape_html(FILE *out, const char *text)
{
	for (; *text != '\0'; text++) {
		if (*text == '&')
			fputs("&amp;", out);
		else if (*text == '<')
			fputs("&lt;", out);
		else if (*text == '>')
			fputs("&gt;", out);
		else if (*text == '"')
			fputs("&quot;", out);
		else
			fputc(*text, out);
	}
}

void escape_markdown(FILE *out, const char *text)
{
	for (; *text != '\0'; text++) {
		if (*text == '\n') {
			fputc(' ', out);
			continue;
		}
		if (strchr("\\`*_[]<>|#$", *text))
			fputc('\\', out);
		fputc(*text, out);
	}
}
