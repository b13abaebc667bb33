import { readdir, readFile } from 'node:fs/promises';
import { extname, join, sep } from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { contentTypes } from '../../protocol/page/content-types.ts';

/** One file of the page. `gzipped` is null for files that gzip hardly makes smaller. */
export type WebFile = { contentType: string; body: Buffer; gzipped: Buffer | null };

/** The built files by URL path. `/` is the page itself. */
export type WebBuild = ReadonlyMap<string, WebFile>;

/** The page of a share link, a template for `server/share/share-page.ts`. */
export const sharePagePath = '/share.html';

const compressible = /^(text\/|image\/svg|application\/wasm)/;
const minimumGzipBytes = 1_024;

/**
 * Reads the whole build into memory (some megabytes). So no URL can reach a file outside of it, and replacing the build
 * under a running server never mixes two builds. Null if there is no build, or it is incomplete: the page refers to
 * files that are not there yet.
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
  const pages = ['/', sharePagePath].map((path) => build.get(path)?.body.toString('utf8') ?? '').join();
  const referenced = [...pages.matchAll(/(?:src|href)="\.(\/[^"]+)"/g)].map(([, path = '']) => path);
  return referenced.every((path) => build.has(path)) ? build : null;
}

async function readWebFile(path: string, contentType: string): Promise<WebFile> {
  const body = await readFile(path);
  const isGzipped = compressible.test(contentType) && body.length >= minimumGzipBytes;
  return { contentType, body, gzipped: isGzipped ? await promisify(gzip)(body) : null };
}
