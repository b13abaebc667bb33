import { numberedFileName, safeFileName } from '../../common/safe-file-name.ts';

/** Safe names of files that are unpacked side by side: none twice, whatever the case. */
export function archiveNames(names: readonly string[]): string[] {
  const taken = new Set<string>();
  return names.map((name) => {
    const safe = safeFileName(name);
    for (let count = 1; ; count += 1) {
      const candidate = numberedFileName(safe, count);
      const folded = candidate.toLowerCase();
      if (taken.has(folded)) continue;
      taken.add(folded);
      return candidate;
    }
  });
}
