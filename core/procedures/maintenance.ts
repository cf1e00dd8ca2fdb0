import { StepList } from '../deployment/stepList.ts';
import { plainOperation } from '../operations/hostOperations.ts';
import { Problem } from '../problem.ts';
import { shellQuote } from '../shell/shellQuote.ts';
import { paths } from '../systems/debian/paths.ts';
import { type Phrase, say } from '../wording/phrase.ts';
import { type ClusterWorld, clusterNamed, type DescribedVerb } from './describedVerb.ts';
import type { Stage } from './procedure.ts';

/** Both orders go to Patroni's configuration in etcd, which any member's host can change. */
function maintenanceVerb(
  word: 'pause' | 'resume',
  text: Pick<DescribedVerb, 'title' | 'about'> & {
    readonly question: (cluster: string) => Phrase;
    readonly stage: (cluster: string) => Phrase;
    readonly done: (cluster: string) => Phrase;
    readonly already: (cluster: string) => Phrase;
  },
): DescribedVerb {
  const wanted = word === 'pause';
  const isPaused = ({ status }: ClusterWorld, name: string) => status.clusters.find((one) => one.name === name)?.paused;
  return {
    title: text.title,
    about: text.about,
    fields: [{ name: 'cluster', kind: 'cluster', title: say`Cluster` }],
    offered: ({ clusters }) => clusters.some(({ paused }) => paused !== wanted),
    question: (plan, { cluster }) => text.question(clusterNamed(plan, cluster).name),
    hosts: (plan, { cluster }) => clusterNamed(plan, cluster).members.map(({ host }) => host),

    next(world, past, { cluster: chosen }) {
      const { name, members } = clusterNamed(world.plan, chosen);
      if (isPaused(world, name) === wanted) {
        const changed = past.has(word);
        return { kind: 'done', result: { changed, said: changed ? text.done(name) : text.already(name) } };
      }
      const through = members.find(({ host }) => world.reached.has(host) && answers(world, host));
      if (through === undefined)
        throw new Problem(
          'patroni-silent',
          'no',
          say`No Patroni of ${name} answers on a host that can be reached, so nobody can be told. Look at quorate status first.`,
        );
      return { kind: 'stage', stage: stageOf(name, through.host) };
    },
  };

  function stageOf(name: string, host: string): Stage<ClusterWorld> {
    const steps = new StepList();
    steps.add(
      plainOperation({
        id: `${host}/patroni/${word}`,
        host,
        title: text.stage(name),
        apply: `patronictl -c ${paths.patroniConfig} ${word} --wait ${shellQuote(name)}`,
        verify: 'true',
        weight: 2,
        journals: ['patroni'],
      }),
    );
    return {
      id: word,
      title: text.stage(name),
      steps: steps.all(),
      gate: {
        waitsFor: wanted
          ? say`every member of ${name} knows that it is paused`
          : say`every member of ${name} knows that it is not paused`,
        seconds: 60,
        open: (world) => isPaused(world, name) === wanted,
        problem: () =>
          new Problem(
            'maintenance-late',
            'no',
            say`Patroni took the order for ${name}, and after 60 s its members do not say so: its journal on ${host} says why (journalctl -u patroni).`,
          ),
      },
    };
  }
}

function answers({ status }: ClusterWorld, host: string): boolean {
  return status.clusters.some(({ members }) => members.some((one) => one.host === host && one.own));
}

/** Keeps Patroni from acting while a person works on a cluster. */
export const pauseVerb = maintenanceVerb('pause', {
  title: say`Pause for maintenance`,
  about: say`Keep Patroni from acting while you work on a cluster: no failover until it is resumed.`,
  question: (cluster) =>
    say`Patroni of ${cluster} changes nothing by itself until it is resumed: if its primary fails, nobody takes over, and deployments that need restarts are refused. Reads and writes go on.`,
  stage: (cluster) => say`Pausing ${cluster}`,
  done: (cluster) => say`${cluster} is paused: nobody takes over until you resume it.`,
  already: (cluster) => say`${cluster} is paused already.`,
});

/** Lets Patroni act again. */
export const resumeVerb = maintenanceVerb('resume', {
  title: say`Resume after maintenance`,
  about: say`Let Patroni act on a cluster again, after a pause.`,
  question: (cluster) =>
    say`Patroni of ${cluster} acts by itself again: if its primary is not there, another member takes over at once, and members that were started by hand are taken under its control.`,
  stage: (cluster) => say`Resuming ${cluster}`,
  done: (cluster) => say`${cluster} is not paused any more.`,
  already: (cluster) => say`${cluster} is not paused.`,
});
