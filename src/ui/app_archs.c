// SPDX-License-Identifier: MIT
/* Which architectures are compared: those of the file, or all that need no work of their own. */
#include "ui/app.h"

#include <stdio.h>
#include <string.h>

void app_say_archs(struct app *app, const char *verb)
{
	const struct scenario *scenario = &app->scenario;
	char text[192];
	size_t used = 0;

	for (int i = 0; i < scenario->arch_count; i++)
		used += (size_t)snprintf(text + used, sizeof(text) - used, "%s%s",
					 i > 0 ? ", " : "", arch_label(scenario->archs[i]));
	app_say(app, "architectures%s: %s", verb, text);
}

static bool has(const struct arch_set *set, enum arch arch)
{
	for (int i = 0; i < set->count; i++)
		if (set->archs[i] == arch)
			return true;
	return false;
}

static void add(struct arch_set *set, enum arch arch)
{
	if (!has(set, arch))
		set->archs[set->count++] = arch;
}

/* The file's first, so that what it compares keeps its order; routed only where the file has it,
 * because a mixture of two that nobody asked for says nothing. */
static struct arch_set all_of(const struct scenario *file)
{
	struct arch_set set = { 0 };

	for (int i = 0; i < file->arch_count; i++)
		add(&set, file->archs[i]);
	for (int i = 0; i <= ARCH_PROMPT; i++)
		add(&set, (enum arch)i);
	return set;
}

/* Who switches on the timeline stays in sight, and those whose figures a tour may name: files that
 * are saved without them could not be read. */
static void add_needed(struct arch_set *set, const struct scenario *scenario,
		       const struct scenario *file)
{
	for (int i = 0; file->tour && i < file->arch_count; i++)
		add(set, file->archs[i]);
	for (int i = 0; i < scenario->timeline_count; i++)
		if (scenario->timeline[i].kind == TIMELINE_SWITCH)
			add(set, scenario->timeline[i].from);
}

/* What the file compares; where that is all there is, the three. */
static struct arch_set some_of(const struct scenario *file)
{
	struct arch_set set = { 0 }, all = all_of(file);

	for (int i = 0; i < file->arch_count; i++)
		add(&set, file->archs[i]);
	if (set.count < all.count)
		return set;
	set.count = 0;
	for (int i = 0; i < ARCH_DEFAULTS; i++)
		add(&set, (enum arch)i);
	return set;
}

void app_toggle_archs(struct app *app)
{
	struct arch_set all = all_of(&app->ui.file), some = some_of(&app->ui.file);
	bool is_all = app->scenario.arch_count >= all.count;

	add_needed(&some, &app->scenario, &app->ui.file);
	if (!edit_archs(&app->log, &app->scenario, is_all ? &some : &all)) {
		app_say(app, "nobody can go: the timeline or the tour needs them");
		return;
	}
	if (!has(is_all ? &some : &all, app->ui.arch))
		app->ui.arch = app->scenario.archs[0];
	app->edited = true;
	app->full = true;
	app->changed = true;
	app_say_archs(app, "");
}
