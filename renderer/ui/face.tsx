import { createContext, useContext } from 'react';
import { givenName, isGuest } from '../../common/guest.ts';
import { hueOf } from '../../common/hue.ts';
import { pictureAddress } from '../../protocol/ipc/media-addresses.ts';
import { initials } from '../text/format.ts';
import { classNames } from './class-names.ts';

/** The hues of the people of the open project, by id, so that no two of them look alike. */
export const HuesContext = createContext<ReadonlyMap<string, number>>(new Map());

/** The hue of a person, for `data-hue`. */
export function useHue(userId: string): number {
  return useContext(HuesContext).get(userId) ?? hueOf(userId);
}

/** The pictures of people by id, as paths on the server; those without one are missing. */
export const FacesContext = createContext<ReadonlyMap<string, string>>(new Map());

export function useFacePicture(userId: string): string | undefined {
  return useContext(FacesContext).get(userId);
}

const sizes = {
  16: 'size-4 text-[8px]',
  20: 'size-5 text-[9px]',
  24: 'size-6 text-[10px]',
  28: 'size-7 text-[11px]',
  96: 'size-24 text-[28px]',
};

/**
 * A person, by their picture or their initials: filled while they are here, outlined or grey while they are away. A guest
 * of a share link has a dashed outline. The name is shown beside it, so it is hidden from
 * screen readers.
 */
export function Face({
  userId,
  name,
  size = 24,
  away = false,
  className,
}: {
  userId: string;
  name: string;
  size?: keyof typeof sizes;
  away?: boolean;
  className?: string;
}) {
  const picture = useFacePicture(userId);
  const guest = isGuest({ id: userId });
  return (
    <span
      aria-hidden
      data-hue={useHue(userId)}
      className={classNames(
        'relative inline-flex shrink-0 items-center justify-center rounded-full leading-none font-semibold forced-color-adjust-none',
        sizes[size],
        away || guest ? 'border-[1.5px] border-rim text-ink' : 'bg-face text-on-face',
        guest && 'border-dashed',
        className,
      )}
    >
      {initials(guest ? givenName(name) : name)}
      {picture !== undefined && (
        <img
          // Until it is there, the initials are.
          src={pictureAddress(picture)}
          alt=""
          draggable={false}
          className={classNames(
            'absolute inset-0 size-full rounded-full object-cover',
            away && 'opacity-70 grayscale',
          )}
        />
      )}
    </span>
  );
}
