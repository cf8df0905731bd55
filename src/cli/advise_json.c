// SPDX-License-Identifier: MIT
#include <math.h>
#include <string.h>

#include "cli/advise_report.h"
#include "io/json_write.h"

static void put_text(struct json_writer *writer, const char *key, const char *text)
{
	if (text[0] != '\0')
		json_put_string(writer, key, text);
	else
		json_put_null(writer, key);
}

static void put_archs(struct json_writer *writer, enum advise_answer answer)
{
	json_begin_flat(writer, "architectures", '[');
	for (unsigned int i = 0; i < ARCH_COUNT; i++) {
		if (advise_answer_says(answer) && advise_answer_allows(answer, (enum arch)i))
			json_put_string(writer, NULL, arch_key((enum arch)i));
	}
	json_end(writer, ']');
}

/* true or false where the answer names somebody, else null. */
static void put_agrees(struct json_writer *writer, enum advise_answer answer,
		       const struct verdict *verdict)
{
	if (advise_answer_says(answer))
		json_put_bool(writer, "agrees", advise_agrees(answer, verdict));
	else
		json_put_null(writer, "agrees");
}

static void put_fired(struct json_writer *writer, const struct advice *advice)
{
	json_begin(writer, "fired", '[');
	for (int i = 0; i < advice->framework->rule_count; i++) {
		const struct advise_rule *rule = &advice->framework->rules[i];

		if (advice->state[i] != RULE_FIRES || rule->when[0].op == WHEN_END)
			continue;
		json_begin_flat(writer, NULL, '{');
		json_put_string(writer, "source", rule->source);
		if (rule->part)
			json_put_string(writer, "part", rule->part);
		json_put_string(writer, "answer", advise_answer_key(rule->answer));
		json_put_string(writer, "rule", rule->text);
		json_put_bool(writer, "ours", rule->ours);
		json_end(writer, '}');
	}
	json_end(writer, ']');
}

static void put_value(struct json_writer *writer, int input, double value)
{
	struct advise_input_info info = advise_input_info(input);

	if (info.unit == UNIT_FLAG)
		json_put_bool(writer, "value", value != 0);
	else if (info.unit == UNIT_CHOICE)
		json_put_string(writer, "value", trait_table[input].choices[(int)value]);
	else
		json_put_number(writer, "value", value); /* for ever is null */
}

static void put_inputs(struct json_writer *writer, const struct advise_inputs *inputs,
		       const struct advice *advice)
{
	json_begin(writer, "inputs", '[');
	for (int i = 0; i < ADVISE_INPUTS; i++) {
		if (!advice->used[i])
			continue;
		json_begin_flat(writer, NULL, '{');
		json_put_string(writer, "key", advise_input_info(i).key);
		json_put_string(writer, "label", advise_input_info(i).label);
		put_value(writer, i, inputs->at[i].value);
		json_put_string(writer, "from", inputs->at[i].from);
		json_put_bool(writer, "default", inputs->at[i].is_default);
		json_end(writer, '}');
	}
	json_end(writer, ']');
	json_begin_flat(writer, "missing", '[');
	for (int i = 0; i < ADVISE_INPUTS; i++) {
		if (advice->missing[i])
			json_put_string(writer, NULL, advise_input_info(i).key);
	}
	json_end(writer, ']');
}

static void put_remarks(struct json_writer *writer, const char *key, const struct advice *advice,
			enum advise_remark_kind kind)
{
	json_begin(writer, key, '[');
	for (int i = 0; i < advice->remark_count; i++) {
		if (advice->remarks[i].kind == kind)
			json_put_string(writer, NULL, advice->remarks[i].text);
	}
	json_end(writer, ']');
}

static void put_framework(struct json_writer *writer, const struct advise_shown *shown,
			  const struct advice *advice)
{
	json_begin(writer, NULL, '{');
	json_put_string(writer, "id", advice->framework->id);
	json_put_string(writer, "source", advice->framework->source);
	json_put_string(writer, "title", advice->framework->title);
	json_put_string(writer, "answer", advise_answer_key(advice->answer));
	put_archs(writer, advice->answer);
	put_text(writer, "rule", advice->text);
	put_text(writer, "rule_source", advice->source);
	json_put_bool(writer, "ours", advice->ours);
	put_agrees(writer, advice->answer, &shown->result->verdict);
	put_fired(writer, advice);
	put_inputs(writer, &shown->report->inputs, advice);
	put_remarks(writer, "gaps", advice, REMARK_GAP);
	put_remarks(writer, "overlaps", advice, REMARK_OVERLAP);
	put_remarks(writer, "notes", advice, REMARK_NOTE);
	json_end(writer, '}');
}

static void put_simulation(struct json_writer *writer, const struct advise_shown *shown)
{
	const struct result *result = shown->result;

	json_begin(writer, "simulation", '{');
	json_put_string(writer, "best",
			result->verdict.none_meets ? "nobody" : arch_key(result->verdict.best));
	json_put_string(writer, "cheapest", arch_key(result->verdict.cheapest));
	json_put_string(writer, "why", result->verdict.why);
	json_begin_flat(writer, "all_in_usd", '{');
	for (int i = 0; i < shown->scenario->arch_count; i++) {
		enum arch arch = shown->scenario->archs[i];

		json_put_figure(writer, arch_key(arch), result->arch[arch].all_in_usd);
	}
	json_end(writer, '}');
	json_put_string(writer, "digest", result->digest);
	json_end(writer, '}');
}

static void put_combined(struct json_writer *writer, const struct advise_report *report)
{
	const struct advise_combined *combined = &report->combined;

	json_begin(writer, "combined", '{');
	json_put_string(writer, "answer", advise_answer_key(combined->answer));
	put_archs(writer, combined->answer);
	json_put_string(writer, "decided_by", combined->decided_by);
	json_begin(writer, "steps", '[');
	for (int i = 0; i < combined->step_count; i++) {
		json_begin_flat(writer, NULL, '{');
		json_put_string(writer, "framework", combined->steps[i].framework);
		json_put_string(writer, "text", combined->steps[i].text);
		json_end(writer, '}');
	}
	json_end(writer, ']');
	if (report->compared)
		json_put_bool(writer, "agrees", report->agrees);
	else
		json_put_null(writer, "agrees");
	put_text(writer, "why", report->why);
	json_end(writer, '}');
}

void advise_json(FILE *out, const struct advise_shown *shown)
{
	struct json_writer writer;

	json_writer_init(&writer, out);
	json_begin(&writer, NULL, '{');
	json_put_string(&writer, "scenario", shown->scenario->name);
	json_begin(&writer, "frameworks", '[');
	for (int i = 0; i < ADVISE_FRAMEWORKS; i++) {
		if (!shown->explains || shown->only[i])
			put_framework(&writer, shown, &shown->report->advice[i]);
	}
	json_end(&writer, ']');
	put_simulation(&writer, shown);
	put_combined(&writer, shown->report);
	json_end(&writer, '}');
}
