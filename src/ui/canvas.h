// SPDX-License-Identifier: MIT
/*
 * L4. A screenful of cells in memory. Views draw here; back ends (curses, text, ANSI) show it.
 *
 * A cell is one column wide: one code point of width 1, a role (what the text means, never a
 * colour) and attributes. Everything drawn is clipped to the clip rectangle; text is sanitised on
 * the way in, and signs become those of the charset.
 * Whatever can be clicked is registered as a hit while it is drawn, so mouse and picture agree.
 */
#ifndef RAGTOP_UI_CANVAS_H
#define RAGTOP_UI_CANVAS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <ragtop/arch.h>

struct rect {
	int x, y, w, h;
};

enum role {
	ROLE_TEXT,
	ROLE_TITLE,
	ROLE_HINT,
	ROLE_KEY,
	ROLE_BORDER,
	ROLE_FOCUS_BORDER,
	ROLE_MISSED,
	ROLE_CURSOR,
	ROLE_RAG,
	ROLE_FT,
	ROLE_HYBRID,
	ROLE_LONGCTX,
	ROLE_PROMPT,
	ROLE_ROUTED, /* in the order of enum arch */
	ROLE_RAG_DIM,
	ROLE_FT_DIM,
	ROLE_HYBRID_DIM,
	ROLE_LONGCTX_DIM,
	ROLE_PROMPT_DIM,
	ROLE_ROUTED_DIM, /* bands, ghosts, series without focus */
	ROLE_HEAT_1,
	ROLE_HEAT_2,
	ROLE_HEAT_3,
	ROLE_HEAT_4,
	ROLE_HEAT_5, /* of one hue, from little to much; nothing is the ground */
	ROLE_COUNT,
};

enum { HEAT_STEPS = ROLE_HEAT_5 - ROLE_HEAT_1 + 1 };

enum {
	CELL_BOLD = 1,
	CELL_DIM = 2,
	CELL_REVERSE = 4,
	CELL_UNDERLINE = 8,
};

struct cell {
	uint32_t code;
	uint8_t role;
	uint8_t attrs;
	uint8_t ground; /* the role whose colour is behind it; ROLE_TEXT: the theme's ground */
};

enum charset { CHARSET_UNICODE, CHARSET_BLOCKS, CHARSET_ASCII };

/* What a click or a drag on a place means: an action number (see actions.h) and its argument. */
struct hit {
	struct rect area;
	int action;
	int argument;
};

struct canvas {
	int w, h;
	struct cell *cells; /* h rows of w */
	struct rect clip;
	enum charset charset;
	int hit_count, hit_capacity;
	struct hit *hits; /* later ones lie above earlier ones */
};

void canvas_init(struct canvas *canvas, int w, int h, enum charset charset);
void canvas_release(struct canvas *canvas);
void canvas_resize(struct canvas *canvas, int w, int h);
void canvas_clear(struct canvas *canvas); /* blanks, and forgets the hits */
struct rect canvas_clip(struct canvas *canvas,
			struct rect clip); /* intersects; returns the old one */
void canvas_unclip(struct canvas *canvas, struct rect old);

void canvas_put(struct canvas *canvas, int x, int y, uint32_t code, enum role role, int attrs);
/* A cell in two halves, for heat maps: the upper and the lower one's step, 0 (nothing) to
 * HEAT_STEPS. */
void canvas_heat(struct canvas *canvas, int x, int y, int upper, int lower);
/* The code of a cell where there are no colours to tell steps of heat apart: one of " .:-=#". */
uint32_t cell_plain_code(struct cell cell);
/* UTF-8 text, sanitised; returns the columns it took (also of what was clipped). */
int canvas_text(struct canvas *canvas, int x, int y, enum role role, int attrs, const char *text);
__attribute__((format(printf, 6, 7))) int canvas_printf(struct canvas *canvas, int x, int y,
							enum role role, int attrs,
							const char *format, ...);
/* Text in which signs carry their meaning: the signs of architectures have their colours, ★ that of
 * the next architecture named, ∅ × and a free-standing ! that of a missed target. */
int canvas_rich(struct canvas *canvas, int x, int y, enum role role, int attrs, const char *text);
/* canvas_rich within so many columns: cut at a word, ending in …, when it is longer. */
int canvas_rich_in(struct canvas *canvas, int x, int y, int columns, enum role role, int attrs,
		   const char *text);
/* canvas_text that ends before column x_end. */
void canvas_right(struct canvas *canvas, int x_end, int y, enum role role, int attrs,
		  const char *text);
/* Is the place on the canvas and blank? */
bool canvas_blank(const struct canvas *canvas, int x, int y);
void canvas_fill(struct canvas *canvas, struct rect area, uint32_t code, enum role role, int attrs);
/* The box of a panel, with a title in the top border (its leading digit is the zoom key). */
void canvas_box(struct canvas *canvas, struct rect area, const char *title, bool focused);
void canvas_hit(struct canvas *canvas, struct rect area, int action, int argument);
/* The topmost hit at a place, or NULL. */
const struct hit *canvas_hit_at(const struct canvas *canvas, int x, int y);

enum role role_of_arch(enum arch arch, bool dim);

/* The signs of UI-RULES section 5 by charset, as code points. */
enum sign {
	SIGN_RAG,
	SIGN_FT,
	SIGN_HYBRID,
	SIGN_LONGCTX,
	SIGN_PROMPT,
	SIGN_ROUTED, /* in the order of enum arch */
	SIGN_BEST,
	SIGN_MISSED,
	SIGN_NOBODY,
	SIGN_CROSSING,
	SIGN_YOU,
	SIGN_CURSOR,
	SIGN_GUESS,
	SIGN_TRACK_LEFT,
	SIGN_TRACK_RIGHT,
	SIGN_THUMB,
	SIGN_WAIT,
	SIGN_SERVICE,
	SIGN_PLAYING,
	SIGN_PAUSED,
	SIGN_DEPLOYED,
	SIGN_FAILED,
	SIGN_INCIDENT,
	SIGN_BOOKMARK,
	SIGN_PLAYHEAD,
	SIGN_AXIS_BREAK,
	SIGN_RIGHT,
	SIGN_UP,
	SIGN_DOWN,
	SIGN_ACTIVE,
	SIGN_TARGET,
	SIGN_TICK,
	SIGN_STRIP,
	SIGN_TEE,
	SIGN_CORNER_TL,
	SIGN_CORNER_TR,
	SIGN_CORNER_BL,
	SIGN_CORNER_BR,
	SIGN_HORIZONTAL,
	SIGN_VERTICAL,
	SIGN_COUNT,
};
uint32_t sign_code(enum charset charset, enum sign sign);
/* The stand-in of a code point where the charset lacks it. So views write the unicode signs into
 * their texts, and whatever draws on a canvas passes through here. */
uint32_t charset_translate(enum charset charset, uint32_t code);
enum sign sign_of_arch(enum arch arch);

/* The canvas as UTF-8 text, one line per row, trailing blanks cut. The caller frees. */
char *canvas_to_text(const struct canvas *canvas);

/* Would they look the same? */
bool canvas_same_cells(const struct cell *a, const struct cell *b, int count);

#endif
