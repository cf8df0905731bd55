// SPDX-License-Identifier: MIT
#include "cli/breakeven_ask.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/format.h"
#include "io/names.h"

bool ask_param(const char *name, enum param_id *id, struct error *error)
{
	char near[NAME_SIZE];

	if (param_find(name, id, near, sizeof(near)))
		return true;
	if (near[0] != '\0')
		return error_set(error, "unknown parameter, did you mean \"%s\": \"%s\"", near,
				 name);
	return error_set(error, "unknown parameter: \"%s\"", name);
}

bool ask_end(const char *text, enum param_id param, const char *option, double *value,
	     struct error *error)
{
	struct error inner;

	*value = NAN;
	if (!text || parse_quantity(text, param_table[param].unit, NAN, value, &inner))
		return true;
	return error_set(error, "%s: \"%s\"", inner.message, option);
}

static void take_arch(struct scenario *scenario, enum arch arch)
{
	if (scenario_compares(scenario, arch))
		return;
	scenario->archs[scenario->arch_count++] = arch;
}

static bool parse_arch(const char *text, size_t length, enum arch *arch, struct error *error)
{
	char key[NAME_SIZE];

	snprintf(key, sizeof(key), "%.*s", (int)length, text);
	return arch_from_key(key, arch) ||
	       error_set(error, "unknown architecture, \"%s\": \"--between\"", key);
}

bool ask_between(const char *text, struct scenario *scenario, enum arch *a, enum arch *b,
		 struct error *error)
{
	const char *comma = strchr(text, ',');

	if (!comma)
		return error_set(error, "not A,B: \"--between\"");
	if (!parse_arch(text, (size_t)(comma - text), a, error) ||
	    !parse_arch(comma + 1, strlen(comma + 1), b, error))
		return false;
	if (*a == *b)
		return error_set(error, "twice the same architecture: \"--between\"");
	take_arch(scenario, *a);
	take_arch(scenario, *b);
	return true;
}

bool ask_no_map(const struct options *options, struct error *error)
{
	if (options->y_from || options->y_to)
		return error_set(error, "only with --map: \"%s\"",
				 options->y_from ? "--y-from" : "--y-to");
	if (options->size)
		return error_set(error, "only with --map: \"--cells\"");
	if (options->any)
		return error_set(error, "only with --map: \"--any\"");
	if (options->format == FORMAT_CSV || options->format == FORMAT_SVG)
		return error_set(error, "csv and svg only with --map: \"--format\"");
	return true;
}
