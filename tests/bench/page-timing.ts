import type { Page } from '@playwright/test';

/*
 * Measurements in the page itself. The code goes there as text: it runs in a browser, and this folder knows Node's
 * types only.
 */

/** Milliseconds from a click on the first element of `clicked` until a frame with one of `shown` has been painted. */
export async function timeToPaint(page: Page, clicked: string, shown: string): Promise<number> {
  return page.evaluate(`new Promise((resolve) => {
    const painted = new MessageChannel();
    const look = () => {
      if (!document.querySelector(${JSON.stringify(shown)})) return requestAnimationFrame(look);
      // A message sent while a frame is made arrives after that frame was painted.
      painted.port1.onmessage = () => resolve(performance.now() - started);
      painted.port2.postMessage(null);
    };
    requestAnimationFrame(() => {
      const link = document.querySelector(${JSON.stringify(clicked)});
      started = performance.now();
      link.click();
      requestAnimationFrame(look);
    });
    let started;
  })`);
}

/** Milliseconds until the main process has answered one call of the page. */
export async function timeToAsk(page: Page, channel: string, args: unknown): Promise<number> {
  return page.evaluate(`(async () => {
    const started = performance.now();
    const answer = JSON.parse(await bandmate.invoke(${JSON.stringify(channel)}, ${JSON.stringify(args)}));
    if (!answer.ok) throw new Error(answer.message);
    return performance.now() - started;
  })()`);
}

/**
 * The time between one frame and the next, in milliseconds, for `seconds`. The element that `scroller` names is
 * scrolled on by `pixels` in every frame, and back from its end.
 */
export async function timeFrames(
  page: Page,
  seconds: number,
  scroller: string | null,
  pixels: number,
): Promise<number[]> {
  return page.evaluate(`new Promise((resolve) => {
    const scroller = ${JSON.stringify(scroller)};
    const pixels = ${pixels};
    const element = scroller === null ? null : document.querySelector(scroller);
    // Read once: each further read would force a layout in the middle of a frame.
    const end = element ? element.scrollHeight - element.clientHeight : 0;
    const gaps = [];
    let at = element ? element.scrollTop : 0;
    let way = 1;
    let first;
    let last;
    requestAnimationFrame(function step(now) {
      if (last !== undefined) gaps.push(now - last);
      first ??= now;
      last = now;
      if (now - first > ${seconds * 1000}) return resolve(gaps);
      if (element) {
        if (at + way * pixels > end || at + way * pixels < 0) way = -way;
        at += way * pixels;
        element.scrollTop = at;
      }
      requestAnimationFrame(step);
    });
  })`);
}

/** Bytes of the page's heap and number of its elements, after garbage collection. */
export async function weigh(page: Page): Promise<{ heap: number; nodes: number }> {
  const devtools = await page.context().newCDPSession(page);
  for (let time = 0; time < 3; time++) await devtools.send('HeapProfiler.collectGarbage');
  const { usedSize } = await devtools.send('Runtime.getHeapUsage');
  const nodes: number = await page.evaluate('document.querySelectorAll("*").length');
  await devtools.detach();
  return { heap: usedSize, nodes };
}

/** Frames that were not painted: those that would have fitted into gaps longer than one. */
export function countDropped(gaps: readonly number[], frame: number): number {
  return gaps.reduce((sum, gap) => sum + Math.max(0, Math.round(gap / frame) - 1), 0);
}
