import { listOf, say } from '../../wording/phrase.ts';
import { hostCheck, pass } from '../observation.ts';

/** initdb uses C.UTF-8, which sorts alike on every release: collation changes cannot corrupt indexes. */
export const localeAvailable = hostCheck('locale', say`Locale C.UTF-8`, ({ facts }) =>
  // A deployment asks for locales on hosts that no project owns yet.
  (facts.state.project !== undefined && facts.locales.length === 0) ||
  facts.locales.some((name) => /^C\.utf-?8$/i.test(name))
    ? pass('C.UTF-8', say`The locale is there.`)
    : {
        result: 'fail',
        measured: facts.locales.length === 0 ? say`none` : listOf(facts.locales.slice(0, 5), 'comma'),
        message: say`initdb needs the locale C.UTF-8.`,
        fix: 'apt-get install -y libc-bin locales',
      },
);
