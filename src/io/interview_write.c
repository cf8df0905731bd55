// SPDX-License-Identifier: MIT
/* The file that comes of the answers. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"
#include "io/interview.h"
#include "io/json_write.h"
#include "io/names.h"

/* A record of the index: 1,536 numbers of 4 bytes, and the passage. */
static const double RECORD_GB = 8e-6;

static const char yours[] = "yours";

/* A value of the file and what is said of it; not every row is used. */
struct entry {
	enum param_id id;
	double value;
	const char *note; /* NULL: the table's own source */
};

enum { ENTRIES_MAX = 16 };

struct entries {
	int count;
	struct entry rows[ENTRIES_MAX];
};

static void add(struct entries *entries, enum param_id id, double value, const char *note)
{
	entries->rows[entries->count++] = (struct entry){ id, value, note };
}

static void add_answer(struct entries *entries, const struct interview *interview,
		       enum question_id question, enum param_id id)
{
	add(entries, id, interview->value[question], interview->given[question] ? yours : NULL);
}

static double legal(enum param_id id, double value)
{
	const struct param_info *info = &param_table[id];

	if (info->kind == PARAM_INTEGER)
		value = floor(value + 0.5);
	return value < info->min ? info->min : value > info->max ? info->max : value;
}

/* What is made of documents grows with them; the default is of documents of the default size. */
static void add_documents(struct entries *entries, const struct interview *interview)
{
	static const enum param_id along[] = {
		P_knowledge_facts,
		P_knowledge_facts_per_update,
		P_rag_update_tok,
		P_rag_write_units_per_update,
	};
	double tok = interview->value[QUESTION_DOCUMENTS];
	double scale = tok / param_table[P_knowledge_corpus_tok].def;
	double gb = tok / param_table[P_rag_chunk_tok].def * RECORD_GB;

	add_answer(entries, interview, QUESTION_DOCUMENTS, P_knowledge_corpus_tok);
	if (!interview->given[QUESTION_DOCUMENTS])
		return;
	for (size_t i = 0; i < sizeof(along) / sizeof(along[0]); i++) {
		double value = scale * param_table[along[i]].def;

		if (along[i] == P_knowledge_facts_per_update && value < 1)
			value = 1;
		add(entries, along[i], legal(along[i], value),
		    "in proportion to your documents, as with the defaults");
	}
	if (gb > param_table[P_rag_storage_gb].def)
		add(entries, P_rag_storage_gb, legal(P_rag_storage_gb, gb),
		    "8 kB for every 500 tokens of your documents");
}

static void collect(const struct interview *interview, struct entries *entries)
{
	entries->count = 0;
	add_answer(entries, interview, QUESTION_VOLUME, P_traffic_volume_qpm);
	add_answer(entries, interview, QUESTION_QUESTION, P_traffic_prompt_tok);
	add_answer(entries, interview, QUESTION_ANSWER, P_traffic_answer_tok);
	add_answer(entries, interview, QUESTION_CITATIONS, P_traffic_citation_frac);
	add_answer(entries, interview, QUESTION_FORMAT, P_traffic_format_frac);
	add_answer(entries, interview, QUESTION_CHANGES, P_knowledge_updates_per_month);
	add_documents(entries, interview);
	if (interview->given[QUESTION_QUESTION])
		add(entries, P_ft_prompt_tok, PARAM_NULL,
		    "a tuned model reads your whole question, too");
}

static void write_params(struct json_writer *writer, const struct entries *entries)
{
	json_begin(writer, "params", '{');
	for (unsigned int group = 0; group < GROUP_COUNT; group++) {
		bool open = false;

		for (int i = 0; i < entries->count; i++) {
			const struct param_info *info = &param_table[entries->rows[i].id];

			if (info->group_id != group)
				continue;
			if (!open)
				json_begin(writer, info->group, '{');
			open = true;
			json_put_number(writer, info->name, entries->rows[i].value); /* or null */
		}
		if (open)
			json_end(writer, '}');
	}
	json_end(writer, '}');
}

static void write_targets(struct json_writer *writer, const struct interview *interview)
{
	static const struct {
		enum question_id question;
		enum target target;
	} rows[] = {
		{ QUESTION_LATENCY, TARGET_TTFT_P95_S },
		{ QUESTION_STALE, TARGET_STALE_ANSWER_FRAC },
		{ QUESTION_BUDGET, TARGET_MONTHLY_USD },
	};

	json_begin(writer, "targets", '{');
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		double value = interview->value[rows[i].question];

		if (!isnan(value))
			json_put_number(writer, target_key(rows[i].target), value);
	}
	json_end(writer, '}');
}

static void write_sources(struct json_writer *writer, const struct entries *entries)
{
	char name[NAME_SIZE];

	json_begin(writer, "sources", '{');
	for (int i = 0; i < entries->count; i++) {
		const struct entry *entry = &entries->rows[i];
		const struct param_info *info = &param_table[entry->id];

		param_full_name(entry->id, name, sizeof(name));
		json_begin_flat(writer, name, '{');
		json_put_string(
			writer, "kind",
			provenance_name(entry->note ? PROVENANCE_ASSUMED : info->provenance));
		json_put_string(writer, "note", entry->note ? entry->note : info->source);
		json_end(writer, '}');
	}
	json_end(writer, '}');
}

void interview_write(const struct interview *interview, const char *name, FILE *out)
{
	struct entries *entries = xcalloc(1, sizeof(*entries));
	struct json_writer writer;

	collect(interview, entries);
	json_writer_init(&writer, out);
	json_begin(&writer, NULL, '{');
	json_put_number(&writer, "ragtop", 1);
	json_put_string(&writer, "name", name);
	json_put_string(&writer, "summary", "Made by `ragtop new`.");
	if (interview->price_book[0] != '\0')
		json_put_string(&writer, "price_book", interview->price_book);
	write_params(&writer, entries);
	write_targets(&writer, interview);
	write_sources(&writer, entries);
	json_end(&writer, '}');
	free(entries);
}
