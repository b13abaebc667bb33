import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyProjectEvent, findCut } from '../../../protocol/state/project-state.ts';
import { sortFiles, stemsOf, versionsOf } from '../../../protocol/state/versions.ts';
import type { NamedEvent } from '../../../protocol/wire/event.ts';
import type { File } from '../../../protocol/wire/file.ts';
import type { ProjectSnapshot } from '../../../protocol/wire/project.ts';

const at = (minute: number) => `2026-03-01T10:${String(minute).padStart(2, '0')}:00.000Z`;
const ana = { id: 'ana', name: 'Ana', avatarUrl: null };

const file = (id: string, minute: number, more: Partial<File> = {}): File => ({
  ...{ id, name: `${id}.wav`, type: 'CUT', size: 4, mimeType: 'audio/wav', url: `/api/files/${id}/download` },
  ...{ uploadedBy: ana, createdAt: at(minute), projectId: 'p', cutId: 'c', sha256: 'a'.repeat(64) },
  ...more,
});

function projectWith(files: File[]): ProjectSnapshot {
  const cut = { ...{ id: 'c', name: 'Dune', vibeId: 'v', projectId: 'p', order: 0, commentCount: 0 } };
  const vibe = { ...{ id: 'v', name: 'Dune', projectId: 'p', imageUrl: null, order: 0, createdAt: at(0) } };
  return {
    ...{ id: 'p', name: 'Summer EP', description: null, imageUrl: null, createdAt: at(0), memberCount: 0 },
    ...{ role: 'ADMIN', members: [], epoch: 'e', seq: 0 },
    vibes: [{ ...vibe, cuts: [{ ...cut, createdAt: at(0), createdBy: ana, files }] }],
  };
}

const idsAfter = (project: ProjectSnapshot, ...events: NamedEvent[]) =>
  filesAfter(project, ...events).map(({ id }) => id);
const filesAfter = (project: ProjectSnapshot, ...events: NamedEvent[]) =>
  findCut(events.reduce(applyProjectEvent, project), 'c')?.files ?? [];

describe('the order of versions', () => {
  const reordered: NamedEvent = {
    name: 'files:reordered',
    payload: { cutId: 'c', fileIds: ['v3', 'v1', 'v2'] },
  };
  const three = projectWith([file('v1', 1), file('v2', 2), file('v3', 3)]);

  it('is that of a reordering, and later versions follow it', () => {
    expect(idsAfter(three, reordered)).toEqual(['v3', 'v1', 'v2']);
    expect(idsAfter(three, reordered, { name: 'file:uploaded', payload: file('v4', 0) })).toEqual([
      ...['v3', 'v1', 'v2', 'v4'],
    ]);
  });

  it('is undone by the former order', () => {
    const undone: NamedEvent = {
      name: 'files:reordered',
      payload: { cutId: 'c', fileIds: ['v1', 'v2', 'v3'] },
    };
    expect(idsAfter(three, reordered, undone)).toEqual(['v1', 'v2', 'v3']);
  });

  it('is total: it depends only on the files, not on how they were listed', () => {
    const any = fc.record({
      id: fc.uuid(),
      minute: fc.nat(3),
      order: fc.option(fc.nat(3), { nil: undefined }),
    });
    fc.assert(
      fc.property(fc.uniqueArray(any, { selector: ({ id }) => id, maxLength: 8 }), (parts) => {
        const files = parts.map(({ id, minute, order }) =>
          file(id, minute, order === undefined ? {} : { order }),
        );
        expect(sortFiles([...files].reverse())).toEqual(sortFiles(files));
        const ranks = sortFiles(files).map(({ order }) => order ?? Infinity);
        expect(ranks).toEqual([...ranks].sort((a, b) => (a === b ? 0 : a - b)));
      }),
    );
  });
});

describe('stems', () => {
  const stem = (id: string, versionId?: string) =>
    file(id, 9, { type: 'STEM', ...(versionId && { versionId }) });
  const project = projectWith([file('v1', 1), file('v2', 2), stem('drums', 'v1'), stem('loose')]);
  const cut = { files: filesAfter(project) };

  it('are never versions, and belong to one version or to none', () => {
    expect(versionsOf(cut).map(({ id }) => id)).toEqual(['v1', 'v2']);
    expect(stemsOf(cut, 'v1').map(({ id }) => id)).toEqual(['drums']);
    expect(stemsOf(cut, 'v2')).toEqual([]);
    expect(stemsOf(cut, null).map(({ id }) => id)).toEqual(['loose']);
  });

  it('stay as stems of no version when theirs is deleted', () => {
    const files = filesAfter(project, { name: 'file:deleted', payload: { fileId: 'v1', cutId: 'c' } });
    expect(files.map(({ id }) => id)).toEqual(['v2', 'drums', 'loose']);
    expect(files[1]).not.toHaveProperty('versionId');
    expect(stemsOf({ files }, null).map(({ id }) => id)).toEqual(['drums', 'loose']);
  });

  it('take the label, note and version of an update, and lose those that are null', () => {
    const updated = { fileId: 'drums', cutId: 'c', label: 'v2', note: null, versionId: 'v2' };
    const [, , drums] = filesAfter(project, { name: 'file:updated', payload: updated });
    expect(drums).toMatchObject({ label: 'v2', versionId: 'v2' });
    const cleared = { ...updated, label: null, versionId: null };
    const [, , bare] = filesAfter(
      project,
      { name: 'file:updated', payload: updated },
      { name: 'file:updated', payload: cleared },
    );
    expect(bare).toEqual(stem('drums'));
  });
});

describe('a stem that arrives before its version', () => {
  const stem = (label?: string, versionId?: string) =>
    file('drums', 2, { type: 'STEM', ...(label && { label }), ...(versionId && { versionId }) });
  const afterArrival = (files: File[], label: string) =>
    filesAfter(projectWith(files), { name: 'file:uploaded', payload: file('new', 5, { label }) }).find(
      ({ id }) => id === 'drums',
    )?.versionId;

  it('goes to the version of its label, also from the one that was the newest', () => {
    expect(afterArrival([stem('v5')], 'v5')).toBe('new');
    expect(afterArrival([file('v4', 1, { label: 'v4' }), stem('v5', 'v4')], 'v5')).toBe('new');
  });

  it('stays where its label is, or where it is without one', () => {
    expect(afterArrival([file('v5', 1, { label: 'v5' }), stem('v5', 'v5')], 'v5')).toBe('v5');
    expect(afterArrival([file('v4', 1, { label: 'v4' }), stem(undefined, 'v4')], 'v5')).toBe('v4');
    expect(afterArrival([stem('v4')], 'v5')).toBeUndefined();
    expect(afterArrival([stem()], 'v5')).toBe('new');
  });
});
