// SPDX-License-Identifier: MIT
#include "io/config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"

static bool is_blank(char c)
{
	return c == ' ' || c == '\t';
}

/* Cuts blanks off both ends. */
static void trim(const struct line *line, size_t *from, size_t *to)
{
	while (*from < *to && is_blank(line->text[*from]))
		++*from;
	while (*to > *from && is_blank(line->text[*to - 1]))
		--*to;
}

static bool take(const struct line *line, size_t from, size_t to, char *out, size_t size,
		 struct error *error)
{
	trim(line, &from, &to);
	if (to - from >= size)
		return line_error(line, from, error, "longer than %zu bytes", size - 1);
	for (size_t i = from; i < to; i++)
		if ((unsigned char)line->text[i] < ' ' || line->text[i] == 0x7f)
			return line_error(line, i, error, "a control character");
	memcpy(out, line->text + from, to - from);
	out[to - from] = '\0';
	return true;
}

static bool split(const struct line *line, struct config_entry *entry, struct error *error)
{
	const char *equals = memchr(line->text, '=', line->size);
	size_t at = equals ? (size_t)(equals - line->text) : line->size;

	entry->line = *line;
	entry->value_at = at + 1;
	while (equals && entry->value_at < line->size && is_blank(line->text[entry->value_at]))
		entry->value_at++;
	if (!equals)
		return line_error(line, 0, error, "not KEY = VALUE");
	if (!take(line, 0, at, entry->key, sizeof(entry->key), error) ||
	    !take(line, at + 1, line->size, entry->value, sizeof(entry->value), error))
		return false;
	return entry->key[0] != '\0' || line_error(line, 0, error, "no key before the =");
}

static bool is_comment(const struct line *line)
{
	size_t from = 0, to = line->size;

	trim(line, &from, &to);
	return from < to && line->text[from] == '#';
}

bool config_next(struct lines *lines, struct config_entry *entry, bool *failed, struct error *error)
{
	*failed = false;
	while (lines_next(lines, error)) {
		if (is_comment(&lines->line))
			continue;
		*failed = !split(&lines->line, entry, error);
		return !*failed;
	}
	*failed = lines->failed;
	return false;
}

/* What takes the place of bytes `from` to `to` of the text. */
static char *replace(const char *text, size_t size, size_t from, size_t to, const char *new)
{
	size_t length = strlen(new);
	char *out = xmalloc(size - (to - from) + length + 1);

	memcpy(out, text, from);
	memcpy(out + from, new, length);
	memcpy(out + from + length, text + to, size - to);
	out[size - (to - from) + length] = '\0';
	return out;
}

static char *with_line(const char *text, size_t size, const char *key, const char *value)
{
	bool open = size > 0 && text[size - 1] != '\n';
	size_t room = strlen(key) + strlen(value) + 8;
	char *line = xmalloc(room), *out;

	snprintf(line, room, "%s%s = %s\n", open ? "\n" : "", key, value);
	out = replace(text, size, size, size, line);
	free(line);
	return out;
}

char *config_with(const char *text, size_t size, const char *key, const char *value)
{
	struct lines lines = { .text = text, .size = size };
	struct config_entry entry;
	struct error error;
	bool failed;

	while (config_next(&lines, &entry, &failed, &error) || failed) {
		size_t from, to = entry.line.size;

		if (failed && lines.failed)
			break;
		if (failed || strcmp(entry.key, key) != 0)
			continue;
		while (to > entry.value_at && is_blank(entry.line.text[to - 1]))
			to--;
		from = (size_t)(entry.line.text - text);
		return replace(text, size, from + entry.value_at, from + to, value);
	}
	return with_line(text, size, key, value);
}
