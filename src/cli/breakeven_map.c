// SPDX-License-Identifier: MIT
#include "cli/breakeven_map.h"

#include <limits.h>
#include <math.h>
#include <stdlib.h>

#include "base/xalloc.h"
#include "cli/breakeven_ask.h"
#include "cli/cli.h"
#include "cli/output.h"
#include "cli/scenario_find.h"
#include "session/each.h"
#include "ui/export_csv.h"

/* Units that keep a thread busy for a while, so that working memory is made once for many. */
enum { CELLS_AT_ONCE = 16, EDGES_AT_ONCE = 2 };

struct job {
	struct map *map;
	const struct scenario *scenario;
};

const char *map_label(int best)
{
	return best == MAP_NOBODY ? "nobody" : arch_label((enum arch)best);
}

/* Options that say nothing with --map are errors. */
static bool options_fit(const struct options *options, struct error *error)
{
	const char *wrong = options->all_pairs    ? "--all"
			    : options->over       ? "--over"
			    : options->uncertain  ? "--uncertain"
			    : options->draws >= 0 ? "--draws"
						  : NULL;

	return !wrong || error_set(error, "not with --map: \"%s\"", wrong);
}

static bool whole(const char **text, int least, int most, int *value)
{
	char *end;
	long number = strtol(*text, &end, 10);

	if (end == *text || **text < '0' || **text > '9' || number < least || number > most)
		return false;
	*text = end;
	*value = (int)number;
	return true;
}

static bool parse_cells(const struct options *options, int *columns, int *rows, struct error *error)
{
	const char *at = options->size;
	int most = options->format == FORMAT_TEXT ? MAP_TEXT_COLUMNS : MAP_COLUMNS_MAX;

	*columns = 40;
	*rows = 20;
	if (!at)
		return true;
	if (!whole(&at, 2, MAP_COLUMNS_MAX, columns) || *at++ != 'x' ||
	    !whole(&at, 2, MAP_ROWS_MAX, rows) || *at != '\0')
		return error_set(error, "not COLUMNSxROWS from 2x2 to %dx%d: \"--cells\"",
				 MAP_COLUMNS_MAX, MAP_ROWS_MAX);
	if (*columns * *rows > MAP_CELLS_MAX)
		return error_set(error, "more than %d cells: \"--cells\"", MAP_CELLS_MAX);
	return *columns <= most ||
	       error_set(error, "text has room for %d columns: \"--cells\"", most);
}

static bool make_axes(const struct options *options, const struct scenario *scenario,
		      struct track *x, struct track *y, struct error *error)
{
	double ends[4];
	enum param_id ids[2];

	if (!ask_param(options->map_x, &ids[0], error) ||
	    !ask_param(options->map_y, &ids[1], error))
		return false;
	if (ids[0] == ids[1])
		return error_set(error, "twice the same parameter: \"--map\"");
	return ask_end(options->from, ids[0], "--from", &ends[0], error) &&
	       ask_end(options->to, ids[0], "--to", &ends[1], error) &&
	       ask_end(options->y_from, ids[1], "--y-from", &ends[2], error) &&
	       ask_end(options->y_to, ids[1], "--y-to", &ends[3], error) &&
	       map_axis(x, scenario, ids[0], ends[0], ends[1], error) &&
	       map_axis(y, scenario, ids[1], ends[2], ends[3], error);
}

/* Only the two that were named. */
static bool take_between(const struct options *options, struct scenario *scenario,
			 struct error *error)
{
	enum arch a, b;

	if (!options->between)
		return true;
	if (!ask_between(options->between, scenario, &a, &b, error))
		return false;
	scenario->arch_count = 2;
	scenario->archs[0] = a;
	scenario->archs[1] = b;
	return true;
}

static void work(const struct job *job, int first, int count, int all, bool edges)
{
	struct probe *probe = probe_new(job->scenario, NULL);

	for (int i = first; i < first + count && i < all; i++) {
		if (edges)
			map_edge_refine(job->map, i, job->scenario, probe);
		else
			map_cell_compute(job->map, i, job->scenario, probe);
	}
	probe_free(probe);
}

static void cell_work(void *context, int i)
{
	const struct job *job = context;

	work(job, i * CELLS_AT_ONCE, CELLS_AT_ONCE, job->map->cell_count, false);
}

static void edge_work(void *context, int i)
{
	const struct job *job = context;

	work(job, i * EDGES_AT_ONCE, EDGES_AT_ONCE, job->map->edge_count, true);
}

static int pieces(int count, int at_once)
{
	return (count + at_once - 1) / at_once;
}

static bool compute(struct map *map, const struct scenario *scenario, int threads,
		    struct error *error)
{
	struct job job = { map, scenario };
	bool known = false;

	session_each(pieces(map->cell_count, CELLS_AT_ONCE), threads, cell_work, &job);
	for (int i = 0; i < map->cell_count; i++)
		known |= map->cell[i].known;
	if (!known)
		return error_set(error,
				 "the simulator refuses every place in the range: \"--map\"");
	map_edges_find(map);
	session_each(pieces(map->edge_count, EDGES_AT_ONCE), threads, edge_work, &job);
	map_trace(map);
	return true;
}

static bool write_map(const struct map *map, const struct scenario *scenario,
		      const struct options *options, struct error *error)
{
	struct output output;

	if (!output_open(&output, error))
		return false;
	switch ((enum output_format)options->format) {
	case FORMAT_TEXT:
		map_text(output.stream, map, scenario);
		output_for_people(&output);
		break;
	case FORMAT_JSON:
		map_json(output.stream, map, scenario);
		break;
	case FORMAT_CSV:
		map_csv(output.stream, map, scenario);
		break;
	case FORMAT_SVG:
		map_svg(output.stream, map, scenario);
		break;
	}
	return output_close(&output, options->output, error);
}

int breakeven_map(const struct options *options, struct scenario *scenario)
{
	struct map *map = xmalloc(sizeof(*map));
	char file_name[PATH_MAX];
	struct track x, y;
	struct error error;
	int columns, rows, status = EXIT_OK;

	if (!options_fit(options, &error) || !parse_cells(options, &columns, &rows, &error) ||
	    !scenario_open(options, scenario, file_name, &error) ||
	    !make_axes(options, scenario, &x, &y, &error) ||
	    !take_between(options, scenario, &error)) {
		free(map);
		return cli_fail(&error);
	}
	map_init(map, scenario, &x, &y, columns, rows);
	map->measure = (enum cost_measure)options->cost_measure;
	map->any = options->any != 0;
	if (!compute(map, scenario, options->threads, &error) ||
	    !write_map(map, scenario, options, &error))
		status = cli_fail(&error);
	free(map);
	return status;
}
