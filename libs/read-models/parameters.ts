// Statements that are put together from conditions.
/** Values on their way into a statement, numbered as they are met. */
export class Parameters {
  readonly values: unknown[] = [];

  add(value: unknown): string {
    return `$${this.values.push(value)}`;
  }

  /** A condition that numbers its own parameters from the one that it is given. */
  adopt(condition: (first: number) => { sql: string; params: readonly unknown[] }): string {
    const { sql, params } = condition(this.values.length + 1);
    this.values.push(...params);
    return sql;
  }
}

/** The text as it stands for itself in a pattern of `like`. */
export const escapeLike = (text: string): string => text.replaceAll(/[\\%_]/g, '\\$&');
