// SPDX-License-Identifier: MIT
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "base/xalloc.h"
#include "cli/cli.h"
#include "cli/output.h"
#include "io/file.h"

bool output_open(struct output *output, struct error *error)
{
	*output = (struct output){ 0 };
	output->stream = open_memstream(&output->text, &output->size);
	return output->stream || error_set(error, "out of memory");
}

void output_for_people(struct output *output)
{
	char *ascii;
	size_t size;

	if (cli_is_unicode() || fflush(output->stream) != 0)
		return;
	size = 3 * output->size + 1;
	ascii = xmalloc(size);
	text_to_ascii(ascii, size, output->text);
	rewind(output->stream);
	fputs(ascii, output->stream);
	free(ascii);
}

static bool write_stdout(const char *text, size_t size, struct error *error)
{
	if (fwrite(text, 1, size, stdout) == size && fflush(stdout) == 0)
		return true;
	return file_error(error, errno, "standard output");
}

bool output_close(struct output *output, const char *path, struct error *error)
{
	bool ok;

	if (fclose(output->stream) != 0)
		ok = error_set(error, "out of memory");
	else if (path && strcmp(path, "-") != 0)
		ok = file_save(path, output->text, output->size, error);
	else
		ok = write_stdout(output->text, output->size, error);
	free(output->text);
	return ok;
}

void output_drop(struct output *output)
{
	fclose(output->stream);
	free(output->text);
}
