/** Names that Windows keeps for devices, with any extension. */
const deviceName = /^(?:con|prn|aux|nul|com\d|lpt\d)(?=\.|$)/i;
const longestName = 200;

/**
 * Names under which files can be unpacked side by side on every system: no folders, no characters that a system
 * forbids or that hide an extension, and none twice, whatever the case. The second `Drums.wav` is `Drums (2).wav`.
 */
export function archiveNames(names: readonly string[]): string[] {
  const taken = new Set<string>();
  return names.map((name) => {
    const safe = safeName(name);
    for (let count = 1; ; count += 1) {
      const candidate = count === 1 ? safe : numbered(safe, count);
      const folded = candidate.toLowerCase();
      if (taken.has(folded)) continue;
      taken.add(folded);
      return candidate;
    }
  });
}

function safeName(name: string): string {
  const plain = name
    .toWellFormed()
    .normalize('NFC')
    .replace(/[\p{Cc}\p{Bidi_Control}\u2028\u2029<>:"/\\|?*]/gu, '_')
    .replace(/[. ]+$/, '')
    .replace(/^\s+/, '');
  const [stem, extension] = split(plain);
  const short = `${[...stem].slice(0, longestName).join('')}${extension}`;
  if (short === '') return '_';
  return deviceName.test(short) ? `_${short}` : short;
}

function numbered(name: string, count: number): string {
  const [stem, extension] = split(name);
  return `${stem} (${count})${extension}`;
}

/** A name that only begins with a dot has no extension; a long end after a dot is none either. */
function split(name: string): [stem: string, extension: string] {
  const dot = name.lastIndexOf('.');
  return dot > 0 && name.length - dot <= 12 ? [name.slice(0, dot), name.slice(dot)] : [name, ''];
}
