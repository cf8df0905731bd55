// SPDX-License-Identifier: MIT
/* What every row of the parameter table owes its reader: unit, range, meaning, provenance. */
#include <ragtop/params.h>

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "base/suite.h"

/* The rows as they are written: what is left out is not to pass for a zero that was meant. */
static const char *const written[PARAM_COUNT] = {
#define PARAM_GROUP(group, title)
#define PARAM(group, name, kind, ...) [P_##group##_##name] = #__VA_ARGS__,
#define PARAM_GROUP_END(group)
#include <ragtop/params.def>
#undef PARAM_GROUP
#undef PARAM
#undef PARAM_GROUP_END
};

static void check_written(const char *row, const char *field)
{
	const char *at = strstr(row, field);
	size_t length = strlen(field);

	while (at && at[length] != ' ' && at[length] != '=')
		at = strstr(at + 1, field);
	ck_assert_msg(at != NULL, "no %s: %s", field, row);
}

START_TEST(rows_say_everything)
{
	static const char *const fields[] = { ".label", ".unit",    ".def",   ".max",
					      ".help",  ".affects", ".source" };
	static const char *const numbers[] = { ".min", ".slider_lo", ".slider_hi" };
	enum param_kind kind = param_table[_i].kind;

	for (size_t i = 0; i < sizeof(fields) / sizeof(fields[0]); i++)
		check_written(written[_i], fields[i]);
	for (size_t i = 0; i < 3 && (kind == PARAM_NUMBER || kind == PARAM_INTEGER); i++)
		check_written(written[_i], numbers[i]);
}
END_TEST

/* A meaning is more than the name again; the shortest that is one has 16 letters. */
START_TEST(texts_say_something)
{
	const struct param_info *info = &param_table[_i];
	bool says_null = strstr(info->help, "null: ") != NULL;

	ck_assert_msg(strlen(info->help) >= 16, "%s.%s", info->group, info->name);
	ck_assert_msg(strlen(info->affects) >= 4, "%s.%s", info->group, info->name);
	ck_assert_msg(strlen(info->source) >= 2, "%s.%s", info->group, info->name);
	ck_assert_msg(info->nullable == says_null, "what null means in %s.%s", info->group,
		      info->name);
}
END_TEST

/* The unit is the one that the name ends in. The longer ending comes first. */
START_TEST(units_are_those_of_the_names)
{
	static const struct {
		const char *ending;
		enum unit unit;
	} rows[] = {
		{ "zipf_s", UNIT_NONE },
		{ "tok_s", UNIT_S_PER_TOK },
		{ "facts_per_s", UNIT_PER_S },
		{ "_usd_per_mtok", UNIT_USD_PER_MTOK },
		{ "_usd_per_gb_month", UNIT_USD_PER_GB_MONTH },
		{ "_usd_per_month", UNIT_USD_PER_MONTH },
		{ "_usd_per_hour", UNIT_USD_PER_HOUR },
		{ "_usd_per_m", UNIT_USD_PER_M },
		{ "_usd_per_k", UNIT_USD },
		{ "_usd_factor", UNIT_NONE },
		{ "_usd", UNIT_USD },
		{ "cache_write_frac", UNIT_NONE },
		{ "_frac_per_month", UNIT_SHARE_PER_MONTH },
		{ "_frac_per_ktok", UNIT_SHARE },
		{ "_frac", UNIT_SHARE },
		{ "target_utilisation", UNIT_SHARE },
		{ "_qpm", UNIT_QPM },
		{ "_per_month", UNIT_PER_MONTH },
		{ "rpm_limit", UNIT_PER_MIN },
		{ "tpm_limit", UNIT_PER_MIN },
		{ "step_c_ms", UNIT_MS_PER_TOK },
		{ "step_d_ms", UNIT_MS_PER_TOK },
		{ "_ms", UNIT_MS },
		{ "_s", UNIT_S },
		{ "_minutes", UNIT_MINUTES },
		{ "_hours", UNIT_HOURS },
		{ "_days", UNIT_DAYS },
		{ "_months", UNIT_MONTHS },
		{ "_tok", UNIT_TOK },
		{ "storage_gb", UNIT_GB },
		{ "_cv", UNIT_NONE },
		{ "burst_factor", UNIT_NONE },
		{ "incident_slow", UNIT_NONE },
		{ "update_skew", UNIT_NONE },
	};
	const struct param_info *info = &param_table[_i];
	size_t length = strlen(info->name);
	enum unit unit = UNIT_COUNT;

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		size_t ending = strlen(rows[i].ending);

		if (length >= ending && strcmp(info->name + length - ending, rows[i].ending) == 0) {
			unit = rows[i].unit;
			break;
		}
	}
	if (info->kind == PARAM_FLAG)
		unit = UNIT_FLAG;
	if (info->kind == PARAM_CHOICE)
		unit = UNIT_CHOICE;
	ck_assert_msg(info->unit == unit, "%s.%s", info->group, info->name);
}
END_TEST

/* "S4:125": an article and the line in it. */
static bool cites(const char *source, bool *with_lines)
{
	bool any = false;

	*with_lines = true;
	for (const char *at = source; *at != '\0'; at++) {
		bool starts = at == source || !isalnum((unsigned char)at[-1]);

		if (!starts || at[0] != 'S' || at[1] < '0' || at[1] > '4' ||
		    isalnum((unsigned char)at[2]))
			continue;
		any = true;
		*with_lines = *with_lines && at[2] == ':' && isdigit((unsigned char)at[3]);
	}
	return any;
}

static bool says(const char *source, const char *const *words)
{
	for (; *words; words++) {
		if (strstr(source, *words))
			return true;
	}
	return false;
}

/* What the words of a source claim. */
static enum provenance claimed(const char *source)
{
	static const char *const assumed[] = { "assumed", NULL };
	static const char *const measured[] = { "measured", "fitted", NULL };
	static const char *const published[] = { "published", "list price", "default of vLLM",
						 "GDPR", NULL };
	bool with_lines;

	if (says(source, assumed))
		return PROVENANCE_ASSUMED;
	if (says(source, measured))
		return PROVENANCE_MEASURED;
	return says(source, published) || cites(source, &with_lines) ? PROVENANCE_PUBLISHED
								     : PROVENANCE_ASSUMED;
}

START_TEST(provenance_is_what_the_source_says)
{
	const struct param_info *info = &param_table[_i];
	bool with_lines;

	ck_assert_msg(claimed(info->source) == info->provenance, "%s.%s: %s", info->group,
		      info->name, info->source);
	cites(info->source, &with_lines);
	ck_assert_msg(with_lines, "%s.%s cites without a line: %s", info->group, info->name,
		      info->source);
}
END_TEST

/* YYYY, YYYY-MM or YYYY-MM-DD, and only where something else than a guess could have one. */
START_TEST(dates_are_dates)
{
	static const char form[] = "dddd-dd-dd";
	const struct param_info *info = &param_table[_i];
	size_t length;

	if (!info->date)
		return;
	length = strlen(info->date);
	ck_assert_msg(length == 4 || length == 7 || length == 10, "%s", info->date);
	for (size_t i = 0; i < length; i++)
		ck_assert_msg(form[i] == 'd' ? isdigit((unsigned char)info->date[i])
					     : info->date[i] == '-',
			      "%s", info->date);
	ck_assert(info->provenance != PROVENANCE_ASSUMED);
}
END_TEST

/* The words that decide, decided: or the test above could hold of nothing. */
START_TEST(claims_are_told_apart)
{
	bool with_lines;

	ck_assert_int_eq(claimed("S4:125, GPT-4o"), PROVENANCE_PUBLISHED);
	ck_assert_int_eq(claimed("from S0:1"), PROVENANCE_PUBLISHED);
	ck_assert_int_eq(claimed("assumed; S4:68 names the effect"), PROVENANCE_ASSUMED);
	ck_assert_int_eq(claimed("fitted to 70B"), PROVENANCE_MEASURED);
	ck_assert_int_eq(claimed("two paragraphs"), PROVENANCE_ASSUMED);
	ck_assert_int_eq(claimed("S5:1, XS4:2, S41"), PROVENANCE_ASSUMED);
	ck_assert(cites("S4 says", &with_lines));
	ck_assert(!with_lines);
	ck_assert(cites("S4:9 and S1", &with_lines));
	ck_assert(!with_lines);
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("params_rows");

	tcase_add_loop_test(tcase, rows_say_everything, 0, PARAM_COUNT);
	tcase_add_loop_test(tcase, texts_say_something, 0, PARAM_COUNT);
	tcase_add_loop_test(tcase, units_are_those_of_the_names, 0, PARAM_COUNT);
	tcase_add_loop_test(tcase, provenance_is_what_the_source_says, 0, PARAM_COUNT);
	tcase_add_loop_test(tcase, dates_are_dates, 0, PARAM_COUNT);
	tcase_add_test(tcase, claims_are_told_apart);
	return suite_run("params_rows", tcase);
}
