// SPDX-License-Identifier: MIT
/*
 * The step model against measured hardware: time per output token of a closed loop, as in the rows
 * of a table of measurements. The table is somebody else's data and not part of the project; where
 * it is not beside it, the test says so and does nothing.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/suite.h"
#include "io/measured.h"
#include "io/model.h"
#include "validate/loop.h"
#include "validate/words.h"

/* The presets of the catalogue whose coefficients are fitted to runs of these setups. */
static const struct setup {
	const char *words, *preset;
	int rows;
	double error_most;
} setups[] = {
	{ "Llama-3.1-8B-Instruct h100_sxm", "llama-3.1-8b-h100", 42, 0.05 },
	{ "Llama-3.1-70B h100_sxm", "llama-3.1-70b-4xh100", 15, 0.05 },
	{ "Qwen3-32B h100_sxm", "qwen3-32b-4xh100", 30, 0.05 },
};

static double coefficient_s(const struct setup *setup, enum param_id id)
{
	return model_quote(model_find(setup->preset), id)->value / 1000;
}

static double tpot_error(const struct setup *setup, const struct measured_row *row)
{
	const struct batch_setup replica = {
		.replicas = 1,
		.prefill_budget_tok = 8192,
		.step_a_s = coefficient_s(setup, P_serving_step_a_ms),
		.step_b_s = coefficient_s(setup, P_serving_step_b_ms),
		.step_c_s = coefficient_s(setup, P_serving_step_c_ms),
		.step_d_s = coefficient_s(setup, P_serving_step_d_ms),
	};
	const struct loop loop = { row->concurrency, row->input_tok, row->output_tok };

	return fabs(loop_run(&replica, &loop).tpot_s / row->tpot_s - 1);
}

static bool open_table(struct measured *measured)
{
	const char *root = getenv("RAGTOP_SRC");
	struct error error;
	char path[4096];

	snprintf(path, sizeof(path), "%s/../shared/data/silicon/measured_ttft_tpot.csv",
		 root ? root : ".");
	if (access(path, F_OK) != 0)
		return false;
	ck_assert_msg(measured_load(path, measured, &error), "%d:%d: %s", error.line, error.column,
		      error.message);
	return true;
}

START_TEST(time_per_output_token)
{
	const struct setup *setup = &setups[_i];
	struct measured measured;
	double error = 0;
	int rows = 0;

	if (!open_table(&measured)) {
		printf("skipped: no table of measurements\n");
		return;
	}
	ck_assert_str_eq(measured.unknown, "");
	for (size_t i = 0; i < measured.count; i++)
		if (words_match(setup->words, measured.rows[i].label)) {
			error += tpot_error(setup, &measured.rows[i]);
			rows++;
		}
	measured_release(&measured);
	ck_assert_int_eq(rows, setup->rows);
	printf("%s: mean error %.2f %% over %d rows\n", setup->words, 100 * error / rows, rows);
	ck_assert_double_lt(error / rows, setup->error_most);
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("silicon");

	tcase_set_timeout(tcase, 60);
	tcase_add_loop_test(tcase, time_per_output_token, 0,
			    (int)(sizeof(setups) / sizeof(setups[0])));
	return suite_run("silicon", tcase);
}
