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
