// SPDX-License-Identifier: MIT
#include "ui/plain.h"

#include <langinfo.h>
#include <math.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/text.h"
#include "base/xalloc.h"
#include "ui/app.h"
#include "ui/app_journal.h"
#include "ui/view_plain.h"

enum { LINE_SIZE = 512 };

struct plain {
	struct app *app;
	bool ascii;     /* the locale has no Unicode */
	bool at_a_desk; /* standard input is a terminal */
	bool failed;
	struct plain_text before, now;
};

/* --- saying --- */

static void say(const struct plain *plain, FILE *out, const char *text)
{
	char words[PLAIN_TEXT_SIZE], ascii[3 * PLAIN_TEXT_SIZE];

	view_plain_words(words, sizeof(words), text);
	if (plain->ascii)
		text_to_ascii(ascii, sizeof(ascii), words);
	fprintf(out, "%s\n", plain->ascii ? ascii : words);
}

static void say_line(const struct plain *plain, const struct plain_line *line, const char *was)
{
	char text[2 * PLAIN_TEXT_SIZE + PLAIN_LABEL_SIZE];

	snprintf(text, sizeof(text), "%s: %s%s", line->label, was ? "now " : "", line->text);
	say(plain, stdout, text);
	if (!was)
		return;
	snprintf(text, sizeof(text), "  before: %s", was);
	say(plain, stdout, text);
}

static void add(struct plain *plain, struct plain_text *text, enum plain_part part,
		const char *filter)
{
	struct app *app = plain->app;

	app->shown.scenario = app->scenario;
	view_plain_add(text, &app->shown, &app->ui, part, filter);
}

/* What is watched for changes. */
static void look(struct plain *plain, struct plain_text *text)
{
	text->count = 0;
	add(plain, text, PLAIN_ANSWER, NULL);
	add(plain, text, PLAIN_BREAK_EVEN, NULL);
	add(plain, text, PLAIN_SCORES, NULL);
}

static void say_part(struct plain *plain, const char *title, enum plain_part part,
		     const char *filter)
{
	struct plain_text *text = xcalloc(1, sizeof(*text));

	add(plain, text, part, filter);
	if (title)
		printf("\n%s\n", title);
	for (int i = 0; i < text->count; i++)
		say_line(plain, &text->lines[i], NULL);
	if (text->count == 0)
		puts("Nothing of that name.");
	free(text);
}

static void say_all(struct plain *plain)
{
	say_part(plain, NULL, PLAIN_ANSWER, NULL);
	say_part(plain, "Break-even by volume", PLAIN_BREAK_EVEN, NULL);
	say_part(plain, "Scores", PLAIN_SCORES, NULL);
	say_part(plain, "Knobs", PLAIN_KNOBS, NULL);
}

static const struct plain_line *same_label(const struct plain_text *text, const char *label)
{
	for (int i = 0; i < text->count; i++)
		if (strcmp(text->lines[i].label, label) == 0)
			return &text->lines[i];
	return NULL;
}

static void say_changes(struct plain *plain)
{
	look(plain, &plain->now);
	for (int i = 0; i < plain->now.count; i++) {
		const struct plain_line *now = &plain->now.lines[i];
		const struct plain_line *before = same_label(&plain->before, now->label);

		if (!before || strcmp(before->text, now->text) != 0)
			say_line(plain, now, before ? before->text : "not there");
	}
	for (int i = 0; i < plain->before.count; i++) {
		const struct plain_line *before = &plain->before.lines[i];

		if (!same_label(&plain->now, before->label))
			printf("%s: gone\n", before->label);
	}
	plain->before = plain->now;
}

/* --- computing --- */

static bool is_done(const struct app *app)
{
	bool refused = !app->edited && app->shown.generation == app->generation &&
		       !app->shown.has_result;

	return !app->save.pending && (app_is_settled(app) || refused);
}

/* Takes snapshots until figures and break-even are those of the scenario. */
static void settle(struct plain *plain)
{
	struct app *app = plain->app;
	struct pollfd fd = { .fd = session_fd(app->session), .events = POLLIN };

	if (app->settle_s < (double)INFINITY)
		app_drag_end(app);
	app_submit(app);
	while (!is_done(app)) {
		poll(&fd, 1, -1);
		app_snapshot(app);
		app_submit(app);
	}
}

/* --- commands --- */

static const char help[] =
	"show                  answer, break-even, scores and knobs\n"
	"answer                the answer and where it changes\n"
	"scores                every figure of every architecture\n"
	"breakeven             every volume at which the best changes\n"
	"knobs [LETTERS]       what can be set: all with these letters in their name\n"
	"reset NAME            a value as in the file; again: the default\n"
	"lock NAME             keeps a value from being changed, or no longer\n"
	"quit                  the end; so is the end of the input\n"
	"Those of the dashboard's command line, with or without a colon before:\n";

static bool say_help(struct plain *plain, const char *arguments, struct error *error)
{
	const char *name, *takes;

	(void)plain, (void)arguments, (void)error;
	fputs(help, stdout);
	for (int i = 0; (name = app_command_name(i, &takes)); i++)
		printf("%s%s%s\n", name, takes[0] ? " " : "", takes);
	return true;
}

static bool say_show(struct plain *plain, const char *arguments, struct error *error)
{
	(void)arguments, (void)error;
	say_all(plain);
	return true;
}

static bool say_answer(struct plain *plain, const char *arguments, struct error *error)
{
	(void)arguments, (void)error;
	say_part(plain, NULL, PLAIN_ANSWER, NULL);
	return true;
}

static bool say_scores(struct plain *plain, const char *arguments, struct error *error)
{
	(void)arguments, (void)error;
	say_part(plain, NULL, PLAIN_ALL_SCORES, NULL);
	return true;
}

static bool say_break_even(struct plain *plain, const char *arguments, struct error *error)
{
	(void)arguments, (void)error;
	say_part(plain, NULL, PLAIN_BREAK_EVEN, NULL);
	return true;
}

static bool say_knobs(struct plain *plain, const char *arguments, struct error *error)
{
	(void)error;
	say_part(plain, NULL, PLAIN_KNOBS, arguments);
	return true;
}

static bool select_knob(struct plain *plain, const char *name, struct error *error)
{
	struct knob knob;

	if (!app_command_knob(name, &knob, error))
		return false;
	app_select_knob(plain->app, app_find_knob(plain->app, knob));
	return true;
}

static bool do_reset(struct plain *plain, const char *arguments, struct error *error)
{
	if (!select_knob(plain, arguments, error))
		return false;
	app_act(plain->app, ACTION_RESET);
	return true;
}

static bool do_lock(struct plain *plain, const char *arguments, struct error *error)
{
	if (!select_knob(plain, arguments, error))
		return false;
	app_act(plain->app, ACTION_LOCK);
	return true;
}

static bool do_quit(struct plain *plain, const char *arguments, struct error *error)
{
	(void)arguments, (void)error;
	app_ask_quit(plain->app);
	return true;
}

static const struct {
	const char *name;
	bool (*run)(struct plain *plain, const char *arguments, struct error *error);
} commands[] = {
	{ "help", say_help },     { "?", say_help },        { "show", say_show },
	{ "answer", say_answer }, { "scores", say_scores }, { "breakeven", say_break_even },
	{ "knobs", say_knobs },   { "reset", do_reset },    { "lock", do_lock },
	{ "quit", do_quit },
};

static bool run_line(struct plain *plain, const char *line, struct error *error)
{
	size_t length = strcspn(line, " ");

	for (size_t i = 0; i < sizeof(commands) / sizeof(commands[0]); i++)
		if (strlen(commands[i].name) == length &&
		    strncmp(commands[i].name, line, length) == 0)
			return commands[i].run(plain, line + length + strspn(line + length, " "),
					       error);
	return app_command(plain->app, line, error);
}

static void say_offer(const struct plain *plain)
{
	const struct journal_offer *offer = &plain->app->ui.offer;

	printf("There are unsaved edits from %s%s: journal restore takes them, journal drop throws "
	       "them away.\n",
	       offer->when, offer->file_changed ? "; the scenario has changed since" : "");
}

/* What would open a box on the screen. */
static void answer_overlay(struct plain *plain)
{
	struct app *app = plain->app;

	switch (app->ui.overlay) {
	case OVERLAY_QUIT:
		printf("There are unsaved edits: w FILE saves them, q again leaves %s.\n",
		       plain->at_a_desk ? "them in the journal, q! drops them" : "without");
		return; // stays open, so that it is asked once
	case OVERLAY_PROMPT:
		printf("A name is needed, as in: w %s\n", app->ui.prompt.text);
		app_prompt_leave(app);
		break;
	case OVERLAY_OPEN:
		puts("There are, for o NAME:");
		for (int i = 0; i < app->ui.open_count; i++)
			say(plain, stdout, app->ui.open_names[i]);
		break;
	case OVERLAY_JOURNAL:
		say_offer(plain);
		break;
	case OVERLAY_NONE:
	case OVERLAY_HELP:
	case OVERLAY_SOURCE:
	case OVERLAY_WHY:
	case OVERLAY_INCIDENT:
		break;
	}
	app->ui.overlay = OVERLAY_NONE;
}

static void say_message(struct plain *plain)
{
	struct ui_state *ui = &plain->app->ui;

	if (ui->message[0] == '\0')
		return;
	say(plain, ui->message_is_error ? stderr : stdout, ui->message);
	plain->failed = plain->failed || ui->message_is_error;
	ui->message[0] = '\0';
}

static void complain(struct plain *plain, int number, const char *message)
{
	fflush(stdout);
	if (plain->at_a_desk)
		fprintf(stderr, "ragtop: %s\n", message);
	else
		fprintf(stderr, "ragtop: standard input:%d:1: %s\n", number, message);
	plain->failed = true;
}

static void take_line(struct plain *plain, const char *line, int number)
{
	struct app *app = plain->app;
	struct error error;

	line += strspn(line, " \t");
	line += line[0] == ':';
	if (line[0] != '\0' && !run_line(plain, line, &error))
		complain(plain, number, error.message);
	if (app->quit)
		return;
	settle(plain);
	app_journal_flush(app);
	say_message(plain);
	answer_overlay(plain);
	say_changes(plain);
}

static bool read_line(struct plain *plain, char line[LINE_SIZE], int number)
{
	size_t length;

	if (plain->at_a_desk)
		fputs("ragtop> ", stdout);
	fflush(stdout);
	if (!fgets(line, LINE_SIZE, stdin))
		return false;
	length = strcspn(line, "\r\n");
	if (line[length] == '\0' && length == LINE_SIZE - 1) {
		int c;

		while ((c = getchar()) != EOF && c != '\n')
			;
		complain(plain, number, "line too long");
		length = 0;
	}
	line[length] = '\0';
	return true;
}

static void say_title(const struct plain *plain)
{
	char text[PLAIN_TEXT_SIZE];

	snprintf(text, sizeof(text),
		 "ragtop in plain text. Scenario: %.200s. help lists the commands.",
		 plain->app->scenario.name);
	say(plain, stdout, text);
}

static void converse(struct plain *plain)
{
	char line[LINE_SIZE];

	settle(plain);
	say_title(plain);
	say_message(plain);
	say_all(plain);
	answer_overlay(plain);
	look(plain, &plain->before);
	for (int number = 1; !plain->app->quit && read_line(plain, line, number); number++)
		take_line(plain, line, number);
}

int plain_main(const struct scenario *scenario, const char *file_name,
	       const struct dashboard_options *options)
{
	struct plain *plain = xcalloc(1, sizeof(*plain));
	bool is_file = file_name[0] != '\0' && strcmp(file_name, "-") != 0 &&
		       strlen(file_name) < APP_PATH_SIZE;
	int status;

	plain->ascii = strcmp(nl_langinfo(CODESET), "UTF-8") != 0;
	plain->at_a_desk = isatty(STDIN_FILENO);
	plain->app = app_new(scenario, is_file ? file_name : "", options->threads);
	plain->app->blind = true;
	plain->app->folders = options->folders;
	plain->app->installed = options->installed;
	plain->app->preferences = options->preferences;
	// Whoever pipes commands in has them; nobody is there to answer an offer.
	if (plain->at_a_desk)
		app_journal_begin(plain->app);
	converse(plain);
	status = plain->failed && !plain->at_a_desk ? 2 : 0;
	app_free(plain->app);
	free(plain);
	return status;
}
