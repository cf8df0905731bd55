// SPDX-License-Identifier: MIT
#include <string.h>

#include "base/format.h"
#include "report/doc.h"
#include "cli/escape.h"
#include "ui/view.h"

enum { CHART_ROWS = 13 }; /* of a chart, as a table */

static void write_row(FILE *out, char *const *cells, int columns)
{
	for (int i = 0; i < columns; i++) {
		fputs(i == 0 ? "| " : " | ", out);
		escape_markdown(out, cells[i]);
	}
	fputs(" |\n", out);
}

static void write_rule(FILE *out, int columns, enum table_kind kind)
{
	for (int i = 0; i < columns; i++)
		fputs(i > 0 && kind == TABLE_FIGURES ? "| ---: " : "| --- ", out);
	fputs("|\n", out);
}

static void write_caption(FILE *out, const char *caption)
{
	if (caption[0] == '\0')
		return;
	fputs("**", out);
	escape_markdown(out, caption);
	fputs("**\n\n", out);
}

static void write_table(FILE *out, const struct block *block)
{
	const struct table *table = &block->table;

	write_caption(out, block->text);
	write_row(out, table->cell, table->columns);
	write_rule(out, table->columns, table->kind);
	for (int row = 1; row <= table->rows; row++)
		write_row(out, table->cell + (ptrdiff_t)row * table->columns, table->columns);
	fputc('\n', out);
}

/* Some of its points, the first and the last among them. */
static void write_chart(FILE *out, const struct block *block)
{
	const struct chart *chart = block->chart;
	int rows = chart->point_count < CHART_ROWS ? chart->point_count : CHART_ROWS;
	char text[FORMAT_SIZE];

	write_caption(out, block->text);
	fputs("|  ", out);
	for (int s = 0; s < chart->series_count; s++)
		fprintf(out, "| %s %s ", arch_sign(chart->series[s].arch),
			arch_label(chart->series[s].arch));
	fputs("|\n", out);
	write_rule(out, chart->series_count + 1, TABLE_FIGURES);
	for (int row = 0; row < rows; row++) {
		int point = rows > 1 ? row * (chart->point_count - 1) / (rows - 1) : 0;

		chart_x_text(chart, point, text, sizeof(text));
		fputs("| ", out);
		escape_markdown(out, text);
		for (int s = 0; s < chart->series_count; s++) {
			chart_y_text(chart, chart->series[s].y[point], text, sizeof(text));
			fputs(" | ", out);
			escape_markdown(out, text);
		}
		fputs(" |\n", out);
	}
	fputc('\n', out);
	for (int i = 0; i < chart->mark_count; i++) {
		fputs("- ", out);
		escape_markdown(out, chart->mark[i].label);
		fputs(i + 1 < chart->mark_count ? "\n" : "\n\n", out);
	}
}

/* Longer than any run of its own. */
static void write_fence(FILE *out, const char *text)
{
	size_t longest = 2;

	for (const char *at = text; (at = strchr(at, '`')) != NULL;) {
		size_t run = strspn(at, "`");

		longest = run > longest ? run : longest;
		at += run;
	}
	for (size_t i = 0; i <= longest; i++)
		fputc('`', out);
	fputc('\n', out);
}

static void write_listing(FILE *out, const struct block *block)
{
	const char *text = block->table.cell[0];

	write_caption(out, block->text);
	write_fence(out, text);
	fputs(text, out);
	if (text[0] != '\0' && text[strlen(text) - 1] != '\n')
		fputc('\n', out);
	write_fence(out, text);
	fputc('\n', out);
}

static void write_block(FILE *out, const struct block *block)
{
	switch (block->kind) {
	case BLOCK_HEADING:
		for (int i = 0; i < block->level; i++)
			fputc('#', out);
		fputc(' ', out);
		escape_markdown(out, block->text);
		fputs("\n\n", out);
		break;
	case BLOCK_PARAGRAPH:
		escape_markdown(out, block->text);
		fputs("\n\n", out);
		break;
	case BLOCK_TABLE:
		write_table(out, block);
		break;
	case BLOCK_CHART:
		write_chart(out, block);
		break;
	case BLOCK_TORNADO:
		/* The table below it has the same values. */
		break;
	case BLOCK_LISTING:
		write_listing(out, block);
		break;
	}
}

void doc_write_markdown(const struct doc *doc, FILE *out)
{
	for (int i = 0; i < doc->count; i++)
		write_block(out, &doc->block[i]);
}
