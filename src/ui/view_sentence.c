// SPDX-License-Identifier: MIT
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "ui/view_figures.h"
#include "ui/view_knob.h"
#include "ui/view_sentence.h"

enum { FLIPS_TOLD = 4 };
enum { LONG_W = 170, FULL_W = 108, SHORT_W = 70, COMPACT_W = 36 };

enum verbosity verbosity_of_width(int columns)
{
	if (columns >= LONG_W)
		return WORDS_LONG;
	if (columns >= FULL_W)
		return WORDS_FULL;
	if (columns >= SHORT_W)
		return WORDS_SHORT;
	return columns >= COMPACT_W ? WORDS_COMPACT : WORDS_TINY;
}

__attribute__((format(printf, 2, 3))) static void append(char *line, const char *format, ...)
{
	size_t n = strlen(line);
	va_list args;

	va_start(args, format);
	vsnprintf(line + n, SENTENCE_SIZE - n, format, args);
	va_end(args);
}

/* What a target's figure is called; %s is the figure. */
static const struct {
	const char *full, *brief;
} target_words[TARGET_COUNT] = {
	[TARGET_TTFT_P95_S] = { "first token p95 %s", "p95 %s" },
	[TARGET_LATENCY_P95_S] = { "whole answer p95 %s", "whole p95 %s" },
	[TARGET_STALE_ANSWER_FRAC] = { "%s of answers stale", "stale %s" },
	[TARGET_CORRECT_FRAC] = { "%s right", "right %s" },
	[TARGET_MONTHLY_USD] = { "%s a month running", "running %s" },
};

/* "first token p95 0.84 s": a pattern of the table with its figure. */
static void append_pattern(char *line, const char *pattern, const char *figure)
{
	const char *at = strstr(pattern, "%s");

	append(line, "%.*s%s%s", (int)(at - pattern), pattern, figure, at + 2);
}

static void append_target(const struct frame *frame, char *line, enum target target, enum arch arch,
			  enum verbosity words)
{
	double wanted = frame->snapshot->scenario.targets[target];
	char figure[FORMAT_SIZE], limit[FORMAT_SIZE];

	figure_text(frame, figure_of_target(target), arch, figure, sizeof(figure));
	append_pattern(line,
		       words >= WORDS_FULL ? target_words[target].full : target_words[target].brief,
		       figure);
	if (words != WORDS_LONG || isnan(wanted))
		return;
	format_set_value(limit, sizeof(limit), wanted, target_unit(target));
	append(line, " (target %s)", limit);
}

/* The targets that are set; without any, the two figures that people ask for first. */
static int targets_to_tell(const struct frame *frame, enum target targets[TARGET_COUNT], int *set)
{
	int n = 0;

	for (int i = 0; i < TARGET_COUNT; i++)
		if (!isnan(frame->snapshot->scenario.targets[i]))
			targets[n++] = (enum target)i;
	*set = n;
	if (n == 0) {
		targets[n++] = TARGET_TTFT_P95_S;
		targets[n++] = TARGET_STALE_ANSWER_FRAC;
	}
	return n;
}

/* "both targets" */
static const char *targets_phrase(int n, char *buffer, size_t size)
{
	if (n == 1)
		return "the target";
	if (n == 2)
		return "both targets";
	snprintf(buffer, size, "all %d targets", n);
	return buffer;
}

static void append_money(const struct frame *frame, char *line, enum arch arch,
			 enum verbosity words)
{
	char money[FORMAT_SIZE];

	format_money(money, sizeof(money), frame_result(frame, arch)->all_in_usd);
	append(line, words >= WORDS_FULL ? "%s a month" : "%s/mo", money);
	if (words == WORDS_LONG)
		append(line, " all in");
}

static void append_figures(const struct frame *frame, char *line, enum arch arch,
			   enum verbosity words, const char *between)
{
	enum target targets[TARGET_COUNT];
	int set, n = targets_to_tell(frame, targets, &set);

	append_money(frame, line, arch, words);
	for (int i = 0; i < n; i++) {
		append(line, "%s", between);
		append_target(frame, line, targets[i], arch, words);
	}
	if (words == WORDS_LONG && isfinite(frame_result(frame, arch)->per_1k_good_usd)) {
		char money[FORMAT_SIZE];

		format_money(money, sizeof(money), frame_result(frame, arch)->per_1k_good_usd);
		append(line, "%s%s per 1,000 good answers", between, money);
	}
}

/* How far an architecture is from meeting a target: 1 when it does just so, more when it misses. */
static double miss_ratio(const struct frame *frame, enum arch arch, enum target target)
{
	double wanted = frame->snapshot->scenario.targets[target];
	double value = target_figure(frame_result(frame, arch), target);

	if (isnan(wanted))
		return 0;
	if (isnan(value))
		return HUGE_VAL;
	return target_is_floor(target) ? wanted / fmax(value, 1e-12) : value / fmax(wanted, 1e-12);
}

/* The architecture whose worst miss is the smallest, and the target that it misses. */
static enum arch nearest_miss(const struct frame *frame, enum target *target)
{
	enum arch archs[ARCH_COUNT], nearest;
	int n = frame_archs(frame, archs);
	double best = HUGE_VAL;

	nearest = archs[0];
	*target = TARGET_TTFT_P95_S;
	for (int i = 0; i < n; i++) {
		enum target worst = TARGET_TTFT_P95_S;

		for (int t = 1; t < TARGET_COUNT; t++)
			if (miss_ratio(frame, archs[i], (enum target)t) >
			    miss_ratio(frame, archs[i], worst))
				worst = (enum target)t;
		if (miss_ratio(frame, archs[i], worst) < best) {
			best = miss_ratio(frame, archs[i], worst);
			nearest = archs[i];
			*target = worst;
		}
	}
	return nearest;
}

static void append_wanted(const struct frame *frame, char *line, enum target target)
{
	char limit[FORMAT_SIZE];

	format_set_value(limit, sizeof(limit), frame->snapshot->scenario.targets[target],
			 target_unit(target));
	append(line, ", target %s", limit);
}

/* Nobody meets the targets: who comes nearest, at which target, and who gives a good answer for the
 * least money. */
static int tell_nobody(const struct frame *frame, enum verbosity words, const char *targets,
		       char line[][SENTENCE_SIZE])
{
	enum arch best = frame->snapshot->result.verdict.best;
	enum target target;
	enum arch nearest = nearest_miss(frame, &target);
	int n = words <= WORDS_COMPACT ? 1 : 0;

	append(line[0], "∅ nobody meets %s", words == WORDS_TINY ? "all" : targets);
	if (n == 0)
		append(line[0], "; nearest %s %s: ", arch_sign(nearest), arch_name(nearest));
	else
		append(line[1], words == WORDS_TINY ? "  %s " : "  nearest %s ",
		       arch_sign(nearest));
	append_target(frame, line[n], target, nearest, words == WORDS_LONG ? WORDS_FULL : words);
	if (words == WORDS_TINY)
		append(line[n], " !");
	else
		append_wanted(frame, line[n], target);
	if (words >= WORDS_FULL) {
		append(line[0], ". Best value: %s %s, ", arch_sign(best), arch_name(best));
		append_money(frame, line[0], best, WORDS_SHORT);
	}
	return n + 1;
}

static void tell_best(const struct frame *frame, enum verbosity words, const char *targets, int set,
		      char *line)
{
	const struct verdict *verdict = &frame->snapshot->result.verdict;
	bool dearer = verdict->best != verdict->cheapest;
	char label[ARCH_LABEL_SIZE];
	const char *name = arch_name(verdict->best);

	if (words >= WORDS_SHORT)
		name = scenario_arch_label(&frame->snapshot->scenario, verdict->best, label);
	append(line, "★ %s %s%s", arch_sign(verdict->best), name, strchr(name, ',') ? "," : "");
	if (set == 0)
		append(line, words == WORDS_COMPACT ? " cheapest" : " is cheapest");
	else if (dearer)
		append(line,
		       words == WORDS_COMPACT ? " cheapest to meet %s"
					      : " is the cheapest that meets %s",
		       targets);
	else if (words == WORDS_COMPACT)
		append(line, " cheapest, meets %s", targets);
	else
		append(line,
		       words == WORDS_SHORT ? " is cheapest, meets %s"
					    : " is cheapest and meets %s",
		       targets);
}

/* One line per figure, with what became of its target. */
static int tell_tiny(const struct frame *frame, char line[][SENTENCE_SIZE])
{
	const struct verdict *verdict = &frame->snapshot->result.verdict;
	enum target targets[TARGET_COUNT];
	int set, n = targets_to_tell(frame, targets, &set), lines = 1;

	append(line[0], "★ %s %s ", arch_sign(verdict->best), arch_name_short(verdict->best));
	append_money(frame, line[0], verdict->best, WORDS_TINY);
	for (int i = 0; i < n && lines < SENTENCES_MAX - 1; i++, lines++) {
		append(line[lines], "  ");
		append_target(frame, line[lines], targets[i], verdict->best, WORDS_TINY);
		if (set > 0)
			append(line[lines],
			       verdict->missed[verdict->best][targets[i]] ? " !" : " ok");
	}
	return lines;
}

static int tell_verdict(const struct frame *frame, enum verbosity words, char line[][SENTENCE_SIZE])
{
	const struct verdict *verdict = &frame->snapshot->result.verdict;
	enum target targets[TARGET_COUNT];
	char phrase[32];
	int set;

	targets_to_tell(frame, targets, &set);
	if (verdict->none_meets)
		return tell_nobody(frame, words, targets_phrase(set, phrase, sizeof(phrase)), line);
	if (words == WORDS_TINY)
		return tell_tiny(frame, line);
	tell_best(frame, words, targets_phrase(set, phrase, sizeof(phrase)), set, line[0]);
	if (words == WORDS_COMPACT) {
		append(line[1], "  ");
		append_figures(frame, line[1], verdict->best, words, "  ");
		return 2;
	}
	append(line[0], ": ");
	append_figures(frame, line[0], verdict->best, words, ", ");
	if (words >= WORDS_FULL)
		append(line[0], ".");
	return 1;
}

bool curve_ready(const struct frame *frame)
{
	const struct curve *curve = &frame->snapshot->curve;

	return curve->point_count > 1 && curve->lo_qpm > 0 && curve->hi_qpm > curve->lo_qpm;
}

const struct crossing *crossing_nearest(const struct frame *frame)
{
	const struct curve *curve = &frame->snapshot->curve;
	const struct crossing *nearest = NULL;
	double you = frame_volume(frame), least = HUGE_VAL;

	for (int i = 0; i < curve->crossing_count; i++) {
		double distance = fabs(log(curve->crossing[i].at_qpm / fmax(you, 1e-9)));

		if (distance < least) {
			least = distance;
			nearest = &curve->crossing[i];
		}
	}
	return nearest;
}

/* "3.15M queries a month (3.08M to 3.22M)"; "about" while it is read off the coarse curve. */
static void append_volume(const struct frame *frame, char *line, const struct crossing *crossing,
			  enum verbosity words)
{
	char at[FORMAT_SIZE], lo[FORMAT_SIZE], hi[FORMAT_SIZE];
	bool interval = isfinite(crossing->lo_qpm) && isfinite(crossing->hi_qpm);

	format_count(at, sizeof(at), crossing->at_qpm);
	format_count(lo, sizeof(lo), crossing->lo_qpm);
	format_count(hi, sizeof(hi), crossing->hi_qpm);
	if (!frame->snapshot->curve.complete && words >= WORDS_SHORT)
		append(line, "about ");
	if (words <= WORDS_COMPACT)
		append(line, "%s/mo", at);
	else
		append(line, words == WORDS_SHORT ? "%s queries/mo" : "%s queries a month", at);
	if (words >= WORDS_SHORT && interval && strcmp(lo, hi) != 0)
		append(line, " (%s to %s)", lo, hi);
}

/* What the best beyond the crossing costs here. */
static void append_surplus(const struct frame *frame, char *line, enum arch arch)
{
	const struct verdict *verdict = &frame->snapshot->result.verdict;
	double more = frame_result(frame, arch)->all_in_usd -
		      frame_result(frame, verdict->best)->all_in_usd;
	char money[FORMAT_SIZE];

	/* Where nobody is best there is nothing to compare with. */
	if (!(more > 0) || !isfinite(more) || verdict->none_meets)
		return;
	format_money(money, sizeof(money), more);
	append(line, ": %s costs %s a month more.", arch_name(arch), money);
}

static void append_you(const struct frame *frame, char *line, const struct crossing *crossing,
		       bool above, enum verbosity words)
{
	char you[FORMAT_SIZE], ratio[FORMAT_SIZE];

	format_set_value(you, sizeof(you), frame_volume(frame), UNIT_COUNT);
	format_ratio(ratio, sizeof(ratio), crossing->at_qpm / frame_volume(frame));
	if (words == WORDS_COMPACT)
		append(line, ", you %s", you);
	if (words == WORDS_SHORT)
		append(line, "; you are at %s", you);
	if (words == WORDS_LONG && above && frame_volume(frame) > 0)
		append(line, ", %s yours", ratio);
	if (words < WORDS_FULL)
		return;
	append(line, ". You are at %s", you);
	if (!above && !crossing->nobody_below)
		append_surplus(frame, line, crossing->below);
	else
		append(line, crossing->nobody_above || crossing->nobody_below
				     ? ": press c"
				     : ": drag monthly queries, or press c");
}

static void tell_crossing(const struct frame *frame, enum verbosity words,
			  const struct crossing *crossing, char *line)
{
	bool above = crossing->at_qpm >= frame_volume(frame);
	bool nobody = above ? crossing->nobody_above : crossing->nobody_below;
	enum arch arch = above ? crossing->above : crossing->below;
	const char *side = above ? "above" : "below";

	if (nobody)
		append(line,
		       words == WORDS_TINY ? "∅ nobody %s " : "∅ nobody meets the targets %s ",
		       side);
	else if (words == WORDS_TINY)
		append(line, "╳ %s %s ", arch_sign(arch), side);
	else if (words <= WORDS_SHORT)
		append(line, "╳ %s %s %s ", arch_sign(arch), arch_name(arch), side);
	else
		append(line, above ? "╳ %s %s takes over %s " : "╳ %s %s is best %s ",
		       arch_sign(arch), arch_name(arch), side);
	append_volume(frame, line, crossing, words);
	append_you(frame, line, crossing, above, words);
}

static void tell_no_crossing(const struct frame *frame, enum verbosity words, char *line)
{
	const struct curve *curve = &frame->snapshot->curve;
	const struct verdict *verdict = &frame->snapshot->result.verdict;
	char lo[FORMAT_SIZE], hi[FORMAT_SIZE];

	if (!curve_ready(frame) || !curve->complete) {
		append(line,
		       words >= WORDS_SHORT ? "… looking for the break-even volume" : "… looking");
		return;
	}
	format_set_value(lo, sizeof(lo), curve->lo_qpm, UNIT_COUNT);
	format_set_value(hi, sizeof(hi), curve->hi_qpm, UNIT_COUNT);
	if (words <= WORDS_COMPACT) {
		append(line, "╳ none, %s to %s/mo", lo, hi);
		return;
	}
	append(line, "╳ no break-even from %s to %s queries a month", lo, hi);
	if (verdict->none_meets)
		append(line, ": nobody meets the targets at any volume");
	else
		append(line, ": %s %s is best throughout", arch_sign(verdict->best),
		       arch_name(verdict->best));
}

/* How far away the flip of a knob is on its track; infinite when it is not to be told of: the
 * volume has its own sentence, and what is not set is nowhere. */
static double flip_distance(const struct snapshot *snapshot, int i)
{
	struct knob knob = snapshot->knobs[i];
	double now = knob_get(&snapshot->scenario, knob);

	if (isnan(now) || !snapshot->flips[i].known || !snapshot->flips[i].found ||
	    (!knob.is_target && knob.param == P_traffic_volume_qpm))
		return HUGE_VAL;
	return fabs(knob_to_position(knob, snapshot->flips[i].at) - knob_to_position(knob, now));
}

static void append_flip(const struct snapshot *snapshot, char *line, int i)
{
	const struct flip *flip = &snapshot->flips[i];
	struct knob knob = snapshot->knobs[i];
	double now = knob_get(&snapshot->scenario, knob);
	char at[FORMAT_SIZE];

	knob_value_text(knob, flip->at, at, sizeof(at));
	if (knob_unit(knob) != UNIT_CHOICE)
		format_value(at, sizeof(at), flip->at, knob_unit(knob));
	append(line, "%s %s %s: %s %s", knob_label(knob),
	       knob_grain(knob) > 0 ? "at"
	       : flip->at > now     ? "above"
				    : "below",
	       at, flip->nobody ? "∅" : arch_sign(flip->best),
	       flip->nobody ? "nobody" : arch_name(flip->best));
}

/* The nearest flip beyond this distance; -1: there is none. */
static int next_flip(const struct snapshot *snapshot, double beyond)
{
	int nearest = -1;

	for (int i = 0; i < snapshot->knob_count; i++) {
		double distance = flip_distance(snapshot, i);

		if (distance > beyond && distance < HUGE_VAL &&
		    (nearest < 0 || distance < flip_distance(snapshot, nearest)))
			nearest = i;
	}
	return nearest;
}

int sentences_flips(const struct frame *frame, int most, char line[][SENTENCE_SIZE])
{
	const struct snapshot *snapshot = frame->snapshot;
	double last = -1;
	int n = 0;

	for (int i; n < most && (i = next_flip(snapshot, last)) >= 0; n++) {
		last = flip_distance(snapshot, i);
		line[n][0] = '\0';
		append_flip(snapshot, line[n], i);
	}
	return n;
}

/* The other knobs that change the answer, nearest first. */
static void tell_flips(const struct frame *frame, char *line)
{
	char flips[FLIPS_TOLD][SENTENCE_SIZE];
	int n = sentences_flips(frame, FLIPS_TOLD, flips);

	for (int i = 0; i < n; i++)
		append(line, "%s%s", i == 0 ? "Other changes of the answer, nearest first: " : ", ",
		       flips[i]);
	if (n == 0)
		append(line, frame->snapshot->settled
				     ? "No other knob changes the answer in its range."
				     : "… looking for what else changes the answer");
}

int sentences(const struct frame *frame, enum verbosity words, char line[][SENTENCE_SIZE])
{
	const struct crossing *crossing = crossing_nearest(frame);
	int n;

	for (int i = 0; i < SENTENCES_MAX; i++)
		line[i][0] = '\0';
	n = tell_verdict(frame, words, line);
	if (crossing != NULL)
		tell_crossing(frame, words, crossing, line[n]);
	else
		tell_no_crossing(frame, words, line[n]);
	n++;
	if (words == WORDS_LONG)
		tell_flips(frame, line[n++]);
	return n;
}
