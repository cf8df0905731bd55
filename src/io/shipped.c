// SPDX-License-Identifier: MIT
#include "io/shipped.h"

#include <stdio.h>
#include <string.h>

#include "io/scenario_io.h"
#include "io/shipped_files.h"

bool shipped_scenario(const char *name, struct scenario *scenario, struct error *error)
{
	char path[SCENARIO_NAME_SIZE];

	snprintf(path, sizeof(path), "scenarios/%s.json", name);
	for (size_t i = 0; i < shipped_files_count; i++) {
		const struct embedded_file *file = &shipped_files[i];

		if (strcmp(file->name, path) == 0)
			return scenario_parse(file->text, file->size, file->name, scenario, error);
	}
	return error_set(error, "no such scenario: \"%s\"", name);
}

const char *shipped_name(size_t i, char name[SCENARIO_NAME_SIZE])
{
	static const char folder[] = "scenarios/", ending[] = ".json";
	int length;

	if (i >= shipped_files_count)
		return NULL;
	length = (int)(strlen(shipped_files[i].name) - strlen(folder) - strlen(ending));
	snprintf(name, SCENARIO_NAME_SIZE, "%.*s", length, shipped_files[i].name + strlen(folder));
	return name;
}
