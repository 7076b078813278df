import { Button } from '../parts/Button';
import { useWords } from '../words';
import { logOut } from './calls';
import { FactorSetUp } from './FactorSetUp';
import { Stage } from './Stage';
import { leave, load } from './useSession';

/** Whoever must have a second factor gets one before anything else. */
export default function Enrolment() {
  const words = useWords();
  return (
    <Stage title={words.session.enrol.title} lead={words.session.enrol.required} isWide>
      <FactorSetUp onDone={() => void load()} />
      <Button look="quiet" onPress={() => void logOut().finally(() => leave('loggedOut'))}>
        {words.shell.logOut}
      </Button>
    </Stage>
  );
}
