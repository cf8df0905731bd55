// SPDX-License-Identifier: MIT
#include "io/csv.h"

#include <math.h>
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

void csv_text(FILE *out, const char *text)
{
	if (text[strcspn(text, ",\"\r\n")] == '\0') {
		fputs(text, out);
		return;
	}
	fputc('"', out);
	for (; *text != '\0'; text++) {
		if (*text == '"')
			fputc('"', out);
		fputc(*text, out);
	}
	fputc('"', out);
}
