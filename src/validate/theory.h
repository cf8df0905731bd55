// SPDX-License-Identifier: MIT
/*
 * L3. Closed forms that the simulator must meet. Nothing of the simulator is used, only arithmetic
 * whose bits are the same everywhere. Rates per second, times in seconds, shares 0 to 1.
 *
 * Sources: A. K. Erlang (1917); F. Pollaczek (1930) and A. Khinchine (1932) for M/G/1; C. D.
 * Crommelin (1932) for M/D/1; L. Takacs, "Introduction to the Theory of Queues" (1962), chapter 2,
 * for GI/M/c; J. W. Cohen, "The Single Server Queue" (1969), part III, for the queue with bounded
 * work.
 */
#ifndef RAGTOP_VALIDATE_THEORY_H
#define RAGTOP_VALIDATE_THEORY_H

/* A station: arrivals, mean service, how many at a time. Offered load is their product. */
struct theory_station {
	double rate_rps, service_s;
	int servers;
};

/* Share of arrivals lost without a queue, and share that has to wait with an endless one. */
double theory_erlang_b(int servers, double offered);
double theory_erlang_c(int servers, double offered);

/* Mean wait of M/M/c, and the share that is there (waiting and service) for longer than t. */
double theory_mmc_wait_s(const struct theory_station *station);
double theory_mmc_sojourn_tail(const struct theory_station *station, double t_s);
/* What the share p waits for at most: 0 where so many do not wait at all. */
double theory_mmc_wait_quantile_s(const struct theory_station *station, double p);

/* Mean wait of M/G/1 for a service of this coefficient of variation. */
double theory_mg1_wait_s(const struct theory_station *station, double service_cv);

/* Share of M/D/1 that waits for at most t, divided by the share that does not wait: also above
 * load 1. */
double theory_md1_level(const struct theory_station *station, double t_s);
/* Share of M/D/1 that waits for longer than t. */
double theory_md1_wait_tail(const struct theory_station *station, double t_s);

/* GI/M/c with gamma gaps of this coefficient of variation (0: even ones): the root sigma of
 * sigma = A*(c mu (1 - sigma)), and the mean wait. */
double theory_gmc_sigma(const struct theory_station *station, double gap_cv);
double theory_gmc_wait_s(const struct theory_station *station, double gap_cv);

/* M/M/c with room for `room` to wait: share turned away, mean wait of the others. */
struct theory_loss {
	double lost_frac, wait_s;
};
struct theory_loss theory_mmck(const struct theory_station *station, int room);

/* One server and visitors who leave at a fixed time after they came, served or not. Its work in
 * store is that of the same queue without that rule, cut at `patience_s`. */
struct theory_patience {
	double idle_frac, cut_frac, wait_s;
};
struct theory_patience theory_mm1_patience(const struct theory_station *station, double patience_s);
/* The same for an even service: idle and cut only. */
struct theory_patience theory_md1_patience(const struct theory_station *station, double patience_s);

/* Share of what is asked that has changed at `rate` since data were frozen, where their age goes
 * evenly from `lead` to lead + period: 1 - exp(-rate lead) (1 - exp(-rate period)) / (rate period).
 */
double theory_stale_frac(double rate, double period, double lead);

/* Share of Poisson queries that find what an earlier one left: within its life, kept alive by every
 * use, and no change in between. */
double theory_prefix_hit_frac(double rate_rps, double changes_rps, double ttl_s);

/* Share of all queries that find an answer: so many topics of a Zipf law, each answer lives for its
 * life or, where a change (of one topic, so often) purges it, until then. */
double theory_answers_hit_frac(double rate_rps, double repeat_frac, int topics, double zipf_s,
			       double ttl_s, double change_rps);

/* The t at which a falling tail(station, t) is `share`. */
double theory_tail_inverse(double (*tail)(const struct theory_station *, double),
			   const struct theory_station *station, double share);

#endif
