// SPDX-License-Identifier: MIT
#include <stdlib.h>
#include <string.h>

#include "cli/cli.h"
#include "cli/options.h"
#include "cli/wrap.h"
#include "io/names.h"
#include "ui/preferences.h"

enum { HELP_COLUMN = 33 };

/* clang-format off */
#define AT(member) offsetof(struct options, member)

const struct option scenario_options[] = {
	{ "--set", "KEY=VALUE", "changes a parameter, a target or horizon_days; units are understood",
	  OPTION_LIST, AT(sets), AT(set_count), 0 },
	{ "--price-book", "ID", "prices by a book that `ragtop models` lists, or none; what the file sets stays",
	  OPTION_TEXT, AT(price_book), 0, 0 },
	{ "--model", "NAME", "price, speed and serving of the base model from the catalogue, see `ragtop models`",
	  OPTION_TEXT, AT(model), 0, 0 },
	{ "--seed", "N", "seed of all chance", OPTION_TEXT, AT(seed), 0, 0 },
	{ "--fidelity", "0|1|2|3|4|5|exact", "how many queries are simulated for the rest",
	  OPTION_CHOICE, AT(fidelity), 0, 0 },
	{ "--exact", NULL, "simulates every query", OPTION_FLAG, AT(fidelity), 6, 0 },
	{ "--until", "DAYS", "ends the run earlier", OPTION_TEXT, AT(until), 0, 0 },
	{ "--threads", "N", "threads; 0: one per processor. The result does not depend on it",
	  OPTION_WHOLE, AT(threads), 256, 0 },
	{ 0 },
};

const struct option report_options[] = {
	{ "--reps", "N", "replications; 0: as many as the fidelity asks for",
	  OPTION_WHOLE, AT(reps), 1024, 0 },
	{ "--within", "SHARE", "refines until the p95 to the first token is known to this, as 1.5%",
	  OPTION_TEXT, AT(within), 0, 0 },
	{ "--format", "text|json|csv", "what the report is written as",
	  OPTION_CHOICE, AT(format), 0, 0 },
	{ "--output", "FILE", "writes the report to a file, whole or not at all",
	  OPTION_TEXT, AT(output), 0, 'o' },
	{ "--verify", NULL, "compares with what the scenario expects; exit status 1 if it differs",
	  OPTION_FLAG, AT(verify), 1, 0 },
	{ "--save", "FILE", "writes the scenario as it was run, expecting what came out, see replay",
	  OPTION_TEXT, AT(save), 0, 0 },
	{ 0 },
};

const struct option screen_options[] = {
	{ "--theme", "NAME", "dark, light, terminal or mono", OPTION_TEXT, AT(theme), 0, 0 },
	{ "--color", "auto|never|8|16|256", "colours; auto heeds NO_COLOR",
	  OPTION_CHOICE, AT(colour), 0, 0 },
	{ "--charset", "auto|unicode|blocks|ascii", "signs that the terminal's font has",
	  OPTION_CHOICE, AT(charset), 0, 0 },
	{ "--ascii", NULL, "the same as --charset ascii",
	  OPTION_FLAG, AT(charset), DASHBOARD_CHARSET_ASCII, 0 },
	{ "--layout", "full|focus|talk", "all panels that fit; curve over knobs; for a room",
	  OPTION_CHOICE, AT(layout), 0, 0 },
	{ "--no-mouse", NULL, "leaves the mouse to the terminal",
	  OPTION_FLAG, AT(mouse), PREFERENCE_OFF, 0 },
	{ "--no-motion", NULL, "nothing flashes, glides or moves by itself",
	  OPTION_FLAG, AT(motion), PREFERENCE_OFF, 0 },
	{ "--no-demo", NULL, "no ghost hand that shows a drag when nobody touches anything",
	  OPTION_FLAG, AT(demo), 0, 0 },
	{ "--record-moves", "FILE", "what you do and when, to a new file, see replay --moves",
	  OPTION_TEXT, AT(record), 0, 0 },
	{ "--no-sync", NULL, "no synchronised output", OPTION_FLAG, AT(sync), PREFERENCE_OFF, 0 },
	{ "--plain", NULL, "lines of text and commands, for screen readers and dumb terminals",
	  OPTION_FLAG, AT(plain), 1, 0 },
	{ "--config", "FILE", "preferences instead of ~/.config/ragtop/config",
	  OPTION_TEXT, AT(config), 0, 0 },
	{ "--print-config", NULL, "prints the preferences in force, in the form of that file",
	  OPTION_FLAG, AT(print_config), 1, 0 },
	{ 0 },
};

const struct option listing_options[] = {
	{ "--format", "text|json", "what it is written as", OPTION_CHOICE, AT(json), 0, 0 },
	{ "--json", NULL, "the same as --format json", OPTION_FLAG, AT(json), 1, 0 },
	{ 0 },
};

const struct option study_options[] = {
	{ "--format", "text|json", "what the answer is written as", OPTION_CHOICE, AT(format), 0, 0 },
	{ "--output", "FILE", "writes it to a file, whole or not at all",
	  OPTION_TEXT, AT(output), 0, 'o' },
	{ 0 },
};

const struct option breakeven_options[] = {
	{ "--between", "A,B", "two architectures; the first two of the scenario unless given",
	  OPTION_TEXT, AT(between), 0, 0 },
	{ "--all", NULL, "every pair of the scenario's architectures",
	  OPTION_FLAG, AT(all_pairs), 1, 0 },
	{ "--over", "GROUP.NAME", "a parameter that is a number; traffic.volume_qpm unless given",
	  OPTION_TEXT, AT(over), 0, 0 },
	{ "--from", "VALUE", "where the range begins: 1k queries a month, else as the slider does",
	  OPTION_TEXT, AT(from), 0, 0 },
	{ "--to", "VALUE", "where it ends: 1B queries a month", OPTION_TEXT, AT(to), 0, 0 },
	{ "--measure", "all-in|monthly|total|per-1k|per-1k-good", "which cost is compared",
	  OPTION_CHOICE, AT(cost_measure), 0, 0 },
	{ "--draws", "N", "of uncertain inputs, for the band by inputs; 0: none. 40 unless given",
	  OPTION_WHOLE, AT(draws), 10000, 0 },
	{ "--uncertain", "NAME,NAME...", "the inputs that are drawn; all that are assumed unless given",
	  OPTION_TEXT, AT(uncertain), 0, 0 },
	{ "--format", "text|json|csv|svg", "what the answer is written as; the last two with --map",
	  OPTION_CHOICE, AT(format), 0, 0 },
	{ "--output", "FILE", "writes it to a file, whole or not at all",
	  OPTION_TEXT, AT(output), 0, 'o' },
	{ 0 },
};

const struct option map_options[] = {
	{ "--map", "X Y", "the best over two parameters; --from and --to are X's then",
	  OPTION_TWO, AT(map_x), 0, 0 },
	{ "--y-from", "VALUE", "where Y begins", OPTION_TEXT, AT(y_from), 0, 0 },
	{ "--y-to", "VALUE", "where Y ends", OPTION_TEXT, AT(y_to), 0, 0 },
	{ "--cells", "COLUMNSxROWS", "of the map; 40x20 unless given", OPTION_TEXT, AT(size), 0, 0 },
	{ "--any", NULL, "the cheapest, whether it meets the targets or not",
	  OPTION_FLAG, AT(any), 1, 0 },
	{ 0 },
};

const struct option sensitivity_options[] = {
	{ "--measure", "all-in|monthly|total|per-1k|per-1k-good", "which cost is compared",
	  OPTION_CHOICE, AT(cost_measure), 0, 0 },
	{ "--by", "effect|breakeven|flip", "what comes first: what moves the gap or the break-even "
	  "most, or the nearest flip", OPTION_CHOICE, AT(order), 0, 0 },
	{ "--top", "N", "rows that are shown as text; 20 unless given", OPTION_WHOLE, AT(top), 1000, 0 },
	{ "--format", "text|json|csv", "what the answer is written as",
	  OPTION_CHOICE, AT(format), 0, 0 },
	{ "--output", "FILE", "writes it to a file, whole or not at all",
	  OPTION_TEXT, AT(output), 0, 'o' },
	{ 0 },
};

const struct option why_options[] = {
	{ "--between", "A,B", "two architectures; the best and the next one unless given",
	  OPTION_TEXT, AT(between), 0, 0 },
	{ "--format", "text|json", "what the answer is written as", OPTION_CHOICE, AT(format), 0, 0 },
	{ "--output", "FILE", "writes it to a file, whole or not at all",
	  OPTION_TEXT, AT(output), 0, 'o' },
	{ 0 },
};

const struct option compare_options[] = {
	{ "--with", "KEY=VALUE", "adds one more scenario: the last one, changed as with --set",
	  OPTION_LIST, AT(withs), AT(with_count), 0 },
	{ "--format", "text|json|csv", "what the answer is written as",
	  OPTION_CHOICE, AT(format), 0, 0 },
	{ "--output", "FILE", "writes it to a file, whole or not at all",
	  OPTION_TEXT, AT(output), 0, 'o' },
	{ 0 },
};

const struct option replay_options[] = {
	{ "--moves", "FILE", "a recording of moves instead, played in the dashboard",
	  OPTION_TEXT, AT(moves), 0, 0 },
	{ "--speed", "N", "times as fast as it was recorded", OPTION_TEXT, AT(speed), 0, 0 },
	{ "--check", NULL, "makes the moves without a screen: do they end as recorded?",
	  OPTION_FLAG, AT(check), 1, 0 },
	{ "--save", "FILE", "with --check: the scenario at their end, expecting what came out",
	  OPTION_TEXT, AT(save), 0, 0 },
	{ "--within", "SHARE", "figures may be off by this, as 1%, and the digest by anything",
	  OPTION_TEXT, AT(within), 0, 0 },
	{ "--threads", "N", "threads; 0: one per processor. The result does not depend on it",
	  OPTION_WHOLE, AT(threads), 256, 0 },
	{ "--format", "text|json", "what the answer is written as", OPTION_CHOICE, AT(format), 0, 0 },
	{ "--output", "FILE", "writes it to a file, whole or not at all",
	  OPTION_TEXT, AT(output), 0, 'o' },
	{ 0 },
};

const struct option common_options[] = {
	{ "--help", NULL, "this text", OPTION_FLAG, AT(help), 1, 'h' },
	{ 0 },
};
/* clang-format on */

static const struct option *option_in(const struct option *table, const char *name, size_t length)
{
	for (; table->name; table++) {
		if (strlen(table->name) == length && memcmp(table->name, name, length) == 0)
			return table;
		if (length == 2 && table->letter != 0 && table->letter == name[1])
			return table;
	}
	return NULL;
}

static const struct option *option_find(const struct usage *usage, const char *name, size_t length)
{
	const struct option *found = option_in(common_options, name, length);

	for (size_t i = 0; !found && i < 4 && usage->tables[i]; i++)
		found = option_in(usage->tables[i], name, length);
	return found;
}

static bool unknown_option(const struct usage *usage, const char *name, struct error *error)
{
	char near[NAME_SIZE] = "";

	name_suggest(name, "--help", near);
	for (size_t i = 0; i < 4 && usage->tables[i]; i++) {
		for (const struct option *option = usage->tables[i]; option->name; option++)
			name_suggest(name, option->name, near);
	}
	if (near[0] != '\0')
		return error_set(error, "unknown option, did you mean \"%s\": \"%s\"", near, name);
	return error_set(error, "unknown option: \"%s\"", name);
}

static bool parse_whole(const struct option *option, const char *text, int *number,
			struct error *error)
{
	if (text[0] == '\0' || strlen(text) > 9 || strspn(text, "0123456789") != strlen(text) ||
	    atoi(text) > option->value)
		return error_set(error, "not a whole number from 0 to %d: \"%s\"", option->value,
				 option->name);
	*number = atoi(text);
	return true;
}

static bool parse_choice(const struct option *option, const char *text, int *place,
			 struct error *error)
{
	const char *word = option->argument;

	for (int i = 0;; i++) {
		size_t length = strcspn(word, "|");

		if (strlen(text) == length && memcmp(word, text, length) == 0) {
			*place = i;
			return true;
		}
		if (word[length] == '\0')
			break;
		word += length + 1;
	}
	return error_set(error, "not one of %s: \"%s\"", option->argument, text);
}

/* The number of texts so far is where the option's value says. */
static bool add_to_list(const struct option *option, const char *text, struct options *options,
			struct error *error)
{
	int *count = (int *)(void *)((char *)options + option->value);

	if (*count == OPTION_SETS_MAX)
		return error_set(error, "more than %d times: \"%s\"", OPTION_SETS_MAX,
				 option->name);
	memcpy((char *)options + option->offset + (size_t)(*count)++ * sizeof(text), &text,
	       sizeof(text));
	return true;
}

static bool option_apply(const struct option *option, const char *text, struct options *options,
			 struct error *error)
{
	char *at = (char *)options + option->offset;
	int number = option->value;

	switch (option->kind) {
	case OPTION_LIST:
		return add_to_list(option, text, options, error);
	case OPTION_TEXT:
	case OPTION_TWO:
		memcpy(at, &text, sizeof(text));
		return true;
	case OPTION_WHOLE:
		if (!parse_whole(option, text, &number, error))
			return false;
		break;
	case OPTION_CHOICE:
		if (!parse_choice(option, text, &number, error))
			return false;
		break;
	case OPTION_FLAG:
		break;
	}
	memcpy(at, &number, sizeof(number));
	return true;
}

/* The second text of two. */
static bool parse_second(const struct option *option, const char *text, struct options *options,
			 struct error *error)
{
	if (!text)
		return error_set(error, "two values are needed: \"%s\"", option->name);
	memcpy((char *)options + option->offset + sizeof(text), &text, sizeof(text));
	return true;
}

/* One option and, unless it is written "--name=value", its value from the next argument. */
static bool parse_option(const struct usage *usage, char **argv, int *i, struct options *options,
			 struct error *error)
{
	const char *name = argv[*i], *equals = strchr(name, '=');
	size_t length = equals ? (size_t)(equals - name) : strlen(name);
	const struct option *option = option_find(usage, name, length);

	if (!option)
		return unknown_option(usage, name, error);
	if (!option->argument)
		return equals ? error_set(error, "takes no value: \"%s\"", option->name)
			      : option_apply(option, NULL, options, error);
	if (!equals && !argv[*i + 1])
		return error_set(error, "value missing: \"%s\"", option->name);
	if (!option_apply(option, equals ? equals + 1 : argv[++*i], options, error))
		return false;
	return option->kind != OPTION_TWO ||
	       parse_second(option, argv[*i + 1] ? argv[++*i] : NULL, options, error);
}

static void options_init(struct options *options)
{
	*options = (struct options){
		.fidelity = -1,
		.threads = -1,
		.sync = -1,
		.mouse = -1,
		.charset = -1,
		.colour = -1,
		.layout = -1,
		.motion = -1,
		.demo = 1,
		.draws = -1,
		.tour_step = -1,
	};
}

static bool parse_operand(const struct usage *usage, const char *text, struct options *options,
			  struct error *error)
{
	if (usage->takes_scenario && !options->scenario)
		options->scenario = text;
	else if (usage->takes_words && options->word_count < OPTION_WORDS_MAX)
		options->words[options->word_count++] = text;
	else
		return error_set(error, "one argument too many: \"%s\"", text);
	return true;
}

bool options_parse(const struct usage *usage, int argc, char **argv, struct options *options,
		   struct error *error)
{
	bool only_operands = false;

	options_init(options);
	for (int i = 1; i < argc; i++) {
		bool is_option = !only_operands && argv[i][0] == '-' && argv[i][1] != '\0';

		if (is_option && strcmp(argv[i], "--") == 0) {
			only_operands = true;
		} else if (is_option) {
			if (!parse_option(usage, argv, &i, options, error))
				return false;
		} else if (!parse_operand(usage, argv[i], options, error)) {
			return false;
		}
	}
	options->own_threads = options->threads;
	if (options->threads < 0)
		options->threads = 0;
	return true;
}

static void help_table(const struct option *table, FILE *out)
{
	for (; table->name; table++) {
		char left[64];
		char letter[8] = "    ";

		if (table->letter != 0)
			snprintf(letter, sizeof(letter), "-%c, ", table->letter);
		snprintf(left, sizeof(left), "%s%s%s%s", letter, table->name,
			 table->argument ? " " : "", table->argument ? table->argument : "");
		fprintf(out, "  %s", left);
		if (strlen(left) > HELP_COLUMN - 3)
			fprintf(out, "\n%*s", HELP_COLUMN, "");
		else
			fprintf(out, "%*s", HELP_COLUMN - 2 - (int)strlen(left), "");
		put_wrapped(out, table->help, HELP_COLUMN);
	}
}

void options_help(const struct usage *usage, FILE *out)
{
	fprintf(out, "usage: ragtop %s\n\n%s\n\n", usage->synopsis, usage->summary);
	for (size_t i = 0; i < 4 && usage->tables[i]; i++)
		help_table(usage->tables[i], out);
	help_table(common_options, out);
}

/* Not NULL while a command is only asked for its usage. */
static const struct usage **asked;

const struct usage *options_usage(int (*run)(int argc, char **argv))
{
	const struct usage *usage = NULL;
	char name[] = "ragtop", *argv[] = { name, NULL };

	asked = &usage;
	run(1, argv);
	asked = NULL;
	return usage;
}

const struct option *options_at(const struct usage *usage, int i)
{
	for (size_t t = 0; t < 4 && usage->tables[t]; t++)
		for (const struct option *option = usage->tables[t]; option->name; option++)
			if (i-- == 0)
				return option;
	return i == 0 ? common_options : NULL;
}

const struct option *options_named(const struct usage *usage, const char *name)
{
	return name[0] == '-' ? option_find(usage, name, strlen(name)) : NULL;
}

bool options_take(const struct usage *usage, int argc, char **argv, struct options *options,
		  int *status)
{
	struct error error;

	*status = EXIT_OK;
	if (asked) {
		*asked = usage;
		return false;
	}
	if (!options_parse(usage, argc, argv, options, &error))
		*status = cli_fail(&error);
	else if (options->help)
		options_help(usage, stdout);
	else
		return true;
	return false;
}
