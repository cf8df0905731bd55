// SPDX-License-Identifier: MIT
/*
 * L0. Text on its way to a terminal: safe bytes, columns, likeness of words.
 *
 * Works on UTF-8 and has its own width tables, because wcwidth depends on the locale. Widths follow
 * Unicode 14 (East Asian Width W and F take two columns; combining marks none), coarsely.
 */
#ifndef RAGTOP_BASE_TEXT_H
#define RAGTOP_BASE_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define TEXT_REPLACEMENT UINT32_C(0xfffd)

/*
 * Reads one code point from text, at most n bytes of it, and returns how many bytes it took (0 only
 * for n = 0). Ill-formed input (overlong, surrogate, beyond U+10FFFF, cut off) gives
 * TEXT_REPLACEMENT and takes 1 byte.
 */
size_t text_utf8_decode(const char *text, size_t n, uint32_t *codepoint);
/* Writes 1 to 4 bytes, not terminated. The code point must be a legal one. */
size_t text_utf8_encode(uint32_t codepoint, char out[4]);

/* 0, 1 or 2 columns. Control characters count 0; text_sanitise removes them. */
int text_codepoint_width(uint32_t codepoint);
/* Columns of a whole string. */
int text_width(const char *text);
/* Bytes of the longest start of the text that fits into so many columns, combining marks
 * included. */
size_t text_fit(const char *text, int columns);

/* May the code point go to a terminal? Not: C0, DEL, C1, bidirectional controls, zero-width
 * spaces and joiners, line and paragraph separators, byte order marks, tags, noncharacters. */
bool text_codepoint_safe(uint32_t codepoint);
/*
 * Copies with everything unsafe or ill-formed replaced by U+FFFD, and never cuts inside a sequence.
 * Returns true when nothing was replaced or cut. size >= 1. src and dst must not overlap.
 */
bool text_sanitise(char *dst, size_t size, const char *src);

/* For terminals without Unicode: our own signs in ASCII (+- for ±, u for µ, # for a bar's █), a
 * question mark for what else is not ASCII. Cut to size - 1 bytes; three times the text's length is
 * enough. */
void text_to_ascii(char *dst, size_t size, const char *src);

/* Stands the part, `length` bytes of it, somewhere in the text? ASCII letters in either case; no
 * bytes stand everywhere but in an empty text. */
bool text_mentions(const char *text, const char *part, size_t length);

/* Edits between two names: insert, delete, replace a byte or swap two neighbours (optimal string
 * alignment). Names longer than 63 bytes are compared by their first 63. */
int text_distance(const char *a, const char *b);

#endif
