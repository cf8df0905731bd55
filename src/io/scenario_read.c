// SPDX-License-Identifier: MIT
#include <assert.h>
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "base/xalloc.h"
#include "io/file.h"
#include "io/json_doc.h"
#include "io/names.h"
#include "io/price_book.h"
#include "io/scenario_io.h"
#include "io/scenario_reader.h"

bool unknown_key(struct reader *reader, struct json_value member, const char *full,
		 const char *near)
{
	if (near[0] != '\0')
		return json_key_error(member, reader->error,
				      "unknown key, did you mean \"%s\": \"%s\"", near, full);
	return json_key_error(member, reader->error, "unknown key: \"%s\"", full);
}

/* What a value is called in messages. */
static const char *name_of(struct json_value value)
{
	if (value.item->string)
		return value.item->string;
	return value.node == 0 ? "scenario" : "element";
}

bool expect_object(struct reader *reader, struct json_value value)
{
	return cJSON_IsObject(value.item) ||
	       json_error(value, reader->error, "not an object: \"%s\"", name_of(value));
}

bool expect_array(struct reader *reader, struct json_value value)
{
	return cJSON_IsArray(value.item) ||
	       json_error(value, reader->error, "not an array: \"%s\"", name_of(value));
}

static bool read_field_unknown(struct reader *reader, struct json_value member,
			       const struct json_field *fields, size_t count)
{
	char near[NAME_SIZE] = "";

	for (size_t i = 0; i < count; i++)
		name_suggest(member.item->string, fields[i].key, near);
	return unknown_key(reader, member, member.item->string, near);
}

enum { FIELDS_MAX = 32 };

bool read_fields(struct reader *reader, struct json_value object, const struct json_field *fields,
		 size_t count)
{
	struct json_value found[FIELDS_MAX], member;

	assert(count <= sizeof(found) / sizeof(found[0]));
	memset(found, 0, sizeof(found));
	if (!expect_object(reader, object))
		return false;
	for (bool more = json_first(object, &member); more; more = json_next(&member)) {
		size_t i = 0;

		while (i < count && strcmp(fields[i].key, member.item->string) != 0)
			i++;
		if (i == count)
			return read_field_unknown(reader, member, fields, count);
		found[i] = member;
	}
	for (size_t i = 0; i < count; i++) {
		if (found[i].item && !fields[i].read(reader, found[i]))
			return false;
		if (!found[i].item && fields[i].required)
			return json_error(object, reader->error, "missing key: \"%s\"",
					  fields[i].key);
	}
	return true;
}

bool read_number(struct reader *reader, struct json_value value, double lo, double hi, double *out)
{
	struct error error;

	if (!cJSON_IsNumber(value.item))
		return json_error(value, reader->error, "not a number: \"%s\"", name_of(value));
	if (!range_check(name_of(value), value.item->valuedouble, lo, hi, &error))
		return json_error(value, reader->error, "%s", error.message);
	*out = value.item->valuedouble;
	return true;
}

static bool expect_string(struct reader *reader, struct json_value value)
{
	return cJSON_IsString(value.item) ||
	       json_error(value, reader->error, "not a string: \"%s\"", name_of(value));
}

bool read_text(struct reader *reader, struct json_value value, char *out, size_t size)
{
	size_t room;
	char *safe;
	bool fits;

	if (!expect_string(reader, value))
		return false;
	/* A byte grows to three when it is replaced. */
	room = 3 * strlen(value.item->valuestring) + 1;
	safe = xmalloc(room);
	text_sanitise(safe, room, value.item->valuestring);
	fits = strlen(safe) < size;
	if (fits)
		strcpy(out, safe);
	free(safe);
	if (!fits)
		return json_error(value, reader->error, "longer than %zu bytes: \"%s\"", size - 1,
				  value.item->string);
	return true;
}

static bool read_schema(struct reader *reader, struct json_value value)
{
	return read_text(reader, value, reader->scenario->schema, SCENARIO_SCHEMA_SIZE);
}

/* What the migration has let pass. */
static bool read_version(struct reader *reader, struct json_value value)
{
	(void)reader, (void)value;
	return true;
}

static bool read_engine(struct reader *reader, struct json_value value)
{
	char *engine = reader->scenario->engine;

	if (!read_text(reader, value, engine, SCENARIO_ENGINE_SIZE))
		return false;
	reader->saved = true;
	reader->foreign = strcmp(engine, RAGTOP_VERSION) != 0;
	return true;
}

static bool read_name(struct reader *reader, struct json_value value)
{
	if (!read_text(reader, value, reader->scenario->name, SCENARIO_NAME_SIZE))
		return false;
	if (reader->scenario->name[0] == '\0')
		return json_error(value, reader->error, "empty: \"name\"");
	return true;
}

static bool read_summary(struct reader *reader, struct json_value value)
{
	return read_text(reader, value, reader->scenario->summary, SCENARIO_SUMMARY_SIZE);
}

bool scenario_parse_seed(const char *text, uint64_t *seed)
{
	unsigned long long parsed;

	if (text[0] == '\0' || strspn(text, "0123456789") != strlen(text))
		return false;
	errno = 0;
	parsed = strtoull(text, NULL, 10);
	if (errno != 0)
		return false;
	*seed = parsed;
	return true;
}

static bool read_seed(struct reader *reader, struct json_value value)
{
	double number = value.item->valuedouble;

	if (cJSON_IsString(value.item) &&
	    scenario_parse_seed(value.item->valuestring, &reader->scenario->seed))
		return true;
	if (cJSON_IsNumber(value.item) && number >= 0 && number <= 0x1p53 &&
	    number == floor(number)) {
		reader->scenario->seed = (uint64_t)number;
		return true;
	}
	return json_error(value, reader->error,
			  "not a whole number from 0 to 2^53, or up to 2^64 - 1 as a string of "
			  "digits: \"seed\"");
}

static bool read_horizon(struct reader *reader, struct json_value value)
{
	double days;

	if (!read_number(reader, value, 0, 3600, &days))
		return false;
	if (!(days > 0))
		return json_error(value, reader->error,
				  "out of range, above 0 to 3600 is legal: \"horizon_days\"");
	reader->scenario->horizon_days = days;
	reader->has_horizon = true;
	return true;
}

static bool unknown_architecture(struct json_value value, struct error *error)
{
	char known[NAME_SIZE] = "";

	for (unsigned int i = 0; i < ARCH_COUNT; i++) {
		size_t used = strlen(known);

		snprintf(known + used, sizeof(known) - used, "%s%s", used > 0 ? ", " : "",
			 arch_key((enum arch)i));
	}
	return json_error(value, error, "not one of %s: \"%s\"", known, value.item->valuestring);
}

bool read_arch(struct reader *reader, struct json_value value, enum arch *arch)
{
	return expect_string(reader, value) && (arch_from_key(value.item->valuestring, arch) ||
						unknown_architecture(value, reader->error));
}

static bool read_another_arch(struct reader *reader, struct json_value value, enum arch *archs,
			      int count)
{
	if (!read_arch(reader, value, &archs[count]))
		return false;
	for (int i = 0; i < count; i++) {
		if (archs[i] == archs[count])
			return json_error(value, reader->error, "given twice: \"%s\"",
					  value.item->valuestring);
	}
	return true;
}

bool read_arch_list(struct reader *reader, struct json_value value, enum arch archs[ARCH_COUNT],
		    int *count)
{
	struct json_value element;
	enum arch read[ARCH_COUNT + 1]; /* one more is one given twice */

	if (!expect_array(reader, value))
		return false;
	*count = 0;
	for (bool more = json_first(value, &element); more; more = json_next(&element)) {
		if (!read_another_arch(reader, element, read, *count))
			return false;
		archs[*count] = read[*count];
		++*count;
	}
	return true;
}

static bool read_architectures(struct reader *reader, struct json_value value)
{
	struct scenario *scenario = reader->scenario;

	return read_arch_list(reader, value, scenario->archs, &scenario->arch_count) &&
	       (scenario->arch_count > 0 ||
		json_error(value, reader->error, "empty: \"architectures\""));
}

bool scenario_parse_fidelity(const char *text, int *fidelity)
{
	if (strcmp(text, "exact") == 0)
		*fidelity = FIDELITY_EXACT;
	else if (text[0] >= '0' && text[0] < '0' + FIDELITY_LEVELS && text[1] == '\0')
		*fidelity = text[0] - '0';
	else
		return false;
	return true;
}

static bool read_fidelity(struct reader *reader, struct json_value value)
{
	double number = value.item->valuedouble;

	if (cJSON_IsString(value.item) && strcmp(value.item->valuestring, "exact") == 0) {
		reader->scenario->fidelity = FIDELITY_EXACT;
		return true;
	}
	if (cJSON_IsNumber(value.item) && number >= 0 && number < FIDELITY_LEVELS &&
	    number == floor(number)) {
		reader->scenario->fidelity = (int)number;
		return true;
	}
	return json_error(value, reader->error,
			  "not a whole number from 0 to %d or \"exact\": \"fidelity\"",
			  FIDELITY_LEVELS - 1);
}

bool read_book_id(struct reader *reader, struct json_value value, char *id, size_t size)
{
	struct error error;

	id[0] = '\0';
	if (cJSON_IsNull(value.item))
		return true;
	return read_text(reader, value, id, size) &&
	       (price_book_check(id, &error) ||
		json_error(value, reader->error, "%s", error.message));
}

static bool read_price_book(struct reader *reader, struct json_value value)
{
	char id[NAME_SIZE];

	if (!read_book_id(reader, value, id, sizeof(id)))
		return false;
	if (id[0] != '\0')
		scenario_price_book(reader->scenario, id);
	return true;
}

static bool read_targets(struct reader *reader, struct json_value value)
{
	struct json_value member;

	if (!expect_object(reader, value))
		return false;
	for (bool more = json_first(value, &member); more; more = json_next(&member)) {
		char near[NAME_SIZE] = "";
		enum target target;
		double lo, hi;

		if (!target_from_key(member.item->string, &target)) {
			for (unsigned int i = 0; i < TARGET_COUNT; i++)
				name_suggest(member.item->string, target_key((enum target)i), near);
			return unknown_key(reader, member, member.item->string, near);
		}
		target_legal_range(target, &lo, &hi);
		if (!read_number(reader, member, lo, hi, &reader->scenario->targets[target]))
			return false;
	}
	return true;
}

/* The timeline comes after all that it can refer to. */
static const struct json_field document_fields[] = {
	{ "$schema", read_schema, false },
	{ "ragtop", read_version, true },
	{ "engine", read_engine, false },
	{ "name", read_name, true },
	{ "summary", read_summary, false },
	{ "article", read_article, false },
	{ "seed", read_seed, false },
	{ "horizon_days", read_horizon, false },
	{ "architectures", read_architectures, false },
	{ "fidelity", read_fidelity, false },
	{ "price_book", read_price_book, false },
	{ "params", read_params, false },
	{ "timeline", read_timeline, false },
	{ "targets", read_targets, false },
	{ "traits", read_traits, false },
	{ "sources", read_sources, false },
	{ "tour", read_tour, false },
	{ "expect", read_expect, false },
};

static_assert(sizeof(document_fields) / sizeof(document_fields[0]) <= FIELDS_MAX,
	      "room for every key");

/* A saved file names everything. What it names without a source and as it would be anyway follows
 * the price book as before. */
static void release_bases(struct scenario *scenario)
{
	for (unsigned int i = 0; i < PARAM_COUNT; i++) {
		scenario->own[i] = scenario->own[i] && scenario->notes[i].present;
	}
}

const char *scenario_document_key(size_t i)
{
	return i < sizeof(document_fields) / sizeof(document_fields[0]) ? document_fields[i].key
									: NULL;
}

/* Sources may stand before the parameters. */
static void notes_about_values(struct scenario *scenario)
{
	for (unsigned int i = 0; i < PARAM_COUNT; i++)
		scenario->notes[i].value = params_get(&scenario->params, (enum param_id)i);
}

static bool read_document(struct reader *reader, const struct json_doc *doc)
{
	if (!expect_object(reader, json_root(doc)) ||
	    !scenario_migrate(doc, reader->scenario->migrated, reader->error) ||
	    !read_fields(reader, json_root(doc), document_fields,
			 sizeof(document_fields) / sizeof(document_fields[0])))
		return false;
	notes_about_values(reader->scenario);
	if (reader->saved)
		release_bases(reader->scenario);
	if (reader->foreign)
		reader->scenario->expect_digest[0] = '\0';
	return true;
}

/* `beside`: the name of the file, whose folder holds what the scenario refers to; NULL: none. */
static bool parse(const char *text, size_t size, const char *file_name, const char *beside,
		  struct scenario *scenario, struct error *error)
{
	struct reader *reader = xcalloc(1, sizeof(*reader));
	struct json_doc doc;
	bool ok;

	price_book_count(); /* reads the books before, because one document is open at a time */
	ok = json_doc_open(&doc, text, size, error);
	reader->scenario = xmalloc(sizeof(*scenario));
	reader->error = error;
	reader->file_name = beside;
	if (ok) {
		scenario_init(reader->scenario);
		ok = read_document(reader, &doc);
		json_doc_close(&doc);
	}
	if (ok)
		*scenario = *reader->scenario;
	else if (error->file[0] == '\0') /* else it is about another file */
		error_at(error, file_name, error->line, error->column);
	free(reader->scenario);
	free(reader);
	return ok;
}

bool scenario_parse(const char *text, size_t size, const char *file_name, struct scenario *scenario,
		    struct error *error)
{
	return parse(text, size, file_name, NULL, scenario, error);
}

bool scenario_parse_beside(const char *text, size_t size, const char *path,
			   struct scenario *scenario, struct error *error)
{
	return parse(text, size, path, path, scenario, error);
}

bool scenario_load(const char *path, struct scenario *scenario, struct error *error)
{
	size_t size;
	char *text;
	bool ok;

	if (!file_read(path, JSON_SIZE_MAX, &text, &size, error))
		return false;
	ok = parse(text, size, strcmp(path, "-") == 0 ? "standard input" : path, path, scenario,
		   error);
	free(text);
	return ok;
}
