import { isIPv6 } from 'node:net';
import type { Request } from 'express';

/**
 * The sender of a request for counting and taking turns: an IPv4 address, or the /64 network of an IPv6 address,
 * because one person usually has a whole /64. `X-Forwarded-For` counts only if a trusted proxy has sent it
 * (`ServerConfig.trustedProxies`): anyone else may have made it up.
 */
export function clientAddress({ ip, socket }: Pick<Request, 'ip' | 'socket'>): string {
  return networkOf(ip ?? socket.remoteAddress ?? '');
}

export function networkOf(address: string): string {
  if (!address.includes(':')) return address;
  const [plain = ''] = address.split('%');
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(plain)?.[1];
  if (mapped) return mapped;
  if (!isIPv6(plain)) return plain;
  const [before = '', after = ''] = plain.split('::');
  const groupsOf = (part: string) => (part === '' ? [] : part.split(':'));
  const [head, tail] = [groupsOf(before), groupsOf(after)];
  // A dotted quad at the end replaces two groups.
  const known = head.length + tail.length + (plain.includes('.') ? 1 : 0);
  const gap = plain.includes('::') ? Array<string>(8 - known).fill('0') : [];
  const network = [...head, ...gap, ...tail].slice(0, 4);
  return `${network.map((group) => Number.parseInt(group, 16).toString(16)).join(':')}::/64`;
}
