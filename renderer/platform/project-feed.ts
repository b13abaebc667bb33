import type { Bridge } from '../../protocol/ipc/bridge.ts';
import { applyProjectEvent } from '../../protocol/state/project-state.ts';
import type { LoggedEvent } from '../../protocol/wire/event.ts';
import type { ProjectSnapshot } from '../../protocol/wire/project.ts';
import { projectTopic } from '../../protocol/wire/topic.ts';
import { read } from '../bridge/read.ts';

/** Applies the next event of the project's log to a snapshot. `behind`: an event is missing, so read the project again. */
export function advance(project: ProjectSnapshot, event: LoggedEvent): ProjectSnapshot | 'behind' {
  if (event.topic !== projectTopic(project.id) || event.seq <= project.seq) return project;
  if (event.seq > project.seq + 1) return 'behind';
  return { ...applyProjectEvent(project, event), seq: event.seq };
}

/**
 * Reads a project and applies the events that were pushed in the meantime. It subscribes before it reads, so that no
 * event is missed.
 */
export async function readProject(bridge: Bridge, id: string): Promise<ProjectSnapshot> {
  const heard: LoggedEvent[] = [];
  const stop = bridge.on('realtime.event', (event) => {
    if ('topic' in event && event.topic === projectTopic(id)) heard.push(event);
  });
  try {
    let project = await read(bridge, 'projects.read', { id });
    for (const event of heard) {
      const next = advance(project, event);
      if (next === 'behind') return await read(bridge, 'projects.read', { id });
      project = next;
    }
    return project;
  } finally {
    stop();
  }
}
