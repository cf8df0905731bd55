// SPDX-License-Identifier: MIT
#include "cli/completion_words.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>

#include <ragtop/params.h>
#include <ragtop/scenario.h>
#include <ragtop/traits.h>
#include "base/text.h"
#include "cli/scenario_find.h"
#include "io/model.h"
#include "io/price_book.h"
#include "study/advise.h"
#include "study/claim.h"
#include "study/claim_paper.h"
#include "ui/picture.h"
#include "ui/preferences.h"

enum { MEANING_WIDTH = 60, NAME_ROOM = 128 };

void completion_offer(const struct completion *completion, const char *word, const char *meaning)
{
	size_t kept = (size_t)completion->kept_length, typed = strlen(completion->start);

	if (typed < kept || strncmp(word, completion->start + kept, typed - kept) != 0)
		return;
	fprintf(completion->out, "%.*s%s\t%.*s\n", (int)kept, completion->start, word,
		(int)text_fit(meaning, MEANING_WIDTH), meaning);
}

static void offer_files(const struct completion *completion)
{
	fputs(":files\n", completion->out);
}

/* After the last comma. */
static void in_a_list(struct completion *completion)
{
	const char *comma = strrchr(completion->start + completion->kept_length, ',');

	if (comma)
		completion->kept_length = (int)(comma + 1 - completion->start);
}

/* --- parameters --- */

static void offer_params(struct completion *completion)
{
	char name[NAME_ROOM];

	for (unsigned int i = 0; i < PARAM_COUNT; i++) {
		param_full_name((enum param_id)i, name, sizeof(name));
		completion_offer(completion, name, param_table[i].help);
	}
}

static void offer_param_list(struct completion *completion)
{
	in_a_list(completion);
	offer_params(completion);
}

/* The values after the sign, where they are names. */
static void offer_choices(struct completion *completion, const char *equals)
{
	char name[NAME_ROOM], near[NAME_ROOM];
	const char *start = completion->start + completion->kept_length;
	enum param_id id;

	snprintf(name, sizeof(name), "%.*s", (int)(equals - start), start);
	if (!param_find(name, &id, near, sizeof(near)))
		return;
	completion->kept_length = (int)(equals + 1 - completion->start);
	for (int i = 0; param_table[id].choices && param_table[id].choices[i]; i++)
		completion_offer(completion, param_table[id].choices[i], param_table[id].label);
	if (param_table[id].kind == PARAM_FLAG) {
		completion_offer(completion, "true", param_table[id].label);
		completion_offer(completion, "false", param_table[id].label);
	}
}

static void offer_settings(struct completion *completion)
{
	const char *equals = strchr(completion->start + completion->kept_length, '=');
	char name[NAME_ROOM + 16];

	if (equals) {
		offer_choices(completion, equals);
		return;
	}
	for (unsigned int i = 0; i < PARAM_COUNT; i++) {
		param_full_name((enum param_id)i, name, NAME_ROOM);
		strcat(name, "=");
		completion_offer(completion, name, param_table[i].help);
	}
	for (unsigned int i = 0; i < TARGET_COUNT; i++) {
		snprintf(name, sizeof(name), "targets.%s=", target_key((enum target)i));
		completion_offer(completion, name, target_label((enum target)i));
	}
	completion_offer(completion, "traffic.trace=", "a file of queries beside the scenario");
	completion_offer(completion, "horizon_days=", "the length of the run");
}

static void offer_traits(struct completion *completion)
{
	char name[NAME_ROOM];

	for (unsigned int i = 0; i < TRAIT_COUNT; i++) {
		snprintf(name, sizeof(name), "%s=", trait_table[i].key);
		completion_offer(completion, name, trait_table[i].question);
	}
}

/* --- names --- */

static void offer_archs(struct completion *completion)
{
	for (unsigned int i = 0; i < ARCH_COUNT; i++)
		completion_offer(completion, arch_key((enum arch)i), arch_label((enum arch)i));
}

static void offer_arch_list(struct completion *completion)
{
	in_a_list(completion);
	offer_archs(completion);
}

static void offer_books(struct completion *completion)
{
	for (int i = 0; i < price_book_count(); i++)
		completion_offer(completion, price_book_at(i)->id, price_book_at(i)->title);
	completion_offer(completion, "none", "the scenario's own prices");
}

static void offer_models(struct completion *completion)
{
	for (int i = 0; i < model_count(); i++)
		completion_offer(completion, model_at(i)->id, model_at(i)->title);
}

static void offer_catalogue(struct completion *completion)
{
	offer_models(completion);
	for (int i = 0; i < price_book_count(); i++)
		completion_offer(completion, price_book_at(i)->id, price_book_at(i)->title);
}

static void offer_frameworks(struct completion *completion)
{
	for (int i = 0; i < ADVISE_FRAMEWORKS; i++)
		completion_offer(completion, advise_table[i]->id, advise_table[i]->title);
}

static void offer_claims(struct completion *completion)
{
	for (int i = 0; i < CLAIM_COUNT; i++)
		completion_offer(completion, claim_at(i)->id, claim_at(i)->title);
	for (int i = 0; i < PAPER_SUMS; i++)
		completion_offer(completion, paper_sums[i].id, paper_sums[i].title);
	for (int i = 0; i < PAPER_CLASHES; i++)
		completion_offer(completion, paper_clashes[i].id, paper_clashes[i].title);
}

static int is_scenario(const struct dirent *entry)
{
	size_t length = strlen(entry->d_name);

	return entry->d_name[0] != '.' && length > 5 &&
	       strcmp(entry->d_name + length - 5, ".json") == 0;
}

/* What would steer a terminal is nothing to type. */
static void offer_folder(const struct completion *completion, const char *folder)
{
	struct dirent **entries;
	int count = scandir(folder, &entries, is_scenario, alphasort);

	for (int i = 0; i < count; i++) {
		char name[NAME_ROOM];
		size_t length = strlen(entries[i]->d_name) - 5;

		entries[i]->d_name[length] = '\0';
		if (strcmp(entries[i]->d_name, DEFAULT_SCENARIO) != 0 &&
		    text_sanitise(name, sizeof(name), entries[i]->d_name))
			completion_offer(completion, name, "a scenario");
		free(entries[i]);
	}
	if (count >= 0)
		free(entries);
}

static void offer_scenarios(struct completion *completion)
{
	char folder[PATH_MAX];

	completion_offer(completion, DEFAULT_SCENARIO, "the default scenario");
	for (int i = 0; i < SCENARIO_FOLDERS; i++) {
		scenario_folder(i, folder);
		if (folder[0] != '\0')
			offer_folder(completion, folder);
	}
	offer_files(completion);
}

static void offer_these_files(struct completion *completion)
{
	offer_files(completion);
}

static void offer_commands(struct completion *completion)
{
	for (int i = 0; i < completion->command_count; i++)
		completion_offer(completion, completion->commands[i].name,
				 completion->commands[i].summary);
}

/* Of the view that is named before, or of all. */
static void offer_forms(struct completion *completion)
{
	const char *view, *form;

	for (int i = 0; (form = picture_form(i, &view)); i++)
		if (!completion->view || strcmp(completion->view, view) == 0)
			completion_offer(completion, form, view);
}

/* --- words between signs --- */

/* "IN", "RATE", "N pages" and "..." stand for something else. */
static bool is_literal(const char *word)
{
	return word[0] != '\0' && word[strspn(word, "ABCDEFGHIJKLMNOPQRSTUVWXYZ.,")] != '\0' &&
	       !strchr(word, ' ');
}

/* "text|json", "cost, map". */
static void offer_split(const struct completion *completion, const char *words, const char *signs)
{
	char word[NAME_ROOM];

	while (*words != '\0') {
		size_t length = strcspn(words, signs);

		snprintf(word, sizeof(word), "%.*s", (int)length, words);
		if (is_literal(word))
			completion_offer(completion, word, "");
		words += length;
		words += strspn(words, signs);
	}
}

static void offer_themes(struct completion *completion)
{
	offer_split(completion, preference_choices(PREFERENCE_THEME), "|");
}

static void offer_views(struct completion *completion)
{
	char names[512];

	picture_views(names, sizeof(names));
	offer_split(completion, names, ", ");
}

static void offer_shells(struct completion *completion)
{
	offer_split(completion, "bash|zsh|fish", "|");
}

/* The first row that fits: NULL fits everything. `owner` is an option or a command. */
static const struct {
	const char *owner, *argument;
	void (*offer)(struct completion *completion);
} sources[] = {
	{ "--theme", NULL, offer_themes },       { "--view", NULL, offer_views },
	{ "--form", NULL, offer_forms },         { "--price-book", NULL, offer_books },
	{ "--model", NULL, offer_models },       { "--trait", NULL, offer_traits },
	{ "--explain", NULL, offer_frameworks }, { "params", "WORD", offer_params },
	{ "models", "WORD", offer_catalogue },   { "scenarios", "WORD", offer_scenarios },
	{ "claims", "ID", offer_claims },        { "completion", NULL, offer_shells },
	{ NULL, "KEY=VALUE", offer_settings },   { NULL, "GROUP.NAME", offer_params },
	{ NULL, "X Y", offer_params },           { NULL, "NAME,NAME...", offer_param_list },
	{ NULL, "A,B", offer_arch_list },        { NULL, "ARCHITECTURE", offer_archs },
	{ NULL, "SCENARIO", offer_scenarios },   { NULL, "FILE", offer_these_files },
	{ NULL, "COMMAND", offer_commands },
};

static bool fits(const char *wanted, const char *is)
{
	return !wanted || strcmp(wanted, is) == 0;
}

void completion_values(struct completion *completion, const char *owner, const char *argument)
{
	for (size_t i = 0; i < sizeof(sources) / sizeof(sources[0]); i++) {
		if (fits(sources[i].owner, owner) && fits(sources[i].argument, argument)) {
			sources[i].offer(completion);
			return;
		}
	}
	if (strchr(argument, '|'))
		offer_split(completion, argument, "|");
}
