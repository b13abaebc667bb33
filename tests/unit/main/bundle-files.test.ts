import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bundlePath, serveBundle } from '../../../main/shell/bundle-files.ts';
import { temporaryFolder } from '../../helpers/disposal.ts';

const root = '/bundle-root';

describe('a URL of the bundle', () => {
  it.each([
    ['app://bundle/', '/bundle-root/index.html'],
    ['app://bundle/index.html', '/bundle-root/index.html'],
    ['app://bundle/assets/a%20b.js?v=1#x', '/bundle-root/assets/a b.js'],
    ['app://bundle/a/../b.js', '/bundle-root/b.js'],
    ['app://bundle/%2e%2e/b.js', '/bundle-root/b.js'],
  ])('%s is a file below the root', (address, path) => {
    expect(bundlePath(root, address)).toBe(path);
  });

  it.each([
    'app://bundle/..%2f..%2fetc/passwd',
    'app://bundle/a/%2e%2e%2f%2e%2e%2fsecret.js',
    'app://bundle/..%5csecret.js',
    'app://bundle/a%00.js',
    'app://bundle/%zz',
    'app://other/index.html',
    'app://bundle:80/index.html',
    'https://bundle/index.html',
    'file:///etc/passwd',
    'nonsense',
  ])('%s is refused', (address) => {
    expect(bundlePath(root, address)).toBeNull();
  });

  it('never leads out of the root folder', () => {
    const piece = fc.constantFrom(
      '..',
      '%2e%2e',
      '.',
      '/',
      '%2f',
      '\\',
      '%5c',
      'a',
      '%00',
      '%',
      '//',
      'app:',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const path = bundlePath(root, `app://bundle/${pieces.join('')}`);
        expect(path === null || path.startsWith(`${root}/`)).toBe(true);
      }),
    );
  });
});

describe('serving the bundle', () => {
  async function bundle() {
    const folder = await temporaryFolder();
    await mkdir(join(folder, 'assets'));
    await writeFile(join(folder, 'index.html'), '<!doctype html><html><head><title>x</title></head></html>');
    await writeFile(join(folder, 'assets/page.js'), 'export {};');
    await writeFile(join(folder, 'notes.txt'), 'not for the page');
    return (path: string, method = 'GET') => serveBundle(folder, { url: `app://bundle${path}`, method });
  }

  it('sends a policy that blocks everything foreign', async () => {
    const get = await bundle();
    const policy = (await get('/')).headers.get('content-security-policy') ?? '';
    const directives = new Map(
      policy.split('; ').map((directive): [string, string] => {
        const [name = '', ...values] = directive.split(' ');
        return [name, values.join(' ')];
      }),
    );
    expect(directives.get('default-src')).toBe("'none'");
    expect(directives.get('connect-src')).toBe("'self'");
    expect(directives.get('media-src')).toBe("'self'");
    expect(directives.get('script-src')).toBe("'self'");
    expect(directives.get('style-src')).toBe("'self'");
    expect(directives.get('frame-ancestors')).toBe("'none'");
    expect(policy).not.toMatch(/unsafe|\*|https?:/);
  });

  it('serves scripts with their type, and only the files of a page', async () => {
    const get = await bundle();
    const script = await get('/assets/page.js');
    expect([script.status, script.headers.get('content-type')]).toEqual([
      200,
      'text/javascript; charset=utf-8',
    ]);
    expect(script.headers.get('x-content-type-options')).toBe('nosniff');
    // For a worker the policy of its script counts: only workers may compile WebAssembly.
    expect(script.headers.get('content-security-policy')).toMatch(
      /'none'.*script-src 'self' 'wasm-unsafe-eval'/,
    );
    expect((await get('/notes.txt')).status).toBe(404);
    expect((await get('/assets/missing.js')).status).toBe(404);
    expect((await get('/assets')).status).toBe(404);
    expect((await get('/%2e%2e%2fsecret.js')).status).toBe(404);
    expect((await get('/', 'POST')).status).toBe(405);
  });
});
