import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { request as httpRequest } from 'node:http';
import { join } from 'node:path';
import { newId } from '../../common/new-id.ts';
import { temporaryFolder } from './disposal.ts';
import { until } from './until.ts';

export const scripts = join(import.meta.dirname, '../../main/reaper/script');

/** A folder as REAPER makes it. */
export async function reaperPlace(): Promise<{ folder: string; scripts: string }> {
  const folder = await temporaryFolder('reaper');
  await writeFile(join(folder, 'reaper.ini'), '[REAPER]\n');
  return { folder, scripts };
}

export type Endpoint = { version: number; token: string; url: string | null; folder: string };

export async function readEndpoint(userData: string): Promise<Endpoint> {
  return JSON.parse(await readFile(join(userData, 'local/endpoint.json'), 'utf8'));
}

// biome-ignore lint/suspicious/noExplicitAny: each request has an answer of its own
type Answered = { status: number; headers: Record<string, unknown>; body: any };

type Sent = { method?: string; path?: string; headers?: Record<string, string>; body?: string };

/** A request over HTTP as any program could send it. */
export function sendRaw(url: string, { method = 'POST', path, headers = {}, body }: Sent): Promise<Answered> {
  return new Promise((resolve, reject) => {
    const { hostname, port, pathname } = new URL(url);
    const sent = httpRequest(
      { hostname, port, method, path: path ?? pathname, headers, agent: false },
      async (answer) => {
        let text = '';
        for await (const piece of answer) text += piece;
        resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: text && JSON.parse(text) });
      },
    );
    sent.on('error', reject);
    sent.end(body);
  });
}

/** A program that has read the endpoint's file. */
export async function askHttp(userData: string, request: unknown): Promise<Answered> {
  const { url, token } = await readEndpoint(userData);
  return sendRaw(url ?? '', {
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify(request),
  });
}

/** Puts a file of requests there as the documentation says. */
export async function putRequest(folder: string, name: string, content: string): Promise<void> {
  await mkdir(join(folder, 'requests'), { recursive: true });
  const path = join(folder, 'requests', name);
  await writeFile(`${path}.part`, content);
  await rename(`${path}.part`, path);
}

// biome-ignore lint/suspicious/noExplicitAny: each request has an answer of its own
export async function takeAnswer(folder: string, name: string): Promise<any> {
  const path = join(folder, 'answers', name);
  const text = await until(() => readFile(path, 'utf8'), { what: `the answer ${name}` });
  await rm(path);
  return JSON.parse(text);
}

/** Asks by files, as a program without sockets does. */
// biome-ignore lint/suspicious/noExplicitAny: each request has an answer of its own
export async function askByFile(userData: string, request: unknown, more: object = {}): Promise<any> {
  const { token, folder } = await readEndpoint(userData);
  const name = `${newId()}.json`;
  await putRequest(folder, name, JSON.stringify({ token, request, ...more }));
  return (await takeAnswer(folder, name)).answer;
}
