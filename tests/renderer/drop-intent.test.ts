import { describe, expect, it } from 'vitest';
import { dropIntent, dropTarget, intentSentence, isLit } from '../../renderer/features/drop/drop-intent.ts';
import { projectRows, type Row } from '../../renderer/features/projects/project-rows.ts';
import { summerEp } from '../fixtures/renderer/page/sample.ts';

const rows = projectRows(summerEp(), { closedVibes: new Set(), openCuts: new Set(['sg3']) }, 'by-hand');
const row = (key: string): Row => rows.find((one) => one.key === key) as Row;
const files = { kind: 'files' } as const;
const cut = { kind: 'cut', cutId: 'sg1', name: 'v1 idea', fromVibeId: 'sunset' } as const;

describe('dropping files', () => {
  it('on a cut or one of its files makes new versions of it', () => {
    for (const key of ['sg3', 'sg3b']) {
      const intent = dropIntent(files, row(key));
      expect(dropTarget(intent, 'ep')).toEqual({ kind: 'cut', projectId: 'ep', cutId: 'sg3' });
      expect(intentSentence(intent)).toBe('Add as new versions of v3 rough');
    }
  });

  it('on a vibe or its empty space makes new cuts in it', () => {
    for (const key of ['harbour']) {
      const intent = dropIntent(files, row(key));
      expect(dropTarget(intent, 'ep')).toEqual({ kind: 'vibe', projectId: 'ep', vibeId: 'harbour' });
      expect(intentSentence(intent)).toBe('Add as new songs to Harbour');
    }
  });

  it('elsewhere leaves the vibe to the song', () => {
    expect(dropTarget(dropIntent(files, null), 'ep')).toEqual({ kind: 'project', projectId: 'ep' });
  });
});

describe('dropping a cut', () => {
  it('on any row of another vibe moves it there', () => {
    for (const key of ['ideas', 'id1'])
      expect(dropIntent(cut, row(key))).toMatchObject({ kind: 'move-cut', cutId: 'sg1', vibeId: 'ideas' });
  });

  it('on another cut of its vibe offers to merge them', () => {
    const intent = dropIntent(cut, row('sg2'));
    expect(intent).toMatchObject({ kind: 'merge-cut', cutId: 'sg1', intoId: 'sg2' });
    expect(intentSentence(intent)).toBe('Merge v1 idea into v2…');
    expect(rows.filter((one) => isLit(one, intent)).map(({ key }) => key)).toEqual(['sg2']);
  });

  it('on itself, on its own vibe, or outside of all, does nothing and says so', () => {
    for (const where of [row('sg1'), row('sunset'), null]) {
      const intent = dropIntent(cut, where);
      expect(intent.kind).toBe('nothing');
      expect(intentSentence(intent)).not.toBe('');
      expect(dropTarget(intent, 'ep')).toBeNull();
    }
  });
});

describe('the highlight', () => {
  const lit = (intent: Parameters<typeof isLit>[1]) =>
    rows.filter((one) => isLit(one, intent)).map(({ key }) => key);

  it('covers what would change', () => {
    expect(lit(dropIntent(files, row('sg3')))).toEqual(['sg3', 'sg3c', 'sg3b', 'sg3a']);
    expect(lit(dropIntent(cut, row('harbour')))).toEqual(['harbour']);
    expect(lit(dropIntent(files, null))).toEqual([]);
    expect(lit(null)).toEqual([]);
  });
});
