import { describe, expect, it } from 'vitest';
import {
  endTyping,
  expireTyping,
  nextExpiry,
  noTyping,
  noteTyping,
} from '../../renderer/features/chat/typing.ts';
import { createTypingSignal } from '../../renderer/features/chat/typing-signal.ts';

describe('the typing indicator', () => {
  const ben = { conversationId: 'c1', isTyping: true };
  const cy = { conversationId: 'c2', isTyping: true };

  it('expires 8 s after the last signal', () => {
    const once = noteTyping(noTyping, ben, 1000);
    const again = noteTyping(once, ben, 4000);
    expect(expireTyping(once, 8999).has('c1')).toBe(true);
    expect(expireTyping(once, 9000).has('c1')).toBe(false);
    expect(expireTyping(again, 9000).has('c1')).toBe(true);
    expect(expireTyping(again, 12_000).has('c1')).toBe(false);
  });

  it('ends with a stop signal, or when the message arrives', () => {
    const both = noteTyping(noteTyping(noTyping, ben, 0), cy, 0);
    expect([...noteTyping(both, { ...ben, isTyping: false }, 10).keys()]).toEqual(['c2']);
    expect([...endTyping(both, 'c2').keys()]).toEqual(['c1']);
  });

  it('reports the next expiry', () => {
    expect(nextExpiry(noTyping)).toBeNull();
    expect(nextExpiry(noteTyping(noteTyping(noTyping, ben, 500), cy, 200))).toBe(8200);
  });

  it('is the same object when nothing changes', () => {
    const one = noteTyping(noTyping, ben, 0);
    expect(expireTyping(one, 10)).toBe(one);
    expect(endTyping(one, 'c2')).toBe(one);
  });
});

describe('the typing signal', () => {
  function start() {
    let time = 100_000;
    const sent: [boolean, number][] = [];
    const signal = createTypingSignal(
      (isTyping) => sent.push([isTyping, time - 100_000]),
      () => time,
    );
    const pass = (milliseconds: number) => {
      time += milliseconds;
    };
    return { signal, sent, pass };
  }

  it('is sent with the first letter, then at most every 3 s', () => {
    const { signal, sent, pass } = start();
    for (let letters = 1; letters <= 70; letters += 1) {
      signal.changed('x'.repeat(letters));
      pass(100);
    }
    expect(sent).toEqual([
      [true, 0],
      [true, 3000],
      [true, 6000],
    ]);
  });

  it('is ended once, when the message is sent or emptied', () => {
    const { signal, sent } = start();
    signal.changed('y');
    signal.changed('');
    signal.stop();
    expect(sent).toEqual([
      [true, 0],
      [false, 0],
    ]);
  });

  it('keeps its pace when the field is emptied and typed in again', () => {
    const { signal, sent, pass } = start();
    signal.changed('y');
    signal.changed('');
    pass(1000);
    signal.changed('n');
    expect(sent.length).toBe(2);
    pass(2000);
    signal.changed('no');
    expect(sent.at(-1)).toEqual([true, 3000]);
  });

  it('is not sent for blank text, nor ended if it never started', () => {
    const { signal, sent } = start();
    signal.changed(' \n');
    signal.stop();
    expect(sent).toEqual([]);
  });
});
