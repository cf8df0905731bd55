// SPDX-License-Identifier: MIT
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/xalloc.h"
#include "io/file.h"
#include "io/json_write.h"
#include "io/moves.h"
#include "io/names.h"
#include "io/scenario_io.h"

FILE *moves_create(const char *path, struct error *error)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
	FILE *out = fd >= 0 ? fdopen(fd, "w") : NULL;

	if (!out)
		file_error(error, errno, path);
	if (fd >= 0 && !out)
		close(fd);
	return out;
}

void moves_write_start(FILE *out, const struct scenario *start)
{
	struct json_writer writer;

	json_writer_init(&writer, out);
	json_begin_flat(&writer, NULL, '{');
	json_put_number(&writer, "ragtop", 1);
	json_put_number(&writer, "moves", MOVES_FORMAT);
	json_put_string(&writer, "engine", RAGTOP_VERSION);
	json_end(&writer, '}');
	scenario_write_line(start, out);
}

static void write_set(struct json_writer *writer, const struct move *move)
{
	char name[NAME_SIZE];

	knob_name(move->knob, name, sizeof(name));
	json_put_string(writer, "set", name);
	if (move->knob.is_target)
		json_put_number(writer, "value", move->value);
	else
		scenario_write_value(writer, "value", move->knob.param, move->value);
	if (move->knob.dated > 0)
		json_put_number(writer, "dated", move->knob.dated);
	if (move->merge)
		json_put_bool(writer, "merge", true);
	if (move->close)
		json_put_bool(writer, "close", true);
}

static void write_prices(struct json_writer *writer, const struct move *move)
{
	char name[NAME_SIZE];

	json_put_string(writer, "prices", move->prices);
	json_begin(writer, "keep", '[');
	for (unsigned int i = 0; i < PARAM_COUNT; i++) {
		if (!move->keep[i])
			continue;
		param_full_name((enum param_id)i, name, sizeof(name));
		json_put_string(writer, NULL, name);
	}
	json_end(writer, ']');
}

static void write_archs(struct json_writer *writer, const struct move *move)
{
	json_begin(writer, "architectures", '[');
	for (int i = 0; i < move->arch_count; i++)
		json_put_string(writer, NULL, arch_key(move->archs[i]));
	json_end(writer, ']');
}

/* An empty one is written, too: it is what the move is about. */
static void write_timeline(struct json_writer *writer, const struct move *move,
			   const struct scenario *scenario)
{
	struct scenario *with = xmalloc(sizeof(*with));

	*with = *scenario;
	with->timeline_count = move->entry_count;
	if (move->entry_count > 0)
		memcpy(with->timeline, move->entries,
		       (size_t)move->entry_count * sizeof(move->entries[0]));
	scenario_write_timeline(writer, with);
	if (move->entry_count == 0) {
		json_begin(writer, "timeline", '[');
		json_end(writer, ']');
	}
	free(with);
}

void moves_write(FILE *out, const struct move *move, const struct scenario *scenario)
{
	struct json_writer writer;
	char text[NAME_SIZE];

	json_writer_init(&writer, out);
	json_begin_flat(&writer, NULL, '{');
	json_put_number(&writer, "at_s", move->at_s);
	switch (move->kind) {
	case MOVE_SET:
		write_set(&writer, move);
		break;
	case MOVE_SEED:
		snprintf(text, sizeof(text), "%" PRIu64, move->seed);
		json_put_string(&writer, "seed", text);
		break;
	case MOVE_PRICES:
		write_prices(&writer, move);
		break;
	case MOVE_ARCHS:
		write_archs(&writer, move);
		break;
	case MOVE_TIMELINE:
		write_timeline(&writer, move, scenario);
		break;
	case MOVE_UNDO:
	case MOVE_REDO:
		json_put_bool(&writer, move->kind == MOVE_UNDO ? "undo" : "redo", true);
		break;
	case MOVE_CHOOSE:
		knob_name(move->knob, text, sizeof(text));
		json_put_string(&writer, "choose", text);
		break;
	case MOVE_VIEW:
		json_put_number(&writer, "view", move->view);
		break;
	case MOVE_DAY:
		json_put_number(&writer, "day", move->day);
		break;
	case MOVE_END:
		json_put_bool(&writer, "end", true);
		break;
	case MOVE_KINDS:
		break;
	}
	json_end(&writer, '}');
}

static void write_asked(FILE *out, const struct scenario *scenario)
{
	struct scenario *asked = xmalloc(sizeof(*asked));

	*asked = *scenario;
	asked->expect_digest[0] = '\0';
	asked->expect_best = asked->expect_cheapest = (struct expected_arch){ 0 };
	asked->expect_count = 0;
	scenario_write_line(asked, out);
	free(asked);
}

void moves_write_end(FILE *out, double at_s, const struct scenario *end)
{
	moves_write(out, &(struct move){ .kind = MOVE_END, .at_s = at_s }, end);
	write_asked(out, end);
}

static char *asked_text(const struct scenario *scenario)
{
	char *text;
	size_t size;
	FILE *out = xmemstream(&text, &size);

	write_asked(out, scenario);
	xmemstream_close(out);
	return text;
}

bool moves_same(const struct scenario *a, const struct scenario *b)
{
	char *first = asked_text(a), *second = asked_text(b);
	bool same = strcmp(first, second) == 0;

	free(first);
	free(second);
	return same;
}
