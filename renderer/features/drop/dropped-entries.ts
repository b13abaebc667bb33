/** The parts of the File and Directory Entries API that are used here. */
type Entry = {
  isFile: boolean;
  isDirectory: boolean;
  name: string;
  file?(done: (file: File) => void, failed: () => void): void;
  createReader?(): { readEntries(done: (entries: Entry[]) => void, failed: () => void): void };
};

/** More than this in one drop is a mistake, such as a whole disk. */
const mostFiles = 5_000;

/**
 * The files of a drop, with those in dropped folders, for a page that gets no paths. Each keeps its path from the
 * dropped folder on (`webkitRelativePath`). Must be called while the event is handled; folders are read afterwards.
 */
export function readDrop({ items, files }: Pick<DataTransfer, 'items' | 'files'>): Promise<File[]> {
  const plain = [...files];
  const entries = [...items].flatMap((item) => (item.webkitGetAsEntry?.() as Entry | null) ?? []);
  if (!entries.some(({ isDirectory }) => isDirectory)) return Promise.resolve(plain);
  return readEntries(entries);
}

async function readEntries(roots: readonly Entry[]): Promise<File[]> {
  const found: File[] = [];
  const waiting = roots.map((entry) => ({ entry, folder: '' }));
  for (let next = waiting.shift(); next && found.length < mostFiles; next = waiting.shift()) {
    const { entry, folder } = next;
    const path = `${folder}${entry.name}`;
    if (entry.isDirectory) {
      // Hidden folders and files are left out, as in the app.
      const inside = (await list(entry)).filter(({ name }) => !name.startsWith('.'));
      waiting.push(...inside.map((one) => ({ entry: one, folder: `${path}/` })));
      continue;
    }
    const file = await fileOf(entry);
    if (file) found.push(folder === '' ? file : withPath(file, path));
  }
  return found;
}

/** A reader gives some entries at a time, and none at the end. A folder that can't be read counts as empty. */
async function list(folder: Entry): Promise<Entry[]> {
  const reader = folder.createReader?.();
  const all: Entry[] = [];
  for (;;) {
    const some = await new Promise<Entry[]>((resolve) => {
      if (reader) reader.readEntries(resolve, () => resolve([]));
      else resolve([]);
    });
    if (some.length === 0) return all;
    all.push(...some);
  }
}

function fileOf(entry: Entry): Promise<File | null> {
  return new Promise((resolve) => {
    if (entry.file) entry.file(resolve, () => resolve(null));
    else resolve(null);
  });
}

/** Files of an entry have an empty path; those of a folder that was chosen in a dialog have theirs. */
function withPath(file: File, path: string): File {
  return Object.defineProperty(file, 'webkitRelativePath', { value: path });
}
