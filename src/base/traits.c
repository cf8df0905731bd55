// SPDX-License-Identifier: MIT
#include <math.h>
#include <string.h>

#include <ragtop/traits.h>

static const char *const contents[] = { "documents", "style", "both", NULL };
static const char *const problems[] = { "knowledge", "behaviour", "both",
					"reasoning", "random",    NULL };
static const char *const priorities[] = { "reasoning", "freshness", NULL };
static const char *const uses[] = { "nothing", "prompt", "rag", "ft", "hybrid", NULL };

/* clang-format off */
#define FLAG .kind = TRAIT_FLAG, .unit = UNIT_FLAG, .max = 1
#define CHOICE(names) .kind = TRAIT_CHOICE, .unit = UNIT_CHOICE, .choices = names
#define COUNT .kind = TRAIT_WHOLE, .unit = UNIT_COUNT, .max = 1e6

const struct trait_info trait_table[TRAIT_COUNT] = {
	[TRAIT_STABLE_MONTHS] = { "stable_months", "knowledge stable for",
		"For how many months does the knowledge stay as it is?",
		"else from the changes a month of the scenario",
		.kind = TRAIT_NUMBER, .unit = UNIT_MONTHS, .max = 1200 },
	[TRAIT_MIXED_CYCLES] = { "mixed_cycles", "mixed update cycles",
		"Are there several domains that change at different paces?",
		"yes if the scenario has a second source of facts that is asked", FLAG },
	[TRAIT_DOCUMENTS] = { "documents", "documents", "How many documents are there?", "",
		.kind = TRAIT_NUMBER, .unit = UNIT_COUNT, .max = 1e12 },
	[TRAIT_UNSTRUCTURED] = { "mostly_unstructured", "mostly unstructured",
		"Is there much unstructured text, and little that is labelled?", "", FLAG },
	[TRAIT_CONTENT] = { "content", "knowledge lies in",
		"Does the knowledge lie in documents, in a learned style, or in both?", "",
		CHOICE(contents) },
	[TRAIT_PROBLEM] = { "problem", "primary problem",
		"What is mainly wrong without RAG or tuning?",
		"knowledge: facts are missing; behaviour: format, tone or structure is wrong; both; "
		"reasoning: wrong conclusions from the right facts; random: no pattern",
		CHOICE(problems) },
	[TRAIT_PRIORITY] = { "priority", "matters more",
		"Does deep domain reasoning matter more, or freshness?", "", CHOICE(priorities) },
	[TRAIT_CITATIONS] = { "citations_required", "sources cited",
		"Must an answer be traced to its sources?",
		"yes if some queries of the scenario want a citation (traffic.citation_frac)", FLAG },
	[TRAIT_FORMAT] = { "format_critical", "format critical",
		"Is a fixed structure of the output, or code, required?",
		"yes if the format of some queries of the scenario matters (traffic.format_frac)", FLAG },
	[TRAIT_REPETITIVE] = { "repetitive_task", "repetitive task",
		"Is the task highly repetitive, with a fixed output format?", "", FLAG },
	[TRAIT_STYLE] = { "consistent_style", "consistent style",
		"Must style or tone be the same throughout?", "", FLAG },
	[TRAIT_TERMINOLOGY] = { "own_terminology", "own terminology",
		"Is there a terminology of its own that the model has to take in?", "", FLAG },
	[TRAIT_REASONING] = { "special_reasoning", "special reasoning",
		"Does the domain need a way of reasoning of its own?", "", FLAG },
	[TRAIT_NARROW] = { "narrow_task", "narrow task", "Is the task narrow and well defined?", "",
		FLAG },
	[TRAIT_BASELINE_WRONG] = { "baseline_wrong", "baseline wrong",
		"Is the base model consistently wrong in the domain?", "", FLAG },
	[TRAIT_ZERO_HALLUCINATION] = { "zero_hallucination", "no hallucination",
		"Must answers be free of invented facts?", "", FLAG },
	[TRAIT_CACHING_OR_STREAMING] = { "caching_or_streaming", "caching, streaming",
		"Can answers be cached heavily or streamed?",
		"yes if the scenario has an answer cache (serving.response_ttl_s)", FLAG },
	[TRAIT_PROMPTING_FRAC] = { "prompting_frac", "solved by prompting",
		"What share of the cases does a good prompt alone solve?", "",
		.kind = TRAIT_NUMBER, .unit = UNIT_SHARE, .max = 1 },
	[TRAIT_ENGINEERING_EXCEEDS_SAVING] = { "engineering_exceeds_saving", "too small to pay",
		"Is volume so low that engineering costs more than it saves in API fees?", "", FLAG },
	[TRAIT_IN_USE] = { "in_use", "in use now", "What is in production now?", "", CHOICE(uses) },
	[TRAIT_BEHAVIOUR_CONFIRMED] = { "behaviour_failure_confirmed", "behaviour confirmed",
		"Do production data confirm that behaviour is what fails?", "", FLAG },
	[TRAIT_RETRIEVED_MISUSED] = { "retrieved_misused", "passages misused",
		"Are the right passages found, but misused or among much noise?", "", FLAG },
	[TRAIT_AUDIT_SAMPLES] = { "audit_samples", "outputs scored",
		"How many outputs were scored in an audit of failures?", "", COUNT },
	[TRAIT_AUDIT_INFORMATION] = { "audit_information", "missing information",
		"How many of them failed for missing information?", "", COUNT },
	[TRAIT_AUDIT_FORMAT] = { "audit_format", "wrong format",
		"How many failed in format, structure or tone?", "", COUNT },
	[TRAIT_AUDIT_REASONING] = { "audit_reasoning", "wrong reasoning",
		"How many drew wrong conclusions from the right information?", "", COUNT },
	[TRAIT_AUDIT_RANDOM] = { "audit_random", "random failures",
		"How many failed without a pattern?", "", COUNT },
	[TRAIT_GOVERNANCE] = { "strict_governance", "strict governance",
		"Are the requirements on governance or data residency strict?", "", FLAG },
	[TRAIT_DELETION_RIGHT] = { "deletion_right", "right to deletion",
		"Can somebody demand that a record be deleted?",
		"yes if the scenario has deletion requests (knowledge.deletions_per_month)", FLAG },
	[TRAIT_PERSONAL_DATA] = { "personal_data", "personal data",
		"Are there personal data in the knowledge?", "", FLAG },
	[TRAIT_ACCESS_CONTROL] = { "access_control", "access control",
		"Does it depend on the asker what an answer may use?",
		"yes if the scenario filters by permission (rag.permission_filter)", FLAG },
	[TRAIT_LABELS] = { "labels", "good labels",
		"How many good labelled examples are there?", "else ft.labels, where it is set",
		.kind = TRAIT_NUMBER, .unit = UNIT_COUNT, .max = 1e9 },
	[TRAIT_PRODUCTION_MONTHS] = { "production_months", "in production within",
		"In how many months must it be in production?", "",
		.kind = TRAIT_NUMBER, .unit = UNIT_MONTHS, .max = 1200 },
	[TRAIT_UPFRONT_USD] = { "upfront_budget_usd", "budget upfront",
		"How much may be spent once, before it runs?", "",
		.kind = TRAIT_NUMBER, .unit = UNIT_USD, .max = 1e12 },
	[TRAIT_TEAM_DATA_ENGINEERING] = { "team_data_engineering", "data engineering",
		"Is the team strong in data engineering?", "", FLAG },
	[TRAIT_TEAM_PIPELINES] = { "team_pipelines", "data pipelines",
		"Are there reliable data pipelines?", "", FLAG },
	[TRAIT_TEAM_VECTOR_DB] = { "team_vector_db", "vector database",
		"Can the team lay out a vector database well?", "", FLAG },
	[TRAIT_TEAM_MONITORING] = { "team_monitoring", "monitoring",
		"Is there observability and monitoring?", "", FLAG },
	[TRAIT_TEAM_ML] = { "team_ml", "ML expertise", "Is there expertise in machine learning?", "",
		FLAG },
	[TRAIT_TEAM_COMPUTE] = { "team_compute", "computing", "Are computing resources allocated?", "",
		FLAG },
	[TRAIT_TEAM_EVALUATION] = { "team_evaluation", "evaluation",
		"Is evaluation done with discipline?", "", FLAG },
	[TRAIT_TWO_SYSTEMS] = { "two_systems", "two systems",
		"Would you keep two systems running, an index and a tuned model?", "", FLAG },
	[TRAIT_RAFT_RESOURCES] = { "raft_resources", "resources for RAFT",
		"Are there engineers to prepare data with passages for a tuning run?", "", FLAG },
	[TRAIT_MAXIMUM_PERFORMANCE] = { "maximum_performance", "maximum performance",
		"Is the utmost in quality needed?", "", FLAG },
};
/* clang-format on */

bool trait_from_key(const char *key, enum trait *trait)
{
	for (unsigned int i = 0; i < TRAIT_COUNT; i++) {
		if (strcmp(trait_table[i].key, key) == 0) {
			*trait = (enum trait)i;
			return true;
		}
	}
	return false;
}

static int choice_count(const struct trait_info *info)
{
	int count = 0;

	while (info->choices[count])
		count++;
	return count;
}

bool trait_legal(enum trait trait, double value)
{
	const struct trait_info *info = &trait_table[trait];

	switch (info->kind) {
	case TRAIT_FLAG:
		return value == 0 || value == 1;
	case TRAIT_CHOICE:
		return value >= 0 && value < choice_count(info) && value == floor(value);
	case TRAIT_WHOLE:
		return value >= info->min && value <= info->max && value == floor(value);
	case TRAIT_NUMBER:
		break;
	}
	return value >= info->min && value <= info->max;
}
