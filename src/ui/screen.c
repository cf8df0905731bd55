// SPDX-License-Identifier: MIT
#define _GNU_SOURCE /* memfd_create */
#define NCURSES_NOMACROS
#define NCURSES_WIDECHAR 1
#include "ui/screen.h"

#include <errno.h>
#include <langinfo.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>
#include <wchar.h>

#include <curses.h>
#include <term.h>

#include "base/xalloc.h"
#include "ui/record.h"
#include "ui/screen_bytes.h"
#include "ui/terminal.h"

#define SYNC_BEGIN "\033[?2026h"
#define SYNC_END "\033[?2026l"
#define MOUSE_ON "\033[?1002h\033[?1006h"
#define MOUSE_OFF "\033[?1006l\033[?1002l"
#define COPY_BEGIN "\033]52;c;"
#define COPY_END "\a"
#define FALLBACK_TERM "xterm-256color"

enum { RESTORE_SIZE = 256, MANY_PAIRS = 4096 };

struct screen {
	SCREEN *curses;
	FILE *memory; /* what curses writes to */
	int memory_fd;
	bool sync, mouse;
	bool utf8;
	char palette_reset[16]; /* "" when there is none */
	enum depth depth;
	enum charset charset;
	int w, h;
	struct record *record;
	cchar_t *row;       /* one line on its way to curses */
	struct cell *drawn; /* what curses has; drawn_stands: it need not be told again */
	enum theme drawn_theme;
	bool drawn_stands;
};

/* --- what the terminal can do --- */

static bool environment_is(const char *name, const char *value)
{
	const char *found = getenv(name);

	return found && strcmp(found, value) == 0;
}

/* The name to look up: TERM, or a stand-in when terminfo does not know it. */
static const char *terminal_name(void)
{
	const char *name = getenv("TERM");
	int status;

	if (!name || !*name || setupterm(name, STDOUT_FILENO, &status) != OK)
		return FALLBACK_TERM;
	del_curterm(cur_term);
	// A plain "xterm" claims 8 colours even when COLORTERM knows better.
	if (strcmp(name, "xterm") == 0 && getenv("COLORTERM"))
		return FALLBACK_TERM;
	return name;
}

/* A capability as text, NULL when the terminal does not have it. (terminfo's own type is not
 * const.) */
static const char *capability(const char *name)
{
	char copy[16];
	const char *text;

	snprintf(copy, sizeof(copy), "%s", name);
	text = tigetstr(copy);
	return text && text != (const char *)-1 ? text : NULL;
}

static int capability_number(const char *name)
{
	char copy[16];

	snprintf(copy, sizeof(copy), "%s", name);
	return tigetnum(copy);
}

static enum depth detect_depth(void)
{
	const char *no_colour = getenv("NO_COLOR");
	int colours = capability_number("colors");
	char rgb[] = "RGB";

	if ((no_colour && *no_colour) || colours < 8)
		return DEPTH_MONO;
	/* only terminals whose colours are what they say have more */
	if (colours > 256 && tigetflag(rgb) > 0)
		return DEPTH_TRUE;
	return colours >= 256 ? DEPTH_256 : colours >= 16 ? DEPTH_16 : DEPTH_8;
}

static enum depth choose_depth(enum dashboard_colour colour)
{
	enum depth found = detect_depth(), asked = found;

	switch (colour) {
	case DASHBOARD_COLOUR_AUTO:
		break;
	case DASHBOARD_COLOUR_NEVER:
		asked = DEPTH_MONO;
		break;
	case DASHBOARD_COLOUR_8:
		asked = DEPTH_8;
		break;
	case DASHBOARD_COLOUR_16:
		asked = DEPTH_16;
		break;
	case DASHBOARD_COLOUR_256:
		asked = DEPTH_256;
		break;
	}
	// More than terminfo has sequences for cannot be sent.
	return asked < found || capability_number("colors") >= 256 ? asked : found;
}

static bool signs_fit(enum charset charset)
{
	if (charset == CHARSET_UNICODE && wcwidth(0x28ff) != 1) // braille, for curves
		return false;
	for (int sign = 0; sign < SIGN_COUNT; sign++)
		if (wcwidth((wchar_t)sign_code(charset, (enum sign)sign)) != 1)
			return false;
	return true;
}

static enum charset choose_charset(enum dashboard_charset asked)
{
	switch (asked) {
	case DASHBOARD_CHARSET_UNICODE:
		return CHARSET_UNICODE;
	case DASHBOARD_CHARSET_BLOCKS:
		return CHARSET_BLOCKS;
	case DASHBOARD_CHARSET_ASCII:
		return CHARSET_ASCII;
	case DASHBOARD_CHARSET_AUTO:
		break;
	}
	if (strcmp(nl_langinfo(CODESET), "UTF-8") != 0)
		return CHARSET_ASCII;
	if (!environment_is("TERM", "linux") && signs_fit(CHARSET_UNICODE))
		return CHARSET_UNICODE;
	return signs_fit(CHARSET_BLOCKS) ? CHARSET_BLOCKS : CHARSET_ASCII;
}

/* --- bytes --- */

/* Sends what curses has written, if anything. */
static bool flush(struct screen *screen)
{
	size_t size, room, used = 0;
	char *written, *bytes;
	bool ok;
	off_t end;

	fflush(screen->memory);
	end = lseek(screen->memory_fd, 0, SEEK_CUR);
	if (end <= 0)
		return true;
	size = (size_t)end;
	room = size + (size_t)screen->w * (size_t)screen->h;
	written = xmalloc(size);
	bytes = xmalloc(room + sizeof(SYNC_BEGIN) + sizeof(SYNC_END));
	if (screen->sync)
		used = strlen(strcpy(bytes, SYNC_BEGIN));
	if (pread(screen->memory_fd, written, size, 0) == end)
		used += screen_mend(screen->palette_reset, written, size, bytes + used, room);
	if (screen->sync)
		used += strlen(strcpy(bytes + used, SYNC_END));
	ok = terminal_write(bytes, used);
	if (screen->record)
		record_output(screen->record, bytes, used);
	free(bytes);
	free(written);
	lseek(screen->memory_fd, 0, SEEK_SET);
	return ftruncate(screen->memory_fd, 0) == 0 && ok;
}

static void append(char *text, const char *more)
{
	size_t used = strlen(text);

	if (more && used + strlen(more) < RESTORE_SIZE)
		strcpy(text + used, more);
}

/* Whatever state a crash leaves: end the frame, mouse off, plain text, cursor, old screen. */
static void set_restore(bool sync)
{
	char text[RESTORE_SIZE] = "";
	const char *leave = capability("rmcup");

	if (sync)
		append(text, SYNC_END);
	append(text, MOUSE_OFF);
	append(text, capability("sgr0"));
	append(text, capability("rmkx"));
	append(text, capability("cnorm"));
	// Terminals with one screen only get a clean one.
	append(text, leave ? leave : capability("clear"));
	terminal_set_restore(text, strlen(text));
}

/* --- life --- */

static bool open_curses(struct screen *screen, const char *name, struct error *error)
{
	screen->memory_fd = memfd_create("frame", MFD_CLOEXEC);
	screen->memory = screen->memory_fd >= 0 ? fdopen(screen->memory_fd, "w") : NULL;
	if (!screen->memory)
		return error_set(error, "no memory file: %s", strerror(errno));
	// LINES and COLUMNS may be stale, and some terminals come without a size: it is set later,
	// by screen_resize; only with tioctl there is a stand-in until then.
	use_env(FALSE);
	use_tioctl(TRUE);
	screen->curses = newterm(name, screen->memory, stdin);
	if (!screen->curses)
		return error_set(error, "terminal is not understood: \"%s\"", name);
	if (capability("oc"))
		snprintf(screen->palette_reset, sizeof(screen->palette_reset), "%s",
			 capability("oc"));
	start_color();
	use_default_colors();
	nonl();
	curs_set(0);
	leaveok(stdscr, TRUE);
	keypad(stdscr, TRUE);
	return true;
}

/* Also works out how to give the terminal back, before anything is taken. */
static bool check_terminal(const char *name, bool sync, struct error *error)
{
	int status;
	bool able;

	if (setupterm(name, STDOUT_FILENO, &status) != OK)
		return error_set(error, "no description of the terminal: \"%s\"", name);
	able = capability("cup") && capability("clear");
	if (able)
		set_restore(sync);
	del_curterm(cur_term);
	return able || error_set(error, "terminal cannot move its cursor: TERM=\"%s\"", name);
}

bool screen_is_possible(struct error *error)
{
	return check_terminal(terminal_name(), false, error);
}

bool screen_open(const struct dashboard_options *options, struct screen **out, struct error *error)
{
	struct screen *screen;
	const char *name;

	// Characters only: numbers are read and written as in the C locale everywhere.
	setlocale(LC_CTYPE, "");
	name = terminal_name();
	if (!check_terminal(name, options->sync, error) || !terminal_open(error))
		return false;
	screen = xcalloc(1, sizeof(*screen));
	screen->sync = options->sync;
	screen->utf8 = strcmp(nl_langinfo(CODESET), "UTF-8") == 0;
	screen->charset = choose_charset(options->charset);
	if (!open_curses(screen, name, error)) {
		screen_close(screen);
		return false;
	}
	screen->depth = choose_depth(options->colour);
	screen_resize(screen);
	if (options->mouse)
		screen_mouse(screen, true);
	*out = screen;
	return true;
}

void screen_close(struct screen *screen)
{
	if (!screen)
		return;
	if (screen->curses) {
		endwin();
		flush(screen);
	}
	terminal_close();
	if (screen->curses)
		delscreen(screen->curses);
	if (screen->memory)
		fclose(screen->memory);
	free(screen->row);
	free(screen->drawn);
	free(screen);
}

enum charset screen_charset(const struct screen *screen)
{
	return screen->charset;
}

void screen_size(const struct screen *screen, int *w, int *h)
{
	*w = screen->w;
	*h = screen->h;
}

void screen_define_keys(const struct screen *screen, struct input *input)
{
	static const struct {
		const char *name;
		uint32_t key;
	} keys[] = {
		{ "kcub1", INPUT_LEFT },
		{ "kcuf1", INPUT_RIGHT },
		{ "kcuu1", INPUT_UP },
		{ "kcud1", INPUT_DOWN },
		{ "khome", INPUT_HOME },
		{ "kend", INPUT_END },
		{ "kpp", INPUT_PAGE_UP },
		{ "knp", INPUT_PAGE_DOWN },
		{ "kich1", INPUT_INSERT },
		{ "kdch1", INPUT_DELETE },
		{ "kLFT", INPUT_SHIFT | INPUT_LEFT },
		{ "kRIT", INPUT_SHIFT | INPUT_RIGHT },
		{ "kcbt", INPUT_SHIFT | INPUT_TAB },
		{ "kf1", INPUT_F1 },
		{ "kf10", INPUT_F1 + 9 },
	};

	(void)screen;
	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
		const char *sequence = capability(keys[i].name);
		if (sequence)
			input_define(input, sequence, keys[i].key);
	}
}

void screen_resize(struct screen *screen)
{
	int w, h;

	terminal_size(&w, &h);
	if (w == screen->w && h == screen->h)
		return;
	resizeterm(h, w);
	screen->w = w;
	screen->h = h;
	screen->row = xrealloc_array(screen->row, (size_t)w, sizeof(*screen->row));
	screen->drawn = xrealloc_array(screen->drawn, (size_t)w * (size_t)h,
				       sizeof(*screen->drawn));
	screen->drawn_stands = false;
	// What the terminal made of the old picture is anybody's guess.
	clearok(curscr, TRUE);
}

/* --- cells --- */

static attr_t curses_attrs(int attrs)
{
	attr_t result = WA_NORMAL;

	if (attrs & CELL_BOLD)
		result |= WA_BOLD;
	if (attrs & CELL_DIM)
		result |= WA_DIM;
	if (attrs & CELL_REVERSE)
		result |= WA_REVERSE;
	if (attrs & CELL_UNDERLINE)
		result |= WA_UNDERLINE;
	return result;
}

static void row_fill(struct screen *screen, const struct cell *cells, int w, enum theme theme)
{
	struct style before = { .fg = COLOUR_DEFAULT, .bg = COLOUR_DEFAULT };
	int pair = 0;

	for (int x = 0; x < w; x++) {
		struct style style = theme_cell_style(theme, screen->depth, cells[x]);
		uint32_t code = theme_cell_code(theme, screen->depth, cells[x]);
		bool usual;
		wchar_t text[2] = { (wchar_t)screen_code(code, screen->utf8), L'\0' };
		if (text[0] == L' ')
			style = theme_blank_style(style, before);
		usual = style.fg == COLOUR_DEFAULT && style.bg == COLOUR_DEFAULT;
		if (style.fg != before.fg || style.bg != before.bg)
			pair = usual ? 0 : alloc_pair(style.fg, style.bg);
		setcchar(&screen->row[x], text, curses_attrs(style.attrs), 0, &pair);
		before = style;
	}
}

/* A terminal that has few pairs of colours gets them anew with every frame: one that is in a line
 * which stands could be given away meanwhile. */
static bool lines_stand(const struct screen *screen, const struct canvas *canvas, enum theme theme)
{
	return screen->drawn_stands && screen->drawn_theme == theme && canvas->w == screen->w &&
	       COLOR_PAIRS >= MANY_PAIRS;
}

bool screen_draw(struct screen *screen, const struct canvas *canvas, enum theme theme)
{
	bool stand = lines_stand(screen, canvas, theme);
	int w = canvas->w < screen->w ? canvas->w : screen->w;
	// In the last corner curses looks at the cell to its left, whether there is one or not.
	int h = screen->w > 1 ? screen->h : screen->h - 1;

	for (int y = 0; y < canvas->h && y < h; y++) {
		const struct cell *cells = canvas->cells + (ptrdiff_t)y * canvas->w;
		struct cell *drawn = screen->drawn + (ptrdiff_t)y * screen->w;

		if (stand && canvas_same_cells(cells, drawn, w))
			continue;
		memcpy(drawn, cells, (size_t)w * sizeof(*drawn));
		row_fill(screen, cells, w, theme);
		mvwadd_wchnstr(stdscr, y, 0, screen->row, w);
	}
	screen->drawn_theme = theme;
	screen->drawn_stands = canvas->h >= h;
	wnoutrefresh(stdscr);
	doupdate();
	return flush(screen);
}

void screen_record(struct screen *screen, struct record *record)
{
	screen->record = record;
}

bool screen_copy(const char *text)
{
	size_t size = strlen(text),
	       room = sizeof(COPY_BEGIN) + 4 * (size / 3 + 1) + sizeof(COPY_END);
	char *bytes = xmalloc(room);
	size_t used = strlen(strcpy(bytes, COPY_BEGIN));
	bool ok;

	used += screen_base64(text, size, bytes + used);
	used += strlen(strcpy(bytes + used, COPY_END));
	ok = terminal_write(bytes, used);
	free(bytes);
	return ok;
}

void screen_redraw(struct screen *screen)
{
	(void)screen;
	clearok(curscr, TRUE);
}

bool screen_mouse(struct screen *screen, bool on)
{
	screen->mouse = on;
	return terminal_write(on ? MOUSE_ON : MOUSE_OFF, strlen(on ? MOUSE_ON : MOUSE_OFF));
}

static void take_over(struct screen *screen)
{
	screen_resize(screen);
	clearok(curscr, TRUE);
	curs_set(0);
	if (screen->mouse)
		screen_mouse(screen, true);
}

void screen_stop(struct screen *screen, bool force)
{
	terminal_write(MOUSE_OFF, strlen(MOUSE_OFF));
	endwin();
	flush(screen);
	terminal_stop(force);
	// After endwin, the next refresh enters the alternate screen again.
	take_over(screen);
}

void screen_continue(struct screen *screen)
{
	terminal_continue();
	// Let curses believe it had left, so that it sends everything it sends at the start.
	endwin();
	take_over(screen);
}
