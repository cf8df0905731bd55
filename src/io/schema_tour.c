// SPDX-License-Identifier: MIT
#include <stdio.h>

#include "io/names.h"
#include "io/schema_parts.h"
#include "io/tour.h"

static void put_names(struct json_writer *writer, const char *const *names)
{
	json_begin_flat(writer, "enum", '[');
	for (; *names; names++)
		json_put_string(writer, NULL, *names);
	json_end(writer, ']');
}

static void put_view(struct json_writer *writer, const char *key, const char *description)
{
	const char *names[TOUR_VIEWS + 1] = { NULL };

	for (int i = 0; i < TOUR_VIEWS; i++)
		names[i] = tour_views[i].name;
	json_begin(writer, key, '{');
	json_put_string(writer, "description", description);
	put_names(writer, names);
	json_end(writer, '}');
}

static void put_param_enum(struct json_writer *writer)
{
	char name[NAME_SIZE];

	json_begin_flat(writer, "enum", '[');
	for (unsigned int i = 0; i < PARAM_COUNT; i++) {
		param_full_name((enum param_id)i, name, sizeof(name));
		json_put_string(writer, NULL, name);
	}
	json_end(writer, ']');
}

static void put_map(struct json_writer *writer)
{
	json_begin(writer, "map", '{');
	json_put_string(writer, "description", "the map's x axis and its y axis");
	json_put_string(writer, "type", "array");
	json_put_number(writer, "minItems", 2);
	json_put_number(writer, "maxItems", 2);
	json_put_bool(writer, "uniqueItems", true);
	json_begin(writer, "items", '{');
	put_param_enum(writer);
	json_end(writer, '}');
	json_end(writer, '}');
}

static void put_set(struct json_writer *writer)
{
	char name[NAME_SIZE];

	schema_object(writer, "set", "parameters that have another value from this step on");
	json_begin(writer, "properties", '{');
	for (unsigned int i = 0; i < PARAM_COUNT; i++) {
		param_full_name((enum param_id)i, name, sizeof(name));
		schema_ref(writer, name, name);
	}
	json_end(writer, '}');
	json_end(writer, '}');
}

static void put_timeline(struct json_writer *writer)
{
	json_begin(writer, "timeline", '{');
	json_put_string(writer, "description", "what is added to the timeline by this step");
	json_put_string(writer, "type", "array");
	json_put_number(writer, "maxItems", TOUR_ENTRIES_MAX);
	schema_timeline_items(writer);
	json_end(writer, '}');
}

static void put_big(struct json_writer *writer)
{
	json_begin(writer, "big", '{');
	json_put_string(writer, "description", "figures in large digits");
	json_put_string(writer, "type", "array");
	json_put_number(writer, "maxItems", TOUR_BIG_MAX);
	schema_object(writer, "items", NULL);
	schema_required(writer, "figure", NULL);
	json_begin(writer, "properties", '{');
	schema_text(writer, "figure", "as rag.cost.monthly_usd", TOUR_FIGURE_SIZE);
	schema_text(writer, "label", "what it is, for people", TOUR_LABEL_SIZE);
	json_end(writer, '}');
	json_end(writer, '}');
	json_end(writer, '}');
}

static void put_texts(struct json_writer *writer)
{
	schema_text(writer, "ask", "a question; figures and `say` wait for the reveal",
		    TOUR_TEXT_SIZE);
	schema_text(writer, "answer", "the figure that a guess is about", TOUR_FIGURE_SIZE);
	schema_text(writer, "say", "what is to be seen; braces name figures", TOUR_TEXT_SIZE);
	schema_text(writer, "try", "what to play with", TOUR_TEXT_SIZE);
	schema_text(writer, "notes", "for the speaker", TOUR_NOTES_SIZE);
}

static void put_looks(struct json_writer *writer)
{
	put_view(writer, "view", "what has the screen");
	json_begin_flat(writer, "form", '{');
	json_put_string(writer, "type", "string");
	json_end(writer, '}');
	json_begin_flat(writer, "figure", '{');
	json_put_string(writer, "type", "string");
	json_end(writer, '}');
	json_begin_flat(writer, "detail", '{');
	json_put_string(writer, "type", "boolean");
	json_end(writer, '}');
	put_view(writer, "highlight", "the panel of the main screen that has the focus");
	json_begin(writer, "focus", '{');
	schema_arch_enum(writer, false);
	json_end(writer, '}');
	json_begin(writer, "knob", '{');
	put_param_enum(writer);
	json_end(writer, '}');
	put_map(writer);
}

static void put_step(struct json_writer *writer)
{
	schema_object(writer, "items", NULL);
	json_begin(writer, "properties", '{');
	schema_text(writer, "title", "what the step is called", TOUR_TITLE_SIZE);
	put_looks(writer);
	json_begin_flat(writer, "at_days", '{');
	json_put_string(writer, "type", "number");
	json_put_number(writer, "minimum", 0);
	json_put_number(writer, "maximum", 3600);
	json_end(writer, '}');
	json_begin_flat(writer, "price_book", '{');
	json_put_string(writer, "description", "prices by another book from this step on");
	json_begin(writer, "type", '[');
	json_put_string(writer, NULL, "string");
	json_put_string(writer, NULL, "null");
	json_end(writer, ']');
	json_end(writer, '}');
	put_set(writer);
	put_timeline(writer);
	put_big(writer);
	put_texts(writer);
	json_end(writer, '}');
	json_end(writer, '}');
}

void schema_tour(struct json_writer *writer)
{
	json_begin(writer, "tour", '{');
	json_put_string(writer, "description", "steps of `ragtop tour`, for a room");
	json_put_string(writer, "type", "array");
	json_put_number(writer, "minItems", 1);
	json_put_number(writer, "maxItems", TOUR_STEPS_MAX);
	put_step(writer);
	json_end(writer, '}');
}
