import { networkInterfaces } from 'node:os';

const lookMilliseconds = 5_000;

/**
 * Calls `changed` within some seconds of this machine getting other addresses: another Wi-Fi, a cable, a VPN, none at
 * all. No system tells Node of it. Answers how to stop.
 */
export function watchNetwork(
  changed: () => void,
  { read = addresses, everyMilliseconds = lookMilliseconds } = {},
): () => void {
  let known = read();
  const timer = setInterval(() => {
    const found = read();
    if (found === known) return;
    known = found;
    changed();
  }, everyMilliseconds);
  timer.unref();
  return () => clearInterval(timer);
}

/** Those by which others can be reached, in a text that is the same while they are. */
function addresses(): string {
  return Object.entries(networkInterfaces())
    .flatMap(([name, list = []]) =>
      list.filter(({ internal }) => !internal).map(({ address }) => `${name} ${address}`),
    )
    .sort()
    .join();
}
