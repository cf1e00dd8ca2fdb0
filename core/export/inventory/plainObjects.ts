import type { Database, HbaRule, User } from '../../plan/postgresObjects.ts';

/** A role as a person writes it: without what it has anyhow. */
export function plainUser({ name, login, connectionLimit, memberOf, ...rights }: User): object {
  return {
    name,
    ...(login ? {} : { login }),
    ...Object.fromEntries(Object.entries(rights).filter(([, given]) => given)),
    ...(connectionLimit === undefined ? {} : { connectionLimit }),
    ...(memberOf.length === 0 ? {} : { memberOf }),
  };
}

/** A database as a person writes it. */
export function plainDatabase({ extensions, schemas, ...database }: Database): object {
  const plain = (list: readonly { readonly name: string }[]) =>
    list.map((one) => (Object.values(one).filter((value) => value !== undefined).length === 1 ? one.name : one));
  return {
    ...database,
    ...(extensions.length === 0 ? {} : { extensions: plain(extensions) }),
    ...(schemas.length === 0 ? {} : { schemas: plain(schemas) }),
  };
}

/** A rule as a person writes it. */
export function plainRule({ type, database, user, position, ...rest }: HbaRule): object {
  const plain = (names: readonly string[]) => (names.length === 1 ? names[0] : names);
  return {
    type,
    database: plain(database),
    user: plain(user),
    ...rest,
    ...(position === 'before' ? {} : { position }),
  };
}
