import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ElectronApplication, Page } from '@playwright/test';
import { _electron } from '@playwright/test';
import { findElectronExecutable } from '../../helpers/electron-executable.ts';
import { until } from '../../helpers/until.ts';

/** Options for `expect.poll`, whose default of one second is too short on a busy machine. */
export const patiently = { timeout: 20_000 };

export const semanticsFolder = join(import.meta.dirname, '../../fixtures/electron-app');

/** The record that the fixture app makes for the suite. */
interface Semantics {
  log: string[];
  requests: string[];
}

export interface SemanticsApp {
  app: ElectronApplication;
  page: Page;
  userData: string;
  /** Evaluates an expression in the page; promises are awaited. */
  inPage(expression: string): Promise<unknown>;
  log(): Promise<string[]>;
  requests(): Promise<string[]>;
  /** Resolves to the log after `entry`, once `entry` is in it. */
  logAfter(entry: string): Promise<string[]>;
  /** Resolves to the exit code and the last log when the app has ended. */
  ended: Promise<{ code: number | null; log: string }>;
  close(): Promise<void>;
}

/** Starts the fixture app on Electron if it is installed, else on the stand-in. The caller closes it. */
export async function launchSemantics(
  executablePath = findElectronExecutable(),
  env: Record<string, string> = { BANDMATE_HEADLESS: '1' },
): Promise<SemanticsApp> {
  const userData = await mkdtemp(join(tmpdir(), 'semantics-'));
  const app = await _electron.launch({
    executablePath,
    args: [semanticsFolder],
    env: { ...(process.env as Record<string, string>), ...env, SEMANTICS_USER_DATA: userData },
  });
  const child = app.process();
  let output = '';
  child.stdout?.on('data', (data) => {
    output += data;
  });
  const ended = new Promise<{ code: number | null; log: string }>((resolve) => {
    child.once('close', (code) => resolve({ code, log: /^log: (.*)$/m.exec(output)?.[1] ?? '' }));
  });
  const semantics = () => app.evaluate(() => (globalThis as unknown as { semantics: Semantics }).semantics);
  const log = async () => (await semantics()).log;
  const close = async () => {
    if (child.exitCode === null) await app.close();
    await ended;
    await rm(userData, { recursive: true, force: true, maxRetries: 5 });
  };
  const findReadyPage = async () => {
    const page = await app.firstWindow();
    // Not `waitForFunction`: it evaluates code in the page, which the page's policy forbids.
    await until(() => page.evaluate('globalThis.pageScriptRan'), { what: "the page's script to run" });
    await until(async () => (await log()).includes('ready-to-show'), { what: 'the window to be ready' });
    return page;
  };
  const page = await findReadyPage().catch(async (error) => {
    await close();
    throw error;
  });
  return {
    app,
    page,
    userData,
    inPage: (expression) => page.evaluate(expression),
    log,
    requests: async () => (await semantics()).requests,
    logAfter: (entry) =>
      until(
        async () => {
          const entries = await log();
          const index = entries.indexOf(entry);
          return index === -1 ? undefined : entries.slice(index + 1);
        },
        { what: `"${entry}" in the log` },
      ),
    ended,
    close,
  };
}
