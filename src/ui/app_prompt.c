// SPDX-License-Identifier: MIT
/* The line of text at the bottom: editing it, its history, and leaving it. */
#include "ui/app.h"

#include <stdio.h>
#include <string.h>

#include "base/text.h"

static struct prompt *prompt_of(struct app *app)
{
	return &app->ui.prompt;
}

/* Of these a name is proposed, which is taken or typed anew. */
static bool is_file_name(int kind)
{
	return kind == PROMPT_SAVE_AS || kind == PROMPT_EXPORT || kind == PROMPT_RECORD;
}

void app_prompt_open(struct app *app, int kind, const char *text)
{
	struct prompt *prompt = prompt_of(app);

	edit_close(&app->log);
	*prompt = (struct prompt){ 0 };
	prompt->kind = kind;
	snprintf(prompt->text, sizeof(prompt->text), "%s", text);
	prompt->cursor = (int)strlen(prompt->text);
	prompt->proposed = text[0] != '\0' && is_file_name(kind);
	app->history[kind].at = app->history[kind].count;
	app->preview_knob = app->ui.knobs[app->ui.knob];
	app->preview_before = knob_get(&app->scenario, app->preview_knob);
	app->ui.overlay = OVERLAY_PROMPT;
	app->changed = true;
	app_line_changed(app);
}

/* --- editing --- */

static int character_before(const char *text, int at)
{
	if (at == 0)
		return 0;
	at--;
	while (at > 0 && ((unsigned char)text[at] & 0xc0) == 0x80)
		at--;
	return at;
}

static int character_after(const char *text, int at)
{
	if (text[at] == '\0')
		return at;
	at++;
	while (((unsigned char)text[at] & 0xc0) == 0x80)
		at++;
	return at;
}

static int word_before(const char *text, int at)
{
	while (at > 0 && text[at - 1] == ' ')
		at--;
	while (at > 0 && text[at - 1] != ' ')
		at--;
	return at;
}

static void erase(struct prompt *prompt, int from, int to)
{
	memmove(prompt->text + from, prompt->text + to, strlen(prompt->text + to) + 1);
	prompt->cursor = from;
}

static void insert(struct prompt *prompt, uint32_t code)
{
	char bytes[4];
	size_t n = text_utf8_encode(code, bytes), length = strlen(prompt->text);

	if (length + n >= sizeof(prompt->text))
		return;
	memmove(prompt->text + prompt->cursor + n, prompt->text + prompt->cursor,
		length - (size_t)prompt->cursor + 1);
	memcpy(prompt->text + prompt->cursor, bytes, n);
	prompt->cursor += (int)n;
}

static bool key_moves(struct prompt *prompt, uint32_t key)
{
	if (key == INPUT_LEFT)
		prompt->cursor = character_before(prompt->text, prompt->cursor);
	else if (key == INPUT_RIGHT)
		prompt->cursor = character_after(prompt->text, prompt->cursor);
	else if (key == INPUT_HOME || key == (INPUT_CTRL | 'a'))
		prompt->cursor = 0;
	else if (key == INPUT_END || key == (INPUT_CTRL | 'e'))
		prompt->cursor = (int)strlen(prompt->text);
	else
		return false;
	return true;
}

static bool key_edits(struct prompt *prompt, uint32_t key)
{
	int cursor = prompt->cursor;

	if (key == INPUT_BACKSPACE)
		erase(prompt, character_before(prompt->text, cursor), cursor);
	else if (key == INPUT_DELETE)
		erase(prompt, cursor, character_after(prompt->text, cursor));
	else if (key == (INPUT_CTRL | 'w'))
		erase(prompt, word_before(prompt->text, cursor), cursor);
	else if (key == (INPUT_CTRL | 'u'))
		erase(prompt, 0, cursor);
	else if (key == (INPUT_CTRL | 'k'))
		prompt->text[cursor] = '\0';
	else if (input_key_printable(key))
		insert(prompt, key);
	else
		return false;
	return true;
}

/* --- history --- */

static void remember(struct app_history *history, const char *text)
{
	if (text[0] == '\0' ||
	    (history->count > 0 && strcmp(history->lines[history->count - 1], text) == 0))
		return;
	if (history->count == APP_HISTORY_MAX) {
		memmove(history->lines[0], history->lines[1],
			(APP_HISTORY_MAX - 1) * sizeof(history->lines[0]));
		history->count--;
	}
	snprintf(history->lines[history->count++], sizeof(history->lines[0]), "%s", text);
}

static void recall(struct app *app, int direction)
{
	struct prompt *prompt = prompt_of(app);
	struct app_history *history = &app->history[prompt->kind];
	int at = history->at + direction;

	if (at < 0 || at > history->count)
		return;
	history->at = at;
	snprintf(prompt->text, sizeof(prompt->text), "%s",
		 at < history->count ? history->lines[at] : "");
	prompt->cursor = (int)strlen(prompt->text);
	app_line_changed(app);
}

/* In the find prompt, up and down go through the matches instead. */
static void key_up_down(struct app *app, int direction)
{
	const struct prompt *prompt = prompt_of(app);

	if (prompt->kind == PROMPT_FIND)
		app_find(app, prompt->text, app->ui.knob, direction);
	else
		recall(app, direction);
}

/* --- the end --- */

void app_prompt_leave(struct app *app)
{
	if (prompt_of(app)->kind == PROMPT_VALUE)
		app_line_restore(app);
	app->save.then_quit = false;
	app->ui.overlay = OVERLAY_NONE;
	if (prompt_of(app)->kind == PROMPT_INCIDENT)
		app_incident_untyped(app);
	app->changed = true;
}

static void enter(struct app *app)
{
	char text[sizeof(app->ui.prompt.text)];
	int kind = prompt_of(app)->kind;

	// Accepting may open the next prompt, so the line is copied and the overlay closed first.
	snprintf(text, sizeof(text), "%s", prompt_of(app)->text);
	app->ui.overlay = OVERLAY_NONE;
	if (app_line_accept(app, text))
		remember(&app->history[kind], text);
	else
		app->ui.overlay = OVERLAY_PROMPT;
}

void app_prompt_key(struct app *app, uint32_t key)
{
	struct prompt *prompt = prompt_of(app);

	if (prompt->proposed && input_key_printable(key))
		erase(prompt, 0, (int)strlen(prompt->text));
	prompt->proposed = false;
	if (key == INPUT_ENTER)
		enter(app);
	else if (key == INPUT_ESCAPE || key == (INPUT_CTRL | 'c'))
		app_prompt_leave(app);
	else if (key == INPUT_TAB)
		app_line_complete(app);
	else if (key == INPUT_UP || key == INPUT_DOWN)
		key_up_down(app, key == INPUT_DOWN ? 1 : -1);
	else if (!key_moves(prompt, key) && key_edits(prompt, key))
		app_line_changed(app);
}
