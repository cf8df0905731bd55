// SPDX-License-Identifier: MIT
#include <assert.h>
#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/format.h"
#include "io/interview.h"
#include "io/names.h"
#include "io/price_book.h"

enum { ANSWER_SIZE = 128 };

/* As long as those of the default documents, the 300 pages that S4:176 speaks of. */
static const double DEFAULT_PAGES = 300;

const struct question question_table[QUESTION_IDS] = {
	[QUESTION_VOLUME] = {
		.option = "--volume",
		.text = "queries a month",
		.fallback = "60k",
		.explanation =
			"How often the thing is asked: 50k, 3M, 2000/day. Cost grows with "
			"it, and where tuning pays.",
	},
	[QUESTION_QUESTION] = {
		.option = "--question",
		.text = "tokens of a question",
		.fallback = "150",
		.explanation =
			"What the user types, on average, without instructions and "
			"passages. A token is about three quarters of an English word.",
	},
	[QUESTION_ANSWER] = {
		.option = "--answer",
		.text = "tokens of an answer",
		.fallback = "200",
		.explanation =
			"On average. Two paragraphs have about 200 tokens, a label has 5. "
			"Output is the dearest token, and writing it is most of the time.",
	},
	[QUESTION_DOCUMENTS] = {
		.option = "--documents",
		.text = "documents, tokens or pages",
		.fallback = "100k",
		.explanation =
			"All that answers are looked up in: 100k, 3M tokens, or 300 pages "
			"(of 330 tokens, as the default has). Facts, and what one change touches, "
			"go along in proportion.",
	},
	[QUESTION_CHANGES] = {
		.option = "--changes",
		.text = "facts change",
		.fallback = "weekly",
		.explanation =
			"How often changed facts come out: hourly, daily, weekly, monthly, "
			"quarterly, yearly, never, or a rate: 10 (a month), 3/day. An "
			"index has them in minutes, a tuned model after its next training.",
	},
	[QUESTION_LATENCY] = {
		.option = "--latency",
		.text = "first token within",
		.fallback = "1s",
		.explanation =
			"95 of 100 answers have to begin in this time: 200ms, 2s; or none.",
	},
	[QUESTION_STALE] = {
		.option = "--stale",
		.text = "outdated answers at most",
		.fallback = "2%",
		.explanation =
			"Share of the answers that may rest on a fact that has changed "
			"since: 2%; or none, where outdated answers do no harm.",
	},
	[QUESTION_BUDGET] = {
		.option = "--budget",
		.text = "budget a month",
		.fallback = "none",
		.explanation =
			"Dollars a month for running it: 500, $2k; or none.",
	},
	[QUESTION_CITATIONS] = {
		.option = "--citations",
		.text = "citations needed",
		.fallback = "no",
		.explanation =
			"Must answers say where they are from? yes, no, or the share that "
			"must: 30%. What a tuned model cannot cite shows under governance; "
			"it does not decide who is best.",
	},
	[QUESTION_FORMAT] = {
		.option = "--fixed-format",
		.text = "fixed output format needed",
		.fallback = "no",
		.explanation =
			"Is an answer of no use outside a format, as JSON that a program "
			"reads? yes, no, or the share: 30%. Tuned models keep a format "
			"better.",
	},
	[QUESTION_PRICES] = {
		.option = "--price-book",
		.text = "price book",
		.fallback = "none",
		.explanation =
			"Whose prices: s0 to s4 as one of the articles has them, current "
			"list prices, or none: the defaults.",
	},
};

/* ---- reading ---- */

static bool is_word(const char *text, const char *words)
{
	size_t length = strlen(text);

	for (const char *at = words; *at != '\0'; at += at[strcspn(at, " ")] == ' ') {
		if (length > 0 && strcspn(at, " ") == length && strncmp(at, text, length) == 0)
			return true;
		at += strcspn(at, " ");
	}
	return false;
}

static bool read_param(const char *text, enum param_id id, double *value, struct error *error)
{
	return parse_quantity(text, param_table[id].unit, NAN, value, error) &&
	       param_check(id, *value, error);
}

static bool read_documents(const char *text, double *value, struct error *error)
{
	char number[ANSWER_SIZE];
	size_t length = strlen(text), word = 0;
	bool pages;

	while (word < length && isalpha((unsigned char)text[length - word - 1]))
		word++;
	pages = strcasecmp(text + length - word, "page") == 0 ||
		strcasecmp(text + length - word, "pages") == 0;
	snprintf(number, sizeof(number), "%.*s", (int)(pages ? length - word : length), text);
	if (!parse_quantity(number, pages ? UNIT_COUNT : UNIT_TOK, NAN, value, error))
		return false;
	if (pages)
		*value = *value * param_table[P_knowledge_corpus_tok].def / DEFAULT_PAGES;
	return param_check(P_knowledge_corpus_tok, *value, error);
}

static bool read_changes(const char *text, double *value, struct error *error)
{
	static const struct {
		const char *word;
		double per_month;
	} words[] = {
		{ "hourly", 720 }, { "daily", 30 },          { "weekly", 52.0 / 12 },
		{ "monthly", 1 },  { "quarterly", 1.0 / 3 }, { "yearly", 1.0 / 12 },
		{ "never", 0 },
	};

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		if (strcmp(text, words[i].word) == 0) {
			*value = words[i].per_month;
			return true;
		}
	}
	if (text[0] >= 'a' && text[0] <= 'z')
		return error_set(error,
				 "not hourly, daily, weekly, monthly, quarterly, yearly, never or "
				 "a rate: \"%s\"",
				 text);
	return read_param(text, P_knowledge_updates_per_month, value, error);
}

/* Whoever types 2 for a share means 2 % more often than 200 %. */
static bool check_share(const char *text, double value, struct error *error)
{
	if (!(value > 1 && value <= 100) || text[strspn(text, "0123456789.")] != '\0')
		return true;
	return error_set(error, "a share is 0 to 1, did you mean \"%s%%\": \"%s\"", text, text);
}

static bool read_target(const char *text, enum target target, double *value, struct error *error)
{
	double lo, hi;

	if (strcmp(text, "none") == 0) {
		*value = NAN;
		return true;
	}
	target_legal_range(target, &lo, &hi);
	return parse_quantity(text, target_unit(target), NAN, value, error) &&
	       (target_unit(target) != UNIT_SHARE || check_share(text, *value, error)) &&
	       range_check(target_key(target), *value, lo, hi, error);
}

static bool read_share(const char *text, enum param_id id, double *value, struct error *error)
{
	if (is_word(text, "yes y"))
		*value = 1;
	else if (is_word(text, "no n none"))
		*value = 0;
	else if (text[0] >= 'a' && text[0] <= 'z')
		return error_set(error, "not yes, no or a share: \"%s\"", text);
	else
		return parse_quantity(text, param_table[id].unit, NAN, value, error) &&
		       check_share(text, *value, error) && param_check(id, *value, error);
	return true;
}

static bool read_value(enum question_id id, const char *text, double *value, struct error *error)
{
	switch (id) {
	case QUESTION_VOLUME:
		return read_param(text, P_traffic_volume_qpm, value, error);
	case QUESTION_QUESTION:
		return read_param(text, P_traffic_prompt_tok, value, error);
	case QUESTION_ANSWER:
		return read_param(text, P_traffic_answer_tok, value, error);
	case QUESTION_DOCUMENTS:
		return read_documents(text, value, error);
	case QUESTION_CHANGES:
		return read_changes(text, value, error);
	case QUESTION_LATENCY:
		return read_target(text, TARGET_TTFT_P95_S, value, error);
	case QUESTION_STALE:
		return read_target(text, TARGET_STALE_ANSWER_FRAC, value, error);
	case QUESTION_BUDGET:
		return read_target(text, TARGET_MONTHLY_USD, value, error);
	case QUESTION_CITATIONS:
		return read_share(text, P_traffic_citation_frac, value, error);
	case QUESTION_FORMAT:
		return read_share(text, P_traffic_format_frac, value, error);
	case QUESTION_PRICES:
		*value = NAN;
		return strcmp(text, "none") == 0 || price_book_check(text, error);
	case QUESTION_IDS:
		break;
	}
	return error_set(error, "no such question");
}

/* Without the blanks around it; a word in lower case, a number as it is. */
static bool clean(const char *text, char out[ANSWER_SIZE], struct error *error)
{
	size_t length;

	text += strspn(text, " \t");
	length = strlen(text);
	while (length > 0 && strchr(" \t\r\n", text[length - 1]))
		length--;
	if (length >= ANSWER_SIZE)
		return error_set(error, "longer than %d bytes", ANSWER_SIZE - 1);
	memcpy(out, text, length);
	out[length] = '\0';
	if (!isalpha((unsigned char)out[0]))
		return true;
	for (size_t i = 0; i < length; i++)
		out[i] = (char)tolower((unsigned char)out[i]);
	return true;
}

bool interview_answer(struct interview *interview, enum question_id id, const char *text,
		      struct error *error)
{
	char answer[ANSWER_SIZE];
	double value;

	assert(id < QUESTION_IDS);
	if (!clean(text, answer, error) || !read_value(id, answer, &value, error))
		return false;
	interview->value[id] = value;
	interview->given[id] = true;
	if (id == QUESTION_PRICES)
		snprintf(interview->price_book, sizeof(interview->price_book), "%s",
			 strcmp(answer, "none") == 0 ? "" : answer);
	return true;
}

void interview_init(struct interview *interview)
{
	struct error error;

	memset(interview, 0, sizeof(*interview));
	for (unsigned int i = 0; i < QUESTION_IDS; i++) {
		enum question_id id = (enum question_id)i;

		if (!interview_answer(interview, id, question_table[id].fallback, &error))
			interview->value[id] = NAN;
		interview->given[id] = false;
	}
}
