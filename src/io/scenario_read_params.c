// SPDX-License-Identifier: MIT
/* The parts of a scenario file that speak of parameters and figures by name. */
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include <ragtop/result.h>
#include "base/format.h"
#include "io/json_doc.h"
#include "io/names.h"
#include "io/price_book.h"
#include "io/scenario_reader.h"

static bool read_group_key(struct reader *reader, struct json_value member, enum param_group *group)
{
	char near[NAME_SIZE] = "";

	for (unsigned int i = 0; i < GROUP_COUNT; i++) {
		*group = (enum param_group)i;
		if (strcmp(param_group_name(*group), member.item->string) == 0)
			return true;
		name_suggest(member.item->string, param_group_name(*group), near);
	}
	return unknown_key(reader, member, member.item->string, near);
}

static bool find_param(struct reader *reader, struct json_value member, const char *full,
		       enum param_id *id)
{
	char near[NAME_SIZE];

	return param_find(full, id, near, sizeof(near)) || unknown_key(reader, member, full, near);
}

bool read_param_key(struct reader *reader, struct json_value member, enum param_id *id)
{
	return find_param(reader, member, member.item->string, id);
}

/* The value as the parameter's kind has it in JSON; ranges come later. */
static bool read_param_kind(const cJSON *item, enum param_id id, double *out, struct error *error)
{
	const char *wanted = "a number";
	char name[NAME_SIZE];

	param_full_name(id, name, sizeof(name));
	if (cJSON_IsNull(item)) {
		*out = PARAM_NULL;
		return true;
	}
	switch (param_table[id].kind) {
	case PARAM_NUMBER:
	case PARAM_INTEGER:
		if (cJSON_IsNumber(item)) {
			*out = item->valuedouble;
			return true;
		}
		break;
	case PARAM_FLAG:
		if (cJSON_IsBool(item)) {
			*out = cJSON_IsTrue(item);
			return true;
		}
		wanted = "true or false";
		break;
	case PARAM_CHOICE:
		if (cJSON_IsString(item))
			return choice_find(id, item->valuestring, out, error);
		wanted = "a string";
		break;
	}
	return error_set(error, "not %s: \"%s\"", wanted, name);
}

bool read_param(struct reader *reader, struct json_value value, enum param_id id, double *out)
{
	struct error error;
	double read;

	if (!read_param_kind(value.item, id, &read, &error) || !param_check(id, read, &error))
		return json_error(value, reader->error, "%s", error.message);
	*out = read;
	return true;
}

static bool read_group(struct reader *reader, struct json_value object, enum param_group group)
{
	struct json_value member;

	if (!expect_object(reader, object))
		return false;
	for (bool more = json_first(object, &member); more; more = json_next(&member)) {
		char full[NAME_SIZE];
		enum param_id id;
		double value;

		if (group == GROUP_traffic && strcmp(member.item->string, "trace") == 0) {
			reader->trace = member;
			continue;
		}
		snprintf(full, sizeof(full), "%s.%s", param_group_name(group), member.item->string);
		if (!find_param(reader, member, full, &id) ||
		    !read_param(reader, member, id, &value))
			return false;
		params_set(&reader->scenario->params, id, value);
		reader->scenario->own[id] = true;
		reader->set[id] = member;
	}
	return true;
}

bool read_params(struct reader *reader, struct json_value value)
{
	struct json_value member;
	enum param_group group;

	if (!expect_object(reader, value))
		return false;
	for (bool more = json_first(value, &member); more; more = json_next(&member)) {
		if (!read_group_key(reader, member, &group) || !read_group(reader, member, group))
			return false;
	}
	return read_trace(reader);
}

static bool is_date(const char *text)
{
	static const char form[] = "dddd-dd-dd";

	if (strlen(text) != strlen(form))
		return false;
	for (size_t i = 0; form[i] != '\0'; i++) {
		if (form[i] == 'd' ? text[i] < '0' || text[i] > '9' : text[i] != '-')
			return false;
	}
	return true;
}

static bool read_source_kind(struct json_value value, enum provenance *kind, struct error *error)
{
	static const enum provenance kinds[] = { PROVENANCE_MEASURED, PROVENANCE_PUBLISHED,
						 PROVENANCE_ASSUMED };

	for (size_t i = 0; cJSON_IsString(value.item) && i < sizeof(kinds) / sizeof(kinds[0]);
	     i++) {
		if (strcmp(value.item->valuestring, provenance_name(kinds[i])) == 0) {
			*kind = kinds[i];
			return true;
		}
	}
	return json_error(value, error, "not one of measured, published, assumed: \"kind\"");
}

bool read_date(struct reader *reader, struct json_value value, char date[16])
{
	if (!read_text(reader, value, date, 16))
		return false;
	return is_date(date) || json_error(value, reader->error, "not YYYY-MM-DD: \"date\"");
}

bool read_source_member(struct reader *reader, struct json_value member, struct param_note *note)
{
	static const char *const keys[] = { "kind", "note", "date" };
	char near[NAME_SIZE] = "";

	if (strcmp(member.item->string, "kind") == 0) {
		note->present = true;
		return read_source_kind(member, &note->kind, reader->error);
	}
	if (strcmp(member.item->string, "note") == 0)
		return read_text(reader, member, note->note, sizeof(note->note));
	if (strcmp(member.item->string, "date") == 0)
		return read_date(reader, member, note->date);
	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++)
		name_suggest(member.item->string, keys[i], near);
	return unknown_key(reader, member, member.item->string, near);
}

bool read_source(struct reader *reader, struct json_value value, struct param_note *note)
{
	struct json_value member;

	if (!expect_object(reader, value))
		return false;
	for (bool more = json_first(value, &member); more; more = json_next(&member)) {
		if (!read_source_member(reader, member, note))
			return false;
	}
	return note->present || json_error(value, reader->error, "missing key: \"kind\"");
}

/* "book" says that the value is that of the scenario's price book. It is where it still is: a book
 * of another version may have another value, and then the file's stands. */
static bool read_book_source(struct reader *reader, struct json_value value, enum param_id id)
{
	struct scenario *scenario = reader->scenario;
	bool own = scenario->own[id];
	struct param_note *note = &scenario->notes[id];

	if (!cJSON_IsString(value.item) || value.item->valuestring[0] == '\0' ||
	    strcasecmp(value.item->valuestring, scenario->price_book) != 0)
		return json_error(value, reader->error, "not the scenario's price book: \"book\"");
	scenario->own[id] = false;
	if (scenario_from_book(scenario, id))
		*note = (struct param_note){ 0 };
	else
		scenario->own[id] = own;
	return true;
}

static bool read_param_source(struct reader *reader, struct json_value value, enum param_id id)
{
	struct param_note *note = &reader->scenario->notes[id];
	struct json_value member, book = { 0 };

	if (!expect_object(reader, value))
		return false;
	for (bool more = json_first(value, &member); more; more = json_next(&member)) {
		if (strcmp(member.item->string, "book") == 0)
			book = member;
		else if (!read_source_member(reader, member, note))
			return false;
	}
	if (!note->present)
		return json_error(value, reader->error, "missing key: \"kind\"");
	return !book.item || read_book_source(reader, book, id);
}

bool read_sources(struct reader *reader, struct json_value value)
{
	struct json_value member;
	enum param_id id;

	if (!expect_object(reader, value))
		return false;
	for (bool more = json_first(value, &member); more; more = json_next(&member)) {
		if (!read_param_key(reader, member, &id) || !read_param_source(reader, member, id))
			return false;
	}
	return true;
}

static bool read_expect_digest(struct reader *reader, struct json_value value)
{
	const char *text = value.item->valuestring;

	if (!cJSON_IsString(value.item) || strlen(text) != 16 ||
	    strspn(text, "0123456789abcdef") != 16)
		return json_error(value, reader->error,
				  "not 16 hexadecimal digits in lower case: \"digest\"");
	strcpy(reader->scenario->expect_digest, text);
	return true;
}

/* An architecture that runs; "nobody", where that may be, is that none meets the targets. */
static bool read_expected_arch(struct reader *reader, struct json_value value, bool may_be_nobody,
			       struct expected_arch *expected)
{
	const struct scenario *scenario = reader->scenario;

	expected->present = true;
	expected->nobody = may_be_nobody && cJSON_IsString(value.item) &&
			   strcmp(value.item->valuestring, "nobody") == 0;
	if (expected->nobody)
		return true;
	if (!read_arch(reader, value, &expected->arch))
		return false;
	return scenario_compares(scenario, expected->arch) ||
	       json_error(value, reader->error, "is not among the architectures: \"%s\"",
			  value.item->valuestring);
}

static bool unknown_figure(struct reader *reader, struct json_value member)
{
	char near[NAME_SIZE] = "", path[NAME_SIZE];

	name_suggest(member.item->string, "digest", near);
	name_suggest(member.item->string, "verdict.best", near);
	name_suggest(member.item->string, "verdict.cheapest", near);
	for (unsigned int arch = 0; arch < ARCH_COUNT; arch++) {
		for (int i = 0; i < figure_count; i++) {
			snprintf(path, sizeof(path), "%s.%s", arch_key((enum arch)arch),
				 figure_table[i].path);
			name_suggest(member.item->string, path, near);
		}
	}
	return unknown_key(reader, member, member.item->string, near);
}

static bool read_interval(struct reader *reader, struct json_value value,
			  struct expectation *expectation)
{
	struct json_value lo, hi;

	if (!expect_array(reader, value))
		return false;
	if (cJSON_GetArraySize(value.item) != 2 || !json_first(value, &lo))
		return json_error(value, reader->error, "not two numbers, low and high: \"%s\"",
				  value.item->string);
	hi = lo;
	json_next(&hi);
	if (!read_number(reader, lo, -1e300, 1e300, &expectation->lo) ||
	    !read_number(reader, hi, -1e300, 1e300, &expectation->hi))
		return false;
	return expectation->lo <= expectation->hi ||
	       json_error(value, reader->error, "low above high: \"%s\"", value.item->string);
}

static bool read_expectation(struct reader *reader, struct json_value member)
{
	struct scenario *scenario = reader->scenario;
	struct expectation *expectation = &scenario->expect[scenario->expect_count];
	const struct figure *figure;
	enum arch arch;

	if (!figure_find(member.item->string, &arch, &figure))
		return unknown_figure(reader, member);
	if (scenario->expect_count == SCENARIO_EXPECT_MAX)
		return json_key_error(member, reader->error, "more than %d figures: \"expect\"",
				      SCENARIO_EXPECT_MAX);
	snprintf(expectation->figure, sizeof(expectation->figure), "%s", member.item->string);
	if (!read_interval(reader, member, expectation))
		return false;
	scenario->expect_count++;
	return true;
}

static bool read_expect_member(struct reader *reader, struct json_value member)
{
	struct scenario *scenario = reader->scenario;

	if (strcmp(member.item->string, "digest") == 0)
		return read_expect_digest(reader, member);
	if (strcmp(member.item->string, "verdict.best") == 0)
		return read_expected_arch(reader, member, true, &scenario->expect_best);
	if (strcmp(member.item->string, "verdict.cheapest") == 0)
		return read_expected_arch(reader, member, false, &scenario->expect_cheapest);
	return read_expectation(reader, member);
}

bool read_expect(struct reader *reader, struct json_value value)
{
	struct json_value member;

	if (!expect_object(reader, value))
		return false;
	for (bool more = json_first(value, &member); more; more = json_next(&member)) {
		if (!read_expect_member(reader, member))
			return false;
	}
	return true;
}
