import type { CSSProperties } from 'react';
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
export function splitTail(name: string): [string, string] {
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

/** Emoji and the signs of East Asia are about as wide as they are high. */
const wide =
  /\p{Emoji_Presentation}|\ufe0f|[\u1100-\u11ff\u2e80-\ua4cf\uac00-\ud7ff\uf900-\ufaff\uff00-\uffef]/u;

/** The least width, in `em`, at which the tail and a beginning of the name have room beside each other. */
function leastWidth(tail: string): number {
  const widths = [...segmenter.segment(tail)].map(({ segment }) =>
    wide.test(segment) ? 1.4 : /[A-Z@%&mw]/.test(segment) ? 0.95 : 0.62,
  );
  return widths.reduce((sum, width) => sum + width, 3);
}

/** The direction in which a name is read: that of its first letter. */
function directionOf(name: string): 'ltr' | 'rtl' {
  const first = /\p{L}/u.exec(name)?.[0] ?? '';
  return rightToLeft.test(first) ? 'rtl' : 'ltr';
}

/**
 * A name that is cut in the middle if it doesn't fit, and at its beginning where it is narrower still: what tells two
 * bounces apart is at the end. `wraps`: there is room for a second line, which a name takes that is whole then.
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
  const [head, tail] = isWhole ? [children, ''] : splitTail(children);
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
  const direction = directionOf(children);
  return (
    <bdi
      title={children}
      dir={direction}
      // Never exactly a width that the name can have: at that one, neither would show.
      style={{ '--least': `calc(${leastWidth(tail)}em + 0.01px)` } as CSSProperties}
      // The list it is in starts at the left.
      className={classNames('relative flex min-w-0 rtl:justify-end', className)}
    >
      <span className="sr-only">{children}</span>
      {/* One of the two has no width: cut in the middle from the least width on, else at the beginning. */}
      <span aria-hidden className="min-w-0 max-w-[calc((100%-var(--least))*99999)] truncate whitespace-pre">
        {head}
      </span>
      <span
        aria-hidden
        className="max-w-[calc((100%-var(--least))*99999)] shrink-0 overflow-hidden whitespace-pre"
      >
        {tail}
      </span>
      <span
        aria-hidden
        data-name={children}
        // Text is cut where its line ends, which is where a name of the other direction begins.
        dir={direction === 'ltr' ? 'rtl' : 'ltr'}
        className={classNames(
          'absolute inset-0 max-w-[calc((var(--least)-100%)*99999)] truncate text-left before:content-[attr(data-name)] before:[unicode-bidi:isolate]',
          direction === 'ltr' ? 'before:[direction:ltr]' : 'before:[direction:rtl]',
        )}
      />
    </bdi>
  );
}
