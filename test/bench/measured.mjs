// What every benchmark does with its rounds: contenders take turns, and what counts is the median, with the spread beside it.

export const median = (values) => {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
};

/** Nearest rank: `share` of the values are not above it. */
export const percentile = (values, share) => {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
};

/** Runs each contender `rounds` times, in turns and from alternate ends, so that neither always meets the fuller disk cache. */
export async function takeTurns(contenders, rounds) {
  const results = Object.fromEntries(Object.keys(contenders).map((name) => [name, []]));
  for (let round = 0; round < rounds; round++) {
    const order = Object.entries(contenders);
    if (round % 2) order.reverse();
    for (const [name, run] of order) results[name].push(await run());
  }
  return results;
}

const figure = (value) => (value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2));

/** `median (least–most)` */
export const spread = (values) => `${figure(median(values))} (${figure(Math.min(...values))}–${figure(Math.max(...values))})`;

/** Three significant figures: a benchmark knows no more. */
export const rounded = (value) => Number(value.toPrecision(3));

/** Prints rows (arrays of texts, the first is the heading) as a Markdown table. */
export function printTable(rows) {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  const line = (cells) => `| ${cells.map((cell, column) => cell.padEnd(widths[column])).join(' | ')} |\n`;
  const [heading, ...body] = rows;
  process.stdout.write(line(heading) + line(widths.map((width) => '-'.repeat(width))) + body.map(line).join(''));
}
