import { CircleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { EmptyPicture, type EmptyPictureName } from './empty-picture.tsx';

/** An error message next to what failed, announced to screen readers at once. */
export function ErrorLine({ children }: { children: ReactNode }) {
  return (
    <p role="alert" className="flex items-start gap-2 break-words text-over" data-selectable>
      <CircleAlert size={14} aria-hidden className="mt-[3px] shrink-0" />
      <span className="min-w-0">{children}</span>
    </p>
  );
}

/** The content of an empty place: what it is for and what to do next. */
export function Empty({
  title,
  level = 2,
  picture,
  children,
  action,
}: {
  title: string;
  /** 1 if it is the only content of the page. */
  level?: 1 | 2;
  picture?: EmptyPictureName;
  children?: ReactNode;
  action?: ReactNode;
}) {
  const Heading = level === 1 ? 'h1' : 'h2';
  return (
    <div className="m-auto flex w-full max-w-140 flex-col items-center gap-3 px-6 py-10 text-center">
      {picture && <EmptyPicture name={picture} />}
      <Heading className="text-head font-semibold break-words">{title}</Heading>
      {children && <div className="text-pretty text-dim">{children}</div>}
      {action && <div className="mt-1 flex flex-wrap justify-center gap-2">{action}</div>}
    </div>
  );
}
