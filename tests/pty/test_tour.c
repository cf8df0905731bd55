// SPDX-License-Identifier: MIT
/* The tours that ship, walked from start to end as by a presenter's remote: PgDn and PgUp alone. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/suite.h"
#include "base/xalloc.h"
#include "io/scenario_io.h"
#include "io/tour.h"
#include "pty/tty.h"

static const char *const tours[] = { "tour-price-change", "tour-break-even",
				     "tour-retraining-failed" };

static struct tty tty;
static char path[4096];

static const struct tour *open_tour(const char *name)
{
	struct scenario *scenario = xmalloc(sizeof(*scenario));
	const struct tour *tour;
	struct error error;

	snprintf(path, sizeof(path), "%s/scenarios/%s.json", getenv("RAGTOP_SRC"), name);
	ck_assert_msg(scenario_load(path, scenario, &error), "%s", error.message);
	tour = scenario->tour;
	ck_assert_ptr_nonnull(tour);
	free(scenario);
	return tour;
}

static void wait_for_step(const struct tour *tour, int i)
{
	char text[32];

	snprintf(text, sizeof(text), "%d of %d  ", i + 1, tour->step_count);
	tty_wait(&tty, text);
}

START_TEST(from_start_to_end)
{
	const struct tour *tour = open_tour(tours[_i]);

	tty_open(&tty, &(struct tty_options){
			       .w = 120, .h = 40, .args = { "tour", "--fidelity", "0", path } });
	for (int i = 0; i < tour->step_count; i++) {
		wait_for_step(tour, i);
		tty_wait(&tty, "leave the tour");
		if (tour->steps[i].ask[0] != '\0') {
			tty_wait(&tty, "PgDn reveal");
			tty_send(&tty, "\033[6~");
			tty_wait(&tty, "PgDn next");
		}
		tty_send(&tty, "\033[6~");
	}
	tty_wait(&tty, "that was the last step");
	tty_send(&tty, "\033[5~");
	wait_for_step(tour, tour->step_count - 2);
	tty_send(&tty, "q");
	tty_wait(&tty, "left the tour");
	tty_send(&tty, "q");
	ck_assert_int_eq(tty_wait_end(&tty), 0);
	ck_assert(tty_is_restored(&tty));
	tty_close(&tty);
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("tour");

	if (!getenv("RAGTOP_SRC")) {
		printf("skip tour: RAGTOP_SRC names no source\n");
		return EXIT_SUCCESS;
	}
	tcase_set_timeout(tcase, 600);
	tcase_add_loop_test(tcase, from_start_to_end, 0, sizeof(tours) / sizeof(tours[0]));
	return suite_run("pty/tour", tcase);
}
