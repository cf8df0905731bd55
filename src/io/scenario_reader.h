// SPDX-License-Identifier: MIT
/*
 * L2. What the parts of the scenario reader share; nobody else includes this.
 *
 * Objects of fixed keys are read by a table of fields. Every function returns false with the error
 * filled in, place included.
 */
#ifndef RAGTOP_IO_SCENARIO_READER_H
#define RAGTOP_IO_SCENARIO_READER_H

#include <stdbool.h>
#include <stddef.h>

#include <ragtop/error.h>
#include <ragtop/scenario.h>
#include "io/json_doc.h"

struct reader {
	struct scenario *scenario;
	struct error *error;
	struct timeline_entry entry; /* what is common to the timeline entry that is being read */
	bool saved;                  /* by the program, not written by hand */
	bool foreign;                /* written by another version of the engine */
	const char *file_name;       /* that a trace is beside of; NULL: there is no file */
	bool has_horizon;
	bool later; /* entries are for a scenario that will be another by then: whether they may
		     * stand there is asked there, by entry_check */
	struct json_value trace;            /* item NULL: none is named */
	struct json_value set[PARAM_COUNT]; /* item NULL: has its default */
	struct tour *tour;                  /* that is being read; NULL: none */
};

struct json_field {
	const char *key;
	bool (*read)(struct reader *reader, struct json_value value);
	bool required;
};

/* Refuses unknown and missing keys, then reads in the order of the table, not of the file: so a
 * field may rely on those before it. */
bool read_fields(struct reader *reader, struct json_value object, const struct json_field *fields,
		 size_t count);
bool read_number(struct reader *reader, struct json_value value, double lo, double hi, double *out);
bool read_text(struct reader *reader, struct json_value value, char *out, size_t size);
/* The id of a price book; null is none, "". */
bool read_book_id(struct reader *reader, struct json_value value, char *id, size_t size);
/* The key of an architecture. */
bool read_arch(struct reader *reader, struct json_value value, enum arch *arch);
/* Keys of architectures, none twice; may be empty. */
bool read_arch_list(struct reader *reader, struct json_value value, enum arch archs[ARCH_COUNT],
		    int *count);
bool expect_object(struct reader *reader, struct json_value value);
bool expect_array(struct reader *reader, struct json_value value);
/* The error of a key that is not known; `near` is "" or what may have been meant. */
bool unknown_key(struct reader *reader, struct json_value member, const char *full,
		 const char *near);

/* Makes what an older format or version of the program wrote into what this one reads, before it is
 * read; `told` gets what was done, "" for nothing. A format that is newer is refused. */
bool scenario_migrate(const struct json_doc *doc, char told[SCENARIO_MIGRATED_SIZE],
		      struct error *error);

/* The keys of a document, one by one; NULL after the last. */
const char *scenario_document_key(size_t i);

/* After the parameters: the trace, and what may not be said beside it or without it. */
bool read_trace(struct reader *reader);

/* The fields of the document that have a file of their own. */
bool read_article(struct reader *reader, struct json_value value);
bool read_traits(struct reader *reader, struct json_value value);
bool read_params(struct reader *reader, struct json_value value);
bool read_timeline(struct reader *reader, struct json_value value);
bool read_tour(struct reader *reader, struct json_value value);
/* A tour's step has read an entry of the timeline; without a tour nothing happens. */
bool read_tour_entry(struct reader *reader, struct json_value value,
		     const struct timeline_entry *entry);
bool read_sources(struct reader *reader, struct json_value value);
/* Where a value comes from, whole, one member of that, and a day of the form YYYY-MM-DD. */
bool read_source(struct reader *reader, struct json_value value, struct param_note *note);
bool read_source_member(struct reader *reader, struct json_value member, struct param_note *note);
bool read_date(struct reader *reader, struct json_value value, char date[16]);
bool read_expect(struct reader *reader, struct json_value value);

/* The parameter that a member with a full name is about ("rag.search_s"). */
bool read_param_key(struct reader *reader, struct json_value member, enum param_id *id);
bool read_param(struct reader *reader, struct json_value value, enum param_id id, double *out);

#endif
