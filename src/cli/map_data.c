// SPDX-License-Identifier: MIT
/* The map for programs. Declared in breakeven_map.h. */
#include <math.h>
#include <stdio.h>

#include "cli/breakeven_map.h"
#include "io/json_write.h"
#include "study/threshold.h"

static void put_thresholds(struct json_writer *writer, const struct track *track)
{
	struct threshold threshold;

	json_begin(writer, "thresholds", '[');
	for (int i = 0; threshold_on(track->param, i, &threshold); i++) {
		json_begin_flat(writer, NULL, '{');
		json_put_string(writer, "source", threshold.source);
		json_put_string(writer, "says", threshold.says);
		json_put_figure(writer, "from", threshold.lo);
		json_put_figure(writer, "to", threshold.hi);
		json_end(writer, '}');
	}
	json_end(writer, ']');
}

static void put_axis(struct json_writer *writer, const char *key, const struct track *track,
		     double now, const double *at, int count)
{
	static const char *const scales[] = {
		[SCALE_LINEAR] = "linear",
		[SCALE_LOG] = "log",
		[SCALE_SQUARE] = "square",
	};
	char name[64];

	param_full_name(track->param, name, sizeof(name));
	json_begin(writer, key, '{');
	json_put_string(writer, "param", name);
	json_put_string(writer, "scale", scales[track->scale]);
	json_put_figure(writer, "now", now);
	json_begin_flat(writer, "at", '[');
	for (int i = 0; i < count; i++)
		json_put_figure(writer, NULL, at[i]);
	json_end(writer, ']');
	put_thresholds(writer, track);
	json_end(writer, '}');
}

static void put_best(struct json_writer *writer, const struct map *map)
{
	json_begin(writer, "best", '[');
	for (int row = 0; row < map->rows; row++) {
		json_begin_flat(writer, NULL, '[');
		for (int column = 0; column < map->columns; column++) {
			const struct map_cell *cell = &map->cell[row * map->columns + column];

			if (cell->known)
				json_put_string(writer, NULL, map_key(map_best(map, cell)));
			else
				json_put_null(writer, NULL);
		}
		json_end(writer, ']');
	}
	json_end(writer, ']');
}

static void put_costs(struct json_writer *writer, const struct map *map, enum arch arch)
{
	json_begin(writer, arch_key(arch), '[');
	for (int row = 0; row < map->rows; row++) {
		json_begin_flat(writer, NULL, '[');
		for (int column = 0; column < map->columns; column++) {
			const struct map_cell *cell = &map->cell[row * map->columns + column];

			json_put_figure(writer, NULL, cell->known ? cell->cost[arch] : (double)NAN);
		}
		json_end(writer, ']');
	}
	json_end(writer, ']');
}

static void put_line(struct json_writer *writer, const struct map *map, const struct map_line *line)
{
	json_begin(writer, NULL, '{');
	json_begin_flat(writer, "between", '[');
	json_put_string(writer, NULL, map_key(line->one));
	json_put_string(writer, NULL, map_key(line->other));
	json_end(writer, ']');
	json_put_bool(writer, "closed", line->closed);
	json_begin(writer, "points", '[');
	for (int i = 0; i < line->count; i++) {
		json_begin_flat(writer, NULL, '[');
		json_put_figure(writer, NULL, map->point[line->first + i].x);
		json_put_figure(writer, NULL, map->point[line->first + i].y);
		json_end(writer, ']');
	}
	json_end(writer, ']');
	json_end(writer, '}');
}

void map_json(FILE *out, const struct map *map, const struct scenario *scenario)
{
	struct json_writer writer;

	json_writer_init(&writer, out);
	json_begin(&writer, NULL, '{');
	json_put_string(&writer, "scenario", scenario->name);
	json_put_string(&writer, "measure", cost_measure_key(map->measure));
	json_put_bool(&writer, "targets", !map->any);
	put_axis(&writer, "x", &map->x, map->x_now, map->x_at, map->columns);
	put_axis(&writer, "y", &map->y, map->y_now, map->y_at, map->rows);
	put_best(&writer, map);
	json_begin(&writer, "cost", '{');
	for (int i = 0; i < scenario->arch_count; i++)
		put_costs(&writer, map, scenario->archs[i]);
	json_end(&writer, '}');
	json_begin(&writer, "frontier", '[');
	for (int i = 0; i < map->line_count; i++)
		put_line(&writer, map, &map->line[i]);
	json_end(&writer, ']');
	if (map->more)
		json_put_bool(&writer, "more", true);
	json_end(&writer, '}');
}
