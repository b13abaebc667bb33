import { describe, expect, it } from 'vitest';
import { applyNotificationEvent } from '../../../protocol/state/notification-list.ts';
import { applyProjectEvent, findCut } from '../../../protocol/state/project-state.ts';
import type { Cut } from '../../../protocol/wire/cut.ts';
import type { NamedEvent } from '../../../protocol/wire/event.ts';
import type { File } from '../../../protocol/wire/file.ts';
import type { Notification } from '../../../protocol/wire/notification.ts';
import type { ProjectSnapshot } from '../../../protocol/wire/project.ts';

const at = '2026-03-01T10:00:00.000Z';
const ana = { id: 'ana', name: 'Ana', avatarUrl: null };

const file = (id: string, cutId: string, more: Partial<File> = {}): File => ({
  ...{ id, cutId, name: `${id}.wav`, type: 'CUT', size: 4, mimeType: 'audio/wav', url: `/${id}` },
  ...{ uploadedBy: ana, createdAt: at, projectId: 'p', sha256: 'a'.repeat(64), ...more },
});
const cut = (id: string, files: File[], more: Partial<Cut> = {}): Cut => ({
  ...{ id, name: id, vibeId: 'v', projectId: 'p', order: 0, createdAt: at, createdBy: ana },
  ...{ files, commentCount: 3, ...more },
});
const projectOf = (...cuts: Cut[]): ProjectSnapshot => ({
  ...{ id: 'p', name: 'EP', description: null, imageUrl: null, createdAt: at, memberCount: 1, role: 'ADMIN' },
  vibes: [{ id: 'v', name: 'v', projectId: 'p', imageUrl: null, order: 0, createdAt: at, cuts }],
  ...{ members: [], epoch: 'e', seq: 0 },
});
const dune = () =>
  cut('dune', [
    file('d1', 'dune', { label: 'v1', order: 0 }),
    file('d2', 'dune', { label: 'v2', order: 1 }),
    file('s2', 'dune', { type: 'STEM', versionId: 'd2' }),
  ]);
const sunset = () => cut('sunset', [file('b1', 'sunset')], { order: 1 });
const filesIn = (project: ProjectSnapshot, cutId: string) =>
  findCut(project, cutId)?.files.map(({ id }) => id);
const apply = (project: ProjectSnapshot, ...events: NamedEvent[]) =>
  events.reduce(applyProjectEvent, project);

const there: NamedEvent = {
  name: 'file:moved',
  payload: { fileId: 'd2', fromCutId: 'dune', toCutId: 'sunset', commentCount: 2, stemIds: ['s2'] },
};

describe('file:moved', () => {
  it('takes the stems along, counts the comments, and drops the order', () => {
    const moved = apply(projectOf(dune(), sunset()), there);
    expect(filesIn(moved, 'dune')).toEqual(['d1']);
    expect(filesIn(moved, 'sunset')).toEqual(['b1', 'd2', 's2']);
    expect(findCut(moved, 'dune')?.commentCount).toBe(1);
    expect(findCut(moved, 'sunset')).toMatchObject({ commentCount: 5 });
    expect(findCut(moved, 'sunset')?.files[1]).toEqual(file('d2', 'sunset', { label: 'v2' }));
  });

  it('is undone by a move back with the order', () => {
    const before = projectOf(dune(), sunset());
    const back = { ...there.payload, fromCutId: 'sunset', toCutId: 'dune', order: 1 };
    expect(apply(before, there, { name: 'file:moved', payload: back } as NamedEvent)).toEqual(before);
  });

  it('makes a version a stem of another one, which gets its stems too, and a version again', () => {
    const before = projectOf(dune());
    const inDune = { fileId: 'd2', fromCutId: 'dune', toCutId: 'dune', commentCount: 0 };
    const asStem: NamedEvent = {
      name: 'file:moved',
      payload: { ...inDune, type: 'STEM', versionId: 'd1', stemIds: ['s2'] },
    };
    const stems = apply(before, asStem);
    expect(findCut(stems, 'dune')?.files.map(({ id, type, versionId }) => [id, type, versionId])).toEqual([
      ...[
        ['d1', 'CUT', undefined],
        ['d2', 'STEM', 'd1'],
        ['s2', 'STEM', 'd1'],
      ],
    ]);
    const asVersion: NamedEvent = { name: 'file:moved', payload: { ...inDune, type: 'CUT', order: 1 } };
    const stemBack = { ...inDune, fileId: 's2', versionId: 'd2' };
    expect(apply(stems, asVersion, { name: 'file:moved', payload: stemBack })).toEqual(before);
  });

  it('changes nothing if file or cut is not there', () => {
    const before = projectOf(dune());
    expect(apply(before, there)).toBe(before);
    const other = projectOf(sunset(), cut('dune', []));
    expect(apply(other, there)).toBe(other);
  });
});

describe('cut:merged and cut:split', () => {
  const merge: NamedEvent = { name: 'cut:merged', payload: { cutId: 'dune', intoCutId: 'sunset' } };

  it('lets the old id mean the other cut, until it is split off again', () => {
    const merged = apply(projectOf(dune(), sunset()), merge);
    expect(merged.vibes[0]?.cuts).toHaveLength(1);
    expect(findCut(merged, 'dune')).toMatchObject({ id: 'sunset', commentCount: 6, formerIds: ['dune'] });
    const plain = dune().files.map(({ order: _order, ...one }) => one);
    const again = cut('dune', plain);
    const split: NamedEvent = {
      name: 'cut:split',
      payload: { cut: again, fromCutId: 'sunset', fileIds: ['d1', 'd2', 's2'], commentIds: ['1', '2', '3'] },
    };
    expect(apply(merged, split)).toEqual(projectOf(again, sunset()));
    expect(apply(merged, split, split)).toEqual(projectOf(again, sunset()));
  });

  it('keeps the ids of cuts that were merged before with their cut', () => {
    const start = projectOf(cut('a', []), cut('b', []), cut('c', []));
    const merged = apply(
      start,
      { name: 'cut:merged', payload: { cutId: 'a', intoCutId: 'b' } },
      { name: 'cut:merged', payload: { cutId: 'b', intoCutId: 'c' } },
    );
    expect(findCut(merged, 'a')).toMatchObject({ id: 'c', formerIds: ['a', 'b'] });
    const b = cut('b', [], { formerIds: ['a'] });
    const split = { cut: b, fromCutId: 'c', fileIds: [], commentIds: [] };
    const after = apply(merged, { name: 'cut:split', payload: split });
    expect(findCut(after, 'a')?.id).toBe('b');
    expect(findCut(after, 'c')).not.toHaveProperty('formerIds');
  });
});

describe('stems', () => {
  it('are adopted by a version of their label, or by any without one, and released when it is deleted', () => {
    const early = file('s', 'dune', { type: 'STEM', label: 'v3' });
    const start = projectOf(cut('dune', [early, file('x', 'dune', { type: 'STEM' })]));
    const version = file('d3', 'dune', { label: 'v3', createdAt: '2026-03-02T10:00:00.000Z' });
    const adopted = apply(start, { name: 'file:uploaded', payload: version });
    expect(findCut(adopted, 'dune')?.files.map(({ versionId }) => versionId)).toEqual([
      'd3',
      'd3',
      undefined,
    ]);
    const released = apply(adopted, { name: 'file:deleted', payload: { fileId: 'd3', cutId: 'dune' } });
    expect(released).toEqual(start);
  });
});

describe('notifications:moved', () => {
  const told = (id: string, link: Notification['link']): Notification => ({
    ...{ id, type: 'comment_added', title: '', message: '', isRead: false, createdAt: at, link },
  });
  const list = [
    told('3', { projectId: 'p', vibeId: 'v', cutId: 'dune', fileId: 'd2' }),
    told('2', { projectId: 'p', vibeId: 'v', cutId: 'dune', commentId: 'k' }),
    told('1', { projectId: 'p', vibeId: 'v', cutId: 'dune' }),
  ];
  const cutsOf = (payload: object) =>
    applyNotificationEvent(list, { name: 'notifications:moved', payload } as NamedEvent).map(
      ({ link }) => `${link.vibeId} ${link.cutId}`,
    );
  const to = { fromCutId: 'dune', toCutId: 'sunset', toVibeId: 'w' };

  it('lets them lead to the new cut of their file or comment, or all of them after a merge', () => {
    expect(cutsOf({ ...to, fileIds: ['d2'], commentIds: ['k'] })).toEqual(['w sunset', 'w sunset', 'v dune']);
    expect(cutsOf(to)).toEqual(['w sunset', 'w sunset', 'w sunset']);
    expect(cutsOf({ ...to, fileIds: [], commentIds: [] })).toEqual(['v dune', 'v dune', 'v dune']);
  });

  it('moves those that it names, and none that came after it', () => {
    expect(cutsOf({ ...to, ids: ['1', '2'] })).toEqual(['v dune', 'w sunset', 'w sunset']);
  });
});
