// SPDX-License-Identifier: MIT
/* Entries of the timeline as somebody types them: there and back, and what is refused. */
#include <math.h>
#include <string.h>

#include "base/suite.h"
#include "ui/edit.h"
#include "ui/entry_line.h"

static struct scenario scenario;

static void setup(void)
{
	scenario_init(&scenario);
}

static const struct {
	const char *typed, *written;
} lines[] = {
	{ "120 set traffic.volume_qpm 600k over 30d",
	  "120 set traffic.volume_qpm 600000 over 30d" },
	{ "120d set rag.search_s 200ms", "120 set rag.search_s 0.2" },
	{ "7 set ft.answer_tok null note as the base model",
	  "7 set ft.answer_tok null note as the base model" },
	{ "7 set hybrid.raft false", "7 set hybrid.raft false" },
	{ "7 set serving.mode self", "7 set serving.mode self" },
	{ "7 set rag.embed_servers 4 over 2 months", "7 set rag.embed_servers 4 over 60d" },
	{ " 1.5  switch  rag  hybrid", "1.5 switch rag hybrid" },
	{ "180 switch ft rag $12k note back again", "180 switch ft rag 12000 note back again" },
	{ "3 change 2 5%", "3 change 2 0.05" },
	{ "0 note set it over", "0 note set it over" },
	{ "0.1 note caf\xe9", "0.1 note caf\xef\xbf\xbd" },
	{ "0.30000000000000004 change 1 0.5", "0.30000000000000004 change 1 0.5" },
};

START_TEST(there_and_back)
{
	struct timeline_entry entry = { 0 }, again = { 0 };
	struct error error;
	char line[SCENARIO_NOTE_SIZE + 512];

	ck_assert_msg(entry_line_parse(&scenario, lines[_i].typed, &entry, &error), "%s: %s",
		      lines[_i].typed, error.message);
	ck_assert(entry_line_write(&entry, line, sizeof(line)));
	ck_assert_str_eq(line, lines[_i].written);
	ck_assert(entry_line_parse(&scenario, line, &again, &error));
	ck_assert(edit_entry_same(&entry, &again));
}
END_TEST

/* What it was before leaves nothing behind: the file would not have it, the digest would. */
START_TEST(another_kind)
{
	struct timeline_entry entry = { 0 }, fresh = { 0 };
	struct error error;

	for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
		ck_assert(entry_line_parse(&scenario, lines[i].typed, &entry, &error));
		memset(&fresh, 0, sizeof(fresh));
		ck_assert(entry_line_parse(&scenario, lines[i].typed, &fresh, &error));
		ck_assert(edit_entry_same(&entry, &fresh));
		ck_assert_double_eq(entry.over_days, fresh.over_days);
		ck_assert_int_eq(entry.facts, fresh.facts);
		ck_assert_double_eq(entry.migration_usd, fresh.migration_usd);
	}
}
END_TEST

static const struct {
	const char *typed, *why;
} wrong[] = {
	{ "", "what when?" },
	{ "120", "what when?" },
	{ "361 note x", "not a day from 0 to 360" },
	{ "-1 note x", "not a day from 0 to 360" },
	{ "soon note x", "soon" },
	{ "1 jump", "not one of set, switch, change, note" },
	{ "1 note", "a note needs a text" },
	{ "1 set", "set what?" },
	{ "1 set rag.search_s", "set what?" },
	{ "1 set rag.serch_s 1", "perhaps rag.search_s" },
	{ "1 set rag.search_s 1e9", "out of range" },
	{ "1 set rag.search_s 1 over 0d", "not above 0 and up to 3600 days" },
	{ "1 set rag.search_s 1 over a while", "a while" },
	{ "1 set hybrid.raft false over 3d", "cannot change gradually" },
	{ "1 set ft.answer_tok 5 over 3d", "cannot change gradually" },
	{ "1 set knowledge.facts 5", "cannot change during a run" },
	{ "1 switch rag", "from what to what?" },
	{ "1 switch rag both", "not one of rag, ft" },
	{ "1 switch rag rag", "is that already" },
	{ "1 switch prompt rag", "not among the architectures: \"prompt\"" },
	{ "0 switch rag ft", "not at the start" },
	{ "1 switch rag ft -5", "-5" },
	{ "1 change 2", "how many facts" },
	{ "1 change 1.5 5%", "not a whole number" },
	{ "1 change 1 200%", "200" },
};

START_TEST(refused)
{
	struct timeline_entry entry = { .facts = 77 };
	struct error error;

	ck_assert_msg(!entry_line_parse(&scenario, wrong[_i].typed, &entry, &error), "%s",
		      wrong[_i].typed);
	ck_assert_msg(strstr(error.message, wrong[_i].why) != NULL, "%s: %s", wrong[_i].typed,
		      error.message);
	ck_assert_int_eq(entry.facts, 77);
}
END_TEST

START_TEST(switches_once)
{
	struct timeline_entry entry = { 0 };
	struct error error;

	ck_assert(entry_line_parse(&scenario, "5 switch rag ft", &entry, &error));
	scenario_timeline_add(&scenario, &entry);
	ck_assert(!entry_line_parse(&scenario, "9 switch rag hybrid", &entry, &error));
	ck_assert_str_eq(error.message, "switches once, and has already: \"rag\"");
	ck_assert(entry_line_parse(&scenario, "9 switch ft rag", &entry, &error));
	entry = (struct timeline_entry){ .kind = TIMELINE_INCIDENT, .incident = INCIDENT_RETRAIN };
	ck_assert(!entry_line_write(&entry, (char[8]){ 0 }, 8));
}
END_TEST

/* As of files: what is asked about single facts comes to all questions at most. */
START_TEST(changes_share_the_questions)
{
	struct timeline_entry entry = { 0 };
	struct error error;

	ck_assert(entry_line_parse(&scenario, "5 change 600000 60%", &entry, &error));
	scenario_timeline_add(&scenario, &entry);
	ck_assert(!entry_line_parse(&scenario, "9 change 1 50%", &entry, &error));
	ck_assert_str_eq(error.message, "more than 1 in all: \"query_share\"");
	ck_assert(!entry_line_parse(&scenario, "9 change 400001 0", &entry, &error));
	ck_assert_str_eq(error.message, "more than 1000000 facts in all: \"facts\"");
	ck_assert(entry_line_parse(&scenario, "9 change 400000 40%", &entry, &error));
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("entry_line");

	tcase_add_checked_fixture(tcase, setup, NULL);
	tcase_add_test(tcase, another_kind);
	tcase_add_loop_test(tcase, there_and_back, 0, (int)(sizeof(lines) / sizeof(lines[0])));
	tcase_add_loop_test(tcase, refused, 0, (int)(sizeof(wrong) / sizeof(wrong[0])));
	tcase_add_test(tcase, switches_once);
	tcase_add_test(tcase, changes_share_the_questions);
	return suite_run("entry_line", tcase);
}
