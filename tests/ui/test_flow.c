// SPDX-License-Identifier: MIT
/*
 * View 9: what is read out of a record, by hand, and how it is drawn. UPDATE_GOLDEN=1 writes the
 * frames instead of comparing them.
 */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/suite.h"
#include "base/text.h"
#include "base/xalloc.h"
#include "ui/actions.h"
#include "ui/draw.h"
#include "ui/flow_read.h"
#include "ui/flow_record.h"
#include "ui/synthetic.h"

static struct scope_record *record;
static struct snapshot *snapshot;
static struct ui_state *state;
static struct canvas canvas;

static void setup(void)
{
	record = flow_record();
	snapshot = synthetic_snapshot();
	state = xcalloc(1, sizeof(*state));
	synthetic_state(state, snapshot);
	state->zoom = state->focus = PANEL_FLOW;
	state->playing = true;
	state->flow.record = record;
	state->flow.speed = 1;
	state->flow.clock_s = record->from_s + 30.25;
	state->playhead_frac = state->flow.clock_s / snapshot->result.horizon_s;
	canvas_init(&canvas, 120, 40, CHARSET_UNICODE);
}

static void teardown(void)
{
	canvas_release(&canvas);
	free(state);
	free(snapshot);
	scope_record_free(record);
}

static void draw(int w, int h)
{
	canvas_resize(&canvas, w, h);
	view_draw(snapshot, state, &canvas);
}

/* ---- what is read ---- */

static struct flow_station stations[FLOW_STATIONS_MAX];
static struct flow_figures figures[FLOW_STATIONS_MAX];
static int count;

static int station_of(enum stage stage)
{
	for (int i = 0; i < count; i++)
		if (stations[i].stages & 1u << stage)
			return i;
	ck_abort_msg("no station for stage %d", (int)stage);
}

static const struct flow_figures *read_at(double from_s, double to_s, enum stage stage)
{
	count = flow_stations(record, record->from_s + to_s, stations);
	flow_figures(record, record->from_s + from_s, record->from_s + to_s, stations, count,
		     figures);
	return &figures[station_of(stage)];
}

START_TEST(stations_in_their_order)
{
	static const char *const names[] = { "embed", "search", "retry", "read prompt", "write" };

	count = flow_stations(record, record->from_s, stations);
	ck_assert_int_eq(count, 5);
	ck_assert_int_eq(count, flow_station_count(record));
	for (int i = 0; i < count; i++)
		ck_assert_str_eq(stations[i].name, names[i]);
	ck_assert_int_eq(stations[1].servers, FLOW_RECORD_SERVERS);
	record->setups[0].self = true;
	record->setups[0].replicas = 2;
	record->setups[0].max_batch = 64;
	record->setups[0].caches = true;
	count = flow_stations(record, record->from_s, stations);
	ck_assert_str_eq(stations[0].name, "kept answers");
	ck_assert_int_eq(stations[count - 1].servers, 128);
}
END_TEST

/* Ten a second, a tenth of a second each: one of three servers is busy, nobody waits. */
START_TEST(a_quiet_station)
{
	const struct flow_figures *search = read_at(10, 15, STAGE_SEARCH);

	ck_assert_double_eq_tol(search->came, 50, 1e-9);
	ck_assert_double_eq_tol(search->went, 50, 1e-9);
	ck_assert_double_eq_tol(search->busy_mean, 1, 1e-6);
	ck_assert_double_eq(search->waiting, 0);
	ck_assert_double_eq(search->waited_s, 0);
	ck_assert_double_eq(search->oldest_s, 0);
	ck_assert_double_eq_tol(read_at(10, 15, STAGE_FIRST)->busy_mean, 3.9, 0.3);
}
END_TEST

/* Ten a second come and six go: four a second more wait, and who waits longest has done so for as
 * long as six a second need for all before. */
START_TEST(a_queue_fills)
{
	const struct flow_figures *search = read_at(25, 30, STAGE_SEARCH);

	ck_assert_double_eq_tol(search->came, 50, 1);
	ck_assert_double_eq_tol(search->went, 30, 3);
	ck_assert_double_eq_tol(search->busy_mean, 3, 1e-6);
	ck_assert_double_eq_tol(search->waiting, 40, 3);
	ck_assert_double_eq_tol(search->oldest_s, 4, 0.4);
	ck_assert_double_eq_tol(search->waited_s / search->began, 3, 0.4);
	ck_assert_int_eq(flow_busiest(record, record->from_s + 30, stations, figures, count), 1);
}
END_TEST

START_TEST(troubles_are_counted)
{
	double refused = 0, dropped = 0;

	for (int i = 0; i < 12; i++)
		refused += read_at(i * 5, i * 5 + 5, STAGE_RATE_LIMIT)->refused;
	for (int i = 0; i < 12; i++)
		dropped += read_at(i * 5, i * 5 + 5, STAGE_RATE_LIMIT)->dropped;
	ck_assert_double_ge(refused, 40);
	ck_assert_double_eq_tol(refused / 4, dropped, 2);
	ck_assert_double_eq(read_at(20, 30, STAGE_SEARCH)->timed_out, 0);
	ck_assert_double_gt(read_at(55, 60, STAGE_SEARCH)->timed_out, 5);
}
END_TEST

START_TEST(history_agrees_with_the_moment)
{
	enum { N = 61 };
	double waiting[N], busy[N];

	read_at(0, 60, STAGE_SEARCH);
	flow_history(record, &stations[1], record->from_s + 0.005, record->from_s + 60.005, waiting,
		     busy, N);
	for (int i = 1; i < N - 1; i++) {
		const struct flow_figures *at = read_at(i - 1, i + 0.005, STAGE_SEARCH);

		ck_assert_double_eq(waiting[i], at->waiting);
		ck_assert_double_eq(busy[i], at->busy);
	}
}
END_TEST

/* In equals out and what is inside. */
START_TEST(totals_balance)
{
	struct flow_total total;

	flow_total(record, record->from_s - 1, record->from_s + 42, &total);
	ck_assert_double_eq(total.arrived + 1, total.answered + total.dropped + total.under_way);
	ck_assert_double_gt(total.dropped, 0);
}
END_TEST

START_TEST(steps_go_from_one_event_to_the_next)
{
	double at_s = record->from_s + 1.001, back_s;
	struct flow_step step;

	for (int i = 0; i < 20; i++) {
		ck_assert(flow_step_find(record, at_s, 1, &step));
		ck_assert_double_gt(step.at_s, at_s);
		ck_assert_double_lt(step.at_s - at_s, 0.1001);
		back_s = at_s;
		at_s = step.at_s;
	}
	ck_assert(flow_step_find(record, at_s, -1, &step));
	ck_assert_double_eq(step.at_s, back_s);
	ck_assert_str_ne(step.text, "");
	ck_assert(!flow_step_find(record, record->from_s + 1e4, 1, &step));
}
END_TEST

/* ---- how it is drawn ---- */

static char *read_all(const char *path)
{
	FILE *in = fopen(path, "r");
	char *text = xcalloc(1 << 16, 1);

	if (in != NULL) {
		size_t n = fread(text, 1, (1 << 16) - 1, in);

		text[n] = '\0';
		fclose(in);
	}
	return text;
}

static void expect_golden(const char *name, int w, int h)
{
	const char *root = getenv("RAGTOP_SRC");
	char path[512], *text, *golden;

	draw(w, h);
	text = canvas_to_text(&canvas);
	snprintf(path, sizeof(path), "%s/tests/golden/%s.txt", root != NULL ? root : ".", name);
	if (getenv("UPDATE_GOLDEN") != NULL) {
		FILE *out = fopen(path, "w");

		ck_assert_msg(out != NULL, "cannot write \"%s\"", path);
		fputs(text, out);
		fclose(out);
	}
	golden = read_all(path);
	ck_assert_msg(strcmp(text, golden) == 0,
		      "\"%s\" differs; UPDATE_GOLDEN=1 writes it. It is now:\n%s", name, text);
	free(golden);
	free(text);
}

START_TEST(frames)
{
	expect_golden("flow-80x24", 80, 24);
	expect_golden("flow-120x40", 120, 40);
	expect_golden("flow-200x60", 200, 60);
	canvas.charset = CHARSET_ASCII;
	expect_golden("flow-ascii-80x24", 80, 24);
}
END_TEST

START_TEST(frames_of_one_station)
{
	state->flow.one = true;
	state->flow.station = 1;
	state->playing = false;
	expect_golden("flow-one-80x24", 80, 24);
	expect_golden("flow-one-120x40", 120, 40);
	expect_golden("flow-one-200x60", 200, 60);
}
END_TEST

static int signs_of(enum role role)
{
	uint32_t sign = sign_code(CHARSET_UNICODE, SIGN_RAG);
	int found = 0;

	for (int i = 0; i < canvas.w * canvas.h; i++)
		found += canvas.cells[i].code == sign && canvas.cells[i].role == role;
	return found;
}

/* Every query that waits is a sign before its station, as long as there is room for all. */
START_TEST(the_queue_is_seen)
{
	double waiting;

	state->flow.clock_s = record->from_s + 28;
	draw(120, 40);
	waiting = read_at(23, 28, STAGE_SEARCH)->waiting;
	waiting += figures[station_of(STAGE_RATE_LIMIT)].waiting;
	ck_assert_double_gt(waiting, 20);
	ck_assert_int_eq(signs_of(ROLE_MISSED), (int)waiting);
	state->flow.clock_s = record->from_s + 15;
	draw(120, 40);
	ck_assert_int_le(signs_of(ROLE_MISSED), 1);
}
END_TEST

START_TEST(any_size_and_charset)
{
	static const double times[] = { -5, 0, 30.25, 60, 1e9 };

	for (int w = 1; w < 210; w += w < 90 ? 7 : 40)
		for (int h = 1; h < 64; h += h < 30 ? 3 : 17)
			for (int i = 0; i < 15; i++) {
				canvas.charset = (enum charset)(i % 3);
				state->flow.one = i % 2;
				state->flow.station = i;
				state->flow.clock_s = record->from_s + times[i % 5];
				state->flow.speed = i % 4 == 0 ? 0 : i % 4 == 1 ? 1000 : 1;
				draw(w, h);
				for (int c = 0; c < w * h; c++)
					if (text_codepoint_width(canvas.cells[c].code) != 1)
						ck_abort_msg("U+%04X at %dx%d",
							     (unsigned int)canvas.cells[c].code, w,
							     h);
			}
}
END_TEST

/* Without a record, and with one of another architecture, it says what it waits for. */
START_TEST(without_a_record)
{
	char *text;

	state->flow.record = NULL;
	draw(120, 40);
	text = canvas_to_text(&canvas);
	ck_assert_ptr_nonnull(strstr(text, "simulating every query"));
	free(text);
	state->flow.record = record;
	record->arch = ARCH_FT;
	draw(120, 40);
	text = canvas_to_text(&canvas);
	ck_assert_ptr_nonnull(strstr(text, "simulating every query"));
	free(text);
}
END_TEST

START_TEST(what_is_thinned_is_said)
{
	char *text;

	record->every = 4;
	draw(120, 40);
	text = canvas_to_text(&canvas);
	ck_assert_ptr_nonnull(strstr(text, "one of 4 is drawn"));
	free(text);
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("flow");

	tcase_add_checked_fixture(tcase, setup, teardown);
	tcase_set_timeout(tcase, 60);
	tcase_add_test(tcase, stations_in_their_order);
	tcase_add_test(tcase, a_quiet_station);
	tcase_add_test(tcase, a_queue_fills);
	tcase_add_test(tcase, troubles_are_counted);
	tcase_add_test(tcase, history_agrees_with_the_moment);
	tcase_add_test(tcase, totals_balance);
	tcase_add_test(tcase, steps_go_from_one_event_to_the_next);
	tcase_add_test(tcase, frames);
	tcase_add_test(tcase, frames_of_one_station);
	tcase_add_test(tcase, the_queue_is_seen);
	tcase_add_test(tcase, any_size_and_charset);
	tcase_add_test(tcase, without_a_record);
	tcase_add_test(tcase, what_is_thinned_is_said);
	return suite_run("flow", tcase);
}
