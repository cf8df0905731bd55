// SPDX-License-Identifier: MIT
#include "report/doc.h"

#include <math.h>
#include <string.h>

#include "base/suite.h"
#include "base/xalloc.h"
#include "cli/program.h"

/* ---- documents ---- */

static char *written(const struct doc *doc, void (*write)(const struct doc *, FILE *))
{
	char *text = NULL;
	size_t size = 0;
	FILE *memory = open_memstream(&text, &size);

	ck_assert_ptr_nonnull(memory);
	write(doc, memory);
	fclose(memory);
	return text;
}

static void expect_in(const char *text, const char *part)
{
	ck_assert_msg(strstr(text, part), "\"%s\" is not in:\n%s", part, text);
}

static void make_small(struct doc *doc)
{
	static const char *const head[] = { "", "a<b" };

	doc_init(doc, "</title>");
	doc_heading(doc, 2, "one & %s", "two");
	doc_paragraph(doc, "x <script>alert(\"1\")</script> | y_z");
	doc_table(doc, TABLE_FIGURES, "cap", false, head, 2);
	for (int i = 0; i < 40; i++)
		doc_cell(doc, "%d", i);
	doc_listing(doc, "file", "```\n</pre>\n");
}

START_TEST(html_is_escaped)
{
	struct doc doc;
	char *text;

	make_small(&doc);
	text = written(&doc, doc_write_html);
	expect_in(text, "<title>&lt;/title&gt;</title>");
	expect_in(text, "<h2>one &amp; two</h2>");
	expect_in(text, "<p>x &lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; | y_z</p>");
	expect_in(text, "<th scope=\"col\">a&lt;b</th>");
	expect_in(text, "<tr><th scope=\"row\">38</th><td>39</td></tr>");
	expect_in(text, "<pre>```\n&lt;/pre&gt;\n</pre>");
	free(text);
	doc_release(&doc);
}
END_TEST

START_TEST(markdown_is_escaped)
{
	struct doc doc;
	char *text;

	make_small(&doc);
	text = written(&doc, doc_write_markdown);
	expect_in(text, "## one & two\n");
	expect_in(text, "x \\<script\\>alert(\"1\")\\</script\\> \\| y\\_z\n");
	expect_in(text, "|  | a\\<b |\n| --- | ---: |\n| 0 | 1 |\n");
	/* A fence that is longer than any in the text. */
	expect_in(text, "\n````\n```\n</pre>\n````\n");
	free(text);
	doc_release(&doc);
}
END_TEST

/* ---- charts ---- */

static struct chart *small_chart(void)
{
	struct chart *chart = chart_new("c", "a chart");
	static const double values[] = { 1, NAN, 100, 1000 };

	chart->x_unit = UNIT_S;
	chart->y_unit = UNIT_USD;
	chart->y_log = true;
	chart->point_count = 4;
	chart->series_count = 1;
	chart->series[0].arch = ARCH_FT;
	chart->series[0].count = 4;
	for (int i = 0; i < 4; i++) {
		chart->x[i] = 86400.0 * i;
		chart->series[0].y[i] = values[i];
	}
	chart_add_mark(chart, 86400, "</script><b>");
	return chart;
}

START_TEST(chart_has_gaps_and_values)
{
	struct doc doc;
	char *text;

	doc_init(&doc, "t");
	doc_chart(&doc, small_chart());
	text = written(&doc, doc_write_html);
	/* Lifted over what is missing: two pieces, of one point and of two. */
	expect_in(text, "<path class=\"series ft\" d=\"M76.0 286.0M");
	expect_in(text, "[1, null, 100, 1000]");
	expect_in(text, "\"$100\"");
	expect_in(text, "day 3");
	ck_assert_ptr_null(strstr(text, "</script><b>"));
	free(text);
	text = written(&doc, doc_write_markdown);
	expect_in(text, "|  | ▲ fine-tuned |\n");
	expect_in(text, "| day 2 | \\$100 |\n");
	free(text);
	doc_release(&doc);
}
END_TEST

/* ---- the command ---- */

static void write_scenario(const char *name)
{
	FILE *out = fopen("s.json", "w");

	fprintf(out,
		"{\"ragtop\":1,\"name\":\"%s\",\"horizon_days\":30,\"fidelity\":0,"
		"\"architectures\":[\"rag\",\"ft\"],"
		"\"params\":{\"traffic\":{\"volume_qpm\":3000}},"
		"\"timeline\":[{\"at_days\":10,\"incident\":\"vector_db_down\",\"for_hours\":4}]}",
		name);
	fclose(out);
}

START_TEST(report_is_golden)
{
	write_scenario("small");
	check_golden("report --draws 3 --format markdown s.json", "report.md");
}
END_TEST

/* Whatever the scenario is called; and the page says how to make it again. */
START_TEST(page_is_whole_and_safe)
{
	struct outcome page;

	write_scenario("</title><script>alert(1)</script>\\u001b[2J");
	page = ragtop("report --draws 0 --set traffic.volume_qpm=4k --seed 7 s.json");
	check_status(&page, 0);
	ck_assert_ptr_null(strstr(page.out, "<script>alert"));
	ck_assert_ptr_null(strchr(page.out, '\033'));
	expect_in(page.out, "&lt;script&gt;alert(1)");
	/* Nothing is loaded from anywhere. */
	ck_assert_ptr_null(strstr(page.out, "src="));
	ck_assert_ptr_null(strstr(page.out, "http:"));
	ck_assert_ptr_null(strstr(page.out, "url("));
	expect_in(page.out, "<p>ragtop report s.json --set 'traffic.volume_qpm=4k' --seed 7 "
			    "--draws 0</p>");
	expect_in(page.out, "<g class=\"bar\" tabindex=\"0\" role=\"img\" data-param=\"");
	program_release(&page);
}
END_TEST

START_TEST(tornado_has_its_values)
{
	struct tornado *tornado = xcalloc(1, sizeof(*tornado));
	struct doc doc;
	char *text;

	snprintf(tornado->title, sizeof(tornado->title), "gaps");
	tornado->now = 50;
	tornado->count = 2;
	tornado->bar[0] = (struct tornado_bar){ "a.b", "a <b>", -50, 150, "all \"of\" it" };
	tornado->bar[1] = (struct tornado_bar){ "a.c", "c", NAN, 50, "nothing" };
	doc_init(&doc, "t");
	doc_tornado(&doc, tornado);
	text = written(&doc, doc_write_html);
	expect_in(text, "data-param=\"a.b\" data-lo=\"-50\" data-hi=\"150\" "
			"aria-label=\"all &quot;of&quot; it\"");
	/* The span of 200 is 536 wide and begins at 160: each end is half of it away. */
	expect_in(text,
		  "a &lt;b&gt;</text><rect class=\"low\" x=\"160.0\" y=\"29\" width=\"268.0\"");
	expect_in(text, "<rect class=\"high\" x=\"428.0\" y=\"29\" width=\"268.0\"");
	/* What is unknown or moves nothing has no bar. */
	expect_in(text, "data-lo=\"null\" data-hi=\"50\" aria-label=\"nothing\"");
	expect_in(text, ">c</text></g>");
	free(text);
	doc_release(&doc);
}
END_TEST

START_TEST(bad_input_is_refused)
{
	check_refused("report --format pdf", "ragtop: not one of html|markdown: \"pdf\"\n");
	check_refused("report none.json", "ragtop: no such file or directory: \"none.json\"\n");
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("report");

	tcase_add_checked_fixture(tcase, program_enter_folder, program_leave_folder);
	tcase_set_timeout(tcase, 60);
	tcase_add_test(tcase, html_is_escaped);
	tcase_add_test(tcase, markdown_is_escaped);
	tcase_add_test(tcase, chart_has_gaps_and_values);
	tcase_add_test(tcase, report_is_golden);
	tcase_add_test(tcase, page_is_whole_and_safe);
	tcase_add_test(tcase, tornado_has_its_values);
	tcase_add_test(tcase, bad_input_is_refused);
	return suite_run("report", tcase);
}
