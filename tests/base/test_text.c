// SPDX-License-Identifier: MIT
#include "base/text.h"

#include <string.h>

#include "base/suite.h"

/* Every code point goes out and comes back; nothing between is accepted. */
START_TEST(utf8_round_trip)
{
	for (uint32_t c = 0; c <= 0x10ffff; c++) {
		char bytes[5] = "";
		uint32_t back;
		size_t n;

		if (c >= 0xd800 && c <= 0xdfff)
			continue;
		n = text_utf8_encode(c, bytes);
		ck_assert_uint_eq(text_utf8_decode(bytes, n, &back), n);
		ck_assert_uint_eq(back, c);
		/* one byte short is ill-formed */
		if (n > 1) {
			ck_assert_uint_eq(text_utf8_decode(bytes, n - 1, &back), 1);
			ck_assert_uint_eq(back, TEXT_REPLACEMENT);
		}
	}
}
END_TEST

/* Overlong forms, surrogates and beyond are how filters are got around. */
START_TEST(utf8_ill_formed)
{
	static const char *const rows[] = {
		"\x80",
		"\xbf",
		"\xc0\xaf",
		"\xc1\x81",
		"\xe0\x80\xaf",
		"\xe0\x9f\xbf",
		"\xf0\x80\x80\xaf",
		"\xf0\x8f\xbf\xbf",
		"\xed\xa0\x80",
		"\xed\xbf\xbf",
		"\xf4\x90\x80\x80",
		"\xf5\x80\x80\x80",
		"\xfe",
		"\xff",
		"\xe2\x82",
		"\xe2\x28\xa1",
		"\xc3\x28",
		"\xf0\x9f\x92\x28",
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		uint32_t c;

		ck_assert_uint_eq(text_utf8_decode(rows[i], strlen(rows[i]), &c), 1);
		ck_assert_uint_eq(c, TEXT_REPLACEMENT);
	}
}
END_TEST

START_TEST(widths)
{
	ck_assert_int_eq(text_width(""), 0);
	ck_assert_int_eq(text_width("RAG"), 3);
	ck_assert_int_eq(text_width("420 µs"), 6);
	ck_assert_int_eq(text_width("● ▲ ■ ◆ ○ ★ ╳ ┊ ∅"), 17);
	ck_assert_int_eq(text_width("⠤⠤⠤"), 3);
	ck_assert_int_eq(text_width("e\u0301"), 1);
	ck_assert_int_eq(text_width("日本"), 4);
	ck_assert_int_eq(text_width("한"), 2);
	ck_assert_int_eq(text_width("\u1112\u1161\u11ab"), 2);
	ck_assert_int_eq(text_width("🙂"), 2);
	ck_assert_int_eq(text_width("\u200b\u200d\ufe0f"), 0);
	ck_assert_int_eq(text_width("a\xff"), 2);
	ck_assert_int_eq(text_width("\x1b\x7f\xc2\x85"), 0);
}
END_TEST

/* A cut must neither split a character nor leave its accent to the next one. */
START_TEST(fits)
{
	ck_assert_uint_eq(text_fit("abc", 2), 2);
	ck_assert_uint_eq(text_fit("abc", 5), 3);
	ck_assert_uint_eq(text_fit("日本", 3), 3);
	ck_assert_uint_eq(text_fit("日本", 1), 0);
	ck_assert_uint_eq(text_fit("e\u0301f", 1), 3);
	ck_assert_uint_eq(text_fit("", 3), 0);
}
END_TEST

static const char *cleaned(const char *text)
{
	static char buffer[256];

	text_sanitise(buffer, sizeof(buffer), text);
	return buffer;
}

#define R "\xef\xbf\xbd" /* U+FFFD */

START_TEST(sanitised)
{
	static const char *const rows[][2] = {
		{ "plain, Größe, 日本 🙂", "plain, Größe, 日本 🙂" },
		{ "\x1b[31mred\x1b]0;title\x07", R "[31mred" R "]0;title" R },
		{ "a\tb\nc\rd\x7f", "a" R "b" R "c" R "d" R },
		{ "\xc2\x9b"
		  "31m",
		  R "31m" }, /* C1 control sequence introducer, in UTF-8 */
		{ "\x9b"
		  "31m",
		  R "31m" }, /* and bare */
		{ "safe\u202etxt.exe", "safe" R "txt.exe" },
		{ "\u200e\u200f\u202a\u202b\u202c\u202d\u2066\u2067\u2068\u2069\u061c",
		  R R R R R R R R R R R },
		{ "a\u200db\u200bc\ufeff", "a" R "b" R "c" R },
		{ "line\u2028paragraph\u2029", "line" R "paragraph" R },
		{ "\xed\xa0\x80", R R R },
		{ "\xf0\x9f\x99", R R R },
		{ "\xef\xbf\xbe\xef\xb7\x90", R R }, /* noncharacters */
		{ "\xf3\xa0\x80\x81", R },           /* a tag, invisible */
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		ck_assert_str_eq(cleaned(rows[i][0]), rows[i][1]);
}
END_TEST

START_TEST(sanitising_says_whether_it_changed)
{
	char buffer[8];

	ck_assert(text_sanitise(buffer, sizeof(buffer), "Größe"));
	ck_assert(text_sanitise(buffer, sizeof(buffer), "a" R));
	ck_assert(!text_sanitise(buffer, sizeof(buffer), "a\x01"));
	ck_assert(!text_sanitise(buffer, sizeof(buffer), "12345678"));
	ck_assert_str_eq(buffer, "1234567");
}
END_TEST

/* Cut anywhere, the output is still whole characters and never longer than its buffer. */
START_TEST(sanitising_never_splits)
{
	for (size_t size = 1; size < 20; size++) {
		char buffer[32];
		size_t n;

		memset(buffer, 'x', sizeof(buffer));
		text_sanitise(buffer, size, "aé日🙂\x1bz");
		n = strlen(buffer);
		ck_assert_uint_lt(n, size);
		ck_assert_int_eq(buffer[size], 'x');
		for (size_t at = 0; at < n;) {
			uint32_t c;

			at += text_utf8_decode(buffer + at, n - at, &c);
			ck_assert_msg(c != TEXT_REPLACEMENT || size >= 14, "size %zu", size);
		}
	}
}
END_TEST

/* Whatever bytes come in, what goes out is safe: all pairs of bytes. */
START_TEST(sanitised_is_safe)
{
	for (int i = 0; i < 65536; i++) {
		char raw[4] = { (char)(i >> 8), (char)i, 'z', '\0' };
		const char *out = cleaned(raw);
		size_t n = strlen(out);

		for (size_t at = 0; at < n;) {
			uint32_t c;

			at += text_utf8_decode(out + at, n - at, &c);
			ck_assert(text_codepoint_safe(c));
		}
	}
}
END_TEST

START_TEST(distances)
{
	ck_assert_int_eq(text_distance("", ""), 0);
	ck_assert_int_eq(text_distance("volume_qpm", "volume_qpm"), 0);
	ck_assert_int_eq(text_distance("volume", "volume_qpm"), 4);
	ck_assert_int_eq(text_distance("kitten", "sitting"), 3);
	ck_assert_int_eq(text_distance("sitting", "kitten"), 3);
	ck_assert_int_eq(text_distance("vloume", "volume"), 1);
	ck_assert_int_eq(text_distance("", "abc"), 3);
	/* optimal string alignment: a swapped pair is not edited again */
	ck_assert_int_eq(text_distance("ca", "abc"), 3);
}
END_TEST

START_TEST(distance_of_long_names)
{
	char a[200], b[200];

	memset(a, 'a', sizeof(a) - 1);
	memset(b, 'b', sizeof(b) - 1);
	a[199] = b[199] = '\0';
	ck_assert_int_eq(text_distance(a, b), 63);
}
END_TEST

START_TEST(mentioned)
{
	ck_assert(text_mentions("Retrieval cache", "CACHE", 5));
	ck_assert(text_mentions("retrieval", "RET", 3) && text_mentions("retrieval", "val", 3));
	ck_assert(text_mentions("cache", "caches", 5) && !text_mentions("cache", "caches", 6));
	ck_assert(text_mentions("a", "", 0) && !text_mentions("", "", 0));
	ck_assert(!text_mentions("\xc3\x84", "\xc3\xa4", 2)); /* only ASCII has two cases here */
}
END_TEST

START_TEST(ascii)
{
	char text[64];

	text_to_ascii(text, sizeof(text), "a \xc2\xb1 3 \xc2\xb5s \xe2\x89\xa4 \xe2\x88\x9e");
	ck_assert_str_eq(text, "a +- 3 us <= inf");
	text_to_ascii(text, sizeof(text), "  \xe2\x96\x88\xe2\x94\x82\xe2\x96\x88  \xc3\xa4");
	ck_assert_str_eq(text, "  #|#  ?");
	text_to_ascii(text, 4, "\xc2\xb1\xc2\xb1\xc2\xb1");
	ck_assert_str_eq(text, "+-+");
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("text");

	tcase_set_timeout(tcase, 60);
	tcase_add_test(tcase, utf8_round_trip);
	tcase_add_test(tcase, utf8_ill_formed);
	tcase_add_test(tcase, widths);
	tcase_add_test(tcase, fits);
	tcase_add_test(tcase, sanitised);
	tcase_add_test(tcase, sanitising_says_whether_it_changed);
	tcase_add_test(tcase, sanitising_never_splits);
	tcase_add_test(tcase, sanitised_is_safe);
	tcase_add_test(tcase, mentioned);
	tcase_add_test(tcase, ascii);
	tcase_add_test(tcase, distances);
	tcase_add_test(tcase, distance_of_long_names);
	return suite_run("text", tcase);
}
