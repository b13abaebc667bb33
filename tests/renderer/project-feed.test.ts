import { describe, expect, it } from 'vitest';
import type { Bridge } from '../../protocol/ipc/bridge.ts';
import { findCut } from '../../protocol/state/project-state.ts';
import type { LoggedEvent, NamedEvent } from '../../protocol/wire/event.ts';
import type { ProjectSnapshot } from '../../protocol/wire/project.ts';
import { followPushes } from '../../renderer/app/live-cache.ts';
import { advance, readProject } from '../../renderer/platform/project-feed.ts';
import { createQueryClient, expectProject, keys } from '../../renderer/platform/queries.ts';
import { bandActivities, summerEp } from '../fixtures/renderer/page/sample.ts';
import { scenes } from '../fixtures/renderer/page/scenes.ts';
import { createScriptedBridge, type ScriptedBridge } from '../fixtures/renderer/page/scripted-bridge.ts';
import { disposeLater } from '../helpers/disposal.ts';
import { until } from '../helpers/until.ts';

const rename = (name: string): NamedEvent => ({ name: 'cut:updated', payload: { cutId: 'sg1', name } });

function logged(seq: number, event: NamedEvent): LoggedEvent {
  return { ...event, topic: 'project:ep', seq, at: new Date(0).toISOString() };
}

function scripted(): ScriptedBridge {
  return createScriptedBridge((scenes.band as () => ScriptedBridge['world'])());
}

describe('advance', () => {
  const project = summerEp();

  it('applies the next event and moves on', () => {
    const next = advance(project, logged(project.seq + 1, rename('idea'))) as ProjectSnapshot;
    expect(next.seq).toBe(project.seq + 1);
    expect(findCut(next, 'sg1')?.name).toBe('idea');
  });

  it('drops events that the snapshot has already, and those of another project', () => {
    expect(advance(project, logged(project.seq, rename('idea')))).toBe(project);
    const elsewhere = { ...logged(project.seq + 1, rename('idea')), topic: 'project:live' } as LoggedEvent;
    expect(advance(project, elsewhere)).toBe(project);
  });

  it('detects a gap', () => {
    expect(advance(project, logged(project.seq + 2, rename('idea')))).toBe('behind');
  });

  it('moves past an event that changes nothing', () => {
    const activity = bandActivities()[0];
    if (!activity) throw new Error('The sample has no activity');
    const next = advance(project, logged(project.seq + 1, { name: 'activity:new', payload: activity }));
    expect(next).toMatchObject({ seq: project.seq + 1 });
  });
});

describe('a project that someone is about to open', () => {
  it('is read once, before it is opened', async () => {
    const { bridge } = scripted();
    const read: string[] = [];
    const counting: Bridge = {
      ...bridge,
      invoke(name, args) {
        if (name === 'projects.read') read.push(name);
        return bridge.invoke(name, args);
      },
    };
    const client = createQueryClient();
    disposeLater(() => client.clear());
    expectProject(client, counting, 'ep');
    expectProject(client, counting, 'ep');
    await until(() => client.getQueryData(keys.project('ep')) !== undefined, { what: 'the project' });
    expectProject(client, counting, 'ep');
    expect(read).toHaveLength(1);
    expect(client.getQueryData(keys.project('ep'))).toMatchObject({ id: 'ep' });
  });
});

describe('readProject', () => {
  /** The bridge of a scene, with something happening between the read and its answer. */
  function meanwhile(inner: ScriptedBridge, happen: () => void): Bridge {
    return {
      ...inner.bridge,
      async invoke(name, args) {
        const answer = await inner.bridge.invoke(name, args);
        if (name === 'projects.read') happen();
        return answer;
      },
    };
  }

  it('includes events pushed while the answer was pending', async () => {
    const inner = scripted();
    const bridge = meanwhile(inner, () => inner.happen('ep', rename('in between')));
    const project = await readProject(bridge, 'ep');
    expect(findCut(project, 'sg1')?.name).toBe('in between');
    expect(project.seq).toBe(41);
  });

  it('reads again when one was missed', async () => {
    const inner = scripted();
    let missed = false;
    const bridge = meanwhile(inner, () => {
      if (missed) return;
      missed = true;
      inner.push('realtime.event', logged(45, rename('late')));
    });
    await readProject(bridge, 'ep');
    expect(inner.calls.filter(({ name }) => name === 'projects.read')).toHaveLength(2);
  });
});

describe('followPushes', () => {
  function follow() {
    const script = scripted();
    const client = createQueryClient();
    const stop = followPushes(script.bridge, client);
    disposeLater(stop);
    disposeLater(() => client.clear());
    return { script, client, stop };
  }

  it('updates project, transfers, folders and changes with each push', () => {
    const { script, client } = follow();
    client.setQueryData(keys.project('ep'), summerEp());
    client.setQueryData(keys.transfers, script.world.transfers);
    script.happen('ep', rename('heard'));
    script.push('transfers.changed', { changed: [], removed: script.world.transfers.map(({ id }) => id) });
    script.push('bindings.changed', []);
    script.push('outbox.changed', []);
    expect(findCut(client.getQueryData(keys.project('ep')) as ProjectSnapshot, 'sg1')?.name).toBe('heard');
    expect(client.getQueryData(keys.transfers)).toEqual([]);
    expect(client.getQueryData(keys.bindings)).toEqual([]);
    expect(client.getQueryData(keys.outbox)).toEqual([]);
  });

  it('reads the project again after a gap, and when it was replaced', async () => {
    const { script, client } = follow();
    let reads = 0;
    const stale = () => {
      reads += 1;
      return summerEp();
    };
    await client.fetchQuery({ queryKey: keys.project('ep'), queryFn: stale });
    script.push('realtime.event', logged(99, rename('far ahead')));
    await until(() => client.getQueryState(keys.project('ep'))?.isInvalidated, { what: 'the re-read' });
    await client.fetchQuery({ queryKey: keys.project('ep'), queryFn: stale });
    script.push('project.replaced', { id: 'ep' });
    await until(() => client.getQueryState(keys.project('ep'))?.isInvalidated, { what: 'the re-read' });
    expect(reads).toBe(2);
  });

  it('repeats failed reads when the server is reached', async () => {
    const { script, client } = follow();
    let reads = 0;
    const failing = async () => {
      reads += 1;
      throw new Error('No network');
    };
    await client.prefetchQuery({ queryKey: keys.project('ep'), queryFn: failing });
    await client.prefetchQuery({ queryKey: keys.projects, queryFn: async () => [] });
    script.push('connection.changed', { kind: 'connecting', since: 0, attempt: 1 });
    expect(reads).toBe(1);
    script.push('connection.changed', { kind: 'online', since: 0, transport: 'websocket' });
    await until(() => reads === 2, { what: 'the second read' });
  });

  it('ignores pushes after it was stopped', () => {
    const { script, client, stop } = follow();
    client.setQueryData(keys.project('ep'), summerEp());
    stop();
    script.happen('ep', rename('too late'));
    expect(findCut(client.getQueryData(keys.project('ep')) as ProjectSnapshot, 'sg1')?.name).toBe('v1 idea');
  });
});
