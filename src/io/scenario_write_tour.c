// SPDX-License-Identifier: MIT
#include <math.h>

#include "io/names.h"
#include "io/scenario_io.h"
#include "io/tour.h"

static void put_text(struct json_writer *writer, const char *key, const char *text)
{
	if (text[0] != '\0')
		json_put_string(writer, key, text);
}

static void put_param(struct json_writer *writer, const char *key, enum param_id id)
{
	char name[NAME_SIZE];

	param_full_name(id, name, sizeof(name));
	json_put_string(writer, key, name);
}

static void put_view(struct json_writer *writer, const struct tour_step *step)
{
	const struct tour_view_info *info = &tour_views[step->view];

	if (step->view != TOUR_MAIN)
		json_put_string(writer, "view", info->name);
	if (step->form > 0)
		json_put_string(writer, "form", info->forms[step->form]);
	if (step->figure > 0)
		json_put_string(writer, "figure", info->figures[step->figure]);
	if (step->detail)
		json_put_bool(writer, "detail", true);
	if (step->highlight != TOUR_MAIN)
		json_put_string(writer, "highlight", tour_views[step->highlight].name);
	if (step->has_arch)
		json_put_string(writer, "focus", arch_key(step->arch));
	if (step->has_knob)
		put_param(writer, "knob", step->knob);
	if (step->has_map) {
		json_begin_flat(writer, "map", '[');
		put_param(writer, NULL, step->map_x);
		put_param(writer, NULL, step->map_y);
		json_end(writer, ']');
	}
	if (!isnan(step->at_days))
		json_put_number(writer, "at_days", step->at_days);
}

static void put_sets(struct json_writer *writer, const struct tour *tour, int step)
{
	char name[NAME_SIZE];
	bool any = false;

	for (int i = 0; i < tour->set_count; i++) {
		if (tour->sets[i].step != step)
			continue;
		if (!any)
			json_begin_flat(writer, "set", '{');
		any = true;
		param_full_name(tour->sets[i].param, name, sizeof(name));
		scenario_write_value(writer, name, tour->sets[i].param, tour->sets[i].value);
	}
	if (any)
		json_end(writer, '}');
}

static void put_entries(struct json_writer *writer, const struct tour *tour, int step)
{
	bool any = false;

	for (int i = 0; i < tour->entry_count; i++) {
		if (tour->entries[i].step != step)
			continue;
		if (!any)
			json_begin(writer, "timeline", '[');
		any = true;
		scenario_write_entry(writer, &tour->entries[i].entry);
	}
	if (any)
		json_end(writer, ']');
}

static void put_book(struct json_writer *writer, const struct tour_step *step)
{
	if (step->price_book[0] != '\0')
		json_put_string(writer, "price_book", step->price_book);
	else if (step->has_book)
		json_put_null(writer, "price_book");
}

static void put_big(struct json_writer *writer, const struct tour_step *step)
{
	if (step->big_count == 0)
		return;
	json_begin(writer, "big", '[');
	for (int i = 0; i < step->big_count; i++) {
		json_begin_flat(writer, NULL, '{');
		json_put_string(writer, "figure", step->big[i].figure);
		put_text(writer, "label", step->big[i].label);
		json_end(writer, '}');
	}
	json_end(writer, ']');
}

static void put_step(struct json_writer *writer, const struct tour *tour, int i)
{
	const struct tour_step *step = &tour->steps[i];

	json_begin(writer, NULL, '{');
	put_text(writer, "title", step->title);
	put_view(writer, step);
	put_book(writer, step);
	put_sets(writer, tour, i);
	put_entries(writer, tour, i);
	put_big(writer, step);
	put_text(writer, "ask", step->ask);
	put_text(writer, "answer", step->answer);
	put_text(writer, "say", step->say);
	put_text(writer, "try", step->try);
	put_text(writer, "notes", step->notes);
	json_end(writer, '}');
}

void scenario_write_tour(struct json_writer *writer, const struct scenario *scenario)
{
	if (!scenario->tour)
		return;
	json_begin(writer, "tour", '[');
	for (int i = 0; i < scenario->tour->step_count; i++)
		put_step(writer, scenario->tour, i);
	json_end(writer, ']');
}
