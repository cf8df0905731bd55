// SPDX-License-Identifier: MIT
/*
 * Reads what a program sends to a terminal, byte by byte, and knows no mercy: text has to be legal
 * and printable, sequences have to be ones that terminals know, whole, and within the screen.
 */
#ifndef RAGTOP_TESTS_PTY_BYTES_H
#define RAGTOP_TESTS_PTY_BYTES_H

#include <stdbool.h>
#include <stddef.h>

struct bytes {
	int w, h;  /* of the screen at its largest */
	bool utf8; /* text may be more than ASCII */
	bool alternate, hidden, mouse, sync, keypad, colour, attributes; /* what is switched on */
	char complaint[160];                                             /* "": none */
};

/* Goes through all of it. False: there is a complaint, with the place. */
bool bytes_read(struct bytes *bytes, const char *text, size_t size);
/* Is everything off again that was switched on? Else there is a complaint. */
bool bytes_given_back(struct bytes *bytes);

#endif
