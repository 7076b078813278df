import { KeyRound } from 'lucide-react';
import { useEffect, useState } from 'react';
import { register } from '../app/live';
import { Button } from '../parts/Button';
import { Card } from '../parts/Card';
import { Page } from '../parts/Page';
import { useMay } from '../session/useSession';
import { useRoomWords } from '../words/rooms';
import GiveAccess from './GiveAccess';
import { GrantRows } from './GrantRows';
import { PeopleNav } from './PeopleNav';
import { livePeople } from './peopleQueries';

/** Who may open what by phone or app, at all doors. */
export default function AccessPage() {
  const own = useRoomWords('people');
  const mayGive = useMay('grants:write');
  const [isGiving, give] = useState(false);
  useEffect(() => register(livePeople), []);
  const act = (
    <Button look="primary" icon={<KeyRound size={16} aria-hidden />} onPress={() => give(true)}>
      {own.give.act}
    </Button>
  );
  return (
    <Page title={own.access.title} acts={mayGive && act}>
      <PeopleNav />
      <Card>
        <GrantRows />
      </Card>
      <GiveAccess isOpen={isGiving} onClose={() => give(false)} />
    </Page>
  );
}
