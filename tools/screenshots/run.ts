import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer } from '../../server/app.ts';
import { launchApp } from '../../tests/helpers/app.ts';
import { joinBand, signUp } from '../demo/band.ts';
import { makeProject } from '../demo/songs.ts';
import { createCamera } from './camera.ts';
import { showBand } from './show-band.ts';
import { makeVersions, showVersions } from './show-versions.ts';
import { makeMixes, showWork } from './show-work.ts';

/**
 * `node tools/screenshots/run.ts`: takes the screenshots in docs/images from the built app, with a band of three and
 * real bounces. Check each one before you commit it.
 */
const [versions, mixes] = [makeVersions(), makeMixes()];
const folder = await mkdtemp(join(tmpdir(), 'bandmate-pictures-'));
const server = await createServer({
  port: 0,
  dataDirectory: join(folder, 'server'),
  logLevel: 'silent',
  maximumFileBytes: 60_000_000,
});
try {
  const serverUrl = server.url;
  const password = 'a password for pictures';
  {
    await using running = await launchApp({ serverUrl });
    const { page } = running;
    const take = await createCamera(page);
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    await take('sign-in');
  }
  {
    const dee = await signUp(serverUrl, 'Dee', password);
    await using running = await launchApp({
      serverUrl,
      env: { BANDMATE_EMAIL: dee.email, BANDMATE_PASSWORD: password },
    });
    const { page } = running;
    const take = await createCamera(page);
    await page.getByRole('heading', { name: 'Welcome, Dee' }).waitFor();
    await take('first-run');
  }
  const ana = await signUp(serverUrl, 'Ana', password);
  const [ben, cy] = [await signUp(serverUrl, 'Ben', password), await signUp(serverUrl, 'Cy', password)];
  const project = await makeProject(ana, [ben, cy], (id, newcomer) => joinBand(ana, id, newcomer));
  await using running = await launchApp({
    serverUrl,
    env: { BANDMATE_EMAIL: ana.email, BANDMATE_PASSWORD: password },
  });
  const take = await createCamera(running.page);
  const set = { running, take, serverUrl, ana, ben, project, bounces: join(folder, 'Bounces') };
  await showWork(set, mixes);
  await showVersions(set, versions);
  await showBand(set);
} finally {
  await server.close();
  await rm(folder, { recursive: true, force: true, maxRetries: 5 });
}
