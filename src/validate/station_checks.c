// SPDX-License-Identifier: MIT
/* Stations by themselves, through their own interface, against closed forms. */
#include <math.h> /* constants */
#include <stdlib.h>

#include "base/histogram.h"
#include "base/variate.h"
#include "base/xalloc.h"
#include "sim/event.h"
#include "sim/station.h"
#include "validate/checks.h"
#include "validate/theory.h"

enum { DRAWS = 512, WARM_UP = 20000, TANDEM = 3 };

/* Quantiles are read off bins 0.8 % wide, straight inside a bin. */
static const double BIN_REL = 0.002;

/* Services have mean 1. */
struct setting {
	int servers;
	double load; /* offered to each server */
	enum dist law;
	double cv;
	int room;          /* to wait; 0: any number may */
	bool lost;         /* who finds no free server goes away */
	double patience_s; /* 0: endless */
	int visitors;      /* of each replicate, in thousands */
};

/* ---- draws ---- */

struct draws {
	struct rng rng;
	enum dist law;
	double cv;
	struct lognormal lognormal;
	int next;
	double of[DRAWS];
};

static void draws_open(struct draws *draws, int replicate, uint64_t anchor, const char *name,
		       enum dist law, double cv)
{
	rng_open(&draws->rng, 1, (uint64_t)replicate, anchor, name);
	draws->law = law;
	draws->cv = cv;
	draws->lognormal = lognormal_from_mean_cv(1, cv);
	draws->next = DRAWS;
}

static void draws_fill(struct draws *draws)
{
	double shape = 1 / (draws->cv * draws->cv);

	draws->next = 0;
	switch (draws->law) {
	case DIST_EXPONENTIAL:
		variate_fill_exponential(&draws->rng, draws->of, DRAWS);
		break;
	case DIST_LOGNORMAL:
		variate_fill_normal(&draws->rng, draws->of, DRAWS);
		for (int i = 0; i < DRAWS; i++)
			draws->of[i] = lognormal_at(&draws->lognormal, draws->of[i]);
		break;
	case DIST_GAMMA:
		variate_fill_gamma(&draws->rng, shape, draws->of, DRAWS);
		for (int i = 0; i < DRAWS; i++)
			draws->of[i] /= shape;
		break;
	case DIST_DETERMINISTIC:
		for (int i = 0; i < DRAWS; i++)
			draws->of[i] = 1;
		break;
	}
}

static double draw(struct draws *draws)
{
	if (draws->next == DRAWS)
		draws_fill(draws);
	return draws->of[draws->next++];
}

/* ---- one station ---- */

struct record {
	double visitors, served, waited, lost, cut;
	struct ksum wait_s, service_s;
	struct histogram waits, stays;
};

static void record_visit(struct record *record, const struct visit *visit)
{
	record->visitors++;
	if (visit->dropped) {
		record->lost++;
		return;
	}
	record->served++;
	record->cut += visit->timed_out;
	record->waited += visit->wait_s > 0;
	ksum_add(&record->wait_s, visit->wait_s);
	ksum_add(&record->service_s, visit->service_s);
	histogram_add(&record->waits, visit->wait_s);
	histogram_add(&record->stays, visit->wait_s + visit->service_s);
}

static struct visit arrive(struct station *station, const struct setting *setting, double t_s,
			   double service_s)
{
	if (setting->lost && station->free_at_s[0] > t_s)
		return (struct visit){ .dropped = true };
	return station_arrive(station, t_s, service_s);
}

/* Begins empty; what comes until that is forgotten is not recorded. Returns how long the rest took.
 */
static double replicate(const struct setting *setting, int number, struct record *record)
{
	double t_s = 0, start_s = 0, rate_rps = setting->load * setting->servers;
	/* luck of its own, else all checks would be unlucky together */
	uint64_t own = (uint64_t)(1000 * setting->servers) + (uint64_t)(100 * setting->load);
	struct station station = { 0 };
	struct draws gaps, services;

	draws_open(&gaps, number, own, "gaps", DIST_EXPONENTIAL, 1);
	draws_open(&services, number, own, "services", setting->law, setting->cv);
	station_reset(&station, setting->servers, (size_t)setting->room, setting->patience_s);
	for (int i = 0; i < WARM_UP + 1000 * setting->visitors; i++) {
		struct visit visit;

		t_s += draw(&gaps) / rate_rps;
		visit = arrive(&station, setting, t_s, draw(&services));
		if (i == WARM_UP - 1)
			start_s = t_s;
		if (i >= WARM_UP)
			record_visit(record, &visit);
	}
	station_release(&station);
	return t_s - start_s;
}

/* ---- all replicates of a setting ---- */

struct sample {
	struct record *records; /* [REPLICATES] */
	double time_s[REPLICATES];
	struct theory_station theory;
};

static void sample_take(struct sample *sample, const struct setting *setting)
{
	sample->records = xcalloc(REPLICATES, sizeof(*sample->records));
	for (int i = 0; i < REPLICATES; i++)
		sample->time_s[i] = replicate(setting, i, &sample->records[i]);
	sample->theory = (struct theory_station){ setting->load * setting->servers, 1,
						  setting->servers };
}

static void claim_wait(struct claims *claims, int figure, double theory_s,
		       const struct sample *sample)
{
	double x[REPLICATES];

	for (int i = 0; i < REPLICATES; i++)
		x[i] = ksum_value(&sample->records[i].wait_s) / sample->records[i].served;
	claim_mean(claims, figure, theory_s, x, REPLICATES, 0);
}

static void claim_share(struct claims *claims, int figure, double theory,
			const struct sample *sample, size_t part)
{
	double x[REPLICATES];

	for (int i = 0; i < REPLICATES; i++)
		x[i] = *(const double *)((const char *)&sample->records[i] + part) /
		       sample->records[i].visitors;
	claim_mean(claims, figure, theory, x, REPLICATES, 0);
}

/* Of all replicates together: a quantile of a few is off, and by how much each varies tells how
 * sure one may be of the whole. */
static void claim_quantile(struct claims *claims, int figure, double theory_s,
			   const struct sample *sample, size_t which, double p)
{
	struct histogram *all = xcalloc(1, sizeof(*all));
	double x[REPLICATES];

	for (int i = 0; i < REPLICATES; i++) {
		const struct histogram *one =
			(const struct histogram *)((const char *)&sample->records[i] + which);

		x[i] = histogram_quantile(one, p);
		histogram_merge(all, one);
	}
	claim_spread(claims, figure, theory_s, histogram_quantile(all, p), x, REPLICATES, BIN_REL);
	free(all);
}

/* ---- the checks ---- */

static void m_m_c(const void *argument, struct claims *claims)
{
	const struct setting *setting = argument;
	struct sample sample;
	double waits;

	sample_take(&sample, setting);
	waits = theory_erlang_c(setting->servers, setting->load * setting->servers);
	claim_wait(claims, 0, theory_mmc_wait_s(&sample.theory), &sample);
	claim_share(claims, 1, waits, &sample, offsetof(struct record, waited));
	claim_quantile(claims, 2, theory_mmc_wait_quantile_s(&sample.theory, 0.95), &sample,
		       offsetof(struct record, waits), 0.95);
	claim_quantile(claims, 3,
		       theory_tail_inverse(theory_mmc_sojourn_tail, &sample.theory, 0.05), &sample,
		       offsetof(struct record, stays), 0.95);
	free(sample.records);
}

static void m_g_1(const void *argument, struct claims *claims)
{
	const struct setting *setting = argument;
	struct sample sample;

	sample_take(&sample, setting);
	claim_wait(claims, 0, theory_mg1_wait_s(&sample.theory, setting->cv), &sample);
	claim_share(claims, 1, setting->load, &sample, offsetof(struct record, waited));
	free(sample.records);
}

static void m_d_1(const void *argument, struct claims *claims)
{
	struct sample sample;

	sample_take(&sample, argument);
	claim_wait(claims, 0, theory_mg1_wait_s(&sample.theory, 0), &sample);
	claim_quantile(claims, 1, theory_tail_inverse(theory_md1_wait_tail, &sample.theory, 0.05),
		       &sample, offsetof(struct record, waits), 0.95);
	free(sample.records);
}

static void erlang_b(const void *argument, struct claims *claims)
{
	const struct setting *setting = argument;
	struct sample sample;

	sample_take(&sample, setting);
	claim_share(claims, 0, theory_erlang_b(setting->servers, setting->load * setting->servers),
		    &sample, offsetof(struct record, lost));
	free(sample.records);
}

static void m_m_c_k(const void *argument, struct claims *claims)
{
	const struct setting *setting = argument;
	struct theory_loss loss;
	struct sample sample;

	sample_take(&sample, setting);
	loss = theory_mmck(&sample.theory, setting->room);
	claim_share(claims, 0, loss.lost_frac, &sample, offsetof(struct record, lost));
	claim_wait(claims, 1, loss.wait_s, &sample);
	free(sample.records);
}

static void patience(const void *argument, struct claims *claims)
{
	const struct setting *setting = argument;
	struct theory_patience theory;
	double busy[REPLICATES];
	struct sample sample;

	sample_take(&sample, setting);
	theory = setting->law == DIST_DETERMINISTIC
			 ? theory_md1_patience(&sample.theory, setting->patience_s)
			 : theory_mm1_patience(&sample.theory, setting->patience_s);
	for (int i = 0; i < REPLICATES; i++)
		busy[i] = ksum_value(&sample.records[i].service_s) / sample.time_s[i];
	claim_share(claims, 0, theory.cut_frac, &sample, offsetof(struct record, cut));
	claim_mean(claims, 1, 1 - theory.idle_frac, busy, REPLICATES, 0);
	free(sample.records);
}

/* ---- Jackson's network: three stations, one after another ---- */

static const int tandem_servers[TANDEM] = { 1, 4, 32 };
static const double tandem_loads[TANDEM] = { 0.5, 0.7, 0.9 };

struct tandem {
	struct event_queue queue;
	struct station stations[TANDEM];
	struct draws services[TANDEM];
	double *arrived_s;
	double sum_s, stage_s[TANDEM];
	int warm_up; /* first of the visitors that are recorded */
};

static void tandem_visit(struct tandem *tandem, uint32_t payload, double t_s)
{
	uint32_t id = payload / TANDEM, stage = payload % TANDEM;
	double mean_s = tandem_loads[stage] * tandem_servers[stage];
	struct visit visit = station_arrive(&tandem->stations[stage], t_s,
					    mean_s * draw(&tandem->services[stage]));

	if ((int)id >= tandem->warm_up)
		tandem->stage_s[stage] += visit.wait_s + visit.service_s;
	if (stage + 1 < TANDEM)
		event_push(&tandem->queue, visit.leave_s, payload + 1);
	else if ((int)id >= tandem->warm_up)
		tandem->sum_s += visit.leave_s - tandem->arrived_s[id];
}

static void tandem_feed(struct tandem *tandem, int count, struct draws *gaps)
{
	double arrival_s = 0;

	for (int id = 0; id < count || tandem->queue.count > 0;) {
		if (id == count ||
		    (tandem->queue.count > 0 && event_next_s(&tandem->queue) <= arrival_s)) {
			struct event_item next = event_pop(&tandem->queue);

			tandem_visit(tandem, next.payload, next.time_s);
			continue;
		}
		tandem->arrived_s[id] = arrival_s;
		tandem_visit(tandem, (uint32_t)id++ * TANDEM, arrival_s);
		arrival_s += draw(gaps);
	}
}

static void tandem_run(struct tandem *tandem, int replicate_number, int count)
{
	static const char *const names[TANDEM] = { "first", "second", "third" };
	struct draws gaps;

	event_queue_init(&tandem->queue);
	tandem->warm_up = WARM_UP;
	tandem->arrived_s = xcalloc((size_t)count, sizeof(double));
	draws_open(&gaps, replicate_number, 0, "gaps", DIST_EXPONENTIAL, 1);
	for (int i = 0; i < TANDEM; i++) {
		draws_open(&tandem->services[i], replicate_number, 0, names[i], DIST_EXPONENTIAL,
			   1);
		station_reset(&tandem->stations[i], tandem_servers[i], 0, 0);
	}
	tandem_feed(tandem, count, &gaps);
	for (int i = 0; i < TANDEM; i++)
		station_release(&tandem->stations[i]);
	free(tandem->arrived_s);
	event_queue_release(&tandem->queue);
}

/* At one arrival a second, W of the whole is L of the parts. */
static void jackson(const void *argument, struct claims *claims)
{
	double whole[REPLICATES], part[TANDEM][REPLICATES], theory = 0;
	const int *thousands = argument;

	for (int r = 0; r < REPLICATES; r++) {
		struct tandem *tandem = xcalloc(1, sizeof(*tandem));
		double count = 1000.0 * *thousands;

		tandem_run(tandem, r, 1000 * *thousands + WARM_UP);
		whole[r] = tandem->sum_s / count;
		for (int i = 0; i < TANDEM; i++)
			part[i][r] = tandem->stage_s[i] / count;
		free(tandem);
	}
	for (int i = 0; i < TANDEM; i++) {
		struct theory_station station = { 1, tandem_loads[i] * tandem_servers[i],
						  tandem_servers[i] };
		double stay_s = station.service_s + theory_mmc_wait_s(&station);

		claim_mean(claims, 1 + i, stay_s, part[i], REPLICATES, 0);
		theory += stay_s;
	}
	claim_mean(claims, 0, theory, whole, REPLICATES, 0);
}

/* clang-format off */
#define SET(...) &(const struct setting){ __VA_ARGS__ }
#define MMC_FIGURES { "wait", "waits", "p95 wait", "p95 stay" }
#define MMC(group, name, ...) \
	{ group, name, MMC_FIGURES, m_m_c, SET(.law = DIST_EXPONENTIAL, __VA_ARGS__), 0, NULL }
#define MG1(name, ...) \
	{ "M/G/1, Pollaczek-Khinchine", name, { "wait", "waits" }, m_g_1, \
	  SET(.servers = 1, __VA_ARGS__), 0, NULL }
#define MD1(name, ...) \
	{ "M/D/1, Crommelin", name, { "wait", "p95 wait" }, m_d_1, \
	  SET(.servers = 1, .law = DIST_DETERMINISTIC, __VA_ARGS__), 0, NULL }
#define LOST(name, ...) \
	{ "Erlang B, no room to wait", name, { "lost" }, erlang_b, \
	  SET(.lost = true, .visitors = 100, __VA_ARGS__), 0, NULL }
#define ROOM(name, ...) \
	{ "M/M/c/K, room for a few", name, { "lost", "wait" }, m_m_c_k, \
	  SET(.law = DIST_EXPONENTIAL, .visitors = 100, __VA_ARGS__), 0, NULL }
#define PATIENCE(name, ...) \
	{ "Patience, then away", name, { "cut", "busy" }, patience, \
	  SET(.servers = 1, .visitors = 100, __VA_ARGS__), 0, NULL }

const struct check station_checks[] = {
	MMC("M/M/1", "load .5", .servers = 1, .load = .5, .visitors = 50),
	MMC("M/M/1", "load .8", .servers = 1, .load = .8, .visitors = 100),
	MMC("M/M/1", "load .9", .servers = 1, .load = .9, .visitors = 300),
	MMC("M/M/c, Erlang C", "c 2, load .8", .servers = 2, .load = .8, .visitors = 100),
	MMC("M/M/c, Erlang C", "c 4, load .9", .servers = 4, .load = .9, .visitors = 300),
	MMC("M/M/c, Erlang C", "c 16, load .85", .servers = 16, .load = .85, .visitors = 150),
	MMC("M/M/c, Erlang C", "c 32, load .85", .servers = 32, .load = .85, .visitors = 260),
	MD1("load .5", .load = .5, .visitors = 50),
	MD1("load .8", .load = .8, .visitors = 100),
	MD1("load .9", .load = .9, .visitors = 200),
	MG1("lognormal .9 at .8", .load = .8, .law = DIST_LOGNORMAL, .cv = .9, .visitors = 100),
	MG1("lognormal 2 at .6", .load = .6, .law = DIST_LOGNORMAL, .cv = 2, .visitors = 200),
	MG1("gamma .5 at .9", .load = .9, .law = DIST_GAMMA, .cv = .5, .visitors = 200),
	MG1("gamma 1.5 at .8", .load = .8, .law = DIST_GAMMA, .cv = 1.5, .visitors = 100),
	LOST("c 1, load .5", .servers = 1, .load = .5, .law = DIST_EXPONENTIAL),
	LOST("c 5, load .6", .servers = 5, .load = .6, .law = DIST_EXPONENTIAL),
	LOST("c 16, load .9", .servers = 16, .load = .9, .law = DIST_EXPONENTIAL),
	LOST("c 16, lognormal 2", .servers = 16, .load = .9, .law = DIST_LOGNORMAL, .cv = 2),
	ROOM("c 1, K 2, load .9", .servers = 1, .load = .9, .room = 1),
	ROOM("c 1, K 7, load .9", .servers = 1, .load = .9, .room = 6),
	ROOM("c 1, K 7, load 1.3", .servers = 1, .load = 1.3, .room = 6),
	ROOM("c 4, K 7, load .9", .servers = 4, .load = .9, .room = 3),
	PATIENCE("M/M/1, 2 services", .load = .7, .law = DIST_EXPONENTIAL, .patience_s = 2),
	PATIENCE("M/M/1, 6, overload", .load = 1.3, .law = DIST_EXPONENTIAL, .patience_s = 6),
	PATIENCE("M/D/1, 2 services", .load = .7, .law = DIST_DETERMINISTIC, .patience_s = 2),
	{ "Jackson's tandem", "c 1/4/32, .5/.7/.9", { "W", "W1", "W2", "W3" }, jackson,
	  &(const int){ 150 }, 0, NULL },
	{ 0 },
};
