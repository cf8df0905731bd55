// SPDX-License-Identifier: MIT
#include "io/price_book.h"

#include <assert.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/xalloc.h"
#include "io/catalogue.h"
#include "io/names.h"
#include "io/quote_read.h"

/* --- reading --- */

struct book_reader {
	struct reader reader; /* first, so that it is found from there */
	struct price_book *book;
	struct param_note common;
};

static struct book_reader *book_reader(struct reader *reader)
{
	return (struct book_reader *)reader;
}

static bool read_id(struct reader *reader, struct json_value value)
{
	char *id = book_reader(reader)->book->id;

	return read_text(reader, value, id, SCENARIO_BOOK_SIZE) &&
	       (id[0] != '\0' || json_error(value, reader->error, "empty: \"price_book\""));
}

static bool read_label(struct reader *reader, struct json_value value)
{
	return read_text(reader, value, book_reader(reader)->book->label, SCENARIO_BOOK_SIZE);
}

static bool read_title(struct reader *reader, struct json_value value)
{
	struct price_book *book = book_reader(reader)->book;

	return read_text(reader, value, book->title, sizeof(book->title));
}

static bool read_book_summary(struct reader *reader, struct json_value value)
{
	struct price_book *book = book_reader(reader)->book;

	return read_text(reader, value, book->summary, sizeof(book->summary));
}

static bool read_book_date(struct reader *reader, struct json_value value)
{
	return read_date(reader, value, book_reader(reader)->book->date);
}

static bool read_common(struct reader *reader, struct json_value value)
{
	return read_source(reader, value, &book_reader(reader)->common);
}

static bool read_values(struct reader *reader, struct json_value value)
{
	struct book_reader *of = book_reader(reader);

	return read_quotes(reader, value, &of->common, of->book->quotes, &of->book->quote_count);
}

static const struct json_field book_fields[] = {
	{ "price_book", read_id, true },   { "label", read_label, true },
	{ "title", read_title, true },     { "summary", read_book_summary, true },
	{ "date", read_book_date, false }, { "source", read_common, false },
	{ "values", read_values, true },
};

bool price_book_parse(const char *text, size_t size, struct price_book *book, struct error *error)
{
	struct book_reader *of = xcalloc(1, sizeof(*of));
	struct json_doc doc;
	bool ok = json_doc_open(&doc, text, size, error);

	memset(book, 0, sizeof(*book));
	of->reader.error = error;
	of->book = book;
	if (ok) {
		ok = read_fields(&of->reader, json_root(&doc), book_fields,
				 sizeof(book_fields) / sizeof(book_fields[0]));
		json_doc_close(&doc);
	}
	free(of);
	return ok;
}

/* --- the catalogue --- */

/* All books, kept for good. */
struct shelf {
	int count;
	struct price_book books[];
};

static _Atomic(struct shelf *) shelf;

/* What is wrong with a file that was compiled in is a bug, and tests find it. */
static struct shelf *read_shelf(void)
{
	static const char folder[] = "catalogue/books/";
	struct shelf *made = xcalloc(1, sizeof(*made) +
						catalogue_files_count * sizeof(made->books[0]));

	for (size_t i = 0; i < catalogue_files_count; i++) {
		const struct embedded_file *file = &catalogue_files[i];
		struct error error;

		if (strncmp(file->name, folder, strlen(folder)) == 0) {
			bool ok = price_book_parse(file->text, file->size,
						   &made->books[made->count], &error);

			assert(ok);
			made->count += ok;
		}
	}
	return made;
}

/* Read when first asked for, by whatever thread: of two at once the first one's stay. */
static const struct shelf *open_shelf(void)
{
	struct shelf *there = atomic_load(&shelf), *none = NULL;

	if (there)
		return there;
	there = read_shelf();
	if (atomic_compare_exchange_strong(&shelf, &none, there))
		return there;
	free(there);
	return none;
}

int price_book_count(void)
{
	return open_shelf()->count;
}

const struct price_book *price_book_at(int index)
{
	assert(index >= 0 && index < price_book_count());
	return &open_shelf()->books[index];
}

const struct price_book *price_book_find(const char *id)
{
	const struct shelf *all = open_shelf();

	for (int i = 0; i < all->count; i++) {
		if (strcasecmp(all->books[i].id, id) == 0)
			return &all->books[i];
	}
	return NULL;
}

bool price_book_check(const char *id, struct error *error)
{
	char known[NAME_SIZE] = "";

	if (price_book_find(id))
		return true;
	for (int i = 0; i < price_book_count(); i++) {
		size_t used = strlen(known);

		snprintf(known + used, sizeof(known) - used, "%s%s", i > 0 ? ", " : "",
			 price_book_at(i)->id);
	}
	return error_set(error, "not a price book, %s are: \"%s\"", known, id);
}

const char *price_book_label(const char *id)
{
	const struct price_book *book = price_book_find(id);

	return book ? book->label : "";
}

const struct quote *price_book_quote(const struct price_book *book, enum param_id param)
{
	for (int i = 0; book && i < book->quote_count; i++) {
		if (book->quotes[i].param == param)
			return &book->quotes[i];
	}
	return NULL;
}
