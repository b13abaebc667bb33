import { type ReactNode, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { createPortal } from 'react-dom';
import { Key } from './key.tsx';
import { type Box, isInside, placeTooltip, type Side } from './tooltip-place.ts';

/**
 * In milliseconds: the pointer rests on a control until the first tooltip shows (`show`); the next one shows at once if
 * the last one hid less than `again` ago; the pointer has `hide` to move from a control onto its tooltip.
 */
const delays = { show: 500, again: 400, hide: 100 };

/** Controls that a tooltip must not cover. Rows and whole panels are left out: a tooltip inside them has no other place. */
const controls =
  'button, a[href], input, select, textarea, [role=slider], [role=tab], [role=menuitem], [role=option]';

type Shown = { anchor: Element; text: string; keys: string | undefined };

/** Spread on a control. The text shows beside it on hover and on keyboard focus, with the key that does the same. */
export function tooltip(text: string, keys?: string) {
  return { 'data-tooltip': text, 'data-tooltip-keys': keys };
}

/**
 * Shows the tooltips of everything inside. There is one for the whole window, because a scrolling list mounts and
 * unmounts controls by the dozen in each frame. It hides on Escape, on a press, on a scroll and when its control goes
 * away. The pointer may move onto it (WCAG 1.4.13), but it takes no events: a click reaches what is below.
 */
export function TooltipLayer({ children }: { children: ReactNode }) {
  const [shown, setShown] = useState<Shown | null>(null);
  const popup = useRef<HTMLDivElement>(null);
  useEffect(() => followPointer(popup, setShown), []);
  useEffect(() => {
    if (!shown) return;
    const observer = new MutationObserver(() => {
      const { anchor } = shown;
      const now = tooltipOf(anchor);
      if (!anchor.isConnected || !now) setShown(null);
      // A button that is pressed by key may get another name, such as Pause.
      else if (now.text !== shown.text || now.keys !== shown.keys) setShown({ anchor, ...now });
    });
    observer.observe(document.body, { childList: true, subtree: true });
    observer.observe(shown.anchor, { attributeFilter: ['data-tooltip', 'data-tooltip-keys'] });
    return () => observer.disconnect();
  }, [shown]);
  return (
    <>
      {children}
      {shown && createPortal(<Popup shown={shown} ref={popup} />, document.body)}
    </>
  );
}

function Popup({ shown, ref }: { shown: Shown; ref: { current: HTMLDivElement | null } }) {
  const [place, setPlace] = useState<{ side: Side; box: Box } | null>(null);
  useLayoutEffect(() => {
    if (!ref.current) return;
    const { width, height } = ref.current.getBoundingClientRect();
    const viewport = { width: window.innerWidth, height: window.innerHeight };
    const anchor = shown.anchor.getBoundingClientRect();
    setPlace(placeTooltip(anchor, { width, height }, otherControls(shown.anchor), viewport));
  }, [shown, ref]);
  return (
    <div
      ref={ref}
      aria-hidden
      data-tooltip-popup
      data-side={place?.side}
      style={{ left: place?.box.left ?? 0, top: place?.box.top ?? 0 }}
      className="pointer-events-none fixed z-50 flex w-max max-w-80 items-center gap-2 rounded-md bg-raised px-2 py-1 text-meta break-words whitespace-pre-line shadow-lift"
    >
      {shown.text}
      {shown.keys && <Key>{shown.keys}</Key>}
    </div>
  );
}

function tooltipOf(element: Element): Pick<Shown, 'text' | 'keys'> | null {
  const { tooltip: text, tooltipKeys: keys } = (element as HTMLElement).dataset;
  return text ? { text, keys } : null;
}

function otherControls(anchor: Element): Box[] {
  return [...document.querySelectorAll(controls)]
    .filter((control) => !control.contains(anchor) && !anchor.contains(control))
    .map((control) => control.getBoundingClientRect());
}

/** Until the returned function is called. */
function followPointer(
  popup: { current: HTMLElement | null },
  show: (shown: Shown | null) => void,
): () => void {
  const ending = new AbortController();
  let anchor: Element | null = null;
  let isShown = false;
  let hiddenAt = Number.NEGATIVE_INFINITY;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isLeaving = false;

  const stay = () => {
    clearTimeout(timer);
    isLeaving = false;
  };
  const hide = () => {
    stay();
    if (isShown) hiddenAt = performance.now();
    anchor = null;
    isShown = false;
    show(null);
  };
  const showNow = (element: Element) => {
    stay();
    const found = tooltipOf(element);
    if (!found || !element.isConnected) return;
    anchor = element;
    isShown = true;
    show({ anchor: element, ...found });
  };
  const isOnPopup = ({ clientX, clientY }: PointerEvent) =>
    popup.current !== null && isInside(popup.current.getBoundingClientRect(), clientX, clientY);

  const follow = (event: PointerEvent) => {
    const { target, pointerType } = event;
    if (pointerType !== 'mouse' || !(target instanceof Element)) return;
    const over = target.closest('[data-tooltip]');
    if (over && over === anchor) return isShown && stay();
    if (isShown && !target.closest(controls) && isOnPopup(event)) return stay();
    if (!over) {
      if (!isShown) {
        stay();
        anchor = null;
      } else if (!isLeaving) {
        isLeaving = true;
        timer = setTimeout(hide, delays.hide);
      }
      return;
    }
    stay();
    if (isShown || performance.now() - hiddenAt < delays.again) return showNow(over);
    anchor = over;
    timer = setTimeout(() => showNow(over), delays.show);
  };

  const listen = <Name extends keyof DocumentEventMap>(
    name: Name,
    listener: (event: DocumentEventMap[Name]) => void,
  ) => document.addEventListener(name, listener, { signal: ending.signal, capture: true, passive: true });
  listen('pointerover', follow);
  // The popup takes no events, so moving onto it or off it crosses no element.
  listen('pointermove', (event) => isShown && follow(event));
  listen('focusin', ({ target }) => {
    if (target instanceof Element && target.matches('[data-tooltip]:focus-visible')) showNow(target);
  });
  listen('focusout', ({ target }) => target === anchor && hide());
  listen('pointerdown', hide);
  listen('scroll', hide);
  listen('keydown', ({ key }) => key === 'Escape' && hide());
  document.documentElement.addEventListener('pointerleave', hide, { signal: ending.signal });
  return () => {
    ending.abort();
    clearTimeout(timer);
  };
}
