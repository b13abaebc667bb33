/**
 * The address of a path that a server named, or null if it isn't a path of that server: its answers must not send the
 * session's cookie, or a person's music, to another host.
 */
export function ownAddress(path: string, serverUrl: string): URL | null {
  // `//host` and `/\\host` are addresses of another host; browsers skip tabs and line ends in them.
  if (!/^\/(?![/\\])[^\s\\]*$/.test(path) || !URL.canParse(path, serverUrl)) return null;
  const url = new URL(path, serverUrl);
  return url.origin === new URL(serverUrl).origin ? url : null;
}
