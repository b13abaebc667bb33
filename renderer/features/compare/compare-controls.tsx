import { compareText } from '../../text/compare.ts';
import { Button } from '../../ui/button.tsx';
import { MomentField } from '../../ui/moment-field.tsx';
import { Switch } from '../../ui/switch.tsx';
import type { Comparison } from './use-comparison.ts';

const { match, loop: loopText, blind: blindText } = compareText;

/** Matched levels, the loop and the blind test. */
export function CompareControls({
  comparison,
  isBlind,
  isTesting,
  loudness,
  onLoop,
  onToggleLoop,
  onBlind,
}: {
  comparison: Comparison;
  isBlind: boolean;
  isTesting: boolean;
  /** Integrated, in LUFS. */
  loudness: { a: number | null; b: number | null };
  onLoop: (loop: { from: number; to: number }) => void;
  onToggleLoop: () => void;
  onBlind: (isOn: boolean) => void;
}) {
  const { state, setMatched } = comparison;
  const { isMatched, matchDecibels } = state;
  const isEqual = matchDecibels.a === 0 && matchDecibels.b === 0;
  const isUnknown = isEqual && (loudness.a === null || loudness.b === null) && !comparison.difference;
  return (
    <div className="flex flex-wrap items-center gap-x-5 gap-y-2 rounded-md border border-line bg-panel px-3 py-2">
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
            {isUnknown
              ? match.unknown
              : isMatched
                ? match.of(matchDecibels)
                : match.off(matchDecibels.a - matchDecibels.b)}
          </span>
        )}
      </span>
      <Loop comparison={comparison} onLoop={onLoop} onToggle={onToggleLoop} />
      <span className="flex-1" />
      <Switch label={blindText.label} hint={blindText.title} keys="H" isOn={isTesting} onChange={onBlind} />
    </div>
  );
}

function Loop({
  comparison,
  onLoop,
  onToggle,
}: {
  comparison: Comparison;
  onLoop: (loop: { from: number; to: number }) => void;
  onToggle: () => void;
}) {
  const loop = comparison.loopOf('b');
  return (
    <span className="flex flex-wrap items-center gap-2">
      <Switch label={loopText.label} keys="O" isOn={loop !== null} onChange={onToggle} />
      {loop && (
        <>
          <MomentField
            label={loopText.from}
            seconds={loop.from}
            onSet={(from) => from < loop.to && onLoop({ ...loop, from })}
          />
          <span aria-hidden className="-mx-1 text-faint">
            {loopText.between}
          </span>
          <MomentField
            label={loopText.to}
            seconds={loop.to}
            onSet={(to) => to > loop.from && onLoop({ ...loop, to })}
          />
          <Button
            tone="quiet"
            className="-mx-1 h-6 px-1.5! text-meta"
            onClick={() => {
              const from = comparison.time('b');
              onLoop({ from, to: from < loop.to ? loop.to : from + 8 });
            }}
          >
            {loopText.startHere}
          </Button>
          <Button
            tone="quiet"
            className="-mx-1 h-6 px-1.5! text-meta"
            onClick={() => {
              const to = comparison.time('b');
              if (to > 0.1) onLoop({ from: loop.from < to ? loop.from : Math.max(0, to - 8), to });
            }}
          >
            {loopText.endHere}
          </Button>
        </>
      )}
    </span>
  );
}
