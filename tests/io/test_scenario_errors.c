// SPDX-License-Identifier: MIT
/* What is wrong with a scenario file is said, and where. */
#include <stdio.h>
#include <string.h>

#include "base/suite.h"
#include "io/scenario_rig.h"
#include "io/scenario_same.h"

/* clang-format off */
static const struct {
	const char *more; /* on line 1 from column 24 */
	int column;
	const char *message;
} errors[] = {
	{ "\"seeds\":1", 24, "unknown key, did you mean \"seed\": \"seeds\"" },
	{ "\"utterly\":1", 24, "unknown key: \"utterly\"" },
	{ "\"price_book\":\"s44\"", 37, "not a price book, s0, s1, s2, s3, s4, current are: \"s44\"" },
	{ "\"price_book\":4", 37, "not a string: \"price_book\"" },
	{ "\"price_book\":\"s4\",\"sources\":{\"ft.run_usd\":{\"kind\":\"assumed\",\"book\":\"s3\"}}",
	  91, "not the scenario's price book: \"book\"" },
	{ "\"sources\":{\"ft.run_usd\":{\"kind\":\"assumed\",\"book\":\"\"}}", 73,
	  "not the scenario's price book: \"book\"" },
	{ "\"tour\":[]", 31, "empty: \"tour\"" },
	{ "\"tour\":{}", 31, "not an array: \"tour\"" },
	{ "\"tour\":[1]", 32, "not an object: \"element\"" },
	{ "\"tour\":[{\"vew\":\"cost\"}]", 33, "unknown key, did you mean \"view\": \"vew\"" },
	{ "\"tour\":[{\"view\":\"heat\"}]", 40,
	  "not one of main, cost, scoreboard, latency, freshness, knobs, map, sensitivity, advisor, flow, log: \"heat\"" },
	{ "\"tour\":[{\"view\":\"cost\",\"form\":\"heat\"}]", 54,
	  "not one of volume, time, ledger, stack: \"heat\"" },
	{ "\"tour\":[{\"view\":\"knobs\",\"figure\":\"x\"}]", 57,
	  "this view has none to choose from: \"figure\"" },
	{ "\"tour\":[{\"view\":\"log\",\"detail\":true}]", 55, "this view has no extra layer: \"detail\"" },
	{ "\"tour\":[{\"say\":\"{rag.cost.monthly}\"}]", 39,
	  "no such figure: \"rag.cost.monthly\"" },
	{ "\"tour\":[{\"say\":\"{longctx.cost.total_usd}\"}]", 39,
	  "a figure of who is not among the architectures: \"longctx\"" },
	{ "\"tour\":[{\"ask\":\"a\",\"answer\":\"rag.queries - prompt.queries\"}]", 52,
	  "a figure of who is not among the architectures: \"prompt\"" },
	{ "\"tour\":[{\"big\":[{\"figure\":\"crossing.rag.prompt\"}]}]", 50,
	  "a figure of who is not among the architectures: \"prompt\"" },
	{ "\"tour\":[{\"focus\":\"prompt\"}]", 41, "not among the architectures: \"prompt\"" },
	{ "\"tour\":[{\"say\":\"a\\nb\"}]", 39, "a line break or tab, which is not shown: \"say\"" },
	{ "\"tour\":[{\"say\":\"a } b\"}]", 39, "a brace without its other: \"} b\"" },
	{ "\"tour\":[{\"notes\":\"{{rag.search_s}\"}]", 41,
	  "a brace without its other: \"{{rag.search_s}\"" },
	{ "\"tour\":[{\"say\":\"{rag.search_s * rag.search_s}\"}]", 39,
	  "not a figure, or two with + - / between: \"rag.search_s * rag.search_s\"" },
	{ "\"tour\":[{\"ask\":\"a\",\"answer\":\"verdict.best\"}]", 52, "a name, where a guess needs a number: \"answer\"" },
	{ "\"tour\":[{\"ask\":\"a\",\"answer\":\"serving.mode\"}]", 52, "a name, where a guess needs a number: \"answer\"" },
	{ "\"tour\":[{\"ask\":\"a\",\"answer\":\"rag.rerank\"}]", 52, "a name, where a guess needs a number: \"answer\"" },
	{ "\"tour\":[{\"answer\":\"rag.search_s\"}]", 42, "needs a question, \"ask\": \"answer\"" },
	{ "\"tour\":[{\"knob\":\"rag.serch_s\"}]", 40,
	  "unknown parameter, did you mean \"rag.search_s\": \"rag.serch_s\"" },
	{ "\"tour\":[{\"map\":[\"rag.search_s\"]}]", 39, "not two parameters: \"map\"" },
	{ "\"tour\":[{\"map\":[\"rag.search_s\",\"rag.search_s\"]}]", 55, "twice the same: \"map\"" },
	{ "\"tour\":[{\"at_days\":361}]", 43,
	  "out of range, 0 to 360 is legal: \"at_days\"" },
	{ "\"tour\":[{\"set\":{\"rag.search_s\":-1}}]", 55,
	  "out of range, 0 to 600 is legal: \"rag.search_s\"" },
	{ "\"tour\":[{\"timeline\":[{\"at_days\":1}]}]", 45,
	  "none of \"set\", \"change\", \"incident\", \"switch\", \"note\": \"timeline\"" },
	{ "\"tour\":[{\"big\":[{}]}]", 40, "missing key: \"figure\"" },
	{ "\"tour\":[{\"big\":[{\"figure\":\"rag.cost.total_usd\"},{\"figure\":\"rag.cost.total_usd\"},{\"figure\":\"rag.cost.total_usd\"},{\"figure\":\"rag.cost.total_usd\"}]}]",
	  136, "more than 3: \"big\"" },
	{ "\"tour\":[{\"price_book\":\"s9\"}]", 46,
	  "not a price book, s0, s1, s2, s3, s4, current are: \"s9\"" },
	{ "\"params\":{\"trafic\":{}}", 34, "unknown key, did you mean \"traffic\": \"trafic\"" },
	{ "\"params\":{\"longctxt\":{}}", 34,
	  "unknown key, did you mean \"longctx\": \"longctxt\"" },
	{ "\"params\":{\"traffic\":{\"trace\":\"a.csv\"}}", 53,
	  "a trace stands beside a scenario's file, and this one has none" },
	{ "\"params\":{\"rag\":{\"mode\":\"app\"}}", 48, "not one of api, self: \"app\"" },
	{ "\"params\":{\"traffic\":{\"volume_qmp\":1}}", 45,
	  "unknown key, did you mean \"traffic.volume_qpm\": \"traffic.volume_qmp\"" },
	{ "\"params\":{\"traffic\":{\"search_s\":1}}", 45,
	  "unknown key, did you mean \"rag.search_s\": \"traffic.search_s\"" },
	{ "\"params\":1", 33, "not an object: \"params\"" },
	{ "\"params\":{\"rag\":[]}", 40, "not an object: \"rag\"" },
	{ "\"params\":{\"traffic\":{\"diurnal_frac\":1.5}}", 60,
	  "out of range, 0 to 1 is legal: \"traffic.diurnal_frac\"" },
	{ "\"params\":{\"rag\":{\"index_lag_s\":-1}}", 55,
	  "out of range, 0 to 31104000 is legal: \"rag.index_lag_s\"" },
	{ "\"params\":{\"traffic\":{\"volume_qpm\":\"60k\"}}", 58,
	  "not a number: \"traffic.volume_qpm\"" },
	{ "\"params\":{\"traffic\":{\"volume_qpm\":true}}", 58, "not a number: \"traffic.volume_qpm\"" },
	{ "\"params\":{\"traffic\":{\"volume_qpm\":null}}", 45, "null only where a trace is replayed: \"traffic.volume_qpm\"" },
	{ "\"params\":{\"rag\":{\"search_servers\":2.5}}", 58, "not a whole number: \"rag.search_servers\"" },
	{ "\"params\":{\"rag\":{\"search_dist\":\"normal\"}}", 55,
	  "not one of lognormal, exponential, deterministic, gamma: \"normal\"" },
	{ "\"params\":{\"rag\":{\"search_dist\":1}}", 55, "not a string: \"rag.search_dist\"" },
	{ "\"params\":{\"ft\":{\"retrain_policy\":\"sometimes\"}}", 57,
	  "not one of never, calendar, updates, staleness, cost_aware, manual: "
	  "\"sometimes\"" },
	{ "\"params\":{\"hybrid\":{\"raft\":1}}", 51, "not true or false: \"hybrid.raft\"" },
	{ "\"seed\":-1", 31,
	  "not a whole number from 0 to 2^53, or up to 2^64 - 1 as a string of digits: \"seed\"" },
	{ "\"seed\":1.5", 31,
	  "not a whole number from 0 to 2^53, or up to 2^64 - 1 as a string of digits: \"seed\"" },
	{ "\"seed\":\"18446744073709551616\"", 31,
	  "not a whole number from 0 to 2^53, or up to 2^64 - 1 as a string of digits: \"seed\"" },
	{ "\"seed\":\"0x1\"", 31,
	  "not a whole number from 0 to 2^53, or up to 2^64 - 1 as a string of digits: \"seed\"" },
	{ "\"horizon_days\":0", 39, "out of range, above 0 to 3600 is legal: \"horizon_days\"" },
	{ "\"horizon_days\":3601", 39, "out of range, 0 to 3600 is legal: \"horizon_days\"" },
	{ "\"horizon_days\":null", 39, "not a number: \"horizon_days\"" },
	{ "\"architectures\":[]", 40, "empty: \"architectures\"" },
	{ "\"architectures\":\"rag\"", 40, "not an array: \"architectures\"" },
	{ "\"architectures\":[1]", 41, "not a string: \"element\"" },
	{ "\"architectures\":[\"rag\",\"rag\"]", 47, "given twice: \"rag\"" },
	{ "\"architectures\":[\"RAG\"]", 41,
	  "not one of rag, ft, hybrid, longctx, prompt, routed: \"RAG\"" },
	{ "\"fidelity\":6", 35, "not a whole number from 0 to 5 or \"exact\": \"fidelity\"" },
	{ "\"fidelity\":-1", 35, "not a whole number from 0 to 5 or \"exact\": \"fidelity\"" },
	{ "\"fidelity\":\"full\"", 35, "not a whole number from 0 to 5 or \"exact\": \"fidelity\"" },
	{ "\"summary\":1", 34, "not a string: \"summary\"" },
	{ "\"article\":[]", 34, "not an object: \"article\"" },
	{ "\"article\":{}", 34, "missing key: \"id\"" },
	{ "\"article\":{\"id\":\"\"}", 40, "empty: \"id\"" },
	{ "\"article\":{\"id\":4}", 40, "not a string: \"id\"" },
	{ "\"article\":{\"id\":\"D0123456789abcdef\"}", 40, "longer than 15 bytes: \"id\"" },
	{ "\"article\":{\"id\":\"D1\",\"say\":\"x\"}", 45, "unknown key, did you mean \"says\": \"say\"" },
	{ "\"article\":{\"id\":\"D1\",\"shows\":[]}", 53, "not a string: \"shows\"" },
	{ "\"article\":{\"id\":\"D1\",\"source\":4}", 54, "not a string: \"source\"" },
	{ "\"article\":{\"id\":\"D1\",\"recommends\":\"rag\"}", 58, "not an array: \"recommends\"" },
	{ "\"article\":{\"id\":\"D1\",\"recommends\":[\"rag\",\"tuned\"]}", 65,
	  "not one of rag, ft, hybrid, longctx, prompt, routed: \"tuned\"" },
	{ "\"article\":{\"id\":\"D1\",\"recommends\":[\"rag\",\"rag\"]}", 65, "given twice: \"rag\"" },
	{ "\"article\":{\"id\":\"D1\",\"recommends\":[\"rag\",\"ft\",\"hybrid\",\"longctx\",\"prompt\",\"routed\",\"ft\"]}", 107,
	  "given twice: \"ft\"" },
	{ "\"engine\":1", 33, "not a string: \"engine\"" },
	{ "\"timeline\":{}", 35, "not an array: \"timeline\"" },
	{ "\"timeline\":[1]", 36, "not an object: \"element\"" },
	{ "\"timeline\":[{}]", 36, "missing key: \"at_days\"" },
	{ "\"timeline\":[{\"at_days\":1}]", 36, "none of \"set\", \"change\", \"incident\", \"switch\", \"note\": \"timeline\"" },
	{ "\"timeline\":[{\"at_days\":-1,\"note\":\"x\"}]", 47,
	  "out of range, 0 to 360 is legal: \"at_days\"" },
	{ "\"timeline\":[{\"at_days\":361,\"note\":\"x\"}]", 47,
	  "out of range, 0 to 360 is legal: \"at_days\"" },
	{ "\"timeline\":[{\"at_days\":1,\"incident\":\"note\"}]", 60, "missing key: \"note\"" },
	{ "\"timeline\":[{\"at_days\":1,\"incident\":\"price_chang\"}]", 60,
	  "no such incident, did you mean \"price_change\": \"price_chang\"" },
	{ "\"timeline\":[{\"at_days\":1,\"incident\":\"price_change\"}]", 36, "missing key: \"set\"" },
	{ "\"timeline\":[{\"at_days\":1,\"incident\":7}]", 60, "not a string: \"incident\"" },
	{ "\"timeline\":[{\"at_days\":1,\"for_hours\":0}]", 61, "not above 0: \"for_hours\"" },
	{ "\"timeline\":[{\"at_days\":1,\"note\":\"x\",\"for_hours\":1}]", 36,
	  "has no place here: \"for_hours\"" },
	{ "\"timeline\":[{\"at_days\":1,\"note\":\"x\",\"over_days\":1}]", 36,
	  "has no place here: \"over_days\"" },
	{ "\"timeline\":[{\"at_days\":1,\"over_days\":0,\"set\":{\"rag.search_s\":1}}]", 61,
	  "not above 0: \"over_days\"" },
	{ "\"timeline\":[{\"at_days\":1,\"over_days\":5,\"set\":{\"hybrid.raft\":false}}]", 70,
	  "cannot change gradually, only from a number to a number: \"hybrid.raft\"" },
	{ "\"timeline\":[{\"at_days\":1,\"over_days\":5,\"set\":{\"ft.answer_tok\":9}}]", 70,
	  "cannot change gradually, only from a number to a number: \"ft.answer_tok\"" },
	{ "\"timeline\":[{\"at_days\":1,\"note\":\"x\",\"migration_usd\":1}]", 36,
	  "has no place here: \"migration_usd\"" },
	{ "\"timeline\":[{\"at_days\":0,\"switch\":{\"from\":\"rag\",\"to\":\"ft\"}}]", 58,
	  "not at the start, where it is another architecture: \"switch\"" },
	{ "\"timeline\":[{\"at_days\":1,\"switch\":{\"from\":\"rag\"}}]", 58,
	  "missing key: \"to\"" },
	{ "\"timeline\":[{\"at_days\":1,\"switch\":{\"from\":\"rag\",\"to\":\"rag\"}}]", 77,
	  "is that already: \"rag\"" },
	{ "\"timeline\":[{\"at_days\":1,\"switch\":{\"from\":\"prompt\",\"to\":\"rag\"}}]", 66,
	  "not among the architectures: \"prompt\"" },
	{ "\"timeline\":[{\"at_days\":1,\"switch\":{\"from\":\"rag\",\"to\":\"ft\"}},"
	  "{\"at_days\":2,\"switch\":{\"from\":\"rag\",\"to\":\"hybrid\"}}]", 114,
	  "switches once, and has already: \"rag\"" },
	{ "\"timeline\":[{\"at_days\":1,\"set\":{}}]", 55, "empty: \"set\"" },
	{ "\"timeline\":[{\"at_days\":1,\"set\":{\"rag.serch_s\":1}}]", 56,
	  "unknown key, did you mean \"rag.search_s\": \"rag.serch_s\"" },
	{ "\"timeline\":[{\"at_days\":1,\"set\":{\"knowledge.facts\":1}}]", 56,
	  "cannot change during a run: \"knowledge.facts\"" },
	{ "\"timeline\":[{\"at_days\":1,\"set\":{\"rag.search_s\":601}}]", 71,
	  "out of range, 0 to 600 is legal: \"rag.search_s\"" },
	{ "\"timeline\":[{\"at_days\":1,\"change\":{\"facts\":1}}]", 58, "missing key: \"query_share\"" },
	{ "\"timeline\":[{\"at_days\":1,\"change\":{\"facts\":0,\"query_share\":0}}]", 67,
	  "out of range, 1 to 1000000 is legal: \"facts\"" },
	{ "\"timeline\":[{\"at_days\":1,\"change\":{\"facts\":1.5,\"query_share\":0}}]", 67,
	  "not a whole number: \"facts\"" },
	{ "\"timeline\":[{\"at_days\":1,\"change\":{\"facts\":1,\"query_share\":2}}]", 83,
	  "out of range, 0 to 1 is legal: \"query_share\"" },
	{ "\"timeline\":[{\"at_days\":1,\"change\":{\"facts\":1,\"query_share\":0.6}},"
	  "{\"at_days\":1,\"change\":{\"facts\":1,\"query_share\":0.6}}]", 111,
	  "more than 1 in all: \"query_share\"" },
	{ "\"timeline\":[{\"at_days\":1,\"change\":{\"facts\":600000,\"query_share\":0}},"
	  "{\"at_days\":1,\"change\":{\"facts\":600000,\"query_share\":0}}]", 114,
	  "more than 1000000 facts in all: \"facts\"" },
	{ "\"targets\":{\"ttft_p99_s\":1}", 35, "unknown key, did you mean \"ttft_p95_s\": \"ttft_p99_s\"" },
	{ "\"targets\":{\"ttft_p95_s\":null}", 48, "not a number: \"ttft_p95_s\"" },
	{ "\"targets\":{\"stale_answer_frac\":2}", 55,
	  "out of range, 0 to 1 is legal: \"stale_answer_frac\"" },
	{ "\"sources\":{\"rag.search\":{}}", 35,
	  "unknown key, did you mean \"rag.search_s\": \"rag.search\"" },
	{ "\"sources\":1", 34, "not an object: \"sources\"" },
	{ "\"sources\":{\"rag.search_s\":1}", 50, "not an object: \"rag.search_s\"" },
	{ "\"sources\":{\"rag.search_s\":{\"note\":1}}", 58, "not a string: \"note\"" },
	{ "\"sources\":{\"rag.search_s\":{\"date\":1}}", 58, "not a string: \"date\"" },
	{ "\"sources\":{\"rag.search_s\":{\"kind\":\"assumed\",\"date\":\"2026-13/01\"}}", 75,
	  "not YYYY-MM-DD: \"date\"" },
	{ "\"targets\":[]", 34, "not an object: \"targets\"" },
	{ "\"expect\":[]", 33, "not an object: \"expect\"" },
	{ "\"expect\":{\"rag.queries\":1}", 48, "not an array: \"rag.queries\"" },
	{ "\"timeline\":[{\"at_days\":1,\"set\":1}]", 55, "not an object: \"set\"" },
	{ "\"timeline\":[{\"at_days\":1,\"change\":1}]", 58, "not an object: \"change\"" },
	{ "\"timeline\":[{\"at_days\":1,\"note\":1}]", 56, "not a string: \"note\"" },
	{ "\"sources\":{\"rag.search_s\":{}}", 50, "missing key: \"kind\"" },
	{ "\"sources\":{\"rag.search_s\":{\"kind\":\"guess\"}}", 58,
	  "not one of measured, published, assumed: \"kind\"" },
	{ "\"sources\":{\"rag.search_s\":{\"kind\":\"assumed\",\"date\":\"May\"}}", 75,
	  "not YYYY-MM-DD: \"date\"" },
	{ "\"sources\":{\"rag.search_s\":{\"kinds\":1}}", 51, "unknown key, did you mean \"kind\": \"kinds\"" },
	{ "\"expect\":{\"digest\":\"0123456789ABCDEF\"}", 43,
	  "not 16 hexadecimal digits in lower case: \"digest\"" },
	{ "\"expect\":{\"digest\":1}", 43, "not 16 hexadecimal digits in lower case: \"digest\"" },
	{ "\"expect\":{\"rag.cost.monthly\":[1,2]}", 34,
	  "unknown key, did you mean \"rag.cost.monthly_usd\": \"rag.cost.monthly\"" },
	{ "\"expect\":{\"rag.queries\":[1]}", 48, "not two numbers, low and high: \"rag.queries\"" },
	{ "\"expect\":{\"rag.queries\":[1,2,3]}", 48, "not two numbers, low and high: \"rag.queries\"" },
	{ "\"expect\":{\"rag.queries\":[2,1]}", 48, "low above high: \"rag.queries\"" },
	{ "\"expect\":{\"verdict.bests\":\"rag\"}", 34,
	  "unknown key, did you mean \"verdict.best\": \"verdict.bests\"" },
	{ "\"expect\":{\"verdict.best\":[1,2]}", 49, "not a string: \"verdict.best\"" },
	{ "\"expect\":{\"verdict.best\":\"RAG\"}", 49,
	  "not one of rag, ft, hybrid, longctx, prompt, routed: \"RAG\"" },
	{ "\"expect\":{\"verdict.cheapest\":\"nobody\"}", 53,
	  "not one of rag, ft, hybrid, longctx, prompt, routed: \"nobody\"" },
	{ "\"expect\":{\"verdict.cheapest\":\"prompt\"}", 53,
	  "is not among the architectures: \"prompt\"" },
	{ "\"expect\":{\"rag.queries\":[1,\"2\"]}", 51, "not a number: \"element\"" },
};
/* clang-format on */

/* The scenario that was there stays, and the error says where. */
START_TEST(says_what_is_wrong_and_where)
{
	struct scenario *before = xmalloc(sizeof(*before));

	*before = *scenario;
	ck_assert_msg(!parse_more(errors[_i].more), "%s", errors[_i].more);
	ck_assert_str_eq(error.message, errors[_i].message);
	ck_assert_str_eq(error.file, "test.json");
	ck_assert_int_eq(error.line, 1);
	ck_assert_msg(error.column == errors[_i].column, "%s: at column %d", errors[_i].more,
		      error.column);
	ck_assert(scenario_same(before, scenario));
	free(before);
}
END_TEST

static const struct {
	const char *text;
	int line, column;
	const char *message;
} documents[] = {
	{ "[]", 1, 1, "not an object: \"scenario\"" },
	{ " 1", 1, 2, "not an object: \"scenario\"" },
	{ "\n {}", 2, 2, "missing key: \"ragtop\"" },
	{ "{\"ragtop\": 1}", 1, 1, "missing key: \"name\"" },
	{ "{\"name\": \"n\"}", 1, 1, "missing key: \"ragtop\"" },
	{ "{\"ragtop\": 2, \"name\": \"n\"}", 1, 12,
	  "format 2 is newer than this version reads, up to 1: \"ragtop\"" },
	{ "{\"new\": {}, \"ragtop\": 7, \"name\": \"n\"}", 1, 23,
	  "format 7 is newer than this version reads, up to 1: \"ragtop\"" },
	{ "{\"ragtop\": 0.5, \"name\": \"n\"}", 1, 12, "there is no format 0.5: \"ragtop\"" },
	{ "{\"ragtop\": -1, \"name\": \"n\"}", 1, 12, "there is no format -1: \"ragtop\"" },
	/* What is added to an older file moves no place. */
	{ "{\"ragtop\": 1, \"name\": \"n\", \"engine\": \"0.0.1\", \"params\":{\"base\":{},\n"
	  "\"ft\":{\"upfront_usd\":1},\"knowledge\":{\"facts\":7}},\n \"expect\": {\"digest\": 1}}",
	  3, 23, "not 16 hexadecimal digits in lower case: \"digest\"" },
	{ "{\"ragtop\": \"1\", \"name\": \"n\"}", 1, 12, "not a number: \"ragtop\"" },
	{ "{\"ragtop\": 1, \"name\": \"\"}", 1, 23, "empty: \"name\"" },
	{ "{\"ragtop\": 1,\n\"name\": \"n\",\n\"seed\": 01}", 3, 9,
	  "number with a leading zero: \"0\"" },
	{ "{\"ragtop\": 1,\n\"name\": \"n\",\n\"name\": \"m\"}", 3, 1,
	  "key given twice: \"name\"" },
	{ "{\"ragtop\": 1, \"NAME\": \"n\"}", 1, 15, "unknown key: \"NAME\"" },
};

START_TEST(says_what_is_wrong_with_a_document)
{
	ck_assert(!parse(documents[_i].text));
	ck_assert_str_eq(error.message, documents[_i].message);
	ck_assert_int_eq(error.line, documents[_i].line);
	ck_assert_int_eq(error.column, documents[_i].column);
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("scenario_errors");

	tcase_add_checked_fixture(tcase, set_up, tear_down);
	tcase_add_loop_test(tcase, says_what_is_wrong_and_where, 0,
			    sizeof(errors) / sizeof(errors[0]));
	tcase_add_loop_test(tcase, says_what_is_wrong_with_a_document, 0,
			    sizeof(documents) / sizeof(documents[0]));
	return suite_run("scenario_errors", tcase);
}
