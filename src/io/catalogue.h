// SPDX-License-Identifier: MIT
/*
 * L2. The files of the folder catalogue/, price books and models, made into C by scripts/embed
 * while building, so that one installed binary works alone.
 */
#ifndef RAGTOP_IO_CATALOGUE_H
#define RAGTOP_IO_CATALOGUE_H

#include <stddef.h>

struct embedded_file {
	const char *name; /* "catalogue/books/s4.json" */
	const char *text; /* ends in a zero byte that the size does not count */
	size_t size;
};

extern const struct embedded_file catalogue_files[];
extern const size_t catalogue_files_count;

#endif
