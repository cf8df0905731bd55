// SPDX-License-Identifier: MIT
/*
 * L2. Measurements of model servers from a CSV file: how long the first token and each further one
 * took, so many clients asking again and again. Columns go by name, in any order:
 *
 *   input_tok, output_tok, concurrency     whole numbers; output_tok 2 at least
 *   ttft_ms, tpot_ms                       milliseconds, above 0
 *   model, gpu, backend, precision, tensor_parallel    whose it is; may be missing
 *
 * Other columns are reported and not read. Anything else that is not as it should be is an error
 * with line and column. Limits: 16 MiB, 10,000 rows, 4,096 clients, 1 million tokens.
 */
#ifndef RAGTOP_IO_MEASURED_H
#define RAGTOP_IO_MEASURED_H

#include <stdbool.h>
#include <stddef.h>

#include <ragtop/error.h>

enum {
	MEASURED_FILE_MAX = 16 << 20,
	MEASURED_ROWS_MAX = 10000,
	MEASURED_CLIENTS_MAX = 4096,
	MEASURED_TOK_MAX = 1000000,
	MEASURED_LABEL_SIZE = 128,
	MEASURED_UNKNOWN_SIZE = 256,
};

struct measured_row {
	char label[MEASURED_LABEL_SIZE]; /* model, gpu and so on, with blanks between them */
	int input_tok, output_tok, concurrency;
	double ttft_s, tpot_s;
	int line;
};

struct measured {
	size_t count;
	struct measured_row *rows;
	int header_line;
	char unknown[MEASURED_UNKNOWN_SIZE]; /* names of columns that are not read; "" for none */
};

/* From memory; file_name is for errors. */
bool measured_parse(const char *text, size_t size, const char *file_name, struct measured *measured,
		    struct error *error);
bool measured_load(const char *path, struct measured *measured, struct error *error);
void measured_release(struct measured *measured);

#endif
