import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** The resources that a process has used, from Linux's /proc (proc(5)). */

const ticksPerSecond = Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }));

/** User and system time of the whole process so far, in seconds. */
export function cpuSeconds(pid: number): number {
  return timesOf(pid).own;
}

/** The same with its children, those that have ended too, but not theirs. */
export function cpuSecondsWithChildren(pid: number): number {
  const { own, endedChildren } = timesOf(pid);
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean);
  return children.reduce((sum, child) => {
    try {
      return sum + cpuSeconds(Number(child));
    } catch {
      // It has ended in the meantime.
      return sum;
    }
  }, own + endedChildren);
}

export function parentOf(pid: number): number {
  return Number(statOf(pid)[1]);
}

function timesOf(pid: number) {
  const fields = statOf(pid);
  const seconds = (first: number) => (Number(fields[first]) + Number(fields[first + 1])) / ticksPerSecond;
  return { own: seconds(11), endedChildren: seconds(13) };
}

/** The fields of its `stat` from the third on. */
function statOf(pid: number): string[] {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
}

/** Resident memory now, in bytes. */
export function residentBytes(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1]) * 1024;
}

/** The most resident memory that the process has had, in bytes. */
export function peakResidentBytes(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1]) * 1024;
}

/** Samples resident memory every 50 ms until `stop`, which answers the highest value seen, in bytes. */
export function watchPeak(pid: number): { stop(): number } {
  let peak = residentBytes(pid);
  const timer = setInterval(() => {
    peak = Math.max(peak, residentBytes(pid));
  }, 50);
  return {
    stop() {
      clearInterval(timer);
      return Math.max(peak, residentBytes(pid));
    },
  };
}

export function median(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}

/** The value that `share` per cent of the values don't exceed (nearest rank). */
export function percentile(values: number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil((share / 100) * sorted.length) - 1)] ?? Number.NaN;
}
