import { readdir, readFile } from 'node:fs/promises';
import { extname, join, sep } from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';

/** One file of the page. `packed` is the same as gzip, for text of some size; null where that gains nothing. */
export type WebFile = { contentType: string; body: Buffer; packed: Buffer | null };

/** The built page by the paths at which a browser asks for it. `/` is the page itself. */
export type WebBuild = ReadonlyMap<string, WebFile>;

const contentTypes: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
};

const packable = /^(text\/|image\/svg)/;
const worthPackingBytes = 1_024;

/**
 * Reads the whole build into memory, some megabytes: then no address can name a file beside it, and a build that is
 * replaced under a running server is never answered half and half. Null when there is none, or while it is being written:
 * the page names files that are not there yet.
 */
export async function readWebBuild(directory: string): Promise<WebBuild | null> {
  const names: string[] = await readdir(directory, { recursive: true }).catch(() => []);
  if (!names.includes('index.html')) return null;
  const build = new Map<string, WebFile>();
  for (const name of names) {
    const contentType = contentTypes[extname(name)];
    if (!contentType) continue;
    const path = name === 'index.html' ? '/' : `/${name.split(sep).join('/')}`;
    const file = await readWebFile(join(directory, name), contentType).catch(() => null);
    if (file) build.set(path, file);
  }
  const page = build.get('/')?.body.toString('utf8') ?? '';
  const named = [...page.matchAll(/(?:src|href)="\.(\/[^"]+)"/g)].map(([, path = '']) => path);
  return named.every((path) => build.has(path)) ? build : null;
}

async function readWebFile(path: string, contentType: string): Promise<WebFile> {
  const body = await readFile(path);
  const isPacked = packable.test(contentType) && body.length >= worthPackingBytes;
  return { contentType, body, packed: isPacked ? await promisify(gzip)(body) : null };
}
