// SPDX-License-Identifier: MIT
/*
 * L2. The words of a tour with the figures of a run in them, in place of the names in braces.
 */
#ifndef RAGTOP_STUDY_TOUR_TEXT_H
#define RAGTOP_STUDY_TOUR_TEXT_H

#include <ragtop/result.h>
#include <ragtop/tour.h>
#include "study/curve.h"

/* Where figures are from; result and curve NULL while there is none. */
struct tour_figures {
	const struct scenario *scenario;
	const struct result *result;
	const struct curve *curve;
};

/* The value of a figure as steps name it ("rag.cost.monthly_usd"); infinite where two
 * architectures cross nowhere. False while it is not known, and for names of architectures. */
bool tour_value(const struct tour_figures *figures, const char *name, double *value,
		enum unit *unit);
/* The same in words, as short as it gets: "$444", "3.15M", "…" while it is not known. */
void tour_value_text(const struct tour_figures *figures, const char *name, char *text, size_t size);
/* A value of the same kind as this figure: a guess. */
void tour_unit_text(enum unit unit, double value, char *text, size_t size);
/* Whose figure it is; false when it is no architecture's. */
bool tour_value_arch(const char *name, enum arch *arch);
/* A text with its figures. */
void tour_expand(const struct tour_figures *figures, const char *text, char *out, size_t size);

#endif
