// SPDX-License-Identifier: MIT
/* L4. What the views of a tour share. */
#ifndef RAGTOP_UI_VIEW_TOUR_H
#define RAGTOP_UI_VIEW_TOUR_H

#include "study/tour_text.h"
#include "ui/view.h"

/* A text of the step with the figures of the step's own run. */
void tour_text(const struct frame *frame, const char *text, char *out, size_t size);

#endif
