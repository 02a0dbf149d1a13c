import { Injectable } from '@nestjs/common';
import { refuse } from '#domain/decider.js';
import { CommandReused, type Context, PreconditionFailed, Refused } from '#application/handle.js';
import { commandKey, matterId } from '#application/identifiers.js';
import { Callers, DenialLog } from '#application/ports.js';
import { type Change, type Template, Templates } from '#office/templates.js';
import { problem } from '#platform/problem.js';
import { type Actor, decide } from '#policy/rules.js';
import { ActRecord } from '#api/http/act-record.js';
import { type NewTemplateDto, type TemplateTextDto } from './template.dto.js';
import { type ReadTemplate, TemplateViews } from './template-views.js';

const retired = refuse('template-retired', 'design', 'a template that is no longer in use is not changed');
const onlyReasons = () =>
  problem('invalid', {
    errors: [{ pointer: '/defect', code: 'not-of-this-kind', detail: 'a defect belongs to a reason of refusal' }],
  });

/** What an administrator does with the templates of the own agency. A repetition under the same key finds its own change. */
@Injectable()
export class TemplateActs {
  constructor(
    private readonly templates: Templates,
    private readonly views: TemplateViews,
    private readonly callers: Callers,
    private readonly acts: ActRecord,
    private readonly denials: DenialLog,
  ) {}

  /** Throws 403, 422. */
  async create({ kind, defect, title, text }: NewTemplateDto, asked: Context): Promise<ReadTemplate> {
    const actor = await this.standing(asked.account);
    const id = matterId(asked.account, asked.idempotencyKey);
    const rule = await this.allowed(actor, { agency: actor.agency }, id, asked.requestId);
    if (defect !== undefined && kind !== 'refusal-reason') throw onlyReasons();
    const made = { id, agency: actor.agency!, kind, defect, title, text };
    const by = changeBy(asked, id);
    if (!(await this.isRepeated(by)) && !asked.dryRun) {
      await this.acts.done({ actor, action: 'template.keep', object: `template-${id}`, rule, requestId: asked.requestId });
      await this.templates.add(made, by);
      // Of two requests that race under one key the other may have come first.
      await this.isRepeated(by);
    }
    return ((await this.templates.one(id)) ?? { ...made, revision: 0, retired: false }) as ReadTemplate;
  }

  /** Throws 404, 403, 409 where it is retired, 412, 422. */
  rewrite(id: string, { defect, title, text }: TemplateTextDto, asked: Context): Promise<ReadTemplate> {
    return this.change(id, asked, (present) => {
      if (defect !== undefined && present.kind !== 'refusal-reason') throw onlyReasons();
      if (present.retired) throw new Refused(retired, []);
      return { defect, title, text, retired: false };
    });
  }

  /** It can be read, and is offered no more. Throws 404, 403, 412. */
  retire(id: string, asked: Context): Promise<ReadTemplate> {
    return this.change(id, asked, ({ defect, title, text }) => ({ defect, title, text, retired: true }));
  }

  private async change(
    id: string,
    asked: Context,
    to: (present: ReadTemplate) => Pick<Template, 'defect' | 'title' | 'text' | 'retired'>,
  ): Promise<ReadTemplate> {
    const actor = await this.standing(asked.account);
    const present = await this.views.one(actor, id, asked.requestId);
    const rule = await this.allowed(actor, present, id, asked.requestId);
    const by = changeBy(asked, id);
    if (await this.isRepeated(by)) return present;
    const { revision = 0 } = present;
    if (asked.ifMatch !== revision) throw new PreconditionFailed(revision);
    const next = to(present);
    const same =
      next.defect === present.defect &&
      next.title === present.title &&
      next.text === present.text &&
      next.retired === (present.retired ?? false);
    if (same) return present;
    if (asked.dryRun) return { ...present, ...next, revision: revision + 1 } as ReadTemplate;
    await this.acts.done({ actor, action: 'template.keep', object: `template-${id}`, rule, requestId: asked.requestId });
    const changed = await this.templates.change({ id, revision, ...next }, by);
    if (changed) return changed as ReadTemplate;
    const now = (await this.templates.one(id))!;
    if (await this.isRepeated(by)) return now as ReadTemplate;
    throw new PreconditionFailed(now.revision);
  }

  /** Throws CommandReused where the key was another request's. */
  private async isRepeated({ command, request }: Change): Promise<boolean> {
    const earlier = await this.templates.requestOf(command);
    if (earlier !== undefined && earlier !== request) throw new CommandReused();
    return earlier !== undefined;
  }

  /** Who writes is looked up at this moment. */
  private async standing(account: string): Promise<Actor> {
    const actor = await this.callers.current(account);
    if (!actor) throw problem('forbidden', { detail: 'no open account belongs to this token' });
    return actor;
  }

  private async allowed(actor: Actor, { agency }: Pick<ReadTemplate, 'agency'>, id: string, requestId: string): Promise<string> {
    const action = 'template.keep';
    const decision = decide(action, actor, { agency });
    if (decision.allowed) return decision.rule;
    await this.denials.denied({ actor, action, object: `template-${id}`, requestId });
    throw problem('forbidden', { detail: `your account may not do this (${action})` });
  }
}

const changeBy = ({ account, idempotencyKey, hash }: Context, id: string): Change => ({
  command: commandKey(account, `template-${id}`, idempotencyKey),
  request: hash,
  account,
});
