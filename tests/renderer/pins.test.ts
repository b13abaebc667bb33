import { describe, expect, it } from 'vitest';
import { withPinEntry } from '../../renderer/features/pins/pin-entry.ts';
import { pinOf, pinText } from '../../renderer/features/pins/pin-text.ts';
import type { MenuEntry } from '../../renderer/ui/menu.tsx';
import { newPin } from '../fixtures/renderer/page/scripted-kept.ts';

describe('pinText', () => {
  it('shows how much has been downloaded', () => {
    expect(pinText(newPin('cut', 'c'))).toEqual({
      title: 'Downloading, 40%',
      sentence: '2 of 5 files downloaded, 145 MB of 363 MB.',
    });
    expect(pinText(newPin('cut', 'c', { state: { kind: 'kept' } })).sentence).toContain(
      'All 5 files downloaded',
    );
    expect(pinText(newPin('cut', 'c', { files: 0, state: { kind: 'kept' } })).sentence).toContain(
      'New files are kept too',
    );
  });

  it('explains why it is waiting, and what helps', () => {
    const waiting = pinText(newPin('cut', 'c', { state: { kind: 'waiting', message: 'The disk is full.' } }));
    expect(waiting.sentence).toContain('The disk is full.');
    expect(pinText(newPin('cut', 'c', { state: { kind: 'no-room' } })).sentence).toContain('Raise the limit');
  });
});

it('finds a pin by kind and id', () => {
  const pins = [newPin('project', 'same'), newPin('cut', 'same', { files: 1 })];
  expect(pinOf(pins, 'cut', 'same')?.files).toBe(1);
  expect(pinOf(pins, 'cut', 'other')).toBeNull();
  expect(pinOf(null, 'cut', 'same')).toBeNull();
});

it('adds the menu entry before the first separator', () => {
  const asked: boolean[] = [];
  const entries = withPinEntry([{ kind: 'note', text: 'x' }, { kind: 'line' }], null, (is) => asked.push(is));
  expect(entries.map(({ kind }) => kind)).toEqual(['note', 'item', 'line']);
  const choose = (entry: MenuEntry | undefined) => entry?.kind === 'item' && entry.onChoose();
  choose(entries[1]);
  choose(withPinEntry([], newPin('cut', 'c'), (is) => asked.push(is))[0]);
  expect(asked).toEqual([true, false]);
});
