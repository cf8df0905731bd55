// SPDX-License-Identifier: MIT
/* L4. The actions of actions.def as numbers, and the lookup from keys. */
#ifndef RAGTOP_UI_ACTIONS_H
#define RAGTOP_UI_ACTIONS_H

#include <stdint.h>

enum action {
	ACTION_NONE,
#define ACTION(name, group, keys, help) ACTION_##name,
#include "ui/actions.def"
#undef ACTION
	ACTION_COUNT,
};

enum action_group {
	ACTIONS_MOVE,
	ACTIONS_KNOBS,
	ACTIONS_TIME,
	ACTIONS_SHOW,
	ACTIONS_PROGRAM,
	ACTIONS_MOUSE
};

struct action_info {
	const char *name;
	enum action_group group;
	const char *keys;
	const char *help;
};

extern const struct action_info action_table[ACTION_COUNT];

/* The action of a key (code of input.h) in the main context; ACTION_NONE when it has none. */
enum action action_of_key(uint32_t key);
/* The first key of an action as text for hints, "" when it has none. */
const char *action_hint(enum action action, char *buffer, int size);

#endif
