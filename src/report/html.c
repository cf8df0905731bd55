// SPDX-License-Identifier: MIT
#include <stdlib.h>

#include "base/xalloc.h"
#include "report/assets.h"
#include "report/doc.h"
#include "cli/escape.h"
#include "ui/view.h"

static void write_element(FILE *out, const char *tag, const char *text)
{
	fprintf(out, "<%s>", tag);
	escape_html(out, text);
	fprintf(out, "</%s>\n", tag);
}

/* What is folded opens by hand, and in print by itself. */
static void open_part(FILE *out, const struct block *block)
{
	if (block->folded) {
		fputs("<details>", out);
		write_element(out, "summary", block->text);
	}
}

static void close_part(FILE *out, const struct block *block)
{
	if (block->folded)
		fputs("</details>\n", out);
}

static void write_cells(FILE *out, char *const *cells, int columns, bool head)
{
	fputs("<tr>", out);
	for (int i = 0; i < columns; i++) {
		fputs(head ? "<th scope=\"col\">" : i == 0 ? "<th scope=\"row\">" : "<td>", out);
		escape_html(out, cells[i]);
		fputs(head || i == 0 ? "</th>" : "</td>", out);
	}
	fputs("</tr>\n", out);
}

static void write_table(FILE *out, const struct block *block)
{
	const struct table *table = &block->table;

	open_part(out, block);
	fprintf(out, "<div class=\"wide\"><table class=\"%s\">\n",
		table->kind == TABLE_FIGURES ? "figures" : "words");
	if (!block->folded && block->text[0] != '\0')
		write_element(out, "caption", block->text);
	fputs("<thead>", out);
	write_cells(out, table->cell, table->columns, true);
	fputs("</thead>\n<tbody>\n", out);
	for (int row = 1; row <= table->rows; row++)
		write_cells(out, table->cell + (ptrdiff_t)row * table->columns, table->columns,
			    false);
	fputs("</tbody></table></div>\n", out);
	close_part(out, block);
}

static void write_legend(FILE *out, const struct chart *chart)
{
	fputs("<p class=\"legend\">", out);
	for (int s = 0; s < chart->series_count; s++)
		fprintf(out, "<span class=\"%s\">%s %s</span> ", arch_key(chart->series[s].arch),
			arch_sign(chart->series[s].arch), arch_label(chart->series[s].arch));
	fputs("</p>\n", out);
}

/* "</script" must not end the data: JSON texts may have any character as \u003c. */
static void write_script_data(FILE *out, const struct chart *chart)
{
	char *text;
	size_t size;
	FILE *memory = xmemstream(&text, &size);

	chart_write_data(chart, memory);
	xmemstream_close(memory);
	fputs("<script type=\"application/json\" class=\"values\">", out);
	for (size_t i = 0; i < size; i++)
		if (text[i] == '<')
			fputs("\\u003c", out);
		else
			fputc(text[i], out);
	fputs("</script>\n", out);
	free(text);
}

static void write_chart(FILE *out, const struct block *block)
{
	fputs("<figure>\n", out);
	write_element(out, "figcaption", block->text);
	write_legend(out, block->chart);
	chart_write_svg(block->chart, out);
	fputs("<output class=\"reading\" aria-live=\"polite\"></output>\n", out);
	write_script_data(out, block->chart);
	fputs("</figure>\n", out);
}

static void write_tornado(FILE *out, const struct block *block)
{
	fputs("<figure>\n", out);
	write_element(out, "figcaption", block->text);
	tornado_write_svg(block->tornado, out);
	fputs("<p class=\"legend\"><span><i class=\"low\"></i> at the low end</span> <span><i "
	      "class=\"high\"></i> at the high end of the range</span></p>\n<output "
	      "class=\"reading\" aria-live=\"polite\"></output>\n</figure>\n",
	      out);
}

static void write_listing(FILE *out, const struct block *block)
{
	open_part(out, block);
	write_element(out, "pre", block->table.cell[0]);
	close_part(out, block);
}

static void write_heading(FILE *out, const struct block *block)
{
	char tag[] = { 'h', (char)('0' + block->level), '\0' };

	write_element(out, tag, block->text);
}

static void write_block(FILE *out, const struct block *block)
{
	switch (block->kind) {
	case BLOCK_HEADING:
		write_heading(out, block);
		break;
	case BLOCK_PARAGRAPH:
		write_element(out, "p", block->text);
		break;
	case BLOCK_TABLE:
		write_table(out, block);
		break;
	case BLOCK_CHART:
		write_chart(out, block);
		break;
	case BLOCK_TORNADO:
		write_tornado(out, block);
		break;
	case BLOCK_LISTING:
		write_listing(out, block);
		break;
	}
}

void doc_write_html(const struct doc *doc, FILE *out)
{
	fputs("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
	      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
	      "<meta name=\"generator\" content=\"ragtop\">\n"
	      "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
	      "style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:\">\n"
	      "<link rel=\"icon\" href=\"data:,\">\n",
	      out);
	write_element(out, "title", doc->title);
	fprintf(out, "<style>\n%s</style>\n</head>\n<body>\n<main>\n", report_css);
	for (int i = 0; i < doc->count; i++)
		write_block(out, &doc->block[i]);
	fprintf(out, "</main>\n<script>\n%s</script>\n</body>\n</html>\n", report_js);
}
