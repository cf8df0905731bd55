// SPDX-License-Identifier: MIT
/* L6. `ragtop report`. */
#ifndef RAGTOP_REPORT_REPORT_H
#define RAGTOP_REPORT_REPORT_H

int command_report(int argc, char **argv);

#endif
