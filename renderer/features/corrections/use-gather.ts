import { useCallback } from 'react';
import type { ProjectSnapshot } from '../../../protocol/wire/project.ts';
import { useRunCommand } from '../../platform/commands.ts';
import { commonText } from '../../text/common.ts';
import { correctionsText } from '../../text/corrections.ts';
import { useSay } from '../../ui/messages.tsx';
import type { Correction } from './correction.ts';
import { type Gathering, gather, removeEmptied } from './propose-gathering.ts';
import { runAll, useCommentIds } from './use-correct.ts';

/** Merges and moves the chosen cuts of all proposals. One message says how many, with one button that takes everything back. */
export function useGather(project: ProjectSnapshot) {
  const run = useRunCommand();
  const say = useSay();
  const commentIdsOf = useCommentIds();
  return useCallback(
    async (proposals: readonly Gathering[], chosen: ReadonlySet<string>): Promise<void> => {
      const commentIds = new Map<string, string[]>();
      for (const { cut } of proposals.flatMap(({ others }) => others)) {
        const ids = chosen.has(cut.id) ? await commentIdsOf(cut) : undefined;
        if (ids) commentIds.set(cut.id, ids);
      }
      const corrections = [
        ...proposals.flatMap((proposal) => gather(proposal, chosen, commentIds)),
        ...removeEmptied(project, proposals, chosen),
      ];
      const { done, failure } = await runEach(run, corrections);
      if (failure !== null) say.failed(correctionsText.failed, failure);
      if (done.length === 0) return;
      const gathered = done.filter(isOfCut).length;
      const undo = async () => {
        const isRemoval = (correction: Correction) =>
          correction.steps.some(({ kind }) => kind === 'vibe.delete');
        // A vibe that somebody has filled meanwhile was not removed, and is not made again.
        for (const removal of done.filter(isRemoval)) await runAll(run, removal.undo);
        const problem = await runAll(
          run,
          done
            .filter((correction) => !isRemoval(correction))
            .toReversed()
            .flatMap((correction) => correction.undo),
        );
        if (problem !== null) say.failed(correctionsText.undoFailed, problem);
      };
      const title =
        failure === null
          ? correctionsText.said.gathered(gathered)
          : correctionsText.someGathered(gathered, corrections.filter(isOfCut).length);
      say.inform(title, { action: { label: commonText.undo, onChoose: () => void undo() } });
    },
    [run, say, commentIdsOf, project],
  );
}

function isOfCut({ steps }: Correction): boolean {
  return steps.some(({ kind }) => kind === 'cut.merge' || kind === 'cut.move');
}

async function runEach(run: Parameters<typeof runAll>[0], corrections: readonly Correction[]) {
  const done: Correction[] = [];
  for (const correction of corrections) {
    const failure = await runAll(run, correction.steps);
    if (failure !== null) return { done, failure };
    done.push(correction);
  }
  return { done, failure: null };
}
