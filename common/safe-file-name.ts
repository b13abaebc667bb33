/** Names that Windows keeps for devices, with any extension. */
const deviceName = /^(?:con|prn|aux|nul|com\d|lpt\d)(?=\.|$)/i;
/** In bytes: Linux and macOS allow 255, of which an extension, a number and the suffix of a partial file need some. */
const longestName = 200;

/**
 * A name under which a file can be saved on every system: no folders, no characters that a system forbids or that hide
 * an extension.
 */
export function safeFileName(name: string): string {
  const plain = name
    .toWellFormed()
    .normalize('NFC')
    .replace(/[\p{Cc}\p{Bidi_Control}\u2028\u2029<>:"/\\|?*]/gu, '_')
    .replace(/[. ]+$/, '')
    .replace(/^\s+/, '');
  const [base, extension] = splitExtension(plain);
  const short = `${firstBytes(base)}${extension}`;
  if (short === '') return '_';
  return deviceName.test(short) ? `_${short}` : short;
}

/** As many whole characters as fit. */
function firstBytes(text: string): string {
  const { read } = new TextEncoder().encodeInto(text, new Uint8Array(longestName));
  return text.slice(0, read);
}

/** The name of the `count`-th file that would have the same: `Drums (2).wav`. */
export function numberedFileName(name: string, count: number): string {
  if (count === 1) return name;
  const [base, extension] = splitExtension(name);
  return `${base} (${count})${extension}`;
}

/** A name that only begins with a dot has no extension; a long end after a dot is none either. */
function splitExtension(name: string): [base: string, extension: string] {
  const dot = name.lastIndexOf('.');
  return dot > 0 && name.length - dot <= 12 ? [name.slice(0, dot), name.slice(dot)] : [name, ''];
}
