import { useEffect, useState } from 'react';
import type { Enrolment } from '../../../protocol/wire/second-factor.ts';
import { useBridge } from '../../bridge/bridge-context.tsx';
import { failureSentence } from '../../text/failures.ts';
import { secondFactorText as text } from '../../text/second-factor.ts';
import { Button } from '../../ui/button.tsx';
import { DialogForm, Modal } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/field.tsx';
import { ErrorLine } from '../../ui/notice.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { QrCode } from './qr-code.tsx';

/** Turns the second factor on: QR code, a first code, recovery codes. */
export function Enrol({ onClose }: { onClose: () => void }) {
  const bridge = useBridge();
  const [enrolment, setEnrolment] = useState<Enrolment | string | null>(null);
  const [codes, setCodes] = useState<string[] | null>(null);
  const [code, setCode] = useState('');
  useEffect(() => {
    let isCurrent = true;
    void bridge.invoke('secondFactor.begin', null).then((answer) => {
      if (isCurrent) setEnrolment(answer.ok ? answer.data : failureSentence(answer));
    });
    return () => {
      isCurrent = false;
    };
  }, [bridge]);
  const confirm = async () => {
    if (code.trim().length < 6) return text.step.missing;
    const answer = await bridge.invoke('secondFactor.confirm', { code });
    if (!answer.ok) return failureSentence(answer);
    setCodes(answer.data.recoveryCodes);
    return null;
  };
  if (codes) return <RecoveryCodes codes={codes} onClose={onClose} />;
  return (
    <Modal title={text.enrol.title} description={text.enrol.scan} onClose={onClose}>
      {enrolment === null && <Skeleton rows={4} label={text.loading} />}
      {typeof enrolment === 'string' && <ErrorLine>{enrolment}</ErrorLine>}
      {enrolment !== null && typeof enrolment !== 'string' && (
        <DialogForm submit={text.enrol.submit} action={confirm} onClose={onClose} onDone={() => {}}>
          <QrCode label={text.enrol.picture} text={enrolment.uri} />
          <KeyRow secret={enrolment.secret} />
          <CodeField value={code} onValue={setCode} />
        </DialogForm>
      )}
    </Modal>
  );
}

/** Asks for a code, then renews the recovery codes or turns the second factor off. */
export function WithCode({ kind, onClose }: { kind: 'renew' | 'turn-off'; onClose: () => void }) {
  const words = kind === 'renew' ? text.renew : text.turnOff;
  const bridge = useBridge();
  const [codes, setCodes] = useState<string[] | null>(null);
  const [code, setCode] = useState('');
  const act = async () => {
    if (code.trim().length < 6) return text.step.missing;
    if (kind === 'turn-off') {
      const answer = await bridge.invoke('secondFactor.turnOff', { code });
      if (!answer.ok) return failureSentence(answer);
      onClose();
      return null;
    }
    const answer = await bridge.invoke('secondFactor.renewCodes', { code });
    if (!answer.ok) return failureSentence(answer);
    setCodes(answer.data.recoveryCodes);
    return null;
  };
  if (codes) return <RecoveryCodes codes={codes} onClose={onClose} />;
  return (
    <Modal title={words.title} description={words.description} onClose={onClose}>
      <DialogForm submit={words.submit} action={act} onClose={onClose} onDone={() => {}}>
        <CodeField value={code} onValue={setCode} />
      </DialogForm>
    </Modal>
  );
}

function CodeField({ value, onValue }: { value: string; onValue: (value: string) => void }) {
  return (
    <TextField
      label={text.code}
      autoComplete="one-time-code"
      autoFocus
      value={value}
      onChange={(event) => onValue(event.target.value)}
    />
  );
}

function KeyRow({ secret }: { secret: string }) {
  return (
    <div className="flex items-center gap-2">
      <p className="min-w-0 flex-1">
        <span className="block text-meta font-medium text-dim">{text.enrol.key}</span>
        <code className="block text-meta wrap-anywhere">{secret.match(/.{1,4}/g)?.join(' ')}</code>
      </p>
      <CopyButton text={secret} />
    </div>
  );
}

/** Shown once. */
function RecoveryCodes({ codes, onClose }: { codes: string[]; onClose: () => void }) {
  return (
    <Modal title={text.codes.title} description={text.codes.description} onClose={onClose}>
      <ul aria-label={text.codes.list} className="grid grid-cols-2 gap-x-4 gap-y-1 max-sm:grid-cols-1">
        {codes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ul>
      <div className="flex justify-end gap-2">
        <CopyButton text={codes.join('\n')} />
        <Button tone="primary" onClick={onClose}>
          {text.codes.done}
        </Button>
      </div>
    </Modal>
  );
}

function CopyButton({ text: copied }: { text: string }) {
  const bridge = useBridge();
  const [state, setState] = useState<string>(text.copy);
  const copy = async () => {
    const answer = await bridge.invoke('app.copyText', { text: copied });
    setState(answer.ok ? text.copied : text.copyFailed);
  };
  return <Button onClick={() => void copy()}>{state}</Button>;
}
