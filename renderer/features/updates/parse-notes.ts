export type NotesBlock =
  | { kind: 'heading'; text: string }
  | { kind: 'paragraph'; text: string }
  | { kind: 'list'; items: readonly string[] };

/** Release notes as the changelog has them, in Markdown: its headings, lists and paragraphs, as plain words. */
export function parseNotes(notes: string): NotesBlock[] {
  const blocks: NotesBlock[] = [];
  for (const line of notes.split('\n')) {
    const text = plain(line);
    const last = blocks.at(-1);
    if (text === '') continue;
    if (/^#+ /.test(line)) blocks.push({ kind: 'heading', text: text.replace(/^#+ /, '') });
    else if (!/^[-*] /.test(line)) blocks.push({ kind: 'paragraph', text });
    else if (last?.kind === 'list')
      blocks[blocks.length - 1] = { kind: 'list', items: [...last.items, text.slice(2)] };
    else blocks.push({ kind: 'list', items: [text.slice(2)] });
  }
  return blocks;
}

/** Links become their words; emphasis and code lose their marks. */
const plain = (line: string) =>
  line
    .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replaceAll(/(\*\*|`)(.+?)\1/g, '$2')
    .replaceAll(/(?<!\w)_([^_]+)_(?!\w)/g, '$1')
    .trim();
