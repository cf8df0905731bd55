// SPDX-License-Identifier: MIT
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/cli.h"
#include "cli/options.h"
#include "cli/output.h"
#include "cli/validate.h"
#include "cli/wrap.h"
#include "io/json_write.h"
#include "session/each.h"
#include "validate/validate.h"

enum { TEXT_SIZE = 128, NAME_WIDTH = 28 };

/* ---- as text ---- */

/* A share of what theory says, in per cent. */
static void percent(char *text, double part, double whole)
{
	double share = 100 * fabs(part / whole);

	if (share > 0 && share < 0.01)
		snprintf(text, TEXT_SIZE, "<.01 %%");
	else
		snprintf(text, TEXT_SIZE, "%.*f %%",
			 share == 0 || share >= 9.95 ? 0
			 : share < 0.095             ? 2
						     : 1,
			 share);
}

/* In front of half the width of an interval. */
static const char *sign(void)
{
	return cli_is_unicode() ? "±" : "~";
}

static void write_finding(FILE *out, const struct finding *finding)
{
	char name[TEXT_SIZE], off[TEXT_SIZE], allowed[TEXT_SIZE];
	bool random = !isnan(finding->half);

	snprintf(name, sizeof(name), "  %s: %s", finding->name, finding->figure);
	percent(off, random ? finding->half : finding->found - finding->theory, finding->theory);
	percent(allowed, finding->allowed, finding->theory);
	put_column(out, name, NAME_WIDTH);
	fprintf(out, " %9.6g %9.6g %s%7s %7s %s\n", finding->theory, finding->found,
		random ? sign() : " ", off, allowed, validity_name(finding->validity));
	if (finding->reason && finding->validity == VALIDITY_DECLARED)
		fprintf(out, "      %s\n", finding->reason);
}

static void write_text(FILE *out, const struct findings *findings)
{
	const char *group = "";

	for (size_t i = 0; i < findings->count; i++) {
		const struct finding *finding = &findings->of[i];

		if (strcmp(group, finding->group) != 0) {
			fprintf(out, "%s%-*s %9s %9s %s or off %7s\n", i > 0 ? "\n" : "",
				NAME_WIDTH, finding->group, "theory", "simulated", sign(),
				"allowed");
			group = finding->group;
		}
		write_finding(out, finding);
	}
	fprintf(out, "\n%zu figures: %d hold, %d are declared limits, %d fail\n", findings->count,
		findings->tally[VALIDITY_HOLDS], findings->tally[VALIDITY_DECLARED],
		findings->tally[VALIDITY_FAILS]);
}

/* ---- as JSON ---- */

static void write_json_finding(struct json_writer *writer, const struct finding *finding)
{
	json_begin_flat(writer, NULL, '{');
	json_put_string(writer, "group", finding->group);
	json_put_string(writer, "name", finding->name);
	json_put_string(writer, "figure", finding->figure);
	json_put_figure(writer, "theory", finding->theory);
	json_put_figure(writer, "simulated", finding->found);
	if (!isnan(finding->half)) {
		json_begin_flat(writer, "ci95", '[');
		json_put_figure(writer, NULL, finding->found - finding->half);
		json_put_figure(writer, NULL, finding->found + finding->half);
		json_end(writer, ']');
	} else {
		json_put_null(writer, "ci95");
	}
	json_put_figure(writer, "error_frac", finding->found / finding->theory - 1);
	json_put_figure(writer, "allowed_frac", finding->allowed / fabs(finding->theory));
	json_put_string(writer, "verdict", validity_name(finding->validity));
	if (finding->reason && finding->validity == VALIDITY_DECLARED)
		json_put_string(writer, "reason", finding->reason);
	json_end(writer, '}');
}

static void write_json(FILE *out, const struct findings *findings)
{
	struct json_writer writer;

	json_writer_init(&writer, out);
	json_begin(&writer, NULL, '{');
	json_begin(&writer, "checks", '[');
	for (size_t i = 0; i < findings->count; i++)
		write_json_finding(&writer, &findings->of[i]);
	json_end(&writer, ']');
	json_put_number(&writer, "hold", findings->tally[VALIDITY_HOLDS]);
	json_put_number(&writer, "declared", findings->tally[VALIDITY_DECLARED]);
	json_put_number(&writer, "fail", findings->tally[VALIDITY_FAILS]);
	json_end(&writer, '}');
}

/* ---- the command ---- */

/* clang-format off */
#define AT(member) offsetof(struct options, member)

static const struct option validate_options[] = {
	{ "--only", "WORDS", "checks or rows that have all of these words in their names",
	  OPTION_TEXT, AT(only), 0, 0 },
	{ "--long", NULL, "counts how often intervals hold the truth as well; takes minutes",
	  OPTION_FLAG, AT(intervals), 1, 0 },
	{ "--measured", "FILE", "compares a model of one's own with measurements instead",
	  OPTION_TEXT, AT(measured), 0, 0 },
	{ "--step", "A,B,C,D", "what its steps take, in ms: as serving.step_a_ms ...",
	  OPTION_TEXT, AT(step), 0, 0 },
	{ "--within", "SHARE", "exit status 1 if time per output token is further off, as 5%",
	  OPTION_TEXT, AT(within), 0, 0 },
	{ "--format", "text|json", "what the table is written as", OPTION_CHOICE, AT(format), 0, 0 },
	{ "--json", NULL, "the same as --format json", OPTION_FLAG, AT(json), 1, 0 },
	{ "--threads", "N", "threads; 0: one per processor. The result does not depend on it",
	  OPTION_WHOLE, AT(threads), 256, 0 },
	{ 0 },
};
/* clang-format on */

static const struct usage usage = {
	.synopsis = "validate [OPTION]...",
	.summary = "Holds the simulator against theory and published bills: how far each\n"
		   "figure is off, or half of its 95 % interval, and what is allowed.\n"
		   "A declared limit is known and no larger than stated. Exit status 1 if\n"
		   "anything fails.\n\n"
		   "A FILE of measurements is CSV with the columns input_tok, output_tok,\n"
		   "concurrency, ttft_ms and tpot_ms in any order, and perhaps model, gpu,\n"
		   "backend, precision and tensor_parallel, which name the row for --only.",
	.tables = { validate_options },
};

static void run_unit(void *validation, int unit)
{
	validation_unit_run(validation, unit);
}

static int check_theory(const struct options *options)
{
	struct validate_options what = { .only = options->only,
					 .intervals = options->intervals,
					 .theory_factor = 1 };
	struct validation *validation = validation_new(&what);
	struct findings findings;
	struct output output;
	struct error error;
	int status = EXIT_OK;

	session_each(validation_unit_count(validation), options->threads, run_unit, validation);
	validation_finish(validation, &findings);
	if (findings.count == 0) {
		findings_release(&findings);
		error_set(&error, "no check is called that: \"%s\"", options->only);
		return cli_fail(&error);
	}
	if (findings.tally[VALIDITY_FAILS] > 0)
		status = EXIT_NO;
	if (!output_open(&output, &error)) {
		status = cli_fail(&error);
	} else {
		if (options->json || options->format == FORMAT_JSON)
			write_json(output.stream, &findings);
		else
			write_text(output.stream, &findings);
		if (!output_close(&output, NULL, &error))
			status = cli_fail(&error);
	}
	findings_release(&findings);
	return status;
}

static bool fits_together(const struct options *options, struct error *error)
{
	if (!options->measured != !options->step)
		return error_set(error, "belong together: \"--measured\", \"--step\"");
	if (options->within && !options->measured)
		return error_set(error, "only with measurements: \"--within\"");
	if (options->intervals && options->measured)
		return error_set(error, "not with measurements: \"--long\"");
	return true;
}

int command_validate(int argc, char **argv)
{
	struct options options;
	struct error error;
	int status;

	if (!options_take(&usage, argc, argv, &options, &status))
		return status;
	if (!fits_together(&options, &error))
		return cli_fail(&error);
	return options.measured ? validate_measured(&options) : check_theory(&options);
}
