// Callers that append filings' events one after the other, and what they measure.
import { randomBytes, randomUUID } from 'node:crypto';
import { percentile } from './measured.mjs';

/** About 1 kB of data and meta together, as UTF-8. */
const data = (n) => ({
  filing: n,
  algorithm: {
    name: '云影换脸算法',
    applicationField: '短视频',
    introduction: '将用户选定的人脸合成到模板视频中，并在画面下方添加显著标识。',
    strategy: '先检测人脸，再合成，再加标识。',
    riskPrevention: '人工抽查与模型拦截，并保留合成记录不少于六个月。',
    scenario: '短视频制作与传播',
  },
  mainUse: '应用于短视频制作场景，生成换脸视频。',
  holder: { name: '海淀云影科技有限公司', creditCode: '91110108MA00DEM06X', division: '110108' },
  complaintEntrance: '设置-投诉举报',
  attachments: [{ kind: 'self-assessment-report', sha256: 'b'.repeat(64) }],
});

const meta = (command) => ({
  actor: '6f6b7b0e-3c52-4d0c-9d0b-0f2f7a3f2c11',
  command,
  commandHash: 'ab'.repeat(32),
  rule: 'filer-submits',
  basis: ['DSP 19', 'ARP 24'],
  correlation: '0d5cf5a1-5d3e-4c55-9a25-0cbb0f1f7f6e',
  effectiveOn: '2026-03-02',
});

// Drawn in one go: one by one they would cost each contender as much as its own encoding.
const salts = randomBytes(16 * 4096);
/** Sixteen bytes, the same for the same `n`. */
export const salt = (n) => salts.subarray((n % 4096) * 16, (n % 4096) * 16 + 16);

/** An event as the port takes it, under a command key of its own. */
export const nextEvent = (n) => ({
  id: randomUUID(),
  type: 'FilingSubmitted',
  version: 1,
  data: data(n),
  meta: meta(randomUUID()),
  salt: salt(n),
});

export const eventBytes = () => {
  const event = nextEvent(0);
  return Buffer.byteLength(JSON.stringify(event.data)) + Buffer.byteLength(JSON.stringify(event.meta));
};

/** A stream of its own has this many events, each appended by itself: submitted, reviewed, accepted, published. */
const LIFE = 4;

/**
 * `callers` at once, each appending one event after the other, for `milliseconds`. `append(stream, event, expected)` resolves when
 * the event is durable; `expected` is the revision before it, -1 for a new stream. Answers events per second and latencies in
 * milliseconds.
 */
export async function drive(append, { callers, milliseconds }) {
  const latencies = [];
  const begin = performance.now();
  const caller = async () => {
    for (let n = 0, stream = ''; performance.now() - begin < milliseconds; n++) {
      if (n % LIFE === 0) stream = `filing-${randomUUID()}`;
      const event = nextEvent(n);
      const sentAt = performance.now();
      await append(stream, event, (n % LIFE) - 1);
      latencies.push(performance.now() - sentAt);
    }
  };
  await Promise.all(Array.from({ length: callers }, caller));
  const seconds = (performance.now() - begin) / 1000;
  return { perS: latencies.length / seconds, p50: percentile(latencies, 0.5), p99: percentile(latencies, 0.99) };
}
