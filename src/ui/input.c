// SPDX-License-Identifier: MIT
#include "ui/input.h"

#include <math.h>
#include <string.h>

#include "base/text.h"

enum { ESC = 0x1b, DEL = 0x7f };

void input_init(struct input *input)
{
	*input = (struct input){ .pressed_s = -(double)INFINITY };
}

void input_define(struct input *input, const char *sequence, uint32_t key)
{
	struct input_defined *defined = &input->defined[input->defined_count];

	if (sequence[0] != ESC || sequence[1] == '\0' ||
	    input->defined_count == INPUT_DEFINED_MAX ||
	    strlen(sequence) >= sizeof(defined->sequence))
		return;
	strcpy(defined->sequence, sequence);
	defined->key = key;
	input->defined_count++;
}

static int emit_key(struct input_event *event, uint32_t key)
{
	if (key == 0)
		return 0;
	*event = (struct input_event){ .kind = INPUT_KEY, .key = key };
	return 1;
}

static uint32_t key_of_control(unsigned char byte)
{
	switch (byte) {
	case '\b':
	case DEL:
		return INPUT_BACKSPACE;
	case '\t':
		return INPUT_TAB;
	case '\n':
	case '\r':
		return INPUT_ENTER;
	case ESC:
		return INPUT_ESCAPE;
	}
	return byte >= 1 && byte <= 26 ? INPUT_CTRL | (uint32_t)(byte - 1 + 'a') : 0;
}

/* The numbers of a control sequence: "1;5" after "[" or "[<". Absent ones are 0. */
struct numbers {
	int count;
	int value[4];
};

static struct numbers parse_numbers(const unsigned char *bytes, int count)
{
	struct numbers numbers = { .count = 1 };

	for (int i = 0; i < count; i++) {
		int *value = &numbers.value[numbers.count - 1];
		if (bytes[i] == ';' && numbers.count < 4)
			numbers.count++;
		else if (bytes[i] >= '0' && bytes[i] <= '9' && *value < 100000)
			*value = *value * 10 + (bytes[i] - '0');
	}
	return numbers;
}

static uint32_t key_of_letter(unsigned char letter)
{
	switch (letter) {
	case 'A':
		return INPUT_UP;
	case 'B':
		return INPUT_DOWN;
	case 'C':
		return INPUT_RIGHT;
	case 'D':
		return INPUT_LEFT;
	case 'F':
		return INPUT_END;
	case 'H':
		return INPUT_HOME;
	case 'M': // of the number block, after SS3
		return INPUT_ENTER;
	case 'P':
	case 'Q':
	case 'R':
	case 'S':
		return INPUT_F1 + (uint32_t)(letter - 'P');
	case 'Z':
		return INPUT_SHIFT | INPUT_TAB;
	case 'a': // rxvt's way to say shift
	case 'b':
	case 'c':
	case 'd':
		return INPUT_SHIFT | key_of_letter((unsigned char)(letter - 'a' + 'A'));
	}
	return 0;
}

static uint32_t key_of_number(int number)
{
	static const unsigned char low[] = { 0, 'h', 'i', 'd', 'e', 'u', 'n', 'h', 'e' };
	static const signed char function[] = { 1, 2, 3, 4, 5, 0, 6, 7, 8, 9, 10, 0, 11, 12 };

	if (number >= 11 && number <= 24)
		return function[number - 11] ? INPUT_F1 + (uint32_t)function[number - 11] - 1 : 0;
	switch (number >= 1 && number <= 8 ? low[number] : 0) {
	case 'h':
		return INPUT_HOME;
	case 'i':
		return INPUT_INSERT;
	case 'd':
		return INPUT_DELETE;
	case 'e':
		return INPUT_END;
	case 'u':
		return INPUT_PAGE_UP;
	case 'n':
		return INPUT_PAGE_DOWN;
	}
	return 0;
}

/* xterm sends 1 + shift + 2 alt + 4 control. */
static uint32_t with_modifiers(uint32_t key, int modifiers)
{
	int bits = modifiers > 1 ? modifiers - 1 : 0;

	if (key == 0)
		return 0;
	return key | (bits & 1 ? INPUT_SHIFT : 0) | (bits & 4 ? INPUT_CTRL : 0);
}

/* code: button, +4 shift, +8 alt, +16 control, +32 motion, +64 wheel. */
static int emit_mouse(struct input *input, int code, int x, int y, bool release, double now_s,
		      struct input_event *event)
{
	*event = (struct input_event){ .button = (enum input_button)(code & 3), .x = x, .y = y };
	if (x < 0 || y < 0)
		return 0;
	if (code & 64) {
		event->kind = INPUT_WHEEL;
		event->wheel = (code & 3) == 0 ? -1 : 1;
		return (code & 3) <= 1; // the others go sideways
	}
	if (release || (!(code & 32) && (code & 3) == INPUT_BUTTON_NONE)) {
		event->kind = INPUT_RELEASE;
		return 1;
	}
	if (code & 32) {
		event->kind = INPUT_DRAG;
		return event->button != INPUT_BUTTON_NONE;
	}
	event->kind = INPUT_PRESS;
	event->twice = event->button == INPUT_BUTTON_LEFT && x == input->pressed_x &&
		       y == input->pressed_y && now_s - input->pressed_s <= INPUT_DOUBLE_CLICK_S;
	// A third click begins anew.
	input->pressed_s = event->twice ? -(double)INFINITY : now_s;
	input->pressed_x = x;
	input->pressed_y = y;
	return 1;
}

static uint32_t key_defined(const struct input *input)
{
	for (int i = 0; i < input->defined_count; i++)
		if (strlen(input->defined[i].sequence) == (size_t)input->count &&
		    memcmp(input->defined[i].sequence, input->pending, (size_t)input->count) == 0)
			return input->defined[i].key;
	return 0;
}

static bool starts_defined(const struct input *input)
{
	for (int i = 0; i < input->defined_count; i++)
		if (strlen(input->defined[i].sequence) > (size_t)input->count &&
		    memcmp(input->defined[i].sequence, input->pending, (size_t)input->count) == 0)
			return true;
	return false;
}

/* A whole "Esc [ ... final". */
static int finish_csi(struct input *input, double now_s, struct input_event *event)
{
	const unsigned char *bytes = input->pending + 2;
	int length = input->count - 3;
	unsigned char final = input->pending[input->count - 1];
	struct numbers numbers = parse_numbers(bytes, length);
	uint32_t key = key_defined(input);

	input->count = 0;
	if (key != 0)
		return emit_key(event, key);
	if (length > 0 && bytes[0] == '<') {
		if ((final != 'M' && final != 'm') || numbers.count != 3)
			return 0;
		return emit_mouse(input, numbers.value[0], numbers.value[1] - 1,
				  numbers.value[2] - 1, final == 'm', now_s, event);
	}
	if (length > 0 && (bytes[0] < '0' || bytes[0] > ';'))
		return 0; // private: answers of the terminal
	if (final == '~')
		return emit_key(event,
				with_modifiers(key_of_number(numbers.value[0]), numbers.value[1]));
	return emit_key(event, with_modifiers(key_of_letter(final), numbers.value[1]));
}

static bool is_final(unsigned char byte)
{
	return byte >= 0x40 && byte <= 0x7e;
}

static int feed_csi(struct input *input, double now_s, struct input_event *event)
{
	unsigned char byte = input->pending[input->count - 1];
	int length = input->count - 2; // after "Esc ["

	if (input->pending[2] == 'M') { // X10: three bytes, each 32 more than what it says
		const unsigned char *bytes = input->pending + 3;
		if (length < 4)
			return 0;
		input->count = 0;
		return emit_mouse(input, bytes[0] - 32, bytes[1] - 33, bytes[2] - 33, false, now_s,
				  event);
	}
	if (input->pending[2] == '[') { // the Linux console: Esc [ [ A is F1
		if (length < 2)
			return 0;
		input->count = 0;
		return emit_key(event,
				byte >= 'A' && byte <= 'E' ? INPUT_F1 + (uint32_t)(byte - 'A') : 0);
	}
	if (!is_final(byte))
		return 0;
	if (input->too_long) {
		input->too_long = false;
		input->count = 0;
		return 0;
	}
	return finish_csi(input, now_s, event);
}

/* Esc and a second byte that opens no control sequence: Alt, which reads as Esc and the key. */
static int finish_alt(struct input *input, double now_s, struct input_event *events)
{
	unsigned char byte = input->pending[1];
	uint32_t key = key_defined(input);

	input->count = 0;
	if (key != 0)
		return emit_key(events, key);
	emit_key(events, INPUT_ESCAPE);
	return 1 + input_feed(input, byte, now_s, events + 1);
}

static int feed_escape(struct input *input, double now_s, struct input_event *events)
{
	uint32_t key;

	if (input->count == 1)
		return 0;
	if (input->pending[1] == '[')
		return input->count == 2 ? 0 : feed_csi(input, now_s, events);
	if (input->pending[1] == 'O') {
		if (input->count == 2)
			return 0;
		key = key_defined(input);
		if (key == 0 && starts_defined(input))
			return 0;
		if (key == 0)
			key = key_of_letter(input->pending[input->count - 1]);
		input->count = 0;
		return emit_key(events, key);
	}
	return finish_alt(input, now_s, events);
}

static int utf8_length(unsigned char lead)
{
	return lead < 0xc2 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : lead < 0xf5 ? 4 : 1;
}

static int feed_text(struct input *input, double now_s, struct input_event *events)
{
	unsigned char last = input->pending[input->count - 1];
	uint32_t code;

	if (input->count > 1 && (last & 0xc0) != 0x80) {
		// Cut off in the middle: forget it, and take the new byte for itself.
		input->count = 0;
		return input_feed(input, last, now_s, events);
	}
	if (input->count < utf8_length(input->pending[0]))
		return 0;
	text_utf8_decode((const char *)input->pending, (size_t)input->count, &code);
	input->count = 0;
	if (code < 0x20 || code == DEL)
		return emit_key(events, key_of_control((unsigned char)code));
	return emit_key(events, code == TEXT_REPLACEMENT ? 0 : code);
}

int input_feed(struct input *input, unsigned char byte, double now_s, struct input_event *events)
{
	if (input->count == INPUT_SEQUENCE_MAX) {
		input->too_long = true;
		input->count--; // only the end still matters
	}
	input->pending[input->count++] = byte;
	input->since_s = now_s;
	return input->pending[0] == ESC ? feed_escape(input, now_s, events)
					: feed_text(input, now_s, events);
}

double input_deadline_s(const struct input *input)
{
	return input->count > 0 ? input->since_s + INPUT_ESCAPE_DELAY_S : (double)INFINITY;
}

int input_expire(struct input *input, double now_s, struct input_event *events)
{
	bool lone = input->count == 1 && input->pending[0] == ESC;
	uint32_t second;

	if (now_s < input_deadline_s(input))
		return 0;
	// "Esc [" and "Esc O" without more are Alt and that key; longer ones are broken off.
	second = input->count == 2 && input->pending[0] == ESC ? input->pending[1] : 0;
	input->count = 0;
	input->too_long = false;
	if (!lone && second == 0)
		return 0;
	emit_key(events, INPUT_ESCAPE);
	return 1 + (second != 0 ? emit_key(events + 1, second) : 0);
}
