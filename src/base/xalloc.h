// SPDX-License-Identifier: MIT
/*
 * L0. Allocation that never fails: lack of memory ends the program with a message.
 *
 * Knows nothing of what is allocated. Nothing here returns NULL, also for 0 bytes; release with
 * free(). A size that overflows counts as lack of memory.
 */
#ifndef RAGTOP_BASE_XALLOC_H
#define RAGTOP_BASE_XALLOC_H

#include <stddef.h>
#include <stdio.h>

__attribute__((returns_nonnull, malloc)) void *xmalloc(size_t size);
__attribute__((returns_nonnull, malloc)) void *xcalloc(size_t n, size_t size);
__attribute__((returns_nonnull)) void *xrealloc(void *p, size_t size);
/* Room for n items of `size` bytes. */
__attribute__((returns_nonnull)) void *xrealloc_array(void *p, size_t n, size_t size);
__attribute__((returns_nonnull, malloc)) char *xstrdup(const char *text);
/* A stream into memory. *text and *size, to be freed, are whole once it is closed by
 * xmemstream_close. */
__attribute__((returns_nonnull)) FILE *xmemstream(char **text, size_t *size);
void xmemstream_close(FILE *stream);

/* The hook runs once, before the message, so that a user interface can give the terminal back.
 * NULL removes it. Set it before threads start. */
void xalloc_on_failure(void (*hook)(void));

#endif
