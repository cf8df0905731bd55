// SPDX-License-Identifier: MIT
/*
 * L4. The dashboard without a screen: prints lines of text and takes the commands of the command
 * line from standard input, one a line, telling what each one changed.
 */
#ifndef RAGTOP_UI_PLAIN_H
#define RAGTOP_UI_PLAIN_H

#include "ui/dashboard.h"

/* As dashboard_main. Ends with the input, or by q. Exit status 2 when a command failed that nobody
 * at a terminal could have typed again. */
int plain_main(const struct scenario *scenario, const char *file_name,
	       const struct dashboard_options *options);

#endif
