import { describe, expect, it } from 'vitest';
import type { RealtimeEvent } from '../../protocol/ipc/pushes.ts';
import { startAppState } from '../../renderer/platform/app-state.ts';
import { type Arrivals, countArrivals, markSeen, noteArrival } from '../../renderer/platform/arrivals.ts';
import { createSocket } from '../../renderer/platform/socket.ts';
import { createStore } from '../../renderer/platform/store.ts';
import { ana, ben, cut, file } from '../fixtures/renderer/page/sample.ts';
import { scenes } from '../fixtures/renderer/page/scenes.ts';
import { createScriptedBridge, type ScriptedBridge } from '../fixtures/renderer/page/scripted-bridge.ts';

function start() {
  const script = createScriptedBridge((scenes.band as () => ScriptedBridge['world'])());
  const { socket, stop } = createSocket(script.bridge, createStore(script.world.connection));
  const rooms = () =>
    script.calls.map(({ name, args }) => `${name} ${(args as { id?: string } | null)?.id ?? ''}`);
  return { script, socket, stop, rooms };
}

describe('the socket', () => {
  it('joins a room once for two views and leaves it with the last', () => {
    const { socket, rooms } = start();
    const leaveFirst = socket.enter('ep');
    const leaveSecond = socket.enter('ep');
    leaveFirst();
    leaveFirst();
    expect(rooms()).toEqual(['projects.enter ep']);
    leaveSecond();
    expect(rooms()).toEqual(['projects.enter ep', 'projects.leave ep']);
  });

  it('gives each listener the events of its name, until it stops listening', () => {
    const { script, socket } = start();
    const heard: string[] = [];
    const stopListening = socket.on('cut:updated', ({ payload }) => heard.push(payload.name));
    script.happen('ep', { name: 'cut:updated', payload: { cutId: 'sg1', name: 'one' } });
    script.happen('ep', { name: 'cut:deleted', payload: { cutId: 'sg1' } });
    stopListening();
    script.happen('ep', { name: 'cut:updated', payload: { cutId: 'sg2', name: 'two' } });
    expect(heard).toEqual(['one']);
  });

  it('leaves every room and receives nothing after sign-out', () => {
    const { script, socket, stop, rooms } = start();
    const heard: string[] = [];
    socket.on('cut:updated', ({ payload }) => heard.push(payload.name));
    const leave = socket.enter('ep');
    stop();
    leave();
    script.happen('ep', { name: 'cut:updated', payload: { cutId: 'sg1', name: 'late' } });
    expect(heard).toEqual([]);
    expect(rooms()).toEqual(['projects.enter ep', 'projects.leave ep']);
  });
});

describe('startAppState', () => {
  it('includes changes during the start, and later ones', async () => {
    const { script } = start();
    const starting = startAppState(script.bridge);
    script.push('connection.changed', { kind: 'connecting', since: 1, attempt: 1 });
    const { state, dispose } = await starting;
    expect(state.connection.get()).toMatchObject({ kind: 'connecting', since: 1 });
    script.push('session.changed', { kind: 'signed-out', lastServerUrl: null });
    expect(state.session.get().kind).toBe('signed-out');
    dispose();
    script.push('connection.changed', { kind: 'connecting', since: 2, attempt: 2 });
    expect(state.connection.get()).toMatchObject({ since: 1 });
  });

  it('fails with the reason, and stops listening', async () => {
    const { script } = start();
    script.world.fails['app.start'] = { ok: false, kind: 'internal', message: 'No data folder.' };
    await expect(startAppState(script.bridge)).rejects.toThrow('No data folder.');
  });
});

describe('arrivals', () => {
  const none: Arrivals = new Map();
  const event = (named: { name: string; payload: unknown }) => named as RealtimeEvent;
  const made = (by: typeof ben) =>
    event({ name: 'cut:created', payload: cut('late', 'new', 'v4', 1, by, []) });
  const bounced = event({ name: 'file:uploaded', payload: file('sg1', 'f', 'v1.wav', ben, 0) });

  it('contains each cut that others upload, once, and none of mine', () => {
    const known = noteArrival(noteArrival(none, made(ben), ana.id), bounced, ana.id);
    expect([...known]).toEqual([
      ['new', 'ep'],
      ['sg1', 'ep'],
    ]);
    expect(noteArrival(known, bounced, ana.id)).toEqual(known);
    expect(noteArrival(none, made(ana), ana.id)).toBe(none);
    expect(countArrivals(known, 'ep')).toBe(2);
    expect(countArrivals(known, 'live')).toBe(0);
  });

  it('forgets cuts that were seen, deleted or left', () => {
    const known = noteArrival(none, bounced, ana.id);
    expect(markSeen(known, 'sg1').size).toBe(0);
    expect(markSeen(known, 'other')).toBe(known);
    const gone = event({ name: 'cut:deleted', payload: { cutId: 'sg1' } });
    expect(noteArrival(known, gone, ana.id).size).toBe(0);
    const left = event({ name: 'project:left', payload: { projectId: 'ep' } });
    expect(noteArrival(known, left, ana.id).size).toBe(0);
    const other = event({ name: 'project:left', payload: { projectId: 'live' } });
    expect(noteArrival(known, other, ana.id)).toBe(known);
  });
});
