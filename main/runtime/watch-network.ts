import { networkInterfaces } from 'node:os';

const lookMilliseconds = 5_000;

/**
 * Calls `changed` within seconds after this machine's addresses changed: another Wi-Fi, a cable, a VPN, or no network.
 * No operating system reports this to Node. Returns a function that stops watching.
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

/** The external addresses, as a text that is equal while they are. */
function addresses(): string {
  return Object.entries(networkInterfaces())
    .flatMap(([name, list = []]) =>
      list.filter(({ internal }) => !internal).map(({ address }) => `${name} ${address}`),
    )
    .sort()
    .join();
}
