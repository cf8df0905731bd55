// SPDX-License-Identifier: MIT
/* L4. What the view of the sensitivity and its keys share. */
#ifndef RAGTOP_UI_VIEW_SENSITIVITY_H
#define RAGTOP_UI_VIEW_SENSITIVITY_H

#include "ui/state.h"
#include "ui/widget_bars.h"

/* The rows of the list, as numbers into the study's. Returns how many. */
int sensitivity_rows(const struct sensitivity_view *view, int rows[SENSITIVITY_ROWS_MAX]);

#endif
