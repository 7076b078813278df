import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Clock, MailCheck, MailX, Send } from 'lucide-react';
import { useState } from 'react';
import { Form } from 'react-aria-components';
import { api } from '../api/client';
import { tell } from '../api/problems';
import { Button } from '../parts/Button';
import { Card } from '../parts/Card';
import { Checkbox } from '../parts/Check';
import { Acts, Dialog } from '../parts/Dialog';
import { Skeleton } from '../parts/Empty';
import { Badge, Notice } from '../parts/Notice';
import { Time } from '../parts/Time';
import { useTask } from '../parts/useTask';
import { useMay } from '../session/useSession';
import { useWords } from '../words';
import { useRoomWords } from '../words/rooms';
import { messagesQuery, type Reservation } from './bookingQueries';
import styles from './Bookings.module.css';
import { nameOf } from './stayText';

const looks = { waiting: { tone: 'warn', icon: Clock }, sent: { tone: 'good', icon: MailCheck }, givenUp: { tone: 'bad', icon: MailX } } as const;

/** What the guest was told, and what became of each message. */
export function Messages({ stay }: { stay: Reservation }) {
  const words = useWords();
  const own = useRoomWords('bookings').messages;
  const mayWrite = useMay('reservations:write');
  const { data, error } = useQuery(messagesQuery(stay.id));
  const [isSending, send] = useState(false);
  const [isAsked, asked] = useState(false);
  const canSend = stay.state === 'booked' || stay.state === 'checkedIn';
  const act = mayWrite && (
    <Button icon={<Send size={16} aria-hidden />} isDisabled={!canSend} onPress={() => send(true)}>
      {own.send}
    </Button>
  );
  return (
    <Card title={own.title} act={act}>
      {!canSend && mayWrite && <p className={styles.small}>{own.notNow}</p>}
      {isAsked && <Notice>{own.asked}</Notice>}
      {error && <Notice tone="bad">{tell(error, words)}</Notice>}
      {!data && !error && <Skeleton height="3rem" />}
      {data?.length === 0 && <p className={styles.quiet}>{own.none}</p>}
      <ul className={styles.rows}>
        {data?.map((message, index) => {
          const { tone, icon: Icon } = looks[message.state];
          return (
            <li key={index} className={styles.row}>
              <div className={styles.rowMain}>
                <div className={styles.rowTitle}>
                  {own.what[message.what] ?? message.what}
                  <Badge tone={tone} icon={<Icon size={14} aria-hidden />}>
                    {own.states[message.state]}
                  </Badge>
                </div>
                <div className={styles.quiet}>
                  {own.ways[message.way]} · <Time at={message.sentAt ?? message.createdAt} zone={stay.timeZone} />
                  {message.tries > 1 && ` · ${own.tries(message.tries)}`}
                  {message.failure && ` · ${own.failures[message.failure] ?? message.failure}`}
                </div>
              </div>
            </li>
          );
        })}
      </ul>
      {data?.some(({ state }) => state === 'sent') && <p className={styles.small}>{own.sentMeans}</p>}
      {isSending && <SendAgain stay={stay} onClose={() => send(false)} onSent={() => asked(true)} />}
    </Card>
  );
}

function SendAgain({ stay, onClose, onSent }: { stay: Reservation; onClose: () => void; onSent: () => void }) {
  const words = useWords();
  const all = useRoomWords('bookings');
  const own = all.messages;
  const queries = useQueryClient();
  const { email, telephone } = stay.guest;
  const [mail, byMail] = useState(Boolean(email));
  const [sms, bySms] = useState(!email && Boolean(telephone));
  const { isWorking, refusal, run } = useTask();
  const ways = [...(mail ? (['mail'] as const) : []), ...(sms ? (['sms'] as const) : [])];
  const submit = (event: React.FormEvent) => {
    event.preventDefault();
    if (ways.length === 0) return;
    void run(async () => {
      await api.post('/reservations/{id}/send', { path: { id: stay.id }, body: { ways } });
      await queries.invalidateQueries({ queryKey: ['stayMessages', stay.id] });
      onSent();
      onClose();
    });
  };
  return (
    <Dialog title={own.sendTitle} isOpen isWorking={isWorking} onClose={onClose}>
      <Form onSubmit={submit} className={styles.form!}>
        <p>{own.sendBody(nameOf(stay, all))}</p>
        {refusal !== undefined && <Notice tone="bad">{tell(refusal, words)}</Notice>}
        <Checkbox isSelected={mail} onChange={byMail} isDisabled={!email}>
          {email ? own.mail(email) : own.noMail}
        </Checkbox>
        <Checkbox isSelected={sms} onChange={bySms} isDisabled={!telephone}>
          {telephone ? own.sms(telephone) : own.noSms}
        </Checkbox>
        {ways.length === 0 && <p className={styles.small}>{own.choose}</p>}
        <Acts>
          <Button onPress={onClose}>{words.acts.cancel}</Button>
          <Button type="submit" look="primary" isPending={isWorking} isDisabled={ways.length === 0}>
            {isWorking ? own.working : own.submit}
          </Button>
        </Acts>
      </Form>
    </Dialog>
  );
}
