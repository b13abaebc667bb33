import * as z from 'zod';
import { type Pin, pinSchema } from '../../protocol/ipc/media.ts';
import type { File } from '../../protocol/wire/file.ts';
import type { ProjectSnapshot } from '../../protocol/wire/project.ts';

const pinnedThingSchema = pinSchema.pick({ kind: true, id: true, projectId: true });
export type PinnedThing = z.infer<typeof pinnedThingSchema>;
export const pinnedThingsSchema = z.array(pinnedThingSchema);

/** The result of the last check of the pins, or that one is running. */
export type PinPass =
  | { kind: 'idle' }
  | { kind: 'fetching' }
  | { kind: 'waiting'; message: string }
  | { kind: 'no-room' };

/** The sounds of a pinned project or cut, each once. */
export function pinnedFiles(project: ProjectSnapshot | undefined, { kind, id }: PinnedThing): File[] {
  const cuts = project?.vibes.flatMap((vibe) => vibe.cuts) ?? [];
  const files = cuts
    .filter((cut) => kind === 'project' || cut.id === id || cut.formerIds?.includes(id))
    .flatMap((cut) => cut.files);
  const sounds = files.filter(({ type }) => type === 'CUT');
  return [...new Map(sounds.map((file) => [file.sha256, file])).values()];
}

export function pinState(
  thing: PinnedThing,
  files: readonly File[],
  keptBytes: (file: File) => number,
  pass: PinPass,
): Pin {
  const kept = files.map((file) => Math.min(file.size, keptBytes(file)));
  const sum = (numbers: readonly number[]) => numbers.reduce((one, other) => one + other, 0);
  const keptFiles = files.filter((file, index) => kept[index] === file.size).length;
  const isKept = keptFiles === files.length;
  return {
    ...thing,
    files: files.length,
    bytes: sum(files.map(({ size }) => size)),
    keptFiles,
    keptBytes: sum(kept),
    state: stateOf(isKept, pass),
  };
}

/** A file missing after an idle check arrived since; the next check fetches it. */
function stateOf(isKept: boolean, pass: PinPass): Pin['state'] {
  if (isKept) return { kind: 'kept' };
  return pass.kind === 'idle' ? { kind: 'fetching' } : pass;
}
