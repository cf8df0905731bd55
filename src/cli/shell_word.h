// SPDX-License-Identifier: MIT
/* A file's name in a command for people to copy. */
#ifndef RAGTOP_CLI_SHELL_WORD_H
#define RAGTOP_CLI_SHELL_WORD_H

#include <limits.h>

enum { SHELL_WORD_SIZE = 4 * PATH_MAX + 8 };

/* The name as bash, zsh and ksh read it: quoted where a shell would read anything into it, with ./
 * in front where ragtop would take it for an option or a command. Only safe bytes are in it. */
void shell_word(const char *path, char out[SHELL_WORD_SIZE]);
/* The same of what is no file's name; shorter than PATH_MAX. */
void shell_value(const char *value, char out[SHELL_WORD_SIZE]);

#endif
