import { applyProjectEvent } from '../../../protocol/state/project-state.ts';
import type { ProjectSnapshot } from '../../../protocol/wire/project.ts';
import { projectTopic } from '../../../protocol/wire/topic.ts';
import type { BandRows } from './band-rows.ts';
import { effectOf, effectOfEvent, type LogRow, parseRow } from './log-effects.ts';
import type { Fate } from './stage.ts';

export type Judged = Fate & {
  userId: string;
  /** It is in its client's outbox as refused, and visible. */
  isShownRefused: boolean;
  /** It is in its client's outbox, and goes on trying. */
  isWaiting: boolean;
};

/** The clients' promises checked against the server's database. Everything but the numbers should be empty. */
export type Verdict = {
  /** Was on the client's disk, and has neither an effect, nor an answer, nor a refusal now, nor is it on the disk. */
  lost: string[];
  /** The same, but it is still on the client's disk: not lost, and not at its end either. */
  waiting: string[];
  /** More than one effect, or an effect and a refusal. */
  duplicated: string[];
  /** Positions in a topic's log where `seq` doesn't rise by one, or where the log doesn't lead to the state. */
  gaps: string[];
  /** Refused, but the sender neither saw it nor can see it, although nothing happened to the client. */
  hidden: string[];
  effects: number;
  refused: number;
  /** Refused at the moment the waiting process was killed. */
  untold: number;
};

/** Moving a cut to where it is, or vibes into the order they have, is confirmed and changes nothing. */
const mayChangeNothing: ReadonlySet<string> = new Set(['cut.move', 'vibe.reorder']);

export function judge(rows: BandRows, judged: Judged[], before: ProjectSnapshot): Verdict {
  const gaps = [...gapsIn(rows.log, rows.heads), ...rows.damage, ...foldIs(rows, before)];
  // Earlier runs of the band had projects of their own, and were judged then.
  const ours = rows.log.filter(
    ({ topic }) => !topic.startsWith(projectTopic('')) || topic === projectTopic(before.id),
  );
  return { ...compare(ours, rows.answers, judged), gaps };
}

function compare(
  rows: LogRow[],
  answers: ReadonlyMap<string, boolean>,
  judged: Judged[],
): Omit<Verdict, 'gaps'> {
  const effects = new Map<string, number>();
  for (const row of rows) {
    const effect = effectOfEvent(parseRow(row));
    if (effect !== null) effects.set(effect, (effects.get(effect) ?? 0) + 1);
  }
  const verdict: Omit<Verdict, 'gaps'> = {
    ...{ lost: [], waiting: [], duplicated: [], hidden: [], effects: 0, refused: 0, untold: 0 },
  };
  // Events without a command of ours (a notification, the other person's copy of a message) exist once, too.
  const asked = new Set(judged.map((fate) => effectOf(fate, fate.userId)));
  for (const [effect, count] of effects) {
    if (count > 1 && !asked.has(effect)) verdict.duplicated.push(`${effect}: ${count} times`);
  }

  for (const [effect, group] of Map.groupBy(judged, (fate) => effectOf(fate, fate.userId))) {
    const count = effects.get(effect) ?? 0;
    const queued = group.filter(({ operationId }) => operationId !== null);
    const refused = queued.filter(isSeenRefused);
    const untold = queued.filter((fate) => !isSeenRefused(fate) && answerOf(fate) === false);
    const perhaps = group.filter(({ operationId, wasHandedOver }) => operationId === null && wasHandedOver);
    verdict.effects += count;
    verdict.refused += refused.length;
    for (const { tag, callerWasKilled } of untold) {
      if (callerWasKilled) verdict.untold += 1;
      else verdict.hidden.push(`${effect} (${tag})`);
    }
    const tags = group.map(({ tag }) => tag).join(', ');
    const most = queued.length + perhaps.length - refused.length - untold.length;
    if (count > most)
      verdict.duplicated.push(`${effect} (${tags}): ${count} times, refused ${refused.length}`);
    const unanswered = queued.filter((fate) => !isSeenRefused(fate) && answerOf(fate) === undefined);
    const waiting = unanswered.filter(({ isWaiting }) => isWaiting);
    for (const { tag } of waiting) verdict.waiting.push(`${effect} (${tag})`);
    const kind = group[0]?.kind ?? '';
    const missing = queued.length - refused.length - untold.length - waiting.length - count;
    if (unanswered.length > waiting.length || (missing > 0 && !mayChangeNothing.has(kind))) {
      verdict.lost.push(`${effect} (${tags})`);
    }
  }
  return verdict;

  /** True = done, false = refused, undefined = never arrived. */
  function answerOf({ operationId }: Judged): boolean | undefined {
    return operationId === null ? undefined : answers.get(operationId);
  }
}

const isSeenRefused = ({ answer, isShownRefused }: Judged) => answer === 'refused' || isShownRefused;

function gapsIn(rows: LogRow[], heads: { topic: string; seq: number }[]): string[] {
  const byTopic = Map.groupBy(rows, ({ topic }) => topic);
  return heads.flatMap(({ topic, seq }) => {
    const found = (byTopic.get(topic) ?? []).map((row) => row.seq);
    const isWhole = found.length === seq && found.every((place, index) => place === index + 1);
    return isWhole ? [] : [`${topic}: ${found.length} events up to ${found.at(-1)}, its head is ${seq}`];
  });
}

/** Applying the log to the first snapshot must give what the tables hold. */
function foldIs({ log, cuts }: BandRows, before: ProjectSnapshot): string[] {
  const after = log
    .filter(({ topic, seq }) => topic === projectTopic(before.id) && seq > before.seq)
    .map(parseRow)
    .reduce(applyProjectEvent, before);
  const folded = after.vibes
    .flatMap((vibe) =>
      vibe.cuts.map(({ id, name, commentCount }) => ({ id, name, vibeId: vibe.id, comments: commentCount })),
    )
    .sort((one, other) => (one.id < other.id ? -1 : 1));
  return JSON.stringify(cuts) === JSON.stringify(folded)
    ? []
    : ['The log does not lead to what the tables hold'];
}
