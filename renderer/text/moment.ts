export const momentHint = 'Use a time like 1:03.4.';

/** The latest moment that the server accepts, in seconds. */
const latest = 1_000_000;

/**
 * A moment of the audio as `m:ss.d` or `h:mm:ss.d`, from seconds. Rounded down, so that it never points past the sound
 * it is about.
 */
export function formatMoment(seconds: number): string {
  // Binary fractions: 0.3 may be 0.29999.
  const tenths = Math.floor(Math.max(0, seconds) * 10 + 1e-6);
  const whole = Math.floor(tenths / 10);
  const hours = Math.floor(whole / 3600);
  const minutes = Math.floor(whole / 60) % 60;
  const rest = `${String(whole % 60).padStart(2, '0')}.${tenths % 10}`;
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, '0')}:${rest}` : `${minutes}:${rest}`;
}

/** A moment, or a range like `1:04.0–1:20.0`. */
export function formatRange(seconds: number, end: number | null): string {
  return end === null ? formatMoment(seconds) : `${formatMoment(seconds)}–${formatMoment(end)}`;
}

/** Reads `63`, `63.4`, `1:03.4`, `1:03,4` and `1:02:03.4` as seconds; null for anything else. */
export function parseMoment(text: string): number | null {
  const match = /^(?:(?:(\d{1,3}):)?(\d{1,4}):)?(\d{1,6}(?:[.,]\d{1,3})?)$/.exec(text.trim());
  if (!match) return null;
  const [, hours, minutes, rest = ''] = match;
  const seconds = Number(rest.replace(',', '.'));
  if (minutes !== undefined && seconds >= 60) return null;
  if (hours !== undefined && Number(minutes) >= 60) return null;
  const total = Number(hours ?? 0) * 3600 + Number(minutes ?? 0) * 60 + seconds;
  return total <= latest ? total : null;
}
