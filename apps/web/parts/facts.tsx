// Facts and tables, in the markup of GOV.UK's components.
import { type ComponentChildren } from 'preact';

export type Fact = readonly [name: string, value: ComponentChildren] | false | undefined;

/** Names with their values; those without a value are left out. */
export function Facts({ facts }: { facts: readonly Fact[] }) {
  const shown = facts.filter((fact): fact is readonly [string, ComponentChildren] => !!fact && !isEmpty(fact[1]));
  return (
    <dl class="govuk-summary-list">
      {shown.map(([name, value]) => (
        <div class="govuk-summary-list__row">
          <dt class="govuk-summary-list__key">{name}</dt>
          <dd class="govuk-summary-list__value">{value}</dd>
        </div>
      ))}
    </dl>
  );
}

const isEmpty = (value: ComponentChildren): boolean =>
  value === undefined || value === null || value === false || value === '' || (Array.isArray(value) && value.length === 0);

interface TableProps {
  caption: string;
  /** Hidden where a heading says the same. */
  captionHidden?: boolean;
  columns: readonly { name: string; numeric?: boolean }[];
  rows: readonly (readonly ComponentChildren[])[];
}

/** The first cell of each row is its heading. */
export function Table({ caption, captionHidden = false, columns, rows }: TableProps) {
  const cellClass = (i: number, part: 'header' | 'cell') =>
    `govuk-table__${part}${columns[i]?.numeric ? ` govuk-table__${part}--numeric` : ''}`;
  return (
    <div class="app-scroll" tabIndex={0} role="region" aria-label={caption}>
      <table class="govuk-table">
        <caption class={captionHidden ? 'govuk-visually-hidden' : 'govuk-table__caption govuk-table__caption--m'}>
          {caption}
        </caption>
        <thead class="govuk-table__head">
          <tr class="govuk-table__row">
            {columns.map(({ name }, i) => (
              <th scope="col" class={cellClass(i, 'header')}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody class="govuk-table__body">
          {rows.map(([first, ...others]) => (
            <tr class="govuk-table__row">
              <th scope="row" class="govuk-table__header">
                {first}
              </th>
              {others.map((cell, i) => (
                <td class={cellClass(i + 1, 'cell')}>{cell}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

const colours: Readonly<Record<string, string>> = { filed: 'green', suspended: 'red', restricted: 'orange', revoked: 'purple' };

/** The status of a filing, in words; the colour only repeats them. */
export function StatusTag({ code, children }: { code: string; children: ComponentChildren }) {
  return <strong class={`govuk-tag govuk-tag--${colours[code] ?? 'grey'}`}>{children}</strong>;
}
