// SPDX-License-Identifier: MIT
/*
 * L6. A document in the making: headings, paragraphs, tables, charts and listings, one after
 * another, and what they look like as HTML or Markdown.
 *
 * Texts are UTF-8 and copied; the writers escape them. A document is built once and written as
 * often as wanted.
 */
#ifndef RAGTOP_REPORT_DOC_H
#define RAGTOP_REPORT_DOC_H

#include <stdbool.h>
#include <stdio.h>

#include "report/chart.h"
#include "report/tornado.h"

enum block_kind {
	BLOCK_HEADING,
	BLOCK_PARAGRAPH,
	BLOCK_TABLE,
	BLOCK_CHART,
	BLOCK_TORNADO,
	BLOCK_LISTING
};

/* How a table is read: figures beside each other, or sentences. */
enum table_kind { TABLE_FIGURES, TABLE_WORDS };

struct table {
	enum table_kind kind;
	int columns, rows; /* rows without the head */
	int cells, room;   /* head first, then row by row */
	char **cell;
};

struct block {
	enum block_kind kind;
	int level;   /* of a heading: 1 to 3 */
	bool folded; /* shown when asked for, where that is possible */
	char *text;  /* heading, paragraph, listing; caption of a table or chart */
	struct table table;
	struct chart *chart; /* owned, as is the next */
	struct tornado *tornado;
};

struct doc {
	char *title;
	int count, room;
	struct block *block;
};

void doc_init(struct doc *doc, const char *title);
void doc_release(struct doc *doc);

__attribute__((format(printf, 3, 4))) void doc_heading(struct doc *doc, int level,
						       const char *format, ...);
__attribute__((format(printf, 2, 3))) void doc_paragraph(struct doc *doc, const char *format, ...);
void doc_listing(struct doc *doc, const char *caption, const char *text);
void doc_chart(struct doc *doc, struct chart *chart);
void doc_tornado(struct doc *doc, struct tornado *tornado);

/* A table: begun with its head, then cell by cell; a row is full when it has as many. */
void doc_table(struct doc *doc, enum table_kind kind, const char *caption, bool folded,
	       const char *const *head, int columns);
__attribute__((format(printf, 2, 3))) void doc_cell(struct doc *doc, const char *format, ...);

/* Write errors stay in the stream. A page is whole in itself: it loads nothing. */
void doc_write_html(const struct doc *doc, FILE *out);
void doc_write_markdown(const struct doc *doc, FILE *out);

#endif
