// SPDX-License-Identifier: MIT
/* Golden frames: the text of a canvas against a file of tests/golden; UPDATE_GOLDEN=1 writes it. */
#ifndef RAGTOP_TESTS_UI_GOLDEN_H
#define RAGTOP_TESTS_UI_GOLDEN_H

#include "ui/canvas.h"

void golden_check(const char *name, const struct canvas *canvas);

#endif
