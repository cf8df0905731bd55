// SPDX-License-Identifier: MIT
/*
 * A monkey at the real program in a pseudo-terminal: whatever it does, the program ends when it is
 * told to, has sent nothing that terminals do not know, and leaves the terminal as it was.
 */
#include "ui/monkey.h"

#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/suite.h"
#include "pty/bytes.h"
#include "pty/tty.h"

enum { SEEDS = 2, DEEDS = 600 };

static struct tty tty;
static uint64_t seed;

static void setup(void)
{
	ck_assert_int_eq(chdir(tty_folder()), 0);
	tty.fd = -1;
}

static void teardown(void)
{
	if (tty.vterm)
		tty_close(&tty);
	ck_assert_int_eq(chdir("/"), 0);
	tty_remove_folder();
}

/* It may have pressed q. */
static bool has_ended(void)
{
	return waitpid(tty.pid, &tty.status, WNOHANG) == tty.pid;
}

static void check_end(bool ended)
{
	struct bytes bytes = { .w = 300, .h = 300, .utf8 = true };
	int status = ended ? tty.status : 0;

	while (tty_pump(&tty, 100))
		;
	if (ended)
		tty.pid = 0;
	else
		status = tty_wait_end(&tty);
	ck_assert_msg(status == 0, "MONKEY_SEED=%llu: status %d", (unsigned long long)seed, status);
	ck_assert(tty_is_restored(&tty));
	ck_assert_msg(bytes_read(&bytes, tty.output, tty.size), "MONKEY_SEED=%llu: %s",
		      (unsigned long long)seed, bytes.complaint);
	bytes.attributes = false; // the alternate screen takes them along
	ck_assert_msg(bytes_given_back(&bytes), "MONKEY_SEED=%llu: %s", (unsigned long long)seed,
		      bytes.complaint);
	tty_close(&tty);
	tty = (struct tty){ .fd = -1 };
}

static void do_deed(const struct monkey_deed *deed)
{
	char bytes[64];

	switch (deed->kind) {
	case MONKEY_EVENT:
		bytes[monkey_bytes(&deed->event, bytes, sizeof(bytes) - 1)] = '\0';
		tty_send(&tty, bytes);
		tty_pump(&tty, 1);
		// So that an Esc is one, and not the start of what follows.
		if (deed->event.kind == INPUT_KEY && deed->event.key == INPUT_ESCAPE)
			poll(NULL, 0, 40);
		break;
	case MONKEY_RESIZE:
		tty_resize(&tty, deed->w, deed->h);
		break;
	case MONKEY_PAUSE:
		tty_pump(&tty, (int)(deed->pause_s * 100));
		break;
	}
	while (tty_pump(&tty, 0))
		;
}

/* From wherever it is. */
static void tell_to_quit(void)
{
	for (int i = 0; i < 6; i++) {
		tty_send(&tty, "\033");
		poll(NULL, 0, 60);
		while (tty_pump(&tty, 0))
			;
	}
	tty_send(&tty, ":q!\r");
}

static void one_seed(void)
{
	struct monkey monkey;
	bool ended = false;

	/* What is typed while it ends comes back as no byte of it, and no Ctrl-C hits it. */
	tty_open(&tty, &(struct tty_options){
			       .w = 120, .h = 40, .dull = true, .args = { tty_quick_scenario() } });
	tty_wait(&tty, "monthly queries");
	monkey_init(&monkey, seed);
	for (int i = 0; i < DEEDS && !ended; i++) {
		struct monkey_deed deed = monkey_next(&monkey, tty.w, tty.h);
		do_deed(&deed);
		ended = has_ended();
	}
	if (!ended)
		tell_to_quit();
	check_end(ended);
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
	return suite_run("pty/monkey", tcase);
}
