// SPDX-License-Identifier: MIT
#include "cli/cli.h"
#include "cli/options.h"
#include "cli/output.h"
#include "io/schema.h"

static const struct usage usage = {
	.synopsis = "schema",
	.summary = "Writes the JSON Schema (draft 2020-12) of scenario files, by which editors\n"
		   "complete and check them: `ragtop schema >scenario.schema.json`, and in a file\n"
		   "beside it \"$schema\": \"scenario.schema.json\".",
};

int command_schema(int argc, char **argv)
{
	struct options options;
	struct output output;
	struct error error;
	int status;

	if (!options_take(&usage, argc, argv, &options, &status))
		return status;
	if (!output_open(&output, &error))
		return cli_fail(&error);
	schema_write(output.stream);
	return output_close(&output, NULL, &error) ? EXIT_OK : cli_fail(&error);
}
