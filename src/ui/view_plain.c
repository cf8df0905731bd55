// SPDX-License-Identifier: MIT
#include "ui/view_plain.h"

#include <ctype.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "ui/view_figures.h"
#include "ui/view_knob.h"
#include "ui/view_sentence.h"

enum { KNOBS_FIRST = 12 };

/* --- words --- */

static const char *word_of(uint32_t code)
{
	static const struct {
		uint32_t code;
		const char *word;
	} words[] = {
		{ 0x2013, "unknown" }, { 0x2026, "..." },      { 0x221e, "infinite" },
		{ 0x2264, "at most" }, { 0x2265, "at least" },
	};

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (words[i].code == code)
			return words[i].word;
	return NULL;
}

/* Arrows, mathematical signs, boxes, blocks, shapes, braille. */
static bool is_sign(uint32_t code)
{
	return code >= 0x2190 && code <= 0x2bff;
}

void view_plain_words(char *out, size_t size, const char *in)
{
	size_t used = 0, left = strlen(in);

	while (left > 0) {
		uint32_t code;
		size_t n = text_utf8_decode(in, left, &code), length = n;
		const char *word = word_of(code), *from = word ? word : in;

		in += n;
		left -= n;
		if (word) {
			length = strlen(word);
		} else if (is_sign(code)) {
			length = 0;
			if (*in == ' ' && (used == 0 || out[used - 1] == ' ')) {
				in++;
				left--;
			}
		}
		if (used + length >= size)
			break;
		memcpy(out + used, from, length);
		used += length;
	}
	out[used] = '\0';
}

__attribute__((format(printf, 3, 4))) static void add(struct plain_text *text, const char *label,
						      const char *format, ...)
{
	struct plain_line *line = &text->lines[text->count];
	char raw[PLAIN_TEXT_SIZE];
	va_list arguments;

	if (text->count == PLAIN_LINES_MAX)
		return;
	va_start(arguments, format);
	vsnprintf(raw, sizeof(raw), format, arguments);
	va_end(arguments);
	view_plain_words(line->label, sizeof(line->label), label);
	view_plain_words(line->text, sizeof(line->text), raw);
	text->count++;
}

__attribute__((format(printf, 3, 4))) static void append(char *out, size_t size, const char *format,
							 ...)
{
	size_t used = strlen(out);
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(out + used, size - used, format, arguments);
	va_end(arguments);
}

/* --- the answer and the scores --- */

static void add_answer(struct plain_text *text, const struct frame *frame)
{
	static const char *const labels[SENTENCES_MAX] = { "Answer", "Where it changes" };
	char line[SENTENCES_MAX][SENTENCE_SIZE];
	int n = sentences(frame, WORDS_SHORT, line);

	for (int i = 0; i < n && i < 2; i++)
		add(text, labels[i], "%s", line[i]);
}

/* As the report's stars. False if there is nothing to tell of anybody. */
static bool best_of(const struct frame *frame, const struct figure_row *row,
		    const struct figure_values *values, char figure[][FORMAT_SIZE], bool *best)
{
	const char *texts[ARCH_COUNT];
	bool told = row->better == 0;

	for (int i = 0; i < values->n; i++) {
		texts[i] = figure[i];
		told = told || !isnan(values->value[i]);
	}
	result_best_of(&frame->snapshot->result, values->arch, values->n, row->better,
		       values->value, texts, best);
	return told;
}

static const char *flag_of(const struct frame *frame, const struct figure_row *row, enum arch arch,
			   bool best)
{
	const struct verdict *verdict = &frame->snapshot->result.verdict;

	if (row->target != NO_TARGET && verdict->missed[arch][row->target])
		return ", target missed";
	return best ? ", best" : "";
}

static void label_of(const struct frame *frame, const struct figure_row *row, char *label,
		     size_t size)
{
	char target[FORMAT_SIZE];
	double wanted = PARAM_NULL;

	if (row->target != NO_TARGET)
		wanted = frame->snapshot->scenario.targets[row->target];
	snprintf(label, size, "%s", row->label);
	if (isnan(wanted))
		return;
	format_set_value(target, sizeof(target), wanted, target_unit(row->target));
	append(label, size, " (target %s %s)", target_is_floor(row->target) ? "≥" : "≤", target);
}

static void add_score(struct plain_text *text, const struct frame *frame,
		      const struct figure_row *row)
{
	char figure[ARCH_COUNT][FORMAT_SIZE], label[PLAIN_LABEL_SIZE], line[PLAIN_TEXT_SIZE] = "";
	struct figure_values values;
	bool best[ARCH_COUNT];

	figure_get(frame, row, &values);
	figure_texts(frame, row, &values, figure);
	if (!best_of(frame, row, &values, figure, best))
		return;
	for (int i = 0; i < values.n; i++)
		append(line, sizeof(line), "%s%s %s%s", i > 0 ? "; " : "",
		       arch_name(values.arch[i]), figure[i],
		       flag_of(frame, row, values.arch[i], best[i]));
	label_of(frame, row, label, sizeof(label));
	add(text, label, "%s", line);
}

static void add_scores(struct plain_text *text, const struct frame *frame, bool all)
{
	for (int i = 0; i < figure_row_count; i++) {
		const struct figure_row *row = &figure_rows[i];
		bool targeted = row->target != NO_TARGET &&
				!isnan(frame->snapshot->scenario.targets[row->target]);

		if (all || targeted || row->rank <= 7)
			add_score(text, frame, row);
	}
}

/* --- the break-even --- */

static const char *side(enum arch arch, bool nobody)
{
	return nobody ? "nobody meets the targets" : arch_name(arch);
}

static void add_crossing(struct plain_text *text, int number, const struct crossing *crossing)
{
	char at[FORMAT_SIZE], label[PLAIN_LABEL_SIZE];

	if (isfinite(crossing->lo_qpm) && isfinite(crossing->hi_qpm))
		format_interval(at, sizeof(at), crossing->at_qpm, crossing->lo_qpm,
				crossing->hi_qpm, UNIT_COUNT);
	else
		format_count(at, sizeof(at), crossing->at_qpm);
	snprintf(label, sizeof(label), "Break-even %d", number);
	add(text, label, "%s queries a month; below it %s, above it %s", at,
	    side(crossing->below, crossing->nobody_below),
	    side(crossing->above, crossing->nobody_above));
}

static void add_break_even(struct plain_text *text, const struct frame *frame)
{
	const struct curve *curve = &frame->snapshot->curve;
	char lo[FORMAT_SIZE], hi[FORMAT_SIZE];

	for (int i = 0; i < curve->crossing_count; i++)
		add_crossing(text, i + 1, &curve->crossing[i]);
	if (curve->crossing_count > 0 || !curve_ready(frame))
		return;
	format_set_value(lo, sizeof(lo), curve->lo_qpm, UNIT_COUNT);
	format_set_value(hi, sizeof(hi), curve->hi_qpm, UNIT_COUNT);
	add(text, "Break-even", "none from %s to %s queries a month", lo, hi);
}

/* --- knobs --- */

static void name_of(struct knob knob, char *name, size_t size)
{
	if (knob.is_target)
		snprintf(name, size, "targets.%s", target_key(knob.target));
	else
		param_full_name(knob.param, name, size);
}

static bool has_letters(const char *text, const char *letters)
{
	size_t n = strlen(letters);

	for (; *text; text++) {
		size_t i = 0;

		while (i < n &&
		       tolower((unsigned char)text[i]) == tolower((unsigned char)letters[i]))
			i++;
		if (i == n)
			return true;
	}
	return n == 0;
}

static bool is_changed(const struct frame *frame, struct knob knob)
{
	double now = knob_get(&frame->snapshot->scenario, knob);
	double file = knob_get(&frame->state->file, knob);

	return now != file && !(isnan(now) && isnan(file));
}

static bool is_wanted(const struct frame *frame, int index, const char *name, const char *filter)
{
	struct knob knob = frame->state->knobs[index];

	if (!filter)
		return index < KNOBS_FIRST || is_changed(frame, knob);
	return has_letters(name, filter) || has_letters(knob_label(knob), filter);
}

static void append_flip(const struct frame *frame, struct knob knob, char *line, size_t size)
{
	const struct flip *flip = knob_flip(frame, knob);
	char at[FORMAT_SIZE];

	if (!flip)
		return;
	if (!flip->found) {
		append(line, size, "; turning it does not change the answer");
		return;
	}
	knob_value_text(knob, flip->at, at, sizeof(at));
	append(line, size, "; at %s the answer becomes %s", at,
	       flip->nobody ? "that nobody meets the targets" : arch_name(flip->best));
}

static void add_knob(struct plain_text *text, const struct frame *frame, int index,
		     const char *filter)
{
	struct knob knob = frame->state->knobs[index];
	char name[96], label[PLAIN_LABEL_SIZE], value[FORMAT_SIZE], line[PLAIN_TEXT_SIZE];

	name_of(knob, name, sizeof(name));
	if (!is_wanted(frame, index, name, filter))
		return;
	knob_value_text(knob, knob_get(&frame->snapshot->scenario, knob), value, sizeof(value));
	snprintf(line, sizeof(line), "%s", value);
	if (is_changed(frame, knob)) {
		knob_value_text(knob, knob_get(&frame->state->file, knob), value, sizeof(value));
		append(line, sizeof(line), " (in the file %s)", value);
	}
	if (frame->state->locked[index])
		append(line, sizeof(line), ", locked");
	append_flip(frame, knob, line, sizeof(line));
	snprintf(label, sizeof(label), "%s, %s", knob_label(knob), name);
	add(text, label, "%s", line);
}

void view_plain_add(struct plain_text *text, const struct snapshot *snapshot,
		    const struct ui_state *state, enum plain_part part, const char *filter)
{
	struct frame frame = { .snapshot = snapshot, .state = state };
	int knobs = part == PLAIN_KNOBS ? state->knob_count : 0;

	for (int i = 0; i < knobs; i++)
		add_knob(text, &frame, i, filter);
	if (part == PLAIN_KNOBS)
		return;
	if (!frame_ready(&frame)) {
		add(text, "Answer", "none: %s", snapshot->error.message);
		return;
	}
	if (part == PLAIN_ANSWER)
		add_answer(text, &frame);
	else if (part == PLAIN_BREAK_EVEN)
		add_break_even(text, &frame);
	else
		add_scores(text, &frame, part == PLAIN_ALL_SCORES);
}
