// SPDX-License-Identifier: MIT
/*
 * L4. Bytes from a terminal to keys and mouse events. Pure: no terminal, no clock of its own.
 *
 * A key is a code point, or one of the names below, each with modifiers ORed in. In text a key is
 * written h, Left, S-Left, C-r, Space, PgDn. Control and a letter is C- and the small letter,
 * except for Tab, Enter, Bksp and Esc, which terminals send the same way. Alt reads as Esc and the
 * key.
 *
 * Understood are UTF-8, the sequences that were defined (from terminfo), those of xterm, VT, Linux
 * and rxvt by themselves, and both common mouse protocols (SGR and X10). Whatever else looks like a
 * control sequence is swallowed whole, so that an unknown key never acts as the letters in its
 * sequence. Places are 0-based cells.
 */
#ifndef RAGTOP_UI_INPUT_H
#define RAGTOP_UI_INPUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
	INPUT_LEFT = 0x110000, /* above all code points */
	INPUT_RIGHT,
	INPUT_UP,
	INPUT_DOWN,
	INPUT_HOME,
	INPUT_END,
	INPUT_PAGE_UP,
	INPUT_PAGE_DOWN,
	INPUT_INSERT,
	INPUT_DELETE,
	INPUT_BACKSPACE,
	INPUT_TAB,
	INPUT_ENTER,
	INPUT_ESCAPE,
	INPUT_F1, /* to F12, in order */
	INPUT_F12 = INPUT_F1 + 11,

	INPUT_SHIFT = 1 << 24,
	INPUT_CTRL = 1 << 25,
};

enum input_kind { INPUT_KEY, INPUT_PRESS, INPUT_DRAG, INPUT_RELEASE, INPUT_WHEEL };
enum input_button { INPUT_BUTTON_LEFT, INPUT_BUTTON_MIDDLE, INPUT_BUTTON_RIGHT, INPUT_BUTTON_NONE };

struct input_event {
	enum input_kind kind;
	uint32_t key;             /* INPUT_KEY */
	enum input_button button; /* press, drag; terminals do not always say which was released */
	int x, y;
	int wheel;  /* -1 up, 1 down */
	bool twice; /* this press is the second of a double click */
};

#define INPUT_ESCAPE_DELAY_S 0.025 /* a lone Esc is one when nothing follows for so long */
#define INPUT_DOUBLE_CLICK_S 0.4

enum {
	INPUT_SEQUENCE_MAX = 64, /* longer ones are given up */
	INPUT_DEFINED_MAX = 48,
	INPUT_EVENTS_MAX = 2, /* at most so many come of one byte */
};

struct input {
	unsigned char pending[INPUT_SEQUENCE_MAX];
	int count;
	bool too_long;  /* the rest of this sequence is swallowed */
	double since_s; /* arrival of the last byte in `pending` */
	int defined_count;
	struct input_defined {
		char sequence[12];
		uint32_t key;
	} defined[INPUT_DEFINED_MAX];
	double pressed_s; /* last single press: where and when */
	int pressed_x, pressed_y;
};

void input_init(struct input *input);
/* A sequence that begins with Esc, as terminfo has it. Others, and too long ones, are ignored. */
void input_define(struct input *input, const char *sequence, uint32_t key);
/* Takes one byte that arrived at `now_s`; returns how many events came of it. `events` has room for
 * INPUT_EVENTS_MAX, here and below. */
int input_feed(struct input *input, unsigned char byte, double now_s, struct input_event *events);
/* When input_expire should be called at the latest, INFINITY when nothing is pending. */
double input_deadline_s(const struct input *input);
/* Decides about what is pending, if its time is over. */
int input_expire(struct input *input, double now_s, struct input_event *events);

/* 0 when the text names no key. `size` is that of the text alone: it need not be terminated. */
uint32_t input_key_parse(const char *text, size_t size);
/* Returns the buffer. 16 bytes are enough for any key. */
const char *input_key_name(uint32_t key, char *buffer, size_t size);
/* Is the key a character that can be typed into a line of text? */
bool input_key_printable(uint32_t key);

#endif
