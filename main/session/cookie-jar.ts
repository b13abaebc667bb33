/**
 * The cookies of one server: as much of RFC 6265 as the client of a single origin needs, which is names, values, expiry,
 * and whether the server wants them stored. Domain and path are ignored. Only the server decides when a session ends:
 * this machine's clock may be wrong by years for an hour, and must not sign anyone out.
 */
export type StoredCookie = {
  name: string;
  value: string;
  /** Unix time in milliseconds; null = a session cookie, which ends with the app. */
  expiresAt: number | null;
};

export type CookieJar = {
  /** The `Cookie` header, '' if there is none. */
  header(): string;
  /** Takes the `Set-Cookie` headers of an answer; returns whether anything changed. */
  receive(headers: Headers): boolean;
  list(): StoredCookie[];
  clear(): void;
};

export function createCookieJar(cookies: StoredCookie[], now: () => number): CookieJar {
  const jar = new Map(cookies.map((cookie) => [cookie.name, cookie]));
  const list = () => [...jar.values()];
  return {
    header: () =>
      list()
        .map(({ name, value }) => `${name}=${value}`)
        .join('; '),
    receive(headers) {
      const before = JSON.stringify(list());
      const date = Date.parse(headers.get('date') ?? '');
      const serverNow = Number.isNaN(date) ? now() : date;
      for (const line of headers.getSetCookie()) {
        const cookie = parseSetCookie(line, now());
        if (!cookie) continue;
        const endsAt = parseSetCookie(line, serverNow)?.expiresAt ?? Number.POSITIVE_INFINITY;
        if (endsAt <= serverNow) jar.delete(cookie.name);
        else jar.set(cookie.name, cookie);
      }
      return JSON.stringify(list()) !== before;
    },
    list,
    clear: () => jar.clear(),
  };
}

/** RFC 6265 §5.2. `Max-Age` takes precedence over `Expires` (§5.3); a line without a name is not a cookie. */
export function parseSetCookie(line: string, now: number): StoredCookie | undefined {
  const [pair = '', ...attributes] = line.split(';');
  const equals = pair.indexOf('=');
  const name = pair.slice(0, Math.max(equals, 0)).trim();
  if (name === '') return undefined;
  let expires: number | null = null;
  let maxAge: number | null = null;
  for (const attribute of attributes) {
    const [key = '', ...rest] = attribute.split('=');
    const value = rest.join('=').trim();
    if (key.trim().toLowerCase() === 'expires' && !Number.isNaN(Date.parse(value)))
      expires = Date.parse(value);
    if (key.trim().toLowerCase() === 'max-age' && /^-?\d+$/.test(value)) maxAge = now + Number(value) * 1000;
  }
  return { name, value: pair.slice(equals + 1).trim(), expiresAt: maxAge ?? expires };
}
