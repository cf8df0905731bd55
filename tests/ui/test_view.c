// SPDX-License-Identifier: MIT
/*
 * Whole screens: golden frames of a made-up snapshot, and what can be clicked on them.
 * UPDATE_GOLDEN=1 writes the frames instead of comparing them.
 */
#include <stdio.h>
#include <string.h>

#include "base/suite.h"
#include "base/text.h"
#include "base/xalloc.h"
#include "ui/actions.h"
#include "ui/draw.h"
#include "ui/golden.h"
#include "ui/synthetic.h"

static struct snapshot *snapshot;
static struct ui_state *state;
static struct canvas canvas;

static void setup(void)
{
	snapshot = synthetic_snapshot();
	state = xcalloc(1, sizeof(*state));
	synthetic_state(state, snapshot);
	canvas_init(&canvas, 120, 40, CHARSET_UNICODE);
}

static void teardown(void)
{
	canvas_release(&canvas);
	free(state);
	free(snapshot);
}

static void draw(int w, int h)
{
	canvas_resize(&canvas, w, h);
	view_draw(snapshot, state, &canvas);
}

/* ---- golden frames ---- */

static void expect_golden(const char *name, int w, int h)
{
	draw(w, h);
	golden_check(name, &canvas);
}

START_TEST(main_screens)
{
	expect_golden("main-20x6", 20, 6);
	expect_golden("main-40x12", 40, 12);
	expect_golden("main-80x24", 80, 24);
	expect_golden("main-120x40", 120, 40);
	expect_golden("main-200x60", 200, 60);
}
END_TEST

START_TEST(main_screens_in_ascii)
{
	canvas.charset = CHARSET_ASCII;
	expect_golden("ascii-80x24", 80, 24);
	canvas.charset = CHARSET_BLOCKS;
	expect_golden("blocks-120x40", 120, 40);
}
END_TEST

START_TEST(zoomed_panels)
{
	static const char *const names[] = {
		"", "zoom-cost", "zoom-scores", "zoom-latency", "zoom-freshness", "zoom-knobs"
	};

	state->scoreboard_all = true;
	for (int panel = PANEL_COST; panel <= PANEL_KNOBS; panel++) {
		state->zoom = state->focus = (enum panel)panel;
		expect_golden(names[panel], 120, 40);
	}
	state->zoom = state->focus = PANEL_SCOREBOARD;
	expect_golden("zoom-scores-80x24", 80, 24);
}
END_TEST

START_TEST(forms)
{
	state->zoom = state->focus = PANEL_COST;
	state->cost_form = COST_BY_TIME;
	state->playhead_frac = 0.42;
	state->playing = true;
	expect_golden("form-time-playing", 120, 40);
	state->cost_form = COST_LEDGER;
	state->playhead_frac = 1;
	expect_golden("form-ledger", 120, 40);
	state->cost_form = COST_STACK;
	state->arch = ARCH_HYBRID;
	expect_golden("stack-80x24", 80, 24);
	expect_golden("stack-120x40", 120, 40);
	expect_golden("stack-200x60", 200, 60);
	state->cost_each = true;
	canvas.charset = CHARSET_ASCII;
	expect_golden("stack-each-ascii-80x24", 80, 24);
	canvas.charset = CHARSET_UNICODE;
	state->arch = ARCH_RAG;
	state->zoom = state->focus = PANEL_LATENCY;
	state->latency_form = LATENCY_CUMULATIVE;
	expect_golden("form-cumulative", 80, 24);
	state->latency_form = LATENCY_HISTOGRAM;
	expect_golden("form-histogram", 80, 24);
}
END_TEST

START_TEST(overlays)
{
	state->overlay = OVERLAY_HELP;
	expect_golden("help-80x24", 80, 24);
	state->help_page = 1;
	expect_golden("help-figures-80x24", 80, 24);
	state->help_page = 2;
	expect_golden("help-signs-80x24", 80, 24);
	state->overlay = OVERLAY_SOURCE;
	expect_golden("source-80x24", 80, 24);
	state->overlay = OVERLAY_QUIT;
	expect_golden("quit-80x24", 80, 24);
	state->overlay = OVERLAY_PROMPT;
	strcpy(state->prompt.text, "3.5M");
	state->prompt.cursor = 4;
	state->prompt.valid = true;
	strcpy(state->prompt.message, "3,500,000/mo, 1.35 a second");
	expect_golden("prompt-80x24", 80, 24);
}
END_TEST

/* With a baseline the table has one more column, and till the playhead fewer rows. */
START_TEST(tables_of_other_shapes)
{
	struct result *baseline = xmalloc(sizeof(*baseline));

	*baseline = snapshot->result;
	baseline->arch[ARCH_RAG].all_in_usd = 300;
	baseline->arch[ARCH_RAG].correct_frac = 0.9;
	state->has_baseline = true;
	state->baseline = baseline;
	expect_golden("baseline-120x40", 120, 40);
	state->has_baseline = false;
	state->till_playhead = true;
	state->playhead_frac = 0.5;
	expect_golden("till-120x40", 120, 40);
	free(baseline);
}
END_TEST

/* Tables show as many architectures as they have room for, the focused one among them. */
START_TEST(all_architectures)
{
	for (int a = ARCH_DEFAULTS; a < ARCH_COUNT; a++) {
		snapshot->scenario.archs[a] = (enum arch)a;
		snapshot->result.arch[a] = snapshot->result.arch[a - ARCH_DEFAULTS];
	}
	snapshot->scenario.arch_count = ARCH_COUNT;
	expect_golden("six-80x24", 80, 24);
	expect_golden("six-200x60", 200, 60);
	state->arch = ARCH_PROMPT;
	expect_golden("six-focus-80x24", 80, 24);
}
END_TEST

START_TEST(answers)
{
	snapshot->result.verdict.none_meets = true;
	snapshot->result.verdict.missed[ARCH_RAG][TARGET_TTFT_P95_S] = true;
	snapshot->scenario.targets[TARGET_TTFT_P95_S] = 0.5;
	expect_golden("answer-nobody-120x40", 120, 40);
	snapshot->result.verdict.none_meets = false;
	snapshot->result.verdict.best = ARCH_HYBRID;
	snapshot->scenario.targets[TARGET_TTFT_P95_S] = PARAM_NULL;
	snapshot->scenario.params.traffic.volume_qpm = 3.5e6;
	snapshot->curve.crossing[0].nobody_below = true;
	expect_golden("answer-dearer-120x40", 120, 40);
	snapshot->curve.crossing_count = 0;
	expect_golden("answer-throughout-80x24", 80, 24);
}
END_TEST

/* A scenario that is refused must say why, and let its knobs be turned back. */
START_TEST(refused_scenarios_say_why)
{
	char *text;

	snapshot->has_result = false;
	strcpy(snapshot->error.message, "too many changes of facts: \"3e9\"");
	draw(80, 24);
	text = canvas_to_text(&canvas);
	ck_assert_ptr_nonnull(strstr(text, "too many changes of facts: \"3e9\""));
	ck_assert_ptr_nonnull(strstr(text, "monthly queries"));
	free(text);
}
END_TEST

/* ---- clicks ---- */

static const struct hit *find_hit(int action, int argument)
{
	for (int i = 0; i < canvas.hit_count; i++)
		if (canvas.hits[i].action == action && canvas.hits[i].argument == argument)
			return &canvas.hits[i];
	return NULL;
}

/* A drag to a column of the track has to put the thumb into that column. */
START_TEST(mouse_and_picture_agree_on_tracks)
{
	const struct hit *hit;
	struct knob volume = { .param = P_traffic_volume_qpm };

	for (int column = 0; column < 20; column++) {
		draw(120, 40);
		hit = find_hit(ACTION_HIT_TRACK, 0);
		ck_assert_ptr_nonnull(hit);
		ck_assert_int_eq(hit->area.w, 20);
		knob_set(&snapshot->scenario, volume,
			 knob_from_position(volume, (double)column / (hit->area.w - 1)));
		draw(120, 40);
		ck_assert_uint_eq(canvas.cells[hit->area.y * canvas.w + hit->area.x + column].code,
				  0x2588);
	}
}
END_TEST

START_TEST(everything_named_can_be_clicked)
{
	static const int actions[] = { ACTION_FIGURE,    ACTION_FORM, ACTION_TILL,
				       ACTION_BASELINE,  ACTION_PLAY, ACTION_FASTER,
				       ACTION_UNDO,      ACTION_HELP, ACTION_QUIT,
				       ACTION_ZOOM_COST, ACTION_SAVE };

	draw(120, 40);
	for (size_t i = 0; i < sizeof(actions) / sizeof(actions[0]); i++)
		ck_assert_msg(find_hit(actions[i], 0) != NULL, "%s", action_table[actions[i]].name);
	for (int i = 0; i < 12; i++)
		ck_assert_ptr_nonnull(find_hit(ACTION_HIT_VALUE, i));
	ck_assert_ptr_nonnull(find_hit(ACTION_HIT_ARCH, ARCH_HYBRID));
	ck_assert_ptr_nonnull(find_hit(ACTION_HIT_PANEL, PANEL_TIME));
	ck_assert_ptr_nonnull(find_hit(ACTION_HIT_VOLUME, 0));
	ck_assert_ptr_nonnull(find_hit(ACTION_HIT_TIME, 0));
}
END_TEST

static bool has_key(const char *keys, const char *key, size_t n)
{
	while (*keys != '\0') {
		size_t word = strcspn(keys, " ");

		if (word == n && strncmp(keys, key, n) == 0)
			return true;
		keys += word + strspn(keys + word, " ");
	}
	return false;
}

/* The bold word that a hit's area begins with. */
static size_t key_at(const struct hit *hit, char *key, size_t size)
{
	size_t n = 0;

	for (int x = hit->area.x; x < hit->area.x + hit->area.w && n + 4 < size; x++) {
		struct cell cell = canvas.cells[hit->area.y * canvas.w + x];

		if (cell.role != ROLE_KEY || cell.code == ' ')
			break;
		n += text_utf8_encode(cell.code, key + n);
	}
	return n;
}

/* A hint that names the wrong key is worse than none: what is written is what the table has. */
START_TEST(hints_name_keys_of_their_actions)
{
	int checked = 0;

	for (int panel = PANEL_NONE; panel <= PANEL_KNOBS; panel++) {
		state->zoom = (enum panel)panel;
		draw(200, 60);
		for (int i = 0; i < canvas.hit_count; i++) {
			const struct hit *hit = &canvas.hits[i];
			char key[32];
			size_t n = hit->action < ACTION_HIT_KNOB ? key_at(hit, key, sizeof(key))
								 : 0;
			const char *keys = action_table[hit->action].keys;

			if (n == 0)
				continue;
			if (strncmp(key, "←", 3) == 0) /* "←→", of which → has its own hit */
				ck_assert(has_key(keys, "Left", 4));
			else if (strncmp(key, "→", 3) == 0)
				ck_assert(has_key(keys, "Right", 5));
			else
				ck_assert_msg(has_key(keys, key, n), "%.*s is no key of %s", (int)n,
					      key, action_table[hit->action].name);
			checked++;
		}
	}
	ck_assert_int_gt(checked, 100);
}
END_TEST

/* An action that the help forgets does not exist for anybody. */
START_TEST(the_help_has_every_key)
{
	char *text;

	state->overlay = OVERLAY_HELP;
	draw(132, 60);
	text = canvas_to_text(&canvas);
	for (int i = ACTION_NONE + 1; i < ACTION_COUNT; i++) {
		char key[32];

		if (action_table[i].group == ACTIONS_MOUSE)
			continue;
		action_hint((enum action)i, key, sizeof(key));
		ck_assert_msg(strstr(text, key) != NULL, "%s has no line", action_table[i].name);
	}
	free(text);
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("view");

	tcase_add_checked_fixture(tcase, setup, teardown);
	tcase_add_test(tcase, main_screens);
	tcase_add_test(tcase, main_screens_in_ascii);
	tcase_add_test(tcase, zoomed_panels);
	tcase_add_test(tcase, forms);
	tcase_add_test(tcase, overlays);
	tcase_add_test(tcase, tables_of_other_shapes);
	tcase_add_test(tcase, all_architectures);
	tcase_add_test(tcase, answers);
	tcase_add_test(tcase, refused_scenarios_say_why);
	tcase_add_test(tcase, mouse_and_picture_agree_on_tracks);
	tcase_add_test(tcase, everything_named_can_be_clicked);
	tcase_add_test(tcase, hints_name_keys_of_their_actions);
	tcase_add_test(tcase, the_help_has_every_key);
	return suite_run("ui/view", tcase);
}
