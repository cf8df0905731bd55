// SPDX-License-Identifier: MIT
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/rng.h"
#include "base/suite.h"
#include "base/xalloc.h"
#include "io/file.h"
#include "io/json_scan.h"
#include "io/scenario_io.h"
#include "io/scenario_same.h"

static struct scenario *written, *read_back;

static void set_up(void)
{
	written = xmalloc(sizeof(*written));
	read_back = xmalloc(sizeof(*read_back));
	scenario_init(written);
	scenario_init(read_back);
}

static void tear_down(void)
{
	free(written);
	free(read_back);
}

static char *to_text(const struct scenario *scenario)
{
	char *text;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	scenario_write(scenario, out);
	fclose(out);
	return text;
}

static void check_round_trip(void)
{
	char *text = to_text(written), *again;
	struct error error;

	ck_assert_msg(scenario_parse(text, strlen(text), "f", read_back, &error), "%d:%d: %s\n%s",
		      error.line, error.column, error.message, text);
	ck_assert(scenario_same(written, read_back));
	again = to_text(read_back);
	ck_assert_str_eq(text, again);
	free(text);
	free(again);
}

START_TEST(defaults_come_back)
{
	check_round_trip();
}
END_TEST

/* Any legal value of any parameter, also ones that take 17 digits. */
START_TEST(any_values_come_back)
{
	struct rng rng;

	rng_open(&rng, (uint64_t)_i, 0, 0, "test");
	for (unsigned int i = 0; i < PARAM_COUNT; i++) {
		const struct param_info *info = &param_table[i];
		double value = info->min +
			       (info->max - info->min) * rng_unit(&rng) * rng_unit(&rng);

		if (!param_legal((enum param_id)i, value))
			value = floor(value);
		if (param_nullable((enum param_id)i) && i != P_traffic_volume_qpm &&
		    rng_unit(&rng) < 0.3)
			value = PARAM_NULL;
		ck_assert(param_legal((enum param_id)i, value));
		params_set(&written->params, (enum param_id)i, value);
	}
	written->seed = rng_u64(&rng);
	written->horizon_days = 3600 * rng_unit(&rng);
	written->targets[_i % TARGET_COUNT] = rng_unit(&rng);
	check_round_trip();
}
END_TEST

static void add_timeline(void)
{
	struct timeline_entry *entry = written->timeline;

	entry[0] = (struct timeline_entry){ .at_days = 0, .kind = TIMELINE_NOTE };
	strcpy(entry[0].note, "start \xe2\x82\xac \"quoted\" \\");
	entry[1] = (struct timeline_entry){ .at_days = 0.1,
					    .kind = TIMELINE_SET,
					    .param = P_rag_search_dist,
					    .value = DIST_GAMMA };
	entry[2] = (struct timeline_entry){
		.at_days = 0.1, .kind = TIMELINE_SET, .param = P_ft_answer_tok, .value = PARAM_NULL
	};
	entry[3] = (struct timeline_entry){
		.at_days = 360, .kind = TIMELINE_CHANGE, .facts = 3, .query_share = 0.05
	};
	strcpy(entry[3].note, "change");
	entry[4] = (struct timeline_entry){
		.at_days = 360, .kind = TIMELINE_SET, .param = P_hybrid_raft, .value = 0
	};
	entry[4].incident = INCIDENT_PRICE_CHANGE;
	entry[5] = (struct timeline_entry){ .at_days = 360,
					    .kind = TIMELINE_SET,
					    .param = P_rag_search_s,
					    .value = 0.25,
					    .over_days = 12.5 };
	entry[6] = (struct timeline_entry){ .at_days = 360,
					    .kind = TIMELINE_SWITCH,
					    .from = ARCH_RAG,
					    .to = ARCH_ROUTED,
					    .migration_usd = 12345.675 };
	entry[7] = (struct timeline_entry){
		.at_days = 360, .kind = TIMELINE_SWITCH, .from = ARCH_HYBRID, .to = ARCH_RAG
	};
	written->timeline_count = 8;
}

START_TEST(all_else_comes_back)
{
	strcpy(written->name, "na\xc3\xafve/\xf0\x9f\x98\x80");
	strcpy(written->summary, "sum");
	written->article = (struct scenario_article){
		.id = "D30.1",
		.source = "S0:154",
		.recommend_count = 2,
		.recommends = { ARCH_PROMPT, ARCH_LONGCTX },
		.says = "says",
		.shows = "shows \xe2\x82\xac",
	};
	written->fidelity = FIDELITY_EXACT;
	written->arch_count = 2;
	written->archs[0] = ARCH_HYBRID;
	written->archs[1] = ARCH_RAG;
	add_timeline();
	written->notes[P_rag_search_s] = (struct param_note){ true, written->params.rag.search_s,
							      PROVENANCE_MEASURED, "2026-01-31",
							      "by us" };
	written->own[P_rag_search_s] = written->own[P_ft_run_usd] = true;
	written->notes[P_ft_run_usd] = (struct param_note){ true, written->params.ft.run_usd,
							    PROVENANCE_ASSUMED, "", "" };
	strcpy(written->expect_digest, "00ff00ff00ff00ff");
	strcpy(written->expect[0].figure, "hybrid.latency.e2e_s.p95");
	written->expect[0].lo = 0.1;
	written->expect[0].hi = 0.30000000000000004;
	strcpy(written->expect[1].figure, "rag.queries");
	written->expect_count = 2;
	written->expect_best = (struct expected_arch){ true, true, ARCH_RAG };
	written->expect_cheapest = (struct expected_arch){ true, false, ARCH_HYBRID };
	check_round_trip();
	written->expect_best = (struct expected_arch){ true, false, ARCH_HYBRID };
	written->expect_cheapest = (struct expected_arch){ 0 };
	check_round_trip();
}
END_TEST

/* Every incident is written in its form and read again. */
START_TEST(incidents_come_back)
{
	for (int i = INCIDENT_NONE + 1; i < INCIDENT_PRICE_CHANGE; i++) {
		struct incident_form form = incident_form((enum incident)i);

		written->timeline[written->timeline_count++] = (struct timeline_entry){
			.at_days = i,
			.kind = TIMELINE_INCIDENT,
			.incident = (enum incident)i,
			.for_hours = form.lasts ? 1.5 * i : 0,
			.times = form.counts ? 2.5 * i : 0,
		};
	}
	check_round_trip();
}
END_TEST

/* The largest file that we write must be one that we read. */
START_TEST(the_fullest_scenario_comes_back)
{
	memset(written->name, 'n', SCENARIO_NAME_SIZE - 1);
	memset(written->summary, 's', SCENARIO_SUMMARY_SIZE - 1);
	memset(written->article.id, 'i', SCENARIO_ID_SIZE - 1);
	memset(written->article.says, '\\', SCENARIO_SUMMARY_SIZE - 1);
	for (int i = 0; i < SCENARIO_TIMELINE_MAX; i++) {
		written->timeline[i] = (struct timeline_entry){ .at_days = i / 3.0,
								.kind = TIMELINE_SET,
								.param = P_rag_search_s,
								.value = i / 7.0 };
		memset(written->timeline[i].note, 'e', SCENARIO_NOTE_SIZE - 1);
	}
	written->timeline_count = SCENARIO_TIMELINE_MAX;
	for (unsigned int i = 0; i < PARAM_COUNT; i++) {
		written->own[i] = true;
		written->notes[i].present = true;
		written->notes[i].value = params_get(&written->params, (enum param_id)i);
		memset(written->notes[i].note, '"', SCENARIO_NOTE_SIZE - 1);
	}
	check_round_trip();
}
END_TEST

/* Everything in force is in the file, so that other defaults of a later version change nothing. */
START_TEST(every_parameter_is_written)
{
	char *text = to_text(written);

	for (unsigned int i = 0; i < PARAM_COUNT; i++) {
		char key[80];

		snprintf(key, sizeof(key), "\"%s\": ", param_table[i].name);
		ck_assert_msg(strstr(text, key) != NULL, "%s", key);
	}
	ck_assert(strstr(text, "\"engine\": \"") != NULL);
	ck_assert(strstr(text, "\"seed\": \"1\"") != NULL);
	free(text);
}
END_TEST

START_TEST(saves_to_a_file)
{
	char folder[] = "/tmp/ragtop-test-save-XXXXXX", path[64];
	struct error error;

	ck_assert(mkdtemp(folder) != NULL);
	snprintf(path, sizeof(path), "%s/s.json", folder);
	add_timeline();
	ck_assert(scenario_save(written, path, &error));
	ck_assert(scenario_load(path, read_back, &error));
	ck_assert(scenario_same(written, read_back));
	remove(path);
	ck_assert_int_eq(rmdir(folder), 0);
	ck_assert(!scenario_save(written, path, &error));
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("scenario_write");

	tcase_add_checked_fixture(tcase, set_up, tear_down);
	tcase_add_test(tcase, defaults_come_back);
	tcase_add_loop_test(tcase, any_values_come_back, 0, 200);
	tcase_add_test(tcase, all_else_comes_back);
	tcase_add_test(tcase, incidents_come_back);
	tcase_add_test(tcase, the_fullest_scenario_comes_back);
	tcase_add_test(tcase, every_parameter_is_written);
	tcase_add_test(tcase, saves_to_a_file);
	return suite_run("scenario_write", tcase);
}
