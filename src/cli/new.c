// SPDX-License-Identifier: MIT
#include <assert.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <ragtop/run.h>
#include <ragtop/scenario.h>
#include "base/text.h"
#include "base/xalloc.h"
#include "cli/cli.h"
#include "cli/options.h"
#include "cli/output.h"
#include "cli/shell_word.h"
#include "cli/wrap.h"
#include "io/file.h"
#include "io/interview.h"
#include "io/scenario_io.h"

enum { LINE_SIZE = 512, PROMPT_WIDTH = 28 };

static_assert((int)QUESTION_IDS <= (int)OPTION_ANSWERS_MAX, "each question has an option");

/* clang-format off */
#define ANSWER(id) (offsetof(struct options, answers) + (id) * sizeof(const char *))

static const struct option answer_options[] = {
	{ "--volume", "N", "queries a month, 50k: traffic.volume_qpm",
	  OPTION_TEXT, ANSWER(QUESTION_VOLUME), 0, 0 },
	{ "--question", "TOKENS", "traffic.prompt_tok; ft.prompt_tok null",
	  OPTION_TEXT, ANSWER(QUESTION_QUESTION), 0, 0 },
	{ "--answer", "TOKENS", "traffic.answer_tok",
	  OPTION_TEXT, ANSWER(QUESTION_ANSWER), 0, 0 },
	{ "--documents", "TOKENS|N pages", "knowledge.corpus_tok; in proportion facts and "
	  "facts_per_update, rag.update_tok and write_units_per_update; rag.storage_gb",
	  OPTION_TEXT, ANSWER(QUESTION_DOCUMENTS), 0, 0 },
	{ "--changes", "weekly|...|RATE", "of facts: knowledge.updates_per_month",
	  OPTION_TEXT, ANSWER(QUESTION_CHANGES), 0, 0 },
	{ "--latency", "TIME|none", "to the first token: targets.ttft_p95_s",
	  OPTION_TEXT, ANSWER(QUESTION_LATENCY), 0, 0 },
	{ "--stale", "SHARE|none", "outdated answers: targets.stale_answer_frac",
	  OPTION_TEXT, ANSWER(QUESTION_STALE), 0, 0 },
	{ "--budget", "DOLLARS|none", "a month: targets.monthly_usd",
	  OPTION_TEXT, ANSWER(QUESTION_BUDGET), 0, 0 },
	{ "--citations", "yes|no|SHARE", "traffic.citation_frac",
	  OPTION_TEXT, ANSWER(QUESTION_CITATIONS), 0, 0 },
	{ "--fixed-format", "yes|no|SHARE", "traffic.format_frac",
	  OPTION_TEXT, ANSWER(QUESTION_FORMAT), 0, 0 },
	{ "--price-book", "ID|none", "price_book: s0 to s4 or current",
	  OPTION_TEXT, ANSWER(QUESTION_PRICES), 0, 0 },
	{ 0 },
};

static const struct option new_options[] = {
	{ "--name", "TEXT", "of the scenario; else that of the file",
	  OPTION_TEXT, offsetof(struct options, name), 0, 0 },
	{ "--yes", NULL, "takes the default of whatever no option answers",
	  OPTION_FLAG, offsetof(struct options, yes), 1, 'y' },
	{ "--force", NULL, "replaces a file that is there",
	  OPTION_FLAG, offsetof(struct options, force), 1, 'f' },
	{ 0 },
};
/* clang-format on */

static const struct usage usage = {
	.synopsis = "new [OPTION]... FILE",
	.summary =
		"Asks a few questions and writes a scenario with your own numbers to FILE, or to\n"
		"standard output if that is -. Units are understood: 50k, 3M, 2000/day, 200ms,\n"
		"300 pages, $2k, 2%, weekly. Enter takes the default, ? explains a question,\n"
		"Ctrl-D leaves without a file. An option answers its question and names what it\n"
		"sets; with --yes nothing is asked. A scenario that would not run is not written.",
	.takes_words = true,
	.tables = { answer_options, new_options },
};

/* ---- asking ---- */

/* A line without its end. False at the end of input; what is too long or has a zero byte in it is
 * cut and told. */
static bool read_line(char line[LINE_SIZE], bool *cut)
{
	size_t length = 0;
	int c = getchar();

	*cut = false;
	if (c == EOF)
		return false;
	for (; c != '\n' && c != EOF; c = getchar()) {
		if (c == '\0' || length + 1 == LINE_SIZE)
			*cut = true;
		if (!*cut)
			line[length++] = (char)c;
	}
	line[length] = '\0';
	return true;
}

static void prompt(const struct question *question)
{
	char text[80];

	snprintf(text, sizeof(text), "%s [%s]", question->text, question->fallback);
	put_column(stderr, text, PROMPT_WIDTH);
	fputs(": ", stderr);
	fflush(stderr);
}

/* Is what was said so far a scenario that runs? Together numbers may be more than one run does. */
static bool would_run(const struct interview *interview, struct error *error)
{
	struct scenario *scenario = xmalloc(sizeof(*scenario));
	struct output output;
	struct error cause;
	struct sim *sim = NULL;
	bool ok = output_open(&output, error);

	if (ok) {
		interview_write(interview, "new", output.stream);
		ok = fflush(output.stream) == 0 &&
		     scenario_parse(output.text, output.size, "new", scenario, error);
		if (ok && !sim_new(scenario, NULL, &sim, &cause))
			ok = error_set(error, "would not run: %.200s", cause.message);
		output_drop(&output);
	}
	sim_free(sim);
	free(scenario);
	return ok;
}

/* Takes it if the whole would still run. */
static bool take_answer(struct interview *interview, enum question_id id, const char *text,
			struct error *error)
{
	struct interview with = *interview;

	if (!interview_answer(&with, id, text, error) || !would_run(&with, error))
		return false;
	*interview = with;
	return true;
}

/* False when nobody answers any more. */
static bool ask(struct interview *interview, enum question_id id)
{
	const struct question *question = &question_table[id];
	char line[LINE_SIZE], safe[3 * LINE_SIZE];
	struct error error;
	bool cut;

	for (;;) {
		prompt(question);
		if (!read_line(line, &cut))
			return false;
		text_sanitise(safe, sizeof(safe), line + strspn(line, " \t"));
		if (safe[0] == '\0' && !cut)
			return true;
		if (cut) {
			fputs("  too long, or not text\n", stderr);
		} else if (strcmp(safe, "?") == 0) {
			fputs("  ", stderr);
			put_wrapped(stderr, question->explanation, 2);
		} else if (take_answer(interview, id, safe, &error)) {
			return true;
		} else {
			fprintf(stderr, "  %s\n", error.message);
		}
	}
}

static bool ask_all(struct interview *interview, const struct options *options, struct error *error)
{
	fputs("Enter takes the default, ? explains, Ctrl-D leaves without a file.\n\n", stderr);
	for (unsigned int i = 0; i < QUESTION_IDS; i++) {
		if (options->answers[i] || ask(interview, (enum question_id)i))
			continue;
		fputc('\n', stderr);
		return error_set(error, "left before the last question, nothing is written");
	}
	fputc('\n', stderr);
	return true;
}

/* What options answer. */
static bool take_options(struct interview *interview, const struct options *options,
			 struct error *error)
{
	struct error cause;

	for (unsigned int i = 0; i < QUESTION_IDS; i++) {
		if (options->answers[i] &&
		    !interview_answer(interview, (enum question_id)i, options->answers[i], &cause))
			return error_set(error, "%.200s: \"%s\"", cause.message,
					 question_table[i].option);
	}
	return true;
}

static bool may_ask(const struct options *options, struct error *error)
{
	for (unsigned int i = 0; i < QUESTION_IDS; i++) {
		if (!options->answers[i] && !isatty(STDIN_FILENO))
			return error_set(error,
					 "no terminal to ask on, and neither --yes nor \"%s\"",
					 question_table[i].option);
	}
	return true;
}

static bool answer_all(struct interview *interview, const struct options *options,
		       struct error *error)
{
	bool all = true;

	interview_init(interview);
	for (unsigned int i = 0; i < QUESTION_IDS; i++)
		all = all && options->answers[i];
	if (!take_options(interview, options, error))
		return false;
	if (!would_run(interview, error))
		return false;
	if (all || options->yes)
		return true;
	return may_ask(options, error) && ask_all(interview, options, error);
}

/* ---- writing ---- */

/* Before anybody types answers for nothing. */
static bool may_write(const char *path, bool force, struct error *error)
{
	const char *slash = strrchr(path, '/');
	char folder[PATH_MAX];
	struct stat st;

	if (strcmp(path, "-") == 0)
		return true;
	if (path[0] == '\0')
		return file_error(error, ENOENT, path);
	if (lstat(path, &st) == 0 && !force)
		return error_set(error, "is there already, --force replaces it: \"%s\"", path);
	if (stat(path, &st) == 0 && S_ISDIR(st.st_mode))
		return file_error(error, EISDIR, path);
	if (snprintf(folder, sizeof(folder), "%.*s", slash ? (int)(slash - path) + 1 : 1,
		     slash ? path : ".") >= (int)sizeof(folder))
		return file_error(error, ENAMETOOLONG, path);
	if (access(folder, W_OK | X_OK) != 0)
		return file_error(error, errno, path);
	return true;
}

/* As it was given, or that of the file without folder and ending. */
static bool choose_name(const struct options *options, const char *path,
			char name[SCENARIO_NAME_SIZE], struct error *error)
{
	const char *slash = strrchr(path, '/'), *base = slash ? slash + 1 : path;
	size_t length = strlen(base);
	char bare[PATH_MAX], safe[SCENARIO_NAME_SIZE + 4];

	if (length > 5 && strcmp(base + length - 5, ".json") == 0)
		length -= 5;
	snprintf(bare, sizeof(bare), "%.*s", (int)length, base);
	if (strcmp(path, "-") == 0)
		snprintf(bare, sizeof(bare), "my scenario");
	text_sanitise(safe, sizeof(safe), options->name ? options->name : bare);
	if (strlen(safe) >= SCENARIO_NAME_SIZE)
		return error_set(error, "%s of more than %d bytes: \"%s\"",
				 options->name ? "a name" : "the file gives a name",
				 SCENARIO_NAME_SIZE - 1, "--name");
	snprintf(name, SCENARIO_NAME_SIZE, "%s", safe);
	return true;
}

static bool write_scenario(const struct interview *interview, const char *name, const char *path,
			   struct error *error)
{
	struct scenario *scenario = xmalloc(sizeof(*scenario));
	struct output output;
	bool ok = output_open(&output, error);

	if (ok) {
		interview_write(interview, name, output.stream);
		/* What is written has to be what the program reads. */
		ok = fflush(output.stream) == 0 &&
		     scenario_parse(output.text, output.size, path, scenario, error);
		if (ok)
			ok = output_close(&output, path, error);
		else
			output_drop(&output);
	}
	free(scenario);
	return ok;
}

static void tell_next(const char *path)
{
	char safe[3 * PATH_MAX], word[SHELL_WORD_SIZE];

	if (strcmp(path, "-") == 0)
		return;
	text_sanitise(safe, sizeof(safe), path);
	shell_word(path, word);
	printf("Wrote %s. Next:\n\n"
	       "  ragtop %s        the dashboard\n"
	       "  ragtop run %s    a report\n",
	       safe, word, word);
}

static bool make(const struct options *options, struct error *error)
{
	const char *path = options->word_count > 0 ? options->words[0] : NULL;
	char name[SCENARIO_NAME_SIZE];
	struct interview interview;

	if (!path)
		return error_set(error, "no file to write, - is standard output: \"new\"");
	if (options->word_count > 1)
		return error_set(error, "one argument too many: \"%s\"", options->words[1]);
	if (options->name && options->name[0] == '\0')
		return error_set(error, "empty: \"--name\"");
	if (!may_write(path, options->force, error) || !choose_name(options, path, name, error) ||
	    !answer_all(&interview, options, error) || !may_write(path, options->force, error) ||
	    !write_scenario(&interview, name, path, error))
		return false;
	tell_next(path);
	return true;
}

int command_new(int argc, char **argv)
{
	struct options options;
	struct error error;
	int status;

	if (!options_take(&usage, argc, argv, &options, &status))
		return status;
	return make(&options, &error) ? EXIT_OK : cli_fail(&error);
}
