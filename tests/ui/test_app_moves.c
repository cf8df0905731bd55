// SPDX-License-Identifier: MIT
/* What somebody does, recorded and played: both end with the same scenario, byte for byte. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/suite.h"
#include "base/xalloc.h"
#include "io/file.h"
#include "io/moves.h"
#include "io/scenario_io.h"
#include "ui/app_moves.h"
#include "ui/app_rig.h"
#include "ui/move.h"

static struct rig rig;
static char folder[64];

static void setup(void)
{
	strcpy(folder, "/tmp/ragtop-test-XXXXXX");
	ck_assert_ptr_nonnull(mkdtemp(folder));
	ck_assert_int_eq(chdir(folder), 0);
	rig_open(&rig, "");
}

static void teardown(void)
{
	static const char *const files[] = { "m", "a.json", "b.json" };

	rig_close(&rig);
	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++)
		remove(files[i]);
	ck_assert_int_eq(chdir("/"), 0);
	ck_assert_int_eq(rmdir(folder), 0);
}

static void command(const char *line)
{
	rig_keys(&rig, ":");
	rig_type(&rig, line);
	rig_keys(&rig, "Enter");
}

static void save_as(const char *name)
{
	rig_keys(&rig, "Esc W C-u");
	rig_type(&rig, name);
	rig_keys(&rig, "Enter");
	rig_settle(&rig);
	ck_assert_msg(!rig.app->save.pending, "%s", rig.app->ui.message);
}

static struct moves *load(void)
{
	struct error error = { 0 };
	struct moves *moves = moves_load("m", &error);

	ck_assert_msg(moves != NULL, "%d:%d: %s", error.line, error.column, error.message);
	return moves;
}

/* Plays it in a dashboard that is opened as `ragtop replay --moves` does. */
static void play(struct moves *moves, double speed)
{
	app_load(rig.app, &moves->start, "");
	app_moves_play(rig.app, moves, speed);
}

static void play_to_the_end(double speed)
{
	struct moves *moves = load();
	double length_s = moves->moves[moves->count - 1].at_s;

	play(moves, speed);
	for (double at = 0; app_moves_playing(rig.app) && at < length_s + 1; at += 0.05 * speed)
		rig_pass(&rig, 0.05);
	ck_assert(!app_moves_playing(rig.app));
}

static void same_files(const char *a, const char *b)
{
	struct error error;
	char *first, *second;
	size_t first_size, second_size;

	ck_assert(file_read(a, 1 << 20, &first, &first_size, &error));
	ck_assert(file_read(b, 1 << 20, &second, &second_size, &error));
	ck_assert_uint_eq(first_size, second_size);
	ck_assert_int_eq(memcmp(first, second, first_size), 0);
	free(first);
	free(second);
}

/* Knobs by keys, values and drags, an incident, the seed, prices, architectures, back and forth. */
static void do_something(void)
{
	rig_keys(&rig, "l l L");
	rig_pass(&rig, 1);
	rig_keys(&rig, "] ] h u U");
	command("set rag.search_s 200ms");
	command("set targets.ttft_p95_s 1.5s");
	rig_pass(&rig, 0.5);
	command("day 12");
	rig_keys(&rig, "i v Enter b");
	command("seed 18446744073709551615");
	rig_keys(&rig, "3");
	rig_pass(&rig, 2);
	rig_keys(&rig, "3 * $ $ u *");
	command("set serving.mode self");
	command("set ft.prompt_tok null");
	rig_keys(&rig, "u u U Bksp l");
	rig_pass(&rig, 1);
}

/* Whoever records sees that he does. */
static bool header_has(const char *text)
{
	char *screen;
	bool has;

	app_draw(rig.app);
	screen = canvas_to_text(&rig.app->canvas);
	screen[strcspn(screen, "\n")] = '\0';
	has = strstr(screen, text) != NULL;
	free(screen);
	return has;
}

START_TEST(plays_to_the_same_file)
{
	char at_the_end[17];

	rig_keys(&rig, "l l");
	command("moves m");
	ck_assert_ptr_nonnull(strstr(rig.app->ui.message, "recording what you do to m"));
	ck_assert(header_has(" MOVES "));
	do_something();
	command("moves off");
	ck_assert_ptr_nonnull(strstr(rig.app->ui.message, " moves: ragtop replay --moves m"));
	ck_assert(!header_has(" MOVES "));
	save_as("a.json");
	memcpy(at_the_end, rig.app->digest, sizeof(at_the_end));
	play_to_the_end(_i == 0 ? 1 : 16);
	ck_assert_ptr_nonnull(strstr(rig.app->ui.message, "the scenario is as recorded"));
	save_as("b.json");
	same_files("a.json", "b.json");
	ck_assert_str_eq(rig.app->digest, at_the_end);
}
END_TEST

/* What the timeline does not allow is not recorded, so a recording can be replayed. */
START_TEST(refused_edits_are_no_moves)
{
	struct scenario *end = xmalloc(sizeof(*end));
	struct error error;
	struct moves *moves;

	rig.app->scenario.params.ft.answer_tok = PARAM_NULL;
	command("moves m");
	command("at 5 set ft.answer_tok 300");
	command("at 10 set ft.answer_tok 400 over 5d");
	rig_keys(&rig, "0 m g L");
	rig_pass(&rig, 1);
	rig_keys(&rig, "D");
	command("day 7");
	command("set ft.answer_tok null");
	rig_keys(&rig, "l");
	rig_pass(&rig, 1);
	command("moves off");
	moves = load();
	ck_assert_msg(moves_make(moves, "m", end, &error), "%d: %s", error.line, error.message);
	ck_assert(moves_same(end, &rig.app->scenario));
	ck_assert_int_eq(end->timeline_count, 2);
	moves_free(moves);
	free(end);
}
END_TEST

/* What was seen is seen again: view, playhead, knob; and the steps of undo are the same. */
START_TEST(shows_what_was_shown)
{
	enum param_id param;

	command("moves m");
	command("set rag.search_s 200ms");
	rig_keys(&rig, "l l u 3");
	command("day 12");
	param = rig.app->ui.knobs[rig.app->ui.knob].param;
	command("moves off");
	rig_keys(&rig, "3 [ [ [");
	play_to_the_end(4);
	ck_assert_int_eq(rig.app->ui.zoom, PANEL_LATENCY);
	ck_assert_double_eq_tol(app_playhead_day(rig.app), 12, 1e-9);
	ck_assert_int_eq(rig.app->ui.knobs[rig.app->ui.knob].param, param);
	ck_assert_double_eq_tol(rig.app->scenario.params.rag.search_s, 0.2, 1e-12);
	ck_assert_int_eq(rig.app->log.position, 1);
	ck_assert_int_eq(rig.app->log.count, 2);
}
END_TEST

/* The player's keys, and nobody plays against a hand. */
START_TEST(can_be_paused_and_taken_over)
{
	double before;

	command("moves m");
	rig_pass(&rig, 1);
	command("set rag.search_s 200ms");
	rig_pass(&rig, 10);
	command("set rag.search_s 300ms");
	command("moves off");
	play(load(), 1);
	rig_pass(&rig, 0.5);
	rig_keys(&rig, "Space");
	rig_pass(&rig, 100);
	before = rig.app->scenario.params.rag.search_s;
	ck_assert_double_ne(before, 0.2);
	ck_assert_ptr_nonnull(strstr(rig.app->ui.message, "paused"));
	rig_keys(&rig, "Space");
	rig_pass(&rig, 0.6);
	ck_assert_double_eq_tol(rig.app->scenario.params.rag.search_s, 0.2, 1e-12);
	ck_assert_double_le(app_wake_s(rig.app), rig.now_s + 10);
	rig_keys(&rig, "> >");
	ck_assert_ptr_nonnull(strstr(rig.app->ui.message, "x4"));
	rig_keys(&rig, "l");
	ck_assert(!app_moves_playing(rig.app));
	ck_assert_ptr_nonnull(strstr(rig.app->ui.message, "the scenario is yours now"));
	rig_pass(&rig, 100);
	ck_assert_double_ne(rig.app->scenario.params.rag.search_s, 0.3);
}
END_TEST

START_TEST(speeds)
{
	command("moves m");
	rig_pass(&rig, 8);
	command("set rag.search_s 200ms");
	command("moves off");
	play(load(), 4);
	rig_pass(&rig, 1.9);
	ck_assert(app_moves_playing(rig.app));
	rig_pass(&rig, 0.2);
	ck_assert(!app_moves_playing(rig.app));
}
END_TEST

/* The clock of a machine has been going for long: that is not the time since the beginning. */
START_TEST(begins_at_its_beginning)
{
	struct moves *moves;
	struct app *app;

	command("moves m");
	rig_pass(&rig, 8);
	command("set rag.search_s 200ms");
	command("moves off");
	moves = load();
	app = app_new(&moves->start, "", 1);
	app_moves_play(app, moves, 1);
	app_tick(app, 1e6);
	ck_assert(app_moves_playing(app));
	app_tick(app, 1e6 + 7);
	ck_assert(app_moves_playing(app));
	app_tick(app, 1e6 + 9);
	ck_assert(!app_moves_playing(app));
	app_free(app);
}
END_TEST

/* A recording that was cut off counts as far as it goes; nothing is written over. */
START_TEST(interrupted)
{
	struct moves *moves;

	command("moves m");
	command("set rag.search_s 200ms");
	moves = load();
	ck_assert(!moves->complete);
	ck_assert_int_ge(moves->count, 2);
	moves_free(moves);
	command("moves m2");
	ck_assert_ptr_nonnull(strstr(rig.app->ui.prompt.message, "a recording is on its way"));
	rig_keys(&rig, "Esc");
	command("moves off");
	command("moves m");
	ck_assert_ptr_nonnull(strstr(rig.app->ui.prompt.message, "file exists"));
	rig_keys(&rig, "Esc");
	play_to_the_end(1);
}
END_TEST

/* Where no file can be made nothing is as it would be with one, down to the last byte. */
START_TEST(no_file_no_change)
{
	struct scenario *before = xmalloc(sizeof(*before));

	rig_keys(&rig, "l");
	rig_pass(&rig, 1);
	memcpy(before, &rig.app->scenario, sizeof(*before));
	command("moves none/such");
	ck_assert_msg(strstr(rig.app->ui.prompt.message, "no such file") != NULL, "%s",
		      rig.app->ui.prompt.message);
	ck_assert_int_eq(memcmp(before, &rig.app->scenario, sizeof(*before)), 0);
	free(before);
}
END_TEST

/* What was done before the recording cannot be undone in it. */
START_TEST(undone_too_far)
{
	rig_keys(&rig, "l");
	rig_pass(&rig, 1);
	command("moves m");
	command("set rag.search_s 200ms");
	rig_keys(&rig, "u u");
	ck_assert_ptr_nonnull(strstr(rig.app->ui.message, "the recording ends here"));
	command("moves off");
	ck_assert_ptr_nonnull(strstr(rig.app->ui.prompt.message, "nothing is being recorded"));
}
END_TEST

/* --- any row of edits --- */

static uint64_t state;

static int chance(int n)
{
	state = state * 6364136223846793005u + 1442695040888963407u;
	return (int)((state >> 33) % (uint64_t)n);
}

static void edit_something(struct edit_log *log, struct scenario *scenario)
{
	static const struct knob knobs[] = {
		{ .param = P_rag_search_s },
		{ .param = P_ft_run_usd },
		{ .is_target = true, .target = TARGET_TTFT_P95_S },
	};
	static const char *const books[] = { "", "s4", "current" };
	bool keep[PARAM_COUNT] = { 0 };
	struct scenario *edited;
	struct edit undone;
	int moved;

	switch (chance(9)) {
	case 0:
	case 1:
	case 2:
		edit_knob(log, scenario, knobs[chance(3)], chance(4), chance(3) > 0);
		return;
	case 3:
		edit_undo(log, scenario, &undone);
		return;
	case 4:
		edit_redo(log, scenario, &undone);
		return;
	case 5:
		edit_close(log);
		return;
	case 6:
		edit_book(log, scenario, books[chance(3)], keep, &moved);
		return;
	case 7:
		edit_seed(log, scenario, (uint64_t)chance(3));
		return;
	default:
		edited = xmalloc(sizeof(*edited));
		*edited = *scenario;
		if (edited->timeline_count > 3)
			scenario_timeline_remove(edited, 0);
		else
			scenario_timeline_add(edited,
					      &(struct timeline_entry){ .kind = TIMELINE_NOTE,
									.at_days = chance(20),
									.note = "a note" });
		edit_timeline(log, scenario, edited);
		free(edited);
		return;
	}
}

/* Followed after one edit or after two at once, what is seen of a log makes the same scenario and
 * the same steps of undo. */
START_TEST(a_log_can_be_followed)
{
	struct scenario *there = xmalloc(sizeof(*there)), *here = xmalloc(sizeof(*here));
	struct edit_log log, follower;
	bool keep[PARAM_COUNT], lost;
	struct log_seen seen;
	struct error error;
	struct edit undone;
	struct move move;

	state = (uint64_t)_i;
	scenario_init(here);
	*there = *here;
	edit_init(&log);
	edit_init(&follower);
	log_seen_init(&seen, &log);
	for (int i = 0; i < 400; i++) {
		edit_something(&log, here);
		while (log_seen_next(&seen, &log, &move, keep, &lost)) {
			ck_assert(!lost);
			ck_assert_msg(move_make(&move, &follower, there, &error), "%d, step %d: %s",
				      _i, i, error.message);
		}
		ck_assert_msg(moves_same(here, there), "%d, step %d", _i, i);
	}
	while (edit_undo(&log, here, &undone)) {
		ck_assert(edit_undo(&follower, there, &undone));
		ck_assert(moves_same(here, there));
	}
	ck_assert(!edit_undo(&follower, there, &undone));
	edit_release(&log);
	edit_release(&follower);
	free(there);
	free(here);
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("app_moves"), *logs = tcase_create("logs");

	tcase_add_checked_fixture(tcase, setup, teardown);
	tcase_set_timeout(tcase, 120);
	tcase_add_loop_test(tcase, plays_to_the_same_file, 0, 2);
	tcase_add_test(tcase, refused_edits_are_no_moves);
	tcase_add_test(tcase, shows_what_was_shown);
	tcase_add_test(tcase, can_be_paused_and_taken_over);
	tcase_add_test(tcase, speeds);
	tcase_add_test(tcase, begins_at_its_beginning);
	tcase_add_test(tcase, interrupted);
	tcase_add_test(tcase, no_file_no_change);
	tcase_add_test(tcase, undone_too_far);
	tcase_add_loop_test(logs, a_log_can_be_followed, 0, 20);
	return suite_run("app_moves", tcase) | suite_run("app_moves_logs", logs);
}
