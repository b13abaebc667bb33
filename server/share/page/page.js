// @ts-nocheck This file runs in browsers unchanged; tsc treats the folder as Node's.
const token = location.pathname.split('/').at(-1);
const base = `/api/share/${token}`;
const part = (id) => document.getElementById(id);

const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte'];

function sizeOf(bytes) {
  const step = bytes < 1000 ? 0 : Math.min(3, Math.floor(Math.log10(bytes) / 3));
  const style = { style: 'unit', unit: units[step], maximumFractionDigits: 1 };
  return new Intl.NumberFormat('en', style).format(bytes / 1000 ** step);
}

function timeOf(seconds) {
  const whole = Math.round(seconds);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`;
}

function say(title, trouble = '') {
  document.title = `${title} · BandMate`;
  part('title').textContent = title;
  part('trouble').textContent = trouble;
}

function player() {
  const audio = Object.assign(document.createElement('audio'), { controls: true, preload: 'metadata' });
  audio.setAttribute('aria-label', 'Player');
  audio.addEventListener('error', () => {
    audio.remove();
    part('trouble').textContent = 'Your browser can’t play this file. Download it instead.';
  });
  audio.src = `${base}/stream`;
  return audio;
}

async function show() {
  const response = await fetch(base);
  const body = await response.json();
  part('unlock').hidden = !body.isLocked;
  part('content').hidden = !response.ok || body.isLocked;
  if (!response.ok) {
    part('facts').textContent = '';
    return say(response.status === 404 ? 'This link has expired' : 'Something went wrong', body.error);
  }
  say(body.name);
  const until = new Date(body.expiresAt).toLocaleDateString('en', { dateStyle: 'long' });
  const length = body.durationSeconds === null ? [] : [timeOf(body.durationSeconds)];
  part('facts').textContent = [...length, sizeOf(body.size), `until ${until}`].join(' · ');
  if (body.isLocked) return part('password').focus();
  const download = Object.assign(document.createElement('a'), {
    className: 'button',
    href: `${base}/download`,
    download: '',
    textContent: 'Download',
  });
  part('content').replaceChildren(...(body.type === 'CUT' ? [player()] : []), download);
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

attempt(show);
