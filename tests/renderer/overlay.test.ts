import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PendingOperation } from '../../protocol/ipc/outbox.ts';
import { findCut } from '../../protocol/state/project-state.ts';
import type { CommandKind, CommandPayload } from '../../protocol/wire/command.ts';
import { operationState, operationText } from '../../renderer/features/pending/operation-text.ts';
import { overlayProjects } from '../../renderer/features/pending/project-list-overlay.ts';
import { overlayProject } from '../../renderer/features/pending/project-overlay.ts';
import { ana, summerEp } from '../fixtures/renderer/page/sample.ts';

const project = summerEp();
let number = 0;

function operation<Kind extends CommandKind>(
  kind: Kind,
  payload: CommandPayload<Kind>,
  state: PendingOperation['state'] = { kind: 'queued' },
): PendingOperation {
  number += 1;
  return { operationId: `o${number}`, kind, payload, projectId: project.id, createdAt: 1000 * number, state };
}

const refused = { kind: 'refused', errorKind: 'not-found', message: 'There is no such song.' } as const;

describe('a project with pending changes', () => {
  it('is the same object when nothing is pending', () => {
    const shown = overlayProject(project, [], ana);
    expect(shown.project).toBe(project);
    expect(shown.badges.size).toBe(0);
  });

  it('shows a queued move as done, with a badge', () => {
    const move = operation('cut.move', { id: 'sg1', targetVibeId: 'ideas' });
    const shown = overlayProject(project, [move], ana);
    expect(findCut(shown.project, 'sg1')?.vibeId).toBe('ideas');
    expect(shown.badges.get('sg1')).toEqual({ kind: 'pending', operationId: move.operationId });
    expect(findCut(project, 'sg1')?.vibeId).toBe('sunset');
  });

  it('applies one change on top of another', () => {
    const shown = overlayProject(
      project,
      [
        operation('vibe.create', { id: 'new', projectId: project.id, name: 'Train song' }),
        operation('cut.create', { id: 'cut', vibeId: 'new', name: 'first' }),
        operation('cut.update', { id: 'cut', name: 'second' }),
      ],
      ana,
    );
    expect(findCut(shown.project, 'cut')).toMatchObject({ name: 'second', createdBy: ana, vibeId: 'new' });
  });

  it('is unchanged by a refused change, whose badge gives the reason', () => {
    const shown = overlayProject(project, [operation('cut.update', { id: 'ln1', name: 'x' }, refused)], ana);
    expect(shown.project).toBe(project);
    expect(shown.badges.get('ln1')).toMatchObject({ kind: 'refused', message: refused.message });
  });

  it('shows a vibe that pending changes emptied, removed and filled again where and as it was', () => {
    const [vibe, other] = project.vibes;
    if (!vibe || !other) throw new Error('The sample has two vibes');
    const pictured = { ...vibe, imageUrl: '/api/pictures/p', cuts: vibe.cuts.slice(0, 1) };
    const base = { ...project, vibes: [pictured, ...project.vibes.slice(1)] };
    const [cut, into] = [pictured.cuts[0], other.cuts[0]];
    if (!cut || !into) throw new Error('The sample has cuts');
    const fileIds = cut.files.map(({ id }) => id);
    const changes = [
      operation('cut.merge', { id: cut.id, targetCutId: into.id }),
      operation('vibe.delete', { id: vibe.id, onlyIfEmpty: true }),
    ];
    expect(overlayProject(base, changes, ana).project.vibes[0]?.id).toBe(other.id);
    const undo = { id: cut.id, cutId: into.id, name: cut.name, vibeId: vibe.id, fileIds };
    const [shown] = overlayProject(base, [...changes, operation('cut.split', undo)], ana).project.vibes;
    expect(shown).toMatchObject({ ...pictured, cuts: [{ id: cut.id }] });
  });

  it('leaves out what is being deleted', () => {
    const shown = overlayProject(
      project,
      [
        operation('cut.delete', { id: 'sg1' }),
        operation('vibe.delete', { id: 'harbour' }),
        operation('file.delete', { id: 'sg3a' }),
      ],
      ana,
    );
    expect(findCut(shown.project, 'sg1')).toBeUndefined();
    expect(shown.project.vibes.some(({ id }) => id === 'harbour')).toBe(false);
    expect(findCut(shown.project, 'sg3')?.files.map(({ id }) => id)).toEqual(['sg3b', 'sg3c']);
  });

  it('has again what was deleted and restored before anything was sent', () => {
    const [vibeIds, fileIds] = [['harbour'], ['sg3b']];
    const shown = overlayProject(
      project,
      [
        ...vibeIds.map((id) => operation('vibe.delete', { id })),
        ...fileIds.map((id) => operation('file.delete', { id })),
        ...vibeIds.map((id) => operation('vibe.restore', { id, projectId: project.id })),
        ...fileIds.map((id) => operation('file.restore', { id, projectId: project.id })),
      ],
      ana,
    );
    expect(shown.project).toEqual(project);
  });

  it('is reordered, and ignores changes of another project', () => {
    const vibeIds = ['ideas', 'harbour', 'late', 'sunset'];
    const here = overlayProject(
      project,
      [operation('vibe.reorder', { projectId: project.id, vibeIds })],
      ana,
    );
    expect(here.project.vibes.map(({ id }) => id)).toEqual(vibeIds);
    const there = overlayProject(project, [operation('vibe.reorder', { projectId: 'live', vibeIds })], ana);
    expect(there.project).toBe(project);
  });

  it('survives anything that may be in the outbox', () => {
    const anything = fc.record({
      operationId: fc.uuid(),
      kind: fc.oneof(fc.constantFrom('cut.move', 'vibe.update', 'vibe.create', 'file.delete'), fc.string()),
      payload: fc.oneof(
        fc.anything(),
        fc.record({ id: fc.constantFrom('sg1', 'late', 'none'), name: fc.string() }),
      ),
      projectId: fc.constant(null),
      createdAt: fc.nat(),
      state: fc.constant({ kind: 'queued' } as const),
    });
    fc.assert(
      fc.property(fc.array(anything), (operations) => {
        const shown = overlayProject(project, operations, ana);
        const ids = shown.project.vibes.flatMap(({ cuts }) => cuts.map(({ id }) => id));
        expect(new Set(ids).size).toBe(ids.length);
        for (const one of operations) expect(operationText(one, project).sentence).not.toBe('');
      }),
    );
  });
});

describe('a confirmed change whose events have not arrived yet', () => {
  it('shows without a badge', () => {
    const position = { topic: 'project:ep', seq: 7, epoch: 'e' } as const;
    const rename = operation(
      'vibe.update',
      { id: 'late', name: 'Later' },
      { kind: 'confirmed', positions: [position] },
    );
    const shown = overlayProject(project, [rename], ana);
    expect(shown.project.vibes.find(({ id }) => id === 'late')?.name).toBe('Later');
    expect(shown.badges.size).toBe(0);
  });

  it('changes nothing in a project that already has the events', () => {
    const operations = [
      operation('cut.move', { id: 'sg1', targetVibeId: 'ideas' }),
      operation('cut.update', { id: 'sg1', name: 'moved' }),
      operation('vibe.create', { id: 'new', projectId: project.id, name: 'Train song' }),
      operation('cut.create', { id: 'cut', vibeId: 'new', name: 'first' }),
      operation('cut.delete', { id: 'sg2' }),
    ];
    const once = overlayProject(project, operations, ana).project;
    expect(overlayProject(once, operations, ana).project).toEqual(once);
  });
});

describe('a change in words', () => {
  it('uses names of the project', () => {
    const move = operation('cut.move', { id: 'sg1', targetVibeId: 'ideas' });
    expect(operationText(move, project).sentence).toBe('Move v1 idea to Ideas');
    expect(operationText(move, undefined).sentence).toBe('Move a song to a group');
  });

  it('gives the reason of a refusal', () => {
    expect(operationState(operation('cut.delete', { id: 'ln1' }, refused))).toBe(
      'Refused: There is no such song. It was deleted, or you’re no longer in its project.',
    );
  });
});

describe('the list of projects with pending changes', () => {
  it('has a project again that was deleted and restored before anything was sent', () => {
    const list = [project, { ...project, id: 'live' }];
    const operations = [
      operation('project.delete', { id: 'live' }),
      operation('project.restore', { id: 'live' }),
    ];
    expect(overlayProjects(list, operations.slice(0, 1), ana).projects).toEqual([project]);
    expect(overlayProjects(list, operations, ana).projects).toEqual(list);
  });
});
