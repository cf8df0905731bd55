// SPDX-License-Identifier: MIT
#include <stddef.h>
#include <string.h>

#include "io/csv.h"
#include "io/report.h"

/* clang-format off */
static const struct {
	const char *name;
	size_t offset; /* of an array of RESULT_BUCKETS in struct arch_series */
	enum report_topic topic;
} columns[] = {
#define COLUMN(name, topic) { #name, offsetof(struct arch_series, name), topic }
	COLUMN(cumulative_usd, TOPIC_COST),
	COLUMN(queries, TOPIC_ALL),
	COLUMN(good, TOPIC_COST),
	COLUMN(ttft_p50_s, TOPIC_LATENCY), COLUMN(ttft_p95_s, TOPIC_LATENCY),
	COLUMN(ttft_p99_s, TOPIC_LATENCY),
	COLUMN(e2e_p50_s, TOPIC_LATENCY), COLUMN(e2e_p95_s, TOPIC_LATENCY),
	COLUMN(e2e_p99_s, TOPIC_LATENCY),
	COLUMN(stale_frac, TOPIC_FRESHNESS), COLUMN(stale_max, TOPIC_FRESHNESS),
	COLUMN(oldest_missed_s, TOPIC_FRESHNESS),
	COLUMN(pending, TOPIC_FRESHNESS),
	COLUMN(dropped, TOPIC_LATENCY), COLUMN(timed_out, TOPIC_LATENCY),
	COLUMN(correct_frac, TOPIC_FRESHNESS),
#undef COLUMN
};
/* clang-format on */

enum { COLUMN_COUNT = sizeof(columns) / sizeof(columns[0]) };

static bool has_column(size_t i, enum report_topic topic)
{
	return topic == TOPIC_ALL || columns[i].topic == TOPIC_ALL || columns[i].topic == topic;
}

static void put_row(FILE *out, const struct arch_series *series, int bucket,
		    enum report_topic topic)
{
	for (size_t i = 0; i < COLUMN_COUNT; i++) {
		double value;

		if (!has_column(i, topic))
			continue;
		memcpy(&value,
		       (const char *)series + columns[i].offset + (size_t)bucket * sizeof(value),
		       sizeof(value));
		csv_next_number(out, value);
	}
	fputc('\n', out);
}

void report_csv(FILE *out, const struct scenario *scenario, const struct result *result,
		enum report_topic topic)
{
	double bucket_days = scenario->horizon_days / RESULT_BUCKETS;

	fputs("architecture,bucket,start_days,end_days", out);
	for (size_t i = 0; i < COLUMN_COUNT; i++)
		if (has_column(i, topic))
			fprintf(out, ",%s", columns[i].name);
	fputc('\n', out);
	for (int bucket = 0; bucket < RESULT_BUCKETS; bucket++) {
		for (int i = 0; i < scenario->arch_count; i++) {
			enum arch arch = scenario->archs[i];

			fprintf(out, "%s,%d", arch_key(arch), bucket);
			csv_next_number(out, bucket * bucket_days);
			csv_next_number(out, (bucket + 1) * bucket_days);
			put_row(out, &result->arch[arch].series, bucket, topic);
		}
	}
}
