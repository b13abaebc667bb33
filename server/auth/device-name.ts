/** The first match names the program; the order matters, since most browsers also claim to be others. */
const programs: [pattern: RegExp, name: string][] = [
  [/^BandMate\//, 'BandMate'],
  [/\bEdgi?A?\//, 'Edge'],
  [/\bOPR\//, 'Opera'],
  [/\bFirefox\/|\bFxiOS\//, 'Firefox'],
  [/\bChrom(e|ium)\/|\bCriOS\//, 'Chrome'],
  [/\bSafari\//, 'Safari'],
];

const systems: [pattern: RegExp, name: string][] = [
  [/iPhone/, 'iPhone'],
  [/iPad/, 'iPad'],
  [/Android/, 'Android'],
  [/Windows/, 'Windows'],
  [/Mac OS X|Macintosh|macOS/, 'macOS'],
  [/CrOS/, 'ChromeOS'],
  [/Linux/, 'Linux'],
];

/** `Firefox on Linux`, from a `User-Agent`: enough to recognise one's own device. It may claim anything. */
export function deviceName(userAgent: string | null): string {
  const nameIn = (list: typeof programs) => list.find(([pattern]) => pattern.test(userAgent ?? ''))?.[1];
  const [program, system] = [nameIn(programs), nameIn(systems)];
  if (program && system) return `${program} on ${system}`;
  return program ?? system ?? 'Unknown device';
}
