// SPDX-License-Identifier: MIT
#include "cli/tour_notes.h"

#include <poll.h>
#include <stdlib.h>
#include <string.h>

#include "base/format.h"
#include "base/xalloc.h"
#include "cli/escape.h"
#include "cli/wrap.h"
#include "io/tour.h"
#include "session/session.h"
#include "study/tour_text.h"

enum { WORDS_SIZE = 2 * TOUR_NOTES_SIZE };

struct notes {
	FILE *out;
	bool markdown;
	struct session *session;
	struct snapshot *shown; /* of the step */
	struct scenario *scenario;
	struct tour_figures figures;
};

/* Until run and curve are as fine as the scenario asks for. */
static bool settle(struct notes *notes, struct error *error)
{
	uint64_t generation = session_edit(notes->session, notes->scenario, false);
	struct pollfd news = { .fd = session_fd(notes->session), .events = POLLIN };

	do {
		const struct snapshot *newest;

		poll(&news, 1, -1);
		newest = session_acquire(notes->session);
		if (!newest)
			continue;
		snapshot_take(notes->shown, newest);
		session_release(notes->session, newest);
	} while (notes->shown->generation != generation || !notes->shown->settled);
	if (!notes->shown->has_result)
		*error = notes->shown->error;
	notes->figures = (struct tour_figures){ notes->scenario, &notes->shown->result,
						&notes->shown->curve };
	return notes->shown->has_result;
}

static void put_words(struct notes *notes, const char *lead, const char *text)
{
	char *words = xmalloc(WORDS_SIZE);

	tour_expand(&notes->figures, text, words, WORDS_SIZE);
	if (words[0] != '\0') {
		fputs(lead, notes->out);
		if (notes->markdown) {
			escape_markdown(notes->out, words);
			fputs("\n\n", notes->out);
		} else {
			put_wrapped(notes->out, words, 4);
		}
	}
	free(words);
}

static void put_line(const struct notes *notes, const char *text)
{
	if (notes->markdown)
		escape_markdown(notes->out, text);
	else
		fputs(text, notes->out);
}

static void put_big(struct notes *notes, const struct tour_step *step)
{
	for (int i = 0; i < step->big_count; i++) {
		char label[2 * TOUR_LABEL_SIZE], value[FORMAT_SIZE];

		tour_expand(&notes->figures, step->big[i].label, label, sizeof(label));
		tour_value_text(&notes->figures, step->big[i].figure, value, sizeof(value));
		fputs(notes->markdown ? "- " : "    ", notes->out);
		put_line(notes, label);
		fprintf(notes->out, notes->markdown ? ": **%s**\n" : ": %s\n", value);
	}
	if (notes->markdown && step->big_count > 0)
		fputc('\n', notes->out);
}

static void put_step(struct notes *notes, const struct tour *tour, int i)
{
	const struct tour_step *step = &tour->steps[i];
	char title[2 * TOUR_TITLE_SIZE];

	tour_expand(&notes->figures, step->title, title, sizeof(title));
	fprintf(notes->out, notes->markdown ? "## %d. " : "%d  ", i + 1);
	put_line(notes, title);
	fputs(notes->markdown ? "\n\n" : "\n", notes->out);
	put_words(notes, notes->markdown ? "**Ask:** " : "  ask\n    ", step->ask);
	put_big(notes, step);
	put_words(notes, notes->markdown ? "" : "  on the screen\n    ", step->say);
	put_words(notes, notes->markdown ? "*Play:* " : "  to play with\n    ", step->try);
	put_words(notes, notes->markdown ? "> " : "  notes\n    ", step->notes);
	if (!notes->markdown)
		fputc('\n', notes->out);
}

bool tour_check(const struct options *options, const struct scenario *scenario, struct error *error)
{
	const char *name = options->scenario ? options->scenario : scenario->name;
	int step = options->tour_step;

	if (!scenario->tour)
		return error_set(error,
				 "it has no tour, `ragtop tour --list` names some that have: "
				 "\"%.100s\"",
				 name);
	return (step != 0 && step <= scenario->tour->step_count) ||
	       error_set(error, "no step %d, its tour has 1 to %d: \"%.100s\"", step,
			 scenario->tour->step_count, name);
}

static bool write_steps(struct notes *notes, const struct scenario *scenario, int only,
			struct error *error)
{
	const struct tour *tour = scenario->tour;
	bool ran = false;

	for (int i = 0; i < tour->step_count; i++) {
		if (only > 0 && i + 1 != only)
			continue;
		/* What changes nothing needs no other run. */
		if (!ran || tour_step_apply(tour, i, notes->scenario) > 0) {
			tour_scenario(scenario, i, notes->scenario);
			if (!settle(notes, error))
				return false;
		}
		ran = true;
		put_step(notes, tour, i);
	}
	return true;
}

bool tour_notes_write(FILE *out, const struct scenario *scenario, int only, bool markdown,
		      int threads, struct error *error)
{
	struct notes notes = { .out = out,
			       .markdown = markdown,
			       .session = session_new(threads),
			       .shown = xcalloc(1, sizeof(*notes.shown)),
			       .scenario = xmalloc(sizeof(*notes.scenario)) };
	bool ok;

	fputs(markdown ? "# " : "", out);
	put_line(&notes, scenario->name);
	fputs("\n\n", out);
	ok = write_steps(&notes, scenario, only, error);
	session_free(notes.session);
	free(notes.shown);
	free(notes.scenario);
	return ok;
}
