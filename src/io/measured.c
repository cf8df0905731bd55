// SPDX-License-Identifier: MIT
#include "io/measured.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "base/xalloc.h"
#include "io/file.h"
#include "io/lines.h"

enum column {
	COLUMN_MODEL,
	COLUMN_GPU,
	COLUMN_BACKEND,
	COLUMN_PRECISION,
	COLUMN_PARALLEL,
	COLUMN_INPUT, /* from here on required */
	COLUMN_OUTPUT,
	COLUMN_CONCURRENCY,
	COLUMN_TTFT,
	COLUMN_TPOT,
	COLUMN_COUNT,
};

static const char *const names[COLUMN_COUNT] = {
	"model",     "gpu",        "backend",     "precision", "tensor_parallel",
	"input_tok", "output_tok", "concurrency", "ttft_ms",   "tpot_ms",
};

struct layout {
	int columns;
	int at[COLUMN_COUNT];
};

/* ---- the header ---- */

static enum column column_of(const struct field *field)
{
	int c = 0;

	while (c < COLUMN_COUNT &&
	       (field->size != strlen(names[c]) || memcmp(field->text, names[c], field->size) != 0))
		c++;
	return (enum column)c;
}

static void note_unknown(struct measured *measured, const struct field *field)
{
	size_t used = strlen(measured->unknown);
	char raw[64], name[64];

	snprintf(raw, sizeof(raw), "%.*s", (int)(field->size < 60 ? field->size : 60), field->text);
	text_sanitise(name, sizeof(name), raw);
	if (used + strlen(name) + sizeof(", and more") < sizeof(measured->unknown))
		snprintf(measured->unknown + used, sizeof(measured->unknown) - used, "%s%s",
			 used > 0 ? ", " : "", name);
	else if (!strstr(measured->unknown, ", and more"))
		snprintf(measured->unknown + used, sizeof(measured->unknown) - used, ", and more");
}

static bool layout_init(struct layout *layout, const struct line *line, struct measured *measured,
			struct error *error)
{
	struct fields header;

	if (!fields_split(line, &header, error))
		return false;
	measured->header_line = line->number;
	layout->columns = header.count;
	for (int c = 0; c < COLUMN_COUNT; c++)
		layout->at[c] = FIELD_UNKNOWN;
	for (int i = 0; i < header.count; i++) {
		enum column column = column_of(&header.of[i]);

		if (column == COLUMN_COUNT)
			note_unknown(measured, &header.of[i]);
		else if (layout->at[column] != FIELD_UNKNOWN)
			return line_error(line, header.of[i].at, error,
					  "column given twice: \"%s\"", names[column]);
		else
			layout->at[column] = i;
	}
	for (int c = COLUMN_INPUT; c < COLUMN_COUNT; c++)
		if (layout->at[c] == FIELD_UNKNOWN)
			return line_error(line, 0, error, "missing column: \"%s\"", names[c]);
	return true;
}

/* ---- rows ---- */

static bool read_count(const struct line *line, const struct field *field, int least, int most,
		       int *out, struct error *error)
{
	uint32_t value;

	if (!field_whole(line, field, (uint32_t)most, &value, error))
		return false;
	if ((int)value < least)
		return line_error(line, field->at, error, "out of range, %d to %d is legal", least,
				  most);
	*out = (int)value;
	return true;
}

static bool read_ms(const struct line *line, const struct field *field, double *out_s,
		    struct error *error)
{
	double ms;

	if (!field_decimal(line, field, &ms, error))
		return false;
	if (!(ms > 0 && ms <= 1e9))
		return line_error(line, field->at, error, "out of range, above 0 to 1e9 is legal");
	*out_s = ms / 1000;
	return true;
}

static void read_label(const struct layout *layout, const struct fields *fields,
		       struct measured_row *row)
{
	char label[MEASURED_LABEL_SIZE] = "";

	for (int c = 0; c < COLUMN_INPUT; c++) {
		const struct field *field = &fields->of[layout->at[c] < 0 ? 0 : layout->at[c]];
		size_t used = strlen(label);

		if (layout->at[c] != FIELD_UNKNOWN && field->size > 0)
			snprintf(label + used, sizeof(label) - used, "%s%.*s", used > 0 ? " " : "",
				 (int)(field->size < sizeof(label) ? field->size : sizeof(label)),
				 field->text);
	}
	text_sanitise(row->label, sizeof(row->label), label);
}

static bool read_row(const struct line *line, const struct layout *layout, struct measured_row *row,
		     struct error *error)
{
	struct fields fields;

	if (!fields_split(line, &fields, error))
		return false;
	if (fields.count != layout->columns)
		return line_error(line, 0, error, "%d columns where the header has %d",
				  fields.count, layout->columns);
	*row = (struct measured_row){ .line = line->number };
	read_label(layout, &fields, row);
	return read_count(line, &fields.of[layout->at[COLUMN_INPUT]], 1, MEASURED_TOK_MAX,
			  &row->input_tok, error) &&
	       read_count(line, &fields.of[layout->at[COLUMN_OUTPUT]], 2, MEASURED_TOK_MAX,
			  &row->output_tok, error) &&
	       read_count(line, &fields.of[layout->at[COLUMN_CONCURRENCY]], 1, MEASURED_CLIENTS_MAX,
			  &row->concurrency, error) &&
	       read_ms(line, &fields.of[layout->at[COLUMN_TTFT]], &row->ttft_s, error) &&
	       read_ms(line, &fields.of[layout->at[COLUMN_TPOT]], &row->tpot_s, error);
}

static bool read_rows(struct lines *lines, struct measured *measured, struct error *error)
{
	struct layout layout;
	size_t room = 0;

	if (!lines_next(lines, error)) {
		if (!lines->failed)
			line_error(&(struct line){ .number = 1 }, 0, error, "empty");
		return false;
	}
	if (!layout_init(&layout, &lines->line, measured, error))
		return false;
	while (lines_next(lines, error)) {
		if (measured->count == MEASURED_ROWS_MAX)
			return line_error(&lines->line, 0, error, "more than %d rows",
					  MEASURED_ROWS_MAX);
		if (measured->count == room) {
			room = room ? 2 * room : 64;
			measured->rows = xrealloc_array(measured->rows, room,
							sizeof(*measured->rows));
		}
		if (!read_row(&lines->line, &layout, &measured->rows[measured->count], error))
			return false;
		measured->count++;
	}
	if (lines->failed)
		return false;
	return measured->count > 0 || line_error(&lines->line, 0, error, "no row of measurements");
}

bool measured_parse(const char *text, size_t size, const char *file_name, struct measured *measured,
		    struct error *error)
{
	struct lines lines = { .text = text, .size = size };
	struct measured read = { 0 };

	if (!read_rows(&lines, &read, error)) {
		measured_release(&read);
		return error_at(error, file_name, error->line, error->column);
	}
	*measured = read;
	return true;
}

bool measured_load(const char *path, struct measured *measured, struct error *error)
{
	char *text;
	size_t size;
	bool ok;

	if (!file_read(path, MEASURED_FILE_MAX, &text, &size, error))
		return false;
	ok = measured_parse(text, size, path, measured, error);
	free(text);
	return ok;
}

void measured_release(struct measured *measured)
{
	free(measured->rows);
	*measured = (struct measured){ 0 };
}
