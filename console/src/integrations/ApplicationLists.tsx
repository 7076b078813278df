import { useState } from 'react';
import { api } from '../api/client';
import { Notice } from '../parts/Notice';
import { TextArea } from '../parts/TextArea';
import { TextField } from '../parts/TextField';
import { useRoomWords } from '../words/rooms';
import type { ApplicationDetail } from './applicationQueries';
import { isOrigin, isWebAddress } from './applicationText';
import styles from './Integrations.module.css';
import { AddForm, ItemCard } from './ItemCard';
import { readKey } from './publicKey';

interface Own {
  application: ApplicationDetail;
}

export function Issuers({ application }: Own) {
  const words = useRoomWords('applications');
  const own = words.issuers;
  const path = { id: application.id };
  const items = application.issuers.map((url) => ({
    id: url,
    text: url,
    removeName: own.removeName(url),
    ask: { title: own.removeTitle, body: own.removeBody(url) },
    remove: () => api.delete('/account/applications/{id}/issuers', { path, query: { url } }),
  }));
  return (
    <ItemCard
      {...own}
      items={items}
      form={(close) => (
        <AddText label={own.field} hint={own.fieldHint} wrong={(url) => (isWebAddress(url) ? undefined : words.form.notUrl)} add={(url) => api.post('/account/applications/{id}/issuers', { path, body: { url } })} onClose={close} />
      )}
    />
  );
}

export function Origins({ application }: Own) {
  const own = useRoomWords('applications').origins;
  const path = { id: application.id };
  const items = application.origins.map((origin) => ({
    id: origin,
    text: origin,
    removeName: own.removeName(origin),
    ask: { title: own.removeTitle, body: own.removeBody(origin) },
    remove: () => api.delete('/account/applications/{id}/origins', { path, query: { origin } }),
  }));
  return (
    <ItemCard
      {...own}
      items={items}
      form={(close) => (
        <AddText label={own.field} hint={own.fieldHint} wrong={(origin) => (isOrigin(origin) ? undefined : own.wrong)} add={(origin) => api.post('/account/applications/{id}/origins', { path, body: { origin } })} onClose={close} />
      )}
    />
  );
}

export function Keys({ application }: Own) {
  const own = useRoomWords('applications').keys;
  const path = { id: application.id };
  const items = application.keys.map(({ kid, kty, alg, crv }) => ({
    id: kid,
    text: kid,
    detail: [kty, crv, alg].filter(Boolean).join(' · '),
    removeName: own.removeName(kid),
    ask: { title: own.removeTitle, body: own.removeBody(kid) },
    remove: () => api.delete('/account/applications/{id}/keys', { path, query: { kid } }),
  }));
  return <ItemCard {...own} items={items} form={(close) => <AddKey id={application.id} onClose={close} />} />;
}

interface TextOwn {
  label: string;
  hint: string;
  wrong: (text: string) => string | undefined;
  add: (text: string) => Promise<unknown>;
  onClose: () => void;
}

function AddText({ label, hint, wrong, add, onClose }: TextOwn) {
  const [text, setText] = useState('');
  const fault = wrong(text.trim());
  return (
    <AddForm add={() => add(text.trim())} isWrong={fault !== undefined} onClose={onClose}>
      {(isTold) => <TextField label={label} hint={hint} autoFocus maxLength={1000} value={text} onChange={setText} error={isTold ? fault : undefined} />}
    </AddForm>
  );
}

function AddKey({ id, onClose }: { id: string; onClose: () => void }) {
  const own = useRoomWords('applications').keys;
  const [text, setText] = useState('');
  // As the pasted key has it, until another one is typed.
  const [typed, setTyped] = useState<string>();
  const read = readKey(text);
  const kid = typed ?? (read.fault ? '' : read.kid);
  return (
    <AddForm
      add={async () => read.fault ?? (await api.post('/account/applications/{id}/keys', { path: { id }, body: { ...read.key, kid } }))}
      isWrong={read.fault !== undefined || !kid}
      onClose={onClose}
    >
      {(isTold) => (
        <>
          <TextArea label={own.field} hint={own.fieldHint} autoFocus rows={7} className={styles.text!} value={text} onChange={setText} error={read.fault && (isTold || text.trim()) ? own.wrong[read.fault] : undefined} />
          {!read.fault && read.isPrivate && <Notice tone="warn">{own.private}</Notice>}
          <TextField label={own.kid} hint={own.kidHint} maxLength={200} value={kid} onChange={setTyped} error={isTold && !kid ? own.kidMissing : undefined} />
        </>
      )}
    </AddForm>
  );
}
