import { compareText } from '../../text/compare.ts';
import { Button } from '../../ui/button.tsx';
import { MomentField } from '../../ui/moment-field.tsx';
import { Switch } from '../../ui/switch.tsx';
import { tooltip } from '../../ui/tooltips.tsx';
import type { Comparison } from './use-comparison.ts';
import type { LoopControl } from './use-loop.ts';

const { match, loop: loopText, blind: blindText } = compareText;

/** Matched levels, the loop and the blind test. */
export function CompareControls({
  comparison,
  isBlind,
  isTesting,
  loudness,
  loop,
  onBlind,
}: {
  comparison: Comparison;
  isBlind: boolean;
  isTesting: boolean;
  /** Integrated, in LUFS. */
  loudness: { a: number | null; b: number | null };
  loop: LoopControl;
  onBlind: (isOn: boolean) => void;
}) {
  const { state, setMatched, isMatchedInLoop } = comparison;
  const { isMatched, matchDecibels } = state;
  const louder = matchDecibels.a - matchDecibels.b;
  const isUnknown =
    louder === 0 &&
    (loudness.a === null || loudness.b === null) &&
    !comparison.difference &&
    !isMatchedInLoop;
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-2 rounded-md border border-line bg-panel px-3 py-2">
      <span className="flex items-center gap-2">
        <Switch
          label={match.label}
          hint={match.hint}
          keys="M"
          isOn={isMatched}
          isDisabled={isBlind}
          onChange={setMatched}
        />
        {!isBlind && (
          <span className="text-dim tabular-nums">
            {isUnknown ? match.unknown : match.of({ louder, isMatched, isInLoop: isMatchedInLoop })}
          </span>
        )}
      </span>
      <Loop loop={loop} />
      <span className="ml-auto">
        <Switch label={blindText.label} hint={blindText.title} keys="H" isOn={isTesting} onChange={onBlind} />
      </span>
    </div>
  );
}

function Loop({ loop: { loop, set, toggle, startHere, endHere } }: { loop: LoopControl }) {
  return (
    <span className="flex flex-wrap items-center gap-2">
      <Switch label={loopText.label} keys="O" isOn={loop !== null} onChange={toggle} />
      {loop && (
        <>
          <MomentField
            label={loopText.from}
            seconds={loop.from}
            onSet={(from) => from < loop.to && set({ ...loop, from })}
          />
          <span aria-hidden className="-mx-1 text-faint">
            {loopText.between}
          </span>
          <MomentField
            label={loopText.to}
            seconds={loop.to}
            onSet={(to) => to > loop.from && set({ ...loop, to })}
          />
        </>
      )}
      <span className="flex">
        {(
          [
            ['I', loopText.startHere, startHere],
            ['P', loopText.endHere, endHere],
          ] as const
        ).map(([keys, name, act]) => (
          <Button
            key={keys}
            tone="quiet"
            className="h-6 px-1.5! text-meta"
            {...tooltip(name.hint, keys)}
            onClick={act}
          >
            {name.label}
          </Button>
        ))}
      </span>
    </span>
  );
}
