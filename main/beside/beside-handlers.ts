import { done, type HandlersOf } from '../../client/account/handlers/handlers.ts';
import type { Beside } from './create-beside.ts';

export function createBesideHandlers(beside: Beside): HandlersOf<'beside'> {
  return {
    'beside.state': async () => done(beside.state()),
    'beside.change': (changes) => beside.change(changes),
    'beside.pause': async ({ minutes }) => {
      beside.pause.pause(minutes);
      return done(beside.state());
    },
    'beside.resume': async () => {
      beside.pause.resume();
      return done(beside.state());
    },
  };
}
