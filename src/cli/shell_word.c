// SPDX-License-Identifier: MIT
#include <assert.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "cli/shell_word.h"

static const char plain[] =
	"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_./,:@%+-";

/* A word alone could be a command's. */
static bool needs_folder(const char *path)
{
	size_t length = strlen(path);

	return path[0] == '-' ||
	       (!strchr(path, '/') && (length < 5 || strcmp(path + length - 5, ".json") != 0));
}

static size_t put(char *out, size_t at, const char *text)
{
	int length = snprintf(out + at, SHELL_WORD_SIZE - at, "%s", text);

	assert(length >= 0 && at + (size_t)length < SHELL_WORD_SIZE);
	return at + (size_t)length;
}

/* What a terminal would act on goes as octal numbers: $'a\012b'. */
static size_t put_escaped(char *out, size_t at, const char *path)
{
	for (; *path != '\0'; path++) {
		unsigned char byte = (unsigned char)*path;
		char text[8] = { *path, '\0' };

		if (byte < 0x20 || byte > 0x7e || byte == '\'' || byte == '\\')
			snprintf(text, sizeof(text), "\\%03o", byte);
		at = put(out, at, text);
	}
	return at;
}

static size_t put_quoted(char *out, size_t at, const char *path)
{
	for (; *path != '\0'; path++)
		at = put(out, at, *path == '\'' ? "'\\''" : (char[]){ *path, '\0' });
	return at;
}

/* `folder` stands before it. */
static void quote(const char *folder, const char *word, char out[SHELL_WORD_SIZE])
{
	char safe[3 * PATH_MAX];
	size_t at = 0;

	assert(strlen(word) < PATH_MAX);
	if (word[0] != '\0' && word[strspn(word, plain)] == '\0') {
		at = put(out, put(out, at, folder), word);
	} else if (text_sanitise(safe, sizeof(safe), word)) {
		at = put_quoted(out, put(out, put(out, at, "'"), folder), word);
		at = put(out, at, "'");
	} else {
		at = put_escaped(out, put(out, put(out, at, "$'"), folder), word);
		at = put(out, at, "'");
	}
}

void shell_word(const char *path, char out[SHELL_WORD_SIZE])
{
	quote(needs_folder(path) ? "./" : "", path, out);
}

void shell_value(const char *value, char out[SHELL_WORD_SIZE])
{
	quote("", value, out);
}
