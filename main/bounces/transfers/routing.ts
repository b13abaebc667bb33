import { basename, relative, sep } from 'node:path';
import { cutNameOf, songNameOf, vibeNameOf } from '../../../client/uploads/song-name.ts';
import type { Routing } from '../../../protocol/ipc/binding.ts';
import type { UploadTarget } from '../../../protocol/wire/upload.ts';

type Vibe = Extract<UploadTarget, { kind: 'new-cut' }>['vibe'];

/** Where a bounce at `path` in the bound `folder` goes as a new cut. */
export function routeBounce(
  binding: { folder: string; projectId: string; routing: Routing },
  path: string,
  cutId: string,
): UploadTarget {
  const vibe = routeToVibe(binding, path);
  return { kind: 'new-cut', projectId: binding.projectId, cutId, cutName: cutNameOf(basename(path)), vibe };
}

function routeToVibe(binding: { folder: string; routing: Routing }, path: string): Vibe {
  const { routing } = binding;
  if (routing.kind === 'vibe') return { id: routing.vibeId };
  if (routing.kind === 'vibe-name') return { name: routing.name };
  const folders = relative(binding.folder, path).split(sep).slice(0, -1);
  if (routing.kind === 'sub-folder' && folders[0] !== undefined) return { name: vibeNameOf(folders[0]) };
  return { name: songNameOf(basename(path)) };
}
