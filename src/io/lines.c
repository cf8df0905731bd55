// SPDX-License-Identifier: MIT
#include "io/lines.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { DECIMAL_CHARACTERS = 30 };

bool line_error(const struct line *line, size_t at, struct error *error, const char *format, ...)
{
	char message[sizeof(error->message)];
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(message, sizeof(message), format, arguments);
	va_end(arguments);
	error_set(error, "%s", message);
	return error_at(error, "", line->number, (int)at + 1);
}

static bool is_blank(const struct line *line)
{
	for (size_t i = 0; i < line->size; i++)
		if (line->text[i] != ' ' && line->text[i] != '\t')
			return false;
	return true;
}

bool lines_next(struct lines *lines, struct error *error)
{
	struct line *line = &lines->line;

	/* as spreadsheets begin UTF-8 */
	if (lines->at == 0 && lines->size >= 3 && memcmp(lines->text, "\xef\xbb\xbf", 3) == 0)
		lines->at = 3;
	while (lines->at < lines->size) {
		const char *start = lines->text + lines->at;
		const char *end = memchr(start, '\n', lines->size - lines->at);
		size_t size = end ? (size_t)(end - start) : lines->size - lines->at;

		lines->at += size + 1;
		if (size > 0 && start[size - 1] == '\r')
			size--;
		*line = (struct line){ start, size, line->number + 1 };
		if (size > LINE_BYTES_MAX) {
			lines->failed = true;
			return line_error(line, LINE_BYTES_MAX, error, "line of more than %d bytes",
					  LINE_BYTES_MAX);
		}
		if (!is_blank(line))
			return true;
	}
	return false;
}

bool fields_split(const struct line *line, struct fields *fields, struct error *error)
{
	const char *quote = memchr(line->text, '"', line->size);
	size_t start = 0;

	if (quote)
		return line_error(line, (size_t)(quote - line->text), error,
				  "quoted fields are no part of this format");
	fields->count = 0;
	for (size_t i = 0; i <= line->size; i++) {
		if (i < line->size && line->text[i] != ',')
			continue;
		if (fields->count == FIELDS_MAX)
			return line_error(line, start, error, "more than %d columns", FIELDS_MAX);
		fields->of[fields->count++] = (struct field){ line->text + start, i - start,
							      start };
		start = i + 1;
	}
	return true;
}

int fields_find(const struct fields *fields, const char *name, int from)
{
	for (int i = from; name && i < fields->count; i++)
		if (fields->of[i].size == strlen(name) &&
		    memcmp(fields->of[i].text, name, fields->of[i].size) == 0)
			return i;
	return FIELD_UNKNOWN;
}

bool byte_is_digit(char byte)
{
	return byte >= '0' && byte <= '9';
}

bool field_whole(const struct line *line, const struct field *field, uint32_t max, uint32_t *out,
		 struct error *error)
{
	uint64_t value = 0;

	if (field->size == 0)
		return line_error(line, field->at, error, "empty field");
	for (size_t i = 0; i < field->size; i++) {
		if (!byte_is_digit(field->text[i]))
			return line_error(line, field->at + i, error, "not a whole number");
		value = 10 * value + (uint64_t)(field->text[i] - '0');
		if (value > max)
			return line_error(line, field->at, error, "out of range, 0 to %u is legal",
					  (unsigned)max);
	}
	*out = (uint32_t)value;
	return true;
}

/* Where it stops to be a number; the size if it is one. */
static size_t decimal_end(const struct field *field)
{
	bool point = false;
	size_t i = 0;

	for (; i < field->size && i < DECIMAL_CHARACTERS; i++) {
		bool inside = i > 0 && i + 1 < field->size;

		if (field->text[i] == '.' && inside && !point)
			point = true;
		else if (!byte_is_digit(field->text[i]))
			break;
	}
	return i;
}

bool field_decimal(const struct line *line, const struct field *field, double *out,
		   struct error *error)
{
	size_t end = decimal_end(field);
	char text[DECIMAL_CHARACTERS + 1];

	if (field->size == 0)
		return line_error(line, field->at, error, "empty field");
	if (end < field->size)
		return line_error(line, field->at + end, error, "not a decimal number");
	memcpy(text, field->text, field->size);
	text[field->size] = '\0';
	*out = strtod(text, NULL);
	return true;
}
