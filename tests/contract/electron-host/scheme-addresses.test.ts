import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createSchemeAddresses } from '../../../tools/electron-host/api/scheme-addresses.ts';

const addresses = createSchemeAddresses();
addresses.add('app');

describe('URLs of an app’s own scheme', () => {
  it('come back from Chromium unchanged', () => {
    fc.assert(
      fc.property(fc.domain(), fc.webPath(), fc.webQueryParameters(), (host, path, query) => {
        const url = new URL(`app://${host}${path || '/'}?${query}`).href;
        expect(addresses.toApp(addresses.toChromium(url))).toBe(url);
      }),
    );
  });

  it.each([
    'https://elsewhere.test/a',
    'https://localhost/',
    'about:blank',
    'https://app.localhost.test/',
    'not a url',
  ])('are distinguished from %s', (url) => {
    expect(addresses.toApp(url)).toBe(url);
    expect(addresses.toChromium(url)).toBe(url);
  });

  it('are recognised in a policy, and nothing else is', () => {
    const policy =
      "default-src 'none'; img-src 'self' data: app:; media-src app://audio blob:; report-to application";
    expect(addresses.policyToChromium(policy)).toBe(
      "default-src 'none'; img-src 'self' data: https://*.app.localhost; media-src https://audio.app.localhost blob:; report-to application",
    );
  });
});
