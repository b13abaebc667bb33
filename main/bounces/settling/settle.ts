import { type FileIdentity, sameIdentity } from '../disk/file-identity.ts';
import type { PipelineSettings } from '../pipeline.ts';
import type { ContainerVerdict } from './containers/random-access.ts';

/** One look at a file. `at` is monotonic, in milliseconds, so that setting the clock changes nothing. */
export type SettleObservation = {
  at: number;
  identity: FileIdentity;
  container: ContainerVerdict;
  /** Whether a program has the file open for writing, if the system can tell. */
  writer: 'open' | 'none' | 'unknown';
  network: boolean;
  /** A person asked to upload the incomplete file as it is. */
  takeAsIs: boolean;
};

export type SettleState = {
  identity: FileIdentity;
  /** When the file last changed. */
  changedAt: number;
  /** The last change or sight of a writer. */
  quietSince: number;
  /** Since when it has been incomplete, unchanged and without a writer. */
  incompleteSince: number | null;
};

export type SettleVerdict =
  | { kind: 'settling'; reason: 'writing' | 'incomplete' | 'quiet' }
  | { kind: 'asking' }
  | { kind: 'settled' };

export type SettleStep = {
  state: SettleState;
  verdict: SettleVerdict;
  /** Hashing and transfer may begin; the commit waits for `settled`. */
  mayTransfer: boolean;
  /** When to look again, in milliseconds from now. */
  nextLook: number;
};

/** Time stamps move in ticks of a few milliseconds: a file read within the tick of its last write may change unnoticed. */
const tickMilliseconds = 50;
const looks = { shortest: 100, longest: 1_000, longestAlone: 5_000 };

/**
 * The settle rule of docs/architecture.md as one pure step.
 *
 * Quiet time counts from the last change or the last sight of a writer, whichever was later: a program may close the
 * file and open it again to write its tags. Any difference of the identity is a change: smaller, older, another inode.
 * A consistent header never settles a file that a program still writes.
 */
export function settle(
  previous: SettleState | null,
  seen: SettleObservation,
  settings: PipelineSettings,
): SettleStep {
  const changed = previous === null || !sameIdentity(previous.identity, seen.identity);
  const writing = seen.writer === 'open';
  const changedAt = changed ? seen.at : previous.changedAt;
  const quietSince = changed || writing ? seen.at : previous.quietSince;
  const incomplete = seen.container === 'incomplete' && !seen.takeAsIs;
  const incompleteSince = incomplete && !changed && !writing ? (previous.incompleteSince ?? seen.at) : null;
  const state = { identity: seen.identity, changedAt, quietSince, incompleteSince };
  const quiet = seen.at - quietSince;

  if (writing) return busy(state, 'writing', seen.at);
  if (incomplete) {
    const incompleteFor = incompleteSince === null ? 0 : seen.at - incompleteSince;
    if (incompleteFor >= settings.askAfterMilliseconds) {
      return { state, verdict: { kind: 'asking' }, mayTransfer: false, nextLook: looks.longestAlone };
    }
    // It changed since the last look, so a program writes it, even if the system can't tell.
    return busy(state, changed && previous !== null ? 'writing' : 'incomplete', seen.at);
  }

  const needed = quietNeeded(seen, settings);
  const complete = seen.container === 'complete';
  const speculative = complete && !seen.network && quiet >= speculateAfter(seen, settings);
  if (quiet >= needed) {
    return { state, verdict: { kind: 'settled' }, mayTransfer: true, nextLook: looks.longest };
  }
  const untilTransfer = speculative || !complete || seen.network ? needed : speculateAfter(seen, settings);
  return {
    state,
    verdict: { kind: 'settling', reason: 'quiet' },
    mayTransfer: speculative,
    nextLook: Math.min(looks.longest, Math.max(1, untilTransfer - quiet)),
  };
}

function quietNeeded(seen: SettleObservation, settings: PipelineSettings): number {
  if (seen.network) return settings.quietNetworkVolumeMilliseconds;
  if (seen.container !== 'complete') return settings.quietUnknownContainerMilliseconds;
  return seen.writer === 'none' ? settings.quietMilliseconds : settings.quietUnknownWriterMilliseconds;
}

function speculateAfter(seen: SettleObservation, settings: PipelineSettings): number {
  return seen.writer === 'none'
    ? Math.min(tickMilliseconds, settings.quietMilliseconds)
    : settings.quietMilliseconds;
}

/** Looks often while the file changes, and seldom when a writer or an incomplete file has been quiet for long. */
function busy(state: SettleState, reason: 'writing' | 'incomplete', at: number): SettleStep {
  const longest = reason === 'writing' ? looks.longest : looks.longestAlone;
  const nextLook = Math.min(longest, Math.max(looks.shortest, (at - state.changedAt) / 20));
  return { state, verdict: { kind: 'settling', reason }, mayTransfer: false, nextLook };
}
