// SPDX-License-Identifier: MIT
#include "io/journal.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/hash.h"
#include "base/xalloc.h"
#include "io/file.h"
#include "io/json_scan.h"
#include "io/scenario_io.h"

/* A place holds a head, the path, a zero byte, and the scenario as files have it. The hole between
 * the two takes no room on a disk. */
enum {
	HEAD_SIZE = 128,
	PLACE_SIZE = HEAD_SIZE + PATH_MAX + JSON_SIZE_MAX,
	NAME_MAX_TRIES = 100,
	FRESH_S = 60, /* an empty file that is so young may be about to be locked */
};

static const char magic[] = "ragtop journal 1";
static const char ending[] = ".journal";

struct journal {
	char folder[PATH_MAX];
	char scenario_path[PATH_MAX]; /* without symbolic links; "" for none */
	char path[PATH_MAX];          /* of the journal; "" while there is none */
	int fd;                       /* -1 likewise */
	uint64_t turn;                /* of the last writing: its parity is the place */
};

/* One place as it was read. */
struct place {
	uint64_t turn, file_print, check;
	int64_t when_s;
	size_t size; /* of path, zero byte and text */
	char *body;  /* NULL: nothing whole is there */
};

void journal_folder(char path[PATH_MAX])
{
	const char *state = getenv("XDG_STATE_HOME"), *home = getenv("HOME");
	int length = 0;

	path[0] = '\0';
	// As the specification has it: what is not absolute does not count.
	if (state && state[0] == '/')
		length = snprintf(path, PATH_MAX, "%s/ragtop", state);
	else if (home && home[0] == '/')
		length = snprintf(path, PATH_MAX, "%s/.local/state/ragtop", home);
	if (length >= PATH_MAX)
		path[0] = '\0';
}

/* As a file would have it. */
static char *scenario_text(const struct scenario *scenario, size_t *size)
{
	char *text;
	FILE *out = xmemstream(&text, size);

	scenario_write(scenario, out);
	xmemstream_close(out);
	return text;
}

uint64_t journal_print(const struct scenario *scenario)
{
	struct hash hash;
	size_t size = 0;
	char *text = scenario_text(scenario, &size);

	hash_init(&hash);
	hash_bytes(&hash, text, size);
	free(text);
	return hash_final(&hash);
}

/* --- names --- */

static void full_path(const char *scenario_path, char path[PATH_MAX])
{
	path[0] = '\0';
	if (scenario_path[0] != '\0' && !realpath(scenario_path, path))
		snprintf(path, PATH_MAX, "%s", scenario_path);
}

/* How the names of all journals of a scenario begin. */
static void name_start(const char *path, char start[32])
{
	struct hash hash;

	hash_init(&hash);
	hash_str(&hash, path);
	snprintf(start, 32, "%016" PRIx64 "-", hash_final(&hash));
}

struct journal *journal_new(const char *folder, const char *scenario_path)
{
	struct journal *journal = xcalloc(1, sizeof(*journal));

	snprintf(journal->folder, sizeof(journal->folder), "%s", folder);
	full_path(scenario_path, journal->scenario_path);
	journal->fd = -1;
	return journal;
}

/* The folder and those above it that are missing; nobody else may look into it. */
static bool make_folder(const char *folder, struct error *error)
{
	char path[PATH_MAX];

	snprintf(path, sizeof(path), "%s", folder);
	for (char *slash = path + 1; (slash = strchr(slash, '/')); slash++) {
		*slash = '\0';
		mkdir(path, 0700);
		*slash = '/';
	}
	if (mkdir(path, 0700) != 0 && errno != EEXIST)
		return file_error(error, errno, folder);
	return true;
}

static bool lock(int fd)
{
	int locked;

	do
		locked = flock(fd, LOCK_EX | LOCK_NB);
	while (locked != 0 && errno == EINTR);
	return locked == 0;
}

/* A new file with a lock on it. */
static bool create(struct journal *journal, struct error *error)
{
	char start[32];

	if (!make_folder(journal->folder, error))
		return false;
	name_start(journal->scenario_path, start);
	errno = EEXIST;
	for (int i = 0; i < NAME_MAX_TRIES && errno == EEXIST; i++) {
		if (snprintf(journal->path, sizeof(journal->path), "%s/%s%ld-%d%s", journal->folder,
			     start, (long)getpid(), i, ending) >= (int)sizeof(journal->path)) {
			errno = ENAMETOOLONG;
			break;
		}
		journal->fd = open(journal->path,
				   O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
		if (journal->fd >= 0 && lock(journal->fd))
			return true;
		if (journal->fd >= 0) {
			journal_clear(journal); // somebody who looks for one was quicker
			errno = EEXIST;
		}
	}
	file_error(error, errno, journal->folder);
	journal->path[0] = '\0';
	return false;
}

/* --- writing --- */

static uint64_t check_of(const struct place *place)
{
	struct hash hash;

	hash_init(&hash);
	hash_u64(&hash, place->turn);
	hash_u64(&hash, (uint64_t)place->when_s);
	hash_u64(&hash, place->file_print);
	hash_u64(&hash, place->size);
	hash_bytes(&hash, place->body, place->size);
	return hash_final(&hash);
}

static bool write_at(int fd, const char *data, size_t size, off_t at)
{
	while (size > 0) {
		ssize_t written = pwrite(fd, data, size, at);

		if (written < 0 && errno == EINTR)
			continue;
		if (written <= 0)
			return false;
		data += written;
		size -= (size_t)written;
		at += written;
	}
	return true;
}

static off_t place_at(uint64_t turn)
{
	return (off_t)(turn % 2) * PLACE_SIZE;
}

static bool write_place(int fd, struct place *place)
{
	size_t size = HEAD_SIZE + place->size;
	char *bytes = xcalloc(1, size + 1);
	bool ok;

	place->check = check_of(place);
	snprintf(bytes, HEAD_SIZE,
		 "%s %016" PRIx64 " %016" PRIx64 " %016" PRIx64 " %08zx %016" PRIx64 "\n", magic,
		 place->turn, (uint64_t)place->when_s, place->file_print, place->size,
		 place->check);
	memcpy(bytes + HEAD_SIZE, place->body, place->size);
	ok = write_at(fd, bytes, size, place_at(place->turn));
	free(bytes);
	return ok;
}

bool journal_write(struct journal *journal, const struct scenario *file,
		   const struct scenario *edited, struct error *error)
{
	size_t path_size = strlen(journal->scenario_path) + 1, size = 0;
	char *text = scenario_text(edited, &size);
	struct place place = { .turn = journal->turn + 1,
			       .when_s = (int64_t)time(NULL),
			       .file_print = journal_print(file),
			       .size = path_size + size };
	bool ok = size <= JSON_SIZE_MAX;

	if (!ok)
		error_set(error, "too large for a journal");
	if (ok && journal->fd < 0)
		ok = create(journal, error);
	if (ok) {
		place.body = xmalloc(place.size);
		memcpy(place.body, journal->scenario_path, path_size);
		memcpy(place.body + path_size, text, size);
		ok = write_place(journal->fd, &place) || file_error(error, errno, journal->path);
		journal->turn += ok;
	}
	free(place.body);
	free(text);
	return ok;
}

bool journal_keep(struct journal *journal, struct error *error)
{
	while (journal->fd >= 0 && fsync(journal->fd) != 0)
		if (errno != EINTR)
			return file_error(error, errno, journal->path);
	return true;
}

void journal_clear(struct journal *journal)
{
	if (journal->fd < 0)
		return;
	unlink(journal->path);
	close(journal->fd);
	journal->fd = -1;
	journal->path[0] = '\0';
}

void journal_free(struct journal *journal)
{
	if (journal && journal->fd >= 0)
		close(journal->fd);
	free(journal);
}

/* --- reading --- */

static bool read_at(int fd, char *data, size_t size, off_t at)
{
	while (size > 0) {
		ssize_t got = pread(fd, data, size, at);

		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			return false;
		data += got;
		size -= (size_t)got;
		at += got;
	}
	return true;
}

static bool read_head(const char *head, struct place *place)
{
	uint64_t when;
	int end = 0;

	if (strncmp(head, magic, sizeof(magic) - 1) != 0 ||
	    sscanf(head + sizeof(magic) - 1,
		   " %16" SCNx64 " %16" SCNx64 " %16" SCNx64 " %8zx %16" SCNx64 "%n", &place->turn,
		   &when, &place->file_print, &place->size, &place->check, &end) != 5)
		return false;
	place->when_s = (int64_t)when;
	return end > 0 && place->size >= 2 && place->size <= PATH_MAX + JSON_SIZE_MAX;
}

static struct place read_place(int fd, int which)
{
	off_t at = place_at((uint64_t)which);
	char head[HEAD_SIZE + 1] = "";
	struct place place = { 0 };

	if (!read_at(fd, head, HEAD_SIZE, at) || !read_head(head, &place))
		return (struct place){ 0 };
	place.body = xmalloc(place.size + 1);
	place.body[place.size] = '\0';
	if (!read_at(fd, place.body, place.size, at + HEAD_SIZE) ||
	    check_of(&place) != place.check || strlen(place.body) >= place.size) {
		free(place.body);
		return (struct place){ 0 };
	}
	return place;
}

/* The newer of the two that is whole. */
static struct place read_newer(int fd)
{
	struct place a = read_place(fd, 0), b = read_place(fd, 1);
	bool take_b = !a.body || (b.body && b.turn > a.turn);

	free(take_b ? a.body : b.body);
	return take_b ? b : a;
}

/* --- finding --- */

/* Out of the way, but not away: somebody may want to see what is left of it. */
static void move_aside(const char *path)
{
	char aside[PATH_MAX + 16];

	snprintf(aside, sizeof(aside), "%s.damaged", path);
	if (rename(path, aside) != 0)
		unlink(path);
}

/* Nothing whole in it: a program that died before its first writing, or a damaged file. One that
 * has just been made is somebody's who has yet to lock it. */
static void sweep(int fd, const char *path)
{
	struct stat st;

	if (fstat(fd, &st) != 0 || st.st_mtime + FRESH_S >= time(NULL))
		return;
	if (st.st_size > 0)
		move_aside(path);
	else
		unlink(path);
}

/* Opens a file of the folder if it was left behind and is whole and of this scenario. */
static bool open_left(struct journal *journal, const char *name, struct place *place)
{
	struct stat st;

	if (snprintf(journal->path, sizeof(journal->path), "%s/%s", journal->folder, name) >=
	    (int)sizeof(journal->path))
		return false;
	journal->fd = open(journal->path, O_RDWR | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
	if (journal->fd < 0)
		return false;
	// Somebody may have taken it away between the opening and the lock.
	if (fstat(journal->fd, &st) == 0 && S_ISREG(st.st_mode) && st.st_uid == geteuid() &&
	    lock(journal->fd) && fstat(journal->fd, &st) == 0 && st.st_nlink > 0) {
		*place = read_newer(journal->fd);
		if (place->body && strcmp(place->body, journal->scenario_path) == 0)
			return true;
		if (!place->body)
			sweep(journal->fd, journal->path);
		free(place->body);
	}
	close(journal->fd);
	journal->fd = -1;
	return false;
}

static bool is_name(const char *name, const char *start)
{
	size_t length = strlen(name), end = sizeof(ending) - 1;

	return strncmp(name, start, strlen(start)) == 0 && length > end &&
	       strcmp(name + length - end, ending) == 0;
}

/* The newest of those left behind, locked. */
static struct journal *find(const char *folder, const char *scenario_path, struct place *newest)
{
	DIR *dir = folder[0] != '\0' ? opendir(folder) : NULL;
	struct journal *found = NULL, *other;
	struct place place;
	char start[32];

	*newest = (struct place){ 0 };
	if (!dir)
		return NULL;
	other = journal_new(folder, scenario_path);
	name_start(other->scenario_path, start);
	for (const struct dirent *entry; (entry = readdir(dir));) {
		if (!is_name(entry->d_name, start) || !open_left(other, entry->d_name, &place))
			continue;
		if (!newest->body || place.when_s > newest->when_s) {
			struct place before = *newest;
			struct journal *left = found;

			*newest = place;
			found = other;
			place = before;
			other = left;
		}
		free(place.body);
		journal_free(other);
		other = journal_new(folder, scenario_path);
	}
	journal_free(other);
	closedir(dir);
	return found;
}

bool journal_waits(const char *folder, const char *scenario_path)
{
	struct place place;
	struct journal *found = find(folder, scenario_path, &place);

	free(place.body);
	journal_free(found);
	return found != NULL;
}

static void set_aside(struct journal *journal, struct error *error)
{
	struct error cause = *error;

	move_aside(journal->path);
	error_set(error, "the journal of unsaved edits is not read, line %d: %.120s", cause.line,
		  cause.message);
	journal_free(journal);
}

struct journal *journal_find(const char *folder, const char *scenario_path,
			     struct journal_entry *entry, struct error *error)
{
	struct place place;
	struct journal *found = find(folder, scenario_path, &place);
	size_t path_size;
	bool ok;

	error->message[0] = '\0';
	if (!found)
		return NULL;
	path_size = strlen(place.body) + 1;
	entry->when_s = place.when_s;
	entry->file_print = place.file_print;
	found->turn = place.turn;
	ok = scenario_parse_beside(place.body + path_size, place.size - path_size, place.body,
				   &entry->scenario, error);
	free(place.body);
	if (ok)
		return found;
	set_aside(found, error);
	return NULL;
}
