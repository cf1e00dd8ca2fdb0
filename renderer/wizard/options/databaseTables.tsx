import { Button } from '@mantine/core';
import type { PlanEdit } from '../../../core/plan/edit.ts';
import type { Plan } from '../../../core/plan/plan.ts';
import { FindingsAt } from '../../components/findingList.tsx';
import { edit } from '../../stores/wizard.ts';
import { useText } from '../../text/language.ts';
import { Cell } from '../hosts/cell.tsx';
import { RemoveButton } from '../hosts/removeButton.tsx';

/** Databases to create, each with its owner. */
export function DatabaseTable({ plan }: { readonly plan: Plan }) {
  const t = useText();
  const { databases, users } = plan.postgres;
  const at = (index: number, key: string) => ['postgres', 'databases', index, key];
  const add = () => {
    const name = freeName('app', databases);
    const owner = users[0]?.name;
    edit([
      { path: ['postgres', 'databases', databases.length], value: owner === undefined ? { name } : { name, owner } },
    ]);
  };
  return (
    <div>
      <h3>{t('options.databases')}</h3>
      {databases.length > 0 && (
        <table className="grid host-table framed">
          <thead>
            <tr>
              <th scope="col">{t('options.database')}</th>
              <th scope="col">{t('options.owner')}</th>
              <th scope="col">
                <span className="hidden">{t('hosts.remove')}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {databases.map(({ name, owner }, index) => (
              <tr key={at(index, '').join()}>
                <td>
                  <Cell
                    column="database"
                    label={t('options.databaseOf', { number: index + 1 })}
                    value={name}
                    invalid={false}
                    onCommit={(value) => edit([{ path: at(index, 'name'), value }])}
                  />
                </td>
                <td>
                  <select
                    className="cell"
                    aria-label={t('options.ownerOf', { database: name })}
                    value={owner ?? ''}
                    onChange={({ currentTarget }) =>
                      edit([
                        {
                          path: at(index, 'owner'),
                          value: currentTarget.value === '' ? undefined : currentTarget.value,
                        },
                      ])
                    }
                  >
                    <option value="">{t('options.superuserOwns')}</option>
                    {[...new Set([...users.map((user) => user.name), ...(owner === undefined ? [] : [owner])])].map(
                      (user) => (
                        <option key={user}>{user}</option>
                      ),
                    )}
                  </select>
                </td>
                <td>
                  <RemoveButton name={name} onClick={() => edit([{ path: ['postgres', 'databases', index] }])} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <Button size="compact-xs" variant="default" onClick={add}>
        {t('options.addDatabase')}
      </Button>
      <FindingsAt paths={[['postgres', 'databases']]} />
    </div>
  );
}

/** Logins to create; their passwords are generated and never in the plan. */
export function UserTable({ plan }: { readonly plan: Plan }) {
  const t = useText();
  const { users } = plan.postgres;
  const at = (index: number, key: string) => ['postgres', 'users', index, key];
  return (
    <div>
      <h3>{t('options.users')}</h3>
      {users.length > 0 && (
        <table className="grid host-table framed">
          <thead>
            <tr>
              <th scope="col">{t('options.user')}</th>
              <th scope="col">{t('options.rights')}</th>
              <th scope="col">{t('options.memberOf')}</th>
              <th scope="col">
                <span className="hidden">{t('hosts.remove')}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {users.map((user, index) => (
              <tr key={at(index, '').join()}>
                <td>
                  <Cell
                    column="user"
                    label={t('options.userOf', { number: index + 1 })}
                    value={user.name}
                    invalid={false}
                    onCommit={(value) => edit(renameUser(plan, index, value))}
                  />
                </td>
                <td>
                  <div className="role-boxes">
                    {(['superuser', 'createdb'] as const).map((right) => (
                      <label key={right} className={user[right] ? 'role role-on' : 'role'}>
                        <input
                          type="checkbox"
                          aria-label={t('options.rightOf', { right, user: user.name })}
                          checked={user[right]}
                          onChange={({ currentTarget }) =>
                            edit([{ path: at(index, right), value: currentTarget.checked ? true : undefined }])
                          }
                        />
                        {right}
                      </label>
                    ))}
                  </div>
                </td>
                <td>
                  <Cell
                    column="member-of"
                    label={t('options.memberOfUser', { user: user.name })}
                    value={user.memberOf.join(', ')}
                    invalid={false}
                    onCommit={(value) => edit([{ path: at(index, 'memberOf'), value: listOf(value) }])}
                  />
                </td>
                <td>
                  <RemoveButton name={user.name} onClick={() => edit([{ path: ['postgres', 'users', index] }])} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <Button
        size="compact-xs"
        variant="default"
        onClick={() => edit([{ path: ['postgres', 'users', users.length], value: { name: freeName('app', users) } }])}
      >
        {t('options.addUser')}
      </Button>
      <FindingsAt paths={[['postgres', 'users']]} />
    </div>
  );
}

/** A user's name also stands where it owns databases. */
function renameUser(plan: Plan, index: number, name: string): PlanEdit[] {
  const before = plan.postgres.users[index]?.name;
  const owned = plan.postgres.databases.flatMap(({ owner }, database): PlanEdit[] =>
    owner === before ? [{ path: ['postgres', 'databases', database, 'owner'], value: name }] : [],
  );
  return [{ path: ['postgres', 'users', index, 'name'], value: name }, ...owned];
}

/** Entries with commas between; nothing when there are none. */
export function listOf(text: string): string[] | undefined {
  const entries = text.split(/[,;\s]+/).filter((one) => one !== '');
  return entries.length === 0 ? undefined : entries;
}

function freeName(base: string, taken: readonly { readonly name: string }[]): string {
  const names = new Set(taken.map(({ name }) => name));
  if (!names.has(base)) return base;
  let number = 2;
  while (names.has(`${base}${number}`)) number++;
  return `${base}${number}`;
}
