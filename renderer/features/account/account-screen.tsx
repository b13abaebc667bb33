import { type FormEvent, useState } from 'react';
import type { SessionState } from '../../../protocol/ipc/session.ts';
import { useBridge } from '../../bridge/bridge-context.tsx';
import { Button } from '../../ui/button.tsx';
import { TextField } from '../../ui/field.tsx';
import { ErrorLine } from '../../ui/notice.tsx';
import {
  type AccountErrors,
  type AccountFields,
  type AccountMode,
  accountArgs,
  checkAccount,
  placeFailure,
} from './account-form.ts';

const words = {
  'sign-in': { title: 'Sign in', busy: 'Signing in…', question: 'New here?', other: 'Create an account' },
  register: { title: 'Create an account', busy: 'Creating…', question: 'Have an account?', other: 'Sign in' },
} as const;

/** Signing in and registering, on the server that the band runs. */
export function AccountScreen({
  choosesServer,
  isInvited,
  serverUrl,
  onSession,
}: {
  /** Else it is the server that the page came from, and nobody is asked. */
  choosesServer: boolean;
  /** An invitation waits to be accepted. */
  isInvited: boolean;
  serverUrl: string;
  onSession: (session: SessionState) => void;
}) {
  const [mode, setMode] = useState<AccountMode>(isInvited ? 'register' : 'sign-in');
  const [fields, setFields] = useState<AccountFields>({
    serverUrl,
    name: '',
    email: '',
    password: '',
    rememberMe: true,
  });
  const { errors, busy, submit, forget } = useAccountSubmit(mode, fields, onSession);
  const field = (name: 'serverUrl' | 'name' | 'email' | 'password') => ({
    value: fields[name],
    error: errors[name],
    onChange: (event: { target: HTMLInputElement }) => {
      setFields({ ...fields, [name]: event.target.value });
      forget(name);
    },
  });
  const say = words[mode];
  const formError = errors.form ?? (choosesServer ? undefined : errors.serverUrl);
  return (
    <main className="flex h-full items-start justify-center overflow-y-auto px-5 py-[10vh]">
      <form
        noValidate
        aria-labelledby="account-title"
        className="flex w-full max-w-85 flex-col gap-4"
        onSubmit={(event: FormEvent) => {
          event.preventDefault();
          submit();
        }}
      >
        <header className="pb-2">
          <p className="pb-1 text-meta font-semibold tracking-wide text-accent">BandMate</p>
          <h1 id="account-title" className="text-title font-semibold">
            {say.title}
          </h1>
          <p className="text-dim">
            {isInvited
              ? 'You are invited to a band. Use the e-mail address that the invitation is for.'
              : 'Every finished bounce, on the band’s screens.'}
          </p>
        </header>
        {choosesServer && (
          <TextField
            label="Server"
            placeholder="https://band.example"
            autoFocus={fields.serverUrl === ''}
            {...field('serverUrl')}
          />
        )}
        {mode === 'register' && <TextField label="Your name" autoComplete="name" {...field('name')} />}
        <TextField
          label="E-mail address"
          type="email"
          autoComplete="username"
          autoFocus={fields.serverUrl !== ''}
          {...field('email')}
        />
        <TextField
          label="Password"
          type="password"
          autoComplete={mode === 'sign-in' ? 'current-password' : 'new-password'}
          hint={mode === 'register' ? '8 characters at least.' : undefined}
          {...field('password')}
        />
        {mode === 'sign-in' && (
          <label className="flex items-center gap-2.5">
            <input
              type="checkbox"
              className="size-3.5 accent-accent"
              checked={fields.rememberMe}
              onChange={(event) => setFields({ ...fields, rememberMe: event.target.checked })}
            />
            Stay signed in for 30 days
          </label>
        )}
        {formError && <ErrorLine>{formError}</ErrorLine>}
        <Button type="submit" tone="primary" busy={busy} className="h-9">
          {busy ? say.busy : say.title}
        </Button>
        <p className="text-center text-dim">
          {say.question}{' '}
          <button
            type="button"
            className="rounded-sm text-accent underline underline-offset-2"
            onClick={() => {
              setMode(mode === 'sign-in' ? 'register' : 'sign-in');
              forget('all');
            }}
          >
            {say.other}
          </button>
        </p>
      </form>
    </main>
  );
}

/** Checks, sends, and puts what went wrong beside its field. */
function useAccountSubmit(
  mode: AccountMode,
  fields: AccountFields,
  onSession: (session: SessionState) => void,
) {
  const bridge = useBridge();
  const [errors, setErrors] = useState<AccountErrors>({});
  const [busy, setBusy] = useState(false);
  const send = async () => {
    const wrong = checkAccount(mode, fields);
    setErrors(wrong);
    if (Object.keys(wrong).length > 0) return;
    setBusy(true);
    try {
      const args = accountArgs(mode, fields);
      const answer =
        'name' in args
          ? await bridge.invoke('session.signUp', args)
          : await bridge.invoke('session.signIn', args);
      if (answer.ok) onSession(answer.data);
      else setErrors(placeFailure(mode, answer));
    } finally {
      setBusy(false);
    }
  };
  return {
    errors,
    busy,
    submit: () => {
      if (!busy) void send();
    },
    forget: (name: keyof AccountErrors | 'all') =>
      setErrors((known) => {
        if (name === 'all') return {};
        const { [name]: _, form: __, ...rest } = known;
        return rest;
      }),
  };
}
