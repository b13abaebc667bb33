import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Folding,
  projectRows,
  type Row,
  stepByKey,
  toggle,
  unfold,
} from '../../renderer/features/projects/project-rows.ts';
import { actionOfKey, rowActions, swapVibe } from '../../renderer/features/projects/row-menu.ts';
import { bigProject, summerEp } from '../fixtures/renderer/page/sample.ts';

const project = summerEp();
const folded: Folding = { closedVibes: new Set(), openCuts: new Set() };
const row = (folding: Folding, key: string): Row => {
  const found = projectRows(project, folding, 'by-hand').find((candidate) => candidate.key === key);
  if (!found) throw new Error(`There is no line ${key}`);
  return found;
};

describe('projectRows', () => {
  it('has headings, songs and a row for an empty vibe, and no files before they are asked for', () => {
    const kinds = projectRows(project, folded, 'by-hand').map(({ kind }) => kind);
    expect(kinds.filter((kind) => kind === 'vibe')).toHaveLength(2);
    expect(kinds.filter((kind) => kind === 'cut')).toHaveLength(6);
    expect(kinds.filter((kind) => kind === 'empty')).toHaveLength(1);
    expect(kinds).not.toContain('file');
  });

  it('shows the versions of an opened cut, the newest first, stems without a number', () => {
    const open = toggle(toggle(folded, row(folded, 'sg3')), row(folded, 'sg2'));
    const files = projectRows(project, open, 'by-hand').filter((one) => one.kind === 'file');
    expect(files.map(({ file, version }) => [file.id, version])).toEqual([
      ['sg2a', 1],
      ['sg2b', null],
      ['sg3c', 3],
      ['sg3b', 2],
      ['sg3a', 1],
    ]);
  });

  it('is unchanged after folding twice', () => {
    for (const key of ['sunset', 'sg1', 'ln1']) {
      const one = row(folded, key);
      expect(toggle(toggle(folded, one), one)).toEqual(folded);
    }
  });

  it('opens a vibe that is closed, and leaves one that is open', () => {
    const closed = toggle(folded, row(folded, 'ideas'));
    expect(projectRows(project, closed, 'by-hand').some(({ key }) => key === 'id1')).toBe(false);
    const ideas = row(folded, 'ideas').vibe;
    expect(unfold(closed, ideas)).toEqual(folded);
    expect(unfold(folded, ideas)).toBe(folded);
  });

  it('gives every row its own key', () => {
    const keys = projectRows(bigProject(), folded, 'by-hand').map(({ key }) => key);
    expect(keys).toHaveLength(510);
    expect(new Set(keys).size).toBe(keys.length);
  });
});

describe('stepByKey', () => {
  const rows = projectRows(project, toggle(folded, row(folded, 'sg3')), 'by-hand');
  const at = (key: string) => rows.findIndex((one) => one.key === key);

  it('enters open rows, opens closed ones, and leaves again', () => {
    expect(stepByKey(rows, at('sunset'), 'ArrowRight')).toEqual({ kind: 'focus', index: 1 });
    expect(stepByKey(rows, at('sg1'), 'ArrowRight')).toEqual({ kind: 'toggle', index: at('sg1') });
    expect(stepByKey(rows, at('sg3b'), 'ArrowLeft')).toEqual({ kind: 'focus', index: at('sg3') });
    expect(stepByKey(rows, at('sg1'), 'ArrowLeft')).toEqual({ kind: 'focus', index: at('sunset') });
    expect(stepByKey(rows, at('sg3'), 'ArrowLeft')).toEqual({ kind: 'toggle', index: at('sg3') });
    expect(stepByKey(rows, at('sg3b'), 'ArrowRight')).toEqual({ kind: 'stay' });
  });

  it('ignores other keys', () => {
    for (const key of ['a', 'Tab', 'Escape', ' ']) expect(stepByKey(rows, 0, key)).toBeNull();
  });

  it('opens and plays cuts and files, and folds vibes', () => {
    const step = (key: string, press: string) => stepByKey(rows, at(key), press);
    expect([step('sg1', 'Enter'), step('sg3b', 'Enter'), step('sunset', 'Enter')]).toEqual([
      { kind: 'open', index: at('sg1') },
      { kind: 'open', index: at('sg3b') },
      { kind: 'toggle', index: at('sunset') },
    ]);
    expect([step('sg1', ' '), step('sg3b', ' '), step('sunset', ' ')]).toEqual([
      { kind: 'play', index: at('sg1') },
      { kind: 'play', index: at('sg3b') },
      null,
    ]);
  });

  it('never leaves the list', () => {
    const keys = [
      'ArrowUp',
      'ArrowDown',
      'ArrowLeft',
      'ArrowRight',
      'Home',
      'End',
      'PageUp',
      'PageDown',
      'Enter',
    ];
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...keys)), (presses) => {
        let index = 0;
        for (const key of presses) {
          const step = stepByKey(rows, index, key);
          if (step?.kind === 'focus') index = step.index;
          expect(rows[index]).toBeDefined();
        }
      }),
    );
  });
});

describe('rowActions', () => {
  it('offers deletion to admins only', () => {
    const rows = projectRows(project, toggle(folded, row(folded, 'sg3')), 'by-hand');
    for (const one of rows) {
      expect(rowActions(one, 'MEMBER', 'by-hand')).not.toContain('delete');
      const deletable = one.kind !== 'no-files';
      expect(rowActions(one, 'ADMIN', 'by-hand').includes('delete')).toBe(deletable);
    }
  });

  it('lets members create, rename, move and merge', () => {
    expect(rowActions(row(folded, 'sg1'), 'MEMBER', 'by-hand')).toEqual([
      ...['open', 'add-files', 'rename', 'move', 'merge'],
    ]);
    // An empty cut has nothing to merge.
    expect(rowActions(row(folded, 'id2'), 'MEMBER', 'by-hand')).not.toContain('merge');
  });

  it('lets members correct a version before anything else, but not its stems', () => {
    const open = toggle(toggle(folded, row(folded, 'sg3')), row(folded, 'sg2'));
    expect(rowActions(row(open, 'sg3c'), 'MEMBER', 'by-hand')).toEqual([
      ...['moveVersion', 'ownCut', 'stemOf', 'relabel', 'moveDown', 'share'],
    ]);
    expect(rowActions(row(open, 'sg2b'), 'MEMBER', 'by-hand')).toEqual(['share']);
  });

  it('has one key for what is meant in each row', () => {
    const open = toggle(toggle(folded, row(folded, 'sg3')), row(folded, 'sg2'));
    const keyed = (key: string, id: string) => actionOfKey(row(open, id), 'MEMBER', 'by-hand', key);
    expect([keyed('m', 'sg1'), keyed('m', 'sg3c'), keyed('m', 'sg2a')]).toEqual([
      ...['move', 'moveVersion', 'makeVersion'],
    ]);
    expect([keyed('F2', 'sunset'), keyed('F2', 'sg3c'), keyed('Delete', 'sg3c')]).toEqual([
      ...['rename', 'relabel', undefined],
    ]);
  });

  it('moves the first vibe only down and the last only up', () => {
    expect(rowActions(row(folded, 'sunset'), 'MEMBER', 'by-hand')).not.toContain('move-up');
    expect(rowActions(row(folded, 'ideas'), 'MEMBER', 'by-hand')).not.toContain('move-down');
  });
});

describe('swapVibe', () => {
  it('moves a vibe by one place and keeps the others', () => {
    expect(swapVibe(['a', 'b', 'c'], 'b', -1)).toEqual(['b', 'a', 'c']);
    expect(swapVibe(['a', 'b', 'c'], 'b', 1)).toEqual(['a', 'c', 'b']);
    expect(swapVibe(['a', 'b'], 'a', -1)).toEqual(['a', 'b']);
    expect(swapVibe(['a', 'b'], 'x', 1)).toEqual(['a', 'b']);
  });
});
