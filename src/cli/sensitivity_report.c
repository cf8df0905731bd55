// SPDX-License-Identifier: MIT
#include "cli/sensitivity_report.h"

#include <math.h>
#include <string.h>

#include "base/format.h"
#include "base/text.h"
#include "cli/wrap.h"
#include "io/json_write.h"

enum { LABEL_W = 20, VALUE_W = 11, BAR_W = 12, END_W = 9, LINE_SIZE = 512 };

void sensitivity_value_text(struct knob knob, double value, char *text, size_t size)
{
	if (isnan(value))
		snprintf(text, size, "none");
	else if (knob.is_target)
		format_set_value(text, size, value, target_unit(knob.target));
	else if (knob_grain(knob) > 0)
		format_param_value(text, size, knob.param, value);
	else
		format_value(text, size, value, param_table[knob.param].unit);
}

static void put_right(FILE *out, const char *text, int width)
{
	int blanks = width - text_width(text);

	fprintf(out, "%*s%s", blanks > 0 ? blanks : 0, "", text);
}

/* ---- head ---- */

static void put_head(FILE *out, const struct sensitivity_shown *shown)
{
	const struct sensitivity *found = shown->found;
	char gap[FORMAT_SIZE], at[FORMAT_SIZE], line[LINE_SIZE];

	fprintf(out, "%s\n", shown->scenario->name);
	format_money(gap, sizeof(gap), fabs(found->gap));
	format_value(at, sizeof(at), found->breakeven_qpm, UNIT_PER_MONTH);
	if (found->state == ARCH_COUNT)
		snprintf(line, sizeof(line),
			 "nobody meets the targets; costs least for a good answer: %s",
			 arch_label(found->best));
	else
		snprintf(line, sizeof(line), "best: %s", arch_label(found->best));
	if (found->two)
		snprintf(line + strlen(line), sizeof(line) - strlen(line),
			 "; next: %s, %s %s by %s; break-even %s queries a month",
			 arch_label(found->next), gap, found->gap >= 0 ? "dearer" : "cheaper",
			 cost_measure_label(found->measure),
			 found->breakeven_qpm > 0 && isfinite(found->breakeven_qpm) ? at : "at no");
	put_wrapped(out, line, 0);
	fputc('\n', out);
}

/* ---- tornado ---- */

/* A bar from the present gap in the middle to one end, the largest of all being full. */
static void side_bar(double effect, double largest, bool left, char text[4 * BAR_W + 4])
{
	double part = fabs(effect) / largest;
	int n = isfinite(part) ? (int)lround(fmin(part, 1) * BAR_W) : 0;
	size_t used = 0;

	if (effect != 0 && n == 0)
		n = 1;
	text[0] = '\0';
	for (int i = 0; i < BAR_W; i++) {
		bool on = left ? i >= BAR_W - n : i < n;

		used += (size_t)snprintf(text + used, 5, "%s", on ? "█" : " ");
	}
}

/* Which way the gap moves at an end: left it closes, right it opens. */
static void put_bar(FILE *out, const struct sensitivity *found, const struct sensitivity_row *row,
		    double largest)
{
	double lo = row->lo.known ? row->lo.gap - found->gap : 0;
	double hi = row->hi.known ? row->hi.gap - found->gap : 0;
	double down = fmin(fmin(lo, hi), 0), up = fmax(fmax(lo, hi), 0);
	char left[4 * BAR_W + 4], right[4 * BAR_W + 4];

	side_bar(down, largest, true, left);
	side_bar(up, largest, false, right);
	fprintf(out, "%s│%s", left, right);
}

static void flip_text(const struct sensitivity_row *row, char text[LINE_SIZE])
{
	char at[FORMAT_SIZE];

	if (!row->flip.found) {
		snprintf(text, LINE_SIZE, "%s", FORMAT_MISSING);
		return;
	}
	sensitivity_value_text(row->knob, row->flip.at, at, sizeof(at));
	snprintf(text, LINE_SIZE, "%s %s", row->flip.nobody ? "nobody" : arch_label(row->flip.best),
		 at);
}

static void put_row(FILE *out, const struct sensitivity *found, const struct sensitivity_row *row,
		    double largest)
{
	char text[LINE_SIZE];

	put_column(out, knob_label(row->knob), LABEL_W);
	sensitivity_value_text(row->knob, row->now, text, sizeof(text));
	put_right(out, text, VALUE_W);
	fputs(" ", out);
	put_bar(out, found, row, largest);
	flip_text(row, text);
	fprintf(out, "  %s\n", text);
}

static void put_rows(FILE *out, const struct sensitivity_shown *shown)
{
	const struct sensitivity *found = shown->found;
	double largest = 0;
	int n = found->ranked_count < shown->top ? found->ranked_count : shown->top;

	for (int i = 0; i < found->ranked_count; i++)
		largest = fmax(largest, sensitivity_swing(found, &found->row[found->ranked[i]]));
	put_column(out, "", LABEL_W);
	put_right(out, "now", VALUE_W);
	fputs("   gap closes │ gap opens    flips to\n", out);
	for (int i = 0; i < n; i++)
		put_row(out, found, &found->row[found->ranked[i]], largest);
	fprintf(out, "\n%d more act, %d of %d do nothing here\n", found->ranked_count - n,
		found->row_count - found->ranked_count, found->row_count);
}

/* ---- break-even ---- */

void sensitivity_breakeven_text(double at_qpm, char text[FORMAT_SIZE])
{
	if (isnan(at_qpm))
		snprintf(text, FORMAT_SIZE, "never");
	else
		format_value(text, FORMAT_SIZE, at_qpm, UNIT_PER_MONTH);
}

/* Those that move it most, whatever the order of the tornado. */
static void put_breakeven(FILE *out, const struct sensitivity_shown *shown)
{
	struct sensitivity by = *shown->found;
	char lo[FORMAT_SIZE], hi[FORMAT_SIZE], from[FORMAT_SIZE], to[FORMAT_SIZE], line[LINE_SIZE];

	if (!by.two)
		return;
	sensitivity_rank(&by, ORDER_BREAKEVEN);
	fputs("\nwhat moves the break-even most\n", out);
	for (int i = 0; i < by.ranked_count && i < 8; i++) {
		const struct sensitivity_row *row = &by.row[by.ranked[i]];

		if (sensitivity_stretch(&by, row) <= 1)
			break;
		sensitivity_value_text(row->knob, row->lo.value, from, sizeof(from));
		sensitivity_value_text(row->knob, row->hi.value, to, sizeof(to));
		sensitivity_breakeven_text(row->lo.breakeven_qpm, lo);
		sensitivity_breakeven_text(row->hi.breakeven_qpm, hi);
		fputs("  ", out);
		put_column(out, knob_label(row->knob), LABEL_W);
		snprintf(line, sizeof(line), "%s at %s, %s at %s", lo, from, hi, to);
		put_wrapped(out, line, LABEL_W + 2);
	}
}

/* ---- pairs ---- */

static void put_pairs(FILE *out, const struct sensitivity *found)
{
	char together[FORMAT_SIZE], apart[FORMAT_SIZE], line[LINE_SIZE];
	int sums = 0;

	if (found->pair_count == 0)
		return;
	fputs("\ntwo at once, each at the end where it does most\n", out);
	for (int p = 0; p < found->pair_count; p++) {
		const struct sensitivity_pair *pair = &found->pair[p];

		sums += sensitivity_adds_up(pair);
		if (!pair->known || sensitivity_adds_up(pair))
			continue;
		format_delta(together, sizeof(together), pair->together, UNIT_USD);
		format_delta(apart, sizeof(apart), pair->apart, UNIT_USD);
		snprintf(line, sizeof(line), "%s and %s: %s, which alone do %s in sum",
			 knob_label(found->row[pair->i].knob), knob_label(found->row[pair->j].knob),
			 together, apart);
		fputs("  ", out);
		put_wrapped(out, line, 4);
	}
	if (sums > 0)
		fprintf(out, "  %d of %d pairs of the first %d do what each does alone, in sum\n",
			sums, found->pair_count, SENSITIVITY_TOP);
}

void sensitivity_text(FILE *out, const struct sensitivity_shown *shown)
{
	put_head(out, shown);
	put_rows(out, shown);
	put_breakeven(out, shown);
	put_pairs(out, shown->found);
}

/* ---- for programs ---- */

static const char *state_key(int state)
{
	return state == ARCH_COUNT ? "nobody" : arch_key((enum arch)state);
}

static void end_json(struct json_writer *writer, const char *key, const struct sensitivity_end *end)
{
	if (!end->known) {
		json_put_null(writer, key);
		return;
	}
	json_begin_flat(writer, key, '{');
	json_put_number(writer, "value", end->value);
	json_put_figure(writer, "gap_usd", end->gap);
	json_put_figure(writer, "breakeven_qpm", end->breakeven_qpm);
	json_put_string(writer, "best", state_key(end->state));
	json_end(writer, '}');
}

static void row_json(struct json_writer *writer, const struct sensitivity_row *row)
{
	char name[96];

	knob_name(row->knob, name, sizeof(name));
	json_begin(writer, NULL, '{');
	json_put_string(writer, "param", name);
	json_put_number(writer, "now", row->now);
	end_json(writer, "lo", &row->lo);
	end_json(writer, "hi", &row->hi);
	if (row->flip.found) {
		json_begin_flat(writer, "flip", '{');
		json_put_figure(writer, "at", row->flip.at);
		json_put_string(writer, "best",
				row->flip.nobody ? "nobody" : arch_key(row->flip.best));
		json_end(writer, '}');
	} else {
		json_put_null(writer, "flip");
	}
	json_end(writer, '}');
}

void sensitivity_json(FILE *out, const struct sensitivity_shown *shown)
{
	const struct sensitivity *found = shown->found;
	struct json_writer writer;
	char name[96];

	json_writer_init(&writer, out);
	json_begin(&writer, NULL, '{');
	json_put_string(&writer, "scenario", shown->scenario->name);
	json_put_string(&writer, "measure", cost_measure_key(found->measure));
	json_put_string(&writer, "best", state_key(found->state));
	json_begin_flat(&writer, "between", '[');
	json_put_string(&writer, NULL, arch_key(found->best));
	if (found->two)
		json_put_string(&writer, NULL, arch_key(found->next));
	json_end(&writer, ']');
	json_put_figure(&writer, "gap_usd", found->gap);
	json_put_figure(&writer, "breakeven_qpm", found->breakeven_qpm);
	json_begin(&writer, "rows", '[');
	for (int i = 0; i < found->ranked_count; i++)
		row_json(&writer, &found->row[found->ranked[i]]);
	json_end(&writer, ']');
	json_begin(&writer, "pairs", '[');
	for (int p = 0; p < found->pair_count; p++) {
		json_begin(&writer, NULL, '{');
		json_begin_flat(&writer, "params", '[');
		knob_name(found->row[found->pair[p].i].knob, name, sizeof(name));
		json_put_string(&writer, NULL, name);
		knob_name(found->row[found->pair[p].j].knob, name, sizeof(name));
		json_put_string(&writer, NULL, name);
		json_end(&writer, ']');
		json_put_figure(&writer, "together_usd", found->pair[p].together);
		json_put_figure(&writer, "apart_usd", found->pair[p].apart);
		json_end(&writer, '}');
	}
	json_end(&writer, ']');
	json_put_number(&writer, "without_effect", found->row_count - found->ranked_count);
	json_end(&writer, '}');
}
