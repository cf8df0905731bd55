// SPDX-License-Identifier: MIT
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/text.h"
#include "base/xalloc.h"
#include "cli/answer.h"
#include "cli/advise_report.h"
#include "cli/cli.h"
#include "cli/options.h"
#include "cli/output.h"
#include "cli/scenario_find.h"
#include "cli/wrap.h"
#include "io/scenario_io.h"
#include "session/session.h"

enum { LINE_SIZE = 256 };

/* clang-format off */
static const struct option advise_options[] = {
	{ "--trait", "KEY=VALUE", "says what the frameworks ask, as labels=1200; may be repeated",
	  OPTION_LIST, offsetof(struct options, traits), offsetof(struct options, trait_count), 0 },
	{ "--ask", NULL, "asks for what is missing; Enter: unknown, Ctrl-D: no more questions",
	  OPTION_FLAG, offsetof(struct options, ask), 1, 0 },
	{ "--explain", "ID|WORD", "every rule of one framework, as C4a, or of those on a subject",
	  OPTION_TEXT, offsetof(struct options, explain), 0, 0 },
	{ "--format", "text|json", "what the advice is written as",
	  OPTION_CHOICE, offsetof(struct options, format), 0, 0 },
	{ "--output", "FILE", "writes it to a file, whole or not at all",
	  OPTION_TEXT, offsetof(struct options, output), 0, 'o' },
	{ 0 },
};
/* clang-format on */

static const struct usage usage = {
	.synopsis = "advise [OPTION]... [SCENARIO]",
	.summary =
		"What 21 decision frameworks of five articles advise for a scenario, which rule\n"
		"fired in each, what is missing, where their rules have gaps or contradict each\n"
		"other; one answer out of all; and beside it what the simulation finds. Inputs\n"
		"come from the parameters, targets and \"traits\" of the scenario.",
	.takes_scenario = true,
	.tables = { advise_options, scenario_options },
};

static bool set_trait(const char *setting, struct scenario *scenario, struct error *error)
{
	const char *equals = strchr(setting, '=');
	char key[64];

	if (!equals || equals == setting)
		return error_set(error, "not KEY=VALUE: \"%s\"", setting);
	if (snprintf(key, sizeof(key), "%.*s", (int)(equals - setting), setting) >=
	    (int)sizeof(key))
		return error_set(error, "unknown trait: \"%s\"", setting);
	return scenario_set_trait(scenario, key, equals + 1, error);
}

static bool set_traits(const struct options *options, struct scenario *scenario,
		       struct error *error)
{
	for (int i = 0; i < options->trait_count; i++) {
		if (!set_trait(options->traits[i], scenario, error))
			return false;
	}
	return true;
}

/* ---- asking ---- */

/* A line without blanks around it. False at the end of input. */
static bool read_line(char line[LINE_SIZE])
{
	size_t length;

	if (!fgets(line, LINE_SIZE, stdin))
		return false;
	length = strlen(line);
	if (length > 0 && line[length - 1] != '\n') {
		for (int c = getchar(); c != '\n' && c != EOF; c = getchar())
			;
	}
	while (length > 0 && isspace((unsigned char)line[length - 1]))
		line[--length] = '\0';
	memmove(line, line + strspn(line, " \t"), strlen(line + strspn(line, " \t")) + 1);
	return true;
}

/* A trait, or the parameter or target that says it. */
static bool take_answer(struct scenario *scenario, int input, const char *text, struct error *error)
{
	const char *key = advise_input_info(input).key;

	if (input < TRAIT_COUNT)
		return scenario_set_trait(scenario, key, text, error);
	if (strcmp(text, "yes") == 0 || strcmp(text, "no") == 0)
		text = text[0] == 'y' ? "true" : "false";
	return scenario_set(scenario, key, text, error);
}

static void prompt(int input)
{
	char choices[LINE_SIZE], text[2 * LINE_SIZE];

	advise_choices(input, choices, sizeof(choices));
	if (input < TRAIT_COUNT)
		snprintf(text, sizeof(text), "%s [%s]", trait_table[input].question, choices);
	else
		snprintf(text, sizeof(text), "%s, %s [%s]", advise_input_info(input).label,
			 advise_input_info(input).key, choices);
	put_wrapped(stderr, text, 0);
	fputs("> ", stderr);
	fflush(stderr);
}

static void explain_question(int input)
{
	char name[LINE_SIZE];
	enum param_id id;

	fputs("  ", stderr);
	if (input < TRAIT_COUNT && trait_table[input].help[0] != '\0')
		put_wrapped(stderr, trait_table[input].help, 2);
	else if (input >= TRAIT_COUNT &&
		 param_find(advise_input_info(input).key, &id, name, sizeof(name)))
		put_wrapped(stderr, param_table[id].help, 2);
	else
		fputs("there is no more to say about it\n", stderr);
}

/* False when nobody answers any more. */
static bool ask(struct scenario *scenario, int input)
{
	char line[LINE_SIZE], safe[3 * LINE_SIZE];
	struct error error;

	for (;;) {
		prompt(input);
		if (!read_line(line)) {
			fputc('\n', stderr);
			return false;
		}
		text_sanitise(safe, sizeof(safe), line);
		if (strcmp(safe, "?") == 0)
			explain_question(input);
		else if (safe[0] == '\0' || take_answer(scenario, input, safe, &error))
			return true;
		else
			fprintf(stderr, "  %s\n", error.message);
	}
}

/* What most frameworks miss and was not asked yet; ADVISE_INPUTS: nothing. */
static int most_missed(const struct advise_report *report, const bool *asked)
{
	int best = ADVISE_INPUTS, most = 0;

	for (int i = 0; i < ADVISE_INPUTS; i++) {
		int count = asked[i] || i == ADVISE_SLACK ? 0 : advise_missing_count(report, i);

		if (count > most) {
			most = count;
			best = i;
		}
	}
	return best;
}

/* An answer may make other questions needless, or raise new ones. */
static void ask_all(struct scenario *scenario, struct advise_report *report)
{
	bool asked[ADVISE_INPUTS] = { false };

	fputs("Enter: unknown. ?: what is meant. Ctrl-D: no more questions.\n\n", stderr);
	for (;;) {
		int input;

		advise_all(scenario, report);
		input = most_missed(report, asked);
		if (input == ADVISE_INPUTS)
			return;
		asked[input] = true;
		if (!ask(scenario, input))
			return;
	}
}

static bool may_ask(const struct options *options, struct error *error)
{
	return !options->ask || !options->scenario || strcmp(options->scenario, "-") != 0 ||
	       error_set(error, "standard input is the scenario already: \"--ask\"");
}

/* ---- showing ---- */

static bool mentions(const char *text, const char *word)
{
	size_t length = strlen(word);

	for (; *text != '\0'; text++) {
		if (strncasecmp(text, word, length) == 0)
			return true;
	}
	return false;
}

/* That of this id, or those that have the word in their title. */
static bool select_frameworks(const char *word, struct advise_shown *shown, struct error *error)
{
	bool any = false;

	if (!word)
		return true;
	shown->explains = true;
	for (int i = 0; i < ADVISE_FRAMEWORKS; i++) {
		shown->only[i] = strcasecmp(advise_table[i]->id, word) == 0;
		any = any || shown->only[i];
	}
	for (int i = 0; !any && i < ADVISE_FRAMEWORKS; i++) {
		shown->only[i] = word[0] != '\0' && mentions(advise_table[i]->title, word);
	}
	for (int i = 0; i < ADVISE_FRAMEWORKS; i++)
		any = any || shown->only[i];
	return any || error_set(error,
				"no framework is called or about that, C1a to C5g are: "
				"\"%.60s\"",
				word);
}

static bool write_advice(const struct options *options, const struct advise_shown *shown,
			 struct error *error)
{
	struct output output;

	if (!output_open(&output, error))
		return false;
	if (options->format == FORMAT_JSON)
		advise_json(output.stream, shown);
	else if (shown->explains)
		advise_explain(output.stream, shown);
	else
		advise_text(output.stream, shown);
	return output_close(&output, options->output, error);
}

static bool advise(const struct options *options, struct scenario *scenario, struct result *result,
		   struct advise_report *report, struct error *error)
{
	struct advise_shown shown = { .scenario = scenario, .result = result, .report = report };
	char file_name[PATH_MAX];

	if (!select_frameworks(options->explain, &shown, error) || !may_ask(options, error) ||
	    !scenario_open(options, scenario, file_name, error) ||
	    !set_traits(options, scenario, error))
		return false;
	if (options->ask)
		ask_all(scenario, report);
	if (!session_run(scenario, NULL, options->threads, result, error))
		return false;
	advise_all(scenario, report);
	advise_compare(scenario, result, report);
	return write_advice(options, &shown, error);
}

static bool answer(const struct options *options, struct scenario *scenario, struct result *result,
		   struct error *error)
{
	struct advise_report *report = xmalloc(sizeof(*report));
	bool ok = advise(options, scenario, result, report, error);

	free(report);
	return ok;
}

int command_advise(int argc, char **argv)
{
	return answer_command(&usage, argc, argv, answer);
}
