// SPDX-License-Identifier: MIT
#include "base/xalloc.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

static void (*failure_hook)(void);

void xalloc_on_failure(void (*hook)(void))
{
	failure_hook = hook;
}

/* 0: nobody knows how many bytes. The hook is cleared first: if it needs memory itself, we come
 * back here once and then abort. */
static _Noreturn void out_of_memory(size_t size)
{
	void (*hook)(void) = failure_hook;

	failure_hook = NULL;
	if (hook != NULL)
		hook();
	if (size > 0)
		fprintf(stderr, "ragtop: out of memory, %zu bytes wanted\n", size);
	else
		fputs("ragtop: out of memory\n", stderr);
	abort();
}

static void *checked(void *p, size_t size)
{
	if (p == NULL)
		out_of_memory(size);
	return p;
}

/* malloc(0) may return NULL; a caller of this module never sees it. */
static size_t at_least_one(size_t size)
{
	return size > 0 ? size : 1;
}

static size_t product(size_t n, size_t size)
{
	if (size > 0 && n > SIZE_MAX / size)
		out_of_memory(SIZE_MAX);
	return n * size;
}

void *xmalloc(size_t size)
{
	return checked(malloc(at_least_one(size)), size);
}

void *xcalloc(size_t n, size_t size)
{
	size_t total = product(n, size);

	return checked(calloc(at_least_one(total), 1), total);
}

void *xrealloc(void *p, size_t size)
{
	return checked(realloc(p, at_least_one(size)), size);
}

void *xrealloc_array(void *p, size_t n, size_t size)
{
	return xrealloc(p, product(n, size));
}

char *xstrdup(const char *text)
{
	size_t size = strlen(text) + 1;

	return memcpy(xmalloc(size), text, size);
}

FILE *xmemstream(char **text, size_t *size)
{
	*text = NULL;
	*size = 0;
	return checked(open_memstream(text, size), 0);
}

void xmemstream_close(FILE *stream)
{
	bool failed = ferror(stream) != 0;

	if (fclose(stream) != 0 || failed)
		out_of_memory(0);
}
