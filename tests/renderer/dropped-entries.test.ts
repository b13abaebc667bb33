import { describe, expect, it } from 'vitest';
import { readDrop } from '../../renderer/features/drop/dropped-entries.ts';

type Tree = { [name: string]: Tree | string };

/** An entry as browsers give it: a reader gives two entries at a time. */
function entryOf(name: string, content: Tree | string): object {
  if (typeof content === 'string') {
    const file = (done: (file: File) => void, failed: () => void) =>
      content === 'broken' ? failed() : done(new File([content], name));
    return { name, isFile: true, isDirectory: false, file };
  }
  return {
    ...{ name, isFile: false, isDirectory: true },
    createReader() {
      const left = Object.entries(content).map(([each, inside]) => entryOf(each, inside));
      return { readEntries: (done: (entries: object[]) => void) => done(left.splice(0, 2)) };
    },
  };
}

function drop(tree: Tree) {
  const items = Object.entries(tree).map(([name, content]) => ({
    webkitGetAsEntry: () => entryOf(name, content),
  }));
  const files = Object.keys(tree).map((name) => new File([], name));
  return readDrop({ items, files } as unknown as DataTransfer);
}

const pathsOf = (files: File[]) => files.map((file) => file.webkitRelativePath || file.name).sort();

describe('a drop in a browser', () => {
  it('gives the files in its folders with their paths, and not what is hidden or unreadable', async () => {
    const files = await drop({
      'Dune v5': {
        'Dune v5.wav': 'x',
        Stems: { 'Drums.wav': 'x', 'Bass.wav': 'x', 'Vox.wav': 'x', '.DS_Store': 'x', 'bad.wav': 'broken' },
        '.git': { 'a.wav': 'x' },
      },
      'loose.wav': 'x',
    });
    expect(pathsOf(files)).toEqual([
      'Dune v5/Dune v5.wav',
      'Dune v5/Stems/Bass.wav',
      'Dune v5/Stems/Drums.wav',
      'Dune v5/Stems/Vox.wav',
      'loose.wav',
    ]);
  });

  it('without folders is what it is', async () => {
    expect(pathsOf(await drop({ 'a.wav': 'x', 'b.wav': 'x' }))).toEqual(['a.wav', 'b.wav']);
  });
});
