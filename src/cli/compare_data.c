// SPDX-License-Identifier: MIT
/* Comparisons for programs and spreadsheets. Declared in compare_report.h. */
#include <inttypes.h>
#include <math.h>
#include <stdio.h>

#include "cli/compare_report.h"
#include "io/csv.h"
#include "io/json_write.h"
#include "io/scenario_io.h"

static void put_scenarios(struct json_writer *writer, const struct comparison *comparison)
{
	json_begin(writer, "scenarios", '[');
	for (int i = 0; i < comparison->count; i++) {
		const struct result *result = comparison->results[i];

		json_begin(writer, NULL, '{');
		json_put_string(writer, "asked", comparison->names[i]);
		json_put_string(writer, "name", comparison->scenarios[i]->name);
		json_put_string(writer, "digest", result->digest);
		json_put_string(writer, "cheapest", arch_key(result->verdict.cheapest));
		json_put_string(writer, "best", arch_key(result->verdict.best));
		json_put_bool(writer, "none_meets", result->verdict.none_meets);
		json_put_string(writer, "why", result->verdict.why);
		json_end(writer, '}');
	}
	json_end(writer, ']');
}

static void put_others(struct json_writer *writer, const struct compare_inputs *inputs)
{
	json_begin_flat(writer, "others", '[');
	if (inputs->architectures)
		json_put_string(writer, NULL, "architectures");
	if (inputs->horizon)
		json_put_string(writer, NULL, "horizon_days");
	if (inputs->timeline)
		json_put_string(writer, NULL, "timeline");
	if (inputs->price_book)
		json_put_string(writer, NULL, "price_book");
	if (inputs->trace)
		json_put_string(writer, NULL, "traffic.trace");
	if (inputs->fidelity)
		json_put_string(writer, NULL, "fidelity");
	json_end(writer, ']');
}

static void put_inputs(struct json_writer *writer, const struct comparison *comparison)
{
	const struct compare_inputs *inputs = &comparison->inputs;
	char name[64];

	json_begin(writer, "inputs", '{');
	json_begin(writer, "params", '{');
	for (int i = 0; i < inputs->param_count; i++) {
		enum param_id id = inputs->params[i];

		param_full_name(id, name, sizeof(name));
		json_begin_flat(writer, name, '[');
		for (int s = 0; s < comparison->count; s++)
			scenario_write_value(writer, NULL, id,
					     params_get(&comparison->scenarios[s]->params, id));
		json_end(writer, ']');
	}
	json_end(writer, '}');
	json_begin(writer, "targets", '{');
	for (int i = 0; i < inputs->target_count; i++) {
		json_begin_flat(writer, target_key(inputs->targets[i]), '[');
		for (int s = 0; s < comparison->count; s++)
			json_put_figure(writer, NULL,
					comparison->scenarios[s]->targets[inputs->targets[i]]);
		json_end(writer, ']');
	}
	json_end(writer, '}');
	put_others(writer, inputs);
	json_end(writer, '}');
}

static void put_differences(struct json_writer *writer, const struct comparison *comparison,
			    enum arch arch, const struct figure *figure)
{
	json_begin(writer, "differences", '[');
	for (int s = 1; s < comparison->count; s++) {
		struct gap gap = compare_gap(comparison->results[0], comparison->results[s], arch,
					     figure);

		json_begin_flat(writer, NULL, '{');
		json_put_figure(writer, "value", gap.value);
		if (!isnan(gap.half)) {
			json_begin_flat(writer, "ci95", '[');
			json_put_figure(writer, NULL, gap.value - gap.half);
			json_put_figure(writer, NULL, gap.value + gap.half);
			json_end(writer, ']');
			json_put_bool(writer, "paired", gap.paired);
		}
		json_end(writer, '}');
	}
	json_end(writer, ']');
}

static void put_arch(struct json_writer *writer, const struct comparison *comparison,
		     enum arch arch)
{
	json_begin(writer, arch_key(arch), '{');
	for (int i = 0; i < figure_count; i++) {
		const struct figure *figure = &figure_table[i];

		json_begin(writer, figure->path, '{');
		json_begin_flat(writer, "values", '[');
		for (int s = 0; s < comparison->count; s++) {
			const struct arch_result *result = &comparison->results[s]->arch[arch];

			json_put_figure(writer, NULL,
					result->present ? figure_value(result, figure)
							: (double)NAN);
		}
		json_end(writer, ']');
		put_differences(writer, comparison, arch, figure);
		json_end(writer, '}');
	}
	json_end(writer, '}');
}

void compare_json(FILE *out, const struct comparison *comparison)
{
	struct json_writer writer;
	char seed[24];

	snprintf(seed, sizeof(seed), "%" PRIu64, comparison->results[0]->seed);
	json_writer_init(&writer, out);
	json_begin(&writer, NULL, '{');
	json_put_number(&writer, "ragtop", 1);
	json_put_string(&writer, "seed", seed);
	json_put_bool(&writer, "seeds_differed", comparison->own_seeds);
	put_scenarios(&writer, comparison);
	put_inputs(&writer, comparison);
	json_begin(&writer, "architectures", '{');
	for (unsigned int arch = 0; arch < ARCH_COUNT; arch++)
		if (compare_has(comparison->results, comparison->count, (enum arch)arch))
			put_arch(&writer, comparison, (enum arch)arch);
	json_end(&writer, '}');
	json_end(&writer, '}');
}

static void put_row(FILE *out, const struct comparison *comparison, int other, enum arch arch,
		    const struct figure *figure)
{
	const struct result *a = comparison->results[0], *b = comparison->results[other];
	struct gap gap = compare_gap(a, b, arch, figure);

	fprintf(out, "%s,%s,%d", arch_key(arch), figure->path, other + 1);
	csv_next_number(out, a->arch[arch].present ? figure_value(&a->arch[arch], figure) : NAN);
	csv_next_number(out, b->arch[arch].present ? figure_value(&b->arch[arch], figure) : NAN);
	csv_next_number(out, gap.value);
	csv_next_number(out, gap.value - gap.half);
	csv_next_number(out, gap.value + gap.half);
	fprintf(out, ",%s\n", isnan(gap.half) ? "" : gap.paired ? "true" : "false");
}

void compare_csv(FILE *out, const struct comparison *comparison)
{
	fputs("architecture,figure,scenario,first,value,difference,ci95_lo,ci95_hi,paired\n", out);
	for (unsigned int arch = 0; arch < ARCH_COUNT; arch++)
		for (int i = 0; i < figure_count; i++)
			for (int s = 1; s < comparison->count; s++)
				if (compare_has(comparison->results, comparison->count,
						(enum arch)arch))
					put_row(out, comparison, s, (enum arch)arch,
						&figure_table[i]);
}
