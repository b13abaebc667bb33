import type { OperationText } from './operation-text.ts';

/** The heading of a change, with all of a long text below it, which may exist nowhere else. */
export function OperationWords({
  words: { heading, text },
}: {
  words: Pick<OperationText, 'heading' | 'text'>;
}) {
  return (
    <>
      <p className="font-medium break-words" data-selectable>
        {heading}
      </p>
      {text && (
        <p className="break-words whitespace-pre-wrap" data-selectable>
          {text}
        </p>
      )}
    </>
  );
}
