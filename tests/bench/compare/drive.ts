import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from '@playwright/test';
import type { PageDeck } from '../../helpers/page-deck.ts';
import { until } from '../../helpers/until.ts';
import type { QuietPage } from './quiet-page.ts';

declare const bandDeck: () => PageDeck;

export type Drive = {
  /** `plain` changes the address of the audio element, as without a comparison. */
  kind: 'deck' | 'plain';
  switches: number;
  /** Between two switches, in milliseconds. */
  every: number;
  startSeconds: number;
  laterSeconds: number;
  louderDecibels: number;
};

/** Plays and switches. Resolves to how long each switch took until the page knew of it, in milliseconds. */
export async function drive(page: Page, how: Drive): Promise<number[]> {
  return page.evaluate(async ({ kind, switches, every, startSeconds, laterSeconds, louderDecibels }) => {
    const { player, deck, tracks } = bandDeck();
    const [a, b] = tracks;
    if (!a || !b) throw new Error('There are no two versions');
    const wait = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));
    const until = async (isThere: () => boolean) => {
      for (const end = performance.now() + 20_000; !isThere(); await wait(1)) {
        if (performance.now() > end) throw new Error(JSON.stringify([deck.state.get(), player.state.get()]));
      }
    };
    player.clear();
    await wait(500);
    if (kind === 'deck') {
      deck.compare(a, b, { alignment: [{ a: 0, b: laterSeconds }], gainDecibels: louderDecibels });
      await until(() => deck.state.get().sideState.b === 'ready');
    }
    player.play(a, startSeconds);
    await until(
      () =>
        player.state.get().phase === 'playing' &&
        deck.state.get().sideState.b !== (kind === 'deck' ? 'loading' : ''),
    );
    await wait(1_500);
    const answers: number[] = [];
    for (let count = 1; count <= switches; count++) {
      const side = count % 2 === 1 ? 'b' : 'a';
      const pressed = performance.now();
      if (kind === 'deck') {
        deck.switchTo(side);
        await until(() => deck.state.get().sounding === side);
        answers.push(performance.now() - pressed);
      } else player.swap(side === 'b' ? b : a);
      // Not in step with anything.
      await wait(every * (0.8 + 0.4 * Math.random()) - (performance.now() - pressed));
    }
    player.pause();
    await wait(1_000);
    player.clear();
    await wait(500);
    return answers;
  }, how);
}

/** Memory that belongs to the pages of this browser alone, in bytes. */
function pageBytes(browserPid: number): number {
  const parents = new Map<number, number>();
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    try {
      const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
      parents.set(Number(name), Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]));
    } catch {
      // It has ended.
    }
  }
  const isOurs = (pid: number): boolean =>
    pid === browserPid || (parents.has(pid) && isOurs(parents.get(pid) as number));
  let bytes = 0;
  for (const pid of parents.keys()) {
    if (!isOurs(pid)) continue;
    try {
      if (!readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('--type=renderer')) continue;
      bytes +=
        1024 * Number(/^RssAnon:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0);
    } catch {
      // It has ended.
    }
  }
  return bytes;
}

/** The memory of a page that shows two versions, in bytes. */
export type PageMemory = {
  /** At rest, on the page of the song. */
  idle: number;
  /** The highest over idle while the older version plays as usual, and while both are compared. */
  plain: number;
  compared: number;
  /** Over idle, 5 s after a pause of the comparison. */
  paused: number;
  idleStreams: number;
  /** 8 s after the pause: Chromium closes a stream that rests after 5 s. */
  pausedStreams: number;
};

/** The page shows a song. Both versions are switched and sought while the page compares them. */
export async function measureMemory(
  { pid, evaluate }: QuietPage,
  countStreams: () => number,
  seconds: number,
): Promise<PageMemory> {
  await sleep(16_000);
  const idleStreams = countStreams();
  const idle = pageBytes(pid);

  async function peakOf(each: (second: number) => Promise<void>): Promise<number> {
    let peak = 0;
    for (let second = 1; second <= seconds; second++) {
      await each(second);
      await sleep(1_000);
      peak = Math.max(peak, pageBytes(pid) - idle);
    }
    return peak;
  }
  const seek = async (second: number) => {
    if (second % 10 === 0) await evaluate(`bandDeck().player.seek(${9 * second})`);
  };
  const plays = () => evaluate(`bandDeck().player.state.get().phase === 'playing'`);

  await evaluate(`{
    const [a, b] = bandDeck().tracks;
    window.songPage = location.hash;
    location.assign(location.hash + '/compare/' + a.fileId + '/' + b.fileId);
  }`);
  await until(() =>
    evaluate(`Object.values(bandDeck().deck.state.get().sideState).every((state) => state === 'ready')`),
  );
  await evaluate('bandDeck().player.play(bandDeck().tracks[0], 1)');
  const compared = await peakOf(async (second) => {
    await seek(second);
    if (second % 5 === 0) await evaluate('bandDeck().deck.toggle()');
  });
  // The last jump may still be on its way.
  await until(plays);
  await evaluate('bandDeck().player.pause()');
  await sleep(5_000);
  const paused = pageBytes(pid) - idle;
  await sleep(3_000);
  const pausedStreams = countStreams();
  await evaluate('{ bandDeck().player.clear(); location.assign(window.songPage); }');
  await sleep(10_000);
  await evaluate('bandDeck().player.play(bandDeck().tracks[0], 1)');
  const plain = await peakOf(seek);
  await until(plays);
  await evaluate('bandDeck().player.clear()');
  return { idle, plain, compared, paused, idleStreams, pausedStreams };
}
