// SPDX-License-Identifier: MIT
/* L5. Text inside HTML, SVG and Markdown. */
#ifndef RAGTOP_CLI_ESCAPE_H
#define RAGTOP_CLI_ESCAPE_H

#include <stdio.h>

/* Between tags and in quoted attributes. */
void escape_html(FILE *out, const char *text);
/* In a line of Markdown, table cells included. */
void escape_markdown(FILE *out, const char *text);

#endif
