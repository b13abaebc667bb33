import { useCallback } from 'react';
import type { Command, CommandPayload } from '../../../protocol/wire/command.ts';
import type { Cut } from '../../../protocol/wire/cut.ts';
import { useBridge } from '../../bridge/bridge-context.tsx';
import { type RunCommand, useRunCommand } from '../../platform/commands.ts';
import { commonText } from '../../text/common.ts';
import { correctionsText } from '../../text/corrections.ts';
import type { Done } from '../../ui/dialog.tsx';
import { useSay } from '../../ui/messages.tsx';
import type { Correction } from './correction.ts';

/** Another offer in the message about a correction. */
export type Offer = { label: string; onChoose: () => void };

/** Makes a correction at once. A message says what was done, with a button that takes it back, or why it failed. */
export function useCorrect() {
  const make = useUndoable();
  const say = useSay();
  return useCallback(
    async (correction: Correction, offer?: Offer): Promise<void> => {
      const failure = await make(correction, offer);
      if (failure !== null) say.failed(correctionsText.failed, failure);
    },
    [make, say],
  );
}

/** The same for a dialog, which shows itself why it failed. */
export function useUndoable() {
  const run = useRunCommand();
  const say = useSay();
  return useCallback(
    async (correction: Correction, offer?: Offer): Promise<Done> => {
      const failure = await runAll(run, correction.steps);
      if (failure !== null) return failure;
      const undo = async () => {
        const problem = await runAll(run, correction.undo);
        if (problem !== null) say.failed(correctionsText.undoFailed, problem);
      };
      say.inform(correction.said, {
        action: { label: commonText.undo, onChoose: () => void undo() },
        ...(offer && { also: offer }),
      });
      return null;
    },
    [run, say],
  );
}

/** Runs commands one after the other. Stops at the first that fails, and returns why. */
export async function runAll(run: RunCommand, commands: readonly Command[]): Promise<string | null> {
  for (const { kind, payload } of commands) {
    const failure = await run(kind, payload as CommandPayload<typeof kind>);
    if (failure !== null) return failure;
  }
  return null;
}

/** The ids of a cut's comments, as far as they are known here: those made on no version can follow an undo only by id. */
export function useCommentIds(): (cut: Cut) => Promise<string[] | undefined> {
  const bridge = useBridge();
  return useCallback(
    async ({ id: cutId, commentCount }) => {
      if (commentCount === 0) return [];
      const answer = await bridge.invoke('comments.list', { cutId });
      return answer.ok ? answer.data.map(({ id }) => id) : undefined;
    },
    [bridge],
  );
}
