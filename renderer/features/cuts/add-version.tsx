import { FilePlus } from 'lucide-react';
import { useRef } from 'react';
import type { Cut } from '../../../protocol/wire/cut.ts';
import { cutsText } from '../../text/cuts.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { useTakeFiles } from '../drop/port.tsx';

/** Adds files by keyboard; the mouse can also drop them on the cut's page. */
export function AddVersion({ cut }: { cut: Cut }) {
  const take = useTakeFiles();
  const picker = useRef<HTMLInputElement>(null);
  const choose = () => picker.current?.click();
  return (
    <>
      {cut.files.length === 0 ? (
        <Button icon={FilePlus} onClick={choose}>
          {cutsText.addFirst}
        </Button>
      ) : (
        <IconButton label={cutsText.addVersion} icon={FilePlus} onClick={choose} />
      )}
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
