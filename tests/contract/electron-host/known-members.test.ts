import { EventEmitter } from 'node:events';
import { describe, expect, it } from 'vitest';
import { knownMembers, missingModule, refuseUnknown } from '../../../tools/electron-host/known-members.ts';

describe('a member that the stand-in lacks', () => {
  it('throws with its name when used', () => {
    const shell = knownMembers('shell', { beep: () => 'beep' }) as { beep(): string; trashItem(): void };
    expect(shell.beep()).toBe('beep');
    expect(() => shell.trashItem()).toThrow('shell.trashItem is not in the stand-in for Electron');
    expect(() => (missingModule('net') as { fetch(): void }).fetch()).toThrow(
      'net.fetch is not in the stand-in',
    );
  });

  it('does not affect classes, promises and inspection', async () => {
    class Thing extends EventEmitter {}
    Object.setPrototypeOf(Thing.prototype, refuseUnknown('thing', EventEmitter.prototype));
    const thing = new Thing();
    let heard = 0;
    thing.on('sound', () => {
      heard += 1;
    });
    thing.emit('sound');
    expect(heard).toBe(1);
    expect(await Promise.resolve(thing)).toBe(thing);
    expect(JSON.stringify(knownMembers('plain', { a: 1 }))).toBe('{"a":1}');
    expect(() => Reflect.get(thing, 'fly')).toThrow('thing.fly');
  });
});
