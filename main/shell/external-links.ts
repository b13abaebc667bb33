/** Hosts whose pages may open in the system's browser, besides the connected server. The app links to no others. */
const allowedHosts = new Set(['github.com']);

/**
 * Whether a URL may open in the browser: `https:` and a host on the list, or the server itself, which may be reached by
 * `http:`; no credentials.
 */
export function mayOpenExternally(address: string, serverUrl?: string): boolean {
  const url = URL.parse(address);
  if (url?.username !== '' || url.password !== '') return false;
  const isOfServer = /^https?:$/.test(url.protocol) && url.origin === serverUrl;
  return isOfServer || (url.protocol === 'https:' && allowedHosts.has(url.host));
}
