// SPDX-License-Identifier: MIT
#include "ui/actions.h"

#include <string.h>

#include "base/suite.h"
#include "ui/input.h"

enum { KEYS_MAX = 256 };

static uint32_t keys[KEYS_MAX];
static int owners[KEYS_MAX], key_count;

/* All keys of the table, each word parsed. */
static void collect(void)
{
	key_count = 0;
	for (int action = 0; action < ACTION_COUNT; action++) {
		const char *text = action_table[action].keys;
		while (*text) {
			size_t size = strcspn(text, " ");
			ck_assert_msg(size > 0, "%s: one blank between keys",
				      action_table[action].name);
			keys[key_count] = input_key_parse(text, size);
			owners[key_count] = action;
			ck_assert_msg(keys[key_count] != 0, "%s: no such key: %.*s",
				      action_table[action].name, (int)size, text);
			key_count++;
			text += size + (text[size] == ' ');
		}
	}
}

/* Two actions under one key, and one of them could never be reached. */
START_TEST(no_key_means_two_things)
{
	collect();
	ck_assert_int_gt(key_count, 60);
	for (int i = 0; i < key_count; i++)
		for (int j = i + 1; j < key_count; j++)
			ck_assert_msg(keys[i] != keys[j], "%s and %s share a key",
				      action_table[owners[i]].name, action_table[owners[j]].name);
}
END_TEST

START_TEST(every_key_finds_its_action)
{
	collect();
	for (int i = 0; i < key_count; i++)
		ck_assert_int_eq(action_of_key(keys[i]), owners[i]);
	ck_assert_int_eq(action_of_key('B'), ACTION_NONE);
	ck_assert_int_eq(action_of_key(0), ACTION_NONE);
}
END_TEST

/* Flow control never arrives, Alt reads as Esc, and what users may bind stays free. */
START_TEST(reserved_keys_are_free)
{
	static const char reserved[] = "!\"#%&();@BFIOPQS\\^_|~";

	for (const char *c = reserved; *c; c++)
		ck_assert_int_eq(action_of_key((uint32_t)(unsigned char)*c), ACTION_NONE);
	ck_assert_int_eq(action_of_key(INPUT_CTRL | 's'), ACTION_NONE);
	ck_assert_int_eq(action_of_key(INPUT_CTRL | 'q'), ACTION_NONE);
}
END_TEST

START_TEST(what_can_be_pressed_is_explained)
{
	for (int action = ACTION_NONE + 1; action < ACTION_COUNT; action++)
		ck_assert_str_ne(action_table[action].help, "");
}
END_TEST

START_TEST(hints_are_the_first_key)
{
	char buffer[16];

	ck_assert_str_eq(action_hint(ACTION_LESS, buffer, sizeof(buffer)), "h");
	ck_assert_str_eq(action_hint(ACTION_PLAY, buffer, sizeof(buffer)), "Space");
	ck_assert_str_eq(action_hint(ACTION_HIT_TIME, buffer, sizeof(buffer)), "");
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("actions");

	tcase_add_test(tcase, no_key_means_two_things);
	tcase_add_test(tcase, every_key_finds_its_action);
	tcase_add_test(tcase, reserved_keys_are_free);
	tcase_add_test(tcase, what_can_be_pressed_is_explained);
	tcase_add_test(tcase, hints_are_the_first_key);
	return suite_run("actions", tcase);
}
