// SPDX-License-Identifier: MIT
/* Entries of the timeline in a line, by labels and by names. */
#include "base/entry_text.h"

#include <math.h>
#include <string.h>

#include "base/suite.h"

static const struct {
	struct timeline_entry entry;
	const char *labels, *names; /* NULL: the same */
} rows[] = {
	{ { .kind = TIMELINE_SET, .param = P_hybrid_raft, .value = 0, .note = "why" },
	  "RAFT is off from here on: why",
	  "hybrid.raft is false from here on: why" },
	{ { .kind = TIMELINE_SET, .param = P_rag_search_dist, .value = DIST_GAMMA },
	  "search law is gamma from here on",
	  "rag.search_dist is gamma from here on" },
	{ { .kind = TIMELINE_SET, .param = P_ft_answer_tok, .value = NAN },
	  "tuned answer is null from here on",
	  "ft.answer_tok is null from here on" },
	{ { .kind = TIMELINE_SET, .param = P_rag_search_s, .value = 0.2, .over_days = 30 },
	  "search time goes to 200 ms over 30 days",
	  "rag.search_s goes to 200 ms over 30 days" },
	{ { .kind = TIMELINE_CHANGE, .facts = 1, .query_share = 0.5 },
	  "1 fact changes, asked for in 50 % of the queries",
	  NULL },
	{ { .kind = TIMELINE_CHANGE, .facts = 2, .query_share = 0.05, .note = "two" },
	  "2 facts change, asked for in 5 % of the queries: two",
	  NULL },
	{ { .kind = TIMELINE_INCIDENT, .incident = INCIDENT_TRAFFIC, .for_hours = 2, .times = 3 },
	  "more traffic, x3, 2 h",
	  "more traffic, x3 for 2 h" },
	{ { .kind = TIMELINE_INCIDENT, .incident = INCIDENT_UPDATE_BURST, .times = 1 },
	  "burst of updates, 1 update",
	  NULL },
	{ { .kind = TIMELINE_SWITCH, .from = ARCH_RAG, .to = ARCH_FT, .migration_usd = 12000 },
	  "RAG is fine-tuned from here on, $12.0k to migrate",
	  NULL },
	{ { .kind = TIMELINE_NOTE, .note = "alone" }, "alone", NULL },
};

START_TEST(says)
{
	const char *names = rows[_i].names ? rows[_i].names : rows[_i].labels;
	char text[SCENARIO_NOTE_SIZE + 128], cut[9];

	entry_text(&rows[_i].entry, ENTRY_LABELS, text, sizeof(text));
	ck_assert_str_eq(text, rows[_i].labels);
	entry_text(&rows[_i].entry, ENTRY_NAMES, text, sizeof(text));
	ck_assert_str_eq(text, names);
	entry_text(&rows[_i].entry, ENTRY_NAMES, cut, sizeof(cut));
	ck_assert_int_eq(strncmp(cut, names, sizeof(cut) - 1), 0);
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("entry_text");

	tcase_add_loop_test(tcase, says, 0, (int)(sizeof(rows) / sizeof(rows[0])));
	return suite_run("entry_text", tcase);
}
