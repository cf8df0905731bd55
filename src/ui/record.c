// SPDX-License-Identifier: MIT
#include "ui/record.h"

#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/xalloc.h"
#include "io/file.h"
#include "io/json_write.h"

struct record {
	int fd;
	char *path;
	double began_s, frame_s;
	int w, h;
	off_t whole; /* bytes of whole lines */
	struct error failure;
	bool failed;
};

static void fail(struct record *record, int error_number)
{
	record->failed = true;
	file_error(&record->failure, error_number, record->path);
	/* A line that is cut in the middle would spoil the rest for every player. */
	if (ftruncate(record->fd, record->whole) != 0)
		return;
}

static void put_line(struct record *record, const char *line, size_t size)
{
	for (size_t done = 0; done < size && !record->failed;) {
		ssize_t n = write(record->fd, line + done, size - done);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			fail(record, n < 0 ? errno : ENOSPC);
		else
			done += (size_t)n;
	}
	if (!record->failed)
		record->whole += (off_t)size;
}

/* [seconds, "o", "text"] */
static void put_event(struct record *record, double now_s, const char *kind, const char *text)
{
	struct json_writer writer;
	char *line;
	size_t size;
	FILE *memory;

	if (record->failed)
		return;
	memory = xmemstream(&line, &size);
	json_writer_init(&writer, memory);
	json_begin_flat(&writer, NULL, '[');
	json_put_number(&writer, NULL, floor((now_s - record->began_s) * 1e6 + 0.5) / 1e6);
	json_put_string(&writer, NULL, kind);
	json_put_string(&writer, NULL, text);
	json_end(&writer, ']');
	xmemstream_close(memory);
	put_line(record, line, size);
	free(line);
}

static void put_head(struct record *record, const char *title)
{
	const char *term = getenv("TERM");
	struct json_writer writer;
	char *line;
	size_t size;
	FILE *memory = xmemstream(&line, &size);

	json_writer_init(&writer, memory);
	json_begin_flat(&writer, NULL, '{');
	json_put_number(&writer, "version", 2);
	json_put_number(&writer, "width", record->w);
	json_put_number(&writer, "height", record->h);
	json_put_number(&writer, "timestamp", (double)time(NULL));
	json_put_string(&writer, "title", title);
	json_begin(&writer, "env", '{');
	json_put_string(&writer, "TERM", term ? term : "");
	json_end(&writer, '}');
	json_end(&writer, '}');
	xmemstream_close(memory);
	put_line(record, line, size);
	free(line);
}

struct record *record_open(const char *path, const char *title, double now_s, int w, int h,
			   struct error *error)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NONBLOCK | O_NOCTTY, 0644);
	struct record *record;

	if (fd < 0) {
		file_error(error, errno, path);
		return NULL;
	}
	record = xcalloc(1, sizeof(*record));
	*record = (struct record){ .fd = fd, .path = xstrdup(path), .w = w, .h = h };
	record->began_s = record->frame_s = now_s;
	put_head(record, title);
	if (!record->failed)
		return record;
	*error = record->failure;
	record_close(record);
	return NULL;
}

void record_frame(struct record *record, double now_s, int w, int h)
{
	char size[32];

	record->frame_s = now_s;
	if (w == record->w && h == record->h)
		return;
	record->w = w;
	record->h = h;
	snprintf(size, sizeof(size), "%dx%d", w, h);
	put_event(record, now_s, "r", size);
}

void record_output(struct record *record, const char *bytes, size_t size)
{
	char *text = xmalloc(size + 1);

	memcpy(text, bytes, size);
	text[size] = '\0';
	put_event(record, record->frame_s, "o", text);
	free(text);
}

void record_mark(struct record *record, double now_s, const char *label)
{
	/* Nothing stands before what was there already. */
	put_event(record, fmax(now_s, record->frame_s), "m", label);
}

const char *record_failure(const struct record *record)
{
	return record->failed ? record->failure.message : NULL;
}

const char *record_path(const struct record *record)
{
	return record->path;
}

void record_close(struct record *record)
{
	if (!record)
		return;
	close(record->fd);
	free(record->path);
	free(record);
}
