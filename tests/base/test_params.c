// SPDX-License-Identifier: MIT
#include <ragtop/params.h>

#include <math.h>
#include <string.h>

#include "base/suite.h"
#include "base/text.h"

/* Ids and members must be the same places, or a slider turns something else than its label says. */
START_TEST(ids_are_members)
{
	struct params params;

	params_init(&params);
	for (unsigned int i = 0; i < PARAM_COUNT; i++)
		params_set(&params, (enum param_id)i, i);
	ck_assert_double_eq(params.traffic.volume_qpm, P_traffic_volume_qpm);
	ck_assert_double_eq(params.knowledge.zipf_s, P_knowledge_zipf_s);
	ck_assert_double_eq(params.rag.search_s, P_rag_search_s);
	ck_assert_double_eq(params.money.wrong_answer_usd, PARAM_COUNT - 1);
	params.ft.run_usd = 7;
	ck_assert_double_eq(params_get(&params, P_ft_run_usd), 7);
}
END_TEST

/* A row that is wrong in itself would be refused when its own default is saved and read. */
START_TEST(rows_are_sound)
{
	const struct param_info *info = &param_table[_i];
	enum param_id id = (enum param_id)_i;
	char name[64];

	param_full_name(id, name, sizeof(name));
	ck_assert_msg(param_legal(id, info->def), "default of %s", name);
	ck_assert_msg(info->min < info->max, "range of %s", name);
	ck_assert_msg(info->slider_lo < info->slider_hi, "slider of %s", name);
	ck_assert_msg(info->slider_lo >= info->min && info->slider_hi <= info->max,
		      "slider of %s leaves the legal range", name);
	ck_assert_msg(info->scale != SCALE_LOG || info->slider_lo > 0, "log slider of %s", name);
	ck_assert_msg((info->kind == PARAM_CHOICE) == (info->choices != NULL), "%s", name);
	ck_assert_msg(text_width(info->label) <= 17, "label of %s is wider than a knob", name);
	ck_assert_msg(info->help && info->affects && info->source, "%s lacks a text", name);
	if (info->kind == PARAM_CHOICE) {
		int count = 0;

		while (info->choices[count])
			count++;
		ck_assert_msg(info->max == count - 1, "range of choice %s", name);
	}
}
END_TEST

START_TEST(found_by_name)
{
	enum param_id id;
	char name[64], near[64];

	for (unsigned int i = 0; i < PARAM_COUNT; i++) {
		param_full_name((enum param_id)i, name, sizeof(name));
		ck_assert(param_find(name, &id, near, sizeof(near)));
		ck_assert_uint_eq(id, i);
	}
	ck_assert_str_eq(name, "money.wrong_answer_usd");
}
END_TEST

/* What people get wrong: letters, the group, no group. Nonsense gets no suggestion. */
START_TEST(suggests_names)
{
	static const struct {
		const char *wrong, *near;
	} rows[] = {
		{ "traffic.volume_qmp", "traffic.volume_qpm" },
		{ "traffic.volume", "traffic.volume_qpm" },
		{ "volume_qpm", "traffic.volume_qpm" },
		{ "rag.volume_qpm", "traffic.volume_qpm" },
		{ "rag.serch_s", "rag.search_s" },
		{ "knowlege.facts", "knowledge.facts" },
		{ "", "" },
		{ "utterly.unlike_anything", "" },
	};
	enum param_id id = P_rag_search_s;
	char near[64];

	ck_assert(!param_find(rows[_i].wrong, &id, near, sizeof(near)));
	ck_assert_str_eq(near, rows[_i].near);
	ck_assert_int_eq(id, P_rag_search_s);
}
END_TEST

START_TEST(knows_what_is_legal)
{
	ck_assert(param_legal(P_traffic_diurnal_frac, 0));
	ck_assert(param_legal(P_traffic_diurnal_frac, 1));
	ck_assert(!param_legal(P_traffic_diurnal_frac, -1e-12));
	ck_assert(!param_legal(P_traffic_diurnal_frac, 1.0000001));
	ck_assert(!param_legal(P_traffic_diurnal_frac, (double)NAN));
	ck_assert(!param_legal(P_traffic_volume_qpm, (double)INFINITY));
	ck_assert(param_legal(P_ft_answer_tok, PARAM_NULL));
	ck_assert(!param_legal(P_rag_search_servers, 2.5));
	ck_assert(!param_legal(P_rag_search_servers, 0));
	ck_assert(!param_legal(P_hybrid_raft, 0.5));
	ck_assert(!param_legal(P_rag_search_dist, 4));
}
END_TEST

/* The knob must reach its ends exactly, move one way, and come back to where it was. */
START_TEST(positions_and_values_agree)
{
	const struct param_info *info = &param_table[_i];
	enum param_id id = (enum param_id)_i;
	double last = -(double)INFINITY;

	ck_assert_double_eq(param_from_position(id, 0), info->slider_lo);
	ck_assert_double_eq(param_from_position(id, 1), info->slider_hi);
	ck_assert_double_eq(param_from_position(id, -3), info->slider_lo);
	ck_assert_double_eq(param_from_position(id, 3), info->slider_hi);
	ck_assert_double_eq(param_to_position(id, info->slider_lo), 0);
	ck_assert_double_eq_tol(param_to_position(id, info->slider_hi), 1, 1e-15);
	ck_assert_double_eq(param_to_position(id, info->slider_lo - 1e300), 0);
	ck_assert_double_eq(param_to_position(id, (double)NAN), 0);
	for (int i = 0; i <= 1000; i++) {
		double value = param_from_position(id, i / 1000.0);
		double back = param_from_position(id, param_to_position(id, value));

		ck_assert(param_legal(id, value));
		ck_assert_double_ge(value, last);
		ck_assert_double_eq_tol(back, value, 1e-12 * (fabs(value) + 1e-3));
		last = value;
	}
}
END_TEST

START_TEST(choices_are_in_the_order_of_their_enums)
{
	ck_assert_str_eq(param_table[P_rag_search_dist].choices[DIST_LOGNORMAL], "lognormal");
	ck_assert_str_eq(param_table[P_rag_search_dist].choices[DIST_EXPONENTIAL], "exponential");
	ck_assert_str_eq(param_table[P_rag_search_dist].choices[DIST_DETERMINISTIC],
			 "deterministic");
	ck_assert_str_eq(param_table[P_rag_search_dist].choices[DIST_GAMMA], "gamma");
	ck_assert_str_eq(param_table[P_ft_retrain_policy].choices[RETRAIN_NEVER], "never");
	ck_assert_str_eq(param_table[P_ft_retrain_policy].choices[RETRAIN_CALENDAR], "calendar");
	ck_assert_str_eq(param_table[P_ft_retrain_policy].choices[RETRAIN_UPDATES], "updates");
	ck_assert_str_eq(param_group_name(GROUP_ft), "ft");
	ck_assert_str_eq(param_group_title(GROUP_ft), "Fine-tuning");
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("params");

	tcase_add_test(tcase, ids_are_members);
	tcase_add_loop_test(tcase, rows_are_sound, 0, PARAM_COUNT);
	tcase_add_test(tcase, found_by_name);
	tcase_add_loop_test(tcase, suggests_names, 0, 8);
	tcase_add_test(tcase, knows_what_is_legal);
	tcase_add_loop_test(tcase, positions_and_values_agree, 0, PARAM_COUNT);
	tcase_add_test(tcase, choices_are_in_the_order_of_their_enums);
	return suite_run("params", tcase);
}
