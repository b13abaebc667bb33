import type { Person } from '../../../protocol/wire/user.ts';
import { blocksText } from '../../text/blocks.ts';
import { Confirm } from '../../ui/dialog.tsx';
import { useBlock } from './block-queries.ts';

const { dialog } = blocksText;

export function BlockPerson({
  person: { id, name },
  onClose,
}: {
  person: Pick<Person, 'id' | 'name'>;
  onClose: () => void;
}) {
  const block = useBlock();
  return (
    <Confirm
      title={dialog.title(name)}
      description={dialog.description}
      submit={dialog.submit}
      action={() => block(id)}
      onClose={onClose}
    />
  );
}
