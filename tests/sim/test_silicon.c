// SPDX-License-Identifier: MIT
/*
 * The step model against measured hardware: time per output token of a closed loop, as in the rows
 * of a table of measurements. The table is somebody else's data and not part of the project; where
 * it is not beside it, the test says so and does nothing.
 */
#include "sim/batch.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/rng.h"
#include "base/suite.h"
#include "io/model.h"

enum { CONCURRENCY_MAX = 1024, ROUNDS_BEFORE = 2, ROUNDS = 4 };

/* The presets of the catalogue whose coefficients are fitted to runs of these setups. */
static const struct setup {
	const char *model, *gpu, *preset;
	int rows;
	double error_most;
} setups[] = {
	{ "Llama-3.1-8B-Instruct", "h100_sxm", "llama-3.1-8b-h100", 42, 0.05 },
	{ "Llama-3.1-70B", "h100_sxm", "llama-3.1-70b-4xh100", 15, 0.05 },
	{ "Qwen3-32B", "h100_sxm", "qwen3-32b-4xh100", 30, 0.05 },
};

struct row {
	char model[80], gpu[40];
	int prompt_tok, output_tok, concurrency;
	double tpot_s;
};

static struct batch batch;

static bool read_row(const char *line, struct row *row)
{
	char backend[40], precision[40];
	int parallel;
	double ttft_ms, tpot_ms;

	if (sscanf(line, "%79[^,],%39[^,],%39[^,],%39[^,],%d,%d,%d,%d,%lf,%lf", row->model,
		   row->gpu, backend, precision, &parallel, &row->prompt_tok, &row->output_tok,
		   &row->concurrency, &ttft_ms, &tpot_ms) != 10)
		return false;
	row->tpot_s = tpot_ms / 1000;
	return row->concurrency <= CONCURRENCY_MAX;
}

/* All sequences somewhere in their answers: started together they would stay together. */
static void start_loop(const struct row *row, struct rng *rng)
{
	for (int i = 0; i < row->concurrency; i++)
		batch_place(&batch, 0, (uint32_t)i, row->prompt_tok, row->output_tok,
			    1 + floor(rng_unit(rng) * (row->output_tok - 1)));
	batch_begin(&batch, rng);
}

static double coefficient_s(const struct setup *setup, enum param_id id)
{
	return model_quote(model_find(setup->preset), id)->value / 1000;
}

/* Whoever is done asks again at once. */
static double closed_loop_tpot_s(const struct setup *setup, const struct row *row)
{
	struct batch_setup replica = {
		.replicas = 1,
		.max_batch = CONCURRENCY_MAX,
		.kv_tok = 1e9,
		.prefill_budget_tok = 8192,
		.step_a_s = coefficient_s(setup, P_serving_step_a_ms),
		.step_b_s = coefficient_s(setup, P_serving_step_b_ms),
		.step_c_s = coefficient_s(setup, P_serving_step_c_ms),
		.step_d_s = coefficient_s(setup, P_serving_step_d_ms),
	};
	int before = ROUNDS_BEFORE * row->concurrency, count = 0;
	struct batch_report report;
	double sum_s = 0;
	struct rng rng;

	rng_open(&rng, 1, 0, 0, "closed-loop");
	batch_reset(&batch, &replica);
	start_loop(row, &rng);
	for (int served = 0; served < before + ROUNDS * row->concurrency; served++) {
		ck_assert(batch_next(&batch, INFINITY, &report));
		if (served >= before) {
			sum_s += (report.done_s - report.first_s) / (row->output_tok - 1);
			count++;
		}
		ck_assert(batch_arrive(&batch, report.done_s, report.id, row->prompt_tok, 0,
				       row->output_tok));
	}
	return sum_s / count;
}

static FILE *open_table(void)
{
	const char *root = getenv("RAGTOP_SRC");
	char path[4096];

	snprintf(path, sizeof(path), "%s/../shared/data/silicon/measured_ttft_tpot.csv",
		 root ? root : ".");
	return fopen(path, "r");
}

START_TEST(time_per_output_token)
{
	const struct setup *setup = &setups[_i];
	FILE *table = open_table();
	double error = 0;
	char line[512];
	int rows = 0;
	struct row row;

	if (!table) {
		printf("skipped: no table of measurements\n");
		return;
	}
	while (fgets(line, sizeof(line), table))
		if (read_row(line, &row) && strstr(row.model, setup->model) &&
		    strcmp(row.gpu, setup->gpu) == 0) {
			error += fabs(closed_loop_tpot_s(setup, &row) / row.tpot_s - 1);
			rows++;
		}
	fclose(table);
	ck_assert_int_eq(rows, setup->rows);
	printf("%s: mean error %.2f %% over %d rows\n", setup->model, 100 * error / rows, rows);
	ck_assert_double_lt(error / rows, setup->error_most);
}
END_TEST

static void teardown(void)
{
	batch_release(&batch);
}

int main(void)
{
	TCase *tcase = tcase_create("silicon");

	tcase_add_checked_fixture(tcase, NULL, teardown);
	tcase_set_timeout(tcase, 60);
	tcase_add_loop_test(tcase, time_per_output_token, 0,
			    (int)(sizeof(setups) / sizeof(setups[0])));
	return suite_run("silicon", tcase);
}
