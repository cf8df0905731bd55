// SPDX-License-Identifier: MIT
#include "io/report.h"

#include <math.h>
#include <string.h>

#include <cjson/cJSON.h>

#include <ragtop/run.h>
#include "base/suite.h"
#include "base/text.h"
#include "base/xalloc.h"
#include "io/json_scan.h"

static struct scenario *scenario;
static struct result *result;

/* A result in which every figure has a value of its own. */
static void set_up(void)
{
	scenario = xmalloc(sizeof(*scenario));
	result = xcalloc(1, sizeof(*result));
	scenario_init(scenario);
	strcpy(scenario->name, "a \"name\"");
	scenario->targets[TARGET_TTFT_P95_S] = 0.5;
	strcpy(result->digest, "0123456789abcdef");
	result->seed = UINT64_MAX;
	result->fidelity = 2;
	result->queries_simulated = 90000;
	result->queries_represented = 720000;
	for (int arch = 0; arch < ARCH_COUNT; arch++) {
		for (int i = 0; i < figure_count; i++) {
			double value = 1000 * (arch + 1) + i;

			memcpy((char *)&result->arch[arch] + figure_table[i].offset, &value,
			       sizeof(value));
		}
		result->arch[arch].present = true;
		result->arch[arch].ci_monthly_usd = (struct interval){ 1, 2 };
		result->arch[arch].ci_e2e_p95_s = (struct interval){ (double)NAN, (double)NAN };
	}
	result->verdict.best = ARCH_HYBRID;
	result->verdict.missed[ARCH_RAG][TARGET_TTFT_P95_S] = true;
	result->verdict.meets[ARCH_FT] = result->verdict.meets[ARCH_HYBRID] = true;
	strcpy(result->verdict.why, "because");
}

static void tear_down(void)
{
	free(scenario);
	free(result);
}

enum form { JSON, CSV, TEXT, ASCII };

static char *report(enum form form)
{
	char *text;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	switch (form) {
	case JSON:
		report_json(out, scenario, result);
		break;
	case CSV:
		report_csv(out, scenario, result, TOPIC_ALL);
		break;
	case TEXT:
	case ASCII:
		report_text(out, scenario, result, form == TEXT);
		break;
	}
	fclose(out);
	return text;
}

/* Strict JSON, or other people's parsers choke on it. */
static cJSON *report_tree(void)
{
	char *text = report(JSON);
	struct json_index index;
	struct error error;
	cJSON *root;

	ck_assert_msg(json_scan(text, strlen(text), &index, &error), "%d:%d: %s", error.line,
		      error.column, error.message);
	json_index_release(&index);
	root = cJSON_Parse(text);
	ck_assert(root != NULL);
	free(text);
	return root;
}

/* "verdict.best"; keys with dots inside are not looked for here. */
static const cJSON *at(const cJSON *root, const char *path)
{
	char copy[128], *rest = copy, *key;

	snprintf(copy, sizeof(copy), "%s", path);
	while (root && (key = strtok_r(rest, ".", &rest)) != NULL)
		root = cJSON_GetObjectItemCaseSensitive(root, key);
	return root;
}

/* The names that others rely on, written out here once more: renaming one must fail. */
static const char *const contract[] = {
	"ragtop",
	"scenario",
	"seed",
	"digest",
	"fidelity.level",
	"fidelity.exact",
	"fidelity.queries_simulated",
	"fidelity.queries_represented",
	"horizon_days",
	"architectures.rag.queries",
	"architectures.ft.cost.total_usd",
	"architectures.rag.cost.upfront_usd",
	"architectures.rag.cost.monthly_usd",
	"architectures.rag.cost.per_1k_queries_usd",
	"architectures.rag.cost.per_1k_good_answers_usd",
	"architectures.rag.cost.ledger.base_prompt",
	"architectures.rag.cost.ledger.context",
	"architectures.rag.cost.ledger.output",
	"architectures.rag.cost.ledger.vector_reads",
	"architectures.rag.cost.ledger.vector_writes",
	"architectures.rag.cost.ledger.vector_storage",
	"architectures.rag.cost.ledger.vector_db",
	"architectures.rag.cost.ledger.embedding",
	"architectures.rag.cost.ledger.orchestration",
	"architectures.rag.cost.ledger.hosting",
	"architectures.rag.cost.ledger.engineering",
	"architectures.rag.cost.ledger.upfront",
	"architectures.rag.cost.ledger.retraining",
	"architectures.hybrid.latency.e2e_s.mean",
	"architectures.rag.latency.e2e_s.p50",
	"architectures.rag.latency.e2e_s.p90",
	"architectures.rag.latency.e2e_s.p95",
	"architectures.rag.latency.e2e_s.p99",
	"architectures.rag.latency.e2e_s.p999",
	"architectures.rag.latency.ttft_s.p95",
	"architectures.rag.latency.tpot_s.p95",
	"architectures.rag.latency.wait_s.search",
	"architectures.rag.latency.service_s.search",
	"architectures.rag.freshness.stale_answer_frac",
	"architectures.rag.freshness.visible_delay_s.p50",
	"architectures.rag.freshness.visible_delay_s.p95",
	"architectures.rag.freshness.age_mean_s",
	"architectures.rag.quality.correct_frac",
	"architectures.rag.quality.hallucinated_frac",
	"architectures.rag.quality.format_valid_frac",
	"architectures.rag.quality.good_frac",
	"architectures.rag.service.latency_met_frac",
	"architectures.rag.service.dropped",
	"architectures.rag.service.timed_out",
	"architectures.rag.service.retried",
	"architectures.rag.service.utilisation.search",
	"architectures.rag.service.in_system_mean.search",
	"architectures.rag.retrain.runs",
	"architectures.rag.retrain.failed",
	"architectures.rag.retrain.model_age_mean_s",
	"architectures.rag.ci95",
	"verdict.cheapest",
	"verdict.best",
	"verdict.why",
};

START_TEST(json_has_the_contract)
{
	cJSON *root = report_tree();

	ck_assert_msg(at(root, contract[_i]) != NULL, "%s", contract[_i]);
	cJSON_Delete(root);
}
END_TEST

START_TEST(json_has_every_figure_at_its_path)
{
	cJSON *root = report_tree();

	for (unsigned int arch = 0; arch < ARCH_DEFAULTS; arch++) {
		for (int i = 0; i < figure_count; i++) {
			char path[128];
			const cJSON *item;

			snprintf(path, sizeof(path), "architectures.%s.%s",
				 arch_key((enum arch)arch), figure_table[i].path);
			item = at(root, path);
			ck_assert_msg(cJSON_IsNumber(item), "%s", path);
			ck_assert_double_eq(item->valuedouble, 1000 * (arch + 1) + i);
		}
	}
	cJSON_Delete(root);
}
END_TEST

START_TEST(json_has_the_rest)
{
	cJSON *root = report_tree();
	const cJSON *ci95 = at(root, "architectures.rag.ci95");
	const cJSON *monthly = cJSON_GetObjectItemCaseSensitive(ci95, "cost.monthly_usd");
	const cJSON *e2e = cJSON_GetObjectItemCaseSensitive(ci95, "latency.e2e_s.p95");

	ck_assert_str_eq(at(root, "scenario")->valuestring, "a \"name\"");
	ck_assert_str_eq(at(root, "seed")->valuestring, "18446744073709551615");
	ck_assert_str_eq(at(root, "digest")->valuestring, "0123456789abcdef");
	ck_assert_double_eq(at(root, "fidelity.level")->valuedouble, 2);
	ck_assert(cJSON_IsFalse(at(root, "fidelity.exact")));
	ck_assert_str_eq(at(root, "verdict.best")->valuestring, "hybrid");
	ck_assert(cJSON_IsFalse(at(root, "verdict.meets.rag")));
	ck_assert(cJSON_IsTrue(at(root, "verdict.meets.ft")));
	ck_assert_str_eq(at(root, "verdict.missed.rag")->child->valuestring, "ttft_p95_s");
	ck_assert_ptr_null(at(root, "verdict.missed.ft")->child);
	ck_assert_double_eq(at(root, "targets.ttft_p95_s")->valuedouble, 0.5);
	ck_assert_double_eq(cJSON_GetArrayItem(monthly, 1)->valuedouble, 2);
	ck_assert(cJSON_IsNull(cJSON_GetArrayItem(e2e, 0)));
	cJSON_Delete(root);
}
END_TEST

START_TEST(json_has_no_infinities)
{
	cJSON *root;

	result->arch[ARCH_RAG].per_1k_good_usd = (double)INFINITY;
	result->arch[ARCH_RAG].model_age_mean_s = (double)NAN;
	result->fidelity = FIDELITY_EXACT;
	root = report_tree();
	ck_assert(cJSON_IsNull(at(root, "architectures.rag.cost.per_1k_good_answers_usd")));
	ck_assert(cJSON_IsNull(at(root, "architectures.rag.retrain.model_age_mean_s")));
	ck_assert_double_eq(at(root, "fidelity.level")->valuedouble, FIDELITY_LEVELS);
	cJSON_Delete(root);
}
END_TEST

/* Only what was asked for, in the order of the scenario. */
START_TEST(json_has_the_scenario_s_architectures)
{
	cJSON *root;

	scenario->arch_count = 2;
	scenario->archs[0] = ARCH_HYBRID;
	scenario->archs[1] = ARCH_RAG;
	root = report_tree();
	ck_assert_str_eq(at(root, "architectures")->child->string, "hybrid");
	ck_assert_ptr_null(at(root, "architectures.ft"));
	ck_assert_ptr_null(at(root, "verdict.meets.ft"));
	cJSON_Delete(root);
}
END_TEST

static int count(const char *text, char c)
{
	int n = 0;

	for (; *text != '\0'; text++)
		n += *text == c;
	return n;
}

START_TEST(csv_is_rectangular)
{
	char *text, *rest, *line;
	int lines = 0, commas;

	result->arch[ARCH_FT].series.ttft_p95_s[0] = (double)NAN;
	result->arch[ARCH_FT].series.oldest_missed_s[0] = (double)INFINITY;
	result->arch[ARCH_HYBRID].series.correct_frac[RESULT_BUCKETS - 1] = 0.25;
	text = rest = report(CSV);
	commas = count(strtok_r(rest, "\n", &rest), ',');
	while ((line = strtok_r(rest, "\n", &rest)) != NULL) {
		ck_assert_int_eq(count(line, ','), commas);
		if (lines == 1)
			ck_assert_str_eq(line, "ft,0,0,2,0,0,0,0,,0,0,0,0,0,0,inf,0,0,0,0");
		if (lines == 3 * RESULT_BUCKETS - 1)
			ck_assert_str_eq(line,
					 "hybrid,179,358,360,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0.25");
		lines++;
	}
	ck_assert_int_eq(lines, 3 * RESULT_BUCKETS);
	free(text);
}
END_TEST

/* It must fit a terminal and not steer it, however large the figures are. */
static void check_text(const char *text, bool ascii)
{
	char *copy = xstrdup(text), *rest = copy, *line;

	while ((line = strtok_r(rest, "\n", &rest)) != NULL) {
		ck_assert_msg(text_width(line) <= 100, "%d columns: %s", text_width(line), line);
		for (const char *c = line; *c != '\0'; c++)
			ck_assert_msg((unsigned char)*c >= 0x20 &&
					      (!ascii || (unsigned char)*c < 0x7f),
				      "byte 0x%02x: %s", (unsigned char)*c, line);
	}
	free(copy);
}

START_TEST(text_fits)
{
	char *text;

	for (int i = 0; i < LEDGER_COUNT; i++)
		result->arch[_i % ARCH_COUNT].ledger_usd[i] = 1e11;
	result->arch[0].ttft_s.p95 = (double)INFINITY;
	result->arch[1].ttft_s.p95 = (double)NAN;
	memset(scenario->summary, 's', 60);
	memset(scenario->summary + 61, 't', 90);
	scenario->summary[60] = ' ';
	strcpy(scenario->name, "na\xc3\xafve \xe4\xb8\xad");
	text = report(TEXT);
	check_text(text, false);
	ck_assert(strstr(text, "na\xc3\xafve \xe4\xb8\xad\n") != NULL);
	free(text);
	text = report(ASCII);
	check_text(text, true);
	ck_assert(strstr(text, "na?ve ?\n") != NULL);
	free(text);
}
END_TEST

static void check_line(const char *text, const char *line)
{
	if (!strstr(text, line)) {
		fputs(text, stderr); /* too long for a message of check */
		ck_abort_msg("no \"%s\" in the text above", line);
	}
}

static void all_answer(void)
{
	for (int arch = 0; arch < ARCH_COUNT; arch++)
		result->arch[arch].available_frac = 1;
}

START_TEST(text_says_the_verdict)
{
	char *text;

	all_answer();
	result->arch[ARCH_RAG].ttft_s.p95 = 0.8;
	result->arch[ARCH_FT].ttft_s.p95 = 0.4;
	result->arch[ARCH_HYBRID].ttft_s.p95 = 0.45;
	result->arch[ARCH_RAG].total_usd = 1234567.891;
	result->verdict.cheapest = ARCH_RAG;
	text = report(ASCII);
	check_line(text, "\nfirst token p95 <= 500 ms              800 ms !            400 ms *"
			 "            450 ms\n");
	check_line(text, "\ntotal                           $1,234,567.89           $2,001.00");
	check_line(text, "level 2: 90.0k queries simulated for 720k");
	check_line(text, "seed 18446744073709551615  digest 0123456789abcdef\n");
	free(text);
	result->verdict.none_meets = true;
	text = report(TEXT);
	check_line(text,
		   "\n! because; hybrid costs least for a good answer, RAG is the cheapest\n");
	check_line(text, "first token p95 \xe2\x89\xa4 500 ms ");
	free(text);
}
END_TEST

/* Who turns queries away is neither cheap nor quick. */
START_TEST(text_stars_only_who_answers)
{
	char *text;

	all_answer();
	result->arch[ARCH_RAG].ttft_s.p95 = 0.4;
	result->arch[ARCH_FT].ttft_s.p95 = 0.45;
	result->arch[ARCH_HYBRID].ttft_s.p95 = 0.5;
	result->arch[ARCH_RAG].available_frac = 0.89;
	result->arch[ARCH_FT].available_frac = 0.91;
	result->verdict.missed[ARCH_RAG][TARGET_TTFT_P95_S] = false;
	text = report(ASCII);
	check_line(text, "\nfirst token p95 <= 500 ms              400 ms              450 ms *"
			 "            500 ms\n");
	free(text);
	result->verdict.none_meets = true;
	result->verdict.best = ARCH_RAG;
	text = report(ASCII);
	check_line(text, "\n! because; RAG is the cheapest\n");
	free(text);
}
END_TEST

/* Zeros, waits and levels are told apart, so that a reader sees what took no time at all. */
START_TEST(text_shows_times_by_stage)
{
	struct arch_result *rag = &result->arch[ARCH_RAG];
	char *text;

	scenario->arch_count = 1;
	scenario->targets[TARGET_CORRECT_FRAC] = 0.9;
	rag->wait_s[STAGE_EMBED] = rag->service_s[STAGE_EMBED] = 0;
	rag->wait_s[STAGE_SEARCH] = 0;
	rag->service_s[STAGE_SEARCH] = 0.06;
	rag->wait_s[STAGE_RATE_LIMIT] = 2;
	rag->service_s[STAGE_RATE_LIMIT] = 0;
	rag->wait_s[STAGE_PROMPT] = 0.001;
	rag->service_s[STAGE_PROMPT] = 0.002;
	result->fidelity = FIDELITY_EXACT;
	text = report(ASCII);
	check_line(text, "\nembed                                       -\n");
	check_line(text, "\nsearch                                60.0 ms\n");
	check_line(text, "\nrate limit                             2.00 s\n");
	check_line(text, "\nprompt                      1.00 ms + 2.00 ms\n");
	check_line(text, "\nright answers >= 90 %");
	check_line(text, "\nexact: 90.0k queries");
	free(text);
	result->fidelity = 0;
	result->exact = true;
	text = report(ASCII);
	check_line(text, "\nlevel 0, exact: 90.0k queries");
	free(text);
}
END_TEST

START_TEST(text_counts_where_inputs_come_from)
{
	char *text;

	scenario->params.rag.search_s = 0.123;
	scenario->params.ft.run_usd = 1;
	scenario->notes[P_ft_run_usd].present = true;
	scenario->notes[P_ft_run_usd].value = 1;
	scenario->notes[P_ft_run_usd].kind = PROVENANCE_MEASURED;
	scenario->notes[P_ft_upfront_usd].present = true;
	scenario->notes[P_ft_upfront_usd].value = scenario->params.ft.upfront_usd;
	scenario->notes[P_ft_upfront_usd].kind = PROVENANCE_PUBLISHED;
	text = report(ASCII);
	check_line(text, "inputs: 3 of ");
	check_line(text, "by the scenario: 1 measured, 1 published, 0 assumed, 1 unsourced\n");
	free(text);
}
END_TEST

/* The sum that makes a ledger a ledger, with figures from a real run. */
START_TEST(ledgers_sum_to_their_totals)
{
	const struct run_options options = { 0 };
	struct error error;
	cJSON *root;

	scenario->horizon_days = 60;
	scenario->fidelity = 0;
	scenario->arch_count = ARCH_COUNT;
	for (int i = 0; i < ARCH_COUNT; i++)
		scenario->archs[i] = (enum arch)i;
	ck_assert(run(scenario, &options, result, &error));
	root = report_tree();
	for (unsigned int arch = 0; arch < ARCH_COUNT; arch++) {
		char path[64];
		double sum = 0, total;

		snprintf(path, sizeof(path), "architectures.%s.cost", arch_key((enum arch)arch));
		total = at(at(root, path), "total_usd")->valuedouble;
		for (const cJSON *item = at(at(root, path), "ledger")->child; item;
		     item = item->next)
			sum += item->valuedouble;
		ck_assert_double_gt(total, 0);
		ck_assert_double_eq_tol(sum, total, 1e-9);
	}
	cJSON_Delete(root);
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("report");

	tcase_add_checked_fixture(tcase, set_up, tear_down);
	tcase_add_loop_test(tcase, json_has_the_contract, 0,
			    sizeof(contract) / sizeof(contract[0]));
	tcase_add_test(tcase, json_has_every_figure_at_its_path);
	tcase_add_test(tcase, json_has_the_rest);
	tcase_add_test(tcase, json_has_no_infinities);
	tcase_add_test(tcase, json_has_the_scenario_s_architectures);
	tcase_add_test(tcase, csv_is_rectangular);
	tcase_add_loop_test(tcase, text_fits, 0, ARCH_COUNT);
	tcase_add_test(tcase, text_says_the_verdict);
	tcase_add_test(tcase, text_stars_only_who_answers);
	tcase_add_test(tcase, text_shows_times_by_stage);
	tcase_add_test(tcase, text_counts_where_inputs_come_from);
	tcase_add_test(tcase, ledgers_sum_to_their_totals);
	return suite_run("report", tcase);
}
