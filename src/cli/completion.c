// SPDX-License-Identifier: MIT
#include "cli/completion.h"

#include <stdio.h>
#include <string.h>

#include "cli/completion_words.h"
#include "cli/options.h"

/* --- the scripts --- */

/* What each shell needs to ask `ragtop completion words` and to take the answer. */
/* Bash takes a word apart at every "=" and wants only what comes after the last one. */
static const char bash_script[] =
	"# ragtop completion bash; do not edit.\n"
	"_ragtop() {\n"
	"	local words=() glue= i word line\n"
	"	for ((i = 1; i <= COMP_CWORD; i++)); do\n"
	"		word=${COMP_WORDS[i]}\n"
	"		if [[ ${#words[@]} -gt 0 && ($word == = || -n $glue) ]]; then\n"
	"			words[-1]+=$word\n"
	"		else\n"
	"			words+=(\"$word\")\n"
	"		fi\n"
	"		glue=\n"
	"		[[ $word == = ]] && glue=1\n"
	"	done\n"
	"	word=${words[-1]-}\n"
	"	local before=${word%\"${word##*=}\"}\n"
	"	COMPREPLY=()\n"
	"	while IFS= read -r line; do\n"
	"		if [[ $line == :files ]]; then\n"
	"			compopt -o filenames 2>/dev/null\n"
	"			while IFS= read -r line; do\n"
	"				COMPREPLY+=(\"$line\")\n"
	"			done < <(compgen -f -- \"${word#\"$before\"}\")\n"
	"		else\n"
	"			line=${line%%$'\\t'*}\n"
	"			COMPREPLY+=(\"${line#\"$before\"}\")\n"
	"		fi\n"
	"	done < <(\"${COMP_WORDS[0]}\" completion words \"${words[@]}\" 2>/dev/null)\n"
	"	[[ ${COMPREPLY[0]-} == *= ]] && compopt -o nospace 2>/dev/null\n"
	"	return 0\n"
	"}\n"
	"complete -F _ragtop ragtop\n";

static const char zsh_script[] =
	"#compdef ragtop\n"
	"# ragtop completion zsh; do not edit.\n"
	"_ragtop() {\n"
	"	local line word\n"
	"	local -a found opened shown shown_opened\n"
	"	local -a words_here=(\"${(@)words[2,CURRENT]}\")\n"
	"	for line in \"${(@f)$($words[1] completion words \"${words_here[@]}\" \\\n"
	"			2>/dev/null)}\"; do\n"
	"		word=${line%%$'\\t'*}\n"
	"		if [[ $line == :files ]]; then\n"
	"			_files\n"
	"		elif [[ $word == *= ]]; then\n"
	"			opened+=(\"$word\") shown_opened+=(\"$word  ${line#*$'\\t'}\")\n"
	"		elif [[ -n $word ]]; then\n"
	"			found+=(\"$word\") shown+=(\"$word  ${line#*$'\\t'}\")\n"
	"		fi\n"
	"	done\n"
	"	(( $#found )) && compadd -l -d shown -a found\n"
	"	(( $#opened )) && compadd -S '' -l -d shown_opened -a opened\n"
	"	return 0\n"
	"}\n"
	"if [[ ${funcstack[1]-} == _ragtop ]]; then\n"
	"	_ragtop \"$@\"\n"
	"else\n"
	"	compdef _ragtop ragtop\n"
	"fi\n";

static const char fish_script[] =
	"# ragtop completion fish; do not edit.\n"
	"function __ragtop_words\n"
	"    set -l words (commandline -opc)\n"
	"    set -l word (commandline -ct)\n"
	"    for line in ($words[1] completion words $words[2..-1] \"$word\" 2>/dev/null)\n"
	"        if test \"$line\" = :files\n"
	"            __fish_complete_path \"$word\"\n"
	"        else\n"
	"            echo $line\n"
	"        end\n"
	"    end\n"
	"end\n"
	"complete -c ragtop -f -a '(__ragtop_words)'\n";

static const struct {
	const char *shell, *script;
} scripts[] = {
	{ "bash", bash_script },
	{ "zsh", zsh_script },
	{ "fish", fish_script },
};

/* --- what can stand at the cursor --- */

static void offer_options(const struct completion *completion, const struct usage *usage)
{
	const struct option *option;

	for (int i = 0; (option = options_at(usage, i)); i++)
		completion_offer(completion, option->name, option->help);
}

/* The last name in capitals of "run [OPTION]... [SCENARIO]"; "" when there is none. */
static void operand_of(const struct usage *usage, char name[32])
{
	static const char capitals[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
	const char *at = usage->synopsis;

	name[0] = '\0';
	if (!usage->takes_words && !usage->takes_scenario)
		return;
	while (*(at += strcspn(at, capitals)) != '\0') {
		size_t length = strspn(at, capitals);

		if (strncmp(at, "OPTION", length) != 0)
			snprintf(name, 32, "%.*s", (int)length, at);
		at += length;
	}
}

/* The option whose value is being typed; NULL: none. */
static const struct option *open_option(const struct usage *usage, char **words, int count)
{
	int before = count - 2;
	const struct option *option;

	option = before >= 0 ? options_named(usage, words[before]) : NULL;
	if (option && option->argument)
		return option;
	/* The second of two. */
	option = before >= 1 ? options_named(usage, words[before - 1]) : NULL;
	return option && option->kind == OPTION_TWO ? option : NULL;
}

/* "--format=js" as one word. */
static const struct option *joined_option(const struct completion *completion,
					  const struct usage *usage, int *length)
{
	const char *equals = strchr(completion->start, '=');
	char name[64];

	if (completion->start[0] != '-' || !equals)
		return NULL;
	*length = (int)(equals + 1 - completion->start);
	snprintf(name, sizeof(name), "%.*s", *length - 1, completion->start);
	return options_named(usage, name);
}

static void offer_operands(struct completion *completion, const struct usage *usage, bool first)
{
	char operand[32];

	operand_of(usage, operand);
	offer_options(completion, usage);
	if (first)
		completion_values(completion, "", "COMMAND");
	if (operand[0] != '\0')
		completion_values(completion, completion->command, operand);
}

static void offer_all(struct completion *completion, const struct usage *usage, char **words,
		      int count, bool first)
{
	const struct option *option = open_option(usage, words, count);
	int length = 0;

	for (int i = 0; i + 1 < count; i++)
		if (strcmp(words[i], "--view") == 0)
			completion->view = words[i + 1];
	if (option) {
		completion_values(completion, option->name, option->argument);
		return;
	}
	option = joined_option(completion, usage, &length);
	if (option && option->argument) {
		completion->kept_length = length;
		completion_values(completion, option->name, option->argument);
	} else {
		offer_operands(completion, usage, first);
	}
}

/* The command that the first word names; the first of all when it names none. */
static const struct command *command_of(const struct completion *completion, const char *word)
{
	for (int i = 0; i < completion->command_count; i++)
		if (strcmp(completion->commands[i].name, word) == 0)
			return &completion->commands[i];
	return NULL;
}

static void offer_words(struct completion *completion, char **words, int count)
{
	const struct command *command = count > 1 ? command_of(completion, words[0]) : NULL;
	const struct usage *usage;
	bool named = command != NULL;

	if (!command)
		command = &completion->commands[0];
	completion->command = command->name;
	completion->start = words[count - 1];
	if (command - completion->commands >= completion->with_options)
		return;
	usage = options_usage(command->run);
	if (usage)
		offer_all(completion, usage, words + named, count - named, count == 1);
}

static const struct usage usage = {
	.synopsis = "completion SHELL",
	.summary =
		"Writes what completes command lines of ragtop in bash, zsh or fish:\n"
		"`source <(ragtop completion bash)`, or where `make install` puts it. The script\n"
		"asks `ragtop completion words WORD...`, which says what can stand in place of\n"
		"the last WORD; so it knows what this version has and the scenarios of yours.",
	.takes_words = true,
};

static int write_script(const struct options *options)
{
	struct error error;

	for (size_t i = 0; options->word_count == 1 && i < sizeof(scripts) / sizeof(scripts[0]);
	     i++) {
		if (strcmp(options->words[0], scripts[i].shell) == 0) {
			fputs(scripts[i].script, stdout);
			return EXIT_OK;
		}
	}
	error_set(&error, "one of bash, zsh, fish is needed: \"%s\"",
		  options->word_count > 0 ? options->words[0] : "completion");
	return cli_fail(&error);
}

int completion_main(const struct command *commands, int count, int with_options, int argc,
		    char **argv)
{
	struct completion completion = { .out = stdout,
					 .commands = commands,
					 .command_count = count,
					 .with_options = with_options };
	struct options options;
	int status;

	if (argc > 2 && strcmp(argv[1], "words") == 0) {
		offer_words(&completion, argv + 2, argc - 2);
		return EXIT_OK;
	}
	if (!options_take(&usage, argc, argv, &options, &status))
		return status;
	return write_script(&options);
}
