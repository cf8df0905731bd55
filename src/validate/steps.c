// SPDX-License-Identifier: MIT
#include "validate/steps.h"

#include <math.h> /* a constant */
#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"

/* One replica: who is in it, in order of arrival. */
struct stepper {
	int *line, count;
	double end_s; /* of the step under way; INFINITY: idle */
};

struct steps {
	const struct batch_setup *setup;
	struct step_query *queries;
	double *unread, *unwritten;
	bool *inside;
	struct stepper *steppers;
};

static double held_tok(const struct steps *steps, int id)
{
	return steps->queries[id].prompt_tok + steps->queries[id].output_tok;
}

static void stepper_remove(struct stepper *s, int at)
{
	memmove(&s->line[at], &s->line[at + 1], (size_t)(s->count - at - 1) * sizeof(s->line[0]));
	s->count--;
}

static void refuse(struct steps *steps, int id, double t_s)
{
	steps->queries[id].refused = true;
	steps->queries[id].done_s = t_s;
}

static void stepper_admit(struct steps *steps, struct stepper *s, double t_s)
{
	const struct batch_setup *setup = steps->setup;
	double held = 0;
	int count = 0;

	for (int i = 0; i < s->count; i++)
		if (steps->inside[s->line[i]]) {
			held += held_tok(steps, s->line[i]);
			count++;
		}
	for (int i = 0; i < s->count; i++) {
		int id = s->line[i];

		if (steps->inside[id])
			continue;
		if (held_tok(steps, id) > setup->kv_tok) {
			refuse(steps, id, t_s);
			stepper_remove(s, i--);
			continue;
		}
		if (count >= setup->max_batch || held + held_tok(steps, id) > setup->kv_tok)
			break;
		steps->inside[id] = true;
		steps->queries[id].admitted_s = t_s;
		held += held_tok(steps, id);
		count++;
	}
}

/* Reads as much of a prompt as the budget has; returns how much that is. */
static double read_prompt(struct steps *steps, int id, double budget)
{
	double part = steps->unread[id] < budget ? steps->unread[id] : budget;

	steps->unread[id] -= part;
	if (steps->unread[id] == 0)
		steps->queries[id].first_s = -1; /* with the end of this step */
	return part;
}

/* Reads, writes; returns how long the step takes. */
static double stepper_work(struct steps *steps, const struct stepper *s)
{
	const struct batch_setup *setup = steps->setup;
	double context = 0, read = 0;
	int count = 0;

	for (int i = 0; i < s->count; i++) {
		int id = s->line[i];
		const struct step_query *query = &steps->queries[id];

		if (!steps->inside[id])
			continue;
		count++;
		if (steps->unread[id] > 0) {
			read += read_prompt(steps, id, setup->prefill_budget_tok - read);
			continue;
		}
		context += query->prompt_tok + (query->output_tok - 1 - steps->unwritten[id]);
		steps->unwritten[id]--;
	}
	return setup->step_a_s + setup->step_b_s * count + setup->step_c_s * context +
	       setup->step_d_s * read;
}

static void stepper_begin(struct steps *steps, struct stepper *s, double t_s)
{
	stepper_admit(steps, s, t_s);
	s->end_s = s->count > 0 ? t_s + stepper_work(steps, s) : (double)INFINITY;
}

static void stepper_end(struct steps *steps, struct stepper *s)
{
	double t_s = s->end_s;

	for (int i = 0; i < s->count; i++) {
		int id = s->line[i];

		if (steps->queries[id].first_s < 0)
			steps->queries[id].first_s = t_s;
		if (steps->inside[id] && steps->unread[id] == 0 && steps->unwritten[id] == 0) {
			steps->queries[id].done_s = t_s;
			steps->inside[id] = false;
			stepper_remove(s, i--);
		}
	}
	stepper_begin(steps, s, t_s);
}

static struct stepper *soonest_stepper(const struct steps *steps)
{
	struct stepper *first = &steps->steppers[0];

	for (int r = 1; r < steps->setup->replicas; r++)
		if (steps->steppers[r].end_s < first->end_s)
			first = &steps->steppers[r];
	return first;
}

static struct stepper *shortest_stepper(const struct steps *steps)
{
	struct stepper *shortest = &steps->steppers[0];

	for (int r = 1; r < steps->setup->replicas; r++)
		if (steps->steppers[r].count < shortest->count)
			shortest = &steps->steppers[r];
	return shortest;
}

static void arrive(struct steps *steps, int id)
{
	struct stepper *s = shortest_stepper(steps);

	steps->unread[id] = steps->queries[id].prompt_tok;
	steps->unwritten[id] = steps->queries[id].output_tok - 1;
	s->line[s->count++] = id;
	if (s->end_s == (double)INFINITY)
		stepper_begin(steps, s, steps->queries[id].arrival_s);
}

void steps_run(const struct batch_setup *setup, struct step_query *queries, int count)
{
	struct steps steps = { .setup = setup, .queries = queries };
	struct stepper *s;

	steps.unread = xcalloc((size_t)count, sizeof(double));
	steps.unwritten = xcalloc((size_t)count, sizeof(double));
	steps.inside = xcalloc((size_t)count, sizeof(bool));
	steps.steppers = xcalloc((size_t)setup->replicas, sizeof(*steps.steppers));
	for (int r = 0; r < setup->replicas; r++)
		steps.steppers[r] = (struct stepper){ .line = xcalloc((size_t)count, sizeof(int)),
						      .end_s = INFINITY };
	for (int id = 0; id < count; id++) {
		while ((s = soonest_stepper(&steps))->end_s < queries[id].arrival_s)
			stepper_end(&steps, s);
		arrive(&steps, id);
	}
	while ((s = soonest_stepper(&steps))->end_s < (double)INFINITY)
		stepper_end(&steps, s);
	for (int r = 0; r < setup->replicas; r++)
		free(steps.steppers[r].line);
	free(steps.steppers);
	free(steps.inside);
	free(steps.unwritten);
	free(steps.unread);
}
