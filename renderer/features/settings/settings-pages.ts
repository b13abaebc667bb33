import {
  AppWindow,
  Bell,
  FolderOpen,
  Info,
  type LucideIcon,
  MonitorCog,
  Palette,
  ShieldCheck,
  UserRound,
  Volume2,
} from 'lucide-react';
import type { ComponentType } from 'react';
import type { Capabilities } from '../../../protocol/ipc/capabilities.ts';
import { type SettingsPageName, settingsPageNames } from '../../platform/settings-page-names.ts';
import { besideText } from '../../text/beside.ts';
import { blocksText } from '../../text/blocks.ts';
import { bounceFoldersText } from '../../text/bounce-folders.ts';
import { identityText } from '../../text/identity.ts';
import { licencesText } from '../../text/licences.ts';
import { localAccessText } from '../../text/local-access.ts';
import { settingsText } from '../../text/notifications.ts';
import { outputText } from '../../text/output.ts';
import { ownAccountText } from '../../text/own-account.ts';
import { pinsText } from '../../text/pins.ts';
import { playerText } from '../../text/player.ts';
import { secondFactorText } from '../../text/second-factor.ts';
import { sessionsText } from '../../text/sessions.ts';
import { settingsPagesText } from '../../text/settings.ts';
import { toDawText } from '../../text/to-daw.ts';
import { updatesText } from '../../text/updates.ts';
import { LimitSettings, RunningSettings, ShortcutSettings } from '../beside/port.tsx';
import { BlockedSettings } from '../blocks/port.tsx';
import { WatchedFolders } from '../bounce-folders/port.tsx';
import { ConnectedAccounts } from '../identity/port.tsx';
import { About } from '../licences/port.tsx';
import { OtherProgramsSettings, ReaperSettings } from '../local-access/port.tsx';
import {
  AlertSetting,
  LevelSettings,
  MailSettings,
  QuietHoursSetting,
  QuietModeSetting,
} from '../notifications/port.tsx';
import { OwnAccount } from '../own-account/port.tsx';
import { SoundSettings } from '../pins/port.tsx';
import { OutputSetting, QualitySetting } from '../player/port.tsx';
import { SecondFactorSettings } from '../second-factor/port.tsx';
import { SessionSettings } from '../sessions/port.tsx';
import { DraggedSettings } from '../to-daw/port.tsx';
import { UpdateSettings } from '../updates/port.tsx';
import { ThemeSetting } from './theme-setting.tsx';

/** One part of a page. `title` and `words` are what the search looks in. */
export type SettingsSection = {
  title: string;
  words: string;
  Section: ComponentType;
  /** Without this ability of the client there is no such section. */
  needs?: keyof Capabilities;
  /** With this ability there is no such section. */
  lacks?: keyof Capabilities;
};

export type SettingsPage = {
  name: SettingsPageName;
  title: string;
  icon: LucideIcon;
  sections: readonly SettingsSection[];
};

const { words, theme } = settingsPagesText;

/** Each section is one line here. */
const sections: Record<SettingsPageName, readonly SettingsSection[]> = {
  account: [
    { title: ownAccountText.heading, words: words.account, Section: OwnAccount },
    { title: blocksText.heading, words: words.blocked, Section: BlockedSettings },
  ],
  'sign-in': [
    { title: secondFactorText.heading, words: words.secondFactor, Section: SecondFactorSettings },
    { title: identityText.connected.heading, words: words.connected, Section: ConnectedAccounts },
    { title: sessionsText.heading, words: words.sessions, Section: SessionSettings },
  ],
  folders: [
    {
      ...{ title: bounceFoldersText.heading, words: words.folders, Section: WatchedFolders },
      needs: 'bounceFolders',
    },
  ],
  sound: [
    { title: outputText.label, words: words.output, Section: OutputSetting, needs: 'besideDaw' },
    {
      ...{ title: playerText.quality.heading, words: words.quality, Section: QualitySetting },
      needs: 'hearsCompressed',
    },
  ],
  daw: [
    { title: besideText.limits, words: words.limits, Section: LimitSettings, needs: 'besideDaw' },
    { title: besideText.shortcuts, words: words.shortcuts, Section: ShortcutSettings, needs: 'besideDaw' },
    {
      ...{ title: toDawText.copies.heading, words: words.dragged, Section: DraggedSettings },
      needs: 'dragsOut',
    },
    {
      ...{ title: localAccessText.reaper, words: words.reaper, Section: ReaperSettings },
      needs: 'localAccess',
    },
    {
      ...{ title: localAccessText.other, words: words.otherPrograms, Section: OtherProgramsSettings },
      needs: 'localAccess',
    },
  ],
  notifications: [
    { title: settingsText.quietMode, words: words.quietMode, Section: QuietModeSetting },
    // Only browsers ask for permission.
    { title: settingsText.alerts.allow, words: words.alerts, Section: AlertSetting, lacks: 'besideDaw' },
    { title: settingsText.quietHours, words: words.quietHours, Section: QuietHoursSetting },
    { title: settingsText.projects, words: words.levels, Section: LevelSettings },
    { title: settingsText.mail.heading, words: words.mail, Section: MailSettings },
  ],
  appearance: [{ title: theme.label, words: words.theme, Section: ThemeSetting }],
  computer: [
    { title: besideText.running, words: words.running, Section: RunningSettings, needs: 'besideDaw' },
    { title: pinsText.heading, words: words.kept, Section: SoundSettings, needs: 'keepsSounds' },
  ],
  about: [
    { title: updatesText.heading, words: words.updates, Section: UpdateSettings, needs: 'updatesItself' },
    { title: licencesText.heading, words: words.about, Section: About },
  ],
};

const icons: Record<SettingsPageName, LucideIcon> = {
  account: UserRound,
  'sign-in': ShieldCheck,
  folders: FolderOpen,
  sound: Volume2,
  daw: AppWindow,
  notifications: Bell,
  appearance: Palette,
  computer: MonitorCog,
  about: Info,
};

/** The pages that have something for this client. */
export function settingsPagesFor(capabilities: Capabilities): SettingsPage[] {
  return settingsPageNames
    .map((name) => ({
      name,
      title: settingsPagesText.pages[name],
      icon: icons[name],
      sections: sections[name].filter(
        ({ needs, lacks }) =>
          (needs === undefined || capabilities[needs]) && (lacks === undefined || !capabilities[lacks]),
      ),
    }))
    .filter((page) => page.sections.length > 0);
}
