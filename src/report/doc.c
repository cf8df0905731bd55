// SPDX-License-Identifier: MIT
#include "report/doc.h"

#include <assert.h>
#include <stdarg.h>
#include <stdlib.h>

#include "base/xalloc.h"

void doc_init(struct doc *doc, const char *title)
{
	*doc = (struct doc){ .title = xstrdup(title) };
}

void doc_release(struct doc *doc)
{
	for (int i = 0; i < doc->count; i++) {
		struct block *block = &doc->block[i];

		for (int c = 0; c < block->table.cells; c++)
			free(block->table.cell[c]);
		free(block->table.cell);
		free(block->text);
		chart_free(block->chart);
		free(block->tornado);
	}
	free(doc->block);
	free(doc->title);
	*doc = (struct doc){ 0 };
}

static struct block *add(struct doc *doc, enum block_kind kind)
{
	if (doc->count == doc->room) {
		doc->room = doc->room ? 2 * doc->room : 16;
		doc->block = xrealloc_array(doc->block, (size_t)doc->room, sizeof(*doc->block));
	}
	doc->block[doc->count] = (struct block){ .kind = kind };
	return &doc->block[doc->count++];
}

__attribute__((format(printf, 1, 0))) static char *printed(const char *format, va_list arguments)
{
	va_list again;
	char *text;
	int size;

	va_copy(again, arguments);
	size = vsnprintf(NULL, 0, format, again) + 1;
	va_end(again);
	text = xmalloc((size_t)size);
	vsnprintf(text, (size_t)size, format, arguments);
	return text;
}

void doc_heading(struct doc *doc, int level, const char *format, ...)
{
	struct block *block = add(doc, BLOCK_HEADING);
	va_list arguments;

	block->level = level;
	va_start(arguments, format);
	block->text = printed(format, arguments);
	va_end(arguments);
}

void doc_paragraph(struct doc *doc, const char *format, ...)
{
	struct block *block = add(doc, BLOCK_PARAGRAPH);
	va_list arguments;

	va_start(arguments, format);
	block->text = printed(format, arguments);
	va_end(arguments);
}

/* A listing's caption and text are kept as a table of one cell would be: two texts. */
void doc_listing(struct doc *doc, const char *caption, const char *text)
{
	struct block *block = add(doc, BLOCK_LISTING);

	block->folded = true;
	block->text = xstrdup(caption);
	block->table = (struct table){ .cells = 1, .room = 1, .cell = xmalloc(sizeof(char *)) };
	block->table.cell[0] = xstrdup(text);
}

void doc_chart(struct doc *doc, struct chart *chart)
{
	struct block *block = add(doc, BLOCK_CHART);

	block->chart = chart;
	block->text = xstrdup(chart->title);
}

void doc_tornado(struct doc *doc, struct tornado *tornado)
{
	struct block *block = add(doc, BLOCK_TORNADO);

	block->tornado = tornado;
	block->text = xstrdup(tornado->title);
}

static void put_cell(struct table *table, char *text)
{
	if (table->cells == table->room) {
		table->room = 2 * table->room;
		table->cell = xrealloc_array(table->cell, (size_t)table->room, sizeof(char *));
	}
	table->cell[table->cells++] = text;
	table->rows = table->cells / table->columns - 1;
}

void doc_table(struct doc *doc, enum table_kind kind, const char *caption, bool folded,
	       const char *const *head, int columns)
{
	struct block *block = add(doc, BLOCK_TABLE);

	assert(columns > 0);
	block->folded = folded;
	block->text = xstrdup(caption);
	block->table = (struct table){ .kind = kind, .columns = columns, .room = 8 * columns };
	block->table.cell = xrealloc_array(NULL, (size_t)block->table.room, sizeof(char *));
	for (int i = 0; i < columns; i++)
		put_cell(&block->table, xstrdup(head[i]));
}

void doc_cell(struct doc *doc, const char *format, ...)
{
	va_list arguments;

	assert(doc->count > 0 && doc->block[doc->count - 1].kind == BLOCK_TABLE);
	va_start(arguments, format);
	put_cell(&doc->block[doc->count - 1].table, printed(format, arguments));
	va_end(arguments);
}
