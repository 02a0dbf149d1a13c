import { Injectable } from '@nestjs/common';
import { CaseMatters } from '#application/case-matters.js';
import { DenialLog } from '#application/ports.js';
import { problem } from '#platform/problem.js';
import { type Action, type Actor, decide, type Matter } from '#policy/rules.js';
import { hidden } from '#api/http/hidden.js';

/** Cases by the names of their streams, for officials who may read the matter itself. */
@Injectable()
export class CaseAccess {
  constructor(
    private readonly matters: CaseMatters,
    private readonly denials: DenialLog,
  ) {}

  /** Throws 404, the same whether there is no such case or it is not for this reader. */
  async of(caller: Actor, stream: string, requestId: string): Promise<Matter> {
    const matter = await this.matters.of(stream);
    if (!matter) throw problem('not-found');
    const reading = `${stream.slice(0, stream.indexOf('-'))}.read` as Action;
    for (const action of ['case.read', reading] as const)
      if (!decide(action, caller, matter).allowed)
        throw await hidden(this.denials, { actor: caller, action, object: stream, requestId });
    return matter;
  }
}
