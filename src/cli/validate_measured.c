// SPDX-License-Identifier: MIT
/* Measured rows beside the step model: `validate --measured FILE --step a,b,c,d`. */
#include "cli/validate.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/format.h"
#include "base/text.h"
#include "base/xalloc.h"
#include "cli/cli.h"
#include "cli/output.h"
#include "cli/wrap.h"
#include "io/json_write.h"
#include "io/measured.h"
#include "session/each.h"
#include "validate/loop.h"
#include "validate/words.h"

enum { LABEL_WIDTH = 20, CHUNK_TOK = 8192 };

/* One row and what the model says. */
struct compared {
	const struct measured_row *row;
	struct loop_figures figures;
};

/* Measured = alpha + gamma x simulated, the line through the times to first token that leaves the
 * least squares of relative errors. NaN: no line, or no row more than fix it. */
struct line_fit {
	double alpha_s, gamma, mape;
};

enum { LINE_ROWS = 2 }; /* fix a line */

struct comparison {
	struct batch_setup setup;
	struct measured measured;
	struct compared *rows; /* those that are asked for */
	int count;
	double tpot_mape, ttft_mape;
	struct line_fit fit;
};

/* ---- what is asked for ---- */

static bool parse_steps(const char *text, struct batch_setup *setup, struct error *error)
{
	double ms[4] = { 0 };
	const char *at = text;
	char *end;
	int count = 0;

	for (; count < 4; at = end + 1) {
		ms[count] = strtod(at, &end);
		if (end == at || !(ms[count] >= 0 && ms[count] <= 1e6))
			break;
		count++;
		if (*end != ',')
			break;
	}
	if (count != 4 || *end != '\0' || strspn(text, "0123456789.eE+-,") != strlen(text))
		return error_set(error,
				 "not four numbers of milliseconds, as 11.02,0.055,2.79e-5,0.0446: "
				 "\"--step\"");
	if (ms[0] + ms[1] <= 0)
		return error_set(error, "steps would take no time: \"--step\"");
	*setup = (struct batch_setup){ .replicas = 1,
				       .prefill_budget_tok = CHUNK_TOK,
				       .step_a_s = ms[0] / 1000,
				       .step_b_s = ms[1] / 1000,
				       .step_c_s = ms[2] / 1000,
				       .step_d_s = ms[3] / 1000 };
	return true;
}

static bool parse_within(const char *text, double *within, struct error *error)
{
	if (!text)
		return true;
	if (!parse_quantity(text, UNIT_SHARE, NAN, within, error))
		return false;
	return *within >= 0 || error_set(error, "below 0: \"--within\"");
}

static bool take_rows(struct comparison *all, const char *words, struct error *error)
{
	all->rows = xcalloc(all->measured.count, sizeof(*all->rows));
	for (size_t i = 0; i < all->measured.count; i++)
		if (words_match(words, all->measured.rows[i].label))
			all->rows[all->count++].row = &all->measured.rows[i];
	return all->count > 0 || error_set(error, "no row is called that: \"%s\"", words);
}

/* ---- comparing ---- */

static void run_row(void *context, int i)
{
	struct comparison *all = context;
	const struct measured_row *row = all->rows[i].row;
	const struct loop loop = { row->concurrency, row->input_tok, row->output_tok };

	all->rows[i].figures = loop_run(&all->setup, &loop);
}

static double tpot_error(const struct compared *one)
{
	return one->figures.tpot_s / one->row->tpot_s - 1;
}

static double ttft_error(const struct compared *one)
{
	return one->figures.ttft_s / one->row->ttft_s - 1;
}

static void fit_line(struct comparison *all)
{
	double w = 0, x = 0, y = 0, xx = 0, xy = 0, bottom;
	struct line_fit *fit = &all->fit;

	for (int i = 0; i < all->count; i++) {
		double simulated = all->rows[i].figures.ttft_s, was = all->rows[i].row->ttft_s;
		double weight = 1 / (was * was);

		w += weight;
		x += weight * simulated;
		y += weight * was;
		xx += weight * simulated * simulated;
		xy += weight * simulated * was;
	}
	bottom = w * xx - x * x;
	/* one row, or all alike: there is no line through them */
	fit->gamma = bottom > 1e-9 * w * xx ? (w * xy - x * y) / bottom : (double)NAN;
	fit->alpha_s = (y - fit->gamma * x) / w;
	for (int i = 0; i < all->count; i++)
		fit->mape += fabs((fit->alpha_s + fit->gamma * all->rows[i].figures.ttft_s) /
					  all->rows[i].row->ttft_s -
				  1) /
			     all->count;
	if (all->count <= LINE_ROWS)
		fit->mape = NAN;
}

static void compare(struct comparison *all, int threads)
{
	session_each(all->count, threads, run_row, all);
	for (int i = 0; i < all->count; i++) {
		all->tpot_mape += fabs(tpot_error(&all->rows[i])) / all->count;
		all->ttft_mape += fabs(ttft_error(&all->rows[i])) / all->count;
	}
	fit_line(all);
}

/* ---- reporting ---- */

static void write_text_row(FILE *out, const struct compared *one)
{
	const struct measured_row *row = one->row;
	char label[MEASURED_LABEL_SIZE];

	snprintf(label, sizeof(label), "%.*s", (int)text_fit(row->label, LABEL_WIDTH), row->label);
	put_column(out, label, LABEL_WIDTH);
	fprintf(out, " %6d %5d %4d", row->input_tok, row->output_tok, row->concurrency);
	fprintf(out, " %7.2f %7.2f %+5.1f", 1000 * row->tpot_s, 1000 * one->figures.tpot_s,
		100 * tpot_error(one));
	fprintf(out, " %7.1f %7.1f %+5.0f\n", 1000 * row->ttft_s, 1000 * one->figures.ttft_s,
		100 * ttft_error(one));
}

static void write_fit(FILE *out, const struct line_fit *fit)
{
	if (isnan(fit->gamma))
		fputs("No line through first tokens: it takes two rows that differ, and more to "
		      "check it.\n",
		      out);
	else if (isnan(fit->mape))
		fprintf(out,
			"Two rows fix first tokens as %.1f ms + %.2f x simulated; none is left to "
			"check it.\n",
			1000 * fit->alpha_s, fit->gamma);
	else
		fprintf(out, "First tokens as %.1f ms + %.2f x simulated are still %.1f %% off.\n",
			1000 * fit->alpha_s, fit->gamma, 100 * fit->mape);
	fputs("Do not trust the time to first token of a self-hosted model.\n", out);
}

static void write_text(FILE *out, const struct comparison *all)
{
	fprintf(out, "%-*s %17s  %19s  %19s\n", LABEL_WIDTH, "", "", "ms a token",
		"ms to the first");
	fprintf(out, "%-*s %6s %5s %4s %7s %7s %5s %7s %7s %5s\n", LABEL_WIDTH, "measured", "in",
		"out", "x", "was", "model", "%", "was", "model", "%");
	for (int i = 0; i < all->count; i++)
		write_text_row(out, &all->rows[i]);
	fprintf(out, "\n%d row%s: time per output token %.2f %% off on average,", all->count,
		all->count == 1 ? "" : "s", 100 * all->tpot_mape);
	fprintf(out, " to first token %.1f %%\n", 100 * all->ttft_mape);
	write_fit(out, &all->fit);
}

static void write_json_row(struct json_writer *writer, const struct compared *one)
{
	json_begin_flat(writer, NULL, '{');
	json_put_string(writer, "label", one->row->label);
	json_put_number(writer, "line", one->row->line);
	json_put_number(writer, "input_tok", one->row->input_tok);
	json_put_number(writer, "output_tok", one->row->output_tok);
	json_put_number(writer, "concurrency", one->row->concurrency);
	json_put_figure(writer, "tpot_s", one->row->tpot_s);
	json_put_figure(writer, "tpot_simulated_s", one->figures.tpot_s);
	json_put_figure(writer, "tpot_error", tpot_error(one));
	json_put_figure(writer, "ttft_s", one->row->ttft_s);
	json_put_figure(writer, "ttft_simulated_s", one->figures.ttft_s);
	json_put_figure(writer, "ttft_error", ttft_error(one));
	json_end(writer, '}');
}

static void write_json(FILE *out, const struct comparison *all)
{
	struct json_writer writer;

	json_writer_init(&writer, out);
	json_begin(&writer, NULL, '{');
	json_begin(&writer, "rows", '[');
	for (int i = 0; i < all->count; i++)
		write_json_row(&writer, &all->rows[i]);
	json_end(&writer, ']');
	json_put_figure(&writer, "tpot_mape", all->tpot_mape);
	json_put_figure(&writer, "ttft_mape", all->ttft_mape);
	json_begin_flat(&writer, "ttft_line", '{');
	json_put_figure(&writer, "alpha_s", all->fit.alpha_s);
	json_put_figure(&writer, "gamma", all->fit.gamma);
	json_put_figure(&writer, "mape", all->fit.mape);
	json_end(&writer, '}');
	json_end(&writer, '}');
}

static bool report(const struct comparison *all, bool json, struct error *error)
{
	struct output output;

	if (!output_open(&output, error))
		return false;
	if (json)
		write_json(output.stream, all);
	else
		write_text(output.stream, all);
	return output_close(&output, NULL, error);
}

int validate_measured(const struct options *options)
{
	bool json = options->json || options->format == FORMAT_JSON;
	struct comparison all = { 0 };
	double within = INFINITY;
	struct error error;
	bool ok = parse_steps(options->step, &all.setup, &error) &&
		  parse_within(options->within, &within, &error) &&
		  measured_load(options->measured, &all.measured, &error) &&
		  take_rows(&all, options->only, &error);

	if (ok) {
		if (all.measured.unknown[0] != '\0')
			fprintf(stderr, "ragtop: %s:%d:1: columns that are not read: \"%s\"\n",
				options->measured, all.measured.header_line, all.measured.unknown);
		compare(&all, options->threads);
		ok = report(&all, json, &error);
	}
	free(all.rows);
	measured_release(&all.measured);
	if (!ok)
		return cli_fail(&error);
	return all.tpot_mape <= within ? EXIT_OK : EXIT_NO;
}
