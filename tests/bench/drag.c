// SPDX-License-Identifier: MIT
/*
 * The dashboard from outside: the real program, RAGTOP_BIN or else build/ragtop, in a
 * pseudo-terminal of 120x40, at 100 M queries a month; its knob `answer tokens` is turned, which
 * costs and latency depend on. A frame is one synchronised update, as libvterm takes it. It moves
 * curves when signs of braille change, and figures when anything between the answer and the knobs
 * does.
 *
 *   first_paint          from the start of the program to the first curves
 *   drag_fps             frames that move curves, by second, while a key is held down
 *   drag_figures_fps     frames that move figures or curves
 *   drag_all_fps         all frames: a key's echo is one
 *   bytes_per_frame      of all frames meanwhile
 *   key_to_paint_p95     from a press of a key, everything being at rest, to its first frame
 *   key_to_figures_p95   and to the first one that moves figures
 *   idle_bytes_per_s     once nothing is left to be computed
 */
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <vterm.h>

#include "bench/lib_bench.h"

#define KEY_LEFT "\033[D"
#define KEY_RIGHT "\033[C"
#define SYNC_END "\033[?2026l"

enum { W = 120, H = 40, FIGURES_TOP = 5, KNOBS_TOP = 27 };
enum { PRESSES = 40, TURN = 20, KNOB = 3 /* answer tokens */ };

static const double HOLD_S = 5, KEY_EVERY_S = 0.015;
static const double REST_S = 0.4; /* between single presses */
static const double IDLE_S = 3, PATIENCE_S = 60;

/* What is looked for in frames. */
enum sight { FRAME, FIGURES, CURVES, SIGHTS };

struct watch {
	int fd;
	pid_t pid;
	VTerm *vterm;
	VTermScreen *screen;
	size_t matched; /* of the end of a frame, in the bytes so far */
	size_t bytes;
	uint64_t shown[SIGHTS]; /* hashes of what stands on the screen */
	int seen[SIGHTS];
	double first_s[SIGHTS]; /* when each was seen first */
};

/* --- the program and its terminal --- */

static void answer(const char *bytes, size_t size, void *user)
{
	const struct watch *watch = user;

	if (write(watch->fd, bytes, size) < 0)
		fputs("drag: the program is gone\n", stderr);
}

static bool start(struct watch *watch, const char *mode, const char *replicas)
{
	struct winsize size = { .ws_col = W, .ws_row = H };

	fflush(NULL);
	watch->pid = forkpty(&watch->fd, NULL, NULL, &size);
	if (watch->pid == 0) {
		setenv("TERM", "xterm-256color", 1);
		setenv("LC_ALL", "C.UTF-8", 1);
		unsetenv("NO_COLOR");
		execl(getenv("RAGTOP_BIN"), "ragtop", "--set", "traffic.volume_qpm=100M", "--set",
		      mode, "--set", replicas, (char *)NULL);
		_exit(98);
	}
	if (watch->pid < 0)
		return false;
	watch->vterm = vterm_new(H, W);
	vterm_set_utf8(watch->vterm, 1);
	vterm_output_set_callback(watch->vterm, answer, watch);
	watch->screen = vterm_obtain_screen(watch->vterm);
	vterm_screen_enable_altscreen(watch->screen, 1);
	vterm_screen_reset(watch->screen, 1);
	return true;
}

static void stop(struct watch *watch)
{
	kill(watch->pid, SIGKILL);
	waitpid(watch->pid, NULL, 0);
	close(watch->fd);
	vterm_free(watch->vterm);
}

static void send_key(const struct watch *watch, const char *key)
{
	if (write(watch->fd, key, strlen(key)) < 0)
		fputs("drag: a key was not taken\n", stderr);
}

static uint32_t code_at(const struct watch *watch, int x, int y)
{
	VTermScreenCell cell;

	if (!vterm_screen_get_cell(watch->screen, (VTermPos){ .row = y, .col = x }, &cell))
		return 0;
	return cell.chars[0];
}

/* --- frames --- */

static uint64_t hash_add(uint64_t hash, uint64_t code, int place)
{
	return (hash ^ (code << 32 | (uint64_t)place)) * 0x9e3779b97f4a7c15 + 1;
}

static bool is_braille(uint32_t code)
{
	return code > 0x2800 && code <= 0x28ff;
}

/* The boxes of figures lie above the one that has the knobs. */
static void look(const struct watch *watch, uint64_t shown[SIGHTS])
{
	memset(shown, 0, SIGHTS * sizeof(*shown));
	for (int y = FIGURES_TOP; y < KNOBS_TOP; y++)
		for (int x = 0; x < W; x++) {
			uint32_t code = code_at(watch, x, y);

			shown[FIGURES] = hash_add(shown[FIGURES], code, y * W + x);
			if (is_braille(code))
				shown[CURVES] = hash_add(shown[CURVES], code, y * W + x);
		}
}

/* The state of the run stands in the first line. */
static bool has_settled(const struct watch *watch)
{
	char row[W + 1] = "";

	for (int x = 0; x < W; x++) {
		uint32_t code = code_at(watch, x, 0);

		row[x] = code > 0 && code < 0x80 ? (char)code : ' ';
	}
	return strstr(row, "settled") || strstr(row, "exact");
}

static void see(struct watch *watch, enum sight sight)
{
	if (watch->seen[sight]++ == 0)
		watch->first_s[sight] = bench_wall_s();
}

static void end_frame(struct watch *watch)
{
	uint64_t shown[SIGHTS];

	look(watch, shown);
	see(watch, FRAME);
	for (int sight = FIGURES; sight < SIGHTS; sight++)
		if (shown[sight] != watch->shown[sight])
			see(watch, (enum sight)sight);
	memcpy(watch->shown, shown, sizeof(shown));
}

/* Hands the bytes on up to the end of each frame. */
static void take(struct watch *watch, const char *bytes, size_t size)
{
	size_t from = 0;

	watch->bytes += size;
	for (size_t i = 0; i < size; i++) {
		bool fits = bytes[i] == SYNC_END[watch->matched];

		watch->matched = fits ? watch->matched + 1 : bytes[i] == SYNC_END[0];
		if (watch->matched < strlen(SYNC_END))
			continue;
		vterm_input_write(watch->vterm, bytes + from, i + 1 - from);
		from = i + 1;
		watch->matched = 0;
		end_frame(watch);
	}
	vterm_input_write(watch->vterm, bytes + from, size - from);
}

/* Reads what comes until then; false when the program is gone. */
static bool watch_until(struct watch *watch, double until_s)
{
	for (double left_s; (left_s = until_s - bench_wall_s()) > 0;) {
		struct pollfd fd = { .fd = watch->fd, .events = POLLIN };
		char bytes[65536];
		ssize_t size;

		if (poll(&fd, 1, (int)(left_s * 1000) + 1) <= 0)
			continue;
		size = read(watch->fd, bytes, sizeof(bytes));
		if (size <= 0)
			return false;
		take(watch, bytes, (size_t)size);
	}
	return true;
}

static void forget(struct watch *watch)
{
	watch->bytes = 0;
	memset(watch->seen, 0, sizeof(watch->seen));
}

/* --- figures --- */

static void figure(const char *serving, const char *what, double value, const char *unit)
{
	char name[80];

	snprintf(name, sizeof(name), "drag.%s.%s", serving, what);
	bench_figure(name, value, unit);
}

static void first_paint(struct watch *watch, const char *serving, double start_s)
{
	while (watch->seen[CURVES] == 0 && bench_wall_s() < start_s + PATIENCE_S)
		if (!watch_until(watch, bench_wall_s() + 0.001))
			return;
	figure(serving, "first_paint", (watch->first_s[CURVES] - start_s) * 1e3, "ms");
}

/* To and fro, so that the knob stays clear of the ends of its track. */
static void hold(struct watch *watch, const char *serving)
{
	double start_s = bench_wall_s();
	int keys = 0;

	forget(watch);
	for (; bench_wall_s() < start_s + HOLD_S; keys++) {
		send_key(watch, keys / TURN % 2 == 0 ? KEY_LEFT : KEY_RIGHT);
		if (!watch_until(watch, start_s + (keys + 1) * KEY_EVERY_S))
			return;
	}
	figure(serving, "drag_fps", watch->seen[CURVES] / HOLD_S, "fps");
	figure(serving, "drag_figures_fps", watch->seen[FIGURES] / HOLD_S, "fps");
	figure(serving, "drag_all_fps", watch->seen[FRAME] / HOLD_S, "fps");
	figure(serving, "bytes_per_frame", (double)watch->bytes / watch->seen[FRAME], "bytes");
}

static double p95_of(double *values, int count)
{
	bench_median(values, count); /* puts them into order */
	return values[count * 95 / 100];
}

static void press(struct watch *watch, const char *serving)
{
	double paint_s[PRESSES], figures_s[PRESSES];

	for (int i = 0; i < PRESSES; i++) {
		double start_s = bench_wall_s();

		forget(watch);
		send_key(watch, i % 2 == 0 ? KEY_LEFT : KEY_RIGHT);
		while (watch->seen[FIGURES] == 0 && bench_wall_s() < start_s + PATIENCE_S)
			if (!watch_until(watch, bench_wall_s() + 0.001))
				return;
		paint_s[i] = watch->first_s[FRAME] - start_s;
		figures_s[i] = watch->first_s[FIGURES] - start_s;
		watch_until(watch, start_s + REST_S);
	}
	figure(serving, "key_to_paint_p95", p95_of(paint_s, PRESSES) * 1e3, "ms");
	figure(serving, "key_to_figures_p95", p95_of(figures_s, PRESSES) * 1e3, "ms");
}

static void idle(struct watch *watch, const char *serving)
{
	double start_s = bench_wall_s();

	while (!has_settled(watch))
		if (bench_wall_s() > start_s + PATIENCE_S ||
		    !watch_until(watch, bench_wall_s() + 0.1)) {
			fprintf(stderr, "drag: %s does not settle\n", serving);
			return;
		}
	watch_until(watch, bench_wall_s() + 0.5);
	forget(watch);
	watch_until(watch, bench_wall_s() + IDLE_S);
	figure(serving, "idle_bytes_per_s", (double)watch->bytes / IDLE_S, "bytes_per_s");
}

static void bench_drag(const char *serving, const char *mode, const char *replicas)
{
	struct watch watch = { 0 };
	double start_s = bench_wall_s();

	if (!start(&watch, mode, replicas))
		return;
	first_paint(&watch, serving, start_s);
	for (int i = 0; i < KNOB; i++)
		send_key(&watch, "]");
	watch_until(&watch, bench_wall_s() + 1);
	hold(&watch, serving);
	watch_until(&watch, bench_wall_s() + 1);
	press(&watch, serving);
	idle(&watch, serving);
	stop(&watch);
}

int main(void)
{
	setenv("RAGTOP_BIN", "build/ragtop", 0);
	if (access(getenv("RAGTOP_BIN"), X_OK) != 0) {
		fprintf(stderr, "drag: no program %s\n", getenv("RAGTOP_BIN"));
		return 0;
	}
	bench_drag("api", "serving.mode=api", "serving.replicas=2");
	bench_drag("self", "serving.mode=self", "serving.replicas=24");
	return 0;
}
