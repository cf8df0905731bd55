// SPDX-License-Identifier: MIT
/*
 * L2. What an architecture costs as the volume changes, and where the best one changes.
 *
 * The x axis scales the whole traffic profile, dated changes of the volume too. Every point is a
 * run at FIDELITY_MAP of the same random numbers, so neighbouring points differ by the volume only.
 * Knows: scenarios, run(). Does not know: threads, the screen.
 */
#ifndef RAGTOP_STUDY_CURVE_H
#define RAGTOP_STUDY_CURVE_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#include <ragtop/error.h>
#include <ragtop/result.h>
#include <ragtop/scenario.h>

enum {
	CURVE_POINTS_MAX = 64,
	CURVE_CROSSINGS_MAX = 8,
};

struct curve_point {
	double volume_qpm; /* traffic.volume_qpm at time 0 */
	bool known;
	/* By a run without queries: what follows of targets and good answers is not known. */
	bool costs_only;
	struct curve_arch {
		double all_in_usd, total_usd, per_1k_queries_usd, per_1k_good_usd;
		bool meets;
	} arch[ARCH_COUNT];
	enum arch best, cheapest;
	bool none_meets;
};

struct crossing {
	double at_qpm;
	double lo_qpm, hi_qpm; /* 95 % interval by simulation: from the replications of the run */
	bool nobody_below, nobody_above; /* no architecture meets the targets on that side */
	enum arch below, above;          /* the best on either side */
};

struct curve {
	double lo_qpm, hi_qpm;
	int point_count; /* log-spaced, both ends included */
	struct curve_point point[CURVE_POINTS_MAX];
	int crossing_count;
	struct crossing crossing[CURVE_CROSSINGS_MAX];
	bool complete; /* every point known and every crossing refined */
};

/* Lays out the points: per_decade of them from lo to hi. Nothing is known yet. */
void curve_init(struct curve *curve, double lo_qpm, double hi_qpm, int per_decade);
/* Computes point i. False when cancelled or when the run is refused (then the point stays unknown).
 * */
bool curve_compute_point(struct curve *curve, int i, const struct scenario *scenario,
			 const atomic_bool *cancel);
/* The same with a probe that is not calibrated; a point that is known stays as it is. `glance`: no
 * more than costs, in a third of the time, where these need no queries. */
struct probe;
bool curve_ask_point(struct curve *curve, int i, bool glance, const struct scenario *scenario,
		     struct probe *probe);
/* What a coarser curve of the same scenario knows in full need not be computed again: with as many
 * points a decade times a whole number, that is every one of its points. */
void curve_take_points(struct curve *curve, const struct curve *coarser);
/* After all points: brackets each change of the best and refines it to 0.1 % by bisection; the
 * interval is where the change happens under the 95 % interval of the cost difference. `finer`, a
 * run of the scenario as it stands or NULL, is what the crossings are to agree with (probe.h). */
bool curve_find_crossings(struct curve *curve, const struct scenario *scenario,
			  const struct result *finer, const atomic_bool *cancel);

/* Is it known who is best at every point that is known, and not only what that costs? */
bool curve_has_best(const struct curve *curve);
/* Guesses the crossings from the points alone, straight between neighbours: for the picture while
 * something is dragged. Their intervals are empty (lo = hi = at). None, unless curve_has_best. */
void curve_guess_crossings(struct curve *curve);

/* Scenarios of the same key have the same curve: the key covers all that acts on it, which is
 * everything but the volume (dated changes of it count by their ratio to it). */
uint64_t curve_key(const struct scenario *scenario);

/* The scenario at another volume: volume_qpm and every dated change of it times the same factor. A
 * trace is then stretched to it and played over and over. */
void curve_scale_volume(struct scenario *scenario, double volume_qpm);

#endif
