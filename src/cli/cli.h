// SPDX-License-Identifier: MIT
/*
 * The subcommands, as main.c sees them, and how all of them end.
 *
 * A command gets its arguments with its own name in argv[0] and returns the exit status. Nothing is
 * on standard output when that is EXIT_BAD, and a message is on standard error.
 */
#ifndef RAGTOP_CLI_CLI_H
#define RAGTOP_CLI_CLI_H

#include <stdbool.h>

#include <ragtop/error.h>

enum {
	EXIT_OK = 0,
	EXIT_NO = 1,  /* the result is not what was expected of it */
	EXIT_BAD = 2, /* bad usage or bad input */
};

struct command {
	const char *name;
	const char *summary;
	int (*run)(int argc, char **argv);
};

int command_dashboard(int argc, char **argv);
int command_run(int argc, char **argv);
int command_replay(int argc, char **argv);
int command_picture(int argc, char **argv);
int command_new(int argc, char **argv);
int command_advise(int argc, char **argv);
int command_params(int argc, char **argv);
int command_models(int argc, char **argv);
int command_scenarios(int argc, char **argv);
int command_schema(int argc, char **argv);
int command_validate(int argc, char **argv);
int command_breakeven(int argc, char **argv);
int command_compare(int argc, char **argv);
int command_sensitivity(int argc, char **argv);
int command_why(int argc, char **argv);
int command_claims(int argc, char **argv);
int command_tour(int argc, char **argv);

/* "ragtop: FILE:LINE:COLUMN: message" on standard error. Returns EXIT_BAD. */
int cli_fail(const struct error *error);

/* Does the terminal's locale have UTF-8? */
bool cli_is_unicode(void);

#endif
