// SPDX-License-Identifier: MIT
#include <ragtop/traits.h>
#include "io/schema_parts.h"

static void put_trait(struct json_writer *writer, const struct trait_info *info)
{
	json_begin_flat(writer, info->key, '{');
	switch (info->kind) {
	case TRAIT_FLAG:
		json_put_string(writer, "type", "boolean");
		break;
	case TRAIT_CHOICE:
		json_begin_flat(writer, "enum", '[');
		for (int i = 0; info->choices[i]; i++)
			json_put_string(writer, NULL, info->choices[i]);
		json_end(writer, ']');
		break;
	case TRAIT_NUMBER:
	case TRAIT_WHOLE:
		json_put_string(writer, "type", info->kind == TRAIT_WHOLE ? "integer" : "number");
		json_put_number(writer, "minimum", info->min);
		json_put_number(writer, "maximum", info->max);
		break;
	}
	json_put_string(writer, "description", info->question);
	json_end(writer, '}');
}

void schema_traits(struct json_writer *writer)
{
	schema_object(writer, "traits", "what `ragtop advise` asks; left out: nobody knows");
	json_begin(writer, "properties", '{');
	for (unsigned int i = 0; i < TRAIT_COUNT; i++)
		put_trait(writer, &trait_table[i]);
	json_end(writer, '}');
	json_end(writer, '}');
}
