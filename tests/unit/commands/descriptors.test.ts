import { describe, expect, it } from 'vitest';
import { orderingKeyOf } from '../../../client/outbox/ordering-key.ts';
import { isReadMark } from '../../../client/outbox/read-marks.ts';
import { createdId } from '../../../commands/created-id.ts';
import { descriptorOf, descriptors } from '../../../commands/descriptors.ts';
import { readCommand } from '../../../commands/read-command.ts';
import { type CommandKind, commandSchemas } from '../../../protocol/wire/command.ts';

const kinds = Object.keys(commandSchemas) as CommandKind[];
const unknown = { kind: 'cut.colour', payload: { id: 'c', colour: 'red' } };

it('describes every kind of command under its own name', () => {
  expect(Object.keys(descriptors).sort()).toEqual([...kinds].sort());
});

it('knows which commands create something, and under which id', () => {
  expect(kinds.filter((kind) => descriptorOf(kind).creates)).toEqual(
    kinds.filter((kind) => kind.endsWith('.create') || kind === 'cut.split' || kind === 'room.send'),
  );
  const create = { kind: 'vibe.create', payload: { id: 'v', projectId: 'p', name: 'Train song' } };
  expect(createdId(create)).toBe('v');
  expect(createdId({ kind: 'vibe.delete', payload: { id: 'v' } })).toBeNull();
});

it('edits a field that the payload has, with its own schema', () => {
  for (const kind of kinds) {
    const { editable } = descriptorOf(kind);
    if (!editable) continue;
    const { properties } = commandSchemas[kind].payload.toJSONSchema({ io: 'input' });
    expect(Object.keys(properties ?? {}), kind).toContain(editable.field);
  }
});

describe('a command of another version', () => {
  it('is not read, and creates nothing that is known here', () => {
    expect(readCommand(unknown)).toBeNull();
    expect(readCommand({ kind: 'cut.move', payload: { id: 'c' } })).toBeNull();
    expect(createdId(unknown)).toBeNull();
    expect(isReadMark(unknown)).toBe(false);
  });

  it('is sent in order with its project, or with what else is the person’s own', () => {
    expect(orderingKeyOf({ ...unknown, projectId: 'p' })).toBe('p');
    expect(orderingKeyOf({ ...unknown, projectId: null })).toBe('person');
    expect(orderingKeyOf({ kind: 'message.send', projectId: null })).toBe('chat');
  });
});
