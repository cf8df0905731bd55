// SPDX-License-Identifier: MIT
/* Drawing the dashboard into cells in memory: whole frames of a made-up snapshot. */
#include <stdlib.h>

#include "base/xalloc.h"
#include "bench/lib_bench.h"
#include "ui/draw.h"
#include "ui/synthetic.h"

enum { FRAMES = 200 };

static double frame_s(const struct snapshot *snapshot, const struct ui_state *state, int w, int h)
{
	double time_s[BENCH_REPETITIONS];
	struct canvas canvas;

	canvas_init(&canvas, w, h, CHARSET_UNICODE);
	for (int k = 0; k < BENCH_REPETITIONS; k++) {
		time_s[k] = bench_cpu_s();
		for (int i = 0; i < FRAMES; i++)
			view_draw(snapshot, state, &canvas);
		time_s[k] = bench_cpu_s() - time_s[k];
	}
	canvas_release(&canvas);
	return bench_median(time_s, BENCH_REPETITIONS) / FRAMES;
}

int main(void)
{
	struct snapshot *snapshot = synthetic_snapshot();
	struct ui_state *state = xcalloc(1, sizeof(*state));

	synthetic_state(state, snapshot);
	bench_figure("frame.80x24", frame_s(snapshot, state, 80, 24) * 1e3, "ms");
	bench_figure("frame.120x40", frame_s(snapshot, state, 120, 40) * 1e3, "ms");
	bench_figure("frame.200x60", frame_s(snapshot, state, 200, 60) * 1e3, "ms");
	free(state);
	free(snapshot);
	return 0;
}
