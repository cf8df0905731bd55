// SPDX-License-Identifier: MIT
/* L2. The bytes behind shipped.h. */
#ifndef RAGTOP_IO_SHIPPED_FILES_H
#define RAGTOP_IO_SHIPPED_FILES_H

#include "io/catalogue.h"

extern const struct embedded_file shipped_files[];
extern const size_t shipped_files_count;

#endif
