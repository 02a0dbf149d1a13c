// Which addresses belong to the public Internet. All others are somebody's inside, perhaps ours.
import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';

/** Public by its number, and yet the inside of a cloud: the host's own agent answers there. */
const HOSTS_OF_CLOUDS: ReadonlySet<string> = new Set(['168.63.129.16']);

/** All of IPv6 that has been given out. */
const GLOBAL_UNICAST = ipaddr.IPv6.parseCIDR('2000::/3');

/** Whether it is a literal address that anybody in the world could have; what holds an IPv4 address inside is not. */
export function isPublicAddress(address: string): boolean {
  if (isIP(address) === 0 || address.includes('%')) return false;
  const parsed = ipaddr.parse(address);
  if (parsed.range() !== 'unicast' || HOSTS_OF_CLOUDS.has(parsed.toString())) return false;
  return parsed instanceof ipaddr.IPv4 || parsed.match(GLOBAL_UNICAST);
}

/** Whether it is this very machine's, in its plain form. */
export const isLoopbackAddress = (address: string): boolean =>
  isIP(address) !== 0 && !address.includes('%') && ipaddr.parse(address).range() === 'loopback';
