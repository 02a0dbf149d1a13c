// Atom (RFC 4287) by hand: thirty lines, and every text escaped.
import { type RegistryEntry } from '#read-models/public-registry-queries.js';
import { registryEntry } from './registry-entry.js';

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;' };

/** Text as XML 1.0 takes it: markup escaped, characters that XML forbids left out. */
const xml = (text: string): string =>
  text.replaceAll(/[&<>"']/g, (c) => entities[c]!).replaceAll(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '');

/** The feed of these entries, newest first. */
export function atomFeed(entries: readonly RegistryEntry[]): string {
  const items = entries.map(({ row, position }) => {
    const { number, status, algorithmName, entityName } = registryEntry(row);
    return `  <entry>
    <id>urn:beian:registry:${row.number}:${position}</id>
    <title>${xml(`${number} ${status.zh} ${algorithmName}`)}</title>
    <updated>${row.recordedAt}</updated>
    <author><name>${xml(entityName ?? '个人')}</name></author>
    <link href="/v1/registry/${row.number}"/>
    <summary>${xml(row.content.mainUse ?? '')}</summary>
  </entry>`;
  });
  return `<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="zh">
  <id>urn:beian:registry</id>
  <title>深度合成服务算法备案登记变动</title>
  <updated>${entries[0]?.row.recordedAt ?? '1970-01-01T00:00:00.000Z'}</updated>
  <link rel="self" href="/v1/registry/changes"/>
${items.join('\n')}
</feed>
`;
}
