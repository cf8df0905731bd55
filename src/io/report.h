// SPDX-License-Identifier: MIT
/*
 * L2. A result as a report: for programs (JSON), for spreadsheets (CSV), for people (text).
 *
 * Knows what the figures are called and how they are shown, not how they came about. Reports go to
 * a stream; write errors stay in it, see ferror. JSON and CSV are UTF-8 in every locale and hold
 * numbers in SI units (seconds, dollars, shares of 1).
 */
#ifndef RAGTOP_IO_REPORT_H
#define RAGTOP_IO_REPORT_H

#include <stdbool.h>
#include <stdio.h>

#include <ragtop/result.h>
#include <ragtop/scenario.h>

/* One object. Numbers that are infinite or do not exist are null. */
void report_json(FILE *out, const struct scenario *scenario, const struct result *result);

/* What the columns of a CSV are about. */
enum report_topic { TOPIC_ALL, TOPIC_COST, TOPIC_LATENCY, TOPIC_FRESHNESS };

/* A header and one row per bucket of time and architecture, see csv.h. */
void report_csv(FILE *out, const struct scenario *scenario, const struct result *result,
		enum report_topic topic);

/* At most 100 columns, no colours. Without `unicode` only ASCII is written. */
void report_text(FILE *out, const struct scenario *scenario, const struct result *result,
		 bool unicode);

#endif
