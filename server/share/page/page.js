// @ts-nocheck This file runs in browsers unchanged; tsc treats the folder as Node's.
import { makePlayer, timeOf } from './player.js';

const token = location.pathname.split('/').at(-1);
const base = `/api/share/${token}`;
const part = (id) => document.getElementById(id);

const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte'];

function sizeOf(bytes) {
  const step = bytes < 1000 ? 0 : Math.min(3, Math.floor(Math.log10(bytes) / 3));
  const style = { style: 'unit', unit: units[step], maximumFractionDigits: 1 };
  return new Intl.NumberFormat('en', style).format(bytes / 1000 ** step);
}

/** The theme chosen in the app's settings in this browser. */
function showTheme() {
  const theme = localStorage.getItem('bandmate.theme');
  if (theme === 'dark' || theme === 'light') document.documentElement.dataset.theme = theme;
  else delete document.documentElement.dataset.theme;
}

/** One of the app's eight hues (common/hue.ts). */
function hueOf(text) {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++)
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  return ((hash ^ (hash >>> 12)) >>> 0) % 8;
}

function say(title, trouble = '') {
  document.title = `${title} · BandMate`;
  part('title').textContent = title;
  part('trouble').textContent = trouble;
}

const kinds = { CUT: 'Shared song', STEM: 'Shared stems', IMAGE: 'Shared picture' };

async function show() {
  const response = await fetch(base);
  const body = await response.json();
  part('unlock').hidden = !body.isLocked;
  part('content').hidden = !response.ok || body.isLocked;
  document.body.classList.toggle('gone', !response.ok);
  if (!response.ok) {
    for (const id of ['kind', 'facts', 'until']) part(id).textContent = '';
    return say(response.status === 404 ? 'This link has expired' : 'Something went wrong', body.error);
  }
  say(body.name);
  part('main').dataset.hue = String(hueOf(body.name));
  part('kind').textContent = kinds[body.type] ?? 'Shared file';
  const length = body.durationSeconds === null ? [] : [timeOf(body.durationSeconds)];
  part('facts').textContent = [...length, sizeOf(body.size)].join(' · ');
  const until = new Date(body.expiresAt).toLocaleDateString('en', { dateStyle: 'long' });
  part('until').textContent = `Anyone with this link can listen and download. It works until ${until}.`;
  if (body.isLocked) return part('password').focus();
  const download = Object.assign(document.createElement('a'), {
    className: 'button',
    href: `${base}/download`,
    download: '',
    textContent: 'Download',
  });
  if (body.type !== 'CUT') return part('content').replaceChildren(download);
  const player = makePlayer({
    base,
    name: body.name,
    duration: body.durationSeconds,
    onFail: () => {
      part('trouble').textContent = 'Your browser can’t play this file. Download it instead.';
      part('content').replaceChildren(download);
    },
  });
  player.querySelector('.controls').append(download);
  part('content').replaceChildren(player);
}

/** Shows, or says why that can't be done now. */
async function attempt(run) {
  try {
    await run();
  } catch {
    say('Something went wrong', 'Can’t reach the server. Try again in a moment.');
  }
}

part('unlock').addEventListener('submit', (event) => {
  event.preventDefault();
  attempt(async () => {
    const response = await fetch(`${base}/unlock`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ password: part('password').value }),
    });
    if (response.ok) return show();
    part('trouble').textContent = (await response.json()).error;
    part('password').select();
  });
});

addEventListener('storage', showTheme);
showTheme();
attempt(show);
