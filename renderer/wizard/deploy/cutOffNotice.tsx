import { Button } from '@mantine/core';
import { Notice } from '../../components/notice.tsx';
import { momentText } from '../../run/timeText.ts';
import { goTo } from '../../stores/wizard.ts';
import { useText } from '../../text/language.ts';
import { useHistory } from '../history/historyStore.ts';
import { useWhat } from '../history/outcomes.ts';

/** The latest run was killed, by whichever program it was made: what to do about it, and the way to what it told. */
export function CutOffNotice({ planFile }: { readonly planFile: string }) {
  const t = useText();
  const what = useWhat();
  const last = useHistory(planFile).runs?.find(({ rehearsal }) => !rehearsal);
  if (last?.outcome !== 'cut-off') return null;
  const time = momentText(Date.parse(last.startedAt), Date.now());
  return (
    <Notice severity="warning">
      {t('changes.cutOff', { what: what(last), time })}{' '}
      <Button variant="default" size="compact-xs" onClick={() => goTo('history')}>
        {t('changes.toHistory')}
      </Button>
    </Notice>
  );
}
