import type { AccountSettings } from '../../protocol/ipc/settings.ts';

/** An account's settings on this machine or in this browser: known at once, and kept. */
export type AccountSettingsStore = {
  current(): AccountSettings;
  update(
    changes: { [Key in keyof AccountSettings]?: AccountSettings[Key] | undefined },
  ): Promise<AccountSettings>;
};

export const firstSettings: AccountSettings = { isQuiet: false, mutedProjectIds: [] };
