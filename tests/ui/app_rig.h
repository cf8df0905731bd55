// SPDX-License-Identifier: MIT
/*
 * The dashboard without a terminal, for tests: a small scenario, a clock that tests turn, keys by
 * name, and the mouse by what is drawn.
 */
#ifndef RAGTOP_TESTS_UI_APP_RIG_H
#define RAGTOP_TESTS_UI_APP_RIG_H

#include "ui/app.h"

struct rig {
	struct app *app;
	struct scenario scenario; /* what it was opened with */
	double now_s;
};

/* file_name as app_new has it. The picture is 120 x 40. */
void rig_open(struct rig *rig, const char *file_name);
void rig_close(struct rig *rig);

/* Keys separated by blanks, in the notation of input.h. */
void rig_keys(struct rig *rig, const char *keys);
/* Types a text, character by character. */
void rig_type(struct rig *rig, const char *text);
void rig_mouse(struct rig *rig, enum input_kind kind, enum input_button button, int x, int y);
void rig_click(struct rig *rig, int x, int y);
void rig_wheel(struct rig *rig, int direction, int x, int y);
/* Lets time pass for the dashboard. */
void rig_pass(struct rig *rig, double seconds);
/* Takes snapshots until the figures are those of the scenario; rows of keys are let end. */
void rig_settle(struct rig *rig);
/* Takes snapshots until this holds: the curve and its crossings are complete; the active knob's
 * flip is known; the figures are exact. */
void rig_wait_curve(struct rig *rig);
void rig_wait_flip(struct rig *rig);
void rig_wait_exact(struct rig *rig);
/* Something clickable with this action and argument, drawn just now. Fails the test without one. */
struct hit rig_hit(struct rig *rig, int action, int argument);

double rig_value(const struct rig *rig, struct knob knob);

#endif
