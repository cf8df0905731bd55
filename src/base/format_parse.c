// SPDX-License-Identifier: MIT
/* The inverse of the other format files: what people type, into the unit of the value. */
#include <math.h> /* constants only */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/format.h"
#include "base/format_shape.h"

struct reader {
	const char *at;   /* what is not read yet */
	const char *text; /* all of it, for messages */
	enum unit unit;
	struct unit_form form;
	bool unit_seen; /* a unit followed the number, so it is not in the parameter's own */
	struct error *error;
};

struct word_scale {
	const char *word;
	double scale;
};

/* The tables end with a NULL word. */
/* clang-format off */
static const struct word_scale time_words[] = {
	{ "µs", 1e-6 },      { "us", 1e-6 },        { "ms", 1e-3 },
	{ "s", 1 },          { "sec", 1 },          { "second", 1 },         { "seconds", 1 },
	{ "min", 60 },       { "minute", 60 },      { "minutes", 60 },
	{ "h", 3600 },       { "hour", 3600 },      { "hours", 3600 },
	{ "d", 86400 },      { "day", 86400 },      { "days", 86400 },
	{ "week", 604800 },  { "weeks", 604800 },
	{ "mo", 2592000 },   { "month", 2592000 },  { "months", 2592000 },
	{ "y", 31104000 },   { "year", 31104000 },  { "years", 31104000 },
	{ NULL, 0 },
};
static const struct word_scale token_words[] = {
	{ "tok", 1 }, { "token", 1 }, { "tokens", 1 }, { NULL, 0 },
};
static const struct word_scale step_words[] = {
	{ "ms", 1 }, { "s", 1e3 }, { "µs", 1e-3 }, { "us", 1e-3 }, { "ns", 1e-6 }, { NULL, 0 },
};
static const struct word_scale byte_words[] = {
	{ "GB", 1 }, { "MB", 1e-3 }, { "TB", 1e3 }, { NULL, 0 },
};
static const struct word_scale prefix_words[] = {
	{ "k", 1e3 }, { "K", 1e3 }, { "M", 1e6 }, { "B", 1e9 }, { NULL, 0 },
};
/* What a price is per, relative to a million. */
static const struct word_scale million_words[] = {
	{ "M", 1 },   { "Mtok", 1 },   { "million", 1 },
	{ "k", 1e3 }, { "ktok", 1e3 }, { "tok", 1e6 },
	{ NULL, 0 },
};
static const struct word_scale no_words[] = { { NULL, 0 } };
/* clang-format on */

static bool find_word(const struct word_scale *words, const char *word, size_t n, double *scale)
{
	for (; words->word != NULL; words++) {
		if (strlen(words->word) == n && memcmp(words->word, word, n) == 0) {
			*scale *= words->scale;
			return true;
		}
	}
	return false;
}

/* Units that may follow the number itself. */
static const struct word_scale *unit_words(const struct reader *reader)
{
	if (reader->form.form == FORM_TIME || reader->unit == UNIT_MONTHS)
		return time_words;
	if (reader->unit == UNIT_TOK)
		return token_words;
	if (reader->unit == UNIT_MS_PER_TOK)
		return step_words;
	return reader->unit == UNIT_GB ? byte_words : no_words;
}

static const char *hint(const struct reader *reader)
{
	switch (reader->form.form) {
	case FORM_MONEY:
		return reader->form.tail[0] != '\0' ? "$, k, M, $3/M, $3/mo, x2 or +10 %"
						    : "$, k, M, x2 or +10 %";
	case FORM_TIME:
		return "ms, s, min, h, d, x2 or +10 %";
	case FORM_SHARE:
		return "%, x2 or +10 %";
	case FORM_COUNT:
		if (reader->form.period_s > 0)
			return "k, M, B, /day, /s, x2 or +10 %";
		break;
	case FORM_FLAG:
		return "on or off";
	case FORM_NUMBER:
	case FORM_CHOICE:
		break;
	}
	return "k, M, B, x2 or +10 %";
}

static bool unknown_unit(struct reader *reader, const char *from, size_t n)
{
	return error_set(reader->error, "unknown unit \"%.*s\": use %s", (int)n, from,
			 hint(reader));
}

static bool not_a_number(struct reader *reader)
{
	return error_set(reader->error, "not a number \"%s\"", reader->text);
}

static void skip_spaces(struct reader *reader)
{
	while (*reader->at == ' ' || *reader->at == '\t')
		reader->at++;
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* The digits of a number as they are typed, the point taken out and counted in the exponent. */
struct numeral {
	char digits[48];
	int n;
	int exponent;
	bool any;
};

static bool numeral_add(struct numeral *numeral, char digit)
{
	numeral->any = true;
	if (numeral->n == 0 && digit == '0')
		return true;
	if (numeral->n >= (int)sizeof(numeral->digits) - 1)
		return false;
	numeral->digits[numeral->n++] = digit;
	return true;
}

/* Commas have three digits after them, and digits before. */
static bool comma_fits(const char *at, bool any)
{
	return any && is_digit(at[1]) && is_digit(at[2]) && is_digit(at[3]) && !is_digit(at[4]);
}

static bool read_whole_part(struct reader *reader, struct numeral *numeral)
{
	for (; is_digit(*reader->at) || *reader->at == ','; reader->at++) {
		if (*reader->at == ',') {
			if (!comma_fits(reader->at, numeral->any))
				return error_set(reader->error, "misplaced comma \"%s\"",
						 reader->text);
		} else if (!numeral_add(numeral, *reader->at)) {
			return error_set(reader->error, "too many digits \"%s\"", reader->text);
		}
	}
	return true;
}

static bool read_fraction(struct reader *reader, struct numeral *numeral)
{
	if (*reader->at != '.')
		return true;
	for (reader->at++; is_digit(*reader->at); reader->at++) {
		if (!numeral_add(numeral, *reader->at))
			return error_set(reader->error, "too many digits \"%s\"", reader->text);
		numeral->exponent--;
	}
	return true;
}

/* "1e6"; but the e is left alone where no number follows. */
static void read_exponent(struct reader *reader, struct numeral *numeral)
{
	const char *p = reader->at;
	int sign = 1, exponent = 0;

	if (*p != 'e' && *p != 'E')
		return;
	p++;
	if (*p == '+' || *p == '-')
		sign = *p++ == '-' ? -1 : 1;
	if (!is_digit(*p))
		return;
	for (; is_digit(*p); p++)
		exponent = exponent < 10000 ? exponent * 10 + (*p - '0') : exponent;
	numeral->exponent += sign * exponent;
	reader->at = p;
}

/* Without a point in its input strtod does not depend on the locale. */
static bool read_number(struct reader *reader, double *value)
{
	struct numeral numeral = { .n = 0 };
	char text[80];

	if (!read_whole_part(reader, &numeral) || !read_fraction(reader, &numeral))
		return false;
	if (!numeral.any)
		return not_a_number(reader);
	read_exponent(reader, &numeral);
	numeral.digits[numeral.n] = '\0';
	snprintf(text, sizeof(text), "0%se%d", numeral.digits, numeral.exponent);
	*value = strtod(text, NULL);
	return true;
}

/* Bytes of the run of letters here; those beyond ASCII count, for the sake of µ. */
static size_t word_length(const char *at)
{
	size_t n = 0;

	while ((at[n] >= 'a' && at[n] <= 'z') || (at[n] >= 'A' && at[n] <= 'Z') ||
	       (unsigned char)at[n] >= 0x80)
		n++;
	return n;
}

static bool take_unit(struct reader *reader, const char *word, size_t n, double *value)
{
	if (n == 0)
		return true;
	reader->unit_seen = find_word(unit_words(reader), word, n, value);
	return reader->unit_seen;
}

/* A unit, or a prefix with or without a unit behind it: "ms", "k", "ktok", "k tok". */
static bool read_unit(struct reader *reader, double *value)
{
	const char *word;
	size_t n;

	skip_spaces(reader);
	word = reader->at;
	n = word_length(word);
	reader->at += n;
	skip_spaces(reader);
	if (take_unit(reader, word, n, value))
		return true;
	if (!find_word(prefix_words, word, 1, value) || !take_unit(reader, word + 1, n - 1, value))
		return unknown_unit(reader, word, n);
	if (n > 1)
		return true;
	word = reader->at;
	n = word_length(word);
	reader->at += n;
	skip_spaces(reader);
	return take_unit(reader, word, n, value) || unknown_unit(reader, word, n);
}

/* What the value is per. A bare "per" is the unit's own. */
static bool apply_per(const struct reader *reader, const char *word, size_t n, double *value)
{
	double period_s = 1;

	if ((reader->unit == UNIT_USD_PER_MTOK || reader->unit == UNIT_USD_PER_M) &&
	    find_word(million_words, word, n, value))
		return true;
	if ((reader->unit == UNIT_S_PER_TOK || reader->unit == UNIT_MS_PER_TOK) &&
	    find_word(token_words, word, n, value))
		return true;
	if (reader->unit == UNIT_USD_PER_GB_MONTH && n == 2 && memcmp(word, "GB", 2) == 0)
		return true;
	if (reader->form.period_s <= 0 || !find_word(time_words, word, n, &period_s))
		return false;
	*value *= reader->form.period_s / period_s;
	return true;
}

static bool read_per(struct reader *reader, double *value)
{
	while (*reader->at == '/') {
		const char *slash = reader->at++;
		size_t n;

		skip_spaces(reader);
		n = word_length(reader->at);
		if (!apply_per(reader, reader->at, n, value))
			return unknown_unit(reader, slash, (size_t)(reader->at - slash) + n);
		reader->at += n;
		skip_spaces(reader);
	}
	return true;
}

static bool read_end(struct reader *reader)
{
	if (*reader->at == '\0')
		return true;
	return unknown_unit(reader, reader->at, strlen(reader->at));
}

static bool relative(struct reader *reader, double current, double factor, double *out)
{
	double value = current * factor;

	if (current != current)
		return error_set(reader->error, "no value yet to change by \"%s\"", reader->text);
	if (!(value > -(double)INFINITY && value < (double)INFINITY))
		return error_set(reader->error, "number too large \"%s\"", reader->text);
	*out = value;
	return true;
}

/* x2 */
static bool read_multiple(struct reader *reader, double current, double *out)
{
	double factor;

	reader->at++;
	skip_spaces(reader);
	if (!read_number(reader, &factor))
		return false;
	skip_spaces(reader);
	return read_end(reader) && relative(reader, current, factor, out);
}

static bool read_percent(struct reader *reader, double *value)
{
	if (*reader->at != '%')
		return true;
	if (reader->form.form != FORM_SHARE && reader->form.form != FORM_NUMBER)
		return unknown_unit(reader, "%", 1);
	*value /= 100;
	reader->at++;
	skip_spaces(reader);
	return true;
}

static bool read_dollar(struct reader *reader)
{
	if (*reader->at != '$')
		return true;
	if (reader->form.form != FORM_MONEY)
		return error_set(reader->error, "not a sum of money here \"%s\": use %s",
				 reader->text, hint(reader));
	reader->at++;
	skip_spaces(reader);
	return true;
}

/* A time with a unit is in seconds by now, a bare number in the unit of the parameter. */
static double in_own_unit(const struct reader *reader, double value)
{
	double own_s = reader->unit == UNIT_MONTHS ? 2592000 : reader->form.factor;

	return reader->unit_seen && unit_words(reader) == time_words ? value / own_s : value;
}

static bool ends_in_percent(const char *at)
{
	return *at == '%' && at[1 + strspn(at + 1, " \t")] == '\0';
}

static bool read_amount(struct reader *reader, double current, double *out)
{
	char sign = *reader->at == '-' || *reader->at == '+' ? *reader->at++ : '\0';
	double value;

	skip_spaces(reader);
	if (!read_dollar(reader) || !read_number(reader, &value))
		return false;
	skip_spaces(reader);
	if (sign == '-')
		value = -value;
	if (sign != '\0' && ends_in_percent(reader->at))
		return relative(reader, current, 1 + value / 100, out);
	if (!read_unit(reader, &value) || !read_percent(reader, &value) ||
	    !read_per(reader, &value) || !read_end(reader))
		return false;
	value = in_own_unit(reader, value);
	if (!(value > -(double)INFINITY && value < (double)INFINITY))
		return error_set(reader->error, "number too large \"%s\"", reader->text);
	*out = value;
	return true;
}

static bool read_flag(struct reader *reader, double *out)
{
	static const struct word_scale flags[] = {
		{ "on", 1 }, { "yes", 1 },   { "true", 1 }, { "1", 1 },  { "off", 0 },
		{ "no", 0 }, { "false", 0 }, { "0", 0 },    { NULL, 0 },
	};
	double value = 1;

	if (!find_word(flags, reader->at, strcspn(reader->at, " \t"), &value))
		return error_set(reader->error, "neither on nor off \"%s\"", reader->text);
	*out = value;
	return true;
}

bool parse_quantity(const char *text, enum unit unit, double current, double *out,
		    struct error *error)
{
	struct reader reader = {
		.at = text,
		.text = text,
		.unit = unit,
		.form = unit_form(unit),
		.error = error,
	};

	skip_spaces(&reader);
	if (*reader.at == '\0')
		return error_set(error, "empty value");
	if (reader.form.form == FORM_FLAG)
		return read_flag(&reader, out);
	if (*reader.at == 'x')
		return read_multiple(&reader, current, out);
	return read_amount(&reader, current, out);
}
