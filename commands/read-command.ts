import { type Command, commandSchemas, isCommandKind } from '../protocol/wire/command.ts';

/** A stored command, parsed; null when this version doesn't know its kind or its payload. */
export function readCommand({ kind, payload }: { kind: string; payload: unknown }): Command | null {
  if (!isCommandKind(kind)) return null;
  const parsed = commandSchemas[kind].payload.safeParse(payload);
  return parsed.success ? ({ kind, payload: parsed.data } as Command) : null;
}
