// SPDX-License-Identifier: MIT
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/text.h"
#include "cli/cli.h"
#include "cli/options.h"
#include "cli/output.h"
#include "cli/param_text.h"
#include "io/json_write.h"
#include "io/names.h"

/* The rows that were asked for. */
struct selection {
	bool in[PARAM_COUNT];
	bool by_name; /* each word is the name of one */
};

/* "rag." is what begins like that, any other word what is mentioned. */
static bool matches(enum param_id id, const char *word)
{
	const struct param_info *info = &param_table[id];
	size_t length = strlen(word);
	char name[NAME_SIZE];

	param_full_name(id, name, sizeof(name));
	if (length > 0 && word[length - 1] == '.')
		return strncasecmp(name, word, length) == 0;
	return text_mentions(name, word, length) || text_mentions(info->label, word, length) ||
	       text_mentions(info->help, word, length) ||
	       text_mentions(param_group_title(info->group_id), word, length) ||
	       text_mentions(provenance_name(info->provenance), word, length);
}

static bool take_names(const struct options *options, struct selection *selection)
{
	char near[NAME_SIZE];
	enum param_id id;

	for (int i = 0; i < options->word_count; i++) {
		if (!param_find(options->words[i], &id, near, sizeof(near)))
			return false;
		selection->in[id] = true;
	}
	return options->word_count > 0;
}

/* A name may be mistyped without its group, too. */
static void suggest(const char *word, char near[NAME_SIZE])
{
	char bare[NAME_SIZE] = "";
	enum param_id id;

	if (param_find(word, &id, near, NAME_SIZE) || near[0] != '\0')
		return;
	for (unsigned int i = 0; i < PARAM_COUNT && !strchr(word, '.'); i++)
		name_suggest(word, param_table[i].name, bare);
	if (bare[0] != '\0')
		param_find(bare, &id, near, NAME_SIZE);
}

static bool no_such(const char *word, struct error *error)
{
	char near[NAME_SIZE];

	suggest(word, near);
	if (near[0] != '\0')
		return error_set(error, "no such parameter, did you mean \"%s\": \"%s\"", near,
				 word);
	return error_set(error, "no parameter mentions it: \"%s\"", word);
}

static bool take_mentioned(const struct options *options, struct selection *selection,
			   struct error *error)
{
	bool any = false;

	for (unsigned int i = 0; i < PARAM_COUNT; i++)
		selection->in[i] = true;
	for (int word = 0; word < options->word_count; word++) {
		bool found = false;

		for (unsigned int i = 0; i < PARAM_COUNT; i++) {
			bool match = matches((enum param_id)i, options->words[word]);

			found = found || match;
			selection->in[i] = selection->in[i] && match;
		}
		if (!found)
			return no_such(options->words[word], error);
	}
	for (unsigned int i = 0; i < PARAM_COUNT; i++)
		any = any || selection->in[i];
	return any || error_set(error, "no parameter mentions all of it: \"%s\"",
				options->words[options->word_count - 1]);
}

static bool select_params(const struct options *options, struct selection *selection,
			  struct error *error)
{
	memset(selection, 0, sizeof(*selection));
	selection->by_name = take_names(options, selection);
	if (selection->by_name)
		return true;
	return take_mentioned(options, selection, error);
}

static void write_list(FILE *out, const struct selection *selection)
{
	enum param_group group = GROUP_COUNT;

	for (unsigned int i = 0; i < PARAM_COUNT; i++) {
		if (!selection->in[i])
			continue;
		if (param_table[i].group_id != group)
			fprintf(out, "%s%s\n", group == GROUP_COUNT ? "" : "\n",
				param_group_title(param_table[i].group_id));
		group = param_table[i].group_id;
		param_list(out, (enum param_id)i);
	}
}

static void write_explained(FILE *out, const struct selection *selection)
{
	bool first = true, cites = false;

	for (unsigned int i = 0; i < PARAM_COUNT; i++) {
		if (!selection->in[i])
			continue;
		if (!first)
			fputc('\n', out);
		first = false;
		param_explain(out, (enum param_id)i);
		cites = cites || param_cites_article((enum param_id)i);
	}
	if (cites)
		fputs("\nS0 to S4 are the articles that docs/MODEL.md names at its head.\n", out);
}

static void write_markdown(FILE *out, const struct selection *selection)
{
	enum param_group group = GROUP_COUNT;

	fputs("# Parameters\n\n"
	      "Made by `make docs` from `include/ragtop/params.def`; do not edit.\n\n"
	      "A scenario file sets them as `\"params\": {\"rag\": {\"context_tok\": 500}}`, the "
	      "command line as\n"
	      "`--set rag.context_tok=500`. Files hold plain numbers in the unit of the name "
	      "(seconds, dollars,\n"
	      "tokens, shares of 1); `--set` understands units as well: `200ms`, `3d`, `50M`, "
	      "`2 %`.\n"
	      "S0 to S4 are the five source articles, `S4:125` is line 125 of one. What an article "
	      "names without\n"
	      "a size is assumed.\n",
	      out);
	for (unsigned int i = 0; i < PARAM_COUNT; i++) {
		if (!selection->in[i])
			continue;
		if (param_table[i].group_id != group)
			param_markdown_head(out, param_table[i].group_id);
		group = param_table[i].group_id;
		param_markdown(out, (enum param_id)i);
	}
}

static void write_json(FILE *out, const struct selection *selection)
{
	struct json_writer writer;

	json_writer_init(&writer, out);
	json_begin(&writer, NULL, '[');
	for (unsigned int i = 0; i < PARAM_COUNT; i++) {
		if (selection->in[i])
			param_json(&writer, (enum param_id)i);
	}
	json_end(&writer, ']');
}

static const struct option params_options[] = {
	{ "--markdown", NULL, "as the page docs/PARAMETERS.md", OPTION_FLAG,
	  offsetof(struct options, markdown), 1, 0 },
	{ 0 },
};

static const struct usage usage = {
	.synopsis = "params [OPTION]... [WORD]...",
	.summary =
		"Lists what a scenario can set, with default, unit and meaning: all, or what has\n"
		"every WORD in its name, label, meaning or provenance (`ragtop params cache`,\n"
		"`ragtop params rag.`, `ragtop params measured`). Explains one by its name, with\n"
		"ranges and where its default is from (`ragtop params rag.search_s`).",
	.takes_words = true,
	.tables = { listing_options, params_options },
};

static void write_params(FILE *out, const struct options *options,
			 const struct selection *selection)
{
	if (options->json)
		write_json(out, selection);
	else if (options->markdown)
		write_markdown(out, selection);
	else if (selection->by_name)
		write_explained(out, selection);
	else
		write_list(out, selection);
}

int command_params(int argc, char **argv)
{
	struct selection selection;
	struct options options;
	struct output output;
	struct error error;
	int status;

	if (!options_take(&usage, argc, argv, &options, &status))
		return status;
	if (!select_params(&options, &selection, &error) || !output_open(&output, &error))
		return cli_fail(&error);
	write_params(output.stream, &options, &selection);
	if (!options.json)
		output_for_people(&output);
	return output_close(&output, NULL, &error) ? EXIT_OK : cli_fail(&error);
}
