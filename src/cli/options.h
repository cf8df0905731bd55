// SPDX-License-Identifier: MIT
/*
 * Options of the command line: one table per topic gives parsing, its errors and --help.
 *
 * A command names the tables it takes. Values land in one struct that all commands share.
 */
#ifndef RAGTOP_CLI_OPTIONS_H
#define RAGTOP_CLI_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include <ragtop/error.h>

enum { OPTION_SETS_MAX = 256, OPTION_WORDS_MAX = 256, OPTION_ANSWERS_MAX = 16 };

enum output_format { FORMAT_TEXT, FORMAT_JSON, FORMAT_CSV, FORMAT_SVG };

/* Far beyond any tour: what is too large is told with the tour that it is too large for. */
enum { TOUR_STEP_MAX = 999999 };

/* Numbers are int and texts pointers into argv, so that the tables can reach them by offset. */
struct options {
	const char *scenario; /* file or name; NULL: the compiled-in one */

	int set_count;
	const char *sets[OPTION_SETS_MAX]; /* "key=value" */
	int trait_count;
	const char *traits[OPTION_SETS_MAX]; /* likewise */
	int ask;                             /* for the traits that are missing */
	const char *explain;                 /* a framework; NULL: not given */
	const char *price_book, *model;      /* NULL: the scenario's */
	const char *seed, *until;            /* likewise */
	int fidelity;      /* a level, FIDELITY_LEVELS for exact; -1: the scenario's */
	int reps, threads; /* 0: not given */

	const char *within; /* share of the p95 to the first token; NULL: not given */
	int format;         /* enum output_format */
	const char *output;
	int verify;
	const char *save;
	const char *record, *moves, *speed; /* NULL: not given */
	int check;

	int sync, mouse, charset, colour, layout, motion; /* -1: not given */
	const char *theme, *config;                       /* NULL: likewise */
	int print_config, plain, demo;
	int own_threads; /* -1: not given; else as `threads` */

	/* Of studies. NULL, 0: not given. */
	const char *between, *over, *from, *to, *uncertain;
	int all_pairs;
	int order, top;   /* enum sensitivity_order; rows */
	int cost_measure; /* enum cost_measure */
	int draws;        /* -1: not given */
	int with_count;
	const char *withs[OPTION_SETS_MAX]; /* "key=value" */

	const char *map_x, *map_y; /* in this order */
	const char *y_from, *y_to;
	int any; /* targets or not */

	const char *size;               /* of a picture or map, "120x40"; NULL: not given */
	int picture;                    /* enum picture_format */
	const char *view, *form, *keys; /* of the picture; NULL: not given */

	int word_count; /* operands of a command that takes words */
	const char *words[OPTION_WORDS_MAX];
	const char *source, *recommends, *id; /* NULL: not given */

	const char *answers[OPTION_ANSWERS_MAX]; /* to the questions of `ragtop new` */
	const char *name;
	int yes, force;

	int json, markdown;

	const char *only, *measured, *step; /* NULL: not given */
	int verdict;                        /* 0: any, else 1 + enum claim_verdict */
	int intervals;                      /* checks how often they hold the truth, too */
	int tour_step;                      /* -1: not given */
	int notes, list;                    /* 0: not given */
	int help;
};

enum option_kind {
	OPTION_FLAG, /* writes `value` */
	OPTION_TEXT,
	OPTION_TWO,    /* two texts, from two arguments; they stand side by side */
	OPTION_WHOLE,  /* a whole number from 0 to `value` */
	OPTION_CHOICE, /* a word of `argument`, which has bars between them; writes its place */
	OPTION_LIST,   /* a text, may be given several times; `value` is where their number is */
};

struct option {
	const char *name;     /* "--format" */
	const char *argument; /* what follows, for --help; NULL for flags */
	const char *help;
	enum option_kind kind;
	size_t offset; /* into struct options */
	int value;
	char letter; /* short form; 0: none */
};

/* The end of a table is a row without a name. */
extern const struct option scenario_options[]; /* what is simulated */
extern const struct option report_options[];   /* what is done with the result */
extern const struct option screen_options[];   /* how the dashboard looks */
extern const struct option listing_options[];
extern const struct option study_options[];     /* how answers are written */
extern const struct option breakeven_options[]; /* with --format and --output */
extern const struct option map_options[];
extern const struct option sensitivity_options[];
extern const struct option why_options[];
extern const struct option compare_options[];
extern const struct option replay_options[];
extern const struct option common_options[]; /* --help, of every command */

struct usage {
	const char *synopsis; /* "run [OPTION]... [SCENARIO]" */
	const char *summary;
	bool takes_scenario, takes_words;
	const struct option *tables[4]; /* the rest is NULL; common_options need not be named */
};

/* Fills *options, defaults first. False: *error says what is wrong with the arguments. */
bool options_parse(const struct usage *usage, int argc, char **argv, struct options *options,
		   struct error *error);
/* The same, and what every command does next. False: it is over with this exit status, because the
 * arguments were wrong, which is told, or --help was among them, which is written. */
bool options_take(const struct usage *usage, int argc, char **argv, struct options *options,
		  int *status);
void options_help(const struct usage *usage, FILE *out);

/* The usage of a command, which it hands to options_take before it does anything; NULL when it
 * never does. */
const struct usage *options_usage(int (*run)(int argc, char **argv));
/* Its i-th option, NULL beyond the last; and by name, short or long, NULL when it has none. */
const struct option *options_at(const struct usage *usage, int i);
const struct option *options_named(const struct usage *usage, const char *name);

#endif
