// SPDX-License-Identifier: MIT
#include <math.h>
#include <stddef.h>
#include <string.h>

#include "io/json_write.h"
#include "io/report.h"

/* clang-format off */
static const struct {
	const char *name;
	size_t offset; /* of an array of RESULT_BUCKETS in struct arch_series */
} columns[] = {
#define COLUMN(name) { #name, offsetof(struct arch_series, name) }
	COLUMN(cumulative_usd),
	COLUMN(queries),
	COLUMN(good),
	COLUMN(ttft_p50_s), COLUMN(ttft_p95_s), COLUMN(ttft_p99_s),
	COLUMN(e2e_p50_s), COLUMN(e2e_p95_s), COLUMN(e2e_p99_s),
	COLUMN(stale_frac), COLUMN(stale_max),
	COLUMN(oldest_missed_s),
	COLUMN(pending),
	COLUMN(dropped), COLUMN(timed_out),
	COLUMN(correct_frac),
#undef COLUMN
};
/* clang-format on */

enum { COLUMN_COUNT = sizeof(columns) / sizeof(columns[0]) };

static void put_number(FILE *out, double value)
{
	char text[JSON_NUMBER_SIZE] = "";

	if (isinf(value))
		strcpy(text, value > 0 ? "inf" : "-inf");
	else if (!isnan(value))
		json_figure_text(text, value);
	fprintf(out, ",%s", text);
}

static void put_row(FILE *out, const struct arch_series *series, int bucket)
{
	for (size_t i = 0; i < COLUMN_COUNT; i++) {
		double value;

		memcpy(&value,
		       (const char *)series + columns[i].offset + (size_t)bucket * sizeof(value),
		       sizeof(value));
		put_number(out, value);
	}
	fputc('\n', out);
}

void report_csv(FILE *out, const struct scenario *scenario, const struct result *result)
{
	double bucket_days = scenario->horizon_days / RESULT_BUCKETS;

	fputs("architecture,bucket,start_days,end_days", out);
	for (size_t i = 0; i < COLUMN_COUNT; i++)
		fprintf(out, ",%s", columns[i].name);
	fputc('\n', out);
	for (int bucket = 0; bucket < RESULT_BUCKETS; bucket++) {
		for (int i = 0; i < scenario->arch_count; i++) {
			enum arch arch = scenario->archs[i];

			fprintf(out, "%s,%d", arch_key(arch), bucket);
			put_number(out, bucket * bucket_days);
			put_number(out, (bucket + 1) * bucket_days);
			put_row(out, &result->arch[arch].series, bucket);
		}
	}
}
