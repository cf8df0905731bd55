// SPDX-License-Identifier: MIT
#include "io/model.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/xalloc.h"
#include "io/catalogue.h"
#include "io/names.h"
#include "io/quote_read.h"
#include "io/scenario_io.h"

/* --- reading --- */

struct model_reader {
	struct reader reader; /* first, so that it is found from there */
	struct model **models;
	int *count;
	char provider[64];        /* of the file */
	struct param_note common; /* source of its plain values */
};

static struct model_reader *model_reader(struct reader *reader)
{
	return (struct model_reader *)reader;
}

/* The one that is being read. */
static struct model *last_model(struct reader *reader)
{
	struct model_reader *of = model_reader(reader);

	return &(*of->models)[*of->count - 1];
}

static bool read_provider(struct reader *reader, struct json_value value)
{
	char *provider = model_reader(reader)->provider;

	return read_text(reader, value, provider, sizeof(model_reader(reader)->provider));
}

static bool read_common(struct reader *reader, struct json_value value)
{
	return read_source(reader, value, &model_reader(reader)->common);
}

static bool read_id(struct reader *reader, struct json_value value)
{
	struct model *model = last_model(reader);

	return read_text(reader, value, model->id, sizeof(model->id));
}

static bool read_title(struct reader *reader, struct json_value value)
{
	struct model *model = last_model(reader);

	return read_text(reader, value, model->title, sizeof(model->title));
}

static bool read_values(struct reader *reader, struct json_value value)
{
	struct model *model = last_model(reader);
	const struct quote *mode;

	if (!read_quotes(reader, value, &model_reader(reader)->common, model->quotes,
			 &model->quote_count))
		return false;
	mode = model_quote(model, P_serving_mode);
	model->self = mode && mode->value == SERVING_SELF;
	return mode || json_error(value, reader->error, "missing key: \"serving.mode\"");
}

static bool read_models(struct reader *reader, struct json_value value)
{
	static const struct json_field fields[] = {
		{ "model", read_id, true },
		{ "title", read_title, true },
		{ "values", read_values, true },
	};
	struct model_reader *of = model_reader(reader);
	struct json_value element;

	if (!expect_array(reader, value))
		return false;
	for (bool more = json_first(value, &element); more; more = json_next(&element)) {
		*of->models = xrealloc_array(*of->models, (size_t)*of->count + 1,
					     sizeof(**of->models));
		++*of->count;
		memset(last_model(reader), 0, sizeof(struct model));
		strcpy(last_model(reader)->provider, of->provider);
		if (!read_fields(reader, element, fields, sizeof(fields) / sizeof(fields[0])))
			return false;
	}
	return true;
}

static const struct json_field file_fields[] = {
	{ "provider", read_provider, true },
	{ "source", read_common, true },
	{ "models", read_models, true },
};

bool model_parse(const char *text, size_t size, struct model **models, int *count,
		 struct error *error)
{
	struct model_reader *of = xcalloc(1, sizeof(*of));
	struct json_doc doc;
	bool ok = json_doc_open(&doc, text, size, error);

	of->reader.error = error;
	of->models = models;
	of->count = count;
	if (ok) {
		ok = read_fields(&of->reader, json_root(&doc), file_fields,
				 sizeof(file_fields) / sizeof(file_fields[0]));
		json_doc_close(&doc);
	}
	free(of);
	return ok;
}

/* --- the catalogue --- */

static struct model *models;
static int models_read;

/* Kept for good. What is wrong with a file that was compiled in is a bug, and tests find it. */
static void open_models(void)
{
	static const char folder[] = "catalogue/models/";

	if (models)
		return;
	for (size_t i = 0; i < catalogue_files_count; i++) {
		const struct embedded_file *file = &catalogue_files[i];
		struct error error;
		bool ok = true;

		if (strncmp(file->name, folder, strlen(folder)) == 0)
			ok = model_parse(file->text, file->size, &models, &models_read, &error);
		assert(ok);
	}
}

int model_count(void)
{
	open_models();
	return models_read;
}

const struct model *model_at(int index)
{
	assert(index >= 0 && index < model_count());
	return &models[index];
}

const struct model *model_find(const char *id)
{
	/* Most scenarios have none: they need not wait until all are read. */
	if (*id == '\0')
		return NULL;
	for (int i = 0; i < model_count(); i++) {
		if (strcasecmp(models[i].id, id) == 0)
			return &models[i];
	}
	return NULL;
}

bool model_check(const char *id, struct error *error)
{
	char near[NAME_SIZE] = "";

	if (model_find(id))
		return true;
	for (int i = 0; i < model_count(); i++)
		name_suggest(id, models[i].id, near);
	if (near[0] != '\0')
		return error_set(error, "unknown model, did you mean \"%s\": \"%s\"", near, id);
	return error_set(error, "unknown model, `ragtop models` lists them: \"%s\"", id);
}

const struct quote *model_quote(const struct model *model, enum param_id param)
{
	for (int i = 0; i < model->quote_count; i++) {
		if (model->quotes[i].param == param)
			return &model->quotes[i];
	}
	return NULL;
}

void model_unsaid(const struct model *model, char *text, size_t size)
{
	static const struct {
		enum param_id param;
		const char *what;
	} usual[] = {
		{ P_base_ttft_s, "time to first token" },
		{ P_base_output_tok_s, "time per output token" },
		{ P_base_window_tok, "context window" },
	};

	text[0] = '\0';
	for (size_t i = 0; i < sizeof(usual) / sizeof(usual[0]); i++) {
		size_t used = strlen(text);

		if (!model_quote(model, usual[i].param) &&
		    !(model->self && usual[i].param != P_base_window_tok))
			snprintf(text + used, size - used, "%s%s", used > 0 ? ", " : "",
				 usual[i].what);
	}
}

bool scenario_take_model(struct scenario *scenario, const struct model *model, struct error *error)
{
	for (int i = 0; i < model->quote_count; i++) {
		const struct quote *quote = &model->quotes[i];

		if (!scenario_param_check(scenario, quote->param, quote->value, error))
			return false;
	}
	for (int i = 0; i < model->quote_count; i++) {
		const struct quote *quote = &model->quotes[i];

		params_set(&scenario->params, quote->param, quote->value);
		scenario->own[quote->param] = true;
		scenario->notes[quote->param] = quote->note;
		scenario->notes[quote->param].value = quote->value;
	}
	snprintf(scenario->model, sizeof(scenario->model), "%s", model->id);
	return true;
}
