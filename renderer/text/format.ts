import type { File } from '../../protocol/wire/file.ts';

const units = ['bytes', 'kB', 'MB', 'GB', 'TB'] as const;

/** A size in bytes as file managers show it: powers of 1,000, at most three digits. */
export function formatBytes(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  const digits = unit === 0 || value >= 99.95 ? 0 : value >= 9.995 ? 1 : 2;
  return `${value.toFixed(digits)} ${units[unit]}`;
}

/** A duration in seconds as `m:ss` or `h:mm:ss`. */
export function formatDuration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  const hours = Math.floor(whole / 3600);
  const minutes = Math.floor(whole / 60) % 60;
  const rest = String(whole % 60).padStart(2, '0');
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, '0')}:${rest}` : `${minutes}:${rest}`;
}

/** A span in seconds as `8 s`, `2 min` or `3 h`. Rounded up, so that it never promises too much. */
export function formatSpan(seconds: number): string {
  const whole = Math.max(1, Math.ceil(seconds));
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.ceil(whole / 60)} min`;
  return `${Math.ceil(whole / 3600)} h`;
}

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** How long ago `then` was (Unix ms); the date itself after a week. A time in the future is “now”. */
export function formatAgo(then: number, now: number): string {
  const passed = now - then;
  if (passed < 45_000) return 'now';
  if (passed < 59.5 * minute) return `${Math.max(1, Math.round(passed / minute))} min`;
  if (passed < 23.5 * hour) return `${Math.round(passed / hour)} h`;
  if (passed < 6.5 * day) return `${Math.round(passed / day)} d`;
  return formatDay(then, now);
}

// Created once: creating one takes longer than rendering a row.
const dayOfYear = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short' });
const clockTime = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' });
const fullDate = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric' });

/** A date, without the year if it is the current one. */
export function formatDay(then: number, now: number): string {
  const date = new Date(then);
  const sameYear = date.getFullYear() === new Date(now).getFullYear();
  return (sameYear ? dayOfYear : fullDate).format(date);
}

/** A day as a list heading: Today, Yesterday, or the date. */
export function formatDayHeading(then: number, now: number): string {
  const start = new Date(now).setHours(0, 0, 0, 0);
  if (then >= start) return 'Today';
  if (then >= new Date(start - hour).setHours(0, 0, 0, 0)) return 'Yesterday';
  return formatDay(then, now);
}

/** The time of an entry below the heading of its day: how long ago today, and the clock time on other days. */
export function formatTimeOfDay(then: number, now: number): string {
  return formatDayHeading(then, now) === 'Today' ? formatAgo(then, now) : clockTime.format(then);
}

/** A clock time as `14:02`, with the date in front unless it is today. */
export function formatClock(then: number, now: number): string {
  const clock = clockTime.format(then);
  return formatDayHeading(then, now) === 'Today' ? clock : `${formatDay(then, now)}, ${clock}`;
}

/** A file's format as producers write it: `WAV 24/48`, `MP3`, `ZIP`. */
export function formatKind(file: Pick<File, 'name' | 'type' | 'audio'>): string {
  const dot = file.name.lastIndexOf('.');
  const extension = dot > 0 ? file.name.slice(dot + 1).toUpperCase() : '';
  const kind = extension.length > 0 && extension.length <= 5 ? extension : file.type;
  if (!file.audio) return kind;
  const rate = String(Number((file.audio.sampleRate / 1000).toFixed(1)));
  return file.audio.bitDepth === null ? `${kind} ${rate}k` : `${kind} ${file.audio.bitDepth}/${rate}`;
}

/** The last part of a Windows, macOS or Linux path. */
export function baseName(path: string): string {
  return path.split(/[/\\]/).findLast((part) => part !== '') ?? path;
}

/** One or two initials of a name, as whole characters in any script. */
export function initials(name: string): string {
  const words = name.trim().split(/\s+/).filter(Boolean);
  const picked = words.length > 1 ? [words[0], words.at(-1)] : [words[0]];
  return picked
    .map((word) => [...(word ?? '?')][0] ?? '')
    .join('')
    .toUpperCase();
}
