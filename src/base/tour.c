// SPDX-License-Identifier: MIT
#include <stdio.h>
#include <string.h>

#include <ragtop/tour.h>

static const char *const cost_forms[] = { "volume", "time", "ledger", "stack", NULL };
static const char *const cost_figures[] = { "all_in", "so_far", "per_1k", "per_1k_good", NULL };
static const char *const score_forms[] = { "short", "all", NULL };
static const char *const latency_forms[] = { "time", "histogram", "cumulative", "heat", NULL };
static const char *const latency_figures[] = { "ttft", "e2e", "tpot", NULL };
static const char *const fresh_forms[] = { "time", "pipeline", NULL };
static const char *const fresh_figures[] = { "stale", "oldest", "pending", "visible", NULL };
static const char *const map_figures[] = { "best", "cheapest", "margin", NULL };
static const char *const sensitivity_figures[] = { "flip", "gap", "breakeven", NULL };
static const char *const advisor_forms[] = { "frameworks", "claims", NULL };
static const char *const flow_forms[] = { "stations", "one", NULL };
static const char *const log_forms[] = { "events", "provenance", NULL };

const struct tour_view_info tour_views[TOUR_VIEWS] = {
	[TOUR_MAIN] = { "main", NULL, NULL, false },
	[TOUR_COST] = { "cost", cost_forms, cost_figures, true },
	[TOUR_SCOREBOARD] = { "scoreboard", score_forms, NULL, false },
	[TOUR_LATENCY] = { "latency", latency_forms, latency_figures, true },
	[TOUR_FRESHNESS] = { "freshness", fresh_forms, fresh_figures, false },
	[TOUR_KNOBS] = { "knobs", NULL, NULL, false },
	[TOUR_MAP] = { "map", NULL, map_figures, true },
	[TOUR_SENSITIVITY] = { "sensitivity", NULL, sensitivity_figures, false },
	[TOUR_ADVISOR] = { "advisor", advisor_forms, NULL, false },
	[TOUR_FLOW] = { "flow", flow_forms, NULL, false },
	[TOUR_LOG] = { "log", log_forms, NULL, false },
};

bool tour_view_find(const char *name, enum tour_view *view)
{
	for (unsigned int i = 0; i < TOUR_VIEWS; i++) {
		if (strcmp(tour_views[i].name, name) == 0) {
			*view = (enum tour_view)i;
			return true;
		}
	}
	return false;
}

/* "crossing.rag.hybrid" */
static bool crossing_parse(const char *name, struct tour_figure *figure)
{
	static const char prefix[] = "crossing.";
	char first[TOUR_FIGURE_SIZE];
	const char *dot;

	if (strncmp(name, prefix, sizeof(prefix) - 1) != 0)
		return false;
	snprintf(first, sizeof(first), "%s", name + sizeof(prefix) - 1);
	dot = strchr(first, '.');
	if (!dot)
		return false;
	first[dot - first] = '\0';
	*figure = (struct tour_figure){ .kind = TOUR_OF_CROSSING, .unit = UNIT_COUNT };
	return arch_from_key(first, &figure->a) && arch_from_key(dot + 1, &figure->b) &&
	       figure->a != figure->b;
}

static bool figure_parse(const char *name, struct tour_figure *figure, struct error *error)
{
	char near[96];

	if (crossing_parse(name, figure))
		return true;
	*figure = (struct tour_figure){ .kind = TOUR_OF_RESULT };
	if (figure_find(name, &figure->a, &figure->figure)) {
		figure->unit = figure->figure->unit;
		return true;
	}
	figure->unit = UNIT_NONE;
	figure->kind = strcmp(name, "verdict.best") == 0 ? TOUR_OF_BEST : TOUR_OF_CHEAPEST;
	if (figure->kind == TOUR_OF_BEST || strcmp(name, "verdict.cheapest") == 0)
		return true;
	figure->kind = TOUR_OF_PARAM;
	if (!param_find(name, &figure->param, near, sizeof(near)))
		return error_set(error, "no such figure: \"%s\"", name);
	figure->unit = param_table[figure->param].unit;
	return true;
}

/* Two names are added up only where both are numbers of one kind. */
static bool sum_fits(struct tour_sum *sum, const char *text, struct error *error)
{
	bool numbers = sum->a.kind != TOUR_OF_BEST && sum->a.kind != TOUR_OF_CHEAPEST &&
		       sum->b.kind != TOUR_OF_BEST && sum->b.kind != TOUR_OF_CHEAPEST;

	sum->unit = sum->sign == '/' ? UNIT_NONE : sum->a.unit;
	return (numbers && sum->a.unit == sum->b.unit) ||
	       error_set(error, "not two figures of one unit: \"%s\"", text);
}

bool tour_sum_parse(const char *text, size_t size, struct tour_sum *sum, struct error *error)
{
	char copy[TOUR_FIGURE_SIZE];
	char *blank;

	if (size >= sizeof(copy))
		return error_set(error, "a figure's name is longer than %d bytes",
				 TOUR_FIGURE_SIZE - 1);
	memcpy(copy, text, size);
	copy[size] = '\0';
	*sum = (struct tour_sum){ .sign = '\0' };
	blank = strchr(copy, ' ');
	if (!blank) {
		if (!figure_parse(copy, &sum->a, error))
			return false;
		sum->unit = sum->a.unit;
		return true;
	}
	if (!strchr("+-/", blank[1]) || blank[1] == '\0' || blank[2] != ' ')
		return error_set(error, "not a figure, or two with + - / between: \"%s\"", copy);
	sum->sign = blank[1];
	*blank = '\0';
	return figure_parse(copy, &sum->a, error) && figure_parse(blank + 3, &sum->b, error) &&
	       sum_fits(sum, text, error);
}

static bool figure_is_there(const struct tour_figure *figure, const struct scenario *scenario,
			    struct error *error)
{
	bool of_two = figure->kind == TOUR_OF_CROSSING;

	if ((!of_two && figure->kind != TOUR_OF_RESULT) ||
	    (scenario_compares(scenario, figure->a) &&
	     (!of_two || scenario_compares(scenario, figure->b))))
		return true;
	return error_set(error, "a figure of who is not among the architectures: \"%s\"",
			 arch_key(scenario_compares(scenario, figure->a) ? figure->b : figure->a));
}

bool tour_sum_check(const struct tour_sum *sum, const struct scenario *scenario,
		    struct error *error)
{
	return figure_is_there(&sum->a, scenario, error) &&
	       (sum->sign == '\0' || figure_is_there(&sum->b, scenario, error));
}

bool tour_text_check(const char *text, const struct scenario *scenario, struct error *error)
{
	struct tour_sum sum;

	while ((text = strpbrk(text, "{}"))) {
		size_t size = strcspn(text + 1, "{}");

		if (text[0] == '}' || text[1 + size] != '}')
			return error_set(error, "a brace without its other: \"%.20s\"", text);
		if (!tour_sum_parse(text + 1, size, &sum, error) ||
		    !tour_sum_check(&sum, scenario, error))
			return false;
		text += size + 2;
	}
	return true;
}
