// SPDX-License-Identifier: MIT
/*
 * L4. The dashboard without its terminal: events in, edits and state out, pictures into a canvas.
 *
 * Input becomes an action, an action becomes an edit of the scenario or of the view. Edits go to
 * the session once per batch of input (app_submit); its snapshots come back through app_snapshot.
 * Time is handed in, so tests have a clock of their own. Everything runs on one thread.
 *
 * Each app_*.c has one concern and says so; they share this header and nothing else.
 */
#ifndef RAGTOP_UI_APP_H
#define RAGTOP_UI_APP_H

#include <stdbool.h>
#include <stdint.h>
#include <time.h>

#include <ragtop/error.h>
#include <ragtop/scenario.h>
#include "io/journal.h"
#include "session/session.h"
#include "ui/actions.h"
#include "ui/canvas.h"
#include "ui/edit.h"
#include "ui/input.h"
#include "ui/plot_memory.h"
#include "ui/state.h"

enum {
	APP_PATH_SIZE = 256, /* as ui_state.file_name */
	APP_HISTORY_MAX = 32,
	APP_COPY_SIZE = 256,
	APP_PROMPTS = PROMPT_RECORD + 1,
};

/* How long after the last key of a row of keys the full work begins. */
#define APP_SETTLE_S 0.12
#define APP_FLASH_S 1.0
#define APP_GLIDE_S 0.4
/* How long an edit may be missing from the journal. */
#define APP_JOURNAL_S 0.5
/* Nobody touched anything for so long: a hand shows what dragging does. */
#define APP_DEMO_AFTER_S 10.0

/* Lines typed earlier into one kind of prompt, oldest first. */
struct app_history {
	int count, at; /* at == count: the line being typed */
	char lines[APP_HISTORY_MAX][256];
};

/* What the left button holds. */
struct app_drag {
	bool active;
	struct hit hit; /* as it was when the button went down */
};

/* The active knob on its way to a value. */
struct app_glide {
	bool active;
	double began_s, from, to; /* places on the track */
	double value, before;     /* where it ends, where it began */
};

/* The ghost hand: nothing that it does is an edit. */
struct app_demo {
	bool armed; /* it may still come */
	bool active;
	double armed_s, began_s; /* armed_s 0: the clock has not been looked at yet */
	double before, far;      /* volume: what it was, and beyond the crossing */
	int knob;                /* the active one before */
};

/* A save that waits for its digest. */
struct app_save {
	bool pending;
	bool then_quit;
	char path[APP_PATH_SIZE];
	char confirmed[APP_PATH_SIZE]; /* the path that the user was warned about */
};

/* Whose record view 9 shows. */
struct app_flow {
	bool on;            /* it is shown */
	bool played_before; /* ... and this was so before */
	bool at_end_before;
	bool chosen; /* ... the station has been, by hand */
	bool choose; /* ... is to be, once there is a record */
	bool asked;  /* a record is on its way */
	const struct watched *held;
	uint64_t ticket, generation; /* that was asked for, and of which scenario */
	enum arch arch;
	double playhead_frac; /* as the clock has put it; another one: somebody else has */
};

/* Where unsaved edits are kept until they are saved; see io/journal.h. */
struct app_journal {
	char folder[PATH_MAX];       /* "": none is kept */
	struct journal *own;         /* of what is being edited */
	double due_s;                /* when it is written next; INFINITY: nothing is new */
	bool failed;                 /* that it cannot be written has been said */
	struct journal *left;        /* left behind by another program; NULL: none is on offer */
	struct journal_entry *entry; /* what that holds */
};

struct preferences;
struct app_moves;
struct moves;

struct app {
	struct ui_state ui;
	struct scenario scenario; /* as edited */
	struct edit_log log;

	struct session *session;
	uint64_t generation;   /* of the last submission */
	struct snapshot shown; /* the newest snapshot, with the scenario as edited */
	bool submitted;        /* there has been a submission */
	bool edited;           /* the scenario is newer than the submission */
	bool full;             /* ... and is to be computed in full */
	double settle_s;       /* when edits by keys count as finished; INFINITY: no such edits */
	uint64_t digest_generation; /* generation that `digest` belongs to */
	char digest[17];            /* at the scenario's own fidelity */

	struct map *map;                 /* the newest that came, for ui.map */
	struct sensitivity *sensitivity; /* likewise */
	struct claims_known *claims;     /* likewise */
	struct snapshot pinned;          /* the baseline */
	bool pin_wanted;                 /* as soon as there are figures of this scenario */
	struct app_flow flow;
	struct app_drag drag;
	bool slow; /* the terminal does not keep up: no gliding */
	struct app_glide glide;
	struct app_demo demo;
	struct app_save save;
	struct app_journal journal;
	struct app_moves *moves;    /* NULL: nothing was ever recorded or played */
	struct timespec file_time;  /* of the file when it was read or written */
	const char *const *folders; /* as in struct dashboard_options, as `installed` */
	const char *installed;
	char (*open_names)[APP_PATH_SIZE]; /* what the open list shows */
	char (*open_paths)[APP_PATH_SIZE];
	struct preferences *preferences; /* borrowed; NULL: none are kept */
	bool open_warned;                /* the next Enter drops unsaved edits */
	struct app_history history[APP_PROMPTS];
	char find_text[256];
	struct knob preview_knob; /* value prompt: what is tried out */
	double preview_before;    /* ... and its value before that */
	/* Incident menu: scenario and figures when it opened, and the figures with the incident. */
	struct scenario incident_scenario;
	struct result incident_before, incident_after;
	int incident_knob;                    /* the active one when the menu opened */
	struct incident_draft incident_typed; /* as it was before something was typed */

	struct scenario tour_file; /* what the tour begins with, if there is one: ui.tour */
	uint32_t echo_key;         /* the last one that is shown, and how often */
	int echo_count;
	size_t echo_at; /* where it begins */

	struct plot_memory plots;
	struct canvas canvas;
	double now_s; /* of the event at hand */
	double ticked_s;
	bool changed; /* the picture is older than the state */
	bool quit;
	bool blind;                    /* nothing is drawn: see plain.h */
	char confirmed[APP_PATH_SIZE]; /* a file that exists: the next Enter writes over it */
	struct record *record;         /* NULL: none is made */
	/* Wishes that only the owner of the terminal can grant; it clears them. */
	bool want_redraw, want_stop;
	char want_copy[APP_COPY_SIZE]; /* "": nothing */
};

struct app *app_new(const struct scenario *scenario, const char *file_name, int threads);
void app_free(struct app *app);

/* --- app_core.c: the life of a scenario --- */

/* Starts over with another scenario; file_name "" when it is no file's. */
void app_load(struct app *app, const struct scenario *scenario, const char *file_name);
void app_resize(struct app *app, int w, int h);
/* Hands the edits of this batch to the session. */
void app_submit(struct app *app);
/* Takes the newest snapshot from the session. */
void app_snapshot(struct app *app);
/* Lets time pass: playing, the flash of line 1, finished rows of keys. */
void app_tick(struct app *app, double now_s);
/* When app_tick should be called next, INFINITY when nothing moves by itself. */
double app_wake_s(const struct app *app);
void app_draw(struct app *app);
/* Are figures and curves those of the scenario, as fine as it asks for? Flips may be missing. */
bool app_is_settled(const struct app *app);
/* Is the scenario one that is only being tried out? Then it is neither saved nor judged. */
bool app_previews(const struct app *app);
/* The playhead moved: knobs turn the values in force there. */
void app_set_playhead(struct app *app, double frac);
double app_playhead_day(const struct app *app);
__attribute__((format(printf, 2, 3))) void app_say(struct app *app, const char *format, ...);
__attribute__((format(printf, 2, 3))) void app_complain(struct app *app, const char *format, ...);

/* --- app_actions.c: keys and what they do --- */

void app_event(struct app *app, const struct input_event *event, double now_s);
void app_act(struct app *app, enum action action);
/* Those that open a prompt. False when the action is not one of these. */
bool app_act_prompt(struct app *app, enum action action);
void app_ask_quit(struct app *app);

/* --- app_panel.c: the keys that every panel answers to --- */

/* The panel that the verbs of what is shown act on: the zoomed one, else the one with focus.
 * Those of movement act on the one with focus. */
enum panel app_panel(const struct app *app);

/* What they do in a panel; NULL: what they do on the main screen. */
struct panel_verbs {
	void (*sideways)(struct app *app, double steps); /* h l, H L: ten of them */
	void (*item)(struct app *app, int steps);        /* j k */
	void (*end)(struct app *app, bool last);         /* g G */
	void (*page)(struct app *app, int pages);        /* PgDn PgUp */
	void (*enter)(struct app *app);
	/* These five act on panel 1 where the panel with focus has no use for them. */
	void (*figure)(struct app *app); /* f */
	void (*form)(struct app *app);   /* v */
	void (*scale)(struct app *app);  /* V */
	void (*detail)(struct app *app); /* d */
	void (*filter)(struct app *app); /* m */
	void (*wheel)(struct app *app, int steps);
	bool (*act)(struct app *app, enum action action); /* keys of its own; asked first */
};

extern const struct panel_verbs verbs_map, verbs_advisor, verbs_sensitivity;

bool app_act_panel(struct app *app, enum action action);
/* The wheel over a panel, where nothing else takes it. */
void app_wheel_panel(struct app *app, enum panel panel, int steps);

/* --- app_view.c: focus, zoom, forms, time --- */

/* False when the action is not one of these. */
bool app_act_view(struct app *app, enum action action);
void app_toggle_zoom(struct app *app, enum panel panel);
/* How fast a run is played at first. */
double app_speed_days_per_s(double horizon_days);
void app_step_time(struct app *app, double steps);
void app_zoom_time(struct app *app, double factor, double at_frac);
void app_next_arch(struct app *app, int direction);
/* Puts the playhead there and into sight. */
void app_show_day(struct app *app, double day);

/* --- app_flow.c: the microscope --- */

extern const struct panel_verbs app_flow_verbs;
/* Asks for what view 9 will need; after everything that may have changed it. */
void app_flow_follow(struct app *app);
void app_flow_take(struct app *app); /* a new record, if there is one */
void app_flow_release(struct app *app);
void app_flow_select(struct app *app, int station, bool at_large);
/* True: the view has the clock, and it went on by as much. */
bool app_flow_tick(struct app *app, double elapsed_s);

/* --- app_knob.c: turning knobs --- */

/* The order of the panel: what people come for first, then the table's. */
int app_knobs_init(struct knob knobs[SESSION_KNOBS_MAX]);
bool app_act_knob(struct app *app, enum action action);
void app_select_knob(struct app *app, int index);
int app_find_knob(const struct app *app, struct knob knob);
/* Moves the active knob by so many steps of its track. */
void app_turn(struct app *app, double steps);
/* Puts a knob to a position of its track; part of a drag. */
void app_drag_to(struct app *app, int index, double position);
void app_drag_volume(struct app *app, double position);
void app_drag_end(struct app *app);
/* Sets a knob by hand: false, with a message, when it is locked or must not have this value. */
bool app_set_knob(struct app *app, int index, double value, bool merge);
void app_reset_knob(struct app *app, int index);
void app_undo(struct app *app, bool redo);
void app_to_crossing(struct app *app);
/* Where the volume turns the answer over next. False when no such place is known. */
bool app_next_crossing(const struct app *app, double *volume_qpm);
void app_say_value(struct app *app, struct knob knob, const char *verb);
/* A value as a person would write it: so many significant digits. */
double app_round(double value, int digits);

/* --- app_map.c: the map --- */

void app_map_init(struct app *app);
/* What the session is to study for it. */
void app_want_map(const struct app *app, struct study_wish *wish);
/* Takes what there is of it, before it is drawn. */
void app_take_map(struct app *app);

/* Puts its cursor to a place, 0 to 1 of both axes. */
void app_map_point(struct app *app, double x, double y);
bool app_map_axis(struct app *app, bool x, enum param_id param, struct error *error);
bool app_map_axes(struct app *app, enum param_id x, enum param_id y, struct error *error);

/* --- app_sensitivity.c --- */

void app_sensitivity_init(struct app *app);
/* Takes what there is of it, before it is drawn. */
void app_take_sensitivity(struct app *app);

/* --- app_archs.c: which architectures are compared --- */

/* *: all of them, or those of the file. */
void app_toggle_archs(struct app *app);
void app_say_archs(struct app *app, const char *verb);

/* --- app_advisor.c --- */

void app_advisor_init(struct app *app);
/* Takes the claims that have been judged, before they are drawn. */
void app_take_claims(struct app *app);

/* --- app_prices.c: the price book --- */

/* Another one, "" for none; locked knobs and what is the scenario's own stay. */
void app_set_prices(struct app *app, const char *id);
void app_next_prices(struct app *app);
/* Which one it is. */
void app_say_prices(struct app *app, const char *verb);

/* --- app_prompt.c: the line of text --- */

void app_prompt_open(struct app *app, int kind, const char *text);
void app_prompt_key(struct app *app, uint32_t key);
/* Esc, or a click outside. */
void app_prompt_leave(struct app *app);
/* What Enter does with a line; true: it is done and the prompt closes. app_line.c */
bool app_line_accept(struct app *app, const char *text);
/* After every change of the text. */
void app_line_changed(struct app *app);
void app_line_complete(struct app *app);
/* Ends the preview of a value. */
void app_line_restore(struct app *app);
void app_find(struct app *app, const char *text, int from, int direction);
/* Capitals of ASCII are like small letters. */
bool app_text_contains(const char *text, const char *part);

/* --- app_command.c --- */

bool app_command(struct app *app, const char *line, struct error *error);
/* What set NAME means by a name. */
bool app_command_knob(const char *name, struct knob *knob, struct error *error);
/* The names of the commands, NULL after the last. */
const char *app_command_name(int i, const char **arguments);

/* --- app_preferences.c --- */

bool app_command_layout(struct app *app, const char *arguments, struct error *error);
bool app_command_set_default(struct app *app, const char *arguments, struct error *error);
/* Does what the user has bound to a key; false: nothing is. */
bool app_bound_key(struct app *app, uint32_t key);

/* --- app_complete.c --- */

/* Extends the word at the end of the prompt's line as far as it is certain; the message names the
 * choices. */
void app_complete(struct app *app);

/* --- app_file.c: saving --- */

void app_save(struct app *app);
bool app_save_as(struct app *app, const char *path, struct error *error);
/* Goes on with a save that waits for its digest. */
void app_save_continue(struct app *app);
/* The file is as we know it. */
void app_file_seen(struct app *app);

/* "SaaS support bot", "-cost.svg" -> "saas-support-bot-cost.svg" */
void app_suggest_name(const struct app *app, const char *suffix, char *name, size_t size);

/* --- app_export.c --- */

/* Asks for a name; its end says what is written. */
void app_export_open(struct app *app);
/* The panel that has the keys, or all of the screen. What exists is only replaced when asked for
 * twice. */
bool app_export(struct app *app, const char *path, bool screen, struct error *error);
/* True: there is nothing at the path, or this is the second time. */
bool app_may_write(struct app *app, const char *path, struct error *error);

/* --- app_record.c: what goes to the terminal, to a file --- */

/* Asks for a name, or stops. */
void app_record_toggle(struct app *app);
bool app_record_start(struct app *app, const char *path, struct error *error);
/* Something happened that who watches may want to find. */
__attribute__((format(printf, 2, 3))) void app_record_mark(struct app *app, const char *format,
							   ...);
/* A frame has gone out. */
void app_record_check(struct app *app);
void app_record_stop(struct app *app);

/* --- app_copy.c --- */

/* The figure under the cursor, to the clipboard of the terminal. */
void app_copy(struct app *app);

/* --- app_open.c --- */

void app_open_list(struct app *app);
void app_open_key(struct app *app, uint32_t key);
void app_open_click(struct app *app, int index, bool twice);
bool app_open(struct app *app, const char *name, struct error *error);
/* Unsaved edits are to be dropped: not at the first try. */
bool app_may_drop(struct app *app, struct error *error);

/* --- app_motion.c: what moves by itself --- */

/* Takes the active knob to a value, gliding if that can be seen. */
void app_glide_to(struct app *app, double value);
/* Ends the glide where it was going to, or takes it back. */
void app_glide_end(struct app *app, bool back);
/* Lets the hand come after APP_DEMO_AFTER_S. */
void app_demo_arm(struct app *app);
/* Somebody is there: the hand goes for good. True when it was at work. */
bool app_demo_end(struct app *app);
void app_motion_tick(struct app *app);
/* When it should be called next, INFINITY: never. */
double app_motion_wake_s(const struct app *app);

/* --- app_baseline.c: a run pinned for comparison --- */

/* Pins what is there, or unpins. */
void app_baseline_toggle(struct app *app);
/* Shows the baseline instead of the scenario, and back. */
void app_baseline_look(struct app *app, bool look);
/* A newer snapshot is there. */
void app_baseline_snapshot(struct app *app);
/* Would it change the scenario? Nobody may while the baseline is looked at: true, with a message.
 */
bool app_baseline_refuses(struct app *app, enum action action);

/* --- app_log.c: the log, bookmarks, edits of the timeline --- */

extern const struct panel_verbs app_log_verbs;
/* It opens at the playhead. */
void app_log_open(struct app *app);
void app_log_press(struct app *app, int row, bool right, bool twice);
/* As app_find: direction 0 counts the chosen row too. False when there is no such row. */
bool app_log_find(struct app *app, const char *text, int direction);
/* At the playhead: sets one or takes it away. */
void app_bookmark(struct app *app);
void app_next_bookmark(struct app *app);
/* Takes the timeline of another scenario, as one step of undo. False, with nothing changed, when it
 * is one that no file may have. */
bool app_timeline_set(struct app *app, const struct scenario *edited, struct error *error);
/* The timeline is another: whose values the knobs turn, and figures, follow. */
void app_timeline_changed(struct app *app);

/* --- app_incident.c: the incident menu --- */

/* At the playhead. */
void app_incident_open(struct app *app);
/* On an entry of the timeline. False when the menu has nothing of its kind. */
bool app_incident_edit(struct app *app, int index);
void app_incident_key(struct app *app, uint32_t key);
void app_incident_press(struct app *app, int choice, bool twice);
/* A newer snapshot is there. */
void app_incident_snapshot(struct app *app);
/* What stands in the prompt over the menu: tried out, taken, dropped. */
void app_incident_typing(struct app *app);
bool app_incident_typed(struct app *app);
void app_incident_untyped(struct app *app);

/* --- app_mouse.c --- */

void app_mouse(struct app *app, const struct input_event *event);

/* --- app_overlay.c: keys of help, source, open, quit --- */

void app_overlay_key(struct app *app, uint32_t key);
void app_help_scroll(struct app *app, int lines);

#endif
