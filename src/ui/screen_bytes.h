// SPDX-License-Identifier: MIT
/*
 * L4. What curses sends and we rather would not. Bytes in, bytes out; knows no terminal.
 */
#ifndef RAGTOP_UI_SCREEN_BYTES_H
#define RAGTOP_UI_SCREEN_BYTES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * "x CSI 4 b" becomes xxxxx: terminals inside editors, of libvterm before 0.2, repeat wrongly at
 * the right margin. The sequence that resets the palette ("": there is none) goes. Returns the new
 * size, at most `room`; what a screen has in cells is enough more than `size`.
 */
size_t screen_mend(const char *palette_reset, const char *bytes, size_t size, char *out,
		   size_t room);

/* Four characters for three bytes, or for what is left; without an end. Returns how many. */
size_t screen_base64(const char *bytes, size_t size, char *out);

/* What a terminal can show of it. */
uint32_t screen_code(uint32_t code, bool utf8);

#endif
