// SPDX-License-Identifier: MIT
/* The canvas, its charsets and its back ends: text, ANSI, SVG. */
#include <string.h>

#include "base/suite.h"
#include "base/text.h"
#include "ui/ansi.h"
#include "ui/canvas.h"
#include "ui/svg.h"
#include "ui/theme.h"

static struct canvas canvas;

static void setup(void)
{
	canvas_init(&canvas, 20, 4, CHARSET_UNICODE);
}

static void teardown(void)
{
	canvas_release(&canvas);
}

static struct cell cell_at(int x, int y)
{
	return canvas.cells[y * canvas.w + x];
}

static void expect_text(const char *expected)
{
	char *text = canvas_to_text(&canvas);

	ck_assert_str_eq(text, expected);
	free(text);
}

/* A file's name could otherwise move the cursor, ring, or turn the line around. */
START_TEST(unsafe_text_is_replaced)
{
	int width = canvas_text(&canvas, 0, 0, ROLE_TEXT, 0,
				"a\033[2Jb\bc\xe2\x80\xae"
				"d\xff"
				"e");

	ck_assert_int_eq(width, 12);
	for (int x = 0; x < width; x++)
		ck_assert_msg(text_codepoint_safe(cell_at(x, 0).code), "column %d", x);
	ck_assert_uint_eq(cell_at(1, 0).code, TEXT_REPLACEMENT);
}
END_TEST

/* Wide and combining characters would shift everything behind them on the terminal. */
START_TEST(every_cell_is_one_column)
{
	ck_assert_int_eq(canvas_text(&canvas, 0, 0, ROLE_TEXT, 0, "e\xcc\x81日x"), 4);
	expect_text("e??x\n\n\n\n");
}
END_TEST

START_TEST(clipping_keeps_everything_inside)
{
	struct rect old = canvas_clip(&canvas, (struct rect){ 2, 1, 3, 2 });

	canvas_text(&canvas, -3, 1, ROLE_TEXT, 0, "0123456789abcdef");
	canvas_fill(&canvas, (struct rect){ -5, 2, 100, 100 }, '#', ROLE_TEXT, 0);
	canvas_put(&canvas, 0, 0, '!', ROLE_TEXT, 0);
	canvas_unclip(&canvas, old);
	canvas_put(&canvas, 19, 3, '.', ROLE_TEXT, 0);
	canvas_put(&canvas, 20, 3, '!', ROLE_TEXT, 0);
	expect_text("\n  567\n  ###\n                   .\n");
}
END_TEST

START_TEST(boxes_have_titles_that_fit)
{
	canvas_box(&canvas, (struct rect){ 0, 0, 20, 3 }, "1 cost, ● RAG, and far too long", false);
	expect_text("╭─ 1 cost, ● RAG,…─╮\n│                  │\n╰──────────────────╯\n\n");
}
END_TEST

/* Text is cut at a word, and says so. */
START_TEST(cut_text_ends_in_an_ellipsis)
{
	canvas_rich_in(&canvas, 0, 0, 16, ROLE_TEXT, 0, "hybrid takes over above 3M");
	canvas_rich_in(&canvas, 0, 1, 16, ROLE_TEXT, 0, "supercalifragilisticexpialidocious");
	canvas_rich_in(&canvas, 0, 2, 5, ROLE_TEXT, 0, "exact");
	expect_text("hybrid takes…\nsupercalifragil…\nexact\n\n");
}
END_TEST

/* Colour has to follow the sign, whoever writes the sentence. */
START_TEST(signs_carry_their_roles)
{
	canvas_rich(&canvas, 0, 0, ROLE_TITLE, 0, "★ ▲ ok ! × ∅ a!");
	ck_assert_uint_eq(cell_at(0, 0).role, ROLE_FT);
	ck_assert_uint_eq(cell_at(2, 0).role, ROLE_FT);
	ck_assert_uint_eq(cell_at(4, 0).role, ROLE_TITLE);
	ck_assert_uint_eq(cell_at(7, 0).role, ROLE_MISSED);
	ck_assert_uint_eq(cell_at(9, 0).role, ROLE_MISSED);
	ck_assert_uint_eq(cell_at(11, 0).role, ROLE_MISSED);
	ck_assert_uint_eq(cell_at(14, 0).role, ROLE_TITLE);
}
END_TEST

/* In ASCII nothing may be left that a terminal without UTF-8 would show as rubbish. */
START_TEST(ascii_is_ascii)
{
	canvas_release(&canvas);
	canvas_init(&canvas, 60, 3, CHARSET_ASCII);
	canvas_box(&canvas, (struct rect){ 0, 0, 60, 3 }, "é", true);
	canvas_rich(&canvas, 1, 1, ROLE_TEXT, 0, "●▲■◆○★∅╳┊┼╎━─█░►‖┴×▼┃≈→↑↓▸╌┤├–…∞≤≥µ±é日");
	for (int i = 0; i < canvas.w * canvas.h; i++)
		ck_assert_uint_lt(canvas.cells[i].code, 0x80);
	for (int sign = 0; sign < SIGN_COUNT; sign++)
		ck_assert_uint_lt(sign_code(CHARSET_ASCII, (enum sign)sign), 0x80);
}
END_TEST

/* A sign without an entry would be drawn as a zero byte. */
START_TEST(every_sign_has_a_code_of_one_column)
{
	for (int charset = CHARSET_UNICODE; charset <= CHARSET_ASCII; charset++)
		for (int sign = 0; sign < SIGN_COUNT; sign++) {
			uint32_t code = sign_code((enum charset)charset, (enum sign)sign);

			ck_assert_uint_ge(code, 0x21);
			ck_assert_int_eq(text_codepoint_width(code), 1);
		}
}
END_TEST

START_TEST(the_topmost_hit_wins)
{
	struct rect old;

	canvas_hit(&canvas, (struct rect){ 0, 0, 20, 4 }, 1, 10);
	old = canvas_clip(&canvas, (struct rect){ 5, 1, 5, 2 });
	canvas_hit(&canvas, (struct rect){ 0, 0, 20, 4 }, 2, 20);
	canvas_hit(&canvas, (struct rect){ 0, 0, 4, 4 }, 3, 30); /* clipped to nothing */
	canvas_unclip(&canvas, old);
	ck_assert_int_eq(canvas.hit_count, 2);
	ck_assert_int_eq(canvas_hit_at(&canvas, 5, 1)->argument, 20);
	ck_assert_int_eq(canvas_hit_at(&canvas, 4, 1)->argument, 10);
	ck_assert_ptr_null(canvas_hit_at(&canvas, 20, 1));
	canvas_clear(&canvas);
	ck_assert_ptr_null(canvas_hit_at(&canvas, 5, 1));
}
END_TEST

/* UI-RULES section 2, samples of each column. */
START_TEST(themes_are_the_table)
{
	ck_assert_int_eq(theme_style(THEME_DARK, DEPTH_256, ROLE_RAG, 0).fg, 75);
	ck_assert_int_eq(theme_style(THEME_LIGHT, DEPTH_256, ROLE_FT, 0).fg, 130);
	ck_assert_int_eq(theme_style(THEME_DARK, DEPTH_16, ROLE_HYBRID, 0).fg, 13);
	ck_assert_int_eq(theme_style(THEME_LIGHT, DEPTH_16, ROLE_FT, 0).fg, 1);
	ck_assert_int_eq(theme_style(THEME_DARK, DEPTH_8, ROLE_FT, 0).fg, 3);
	ck_assert_int_eq(theme_style(THEME_DARK, DEPTH_256, ROLE_FT, CELL_DIM).fg, 94);
	ck_assert_int_eq(theme_style(THEME_MONO, DEPTH_256, ROLE_FT, 0).fg, COLOUR_DEFAULT);
	ck_assert_int_eq(theme_style(THEME_MONO, DEPTH_256, ROLE_KEY, 0).attrs, CELL_UNDERLINE);
	ck_assert_int_eq(theme_style(THEME_LIGHT, DEPTH_16, ROLE_MISSED, 0).attrs, CELL_REVERSE);
}
END_TEST

/* An index beyond the palette is undefined on the terminal; a painted ground under a default
 * foreground is unreadable on half of them. */
START_TEST(styles_stay_in_the_palette)
{
	static const int colours[] = { 0, 8, 16, 256 };

	for (int theme = 0; theme < THEME_COUNT; theme++)
		for (int depth = DEPTH_MONO; depth <= DEPTH_256; depth++)
			for (int role = 0; role < ROLE_COUNT; role++) {
				struct style style = theme_style((enum theme)theme,
								 (enum depth)depth, (enum role)role,
								 CELL_BOLD);

				ck_assert_int_lt(style.fg, colours[depth]);
				ck_assert(style.bg == COLOUR_DEFAULT || style.fg != COLOUR_DEFAULT);
				ck_assert(theme != THEME_TERMINAL || style.bg == COLOUR_DEFAULT);
				ck_assert((style.attrs & CELL_BOLD) != 0);
			}
}
END_TEST

START_TEST(themes_have_names)
{
	enum theme theme;

	for (int i = 0; i < THEME_COUNT; i++) {
		ck_assert(theme_from_name(theme_name((enum theme)i), &theme));
		ck_assert_int_eq((int)theme, i);
	}
	ck_assert(!theme_from_name("solarized", &theme));
	ck_assert_uint_eq(theme_rgb(75), 0x5fafff);
	ck_assert_uint_eq(theme_rgb(240), 0x585858);
}
END_TEST

/* Without its colours the ANSI text is the text. */
START_TEST(ansi_is_text_with_colours)
{
	char *ansi, *text;
	char *plain, *out;

	canvas_rich(&canvas, 0, 0, ROLE_TITLE, CELL_BOLD, "★ ● RAG $448");
	canvas_put(&canvas, 19, 3, '.', ROLE_CURSOR, CELL_REVERSE);
	ansi = canvas_to_ansi(&canvas, THEME_DARK, DEPTH_256);
	text = canvas_to_text(&canvas);
	ck_assert_ptr_nonnull(strstr(ansi, "\033[0;1;38;5;75;48;5;16m★"));
	plain = out = calloc(1, strlen(ansi) + 1);
	for (const char *in = ansi; *in != '\0'; in++) {
		if (*in == '\033')
			in = strchr(in, 'm');
		else if (*in != '\n' || (out > plain && out[-1] != ' '))
			*out++ = *in;
		else {
			while (out > plain && out[-1] == ' ')
				out--;
			*out++ = '\n';
		}
	}
	ck_assert_str_eq(plain, text);
	free(ansi);
	free(text);
	free(plain);
}
END_TEST

/* Whatever is on the canvas, the picture has to be well-formed. */
START_TEST(svg_escapes_and_closes)
{
	char *svg;

	canvas_text(&canvas, 0, 0, ROLE_TEXT, 0, "a<b>&\"c\"");
	canvas_put(&canvas, 0, 1, 0x28ff, ROLE_RAG, 0);
	canvas_put(&canvas, 1, 1, 0x2588, ROLE_RAG, 0);
	canvas_put(&canvas, 2, 1, 0x256d, ROLE_BORDER, 0);
	svg = canvas_to_svg(&canvas, THEME_LIGHT);
	ck_assert_ptr_nonnull(strstr(svg, "a&lt;b>&amp;"));
	ck_assert_ptr_nonnull(strstr(svg, "fill=\"#005faf\""));
	ck_assert_str_eq(svg + strlen(svg) - 7, "</svg>\n");
	free(svg);
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("canvas");

	tcase_add_checked_fixture(tcase, setup, teardown);
	tcase_add_test(tcase, unsafe_text_is_replaced);
	tcase_add_test(tcase, every_cell_is_one_column);
	tcase_add_test(tcase, clipping_keeps_everything_inside);
	tcase_add_test(tcase, boxes_have_titles_that_fit);
	tcase_add_test(tcase, cut_text_ends_in_an_ellipsis);
	tcase_add_test(tcase, signs_carry_their_roles);
	tcase_add_test(tcase, ascii_is_ascii);
	tcase_add_test(tcase, every_sign_has_a_code_of_one_column);
	tcase_add_test(tcase, the_topmost_hit_wins);
	tcase_add_test(tcase, themes_are_the_table);
	tcase_add_test(tcase, styles_stay_in_the_palette);
	tcase_add_test(tcase, themes_have_names);
	tcase_add_test(tcase, ansi_is_text_with_colours);
	tcase_add_test(tcase, svg_escapes_and_closes);
	return suite_run("ui/canvas", tcase);
}
