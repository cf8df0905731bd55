// SPDX-License-Identifier: MIT
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"
#include "cli/cli.h"
#include "cli/options.h"
#include "cli/output.h"
#include "cli/scenario_find.h"
#include "io/default_scenario.h"
#include "io/json_write.h"
#include "io/scenario_io.h"

struct listing {
	FILE *out;
	struct json_writer writer;
	bool json;
	char **names; /* listed so far: the first folder that has a name wins */
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

static void list(struct listing *listing, const char *name, const char *file,
		 const struct scenario *scenario)
{
	listing->names = xrealloc_array(listing->names, listing->name_count + 1,
					sizeof(*listing->names));
	listing->names[listing->name_count++] = xstrdup(name);
	if (listing->json) {
		json_begin(&listing->writer, NULL, '{');
		json_put_string(&listing->writer, "scenario", name);
		json_put_string(&listing->writer, "name", scenario->name);
		json_put_string(&listing->writer, "summary", scenario->summary);
		if (file)
			json_put_string(&listing->writer, "file", file);
		json_end(&listing->writer, '}');
	} else {
		fprintf(listing->out, "%-24s  %s\n", name, scenario->name);
		if (scenario->summary[0] != '\0')
			fprintf(listing->out, "%-24s  %s\n", "", scenario->summary);
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

static void list_file(struct listing *listing, const char *folder, const char *file_name)
{
	struct scenario *scenario;
	char file[PATH_MAX], name[256];
	struct error error;

	snprintf(name, sizeof(name), "%.*s", (int)strlen(file_name) - 5, file_name);
	if (is_listed(listing, name) || !is_plain(name) ||
	    snprintf(file, sizeof(file), "%s/%s", folder, file_name) >= (int)sizeof(file))
		return;
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
		list(listing, DEFAULT_SCENARIO, NULL, scenario);
	free(scenario);
}

static void list_all(struct listing *listing)
{
	char folder[PATH_MAX];

	if (listing->json)
		json_begin(&listing->writer, NULL, '[');
	for (int i = 0; i < SCENARIO_FOLDERS; i++) {
		scenario_folder(i, folder);
		if (folder[0] != '\0')
			list_folder(listing, folder);
	}
	list_default(listing);
	if (listing->json)
		json_end(&listing->writer, ']');
	for (size_t i = 0; i < listing->name_count; i++)
		free(listing->names[i]);
	free(listing->names);
}

static const struct usage usage = {
	.synopsis = "scenarios [--json]",
	.summary =
		"Lists the scenarios that can be named without a folder: those in ./scenarios, in\n"
		"$XDG_DATA_HOME/ragtop/scenarios, and those that ship with the program.",
	.tables = { listing_options },
};

int command_scenarios(int argc, char **argv)
{
	struct options options;
	struct output output;
	struct error error;

	if (!options_parse(&usage, argc, argv, &options, &error))
		return cli_fail(&error);
	if (options.help) {
		options_help(&usage, stdout);
		return EXIT_OK;
	}
	if (!output_open(&output, &error))
		return cli_fail(&error);
	struct listing listing = { .out = output.stream, .json = options.json };
	json_writer_init(&listing.writer, output.stream);
	list_all(&listing);
	return output_close(&output, NULL, &error) ? EXIT_OK : cli_fail(&error);
}
