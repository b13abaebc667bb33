/** Hosts whose pages may be opened in the system's browser. The app has no link to any other. */
const allowedHosts = new Set(['github.com']);

/** Whether an address may leave for the browser: `https:` to a host on the list, without credentials in it. */
export function mayOpenExternally(address: string): boolean {
  const url = URL.parse(address);
  return (
    url?.protocol === 'https:' && allowedHosts.has(url.host) && url.username === '' && url.password === ''
  );
}
