// SPDX-License-Identifier: MIT
#include <assert.h>

#include "ui/canvas.h"

enum { CHARSETS = CHARSET_ASCII + 1 };

/* clang-format off */
static const uint32_t signs[SIGN_COUNT][CHARSETS] = {
	[SIGN_RAG] =         { 0x25cf, 0x2022, 'R' }, /* ● • */
	[SIGN_FT] =          { 0x25b2, 0x25b2, 'F' }, /* ▲ */
	[SIGN_HYBRID] =      { 0x25a0, 0x25a0, 'H' }, /* ■ */
	[SIGN_LONGCTX] =     { 0x25c6, 0x2666, 'L' }, /* ◆ ♦ */
	[SIGN_PROMPT] =      { 0x25cb, 0x25cb, 'P' }, /* ○ */
	[SIGN_ROUTED] =      { 0x25c7, 0x25ca, 'X' }, /* ◇ ◊ */
	[SIGN_BEST] =        { 0x2605, '*', '*' },    /* ★ */
	[SIGN_MISSED] =      { '!', '!', '!' },
	[SIGN_NOBODY] =      { 0x2205, '-', '-' },    /* ∅ */
	[SIGN_CROSSING] =    { 0x2573, 'X', 'X' },    /* ╳ */
	[SIGN_YOU] =         { 0x250a, 0x2502, ':' }, /* ┊ │ */
	[SIGN_CURSOR] =      { 0x253c, 0x253c, '+' }, /* ┼ */
	[SIGN_GUESS] =       { 0x254e, 0x2502, ':' }, /* ╎ │ */
	[SIGN_TRACK_LEFT] =  { 0x2501, 0x2550, '=' }, /* ━ ═ */
	[SIGN_TRACK_RIGHT] = { 0x2500, 0x2500, '-' }, /* ─ */
	[SIGN_THUMB] =       { 0x2588, 0x2588, '#' }, /* █ */
	[SIGN_WAIT] =        { 0x2591, 0x2591, '.' }, /* ░ */
	[SIGN_SERVICE] =     { 0x2588, 0x2588, '#' }, /* █ */
	[SIGN_PLAYING] =     { 0x25ba, 0x25ba, '>' }, /* ► */
	[SIGN_PAUSED] =      { 0x2016, 0x2551, '=' }, /* ‖ ║ */
	[SIGN_DEPLOYED] =    { 0x2534, 0x2534, '+' }, /* ┴ */
	[SIGN_FAILED] =      { 0x00d7, 'x', 'x' },    /* × */
	[SIGN_INCIDENT] =    { 0x25bc, 0x25bc, 'v' }, /* ▼ */
	[SIGN_BOOKMARK] =    { 0x25bd, 0x00b6, '\'' }, /* ▽ ¶ */
	[SIGN_PLAYHEAD] =    { 0x2503, 0x2551, '|' }, /* ┃ ║ */
	[SIGN_AXIS_BREAK] =  { 0x2248, 0x2248, '~' }, /* ≈ */
	[SIGN_RIGHT] =       { 0x2192, 0x2192, '>' }, /* → */
	[SIGN_UP] =          { 0x2191, 0x2191, '^' }, /* ↑ */
	[SIGN_DOWN] =        { 0x2193, 0x2193, 'v' }, /* ↓ */
	[SIGN_ACTIVE] =      { 0x25b8, 0x25ba, '>' }, /* ▸ ► */
	[SIGN_TARGET] =      { 0x254c, 0x2500, '=' }, /* ╌ ─ */
	[SIGN_TICK] =        { 0x2524, 0x2524, '+' }, /* ┤ */
	[SIGN_TEE] =         { 0x251c, 0x251c, '+' }, /* ├ */
	[SIGN_STRIP] =       { 0x2501, 0x2550, '=' }, /* ━ ═ */
	[SIGN_CORNER_TL] =   { 0x256d, 0x250c, '+' }, /* ╭ ┌ */
	[SIGN_CORNER_TR] =   { 0x256e, 0x2510, '+' }, /* ╮ ┐ */
	[SIGN_CORNER_BL] =   { 0x2570, 0x2514, '+' }, /* ╰ └ */
	[SIGN_CORNER_BR] =   { 0x256f, 0x2518, '+' }, /* ╯ ┘ */
	[SIGN_HORIZONTAL] =  { 0x2500, 0x2500, '-' }, /* ─ */
	[SIGN_VERTICAL] =    { 0x2502, 0x2502, '|' }, /* │ */
};

/* Characters of texts that are no signs. A console's font has most of Latin 1, little beyond. */
static const uint32_t letters[][CHARSETS] = {
	{ 0x2013, '-', '-' },    /* – */
	{ 0x2026, '.', '.' },    /* … */
	{ 0x221e, 0x221e, '^' }, /* ∞ */
	{ 0x2264, 0x2264, '<' }, /* ≤ */
	{ 0x2265, 0x2265, '>' }, /* ≥ */
	{ 0x2190, 0x2190, '<' }, /* ← */
	{ 0x258f, 0x2502, '|' }, /* ▏ */
	{ 0x00b1, 0x00b1, '~' }, /* ± */
	{ 0x00b5, 0x00b5, 'u' }, /* µ */
	{ 0x0394, 0x0394, 'd' }, /* Δ */
};
/* clang-format on */

uint32_t sign_code(enum charset charset, enum sign sign)
{
	assert(sign < SIGN_COUNT);
	return signs[sign][charset];
}

enum sign sign_of_arch(enum arch arch)
{
	assert(arch < ARCH_COUNT);
	return (enum sign)(SIGN_RAG + (int)arch);
}

enum role role_of_arch(enum arch arch, bool dim)
{
	assert(arch < ARCH_COUNT);
	return (enum role)((int)(dim ? ROLE_RAG_DIM : ROLE_RAG) + (int)arch);
}

uint32_t charset_translate(enum charset charset, uint32_t code)
{
	if (charset == CHARSET_UNICODE || code < 0x80)
		return code;
	for (size_t i = 0; i < SIGN_COUNT; i++)
		if (signs[i][CHARSET_UNICODE] == code)
			return signs[i][charset];
	for (size_t i = 0; i < sizeof(letters) / sizeof(letters[0]); i++)
		if (letters[i][CHARSET_UNICODE] == code)
			return letters[i][charset];
	return charset == CHARSET_ASCII ? '?' : code;
}
