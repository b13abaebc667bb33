import { describe, expect, it } from 'vitest';
import { seenAt } from '../../../client/account/absence.ts';
import { createAccountSettings, defaultSettings } from '../../../client/account/account-settings.ts';
import type { AccountSettings } from '../../../protocol/ipc/settings.ts';

const hours = (amount: number) => amount * 60 * 60_000;

describe('an absence', () => {
  it('begins when the user was last seen, and ends when they are seen hours later', () => {
    const known = { ...defaultSettings, lastSeenAt: hours(10) };
    expect(seenAt(hours(58), known)).toEqual({
      lastSeenAt: hours(58),
      absence: { from: hours(10), until: hours(58) },
    });
  });

  it('is none at the first start, or after less than four hours', () => {
    expect(seenAt(hours(1), defaultSettings)).toEqual({ lastSeenAt: hours(1) });
    expect(seenAt(hours(13.9), { ...defaultSettings, lastSeenAt: hours(10) })).toEqual({
      lastSeenAt: hours(13.9),
    });
  });

  it('continues the last one until its summary is dismissed', async () => {
    let saved: AccountSettings = {
      ...defaultSettings,
      lastSeenAt: hours(58),
      absence: { from: hours(10), until: hours(58) },
    };
    expect(seenAt(hours(80), saved).absence).toEqual({ from: hours(10), until: hours(80) });
    const settings = createAccountSettings({
      saved,
      changed: () => {},
      save: async (next) => {
        saved = next;
      },
    });
    expect(await settings.update({ absence: null })).not.toHaveProperty('absence');
    await settings.update((known) => seenAt(hours(80), known));
    expect(saved.absence).toEqual({ from: hours(58), until: hours(80) });
  });

  it('is known to all tabs of a browser', async () => {
    let stored: AccountSettings = { ...defaultSettings, lastSeenAt: hours(10) };
    const tab = () =>
      createAccountSettings({
        saved: stored,
        readAgain: () => stored,
        changed: () => {},
        save: async (next) => {
          stored = next;
        },
      });
    const [first, second] = [tab(), tab()];
    await first.update((known) => seenAt(hours(11), known));
    expect(await second.update((known) => seenAt(hours(14.5), known))).not.toHaveProperty('absence');
  });
});
