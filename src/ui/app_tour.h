// SPDX-License-Identifier: MIT
/* L4. The presenter's mode. */
#ifndef RAGTOP_UI_APP_TOUR_H
#define RAGTOP_UI_APP_TOUR_H

#include "ui/app.h"

/* The scenario has been loaded: has it a tour? */
void app_tour_loaded(struct app *app, const struct scenario *scenario);
/* Goes to a step, 0 the first. */
void app_tour_go(struct app *app, int step);
/* Asks for no more than a number from 1 on. */
bool app_command_step(struct app *app, const char *arguments, struct error *error);
bool app_command_tour(struct app *app, const char *arguments, struct error *error);
/* Those that mean something else in a tour. False: it is not one of these. */
bool app_act_tour(struct app *app, enum action action);
/* Pressed in a tour, before it acts. */
void app_tour_echo(struct app *app, uint32_t key);
/* What stands in the prompt for a guess: looked at, taken. */
void app_tour_guessing(struct app *app);
bool app_tour_guessed(struct app *app);

#endif
