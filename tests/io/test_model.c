// SPDX-License-Identifier: MIT
/* The model catalogue: what is in it, where from, and what taking a model does to a scenario. */
#include "io/model.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cjson/cJSON.h>

#include "base/suite.h"
#include "base/xalloc.h"
#include "io/file.h"
#include "io/scenario_io.h"

static double value_of(const struct model *model, enum param_id id)
{
	const struct quote *quote = model_quote(model, id);

	return quote ? quote->value : (double)NAN;
}

START_TEST(enough_of_them)
{
	int api = 0, self = 0;

	for (int i = 0; i < model_count(); i++) {
		const struct model *model = model_at(i);

		ck_assert_ptr_eq(model_find(model->id), model); /* so each id is there once */
		ck_assert_ptr_null(price_book_find(model->id));
		ck_assert_str_ne(model->title, "");
		ck_assert_str_ne(model->provider, "");
		*(model->self ? &self : &api) += 1;
	}
	ck_assert_int_ge(api, 12);
	ck_assert_int_eq(self, 3);
	ck_assert_ptr_null(model_find("gpt-2"));
}
END_TEST

static void check_quote(const struct model *model, const struct quote *quote)
{
	char name[96];

	param_full_name(quote->param, name, sizeof(name));
	ck_assert_msg(param_legal(quote->param, quote->value), "%s %s", model->id, name);
	ck_assert_msg(quote->note.present && quote->note.note[0] != '\0', "%s %s", model->id, name);
	ck_assert_ptr_eq(model_quote(model, quote->param), quote); /* so each is there once */
}

START_TEST(every_value_is_legal_and_has_a_source)
{
	for (int i = 0; i < model_count(); i++) {
		for (int q = 0; q < model_at(i)->quote_count; q++)
			check_quote(model_at(i), &model_at(i)->quotes[q]);
	}
}
END_TEST

/* Prices are published, with page and day; speeds are measured or left out. */
START_TEST(api_models_have_prices)
{
	static const enum param_id prices[] = { P_base_input_usd_per_mtok,
						P_base_output_usd_per_mtok };

	for (int i = 0; i < model_count(); i++) {
		const struct model *model = model_at(i);
		const struct quote *quote;

		if (model->self)
			continue;
		ck_assert_double_eq(value_of(model, P_serving_mode), SERVING_API);
		for (int p = 0; p < 2; p++) {
			quote = model_quote(model, prices[p]);
			ck_assert_ptr_nonnull(quote);
			ck_assert_int_eq(quote->note.kind, PROVENANCE_PUBLISHED);
			ck_assert_str_ne(quote->note.date, "");
		}
		ck_assert(value_of(model, prices[0]) <= value_of(model, prices[1]));
		ck_assert(value_of(model, P_base_cached_usd_per_mtok) <=
			  value_of(model, prices[0]));
		quote = model_quote(model, P_base_ttft_s);
		ck_assert(!quote || quote->note.kind == PROVENANCE_MEASURED);
		ck_assert_ptr_null(model_quote(model, P_serving_step_a_ms));
	}
}
END_TEST

START_TEST(self_hosted_models_are_measured)
{
	static const enum param_id steps[] = { P_serving_step_a_ms, P_serving_step_b_ms,
					       P_serving_step_c_ms, P_serving_step_d_ms };

	for (int i = 0; i < model_count(); i++) {
		const struct model *model = model_at(i);

		if (!model->self)
			continue;
		for (int s = 0; s < 4; s++) {
			const struct quote *quote = model_quote(model, steps[s]);

			ck_assert_ptr_nonnull(quote);
			ck_assert_int_eq(quote->note.kind, PROVENANCE_MEASURED);
		}
		ck_assert_ptr_nonnull(model_quote(model, P_serving_replica_usd_per_hour));
		ck_assert_ptr_nonnull(model_quote(model, P_serving_kv_tok));
	}
}
END_TEST

/* --- against the table of list prices, which is somebody else's and may be absent --- */

static cJSON *price_table(void)
{
	const char *root = getenv("RAGTOP_SRC");
	struct error error;
	char path[4096], *text;
	size_t size;
	cJSON *table;

	snprintf(path, sizeof(path), "%s/../shared/data/prices/genai-prices.json",
		 root ? root : ".");
	if (!file_read(path, 16 << 20, &text, &size, &error))
		return NULL;
	model_count(); /* reads the catalogue, which gives cJSON its allocator */
	table = cJSON_ParseWithLength(text, size);
	free(text);
	return table;
}

static const cJSON *by_text(const cJSON *array, const char *key, const char *text)
{
	const cJSON *element;

	cJSON_ArrayForEach(element, array)
	{
		const cJSON *value = cJSON_GetObjectItemCaseSensitive(element, key);

		if (cJSON_IsString(value) && strcmp(value->valuestring, text) == 0)
			return element;
	}
	return NULL;
}

/* Of several the last whose condition is not the time of day: that of the latest date. */
static const cJSON *prices_now(const cJSON *prices)
{
	const cJSON *element, *now = prices;

	if (!cJSON_IsArray(prices))
		return prices;
	cJSON_ArrayForEach(element, prices)
	{
		const cJSON *constraint = cJSON_GetObjectItemCaseSensitive(element, "constraint");

		if (!cJSON_GetObjectItemCaseSensitive(constraint, "start_time"))
			now = cJSON_GetObjectItemCaseSensitive(element, "prices");
	}
	return now;
}

static double price(const cJSON *prices, const char *key)
{
	const cJSON *item = cJSON_GetObjectItemCaseSensitive(prices_now(prices), key);

	if (cJSON_IsObject(item))
		item = cJSON_GetObjectItemCaseSensitive(item, "base");
	return cJSON_IsNumber(item) ? item->valuedouble : (double)NAN;
}

static void check_model(const cJSON *table, const struct model *model)
{
	const cJSON *provider = by_text(table, "name", model->provider);
	const cJSON *entry = by_text(cJSON_GetObjectItemCaseSensitive(provider, "models"), "id",
				     model->id);
	const cJSON *prices = cJSON_GetObjectItemCaseSensitive(entry, "prices");
	const cJSON *window = cJSON_GetObjectItemCaseSensitive(entry, "context_window");
	double cached = price(prices, "cache_read_mtok");

	ck_assert_msg(entry != NULL, "%s of %s", model->id, model->provider);
	ck_assert_double_eq(value_of(model, P_base_input_usd_per_mtok),
			    price(prices, "input_mtok"));
	ck_assert_double_eq(value_of(model, P_base_output_usd_per_mtok),
			    price(prices, "output_mtok"));
	ck_assert_double_eq(value_of(model, P_base_cached_usd_per_mtok),
			    isnan(cached) ? price(prices, "input_mtok") : cached);
	if (window)
		ck_assert_double_eq(value_of(model, P_base_window_tok), window->valuedouble);
}

START_TEST(prices_are_those_of_the_table)
{
	cJSON *table = price_table();
	const struct price_book *current = price_book_find("current");
	int checked = 0;

	if (!table) {
		printf("skipped: no table of list prices\n");
		return;
	}
	for (int i = 0; i < model_count(); i++) {
		if (model_at(i)->self)
			continue;
		check_model(table, model_at(i));
		checked++;
	}
	ck_assert_int_ge(checked, 12);
	ck_assert_double_eq(price_book_quote(current, P_rag_embed_usd_per_mtok)->value,
			    price(cJSON_GetObjectItemCaseSensitive(
					  by_text(cJSON_GetObjectItemCaseSensitive(
							  by_text(table, "id", "openai"), "models"),
						  "id", "text-embedding-3-small"),
					  "prices"),
				  "input_mtok"));
	cJSON_Delete(table);
}
END_TEST

/* The book's model is in the catalogue, at the same prices. */
START_TEST(the_book_current_agrees)
{
	static const enum param_id prices[] = { P_base_input_usd_per_mtok,
						P_base_output_usd_per_mtok,
						P_base_cached_usd_per_mtok };
	const struct price_book *current = price_book_find("current");
	const struct model *model = model_find("gpt-5.6-terra");

	for (int i = 0; i < 3; i++)
		ck_assert_double_eq(price_book_quote(current, prices[i])->value,
				    value_of(model, prices[i]));
	ck_assert_double_eq(
		price_book_quote(current, P_serving_replica_usd_per_hour)->value,
		value_of(model_find("llama-3.1-70b-4xh100"), P_serving_replica_usd_per_hour));
}
END_TEST

/* --- taking one --- */

START_TEST(a_taken_model_is_the_scenarios_own)
{
	struct scenario *scenario = xcalloc(1, sizeof(*scenario));
	const struct model *model = model_find("gpt-4o-mini");
	struct error error;

	scenario_init(scenario);
	scenario_price_book(scenario, "s4");
	ck_assert(scenario_take_model(scenario, model, &error));
	ck_assert_double_eq(scenario->params.base.input_usd_per_mtok, 0.15);
	ck_assert_double_eq(scenario->params.base.ttft_s, param_table[P_base_ttft_s].def);
	ck_assert_ptr_nonnull(
		strstr(scenario_source(scenario, P_base_input_usd_per_mtok)->note, "openai"));
	scenario_price_book(scenario, "s0");
	ck_assert_double_eq(scenario->params.base.input_usd_per_mtok, 0.15);
	ck_assert(scenario_take_model(scenario, model_find("llama-3.1-8b-h100"), &error));
	ck_assert_double_eq(scenario->params.serving.mode, SERVING_SELF);
	ck_assert_double_eq(scenario->params.serving.step_a_ms, 6.42);
	/* Another value is somebody else's. */
	ck_assert(scenario_set(scenario, "serving.step_a_ms", "7", &error));
	ck_assert_ptr_null(scenario_source(scenario, P_serving_step_a_ms));
	ck_assert(scenario_set(scenario, "serving.kv_tok", "400000", &error));
	ck_assert_ptr_nonnull(scenario_source(scenario, P_serving_kv_tok));
	free(scenario);
}
END_TEST

START_TEST(refuses_broken_catalogues)
{
	static const struct {
		const char *text, *message;
	} broken[] = {
		{ "{\"provider\":\"P\",\"models\":[]}", "missing key: \"source\"" },
		{ "{\"provider\":\"P\",\"source\":{\"kind\":\"assumed\",\"note\":\"n\"},\"models\":"
		  "[{\"model\":\"m\",\"title\":\"t\",\"values\":{\"base.ttft_s\":1}}]}",
		  "missing key: \"serving.mode\"" },
		{ "{\"provider\":\"P\",\"source\":{\"kind\":\"assumed\"},\"models\":"
		  "[{\"model\":\"m\",\"title\":\"t\",\"values\":{\"serving.mode\":\"api\"}}]}",
		  "no source: \"serving.mode\"" },
		{ "{\"provider\":\"P\",\"source\":{\"kind\":\"assumed\",\"note\":\"n\"},\"models\":"
		  "[{\"model\":\"m\",\"title\":\"t\",\"values\":{\"serving.mode\":\"app\"}}]}",
		  "not one of api, self: \"app\"" },
	};

	for (size_t i = 0; i < sizeof(broken) / sizeof(broken[0]); i++) {
		struct model *models = NULL;
		struct error error;
		int count = 0;

		ck_assert(!model_parse(broken[i].text, strlen(broken[i].text), &models, &count,
				       &error));
		ck_assert_str_eq(error.message, broken[i].message);
		free(models);
	}
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("model");

	tcase_add_test(tcase, enough_of_them);
	tcase_add_test(tcase, every_value_is_legal_and_has_a_source);
	tcase_add_test(tcase, api_models_have_prices);
	tcase_add_test(tcase, self_hosted_models_are_measured);
	tcase_add_test(tcase, prices_are_those_of_the_table);
	tcase_add_test(tcase, the_book_current_agrees);
	tcase_add_test(tcase, a_taken_model_is_the_scenarios_own);
	tcase_add_test(tcase, refuses_broken_catalogues);
	return suite_run("model", tcase);
}
