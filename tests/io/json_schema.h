// SPDX-License-Identifier: MIT
/*
 * Tests: as much of JSON Schema (draft 2020-12) as the schema of scenario files uses. A keyword
 * that is not known here fails the test: nothing may pass because nobody looked.
 */
#ifndef RAGTOP_TESTS_IO_JSON_SCHEMA_H
#define RAGTOP_TESTS_IO_JSON_SCHEMA_H

#include <stdbool.h>

#include <cjson/cJSON.h>

/* Is the value valid? If not and `keyword` is not NULL, it gets the name of the one that refused.
 */
bool json_schema_accepts(const cJSON *document, const cJSON *value, const char **keyword);

#endif
