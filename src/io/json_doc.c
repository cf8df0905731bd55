// SPDX-License-Identifier: MIT
#include <assert.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "io/json_doc.h"

enum { TREE_BYTES_MAX = 48 << 20 };

/* Every block remembers its size, so that freeing can give it back to the budget. */
union block {
	size_t size;
	max_align_t align;
};

static atomic_size_t tree_bytes;

static void *budget_malloc(size_t size)
{
	union block *block;

	if (size > TREE_BYTES_MAX - sizeof(*block))
		return NULL;
	size += sizeof(*block);
	if (atomic_fetch_add(&tree_bytes, size) + size > TREE_BYTES_MAX) {
		atomic_fetch_sub(&tree_bytes, size);
		return NULL;
	}
	block = malloc(size);
	if (!block) {
		atomic_fetch_sub(&tree_bytes, size);
		return NULL;
	}
	block->size = size;
	return block + 1;
}

static void budget_free(void *p)
{
	if (p) {
		union block *block = (union block *)p - 1;

		atomic_fetch_sub(&tree_bytes, block->size);
		free(block);
	}
}

bool json_doc_open(struct json_doc *doc, const char *text, size_t size, struct error *error)
{
	cJSON_Hooks hooks = { budget_malloc, budget_free };
	struct json_doc opened = { .text = text };

	if (!json_scan(text, size, &opened.index, error))
		return false;
	cJSON_InitHooks(&hooks);
	opened.root = cJSON_ParseWithLength(text, size);
	if (!opened.root) {
		/* What the scan let pass is JSON, so only the budget can be the reason. */
		json_index_release(&opened.index);
		error_set(error, "needs more than 48 MiB of memory");
		return error_at(error, "", 1, 1);
	}
	*doc = opened;
	return true;
}

void json_doc_close(struct json_doc *doc)
{
	cJSON_Delete(doc->root);
	json_index_release(&doc->index);
	doc->root = NULL;
}

struct json_value json_root(const struct json_doc *doc)
{
	return (struct json_value){ doc, doc->root, 0 };
}

/* Of a type of cJSON: the text does not have the value. */
enum { ADDED = 1 << 16 };

static bool is_added(const cJSON *item)
{
	return (item->type & ADDED) != 0;
}

bool json_add_number(cJSON *object, const char *key, double value, struct error *error)
{
	cJSON *item = cJSON_AddNumberToObject(object, key, value);

	if (!item) {
		error_set(error, "needs more than 48 MiB of memory");
		return error_at(error, "", 1, 1);
	}
	item->type |= ADDED;
	return true;
}

bool json_first(struct json_value parent, struct json_value *child)
{
	if (!parent.item->child)
		return false;
	*child = (struct json_value){ parent.doc, parent.item->child,
				      parent.node + !is_added(parent.item->child) };
	return true;
}

bool json_next(struct json_value *value)
{
	if (!value->item->next)
		return false;
	value->item = value->item->next;
	if (is_added(value->item))
		return true;
	value->node = value->doc->index.nodes[value->node].next;
	assert(value->node < value->doc->index.count);
	return true;
}

__attribute__((format(printf, 4, 0))) static bool error_at_offset(const struct json_doc *doc,
								  uint32_t at, struct error *error,
								  const char *format,
								  va_list arguments)
{
	char message[sizeof(error->message)];
	int line, column;

	vsnprintf(message, sizeof(message), format, arguments);
	error_set(error, "%s", message);
	json_place(doc->text, at, &line, &column);
	return error_at(error, "", line, column);
}

bool json_error(struct json_value value, struct error *error, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	error_at_offset(value.doc, value.doc->index.nodes[value.node].at, error, format, arguments);
	va_end(arguments);
	return false;
}

bool json_key_error(struct json_value value, struct error *error, const char *format, ...)
{
	const struct json_node *node = &value.doc->index.nodes[value.node];
	va_list arguments;

	va_start(arguments, format);
	error_at_offset(value.doc, node->key_at == JSON_NO_KEY ? node->at : node->key_at, error,
			format, arguments);
	va_end(arguments);
	return false;
}
