// SPDX-License-Identifier: MIT
#include "ui/monkey.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/text.h"
#include "ui/actions.h"

/* Lines worth typing; \r is Enter, \033 Esc. */
static const char *const lines[] = {
	"=3.5M\r",
	"=x2\r",
	"=+10 %\r",
	"=200ms\r",
	"=\r",
	"=nonsense\r\033",
	"=1e300\r",
	"=-1\r",
	"=null\r\033",
	"=50\033",
	"\033\033:set traffic.volume_qpm 3M\r",
	"\033\033:set traffic.volume_qpm 1k\r",
	"\033\033:set targets.ttft_p95_s 300ms\r",
	"\033\033:set targets.ttft_p95_s null\r",
	"\033\033:set rag.search_s 0.5\r",
	"\033\033:set serving.mode self\r",
	"\033\033:set no.such thing\r\033",
	"\033\033:seed 7\r",
	"\033\033:prices s0\r",
	"\033\033:prices none\r",
	"\033\033:day 12\r",
	"\033\033:day -1\r\033",
	"\033\033:theme light\r",
	"\033\033:q\r\033",
	"\033\033:s\t\t\r\033",
	"\033\033\033/cache\r",
	"\033\033\033/zzz\r",
	"uuuuUUUU",
	"aLLLa",
	"xLLHHx",
	"Wmine.json\r\r",
	"e\r\r",
	"e\025x.csv\r\r\033",
	"R\r\r",
	"C",
	"w",
};

void monkey_init(struct monkey *monkey, uint64_t seed)
{
	*monkey = (struct monkey){ .state = seed * 0x9e3779b97f4a7c15U + 1 };
}

unsigned int monkey_pick(struct monkey *monkey, unsigned int n)
{
	monkey->state = monkey->state * 6364136223846793005U + 1442695040888963407U;
	return (unsigned int)(monkey->state >> 33) % n;
}

/* --- keys --- */

/* One of the keys of one of the actions. */
static uint32_t bound_key(struct monkey *monkey)
{
	const char *keys;
	size_t size;
	unsigned int skip;

	do
		keys = action_table[monkey_pick(monkey, ACTION_COUNT)].keys;
	while (*keys == '\0');
	for (skip = monkey_pick(monkey, 3); skip > 0 && strchr(keys, ' '); skip--)
		keys = strchr(keys, ' ') + 1;
	size = strcspn(keys, " ");
	return input_key_parse(keys, size);
}

static uint32_t any_key(struct monkey *monkey)
{
	static const uint32_t odd[] = {
		0xe9,
		0x4e2d,
		0x1f600,
		0x202e,
		INPUT_CTRL | 'a',
		INPUT_CTRL | 'e',
		INPUT_CTRL | 'w',
		INPUT_CTRL | 'u',
		INPUT_CTRL | 'k',
		INPUT_INSERT,
		INPUT_DELETE,
		INPUT_F1 + 4,
	};

	if (monkey_pick(monkey, 4) == 0)
		return odd[monkey_pick(monkey, sizeof(odd) / sizeof(odd[0]))];
	return ' ' + monkey_pick(monkey, 95);
}

static uint32_t key_of(struct monkey *monkey)
{
	unsigned int kind = monkey_pick(monkey, 20);
	uint32_t key;

	if (kind < 2)
		return INPUT_ESCAPE;
	if (kind < 7) // what moves a knob, so that there is something to undo
		return (uint32_t) "lLhH+-jk[]"[monkey_pick(monkey, 10)];
	key = kind < 17 ? bound_key(monkey) : any_key(monkey);
	return key == '/' ? INPUT_ESCAPE : key;
}

static uint32_t typed(struct monkey *monkey)
{
	char c = *monkey->typing++;

	if (*monkey->typing == '\0')
		monkey->typing = NULL;
	switch (c) {
	case '\r':
		return INPUT_ENTER;
	case '\t':
		return INPUT_TAB;
	case '\033':
		return INPUT_ESCAPE;
	default:
		return (uint32_t)(unsigned char)c;
	}
}

/* --- the mouse --- */

static struct input_event mouse(struct monkey *monkey, int w, int h)
{
	struct input_event event = { .button = INPUT_BUTTON_LEFT };

	if (!monkey->held || monkey_pick(monkey, 4) == 0) {
		monkey->x = (int)monkey_pick(monkey, (unsigned int)w);
		monkey->y = (int)monkey_pick(monkey, (unsigned int)h);
	} else if (monkey->x + 1 < w) {
		monkey->x++;
	}
	event.x = monkey->x;
	event.y = monkey->y;
	switch (monkey_pick(monkey, 8)) {
	case 0:
		event.kind = INPUT_WHEEL;
		event.wheel = monkey_pick(monkey, 2) != 0 ? 1 : -1;
		break;
	case 1:
		event.kind = INPUT_PRESS;
		event.button = INPUT_BUTTON_RIGHT;
		break;
	case 2:
		event.kind = INPUT_RELEASE;
		monkey->held = false;
		break;
	default:
		event.kind = monkey->held ? INPUT_DRAG : INPUT_PRESS;
		event.twice = !monkey->held && monkey_pick(monkey, 5) == 0;
		monkey->held = true;
		break;
	}
	return event;
}

/* --- all of it --- */

static void sizes(struct monkey *monkey, struct monkey_deed *deed)
{
	static const int usual[][2] = { { 120, 40 }, { 80, 24 }, { 200, 60 }, { 20, 6 } };
	unsigned int kind = monkey_pick(monkey, 8);

	deed->w = kind < 4 ? usual[kind][0] : 1 + (int)monkey_pick(monkey, 300);
	deed->h = kind < 4 ? usual[kind][1] : 1 + (int)monkey_pick(monkey, 80);
}

struct monkey_deed monkey_next(struct monkey *monkey, int w, int h)
{
	struct monkey_deed deed = { .kind = MONKEY_EVENT };
	unsigned int kind = monkey_pick(monkey, 200);

	if (monkey->typing) {
		deed.event.key = typed(monkey);
	} else if (kind < 2) {
		deed.kind = MONKEY_RESIZE;
		sizes(monkey, &deed);
	} else if (kind < 10) {
		deed.kind = MONKEY_PAUSE;
		deed.pause_s = monkey_pick(monkey, 40) * 0.01;
	} else if (kind < 14) {
		monkey->typing = lines[monkey_pick(monkey, sizeof(lines) / sizeof(lines[0]))];
		deed.event.key = typed(monkey);
	} else if (kind < 70) {
		deed.event = mouse(monkey, w, h);
	} else {
		deed.event.key = key_of(monkey);
	}
	return deed;
}

/* --- bytes --- */

static const struct {
	uint32_t key;
	const char *bytes;
} sequences[] = {
	{ INPUT_LEFT, "\033[D" },
	{ INPUT_RIGHT, "\033[C" },
	{ INPUT_UP, "\033[A" },
	{ INPUT_DOWN, "\033[B" },
	{ INPUT_HOME, "\033[H" },
	{ INPUT_END, "\033[F" },
	{ INPUT_PAGE_UP, "\033[5~" },
	{ INPUT_PAGE_DOWN, "\033[6~" },
	{ INPUT_INSERT, "\033[2~" },
	{ INPUT_DELETE, "\033[3~" },
	{ INPUT_BACKSPACE, "\177" },
	{ INPUT_TAB, "\t" },
	{ INPUT_ENTER, "\r" },
	{ INPUT_ESCAPE, "\033" },
	{ INPUT_F1, "\033OP" },
	{ INPUT_F1 + 4, "\033[15~" },
	{ INPUT_F1 + 9, "\033[21~" },
	{ INPUT_SHIFT | INPUT_LEFT, "\033[1;2D" },
	{ INPUT_SHIFT | INPUT_RIGHT, "\033[1;2C" },
	{ INPUT_SHIFT | INPUT_TAB, "\033[Z" },
};

static size_t key_bytes(uint32_t key, char *bytes, size_t size)
{
	char code[4];

	for (size_t i = 0; i < sizeof(sequences) / sizeof(sequences[0]); i++)
		if (sequences[i].key == key)
			return (size_t)snprintf(bytes, size, "%s", sequences[i].bytes);
	if ((key & INPUT_CTRL) != 0 && (key & ~(uint32_t)INPUT_CTRL) < 0x80)
		return (size_t)snprintf(bytes, size, "%c", (int)(key & 0x1f));
	if (key > 0x10ffff)
		return 0;
	return (size_t)snprintf(bytes, size, "%.*s", (int)text_utf8_encode(key, code), code);
}

size_t monkey_bytes(const struct input_event *event, char *bytes, size_t size)
{
	int code = event->button == INPUT_BUTTON_RIGHT ? 2 : 0;

	if (event->kind == INPUT_KEY)
		return key_bytes(event->key, bytes, size);
	if (event->kind == INPUT_DRAG)
		code += 32;
	if (event->kind == INPUT_WHEEL)
		code = event->wheel < 0 ? 64 : 65;
	return (size_t)snprintf(bytes, size, "\033[<%d;%d;%d%c", code, event->x + 1, event->y + 1,
				event->kind == INPUT_RELEASE ? 'm' : 'M');
}

/* --- seeds --- */

static double clock_s(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

void monkey_seeds_init(struct monkey_seeds *seeds, int count, double seconds)
{
	const char *one = getenv("MONKEY_SEED"), *given = getenv("MONKEY_SECONDS");

	*seeds = (struct monkey_seeds){ .left = count };
	if (one) {
		seeds->seed = strtoull(one, NULL, 10) - 1;
		seeds->left = 1;
	} else if (getenv("LONG")) {
		seeds->seed = (uint64_t)time(NULL) * 1000;
		seeds->until_s = clock_s() + (given ? strtod(given, NULL) : seconds);
	}
}

bool monkey_seeds_next(struct monkey_seeds *seeds)
{
	if (seeds->until_s > 0 ? clock_s() >= seeds->until_s : seeds->left-- == 0)
		return false;
	seeds->seed++;
	if (seeds->until_s > 0)
		fprintf(stderr, "monkey: MONKEY_SEED=%llu\n", (unsigned long long)seeds->seed);
	return true;
}
