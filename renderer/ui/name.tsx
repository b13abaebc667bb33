import { classNames } from './class-names.ts';

/** Names up to this length are never worth splitting. */
const shortLength = 20;
/** Names up to this length fit two lines of any list of songs. */
const twoLinesLength = 36;
/** So many characters at the end always stay, such as `… v4 final`. */
const tailLength = 10;

const segmenter = new Intl.Segmenter();
const words = new Intl.Segmenter(undefined, { granularity: 'word' });
const rightToLeft = /[\u0590-\u08ff\ufb1d-\ufefc]/;

/**
 * The part of a name that may be cut, and the end that stays. Only whole characters, and in a right-to-left name only
 * whole words: its letters are joined.
 */
export function splitName(name: string): [string, string] {
  const characters = [...segmenter.segment(name)].map(({ segment }) => segment);
  if (characters.length <= shortLength) return [name, ''];
  const tail = rightToLeft.test(name) ? lastWords(name) : characters.slice(-tailLength).join('');
  // A space at the cut would look like a gap behind the ellipsis.
  const end = tail.trimStart();
  return [name.slice(0, name.length - end.length), end];
}

/** The last words, up to the length of a tail; empty if the last word is longer. */
function lastWords(name: string): string {
  let start = name.length;
  for (const { index, isWordLike } of [...words.segment(name)].toReversed()) {
    if (name.length - index > tailLength) break;
    if (isWordLike) start = index;
  }
  return name.slice(start);
}

/** The direction in which a name is read: that of its first letter. */
function directionOf(name: string): 'ltr' | 'rtl' {
  const first = /\p{L}/u.exec(name)?.[0] ?? '';
  return rightToLeft.test(first) ? 'rtl' : 'ltr';
}

/**
 * A name that is cut in the middle if it doesn't fit: what tells two bounces apart is at the end. `wraps`: there is room
 * for a second line, which a name takes that is whole then.
 */
export function Name({
  children,
  wraps = false,
  className,
}: {
  children: string;
  wraps?: boolean;
  className?: string;
}) {
  const isWhole = children.length <= (wraps ? twoLinesLength : shortLength);
  const [head, tail] = isWhole ? [children, ''] : splitName(children);
  if (tail === '')
    return (
      <bdi
        title={children}
        className={classNames(
          'min-w-0 text-left',
          wraps ? 'line-clamp-2 wrap-anywhere' : 'truncate',
          className,
        )}
      >
        {children}
      </bdi>
    );
  return (
    <bdi
      title={children}
      dir={directionOf(children)}
      // The list it is in starts at the left.
      className={classNames('flex min-w-0 rtl:justify-end', className)}
    >
      <span className="sr-only">{children}</span>
      <span aria-hidden className="min-w-0 truncate whitespace-pre">
        {head}
      </span>
      {/* Where even the tail is too long, its own end stays. */}
      <span aria-hidden className="flex max-w-3/5 shrink-0 justify-end overflow-hidden whitespace-pre">
        <span className="shrink-0">{tail}</span>
      </span>
    </bdi>
  );
}
