import { Link } from 'lucide-react';
import type { File } from '../../../protocol/wire/file.ts';
import { useFrame } from '../../platform/frame-context.tsx';
import { cutsText } from '../../text/cuts.ts';
import { IconButton } from '../../ui/button.tsx';

export function ShareButton({ file }: { file: File }) {
  const { ask } = useFrame();
  return (
    <IconButton
      label={cutsText.shareLinkTo(file.name)}
      icon={Link}
      className="relative"
      onClick={() => ask({ kind: 'share', file })}
    />
  );
}
