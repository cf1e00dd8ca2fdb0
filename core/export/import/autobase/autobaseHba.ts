import { say } from '../../../wording/phrase.ts';
import { type FoundRule, networkText, type PlacedRules, placeRules } from '../hbaRules.ts';
import { hbaMethods, hbaTypes, names, optionsOf } from '../hbaText.ts';
import type { ImportDraft } from '../importDraft.ts';
import { noteOf } from '../importNote.ts';
import type { Item } from '../item.ts';
import type { Subject } from '../subject.ts';

/** Roles of the tool itself that its own list has rules for. */
const serviceRoles: readonly string[] = ['postgres', 'pgbouncer', 'replicator'];

/** `postgresql_pg_hba`, in its order. Undefined where the file has none. */
export function readHba(
  draft: ImportDraft,
  members: Subject,
  cluster: string,
  roles: ReadonlySet<string>,
): PlacedRules | undefined {
  const list = members.read('postgresql_pg_hba');
  if (list === undefined) {
    if (Object.keys(draft.hints).length === 0)
      draft.notes.push(
        noteOf(
          'defaulted',
          'postgresql_pg_hba',
          say`the file has no rules: clients of every network may log in with a password, over TLS`,
          { plan: 'postgres.clients' },
        ),
      );
    return undefined;
  }
  const rules = (list.items() ?? []).flatMap((item) => ruleOf(item, roles));
  return placeRules(rules, cluster, []);
}

function ruleOf(item: Item, roles: ReadonlySet<string>): readonly FoundRule[] {
  const fields = item.fields();
  if (fields === undefined) return [];
  if ([...fields.values()].some((one) => !one.readable())) {
    item.ignored(say`has a template that only Ansible can fill in: the rule is left out`);
    return [];
  }
  const text = (name: string) => String(fields.get(name)?.value ?? '').trim();
  const user = names(text('user') || 'all');
  const known = (name: string) => name === 'all' || roles.has(name.replace(/^\+/, '')) || /^(?:\/|\+?pg_)/.test(name);
  const unknown = user.find((name) => !known(name));
  if (!hbaTypes.includes(text('type'))) item.ignored(say`${text('type').slice(0, 40)} is no type of a rule`);
  else if (!hbaMethods.includes(text('method')))
    item.ignored(say`${text('method').slice(0, 40)} is no method of a rule that a plan knows`);
  else if (unknown !== undefined && serviceRoles.includes(unknown))
    item.ignored(say`is for ${unknown}, a role of the tool itself: the program makes the rules of its own roles`);
  else if (unknown !== undefined)
    item.ignored(say`no role of the file is called ${unknown.slice(0, 63)}: the rule is left out`);
  else {
    const options = optionsOf(text('options').split(/\s+/));
    const address = text('address');
    const entry = {
      type: text('type'),
      database: names(text('database') || 'all'),
      user,
      ...(text('type') === 'local' || address === '' ? {} : { address: networkText(address) }),
      method: text('method'),
      ...(Object.keys(options).length === 0 ? {} : { options }),
    };
    return [{ entry, item }];
  }
  return [];
}
