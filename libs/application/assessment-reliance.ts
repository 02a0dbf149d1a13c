// Safety assessments as matters, and what a decision on a filing says of those that it relies on.
import { assessment, type AssessmentCommand, type AssessmentEvent } from '#domain/assessment.js';
import { type Assessment, factsOf, type Reliance } from '#domain/assessment-state.js';
import { type Actor } from '#policy/rules.js';
import { type Context, type Handler, type Matters } from './handle.js';
import { upcast, versionOf } from './versions.js';

export const assessments: Matters<AssessmentCommand, AssessmentEvent, Assessment> = {
  category: 'assessment',
  decider: assessment,
  upcast,
  versionOf,
  matter: ({ subject, division }) => ({ holder: subject, division }),
};

/** What can be said of these assessments to whoever relies on them for a filing of this subject; one entry for each, in order. */
export const relianceOn = (handler: Handler, ids: readonly string[], subject: string | undefined): Promise<readonly Reliance[]> =>
  Promise.all(
    ids.map(async (id) => {
      const { state } = await handler.load(assessments, id);
      const known = state.subject !== undefined && state.subject === subject;
      return known
        ? { assessment: id, known, ...factsOf(state) }
        : { assessment: id, known, reportSubmitted: false, concluded: false, reviewPassed: false };
    }),
  );

/**
 * Links assessments to the filing that relies on them, as a step of the act that does so: what becomes of them later is then known
 * to concern it. Repeating it changes nothing.
 */
export const linkTo = async (
  handler: Handler,
  filing: string,
  holder: string,
  ids: readonly string[],
  { actor, context }: { actor: Actor; context: Context },
): Promise<void> => {
  for (const id of ids)
    await handler.handle(assessments, {
      id,
      type: 'LinkFiling',
      data: { filing },
      action: 'assessment.link',
      context: { ...context, idempotencyKey: `${context.idempotencyKey} ${filing}`, ifMatch: undefined },
      within: { actor, rule: 'assessment-of-acceptance' },
      look: () => Promise.resolve({ facts: { holder } }),
    });
};
