import { commonText } from '../text/common.ts';

/** Beside the name of somebody without an account, who commented by a share link. */
export function GuestBadge() {
  return (
    <span className="shrink-0 rounded-full border border-dashed border-line-strong px-1.5 text-meta leading-4 text-dim">
      {commonText.guest}
    </span>
  );
}
