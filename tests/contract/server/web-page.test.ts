import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { newId } from '../../../common/new-id.ts';
import { type Later, temporaryFolder } from '../../helpers/disposal.ts';
import { createProject, registerUser, request, shareServer, startServer } from '../../helpers/server.ts';
import { until } from '../../helpers/until.ts';

const navigation = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8', 'sec-fetch-mode': 'navigate' };
const page = '<!doctype html><title>BandMate</title>';
const script = 'export const words = "let it be known";\n'.repeat(100);

/** A build like Vite's, next to a file that doesn't belong to it. */
async function makeBuild(later?: Later): Promise<string> {
  const folder = await temporaryFolder('bandmate', later);
  const directory = join(folder, 'renderer');
  await mkdir(join(directory, 'assets'), { recursive: true });
  await writeFile(join(folder, 'secret.html'), 'not for the web');
  await writeFile(join(directory, 'index.html'), page);
  await writeFile(join(directory, 'notes.md'), 'not for the web');
  await writeFile(join(directory, 'assets/index-a1b2c3d4.js'), script);
  await writeFile(join(directory, 'assets/inter-e5f6a7b8.woff2'), Buffer.alloc(2_000, 1));
  return directory;
}

const serverWithPage = shareServer(async (later) => ({ webDirectory: await makeBuild(later) }));

describe('the page for browsers', () => {
  test('is served at / with the app’s strict policy, and revalidated on each visit', async () => {
    const server = serverWithPage();
    const { status, body, headers } = await request(server, 'GET', '/', undefined, navigation);
    expect([status, body]).toEqual([200, page]);
    expect(headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(headers.get('cache-control')).toBe('no-cache');
    const policy = headers.get('content-security-policy')?.split('; ');
    for (const part of [
      "default-src 'none'",
      "script-src 'self'",
      "connect-src 'self'",
      "form-action 'none'",
    ]) {
      expect(policy).toContain(part);
    }
    expect(policy?.join(' ')).not.toMatch(/unsafe|sandbox|\*/);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('x-frame-options')).toBe('DENY');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.get('cross-origin-opener-policy')).toBe('same-origin');
    expect(headers.get('permissions-policy')).toContain('microphone=()');
  });

  test('has immutable files, gzipped for clients that accept it', async () => {
    const server = serverWithPage();
    const path = '/assets/index-a1b2c3d4.js';
    const plain = await request(server, 'GET', path);
    expect(plain.body).toBe(script);
    expect(plain.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
    expect(plain.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    expect(plain.headers.get('content-encoding')).toBe(null);
    // For a worker the policy of its script counts: only workers may compile WebAssembly.
    expect(plain.headers.get('content-security-policy')).toBe(
      "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'",
    );
    // Node's fetch decompresses, so a plain request checks what is sent.
    const packed = await fetch(server.url + path, { headers: { 'accept-encoding': 'gzip' } });
    expect(packed.headers.get('content-encoding')).toBe('gzip');
    expect(Number(packed.headers.get('content-length'))).toBeLessThan(script.length / 4);
    expect(packed.headers.get('vary')).toContain('Accept-Encoding');
    expect(await packed.text()).toBe(script);
    const font = await fetch(`${server.url}/assets/inter-e5f6a7b8.woff2`, {
      headers: { 'accept-encoding': 'gzip' },
    });
    expect(font.headers.get('content-encoding')).toBe(null);
    expect((await font.bytes()).length).toBe(2_000);
    const head = await request(server, 'HEAD', '/', undefined, navigation);
    expect([head.status, head.body]).toEqual([200, '']);
  });

  test.each([
    '/assets/../../secret.html',
    '/assets/%2e%2e/%2e%2e/secret.html',
    '/%2e%2e/secret.html',
    '/..%2fsecret.html',
    '/notes.md',
    '/assets/none-00000000.js',
    '/favicon.ico',
  ])('%s is not one of its files', async (path) => {
    const server = serverWithPage();
    const { status, body } = await request(server, 'GET', path);
    expect([status, body.kind]).toEqual([404, 'not-found']);
  });

  test('a path opened in a browser redirects to the page, and stays out of later requests', async () => {
    const server = serverWithPage();
    for (const path of [
      '/join/tOken-_1',
      '/invite/tOken-_1',
      '/projects/1/cuts/2',
      '//elsewhere.example/x',
      '/%0d%0aset-cookie:x',
    ]) {
      const { status, headers } = await request(server, 'GET', path, undefined, navigation);
      expect([status, headers.get('location')]).toEqual([302, `/#${path}`]);
      expect(headers.get('cache-control')).toBe('no-store');
      expect(headers.get('set-cookie')).toBe(null);
    }
  });

  test('the link of a mail opens its page, and its token stays out of later requests', async () => {
    const server = serverWithPage();
    const places = {
      '/reset?token=tOken-_1': '/#/reset/tOken-_1',
      '/verify?token=x%2F..%0d': '/#/verify/x%2F..%0D',
      '/reset?token=a&token=b': '/#/reset',
      '/elsewhere?token=x': '/#/elsewhere',
    };
    for (const [path, place] of Object.entries(places)) {
      const { status, headers } = await request(server, 'GET', path, undefined, navigation);
      expect([status, headers.get('location')]).toEqual([302, place]);
    }
  });

  test.each([
    ['GET', '/api/nothing', navigation],
    ['GET', '/api', navigation],
    ['GET', `/media/${newId()}/nothing`, navigation],
    ['GET', '/share/of/nothing', navigation],
    ['GET', '/projects/1', { accept: '*/*' }],
    ['GET', '/projects/1', { accept: 'text/html', 'sec-fetch-mode': 'cors' }],
    ['POST', '/projects/1', navigation],
    ['POST', '/', navigation],
  ])('%s %s is answered with an error in JSON (%o)', async (method, path, headers) => {
    const server = serverWithPage();
    const { status, body } = await request(server, method, path, undefined, headers);
    expect([status, body.kind]).toEqual([404, 'not-found']);
  });

  test('is never served half-written, and a newer build is found through its files', async () => {
    const directory = await makeBuild();
    const server = await startServer({ webDirectory: directory });
    const pageOf = (name: string) => `<!doctype html><script type="module" src="./assets/${name}"></script>`;
    const open = () => request(server, 'GET', '/', undefined, navigation);
    const file = (name: string) => request(server, 'GET', `/assets/${name}`);

    await writeFile(join(directory, 'index.html'), pageOf('one-00000001.js'));
    expect((await open()).status).toBe(503);
    await writeFile(join(directory, 'assets/one-00000001.js'), 'one');
    const many = await Promise.all([open(), open(), file('one-00000001.js')]);
    expect(many.map(({ status }) => status)).toEqual([200, 200, 200]);

    await writeFile(join(directory, 'index.html'), pageOf('two-00000002.js'));
    expect((await file('two-00000002.js')).status).toBe(404);
    expect((await open()).body).toBe(pageOf('one-00000001.js'));
    await writeFile(join(directory, 'assets/two-00000002.js'), 'two');
    await until(async () => (await file('two-00000002.js')).status === 200);
    expect((await open()).body).toBe(pageOf('two-00000002.js'));
  });

  test('an invitation link opens it', async () => {
    const server = serverWithPage();
    const ada = await registerUser(server);
    const projectId = await createProject(ada);
    const { url } = await ada.command('project.invite', {
      id: newId(),
      projectId,
      email: 'ben@example.com',
      role: 'MEMBER',
    });
    const { pathname } = new URL(url);
    const { headers } = await request(server, 'GET', pathname, undefined, navigation);
    expect(headers.get('location')).toBe(`/#${pathname}`);
  });
});

describe('a server without the page', () => {
  test('explains how to build it, and serves it once it is there', async () => {
    const [built, webDirectory] = [await makeBuild(), join(await temporaryFolder(), 'renderer')];
    const server = await startServer({ webDirectory });
    for (const path of ['/', '/invite/token']) {
      const { status, body, headers } = await request(server, 'GET', path, undefined, navigation);
      expect(status).toBe(503);
      expect(headers.get('content-type')).toContain('text/plain');
      expect(body).toContain('npm run build');
    }
    expect((await request(server, 'GET', '/')).status).toBe(404);
    await symlink(built, webDirectory);
    expect((await request(server, 'GET', '/', undefined, navigation)).body).toBe(page);
  });
});
