import { updatesText } from '../../text/updates.ts';
import { ScrollRegion } from '../../ui/scroll-region.tsx';
import { type NotesBlock, parseNotes } from './parse-notes.ts';

/** The notes of a release. */
export function ReleaseNotes({ version, notes }: { version: string; notes: string }) {
  return (
    <ScrollRegion
      label={updatesText.notes(version)}
      className="flex max-h-80 flex-col gap-2 rounded-md bg-ground px-4 py-3 text-dim"
    >
      {parseNotes(notes).map((block) => (
        <Block key={keyOf(block)} block={block} />
      ))}
    </ScrollRegion>
  );
}

function Block({ block }: { block: NotesBlock }) {
  if (block.kind === 'heading')
    return <h4 className="text-meta font-semibold text-faint not-first:mt-2">{block.text}</h4>;
  if (block.kind === 'paragraph') return <p className="wrap-anywhere">{block.text}</p>;
  return (
    <ul className="flex list-disc flex-col gap-1.5 pl-4 marker:text-faint">
      {block.items.map((item) => (
        <li key={item} className="wrap-anywhere">
          {item}
        </li>
      ))}
    </ul>
  );
}

const keyOf = (block: NotesBlock) => (block.kind === 'list' ? block.items.join() : block.text);
