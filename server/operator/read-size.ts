/** The units of a size, in bytes. `GB` is 1000³ bytes, as file managers count; `GiB` is 1024³. */
const units: Record<string, number> = { '': 1, b: 1 };
for (const [power, letter] of ['k', 'm', 'g', 't'].entries()) {
  units[letter] = units[`${letter}b`] = 1000 ** (power + 1);
  units[`${letter}ib`] = 1024 ** (power + 1);
}

/** `20GB` in bytes; null for `default`, 0 for `none`, undefined for anything else. */
export function readQuota(typed: string): number | null | undefined {
  const lower = typed.trim().toLowerCase();
  if (lower === 'default') return null;
  if (lower === 'none') return 0;
  const [, number, unit] = /^(\d{1,15}(?:\.\d{1,3})?)\s?([a-z]{0,3})$/.exec(lower) ?? [];
  const factor = unit === undefined ? undefined : units[unit];
  if (number === undefined || factor === undefined) return undefined;
  const bytes = Math.round(Number(number) * factor);
  // 0 would mean no limit.
  return bytes >= 1 && bytes <= Number.MAX_SAFE_INTEGER ? bytes : undefined;
}
