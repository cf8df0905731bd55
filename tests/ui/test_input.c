// SPDX-License-Identifier: MIT
#include "ui/input.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/suite.h"

enum { LOG_MAX = 256 };

static struct input input;
static struct input_event last;
static char log_text[LOG_MAX * 4]; /* the events so far as text, blanks between */

static void setup(void)
{
	input_init(&input);
	log_text[0] = '\0';
}

static void log_event(const struct input_event *event)
{
	static const char *const kinds[] = { "", "press", "drag", "release", "wheel" };
	char name[16], text[64];

	if (event->kind == INPUT_KEY)
		snprintf(text, sizeof(text), "%s", input_key_name(event->key, name, sizeof(name)));
	else
		snprintf(text, sizeof(text), "%s%d@%d,%d%s", kinds[event->kind],
			 event->kind == INPUT_WHEEL ? event->wheel : (int)event->button, event->x,
			 event->y, event->twice ? "*2" : "");
	if (log_text[0])
		strcat(log_text, " ");
	strcat(log_text, text);
	last = *event;
}

static void log_events(const struct input_event *events, int count)
{
	ck_assert_int_le(count, INPUT_EVENTS_MAX);
	for (int i = 0; i < count; i++)
		log_event(&events[i]);
}

static void feed_at(const char *bytes, size_t size, double now_s)
{
	struct input_event events[INPUT_EVENTS_MAX];

	for (size_t i = 0; i < size; i++)
		log_events(events, input_feed(&input, (unsigned char)bytes[i], now_s, events));
}

static void feed(const char *bytes)
{
	feed_at(bytes, strlen(bytes), 100);
}

static void expire(double now_s)
{
	struct input_event events[INPUT_EVENTS_MAX];

	log_events(events, input_expire(&input, now_s, events));
}

/* Bytes in, names out; a lone Esc at the end is let expire. */
static const char *read_as(const char *bytes)
{
	input_init(&input);
	log_text[0] = '\0';
	feed(bytes);
	expire(200);
	return log_text;
}

START_TEST(characters_and_controls)
{
	ck_assert_str_eq(read_as("aZ=?"), "a Z = ?");
	ck_assert_str_eq(read_as(" "), "Space");
	ck_assert_str_eq(read_as("\t\r\n\b\x7f"), "Tab Enter Enter Bksp Bksp");
	ck_assert_str_eq(read_as("\x03\x12\x1a"), "C-c C-r C-z");
	ck_assert_str_eq(read_as("\x1b"), "Esc");
	ck_assert_str_eq(read_as("\x1b\x1b"), "Esc Esc");
}
END_TEST

START_TEST(utf8)
{
	ck_assert_str_eq(read_as("\xc3\xa9\xe2\x82\xac\xf0\x9f\x99\x82"), "\xc3\xa9 \xe2\x82\xac "
									  "\xf0\x9f\x99\x82");
	// Broken off, overlong, stray: nothing comes of it, and the next key counts again.
	ck_assert_str_eq(read_as("\xe2\x82q"), "q");
	ck_assert_str_eq(read_as("\xc0\xafq"), "q");
	ck_assert_str_eq(read_as("\x80\xffq"), "q");
	ck_assert_str_eq(read_as("\xed\xa0\x80q"), "q");
}
END_TEST

/* One key, many terminals. */
START_TEST(named_keys)
{
	ck_assert_str_eq(read_as("\x1b[D\x1bOD\x1b[C\x1bOA\x1b[B"), "Left Left Right Up Down");
	ck_assert_str_eq(read_as("\x1b[H\x1b[1~\x1b[7~\x1bOH"), "Home Home Home Home");
	ck_assert_str_eq(read_as("\x1b[F\x1b[4~\x1b[8~"), "End End End");
	ck_assert_str_eq(read_as("\x1b[5~\x1b[6~\x1b[2~\x1b[3~"), "PgUp PgDn Ins Del");
	ck_assert_str_eq(read_as("\x1b[1;2D\x1b[1;2C\x1b[d\x1b[Z"), "S-Left S-Right S-Left S-Tab");
	ck_assert_str_eq(read_as("\x1b[1;5C\x1b[1;6D"), "C-Right C-S-Left");
	ck_assert_str_eq(read_as("\x1bOP\x1b[11~\x1b[[A\x1b[21~\x1b[24~"), "F1 F1 F1 F10 F12");
}
END_TEST

/* What terminfo says counts before what is common. */
START_TEST(defined_sequences)
{
	input_define(&input, "\x1b[D", INPUT_RIGHT);
	input_define(&input, "\x1bOq", INPUT_END);
	input_define(&input,
		     "\x1b"
		     "7",
		     INPUT_HOME);
	input_define(&input, "x", INPUT_HOME);    // no sequence: a letter stays a letter
	input_define(&input, "\x1b", INPUT_HOME); // nor is Esc
	feed("\x1b[D\x1bOq\x1b"
	     "7x\x1b");
	expire(200);
	ck_assert_str_eq(log_text, "Right End Home x Esc");
}
END_TEST

/* Keys that are not known must not act as the letters in their sequence. */
START_TEST(unknown_sequences_are_swallowed)
{
	ck_assert_str_eq(read_as("\x1b[15;2~q"), "S-F5 q");
	ck_assert_str_eq(read_as("\x1b[200~q"), "q");
	ck_assert_str_eq(read_as("\x1b[?1;2cq"), "q");
	ck_assert_str_eq(read_as("\x1b[>0;276;0cq"), "q");
	ck_assert_str_eq(read_as("\x1b[97;5uq"), "q");
	ck_assert_str_eq(read_as("\x1b[Iq\x1b[Oq"), "q q");
	ck_assert_str_eq(read_as("\x1bOzq"), "q");
}
END_TEST

START_TEST(endless_sequence_is_bounded)
{
	feed("\x1b[");
	for (int i = 0; i < 1000; i++)
		feed("1;");
	feed("Aq");
	ck_assert_str_eq(log_text, "q");
}
END_TEST

/* A slow line may cut a sequence anywhere; a lone Esc counts only after the delay. */
START_TEST(escape_waits)
{
	ck_assert(isinf(input_deadline_s(&input)));
	feed_at("\x1b", 1, 100);
	expire(100 + INPUT_ESCAPE_DELAY_S / 2);
	ck_assert_str_eq(log_text, "");
	ck_assert_double_eq(input_deadline_s(&input), 100 + INPUT_ESCAPE_DELAY_S);
	feed_at("[", 1, 100.01);
	feed_at("A", 1, 100.02);
	ck_assert_str_eq(log_text, "Up");
	ck_assert(isinf(input_deadline_s(&input)));
	feed_at("\x1b[", 2, 101);
	expire(101 + INPUT_ESCAPE_DELAY_S);
	ck_assert_str_eq(log_text, "Up Esc [");
	feed_at("\x1b[12;", 5, 102);
	expire(103);
	feed_at("k", 1, 103);
	ck_assert_str_eq(log_text, "Up Esc [ k");
}
END_TEST

START_TEST(alt_is_escape_and_key)
{
	ck_assert_str_eq(read_as("\x1bq"), "Esc q");
	ck_assert_str_eq(read_as("\x1b\x1b[A"), "Esc Up");
	ck_assert_str_eq(read_as("\x1b\xc3\xa9"), "Esc \xc3\xa9");
}
END_TEST

START_TEST(mouse_by_sgr)
{
	ck_assert_str_eq(read_as("\x1b[<0;1;1M"), "press0@0,0");
	ck_assert_str_eq(read_as("\x1b[<32;10;5M\x1b[<0;11;5m"), "drag0@9,4 release0@10,4");
	ck_assert_str_eq(read_as("\x1b[<2;300;200M"), "press2@299,199");
	ck_assert_str_eq(read_as("\x1b[<64;3;4M\x1b[<65;3;4M"), "wheel-1@2,3 wheel1@2,3");
	// Shift and control held, wheel sideways, motion without a button, nonsense.
	ck_assert_str_eq(read_as("\x1b[<20;2;2M"), "press0@1,1");
	ck_assert_str_eq(read_as("\x1b[<66;3;4M\x1b[<35;3;4Mq"), "q");
	ck_assert_str_eq(read_as("\x1b[<0;0;1M\x1b[<0;1M\x1b[<0;1;1Xq"), "q");
	ck_assert_str_eq(read_as("\x1b[<0;99999999999999999999;1Mq"), "press0@999998,0 q");
}
END_TEST

START_TEST(mouse_by_x10)
{
	ck_assert_str_eq(read_as("\x1b[M !!\x1b[M@\"!\x1b[M#\"!"), "press0@0,0 drag0@1,0 "
								   "release3@1,0");
	ck_assert_str_eq(read_as("\x1b[M`#$q"), "wheel-1@2,3 q");
}
END_TEST

START_TEST(double_click)
{
	const char press[] = "\x1b[<0;5;5M", other[] = "\x1b[<0;6;5M", right[] = "\x1b[<2;5;5M";

	feed_at(press, strlen(press), 10);
	ck_assert(!last.twice);
	feed_at(press, strlen(press), 10.3);
	ck_assert(last.twice);
	feed_at(press, strlen(press), 10.4); // the third is a first again
	ck_assert(!last.twice);
	feed_at(press, strlen(press), 11);
	ck_assert(!last.twice);
	feed_at(other, strlen(other), 11.1);
	ck_assert(!last.twice);
	feed_at(right, strlen(right), 11.2);
	feed_at(right, strlen(right), 11.3);
	ck_assert(!last.twice);
}
END_TEST

START_TEST(names_are_round_trips)
{
	static const char *const names[] = { "h",    "Left",  "S-Left", "C-r",     "C-S-Left",
					     "PgDn", "Tab",   "S-Tab",  "Enter",   "Esc",
					     "Bksp", "Space", "F1",     "F10",     "-",
					     "+",    "$",     "Del",    "\xc3\xa9" };
	char buffer[16];

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		uint32_t key = input_key_parse(names[i], strlen(names[i]));
		ck_assert_uint_ne(key, 0);
		ck_assert_str_eq(input_key_name(key, buffer, sizeof(buffer)),
				 strcmp(names[i], "C-S-Left") == 0 ? "C-S-Left" : names[i]);
	}
	ck_assert_uint_eq(input_key_parse("", 0), 0);
	ck_assert_uint_eq(input_key_parse("Foo", 3), 0);
	ck_assert_uint_eq(input_key_parse("C-", 2), 0);
	ck_assert(input_key_printable('a'));
	ck_assert(input_key_printable(0xe9));
	ck_assert(!input_key_printable(INPUT_LEFT));
	ck_assert(!input_key_printable(INPUT_CTRL | 'a'));
	ck_assert(!input_key_printable(0x202e)); // would turn the line around
}
END_TEST

/* Whatever arrives, in whatever pieces: never a crash, never more events than promised, and always
 * back to plain keys after a pause. */
START_TEST(survives_noise)
{
	uint64_t state = 12345;
	struct input_event events[INPUT_EVENTS_MAX];

	for (int i = 0; i < 200000; i++) {
		static const char likely[] = "\x1b[<0;1M~OA\x7f\xc3";
		unsigned char byte;
		state = state * 6364136223846793005u + 1442695040888963407u;
		byte = (unsigned char)(state >> 56);
		if (state >> 32 & 1)
			byte = (unsigned char)likely[byte % (sizeof(likely) - 1)];
		ck_assert_int_le(input_feed(&input, byte, i * 1e-4, events), INPUT_EVENTS_MAX);
		if (i % 97 == 0)
			ck_assert_int_le(input_expire(&input, i * 1e-4 + 1, events),
					 INPUT_EVENTS_MAX);
	}
	input_expire(&input, 1e9, events);
	log_text[0] = '\0';
	feed("q");
	ck_assert_str_eq(log_text, "q");
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("input");

	tcase_add_checked_fixture(tcase, setup, NULL);
	tcase_add_test(tcase, characters_and_controls);
	tcase_add_test(tcase, utf8);
	tcase_add_test(tcase, named_keys);
	tcase_add_test(tcase, defined_sequences);
	tcase_add_test(tcase, unknown_sequences_are_swallowed);
	tcase_add_test(tcase, endless_sequence_is_bounded);
	tcase_add_test(tcase, escape_waits);
	tcase_add_test(tcase, alt_is_escape_and_key);
	tcase_add_test(tcase, mouse_by_sgr);
	tcase_add_test(tcase, mouse_by_x10);
	tcase_add_test(tcase, double_click);
	tcase_add_test(tcase, names_are_round_trips);
	tcase_add_test(tcase, survives_noise);
	return suite_run("input", tcase);
}
