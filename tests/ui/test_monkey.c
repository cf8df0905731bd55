// SPDX-License-Identifier: MIT
/*
 * A monkey at the dashboard, without a terminal. Nothing crashes or hangs, what stands on the
 * screen are signs of one column, every value is legal; undoing everything brings the scenario back
 * that was opened, and redoing everything the one before.
 */
#include "ui/monkey.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/suite.h"
#include "base/text.h"
#include "base/xalloc.h"
#include "io/scenario_same.h"
#include "pty/tty.h"
#include "ui/app_rig.h"

enum { SEEDS = 3, EVENTS = 2000, EVENTS_BETWEEN_UNDOS = 250 };

static struct rig rig;
static struct scenario *start; /* what undoing everything has to bring back */
static uint64_t seed;
static int deeds;

static void setup(void)
{
	ck_assert_int_eq(chdir(tty_folder()), 0);
	start = xmalloc(sizeof(*start));
}

static void teardown(void)
{
	rig_close(&rig);
	free(start);
	ck_assert_int_eq(chdir("/"), 0);
	tty_remove_folder();
}

#define CHECK(holds, ...)                                                                        \
	do {                                                                                     \
		if (!(holds)) {                                                                  \
			fprintf(stderr, "MONKEY_SEED=%llu, deed %d: ", (unsigned long long)seed, \
				deeds);                                                          \
			ck_abort_msg(__VA_ARGS__);                                               \
		}                                                                                \
	} while (0)

static void check_screen(void)
{
	const struct canvas *canvas = &rig.app->canvas;

	for (int i = 0; i < canvas->w * canvas->h; i++) {
		uint32_t code = canvas->cells[i].code;

		CHECK((code >= ' ' && code < 0x7f) ||
			      (text_codepoint_safe(code) && text_codepoint_width(code) == 1),
		      "U+%04X on the screen", (unsigned int)code);
	}
}

static void check_values(void)
{
	const struct app *app = rig.app;

	for (int i = 0; i < app->ui.knob_count; i++) {
		double value = knob_get(&app->scenario, app->ui.knobs[i]);

		CHECK(knob_legal(app->ui.knobs[i], value), "%s is %g", knob_label(app->ui.knobs[i]),
		      value);
	}
}

/* Saving writes what this run found into the scenario, which no undo takes out again. */
static void forget_expected(struct scenario *scenario)
{
	scenario->expect_digest[0] = '\0';
	scenario->expect_count = 0;
	scenario->expect_best = (struct expected_arch){ 0 };
	scenario->expect_cheapest = (struct expected_arch){ 0 };
}

/* The first parameter that is another, for the message. */
static const char *difference(const struct scenario *now, const struct scenario *then)
{
	static char text[160];
	char name[96];

	snprintf(text, sizeof(text), "%s",
		 now->timeline_count != then->timeline_count ? "in its timeline"
		 : now->arch_count != then->arch_count       ? "in its architectures"
							     : "not in a parameter");
	for (unsigned int i = 0; i < PARAM_COUNT; i++) {
		enum param_id id = (enum param_id)i;
		double a = params_get(&now->params, id), b = params_get(&then->params, id);

		if (same_double(a, b) && scenario_is_own(now, id) == scenario_is_own(then, id))
			continue;
		param_full_name(id, name, sizeof(name));
		snprintf(text, sizeof(text), "%s is %.17g%s, was %.17g%s", name, a,
			 scenario_is_own(now, id) ? " (own)" : "", b,
			 scenario_is_own(then, id) ? " (own)" : "");
	}
	return text;
}

static void check_same(const struct scenario *expected, const char *when)
{
	struct scenario *now = xmalloc(sizeof(*now)), *then = xmalloc(sizeof(*then));

	*now = rig.app->scenario;
	*then = *expected;
	forget_expected(now);
	forget_expected(then);
	CHECK(scenario_same(now, then), "%s the scenario is another: %s", when,
	      difference(now, then));
	free(now);
	free(then);
}

static void undo_all_and_redo_all(void)
{
	struct edit_log *log = &rig.app->log;
	struct scenario *before = xmalloc(sizeof(*before));
	int position;

	edit_close(log);
	position = log->position;
	*before = rig.app->scenario;
	for (int i = log->count; i > 0 && log->position > 0; i--)
		rig_keys(&rig, "u");
	CHECK(log->position == 0, "%d steps are left that cannot be undone", log->position);
	check_same(start, "undone");
	for (int i = position; i > 0 && log->position < position; i--)
		rig_keys(&rig, "U");
	CHECK(log->position == position, "not all can be redone");
	check_same(before, "redone");
	free(before);
}

/* Does the log of edits account for everything, at any time? What is tried out in a prompt is not
 * in it. */
static void check_log(void)
{
	struct scenario *copy = xmalloc(sizeof(*copy));
	struct edit_log log = rig.app->log;
	struct edit edit;
	int steps = 0;

	*copy = rig.app->scenario;
	while (edit_undo(&log, copy, &edit))
		steps++;
	while (steps-- > 0)
		edit_redo(&log, copy, &edit);
	check_same(copy, "by the log");
	free(copy);
}

/* From whatever it looks at to the main screen. */
static void go_back(void)
{
	rig_mouse(&rig, INPUT_RELEASE, INPUT_BUTTON_LEFT, 0, 0);
	for (int i = 0; i < 8; i++)
		rig_keys(&rig, "Esc");
	CHECK(rig.app->ui.overlay == OVERLAY_NONE, "Esc does not leave overlay %d",
	      (int)rig.app->ui.overlay);
}

static void event(const struct input_event *event)
{
	app_tick(rig.app, rig.now_s);
	app_event(rig.app, event, rig.now_s);
	app_submit(rig.app);
	app_draw(rig.app);
}

static void do_deed(const struct monkey_deed *deed)
{
	switch (deed->kind) {
	case MONKEY_EVENT:
		rig.now_s += 0.001;
		event(&deed->event);
		break;
	case MONKEY_RESIZE:
		app_resize(rig.app, deed->w, deed->h);
		break;
	case MONKEY_PAUSE:
		rig_pass(&rig, deed->pause_s);
		app_snapshot(rig.app);
		break;
	}
	rig.app->quit = false;
	rig.app->want_redraw = false;
	rig.app->want_stop = false;
}

/* A scenario that was opened meanwhile, even the same one again, begins a history of its own. */
static void watch_history(int steps_before)
{
	const struct edit_log *log = &rig.app->log;
	bool opened = strncmp(rig.app->ui.message, "opened ", 7) == 0;

	if (opened || (steps_before > 0 && log->count == 0))
		*start = rig.app->scenario;
}

static void one_seed(void)
{
	struct monkey monkey;

	rig_open(&rig, "");
	*start = rig.app->scenario;
	monkey_init(&monkey, seed);
	for (deeds = 0; deeds < EVENTS; deeds++) {
		struct monkey_deed deed = monkey_next(&monkey, rig.app->canvas.w,
						      rig.app->canvas.h);
		int steps = rig.app->log.count;

		do_deed(&deed);
		watch_history(steps);
		check_screen();
		check_values();
		if (!app_previews(rig.app) && deeds % 10 == 0)
			check_log();
		if (deeds % EVENTS_BETWEEN_UNDOS == EVENTS_BETWEEN_UNDOS - 1) {
			monkey.typing = NULL;
			monkey.held = false;
			go_back();
			undo_all_and_redo_all();
		}
	}
	rig_close(&rig);
}

START_TEST(a_monkey_breaks_nothing)
{
	struct monkey_seeds seeds;

	monkey_seeds_init(&seeds, SEEDS, 300);
	while (monkey_seeds_next(&seeds)) {
		seed = seeds.seed;
		one_seed();
	}
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("monkey");

	tcase_add_checked_fixture(tcase, setup, teardown);
	tcase_set_timeout(tcase, 3600);
	tcase_add_test(tcase, a_monkey_breaks_nothing);
	return suite_run("ui/monkey", tcase);
}
