import type { Project } from '../../protocol/wire/project.ts';
import type { Cache } from '../cache/cache.ts';
import { createListeners } from '../common/listeners.ts';

/** Notices when the cached list of projects differs from what it was at the last check. */
export type ProjectChanges = {
  /** Reports a change to the listeners. Returns whether there was one. */
  check(): boolean;
  onChange(listener: (projects: Project[]) => void): () => void;
};

export function createProjectChanges(cache: Pick<Cache, 'listProjects'>): ProjectChanges {
  const listeners = createListeners<Project[]>();
  let checked = '';
  return {
    check() {
      const projects = cache.listProjects();
      const text = JSON.stringify(projects);
      if (text === checked) return false;
      checked = text;
      listeners.notify(projects);
      return true;
    },
    onChange: listeners.add,
  };
}
