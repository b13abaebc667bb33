// @ts-nocheck This file runs in browsers unchanged; tsc treats the folder as Node's.
import { drawWave, readWave } from './wave.js';

export function timeOf(seconds) {
  const whole = Math.floor(seconds);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`;
}

function make(tag, properties, ...children) {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
}

const icons = {
  play: 'M7 4.5v15l13-7.5z',
  pause: 'M6 4.5h4.2v15H6zM13.8 4.5H18v15h-4.2z',
};

function makeIcon() {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('aria-hidden', 'true');
  const path = document.createElementNS('http://www.w3.org/2000/svg', 'path');
  svg.append(path);
  return { svg, show: (name) => path.setAttribute('d', icons[name]) };
}

/** Asks again while the server still draws the wave. Null if there is none. */
async function fetchWave(address) {
  for (let attempt = 0; attempt < 10; attempt++) {
    const response = await fetch(address);
    if (response.status === 200) return readWave(await response.arrayBuffer());
    if (response.status !== 202) return null;
    const seconds = Number(response.headers.get('Retry-After')) || 5;
    await new Promise((resolve) => setTimeout(resolve, 1000 * seconds));
  }
  return null;
}

/** The times above the wave: as many as have room. */
function fillRuler(ruler, duration) {
  const most = Math.max(2, Math.floor(ruler.clientWidth / 80));
  const step = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600].find((one) => duration / one <= most) ?? 1200;
  const marks = [];
  for (let at = 0; at < duration - step / 3; at += step) {
    const mark = make('span', { textContent: timeOf(at) });
    mark.style.left = `${(100 * at) / duration}%`;
    marks.push(mark);
  }
  ruler.replaceChildren(...marks);
}

/** The sound with its waveform: play, seek by click, drag or keys. `onFail`: the browser can't play it. */
export function makePlayer({ base, name, duration, onFail }) {
  const audio = make('audio', { preload: 'metadata', src: `${base}/stream` });
  const icon = makeIcon();
  const button = make('button', { type: 'button', className: 'play' }, icon.svg);
  const now = make('span', { className: 'now', textContent: '0:00' });
  const whole = make('span', { textContent: ` / ${timeOf(duration ?? 0)}` });
  const ruler = make('div', { className: 'ruler', ariaHidden: 'true' });
  const rest = make('canvas', {});
  const played = make('canvas', { className: 'played' });
  const head = make('span', { className: 'head' });
  const ghost = make('span', { className: 'ghost' });
  const well = make('div', { className: 'well', tabIndex: 0, role: 'slider' }, rest, played, ghost, head);
  well.setAttribute('aria-label', `Position in ${name}`);
  const controls = make(
    'div',
    { className: 'controls' },
    button,
    make('p', { className: 'time' }, now, whole),
  );
  const player = make(
    'div',
    { className: 'player', role: 'group', ariaLabel: 'Player' },
    audio,
    ruler,
    well,
    controls,
  );

  const length = () => (Number.isFinite(audio.duration) ? audio.duration : (duration ?? 0));
  const show = () => {
    const share = length() > 0 ? Math.min(1, audio.currentTime / length()) : 0;
    now.textContent = timeOf(audio.currentTime);
    played.style.clipPath = `inset(0 ${100 - 100 * share}% 0 0)`;
    head.style.left = `${100 * share}%`;
    well.ariaValueMin = '0';
    well.ariaValueMax = String(Math.round(length()));
    well.ariaValueNow = String(Math.round(audio.currentTime));
    well.ariaValueText = `${timeOf(audio.currentTime)} of ${timeOf(length())}`;
  };
  const follow = () => {
    show();
    if (!audio.paused) requestAnimationFrame(follow);
  };
  const showState = () => {
    icon.show(audio.paused ? 'play' : 'pause');
    button.ariaLabel = `${audio.paused ? 'Play' : 'Pause'} ${name}`;
    follow();
  };
  const toggle = () => (audio.paused ? audio.play().catch(() => {}) : audio.pause());
  const seek = (seconds) => {
    audio.currentTime = Math.min(length(), Math.max(0, seconds));
    show();
  };

  let wave = null;
  const draw = () => {
    drawWave(rest, wave, false);
    drawWave(played, wave, true);
    if (length() > 0) fillRuler(ruler, length());
  };
  fetchWave(`${base}/peaks?detail=rms`).then(
    (found) => {
      wave = found;
      draw();
    },
    () => {},
  );
  new ResizeObserver(draw).observe(well);
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', draw);
  addEventListener('storage', draw);

  const timeAt = ({ clientX }) => {
    const { left, width } = well.getBoundingClientRect();
    return (length() * (clientX - left)) / width;
  };
  well.addEventListener('pointerdown', (event) => {
    if (event.button !== 0) return;
    well.setPointerCapture(event.pointerId);
    seek(timeAt(event));
  });
  well.addEventListener('pointermove', (event) => {
    if (well.hasPointerCapture(event.pointerId)) seek(timeAt(event));
    const share = Math.min(1, Math.max(0, timeAt(event) / (length() || 1)));
    ghost.style.left = `${100 * share}%`;
    ghost.dataset.time = timeOf(share * length());
    ghost.classList.toggle('left', share > 0.85);
  });
  well.addEventListener('keydown', (event) => {
    const steps = { ArrowLeft: -5, ArrowDown: -5, ArrowRight: 5, ArrowUp: 5, PageDown: -30, PageUp: 30 };
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key in steps) seek(audio.currentTime + steps[event.key]);
    else if (event.key === 'Home') seek(0);
    else if (event.key === 'End') seek(length());
    else if (event.key === ' ') toggle();
    else return;
    event.preventDefault();
  });
  button.addEventListener('click', toggle);
  for (const event of ['play', 'pause', 'ended']) audio.addEventListener(event, showState);
  for (const event of ['timeupdate', 'seeked']) audio.addEventListener(event, show);
  audio.addEventListener('loadedmetadata', () => {
    whole.textContent = ` / ${timeOf(length())}`;
    draw();
    show();
  });
  audio.addEventListener('error', () => {
    player.remove();
    onFail();
  });
  showState();
  return player;
}
