// SPDX-License-Identifier: MIT
#include "cli/answer.h"

#include <stdlib.h>

#include "base/xalloc.h"
#include "cli/cli.h"

int answer_command(const struct usage *usage, int argc, char **argv, answer_function *answer)
{
	struct scenario *scenario;
	struct result *result;
	struct options options;
	struct error error;
	int status;

	if (!options_take(usage, argc, argv, &options, &status))
		return status;
	scenario = xmalloc(sizeof(*scenario));
	result = xcalloc(1, sizeof(*result));
	status = answer(&options, scenario, result, &error) ? EXIT_OK : cli_fail(&error);
	free(scenario);
	free(result);
	return status;
}
