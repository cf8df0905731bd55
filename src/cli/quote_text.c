// SPDX-License-Identifier: MIT
#include "cli/quote_text.h"

#include <string.h>

#include "base/format.h"
#include "base/text.h"
#include "cli/wrap.h"
#include "io/names.h"
#include "io/scenario_io.h"

enum { NAME_WIDTH = 34, NOTE_INDENT = 6, TEXT_SIZE = SCENARIO_NOTE_SIZE + 64 };

static void put_quote(FILE *out, const struct quote *quote)
{
	const struct param_note *note = &quote->note;
	char name[NAME_SIZE], text[TEXT_SIZE];

	param_full_name(quote->param, name, sizeof(name));
	format_param_value(text, sizeof(text), quote->param, quote->value);
	fputs("  ", out);
	put_column(out, name, NAME_WIDTH);
	fprintf(out, "%s\n%*s", text, NOTE_INDENT, "");
	snprintf(text, sizeof(text), "%s%s%s: %s", provenance_name(note->kind),
		 note->date[0] != '\0' ? " " : "", note->date, note->note);
	put_wrapped(out, text, NOTE_INDENT);
}

static void put_quotes(FILE *out, const struct quote *quotes, int count)
{
	fputc('\n', out);
	for (int i = 0; i < count; i++)
		put_quote(out, &quotes[i]);
}

static bool cites_article(const struct quote *quotes, int count)
{
	for (int i = 0; i < count; i++) {
		const char *note = quotes[i].note.note;

		for (const char *at = note; (at = strchr(at, 'S')) != NULL; at++) {
			if (at[1] >= '0' && at[1] <= '4' && at[2] == ':')
				return true;
		}
	}
	return false;
}

static void put_missing(FILE *out, const struct model *model)
{
	char text[TEXT_SIZE];

	model_unsaid(model, text, sizeof(text));
	if (text[0] != '\0')
		fprintf(out, "\nNo figure is known, the scenario's stays: %s.\n", text);
}

void model_explain(FILE *out, const struct model *model)
{
	fprintf(out, "%s: ", model->id);
	put_wrapped(out, model->title, text_width(model->id) + 2);
	if (model->self)
		fputs("served by yourself, on replicas paid by the hour\n", out);
	else
		fprintf(out, "behind the API of %s, paid by the token\n", model->provider);
	put_quotes(out, model->quotes, model->quote_count);
	put_missing(out, model);
	fprintf(out, "\n--model %s gives a scenario's base model these values.\n", model->id);
}

void price_book_explain(FILE *out, const struct price_book *book)
{
	fprintf(out, "%s: price book %s, %s\n", book->id, book->label, book->title);
	put_wrapped(out, book->summary, 0);
	put_quotes(out, book->quotes, book->quote_count);
	if (cites_article(book->quotes, book->quote_count))
		fputs("\nS0 to S4 are the articles that docs/MODEL.md names at its head.\n", out);
	fprintf(out,
		"\nA scenario takes it with \"price_book\": \"%s\" or --price-book %s. What it\n"
		"leaves out has its default; what the scenario says itself stays.\n",
		book->id, book->id);
}

static void put_quotes_json(struct json_writer *writer, const struct quote *quotes, int count)
{
	char name[NAME_SIZE];

	json_begin(writer, "values", '{');
	for (int i = 0; i < count; i++) {
		const struct param_note *note = &quotes[i].note;

		param_full_name(quotes[i].param, name, sizeof(name));
		json_begin_flat(writer, name, '{');
		scenario_write_value(writer, "value", quotes[i].param, quotes[i].value);
		json_put_string(writer, "kind", provenance_name(note->kind));
		json_put_string(writer, "note", note->note);
		if (note->date[0] != '\0')
			json_put_string(writer, "date", note->date);
		json_end(writer, '}');
	}
	json_end(writer, '}');
}

void model_json(struct json_writer *writer, const struct model *model)
{
	json_begin(writer, NULL, '{');
	json_put_string(writer, "model", model->id);
	json_put_string(writer, "title", model->title);
	json_put_string(writer, "provider", model->provider);
	put_quotes_json(writer, model->quotes, model->quote_count);
	json_end(writer, '}');
}

void price_book_json(struct json_writer *writer, const struct price_book *book)
{
	json_begin(writer, NULL, '{');
	json_put_string(writer, "price_book", book->id);
	json_put_string(writer, "label", book->label);
	json_put_string(writer, "title", book->title);
	json_put_string(writer, "summary", book->summary);
	if (book->date[0] != '\0')
		json_put_string(writer, "date", book->date);
	put_quotes_json(writer, book->quotes, book->quote_count);
	json_end(writer, '}');
}
