import { findCut } from '../../protocol/state/project-state.ts';
import { useIsServerAdmin } from '../features/admin/port.ts';
import { useChooseFolder } from '../features/bounce-folders/use-choose-folder.ts';
import { useMay, useShownProject } from '../features/pending/pending-context.tsx';
import { useListening } from '../features/player/listening.tsx';
import type { Action } from '../features/search/actions.ts';
import { Find } from '../features/search/find-dialog.tsx';
import { settingsPagesFor } from '../features/settings/settings-pages.ts';
import { useFrame } from '../platform/frame-context.tsx';
import { goTo, useRoute } from '../platform/route.ts';
import { useSession } from '../platform/session-context.tsx';
import { mainMix } from '../platform/songs.ts';
import { useChangeForm, useWindowForm } from '../platform/window-form.ts';
import { accountText } from '../text/account.ts';
import { activityText } from '../text/activity.ts';
import { adminText } from '../text/admin.ts';
import { appText } from '../text/app.ts';
import { musicText } from '../text/music.ts';
import { picturesText } from '../text/pictures.ts';
import { pointsText } from '../text/points.ts';
import { projectsText } from '../text/projects.ts';
import { settingsPagesText } from '../text/settings.ts';
import { toDawText } from '../text/to-daw.ts';

/** Find, with what can be done from where the user is. Each action has the name that it has in its menu. */
export function FindAnything({ onClose }: { onClose: () => void }) {
  const actions = [...useSongActions(), ...useProjectActions(), ...useGeneralActions()];
  // The mini window has no room for most of what they open.
  const { isMini } = useWindowForm();
  return <Find actions={isMini ? [] : actions} onClose={onClose} />;
}

type Offer = Omit<Action, 'type' | 'id'>;

/** Those that somebody of this role may do. */
function offered(offers: readonly (Offer | false)[]): Action[] {
  return offers
    .filter((offer) => offer !== false)
    .map((offer, place) => ({ ...offer, type: 'action', id: `${offer.name} ${offer.about ?? ''} ${place}` }));
}

/** On the open song, at its shown version. */
function useSongActions(): Action[] {
  const { ask } = useFrame();
  const route = useRoute();
  const projectId = route.name === 'project' ? route.projectId : null;
  const { project } = useShownProject(projectId);
  const may = useMay(projectId);
  const { open } = useListening();
  const cut = project && route.name === 'project' && route.cutId ? findCut(project, route.cutId) : null;
  if (!project || !cut) return [];
  const about = cut.name;
  const file = cut.files.find(({ id }) => id === open.get()?.track.fileId);
  const vibe = project.vibes.find(({ id }) => id === cut.vibeId);
  const texts = projectsText.actions;
  return offered([
    may('file.share') &&
      file !== undefined && {
        ...{ name: texts.share, about, isFirst: true },
        run: () => ask({ kind: 'share', of: { kind: 'file', file } }),
      },
    file !== undefined && {
      ...{ name: toDawText.export.menu, about, words: 'DAW' },
      run: () => ask({ kind: 'export-markers', cut, fileId: file.id }),
    },
    may('cut.describe') &&
      file !== undefined && {
        ...{ name: musicText.menu, about, words: 'BPM bars' },
        run: () => ask({ kind: 'song-music', cut, fileId: file.id }),
      },
    may('cut.rename') && { name: texts.rename, about, run: () => ask({ kind: 'rename-cut', cut }) },
    may('cut.move') && { name: texts.move, about, run: () => ask({ kind: 'move-cut', cut, project }) },
    may('cut.merge') &&
      cut.files.length > 0 && {
        ...{ name: texts.merge, about },
        run: () => ask({ kind: 'merge-cut', cut, project }),
      },
    may('vibe.rename') &&
      vibe !== undefined &&
      mainMix(vibe) !== null && {
        ...{ name: picturesText.menu, about, words: 'image cover art' },
        run: () => ask({ kind: 'picture', of: { kind: 'song', vibe } }),
      },
  ]);
}

/** On the open project. */
function useProjectActions(): Action[] {
  const { ask } = useFrame();
  const route = useRoute();
  const projectId = route.name === 'project' ? route.projectId : null;
  const { project, isPending } = useShownProject(projectId);
  const may = useMay(projectId);
  const chooseFolder = useChooseFolder();
  const { bounceFolders } = useSession().facts.capabilities;
  if (!project) return [];
  const about = project.name;
  const { menu, share } = projectsText;
  const isSent = !isPending;
  return offered([
    may('vibe.create') && {
      ...{ name: projectsText.newVibe, about, keys: 'N', isFirst: true },
      run: () => ask({ kind: 'new-vibe', projectId: project.id }),
    },
    may('member.invite') &&
      isSent && {
        ...{ name: menu.invite, about, keys: 'I', isFirst: true, words: 'people share member' },
        run: () => ask({ kind: 'invite', project }),
      },
    {
      ...{ name: pointsText.heading, about, isFirst: true, words: 'comments to do' },
      run: () => goTo({ name: 'project', projectId: project.id, cutId: null, points: true }),
    },
    {
      ...{ name: appText.room, about, isFirst: true, words: 'chat messages' },
      run: () => goTo({ name: 'project', projectId: project.id, cutId: null, room: { messageId: null } }),
    },
    may('project.share') &&
      isSent && {
        ...{ name: share.links, about, words: 'share playlist' },
        run: () => ask({ kind: 'share', of: { kind: 'project', project } }),
      },
    may('file.upload') &&
      bounceFolders && {
        ...{ name: appText.keys.addFolder, about, keys: 'F', words: 'watch DAW' },
        run: () => void chooseFolder(project.id),
      },
    may('project.rename') && {
      name: menu.rename,
      about,
      run: () => ask({ kind: 'rename-project', project }),
    },
    may('project.rename') && {
      ...{ name: picturesText.menu, about, words: 'image cover art' },
      run: () => ask({ kind: 'picture', of: { kind: 'project', project } }),
    },
    may('cut.merge') && { name: menu.gather, about, run: () => ask({ kind: 'gather', project }) },
    may('cut.delete') &&
      isSent && {
        ...{ name: menu.deleted, about, words: 'restore trash undo' },
        run: () => ask({ kind: 'deleted', projectId: project.id }),
      },
  ]);
}

/** Those that don’t depend on a place. */
function useGeneralActions(): Action[] {
  const { ask, showPanel } = useFrame();
  const { capabilities } = useSession().facts;
  const isServerAdmin = useIsServerAdmin();
  const changeForm = useChangeForm();
  const { menu } = accountText;
  const settings = settingsPagesFor(capabilities).flatMap(({ name, title, sections }) =>
    sections.map((section) => ({
      name: section.title,
      about: section.title === title ? settingsPagesText.title : `${settingsPagesText.title}: ${title}`,
      words: `${section.words} ${title}`,
      run: () => ask({ kind: 'settings', page: name }),
    })),
  );
  return offered([
    {
      ...{ name: appText.transfers, keys: 'T', isFirst: true, words: 'uploads downloads' },
      run: () => showPanel('transfers'),
    },
    { name: appText.pendingChanges, keys: 'W', words: 'offline', run: () => showPanel('pending') },
    { name: activityText.allHeading, isFirst: true, run: () => goTo({ name: 'everything' }) },
    { name: projectsText.newProject, keys: '⇧N', run: () => ask({ kind: 'new-project' }) },
    { name: projectsText.acceptInvitation, words: 'join', run: () => ask({ kind: 'join-project' }) },
    capabilities.miniWindow && {
      ...{ name: appText.keys.miniWindow, keys: 'V', isFirst: true },
      run: () => changeForm({ isMini: true }),
    },
    { name: menu.settings, isFirst: true, words: 'preferences', run: () => ask({ kind: 'settings' }) },
    ...settings,
    { name: picturesText.ownMenu, words: 'face', run: () => ask({ kind: 'picture', of: { kind: 'me' } }) },
    isServerAdmin && { name: adminText.menu, run: () => goTo({ name: 'admin' }) },
    { name: menu.shortcuts, keys: '?', isFirst: true, run: () => ask({ kind: 'keys' }) },
    { name: menu.signOut, words: 'log out', run: () => ask({ kind: 'sign-out' }) },
  ]);
}
