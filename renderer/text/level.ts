/** With a minus sign, as wide as a plus, instead of a hyphen. Never `−0.0`. */
function decimal(value: number): string {
  const text = value.toFixed(1);
  return Number(text) === 0 ? '0.0' : text.replace('-', '−');
}

/** A level or a loudness with its unit: `−9.8 LUFS`; a dash if there is none, as for silence. */
export function formatLevel(value: number | null, unit: 'LUFS' | 'LU' | 'dBTP'): string {
  return `${value === null ? '–' : decimal(value)} ${unit}`;
}

/** A change of level with its sign: `+1.9 dB`. */
export function formatGain(decibels: number): string {
  return `${Number(decibels.toFixed(1)) > 0 ? '+' : ''}${decimal(decibels)} dB`;
}
