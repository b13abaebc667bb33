import { useLayoutEffect, useRef } from 'react';
import type { Peaks } from '../../../audio/peak-meter.ts';
import { classNames } from '../class-names.ts';
import { columnsOf } from './wave-columns.ts';
import { wholeView } from './wave-shape.ts';

/**
 * A waveform of bars without a play-head, as large as its box. It is no canvas, because Chromium makes each canvas a layer
 * of its own: with one in every row, a list spends more of a frame on layers than on its rows.
 */
export function StillWave({ peaks, className }: { peaks: Peaks; className?: string | undefined }) {
  const image = useRef<SVGSVGElement>(null);
  useLayoutEffect(() => {
    if (!image.current) return;
    // It calls back once at the start, when the layout is known.
    const observer = new ResizeObserver(([entry]) => {
      if (entry) draw(entry.target, entry.contentRect, peaks);
    });
    observer.observe(image.current);
    return () => observer.disconnect();
  }, [peaks]);
  return (
    <svg
      ref={image}
      aria-hidden
      preserveAspectRatio="none"
      className={classNames('block size-full', className)}
    >
      <path className="fill-wave-peak" />
      <path className="fill-wave-rms" />
    </svg>
  );
}

function draw(image: Element, box: DOMRectReadOnly, peaks: Peaks): void {
  const scale = Math.max(1, window.devicePixelRatio || 1);
  const size = { width: Math.round(box.width * scale), height: Math.round(box.height * scale) };
  const { peak, body } = columnsOf({ peaks, view: wholeView, bars: true }, size, scale);
  image.setAttribute('viewBox', `0 0 ${size.width} ${size.height}`);
  for (const [index, columns] of [peak, body].entries()) {
    let path = '';
    columns((x, y, width, height) => {
      path += `M${x} ${y.toFixed(1)}h${width}v${height.toFixed(1)}h-${width}z`;
    });
    image.children[index]?.setAttribute('d', path);
  }
}
