/** More addresses than this at once are an attack: all begin anew rather than fill the memory. */
const MAX_ADDRESSES = 10_000;

interface Purse {
  left: number;
  at: number;
}

/** How many requests an address may still make. Kept in memory: each process counts for itself. */
export class RequestBudget {
  readonly #purses = new Map<string, Purse>();

  /** `perMinute` requests a minute, and as many at once after a minute's rest; 0 for no limit. `now` gives milliseconds. */
  constructor(
    private readonly perMinute: number,
    private readonly now: () => number = () => performance.now(),
  ) {}

  /** Takes one request. Answers 0, or the whole seconds after which the next one will be taken. */
  spend(address: string): number {
    if (this.perMinute === 0) return 0;
    const now = this.now();
    const key = neighbourhood(address);
    const purse = this.#purses.get(key);
    const left = purse ? Math.min(this.perMinute, purse.left + ((now - purse.at) * this.perMinute) / 60_000) : this.perMinute;
    if (left < 1) return Math.ceil(((1 - left) * 60) / this.perMinute);
    if (!purse && this.#purses.size >= MAX_ADDRESSES) this.#purses.clear();
    this.#purses.set(key, { left: left - 1, at: now });
    return 0;
  }
}

/** An IPv6 subscriber has a whole /64, so that is what counts as one address. */
function neighbourhood(address: string): string {
  if (!address.includes(':') || address.includes('.')) return address;
  const [head = '', tail] = address.split('::');
  const before = head.split(':');
  const after = tail?.split(':') ?? [];
  const zeros = Array<string>(Math.max(0, 8 - before.length - after.length)).fill('0');
  return [...before, ...zeros, ...after].slice(0, 4).join(':');
}
