// SPDX-License-Identifier: MIT
/* Export, recording and copying, without a terminal. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <signal.h>
#include <unistd.h>

#include "base/suite.h"
#include "cli/program.h"
#include "ui/app_rig.h"
#include "ui/record.h"
#include "ui/screen_bytes.h"

static struct rig rig;

static void setup(void)
{
	program_enter_folder();
	rig_open(&rig, "");
	rig_wait_curve(&rig);
}

static void teardown(void)
{
	rig_close(&rig);
	program_leave_folder();
}

static const char *says(void)
{
	return rig.app->ui.overlay == OVERLAY_PROMPT ? rig.app->ui.prompt.message
						     : rig.app->ui.message;
}

static void expect_said(const char *part)
{
	ck_assert_msg(strstr(says(), part), "\"%s\" is not in \"%s\"", part, says());
}

static void export_to(const char *name)
{
	rig_keys(&rig, "e C-u");
	rig_type(&rig, name);
	rig_keys(&rig, "Enter");
}

static char *exported(const char *name)
{
	export_to(name);
	ck_assert_msg(rig.app->ui.overlay == OVERLAY_NONE, "%s", says());
	return program_read(name);
}

static int lines_of(const char *text)
{
	int n = 0;

	for (; (text = strchr(text, '\n')) != NULL; text++)
		n++;
	return n;
}

/* The panel that has the focus, in its own border, without the prompt that asked. */
START_TEST(panel_is_cut_out)
{
	struct hit hit;
	char *text;

	rig_keys(&rig, "1 1");
	rig.app->ui.focus = PANEL_COST;
	rig_keys(&rig, "e");
	ck_assert_ptr_nonnull(strstr(rig.app->ui.prompt.text, "-cost.svg"));
	rig_keys(&rig, "Esc");
	text = exported("a.txt");
	hit = rig_hit(&rig, ACTION_HIT_PANEL, PANEL_COST);
	ck_assert_int_eq(lines_of(text), hit.area.h);
	ck_assert_ptr_nonnull(strstr(text, "all-in cost a month"));
	ck_assert_ptr_null(strstr(text, "Enter"));
	free(text);
	text = exported("a.svg");
	ck_assert_int_eq(strncmp(text, "<svg", 4), 0);
	free(text);
	text = exported("a.ansi");
	ck_assert_ptr_nonnull(strchr(text, '\033'));
	free(text);
}
END_TEST

START_TEST(whole_screen_by_command)
{
	char *text;

	rig_keys(&rig, ":");
	rig_type(&rig, "export screen all.txt");
	rig_keys(&rig, "Enter");
	text = program_read("all.txt");
	ck_assert_int_eq(lines_of(text), 40);
	ck_assert_int_eq(strncmp(text, " ragtop", 7), 0);
	free(text);
	rig_keys(&rig, ":");
	rig_type(&rig, "export screen all.csv");
	rig_keys(&rig, "Enter");
	expect_said("a table is of one panel");
}
END_TEST

/* The CSV of the curve has its numbers, all of them. */
START_TEST(csv_is_the_curve)
{
	const struct curve *curve = &rig.app->shown.curve;
	char head[128], *text, *row;
	double volume, all_in;

	rig.app->ui.focus = PANEL_COST;
	text = exported("c.csv");
	row = strchr(text, '\n') + 1;
	snprintf(head, sizeof(head), "%.*s", (int)(row - text - 1), text);
	ck_assert_str_eq(head, "volume_qpm,architecture,all_in_usd,total_usd,"
			       "per_1k_queries_usd,per_1k_good_answers_usd,meets");
	ck_assert_int_eq(lines_of(text), 1 + curve->point_count * rig.app->scenario.arch_count);
	ck_assert_int_eq(sscanf(row, "%lf,rag,%lf", &volume, &all_in), 2);
	ck_assert_double_eq_tol(volume, curve->point[0].volume_qpm, 1e-9);
	ck_assert_double_eq_tol(all_in, curve->point[0].arch[ARCH_RAG].all_in_usd, 1e-9);
	free(text);
}
END_TEST

/* Each panel with its own columns. */
START_TEST(csv_by_panel)
{
	static const struct {
		enum panel panel;
		const char *head;
	} rows[] = {
		{ PANEL_SCOREBOARD, "figure,architecture,value,lo,hi\n" },
		{ PANEL_LATENCY, "architecture,bucket,start_days,end_days,queries,ttft_p50_s," },
		{ PANEL_FRESHNESS, "architecture,bucket,start_days,end_days,queries,stale_frac," },
		{ PANEL_KNOBS, "param,value\n" },
	};
	char name[16], *text;

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		rig.app->ui.focus = rows[i].panel;
		snprintf(name, sizeof(name), "%zu.csv", i);
		text = exported(name);
		ck_assert_msg(strncmp(text, rows[i].head, strlen(rows[i].head)) == 0, "%s", text);
		ck_assert_int_gt(lines_of(text), 10);
		free(text);
	}
	rig_keys(&rig, "1 v v v");
	text = exported("stack.csv");
	ck_assert_int_eq(strncmp(text, "from_day,to_day,category,architecture,usd\n", 42), 0);
	ck_assert_ptr_nonnull(strstr(text, ",upfront,ft,"));
	free(text);
	rig_keys(&rig, "0");
	text = exported("log.csv");
	ck_assert_int_eq(strncmp(text, "day,architecture,what\n", 22), 0);
	free(text);
	rig_keys(&rig, "0 8");
	export_to("advice.csv");
	expect_said("no table in this panel");
}
END_TEST

START_TEST(files_are_not_written_over)
{
	char *text;

	program_write("old.txt", "precious");
	rig.app->ui.focus = PANEL_COST;
	export_to("old.txt");
	expect_said("file exists, Enter again");
	text = program_read("old.txt");
	ck_assert_str_eq(text, "precious");
	free(text);
	rig_keys(&rig, "Enter");
	expect_said("exported cost to old.txt");
	text = program_read("old.txt");
	ck_assert_ptr_null(strstr(text, "precious"));
	free(text);
	export_to("picture.png");
	expect_said("not one of .svg .txt .ansi .csv");
	rig_keys(&rig, "Esc");
	export_to("no/such/folder.svg");
	expect_said("no such file or directory");
}
END_TEST

START_TEST(copies_what_is_under_the_cursor)
{
	char expected[64];

	rig.app->ui.focus = PANEL_KNOBS;
	rig_keys(&rig, "C");
	snprintf(expected, sizeof(expected), "%.15g",
		 knob_get(&rig.app->scenario, rig.app->ui.knobs[rig.app->ui.knob]));
	ck_assert_str_eq(rig.app->want_copy, expected);
	expect_said("not every terminal allows that");
	rig.app->ui.focus = PANEL_COST;
	rig.app->ui.arch = ARCH_FT;
	rig_keys(&rig, "C");
	snprintf(expected, sizeof(expected), "%.15g",
		 rig.app->shown.result.arch[ARCH_FT].all_in_usd);
	ck_assert_str_eq(rig.app->want_copy, expected);
	expect_said("copied ft.cost.all_in_usd");
	rig.app->want_copy[0] = '\0';
	rig_keys(&rig, "8 C");
	ck_assert_str_eq(rig.app->want_copy, "");
	expect_said("no figure under the cursor");
}
END_TEST

/* RFC 4648, section 10. */
START_TEST(base64_is_the_standard)
{
	static const char *const pairs[][2] = { { "", "" },
						{ "f", "Zg==" },
						{ "fo", "Zm8=" },
						{ "foo", "Zm9v" },
						{ "foobar", "Zm9vYmFy" } };
	char out[16];

	for (size_t i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++) {
		size_t n = screen_base64(pairs[i][0], strlen(pairs[i][0]), out);

		ck_assert_int_eq((int)n, (int)strlen(pairs[i][1]));
		ck_assert_int_eq(memcmp(out, pairs[i][1], n), 0);
	}
}
END_TEST

START_TEST(recording_is_an_asciicast)
{
	char *text;

	rig_keys(&rig, "R C-u");
	rig_type(&rig, "s.cast");
	rig_keys(&rig, "Enter");
	ck_assert_msg(rig.app->record, "%s", says());
	ck_assert(rig.app->want_redraw);
	record_frame(rig.app->record, rig.now_s + 1, 100, 30);
	record_output(rig.app->record, "\033[1m\"x\"", 7);
	app_record_mark(rig.app, "incident: %s", "a");
	rig_keys(&rig, "R");
	expect_said("recorded s.cast");
	ck_assert_ptr_null(rig.app->record);
	text = program_read("s.cast");
	ck_assert_ptr_nonnull(strstr(text, "{ \"version\": 2, \"width\": 120, \"height\": 40,"));
	ck_assert_ptr_nonnull(strstr(text, ", \"r\", \"100x30\"]\n"));
	ck_assert_ptr_nonnull(strstr(text, ", \"o\", \"\\u001b[1m\\\"x\\\"\"]\n"));
	ck_assert_ptr_nonnull(strstr(text, ", \"m\", \"incident: a\"]\n"));
	ck_assert_int_eq(lines_of(text), 4);
	free(text);
}
END_TEST

/* Without a screen there is nothing to draw or record, but figures. */
START_TEST(blind_exports_figures_only)
{
	struct error error;

	rig.app->blind = true;
	rig.app->ui.focus = PANEL_KNOBS;
	ck_assert(!app_export(rig.app, "a.svg", false, &error));
	ck_assert_str_eq(error.message, "nothing is drawn here; .csv has the figures");
	ck_assert(app_export(rig.app, "a.csv", false, &error));
	ck_assert(!app_record_start(rig.app, "a.cast", &error));
	ck_assert_ptr_null(rig.app->record);
	ck_assert_int_ne(access("a.cast", F_OK), 0);
}
END_TEST

/* No room: the recording ends with a message, and what is there are whole lines. */
START_TEST(full_disk_ends_it)
{
	struct rlimit before, limit;
	struct error error;
	char *text;

	signal(SIGXFSZ, SIG_IGN);
	ck_assert(app_record_start(rig.app, "full.cast", &error));
	getrlimit(RLIMIT_FSIZE, &before);
	limit = (struct rlimit){ 600, before.rlim_max };
	setrlimit(RLIMIT_FSIZE, &limit);
	for (int i = 0; i < 20; i++)
		record_output(rig.app->record, "a frame of some forty bytes, all the same", 41);
	app_record_check(rig.app);
	setrlimit(RLIMIT_FSIZE, &before);
	ck_assert_ptr_null(rig.app->record);
	expect_said("the recording ends here: file too large");
	text = program_read("full.cast");
	ck_assert_int_gt(lines_of(text), 2);
	ck_assert_int_eq(text[strlen(text) - 1], '\n');
	free(text);
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("export");

	tcase_add_checked_fixture(tcase, setup, teardown);
	tcase_set_timeout(tcase, 120);
	tcase_add_test(tcase, panel_is_cut_out);
	tcase_add_test(tcase, whole_screen_by_command);
	tcase_add_test(tcase, csv_is_the_curve);
	tcase_add_test(tcase, csv_by_panel);
	tcase_add_test(tcase, files_are_not_written_over);
	tcase_add_test(tcase, copies_what_is_under_the_cursor);
	tcase_add_test(tcase, base64_is_the_standard);
	tcase_add_test(tcase, recording_is_an_asciicast);
	tcase_add_test(tcase, blind_exports_figures_only);
	tcase_add_test(tcase, full_disk_ends_it);
	return suite_run("export", tcase);
}
