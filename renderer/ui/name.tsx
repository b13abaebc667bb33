import { classNames } from './class-names.ts';

/** Names up to this length are never worth splitting. */
const shortLength = 20;
/** So many characters at the end always stay, such as `… v4 final`. */
const tailLength = 10;

const segmenter = new Intl.Segmenter();
const rightToLeft = /[\u0590-\u08ff\ufb1d-\ufefc]/;

/** The part of a name that may be cut, and the end that stays. Only whole characters, and never in a right-to-left name. */
export function splitName(name: string): [string, string] {
  const characters = [...segmenter.segment(name)].map(({ segment }) => segment);
  if (characters.length <= shortLength || rightToLeft.test(name)) return [name, ''];
  return [characters.slice(0, -tailLength).join(''), characters.slice(-tailLength).join('')];
}

/** A name that is cut in the middle if it doesn't fit: what tells two bounces apart is at the end. */
export function Name({ children, className }: { children: string; className?: string }) {
  const [head, tail] = children.length <= shortLength ? [children, ''] : splitName(children);
  if (tail === '')
    return (
      <span title={children} className={classNames('min-w-0 truncate', className)}>
        {children}
      </span>
    );
  return (
    <span title={children} className={classNames('flex min-w-0', className)}>
      <span className="sr-only">{children}</span>
      <span aria-hidden className="min-w-0 truncate whitespace-pre">
        {head}
      </span>
      <span aria-hidden className="max-w-1/2 shrink-0 overflow-hidden whitespace-pre">
        {tail}
      </span>
    </span>
  );
}
