// SPDX-License-Identifier: MIT
/*
 * What a monkey does at a dashboard: keys of every action, other keys, lines of commands, the
 * mouse, resizes, pauses; by a seed, so that what broke can be done again. It may be a monkey
 * without a terminal (test_monkey.c) or one at the real program (pty/test_monkey.c), which then
 * gets the same things as bytes.
 *
 * It never types a slash into a line, so that no file is written outside the current folder.
 */
#ifndef RAGTOP_TESTS_UI_MONKEY_H
#define RAGTOP_TESTS_UI_MONKEY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "ui/input.h"

struct monkey {
	uint64_t state;
	bool held;          /* the left button */
	int x, y;           /* of the mouse */
	const char *typing; /* the rest of a line, NULL: none */
};

enum monkey_kind { MONKEY_EVENT, MONKEY_RESIZE, MONKEY_PAUSE };

struct monkey_deed {
	enum monkey_kind kind;
	struct input_event event;
	int w, h;       /* MONKEY_RESIZE */
	double pause_s; /* MONKEY_PAUSE */
};

void monkey_init(struct monkey *monkey, uint64_t seed);
/* 0 to n - 1 */
unsigned int monkey_pick(struct monkey *monkey, unsigned int n);
/* What it does next on a screen of w x h. */
struct monkey_deed monkey_next(struct monkey *monkey, int w, int h);
/* An event as a terminal sends it; returns how many bytes. */
size_t monkey_bytes(const struct input_event *event, char *bytes, size_t size);

/* Seeds: how many the normal suite tries; or, with LONG=1 in the environment, new ones until so
 * many seconds are over ($MONKEY_SECONDS, else `seconds`). $MONKEY_SEED is tried alone. */
struct monkey_seeds {
	uint64_t seed;
	int left;
	double until_s; /* 0: not by time */
};
void monkey_seeds_init(struct monkey_seeds *seeds, int count, double seconds);
/* False at the end. Says on stderr which seed it is where that is not known beforehand. */
bool monkey_seeds_next(struct monkey_seeds *seeds);

#endif
