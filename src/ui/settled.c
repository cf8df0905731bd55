// SPDX-License-Identifier: MIT
#include "ui/settled.h"

#include <poll.h>
#include <stdio.h>

#include "base/xalloc.h"
#include "ui/app.h"
#include "ui/view_sentence.h"

static void take_words(const struct app *app, char answer[ANSWER_SIZE])
{
	const struct frame frame = { .snapshot = &app->shown, .state = &app->ui };
	char line[SENTENCES_MAX][SENTENCE_SIZE];

	sentences(&frame, WORDS_LONG, line);
	snprintf(answer, ANSWER_SIZE, "%s", line[0]);
}

struct snapshot *settled_snapshot(const struct scenario *scenario, int threads,
				  char answer[ANSWER_SIZE])
{
	struct app *app = app_new(scenario, "", threads);
	struct pollfd news = { .fd = session_fd(app->session), .events = POLLIN };
	struct snapshot *snapshot = xmalloc(sizeof(*snapshot));

	app_submit(app);
	while (!app_is_settled(app)) {
		poll(&news, 1, -1);
		app_snapshot(app);
	}
	*snapshot = app->shown;
	answer[0] = '\0';
	if (snapshot->has_result)
		take_words(app, answer);
	app_free(app);
	return snapshot;
}
