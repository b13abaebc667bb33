import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test as base, expect, type Page } from '@playwright/test';
import { createServer } from '../../server/app.ts';
import type { ServerConfig } from '../../server/config.ts';
import { startUnrulyProxy, type UnrulyProxy } from '../faults/unruly-proxy.ts';
import { type LaunchOptions, launchApp, type RunningApp } from '../helpers/app.ts';
import { placeFreshDatabase } from '../helpers/fresh-database.ts';
import { createProject, registerUser, type TestUser, testPasswordCost } from '../helpers/server.ts';

/** A server with Ana (admin) and Ben (member) in one project. Tests open their apps. */
export type Band = {
  server: { url: string; stop(): Promise<void>; start(): Promise<void> };
  ana: TestUser;
  ben: TestUser;
  projectId: string;
  projectName: string;
  /** Opens the person's app, signed in, on the band's project or another one. It is closed after the test. */
  openApp(person: TestUser, options?: LaunchOptions & { projectName?: string }): Promise<RunningApp>;
};

type Fixtures = {
  /** Options for the band's server; set with `test.use`. */
  serverConfig: Partial<ServerConfig>;
  /** A temporary folder for this test. */
  folder: string;
  band: Band;
  /** To the band's server, for apps whose uploads must last: 8 MB/s until it heals. */
  slowLink: UnrulyProxy;
};

export const test = base.extend<Fixtures>({
  serverConfig: [{}, { option: true }],

  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixture's dependencies from this pattern.
  folder: async ({}, use) => {
    const folder = await mkdtemp(join(tmpdir(), 'bandmate-e2e-'));
    await use(folder);
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  },

  band: async ({ folder, serverConfig }, use) => {
    const config = {
      logLevel: 'silent',
      port: 0,
      passwordCost: testPasswordCost,
      dataDirectory: join(folder, 'server'),
      ...serverConfig,
    } as const;
    await placeFreshDatabase(config.dataDirectory);
    let running: Awaited<ReturnType<typeof createServer>> | undefined = await createServer(config);
    const { url, port } = running;
    const stop = async () => {
      const stopping = running;
      running = undefined;
      await stopping?.close();
    };
    const start = async () => {
      running ??= await createServer({ ...config, port });
    };
    const ana = await registerUser({ url }, { name: 'Ana' });
    const ben = await registerUser({ url }, { name: 'Ben' });
    const projectName = 'Summer EP';
    const projectId = await createProject(ana, [ben], projectName);
    const apps: RunningApp[] = [];
    const openApp: Band['openApp'] = async (
      person,
      { projectName: opened = projectName, ...options } = {},
    ) => {
      const app = await launchApp({
        serverUrl: url,
        ...options,
        env: { BANDMATE_EMAIL: person.email, BANDMATE_PASSWORD: person.password, ...options.env },
      });
      apps.push(app);
      await openProject(app.page, opened);
      return app;
    };
    await use({ server: { url, stop, start }, ana, ben, projectId, projectName, openApp });
    for (const app of apps) await app.close();
    await stop();
  },

  slowLink: async ({ band }, use) => {
    const link = await startUnrulyProxy(Number(new URL(band.server.url).port));
    link.setWeather({ kind: 'slow', bytesPerSecond: 8_000_000 });
    await use(link);
    await link.close();
  },
});

/** Launch options of an app that stays signed in after a restart, as on a desktop with a key store. */
export const kept = (folder: string, name: string): LaunchOptions => ({
  userData: join(folder, name),
  env: { ELECTRON_HOST_KEY_STORE: join(folder, 'keys') },
});

/** Launch options for a restart on the same machine, without credentials. */
export const again = ({ userData, env }: LaunchOptions): LaunchOptions => ({
  ...(userData !== undefined && { userData }),
  env: { ...env, BANDMATE_EMAIL: '', BANDMATE_PASSWORD: '' },
});

/** Opens the project from the list of projects. */
export async function openProject(page: Page, name: string): Promise<void> {
  const projects = page.getByRole('region', { name: 'Projects', exact: true });
  await projects.getByRole('link', { name }).click();
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
}

export { expect };
