// SPDX-License-Identifier: MIT
/* Every number that the articles' rules have, from both sides; and where the articles disagree. */
#include "study/advise_rig.h"

/* The least that a volume or a time can be off its limit. */
#define OFF 1e-6

START_TEST(volumes_a_month)
{
	form_clear();
	EXPECT_WITH("C1b", ADVISE_VOLUME, 10e6 - 1, ANSWER_RAG);
	EXPECT_WITH("C1b", ADVISE_VOLUME, 10e6, ANSWER_COMPUTE);
	ck_assert(remarked(REMARK_OVERLAP, "10M is the end of one row"));
	EXPECT_WITH("C1b", ADVISE_VOLUME, 10e6 + 1, ANSWER_COMPUTE);
	ck_assert(!remarked(REMARK_OVERLAP, ""));
	EXPECT_WITH("C1b", ADVISE_VOLUME, 50e6 - 1, ANSWER_COMPUTE);
	EXPECT_WITH("C1b", ADVISE_VOLUME, 50e6, ANSWER_FT_OR_HYBRID);
	ck_assert_str_eq(advised.source, "S0:136");
	EXPECT_WITH("C1b", ADVISE_VOLUME, 100e6 - 1, ANSWER_FT_OR_HYBRID);
	ck_assert_str_eq(advised.source, "S0:136");
	EXPECT_WITH("C1b", ADVISE_VOLUME, 100e6, ANSWER_FT_OR_HYBRID);
	ck_assert_str_eq(advised.source, "S0:137");
	EXPECT_WITH("C1b", ADVISE_VOLUME, 100e6 + 1, ANSWER_FT_OR_HYBRID);

	know(ADVISE_VOLUME, 100e6);
	ck_assert(!fires("C1e", "S0:94", ANSWER_FT));
	know(ADVISE_VOLUME, 100e6 + 1);
	ck_assert(fires("C1e", "S0:94", ANSWER_FT));
	know(ADVISE_VOLUME, 50e6 - 1);
	ck_assert(fires("C1e", "S0:86-87, 154", ANSWER_RAG));
	know(ADVISE_VOLUME, 50e6);
	ck_assert(!fires("C1e", "S0:86-87, 154", ANSWER_RAG));
}
END_TEST

START_TEST(volumes_of_the_matrix)
{
	form_clear();
	know(ADVISE_CHANGES, 4);
	EXPECT_WITH("C1d", ADVISE_VOLUME, 10e6 - 1, ANSWER_RAG);
	ck_assert(remarked(REMARK_GAP, "no row"));
	EXPECT_WITH("C1d", ADVISE_VOLUME, 10e6, ANSWER_RAG);
	ck_assert_str_eq(advised.source, "S0:154");
	ck_assert(!remarked(REMARK_GAP, ""));
	EXPECT_WITH("C1d", ADVISE_VOLUME, 50e6 - 1, ANSWER_RAG);
	ck_assert_str_eq(advised.source, "S0:154");
	EXPECT_WITH("C1d", ADVISE_VOLUME, 50e6, ANSWER_HYBRID);
	ck_assert(remarked(REMARK_GAP, "no row"));

	know(ADVISE_CHANGES, 0.5);
	know(TRAIT_MIXED_CYCLES, 1);
	EXPECT_WITH("C1d", ADVISE_VOLUME, 100e6, ANSWER_HYBRID);
	EXPECT_WITH("C1d", ADVISE_VOLUME, 100e6 + 1, ANSWER_FT);
	EXPECT_WITH("C1d", ADVISE_VOLUME, 10e6, ANSWER_HYBRID);
	know(ADVISE_VOLUME, 10e6 - 1);
	ck_assert(!fires("C1d", "S0:158", ANSWER_HYBRID));
}
END_TEST

START_TEST(volumes_a_day)
{
	form_clear();
	know(ADVISE_VOLUME, 50e3 * DAY - 1);
	ck_assert(fires("C5g", "S4:296", ANSWER_RAG));
	ck_assert(fires("C5d", "S4:250", ANSWER_RAG));
	know(ADVISE_VOLUME, 50e3 * DAY);
	ck_assert(fires("C5g", "S4:296", ANSWER_COMPUTE));
	ck_assert(!fires("C5d", "S4:250", ANSWER_RAG));
	ck_assert(remarked(REMARK_GAP, "50,000 to 100,000"));
	ck_assert(fires("C5c", "S4:107", ANSWER_RAG));
	know(ADVISE_VOLUME, 100e3 * DAY - 1);
	ck_assert(fires("C5c", "S4:107", ANSWER_RAG));
	know(ADVISE_VOLUME, 100e3 * DAY);
	ck_assert(fires("C5g", "S4:296", ANSWER_COMPUTE));
	ck_assert(!fires("C5d", "S4:256", ANSWER_FT));
	ck_assert(remarked(REMARK_GAP, "50,000 to 100,000"));
	ck_assert(fires("C5c", "S4:107", ANSWER_FT)); /* "100K+" */
	know(ADVISE_VOLUME, 100e3 * DAY + 1);
	ck_assert(fires("C5g", "S4:296", ANSWER_FT));
	ck_assert(fires("C5d", "S4:256", ANSWER_FT));

	know(ADVISE_VOLUME, 1e6 - 1);
	ck_assert(fires("C4a", "S3:19", ANSWER_RAG));
	know(ADVISE_VOLUME, 1e6);
	ck_assert(fires("C4a", "S3:19", ANSWER_COMPUTE));
	know(ADVISE_VOLUME, 1e6 + 1);
	ck_assert(fires("C4a", "S3:19", ANSWER_FT));
}
END_TEST

START_TEST(changes_monthly)
{
	form_clear();
	know(TRAIT_STABLE_MONTHS, 1);
	EXPECT_WITH("C1a", ADVISE_CHANGES, 1, ANSWER_OPEN);
	ck_assert(remarked(REMARK_GAP, "monthly"));
	EXPECT_WITH("C1a", ADVISE_CHANGES, 1 + OFF, ANSWER_RAG);
	EXPECT_WITH("C2c", ADVISE_CHANGES, 1, ANSWER_NONE);
	ck_assert(remarked(REMARK_GAP, "once a month or less"));
	EXPECT_WITH("C2c", ADVISE_CHANGES, 1 + OFF, ANSWER_RAG);
	know(ADVISE_CHANGES, 1);
	ck_assert(!fires("C5d", "S4:246", ANSWER_RAG));
	ck_assert(fires("C5c", "S4:103, 52", ANSWER_RAG)); /* "or even monthly" */
	know(ADVISE_CHANGES, 1 + OFF);
	ck_assert(fires("C5d", "S4:246", ANSWER_RAG));
	know(ADVISE_CHANGES, 1 - OFF);
	ck_assert(!fires("C5c", "S4:103, 52", ANSWER_RAG));
	know(ADVISE_VOLUME, 60e6);
	ck_assert(fires("C1d", "S0:155", ANSWER_FT));
	know(ADVISE_CHANGES, 1);
	ck_assert(!fires("C1d", "S0:155", ANSWER_FT));
}
END_TEST

/* At least four a month; 4.33 is what 52 weeks over 12 months make. */
START_TEST(changes_weekly)
{
	static const struct {
		const char *id, *source;
	} rules[] = { { "C1a", "S0:125" },
		      { "C1e", "S0:78" },
		      { "C2a", "S1:71" },
		      { "C2b", "S1:55, 71" },
		      { "C3a", "S2:24" } };

	form_clear();
	for (size_t i = 0; i < sizeof(rules) / sizeof(rules[0]); i++) {
		know(ADVISE_CHANGES, 52.0 / 12);
		ck_assert(fires(rules[i].id, rules[i].source, ANSWER_RAG));
		know(ADVISE_CHANGES, 4);
		ck_assert(fires(rules[i].id, rules[i].source, ANSWER_RAG));
		know(ADVISE_CHANGES, 4 - OFF);
		ck_assert(!fires(rules[i].id, rules[i].source, ANSWER_RAG));
	}
}
END_TEST

START_TEST(sizes_of_the_corpus)
{
	form_clear();
	EXPECT_WITH("C5a", ADVISE_CORPUS, 200e3 - 1, ANSWER_LONGCTX);
	EXPECT_WITH("C5a", ADVISE_CORPUS, 200e3, ANSWER_OPEN);
	know(TRAIT_PROBLEM, PROBLEM_KNOWLEDGE);
	EXPECT_WITH("C5e", ADVISE_CORPUS, 200e3 - 1, ANSWER_PROMPT);
	EXPECT_WITH("C5e", ADVISE_CORPUS, 200e3, ANSWER_RAG);
	EXPECT_WITH("C2a", ADVISE_CORPUS, 2e6 - 1, ANSWER_LONGCTX);
	EXPECT_WITH("C2a", ADVISE_CORPUS, 2e6, ANSWER_RAG);
}
END_TEST

START_TEST(latencies)
{
	static const struct {
		double limit_s;
		const char *id, *source;
		enum advise_answer answer;
		bool from; /* fires from the limit on, else below it */
	} rules[] = {
		{ 0.1, "C1e", "S0:107", ANSWER_FT, false },
		{ 0.2, "C5d", "S4:255", ANSWER_FT, false },
		{ 0.2, "C5c", "S4:105", ANSWER_FT, false },
		{ 0.5, "C5c", "S4:105", ANSWER_RAG, true },
		{ 0.2, "C2b", "S1:51", ANSWER_FT, false },
		{ 2, "C4a", "S3:17", ANSWER_FT_OR_SMALL, false },
		{ 2, "C4b", "S3:43", ANSWER_FT, false },
	};

	form_clear();
	for (size_t i = 0; i < sizeof(rules) / sizeof(rules[0]); i++) {
		know(ADVISE_LATENCY, rules[i].limit_s);
		ck_assert(fires(rules[i].id, rules[i].source, rules[i].answer) == rules[i].from);
		know(ADVISE_LATENCY, rules[i].limit_s - OFF);
		ck_assert(fires(rules[i].id, rules[i].source, rules[i].answer) != rules[i].from);
	}
	know(ADVISE_LATENCY, 0.2);
	ask("C5c");
	ck_assert(remarked(REMARK_GAP, "200 to 500 ms"));
	know(ADVISE_LATENCY, 0.5);
	ask("C5c");
	ck_assert(!remarked(REMARK_GAP, ""));
	know(ADVISE_SLACK, 0.1);
	ck_assert(!fires("C3a", "S2:16, 22", ANSWER_FT));
	know(ADVISE_SLACK, 0.1 - OFF);
	ck_assert(fires("C3a", "S2:16, 22", ANSWER_FT));
}
END_TEST

START_TEST(labels)
{
	form_clear();
	know(TRAIT_LABELS, 499);
	ck_assert(!fires("C5c", "S4:108", ANSWER_FT));
	ck_assert(remarked(REMARK_GAP, "1 to 499"));
	ck_assert(!fires("C5d", "S4:258", ANSWER_FT));
	know(TRAIT_LABELS, 500);
	ck_assert(fires("C5c", "S4:108", ANSWER_FT));
	ck_assert(fires("C5d", "S4:258", ANSWER_FT));

	know(TRAIT_FORMAT, 1);
	EXPECT_WITH("C3a", TRAIT_LABELS, 999, ANSWER_RAG);
	EXPECT_WITH("C3a", TRAIT_LABELS, 1000, ANSWER_FT);
	know(ADVISE_CHANGES, 5);
	know(TRAIT_IN_USE, IN_USE_RAG);
	EXPECT_WITH("C3b", TRAIT_LABELS, 999, ANSWER_RAG);
	EXPECT_WITH("C3b", TRAIT_LABELS, 1000, ANSWER_HYBRID);

	know(TRAIT_TERMINOLOGY, 1);
	know(TRAIT_STYLE, 1);
	know(TRAIT_TWO_SYSTEMS, 1);
	EXPECT_WITH("C4b", TRAIT_LABELS, 9999, ANSWER_RAG);
	EXPECT_WITH("C4b", TRAIT_LABELS, 10000, ANSWER_HYBRID);
}
END_TEST

START_TEST(solved_by_prompting)
{
	form_clear();
	EXPECT_WITH("C5a", TRAIT_PROMPTING_FRAC, 0.8, ANSWER_PROMPT);
	EXPECT_WITH("C5d", TRAIT_PROMPTING_FRAC, 0.8, ANSWER_PROMPT);
	EXPECT_WITH("C5e", TRAIT_PROMPTING_FRAC, 0.8, ANSWER_PROMPT);
	EXPECT_WITH("C5a", TRAIT_PROMPTING_FRAC, 0.8 - OFF, ANSWER_OPEN);
	EXPECT_WITH("C5d", TRAIT_PROMPTING_FRAC, 0.8 - OFF, ANSWER_NONE);
	EXPECT_WITH("C5e", TRAIT_PROMPTING_FRAC, 0.8 - OFF, ANSWER_NONE);
}
END_TEST

START_TEST(stable_for_months)
{
	form_clear();
	know(ADVISE_CHANGES, 0.9);
	EXPECT_WITH("C1a", TRAIT_STABLE_MONTHS, 2, ANSWER_CONSIDER_FT);
	EXPECT_WITH("C1a", TRAIT_STABLE_MONTHS, 2 - OFF, ANSWER_OPEN);
	ck_assert(fires("C4a", "S3:15-16", ANSWER_RAG));
	ck_assert(!remarked(REMARK_GAP, ""));
	know(TRAIT_STABLE_MONTHS, 2);
	ck_assert(fires("C4a", "S3:15-16", ANSWER_RAG));
	ck_assert(remarked(REMARK_GAP, "gap 2 to 6 months"));
	know(TRAIT_CONTENT, CONTENT_STYLE);
	EXPECT_WITH("C4a", TRAIT_STABLE_MONTHS, 6 - OFF, ANSWER_RAG);
	EXPECT_WITH("C4a", TRAIT_STABLE_MONTHS, 6, ANSWER_FT);
	know(TRAIT_STABLE_MONTHS, 12 - OFF);
	ck_assert(!fires("C2b", "S1:50", ANSWER_FT));
	know(TRAIT_STABLE_MONTHS, 12);
	ck_assert(fires("C2b", "S1:50", ANSWER_FT));
}
END_TEST

static void audit(double samples, double information, double format, double reasoning,
		  double random)
{
	form_clear();
	know(TRAIT_AUDIT_SAMPLES, samples);
	know(TRAIT_AUDIT_INFORMATION, information);
	know(TRAIT_AUDIT_FORMAT, format);
	know(TRAIT_AUDIT_REASONING, reasoning);
	know(TRAIT_AUDIT_RANDOM, random);
}

START_TEST(size_of_an_audit)
{
	audit(49, 20, 0, 0, 0);
	EXPECT("C5f", ANSWER_NONE);
	ck_assert_str_eq(advised.text, "inconclusive, fewer than 50 outputs");
	ck_assert(remarked(REMARK_NOTE, "28 to 55 %")); /* Wilson's interval of 20 of 49 */
	audit(50, 20, 0, 0, 0);
	EXPECT("C5f", ANSWER_RAG);
	audit(60, 10, 0, 0, 10);
	EXPECT("C5f", ANSWER_RAG); /* half is a cluster; of two equal ones the first */
	audit(60, 9, 2, 3, 6);
	EXPECT("C5f", ANSWER_NONE);
	ck_assert(remarked(REMARK_GAP, "40 to 50 %"));
	audit(60, 39, 21, 20, 20);
	EXPECT("C5f", ANSWER_PROMPT);
	audit(100, 60, 30, 5, 5);
	EXPECT("C5f", ANSWER_HYBRID);
	audit(100, 60, 29, 5, 6);
	EXPECT("C5f", ANSWER_RAG);
	audit(100, 0, 0, 0, 0);
	EXPECT("C5f", ANSWER_NONE);
	ck_assert(remarked(REMARK_NOTE, "no failure"));
}
END_TEST

START_TEST(time_and_budget)
{
	form_clear();
	know(TRAIT_PRODUCTION_MONTHS, 1);
	ck_assert(fires("C5d", "S4:249", ANSWER_RAG));
	ck_assert(fires("C5c", "S4:109", ANSWER_RAG));
	know(TRAIT_PRODUCTION_MONTHS, 1 + OFF);
	ck_assert(!fires("C5d", "S4:249", ANSWER_RAG));
	ck_assert(!fires("C5c", "S4:109", ANSWER_RAG));
	ck_assert(remarked(REMARK_GAP, "4 to 12 weeks"));
	know(TRAIT_PRODUCTION_MONTHS, 2.8 - OFF);
	ck_assert(!fires("C5c", "S4:109", ANSWER_FT));
	know(TRAIT_PRODUCTION_MONTHS, 2.8);
	ck_assert(fires("C5c", "S4:109", ANSWER_FT));
	know(TRAIT_UPFRONT_USD, 4999);
	ck_assert(fires("C5c", "S4:110", ANSWER_RAG));
	know(TRAIT_UPFRONT_USD, 5000);
	ck_assert(fires("C5c", "S4:110", ANSWER_FT));
	know(TRAIT_DOCUMENTS, 1e6 - 1);
	ck_assert(!fires("C2b", "S1:57", ANSWER_RAG));
	know(TRAIT_DOCUMENTS, 1e6);
	ck_assert(fires("C2b", "S1:57", ANSWER_RAG));
	know(TRAIT_MAXIMUM_PERFORMANCE, 1);
	know(TRAIT_LABELS, 10000);
	ck_assert(!fires("C5g", "S4:292", ANSWER_FT));
	know(TRAIT_LABELS, 10001);
	ck_assert(fires("C5g", "S4:292", ANSWER_FT));
}
END_TEST

/* ---- where the articles disagree ---- */

START_TEST(between_monthly_and_weekly)
{
	form_clear();
	know(ADVISE_CHANGES, 2);
	know(TRAIT_STABLE_MONTHS, 0.5);
	EXPECT("C1a", ANSWER_RAG);
	EXPECT("C2a", ANSWER_NONE); /* past question 1 */
	ck_assert_int_eq(advised.state[0], RULE_NO);
	ck_assert(remarked(REMARK_OVERLAP, "S1:86"));
	EXPECT("C2c", ANSWER_RAG);
	EXPECT("C4a", ANSWER_RAG);
	ck_assert_str_eq(advised.source, "S3:15-16");
	EXPECT("C5d", ANSWER_RAG);
	EXPECT_WITH("C2a", TRAIT_BASELINE_WRONG, 0, ANSWER_PROMPT);
	EXPECT_WITH("C2a", ADVISE_CORPUS, 1e6, ANSWER_LONGCTX);
	EXPECT_WITH("C2a", ADVISE_CORPUS, 3e6, ANSWER_RAG);
}
END_TEST

START_TEST(two_million_stable_documents)
{
	form_clear();
	know(ADVISE_VOLUME, 2e6);
	know(TRAIT_STABLE_MONTHS, 12);
	know(TRAIT_CONTENT, CONTENT_DOCUMENTS);
	EXPECT("C1b", ANSWER_RAG);
	EXPECT("C4a", ANSWER_RAG);
	ck_assert_str_eq(advised.source, "S3:18");
	ck_assert(remarked(REMARK_OVERLAP, "above 1M queries a month\" says fine-tune"));
	ck_assert(fires("C4a", "S3:19", ANSWER_FT));
	EXPECT("C5g", ANSWER_COMPUTE);
}
END_TEST

START_TEST(sixty_million_weekly)
{
	form_clear();
	know(ADVISE_VOLUME, 60e6);
	know(ADVISE_CHANGES, 52.0 / 12);
	EXPECT("C1a", ANSWER_RAG);
	EXPECT("C1b", ANSWER_FT_OR_HYBRID);
	know(TRAIT_FORMAT, 0);
	know(TRAIT_MIXED_CYCLES, 0);
	EXPECT("C1d", ANSWER_HYBRID);
	ck_assert(remarked(REMARK_GAP, "no row of the matrix fits"));
	ck_assert(advised.ours);
}
END_TEST

/* A base model that is not wrong has no problem of behaviour: what is missing is knowledge. */
START_TEST(million_tokens_monthly)
{
	form_clear();
	know(ADVISE_CORPUS, 1e6);
	know(ADVISE_CHANGES, 1);
	know(TRAIT_STABLE_MONTHS, 1);
	know(TRAIT_CITATIONS, 0);
	know(TRAIT_REPETITIVE, 0);
	know(TRAIT_BASELINE_WRONG, 0);
	know(TRAIT_PROBLEM, PROBLEM_KNOWLEDGE);
	EXPECT("C2a", ANSWER_LONGCTX);
	ck_assert(remarked(REMARK_NOTE, "prompt engineering first"));
	EXPECT("C5a", ANSWER_OPEN);
	EXPECT("C5b", ANSWER_RAG);
	EXPECT("C5e", ANSWER_RAG);
	EXPECT_WITH("C2a", ADVISE_FITS, 0, ANSWER_RAG);
}
END_TEST

START_TEST(second_and_a_half_documents)
{
	form_clear();
	know(ADVISE_LATENCY, 1.5);
	know(TRAIT_CONTENT, CONTENT_DOCUMENTS);
	know(ADVISE_VOLUME, 300e3);
	ck_assert(fires("C4a", "S3:17", ANSWER_FT_OR_SMALL));
	ck_assert(remarked(REMARK_OVERLAP, "less than 2 s"));
	ck_assert(fires("C5c", "S4:105", ANSWER_RAG));
	EXPECT("C5c", ANSWER_RAG);
	EXPECT("C1e", ANSWER_RAG);
	EXPECT("C1b", ANSWER_RAG);
}
END_TEST

START_TEST(routing_of_tickets)
{
	form_clear();
	know(ADVISE_VOLUME, 5500 * DAY);
	know(TRAIT_STABLE_MONTHS, 24);
	know(ADVISE_CHANGES, 1.0 / 24);
	know(TRAIT_REPETITIVE, 1);
	know(TRAIT_FORMAT, 1);
	know(TRAIT_PROBLEM, PROBLEM_BEHAVIOUR);
	ck_assert(fires("C5g", "S4:296", ANSWER_RAG));
	EXPECT("C5g", ANSWER_RAG);
	EXPECT("C5b", ANSWER_FT);
	EXPECT("C5c", ANSWER_FT);
	EXPECT("C1d", ANSWER_FT);
	ck_assert_str_eq(advised.source, "S0:156");
	EXPECT("C2a", ANSWER_FT);
}
END_TEST

START_TEST(structure_and_daily_change)
{
	form_clear();
	know(TRAIT_FORMAT, 1);
	know(ADVISE_CHANGES, 30);
	ck_assert(fires("C1d", "S0:156", ANSWER_FT));
	EXPECT("C1d", ANSWER_HYBRID);
	ck_assert(remarked(REMARK_OVERLAP, "row 3 says fine-tune"));
	EXPECT("C2a", ANSWER_RAG);
	EXPECT("C3a", ANSWER_HYBRID);
	EXPECT("C5d", ANSWER_HYBRID);
}
END_TEST

START_TEST(annual_handbook)
{
	form_clear();
	know(TRAIT_STABLE_MONTHS, 12);
	know(ADVISE_CHANGES, 1.0 / 12);
	know(TRAIT_CITATIONS, 0);
	know(TRAIT_REPETITIVE, 0);
	know(TRAIT_BASELINE_WRONG, 0);
	know(TRAIT_PROBLEM, PROBLEM_KNOWLEDGE);
	know(ADVISE_CORPUS, 500e3);
	EXPECT("C2b", ANSWER_FT);
	EXPECT("C2a", ANSWER_LONGCTX);
	EXPECT("C5b", ANSWER_RAG);
	EXPECT("C5c", ANSWER_RAG);
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("limits");

	tcase_add_test(tcase, volumes_a_month);
	tcase_add_test(tcase, volumes_of_the_matrix);
	tcase_add_test(tcase, volumes_a_day);
	tcase_add_test(tcase, changes_monthly);
	tcase_add_test(tcase, changes_weekly);
	tcase_add_test(tcase, sizes_of_the_corpus);
	tcase_add_test(tcase, latencies);
	tcase_add_test(tcase, labels);
	tcase_add_test(tcase, solved_by_prompting);
	tcase_add_test(tcase, stable_for_months);
	tcase_add_test(tcase, size_of_an_audit);
	tcase_add_test(tcase, time_and_budget);
	tcase_add_test(tcase, between_monthly_and_weekly);
	tcase_add_test(tcase, two_million_stable_documents);
	tcase_add_test(tcase, sixty_million_weekly);
	tcase_add_test(tcase, million_tokens_monthly);
	tcase_add_test(tcase, second_and_a_half_documents);
	tcase_add_test(tcase, routing_of_tickets);
	tcase_add_test(tcase, structure_and_daily_change);
	tcase_add_test(tcase, annual_handbook);
	return suite_run("limits", tcase);
}
