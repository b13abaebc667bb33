import { useEffect, useState } from 'react';
import type { InvitationLink } from '../../../protocol/ipc/invitation-link.ts';
import type { SessionState } from '../../../protocol/ipc/session.ts';
import { useBridge } from '../../bridge/bridge-context.tsx';
import { accountText } from '../../text/account.ts';
import { commonText } from '../../text/common.ts';
import { recoveryText } from '../../text/recovery.ts';
import { Button } from '../../ui/button.tsx';
import { TextField } from '../../ui/field.tsx';
import { ErrorLine } from '../../ui/notice.tsx';
import { OtherWays } from '../identity/port.tsx';
import { CodeStep } from '../second-factor/port.tsx';
import {
  type AccountErrors,
  type AccountFields,
  type AccountMode,
  accountArgs,
  checkAccount,
  completeAddress,
  placeFailure,
} from './account-form.ts';
import { AccountFrame, TextLink } from './account-frame.tsx';
import { useClearText } from './clear-text.tsx';
import { ForgotPassword } from './forgot-password.tsx';
import { useSignUpInvitation } from './sign-up-invitation.tsx';

/** The form to sign in, or to create an account, on the band's server. */
export function AccountScreen({
  choosesServer,
  signsInByBrowser,
  invitation,
  serverUrl,
  onInvitation,
  onAgreed,
  onSession,
}: {
  /** False in a browser: its server is the one that the page came from. */
  choosesServer: boolean;
  /** Other ways to sign in are in the system's browser. */
  signsInByBrowser: boolean;
  /** The token of the invitation that was opened. */
  invitation: string | null;
  serverUrl: string;
  /** A link was pasted, while this server was typed. */
  onInvitation: (link: InvitationLink, typedServerUrl: string) => void;
  /** The invitation of this token is accepted with the sign-in. */
  onAgreed: (token: string) => void;
  onSession: (session: SessionState) => void;
}) {
  const [mode, setMode] = useState<AccountMode>(invitation === null ? 'sign-in' : 'register');
  const [fields, setFields] = useState<AccountFields>({
    serverUrl,
    name: '',
    email: '',
    password: '',
    rememberMe: true,
  });
  const [isForgotten, setForgotten] = useState(false);
  const completed = completeAddress(fields.serverUrl);
  const invited = useSignUpInvitation(
    invitation,
    { isRegistering: mode === 'register', serverUrl: completed, choosesServer },
    (link) => onInvitation(link, URL.canParse(completed) ? completed : ''),
  );
  useInvited(invitation, invited.email, serverUrl, { setMode, setFields });
  const clearText = useClearText(choosesServer, fields.serverUrl);
  const enter = (session: SessionState) => {
    invited.leave();
    onSession(session);
  };
  const { errors, busy, challenge, leaveStep, submit, forget } = useAccountSubmit(mode, fields, {
    invitation: invited.token,
    onSession: enter,
    guard: (proceed) =>
      clearText.guard(() => {
        if (invited.joins && invitation !== null) onAgreed(invitation);
        proceed();
      }),
  });
  const field = (name: 'serverUrl' | 'name' | 'email' | 'password') => ({
    value: fields[name],
    error: errors[name],
    onChange: (event: { target: HTMLInputElement }) => {
      setFields({ ...fields, [name]: event.target.value });
      forget(name);
    },
  });
  const text = mode === 'sign-in' ? accountText.signIn : accountText.register;
  const focused = choosesServer && serverUrl === '' ? 'serverUrl' : mode === 'register' ? 'name' : 'email';
  const formError = errors.form ?? (choosesServer ? undefined : errors.serverUrl);
  if (challenge !== null)
    return (
      <CodeStep
        serverUrl={completeAddress(fields.serverUrl)}
        challenge={challenge}
        onSession={onSession}
        onBack={leaveStep}
      />
    );
  if (isForgotten)
    return (
      <ForgotPassword
        {...{ choosesServer, serverUrl: fields.serverUrl, email: fields.email }}
        onBack={() => setForgotten(false)}
      />
    );
  return (
    <AccountFrame
      key={mode}
      title={text.title}
      intro={invitation === null ? accountText.tagline : undefined}
      onSubmit={submit}
    >
      {invited.shown}
      {choosesServer && invitation !== null && fields.serverUrl !== '' && !errors.serverUrl ? (
        <p className="-mt-1 wrap-anywhere text-dim">
          {accountText.serverOf} <bdi className="text-text">{hostOf(completed)}</bdi>
        </p>
      ) : (
        choosesServer && (
          <TextField
            label={accountText.server}
            placeholder={accountText.serverExample}
            autoFocus={focused === 'serverUrl'}
            {...field('serverUrl')}
          />
        )
      )}
      {mode === 'register' && (
        <TextField
          label={accountText.name}
          autoComplete="name"
          autoFocus={focused === 'name'}
          {...field('name')}
        />
      )}
      <TextField
        label={commonText.email}
        type="email"
        autoComplete="username"
        autoFocus={focused === 'email'}
        {...field('email')}
      />
      <TextField
        label={commonText.password}
        type="password"
        autoComplete={mode === 'sign-in' ? 'current-password' : 'new-password'}
        hint={mode === 'register' ? accountText.passwordHint : undefined}
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
          {accountText.rememberMe}
        </label>
      )}
      {mode === 'sign-in' && (
        <p className="-mt-1">
          <TextLink onClick={() => setForgotten(true)}>{recoveryText.forgotten}</TextLink>
        </p>
      )}
      {formError && <ErrorLine>{formError}</ErrorLine>}
      {clearText.shown}
      <Button type="submit" tone="primary" busy={busy} className="h-9">
        {busy ? text.busy : invited.joins ? text.submitAndJoin : text.submit}
      </Button>
      <OtherWays
        byBrowser={signsInByBrowser}
        serverUrl={completeAddress(fields.serverUrl)}
        guard={clearText.guard}
        onSession={onSession}
      />
      <p className="text-center text-dim">
        {text.question}{' '}
        <TextLink
          onClick={() => {
            setMode(mode === 'sign-in' ? 'register' : 'sign-in');
            forget('all');
          }}
        >
          {text.other}
        </TextLink>
      </p>
    </AccountFrame>
  );
}

function hostOf(address: string): string {
  return URL.parse(address)?.host ?? address;
}

/** Fills in what an invitation names, also one that is opened while the form is shown. */
function useInvited(
  token: string | null,
  email: string | null,
  serverUrl: string,
  form: {
    setMode: (mode: AccountMode) => void;
    setFields: (change: (typed: AccountFields) => AccountFields) => void;
  },
): void {
  const { setMode, setFields } = form;
  useEffect(() => {
    if (token === null) return;
    setMode('register');
    if (serverUrl !== '') setFields((typed) => ({ ...typed, serverUrl }));
  }, [token, serverUrl, setMode, setFields]);
  useEffect(() => {
    // An invitation for one address; nobody has typed another one yet.
    if (email !== null) setFields((typed) => (typed.email === '' ? { ...typed, email } : typed));
  }, [email, setFields]);
}

/** Validates and sends the form. Errors are kept by field. */
function useAccountSubmit(
  mode: AccountMode,
  fields: AccountFields,
  {
    invitation,
    onSession,
    guard,
  }: {
    invitation: string | null;
    onSession: (session: SessionState) => void;
    /** Asks first if something speaks against sending. */
    guard: (proceed: () => void) => void;
  },
) {
  const bridge = useBridge();
  const [errors, setErrors] = useState<AccountErrors>({});
  const [challenge, setChallenge] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const send = async () => {
    setBusy(true);
    try {
      const args = accountArgs(mode, fields);
      const answer =
        'name' in args
          ? await bridge.invoke('session.signUp', { ...args, ...(invitation !== null && { invitation }) })
          : await bridge.invoke('session.signIn', args);
      if (answer.ok) onSession(answer.data);
      else if (answer.challenge) setChallenge(answer.challenge);
      else setErrors(placeFailure(mode, answer));
    } finally {
      setBusy(false);
    }
  };
  return {
    errors,
    busy,
    challenge,
    leaveStep: () => setChallenge(null),
    submit: () => {
      if (busy) return;
      const wrong = checkAccount(mode, fields);
      setErrors(wrong);
      if (Object.keys(wrong).length === 0) guard(() => void send());
    },
    forget: (name: keyof AccountErrors | 'all') =>
      setErrors((known) => {
        if (name === 'all') return {};
        const { [name]: _, form: __, ...rest } = known;
        return rest;
      }),
  };
}
