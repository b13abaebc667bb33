/** Whether a moment of this computer's day (`minutes` since midnight) is within these hours, which may pass midnight. */
export function isQuietAt({ from, until }: { from: string; until: string }, minutes: number): boolean {
  const [start, end] = [minutesOf(from), minutesOf(until)];
  return start <= end ? minutes >= start && minutes < end : minutes >= start || minutes < end;
}

function minutesOf(time: string): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  return hours * 60 + minutes;
}
