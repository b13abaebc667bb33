import type { AccountSettings } from '../../protocol/ipc/settings.ts';

type Changes = { [Key in keyof AccountSettings]?: AccountSettings[Key] | undefined };

/** An account's settings on this computer or in this browser. */
export type AccountSettingsStore = {
  current(): AccountSettings;
  /** Resolves when the change was saved, or could not be. */
  update(changes: Changes | ((settings: AccountSettings) => Changes)): Promise<AccountSettings>;
};

export const defaultSettings: AccountSettings = { isQuiet: false, mutedProjectIds: [] };

/** `save` must not reject. `readAgain`: where others change the settings too, such as the other tabs of a browser. */
export function createAccountSettings(parts: {
  saved: AccountSettings;
  changed(settings: AccountSettings): void;
  save(settings: AccountSettings): Promise<void>;
  readAgain?: () => AccountSettings | undefined;
}): AccountSettingsStore {
  let settings = parts.saved;
  return {
    current: () => settings,
    async update(changes) {
      const known = parts.readAgain?.() ?? settings;
      const {
        isQuiet = known.isQuiet,
        mutedProjectIds = known.mutedProjectIds,
        lastSeenAt = known.lastSeenAt,
        absence = known.absence,
        dismissedAnnouncementId = known.dismissedAnnouncementId,
      } = typeof changes === 'function' ? changes(known) : changes;
      settings = {
        ...{ isQuiet, mutedProjectIds: [...new Set(mutedProjectIds)] },
        ...(lastSeenAt !== undefined && { lastSeenAt }),
        ...(absence && { absence }),
        ...(dismissedAnnouncementId !== undefined && { dismissedAnnouncementId }),
      };
      const updated = settings;
      parts.changed(updated);
      await parts.save(updated);
      return updated;
    },
  };
}
