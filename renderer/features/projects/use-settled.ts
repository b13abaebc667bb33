import { useEffect, useRef, useState } from 'react';
import { versionsOf } from '../../../protocol/state/versions.ts';
import type { ProjectSnapshot } from '../../../protocol/wire/project.ts';

/** The versions that have just arrived while the list was on the screen, by the file's id. */
export function useSettled(project: ProjectSnapshot): ReadonlySet<string> {
  const known = useRef<ReadonlySet<string> | null>(null);
  const [settled, setSettled] = useState<ReadonlySet<string>>(new Set());
  useEffect(() => {
    const newest = newestVersions(project);
    const before = known.current;
    known.current = newest;
    const arrived = before ? [...newest].filter((id) => !before.has(id)) : [];
    if (arrived.length > 0) setSettled(new Set(arrived));
  }, [project]);
  return settled;
}

function newestVersions(project: ProjectSnapshot): ReadonlySet<string> {
  const newest = new Set<string>();
  for (const vibe of project.vibes)
    for (const cut of vibe.cuts) {
      const last = versionsOf(cut).at(-1);
      if (last) newest.add(last.id);
    }
  return newest;
}
