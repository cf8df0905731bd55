// SPDX-License-Identifier: MIT
/* Traces in CSV: Azure's and BurstGPT's. Neither quotes its fields. */
#include <string.h>

#include "io/trace_reader.h"

enum column { COLUMN_TIME, COLUMN_INPUT, COLUMN_ANSWER, COLUMN_TOTAL, COLUMN_COUNT };

static const char *const names[][COLUMN_COUNT] = {
	[TRACE_AZURE] = { "TIMESTAMP", "ContextTokens", "GeneratedTokens", NULL },
	[TRACE_BURSTGPT] = { "Timestamp", "Request tokens", "Response tokens", "Total tokens" },
};

static int find(const struct fields *header, const char *name)
{
	return fields_find(header, name, 0);
}

bool trace_csv_format(const struct line *line, enum trace_format *format, struct error *error)
{
	struct fields header;

	if (!fields_split(line, &header, error))
		return false;
	if (find(&header, names[TRACE_AZURE][COLUMN_TIME]) != FIELD_UNKNOWN)
		*format = TRACE_AZURE;
	else if (find(&header, names[TRACE_BURSTGPT][COLUMN_TIME]) != FIELD_UNKNOWN)
		*format = TRACE_BURSTGPT;
	else
		return line_error(line, 0, error,
				  "no trace: neither a JSON object nor a header with TIMESTAMP or "
				  "Timestamp");
	return true;
}

/* ---- values ---- */

/* Seconds, with decimals; what is finer than a nanosecond is cut off. */
static bool read_seconds(const struct line *line, const struct field *field, int64_t *out_ns,
			 struct error *error)
{
	int64_t whole = 0, fraction = 0, unit = 1000000000;
	size_t i = 0;

	for (; i < field->size && byte_is_digit(field->text[i]) && whole < INT64_C(9000000000); i++)
		whole = 10 * whole + (field->text[i] - '0');
	if (whole >= INT64_C(9000000000))
		return line_error(line, field->at, error, "out of range, below 9e9 s is legal");
	if (i > 0 && i + 1 < field->size && field->text[i] == '.')
		for (i++; i < field->size && byte_is_digit(field->text[i]); i++) {
			unit /= 10;
			fraction += unit * (field->text[i] - '0');
		}
	if (field->size == 0 || i < field->size)
		return line_error(line, field->at + i, error, "not a number of seconds");
	*out_ns = 1000000000 * whole + fraction;
	return true;
}

/* Two or more digits at a place of a date. */
static int number_at(const char *text, int digits)
{
	int value = 0;

	for (int i = 0; i < digits; i++)
		value = 10 * value + (text[i] - '0');
	return value;
}

/* Days since 1970-01-01 in the Gregorian calendar: years begin in March, so that the leap day is
 * their last. */
static int64_t days_of(int year, int month, int day)
{
	int y = month > 2 ? year : year - 1, m = month > 2 ? month - 3 : month + 9;

	return INT64_C(365) * y + y / 4 - y / 100 + y / 400 + (153 * m + 2) / 5 + day - 719469;
}

static bool is_day(int year, int month, int day)
{
	int next = month == 12 ? 1 : month + 1, next_year = month == 12 ? year + 1 : year;

	/* Later ones would not fit into 64 bits of nanoseconds. */
	return year >= 1970 && year < 2200 && month >= 1 && month <= 12 && day >= 1 &&
	       day <= days_of(next_year, next, 1) - days_of(year, month, 1);
}

/* "2023-11-16 18:15:46.6805900", perhaps with "+00:00" behind it */
static bool read_date(const struct line *line, const struct field *field, int64_t *out_ns,
		      struct error *error)
{
	static const char form[] = "dddd-dd-dd dd:dd:", zone[] = "+00:00";
	const size_t start = sizeof(form) - 1, zone_size = sizeof(zone) - 1;
	struct field seconds = { field->text + start, 0, field->at + start };
	const char *text = field->text;
	int64_t second_ns;

	if (field->size < start + 2)
		return line_error(line, field->at, error, "not YYYY-MM-DD hh:mm:ss");
	for (size_t i = 0; i < start; i++)
		if (form[i] == 'd' ? !byte_is_digit(text[i]) : text[i] != form[i])
			return line_error(line, field->at + i, error, "not YYYY-MM-DD hh:mm:ss");
	seconds.size = field->size - start;
	if (seconds.size > zone_size &&
	    memcmp(text + field->size - zone_size, zone, zone_size) == 0)
		seconds.size -= zone_size;
	if (!byte_is_digit(text[start + 1]))
		return line_error(line, field->at + start, error, "not YYYY-MM-DD hh:mm:ss");
	if (!read_seconds(line, &seconds, &second_ns, error))
		return false;
	if (!is_day(number_at(text, 4), number_at(text + 5, 2), number_at(text + 8, 2)) ||
	    number_at(text + 11, 2) > 23 || number_at(text + 14, 2) > 59 ||
	    second_ns >= INT64_C(61000000000))
		return line_error(line, field->at, error, "no such date or time");
	*out_ns = 1000000000 * (86400 * days_of(number_at(text, 4), number_at(text + 5, 2),
						number_at(text + 8, 2)) +
				3600 * number_at(text + 11, 2) + 60 * number_at(text + 14, 2)) +
		  second_ns;
	return true;
}

/* ---- rows ---- */

struct layout {
	enum trace_format format;
	int columns;
	int at[COLUMN_COUNT];
};

static bool layout_init(struct layout *layout, const struct line *line, enum trace_format format,
			struct error *error)
{
	struct fields header;

	if (!fields_split(line, &header, error))
		return false;
	*layout = (struct layout){ .format = format, .columns = header.count };
	for (int c = 0; c < COLUMN_COUNT; c++) {
		layout->at[c] = find(&header, names[format][c]);
		if (layout->at[c] == FIELD_UNKNOWN && c != COLUMN_TOTAL)
			return line_error(line, 0, error, "missing column: \"%s\"",
					  names[format][c]);
		if (fields_find(&header, names[format][c], layout->at[c] + 1) != FIELD_UNKNOWN &&
		    layout->at[c] != FIELD_UNKNOWN)
			return line_error(line, 0, error, "column given twice: \"%s\"",
					  names[format][c]);
	}
	return true;
}

static bool total_fits(const struct line *line, const struct field *field,
		       const struct trace_row *row, struct error *error)
{
	uint32_t total;

	if (!field_whole(line, field, TRACE_INPUT_MAX + TRACE_ANSWER_MAX, &total, error))
		return false;
	return total == row->input_tok + row->answer_tok ||
	       line_error(line, field->at, error, "not the sum of request and response: %u",
			  (unsigned)total);
}

static bool read_row(const struct line *line, const struct layout *layout, struct trace_row *row,
		     struct error *error)
{
	struct fields fields;
	const struct field *time;

	if (!fields_split(line, &fields, error))
		return false;
	if (fields.count != layout->columns)
		return line_error(line, 0, error, "%d columns where the header has %d",
				  fields.count, layout->columns);
	*row = (struct trace_row){ 0 };
	time = &fields.of[layout->at[COLUMN_TIME]];
	return (layout->format == TRACE_AZURE ? read_date(line, time, &row->at_ns, error)
					      : read_seconds(line, time, &row->at_ns, error)) &&
	       field_whole(line, &fields.of[layout->at[COLUMN_INPUT]], TRACE_INPUT_MAX,
			   &row->input_tok, error) &&
	       field_whole(line, &fields.of[layout->at[COLUMN_ANSWER]], TRACE_ANSWER_MAX,
			   &row->answer_tok, error) &&
	       (layout->at[COLUMN_TOTAL] == FIELD_UNKNOWN ||
		total_fits(line, &fields.of[layout->at[COLUMN_TOTAL]], row, error));
}

bool trace_read_csv(struct lines *lines, struct trace_rows *rows, struct error *error)
{
	struct layout layout;
	struct trace_row row;

	if (!lines_next(lines, error) || !layout_init(&layout, &lines->line, rows->format, error))
		return false;
	while (lines_next(lines, error))
		if (!read_row(&lines->line, &layout, &row, error) ||
		    !trace_rows_add(rows, &lines->line, &row, error))
			return false;
	return true;
}
