import { Tooltip } from '@base-ui/react/tooltip';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { Key } from './key.tsx';

/** In milliseconds: until the first one shows, how long the next ones need no such wait, and the way over to it. */
const delays = { show: 500, again: 400, hide: 100 };

type Shown = { anchor: Element; text: string; keys: string | undefined };

/** Spread on a control, `text` is shown beside it on hover and on keyboard focus, with the key that does the same. */
export function tooltip(text: string, keys?: string) {
  return { 'data-tooltip': text, 'data-tooltip-keys': keys };
}

/**
 * Shows the tooltips of all that is within the window: one for all, because a list that scrolls makes and drops
 * controls by the dozen in each frame. Goes away by Escape, a press, a scroll, and with what it is about; the pointer
 * may go onto it (WCAG 1.4.13).
 */
export function TooltipLayer({ children }: { children: ReactNode }) {
  const [shown, setShown] = useState<Shown | null>(null);
  const popup = useRef<HTMLDivElement>(null);
  useEffect(() => followPointer(popup, setShown), []);
  useEffect(() => {
    if (!shown) return;
    const observer = new MutationObserver(() => {
      if (!shown.anchor.isConnected) setShown(null);
    });
    observer.observe(document.body, { childList: true, subtree: true });
    return () => observer.disconnect();
  }, [shown]);
  return (
    <>
      {children}
      <Tooltip.Root open={shown !== null}>
        <Tooltip.Portal>
          <Tooltip.Positioner anchor={shown?.anchor ?? null} sideOffset={6} className="z-50">
            <Tooltip.Popup
              ref={popup}
              aria-hidden
              className="flex max-w-80 items-center gap-2 rounded-md bg-raised px-2 py-1 text-meta break-words whitespace-pre-line shadow-lift"
            >
              {shown?.text}
              {shown?.keys && <Key>{shown.keys}</Key>}
            </Tooltip.Popup>
          </Tooltip.Positioner>
        </Tooltip.Portal>
      </Tooltip.Root>
    </>
  );
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

  const hide = () => {
    clearTimeout(timer);
    if (isShown) hiddenAt = performance.now();
    anchor = null;
    isShown = false;
    show(null);
  };
  const showNow = (element: Element) => {
    clearTimeout(timer);
    const { tooltip: text, tooltipKeys: keys } = (element as HTMLElement).dataset;
    if (!text || !element.isConnected) return;
    anchor = element;
    isShown = true;
    show({ anchor: element, text, keys });
  };
  const listen = <Name extends keyof DocumentEventMap>(
    name: Name,
    listener: (event: DocumentEventMap[Name]) => void,
  ) => document.addEventListener(name, listener, { signal: ending.signal, capture: true, passive: true });

  listen('pointerover', ({ target, pointerType }) => {
    if (pointerType !== 'mouse' || !(target instanceof Element)) return;
    if (popup.current?.contains(target)) return clearTimeout(timer);
    const over = target.closest('[data-tooltip]');
    if (over === anchor) {
      if (isShown) clearTimeout(timer);
      return;
    }
    clearTimeout(timer);
    if (!over) {
      if (isShown) timer = setTimeout(hide, delays.hide);
      else anchor = null;
      return;
    }
    if (isShown || performance.now() - hiddenAt < delays.again) return showNow(over);
    anchor = over;
    timer = setTimeout(() => showNow(over), delays.show);
  });
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
