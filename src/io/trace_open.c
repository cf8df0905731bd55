// SPDX-License-Identifier: MIT
/* Where a scenario's trace is, and who keeps it. */
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <ragtop/scenario.h>
#include "base/text.h"
#include "base/xalloc.h"
#include "io/file.h"
#include "io/trace.h"

/* ---- the keeper ---- */

struct kept {
	struct kept *next;
	struct stat stat; /* of the file, to know it again and to see that it changed */
	struct trace *trace;
};

static struct kept *keeper;

static void keeper_release(void)
{
	while (keeper) {
		struct kept *next = keeper->next;

		trace_free(keeper->trace);
		free(keeper);
		keeper = next;
	}
}

static const struct trace *keeper_find(const struct stat *stat)
{
	for (const struct kept *kept = keeper; kept; kept = kept->next)
		if (kept->stat.st_dev == stat->st_dev && kept->stat.st_ino == stat->st_ino &&
		    kept->stat.st_size == stat->st_size &&
		    kept->stat.st_mtim.tv_sec == stat->st_mtim.tv_sec &&
		    kept->stat.st_mtim.tv_nsec == stat->st_mtim.tv_nsec)
			return kept->trace;
	return NULL;
}

static void keeper_add(const struct stat *stat, struct trace *trace)
{
	struct kept *kept = xmalloc(sizeof(*kept));

	if (!keeper)
		atexit(keeper_release);
	*kept = (struct kept){ keeper, *stat, trace };
	keeper = kept;
}

/* ---- paths ---- */

/* Relative, plain to read, and never upwards. */
static bool check_path(const char *path, struct error *error)
{
	char safe[3 * SCENARIO_TRACE_SIZE + 1];

	if (path[0] == '\0')
		return error_set(error, "empty: \"trace\"");
	if (strlen(path) >= SCENARIO_TRACE_SIZE)
		return error_set(error, "longer than %d bytes: \"trace\"", SCENARIO_TRACE_SIZE - 1);
	text_sanitise(safe, sizeof(safe), path);
	if (strcmp(safe, path) != 0)
		return error_set(error, "not plain text: \"trace\"");
	if (path[0] == '/')
		return error_set(error, "not relative to the scenario's folder: \"%s\"", path);
	for (const char *part = path; part; part = strchr(part, '/')) {
		part += *part == '/';
		if (strncmp(part, "..", 2) == 0 && (part[2] == '/' || part[2] == '\0'))
			return error_set(error, "leaves the scenario's folder: \"%s\"", path);
	}
	return true;
}

struct place {
	char folder[PATH_MAX]; /* of the scenario, without links */
	char shown[PATH_MAX];  /* for messages */
	char file[PATH_MAX];   /* without links */
	bool absent;           /* there is no such file */
};

static bool folder_of(const char *scenario_name, struct place *place, struct error *error)
{
	const char *slash = strrchr(scenario_name, '/');
	char folder[PATH_MAX];

	if (slash == scenario_name)
		snprintf(folder, sizeof(folder), "/");
	else
		snprintf(folder, sizeof(folder), "%.*s", slash ? (int)(slash - scenario_name) : 1,
			 slash ? scenario_name : ".");
	return realpath(folder, place->folder) || file_error(error, errno, folder);
}

/* Is the file below the folder, now that all links are followed? */
static bool is_inside(const struct place *place)
{
	size_t length = strlen(place->folder);

	if (strcmp(place->folder, "/") == 0)
		return true;
	return strncmp(place->file, place->folder, length) == 0 && place->file[length] == '/';
}

/* `name` in the folder of `beside`, a path below the scenario's folder. */
static bool locate(struct place *place, const char *scenario_name, const char *beside,
		   const char *name, struct error *error)
{
	const char *slash = strrchr(scenario_name, '/'), *inner = strrchr(beside, '/');
	int n = snprintf(place->shown, sizeof(place->shown), "%.*s%.*s%s",
			 slash ? (int)(slash - scenario_name + 1) : 0, scenario_name,
			 inner ? (int)(inner - beside + 1) : 0, beside, name);

	if (n >= (int)sizeof(place->shown))
		return file_error(error, ENAMETOOLONG, name);
	if (!folder_of(scenario_name, place, error))
		return false;
	if (!realpath(place->shown, place->file)) {
		place->absent = errno == ENOENT;
		return file_error(error, errno, place->shown);
	}
	return is_inside(place) ||
	       error_set(error, "leads out of the scenario's folder: \"%s\"", place->shown);
}

/* ---- files ---- */

static bool read_lengths(const char *scenario_name, const char *path, const char *name,
			 struct trace_lengths *lengths, struct error *error)
{
	struct place place = { .absent = false };
	size_t size;
	char *text;
	bool ok;

	if (!locate(&place, scenario_name, path, name, error))
		return place.absent;
	if (!file_read(place.file, TRACE_FILE_MAX, &text, &size, error))
		return false;
	ok = trace_lengths_parse(text, size, place.shown, lengths, error);
	free(text);
	return ok;
}

static bool read_parts(const char *scenario_name, const char *path, struct trace_parts *parts,
		       struct error *error)
{
	return read_lengths(scenario_name, path, "1_sys_prompt.jsonl", &parts->system, error) &&
	       read_lengths(scenario_name, path, "2_passages.jsonl", &parts->passages, error) &&
	       read_lengths(scenario_name, path, "3_history.jsonl", &parts->history, error);
}

static bool parse(const char *scenario_name, const char *path, const struct place *place,
		  const char *text, size_t size, struct trace **trace, struct error *error)
{
	struct trace_parts parts = { 0 };
	enum trace_format format;
	bool ok;

	if (!trace_recognise(text, size, place->shown, &format, error))
		return false;
	ok = format != TRACE_RAGPULSE || read_parts(scenario_name, path, &parts, error);
	ok = ok && trace_parse(text, size, place->shown, &parts, trace, error);
	trace_lengths_release(&parts.system);
	trace_lengths_release(&parts.passages);
	trace_lengths_release(&parts.history);
	return ok;
}

bool trace_open(const char *scenario_name, const char *path, const struct trace **trace,
		struct error *error)
{
	const char *base = strrchr(path, '/');
	struct trace *read;
	struct place place;
	struct stat stat_of;
	size_t size;
	char *text;
	bool ok;

	if (!check_path(path, error) ||
	    !locate(&place, scenario_name, path, base ? base + 1 : path, error))
		return false;
	if (stat(place.file, &stat_of) != 0)
		return file_error(error, errno, place.shown);
	*trace = keeper_find(&stat_of);
	if (*trace)
		return true;
	if (!file_read(place.file, TRACE_FILE_MAX, &text, &size, error))
		return false;
	ok = parse(scenario_name, path, &place, text, size, &read, error);
	free(text);
	if (!ok)
		return false;
	keeper_add(&stat_of, read);
	*trace = read;
	return true;
}
