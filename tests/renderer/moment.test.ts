import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  changeDraft,
  type Draft,
  type DraftEvent,
  emptyDraft,
  movedTo,
  rangeTo,
} from '../../renderer/features/comments/draft.ts';
import { formatMoment, parseMoment } from '../../renderer/text/moment.ts';

describe('a moment', () => {
  it('is written as minutes, seconds and tenths', () => {
    expect([0, 0.3, 9.99, 63.4, 599.95, 3600, 3723.45, -1].map(formatMoment)).toEqual([
      '0:00.0',
      '0:00.3',
      '0:09.9',
      '1:03.4',
      '9:59.9',
      '1:00:00.0',
      '1:02:03.4',
      '0:00.0',
    ]);
  });

  it('accepts every way that people write it', () => {
    expect(
      ['63', ' 63.4 ', '1:03.4', '1:03,4', '01:03', '1:02:03.4', '0', '75:00', '1:3'].map(parseMoment),
    ).toEqual([63, 63.4, 63.4, 63.4, 63, 3723.4, 0, 4500, 63]);
  });

  it('rejects other text', () => {
    for (const text of [
      '',
      ':',
      '1:',
      '1:60',
      '1:60:00',
      '-1',
      '1e3',
      '0x10',
      'x',
      '1:02:03:04',
      '1.2.3',
      '999999999',
    ])
      expect(parseMoment(text), text).toBeNull();
  });

  it('is less than a tenth earlier after formatting and parsing', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 300_000, noNaN: true }), (seconds) => {
        const back = parseMoment(formatMoment(seconds));
        expect(back).not.toBeNull();
        expect(seconds - Number(back)).toBeGreaterThan(-1e-5);
        expect(seconds - Number(back)).toBeLessThan(0.1 + 1e-5);
      }),
    );
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 3_000_000 }), (tenths) => {
        const text = formatMoment(tenths / 10);
        expect(formatMoment(Number(parseMoment(text)))).toBe(text);
      }),
    );
  });
});

describe('a comment being written', () => {
  const type = (draft: Draft, text: string, playhead: number, fileId = 'v1') =>
    changeDraft(draft, { kind: 'typed', text, playhead, fileId });

  it('is pinned at the first keystroke and stays there', () => {
    const first = type(emptyDraft, 'm', 12.3);
    expect(first.pin).toEqual({ seconds: 12.3, fileId: 'v1', by: 'typing' });
    expect(type(first, 'more reverb', 19).pin?.seconds).toBe(12.3);
  });

  it('belongs to the version that was heard then, whichever is compared with it meanwhile', () => {
    const first = type(emptyDraft, 'm', 12.3, 'v1');
    expect(type(first, 'more reverb', 19, 'v2').pin?.fileId).toBe('v1');
    // A moment that the user sets belongs to the version that is shown.
    const set = changeDraft(first, { kind: 'pinned', seconds: 40, fileId: 'v2' });
    expect(set.pin).toEqual({ seconds: 40, fileId: 'v2', by: 'hand' });
    expect(type(type(first, '', 20, 'v1'), 'n', 21, 'v2').pin?.fileId).toBe('v2');
  });

  it('is not pinned by blanks', () => {
    expect(type(emptyDraft, '  ', 3)).toEqual({ text: '  ', pin: null });
  });

  it('starts again when all text is deleted, unless the user has set the moment', () => {
    const emptied = type(type(emptyDraft, 'm', 12), '', 15);
    expect(emptied.pin).toBeNull();
    expect(type(emptied, 'n', 16).pin?.seconds).toBe(16);
    const set = changeDraft(type(emptyDraft, 'm', 12), { kind: 'pinned', seconds: 40, fileId: 'v1' });
    expect(type(set, '', 50).pin).toEqual({ seconds: 40, fileId: 'v1', by: 'hand' });
    expect(type(type(set, '', 50), 'x', 60).pin?.seconds).toBe(40);
  });

  it('is empty after it was sent', () => {
    const draft: Draft = { text: 'a', pin: { seconds: 1, fileId: 'v1', by: 'hand' } };
    expect(changeDraft(draft, { kind: 'sent' })).toEqual(emptyDraft);
  });

  it('is about a range from either end, which keeps its length when it is moved', () => {
    const range = rangeTo({ seconds: 12, fileId: 'v1' }, 20);
    expect(range).toEqual({ seconds: 12, endSeconds: 20, fileId: 'v1' });
    expect(movedTo(range, 30)).toEqual({ seconds: 30, endSeconds: 38, fileId: 'v1' });
    expect(rangeTo(range, 9)).toEqual({ seconds: 9, endSeconds: 12, fileId: 'v1' });
    expect(rangeTo(range, undefined).endSeconds).toBeUndefined();
    const draft = changeDraft(emptyDraft, { kind: 'pinned', ...range });
    expect(type(draft, 'm', 50).pin).toMatchObject({ seconds: 12, endSeconds: 20 });
  });

  it('has a moment exactly when there is text or the user has set one', () => {
    const event = fc.oneof(
      fc.record({
        kind: fc.constant('typed' as const),
        text: fc.constantFrom('', ' ', 'a', 'ab'),
        playhead: fc.nat(500),
        fileId: fc.constantFrom('v1', 'v2', null),
      }),
      fc.record({
        kind: fc.constant('pinned' as const),
        seconds: fc.nat(500),
        fileId: fc.constantFrom('v1', 'v2', null),
      }),
      fc.constant({ kind: 'sent' } as const),
    );
    fc.assert(
      fc.property(fc.array(event), (events: DraftEvent[]) => {
        const draft = events.reduce(changeDraft, emptyDraft);
        if (draft.text.trim() !== '') expect(draft.pin).not.toBeNull();
        else expect(draft.pin?.by ?? 'hand').toBe('hand');
      }),
    );
  });
});
