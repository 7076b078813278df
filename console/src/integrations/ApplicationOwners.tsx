import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { api } from '../api/client';
import { tell } from '../api/problems';
import { Skeleton } from '../parts/Empty';
import { Badge, Notice } from '../parts/Notice';
import { SearchedChoice } from '../parts/SearchedChoice';
import { membersQuery } from '../people/peopleQueries';
import { useMay, useSession } from '../session/useSession';
import { useWords } from '../words';
import { useRoomWords } from '../words/rooms';
import type { ApplicationDetail } from './applicationQueries';
import styles from './Integrations.module.css';
import { AddForm, ItemCard } from './ItemCard';

/** Who runs it; whoever leaves is shown the list again. */
export function Owners({ application }: { application: ApplicationDetail }) {
  const own = useRoomWords('applications').people;
  const { session } = useSession();
  const [, navigate] = useLocation();
  const maySee = useMay('people:read');
  const items = application.owners.map(({ id, name, login, hasPassword }) => {
    const isYou = id === session.person.id;
    const said = name ?? login ?? id;
    return {
      id,
      text: (
        <>
          {said}
          {isYou && <Badge>{own.you}</Badge>}
          {!hasPassword && <Badge tone="warn">{own.noPassword}</Badge>}
        </>
      ),
      detail: name ? login : undefined,
      removeName: own.removeName(login ?? said),
      isFixed: application.owners.length === 1,
      ask: isYou ? { title: own.leaveTitle, body: own.leaveBody } : { title: own.removeTitle(login ?? said), body: own.removeBody },
      remove: async () => {
        await api.delete('/account/applications/{id}/owners', { path: { id: application.id }, query: { userId: id } });
        if (isYou) navigate('/integrations/applications');
      },
    };
  });
  return (
    <ItemCard {...own} none="" items={items} form={maySee ? (close) => <AddOwner application={application} onClose={close} /> : undefined}>
      {!maySee ? <p className={styles.quiet}>{own.mayNot}</p> : application.owners.length === 1 && <p className={styles.quiet}>{own.last}</p>}
    </ItemCard>
  );
}

function AddOwner({ application, onClose }: { application: ApplicationDetail; onClose: () => void }) {
  const words = useWords();
  const own = useRoomWords('applications').people;
  const { data, error } = useQuery(membersQuery);
  const [userId, setUserId] = useState('');
  if (error) return <Notice tone="bad">{tell(error, words)}</Notice>;
  if (!data) return <Skeleton height="6rem" />;
  const others = data.filter((member) => !member.isWaiting && !application.owners.some(({ id }) => id === member.id));
  if (others.length === 0) return <p>{own.nobodyElse}</p>;
  const options = others.map((member) => ({ id: member.id, name: [member.name, member.login].filter(Boolean).join(' · ') || member.id }));
  return (
    <AddForm add={() => api.post('/account/applications/{id}/owners', { path: { id: application.id }, body: { userId } })} isWrong={!userId} onClose={onClose}>
      {(isTold) => <SearchedChoice label={own.field} options={options} value={userId} onChange={setUserId} error={isTold && !userId ? own.fieldMissing : undefined} />}
    </AddForm>
  );
}
