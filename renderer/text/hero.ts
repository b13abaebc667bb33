import { plural } from '../../common/plural.ts';
import { formatDuration } from './format.ts';

/** The large waveform and the controls around it. */
export const heroText = {
  ruler: 'Drag to loop a part',
  loopEdges: { from: 'Loop start', to: 'Loop end' },
  loop: 'Loop',
  /** Without a tempo, nobody knows where a bar begins. */
  loopHere: (tempo: number | undefined) =>
    tempo === undefined ? 'Loop 8 seconds from the playhead' : 'Loop 8 bars from the playhead',
  endLoop: 'End the loop',
  looped: (from: number, to: number, tempo: number | undefined) => {
    const times = `${formatDuration(Math.floor(from))}–${formatDuration(Math.floor(to))}`;
    return tempo === undefined
      ? times
      : `${times} · ${plural(Math.max(1, Math.round(((to - from) * tempo) / 240)), 'bar')}`;
  },
  zoomIn: 'Zoom in',
  zoomOut: 'Zoom out',
  showAll: 'Show all',
  levels: ['0', '−6', '−∞', '−6', '0'],
  keys: { play: 'play', comment: 'comment', compare: 'compare', version: 'version' },
};
