import { useState } from 'react';
import type { Cut } from '../../../protocol/wire/cut.ts';
import type { File } from '../../../protocol/wire/file.ts';
import { useRunCommand } from '../../platform/commands.ts';
import { musicOf } from '../../platform/song-music.ts';
import { toDawText } from '../../text/to-daw.ts';
import { useSay } from '../../ui/messages.tsx';
import { useMay } from '../pending/port.tsx';
import { formatStart } from './marker-export.ts';

/** Where a song starts in the project of the DAW, and its tempo there, as fields. What is entered is remembered for the band. */
export function useProjectFacts(cut: Cut, file: File | undefined) {
  const run = useRunCommand();
  const say = useSay();
  const mayRemember = useMay(cut.projectId)('cut.describe');
  const known = musicOf(cut, file);
  const [start, setStart] = useState(() => formatStart(known.dawStart ?? 0));
  const [tempo, setTempo] = useState(() => (known.tempo === undefined ? '' : String(known.tempo)));
  /** Null: it wasn't asked for. */
  const remember = async (seconds: number | null, beats: number | null) => {
    const changes = {
      ...(seconds !== null && seconds !== (known.dawStart ?? 0) && { dawStart: seconds }),
      ...(beats !== null && beats !== known.tempo && { tempo: beats }),
    };
    if (!mayRemember || Object.keys(changes).length === 0) return;
    const failure = await run('cut.describe', { id: cut.id, music: { ...cut.music, ...changes } });
    if (failure !== null) say.failed(toDawText.export.notRemembered, failure);
  };
  return {
    ...{ start, setStart, tempo, setTempo, mayRemember },
    remember: (seconds: number | null, beats: number | null) => void remember(seconds, beats),
  };
}
