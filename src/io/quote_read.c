// SPDX-License-Identifier: MIT
#include "io/quote_read.h"

#include <string.h>

#include "io/names.h"

static bool read_quote_object(struct reader *reader, struct json_value object, struct quote *quote)
{
	struct json_value member;
	bool has_value = false;

	for (bool more = json_first(object, &member); more; more = json_next(&member)) {
		bool is_value = strcmp(member.item->string, "value") == 0;

		if (!(is_value ? read_param(reader, member, quote->param, &quote->value)
			       : read_source_member(reader, member, &quote->note)))
			return false;
		has_value = has_value || is_value;
	}
	if (!has_value)
		return json_error(object, reader->error, "missing key: \"value\"");
	return quote->note.present || json_error(object, reader->error, "missing key: \"kind\"");
}

static bool read_quote(struct reader *reader, struct json_value member,
		       const struct param_note *common, struct quote *quote)
{
	if (!read_param_key(reader, member, &quote->param))
		return false;
	if (cJSON_IsObject(member.item)) {
		if (!read_quote_object(reader, member, quote))
			return false;
	} else {
		quote->note = *common;
		if (!read_param(reader, member, quote->param, &quote->value))
			return false;
	}
	return (quote->note.present && quote->note.note[0] != '\0') ||
	       json_error(member, reader->error, "no source: \"%s\"", member.item->string);
}

bool read_quotes(struct reader *reader, struct json_value object, const struct param_note *common,
		 struct quote quotes[QUOTES_MAX], int *count)
{
	struct json_value member;

	if (!expect_object(reader, object))
		return false;
	for (bool more = json_first(object, &member); more; more = json_next(&member)) {
		if (*count == QUOTES_MAX)
			return json_key_error(member, reader->error, "more than %d values",
					      QUOTES_MAX);
		if (!read_quote(reader, member, common, &quotes[*count]))
			return false;
		++*count;
	}
	return true;
}
