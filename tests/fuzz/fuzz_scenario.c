// SPDX-License-Identifier: MIT
/*
 * Any bytes as a scenario file: refused with a place, or read; and what was read must come back the
 * same from what we write.
 */
#include <assert.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "io/scenario_io.h"
#include "io/scenario_same.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_round_trip(const struct scenario *scenario)
{
	static struct scenario back;
	struct error error;
	char *text;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	scenario_write(scenario, out);
	fclose(out);
	if (!scenario_parse(text, size, "", &back, &error))
		abort();
	assert(scenario_same(scenario, &back));
	free(text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct scenario scenario;
	struct error error;

	if (scenario_parse((const char *)data, size, "f", &scenario, &error)) {
		check_round_trip(&scenario);
	} else {
		assert(error.message[0] != '\0');
		assert(error.line >= 1 && error.column >= 1);
	}
	return 0;
}
