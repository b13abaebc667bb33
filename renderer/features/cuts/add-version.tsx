import { FilePlus } from 'lucide-react';
import { useRef } from 'react';
import type { Cut } from '../../../protocol/wire/cut.ts';
import { IconButton } from '../../ui/button.tsx';
import { useTakeFiles } from '../drop/port.tsx';

/** The keyboard's twin of dropping files on a cut's page. */
export function AddVersion({ cut }: { cut: Cut }) {
  const take = useTakeFiles();
  const picker = useRef<HTMLInputElement>(null);
  return (
    <>
      <IconButton label="Add new version…" icon={FilePlus} onClick={() => picker.current?.click()} />
      <input
        ref={picker}
        type="file"
        multiple
        hidden
        aria-label="Choose files"
        onChange={({ target }) => {
          take([...(target.files ?? [])], { kind: 'cut', projectId: cut.projectId, cutId: cut.id });
          target.value = '';
        }}
      />
    </>
  );
}
