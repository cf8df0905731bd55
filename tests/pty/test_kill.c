// SPDX-License-Identifier: MIT
/*
 * The program is killed while somebody edits and saves: the file is whole, and no edit is lost that
 * had been on the screen for longer than it takes to be written to the journal. LONG=1 kills 200
 * times instead of 20; SEED=n begins with that one.
 */
#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/rng.h"
#include "base/suite.h"
#include "base/xalloc.h"
#include "io/journal.h"
#include "io/scenario_io.h"
#include "pty/tty.h"

/* An edit is a volume of its own, 1.01k, 1.02k, ... */
enum { KILLS = 20, KILLS_LONG = 200, VOLUME_BASE = 1000, VOLUME_STEP = 10, EDITS_MAX = 890 };

/* What the promise allows; a machine that runs other tests, too, is allowed more. */
#define LOST_S 1.0
#define LOST_BUSY_S 2.0
#define SESSION_S 2.5

/* The knob's row; the hint above it names the knob, too. */
#define KNOB "\u25b8monthly queries"

static struct tty tty;

struct session {
	double kill_s;
	int edits, saves_wanted;
	double seen_s[EDITS_MAX]; /* when each edit was on the screen */
	int seen;                 /* so many have been */
	int saved;                /* the newest edit that the screen said was saved */
};

static void setup(void)
{
	ck_assert_int_eq(chdir(tty_folder()), 0);
	setenv("XDG_STATE_HOME", tty_path("state"), 1);
}

static void teardown(void)
{
	ck_assert_int_eq(chdir("/"), 0);
	tty_remove_folder();
}

static double clock_s(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

static int number_of(const struct scenario *scenario)
{
	return (int)((scenario->params.traffic.volume_qpm - VOLUME_BASE) / VOLUME_STEP + 0.5);
}

static void write_file(void)
{
	FILE *out = fopen("x.json", "w");

	ck_assert_ptr_nonnull(out);
	fprintf(out,
		"{\"ragtop\":1,\"name\":\"killed\",\"horizon_days\":30,\"fidelity\":0,"
		"\"architectures\":[\"rag\",\"ft\"],"
		"\"params\":{\"traffic\":{\"volume_qpm\":%d}}}\n",
		VOLUME_BASE);
	fclose(out);
}

static void open_program(void)
{
	static char state[300];

	snprintf(state, sizeof(state), "XDG_STATE_HOME=%s", tty_path("state"));
	tty_open(&tty, &(struct tty_options){ .w = 120,
					      .h = 40,
					      .environment = state,
					      .args = { "--no-demo", "x.json" } });
}

/* Is the text on the screen, in the row where `row` is, too? */
static bool is_shown(const char *row, const char *text)
{
	char *shown;
	bool found;
	int x, y;

	if (!tty_find(&tty, row, &x, &y))
		return false;
	shown = tty_row(&tty, y);
	found = strstr(shown, text) != NULL;
	free(shown);
	return found;
}

/* False: the time has come, or it has ended. */
static bool wait_for(const struct session *session, const char *row, const char *text)
{
	while (clock_s() < session->kill_s) {
		if (is_shown(row, text))
			return true;
		tty_pump(&tty, 5);
	}
	return false;
}

static bool edit(struct session *session)
{
	int n = ++session->edits;
	char command[64], shown[16];

	snprintf(command, sizeof(command), ":set traffic.volume_qpm %d\r",
		 VOLUME_BASE + n * VOLUME_STEP);
	tty_send(&tty, command);
	snprintf(shown, sizeof(shown), "  %.3gk ", (VOLUME_BASE + n * VOLUME_STEP) / 1e3);
	if (!wait_for(session, KNOB, shown))
		return false;
	session->seen_s[n] = clock_s();
	session->seen = n;
	return true;
}

static bool save(struct session *session)
{
	tty_send(&tty, "w");
	if (!wait_for(session, "saved x.json", "saved x.json"))
		return false;
	session->saved = session->edits;
	return true;
}

/* The edits go on from the number that the file has. */
static void work_until_killed(struct session *session, struct rng *rng)
{
	bool goes_on = wait_for(session, KNOB, "1k");

	while (goes_on && session->edits < EDITS_MAX - 1)
		goes_on = rng_u64(rng) % 5 == 0 ? save(session) : edit(session);
	kill(tty.pid, SIGKILL);
}

/* What there is after the death: the file and, where it is newer, the journal. */
static void check_what_is_left(const struct session *session, double killed_s, double lost_s)
{
	struct scenario *file = xmalloc(sizeof(*file));
	struct journal_entry *entry = xmalloc(sizeof(*entry));
	char folder[PATH_MAX];
	struct journal *journal;
	struct error error;
	int kept, promised = 0;

	ck_assert_msg(scenario_load("x.json", file, &error), "%s", error.message);
	kept = number_of(file);
	ck_assert_int_ge(kept, session->saved);
	ck_assert_int_le(kept, session->edits);
	journal_folder(folder);
	journal = journal_find(folder, "x.json", entry, &error);
	ck_assert_str_eq(error.message, "");
	if (journal && number_of(&entry->scenario) > kept)
		kept = number_of(&entry->scenario);
	ck_assert_int_le(kept, session->edits);
	for (int i = 1; i <= session->seen; i++)
		if (session->seen_s[i] < killed_s - lost_s)
			promised = i;
	ck_assert_msg(kept >= promised, "kept %d of %d seen, %d were promised", kept, session->seen,
		      promised);
	if (journal)
		journal_clear(journal);
	journal_free(journal);
	free(entry);
	free(file);
}

static int count_temporaries(void)
{
	DIR *dir = opendir(".");
	int found = 0;

	for (struct dirent *item; (item = readdir(dir));)
		found += strstr(item->d_name, ".tmp") != NULL;
	closedir(dir);
	return found;
}

/* Returns how many edits were seen. */
static int kill_once(uint64_t seed, double lost_s)
{
	struct session *session = xcalloc(1, sizeof(*session));
	struct rng rng;
	double killed_s;
	int seen;

	rng_seed(&rng, 0, seed, 0, 1);
	write_file();
	open_program();
	session->kill_s = clock_s() + SESSION_S * rng_unit(&rng);
	work_until_killed(session, &rng);
	killed_s = clock_s();
	tty_close(&tty);
	check_what_is_left(session, killed_s, lost_s);
	seen = session->seen;
	free(session);
	return seen;
}

static int number(const char *name, int otherwise)
{
	const char *text = getenv(name);

	return text ? atoi(text) : otherwise;
}

START_TEST(a_kill_loses_a_second)
{
	bool is_long = getenv("LONG") != NULL;
	int first = number("SEED", 1), kills = is_long ? KILLS_LONG : KILLS, seen = 0;

	for (int seed = first; seed < first + kills; seed++) {
		fprintf(stderr, "%s%d", seed == first ? "seeds " : " ", seed);
		seen += kill_once((uint64_t)seed, is_long ? LOST_S : LOST_BUSY_S);
	}
	fprintf(stderr, "\n%d edits seen, temporary files left: %d\n", seen, count_temporaries());
	ck_assert_int_gt(seen, kills); /* else nothing was tried */
}
END_TEST

static bool is_offered(void)
{
	int x, y;

	tty_wait(&tty, KNOB);
	while (tty_pump(&tty, 200))
		;
	return tty_find(&tty, "unsaved edits", &x, &y);
}

/* Killed, offered, put off, restored, saved: then there is nothing more to offer. */
START_TEST(what_was_lost_is_offered)
{
	struct session session = { .kill_s = clock_s() + 100 };

	write_file();
	open_program();
	ck_assert(!is_offered());
	ck_assert(edit(&session));
	tty_send(&tty, "q");
	tty_wait(&tty, "the journal keeps them");
	tty_send(&tty, "q");
	ck_assert_int_eq(tty_wait_end(&tty), 0);
	tty_close(&tty);
	open_program();
	tty_wait(&tty, "unsaved edits");
	tty_wait(&tty, "1.01k, in the file 1k");
	tty_send(&tty, "\033");
	tty_wait(&tty, "offered again at the next start");
	tty_send(&tty, "q");
	ck_assert_int_eq(tty_wait_end(&tty), 0);
	tty_close(&tty);
	open_program();
	tty_wait(&tty, "unsaved edits");
	tty_send(&tty, "r");
	tty_wait(&tty, "unsaved edits restored");
	ck_assert(save(&session));
	tty_send(&tty, "q");
	ck_assert_int_eq(tty_wait_end(&tty), 0);
	tty_close(&tty);
	open_program();
	ck_assert(!is_offered());
	tty_close(&tty);
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("kill");

	tcase_add_checked_fixture(tcase, setup, teardown);
	tcase_set_timeout(tcase, 1800);
	tcase_add_test(tcase, a_kill_loses_a_second);
	tcase_add_test(tcase, what_was_lost_is_offered);
	return suite_run("kill", tcase);
}
