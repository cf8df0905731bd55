// SPDX-License-Identifier: MIT
#include "study/threshold.h"

#include <stddef.h>

/* Queries a month. */
static const struct threshold volumes[] = {
	{ "S3:19", "break-even of fine-tuning", 1e6, 1e6 },
	{ "S4:296", "fine-tuning pays back in 4 to 8 weeks (50k to 100k a day)", 1.5e6, 3e6 },
	{ "S0:134", "RAG is cheaper below", 1e7, 1e7 },
	{ "S0:136", "fine-tuning or hybrid", 5e7, 1e8 },
	{ "S0:94", "fine-tuning has the advantage above", 1e8, 1e8 },
};

/* What happens every so many days: `often` of it a month. */
static const struct change {
	const char *source, *says;
	double often, every_days;
	bool of_retraining; /* says nothing of what changes */
} changes[] = {
	{ "S0:125", "RAG if changes come weekly or daily", 52.0 / 12, 7, false },
	{ "S1:71", "RAG if changes come weekly or more often", 52.0 / 12, 7, false },
	{ "S3:11", "no more than one training a week", 52.0 / 12, 7, true },
	{ "S0:128", "RAG first if changes come more than monthly", 1, 30, false },
	{ "S1:86", "RAG costs less if changes come more than monthly", 1, 30, false },
	{ "S4:52", "fine-tuning cannot keep up with monthly changes", 1, 30, false },
	{ "S3:16", "fine-tuning needs 6 months without change", 1.0 / 6, 180, false },
};

enum {
	VOLUMES = sizeof(volumes) / sizeof(volumes[0]),
	CHANGES = sizeof(changes) / sizeof(changes[0]),
};

static bool is_interval(enum param_id param)
{
	return param == P_ft_retrain_every_days || param == P_hybrid_retrain_every_days;
}

bool threshold_on(enum param_id param, int i, struct threshold *threshold)
{
	bool interval = is_interval(param);

	if (param == P_traffic_volume_qpm) {
		if (i >= VOLUMES)
			return false;
		*threshold = volumes[i];
		return true;
	}
	if (!interval && param != P_knowledge_updates_per_month)
		return false;
	for (size_t c = 0; c < CHANGES; c++) {
		double at = interval ? changes[c].every_days : changes[c].often;

		if ((!interval && changes[c].of_retraining) || i-- > 0)
			continue;
		*threshold = (struct threshold){ changes[c].source, changes[c].says, at, at };
		return true;
	}
	return false;
}
