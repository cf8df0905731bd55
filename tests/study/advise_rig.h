// SPDX-License-Identifier: MIT
/*
 * Tests: a form of inputs to fill in, and what a framework makes of it.
 */
#ifndef RAGTOP_TESTS_STUDY_ADVISE_RIG_H
#define RAGTOP_TESTS_STUDY_ADVISE_RIG_H

#include <string.h>

#include "base/suite.h"
#include "study/advise.h"

#define DAY 30.0 /* queries a month that make one a day */

static struct advise_inputs form;
static struct advice advised;

static inline void form_clear(void)
{
	advise_inputs_init(&form);
}

static inline void know(int input, double value)
{
	advise_know(&form, input, value);
}

static inline const struct advise_framework *framework(const char *id)
{
	for (int i = 0; i < ADVISE_FRAMEWORKS; i++)
		if (strcmp(advise_table[i]->id, id) == 0)
			return advise_table[i];
	ck_abort_msg("no framework %s", id);
	return NULL;
}

static inline enum advise_answer ask(const char *id)
{
	advise_one(framework(id), &form, &advised);
	return advised.answer;
}

/* With this one input more than the form has. */
static inline enum advise_answer ask_with(const char *id, int input, double value)
{
	know(input, value);
	return ask(id);
}

/* Does the rule of this line with this answer fire, whatever the framework makes of it? */
static inline bool fires(const char *id, const char *source, enum advise_answer answer)
{
	ask(id);
	for (int i = 0; i < advised.framework->rule_count; i++) {
		const struct advise_rule *rule = &advised.framework->rules[i];

		if (advised.state[i] == RULE_FIRES && rule->answer == answer &&
		    strcmp(rule->source, source) == 0)
			return true;
	}
	return false;
}

static inline bool remarked(enum advise_remark_kind kind, const char *text)
{
	for (int i = 0; i < advised.remark_count; i++)
		if (advised.remarks[i].kind == kind && strstr(advised.remarks[i].text, text))
			return true;
	return false;
}

#define EXPECT(id, expected)                                                           \
	do {                                                                           \
		enum advise_answer answer_ = ask(id);                                  \
		ck_assert_msg(answer_ == (expected), "%s: %s, not %s: %s", id,         \
			      advise_answer_key(answer_), advise_answer_key(expected), \
			      advised.text);                                           \
	} while (0)
#define EXPECT_WITH(id, input, value, expected) \
	do {                                    \
		know(input, value);             \
		EXPECT(id, expected);           \
	} while (0)

#endif
