// SPDX-License-Identifier: MIT
/*
 * L2. Values with their sources, as the files of the catalogue have them:
 *
 *   "source": { "kind": "published", "note": "...", "date": "2026-06-09" },
 *   "values": { "base.window_tok": 128000,
 *               "base.input_usd_per_mtok": { "value": 2.5, "kind": "published", "note": "S4:125" }
 * }
 *
 * A plain value has the source that is given for all; one in braces its own, whole.
 */
#ifndef RAGTOP_IO_QUOTE_READ_H
#define RAGTOP_IO_QUOTE_READ_H

#include "io/price_book.h"
#include "io/scenario_reader.h"

/* `common` is the source of plain values; when it is not present they are errors. */
bool read_quotes(struct reader *reader, struct json_value object, const struct param_note *common,
		 struct quote quotes[QUOTES_MAX], int *count);

#endif
