// SPDX-License-Identifier: MIT
#include "sim/measure.h"

#include <assert.h>
#include <string.h>

double trip_ttft_s(const struct trip *trip)
{
	double wait_s = 0, service_s = 0;

	for (int stage = 0; stage < STAGE_DECODE; stage++) {
		wait_s += trip->wait_s[stage];
		service_s += trip->service_s[stage];
	}
	return wait_s + service_s;
}

double trip_e2e_s(const struct trip *trip, double ttft_s)
{
	return ttft_s + (trip->wait_s[STAGE_DECODE] + trip->service_s[STAGE_DECODE]) +
	       (trip->service_s[STAGE_REPAIR] + trip->service_s[STAGE_REVIEW]);
}

/* Not answered by the usual model with passages, or not at all. */
static void count_unusual(struct flow_count *count, const struct trip *trip)
{
	unsigned visited = trip->reached >> STAGE_SEARCH & 1, met = trip->met;

	count->dropped += trip->dropped;
	count->blind += trip->blind & !trip->dropped;
	count->direct += trip->direct & !trip->dropped;
	count->cached += trip->cached;
	count->met_blind += met & trip->blind;
	count->met_direct += met & trip->direct;
	count->met_cached += met & trip->cached;
	/* given up while still waiting: nothing was read */
	count->searched -= visited & trip->blind & !(trip->service_s[STAGE_SEARCH] > 0);
}

static void sketch_times(struct sketch *sketch, const struct trip *trip, double ttft_s,
			 double e2e_s)
{
	sketch->search_wait_s += trip->wait_s[STAGE_SEARCH];
	if (trip->dropped)
		return;
	histogram_add(&sketch->ttft, ttft_s);
	histogram_add(&sketch->e2e, e2e_s);
}

void sketch_add(struct sketch *sketch, const struct trip *trip, double ttft_s, double e2e_s)
{
	struct flow_count *count = &sketch->count;
	unsigned visited = trip->reached >> STAGE_SEARCH & 1;

	count->arrived++;
	count->embedded += trip->reached >> STAGE_EMBED & 1;
	count->search_visits += visited;
	count->searched += visited;
	count->reranked += trip->reached >> STAGE_RERANK & 1;
	count->retried += (unsigned)trip->retries;
	sketch_times(sketch, trip, ttft_s, e2e_s);
	if (trip->dropped | trip->blind | trip->direct | trip->cached)
		count_unusual(count, trip);
	else
		count->met_sighted += trip->met;
	if (trip->dropped)
		return;
	count->met_reviewed += trip->met & trip->reached >> STAGE_REVIEW;
	count->warm += trip->warm;
	count->repairs += (unsigned)trip->repairs;
	count->failed_over += trip->failed_over;
}

void sketch_merge(struct sketch *into, const struct sketch *from)
{
	flow_count_merge(&into->count, &from->count);
	into->search_wait_s += from->search_wait_s;
	histogram_merge(&into->ttft, &from->ttft);
	histogram_merge(&into->e2e, &from->e2e);
	for (int bin = 0; bin < TOKEN_BINS; bin++)
		into->tokens.counts[bin] += from->tokens.counts[bin];
}

void sketch_reset(struct sketch *sketch)
{
	sketch->count = (struct flow_count){ 0 };
	sketch->search_wait_s = 0;
	histogram_reset(&sketch->ttft);
	histogram_reset(&sketch->e2e);
	sketch->tokens = (struct token_bins){ 0 };
}

/* By its bits, as below. */
static void tokens_add(struct token_bins *tokens, double tpot_s)
{
	const int64_t first = (int64_t)(1023 - 14) * TOKEN_PER_OCTAVE;
	int64_t bits;

	memcpy(&bits, &tpot_s, sizeof(bits));
	bits = (bits >> 48) - first;
	tokens->counts[bits < 0 ? 0 : bits < TOKEN_BINS ? bits : TOKEN_BINS - 1]++;
}

double token_edge_s(int bin)
{
	uint64_t bits = (uint64_t)((1023 - 14) * TOKEN_PER_OCTAVE + bin) << 48;
	double edge_s;

	memcpy(&edge_s, &bits, sizeof(edge_s));
	return edge_s;
}

/* By the bits of the float, as the histogram does: exponent and first three bits of the
 * fraction. */
static struct tail_bin *tail_of(struct measure *measure, double ttft_s)
{
	const int64_t first = (int64_t)(1023 - 20) * TAIL_PER_OCTAVE;
	int64_t bits;

	memcpy(&bits, &ttft_s, sizeof(bits));
	bits = (bits >> 49) - first;
	return &measure->tail[bits < 0 ? 0 : bits < TAIL_BINS ? bits : TAIL_BINS - 1];
}

static void tail_add(struct tail_bin *restrict bin, const struct trip *restrict trip)
{
	bin->count++;
	for (int stage = 0; stage < STAGE_DECODE; stage++) {
		bin->wait_s[stage] += trip->wait_s[stage];
		bin->service_s[stage] += trip->service_s[stage];
	}
}

static double beyond(double from_s, double length_s, double end_s)
{
	if (from_s >= end_s)
		return length_s;
	return from_s + length_s > end_s ? from_s + length_s - end_s : 0;
}

static void late_add(struct measure *measure, const struct trip *trip)
{
	double at_s = trip->arrival_s;

	for (int stage = 0; stage < STAGE_COUNT; stage++) {
		double wait_s = trip->wait_s[stage], service_s = trip->service_s[stage];

		if (!(trip->reached >> stage & 1))
			continue;
		measure->late_service_s[stage] += beyond(at_s + wait_s, service_s, trip->end_s);
		measure->late_present_s[stage] += beyond(at_s, wait_s + service_s, trip->end_s);
		at_s += wait_s + service_s;
	}
}

/* Stages that a query did not reach add nothing: not even what had been planned for them. */
static void stages_add(struct measure *measure, const struct trip *trip)
{
	for (int stage = 0; stage < STAGE_COUNT; stage++) {
		if (!(trip->reached >> stage & 1))
			continue;
		measure->wait_s[stage] += trip->wait_s[stage];
		measure->service_s[stage] += trip->service_s[stage];
	}
}

/* Whoever was answered has nothing but zeros at the stages that are not its own. */
static void all_stages_add(struct measure *restrict measure, const struct trip *restrict trip)
{
	for (int stage = 0; stage < STAGE_COUNT; stage++) {
		measure->wait_s[stage] += trip->wait_s[stage];
		measure->service_s[stage] += trip->service_s[stage];
	}
}

double measure_add(struct measure *measure, const struct trip *trip, double ttft_s, double e2e_s)
{
	double tpot_s;

	measure->passed[trip->reached]++;
	if (trip->arrival_s + e2e_s > trip->end_s)
		late_add(measure, trip);
	if (trip->dropped) {
		stages_add(measure, trip);
		return 0;
	}
	all_stages_add(measure, trip);
	measure->ttft_sum_s += ttft_s;
	measure->e2e_sum_s += e2e_s;
	tail_add(tail_of(measure, ttft_s), trip);
	if (!(trip->answer_tok > 1) || trip->cached)
		return 0;
	tpot_s = trip->service_s[STAGE_DECODE] / (trip->answer_tok - 1);
	measure->tpot_sum_s += tpot_s;
	histogram_add(&measure->tpot, tpot_s);
	return tpot_s;
}

void measure_reached(const struct measure *measure, uint64_t reached[STAGE_COUNT])
{
	memset(reached, 0, STAGE_COUNT * sizeof(*reached));
	for (unsigned set = 1; set < 1u << STAGE_COUNT; set++)
		for (int stage = 0; measure->passed[set] != 0 && stage < STAGE_COUNT; stage++)
			reached[stage] += (set >> stage & 1) * measure->passed[set];
}

double measure_busy_s(const struct measure *measure, enum stage stage)
{
	return measure->service_s[stage] - measure->late_service_s[stage];
}

double measure_present_s(const struct measure *measure, enum stage stage)
{
	return measure->wait_s[stage] + measure->service_s[stage] - measure->late_present_s[stage];
}

/* ---- recorder ---- */

static bool same_sinks(const struct sinks *a, const struct sinks *b)
{
	return a->measure == b->measure && a->parts[0] == b->parts[0] && a->parts[1] == b->parts[1];
}

/* Most trips: one counter instead of eighteen. */
static bool is_usual(const struct trip *trip)
{
	return !(trip->dropped | trip->blind | trip->direct | trip->cached | trip->warm |
		 trip->failed_over) &&
	       (trip->retries | trip->repairs) == 0;
}

static unsigned kind_of(const struct trip *trip)
{
	return (trip->reached >> STAGE_EMBED & 1) | (trip->reached >> STAGE_SEARCH & 1) << 1 |
	       (trip->reached >> STAGE_RERANK & 1) << 2 | (trip->reached >> STAGE_REVIEW & 1) << 3 |
	       (unsigned)trip->met << 4;
}

/* The counters of so many of a kind. */
static void count_usual(struct flow_count *count, unsigned kind, uint64_t n)
{
	uint64_t searched = (kind >> 1 & 1) * n, met = (kind >> 4) * n;

	count->arrived += n;
	count->embedded += (kind & 1) * n;
	count->search_visits += searched;
	count->searched += searched;
	count->reranked += (kind >> 2 & 1) * n;
	count->met_sighted += met;
	count->met_reviewed += (kind >> 3 & 1) * met;
}

static void piece_add(struct piece *piece, const struct trip *trip, double ttft_s, double e2e_s)
{
	if (!is_usual(trip)) {
		sketch_add(&piece->sketch, trip, ttft_s, e2e_s);
		return;
	}
	piece->usual[kind_of(trip)]++;
	sketch_times(&piece->sketch, trip, ttft_s, e2e_s);
}

static void piece_flush(struct piece *piece)
{
	if (!piece->sinks.measure)
		return;
	for (unsigned kind = 0; kind < USUAL_KINDS; kind++)
		count_usual(&piece->sketch.count, kind, piece->usual[kind]);
	memset(piece->usual, 0, sizeof(piece->usual));
	sketch_merge(&piece->sinks.measure->sketch, &piece->sketch);
	for (int i = 0; i < 2; i++)
		if (piece->sinks.parts[i])
			sketch_merge(piece->sinks.parts[i], &piece->sketch);
	sketch_reset(&piece->sketch);
	piece->sinks = (struct sinks){ 0 };
}

static struct piece *piece_of(struct recorder *recorder, const struct sinks *sinks)
{
	for (int i = 0; i < RECORDER_PIECES; i++)
		if (same_sinks(&recorder->pieces[i].sinks, sinks)) {
			recorder->last = i;
			return &recorder->pieces[i];
		}
	recorder->last = (recorder->last + 1) % RECORDER_PIECES;
	piece_flush(&recorder->pieces[recorder->last]);
	recorder->pieces[recorder->last].sinks = *sinks;
	return &recorder->pieces[recorder->last];
}

void recorder_add(struct recorder *recorder, const struct sinks *sinks, const struct trip *trip,
		  double ttft_s, double e2e_s)
{
	struct piece *piece = &recorder->pieces[recorder->last];
	double tpot_s;

	if (!sinks->measure)
		return;
	if (!same_sinks(&piece->sinks, sinks))
		piece = piece_of(recorder, sinks);
	piece_add(piece, trip, ttft_s, e2e_s);
	tpot_s = measure_add(sinks->measure, trip, ttft_s, e2e_s);
	if (tpot_s > 0)
		tokens_add(&piece->sketch.tokens, tpot_s);
}

void recorder_reset(struct recorder *recorder)
{
	for (int i = 0; i < RECORDER_PIECES; i++) {
		sketch_reset(&recorder->pieces[i].sketch);
		memset(recorder->pieces[i].usual, 0, sizeof(recorder->pieces[i].usual));
		recorder->pieces[i].sinks = (struct sinks){ 0 };
	}
}

void recorder_flush(struct recorder *recorder)
{
	for (int i = 0; i < RECORDER_PIECES; i++)
		piece_flush(&recorder->pieces[i]);
}

void flow_count_merge(struct flow_count *into, const struct flow_count *from)
{
	into->arrived += from->arrived;
	into->dropped += from->dropped;
	into->blind += from->blind;
	into->met_sighted += from->met_sighted;
	into->met_blind += from->met_blind;
	into->embedded += from->embedded;
	into->search_visits += from->search_visits;
	into->searched += from->searched;
	into->retried += from->retried;
	into->warm += from->warm;
	into->direct += from->direct;
	into->met_direct += from->met_direct;
	into->cached += from->cached;
	into->met_cached += from->met_cached;
	into->met_reviewed += from->met_reviewed;
	into->repairs += from->repairs;
	into->reranked += from->reranked;
	into->failed_over += from->failed_over;
}

struct flow flow_of(const struct flow_count *count, bool retrieves)
{
	double n = (double)count->arrived;

	if (count->arrived == 0)
		return (struct flow){
			.sighted = 1, .met_sighted = 1, .embedded = retrieves, .searched = retrieves
		};
	return (struct flow){
		.sighted = (double)(count->arrived - count->dropped - count->blind - count->cached -
				    count->direct) /
			   n,
		.blind = (double)count->blind / n,
		.met_sighted = (double)count->met_sighted / n,
		.met_blind = (double)count->met_blind / n,
		.warm = (double)count->warm / n,
		.direct = (double)count->direct / n,
		.met_direct = (double)count->met_direct / n,
		.cached = (double)count->cached / n,
		.met_cached = (double)count->met_cached / n,
		.met_reviewed = (double)count->met_reviewed / n,
		.reranked = (double)count->reranked / n,
		.failed_over = (double)count->failed_over / n,
		.embedded = (double)count->embedded / n,
		.searched = (double)count->searched / n,
	};
}
