// SPDX-License-Identifier: MIT
/* What a result holds for plots alone: heat maps, time per token, the strip of retraining, bands.
 */
#include <math.h>
#include <string.h>

#include "base/suite.h"
#include "base/xalloc.h"
#include "sim/band.h"
#include "sim/heat.h"

#include <ragtop/run.h>

static struct scenario scenario;
static struct result *result;

static void setup(void)
{
	struct run_options options = { .pictures = true };
	struct error error;

	scenario_init(&scenario);
	result = xcalloc(1, sizeof(*result));
	ck_assert_msg(run(&scenario, &options, result, &error), "%s", error.message);
}

static void teardown(void)
{
	free(result);
}

/* Nobody pays for pictures without asking, and they change nothing else. */
START_TEST(only_when_asked_for)
{
	static const struct arch_pictures none;
	struct run_options options = { 0 };
	struct result *plain = xcalloc(1, sizeof(*plain));
	struct error error;

	ck_assert_msg(run(&scenario, &options, plain, &error), "%s", error.message);
	ck_assert_str_eq(plain->digest, result->digest);
	for (int i = 0; i < scenario.arch_count; i++) {
		struct arch_result *got = &plain->arch[scenario.archs[i]];

		ck_assert_mem_eq(&got->pictures, &none, sizeof(none));
		got->pictures = result->arch[scenario.archs[i]].pictures;
	}
	ck_assert_mem_eq(plain, result, sizeof(*plain));
	free(plain);
}
END_TEST

START_TEST(levels_keep_shares)
{
	ck_assert_uint_eq(result_heat_level(0), 0);
	ck_assert_uint_eq(result_heat_level(1), 255);
	ck_assert_double_eq(result_heat_share(0), 0);
	for (double share = 1; share > 1e-6; share /= 1.7)
		ck_assert_double_eq_tol(result_heat_share(result_heat_level(share)) / share, 1,
					0.03);
	ck_assert_uint_eq(result_heat_level(1e-30), 1);
}
END_TEST

START_TEST(bins_hold_their_values)
{
	static struct histogram histogram;
	static struct density density;
	uint8_t levels[RESULT_HEAT_BINS];

	/* three in four answers after 0.2 s, one after 30 s */
	for (int i = 0; i < 4; i++)
		histogram_add(&histogram, i < 3 ? 0.2 : 30);
	density_add(&density, &histogram, 1);
	heat_of_density(&density, levels);
	for (int bin = 0; bin < RESULT_HEAT_BINS; bin++) {
		bool fast = result_heat_edge_s(bin) <= 0.2 && 0.2 < result_heat_edge_s(bin + 1);
		bool slow = result_heat_edge_s(bin) <= 30 && 30 < result_heat_edge_s(bin + 1);

		ck_assert_double_eq_tol(result_heat_share(levels[bin]),
					fast   ? 0.75
					: slow ? 0.25
					       : 0,
					0.02);
	}
}
END_TEST

START_TEST(quantiles_of_tokens)
{
	double bins[TOKEN_BINS] = { 0 };

	ck_assert(isnan(token_quantile(bins, 0.5)));
	bins[100] = bins[200] = 1;
	ck_assert_double_eq_tol(token_quantile(bins, 0.25),
				(token_edge_s(100) + token_edge_s(101)) / 2, 1e-12);
	ck_assert_double_eq(token_quantile(bins, 1), token_edge_s(201));
	/* sixteen to an octave */
	ck_assert_double_eq(token_edge_s(116), 2 * token_edge_s(100));
}
END_TEST

/* Buckets weighed by their queries give the run's histogram, bin by two bins. */
static void check_heat(enum arch arch, enum heat heat, const double *hist)
{
	const struct arch_result *out = &result->arch[arch];
	double queries = 0;

	for (int b = 0; b < RESULT_BUCKETS; b++)
		queries += out->series.queries[b];
	for (int bin = 0; bin < RESULT_HEAT_BINS; bin++) {
		double share = 0;

		for (int b = 0; b < RESULT_BUCKETS; b++)
			share += out->series.queries[b] / queries *
				 result_heat_share(out->pictures.heat[heat][b][bin]);
		ck_assert_double_eq_tol(share, hist[2 * bin] + hist[2 * bin + 1], 0.05);
	}
}

START_TEST(heat_is_the_histogram_by_bucket)
{
	for (int i = 0; i < scenario.arch_count; i++) {
		const struct arch_result *out = &result->arch[scenario.archs[i]];

		check_heat(scenario.archs[i], HEAT_TTFT, out->ttft_hist);
		check_heat(scenario.archs[i], HEAT_E2E, out->e2e_hist);
		check_heat(scenario.archs[i], HEAT_TPOT, out->pictures.tpot_hist);
	}
}
END_TEST

START_TEST(time_per_token_by_bucket)
{
	for (int i = 0; i < scenario.arch_count; i++) {
		const struct arch_result *out = &result->arch[scenario.archs[i]];

		for (int b = 0; b < RESULT_BUCKETS; b++) {
			ck_assert_double_le(out->pictures.tpot_p50_s[b],
					    out->pictures.tpot_p95_s[b]);
			/* nothing changes over this run: each bucket is like the whole */
			ck_assert_double_eq_tol(out->pictures.tpot_p50_s[b] / out->tpot_s.p50, 1,
						0.2);
		}
	}
}
END_TEST

START_TEST(spans_are_the_events)
{
	for (int i = 0; i < scenario.arch_count; i++) {
		const struct arch_result *out = &result->arch[scenario.archs[i]];
		int deploys = 0, deployed = 0;

		for (int k = 0; k < out->pictures.span_count; k++) {
			const struct pipeline_span *span = &out->pictures.spans[k];

			ck_assert_float_le(span->from_s, span->to_s);
			/* one run at a time */
			if (k > 0)
				ck_assert_float_ge(span->from_s, out->pictures.spans[k - 1].from_s);
			deploys += span->stage == PIPELINE_DEPLOY &&
				   span->to_s <= result->horizon_s;
		}
		for (int k = 0; k < out->event_count; k++)
			deployed += out->events[k].kind == EVENT_DEPLOYED;
		ck_assert_int_ge(deploys, deployed);
		if (scenario.archs[i] == ARCH_FT)
			ck_assert_int_gt(deployed, 0);
		else if (scenario.archs[i] == ARCH_RAG)
			ck_assert_int_eq(out->pictures.span_count, 0);
	}
}
END_TEST

START_TEST(band_lies_around_the_runs)
{
	double path[11][RESULT_BUCKETS], out[RESULT_BUCKETS];

	for (int r = 0; r < 11; r++)
		for (int b = 0; b < RESULT_BUCKETS; b++)
			path[r][b] = (r * 7) % 11 + b;
	band_quantile(path, 11, 0.1, out);
	ck_assert_double_eq_tol(out[5], 6, 1e-12);
	band_quantile(path, 11, 0.95, out);
	ck_assert_double_eq_tol(out[0], 9.5, 1e-12);
	for (int i = 0; i < scenario.arch_count; i++) {
		const struct arch_result *arch = &result->arch[scenario.archs[i]];
		const struct arch_pictures *pictures = &arch->pictures;

		for (int b = 0; b < RESULT_BUCKETS; b++)
			ck_assert_double_le(pictures->usd_p10[b], pictures->usd_p90[b]);
		/* the mean of the runs lies between tenths of them */
		ck_assert_double_le(pictures->usd_p10[RESULT_BUCKETS - 1],
				    arch->total_usd * (1 + 1e-9));
		ck_assert_double_ge(pictures->usd_p90[RESULT_BUCKETS - 1],
				    arch->total_usd * (1 - 1e-9));
	}
}
END_TEST

/* By the end of every bucket the categories come to what was spent, with everything in it that is
 * paid at once: another embedder, retraining, a switch. */
START_TEST(ledger_adds_up_to_the_series)
{
	struct run_options options = { .pictures = true };
	const struct timeline_entry switched = {
		.at_days = 200,
		.kind = TIMELINE_SWITCH,
		.from = ARCH_RAG,
		.to = ARCH_HYBRID,
		.migration_usd = 4000,
	};
	struct result *many = xcalloc(1, sizeof(*many));
	struct scenario busy = scenario;
	struct error error;

	busy.params.rag.reembed_every_days = 90;
	busy.params.money.stale_answer_usd = 0.5;
	busy.params.money.wrong_answer_usd = 0.25;
	busy.params.traffic.growth_frac_per_month = 0.05;
	busy.params.knowledge.corpus_growth_frac_per_month = 0.05;
	scenario_timeline_add(&busy, &switched);
	ck_assert_msg(run(&busy, &options, many, &error), "%s", error.message);
	for (int i = 0; i < busy.arch_count; i++) {
		const struct arch_result *arch = &many->arch[busy.archs[i]];
		double sum = 0;

		for (int b = 0; b < RESULT_BUCKETS; b++) {
			for (int c = 0; c < LEDGER_COUNT; c++)
				sum += arch->pictures.ledger_usd[c][b];
			ck_assert_double_eq_tol(sum / arch->series.cumulative_usd[b], 1, 1e-6);
		}
	}
	ck_assert_float_eq(many->arch[ARCH_RAG].pictures.ledger_usd[LEDGER_MIGRATION][100], 4000);
	ck_assert_float_eq(many->arch[ARCH_FT].pictures.ledger_usd[LEDGER_UPFRONT][0],
			   (float)busy.params.ft.upfront_usd);
	free(many);
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("pictures");

	tcase_add_unchecked_fixture(tcase, setup, teardown);
	tcase_add_test(tcase, only_when_asked_for);
	tcase_add_test(tcase, levels_keep_shares);
	tcase_add_test(tcase, bins_hold_their_values);
	tcase_add_test(tcase, quantiles_of_tokens);
	tcase_add_test(tcase, heat_is_the_histogram_by_bucket);
	tcase_add_test(tcase, time_per_token_by_bucket);
	tcase_add_test(tcase, spans_are_the_events);
	tcase_add_test(tcase, band_lies_around_the_runs);
	tcase_add_test(tcase, ledger_adds_up_to_the_series);
	return suite_run("sim/pictures", tcase);
}
