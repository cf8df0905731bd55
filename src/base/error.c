// SPDX-License-Identifier: MIT
#include <ragtop/error.h>

#include <stdarg.h>
#include <stdio.h>

#include "base/text.h"

/* Messages quote what users typed, so they are made safe for a terminal here, once. */
bool error_set(struct error *error, const char *format, ...)
{
	char raw[sizeof(error->message)];
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(raw, sizeof(raw), format, arguments);
	va_end(arguments);
	text_sanitise(error->message, sizeof(error->message), raw);
	error->file[0] = '\0';
	error->line = 0;
	error->column = 0;
	return false;
}

bool error_at(struct error *error, const char *file, int line, int column)
{
	text_sanitise(error->file, sizeof(error->file), file != NULL ? file : "");
	error->line = line;
	error->column = column;
	return false;
}
