// SPDX-License-Identifier: MIT
/*
 * The tour of a scenario file. A step changes the scenario of the one before, so it is read beside
 * a copy that has all changes so far: what could not be set there is refused here.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"
#include "io/json_doc.h"
#include "io/names.h"
#include "io/price_book.h"
#include "io/scenario_io.h"
#include "io/scenario_reader.h"
#include "io/tour.h"

static struct tour_step *step_of(const struct reader *reader)
{
	return &reader->tour->steps[reader->tour->step_count];
}

/* A text whose braces name figures. It is wrapped where it is shown, so a break has no place. */
static bool read_figured(struct reader *reader, struct json_value value, char *out, size_t size)
{
	struct error error;

	if (cJSON_IsString(value.item) && strpbrk(value.item->valuestring, "\n\r\t"))
		return json_error(value, reader->error,
				  "a line break or tab, which is not shown: \"%s\"",
				  value.item->string);
	return read_text(reader, value, out, size) &&
	       (tour_text_check(out, reader->scenario, &error) ||
		json_error(value, reader->error, "%s", error.message));
}

static bool read_figure_name(struct reader *reader, struct json_value value, char *out)
{
	struct tour_sum sum;
	struct error error;

	return read_text(reader, value, out, TOUR_FIGURE_SIZE) &&
	       ((tour_sum_parse(out, strlen(out), &sum, &error) &&
		 tour_sum_check(&sum, reader->scenario, &error)) ||
		json_error(value, reader->error, "%s", error.message));
}

static bool read_title(struct reader *reader, struct json_value value)
{
	return read_figured(reader, value, step_of(reader)->title, TOUR_TITLE_SIZE);
}

static bool read_ask(struct reader *reader, struct json_value value)
{
	return read_figured(reader, value, step_of(reader)->ask, TOUR_TEXT_SIZE);
}

static bool read_answer(struct reader *reader, struct json_value value)
{
	struct tour_step *step = step_of(reader);
	struct tour_sum sum;
	struct error error;

	if (step->ask[0] == '\0')
		return json_error(value, reader->error, "needs a question, \"ask\": \"answer\"");
	if (!read_figure_name(reader, value, step->answer))
		return false;
	tour_sum_parse(step->answer, strlen(step->answer), &sum, &error);
	return (sum.a.kind != TOUR_OF_BEST && sum.a.kind != TOUR_OF_CHEAPEST &&
		sum.unit != UNIT_CHOICE && sum.unit != UNIT_FLAG) ||
	       json_error(value, reader->error, "a name, where a guess needs a number: \"answer\"");
}

static bool read_say(struct reader *reader, struct json_value value)
{
	return read_figured(reader, value, step_of(reader)->say, TOUR_TEXT_SIZE);
}

static bool read_try(struct reader *reader, struct json_value value)
{
	return read_figured(reader, value, step_of(reader)->try, TOUR_TEXT_SIZE);
}

static bool read_notes(struct reader *reader, struct json_value value)
{
	return read_figured(reader, value, step_of(reader)->notes, TOUR_NOTES_SIZE);
}

/* ---- the view ---- */

static bool read_name_of(struct reader *reader, struct json_value value, const char *const *choices,
			 int *out)
{
	struct error error;
	double found;

	if (!cJSON_IsString(value.item))
		return json_error(value, reader->error, "not a string: \"%s\"", value.item->string);
	if (!choices)
		return json_error(value, reader->error, "this view has none to choose from: \"%s\"",
				  value.item->string);
	if (!name_choose(choices, value.item->valuestring, &found, &error))
		return json_error(value, reader->error, "%s", error.message);
	*out = (int)found;
	return true;
}

static bool read_view_name(struct reader *reader, struct json_value value, enum tour_view *view)
{
	const char *names[TOUR_VIEWS + 1] = { NULL };
	int found = 0;

	for (int i = 0; i < TOUR_VIEWS; i++)
		names[i] = tour_views[i].name;
	if (!read_name_of(reader, value, names, &found))
		return false;
	*view = (enum tour_view)found;
	return true;
}

static bool read_view(struct reader *reader, struct json_value value)
{
	return read_view_name(reader, value, &step_of(reader)->view);
}

static bool read_highlight(struct reader *reader, struct json_value value)
{
	return read_view_name(reader, value, &step_of(reader)->highlight);
}

static bool read_form(struct reader *reader, struct json_value value)
{
	return read_name_of(reader, value, tour_views[step_of(reader)->view].forms,
			    &step_of(reader)->form);
}

static bool read_view_figure(struct reader *reader, struct json_value value)
{
	return read_name_of(reader, value, tour_views[step_of(reader)->view].figures,
			    &step_of(reader)->figure);
}

static bool read_detail(struct reader *reader, struct json_value value)
{
	if (!cJSON_IsBool(value.item))
		return json_error(value, reader->error, "not true or false: \"detail\"");
	step_of(reader)->detail = cJSON_IsTrue(value.item);
	return !step_of(reader)->detail || tour_views[step_of(reader)->view].detail ||
	       json_error(value, reader->error, "this view has no extra layer: \"detail\"");
}

static bool read_focus(struct reader *reader, struct json_value value)
{
	struct tour_step *step = step_of(reader);

	step->has_arch = true;
	return read_arch(reader, value, &step->arch) &&
	       (scenario_compares(reader->scenario, step->arch) ||
		json_error(value, reader->error, "not among the architectures: \"%s\"",
			   arch_key(step->arch)));
}

static bool read_param_name(struct reader *reader, struct json_value value, enum param_id *id)
{
	char near[NAME_SIZE];

	if (!cJSON_IsString(value.item))
		return json_error(value, reader->error, "not a string: \"%s\"",
				  value.item->string ? value.item->string : "map");
	if (param_find(value.item->valuestring, id, near, sizeof(near)))
		return true;
	return near[0] != '\0' ? json_error(value, reader->error,
					    "unknown parameter, did you mean \"%s\": \"%s\"", near,
					    value.item->valuestring)
			       : json_error(value, reader->error, "unknown parameter: \"%s\"",
					    value.item->valuestring);
}

static bool read_knob(struct reader *reader, struct json_value value)
{
	step_of(reader)->has_knob = true;
	return read_param_name(reader, value, &step_of(reader)->knob);
}

/* [x, y] */
static bool read_map(struct reader *reader, struct json_value value)
{
	struct tour_step *step = step_of(reader);
	struct json_value x, y, more;

	if (!expect_array(reader, value))
		return false;
	if (!json_first(value, &x) || (y = x, !json_next(&y)) || (more = y, json_next(&more)))
		return json_error(value, reader->error, "not two parameters: \"map\"");
	step->has_map = true;
	return read_param_name(reader, x, &step->map_x) &&
	       read_param_name(reader, y, &step->map_y) &&
	       (step->map_x != step->map_y ||
		json_error(y, reader->error, "twice the same: \"map\""));
}

static bool read_playhead(struct reader *reader, struct json_value value)
{
	return read_number(reader, value, 0, reader->scenario->horizon_days,
			   &step_of(reader)->at_days);
}

static bool read_big_one(struct reader *reader, struct json_value value, struct tour_big *big)
{
	struct json_value member;
	bool has_figure = false;

	if (!expect_object(reader, value))
		return false;
	for (bool more = json_first(value, &member); more; more = json_next(&member)) {
		bool is_figure = strcmp(member.item->string, "figure") == 0, ok;

		if (!is_figure && strcmp(member.item->string, "label") != 0)
			return unknown_key(reader, member, member.item->string, "");
		ok = is_figure ? read_figure_name(reader, member, big->figure)
			       : read_figured(reader, member, big->label, TOUR_LABEL_SIZE);
		if (!ok)
			return false;
		has_figure = has_figure || is_figure;
	}
	return has_figure || json_error(value, reader->error, "missing key: \"figure\"");
}

static bool read_big(struct reader *reader, struct json_value value)
{
	struct tour_step *step = step_of(reader);
	struct json_value element;

	if (!expect_array(reader, value))
		return false;
	for (bool more = json_first(value, &element); more; more = json_next(&element)) {
		if (step->big_count == TOUR_BIG_MAX)
			return json_error(element, reader->error, "more than %d: \"big\"",
					  TOUR_BIG_MAX);
		if (!read_big_one(reader, element, &step->big[step->big_count++]))
			return false;
	}
	return true;
}

/* ---- changes ---- */

static bool read_step_book(struct reader *reader, struct json_value value)
{
	struct tour_step *step = step_of(reader);
	char id[NAME_SIZE];

	if (!read_book_id(reader, value, id, sizeof(id)))
		return false;
	step->has_book = true;
	scenario_price_book(reader->scenario, id);
	strcpy(step->price_book, reader->scenario->price_book);
	return true;
}

static bool read_step_set(struct reader *reader, struct json_value value)
{
	struct tour *tour = reader->tour;
	struct json_value member;

	if (!expect_object(reader, value))
		return false;
	for (bool more = json_first(value, &member); more; more = json_next(&member)) {
		struct tour_set *set = &tour->sets[tour->set_count];
		struct error error;

		if (tour->set_count == TOUR_SETS_MAX)
			return json_key_error(member, reader->error,
					      "more than %d in the tour: \"set\"", TOUR_SETS_MAX);
		if (!read_param_key(reader, member, &set->param) ||
		    !read_param(reader, member, set->param, &set->value))
			return false;
		if (!scenario_param_check(reader->scenario, set->param, set->value, &error))
			return json_key_error(member, reader->error, "%s", error.message);
		params_set(&reader->scenario->params, set->param, set->value);
		set->step = tour->step_count;
		tour->set_count++;
	}
	return true;
}

/* Field by field, because equal tours have equal bytes, between fields too. */
bool read_tour_entry(struct reader *reader, struct json_value value,
		     const struct timeline_entry *entry)
{
	struct tour *tour = reader->tour;
	struct timeline_entry *to;

	if (!tour)
		return true;
	if (tour->entry_count == TOUR_ENTRIES_MAX)
		return json_error(value, reader->error, "more than %d in the tour: \"timeline\"",
				  TOUR_ENTRIES_MAX);
	tour->entries[tour->entry_count].step = tour->step_count;
	to = &tour->entries[tour->entry_count++].entry;
	to->at_days = entry->at_days;
	to->kind = entry->kind;
	to->param = entry->param;
	to->value = entry->value;
	to->over_days = entry->over_days;
	to->facts = entry->facts;
	to->query_share = entry->query_share;
	to->incident = entry->incident;
	to->for_hours = entry->for_hours;
	to->times = entry->times;
	to->from = entry->from;
	to->to = entry->to;
	to->migration_usd = entry->migration_usd;
	strcpy(to->note, entry->note);
	return true;
}

/* Forms and figures are the view's; an answer belongs to a question; changes come in the order in
 * which they are made. */
static const struct json_field step_fields[] = {
	{ "title", read_title, false },
	{ "view", read_view, false },
	{ "form", read_form, false },
	{ "figure", read_view_figure, false },
	{ "detail", read_detail, false },
	{ "highlight", read_highlight, false },
	{ "focus", read_focus, false },
	{ "knob", read_knob, false },
	{ "map", read_map, false },
	{ "at_days", read_playhead, false },
	{ "price_book", read_step_book, false },
	{ "set", read_step_set, false },
	{ "timeline", read_timeline, false },
	{ "big", read_big, false },
	{ "ask", read_ask, false },
	{ "answer", read_answer, false },
	{ "say", read_say, false },
	{ "try", read_try, false },
	{ "notes", read_notes, false },
};

static bool read_step(struct reader *reader, struct json_value value)
{
	if (reader->tour->step_count == TOUR_STEPS_MAX)
		return json_error(value, reader->error, "more than %d steps: \"tour\"",
				  TOUR_STEPS_MAX);
	step_of(reader)->at_days = PARAM_NULL;
	if (!read_fields(reader, value, step_fields, sizeof(step_fields) / sizeof(step_fields[0])))
		return false;
	reader->tour->step_count++;
	return true;
}

static bool read_steps(struct reader *reader, struct json_value value)
{
	struct json_value element;

	if (!expect_array(reader, value))
		return false;
	if (!json_first(value, &element))
		return json_error(value, reader->error, "empty: \"tour\"");
	do {
		if (!read_step(reader, element))
			return false;
	} while (json_next(&element));
	return true;
}

bool read_tour(struct reader *reader, struct json_value value)
{
	struct scenario *file = reader->scenario;
	bool ok;

	reader->tour = xcalloc(1, sizeof(*reader->tour));
	reader->scenario = xmalloc(sizeof(*file));
	*reader->scenario = *file;
	ok = read_steps(reader, value);
	free(reader->scenario);
	reader->scenario = file;
	if (ok)
		file->tour = tour_keep(reader->tour);
	free(reader->tour);
	reader->tour = NULL;
	return ok;
}
