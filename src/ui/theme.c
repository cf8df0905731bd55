// SPDX-License-Identifier: MIT
#include <assert.h>
#include <string.h>

#include "ui/theme.h"

/* One look of a role: the colour and what is added to it. */
struct look {
	int colour, attrs;
};

/* A row of the colour table. */
struct role_looks {
	struct look dark_256, light_256, dark_16, light_16, dark_8, light_8;
	int mono; /* attributes */
};

#define B CELL_BOLD
#define D CELL_DIM
#define R CELL_REVERSE
#define U CELL_UNDERLINE

/* clang-format off */
static const struct role_looks looks[ROLE_COUNT] = {
	/* dark 256, light 256, dark 16, light 16, dark 8, light 8, mono; -1: as the terminal has it */
	[ROLE_TEXT] =         { {252, 0}, {236, 0}, {-1, 0},  {-1, 0},  {-1, 0},  {-1, 0},  0 },
	[ROLE_TITLE] =        { {255, 0}, {232, 0}, {-1, B},  {-1, B},  {-1, B},  {-1, B},  B },
	[ROLE_HINT] =         { {248, 0}, {240, 0}, {-1, 0},  {-1, 0},  {-1, 0},  {-1, 0},  0 },
	[ROLE_KEY] =          { {255, B}, {232, B}, {-1, B},  {-1, B},  {-1, B},  {-1, B},  U },
	[ROLE_BORDER] =       { {240, 0}, {248, 0}, {-1, D},  {-1, D},  {-1, D},  {-1, D},  D },
	[ROLE_FOCUS_BORDER] = { {248, 0}, {240, 0}, {-1, 0},  {-1, 0},  {-1, 0},  {-1, 0},  0 },
	[ROLE_MISSED] =       { {203, 0}, {160, 0}, {9, B},   {-1, R},  {1, B},   {-1, R},  B },
	[ROLE_CURSOR] =       { {227, 0}, {16, 0},  {-1, R},  {-1, R},  {-1, R},  {-1, R},  R },
	[ROLE_RAG] =          { {75, 0},  {25, 0},  {14, 0},  {4, 0},   {6, 0},   {4, 0},   0 },
	[ROLE_FT] =           { {214, 0}, {130, 0}, {11, 0},  {1, 0},   {3, 0},   {1, 0},   0 },
	[ROLE_HYBRID] =       { {36, 0},  {29, 0},  {13, 0},  {0, B},   {5, 0},   {0, 0},   0 },
	[ROLE_LONGCTX] =      { {175, 0}, {126, 0}, {10, 0},  {5, 0},   {2, 0},   {5, 0},   0 },
	[ROLE_PROMPT] =       { {252, 0}, {238, 0}, {15, 0},  {8, 0},   {7, 0},   {0, D},   0 },
	[ROLE_ROUTED] =       { {141, 0}, {91, 0},  {12, 0},  {4, B},   {4, 0},   {4, B},   0 },
	[ROLE_RAG_DIM] =      { {24, 0},  {153, 0}, {14, D},  {4, D},   {6, D},   {4, D},   D },
	[ROLE_FT_DIM] =       { {94, 0},  {223, 0}, {11, D},  {1, D},   {3, D},   {1, D},   D },
	[ROLE_HYBRID_DIM] =   { {23, 0},  {158, 0}, {13, D},  {0, D},   {5, D},   {0, D},   D },
	[ROLE_LONGCTX_DIM] =  { {96, 0},  {225, 0}, {10, D},  {5, D},   {2, D},   {5, D},   D },
	[ROLE_PROMPT_DIM] =   { {241, 0}, {252, 0}, {15, D},  {8, D},   {7, D},   {0, D},   D },
	[ROLE_ROUTED_DIM] =   { {60, 0},  {189, 0}, {12, D},  {4, D},   {4, D},   {4, D},   D },
	[ROLE_HEAT_1] =       { {17, 0},  {195, 0}, {-1, 0},  {-1, 0},  {-1, 0},  {-1, 0},  0 },
	[ROLE_HEAT_2] =       { {24, 0},  {153, 0}, {-1, 0},  {-1, 0},  {-1, 0},  {-1, 0},  0 },
	[ROLE_HEAT_3] =       { {31, 0},  {110, 0}, {-1, 0},  {-1, 0},  {-1, 0},  {-1, 0},  0 },
	[ROLE_HEAT_4] =       { {74, 0},  {67, 0},  {-1, 0},  {-1, 0},  {-1, 0},  {-1, 0},  0 },
	[ROLE_HEAT_5] =       { {159, 0}, {24, 0},  {-1, 0},  {-1, 0},  {-1, 0},  {-1, 0},  0 },
};
/* clang-format on */

/* Okabe and Ito's own values where a terminal can show them; darker ones on light grounds, and 0
 * where the 256 colours say it. */
static const struct true_colours {
	int dark, light;
} true_colours[ROLE_COUNT] = {
	[ROLE_RAG] = { 0x56b4e9, 0x0072b2 },    [ROLE_FT] = { 0xe69f00, 0xb35900 },
	[ROLE_HYBRID] = { 0x009e73, 0x007a5a }, [ROLE_LONGCTX] = { 0xcc79a7, 0x9e3d73 },
	[ROLE_MISSED] = { 0xff5f5f, 0xd70000 }, [ROLE_CURSOR] = { 0xf0e442, 0 },
};

enum { GROUND_DARK = 16, GROUND_LIGHT = 231 };

static const char *const names[THEME_COUNT] = {
	[THEME_DARK] = "dark",
	[THEME_LIGHT] = "light",
	[THEME_TERMINAL] = "terminal",
	[THEME_MONO] = "mono",
};

static struct look look_of(const struct role_looks *role, bool light, enum depth depth)
{
	switch (depth) {
	case DEPTH_TRUE:
	case DEPTH_256:
		return light ? role->light_256 : role->dark_256;
	case DEPTH_16:
		return light ? role->light_16 : role->dark_16;
	case DEPTH_8:
		return light ? role->light_8 : role->dark_8;
	case DEPTH_MONO:
		break;
	}
	return (struct look){ COLOUR_DEFAULT, role->mono };
}

/* What the 256 colours do not have: dim ones of roles that have no dim sister. */
static enum role dimmed(enum role role)
{
	if (role >= ROLE_RAG && role < ROLE_RAG_DIM)
		return (enum role)((int)role + (ROLE_RAG_DIM - ROLE_RAG));
	if (role >= ROLE_HEAT_1)
		return role > ROLE_HEAT_2 ? (enum role)((int)role - 2) : ROLE_HEAT_1;
	return role >= ROLE_RAG_DIM ? role : ROLE_BORDER;
}

/* How many colours are used of those that there are. */
static enum depth depth_used(enum theme theme, enum depth depth)
{
	if (theme == THEME_MONO)
		return DEPTH_MONO;
	return theme == THEME_TERMINAL && depth > DEPTH_16 ? DEPTH_16 : depth;
}

static int true_colour(enum role role, bool light, int index_256)
{
	int own = light ? true_colours[role].light : true_colours[role].dark;

	return own != 0 ? own : (int)theme_rgb(index_256);
}

struct style theme_style(enum theme theme, enum depth depth, enum role role, int cell_attrs)
{
	bool light = theme == THEME_LIGHT;
	struct look look;
	int bg = COLOUR_DEFAULT;

	assert(theme < THEME_COUNT && role < ROLE_COUNT);
	depth = depth_used(theme, depth);
	if (depth >= DEPTH_256) {
		bg = light ? GROUND_LIGHT : GROUND_DARK;
		if ((cell_attrs & CELL_DIM) != 0)
			role = dimmed(role);
		cell_attrs &= ~CELL_DIM;
	}
	look = look_of(&looks[role], light, depth);
	if (depth == DEPTH_TRUE) {
		look.colour = true_colour(role, light, look.colour);
		bg = (int)theme_rgb(bg);
	}
	return (struct style){ look.colour, bg, look.attrs | cell_attrs };
}

struct style theme_cell_style(enum theme theme, enum depth depth, struct cell cell)
{
	const uint32_t full_block = 0x2588;
	struct style style = theme_style(theme, depth, (enum role)cell.role, cell.attrs);

	/* Reversed it would be a hole: the active knob of a terminal with few colours. */
	if (cell.code == full_block)
		style.attrs &= ~CELL_REVERSE;
	if (cell.ground != ROLE_TEXT && depth_used(theme, depth) != DEPTH_MONO)
		style.bg = theme_style(theme, depth, (enum role)cell.ground, cell.attrs).fg;
	return style;
}

uint32_t theme_cell_code(enum theme theme, enum depth depth, struct cell cell)
{
	return depth_used(theme, depth) < DEPTH_256 ? cell_plain_code(cell) : cell.code;
}

const char *theme_name(enum theme theme)
{
	assert(theme < THEME_COUNT);
	return names[theme];
}

bool theme_from_name(const char *name, enum theme *theme)
{
	for (int i = 0; i < THEME_COUNT; i++) {
		if (strcmp(names[i], name) == 0) {
			*theme = (enum theme)i;
			return true;
		}
	}
	return false;
}

static const uint32_t first_16[16] = {
	0x000000, 0xcd0000, 0x00cd00, 0xcdcd00, 0x0000ee, 0xcd00cd, 0x00cdcd, 0xe5e5e5,
	0x7f7f7f, 0xff0000, 0x00ff00, 0xffff00, 0x5c5cff, 0xff00ff, 0x00ffff, 0xffffff,
};

/* A step of the 6 x 6 x 6 cube. */
static uint32_t cube(int level)
{
	return level == 0 ? 0 : 55 + 40 * (uint32_t)level;
}

uint32_t theme_rgb(int index)
{
	assert(index >= 0 && index < 256);
	if (index < 16)
		return first_16[index];
	if (index < 232) {
		int c = index - 16;

		return cube(c / 36) << 16 | cube(c / 6 % 6) << 8 | cube(c % 6);
	}
	return (8 + 10 * (uint32_t)(index - 232)) * 0x010101;
}

struct style theme_blank_style(struct style style, struct style before)
{
	const int shown = CELL_REVERSE | CELL_UNDERLINE;

	if (((style.attrs | before.attrs) & shown) == 0 && style.bg == before.bg)
		return before;
	return style;
}
