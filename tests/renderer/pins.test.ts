import { describe, expect, it } from 'vitest';
import { withPinEntry } from '../../renderer/features/pins/pin-entry.ts';
import { pinOf, pinWords } from '../../renderer/features/pins/pin-words.ts';
import type { MenuEntry } from '../../renderer/ui/menu.tsx';
import { newPin } from '../fixtures/renderer/page/scripted-kept.ts';

describe('the words for what is kept offline', () => {
  it('say how much of it is here', () => {
    expect(pinWords(newPin('cut', 'c'))).toEqual({
      title: 'Fetching, 40 %',
      sentence: '2 of 5 sounds here, 145 MB of 363 MB.',
    });
    expect(pinWords(newPin('cut', 'c', { state: { kind: 'kept' } })).sentence).toContain(
      'All 5 sounds are here',
    );
    expect(pinWords(newPin('cut', 'c', { files: 0, state: { kind: 'kept' } })).sentence).toContain(
      'what comes',
    );
  });

  it('say why it doesn’t go on, and what helps', () => {
    const waiting = pinWords(
      newPin('cut', 'c', { state: { kind: 'waiting', message: 'The disk is full.' } }),
    );
    expect(waiting.sentence).toContain('The disk is full.');
    expect(pinWords(newPin('cut', 'c', { state: { kind: 'no-room' } })).sentence).toContain(
      'Raise the limit',
    );
  });
});

it('a pin is of a project or a cut, never of both', () => {
  const pins = [newPin('project', 'same'), newPin('cut', 'same', { files: 1 })];
  expect(pinOf(pins, 'cut', 'same')?.files).toBe(1);
  expect(pinOf(pins, 'cut', 'other')).toBeNull();
  expect(pinOf(null, 'cut', 'same')).toBeNull();
});

it('the menu keeps or lets go, before what it sets apart', () => {
  const asked: boolean[] = [];
  const entries = withPinEntry([{ kind: 'note', text: 'x' }, { kind: 'line' }], null, (is) => asked.push(is));
  expect(entries.map(({ kind }) => kind)).toEqual(['note', 'item', 'line']);
  const choose = (entry: MenuEntry | undefined) => entry?.kind === 'item' && entry.onChoose();
  choose(entries[1]);
  choose(withPinEntry([], newPin('cut', 'c'), (is) => asked.push(is))[0]);
  expect(asked).toEqual([true, false]);
});
