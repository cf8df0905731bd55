// SPDX-License-Identifier: MIT
#include <stdio.h>
#include <string.h>

#include "base/format.h"
#include "base/text.h"
#include "cli/cli.h"
#include "cli/options.h"
#include "cli/output.h"
#include "cli/quote_text.h"
#include "cli/wrap.h"
#include "io/names.h"

enum { ID_WIDTH = 24, PROVIDER_WIDTH = 10, BOOK_WIDTH = 9 };

/* A column of figures, right-aligned. */
struct column {
	const char *head;
	enum param_id param;
	int width;
};

static const struct column api_columns[] = {
	{ "input", P_base_input_usd_per_mtok, 6 },
	{ "output", P_base_output_usd_per_mtok, 7 },
	{ "cached", P_base_cached_usd_per_mtok, 8 },
	{ "window", P_base_window_tok, 7 },
	{ "first", P_base_ttft_s, 8 },
};

static const struct column self_columns[] = {
	{ "replica", P_serving_replica_usd_per_hour, 8 },
	{ "step", P_serving_step_a_ms, 9 },
	{ "sequence", P_serving_step_b_ms, 9 },
	{ "room", P_serving_kv_tok, 9 },
	{ "window", P_base_window_tok, 9 },
};

enum { COLUMNS = sizeof(api_columns) / sizeof(api_columns[0]) };

/* --- what is listed --- */

static bool all_words_in(const struct options *options, const char *const *texts, size_t count)
{
	for (int word = 0; word < options->word_count; word++) {
		bool found = false;

		for (size_t i = 0; i < count; i++)
			found = found || text_mentions(texts[i], options->words[word],
						       strlen(options->words[word]));
		if (!found)
			return false;
	}
	return true;
}

static bool takes_model(const struct options *options, const struct model *model)
{
	const char *const texts[] = { model->id, model->title, model->provider,
				      model->self ? "self" : "api" };

	return all_words_in(options, texts, sizeof(texts) / sizeof(texts[0]));
}

static bool takes_book(const struct options *options, const struct price_book *book)
{
	const char *const texts[] = { book->id, book->title, book->summary, "price book" };

	return all_words_in(options, texts, sizeof(texts) / sizeof(texts[0]));
}

/* Is there anything? Else what might have been meant. */
static bool something_fits(const struct options *options, struct error *error)
{
	char near[NAME_SIZE] = "";
	const char *last = options->word_count > 0 ? options->words[options->word_count - 1] : "";

	for (int i = 0; i < model_count(); i++) {
		if (takes_model(options, model_at(i)))
			return true;
		name_suggest(last, model_at(i)->id, near);
	}
	for (int i = 0; i < price_book_count(); i++) {
		if (takes_book(options, price_book_at(i)))
			return true;
	}
	if (near[0] != '\0')
		return error_set(error, "no such model, did you mean \"%s\": \"%s\"", near, last);
	return error_set(error, "no model or price book mentions it: \"%s\"", last);
}

/* --- the list --- */

/* The head of the table says the rest of these. */
static enum unit short_unit(enum param_id param)
{
	enum unit unit = param_table[param].unit;

	return unit == UNIT_TOK ? UNIT_COUNT : unit == UNIT_USD_PER_MTOK ? UNIT_USD : unit;
}

static void put_figure(FILE *out, const struct model *model, const struct column *column)
{
	const struct quote *quote = model_quote(model, column->param);
	char text[FORMAT_SIZE] = "-";

	if (quote)
		format_set_value(text, sizeof(text), quote->value, short_unit(column->param));
	fprintf(out, "%*s%s", column->width - text_width(text), "", text);
}

/* Tokens a second: what people compare. */
static void put_pace(FILE *out, const struct model *model)
{
	const struct quote *quote = model_quote(model, P_base_output_tok_s);
	char text[FORMAT_SIZE] = "-";

	if (quote)
		snprintf(text, sizeof(text), "%.0f/s", 1 / quote->value);
	fprintf(out, "%6s", text);
}

static void put_head(FILE *out, const char *first, const char *second, int second_width,
		     const struct column *columns)
{
	fputs("  ", out);
	put_column(out, first, ID_WIDTH);
	put_column(out, second, second_width);
	for (int i = 0; i < COLUMNS; i++)
		fprintf(out, "%*s", columns[i].width, columns[i].head);
}

static void list_api(FILE *out, const struct options *options)
{
	bool any = false;

	for (int i = 0; i < model_count(); i++) {
		const struct model *model = model_at(i);

		if (model->self || !takes_model(options, model))
			continue;
		if (!any) {
			fputs("Behind an API, $ a million tokens; first token, tokens a second\n",
			      out);
			put_head(out, "", "", PROVIDER_WIDTH, api_columns);
			fprintf(out, "%6s\n", "pace");
		}
		any = true;
		fputs("  ", out);
		put_column(out, model->id, ID_WIDTH);
		put_column(out, model->provider, PROVIDER_WIDTH);
		for (int c = 0; c < COLUMNS; c++)
			put_figure(out, model, &api_columns[c]);
		put_pace(out, model);
		fputc('\n', out);
	}
	if (any)
		fputc('\n', out);
}

static void list_self(FILE *out, const struct options *options)
{
	bool any = false;

	for (int i = 0; i < model_count(); i++) {
		const struct model *model = model_at(i);

		if (!model->self || !takes_model(options, model))
			continue;
		if (!any) {
			fputs("Served by yourself, step and what a sequence adds to it\n", out);
			put_head(out, "", "", 0, self_columns);
			fputc('\n', out);
		}
		any = true;
		fputs("  ", out);
		put_column(out, model->id, ID_WIDTH);
		for (int c = 0; c < COLUMNS; c++)
			put_figure(out, model, &self_columns[c]);
		fputc('\n', out);
	}
	if (any)
		fputc('\n', out);
}

static void list_books(FILE *out, const struct options *options)
{
	bool any = false;

	for (int i = 0; i < price_book_count(); i++) {
		const struct price_book *book = price_book_at(i);

		if (!takes_book(options, book))
			continue;
		if (!any)
			fputs("Price books\n", out);
		any = true;
		fputs("  ", out);
		put_column(out, book->id, BOOK_WIDTH);
		put_wrapped(out, book->title, BOOK_WIDTH + 2);
		fprintf(out, "%*s", BOOK_WIDTH + 2, "");
		put_wrapped(out, book->summary, BOOK_WIDTH + 2);
	}
	if (any)
		fputc('\n', out);
}

static void write_list(FILE *out, const struct options *options)
{
	list_api(out, options);
	list_self(out, options);
	list_books(out, options);
	fputs("`ragtop models NAME` explains one, with sources. A dash: no figure is known.\n",
	      out);
}

static void write_list_json(FILE *out, const struct options *options)
{
	struct json_writer writer;

	json_writer_init(&writer, out);
	json_begin(&writer, NULL, '{');
	json_begin(&writer, "models", '[');
	for (int i = 0; i < model_count(); i++) {
		if (takes_model(options, model_at(i)))
			model_json(&writer, model_at(i));
	}
	json_end(&writer, ']');
	json_begin(&writer, "price_books", '[');
	for (int i = 0; i < price_book_count(); i++) {
		if (takes_book(options, price_book_at(i)))
			price_book_json(&writer, price_book_at(i));
	}
	json_end(&writer, ']');
	json_end(&writer, '}');
}

/* --- the command --- */

static void explain(FILE *out, const struct model *model, const struct price_book *book, bool json)
{
	struct json_writer writer;

	json_writer_init(&writer, out);
	if (json && model)
		model_json(&writer, model);
	else if (json)
		price_book_json(&writer, book);
	else if (model)
		model_explain(out, model);
	else
		price_book_explain(out, book);
}

static const struct usage usage = {
	.synopsis = "models [OPTION]... [WORD]...",
	.summary =
		"Lists the models and price books that --model and --price-book take: all, or\n"
		"those that have every WORD in name, title or provider (`ragtop models openai`,\n"
		"`ragtop models self`). Explains the one that is named: every value with its\n"
		"unit, measured, published or assumed, where and when.",
	.takes_words = true,
	.tables = { listing_options },
};

int command_models(int argc, char **argv)
{
	const struct price_book *book = NULL;
	const struct model *model = NULL;
	struct options options;
	struct output output;
	struct error error;
	int status;

	if (!options_take(&usage, argc, argv, &options, &status))
		return status;
	if (options.word_count == 1) {
		model = model_find(options.words[0]);
		book = price_book_find(options.words[0]);
	}
	if (!something_fits(&options, &error) || !output_open(&output, &error))
		return cli_fail(&error);
	if (model || book)
		explain(output.stream, model, book, options.json);
	else if (options.json)
		write_list_json(output.stream, &options);
	else
		write_list(output.stream, &options);
	if (!options.json)
		output_for_people(&output);
	return output_close(&output, NULL, &error) ? EXIT_OK : cli_fail(&error);
}
