import type { AccountSettings } from '../../protocol/ipc/settings.ts';

/** An account's settings on this computer or in this browser. */
export type AccountSettingsStore = {
  current(): AccountSettings;
  /** Resolves when the change was saved, or could not be. */
  update(
    changes: { [Key in keyof AccountSettings]?: AccountSettings[Key] | undefined },
  ): Promise<AccountSettings>;
};

export const defaultSettings: AccountSettings = { isQuiet: false, mutedProjectIds: [] };

/** `save` must not reject. */
export function createAccountSettings(parts: {
  saved: AccountSettings;
  changed(settings: AccountSettings): void;
  save(settings: AccountSettings): Promise<void>;
}): AccountSettingsStore {
  let settings = parts.saved;
  return {
    current: () => settings,
    async update({ isQuiet = settings.isQuiet, mutedProjectIds = settings.mutedProjectIds }) {
      settings = { isQuiet, mutedProjectIds: [...new Set(mutedProjectIds)] };
      const updated = settings;
      parts.changed(updated);
      await parts.save(updated);
      return updated;
    },
  };
}
