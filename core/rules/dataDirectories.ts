import { systemDirectories } from '../systems/debian/paths.ts';
import { say } from '../wording/phrase.ts';
import { defineRule } from './defineRule.ts';

/** Folders that hold others' data, or everybody's. */
const shared: readonly string[] = [
  '/var',
  '/var/lib',
  '/var/lib/postgresql',
  '/var/lib/etcd',
  '/home',
  '/opt',
  '/srv',
  '/mnt',
  '/media',
];

/** The plan's data directories lie where nothing else does, and none in another. */
export const dataDirectories = defineRule(
  {
    id: 'data-directories',
    title: 'Data directories are no system folders, and lie apart',
    reference: 'Filesystem Hierarchy Standard 3.0; initdb refuses a directory that is not empty',
  },
  (plan, report) => {
    const named = [
      { path: ['postgres', 'dataDirectory'], directory: plan.postgres.dataDirectory },
      { path: ['postgres', 'walDirectory'], directory: plan.postgres.walDirectory },
      { path: ['etcd', 'dataDirectory'], directory: plan.etcd.dataDirectory },
    ].flatMap(({ path, directory }) => (directory === undefined ? [] : [{ path, directory }]));
    for (const { path, directory } of named) {
      const within = systemDirectories.find((one) => directory === one || directory.startsWith(`${one}/`));
      if (within !== undefined || shared.includes(directory))
        report(
          'error',
          path,
          say`${directory} cannot be a data directory: ${within ?? directory} belongs to the system. Give a directory of its own, such as /data/pg.`,
        );
      const around = named.find(
        (one) => one.path !== path && (directory === one.directory || directory.startsWith(`${one.directory}/`)),
      );
      if (around !== undefined)
        report(
          'error',
          path,
          say`${directory} lies in ${around.directory}, which is ${around.path.join('.')}: each needs a directory of its own.`,
        );
    }
  },
);
