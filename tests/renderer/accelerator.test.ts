import { describe, expect, it } from 'vitest';
import { acceleratorOf, shownKeys } from '../../renderer/features/beside/accelerator.ts';

const press = (code: string, key: string, ...held: ('ctrlKey' | 'altKey' | 'metaKey' | 'shiftKey')[]) => ({
  ...{ code, key, ctrlKey: false, altKey: false, metaKey: false, shiftKey: false },
  ...Object.fromEntries(held.map((name) => [name, true])),
});

describe('keys that were pressed', () => {
  it.each([
    [press('KeyP', 'π', 'altKey', 'ctrlKey'), { keys: 'Control+Alt+P' }],
    [press('KeyY', 'z', 'ctrlKey'), { keys: 'Control+Z' }],
    [press('F9', 'F9'), { keys: 'F9' }],
    [press('Space', ' ', 'metaKey', 'shiftKey'), { keys: 'Shift+Super+Space' }],
    [press('ArrowUp', 'ArrowUp', 'altKey'), { keys: 'Alt+Up' }],
    [press('KeyP', 'p'), 'plain'],
    [press('KeyP', 'P', 'shiftKey'), 'plain'],
    [press('ControlLeft', 'Control', 'ctrlKey'), null],
    [press('AudioVolumeUp', 'AudioVolumeUp', 'ctrlKey'), null],
  ])('%j', (event, accelerator) => {
    expect(acceleratorOf(event)).toEqual(accelerator);
  });

  it('are shown as they are printed on the keyboard', () => {
    expect(shownKeys('Control+Alt+P', 'linux')).toEqual(['Ctrl', 'Alt', 'P']);
    expect(shownKeys('Shift+Super+Up', 'darwin')).toEqual(['⇧', '⌘', '↑']);
  });
});
