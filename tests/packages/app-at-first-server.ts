import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { writeBounce } from '../../tools/daw-simulator/writers.ts';
import { launchApp, stubFolderChooser } from '../helpers/app.ts';

/*
 * `app-at-first-server.ts ADDRESS`: what docs/first-server.md says in its step 5, in the built app, as the person in EMAIL
 * and PASSWORD. A program of its own, since it runs in the network of a disposable machine. Prints the band's link.
 */
const [address = ''] = process.argv.slice(2);
const { EMAIL = '', PASSWORD = '' } = process.env;
await using running = await launchApp();
const { app, page, userData } = running;
page.setDefaultTimeout(60_000);
await page.getByRole('textbox', { name: 'Server' }).fill(address);
await page.getByRole('textbox', { name: 'Email' }).fill(EMAIL);
await page.getByLabel('Password').fill(PASSWORD);
await page.locator('form button[type=submit]').click();

await page.getByRole('textbox', { name: 'Name of your project' }).fill('First Album');
await page.getByRole('button', { name: 'Create project' }).click();
await page.getByRole('heading', { level: 1, name: 'First Album' }).waitFor();

await page.getByRole('button', { name: 'Invite your band…' }).click();
await page.getByRole('radio', { name: 'Anyone with the link' }).press('Enter');
await page.getByRole('dialog', { name: 'Link copied' }).waitFor();
process.stdout.write(`${await app.evaluate(({ clipboard }) => clipboard.readText())}\n`);
await page.keyboard.press('Escape');

const bounces = join(userData, 'Bounces');
await mkdir(bounces);
await stubFolderChooser(app, bounces);
await page.getByRole('button', { name: 'Add a bounce folder' }).click();
await page.getByRole('button', { name: 'Watch folder' }).click();
await page.getByRole('listitem', { name: 'Bounces, Watching' }).waitFor();
await writeBounce(join(bounces, 'Harbour v1.wav'), { format: 'wav-24', frames: 240_000 });
await page.getByRole('row', { name: /^Song Harbour/ }).waitFor();
