// SPDX-License-Identifier: MIT
/* Traces in CSV: Azure's and BurstGPT's. Neither quotes its fields. */
#include <string.h>

#include "io/trace_reader.h"

enum column { COLUMN_TIME, COLUMN_INPUT, COLUMN_ANSWER, COLUMN_TOTAL, COLUMN_COUNT };

enum { FIELDS_MAX = 64, UNKNOWN = -1 };

static const char *const names[][COLUMN_COUNT] = {
	[TRACE_AZURE] = { "TIMESTAMP", "ContextTokens", "GeneratedTokens", NULL },
	[TRACE_BURSTGPT] = { "Timestamp", "Request tokens", "Response tokens", "Total tokens" },
};

struct field {
	const char *text;
	size_t size, at; /* offset in its line */
};

struct fields {
	int count;
	struct field of[FIELDS_MAX];
};

static bool split(const struct trace_line *line, struct fields *fields, struct error *error)
{
	const char *quote = memchr(line->text, '"', line->size);
	size_t start = 0;

	if (quote)
		return trace_error(line, (size_t)(quote - line->text), error,
				   "quoted fields are no part of this format");
	fields->count = 0;
	for (size_t i = 0; i <= line->size; i++) {
		if (i < line->size && line->text[i] != ',')
			continue;
		if (fields->count == FIELDS_MAX)
			return trace_error(line, start, error, "more than %d columns", FIELDS_MAX);
		fields->of[fields->count++] = (struct field){ line->text + start, i - start,
							      start };
		start = i + 1;
	}
	return true;
}

/* The column of this name from number `from` on. */
static int find_from(const struct fields *header, const char *name, int from)
{
	for (int i = from; name && i < header->count; i++)
		if (header->of[i].size == strlen(name) &&
		    memcmp(header->of[i].text, name, header->of[i].size) == 0)
			return i;
	return UNKNOWN;
}

static int find(const struct fields *header, const char *name)
{
	return find_from(header, name, 0);
}

bool trace_csv_format(const struct trace_line *line, enum trace_format *format, struct error *error)
{
	struct fields header;

	if (!split(line, &header, error))
		return false;
	if (find(&header, names[TRACE_AZURE][COLUMN_TIME]) != UNKNOWN)
		*format = TRACE_AZURE;
	else if (find(&header, names[TRACE_BURSTGPT][COLUMN_TIME]) != UNKNOWN)
		*format = TRACE_BURSTGPT;
	else
		return trace_error(line, 0, error,
				   "no trace: neither a JSON object nor a header with TIMESTAMP or "
				   "Timestamp");
	return true;
}

/* ---- values ---- */

static bool is_digit(char byte)
{
	return byte >= '0' && byte <= '9';
}

static bool read_whole(const struct trace_line *line, const struct field *field, uint32_t max,
		       uint32_t *out, struct error *error)
{
	uint64_t value = 0;

	if (field->size == 0)
		return trace_error(line, field->at, error, "empty field");
	for (size_t i = 0; i < field->size; i++) {
		if (!is_digit(field->text[i]))
			return trace_error(line, field->at + i, error, "not a whole number");
		value = 10 * value + (uint64_t)(field->text[i] - '0');
		if (value > max)
			return trace_error(line, field->at, error, "out of range, 0 to %u is legal",
					   (unsigned)max);
	}
	*out = (uint32_t)value;
	return true;
}

/* Seconds, with decimals; what is finer than a nanosecond is cut off. */
static bool read_seconds(const struct trace_line *line, const struct field *field, int64_t *out_ns,
			 struct error *error)
{
	int64_t whole = 0, fraction = 0, unit = 1000000000;
	size_t i = 0;

	for (; i < field->size && is_digit(field->text[i]) && whole < INT64_C(9000000000); i++)
		whole = 10 * whole + (field->text[i] - '0');
	if (whole >= INT64_C(9000000000))
		return trace_error(line, field->at, error, "out of range, below 9e9 s is legal");
	if (i > 0 && i + 1 < field->size && field->text[i] == '.')
		for (i++; i < field->size && is_digit(field->text[i]); i++) {
			unit /= 10;
			fraction += unit * (field->text[i] - '0');
		}
	if (field->size == 0 || i < field->size)
		return trace_error(line, field->at + i, error, "not a number of seconds");
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
static bool read_date(const struct trace_line *line, const struct field *field, int64_t *out_ns,
		      struct error *error)
{
	static const char form[] = "dddd-dd-dd dd:dd:", zone[] = "+00:00";
	const size_t start = sizeof(form) - 1, zone_size = sizeof(zone) - 1;
	struct field seconds = { field->text + start, 0, field->at + start };
	const char *text = field->text;
	int64_t second_ns;

	if (field->size < start + 2)
		return trace_error(line, field->at, error, "not YYYY-MM-DD hh:mm:ss");
	for (size_t i = 0; i < start; i++)
		if (form[i] == 'd' ? !is_digit(text[i]) : text[i] != form[i])
			return trace_error(line, field->at + i, error, "not YYYY-MM-DD hh:mm:ss");
	seconds.size = field->size - start;
	if (seconds.size > zone_size &&
	    memcmp(text + field->size - zone_size, zone, zone_size) == 0)
		seconds.size -= zone_size;
	if (!is_digit(text[start + 1]))
		return trace_error(line, field->at + start, error, "not YYYY-MM-DD hh:mm:ss");
	if (!read_seconds(line, &seconds, &second_ns, error))
		return false;
	if (!is_day(number_at(text, 4), number_at(text + 5, 2), number_at(text + 8, 2)) ||
	    number_at(text + 11, 2) > 23 || number_at(text + 14, 2) > 59 ||
	    second_ns >= INT64_C(61000000000))
		return trace_error(line, field->at, error, "no such date or time");
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

static bool layout_init(struct layout *layout, const struct trace_line *line,
			enum trace_format format, struct error *error)
{
	struct fields header;

	if (!split(line, &header, error))
		return false;
	*layout = (struct layout){ .format = format, .columns = header.count };
	for (int c = 0; c < COLUMN_COUNT; c++) {
		layout->at[c] = find(&header, names[format][c]);
		if (layout->at[c] == UNKNOWN && c != COLUMN_TOTAL)
			return trace_error(line, 0, error, "missing column: \"%s\"",
					   names[format][c]);
		if (find_from(&header, names[format][c], layout->at[c] + 1) != UNKNOWN &&
		    layout->at[c] != UNKNOWN)
			return trace_error(line, 0, error, "column given twice: \"%s\"",
					   names[format][c]);
	}
	return true;
}

static bool total_fits(const struct trace_line *line, const struct field *field,
		       const struct trace_row *row, struct error *error)
{
	uint32_t total;

	if (!read_whole(line, field, TRACE_INPUT_MAX + TRACE_ANSWER_MAX, &total, error))
		return false;
	return total == row->input_tok + row->answer_tok ||
	       trace_error(line, field->at, error, "not the sum of request and response: %u",
			   (unsigned)total);
}

static bool read_row(const struct trace_line *line, const struct layout *layout,
		     struct trace_row *row, struct error *error)
{
	struct fields fields;
	const struct field *time;

	if (!split(line, &fields, error))
		return false;
	if (fields.count != layout->columns)
		return trace_error(line, 0, error, "%d columns where the header has %d",
				   fields.count, layout->columns);
	*row = (struct trace_row){ 0 };
	time = &fields.of[layout->at[COLUMN_TIME]];
	return (layout->format == TRACE_AZURE ? read_date(line, time, &row->at_ns, error)
					      : read_seconds(line, time, &row->at_ns, error)) &&
	       read_whole(line, &fields.of[layout->at[COLUMN_INPUT]], TRACE_INPUT_MAX,
			  &row->input_tok, error) &&
	       read_whole(line, &fields.of[layout->at[COLUMN_ANSWER]], TRACE_ANSWER_MAX,
			  &row->answer_tok, error) &&
	       (layout->at[COLUMN_TOTAL] == UNKNOWN ||
		total_fits(line, &fields.of[layout->at[COLUMN_TOTAL]], row, error));
}

bool trace_read_csv(struct trace_lines *lines, struct trace_rows *rows, struct error *error)
{
	struct layout layout;
	struct trace_row row;

	if (!trace_lines_next(lines, error) ||
	    !layout_init(&layout, &lines->line, rows->format, error))
		return false;
	while (trace_lines_next(lines, error))
		if (!read_row(&lines->line, &layout, &row, error) ||
		    !trace_rows_add(rows, &lines->line, &row, error))
			return false;
	return true;
}
