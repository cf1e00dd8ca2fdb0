import { InvalidArgumentError } from 'commander';
import { Problem } from '../../../core/problem.ts';
import type { SimulationResult } from '../../../core/quorum/simulationResult.ts';
import { readPlanFile } from '../../services/projects/openProject.ts';
import { table } from '../output.ts';
import type { AddCommand, CommonOptions } from './command.ts';

interface SimulateOptions extends CommonOptions {
  readonly fail: readonly string[];
  readonly all?: number;
}

/** `quorate simulate`: what failures do to etcd, to each cluster and to its clients. */
export const addSimulate: AddCommand = (program, run) => {
  program
    .command('simulate')
    .description('show what failures do to etcd, to each cluster and to its clients')
    .argument('<plan>', 'plan file')
    .option(
      '--fail <what>',
      'host=n1, site=dc1, patroni@n1, dcs=n1, link=n1/n2, or link=dc1>dc2; may be repeated',
      collect,
      [],
    )
    .option('--all <k>', 'every combination of up to K failed hosts and sites', parseCount)
    .action((planFile: string, options: SimulateOptions) =>
      run(options, async ({ caller, output }) => {
        if ((options.all === undefined) === (options.fail.length === 0)) {
          throw new Problem('failures-missing', 'usage', 'Give either --fail, once or more, or --all with a number.');
        }
        const planText = await readPlanFile(planFile);
        if (options.all === undefined) {
          const result = await caller.proof.simulate({ planText, failures: [...options.fail] });
          output.result(result, () => resultText(result));
          return 0;
        }
        const enumeration = await caller.proof.simulateAll({ planText, most: options.all });
        output.result(enumeration, () => {
          const { unaffected, automatic, manual, lost } = enumeration.totals;
          return [
            table([
              ['FAILED', 'CLUSTER', 'LEADER', 'WRITES', 'READS', 'TYPICAL', 'WORST', 'RUNBOOK'],
              ...enumeration.combinations.flatMap((result) =>
                result.clusters.map((cluster) => [result.failed.join(' + '), ...clusterCells(cluster)]),
              ),
            ]),
            '',
            `${enumeration.combinations.length} combinations: ${unaffected} unaffected, ${automatic} automatic, ${manual} manual, ${lost} lost.`,
          ].join('\n');
        });
        return 0;
      }),
    );
};

type ClusterOutcome = SimulationResult['clusters'][number];

function clusterCells(cluster: ClusterOutcome): string[] {
  const seconds = cluster.secondsToWritable;
  return [
    cluster.name,
    cluster.leader ?? '-',
    cluster.writes,
    cluster.reads,
    seconds === null ? '-' : `${seconds.typical.toFixed(1)} s`,
    seconds === null ? '-' : `${seconds.worst.toFixed(1)} s`,
    cluster.runbook ?? '-',
  ];
}

function resultText(result: SimulationResult): string {
  return [
    table([
      ['CLUSTER', 'LEADER', 'WRITES', 'READS', 'TYPICAL', 'WORST', 'RUNBOOK'],
      ...result.clusters.map(clusterCells),
    ]),
    '',
    ...result.clusters.map((cluster) => `${cluster.name}: ${cluster.reason}`),
    '',
    table([['ETCD', 'QUORUM'], ...result.etcd.map((member) => [member.name, member.quorum ? 'yes' : 'no'])]),
  ].join('\n');
}

function collect(value: string, before: readonly string[]): string[] {
  return [...before, value];
}

function parseCount(value: string): number {
  const count = Number(value);
  if (!Number.isInteger(count) || count < 1 || count > 5)
    throw new InvalidArgumentError('It is a whole number from 1 to 5.');
  return count;
}
