import { useEffect, useRef } from 'react';
import { playerText } from '../../text/player.ts';
import { onThemeChange } from '../../ui/theme.ts';
import { levelAt, silence, turned } from './level.ts';
import { followLevel, type MeterTones, meterSize } from './level-canvas.ts';
import { useListening } from './listening.tsx';
import { usePeaks } from './peaks-queries.ts';

/**
 * Peak and RMS at the playhead, before the volume. They are read from the measured waveform: a tap on the sound itself would
 * need an audio context, which holds the device and can change what is heard.
 */
export function LevelMeter({ fileId }: { fileId: string }) {
  const { player, deck } = useListening();
  const canvas = useRef<HTMLCanvasElement>(null);
  const answer = usePeaks(fileId).data;
  const peaks = answer?.kind === 'ready' ? answer.peaks : null;
  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (!canvas.current || !context || !peaks) return;
    const element = canvas.current;
    const scale = Math.max(1, window.devicePixelRatio || 1);
    element.width = Math.round(meterSize.width * scale);
    element.height = Math.round(meterSize.height * scale);
    const gain = () => {
      const { a, sounding, gainDecibels } = deck.state.get();
      return a === null ? 0 : gainDecibels[sounding];
    };
    const start = () =>
      followLevel(
        context,
        { scale, tones: readTones(element) },
        {
          time: player.time,
          onTime: player.onTime,
          isPlaying: () => player.state.get().phase === 'playing',
          level: () =>
            player.state.get().track?.fileId === fileId
              ? turned(levelAt(peaks, player.time()), gain())
              : silence,
          isHidden: () => document.hidden,
        },
      );
    let stop = start();
    const stopTheme = onThemeChange(() => {
      stop();
      stop = start();
    });
    return () => {
      stop();
      stopTheme();
    };
  }, [player, deck, peaks, fileId]);
  return (
    <canvas
      ref={canvas}
      aria-hidden
      data-meter
      title={playerText.level}
      style={meterSize}
      className="shrink-0 rounded-xs max-[1100px]:hidden"
    />
  );
}

function readTones(element: HTMLElement): MeterTones {
  const style = getComputedStyle(element);
  const read = (name: string) => style.getPropertyValue(name).trim();
  return { good: read('--good'), hot: read('--hot'), over: read('--over'), rest: read('--line') };
}
