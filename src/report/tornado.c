// SPDX-License-Identifier: MIT
#include "report/tornado.h"

#include <math.h>

#include "base/format.h"
#include "io/json_write.h"
#include "cli/escape.h"

/* In units of the picture, which is as wide as the charts. */
enum { WIDTH = 712, LEFT = 160, RIGHT = 16, TOP = 24, ROW_H = 24, BAR_H = 14, BOTTOM = 8 };

struct span {
	double lo, hi;
};

static void take(struct span *span, double value)
{
	if (!isfinite(value))
		return;
	span->lo = fmin(span->lo, value);
	span->hi = fmax(span->hi, value);
}

/* All gaps, the present one and 0, where the answer turns over. */
static struct span span_of(const struct tornado *tornado)
{
	struct span span = { fmin(tornado->now, 0), fmax(tornado->now, 0) };

	for (int i = 0; i < tornado->count; i++) {
		take(&span, tornado->bar[i].lo);
		take(&span, tornado->bar[i].hi);
	}
	if (span.hi <= span.lo)
		span.hi = span.lo + 1;
	return span;
}

static double x_of(const struct span *span, double value)
{
	return LEFT + (WIDTH - LEFT - RIGHT) * (value - span->lo) / (span->hi - span->lo);
}

static void write_end(FILE *out, const struct span *span, double now, double end, int y,
		      const char *name)
{
	double from, to;

	if (!isfinite(end) || end == now)
		return;
	from = x_of(span, fmin(now, end));
	to = x_of(span, fmax(now, end));
	fprintf(out, "<rect class=\"%s\" x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"%d\"/>", name,
		from, y, fmax(to - from, 1), BAR_H);
}

static void write_value(FILE *out, const char *name, double value)
{
	char text[JSON_NUMBER_SIZE];

	if (isfinite(value))
		json_figure_text(text, value);
	else
		snprintf(text, sizeof(text), "null");
	fprintf(out, " data-%s=\"%s\"", name, text);
}

static void write_bar(FILE *out, const struct tornado *tornado, const struct span *span, int i)
{
	const struct tornado_bar *bar = &tornado->bar[i];
	int y = TOP + i * ROW_H;

	fprintf(out, "<g class=\"bar\" tabindex=\"0\" role=\"img\" data-param=\"%s\"", bar->name);
	write_value(out, "lo", bar->lo);
	write_value(out, "hi", bar->hi);
	fputs(" aria-label=\"", out);
	escape_html(out, bar->words);
	fprintf(out, "\"><rect class=\"row\" x=\"0\" y=\"%d\" width=\"%d\" height=\"%d\"/>", y,
		WIDTH, ROW_H);
	fprintf(out, "<text class=\"name\" x=\"%d\" y=\"%d\" text-anchor=\"end\">", LEFT - 10,
		y + ROW_H / 2 + 4);
	escape_html(out, bar->label);
	fputs("</text>", out);
	write_end(out, span, tornado->now, bar->lo, y + (ROW_H - BAR_H) / 2, "low");
	write_end(out, span, tornado->now, bar->hi, y + (ROW_H - BAR_H) / 2, "high");
	fputs("</g>\n", out);
}

static void write_line(FILE *out, const struct tornado *tornado, const struct span *span,
		       double value, const char *name)
{
	double x = x_of(span, value);

	fprintf(out, "<line class=\"%s\" x1=\"%.1f\" x2=\"%.1f\" y1=\"%d\" y2=\"%d\"/>", name, x, x,
		TOP - 4, TOP + tornado->count * ROW_H);
}

/* The labels of both lines stand outside of them, so that they never meet. */
static void write_labels(FILE *out, const struct tornado *tornado, const struct span *span)
{
	char now[FORMAT_SIZE];
	bool right = tornado->now >= 0;

	format_money(now, sizeof(now), tornado->now);
	fprintf(out,
		"<text class=\"note\" x=\"%.1f\" y=\"%d\" text-anchor=\"%s\">now %s</text>"
		"<text class=\"tick\" x=\"%.1f\" y=\"%d\" text-anchor=\"%s\">equal</text>\n",
		x_of(span, tornado->now) + (right ? 4 : -4), TOP - 8, right ? "start" : "end", now,
		x_of(span, 0) + (right ? -4 : 4), TOP - 8, right ? "end" : "start");
}

void tornado_write_svg(const struct tornado *tornado, FILE *out)
{
	struct span span = span_of(tornado);

	fprintf(out,
		"<svg class=\"tornado\" id=\"tornado\" viewBox=\"0 0 %d %d\" role=\"group\" "
		"aria-label=\"",
		WIDTH, TOP + tornado->count * ROW_H + BOTTOM);
	escape_html(out, tornado->title);
	fputs("\">\n", out);
	for (int i = 0; i < tornado->count; i++)
		write_bar(out, tornado, &span, i);
	write_line(out, tornado, &span, 0, "equal");
	write_line(out, tornado, &span, tornado->now, "now");
	write_labels(out, tornado, &span);
	fputs("</svg>\n", out);
}
