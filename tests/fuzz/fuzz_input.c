// SPDX-License-Identifier: MIT
/*
 * Any bytes in any pieces through the decoder of keys and mouse: no crash, no more events than
 * promised, and places that are on some screen.
 */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include "ui/input.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(const struct input_event *events, int count)
{
	if (count < 0 || count > INPUT_EVENTS_MAX)
		abort();
	for (int i = 0; i < count; i++)
		if (events[i].x < 0 || events[i].y < 0 ||
		    (events[i].kind == INPUT_KEY && events[i].key == 0))
			abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct input_event events[INPUT_EVENTS_MAX];
	struct input input;
	double now_s = 0;

	input_init(&input);
	input_define(&input, "\033[25~", INPUT_F12);
	for (size_t i = 0; i < size; i++) {
		now_s += 0.001;
		check(events, input_feed(&input, data[i], now_s, events));
		if (data[i] == 0xff) { // stands for a pause
			now_s += 1;
			check(events, input_expire(&input, now_s, events));
		}
	}
	check(events, input_expire(&input, now_s + 1, events));
	return 0;
}
