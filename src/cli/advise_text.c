// SPDX-License-Identifier: MIT
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/format.h"
#include "cli/advise_report.h"
#include "cli/wrap.h"

enum {
	ID_WIDTH = 5,
	MARK_WIDTH = 2,
	ANSWER_WIDTH = 24,
	TEXT_COLUMN = ID_WIDTH + MARK_WIDTH + ANSWER_WIDTH,
	LABEL_WIDTH = 11,
	KEY_WIDTH = 30,
	LINE_SIZE = 512,
};

static const char *const remark_names[] = {
	[REMARK_GAP] = "gap",
	[REMARK_OVERLAP] = "overlap",
	[REMARK_NOTE] = "note",
};

/* "=" fits what the run found, "/" does not, blank: says nothing of it. */
static const char *mark(const struct advise_shown *shown, const struct advice *advice)
{
	if (!advise_answer_says(advice->answer))
		return "";
	return advise_agrees(advice->answer, &shown->result->verdict) ? "=" : "/";
}

static void put_row(FILE *out, const struct advise_shown *shown, const struct advice *advice)
{
	char text[LINE_SIZE];

	put_column(out, advice->framework->id, ID_WIDTH);
	put_column(out, mark(shown, advice), MARK_WIDTH);
	put_column(out, advise_answer_label(advice->answer), ANSWER_WIDTH);
	if (advice->text[0] != '\0')
		snprintf(text, sizeof(text), "%s (%s%s)", advice->text, advice->source,
			 advice->ours ? ", ours" : "");
	else
		snprintf(text, sizeof(text), "nothing fires");
	put_wrapped(out, text, TEXT_COLUMN);
}

static void put_labelled(FILE *out, const char *label, const char *text)
{
	put_column(out, label, LABEL_WIDTH);
	put_wrapped(out, text, LABEL_WIDTH);
}

static void put_table(FILE *out, const struct advise_shown *shown)
{
	put_column(out, "", ID_WIDTH + MARK_WIDTH);
	put_column(out, "answer", ANSWER_WIDTH);
	fputs("rule that fired\n", out);
	for (int i = 0; i < ADVISE_FRAMEWORKS; i++)
		put_row(out, shown, &shown->report->advice[i]);
}

static void put_remarks(FILE *out, const struct advise_report *report)
{
	bool any = false;

	for (int i = 0; i < ADVISE_FRAMEWORKS; i++) {
		const struct advice *advice = &report->advice[i];

		for (int k = 0; k < advice->remark_count; k++) {
			char label[32];

			if (advice->remarks[k].kind == REMARK_NOTE)
				continue;
			if (!any)
				fputs("\ngaps and overlaps of the articles' rules\n", out);
			any = true;
			snprintf(label, sizeof(label), "%s", advice->framework->id);
			put_column(out, label, ID_WIDTH);
			snprintf(label, sizeof(label), "%s", remark_names[advice->remarks[k].kind]);
			put_column(out, label, 9);
			put_wrapped(out, advice->remarks[k].text, ID_WIDTH + 9);
		}
	}
}

static void put_combined(FILE *out, const struct advise_combined *combined)
{
	char text[LINE_SIZE];

	if (strcmp(combined->decided_by, "tie") == 0)
		snprintf(text, sizeof(text), "%s", advise_answer_label(combined->answer));
	else
		snprintf(text, sizeof(text), "%s, decided by %s",
			 advise_answer_label(combined->answer), combined->decided_by);
	fputc('\n', out);
	put_labelled(out, "combined", text);
	for (int i = 0; i < combined->step_count; i++) {
		put_column(out, "", LABEL_WIDTH);
		put_column(out, combined->steps[i].framework, ID_WIDTH);
		put_wrapped(out, combined->steps[i].text, LABEL_WIDTH + ID_WIDTH);
	}
}

static void put_simulated(FILE *out, const struct advise_shown *shown)
{
	const struct verdict *verdict = &shown->result->verdict;
	const struct advise_report *report = shown->report;
	char text[LINE_SIZE], cost[FORMAT_SIZE];

	format_value(cost, sizeof(cost), shown->result->arch[verdict->best].all_in_usd,
		     UNIT_USD_PER_MONTH);
	snprintf(text, sizeof(text), "%s, %s all in: %s", arch_label(verdict->best), cost,
		 verdict->why);
	put_labelled(out, "simulated", text);
	if (report->agrees)
		put_labelled(out, "agreement", "the combined answer is what the run finds best");
	else
		put_labelled(out, report->compared ? "they differ" : "not run", report->why);
}

/* Those that most frameworks ask for first. */
static void put_missing(FILE *out, const struct advise_report *report)
{
	char text[2048] = "";
	int once = 0;

	for (int i = 0; i < ADVISE_INPUTS; i++)
		once += i != ADVISE_SLACK && advise_missing_count(report, i) == 1;
	for (int most = ADVISE_FRAMEWORKS; most > 1; most--) {
		for (int i = 0; i < ADVISE_INPUTS; i++) {
			size_t used = strlen(text);

			if (i != ADVISE_SLACK && advise_missing_count(report, i) == most)
				snprintf(text + used, sizeof(text) - used, "%s%s (%d)",
					 used > 0 ? ", " : "", advise_input_info(i).key, most);
		}
	}
	if (once > 0)
		snprintf(text + strlen(text), sizeof(text) - strlen(text),
			 "%s%d more that one framework asks for", text[0] != '\0' ? ", " : "",
			 once);
	if (text[0] == '\0')
		return;
	fputc('\n', out);
	put_labelled(out, "missing", text);
	put_labelled(out, "",
		     "(so many frameworks could answer differently; --ask asks, --trait KEY=VALUE "
		     "or --set gives one, --explain ID shows one framework)");
}

void advise_text(FILE *out, const struct advise_shown *shown)
{
	fprintf(out, "%s\n", shown->scenario->name);
	put_wrapped(out,
		    "Frameworks of the five articles S0 to S4; = fits what the run finds best, / "
		    "does not, blank says nothing of it.",
		    0);
	fputc('\n', out);
	put_table(out, shown);
	put_remarks(out, shown->report);
	put_combined(out, &shown->report->combined);
	put_simulated(out, shown);
	put_missing(out, shown->report);
}

/* ---- one of them ---- */

void advise_choices(int input, char *text, size_t size)
{
	struct advise_input_info info = advise_input_info(input);

	text[0] = '\0';
	if (info.unit == UNIT_FLAG)
		snprintf(text, size, "yes or no");
	for (int i = 0; info.unit == UNIT_CHOICE && trait_table[input].choices[i]; i++) {
		size_t used = strlen(text);

		snprintf(text + used, size - used, "%s%s", i > 0 ? ", " : "",
			 trait_table[input].choices[i]);
	}
	if (text[0] == '\0')
		snprintf(text, size, "%s", unit_name(info.unit));
}

static void put_rule(FILE *out, const struct advice *advice, int i)
{
	static const char *const states[] = {
		[RULE_NO] = "no",
		[RULE_FIRES] = "fires",
		[RULE_UNDECIDED] = "unknown",
	};
	const struct advise_rule *rule = &advice->framework->rules[i];
	char text[LINE_SIZE];

	fputs("  ", out);
	put_column(out, states[advice->state[i]], 9);
	put_column(out, advise_answer_label(rule->answer), ANSWER_WIDTH);
	snprintf(text, sizeof(text), "%s%s%s (%s%s)", rule->part ? rule->part : "",
		 rule->part ? ": " : "", rule->text, rule->source, rule->ours ? ", ours" : "");
	put_wrapped(out, text, 2 + 9 + ANSWER_WIDTH);
}

static void put_known(FILE *out, const struct advise_inputs *inputs, int input)
{
	char text[LINE_SIZE], value[FORMAT_SIZE];
	const struct advise_input *known = &inputs->at[input];

	advise_input_text(input, known->value, value, sizeof(value));
	snprintf(text, sizeof(text), "%s, from %s%s", value, known->from,
		 known->is_default ? " (built-in default)" : "");
	fputs("  ", out);
	put_column(out, advise_input_info(input).label, KEY_WIDTH);
	put_wrapped(out, text, 2 + KEY_WIDTH);
}

static void put_unknown(FILE *out, int input)
{
	char choices[LINE_SIZE], text[2 * LINE_SIZE];
	struct advise_input_info info = advise_input_info(input);

	advise_choices(input, choices, sizeof(choices));
	snprintf(text, sizeof(text), "%s [%s]",
		 input < TRAIT_COUNT ? trait_table[input].question : info.label, choices);
	fputs("  ", out);
	put_column(out, info.key, KEY_WIDTH);
	put_wrapped(out, text, 2 + KEY_WIDTH);
}

static void put_inputs(FILE *out, const struct advise_report *report, const struct advice *advice)
{
	bool any = false;

	for (int i = 0; i < ADVISE_INPUTS; i++) {
		if (advice->used[i] && !any)
			fputs("inputs\n", out);
		any = any || advice->used[i];
		if (advice->used[i])
			put_known(out, &report->inputs, i);
	}
	any = false;
	for (int i = 0; i < ADVISE_INPUTS; i++) {
		if (advice->missing[i] && !any)
			fputs("missing\n", out);
		any = any || advice->missing[i];
		if (advice->missing[i])
			put_unknown(out, i);
	}
}

static void explain_one(FILE *out, const struct advise_shown *shown, const struct advice *advice)
{
	const struct advise_framework *framework = advice->framework;
	char text[LINE_SIZE];

	fprintf(out, "%s, %s, %s\n", framework->id, framework->source, framework->title);
	snprintf(text, sizeof(text), "%s%s%s", advise_answer_label(advice->answer),
		 advice->text[0] != '\0' ? ": " : "", advice->text);
	put_labelled(out, "answer", text);
	if (advise_answer_says(advice->answer))
		put_labelled(out, "the run",
			     advise_agrees(advice->answer, &shown->result->verdict)
				     ? "agrees"
				     : "finds another one best");
	for (int i = 0; i < advice->remark_count; i++)
		put_labelled(out, remark_names[advice->remarks[i].kind], advice->remarks[i].text);
	fputs("rules\n", out);
	for (int i = 0; i < framework->rule_count; i++)
		put_rule(out, advice, i);
	put_inputs(out, shown->report, advice);
}

void advise_explain(FILE *out, const struct advise_shown *shown)
{
	bool first = true;

	for (int i = 0; i < ADVISE_FRAMEWORKS; i++) {
		if (!shown->only[i])
			continue;
		if (!first)
			fputc('\n', out);
		first = false;
		explain_one(out, shown, &shown->report->advice[i]);
	}
}
