// SPDX-License-Identifier: MIT
#include <ctype.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/text.h"
#include "base/xalloc.h"
#include "cli/cli.h"
#include "cli/options.h"
#include "cli/output.h"
#include "cli/scenario_explain.h"
#include "cli/scenario_find.h"
#include "cli/wrap.h"
#include "io/default_scenario.h"
#include "io/json_write.h"
#include "io/names.h"
#include "io/scenario_io.h"

enum { NAME_WIDTH = 32, ID_WIDTH = 8, TEXT_SIZE = 128 };

struct listing {
	FILE *out;
	struct json_writer writer;
	const struct options *options;
	int listed;
	char near[NAME_SIZE]; /* what the last word may have meant */
	char **names;         /* listed so far: the first folder that has a name wins */
	size_t name_count;
};

static bool is_listed(const struct listing *listing, const char *name)
{
	for (size_t i = 0; i < listing->name_count; i++) {
		if (strcmp(listing->names[i], name) == 0)
			return true;
	}
	return false;
}

/* Is it in there as a whole word, in whatever case? */
static bool has_word(const char *text, const char *word)
{
	size_t length = strlen(word);

	for (const char *at = text; *at != '\0'; at++) {
		if (strncasecmp(at, word, length) == 0 &&
		    (at == text || !isalnum((unsigned char)at[-1])) &&
		    !isalnum((unsigned char)at[length]))
			return true;
	}
	return false;
}

static bool mentions(const char *name, const struct scenario *scenario, const char *word)
{
	const struct scenario_article *article = &scenario->article;
	const char *const texts[] = { name,          scenario->name,  scenario->summary,
				      article->id,   article->source, article->says,
				      article->shows };

	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		if (text_mentions(texts[i], word, strlen(word)))
			return true;
	}
	return false;
}

static bool recommends(const struct scenario *scenario, const char *key)
{
	for (int i = 0; i < scenario->article.recommend_count; i++) {
		if (strcmp(arch_key(scenario->article.recommends[i]), key) == 0)
			return true;
	}
	return false;
}

/* "D30" is also what D30.1 is one of. */
static bool has_id(const struct scenario *scenario, const char *id)
{
	size_t length = strlen(id);

	return length > 0 && strncasecmp(scenario->article.id, id, length) == 0 &&
	       (scenario->article.id[length] == '\0' || scenario->article.id[length] == '.');
}

static bool is_wanted(const struct options *options, const char *name,
		      const struct scenario *scenario)
{
	for (int i = 0; i < options->word_count; i++) {
		if (!mentions(name, scenario, options->words[i]))
			return false;
	}
	return (!options->source || has_word(scenario->article.source, options->source)) &&
	       (!options->recommends || recommends(scenario, options->recommends)) &&
	       (!options->id || has_id(scenario, options->id));
}

static void put_listed(FILE *out, const char *name, const struct scenario *scenario)
{
	char text[SCENARIO_NAME_SIZE + SCENARIO_SUMMARY_SIZE + 8], recommended[TEXT_SIZE];

	scenario_recommended(scenario, arch_label, recommended, sizeof(recommended));
	put_column(out, name, NAME_WIDTH);
	fputs("  ", out);
	put_column(out, scenario->article.id[0] != '\0' ? scenario->article.id : "-", ID_WIDTH);
	fprintf(out, "%s\n    ", recommended[0] != '\0' ? recommended : "-");
	snprintf(text, sizeof(text), "%s%s%s", scenario->name,
		 scenario->summary[0] != '\0' ? ": " : "", scenario->summary);
	put_wrapped(out, text, 4);
}

static void list(struct listing *listing, const char *name, const char *file,
		 const struct scenario *scenario)
{
	const struct options *options = listing->options;

	if (options->word_count > 0)
		name_suggest(options->words[options->word_count - 1], name, listing->near);
	if (!is_wanted(options, name, scenario))
		return;
	listing->listed++;
	if (options->json) {
		json_begin(&listing->writer, NULL, '{');
		scenario_head_json(&listing->writer, name, file, scenario);
		json_end(&listing->writer, '}');
	} else {
		put_listed(listing->out, name, scenario);
	}
}

/* A name on a terminal may not steer it; such a file is not listed. */
static bool is_plain(const char *name)
{
	for (; *name != '\0'; name++) {
		if ((unsigned char)*name <= 0x20 || (unsigned char)*name >= 0x7f)
			return false;
	}
	return true;
}

static void take_name(struct listing *listing, const char *name)
{
	listing->names = xrealloc_array(listing->names, listing->name_count + 1,
					sizeof(*listing->names));
	listing->names[listing->name_count++] = xstrdup(name);
}

static void list_file(struct listing *listing, const char *folder, const char *file_name)
{
	struct scenario *scenario;
	char file[PATH_MAX], name[256];
	struct error error;

	snprintf(name, sizeof(name), "%.*s", (int)strlen(file_name) - 5, file_name);
	if (is_listed(listing, name) || !is_plain(name) ||
	    snprintf(file, sizeof(file), "%s/%s", folder, file_name) >= (int)sizeof(file))
		return;
	/* also where it cannot be read: `run` would open this one, too */
	take_name(listing, name);
	scenario = xmalloc(sizeof(*scenario));
	if (scenario_load(file, scenario, &error))
		list(listing, name, file, scenario);
	else
		cli_fail(&error);
	free(scenario);
}

static int is_scenario(const struct dirent *entry)
{
	size_t length = strlen(entry->d_name);

	return length > 5 && strcmp(entry->d_name + length - 5, ".json") == 0;
}

static void list_folder(struct listing *listing, const char *folder)
{
	struct dirent **entries;
	int count = scandir(folder, &entries, is_scenario, alphasort);

	if (count < 0)
		return;
	for (int i = 0; i < count; i++) {
		list_file(listing, folder, entries[i]->d_name);
		free(entries[i]);
	}
	free(entries);
}

static void list_default(struct listing *listing)
{
	struct scenario *scenario;
	struct error error;

	if (is_listed(listing, DEFAULT_SCENARIO))
		return;
	scenario = xmalloc(sizeof(*scenario));
	if (scenario_parse(default_scenario_json, default_scenario_json_size, "", scenario, &error))
		list(listing, DEFAULT_SCENARIO, "", scenario);
	free(scenario);
}

static void list_all(struct listing *listing)
{
	char folder[PATH_MAX];

	if (listing->options->json)
		json_begin(&listing->writer, NULL, '[');
	for (int i = 0; i < SCENARIO_FOLDERS; i++) {
		scenario_folder(i, folder);
		if (folder[0] != '\0')
			list_folder(listing, folder);
	}
	list_default(listing);
	if (listing->options->json)
		json_end(&listing->writer, ']');
	for (size_t i = 0; i < listing->name_count; i++)
		free(listing->names[i]);
	free(listing->names);
}

/* Whoever finds nothing but what is built in should know where else to put files, or to stand. */
static void looked_in(char *text, size_t size)
{
	char folder[PATH_MAX], safe[PATH_MAX];

	snprintf(text, size, "none in");
	for (int i = 0; i < SCENARIO_FOLDERS; i++) {
		size_t used = strlen(text);

		scenario_folder(i, folder);
		text_sanitise(safe, sizeof(safe), folder);
		if (folder[0] != '\0')
			snprintf(text + used, size - used, "%s %s%s", i > 0 ? "," : "",
				 folder[0] == '/' ? "" : "./", safe);
	}
}

static void tell_where(const struct listing *listing)
{
	char text[SCENARIO_FOLDERS * PATH_MAX], paragraph[sizeof(text) + 32];

	if (listing->name_count > 0 || listing->listed == 0)
		return;
	looked_in(text, sizeof(text));
	snprintf(paragraph, sizeof(paragraph), "This one is built in; %s", text);
	if (listing->options->json) {
		fprintf(stderr, "ragtop: only the built-in scenario, %s\n", text);
	} else {
		fputs("\n", listing->out);
		put_wrapped(listing->out, paragraph, 0);
	}
}

/* As `models` and `params` have it: what is not there is wrong input. */
static bool nothing_fits(const struct listing *listing, struct error *error)
{
	const struct options *options = listing->options;
	const char *last = options->word_count > 0 ? options->words[options->word_count - 1] : NULL;
	char text[SCENARIO_FOLDERS * PATH_MAX] = "";

	if (last && listing->near[0] != '\0')
		return error_set(error, "no such scenario, did you mean \"%s\": \"%s\"",
				 listing->near, last);
	if (listing->name_count == 0)
		looked_in(text, sizeof(text));
	if (!last)
		return error_set(error, "no scenario is like that%s%.200s", text[0] ? ", " : "",
				 text);
	return error_set(error, "no scenario mentions it%s%.150s: \"%.60s\"", text[0] ? ", " : "",
			 text, last);
}

static bool is_arch(const char *key, struct error *error)
{
	char known[TEXT_SIZE] = "";

	for (unsigned int i = 0; i < ARCH_COUNT; i++) {
		size_t used = strlen(known);

		if (strcmp(arch_key((enum arch)i), key) == 0)
			return true;
		snprintf(known + used, sizeof(known) - used, "%s%s", used > 0 ? ", " : "",
			 arch_key((enum arch)i));
	}
	return error_set(error, "not one of %s: \"%s\"", known, key);
}

static int list_scenarios(const struct options *options)
{
	struct listing listing = { .options = options };
	struct output output;
	struct error error;

	if (options->recommends && !is_arch(options->recommends, &error))
		return cli_fail(&error);
	if (!output_open(&output, &error))
		return cli_fail(&error);
	listing.out = output.stream;
	json_writer_init(&listing.writer, output.stream);
	list_all(&listing);
	tell_where(&listing);
	if (!options->json)
		output_for_people(&output);
	if (listing.listed == 0) {
		output_drop(&output);
		nothing_fits(&listing, &error);
		return cli_fail(&error);
	}
	return output_close(&output, NULL, &error) ? EXIT_OK : cli_fail(&error);
}

static bool explain(const struct options *options, const char *name, struct error *error)
{
	struct options whole = *options;
	struct scenario *scenario = xmalloc(sizeof(*scenario));
	struct json_writer writer;
	struct output output;
	char file[PATH_MAX], safe_name[PATH_MAX], safe_file[PATH_MAX];
	bool ok;

	whole.scenario = name;
	ok = scenario_open(&whole, scenario, file, error) && output_open(&output, error);
	if (ok) {
		json_writer_init(&writer, output.stream);
		text_sanitise(safe_name, sizeof(safe_name), name);
		text_sanitise(safe_file, sizeof(safe_file), file);
		if (options->json)
			scenario_explain_json(&writer, safe_name, safe_file, scenario);
		else
			scenario_explain(output.stream, safe_name, safe_file, scenario);
		if (!options->json)
			output_for_people(&output);
		ok = output_close(&output, NULL, error);
	}
	free(scenario);
	return ok;
}

static const struct option filter_options[] = {
	{ "--source", "S0|S1|S2|S3|S4", "only those from this article", OPTION_TEXT,
	  offsetof(struct options, source), 0, 0 },
	{ "--recommends", "ARCHITECTURE", "only those for which the article recommends it",
	  OPTION_TEXT, offsetof(struct options, recommends), 0, 0 },
	{ "--id", "ID", "only the one of this number, as D04; D30 has five", OPTION_TEXT,
	  offsetof(struct options, id), 0, 0 },
	{ 0 },
};

static const struct usage usage = {
	.synopsis = "scenarios [OPTION]... [SCENARIO|WORD...]",
	.summary =
		"Lists the scenarios that can be named without a folder: those in ./scenarios,\n"
		"in $XDG_DATA_HOME/ragtop/scenarios, and those that ship with the program; with\n"
		"words those that mention all of them. Explains the one that is named: what it\n"
		"shows, what its source recommends, what is assumed in it, and what is expected\n"
		"of a run.",
	.takes_words = true,
	.tables = { listing_options, filter_options },
};

int command_scenarios(int argc, char **argv)
{
	struct options options;
	struct error error;
	int status;

	if (!options_take(&usage, argc, argv, &options, &status))
		return status;
	if (options.word_count == 1 && scenario_is_named(options.words[0]) && !options.source &&
	    !options.recommends && !options.id)
		return explain(&options, options.words[0], &error) ? EXIT_OK : cli_fail(&error);
	return list_scenarios(&options);
}
