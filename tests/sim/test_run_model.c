// SPDX-License-Identifier: MIT
/* Whole runs: what happens to a tuned model shows in right answers, format and money. */
#include <ragtop/run.h>

#include <math.h>

#include "base/suite.h"
#include "sim/form.h"
#include "sim/fixture.h"

static struct scenario scenario;
static struct params *const p = &scenario.params;
static struct result result;

static void run_into(struct result *into)
{
	struct error error;

	ck_assert_msg(run(&scenario, NULL, into, &error), "%s", error.message);
}

/* Half the queries need a fact, a tenth of the facts is stale in the first half of the run. The
 * model is made anew on day 90 and forgets a fifth; on day 91 another behaviour is demanded that is
 * wrong in every answer, so all of one kind: no format is valid from then on. */
START_TEST(conditions_add_up)
{
	const struct arch_result *ft = &result.arch[ARCH_FT];
	double before, after, usd;

	fixture_quiet(&scenario);
	scenario.horizon_days = 180;
	p->traffic.knowledge_frac = 0.5;
	p->money.wrong_answer_usd = 1;
	p->base.correct_frac = 0.8;
	p->ft.gain_frac = 0;
	p->ft.fact_recall_frac = 1;
	p->ft.retrain_policy = RETRAIN_CALENDAR;
	p->ft.retrain_every_days = 90;
	p->ft.prep_days = p->ft.train_hours = p->ft.eval_days = p->ft.deploy_hours = 0;
	p->ft.forgetting_frac = 0.2;
	p->knowledge.behaviour_share_frac = 1;
	fixture_change_at(&scenario, 0, 1, 0.1);
	fixture_set_at(&scenario, 91, P_knowledge_behaviour_changes_per_month, 1e4);
	fixture_set_at(&scenario, 92, P_knowledge_behaviour_changes_per_month, 0);
	run_into(&result);
	before = 0.5 * 0.9 * 0.8 + 0.5 * 0.8;
	after = 0.5 * 0.8 + 0.5 * 0.8 * 0.8;
	ck_assert_double_eq_tol(ft->correct_frac, (before + after) / 2, 1e-9);
	for (int day = 1; day < 179; day++)
		ck_assert_double_eq_tol(ft->series.correct_frac[day], day < 90 ? before : after,
					1e-9);
	/* wrong and not stale: of 2,000 queries a day */
	usd = 2000 * 90 * ((1 - before - 0.05) + (1 - after));
	ck_assert_double_eq_tol(ft->ledger_usd[LEDGER_WRONG_ANSWERS], usd, 1e-6 * usd);
	ck_assert_double_eq_tol(ft->forgotten_frac, 0.1, 1e-9);
	ck_assert_double_eq_tol(ft->outdated_behaviour_frac, 89.0 / 180, 0.001);
	ck_assert_double_eq_tol(ft->format_valid_frac / result.arch[ARCH_RAG].format_valid_frac,
				91.0 / 180 * 0.98 / 0.95, 0.05);
	ck_assert_double_eq(result.arch[ARCH_RAG].outdated_behaviour_frac, 0);
}
END_TEST

/* For 45 of 180 days the base is gone and every try to tune its successor fails: the tuned model is
 * as right as its base, the hybrid as RAG, in these days and no others. */
START_TEST(withdrawn_without_successor)
{
	const struct arch_result *rag = &result.arch[ARCH_RAG], *ft = &result.arch[ARCH_FT],
				 *hybrid = &result.arch[ARCH_HYBRID];
	double guesses;

	fixture_quiet(&scenario);
	scenario.horizon_days = 180;
	p->traffic.knowledge_frac = 0.5;
	p->ft.eval_pass_frac = 0;
	p->base.life_days = 135;
	run_into(&result);
	guesses = 0.5 * p->base.closed_book_frac + 0.5 * p->base.correct_frac;
	for (int day = 0; day < 180; day++) {
		double tuned = ft->series.correct_frac[0], both = hybrid->series.correct_frac[0];

		NEAR(ft->series.correct_frac[day], day < 135 ? tuned : guesses, 1e-9);
		NEAR(hybrid->series.correct_frac[day],
		     day < 135 ? both : rag->series.correct_frac[day], 1e-9);
		HOLDS(tuned > guesses && both > rag->series.correct_frac[day]);
	}
	ck_assert_double_eq_tol(ft->untuned_frac, 0.25, 1e-9);
	ck_assert_double_eq_tol(
		ft->format_valid_frac,
		0.75 * (0.95 + form_label_value(p->ft.labels, 0.05) * 0.03) + 0.25 * 0.95, 1e-9);
	ck_assert_double_eq(ft->retrain_retired, 1);
	ck_assert_double_eq(rag->retrain_retired, 0);
	ck_assert(isnan(rag->untuned_frac));
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("run_model");

	tcase_add_test(tcase, conditions_add_up);
	tcase_add_test(tcase, withdrawn_without_successor);
	return suite_run("run_model", tcase);
}
