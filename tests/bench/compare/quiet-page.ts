import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { findChromium } from '../../../tools/electron-host/chromium/find-chromium.ts';
import { findElectronExecutable } from '../../helpers/electron-executable.ts';
import { until } from '../../helpers/until.ts';

/**
 * A page that is only asked to evaluate scripts. Playwright watches the network of its pages, and for that Chromium
 * keeps all answers in the page's memory, up to 200 MB, so memory can't be measured with it.
 */
export type QuietPage = {
  pid: number;
  evaluate<Result>(script: string): Promise<Result>;
  [Symbol.asyncDispose](): Promise<void>;
};

/** The built app with somebody signed in. */
export async function openQuietApp(
  serverUrl: string,
  { email, password }: Person,
  env: Record<string, string>,
  userData: string,
): Promise<QuietPage> {
  const page = await openQuietPage(
    findElectronExecutable(),
    ['.'],
    {
      ...env,
      BANDMATE_HEADLESS: '1',
      BANDMATE_USER_DATA: userData,
      BANDMATE_SERVER_URL: serverUrl,
      BANDMATE_EMAIL: email,
      BANDMATE_PASSWORD: password,
    },
    '//bundle',
  );
  await until(() => page.evaluate(isSignedIn), patient);
  return page;
}

/** A browser with somebody signed in to the server's page. */
export async function openQuietBrowser(
  serverUrl: string,
  { email, password }: Person,
  env: Record<string, string>,
  profile: string,
): Promise<QuietPage> {
  const switches = ['--headless=new', '--no-sandbox', '--no-first-run', '--disable-extensions'];
  const page = await openQuietPage(
    findChromium(process.env) ?? 'chromium',
    [...switches, `--user-data-dir=${profile}`, serverUrl],
    env,
    serverUrl,
  );
  await until(() => page.evaluate(`location.protocol === 'http:' && document.readyState === 'complete'`));
  const body = JSON.stringify(JSON.stringify({ email, password }));
  await page.evaluate(`fetch('/api/auth/login', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: ${body},
  }).then(() => void setTimeout(() => location.reload()))`);
  await until(() => page.evaluate(isSignedIn).catch(() => false), patient);
  return page;
}

type Person = { email: string; password: string };

/** A busy machine may take long to start a browser. */
const patient = { timeoutMilliseconds: 60_000 };

const isSignedIn = `document.querySelector('footer') !== null`;

/** Starts a program that says where DevTools listen, and waits for its page at an address that has `part` in it. */
async function openQuietPage(
  executable: string,
  words: string[],
  env: Record<string, string>,
  part: string,
): Promise<QuietPage> {
  const child = spawn(executable, ['--remote-debugging-port=0', ...words], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, ...env },
  });
  const port = await listeningPort(child);
  let address = '';
  await until(async () => {
    const answer = await fetch(`http://127.0.0.1:${port}/json/list`);
    const targets = (await answer.json()) as { type: string; url: string; webSocketDebuggerUrl: string }[];
    address =
      targets.find(({ type, url }) => type === 'page' && url.includes(part))?.webSocketDebuggerUrl ?? '';
    return address !== '';
  }, patient);
  const socket = new WebSocket(address);
  await once(socket, 'open');
  let last = 0;

  async function evaluate<Result>(expression: string): Promise<Result> {
    const id = ++last;
    const answer = new Promise<Answer>((resolve) => {
      const hear = ({ data }: MessageEvent) => {
        const message = JSON.parse(String(data)) as Answer;
        if (message.id !== id) return;
        socket.removeEventListener('message', hear);
        resolve(message);
      };
      socket.addEventListener('message', hear);
    });
    const params = { expression, awaitPromise: true, returnByValue: true, userGesture: true };
    socket.send(JSON.stringify({ id, method: 'Runtime.evaluate', params }));
    const { result, error } = await answer;
    if (error || result?.exceptionDetails) throw new Error(JSON.stringify(error ?? result?.exceptionDetails));
    return result?.result?.value as Result;
  }

  return {
    pid: child.pid ?? 0,
    evaluate,
    async [Symbol.asyncDispose]() {
      socket.close();
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      await ended;
    },
  };
}

type Answer = {
  id: number;
  result?: { result?: { value: unknown }; exceptionDetails?: object };
  error?: object;
};

async function listeningPort({ stderr }: ChildProcess): Promise<string> {
  if (!stderr) throw new Error('The program has no output');
  for await (const line of createInterface({ input: stderr })) {
    const port = /^DevTools listening on ws:\/\/127\.0\.0\.1:(\d+)\//.exec(line)?.[1];
    if (port) {
      // So that the program never waits for somebody who reads.
      stderr.resume();
      return port;
    }
  }
  throw new Error('The program ended without saying where DevTools listen');
}
