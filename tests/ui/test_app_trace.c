// SPDX-License-Identifier: MIT
/* A scenario that replays a trace, on the dashboard: its volume may be null, its knobs are the
 * trace's, and where it is saved the trace must be. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/suite.h"
#include "ui/app_rig.h"

static struct rig rig;
static char folder[64];

static void write_trace(const char *path)
{
	FILE *file = fopen(path, "w");

	fputs("Timestamp,Model,Request tokens,Response tokens,Total tokens,Log Type\n", file);
	for (int i = 0; i < 300; i++)
		fprintf(file, "%d,m,%d,%d,%d,l\n", 7 * i + i % 5, 100 + i, 1 + i % 90,
			101 + i + i % 90);
	fclose(file);
}

static void write_scenario(const char *path)
{
	FILE *file = fopen(path, "w");

	fputs("{\"ragtop\":1,\"name\":\"replayed\",\"fidelity\":1,\"params\":{\"traffic\":"
	      "{\"trace\":\"in/t.csv\",\"volume_qpm\":null}}}",
	      file);
	fclose(file);
}

static void setup(void)
{
	struct error error;

	strcpy(folder, "/tmp/ragtop-test-XXXXXX");
	ck_assert_ptr_nonnull(mkdtemp(folder));
	ck_assert_int_eq(chdir(folder), 0);
	ck_assert_int_eq(mkdir("in", 0700), 0);
	write_trace("in/t.csv");
	write_scenario("s.json");
	rig_open(&rig, "");
	ck_assert_msg(app_open(rig.app, "s.json", &error), "%s", error.message);
	rig_settle(&rig);
}

static void teardown(void)
{
	static const char *const files[] = { "in/t.csv", "in/u.json", "in", "s.json", "u.json" };

	rig_close(&rig);
	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++)
		remove(files[i]);
	ck_assert_int_eq(chdir("/"), 0);
	rmdir(folder);
}

static struct params *params(void)
{
	return &rig.app->scenario.params;
}

/* Every panel zoomed, in each of its forms, and the overlays: nothing stumbles over the null. */
START_TEST(everything_draws)
{
	rig_wait_curve(&rig);
	ck_assert(rig.app->shown.result.exact);
	ck_assert_double_eq(rig.app->shown.result.arch[ARCH_RAG].queries, 300);
	for (int panel = 1; panel <= 5; panel++) {
		char keys[64];

		snprintf(keys, sizeof(keys), "%d v v f f %d", panel, panel);
		rig_keys(&rig, keys);
	}
	rig_keys(&rig, "p Esc ? Esc c u a Space");
	rig_pass(&rig, 0.5);
	rig_settle(&rig);
	ck_assert_double_eq(params()->traffic.prompt_tok, 249.5);
}
END_TEST

/* From null the knob goes on where the trace is; the same again is a null. */
START_TEST(volume_from_null)
{
	double pace_qpm = scenario_volume_qpm(&rig.app->scenario);

	rig_keys(&rig, "V");
	rig_keys(&rig, "Right");
	ck_assert_double_gt(params()->traffic.volume_qpm, pace_qpm);
	ck_assert_double_lt(params()->traffic.volume_qpm, 1.3 * pace_qpm);
	rig_settle(&rig);
	ck_assert_double_gt(rig.app->shown.result.arch[ARCH_RAG].queries, 300);
	rig_keys(&rig, "u");
	ck_assert(isnan(params()->traffic.volume_qpm));
	rig_settle(&rig);
	ck_assert_double_eq(rig.app->shown.result.arch[ARCH_RAG].queries, 300);
}
END_TEST

/* So many queries are refused, and said to be; the way back is open. */
START_TEST(too_many)
{
	struct error error;

	ck_assert(app_command(rig.app, "set traffic.volume_qpm 1e11", &error));
	rig_settle(&rig);
	ck_assert(!rig.app->shown.has_result);
	rig_keys(&rig, "u");
	rig_settle(&rig);
	ck_assert(rig.app->shown.has_result);
}
END_TEST

START_TEST(what_the_trace_says_stays)
{
	struct error error;
	double before = params()->traffic.answer_tok;

	app_command(rig.app, "set traffic.answer_tok 5", &error);
	ck_assert_double_eq(params()->traffic.answer_tok, before);
	ck_assert_str_eq(error.message,
			 "the trace says it, so it cannot be set: \"traffic.answer_tok\"");
	app_select_knob(rig.app,
			app_find_knob(rig.app, (struct knob){ .param = P_traffic_answer_tok }));
	rig_keys(&rig, "Right");
	ck_assert_double_eq(params()->traffic.answer_tok, before);
	ck_assert_str_eq(rig.app->ui.message,
			 "the trace says it, so it cannot be set: \"traffic.answer_tok\"");
	rig_keys(&rig, "=");
	rig_type(&rig, "7");
	ck_assert_double_eq(params()->traffic.answer_tok, before);
	rig_keys(&rig, "Esc");
	rig_wait_flip(&rig);
}
END_TEST

/* Beside the trace it is saved, elsewhere it is not, and says why. */
START_TEST(saved_beside_the_trace)
{
	struct error error;

	ck_assert(app_save_as(rig.app, "in/u.json", &error));
	rig_settle(&rig);
	ck_assert_int_ne(access("in/u.json", F_OK), 0);
	ck_assert_ptr_nonnull(strstr(rig.app->ui.message, "not saved: no such file or directory"));
	ck_assert(app_save_as(rig.app, "u.json", &error));
	rig_settle(&rig);
	ck_assert_int_eq(access("u.json", F_OK), 0);
	ck_assert(app_open(rig.app, "u.json", &error));
	ck_assert_str_eq(rig.app->scenario.trace_path, "in/t.csv");
	ck_assert(isnan(params()->traffic.volume_qpm));
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("app_trace");

	tcase_set_timeout(tcase, 120);
	tcase_add_checked_fixture(tcase, setup, teardown);
	tcase_add_test(tcase, everything_draws);
	tcase_add_test(tcase, volume_from_null);
	tcase_add_test(tcase, too_many);
	tcase_add_test(tcase, what_the_trace_says_stays);
	tcase_add_test(tcase, saved_beside_the_trace);
	return suite_run("app_trace", tcase);
}
