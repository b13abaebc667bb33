import { expect, it } from 'vitest';
import type { PendingOperation } from '../../protocol/ipc/outbox.ts';
import { applyProjectEvent } from '../../protocol/state/project-state.ts';
import type { ProjectSnapshot } from '../../protocol/wire/project.ts';
import { overlayProject } from '../../renderer/features/pending/project-overlay.ts';
import { stackOf } from '../../renderer/platform/cut-facts.ts';
import { ana, file, person, summerEp } from '../fixtures/renderer/page/sample.ts';

const stem = { ...file('sg3', 'drums', 'Drums.wav', ana, 20), type: 'STEM' as const };
const project: ProjectSnapshot = {
  ...summerEp(),
  vibes: summerEp().vibes.map((vibe) => ({
    ...vibe,
    cuts: vibe.cuts.map((cut) => (cut.id === 'sg3' ? { ...cut, files: [...cut.files, stem] } : cut)),
  })),
};

const stackIn = ({ vibes }: ProjectSnapshot) => {
  const cut = vibes.flatMap(({ cuts }) => cuts).find(({ id }) => id === 'sg3');
  if (!cut) throw new Error('There is no such song');
  return stackOf(cut);
};

it('gives a stem without a version to one at once, as the server will', () => {
  expect(stackIn(project).looseStems.map(({ id }) => id)).toEqual(['drums']);
  const operation: PendingOperation = {
    ...{ operationId: 'o', kind: 'file.move', projectId: 'ep', createdAt: 0, state: { kind: 'queued' } },
    payload: { id: 'drums', targetCutId: 'sg3', versionId: 'sg3a' },
  };
  const shown = overlayProject(project, [operation], person(ana)).project;
  expect(stackIn(shown).looseStems).toEqual([]);
  expect(
    stackIn(shown)
      .versions.find(({ file: { id } }) => id === 'sg3a')
      ?.stems.map(({ id }) => id),
  ).toEqual(['drums']);
  const payload = { fileId: 'drums', fromCutId: 'sg3', toCutId: 'sg3', commentCount: 0, versionId: 'sg3a' };
  const confirmed = applyProjectEvent(project, { name: 'file:moved', payload });
  expect(shown).toEqual(confirmed);
  const undo: PendingOperation = {
    ...{ ...operation, operationId: 'u' },
    payload: { id: 'drums', targetCutId: 'sg3' },
  };
  expect(stackIn(overlayProject(project, [operation, undo], person(ana)).project).looseStems).toHaveLength(1);
  const nowhere = { ...operation, payload: { ...(operation.payload as object), versionId: 'gone' } };
  expect(overlayProject(project, [nowhere], person(ana)).project).toEqual(project);
});
