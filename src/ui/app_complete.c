// SPDX-License-Identifier: MIT
/* Completion of the word at the end of a line: commands, names, themes, files. */
#include "ui/app.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "io/price_book.h"
#include "ui/preferences.h"
#include "ui/theme.h"

struct completion {
	const char *word; /* what was typed of it */
	size_t length;
	int count;
	char common[256]; /* what all candidates begin with */
	struct prompt *prompt;
	size_t used; /* of the message */
};

static void offer(struct completion *completion, const char *candidate, const char *suffix)
{
	struct prompt *prompt = completion->prompt;
	size_t same = 0, size = sizeof(prompt->message);

	if (strncmp(candidate, completion->word, completion->length) != 0)
		return;
	if (completion->count++ == 0) {
		snprintf(completion->common, sizeof(completion->common), "%s", candidate);
	} else {
		while (candidate[same] && candidate[same] == completion->common[same])
			same++;
		completion->common[same] = '\0';
	}
	if (completion->used < size)
		completion->used += (size_t)snprintf(
			prompt->message + completion->used, size - completion->used, "%s%s%s",
			completion->used ? "  " : "", candidate, suffix);
}

static void offer_commands(struct completion *completion)
{
	const char *name, *arguments;
	char suffix[32];

	for (int i = 0; (name = app_command_name(i, &arguments)); i++) {
		snprintf(suffix, sizeof(suffix), "%s%s", arguments[0] ? " " : "", arguments);
		offer(completion, name, suffix);
	}
}

static void offer_settings(struct completion *completion)
{
	char full[96];

	for (int i = 0; i < PARAM_COUNT; i++) {
		param_full_name((enum param_id)i, full, sizeof(full));
		offer(completion, full, "");
	}
	for (int t = 0; t < TARGET_COUNT; t++) {
		snprintf(full, sizeof(full), "targets.%s", target_key((enum target)t));
		offer(completion, full, "");
	}
}

static int count_words(const char *text)
{
	int words = 0;

	for (text += strspn(text, " "); *text; text += strspn(text, " ")) {
		words++;
		text += strcspn(text, " ");
	}
	return words;
}

static void offer_prices(struct completion *completion)
{
	for (int i = 0; i < price_book_count(); i++)
		offer(completion, price_book_at(i)->id, "");
	offer(completion, "none", "");
}

static void offer_themes(struct completion *completion)
{
	for (int theme = 0; theme < THEME_COUNT; theme++)
		offer(completion, theme_name((enum theme)theme), "");
}

static void offer_preferences(struct completion *completion)
{
	for (int i = 0; i < PREFERENCE_COUNT; i++)
		offer(completion, preference_name((enum preference)i), "");
}

static void offer_layouts(struct completion *completion)
{
	char word[32];

	for (int i = 0; i <= SCREEN_TALK; i++)
		offer(completion, preference_text(PREFERENCE_LAYOUT, i, word, sizeof(word)), "");
}

static int is_visible(const struct dirent *entry)
{
	return entry->d_name[0] != '.';
}

/* Files of a folder, each with `prefix` before it. */
static void offer_folder(struct completion *completion, const char *folder, const char *prefix)
{
	struct dirent **entries;
	int n = scandir(folder, &entries, is_visible, alphasort);

	for (int i = 0; i < n; i++) {
		char candidate[512];
		snprintf(candidate, sizeof(candidate), "%s%s%s", prefix, entries[i]->d_name,
			 entries[i]->d_type == DT_DIR ? "/" : "");
		offer(completion, candidate, "");
		free(entries[i]);
	}
	if (n >= 0)
		free(entries);
}

static void offer_files(struct completion *completion)
{
	const char *slash = strrchr(completion->word, '/');
	char prefix[256];

	snprintf(prefix, sizeof(prefix), "%.*s", slash ? (int)(slash - completion->word) + 1 : 0,
		 completion->word);
	offer_folder(completion, slash ? prefix : ".", prefix);
}

static void offer_scenarios(const struct app *app, struct completion *completion)
{
	offer_files(completion);
	for (int i = 0; app->folders && app->folders[i]; i++)
		offer_folder(completion, app->folders[i], "");
}

/* Behind the day of an entry, and of its parameter or architectures. */
static void offer_entry(const char *line, struct completion *completion)
{
	static const char *const kinds[] = { "set", "switch", "change", "note" };
	char before[96];
	int words;

	snprintf(before, sizeof(before), "%.*s", (int)(completion->word - line), line);
	words = count_words(before);
	for (int i = 0; words == 2 && i < 4; i++)
		offer(completion, kinds[i], "");
	if (words == 3 && strstr(before, " set "))
		offer_settings(completion);
	for (unsigned int i = 0;
	     words >= 3 && words <= 4 && strstr(before, " switch ") && i < ARCH_COUNT; i++)
		offer(completion, arch_key((enum arch)i), "");
}

/* Is the word the one behind this command? */
static bool follows(const char *line, const char *word, const char *command)
{
	size_t length = strlen(command);

	line += strspn(line, " ");
	return strncmp(line, command, length) == 0 && line[length] == ' ' &&
	       line + length + strspn(line + length, " ") == word;
}

static void offer_for_command(const struct app *app, const char *line,
			      struct completion *completion)
{
	if (line + strspn(line, " ") == completion->word)
		offer_commands(completion);
	else if (strncmp(line + strspn(line, " "), "at ", 3) == 0)
		offer_entry(line, completion);
	else if (follows(line, completion->word, "set"))
		offer_settings(completion);
	else if (follows(line, completion->word, "map x") ||
		 follows(line, completion->word, "map y"))
		offer_settings(completion);
	else if (follows(line, completion->word, "theme"))
		offer_themes(completion);
	else if (follows(line, completion->word, "layout"))
		offer_layouts(completion);
	else if (follows(line, completion->word, "set-default"))
		offer_preferences(completion);
	else if (follows(line, completion->word, "prices"))
		offer_prices(completion);
	else if (follows(line, completion->word, "o"))
		offer_scenarios(app, completion);
	else if (follows(line, completion->word, "w") ||
		 follows(line, completion->word, "record") ||
		 follows(line, completion->word, "moves"))
		offer_files(completion);
}

/* A word that is whole gets a blank, a folder the next word of its own. */
static void insert_common(struct prompt *prompt, const struct completion *completion, bool blank)
{
	size_t start = (size_t)(completion->word - prompt->text);
	size_t length = strlen(completion->common);
	bool whole = completion->count == 1 && completion->common[length - 1] != '/';

	if (start + length + 2 > sizeof(prompt->text))
		return;
	snprintf(prompt->text + start, sizeof(prompt->text) - start, "%s%s", completion->common,
		 whole && blank ? " " : "");
	prompt->cursor = (int)strlen(prompt->text);
	if (completion->count == 1)
		prompt->message[0] = '\0';
}

void app_complete(struct app *app)
{
	struct prompt *prompt = &app->ui.prompt;
	bool command = prompt->kind == PROMPT_COMMAND;
	const char *blank = strrchr(prompt->text, ' ');
	struct completion completion = { .prompt = prompt };

	completion.word = command && blank ? blank + 1 : prompt->text;
	completion.length = strlen(completion.word);
	prompt->message[0] = '\0';
	if (command)
		offer_for_command(app, prompt->text, &completion);
	else
		offer_files(&completion);
	if (completion.count > 0)
		insert_common(prompt, &completion, command);
}
