import { createOutlet, type Outlet, type Output } from './output.ts';
import type { Sound } from './sound.ts';

/**
 * An audio element whose sound goes to the device by the same way as that of a deck, from its first play on, so that a
 * deck can take over from it. If there is no such way, it plays alone.
 */
export function routeElement(element: HTMLAudioElement, output: Output): Sound {
  let outlet: Outlet | null = null;
  const connect = () => {
    try {
      outlet ??= createOutlet(output.context().createMediaElementSource(element));
      outlet.restore();
      // A page that nobody has touched may not make sound: then the element says so.
      output.hold(element).catch(() => undefined);
    } catch {
      outlet = null;
    }
  };
  const play = element.play.bind(element);
  for (const name of ['pause', 'ended', 'emptied', 'error'])
    element.addEventListener(name, () => {
      if (element.paused || element.error) output.release(element);
    });
  return Object.defineProperties(element, {
    outlet: { get: () => outlet },
    play: {
      value: () => {
        connect();
        return play();
      },
    },
  });
}
