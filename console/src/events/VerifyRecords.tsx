import { ShieldCheck } from 'lucide-react';
import { Suspense, useState } from 'react';
import { Button } from '../parts/Button';
import { Drawer } from '../parts/Dialog';
import { Skeleton } from '../parts/Empty';
import { lazyPart } from '../parts/lazyPart';
import { useRoomWords } from '../words/rooms';

const Verification = lazyPart(() => import('../operations/Verification'));

/** Whether the list is as it was written, beside the list. */
export function VerifyRecords() {
  const own = useRoomWords('timeline').verification;
  const [isOpen, open] = useState(false);
  return (
    <>
      <Button icon={<ShieldCheck size={16} aria-hidden />} onPress={() => open(true)}>
        {own.act}
      </Button>
      <Drawer title={own.title} isOpen={isOpen} onClose={() => open(false)}>
        <Suspense fallback={<Skeleton height="8rem" />}>{isOpen && <Verification />}</Suspense>
      </Drawer>
    </>
  );
}
