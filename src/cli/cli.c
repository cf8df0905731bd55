// SPDX-License-Identifier: MIT
#include <langinfo.h>
#include <stdio.h>
#include <string.h>

#include "cli/cli.h"

int cli_fail(const struct error *error)
{
	fputs("ragtop: ", stderr);
	if (error->file[0] != '\0' && error->line > 0)
		fprintf(stderr, "%s:%d:%d: ", error->file, error->line, error->column);
	else if (error->file[0] != '\0')
		fprintf(stderr, "%s: ", error->file);
	fprintf(stderr, "%s\n", error->message);
	return EXIT_BAD;
}

bool cli_is_unicode(void)
{
	return strcmp(nl_langinfo(CODESET), "UTF-8") == 0;
}
