// SPDX-License-Identifier: MIT
/*
 * L4. The dashboard as the command line sees it: a scenario in, an exit status out.
 *
 * Knows nothing of arguments or of how the scenario was found. Takes over the terminal, standard
 * error and the signals while it runs, and gives all of them back whatever happens.
 */
#ifndef RAGTOP_UI_DASHBOARD_H
#define RAGTOP_UI_DASHBOARD_H

#include <stdbool.h>

#include <ragtop/error.h>
#include <ragtop/scenario.h>

/* _AUTO looks at the locale, TERM, COLORTERM and NO_COLOR. */
enum dashboard_charset {
	DASHBOARD_CHARSET_AUTO,
	DASHBOARD_CHARSET_UNICODE,
	DASHBOARD_CHARSET_BLOCKS,
	DASHBOARD_CHARSET_ASCII,
};

enum dashboard_colour {
	DASHBOARD_COLOUR_AUTO,
	DASHBOARD_COLOUR_NEVER,
	DASHBOARD_COLOUR_8,
	DASHBOARD_COLOUR_16,
	DASHBOARD_COLOUR_256,
};

struct preferences;
struct moves;

struct dashboard_options {
	bool sync;         /* bracket frames in synchronised output; false: --no-sync */
	bool mouse;        /* ask the terminal for the mouse at the start */
	bool demo;         /* untouched, the dashboard shows a drag; false: --no-demo */
	const char *theme; /* name of a theme (theme.h); NULL: the first */
	enum dashboard_charset charset;
	enum dashboard_colour colour;
	bool still;  /* nothing flashes or moves by itself */
	int layout;  /* enum screen_layout */
	int step;    /* of the scenario's tour, 1 the first; 0: no tour */
	int threads; /* of the simulation; 0: one per processor */
	/* Where `o` looks for scenarios besides the current folder, NULL-terminated; NULL: nowhere.
	 * */
	const char *const *folders;
	/* Files below this folder are never written over; NULL: no such folder. */
	const char *installed;
	const char *record;  /* a file to record moves to; NULL: none */
	struct moves *moves; /* what is played, taken over; NULL: nothing */
	double moves_speed;
	struct preferences *preferences; /* what :set-default writes to; NULL: nothing */
};

/* Sync, mouse and demo on, the rest as found out from the terminal. */
void dashboard_options_init(struct dashboard_options *options);

/* Can the terminal move its cursor? If not, plain.h is for it; the error says why. */
bool dashboard_is_possible(struct error *error);

/*
 * Runs until the user quits. file_name is where the scenario was read from, "" for the compiled-in
 * default. Returns the exit status: 0; 2 when the terminal cannot show a dashboard (a message is
 * on stderr then).
 */
int dashboard_main(const struct scenario *scenario, const char *file_name,
		   const struct dashboard_options *options);

#endif
