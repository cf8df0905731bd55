// SPDX-License-Identifier: MIT
/* L6. The style and the script of a report's page, made into C by scripts/embed while building. */
#ifndef RAGTOP_REPORT_ASSETS_H
#define RAGTOP_REPORT_ASSETS_H

#include <stddef.h>

/* Each ends in a zero byte that its size does not count. */
extern const char report_css[], report_js[];
extern const size_t report_css_size, report_js_size;

#endif
