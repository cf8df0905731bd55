// SPDX-License-Identifier: MIT
#include "ui/preferences.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/xalloc.h"
#include "io/config.h"
#include "io/file.h"
#include "io/names.h"
#include "ui/actions.h"

enum { FILE_BYTES_MAX = 1 << 18, THREADS_MAX = 256 };

static const struct {
	const char *name, *choices, *help;
	bool live;
} table[PREFERENCE_COUNT] = {
	[PREFERENCE_THEME] = { "theme", "dark|light|terminal|mono",
			       "light for projectors; terminal keeps the terminal's own ground",
			       true },
	[PREFERENCE_COLOR] = { "color", "auto|never|8|16|256",
			       "auto asks the terminal and heeds NO_COLOR", false },
	[PREFERENCE_CHARSET] = { "charset", "auto|unicode|blocks|ascii",
				 "signs that the terminal's font has", false },
	[PREFERENCE_LAYOUT] = { "layout", "full|focus|talk",
				"full: all panels that fit; focus: the cost curve over the knobs; "
				"talk: for a room",
				true },
	[PREFERENCE_MOUSE] = { "mouse", "on|off", "off: the terminal selects text", true },
	[PREFERENCE_MOTION] = { "motion", "on|off",
				"off: nothing flashes or moves by itself, unless it is played",
				true },
	[PREFERENCE_SYNC] = { "sync", "on|off", "frames bracketed as synchronised output", false },
	[PREFERENCE_THREADS] = { "threads", NULL, "a whole number up to 256; 0: one per processor",
				 false },
};

const char preference_free_keys[] = "!\"#%&();@BFIOPQS\\^_|~";
static const char key_prefix[] = "key.";

const char *preference_name(enum preference which)
{
	return table[which].name;
}

const char *preference_choices(enum preference which)
{
	return table[which].choices;
}

bool preference_is_live(enum preference which)
{
	return table[which].live;
}

void preferences_init(struct preferences *preferences)
{
	*preferences = (struct preferences){ 0 };
}

void preferences_release(struct preferences *preferences)
{
	free(preferences->text);
	preferences->text = NULL;
}

/* --- names and values --- */

bool preference_find(const char *name, enum preference *which, struct error *error)
{
	char near[NAME_SIZE] = "";

	for (int i = 0; i < PREFERENCE_COUNT; i++) {
		*which = (enum preference)i;
		if (strcmp(table[i].name, name) == 0)
			return true;
		name_suggest(name, table[i].name, near);
	}
	if (near[0] != '\0')
		return error_set(error, "unknown key, did you mean \"%s\": \"%s\"", near, name);
	return error_set(error, "unknown key: \"%s\"", name);
}

static bool parse_number(const char *text, int *value, struct error *error)
{
	size_t digits = strspn(text, "0123456789");
	int number = digits > 0 && digits <= 3 ? atoi(text) : -1;

	if (text[digits] != '\0' || number < 0 || number > THREADS_MAX)
		return error_set(error, "not a whole number from 0 to %d: \"%s\"", THREADS_MAX,
				 text);
	*value = number;
	return true;
}

/* The place of a word among words with bars between them; -1: it is none. */
static int choice_of(const char *choices, const char *text)
{
	size_t size = strlen(text);

	for (int i = 0; choices; i++) {
		size_t length = strcspn(choices, "|");

		if (length == size && memcmp(choices, text, size) == 0)
			return i;
		choices = choices[length] == '|' ? choices + length + 1 : NULL;
	}
	return -1;
}

bool preference_parse(enum preference which, const char *text, int *value, struct error *error)
{
	const char *choices = table[which].choices;

	if (!choices)
		return parse_number(text, value, error);
	if (choice_of(choices, text) < 0)
		return error_set(error, "not one of %s: \"%s\"", choices, text);
	*value = choice_of(choices, text);
	return true;
}

const char *preference_text(enum preference which, int value, char *buffer, size_t size)
{
	const char *choices = table[which].choices;

	if (!choices) {
		snprintf(buffer, size, "%d", value);
		return buffer;
	}
	for (; value > 0; value--)
		choices = strchr(choices, '|') + 1;
	snprintf(buffer, size, "%.*s", (int)strcspn(choices, "|"), choices);
	return buffer;
}

char preference_key(const char *name, struct error *error)
{
	size_t prefix = sizeof(key_prefix) - 1;
	const char *key = name + prefix;

	if (strncmp(name, key_prefix, prefix) == 0 && key[0] != '\0' && key[1] == '\0' &&
	    strchr(preference_free_keys, key[0]) &&
	    action_of_key((unsigned char)key[0]) == ACTION_NONE)
		return key[0];
	error_set(error, "not a free key (%s): \"%s\"", preference_free_keys, name);
	return 0;
}

static bool is_binding(const char *name)
{
	return strncmp(name, key_prefix, sizeof(key_prefix) - 1) == 0;
}

static struct binding *binding_of(struct preferences *preferences, char key)
{
	for (int i = 0; i < preferences->binding_count; i++)
		if (preferences->bindings[i].key == key)
			return &preferences->bindings[i];
	return NULL;
}

static void bind(struct preferences *preferences, char key, const char *command, int line)
{
	struct binding *binding = binding_of(preferences, key);

	// There are fewer free keys than places.
	if (!binding)
		binding = &preferences->bindings[preferences->binding_count++];
	binding->key = key;
	binding->line = line;
	snprintf(binding->command, sizeof(binding->command), "%s", command + (command[0] == ':'));
}

const char *preferences_command(const struct preferences *preferences, uint32_t key)
{
	for (int i = 0; i < preferences->binding_count; i++)
		if ((unsigned char)preferences->bindings[i].key == key)
			return preferences->bindings[i].command;
	return NULL;
}

/* --- the file --- */

static void usual_path(char *path, size_t size)
{
	const char *config = getenv("XDG_CONFIG_HOME"), *home = getenv("HOME");

	path[0] = '\0';
	// As the specification has it: what is not absolute does not count.
	if (config && config[0] == '/')
		snprintf(path, size, "%s/ragtop/config", config);
	else if (home && home[0] == '/')
		snprintf(path, size, "%s/.config/ragtop/config", home);
}

static bool given_twice(const struct config_entry *entry, int line, struct error *error)
{
	return line == 0 ||
	       error_set(error, "given twice, first in line %d: \"%s\"", line, entry->key);
}

static bool take_binding(struct preferences *preferences, const struct config_entry *entry,
			 struct error *error)
{
	char key = preference_key(entry->key, error);
	const struct binding *binding = key != 0 ? binding_of(preferences, key) : NULL;

	if (key == 0 || !given_twice(entry, binding ? binding->line : 0, error))
		return false;
	bind(preferences, key, entry->value, entry->line.number);
	return true;
}

static bool take_value(struct preferences *preferences, const struct config_entry *entry,
		       struct error *error)
{
	enum preference which;
	int value;

	if (!preference_find(entry->key, &which, error) ||
	    !given_twice(entry, preferences->of[which].line, error))
		return false;
	if (!preference_parse(which, entry->value, &value, error))
		return line_error(&entry->line, entry->value_at, error, "%s", error->message);
	preferences->of[which].value = value;
	preferences->of[which].origin = BY_FILE;
	preferences->of[which].line = entry->line.number;
	return true;
}

static bool take_entry(struct preferences *preferences, const struct config_entry *entry,
		       struct error *error)
{
	size_t at = strspn(entry->line.text, " \t");
	bool ok;

	error->line = 0;
	ok = is_binding(entry->key) ? take_binding(preferences, entry, error)
				    : take_value(preferences, entry, error);
	if (!ok && error->line == 0)
		line_error(&entry->line, at, error, "%s", error->message);
	return ok;
}

static bool take_all(struct preferences *preferences, struct error *error)
{
	struct lines lines = { .text = preferences->text, .size = preferences->size };
	struct config_entry entry;
	bool failed;

	while (config_next(&lines, &entry, &failed, error))
		if (!take_entry(preferences, &entry, error))
			return false;
	return !failed;
}

bool preferences_load(struct preferences *preferences, const char *path, struct error *error)
{
	struct stat st;

	preferences_release(preferences);
	if (path)
		snprintf(preferences->path, sizeof(preferences->path), "%s", path);
	else
		usual_path(preferences->path, sizeof(preferences->path));
	if (!path && (preferences->path[0] == '\0' || stat(preferences->path, &st) != 0))
		return true;
	if (!file_read(preferences->path, FILE_BYTES_MAX, &preferences->text, &preferences->size,
		       error))
		return false;
	if (take_all(preferences, error))
		return true;
	snprintf(error->file, sizeof(error->file), "%s", preferences->path);
	return false;
}

void preferences_set(struct preferences *preferences, enum preference which, int value)
{
	preferences->of[which].value = value;
	preferences->of[which].origin = BY_ARGUMENT;
}

/* --- printing --- */

static void print_origin(const struct preferences *preferences, enum preference which, FILE *out)
{
	const char *no_colour = getenv("NO_COLOR");

	switch (preferences->of[which].origin) {
	case BY_DEFAULT:
		fputs("# the default", out);
		break;
	case BY_FILE:
		fprintf(out, "# from %s:%d", preferences->path, preferences->of[which].line);
		break;
	case BY_ARGUMENT:
		fputs("# from the command line", out);
		break;
	}
	if (which == PREFERENCE_COLOR && preferences->of[which].value == 0 && no_colour &&
	    *no_colour)
		fputs("; NO_COLOR is set: no colours", out);
	fputs("\n", out);
}

void preferences_print(const struct preferences *preferences, FILE *out)
{
	char value[32];

	fprintf(out, "# Preferences of ragtop. It reads them from %s.\n",
		preferences->path[0] ? preferences->path : "nowhere: there is no HOME");
	for (int i = 0; i < PREFERENCE_COUNT; i++) {
		enum preference which = (enum preference)i;

		fprintf(out, "\n# %s%s%s\n", table[i].choices ? table[i].choices : "",
			table[i].choices ? ": " : "", table[i].help);
		print_origin(preferences, which, out);
		fprintf(out, "%s = %s\n", table[i].name,
			preference_text(which, preferences->of[i].value, value, sizeof(value)));
	}
	fprintf(out,
		"\n# Keys of your own, each a command line: key.! = set traffic.volume_qpm 3M\n"
		"# Free are %s\n",
		preference_free_keys);
	for (int i = 0; i < preferences->binding_count; i++)
		fprintf(out, "# from %s:%d\n%s%c = %s\n", preferences->path,
			preferences->bindings[i].line, key_prefix, preferences->bindings[i].key,
			preferences->bindings[i].command);
}

void preferences_apply(const struct preferences *preferences, struct dashboard_options *options)
{
	static const char *const themes[] = { "dark", "light", "terminal", "mono" };

	options->theme = themes[preferences->of[PREFERENCE_THEME].value];
	options->colour = (enum dashboard_colour)preferences->of[PREFERENCE_COLOR].value;
	options->charset = (enum dashboard_charset)preferences->of[PREFERENCE_CHARSET].value;
	options->mouse = preferences->of[PREFERENCE_MOUSE].value == PREFERENCE_ON;
	options->sync = preferences->of[PREFERENCE_SYNC].value == PREFERENCE_ON;
	options->still = preferences->of[PREFERENCE_MOTION].value == PREFERENCE_OFF;
	options->layout = preferences->of[PREFERENCE_LAYOUT].value;
	options->threads = preferences->of[PREFERENCE_THREADS].value;
}

/* --- writing --- */

static void make_folders(const char *path)
{
	char folder[PATH_MAX];

	snprintf(folder, sizeof(folder), "%s", path);
	for (char *slash = strchr(folder + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
		*slash = '\0';
		mkdir(folder, 0700); // what fails here fails again, with a cause, when saving
		*slash = '/';
	}
}

/* The file as it is now is kept; false when it is not as it was. */
static bool read_again(struct preferences *preferences, struct error *error)
{
	char *now = NULL;
	size_t size = 0;
	struct stat st;
	bool same;

	if (stat(preferences->path, &st) == 0 &&
	    !file_read(preferences->path, FILE_BYTES_MAX, &now, &size, error))
		return false;
	same = (now != NULL) == (preferences->text != NULL) && size == preferences->size &&
	       (size == 0 || memcmp(now, preferences->text, size) == 0);
	free(preferences->text);
	preferences->text = now;
	preferences->size = size;
	return same || error_set(error, "has changed since it was read; again writes it: \"%s\"",
				 preferences->path);
}

bool preferences_save(struct preferences *preferences, const char *name, const char *value,
		      struct error *error)
{
	char *text;

	if (preferences->path[0] == '\0')
		return error_set(error, "nowhere to write: there is no HOME");
	if (!read_again(preferences, error))
		return false;
	text = config_with(preferences->text ? preferences->text : "", preferences->size, name,
			   value);
	make_folders(preferences->path);
	if (!file_save(preferences->path, text, strlen(text), error)) {
		free(text);
		return false;
	}
	free(preferences->text);
	preferences->text = text;
	preferences->size = strlen(text);
	if (is_binding(name))
		bind(preferences, name[sizeof(key_prefix) - 1], value, 0);
	return true;
}
