// SPDX-License-Identifier: MIT
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "cli/scenario_find.h"
#include "io/default_scenario.h"
#include "io/model.h"
#include "io/price_book.h"
#include "io/scenario_io.h"
#include "io/shipped.h"

void scenario_folder(int i, char path[PATH_MAX])
{
	const char *data = getenv("XDG_DATA_HOME"), *home = getenv("HOME");

	path[0] = '\0';
	if (i == 0)
		snprintf(path, PATH_MAX, "scenarios");
	else if (i == 1 && data && data[0] == '/')
		snprintf(path, PATH_MAX, "%s/ragtop/scenarios", data);
	else if (i == 1 && home && home[0] == '/')
		snprintf(path, PATH_MAX, "%s/.local/share/ragtop/scenarios", home);
	else if (i == 2)
		snprintf(path, PATH_MAX, "%s/scenarios", RAGTOP_DATADIR);
}

static bool exists(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 && !S_ISDIR(st.st_mode);
}

/* A name is a word without a folder; files may be called like that as well and come first. */
static bool find_by_name(const char *name, char *file_name)
{
	size_t length = strlen(name);

	if (exists(name) || strchr(name, '/') ||
	    (length > 5 && strcmp(name + length - 5, ".json") == 0))
		return false;
	for (int i = 0; i < SCENARIO_FOLDERS; i++) {
		char folder[PATH_MAX];

		scenario_folder(i, folder);
		if (folder[0] != '\0' &&
		    snprintf(file_name, PATH_MAX, "%s/%s.json", folder, name) < PATH_MAX &&
		    exists(file_name))
			return true;
	}
	return false;
}

bool scenario_is_named(const char *name)
{
	char file_name[PATH_MAX];
	size_t length = strlen(name);

	return strchr(name, '/') || (length > 5 && strcmp(name + length - 5, ".json") == 0) ||
	       strcmp(name, DEFAULT_SCENARIO) == 0 || find_by_name(name, file_name);
}

static bool load_default(struct scenario *scenario, char *file_name, struct error *error)
{
	file_name[0] = '\0';
	return scenario_parse(default_scenario_json, default_scenario_json_size,
			      DEFAULT_SCENARIO ".json", scenario, error);
}

static bool load(const char *name, struct scenario *scenario, char *file_name, struct error *error)
{
	if (!name)
		return load_default(scenario, file_name, error);
	if (!find_by_name(name, file_name)) {
		if (strcmp(name, DEFAULT_SCENARIO) == 0 && !exists(name))
			return load_default(scenario, file_name, error);
		file_name[0] = '\0';
		if (!exists(name) && shipped_scenario(name, scenario, error))
			return true;
		if (snprintf(file_name, PATH_MAX, "%s", name) >= PATH_MAX)
			return error_set(error, "name too long: \"%.60s\"", name);
		if (strcmp(name, "-") != 0 && !strpbrk(name, "/.") && !exists(name))
			return error_set(error, "no such file, scenario or command: \"%s\"", name);
	}
	return scenario_load(file_name, scenario, error);
}

static bool apply_set(const char *setting, struct scenario *scenario, struct error *error)
{
	const char *equals = strchr(setting, '=');
	char key[128];

	if (!equals || equals == setting)
		return error_set(error, "not KEY=VALUE: \"%s\"", setting);
	if (snprintf(key, sizeof(key), "%.*s", (int)(equals - setting), setting) >=
	    (int)sizeof(key))
		return error_set(error, "unknown key: \"%s\"", setting);
	return scenario_set(scenario, key, equals + 1, error);
}

static bool apply_until(const char *until, struct scenario *scenario, struct error *error)
{
	double horizon_days = scenario->horizon_days;

	if (!scenario_set_horizon(scenario, until, error))
		return false;
	if (scenario->horizon_days > horizon_days)
		return error_set(error, "after the end of the scenario, day %.10g: \"%s\"",
				 horizon_days, until);
	return true;
}

/* The trace comes first: what it says nobody else may set. */
static bool apply_sets(const struct options *options, const char *file_name,
		       struct scenario *scenario, struct error *error)
{
	static const char trace[] = "traffic.trace=";
	const size_t length = sizeof(trace) - 1;

	for (int i = 0; i < options->set_count; i++)
		if (strncmp(options->sets[i], trace, length) == 0 &&
		    !scenario_set_trace(scenario, file_name, options->sets[i] + length, error))
			return false;
	for (int i = 0; i < options->set_count; i++)
		if (strncmp(options->sets[i], trace, length) != 0 &&
		    !apply_set(options->sets[i], scenario, error))
			return false;
	return true;
}

static bool apply_price_book(const char *id, struct scenario *scenario, struct error *error)
{
	if (!id)
		return true;
	if (strcmp(id, "none") == 0)
		id = "";
	else if (!price_book_check(id, error))
		return false;
	scenario_price_book(scenario, id);
	return true;
}

static bool apply_model(const char *id, struct scenario *scenario, struct error *error)
{
	return !id ||
	       (model_check(id, error) && scenario_take_model(scenario, model_find(id), error));
}

static bool apply_options(const struct options *options, const char *file_name,
			  struct scenario *scenario, struct error *error)
{
	if (!apply_price_book(options->price_book, scenario, error) ||
	    !apply_model(options->model, scenario, error) ||
	    !apply_sets(options, file_name, scenario, error))
		return false;
	if (options->seed && !scenario_parse_seed(options->seed, &scenario->seed))
		return error_set(error, "not a whole number from 0 to 2^64 - 1: \"--seed\"");
	if (options->fidelity >= 0)
		scenario->fidelity = options->fidelity == FIDELITY_LEVELS ? FIDELITY_EXACT
									  : options->fidelity;
	return (!options->until || apply_until(options->until, scenario, error)) &&
	       timeline_check(scenario, error);
}

bool scenario_open(const struct options *options, struct scenario *scenario, char *file_name,
		   struct error *error)
{
	if (!load(options->scenario, scenario, file_name, error))
		return false;
	if (scenario->migrated[0] != '\0')
		fprintf(stderr, "ragtop: %s: \"%s\"\n", scenario->migrated, file_name);
	return apply_options(options, file_name, scenario, error);
}
