/**
 * The cookies of one server, as much of RFC 6265 as a client of one origin needs: names and values, expiry, and
 * whether the server wants them kept. Domain and path are ignored: nothing but that origin is ever asked. When a session
 * is over is for the server to say: this machine's clock may be wrong by years for an hour, and must not end a sign-in.
 */
export type StoredCookie = {
  name: string;
  value: string;
  /** Milliseconds of Unix time; null = a session cookie, which ends with the app. */
  expiresAt: number | null;
};

export type CookieJar = {
  /** The `Cookie` header, '' when there is none. */
  header(): string;
  /** Takes over the `Set-Cookie` headers of an answer; tells whether anything changed. */
  receive(headers: Headers): boolean;
  list(): StoredCookie[];
  clear(): void;
};

export function createCookieJar(cookies: StoredCookie[] = [], now: () => number = Date.now): CookieJar {
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
        const ends = parseSetCookie(line, serverNow)?.expiresAt ?? Number.POSITIVE_INFINITY;
        if (ends <= serverNow) jar.delete(cookie.name);
        else jar.set(cookie.name, cookie);
      }
      return JSON.stringify(list()) !== before;
    },
    list,
    clear: () => jar.clear(),
  };
}

/** RFC 6265 §5.2. `Max-Age` wins over `Expires` (§5.3); a line without a name is no cookie. */
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
