import { compareText } from '../../text/compare.ts';
import { Button } from '../../ui/button.tsx';
import { classNames } from '../../ui/class-names.ts';
import { type BlindTest, type Question, resultOf, sideBehind } from './blind-test.ts';
import type { Blind } from './use-blind-test.ts';

const text = compareText.blind;
const { hidden } = compareText;

/** The question of a blind test with its answers, then its result. */
export function BlindCard({
  blind,
  names,
}: {
  blind: Omit<Blind, 'test'> & { test: BlindTest };
  names: { a: string; b: string };
}) {
  const { test } = blind;
  return (
    <section
      aria-label={text.title}
      className="mx-auto flex w-full max-w-140 flex-col gap-3 rounded-md border border-line bg-panel p-4"
    >
      {test.isRevealed ? <Result blind={blind} names={names} /> : <Round blind={blind} />}
    </section>
  );
}

function Round({ blind }: { blind: Omit<Blind, 'test'> & { test: BlindTest } }) {
  const { test, answer } = blind;
  const isBetter = test.question === 'better';
  const label = isBetter ? text.isBetter : text.isA;
  return (
    <>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <QuestionChoice question={test.question} isFixed={test.rounds.length > 0} onChoose={blind.start} />
        <span className="flex-1" />
        <span role="status" className="text-meta text-dim tabular-nums">
          {text.round(test.rounds.length + 1)}
        </span>
      </div>
      <p className="text-dim">{text.hint}</p>
      <Progress done={test.rounds.length} />
      <div className="flex flex-wrap gap-2">
        <Button className="h-10 min-w-28 flex-1 font-semibold" onClick={() => answer('x')}>
          {label(hidden.x)}
        </Button>
        <Button className="h-10 min-w-28 flex-1 font-semibold" onClick={() => answer('y')}>
          {label(hidden.y)}
        </Button>
        {isBetter && (
          <Button tone="quiet" className="h-10" onClick={() => answer('undecided')}>
            {text.undecided}
          </Button>
        )}
      </div>
      <div className="flex justify-end gap-2">
        <Button tone="quiet" onClick={blind.end}>
          {text.end}
        </Button>
        <Button tone="primary" disabled={test.rounds.length === 0} onClick={blind.reveal}>
          {text.reveal}
        </Button>
      </div>
    </>
  );
}

/** Answers to one question don't count for the other, so the question is fixed after the first. */
function QuestionChoice({
  question,
  isFixed,
  onChoose,
}: {
  question: Question;
  isFixed: boolean;
  onChoose: (question: Question) => void;
}) {
  return (
    <fieldset disabled={isFixed} className="flex rounded-md bg-hover p-0.5">
      <legend className="sr-only">{text.question}</legend>
      {(['better', 'which-is-a'] as const).map((one) => (
        <button
          key={one}
          type="button"
          aria-pressed={one === question}
          onClick={() => onChoose(one)}
          className={classNames(
            'h-6 rounded px-2',
            one === question ? 'bg-chosen font-medium' : 'text-dim not-disabled:hover:text-text',
          )}
        >
          {text.questions[one]}
        </button>
      ))}
    </fieldset>
  );
}

/** Ten rounds are a good test; more are welcome. */
function Progress({ done }: { done: number }) {
  const length = Math.max(10, done + 1);
  return (
    <div aria-hidden className="flex gap-1">
      {Array.from({ length }, (_, index) => (
        <span
          // biome-ignore lint/suspicious/noArrayIndexKey: a round is its number
          key={index}
          className={classNames(
            'h-1.5 flex-1 rounded-full',
            index < done ? 'bg-text' : index === done ? 'bg-transparent ring-1 ring-text' : 'bg-line',
          )}
        />
      ))}
    </div>
  );
}

function Result({
  blind,
  names,
}: {
  blind: Omit<Blind, 'test'> & { test: BlindTest };
  names: { a: string; b: string };
}) {
  const { test } = blind;
  const result = resultOf(test);
  return (
    <>
      <h3 className="font-semibold">{text.resultTitle}</h3>
      <p role="status" className="text-head">
        {text.result(test.question, result, names)}
      </p>
      <ol aria-label={text.order} className="flex flex-wrap gap-1">
        {test.rounds.map((round, index) => {
          const chosen = round.answer === 'undecided' ? null : sideBehind(round, round.answer);
          return (
            <li
              // biome-ignore lint/suspicious/noArrayIndexKey: a round is its number
              key={index}
              title={text.was(names[sideBehind(round, 'x')], names[sideBehind(round, 'y')])}
              className={classNames(
                'flex size-6 items-center justify-center rounded text-meta font-semibold',
                chosen === null ? 'bg-hover text-dim' : 'bg-chosen',
              )}
            >
              {chosen === null ? '–' : compareText.side[chosen]}
            </li>
          );
        })}
      </ol>
      <div className="flex justify-end gap-2">
        <Button tone="quiet" onClick={blind.end}>
          {text.end}
        </Button>
        <Button tone="primary" onClick={() => blind.start(test.question)}>
          {text.again}
        </Button>
      </div>
    </>
  );
}
