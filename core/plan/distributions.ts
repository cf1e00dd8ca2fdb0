import { z } from 'zod';
import data from '../../resources/distributions.json' with { type: 'json' };
import { type Release, releases } from './schema.ts';

const path = z.string().regex(/^\/[\w./-]+$/);
const unit = z.string().regex(/^[\w@-]+\.service$/);
const service = z.strictObject({ unit, user: z.string(), group: z.string(), binary: path });

const distributionSchema = z.strictObject({
  title: z.string(),
  postgresMajor: z.int(),
  versions: z.strictObject({
    postgres: z.string(),
    patroni: z.string(),
    etcd: z.string(),
    haproxy: z.string(),
    pgbouncer: z.string(),
  }),
  postgres: z.strictObject({
    user: z.string(),
    group: z.string(),
    home: path,
    socketDirectory: path,
  }),
  patroni: service.extend({ configPath: path }),
  etcd: service.extend({ environmentPath: path, dataRoot: path }),
  haproxy: service.extend({ configPath: path }),
  pgbouncer: service.extend({ configPath: path, userListPath: path }),
  initdb: z.strictObject({ locale: z.string(), encoding: z.string() }),
});

/** What one Debian release calls and places the components; read from installed packages of that release. */
export type Distribution = Readonly<z.infer<typeof distributionSchema>>;

/** Every release that hosts may run, by code name. */
export const distributions: Readonly<Record<Release, Distribution>> = z
  .record(z.enum(releases), distributionSchema)
  .parse(data);
