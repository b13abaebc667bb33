/**
 * Chromium opens only the schemes it was built with, so it gets an app's own scheme as an https site: `app://bundle/a`
 * as `https://bundle.app.localhost/a`. That is a secure origin, no request for it reaches the network, and `localhost`
 * names can't belong to anyone else.
 */
export interface SchemeAddresses {
  add(scheme: string): void;
  has(scheme: string): boolean;
  /** Patterns of the DevTools Fetch domain that match all these sites. */
  patterns(): string[];
  toChromium(url: string): string;
  toApp(url: string): string;
  /** Rewrites the sources of a Content-Security-Policy that name one of the schemes. */
  policyToChromium(policy: string): string;
}

export function createSchemeAddresses(): SchemeAddresses {
  const schemes = new Set<string>();
  const suffixOf = (scheme: string) => `.${scheme}.localhost`;
  return {
    add: (scheme) => {
      schemes.add(scheme);
    },
    has: (scheme) => schemes.has(scheme),
    patterns: () => [...schemes].map((scheme) => `https://*${suffixOf(scheme)}/*`),
    toChromium(url) {
      if (!URL.canParse(url)) return url;
      const { protocol, host, href } = new URL(url);
      const scheme = protocol.slice(0, -1);
      if (!schemes.has(scheme)) return url;
      const rest = href.slice(`${scheme}://${host}`.length);
      return `https://${host}${suffixOf(scheme)}${rest.startsWith('/') ? rest : `/${rest}`}`;
    },
    toApp(url) {
      if (!URL.canParse(url)) return url;
      const { protocol, hostname } = new URL(url);
      const scheme = [...schemes].find((candidate) => hostname.endsWith(suffixOf(candidate)));
      if (protocol !== 'https:' || scheme === undefined) return url;
      const site = hostname.slice(0, -suffixOf(scheme).length);
      return url.replace(`https://${hostname}`, `${scheme}://${site}`);
    },
    policyToChromium(policy) {
      return policy.replace(
        /(?<=\s)([a-z][a-z0-9+.-]*):(?:\/\/([^\s;/]+))?(?=[\s;/]|$)/gi,
        (source, scheme, host) =>
          schemes.has(scheme) ? `https://${host ?? '*'}${suffixOf(scheme)}` : source,
      );
    },
  };
}
