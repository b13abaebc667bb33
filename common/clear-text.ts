const loopback = /^(127(\.(25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)){3}|::1|(.+\.)?localhost)$/;

/** Whether a host is this machine itself, so that nothing leaves it. Takes names and addresses as URLs have them. */
export function isLoopback(hostname: string): boolean {
  return loopback.test(hostname.toLowerCase().replace(/^\[|\]$/g, ''));
}

const privateNetworks = [
  /^10\./,
  /^192\.168\./,
  /^172\.(1[6-9]|2\d|3[01])\./,
  /^169\.254\./,
  // Shared by carriers, and used by private overlay networks.
  /^100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7])\./,
  /^f[cd][\da-f]{2}:/,
  /^fe[89ab][\da-f]:/,
];

/** Whether a host is in a private network: by its address, or by a name that no public server has. */
function isPrivate(hostname: string): boolean {
  const host = hostname.toLowerCase().replace(/^\[|\]$/g, '');
  if (/^[\d.]+$|:/.test(host)) return privateNetworks.some((network) => network.test(host));
  return !host.includes('.') || /\.(local|lan|home|internal|home\.arpa)$/.test(host);
}

/** Whether everything sent to this address can be read on its way: `http:`, and not only within this machine. */
export function isUnencrypted(url: string): boolean {
  const parsed = parse(url);
  return parsed?.protocol === 'http:' && !isLoopback(parsed.hostname);
}

/** The same on the way through the internet, where strangers can read it. */
export function isClearText(url: string): boolean {
  return isUnencrypted(url) && !isPrivate(parse(url)?.hostname ?? '');
}

function parse(url: string): { protocol: string; hostname: string } | null {
  const parts = /^(https?:)\/\/(\[[^\]]*\]|[^/:?#@]+)/i.exec(url.trim());
  return parts ? { protocol: (parts[1] ?? '').toLowerCase(), hostname: parts[2] ?? '' } : null;
}
