// SPDX-License-Identifier: MIT
#include "ui/golden.h"

#include <stdio.h>
#include <string.h>

#include "base/suite.h"
#include "base/xalloc.h"

static void golden_path(const char *name, char *path, size_t size)
{
	const char *root = getenv("RAGTOP_SRC");

	snprintf(path, size, "%s/tests/golden/%s.txt", root != NULL ? root : ".", name);
}

static char *read_all(const char *path)
{
	FILE *in = fopen(path, "r");
	char *text;
	long n;

	if (in == NULL)
		return xstrdup("");
	fseek(in, 0, SEEK_END);
	n = ftell(in);
	rewind(in);
	text = xcalloc((size_t)n + 1, 1);
	ck_assert_uint_eq(fread(text, 1, (size_t)n, in), (size_t)n);
	fclose(in);
	return text;
}

static void write_golden(const char *path, const char *text)
{
	FILE *out = fopen(path, "w");

	ck_assert_msg(out != NULL, "cannot write \"%s\"", path);
	fputs(text, out);
	fclose(out);
}

void golden_check(const char *name, const struct canvas *canvas)
{
	char path[512], *text = canvas_to_text(canvas), *golden;

	golden_path(name, path, sizeof(path));
	if (getenv("UPDATE_GOLDEN") != NULL) {
		write_golden(path, text);
	} else {
		golden = read_all(path);
		ck_assert_msg(strcmp(text, golden) == 0,
			      "\"%s\" differs; UPDATE_GOLDEN=1 writes it. It is now:\n%s", name,
			      text);
		free(golden);
	}
	free(text);
}
