/**
 * News that somebody may want to hear of. `project`: of a project, for which there is a notification. `room`: a message of
 * a room that doesn't mention them. `direct`: a message of a conversation of two. `undoable`: what they did themselves and
 * can undo. `failure`: what went wrong with something of theirs.
 */
export type News = 'project' | 'invitation' | 'room' | 'direct' | 'undoable' | 'failure';

/**
 * Where the user is when it happens. `in view`: the window is in front and shows the very thing. `background`: another
 * window is in front. `away`: nothing of ours ran, or was connected, for hours.
 */
export type Whereabouts = 'in view' | 'same project' | 'elsewhere' | 'mini window' | 'background' | 'away';

/**
 * `row`: the thing itself, where it is listed. `bell`: the number at the bell. `count`: the number at the room's tab or the
 * contact. `desktop`: a notification of the system. `digest`: the summary after an absence. `message`: over the window.
 */
export type PlaceOfNews = 'row' | 'bell' | 'count' | 'desktop' | 'digest' | 'message';

const places: Record<News, Record<Whereabouts, PlaceOfNews>> = {
  project: {
    'in view': 'row',
    'same project': 'bell',
    elsewhere: 'bell',
    'mini window': 'desktop',
    background: 'desktop',
    away: 'digest',
  },
  invitation: {
    'in view': 'bell',
    'same project': 'bell',
    elsewhere: 'bell',
    'mini window': 'desktop',
    background: 'desktop',
    away: 'bell',
  },
  room: {
    'in view': 'row',
    'same project': 'count',
    elsewhere: 'count',
    'mini window': 'count',
    background: 'count',
    away: 'count',
  },
  direct: {
    'in view': 'row',
    'same project': 'count',
    elsewhere: 'count',
    'mini window': 'desktop',
    background: 'desktop',
    away: 'count',
  },
  undoable: everywhere('message'),
  failure: everywhere('message'),
};

/** The one place that announces news (the table in docs/screens.md). Nothing is on the desktop while it is to be quiet. */
export function placeOfNews(news: News, where: Whereabouts, isQuiet = false): PlaceOfNews {
  const place = places[news][where];
  if (place !== 'desktop' || !isQuiet) return place;
  return news === 'direct' ? 'count' : 'bell';
}

function everywhere(place: PlaceOfNews): Record<Whereabouts, PlaceOfNews> {
  return {
    ...{ 'in view': place, 'same project': place, elsewhere: place },
    ...{ 'mini window': place, background: place, away: place },
  };
}

/** News that is older when it arrives belongs to the summary of the absence. */
export const absenceMilliseconds = 4 * 60 * 60_000;
