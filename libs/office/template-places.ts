// Places of a template, `{主体}`, filled from the facts of a case.

/** Every place that can be filled, with what comes there. */
export const places = {
  主体: '备案时的主体名称',
  名称: '案件名称：备案的算法名称、决定的文号、评估的服务名称',
  编号: '备案编号或者文书编号',
  属地: '案件所在的行政区划',
  机关: '使用模板的机关',
  日期: '填写当日',
  期限: '案件最近的到期日',
} as const;
export type Place = keyof typeof places;

export type Facts = Readonly<Partial<Record<Place, string>>>;

export interface Filled {
  text: string;
  /** Places that were left as they stand: unknown, or without a fact in this case. */
  unfilled: string[];
}

const PLACE = /\{([^{}\n]{1,20})\}/g;

const factOf = (facts: Facts, name: string): string | undefined =>
  Object.hasOwn(places, name) ? facts[name as Place] : undefined;

/** The names of the places in a text, each once. */
export const placesIn = (text: string): string[] => [...new Set([...text.matchAll(PLACE)].map(([, name = '']) => name))];

/** The text with its places filled in one pass: what a fact says is never looked through for places. */
export const fill = (text: string, facts: Facts): Filled => ({
  text: text.replaceAll(PLACE, (place, name: string) => factOf(facts, name) ?? place),
  unfilled: placesIn(text).filter((name) => factOf(facts, name) === undefined),
});
