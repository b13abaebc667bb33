import { describe, expect, it } from 'vitest';
import {
  endTyping,
  expireTyping,
  nextExpiry,
  noTyping,
  noteTyping,
} from '../../renderer/features/chat/typing.ts';
import { createTypingSignal } from '../../renderer/features/chat/typing-signal.ts';

describe('who is typing', () => {
  const ben = { conversationId: 'c1', isTyping: true };
  const cy = { conversationId: 'c2', isTyping: true };

  it('ends by itself 8 s after the last sign', () => {
    const once = noteTyping(noTyping, ben, 1000);
    const again = noteTyping(once, ben, 4000);
    expect(expireTyping(once, 8999).has('c1')).toBe(true);
    expect(expireTyping(once, 9000).has('c1')).toBe(false);
    expect(expireTyping(again, 9000).has('c1')).toBe(true);
    expect(expireTyping(again, 12_000).has('c1')).toBe(false);
  });

  it('ends when they say so, and when their message is there', () => {
    const both = noteTyping(noteTyping(noTyping, ben, 0), cy, 0);
    expect([...noteTyping(both, { ...ben, isTyping: false }, 10).keys()]).toEqual(['c2']);
    expect([...endTyping(both, 'c2').keys()]).toEqual(['c1']);
  });

  it('says when to look again', () => {
    expect(nextExpiry(noTyping)).toBeNull();
    expect(nextExpiry(noteTyping(noteTyping(noTyping, ben, 500), cy, 200))).toBe(8200);
  });

  it('is the same object when nothing changes', () => {
    const one = noteTyping(noTyping, ben, 0);
    expect(expireTyping(one, 10)).toBe(one);
    expect(endTyping(one, 'c2')).toBe(one);
  });
});

describe('telling that one types', () => {
  function start() {
    let time = 100_000;
    const said: [boolean, number][] = [];
    const signal = createTypingSignal(
      (isTyping) => said.push([isTyping, time - 100_000]),
      () => time,
    );
    const pass = (milliseconds: number) => {
      time += milliseconds;
    };
    return { signal, said, pass };
  }

  it('says it at the first letter, and then every 3 s at most', () => {
    const { signal, said, pass } = start();
    for (let letters = 1; letters <= 70; letters += 1) {
      signal.changed('x'.repeat(letters));
      pass(100);
    }
    expect(said).toEqual([
      [true, 0],
      [true, 3000],
      [true, 6000],
    ]);
  });

  it('takes it back when sent or emptied, once', () => {
    const { signal, said } = start();
    signal.changed('y');
    signal.changed('');
    signal.stop();
    expect(said).toEqual([
      [true, 0],
      [false, 0],
    ]);
  });

  it('stays within its pace when emptied and begun again', () => {
    const { signal, said, pass } = start();
    signal.changed('y');
    signal.changed('');
    pass(1000);
    signal.changed('n');
    expect(said.length).toBe(2);
    pass(2000);
    signal.changed('no');
    expect(said.at(-1)).toEqual([true, 3000]);
  });

  it('says nothing of blanks, and nothing when nothing was said', () => {
    const { signal, said } = start();
    signal.changed(' \n');
    signal.stop();
    expect(said).toEqual([]);
  });
});
