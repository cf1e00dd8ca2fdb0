import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** The lab files of many minutes, the longest first: one that starts last leaves the other worker without work. */
const longest = [
  'membership',
  'topologies',
  'deployFaults',
  'door',
  'deploy',
  'commandLine',
  'runs',
  'rotation',
  'runbook',
  'rollingRestart',
  'vip',
].map((name) => `test/lab/${name}.test.ts`);

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification) => {
      const found = longest.findIndex((name) => moduleId.endsWith(`/${name}`));
      return found === -1 ? longest.length : found;
    };
    return (await super.sort(files)).sort((one, other) => rank(one) - rank(other));
  }
}

export default defineConfig({
  test: {
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        test: {
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: ['test/lab/**', 'test/e2e/**'],
          environment: 'node',
          // Many tests start programs, and the machine may be busy: a limit is there only so that nothing hangs for ever.
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'lab',
          include: ['test/lab/**/*.test.ts'],
          globalSetup: ['test/lab/removeOrphans.ts'],
          environment: 'node',
          // Most of their time is waiting for leases and checks; more at once would make hosts slow and outages long.
          maxWorkers: 2,
          testTimeout: 600_000,
          hookTimeout: 900_000,
        },
      },
      {
        test: {
          name: 'e2e',
          globalSetup: 'test/e2e/buildAll.ts',
          include: ['test/e2e/**/*.test.ts'],
          environment: 'node',
          fileParallelism: false,
          maxConcurrency: 2,
          testTimeout: 300_000,
          hookTimeout: 180_000,
        },
      },
    ],
  },
});
