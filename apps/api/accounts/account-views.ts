import { Injectable } from '@nestjs/common';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { matterOfAccount } from '#application/accounts.js';
import { DenialLog } from '#application/ports.js';
import { problem } from '#platform/problem.js';
import { accountScope } from '#policy/filters.js';
import { type Actor, decide } from '#policy/rules.js';
import { type AccountRow, accounts } from '#read-models/accounts.js';
import { type Answer, type Least, ReadModels } from '#read-models/read-models.js';
import { answersNotModified, etagOf } from '#api/http/etag.js';
import { hidden } from '#api/http/hidden.js';
import { least } from '#api/http/least.js';
import { encodeCursor, listScope, readPage, setNextLink } from '#api/http/paging.js';
import { setPosition } from '#api/http/position.js';
import { type AccountDto, type AccountListDto, type AccountQuery } from './account.dto.js';

interface Found {
  row: AccountRow;
  position: string;
}

/** Accounts as those who keep them may see them. */
@Injectable()
export class AccountViews {
  constructor(
    private readonly models: ReadModels,
    private readonly denials: DenialLog,
  ) {}

  async one(
    caller: Actor,
    id: string,
    min: string | undefined,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<AccountDto | undefined> {
    const { rows, position } = await this.ask('account by id', 'key = $1', [id], 1, least(min));
    const found = rows[0];
    if (!found) throw problem('not-found');
    if (!decide('account.read', caller, matterOfAccount(id, found.row)).allowed)
      throw await hidden(this.denials, { actor: caller, action: 'account.read', object: `account-${id}`, requestId: request.id });
    setPosition(reply, position);
    if (answersNotModified(request, reply, etagOf(found.row.revision, found.position))) return undefined;
    return view(found.row);
  }

  async list(
    caller: Actor,
    query: AccountQuery,
    min: string | undefined,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<AccountListDto> {
    const list = listScope('accounts', { account: caller.account });
    const page = readPage<[string]>(query, list, ['string']);
    const { sql, params } = accountScope(caller, 2);
    const { rows, position } = await this.ask(
      undefined,
      `($1::text is null or key > $1::text) and ${sql}`,
      [page.after?.[0] ?? null, ...params],
      page.limit + 1,
      least(min),
    );
    const shown = rows.slice(0, page.limit);
    const last = shown.at(-1);
    if (rows.length > page.limit && last) setNextLink(request, reply, encodeCursor(list, [last.row.id]));
    setPosition(reply, position);
    return { accounts: shown.map(({ row }) => view(row)) };
  }

  private async ask(
    name: string | undefined,
    condition: string,
    values: unknown[],
    limit: number,
    wanted: Least | undefined,
  ): Promise<Answer<Found>> {
    const { rows, position } = await this.models.query<{ doc: string; position: string }>(
      accounts,
      ({ table }) => ({
        name,
        text: `select doc, position from ${table} where ${condition} order by key limit ${limit}`,
        values,
      }),
      wanted,
    );
    return { position, rows: rows.map((found) => ({ row: JSON.parse(found.doc) as AccountRow, position: found.position })) };
  }
}

const view = ({ id, status, person, roles, subject, agency, openedOn, closedOn }: AccountRow): AccountDto => ({
  id,
  status,
  person,
  roles: [...roles],
  subject,
  agency,
  openedOn,
  closedOn,
});
