// SPDX-License-Identifier: MIT
/* The article that a scenario is taken from. */
#include "io/scenario_reader.h"

static bool read_id(struct reader *reader, struct json_value value)
{
	struct scenario_article *article = &reader->scenario->article;

	if (!read_text(reader, value, article->id, sizeof(article->id)))
		return false;
	return article->id[0] != '\0' || json_error(value, reader->error, "empty: \"id\"");
}

static bool read_place(struct reader *reader, struct json_value value)
{
	struct scenario_article *article = &reader->scenario->article;

	return read_text(reader, value, article->source, sizeof(article->source));
}

static bool read_recommends(struct reader *reader, struct json_value value)
{
	struct scenario_article *article = &reader->scenario->article;

	return read_arch_list(reader, value, article->recommends, &article->recommend_count);
}

static bool read_says(struct reader *reader, struct json_value value)
{
	struct scenario_article *article = &reader->scenario->article;

	return read_text(reader, value, article->says, sizeof(article->says));
}

static bool read_shows(struct reader *reader, struct json_value value)
{
	struct scenario_article *article = &reader->scenario->article;

	return read_text(reader, value, article->shows, sizeof(article->shows));
}

bool read_article(struct reader *reader, struct json_value value)
{
	static const struct json_field fields[] = {
		{ "id", read_id, true },
		{ "source", read_place, false },
		{ "recommends", read_recommends, false },
		{ "says", read_says, false },
		{ "shows", read_shows, false },
	};

	return read_fields(reader, value, fields, sizeof(fields) / sizeof(fields[0]));
}
