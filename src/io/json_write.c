// SPDX-License-Identifier: MIT
#include <assert.h>
#include <math.h>
#include <stdlib.h>

#include "io/json_write.h"

void json_number_text(char buffer[JSON_NUMBER_SIZE], double value)
{
	for (int digits = 15; digits <= 17; digits++) {
		snprintf(buffer, JSON_NUMBER_SIZE, "%.*g", digits, value);
		if (strtod(buffer, NULL) == value)
			return;
	}
}

void json_figure_text(char buffer[JSON_NUMBER_SIZE], double value)
{
	snprintf(buffer, JSON_NUMBER_SIZE, "%.15g", value);
}

void json_writer_init(struct json_writer *writer, FILE *out)
{
	*writer = (struct json_writer){ .out = out, .empty = true };
}

static bool is_flat(const struct json_writer *writer)
{
	return writer->flat_depth > 0 && writer->depth >= writer->flat_depth;
}

static void new_line(struct json_writer *writer)
{
	fputc('\n', writer->out);
	for (int i = 0; i < writer->depth; i++)
		fputs("  ", writer->out);
}

static void put_text(struct json_writer *writer, const char *text)
{
	static const char hex[] = "0123456789abcdef";

	fputc('"', writer->out);
	for (; *text != '\0'; text++) {
		unsigned char byte = (unsigned char)*text;

		if (byte == '"' || byte == '\\')
			fprintf(writer->out, "\\%c", byte);
		else if (byte < 0x20 || byte == 0x7f)
			fprintf(writer->out, "\\u00%c%c", hex[byte >> 4], hex[byte & 15]);
		else
			fputc(byte, writer->out);
	}
	fputc('"', writer->out);
}

/* What stands before a value: comma, line, key. */
static void put_lead(struct json_writer *writer, const char *key)
{
	if (!writer->empty)
		fputc(',', writer->out);
	if (is_flat(writer)) {
		if (!writer->empty || key)
			fputc(' ', writer->out);
	} else if (writer->depth > 0) {
		new_line(writer);
	}
	writer->empty = false;
	if (key) {
		put_text(writer, key);
		fputs(": ", writer->out);
	}
}

void json_begin(struct json_writer *writer, const char *key, char open)
{
	assert(open == '{' || open == '[');
	put_lead(writer, key);
	fputc(open, writer->out);
	writer->depth++;
	writer->empty = true;
}

void json_begin_flat(struct json_writer *writer, const char *key, char open)
{
	json_begin(writer, key, open);
	if (writer->flat_depth == 0)
		writer->flat_depth = writer->depth;
}

void json_end(struct json_writer *writer, char close)
{
	bool flat = is_flat(writer);

	assert(writer->depth > 0);
	if (writer->depth == writer->flat_depth)
		writer->flat_depth = 0;
	writer->depth--;
	if (!writer->empty && !flat)
		new_line(writer);
	else if (!writer->empty && close == '}')
		fputc(' ', writer->out);
	fputc(close, writer->out);
	if (writer->depth == 0)
		fputc('\n', writer->out);
	writer->empty = false;
}

static void put_digits(struct json_writer *writer, const char *key, double value,
		       void (*write)(char *buffer, double value))
{
	char buffer[JSON_NUMBER_SIZE];

	if (!isfinite(value)) {
		json_put_null(writer, key);
		return;
	}
	write(buffer, value);
	put_lead(writer, key);
	fputs(buffer, writer->out);
}

void json_put_number(struct json_writer *writer, const char *key, double value)
{
	put_digits(writer, key, value, json_number_text);
}

void json_put_figure(struct json_writer *writer, const char *key, double value)
{
	put_digits(writer, key, value, json_figure_text);
}

void json_put_string(struct json_writer *writer, const char *key, const char *value)
{
	put_lead(writer, key);
	put_text(writer, value);
}

void json_put_bool(struct json_writer *writer, const char *key, bool value)
{
	put_lead(writer, key);
	fputs(value ? "true" : "false", writer->out);
}

void json_put_null(struct json_writer *writer, const char *key)
{
	put_lead(writer, key);
	fputs("null", writer->out);
}
