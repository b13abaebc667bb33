/** Of answers that are not the band's server's own, those of something before it that says: not now. */
const notNow = (status: number) => status >= 500 || status === 408 || status === 429;

/** What to tell where something answers at the server's address that is not it: a proxy, or a network's sign-in page. */
export function strangerMessage(serverUrl: string, status: number): string {
  if (notNow(status)) return `${serverUrl} is not ready to answer (${status}). It may be restarting.`;
  return `What answers at ${serverUrl} is not a BandMate server. If this network shows a sign-in page first, open it in a browser.`;
}
