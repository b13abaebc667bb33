/** Hosts whose pages may open in the system's browser. The app links to no others. */
const allowedHosts = new Set(['github.com']);

/** Whether a URL may open in the browser: `https:`, a host on the list, no credentials. */
export function mayOpenExternally(address: string): boolean {
  const url = URL.parse(address);
  return (
    url?.protocol === 'https:' && allowedHosts.has(url.host) && url.username === '' && url.password === ''
  );
}
