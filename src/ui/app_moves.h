// SPDX-License-Identifier: MIT
/* L4. What somebody does, recorded and played. */
#ifndef RAGTOP_UI_APP_MOVES_H
#define RAGTOP_UI_APP_MOVES_H

#include "ui/app.h"

/* To a file that must not exist yet. */
bool app_moves_record(struct app *app, const char *path, struct error *error);
bool app_moves_recording(const struct app *app);
/* Ends a recording; false: there was none. */
bool app_moves_stop(struct app *app);
/* Writes down what has happened; after every event. */
void app_moves_follow(struct app *app);
/* The app has been opened with what it starts from; it frees the moves. */
void app_moves_play(struct app *app, struct moves *moves, double speed);
bool app_moves_playing(const struct app *app);
void app_moves_tick(struct app *app);
double app_moves_wake_s(const struct app *app);
/* Keys of a player; false: it is none of these, or nothing is played. */
bool app_moves_key(struct app *app, uint32_t key);
/* Whoever edits while it plays ends it; after every event. */
void app_moves_yield(struct app *app);
void app_moves_free(struct app *app);
bool app_command_moves(struct app *app, const char *arguments, struct error *error);

#endif
