// SPDX-License-Identifier: MIT
/* The traits of a scenario: what is read, what is refused, and that nothing is lost on the way. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/suite.h"
#include "base/xalloc.h"
#include "io/scenario_io.h"
#include "io/scenario_same.h"

static struct scenario *scenario;

static void setup(void)
{
	scenario = xmalloc(sizeof(*scenario));
	scenario_init(scenario);
}

static void teardown(void)
{
	free(scenario);
}

static bool parse(const char *traits, struct error *error)
{
	char text[1024];

	snprintf(text, sizeof(text), "{\"ragtop\":1,\"name\":\"n\",\"traits\":%s}", traits);
	return scenario_parse(text, strlen(text), "f", scenario, error);
}

static void check_refused(const char *traits, const char *message)
{
	struct error error;

	ck_assert_msg(!parse(traits, &error), "%s", traits);
	ck_assert_str_eq(error.message, message);
	ck_assert_str_eq(error.file, "f");
	ck_assert_int_eq(error.line, 1);
}

START_TEST(traits_are_read)
{
	struct error error;

	ck_assert_msg(parse("{\"labels\":1200.5,\"problem\":\"both\",\"personal_data\":false,"
			    "\"team_ml\":true,\"audit_samples\":50}",
			    &error),
		      "%s", error.message);
	ck_assert_double_eq(scenario->traits[TRAIT_LABELS], 1200.5);
	ck_assert_double_eq(scenario->traits[TRAIT_PROBLEM], PROBLEM_BOTH);
	ck_assert_double_eq(scenario->traits[TRAIT_PERSONAL_DATA], 0);
	ck_assert_double_eq(scenario->traits[TRAIT_TEAM_ML], 1);
	ck_assert_double_eq(scenario->traits[TRAIT_AUDIT_SAMPLES], 50);
	ck_assert(isnan(scenario->traits[TRAIT_CITATIONS]));
}
END_TEST

START_TEST(what_means_nothing_is_refused)
{
	check_refused("{\"labls\":3}", "unknown key, did you mean \"labels\": \"labls\"");
	check_refused("{\"zzzzzzzzzzzz\":3}", "unknown key: \"zzzzzzzzzzzz\"");
	check_refused("{\"labels\":-1}", "out of range, 0 to 1000000000 is legal: \"labels\"");
	check_refused("{\"labels\":\"many\"}", "not a number: \"labels\"");
	check_refused("{\"audit_samples\":49.5}", "not a whole number: \"audit_samples\"");
	check_refused("{\"personal_data\":1}", "not true or false: \"personal_data\"");
	check_refused("{\"problem\":\"facts\"}",
		      "not one of knowledge, behaviour, both, reasoning, random: \"facts\"");
	check_refused("{\"problem\":1}", "not a string: \"problem\"");
	check_refused("{\"team_ml\":null}", "not true or false: \"team_ml\"");
	check_refused("[]", "not an object: \"traits\"");
}
END_TEST

/* Every trait, at both ends of its range or with every name, is written and read again. */
START_TEST(every_trait_makes_the_round_trip)
{
	struct scenario *again = xmalloc(sizeof(*again));

	for (double share = 0; share <= 1; share += 0.5) {
		char *text = NULL;
		size_t size = 0;
		FILE *out = open_memstream(&text, &size);
		struct error error;

		for (unsigned int i = 0; i < TRAIT_COUNT; i++) {
			const struct trait_info *info = &trait_table[i];
			double max = info->max;

			if (info->kind == TRAIT_CHOICE)
				for (max = 0; info->choices[(int)max + 1]; max++)
					;
			scenario->traits[i] = floor(share * max);
			ck_assert(trait_legal((enum trait)i, scenario->traits[i]));
		}
		scenario_write(scenario, out);
		fclose(out);
		ck_assert_msg(scenario_parse(text, size, "f", again, &error), "%s", error.message);
		ck_assert(scenario_same(scenario, again));
		again->traits[TRAIT_LABELS] = PARAM_NULL;
		ck_assert(!scenario_same(scenario, again));
		free(text);
	}
	free(again);
}
END_TEST

START_TEST(nothing_said_nothing_written)
{
	char *text = NULL;
	size_t size = 0;
	FILE *out = open_memstream(&text, &size);

	scenario_write(scenario, out);
	fclose(out);
	ck_assert_ptr_null(strstr(text, "traits"));
	free(text);
}
END_TEST

START_TEST(traits_are_set_by_name)
{
	struct error error;

	ck_assert(scenario_set(scenario, "traits.labels", "1,200", &error));
	ck_assert_double_eq(scenario->traits[TRAIT_LABELS], 1200);
	ck_assert(scenario_set_trait(scenario, "personal_data", "yes", &error));
	ck_assert_double_eq(scenario->traits[TRAIT_PERSONAL_DATA], 1);
	ck_assert(scenario_set_trait(scenario, "personal_data", "false", &error));
	ck_assert_double_eq(scenario->traits[TRAIT_PERSONAL_DATA], 0);
	ck_assert(scenario_set_trait(scenario, "prompting_frac", "80 %", &error));
	ck_assert_double_eq(scenario->traits[TRAIT_PROMPTING_FRAC], 0.8);
	ck_assert(scenario_set_trait(scenario, "in_use", "rag", &error));
	ck_assert_double_eq(scenario->traits[TRAIT_IN_USE], IN_USE_RAG);
	ck_assert(scenario_set_trait(scenario, "labels", "unknown", &error));
	ck_assert(isnan(scenario->traits[TRAIT_LABELS]));
	ck_assert(!scenario_set_trait(scenario, "personal_data", "maybe", &error));
	ck_assert_str_eq(error.message, "not true or false: \"personal_data\"");
	ck_assert(!scenario_set_trait(scenario, "labls", "3", &error));
	ck_assert_str_eq(error.message, "unknown trait, did you mean \"labels\": \"labls\"");
	ck_assert(!scenario_set_trait(scenario, "prompting_frac", "1.2", &error));
	ck_assert_str_eq(error.message, "out of range, 0 to 1 is legal: \"prompting_frac\"");
	ck_assert_double_eq(scenario->traits[TRAIT_PROMPTING_FRAC], 0.8);
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("traits");

	tcase_add_checked_fixture(tcase, setup, teardown);
	tcase_add_test(tcase, traits_are_read);
	tcase_add_test(tcase, what_means_nothing_is_refused);
	tcase_add_test(tcase, every_trait_makes_the_round_trip);
	tcase_add_test(tcase, nothing_said_nothing_written);
	tcase_add_test(tcase, traits_are_set_by_name);
	return suite_run("traits", tcase);
}
