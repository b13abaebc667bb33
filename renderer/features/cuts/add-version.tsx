import { FilePlus } from 'lucide-react';
import { useRef } from 'react';
import type { Cut } from '../../../protocol/wire/cut.ts';
import { cutsText } from '../../text/cuts.ts';
import { IconButton } from '../../ui/button.tsx';
import { useTakeFiles } from '../drop/port.tsx';

/** Adds files by keyboard; the mouse can also drop them on the cut's page. */
export function AddVersion({ cut }: { cut: Cut }) {
  const take = useTakeFiles();
  const picker = useRef<HTMLInputElement>(null);
  return (
    <>
      <IconButton label={cutsText.addVersion} icon={FilePlus} onClick={() => picker.current?.click()} />
      <input
        ref={picker}
        type="file"
        multiple
        hidden
        aria-label={cutsText.chooseFiles}
        onChange={({ target }) => {
          take([...(target.files ?? [])], { kind: 'cut', projectId: cut.projectId, cutId: cut.id });
          target.value = '';
        }}
      />
    </>
  );
}
