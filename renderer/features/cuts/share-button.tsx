import { Link } from 'lucide-react';
import type { File } from '../../../protocol/wire/file.ts';
import { useFrame } from '../../platform/frame-context.tsx';
import { cutsText } from '../../text/cuts.ts';
import { IconButton } from '../../ui/button.tsx';
import { useMay } from '../pending/port.tsx';

/** Absent for those who may not share. */
export function ShareButton({ file }: { file: File }) {
  const { ask } = useFrame();
  const may = useMay(file.projectId);
  if (!may('file.share')) return null;
  return (
    <IconButton
      label={cutsText.shareLinkTo(file.name)}
      icon={Link}
      className="relative"
      onClick={() => ask({ kind: 'share', of: { kind: 'file', file } })}
    />
  );
}
