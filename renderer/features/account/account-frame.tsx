import type { FormEvent, ReactNode } from 'react';
import { Brand } from '../../ui/brand.tsx';

/** A page of its own with one form, for people who are not signed in. */
export function AccountFrame({
  title,
  intro,
  onSubmit,
  children,
}: {
  title: string;
  intro?: string | undefined;
  onSubmit: () => void;
  children: ReactNode;
}) {
  return (
    <main className="flex h-full items-start justify-center overflow-y-auto px-5 pt-[max(1.25rem,50vh-21rem)] pb-5">
      <form
        noValidate
        aria-labelledby="account-title"
        className="flex w-full max-w-85 flex-col gap-4"
        onSubmit={(event: FormEvent) => {
          event.preventDefault();
          onSubmit();
        }}
      >
        <header className="pb-2">
          <Brand className="pb-4" />
          <h1 id="account-title" className="text-title font-semibold break-words">
            {title}
          </h1>
          {intro && <p className="break-words text-dim">{intro}</p>}
        </header>
        {children}
      </form>
    </main>
  );
}

/** A button that looks like a link in a sentence. */
export function TextLink({ onClick, children }: { onClick: () => void; children: ReactNode }) {
  return (
    <button type="button" className="rounded-sm text-accent underline underline-offset-2" onClick={onClick}>
      {children}
    </button>
  );
}
