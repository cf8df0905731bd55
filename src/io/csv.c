// SPDX-License-Identifier: MIT
#include "io/csv.h"

#include <math.h>
#include <stdbool.h>
#include <string.h>

#include "io/json_write.h"

void csv_number(FILE *out, double value)
{
	char text[JSON_NUMBER_SIZE] = "";

	if (isinf(value))
		strcpy(text, value > 0 ? "inf" : "-inf");
	else if (!isnan(value))
		json_figure_text(text, value);
	fputs(text, out);
}

void csv_next_number(FILE *out, double value)
{
	fputc(',', out);
	csv_number(out, value);
}

/* A spreadsheet computes what begins like a formula, and passes over blanks before it. */
static bool is_formula(const char *text)
{
	char first = text[strspn(text, " ")];

	return first != '\0' && strchr("=+-@\t\r\n", first) != NULL;
}

void csv_text(FILE *out, const char *text)
{
	const char *guard = is_formula(text) ? "'" : "";

	if (text[strcspn(text, ",;\"\t\r\n")] == '\0') {
		fprintf(out, "%s%s", guard, text);
		return;
	}
	fprintf(out, "\"%s", guard);
	for (; *text != '\0'; text++) {
		if (*text == '"')
			fputc('"', out);
		fputc(*text, out);
	}
	fputc('"', out);
}
