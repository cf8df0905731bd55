// SPDX-License-Identifier: MIT
/*
 * The palette against what it promises: the table of roles, contrast by WCAG 2 on the grounds that
 * people have, and that architectures can be told apart, by people who lack a kind of cone too.
 */
#include <math.h>

#include "base/suite.h"
#include "ui/theme.h"

struct rgb {
	double r, g, b; /* linear, 0 to 1 */
};

static double linear(int byte)
{
	double x = byte / 255.0;

	return x <= 0.04045 ? x / 12.92 : pow((x + 0.055) / 1.055, 2.4);
}

static struct rgb rgb_of(uint32_t colour)
{
	return (struct rgb){ linear((int)(colour >> 16)), linear((int)(colour >> 8 & 255)),
			     linear((int)(colour & 255)) };
}

static double luminance(uint32_t colour)
{
	struct rgb rgb = rgb_of(colour);

	return 0.2126 * rgb.r + 0.7152 * rgb.g + 0.0722 * rgb.b;
}

static double contrast(uint32_t a, uint32_t b)
{
	double x = luminance(a), y = luminance(b);

	return (fmax(x, y) + 0.05) / (fmin(x, y) + 0.05);
}

static uint32_t colour_of(enum theme theme, enum depth depth, enum role role)
{
	struct style style = theme_style(theme, depth, role, 0);

	return depth == DEPTH_TRUE ? (uint32_t)style.fg : theme_rgb(style.fg);
}

/* black, VS Code, Dracula, One Dark, Nord, Ubuntu, Solarized; white, GitHub, Solarized, Tango */
static const uint32_t dark_grounds[] = { 0x000000, 0x1e1e1e, 0x282a36, 0x282c34,
					 0x2e3440, 0x300a24, 0x002b36 };
static const uint32_t light_grounds[] = { 0xffffff, 0xf6f8fa, 0xfdf6e3, 0xeeeeec };

static double worst(uint32_t colour, bool light)
{
	const uint32_t *grounds = light ? light_grounds : dark_grounds;
	int n = light ? 4 : 7;
	double least = HUGE_VAL;

	for (int i = 0; i < n; i++)
		least = fmin(least, contrast(colour, grounds[i]));
	return least;
}

START_TEST(contrast_is_wcag)
{
	ck_assert_double_eq_tol(contrast(0x000000, 0xffffff), 21, 1e-9);
	ck_assert_double_eq_tol(contrast(0x767676, 0xffffff), 4.54, 0.01);
	/* the design's own figures */
	ck_assert_double_eq_tol(contrast(0x5fafff, 0x000000), 9.1, 0.05);
	ck_assert_double_eq_tol(worst(0x5fafff, false), 5.4, 0.05);
	ck_assert_double_eq_tol(worst(0xaf5f00, true), 4.1, 0.05);
}
END_TEST

/* Text wants 4.5 on the painted ground, curves and signs 3 on any ground; borders say nothing. */
START_TEST(everything_can_be_read)
{
	static const enum role texts[] = { ROLE_TEXT, ROLE_TITLE, ROLE_HINT, ROLE_KEY,
					   ROLE_FOCUS_BORDER };

	for (int light = 0; light < 2; light++)
		for (int depth = DEPTH_256; depth <= DEPTH_TRUE; depth++) {
			enum theme theme = light ? THEME_LIGHT : THEME_DARK;
			uint32_t ground = light ? 0xffffff : 0x000000;

			for (int i = 0; i < 5; i++) {
				uint32_t colour = colour_of(theme, (enum depth)depth, texts[i]);

				ck_assert_double_ge(contrast(colour, ground), 7);
				ck_assert_double_ge(worst(colour, light), 4.5);
			}
			for (int role = ROLE_MISSED; role <= ROLE_ROUTED; role++) {
				uint32_t colour = colour_of(theme, (enum depth)depth,
							    (enum role)role);

				ck_assert_msg(contrast(colour, ground) >= 4.5,
					      "role %d theme %d depth %d: %.2f", role, theme, depth,
					      contrast(colour, ground));
				ck_assert_msg(worst(colour, light) >= 3, "role %d theme %d: %.2f",
					      role, theme, worst(colour, light));
			}
		}
}
END_TEST

/* A tenth of white as stray light: what a projector in a lit room leaves. */
START_TEST(the_light_theme_stands_a_projector)
{
	for (int role = ROLE_RAG; role <= ROLE_ROUTED; role++) {
		double y = luminance(colour_of(THEME_LIGHT, DEPTH_256, (enum role)role));

		ck_assert_double_ge((1 + 0.1 + 0.05) / (y + 0.1 + 0.05), 3.45);
	}
}
END_TEST

/* ---- can they be told apart? ---- */

struct lab {
	double l, a, b;
};

static double lab_curve(double t)
{
	return t > 216.0 / 24389 ? cbrt(t) : (24389.0 / 27 * t + 16) / 116;
}

static struct lab lab_of(struct rgb c)
{
	double x = (0.4124564 * c.r + 0.3575761 * c.g + 0.1804375 * c.b) / 0.95047;
	double y = 0.2126729 * c.r + 0.7151522 * c.g + 0.0721750 * c.b;
	double z = (0.0193339 * c.r + 0.1191920 * c.g + 0.9503041 * c.b) / 1.08883;

	x = lab_curve(x);
	y = lab_curve(y);
	z = lab_curve(z);
	return (struct lab){ 116 * y - 16, 500 * (x - y), 200 * (y - z) };
}

static double hue(double b, double a)
{
	double h = a == 0 && b == 0 ? 0 : atan2(b, a);

	return h < 0 ? h + 2 * M_PI : h;
}

/* CIEDE2000, after Sharma, Wu and Dalal (2005). */
static double ciede2000(struct lab p, struct lab q)
{
	double c_mean = (hypot(p.a, p.b) + hypot(q.a, q.b)) / 2, c7 = pow(c_mean, 7);
	double g = 0.5 * (1 - sqrt(c7 / (c7 + pow(25, 7))));
	double a1 = p.a * (1 + g), a2 = q.a * (1 + g);
	double c1 = hypot(a1, p.b), c2 = hypot(a2, q.b), h1 = hue(p.b, a1), h2 = hue(q.b, a2);
	double dl = q.l - p.l, dc = c2 - c1, dh = c1 * c2 == 0 ? 0 : h2 - h1;
	double l = (p.l + q.l) / 2, c = (c1 + c2) / 2, h = (h1 + h2) / 2, t, sl, sc, sh, rc, rt;

	dh = dh > M_PI ? dh - 2 * M_PI : dh < -M_PI ? dh + 2 * M_PI : dh;
	if (c1 * c2 == 0)
		h = h1 + h2;
	else if (fabs(h1 - h2) > M_PI)
		h += h < M_PI ? M_PI : -M_PI;
	dh = 2 * sqrt(c1 * c2) * sin(dh / 2);
	t = 1 - 0.17 * cos(h - M_PI / 6) + 0.24 * cos(2 * h) + 0.32 * cos(3 * h + M_PI / 30) -
	    0.20 * cos(4 * h - 63 * M_PI / 180);
	sl = 1 + 0.015 * (l - 50) * (l - 50) / sqrt(20 + (l - 50) * (l - 50));
	sc = 1 + 0.045 * c;
	sh = 1 + 0.015 * c * t;
	c7 = pow(c, 7);
	rc = 2 * sqrt(c7 / (c7 + pow(25, 7)));
	rt = -rc * sin(M_PI / 3 * exp(-pow((h * 180 / M_PI - 275) / 25, 2)));
	return sqrt(pow(dl / sl, 2) + pow(dc / sc, 2) + pow(dh / sh, 2) +
		    rt * (dc / sc) * (dh / sh));
}

/* Machado, Oliveira and Fernandes (2009), severity 1. */
static const double cones[3][3][3] = {
	{ { 1, 0, 0 }, { 0, 1, 0 }, { 0, 0, 1 } },
	{ { 0.152286, 1.052583, -0.204868 },
	  { 0.114503, 0.786281, 0.099216 },
	  { -0.003882, -0.048116, 1.051998 } }, /* no red cones */
	{ { 0.367322, 0.860646, -0.227968 },
	  { 0.280085, 0.672501, 0.047413 },
	  { -0.011820, 0.042940, 0.968881 } }, /* no green cones */
};

static double clamp1(double x)
{
	return fmin(fmax(x, 0), 1);
}

static struct lab seen(uint32_t colour, int eye)
{
	struct rgb c = rgb_of(colour);
	const double(*m)[3] = cones[eye];

	return lab_of((struct rgb){ clamp1(m[0][0] * c.r + m[0][1] * c.g + m[0][2] * c.b),
				    clamp1(m[1][0] * c.r + m[1][1] * c.g + m[1][2] * c.b),
				    clamp1(m[2][0] * c.r + m[2][1] * c.g + m[2][2] * c.b) });
}

START_TEST(difference_is_ciede2000)
{
	/* pairs 1, 7 and 17 of the paper's table */
	struct lab a[] = { { 50, 2.6772, -79.7751 }, { 50, 0, 0 }, { 50, 2.5, 0 } };
	struct lab b[] = { { 50, 0, -82.7485 }, { 50, -1, 2 }, { 73, 25, -18 } };
	double expected[] = { 2.0425, 2.3669, 27.1492 };

	for (int i = 0; i < 3; i++)
		ck_assert_double_eq_tol(ciede2000(a[i], b[i]), expected[i], 1e-4);
}
END_TEST

static double nearest(enum theme theme, enum depth depth, int archs, int eye)
{
	double least = HUGE_VAL;

	for (int i = 0; i < archs; i++)
		for (int k = i + 1; k < archs; k++) {
			enum role a = role_of_arch((enum arch)i, false);
			enum role b = role_of_arch((enum arch)k, false);

			least = fmin(least, ciede2000(seen(colour_of(theme, depth, a), eye),
						      seen(colour_of(theme, depth, b), eye)));
		}
	return least;
}

/* Under 5 two colours are hard to tell apart; the three that matter stay three times that. */
START_TEST(architectures_differ_for_everybody)
{
	for (int light = 0; light < 2; light++)
		for (int depth = DEPTH_256; depth <= DEPTH_TRUE; depth++)
			for (int eye = 0; eye < 3; eye++) {
				enum theme theme = light ? THEME_LIGHT : THEME_DARK;
				double three = nearest(theme, (enum depth)depth, ARCH_DEFAULTS,
						       eye);
				double five = nearest(theme, (enum depth)depth, ARCH_PROMPT + 1,
						      eye);

				ck_assert_msg(three >= (eye == 0 ? 30 : 13),
					      "three, theme %d depth %d eye %d: %.1f", theme, depth,
					      eye, three);
				ck_assert_msg(five >= 7, "five, theme %d depth %d eye %d: %.1f",
					      theme, depth, eye, five);
			}
}
END_TEST

/* ---- the table ---- */

START_TEST(steps_of_heat_grow)
{
	for (int light = 0; light < 2; light++) {
		enum theme theme = light ? THEME_LIGHT : THEME_DARK;
		uint32_t last = light ? 0xffffff : 0x000000;

		for (int i = 0; i < HEAT_STEPS; i++) {
			uint32_t next = colour_of(theme, DEPTH_256,
						  (enum role)((int)ROLE_HEAT_1 + i));

			/* away from the ground, and by as much as an eye sees */
			ck_assert((luminance(next) < luminance(last)) == (light == 1));
			ck_assert_double_ge(ciede2000(seen(last, 0), seen(next, 0)), 5);
			last = next;
		}
	}
}
END_TEST

/* Heat without colours enough is its characters; with them it is half blocks on a ground. */
START_TEST(heat_by_depth)
{
	struct cell cell = { .code = 0x2580, .role = ROLE_HEAT_5, .ground = ROLE_HEAT_2 };
	struct style style = theme_cell_style(THEME_DARK, DEPTH_256, cell);

	ck_assert_int_eq(style.fg, 159);
	ck_assert_int_eq(style.bg, 24);
	ck_assert_uint_eq(theme_cell_code(THEME_DARK, DEPTH_256, cell), 0x2580);
	ck_assert_uint_eq(theme_cell_code(THEME_DARK, DEPTH_16, cell), '#');
	ck_assert_uint_eq(theme_cell_code(THEME_TERMINAL, DEPTH_TRUE, cell), '#');
	ck_assert_uint_eq(theme_cell_code(THEME_MONO, DEPTH_256, cell), '#');
	ck_assert_int_eq(theme_cell_style(THEME_MONO, DEPTH_256, cell).bg, COLOUR_DEFAULT);
	ck_assert_int_eq(theme_style(THEME_DARK, DEPTH_TRUE, ROLE_RAG, 0).fg, 0x56b4e9);
	ck_assert_int_eq(theme_style(THEME_LIGHT, DEPTH_TRUE, ROLE_FT, 0).fg, 0xb35900);
	ck_assert_int_eq(theme_style(THEME_DARK, DEPTH_TRUE, ROLE_TEXT, 0).fg, 0xd0d0d0);
}
END_TEST

/* Dim, bold and plain keep the sisters apart: a ghost is nearer to the ground than its line. */
/* A reversed full block is a hole; other signs of the cursor are reversed where colours are few. */
START_TEST(the_active_thumb_is_seen)
{
	struct cell thumb = { .code = 0x2588, .role = ROLE_CURSOR }, line = thumb;

	line.code = 0x2503;
	ck_assert(!(theme_cell_style(THEME_MONO, DEPTH_256, thumb).attrs & CELL_REVERSE));
	ck_assert(!(theme_cell_style(THEME_DARK, DEPTH_16, thumb).attrs & CELL_REVERSE));
	ck_assert(theme_cell_style(THEME_MONO, DEPTH_256, line).attrs & CELL_REVERSE);
}
END_TEST

START_TEST(ghosts_are_dimmer)
{
	for (int a = 0; a < ARCH_COUNT; a++)
		for (int light = 0; light < 2; light++) {
			enum theme theme = light ? THEME_LIGHT : THEME_DARK;
			uint32_t ground = light ? 0xffffff : 0x000000;
			enum role line = role_of_arch((enum arch)a, false);
			enum role ghost = role_of_arch((enum arch)a, true);

			ck_assert_double_lt(contrast(colour_of(theme, DEPTH_256, ghost), ground),
					    contrast(colour_of(theme, DEPTH_256, line), ground) /
						    1.5);
			ck_assert_int_ne(theme_style(theme, DEPTH_16, ghost, 0).attrs & CELL_DIM,
					 0);
		}
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("theme");

	tcase_add_test(tcase, contrast_is_wcag);
	tcase_add_test(tcase, everything_can_be_read);
	tcase_add_test(tcase, the_light_theme_stands_a_projector);
	tcase_add_test(tcase, difference_is_ciede2000);
	tcase_add_test(tcase, architectures_differ_for_everybody);
	tcase_add_test(tcase, steps_of_heat_grow);
	tcase_add_test(tcase, heat_by_depth);
	tcase_add_test(tcase, the_active_thumb_is_seen);
	tcase_add_test(tcase, ghosts_are_dimmer);
	return suite_run("ui/theme", tcase);
}
