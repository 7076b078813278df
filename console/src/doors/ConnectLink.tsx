import { useQueryClient } from '@tanstack/react-query';
import { Dialog } from '../parts/Dialog';
import { say } from '../parts/toasts';
import { FirstLink } from '../session/SetUpLink';
import { useRoomWords } from '../words/rooms';

/** The first link, for who passed it over in the set-up. */
export default function ConnectLink({ onClose }: { onClose: () => void }) {
  const own = useRoomWords('setUp');
  const queries = useQueryClient();
  const onLinked = () => {
    onClose();
    say(`${own.waitingTitle} ${own.waitingBody}`);
    void queries.invalidateQueries({ queryKey: ['links'] });
    void queries.invalidateQueries({ queryKey: ['doors'] });
  };
  return (
    <Dialog title={own.linkTitle} isOpen onClose={onClose}>
      <FirstLink onLinked={onLinked} onCancel={onClose} />
    </Dialog>
  );
}
