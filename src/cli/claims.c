// SPDX-License-Identifier: MIT
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/xalloc.h"
#include "cli/claims_report.h"
#include "cli/cli.h"
#include "cli/options.h"
#include "cli/output.h"
#include "io/scenario_io.h"
#include "io/shipped.h"
#include "session/each.h"

/* clang-format off */
static const struct option claims_options[] = {
	{ "--source", "S0|S1|S2|S3|S4", "claims of one article only",
	  OPTION_TEXT, offsetof(struct options, source), 0, 0 },
	{ "--verdict", "any|holds|only-if|fails|unclear|not-run", "claims that come out so only",
	  OPTION_CHOICE, offsetof(struct options, verdict), 0, 0 },
	{ "--set", "KEY=VALUE", "judges them with this as well; may be repeated",
	  OPTION_LIST, offsetof(struct options, sets), offsetof(struct options, set_count), 0 },
	{ "--threads", "N", "threads; all processors unless given",
	  OPTION_WHOLE, offsetof(struct options, threads), 1024, 0 },
	{ "--format", "text|json", "what is written",
	  OPTION_CHOICE, offsetof(struct options, format), 0, 0 },
	{ "--markdown", NULL, "docs/CLAIMS.md",
	  OPTION_FLAG, offsetof(struct options, markdown), 1, 0 },
	{ "--output", "FILE", "writes it to a file, whole or not at all",
	  OPTION_TEXT, offsetof(struct options, output), 0, 'o' },
	{ 0 },
};
/* clang-format on */

static const struct usage usage = {
	.synopsis = "claims [OPTION]... [ID]...",
	.summary =
		"50 claims of five articles about RAG and tuning, each run and judged: it holds,\n"
		"fails, or holds only if a parameter lies where a search finds it to; then sums\n"
		"of the articles that do not come out, and where they contradict each other, by\n"
		"what factor. With ids (B12, A0-16, X1) each is told whole, with the command\n"
		"that runs it. All of them take some 20 seconds on two processors.",
	.takes_words = true,
	.tables = { claims_options },
};

/* What threads work on. */
struct work {
	struct claims_page page;
	struct scenario *scenarios[CLAIM_COUNT]; /* NULL: not asked for, or not run */
};

static bool set_all(const struct options *options, struct scenario *scenario, struct error *error)
{
	for (int i = 0; i < options->set_count; i++) {
		const char *equals = strchr(options->sets[i], '=');
		char key[128];

		if (!equals || equals == options->sets[i] ||
		    snprintf(key, sizeof(key), "%.*s", (int)(equals - options->sets[i]),
			     options->sets[i]) >= (int)sizeof(key))
			return error_set(error, "not KEY=VALUE: \"%s\"", options->sets[i]);
		if (!scenario_set(scenario, key, equals + 1, error))
			return false;
	}
	return true;
}

static bool open_claim(struct work *work, int i, const struct options *options, struct error *error)
{
	const struct claim *claim = work->page.claims[i].claim;

	if (!claim->margin)
		return true;
	work->scenarios[i] = xmalloc(sizeof(*work->scenarios[i]));
	if (!shipped_scenario(claim->scenario, work->scenarios[i], error))
		return false;
	claim_apply(claim, work->scenarios[i]);
	return set_all(options, work->scenarios[i], error);
}

/* A source is in "S0:94-95, S4:1" as "S0:". */
static bool of_source(const char *source, const char *asked)
{
	char start[] = { 'S', asked ? asked[1] : '0', ':', '\0' };

	return !asked || strstr(source, start) != NULL;
}

static bool clash_of_source(const struct paper_clash *clash, const char *asked)
{
	for (int i = 0; i < paper_figure_count(clash); i++)
		if (of_source(clash->figures[i].source, asked))
			return true;
	return false;
}

/* Shows what the word names. */
static bool show_word(struct claims_page *page, const char *word, struct error *error)
{
	bool found = false;

	for (int i = 0; i < CLAIM_COUNT; i++)
		if (strcasecmp(page->claims[i].claim->id, word) == 0)
			page->claims[i].shown = found = true;
	for (int i = 0; i < PAPER_SUMS; i++)
		if (strcasecmp(paper_sums[i].id, word) == 0)
			page->sum_shown[i] = found = true;
	for (int i = 0; i < PAPER_CLASHES; i++)
		if (strcasecmp(paper_clashes[i].id, word) == 0)
			page->clash_shown[i] = found = true;
	return found ||
	       error_set(error, "no claim is called that, see ragtop claims: \"%s\"", word);
}

static bool formats_fit(const struct options *options, struct error *error)
{
	return !options->markdown || options->format == FORMAT_TEXT ||
	       error_set(error, "not with --markdown: \"--format\"");
}

static bool select_shown(struct claims_page *page, const struct options *options,
			 struct error *error)
{
	const char *source = options->source;

	for (int i = 0; i < options->word_count; i++)
		if (!show_word(page, options->words[i], error))
			return false;
	if (options->word_count > 0)
		return (!source && options->verdict == 0) ||
		       error_set(error, "not with ids: \"%s\"", source ? "--source" : "--verdict");
	if (source && (strlen(source) != 2 || strchr("Ss", source[0]) == NULL || source[1] < '0' ||
		       source[1] > '4'))
		return error_set(error, "not S0, S1, S2, S3 or S4: \"%s\"", source);
	for (int i = 0; i < CLAIM_COUNT; i++)
		page->claims[i].shown = of_source(page->claims[i].claim->source, source);
	for (int i = 0; i < PAPER_SUMS; i++)
		page->sum_shown[i] = options->verdict == 0 &&
				     of_source(paper_sums[i].source, source);
	for (int i = 0; i < PAPER_CLASHES; i++)
		page->clash_shown[i] = options->verdict == 0 &&
				       clash_of_source(&paper_clashes[i], source);
	return true;
}

static bool plan(struct work *work, const struct options *options, struct error *error)
{
	struct claims_page *page = &work->page;

	for (int i = 0; i < CLAIM_COUNT; i++)
		page->claims[i].claim = claim_at(i);
	page->whole = options->word_count > 0;
	page->set_count = options->set_count;
	page->sets = options->sets;
	if (!formats_fit(options, error) || !select_shown(page, options, error))
		return false;
	for (int i = 0; i < CLAIM_COUNT; i++)
		if (page->claims[i].shown && !open_claim(work, i, options, error))
			return false;
	return true;
}

static void judge_one(void *context, int i)
{
	struct work *work = context;
	struct judged *judged = &work->page.claims[i];

	if (judged->shown)
		claim_judge(judged->claim, work->scenarios[i], &judged->outcome, NULL);
}

static void keep_verdict(struct claims_page *page, int verdict)
{
	for (int i = 0; verdict > 0 && i < CLAIM_COUNT; i++)
		page->claims[i].shown = page->claims[i].shown &&
					(int)page->claims[i].outcome.verdict == verdict - 1;
}

static bool write_page(const struct claims_page *page, const struct options *options,
		       struct error *error)
{
	struct output output;

	if (!output_open(&output, error))
		return false;
	if (options->markdown) {
		claims_markdown(output.stream, page);
	} else if (options->format == FORMAT_JSON) {
		claims_json(output.stream, page);
	} else {
		claims_text(output.stream, page);
		output_for_people(&output);
	}
	return output_close(&output, options->output, error);
}

int command_claims(int argc, char **argv)
{
	struct options options;
	struct error error;
	struct work *work;
	int status;
	bool done;

	if (!options_take(&usage, argc, argv, &options, &status))
		return status;
	work = xcalloc(1, sizeof(*work));
	done = plan(work, &options, &error);
	if (done) {
		session_each(CLAIM_COUNT, options.threads, judge_one, work);
		keep_verdict(&work->page, options.verdict);
		done = write_page(&work->page, &options, &error);
	}
	for (int i = 0; i < CLAIM_COUNT; i++)
		free(work->scenarios[i]);
	free(work);
	return done ? EXIT_OK : cli_fail(&error);
}
