// SPDX-License-Identifier: MIT
#include <assert.h>
#include <stdio.h>
#include <string.h>

#include <ragtop/params.h>
#include "base/fmath.h"
#include "base/text.h"

/* clang-format off */
/* In the order of enum dist, enum retrain_policy, enum tuning_method and enum serving_mode. */
static const char *const param_dists[] = {
	"lognormal", "exponential", "deterministic", "gamma", NULL,
};
static const char *const param_policies[] = {
	"never", "calendar", "updates", "staleness", "cost_aware", "manual", NULL,
};
static const char *const param_methods[] = {
	"lora", "full", NULL,
};
static const char *const param_modes[] = {
	"api", "self", NULL,
};

const struct param_info param_table[PARAM_COUNT] = {
#define PARAM_GROUP(group_, title)
#define PARAM(group_, name_, kind_, ...) \
	[P_##group_##_##name_] = { \
		.group = #group_, .name = #name_, .group_id = GROUP_##group_, .kind = kind_, __VA_ARGS__ },
#define PARAM_GROUP_END(group_)
#include <ragtop/params.def>
#undef PARAM_GROUP
#undef PARAM
#undef PARAM_GROUP_END
};

static const struct {
	const char *name, *title;
} groups[GROUP_COUNT] = {
#define PARAM_GROUP(group_, title_) [GROUP_##group_] = { #group_, title_ },
#define PARAM(group_, name_, kind_, ...)
#define PARAM_GROUP_END(group_)
#include <ragtop/params.def>
#undef PARAM_GROUP
#undef PARAM
#undef PARAM_GROUP_END
};

/* What lets a parameter be reached by its id: the struct is doubles only, in the table's order. */
static_assert(sizeof(struct params) == PARAM_COUNT * sizeof(double), "params must be doubles only");
#define PARAM_GROUP(group_, title)
#define PARAM(group_, name_, kind_, ...) \
	static_assert(offsetof(struct params, group_.name_) == P_##group_##_##name_ * sizeof(double), \
		      "params must be in the order of their ids");
#define PARAM_GROUP_END(group_)
#include <ragtop/params.def>
#undef PARAM_GROUP
#undef PARAM
#undef PARAM_GROUP_END
/* clang-format on */

const char *unit_name(enum unit unit)
{
	static const char *const names[] = {
		[UNIT_NONE] = "plain number",
		[UNIT_USD] = "dollars",
		[UNIT_USD_PER_MONTH] = "dollars a month",
		[UNIT_USD_PER_HOUR] = "dollars an hour",
		[UNIT_USD_PER_MTOK] = "dollars per M tokens",
		[UNIT_USD_PER_GB_MONTH] = "dollars per GB and month",
		[UNIT_USD_PER_M] = "dollars per million",
		[UNIT_S] = "seconds",
		[UNIT_S_PER_TOK] = "seconds per token",
		[UNIT_MS] = "milliseconds",
		[UNIT_MS_PER_TOK] = "milliseconds per token",
		[UNIT_MINUTES] = "minutes",
		[UNIT_DAYS] = "days",
		[UNIT_HOURS] = "hours",
		[UNIT_MONTHS] = "months of 30 days",
		[UNIT_SHARE] = "share of 1",
		[UNIT_SHARE_PER_MONTH] = "share of 1 a month",
		[UNIT_TOK] = "tokens",
		[UNIT_COUNT] = "count",
		[UNIT_QPM] = "queries a month",
		[UNIT_PER_MONTH] = "times a month",
		[UNIT_PER_MIN] = "a minute",
		[UNIT_PER_S] = "a second",
		[UNIT_GB] = "gigabytes",
		[UNIT_FLAG] = "true or false",
		[UNIT_CHOICE] = "a name",
	};

	assert(unit < sizeof(names) / sizeof(names[0]));
	return names[unit];
}

const char *provenance_name(enum provenance provenance)
{
	switch (provenance) {
	case PROVENANCE_ASSUMED:
		return "assumed";
	case PROVENANCE_PUBLISHED:
		return "published";
	case PROVENANCE_MEASURED:
		return "measured";
	}
	return "";
}

const char *param_group_name(enum param_group group)
{
	assert(group < GROUP_COUNT);
	return groups[group].name;
}

const char *param_group_title(enum param_group group)
{
	assert(group < GROUP_COUNT);
	return groups[group].title;
}

void params_init(struct params *params)
{
	for (unsigned int i = 0; i < PARAM_COUNT; i++)
		params_set(params, (enum param_id)i, param_table[i].def);
}

double params_get(const struct params *params, enum param_id id)
{
	double value;

	assert(id < PARAM_COUNT);
	memcpy(&value, (const char *)params + id * sizeof(value), sizeof(value));
	return value;
}

void params_set(struct params *params, enum param_id id, double value)
{
	assert(id < PARAM_COUNT);
	memcpy((char *)params + id * sizeof(value), &value, sizeof(value));
}

void param_full_name(enum param_id id, char *buffer, size_t size)
{
	assert(id < PARAM_COUNT);
	snprintf(buffer, size, "%s.%s", param_table[id].group, param_table[id].name);
}

/* Fewer is nearer. A name without its group, or with a wrong one, is nearly right. */
static int param_unlikeness(enum param_id id, const char *full_name, const char *full)
{
	const char *dot = strrchr(full_name, '.');

	if (strcmp(dot ? dot + 1 : full_name, param_table[id].name) == 0)
		return 1;
	return text_distance(full_name, full);
}

static void param_suggest(const char *full_name, char *near, size_t size)
{
	int limit = 2 + (int)(strlen(full_name) > 60 ? 60 : strlen(full_name)) / 6;
	char full[80];

	snprintf(near, size, "%s", "");
	for (unsigned int i = 0; i < PARAM_COUNT; i++) {
		param_full_name((enum param_id)i, full, sizeof(full));
		int distance = param_unlikeness((enum param_id)i, full_name, full);
		if (distance <= limit) {
			limit = distance - 1;
			snprintf(near, size, "%s", full);
		}
	}
}

static bool is_called(enum param_id id, const char *full_name)
{
	size_t length = strlen(param_table[id].group);

	return strncmp(full_name, param_table[id].group, length) == 0 && full_name[length] == '.' &&
	       strcmp(full_name + length + 1, param_table[id].name) == 0;
}

bool param_find(const char *full_name, enum param_id *id, char *near, size_t size)
{
	for (unsigned int i = 0; i < PARAM_COUNT; i++) {
		if (is_called((enum param_id)i, full_name)) {
			*id = (enum param_id)i;
			return true;
		}
	}
	param_suggest(full_name, near, size);
	return false;
}

bool param_nullable(enum param_id id)
{
	assert(id < PARAM_COUNT);
	return param_table[id].nullable;
}

const char *param_null_meaning(enum param_id id)
{
	static const char mark[] = "null: ";
	const char *at = strstr(param_table[id].help, mark);

	return param_nullable(id) && at ? at + strlen(mark) : NULL;
}

static bool param_is_whole(enum param_id id)
{
	switch (param_table[id].kind) {
	case PARAM_NUMBER:
		return false;
	case PARAM_INTEGER:
	case PARAM_FLAG:
	case PARAM_CHOICE:
		return true;
	}
	return false;
}

bool param_legal(enum param_id id, double value)
{
	const struct param_info *info = &param_table[id];

	if (isnan(value))
		return param_nullable(id);
	if (!(value >= info->min && value <= info->max))
		return false;
	return !param_is_whole(id) || value == floor(value);
}

static double clamp(double value, double lo, double hi)
{
	return value < lo ? lo : value > hi ? hi : value;
}

double param_to_position(enum param_id id, double value)
{
	assert(id < PARAM_COUNT);
	const struct param_info *info = &param_table[id];
	double lo = info->slider_lo, hi = info->slider_hi;

	if (isnan(value))
		return 0;
	value = clamp(value, lo, hi);
	switch (info->scale) {
	case SCALE_LINEAR:
		return (value - lo) / (hi - lo);
	case SCALE_LOG:
		return clamp(fm_log(value / lo) / fm_log(hi / lo), 0, 1);
	case SCALE_SQUARE:
		return sqrt((value - lo) / (hi - lo));
	}
	return 0;
}

static double value_on_track(const struct param_info *info, double position)
{
	double lo = info->slider_lo, hi = info->slider_hi;

	/* The ends are exact, whatever rounding does in between. */
	if (!(position > 0))
		return lo;
	if (position >= 1)
		return hi;
	switch (info->scale) {
	case SCALE_LINEAR:
		return lo + (hi - lo) * position;
	case SCALE_LOG:
		return clamp(lo * fm_exp(position * fm_log(hi / lo)), lo, hi);
	case SCALE_SQUARE:
		return lo + (hi - lo) * position * position;
	}
	return lo;
}

double param_from_position(enum param_id id, double position)
{
	assert(id < PARAM_COUNT);
	double value = value_on_track(&param_table[id], position);

	if (param_is_whole(id))
		value = floor(value + 0.5);
	return clamp(value, param_table[id].min, param_table[id].max);
}
