// SPDX-License-Identifier: MIT
/* From the outside in: the document, its parts, what they refer to. */
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include <ragtop/scenario.h>
#include "io/json_write.h"
#include "io/price_book.h"
#include "io/schema.h"
#include "io/schema_parts.h"

static const double SEED_MAX = 0x1p53; /* as a number; more as a string */

static void put_name(struct json_writer *writer)
{
	json_begin_flat(writer, "name", '{');
	schema_text_type(writer, "what reports call it", true, SCENARIO_NAME_SIZE);
	json_end(writer, '}');
}

/* Digits up to 2^64 - 1: shorter ones, those with a smaller digit somewhere and the same before it,
 * and itself. */
static void seed_pattern(char *pattern, size_t size)
{
	static const char most[] = "18446744073709551615";
	int digits = (int)strlen(most), used;

	used = snprintf(pattern, size, "^0*([0-9]{1,%d}", digits - 1);
	for (int i = 1; i < digits; i++)
		if (most[i] > '0')
			used += snprintf(pattern + used, size - (size_t)used,
					 "|%.*s[0-%c][0-9]{%d}", i, most, most[i] - 1,
					 digits - 1 - i);
	snprintf(pattern + used, size - (size_t)used, "|%s)$", most);
}

static void put_seed(struct json_writer *writer)
{
	char pattern[512];

	json_begin(writer, "seed", '{');
	json_put_string(writer, "description", "seed of all chance");
	json_put_number(writer, "default", 1);
	json_begin(writer, "anyOf", '[');
	json_begin_flat(writer, NULL, '{');
	json_put_string(writer, "type", "integer");
	json_put_number(writer, "minimum", 0);
	json_put_number(writer, "maximum", SEED_MAX);
	json_end(writer, '}');
	json_begin_flat(writer, NULL, '{');
	json_put_string(writer, "type", "string");
	seed_pattern(pattern, sizeof(pattern));
	json_put_string(writer, "pattern", pattern);
	json_end(writer, '}');
	json_end(writer, ']');
	json_end(writer, '}');
}

static void put_horizon(struct json_writer *writer)
{
	json_begin_flat(writer, "horizon_days", '{');
	json_put_string(writer, "type", "number");
	json_put_number(writer, "exclusiveMinimum", 0);
	json_put_number(writer, "maximum", 3600);
	json_put_number(writer, "default", 360);
	json_put_string(writer, "description", "how long is simulated");
	json_end(writer, '}');
}

static void put_architectures(struct json_writer *writer)
{
	json_begin(writer, "architectures", '{');
	json_put_string(writer, "description", "what is compared; rag, ft and hybrid if left out");
	schema_archs(writer);
	json_put_number(writer, "minItems", 1);
	json_end(writer, '}');
}

static void put_fidelity(struct json_writer *writer)
{
	json_begin(writer, "fidelity", '{');
	json_put_string(writer, "description",
			"how many queries are simulated for the rest; exact: every one");
	json_put_number(writer, "default", 1);
	json_begin_flat(writer, "enum", '[');
	for (int i = 0; i < FIDELITY_LEVELS; i++)
		json_put_number(writer, NULL, i);
	json_put_string(writer, NULL, "exact");
	json_end(writer, ']');
	json_end(writer, '}');
}

/* Left open. Ids are taken in any case; as reports print them is the one that people copy. */
static void put_books(struct json_writer *writer)
{
	json_begin_flat(writer, "enum", '[');
	for (int i = 0; i < price_book_count(); i++) {
		const struct price_book *book = price_book_at(i);

		json_put_string(writer, NULL, book->id);
		if (strcmp(book->id, book->label) != 0 && strcasecmp(book->id, book->label) == 0)
			json_put_string(writer, NULL, book->label);
	}
}

static void put_price_book(struct json_writer *writer)
{
	json_begin(writer, "price_book", '{');
	json_put_string(writer, "description",
			"whose prices hold where params name none; null or left out: the defaults");
	put_books(writer);
	json_put_null(writer, NULL);
	json_end(writer, ']');
	json_end(writer, '}');
}

static void put_article(struct json_writer *writer)
{
	schema_object(writer, "article", "the published article that it is taken from");
	schema_required(writer, "id", NULL);
	json_begin(writer, "properties", '{');
	json_begin_flat(writer, "id", '{');
	schema_text_type(writer, "its number", true, SCENARIO_ID_SIZE);
	json_end(writer, '}');
	schema_text(writer, "source", "where it says so, as S4:125", SCENARIO_SOURCE_SIZE);
	json_begin(writer, "recommends", '{');
	schema_archs(writer);
	json_end(writer, '}');
	schema_text(writer, "says", "what the article recommends", SCENARIO_SUMMARY_SIZE);
	schema_text(writer, "shows", "what the run shows", SCENARIO_SUMMARY_SIZE);
	json_end(writer, '}');
	json_end(writer, '}');
}

static void put_targets(struct json_writer *writer)
{
	schema_object(writer, "targets", "what an architecture has to meet to be the best");
	json_begin(writer, "properties", '{');
	for (unsigned int i = 0; i < TARGET_COUNT; i++) {
		enum target target = (enum target)i;
		char text[80];
		double lo, hi;

		target_legal_range(target, &lo, &hi);
		snprintf(text, sizeof(text), "%s, %s",
			 target_is_floor(target) ? "at least" : "at most",
			 unit_name(target_unit(target)));
		json_begin_flat(writer, target_key(target), '{');
		json_put_string(writer, "type", "number");
		json_put_number(writer, "minimum", lo);
		json_put_number(writer, "maximum", hi);
		json_put_string(writer, "description", text);
		json_end(writer, '}');
	}
	json_end(writer, '}');
	json_end(writer, '}');
}

static void put_sources(struct json_writer *writer)
{
	char name[96];

	schema_object(writer, "sources", "where the values of parameters are from");
	json_begin(writer, "properties", '{');
	for (unsigned int i = 0; i < PARAM_COUNT; i++) {
		param_full_name((enum param_id)i, name, sizeof(name));
		schema_ref(writer, name, "source");
	}
	json_end(writer, '}');
	json_end(writer, '}');
}

static void put_head(struct json_writer *writer)
{
	schema_text(writer, "$schema", "of this schema, for editors", SCENARIO_SCHEMA_SIZE);
	json_begin_flat(writer, "ragtop", '{');
	json_put_number(writer, "const", 1);
	json_put_string(writer, "description", "version of the format");
	json_end(writer, '}');
	json_begin_flat(writer, "engine", '{');
	json_put_string(writer, "type", "string");
	json_put_string(writer, "description", "version of the program that wrote it");
	json_end(writer, '}');
	put_name(writer);
	schema_text(writer, "summary", "what it is about", SCENARIO_SUMMARY_SIZE);
}

static void put_document(struct json_writer *writer)
{
	json_begin(writer, "properties", '{');
	put_head(writer);
	put_article(writer);
	put_seed(writer);
	put_horizon(writer);
	put_architectures(writer);
	put_fidelity(writer);
	put_price_book(writer);
	schema_params(writer);
	schema_timeline(writer);
	put_targets(writer);
	schema_traits(writer);
	put_sources(writer);
	schema_tour(writer);
	schema_expect(writer);
	json_end(writer, '}');
}

static void put_source_def(struct json_writer *writer)
{
	static const enum provenance kinds[] = { PROVENANCE_MEASURED, PROVENANCE_PUBLISHED,
						 PROVENANCE_ASSUMED };

	schema_object(writer, "source", NULL);
	schema_required(writer, "kind", NULL);
	json_begin(writer, "properties", '{');
	json_begin(writer, "kind", '{');
	json_begin_flat(writer, "enum", '[');
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		json_put_string(writer, NULL, provenance_name(kinds[i]));
	json_end(writer, ']');
	json_end(writer, '}');
	schema_text(writer, "note", "which source, or why that guess", SCENARIO_NOTE_SIZE);
	json_begin(writer, "book", '{');
	json_put_string(writer, "description", "the value is that of the scenario's price book");
	put_books(writer);
	json_end(writer, ']');
	json_end(writer, '}');
	json_begin_flat(writer, "date", '{');
	json_put_string(writer, "type", "string");
	json_put_string(writer, "pattern", "^[0-9]{4}-[0-9]{2}-[0-9]{2}$");
	json_end(writer, '}');
	json_end(writer, '}');
	json_end(writer, '}');
}

static void put_defs(struct json_writer *writer)
{
	json_begin(writer, "$defs", '{');
	put_source_def(writer);
	for (unsigned int i = 0; i < PARAM_COUNT; i++)
		schema_param_def(writer, (enum param_id)i);
	json_end(writer, '}');
}

void schema_write(FILE *out)
{
	struct json_writer writer;

	json_writer_init(&writer, out);
	json_begin(&writer, NULL, '{');
	json_put_string(&writer, "$schema", "https://json-schema.org/draft/2020-12/schema");
	json_put_string(&writer, "title", "ragtop scenario");
	json_put_string(&writer, "description",
			"Made by `ragtop schema` from the parameter table; do not edit.");
	json_put_string(&writer, "type", "object");
	json_put_bool(&writer, "additionalProperties", false);
	schema_required(&writer, "ragtop", "name");
	put_document(&writer);
	put_defs(&writer);
	json_end(&writer, '}');
}
