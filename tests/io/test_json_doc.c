// SPDX-License-Identifier: MIT
#include "io/json_doc.h"

#include <string.h>

#include "base/suite.h"
#include "base/xalloc.h"

static const char text[] = "{\n  \"a\": [1, {\"b\": true}],\n  \"c\": \"x\"\n}";

static void check_place(const struct error *error, int line, int column)
{
	ck_assert_int_eq(error->line, line);
	ck_assert_int_eq(error->column, column);
}

/* Tree and index are walked side by side; were they out of step, errors would point elsewhere. */
START_TEST(values_know_their_places)
{
	struct json_value a, element, b, c;
	struct json_doc doc;
	struct error error;

	ck_assert(json_doc_open(&doc, text, sizeof(text) - 1, &error));
	ck_assert(json_first(json_root(&doc), &a));
	ck_assert(json_first(a, &element));
	ck_assert(!json_error(element, &error, "%s", "first"));
	check_place(&error, 2, 9);
	ck_assert_str_eq(error.message, "first");
	ck_assert(!json_key_error(element, &error, "elements have no key"));
	check_place(&error, 2, 9);
	ck_assert(json_next(&element));
	ck_assert(json_first(element, &b));
	json_key_error(b, &error, "key");
	check_place(&error, 2, 13);
	json_error(b, &error, "value");
	check_place(&error, 2, 18);
	ck_assert(!json_next(&b) && !json_next(&element));
	c = a;
	ck_assert(json_next(&c));
	ck_assert_str_eq(c.item->string, "c");
	json_key_error(c, &error, "key");
	check_place(&error, 3, 3);
	ck_assert(!json_first(c, &b) && !json_next(&c));
	json_doc_close(&doc);
}
END_TEST

START_TEST(refuses_what_is_no_json)
{
	struct json_doc doc = { .text = "old" };
	struct error error;

	ck_assert(!json_doc_open(&doc, "[012]", 5, &error));
	check_place(&error, 1, 2);
	ck_assert_str_eq(doc.text, "old");
}
END_TEST

/* The budget is of all that cJSON holds at a time, and comes back. */
START_TEST(memory_is_capped)
{
	enum { LARGE = 30 << 20 };
	char *large = xmalloc(LARGE + 1);
	struct json_doc doc;
	struct error error;

	memset(large, 'x', LARGE);
	large[LARGE] = '\0';
	ck_assert(json_doc_open(&doc, text, sizeof(text) - 1, &error));
	for (int i = 0; i < 3; i++) {
		cJSON *first = cJSON_CreateString(large);

		ck_assert_ptr_nonnull(first);
		ck_assert_ptr_null(cJSON_CreateString(large));
		cJSON_Delete(first);
	}
	ck_assert_ptr_null(cJSON_malloc(SIZE_MAX));
	json_doc_close(&doc);
	free(large);
}
END_TEST

/* A tree that does not fit is an error and not a crash. */
START_TEST(a_tree_beyond_the_cap_is_refused)
{
	enum { LARGE = (48 << 20) - 256 };
	struct json_doc doc;
	struct error error;
	void *taken;

	/* opening a first document puts the cap in place */
	ck_assert(json_doc_open(&doc, text, sizeof(text) - 1, &error));
	json_doc_close(&doc);
	taken = cJSON_malloc(LARGE);
	ck_assert_ptr_nonnull(taken);
	ck_assert(!json_doc_open(&doc, text, sizeof(text) - 1, &error));
	ck_assert_str_eq(error.message, "needs more than 48 MiB of memory");
	cJSON_free(taken);
	ck_assert(json_doc_open(&doc, text, sizeof(text) - 1, &error));
	json_doc_close(&doc);
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("json_doc");

	tcase_add_test(tcase, values_know_their_places);
	tcase_add_test(tcase, refuses_what_is_no_json);
	tcase_add_test(tcase, memory_is_capped);
	tcase_add_test(tcase, a_tree_beyond_the_cap_is_refused);
	return suite_run("json_doc", tcase);
}
